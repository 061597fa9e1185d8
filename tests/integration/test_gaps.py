"""The gap radar: what each rule finds and what it leaves alone, how causes are joined, and how findings come, go and are closed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from accounts.actions import NotPossible
from documents.models import Completeness, Distribution, DocumentType, LanguageVersion, MeetingRole
from mandates.gaps import closing, completeness
from mandates.gaps.found import Cause, Found
from mandates.gaps.looking import look_everywhere
from mandates.models import Deliverable, Finding, FindingKind, FindingPart, LinkKind, MandateLink, MandateStatus
from meetings.models import MeetingStatus
from provenance.models import Origin
from tests import factories as make

pytestmark = pytest.mark.django_db
NOT_ISSUED, NOT_HELD, CONTRADICTION = FindingPart.NOT_ISSUED, FindingPart.NOT_HELD, FindingPart.CONTRADICTION


@pytest.fixture
def wg8():
    return make.body("wg8")


@pytest.fixture
def clerk():
    return make.person("clerk-of-lists", "editor")


@pytest.fixture
def declare(clerk):
    def declared(body, first, last=None):
        return completeness.declare(body=body, first=first, last=last or first, by=clerk)

    return declared


def found(*kinds):
    """The findings that stand after looking everywhere, as (kind, part) pairs with their sentences."""
    look_everywhere()
    standing = Finding.objects.standing().in_order()
    return list(standing.filter(kind__in=kinds) if kinds else standing)


def kinds():
    return [each.kind for each in found()]


def causes(finding):
    return {(each.subject, each.subject_id) for each in finding.causes.all()}


def named(record):
    return (record._meta.label_lower, record.pk)


# ---------------------------------------------------------------- meetings and their reports


def test_a_meeting_without_a_report_is_found_and_is_only_not_held_where_nothing_is_declared(wg8):
    meeting = make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    (finding,) = found()
    assert (finding.kind, finding.part) == (FindingKind.REPORT, NOT_HELD)
    assert finding.sentence == (
        "The second meeting of the Working group wg8 (Vienna, 6–7 June 2016): its report is not held here."
    )
    assert (finding.meeting, finding.body, finding.year) == (meeting, wg8, 2016)
    assert named(meeting) in causes(finding)


def test_in_a_year_that_is_declared_complete_the_report_was_not_issued_as_far_as_we_can_know(wg8, declare):
    make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    (declared,) = declare(wg8, 2016)
    (finding,) = found()
    assert finding.part == NOT_ISSUED
    assert finding.sentence.endswith("its report was not issued, as far as we can know.")
    assert named(declared) in causes(finding)


def test_a_meeting_with_its_report_lacks_nothing(wg8):
    meeting = make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    make.place_in(meeting, make.document("CTOC/COP/WG.8/2016/2", body=wg8), MeetingRole.REPORT_OF)
    assert found() == []


@pytest.mark.parametrize(("days", "missed"), [(14, False), (15, True)])
def test_a_report_is_missed_from_two_weeks_after_closing(wg8, days, missed):
    closed = timezone.localdate() - timedelta(days=days)
    make.meeting(wg8, ordinal=2, start=closed - timedelta(days=1), end=closed)
    assert bool(found()) is missed


@pytest.mark.parametrize("status", [MeetingStatus.PLANNED, MeetingStatus.ANNOUNCED, MeetingStatus.CANCELLED])
def test_a_meeting_that_was_not_held_has_no_report(wg8, status):
    make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07", status=status)
    assert found() == []


def test_dialogues_and_meetings_of_others_are_not_asked_for_reports():
    make.meeting(make.body("cd", kind="dialogue"), start="2022-05-06", kind="dialogue", topic="Firearms")
    make.meeting(make.body("ccpcj", series="E/CN.15/", is_external=True), ordinal=3, start="2009-11-24")
    assert found() == []


def test_a_meeting_without_a_date_is_over_when_its_body_has_met_again(wg8):
    first = make.meeting(wg8, ordinal=1)
    assert found() == []
    second = make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    make.place_in(second, make.document("CTOC/COP/WG.8/2016/2"), MeetingRole.REPORT_OF)
    (finding,) = found()
    assert (finding.meeting, finding.year, finding.part) == (first, None, NOT_HELD)


def test_a_report_that_is_only_proposed_is_never_said_to_be_not_issued(wg8, declare):
    meeting = make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    make.place_in(meeting, make.document("CTOC/COP/WG.8/2016/2"), MeetingRole.REPORT_OF, confirmed=False)
    declare(wg8, 2016)
    (finding,) = found()
    assert finding.part == NOT_HELD
    assert "is only proposed" in finding.sentence


def test_a_report_of_the_body_and_year_that_is_tied_to_no_meeting_may_be_the_one_that_is_missed(wg8):
    make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    make.document("CTOC/COP/WG.8/2016/2", type=DocumentType.REPORT_OF_MEETING, body=wg8)
    assert found() == []


def test_of_a_meeting_during_a_session_it_is_never_said_that_its_report_was_not_issued(wg8, declare):
    session = make.session(6, start="2012-10-15", end="2012-10-19")
    make.place_in(session, make.document("CTOC/COP/2012/15"), MeetingRole.REPORT_OF)
    make.meeting(wg8, start="2012-10-17", end="2012-10-17", during_session=session)
    declare(wg8, 2012)
    (finding,) = found()
    assert finding.part == NOT_HELD
    assert named(session) in causes(finding)


def test_a_joint_meeting_is_found_once_and_needs_the_lists_of_both_bodies(declare):
    wg2, wg3 = make.body("wg2"), make.body("wg3")
    make.meeting(wg2, wg3, ordinal=13, start="2022-05-23", end="2022-05-27")
    declare(wg2, 2022)
    (finding,) = found()
    assert (finding.body, finding.part) == (wg2, NOT_HELD)
    declare(wg3, 2022)
    (finding,) = found()
    assert finding.part == NOT_ISSUED


# ---------------------------------------------------------------- one cause, one finding


def missing_report(wg8):
    """A mandate, its meeting, and a report that a mandate names, two documents cite, and nobody holds."""
    session = make.session(8)
    make.place_in(session, make.document("CTOC/COP/2016/15"), MeetingRole.REPORT_OF)
    meeting = make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    mandate = make.mandate(deliverable=Deliverable.MEETING, least_number=1)
    make.response(mandate, meeting)
    make.response(mandate, "CTOC/COP/WG.8/2016/2", to=session)
    citing = [make.document(f"CTOC/COP/2016/{number}") for number in (7, 8)]
    for each in citing:
        make.reference(each, symbol="CTOC/COP/WG.8/2016/2")
    return meeting, mandate, session, citing


def test_a_missing_report_is_one_finding_with_every_place_where_it_shows(wg8):
    meeting, mandate, session, citing = missing_report(wg8)
    (finding,) = found()
    assert finding.kind == FindingKind.REPORT
    assert "its report, CTOC/COP/WG.8/2016/2, is not held here" in finding.sentence
    assert causes(finding) >= {named(meeting), named(mandate), named(session), *map(named, citing)}
    assert (finding.symbol, finding.citations, finding.mandate) == ("CTOC/COP/WG.8/2016/2", 2, mandate)


def test_two_missing_reports_are_two_findings_each_with_its_own_symbol(wg8):
    mandate = make.mandate(deliverable=Deliverable.MEETING)
    for ordinal, month in ((1, "03"), (2, "09")):
        make.response(mandate, make.meeting(wg8, ordinal=ordinal, start=f"2016-{month}-06", end=f"2016-{month}-07"))
    for number in (2, 5):
        make.response(mandate, f"CTOC/COP/WG.8/2016/{number}")
    both = found()
    assert [each.kind for each in both] == [FindingKind.REPORT] * 2
    assert {each.symbol for each in both} == {"CTOC/COP/WG.8/2016/2", "CTOC/COP/WG.8/2016/5"}


def test_the_last_document_of_the_year_may_be_the_report_of_its_one_meeting(wg8):
    make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    make.document("CTOC/COP/WG.8/2016/1", body=wg8)
    make.reference(make.document("CTOC/COP/2016/7"), symbol="CTOC/COP/WG.8/2016/2")
    (finding,) = found()
    assert "it may be CTOC/COP/WG.8/2016/2, which is cited" in finding.sentence


@pytest.mark.parametrize("symbol", ["CTOC/COP/WG.8/2016/1", "CTOC/COP/WG.8/2016/CRP.2", "CTOC/COP/WG.8/2016/3/Rev.1"])
def test_agendas_papers_and_revisions_are_not_taken_for_the_report(wg8, symbol):
    make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    make.reference(make.document("CTOC/COP/2016/7"), symbol=symbol)
    assert sorted(kinds()) == [FindingKind.CITED, FindingKind.REPORT]


# ---------------------------------------------------------------- cited but absent


def test_a_symbol_that_is_cited_and_not_held_is_found_once_with_those_who_cite_it():
    make.conference()
    citing = [make.document(f"CTOC/COP/2016/{number}") for number in (7, 8)]
    for each in citing:
        make.reference(each, symbol="CTOC/COP/2014/5")
    (finding,) = found()
    assert (finding.kind, finding.part, finding.year) == (FindingKind.CITED, NOT_HELD, 2014)
    assert finding.sentence == "CTOC/COP/2014/5 is cited in 2 documents, and not held here."
    assert causes(finding) == set(map(named, citing))


def test_many_who_cite_are_counted_and_the_first_are_named():
    make.conference()
    for number in range(1, 14):
        make.reference(make.document(f"CTOC/COP/2016/{number}"), symbol="CTOC/COP/2014/5")
    (finding,) = found()
    assert finding.causes.count() == 10
    assert finding.causes.last().words == "cites CTOC/COP/2014/5, and 3 more"


@pytest.mark.parametrize(
    "fields",
    [
        {"symbol": "A/RES/68/186"},
        {"symbol": "CTOC/COP/2014/5", "malformed": "two slashes"},
        {"symbol": "CTOC/COP/2014/5", "confidence": 0.4},
    ],
)
def test_other_series_malformed_symbols_and_doubtful_ones_are_left_alone(fields):
    make.conference()
    make.reference(make.document("CTOC/COP/2016/7"), **fields)
    assert found() == []


def test_what_a_stand_in_or_a_replaced_file_cites_is_left_alone():
    make.conference()
    citing = make.document("CTOC/COP/2016/7")
    stand_in = make.file(make.version(citing, "en", "held"), "x", stand_in=True)
    old = make.file(make.version(citing, "fr", "held"), "y", name="old.pdf")
    old.is_current = False
    old.save()
    for file in (stand_in, old):
        make.reference(citing, symbol="CTOC/COP/2014/5", file=file, page=1, start=1)
    assert found() == []


def test_a_group_that_is_not_entered_has_no_complete_year(declare):
    conference = make.conference()
    make.reference(make.document("CTOC/COP/2016/7"), symbol="CTOC/COP/WG.9/2016/1")
    declare(conference, 2016)
    (finding,) = found()
    assert (finding.part, finding.year) == (NOT_HELD, None)


# ---------------------------------------------------------------- what mandates ask for


def asked_at(ordinal=7, **fields):
    return make.act(f"{ordinal}/1", session=make.session(ordinal, start="2014-10-06", end="2014-10-10"), **fields)


def reported(session):
    make.place_in(session, make.document(f"CTOC/COP/{session.start.year}/15"), MeetingRole.REPORT_OF)
    return session


def test_a_mandate_without_its_meeting_is_found_when_the_session_it_is_due_at_has_closed():
    act = asked_at()
    reported(act.session)
    due = reported(make.session(8))
    mandate = make.mandate(act, deliverable=Deliverable.MEETING, due_session=due)
    (finding,) = found()
    assert (finding.kind, finding.part, finding.mandate) == (FindingKind.MEETING, NOT_HELD, mandate)
    assert finding.sentence == "Resolution 7/1 asks for a meeting (due at the eighth session): none is in the record."
    assert causes(finding) >= {named(mandate), named(due)}


def test_without_a_due_session_it_is_found_when_the_conference_has_met_again():
    act = asked_at()
    reported(act.session)
    make.mandate(act, deliverable=Deliverable.MEETING)
    assert found() == []
    reported(make.session(8))
    assert kinds() == [FindingKind.MEETING]


def test_a_due_session_or_day_to_come_is_waited_for():
    act = asked_at()
    reported(act.session)
    reported(make.session(8))
    start = timezone.localdate() + timedelta(days=30)
    make.mandate(
        act,
        deliverable=Deliverable.MEETING,
        due_session=make.session(9, start=start, end=start, status=MeetingStatus.PLANNED),
    )
    make.mandate(act, deliverable=Deliverable.MEETING, due_date=start)
    assert found() == []


@pytest.mark.parametrize(("held", "kind"), [(0, FindingKind.MEETING), (1, FindingKind.TOO_FEW), (2, None)])
def test_fewer_than_at_least_two(wg8, held, kind):
    act = asked_at()
    reported(act.session)
    due = reported(make.session(8))
    mandate = make.mandate(act, deliverable=Deliverable.MEETING, least_number=2, due_session=due)
    for ordinal in range(held):
        meeting = make.meeting(wg8, ordinal=ordinal + 1, start=f"2015-09-0{ordinal + 1}")
        make.place_in(meeting, make.document(f"CTOC/COP/WG.8/2015/{ordinal + 2}"), MeetingRole.REPORT_OF)
        make.response(mandate, meeting)
    assert [each.kind for each in found(FindingKind.MEETING, FindingKind.TOO_FEW)] == ([kind] if kind else [])


def test_a_meeting_to_come_or_only_proposed_does_not_count_but_softens_what_is_said(wg8, declare):
    act = asked_at()
    reported(act.session)
    due = reported(make.session(8))
    mandate = make.mandate(act, deliverable=Deliverable.MEETING, due_session=due, creates_body=wg8)
    declare(wg8, 2014, 2016)
    assert [each.part for each in found()] == [NOT_ISSUED]
    meeting = make.meeting(make.body("wg7"), ordinal=1, start="2015-09-01")
    make.place_in(meeting, make.document("CTOC/COP/WG.7/2015/2"), MeetingRole.REPORT_OF)
    make.response(mandate, meeting, confirmed=False)
    assert [each.part for each in found(FindingKind.MEETING)] == [NOT_HELD]


def test_a_meeting_of_the_body_meant_that_is_not_yet_tied_is_no_gap(wg8):
    act = asked_at()
    reported(act.session)
    due = reported(make.session(8))
    make.mandate(act, deliverable=Deliverable.MEETING, due_session=due, creates_body=wg8)
    meeting = make.meeting(wg8, ordinal=1, start="2015-09-28")
    make.place_in(meeting, make.document("CTOC/COP/WG.8/2015/3"), MeetingRole.REPORT_OF)
    assert found(FindingKind.MEETING) == []


@pytest.mark.parametrize("status", [MandateStatus.DONE, MandateStatus.SUPERSEDED, MandateStatus.ENDED])
def test_a_mandate_that_is_done_or_ended_is_waited_for_no_longer(status):
    act = asked_at()
    reported(act.session)
    make.mandate(act, deliverable=Deliverable.MEETING, due_session=reported(make.session(8)), status=status)
    assert found() == []


def test_a_mandate_that_a_later_act_ended_or_that_is_only_proposed_is_left_alone():
    act = asked_at()
    reported(act.session)
    due = reported(make.session(8))
    ended = make.mandate(act, deliverable=Deliverable.MEETING, due_session=due)
    MandateLink.objects.create(mandate=ended, kind=LinkKind.ENDED_BY, to_act=make.act("8/1", session=due))
    make.mandate(act, "convene another", deliverable=Deliverable.MEETING, due_session=due, review="proposed")
    assert found() == []


def test_a_report_due_at_a_closed_session_of_which_nothing_is_known(declare):
    act = asked_at()
    reported(act.session)
    due = reported(make.session(8))
    mandate = make.mandate(act, deliverable=Deliverable.REPORT, due_session=due)
    (finding,) = found()
    assert (finding.kind, finding.part, finding.meeting) == (FindingKind.TRANSMISSION, NOT_HELD, due)
    declare(make.conference(), 2016)
    (finding,) = found()
    assert finding.part == NOT_ISSUED
    paper = make.document("CTOC/COP/2016/9")
    make.place_in(due, paper)
    assert [each.part for each in found()] == [NOT_HELD], "a paper before the session may be what was asked for"
    make.response(mandate, paper, to=due)
    assert found() == []


def test_a_study_may_come_out_as_a_publication_and_is_never_said_to_be_missing(declare):
    act = asked_at()
    reported(act.session)
    make.mandate(act, deliverable=Deliverable.STUDY, due_session=reported(make.session(8)))
    declare(make.conference(), 2016)
    assert [each.part for each in found()] == [NOT_HELD]


# ---------------------------------------------------------------- to which session a report went


def test_a_report_that_came_to_no_session_is_one_finding_with_the_mandate_that_names_it(wg8):
    due = reported(make.session(8))
    meeting = make.meeting(wg8, ordinal=1, start="2015-09-28", end="2015-09-30")
    report = make.document("CTOC/COP/WG.8/2015/3", body=wg8)
    make.place_in(meeting, report, MeetingRole.REPORT_OF)
    mandate = make.mandate(deliverable=Deliverable.REPORT, due_session=due)
    make.response(mandate, report)
    (finding,) = found()
    assert (finding.kind, finding.document, finding.meeting) == (FindingKind.TRANSMISSION, report, due)
    assert causes(finding) == {named(report), named(mandate), named(meeting), named(due)}


def test_which_reports_a_session_had_is_only_known_where_some_are_tied_to_it(wg8, declare):
    session = reported(make.session(8))
    meeting = make.meeting(wg8, ordinal=1, start="2015-09-28", end="2015-09-30")
    make.place_in(meeting, make.document("CTOC/COP/WG.8/2015/3", body=wg8), MeetingRole.REPORT_OF)
    declare(make.conference(), 2016)
    assert [each.part for each in found()] == [NOT_HELD]
    other = make.document("CTOC/COP/WG.7/2015/6", type=DocumentType.REPORT_OF_MEETING)
    make.place_in(session, other, MeetingRole.MADE_AVAILABLE)
    assert [each.part for each in found()] == [NOT_ISSUED]


@pytest.mark.parametrize("role", [MeetingRole.BEFORE, MeetingRole.MADE_AVAILABLE])
def test_a_report_placed_before_a_session_or_made_available_to_it_has_reached_it(wg8, role):
    session = reported(make.session(8))
    meeting = make.meeting(wg8, ordinal=1, start="2015-09-28", end="2015-09-30")
    report = make.document("CTOC/COP/WG.8/2015/3", body=wg8)
    make.place_in(meeting, report, MeetingRole.REPORT_OF)
    make.place_in(session, report, role)
    assert found() == []


def test_a_report_waits_for_the_next_session_to_close(wg8):
    meeting = make.meeting(wg8, ordinal=1, start="2015-09-28", end="2015-09-30")
    make.place_in(meeting, make.document("CTOC/COP/WG.8/2015/3"), MeetingRole.REPORT_OF)
    reported(make.session(7, start="2014-10-06", end="2014-10-10"))
    assert found() == []
    start = timezone.localdate()
    make.session(8, start=start - timedelta(days=1), end=start)
    assert found() == []


def test_of_a_mandates_reports_one_at_the_session_is_enough():
    due = reported(make.session(8))
    mandate = make.mandate(deliverable=Deliverable.REPORT, due_session=due)
    make.response(mandate, make.document("CTOC/COP/2016/9"), to=due)
    make.response(mandate, make.document("CTOC/COP/2015/CRP.1"))
    assert found() == []


# ---------------------------------------------------------------- languages


def issued(document, *languages, day=None):
    for language in languages:
        made = make.version(document, language)
        if day:
            moment = datetime.combine(day, datetime.min.time(), UTC) + timedelta(hours=12)
            LanguageVersion.objects.filter(pk=made.pk).update(issued_at=moment)


def general(symbol="CTOC/COP/2016/7", **fields):
    return make.document(
        symbol, body=make.conference(), **({"distribution": Distribution.GENERAL, "date": "2016-08-01"} | fields)
    )


def test_a_document_issued_in_two_languages_lacks_four(declare):
    issued(general(), "en", "fr", day=date(2016, 8, 8))
    (finding,) = found()
    assert (finding.kind, finding.part) == (FindingKind.LANGUAGES, NOT_HELD)
    assert finding.sentence == (
        "CTOC/COP/2016/7 is issued here in English and French; Arabic, Chinese, Russian and Spanish are not."
    )
    declare(make.conference(), 2016)
    (finding,) = found()
    assert (finding.part, "and not, as far as we can know, in" in finding.sentence) == (NOT_ISSUED, True)


def test_a_document_issued_in_all_six_on_one_day_lacks_nothing():
    issued(general(), "ar", "zh", "en", "fr", "ru", "es", day=date(2016, 8, 8))
    assert found() == []


def test_six_languages_issued_on_two_days_were_not_issued_together():
    document = general()
    issued(document, "ar", "zh", "en", "fr", day=date(2016, 8, 8))
    issued(document, "ru", "es", day=date(2016, 8, 10))
    (finding,) = found()
    assert finding.kind == FindingKind.SIMULTANEITY
    assert "in turn: Arabic, Chinese, English and French on 8 August 2016" in finding.sentence


def test_the_days_on_which_an_old_paper_was_taken_in_say_nothing_about_its_issue():
    document = general("CTOC/COP/2008/14", date="2008-09-16")
    issued(document, "ar", "zh", "en", "fr", day=date(2016, 8, 8))
    issued(document, "ru", "es", day=date(2016, 8, 10))
    assert found() == []


@pytest.mark.parametrize(
    "fields",
    [
        {"symbol": "CTOC/COP/2016/CRP.2"},
        {"symbol": ""},
        {"type": DocumentType.LIST_OF_PARTICIPANTS},
        {"distribution": Distribution.RESTRICTED},
        {"corrected_languages": ["en"], "symbol": "CTOC/COP/2016/7/Corr.1"},
    ],
)
def test_what_does_not_call_for_six_languages_lacks_none(fields):
    issued(general(**({"symbol": "CTOC/COP/2016/7"} | fields)), "en", day=date(2016, 8, 8))
    assert found() == []


def test_a_paper_in_one_language_only_and_a_stand_in_lack_none():
    make.version(general(), "en", is_only_language=True)
    make.file(make.version(general("CTOC/COP/2016/8"), "en"), "x", stand_in=True)
    make.version(general("CTOC/COP/2016/9"), "en", "held")
    assert found() == []


# ---------------------------------------------------------------- agenda items


@pytest.fixture
def sixth():
    return reported(make.session(6, start="2012-10-15", end="2012-10-19"))


def test_an_item_without_a_document_is_found_only_where_the_year_is_complete(sixth, declare):
    item = make.agenda_item(sixth, "5", "Technical assistance")
    assert found() == []
    declare(make.conference(), 2012)
    (finding,) = found()
    assert (finding.kind, finding.part, finding.agenda_item) == (FindingKind.ITEM, NOT_ISSUED, item)


@pytest.mark.parametrize(
    "title",
    [
        "Opening of the session",
        "Election of officers",
        "Adoption of the agenda and organization of work",
        "Participation of observers",
        "Adoption of the report of the Bureau on credentials",
        "General discussion",
        "Other matters",
        "Adoption of the report of the Conference on its sixth session",
        "",
    ],
)
def test_items_under_which_nothing_is_written_are_left_alone(sixth, declare, title):
    make.agenda_item(sixth, "1 (b)", title)
    declare(make.conference(), 2012)
    assert found() == []


@pytest.mark.parametrize("covering", ["2", "2 (b)"])
def test_a_document_under_an_item_covers_what_stands_above_and_below_it(sixth, declare, covering):
    items = {number: make.agenda_item(sixth, number, "Review of implementation") for number in ("2", "2 (b)")}
    make.place_in(sixth, make.document("CTOC/COP/2012/11"), item=items[covering])
    declare(make.conference(), 2012)
    assert found() == []


def test_a_document_whose_item_is_not_known_may_be_under_any(sixth, declare):
    make.agenda_item(sixth, "5", "Technical assistance")
    make.place_in(sixth, make.document("CTOC/COP/2012/11"))
    declare(make.conference(), 2012)
    (finding,) = found()
    assert (finding.kind, finding.part) == (FindingKind.ITEM, NOT_HELD)


# ---------------------------------------------------------------- contradictions


def test_two_sources_that_disagree_are_found_until_a_person_decides(clerk):
    document = make.document("CTOC/COP/WG.4/2010/6")
    shown = make.evidence(document, "date", "2010-02-17", source="final version")
    make.evidence(document, "date", "2010-02-16", source="another copy", chosen=False)
    (finding,) = found()
    assert (finding.kind, finding.part, finding.document) == (FindingKind.CONTRADICTION, CONTRADICTION, document)
    assert "sources disagree on its date: “2010-02-17” / “2010-02-16”" in finding.sentence
    shown.confirmed_by, shown.confirmed_at = clerk, timezone.now()
    shown.save()
    assert found() == []


@pytest.mark.parametrize(
    ("shown", "other", "source"),
    [
        ("2005", "2005-10-10 to 2005-10-21", "masthead"),
        ("Report on the Meeting", "Report on the meeting,", "list"),
        ("2014-05-26 to 2014-05-28", "2014-04-07 to 2014-04-11", "tentative: a job description"),
    ],
)
def test_a_value_said_less_exactly_or_called_tentative_contradicts_nothing(shown, other, source):
    meeting = make.document("CTOC/COP/2016/7")
    make.evidence(meeting, "dates", shown)
    make.evidence(meeting, "dates", other, source=source, chosen=False)
    assert found() == []


def test_a_persons_word_and_words_that_a_machine_cut_out_are_no_contradiction():
    document = make.document("CTOC/COP/2016/7")
    make.evidence(document, "date", "2016-08-01", origin=Origin.ENTERED)
    make.evidence(document, "date", "2016-08-02", chosen=False)
    make.evidence(document, "title", "A report", origin=Origin.SEEN)
    make.evidence(document, "title", "Another line", origin=Origin.READ, confidence=0.99, chosen=False)
    make.evidence(document, "distribution", "general")
    make.evidence(document, "distribution", "limited", origin=Origin.READ, confidence=0.5, chosen=False)
    assert found() == []


def test_a_report_whose_masthead_names_other_days_than_its_meeting(wg8):
    meeting = make.meeting(wg8, ordinal=1, start="2015-09-28", end="2015-09-30")
    report = make.document("CTOC/COP/WG.8/2015/3", type=DocumentType.REPORT_OF_MEETING, date="2015-10-05")
    make.place_in(meeting, report, MeetingRole.REPORT_OF)
    file = make.file(make.version(report, "en", "held"), "x")
    said = make.evidence(file, "place and dates", "Vienna, 28-30 September 2015", origin=Origin.READ)
    assert found() == []
    said.value = "Vienna, 21-23 September 2015"
    said.save()
    (finding,) = found()
    assert (finding.kind, finding.meeting, finding.document) == (FindingKind.CONTRADICTION, meeting, report)


def test_a_report_dated_before_its_meeting_began(wg8):
    meeting = make.meeting(wg8, ordinal=1, start="2015-09-28", end="2015-09-30")
    report = make.document("CTOC/COP/WG.8/2015/3", type=DocumentType.REPORT_OF_MEETING, date="2015-09-01")
    make.place_in(meeting, report, MeetingRole.REPORT_OF)
    (finding,) = found()
    assert "disagree on the dates" in finding.sentence


# ---------------------------------------------------------------- how findings come, go and are closed


def test_looking_twice_changes_nothing(wg8):
    missing_report(wg8)
    first = look_everywhere()
    events = Finding.pgh_event_model.objects.count()
    second = look_everywhere()
    assert (first.opened, second.opened, second.cleared, second.reopened) == (1, 0, 0, 0)
    assert Finding.pgh_event_model.objects.count() == events


def test_a_finding_whose_causes_are_gone_is_cleared_and_comes_back_as_the_same(wg8):
    meeting = make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    (finding,) = found()
    place = make.place_in(meeting, make.document("CTOC/COP/WG.8/2016/2"), MeetingRole.REPORT_OF)
    assert found() == []
    finding.refresh_from_db()
    assert finding.cleared_at
    place.delete()
    (again,) = found()
    assert again.pk == finding.pk
    assert again.cleared_at is None


def test_a_closed_finding_stays_closed_until_its_causes_change_and_then_says_so(wg8, clerk):
    make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    (finding,) = found()
    closing.close(finding, because="The meeting adopted no report.", by=clerk)
    assert found() == []
    make.reference(make.document("CTOC/COP/2016/7"), symbol="CTOC/COP/WG.8/2016/2")
    (again,) = found()
    assert again.pk == finding.pk
    assert again.reopened_at
    assert again.reopened_by is None
    assert again.closed_because == "The meeting adopted no report."


def test_a_person_opens_a_closed_finding_again(wg8, clerk):
    make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    (finding,) = found()
    closing.close(finding, because="No report was adopted.", by=clerk)
    opened = closing.reopen(finding, by=clerk)
    assert (opened.closed_at, opened.reopened_by) == (None, clerk)
    assert len(found()) == 1


def test_what_can_not_be_closed_or_opened_says_why(wg8, clerk):
    make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    (finding,) = found()
    with pytest.raises(NotPossible, match="Say why"):
        closing.close(finding, because=" \0 ", by=clerk)
    with pytest.raises(NotPossible, match="not closed"):
        closing.reopen(finding, by=clerk)
    closing.close(finding, because="No report was adopted.", by=clerk)
    with pytest.raises(NotPossible, match="closed already"):
        closing.close(finding, because="Again.", by=clerk)


def test_declaring_and_taking_back_re_examine_at_once(wg8, clerk):
    make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    (finding,) = found()
    made = completeness.declare(body=wg8, first=2015, last=2017, note="The list of documents.", by=clerk)
    assert [(each.year, each.by, each.note) for each in made] == [
        (year, clerk, "The list of documents.") for year in (2015, 2016, 2017)
    ]
    finding.refresh_from_db()
    assert finding.part == NOT_ISSUED
    assert completeness.take_back(body=wg8, first=2016, last=2016, by=clerk) == 1
    finding.refresh_from_db()
    assert finding.part == NOT_HELD
    assert list(Completeness.objects.values_list("year", flat=True).order_by("year")) == [2015, 2017]


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [(2016, 2015, "turn them round"), (1800, 1801, "from 1945"), (1950, 2090, "no more than")],
)
def test_years_that_can_not_be_declared(wg8, clerk, first, last, says):
    with pytest.raises(NotPossible, match=says):
        completeness.declare(body=wg8, first=first, last=last, by=clerk)


def test_what_is_declared_twice_or_of_another_conference_is_refused(wg8, clerk):
    completeness.declare(body=wg8, first=2016, last=2016, by=clerk)
    with pytest.raises(NotPossible, match="already"):
        completeness.declare(body=wg8, first=2016, last=2016, by=clerk)
    with pytest.raises(NotPossible, match="None of these"):
        completeness.take_back(body=wg8, first=2014, last=2014, by=clerk)
    with pytest.raises(NotPossible, match="not of this Conference"):
        completeness.declare(body=make.body("ga", series="A/", is_external=True), first=2016, last=2016, by=clerk)


def test_the_digest_knows_no_order_of_causes():
    causes = [Cause("documents.document", 1, "a"), Cause("documents.document", 2, "b")]
    one, other = (Found("k", FindingKind.CITED, NOT_HELD, "s", each) for each in (causes, causes[::-1]))
    assert one.digest == other.digest
