"""The radar follows the change table: whatever changes, it finds what looking everywhere would find. And the whole register."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.models import (
    Completeness,
    Document,
    DocumentMeeting,
    DocumentSymbol,
    DocumentType,
    LanguageVersion,
    MeetingRole,
    Reference,
)
from mandates.gaps.following import follow
from mandates.gaps.looking import look_everywhere
from mandates.models import Deliverable, Finding, FindingKind, FindingPart, Mandate, Response
from mandates.register import load
from meetings.models import Meeting
from provenance.models import Change, Evidence
from tests import factories as make

pytestmark = pytest.mark.django_db


def catch_up(since):
    """What the follower does with the changes after a key of the change table."""
    follow(Change.objects.filter(pk__gt=since).order_by("pk"))


def newest():
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def as_they_stand():
    rows = Finding.objects.filter(cleared_at=None)
    return {(row.key, row.kind, row.part, row.sentence, row.symbol, row.body_id, row.year, row.digest) for row in rows}


# ---------------------------------------------------------------- whatever changes


@pytest.fixture
def record():
    """A small record with one of each thing that the rules look at."""
    wg8, wg2, wg3 = make.body("wg8"), make.body("wg2"), make.body("wg3")
    seventh, eighth = make.session(7, start="2014-10-06", end="2014-10-10"), make.session(8)
    make.agenda_item(eighth, "2", "Review of implementation")
    make.agenda_item(eighth, "2 (a)", "Convention")
    first = make.meeting(wg8, ordinal=1, start="2015-09-28", end="2015-09-30")
    second = make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    make.meeting(wg2, wg3, ordinal=1, start="2015-05-04", end="2015-05-06")
    make.meeting(wg8, start=None)
    act = make.act("7/1", session=seventh)
    mandate = make.mandate(act, deliverable=Deliverable.MEETING, least_number=2, due_session=eighth)
    make.response(mandate, first)
    make.response(mandate, "CTOC/COP/WG.8/2016/2", to=eighth)
    report = make.document("CTOC/COP/WG.8/2015/3", body=wg8, type=DocumentType.REPORT_OF_MEETING, date="2015-10-05")
    make.place_in(first, report, MeetingRole.REPORT_OF)
    study = make.mandate(act, "study", deliverable=Deliverable.STUDY, due_session=eighth)
    make.response(study, report)
    note = make.document("CTOC/COP/2016/7", body=make.conference(), distribution="general", date="2016-08-01")
    make.version(note, "en")
    make.place_in(eighth, note)
    for symbol in ("CTOC/COP/WG.8/2016/2", "CTOC/COP/2014/5", "CTOC/COP/WG.8/2015/1", "A/70/1"):
        make.reference(note, symbol=symbol)
    make.evidence(note, "date", "2016-08-01")
    make.evidence(note, "date", "2016-08-02", chosen=False)
    make.evidence(second, "place", "Vienna")
    look_everywhere()
    return make.person("changer", "editor")


def pick(model, number):
    rows = model.objects.order_by("pk")
    count = rows.count()
    return rows[number % count] if count else None


def change(what, number, by):
    """One change of the record, of the kinds that people and machines make."""
    doing = CHANGES[what % len(CHANGES)]
    try:
        with transaction.atomic():
            doing(number, by)
    except Exception as problem:
        # What the database refuses changes nothing: a session that is pointed to can't be deleted.
        if not type(problem).__module__.startswith("django.db"):
            raise


def move_meeting(number, _by):
    meeting = pick(Meeting, number)
    if meeting.start:
        meeting.start += timedelta(days=120 * (number % 5 - 2))
        meeting.end = meeting.start + timedelta(days=1)
        meeting.date_precision = "day"
        meeting.save()


def other_status(number, _by):
    meeting = pick(Meeting, number)
    meeting.status = "cancelled" if meeting.status == "held" else "held"
    meeting.save()


def toggle_place(number, _by):
    place = pick(DocumentMeeting, number)
    if place:
        place.is_confirmed = not place.is_confirmed
        place.save()


def remove_place(number, _by):
    place = pick(DocumentMeeting, number)
    if place:
        place.delete()


def add_place(number, _by):
    roles = list(MeetingRole)
    DocumentMeeting.objects.get_or_create(
        document=pick(Document, number), meeting=pick(Meeting, number // 3), role=roles[number % len(roles)]
    )


def remove_reference(number, _by):
    reference = pick(Reference, number)
    if reference:
        reference.delete()


def add_reference(number, _by):
    symbol = f"CTOC/COP/{'WG.8/' if number % 2 else ''}{2014 + number % 3}/{number % 6 + 1}"
    make.reference(pick(Document, number), symbol=symbol)


def add_document(number, _by):
    symbol = f"CTOC/COP/{'WG.8/' if number % 2 else ''}{2014 + number % 3}/{number % 6 + 1}"
    if not DocumentSymbol.objects.filter(canonical=symbol).exists():
        kind = DocumentType.REPORT_OF_MEETING if number % 3 else ""
        make.document(symbol, type=kind, body=make.Body.objects.get(slug="wg8"))


def remove_document(number, _by):
    document = pick(Document, number)
    Response.objects.filter(document=document).delete()
    document.delete()


def declare(number, by):
    body = pick(make.Body, number)
    Completeness.objects.get_or_create(body=body, year=2014 + number % 3, defaults={"by": by})


def take_back(number, _by):
    declared = pick(Completeness, number)
    if declared:
        declared.delete()


def toggle_response(number, _by):
    response = pick(Response, number)
    if response:
        response.is_confirmed = not response.is_confirmed
        response.save()


def answer(number, _by):
    Response.objects.get_or_create(mandate=pick(Mandate, number), meeting=pick(Meeting, number // 2))


def made_available(number, _by):
    response = pick(Response, number)
    if response and not response.meeting_id:
        response.made_available_to = None if response.made_available_to_id else Meeting.objects.sessions().last()
        response.save()


def other_mandate(number, _by):
    mandate = pick(Mandate, number)
    mandate.status = "done" if number % 2 else ""
    mandate.least_number = number % 3 + 1
    mandate.save()


def issue(number, _by):
    document = pick(Document, number)
    language = ["fr", "es", "ru"][number % 3]
    if not LanguageVersion.objects.filter(document=document, language=language).exists():
        make.version(document, language)


def choose(number, _by):
    evidence = pick(Evidence, number)
    if evidence:
        evidence.value, evidence.chosen = f"2016-08-0{number % 3 + 1}", bool(number % 2)
        evidence.save()


def forget(number, _by):
    evidence = pick(Evidence, number)
    if evidence:
        evidence.delete()


def under_an_item(number, _by):
    document = pick(Document, number)
    document.agenda_items.add(pick(make.AgendaItem, number))


CHANGES = [
    move_meeting,
    other_status,
    toggle_place,
    remove_place,
    add_place,
    remove_reference,
    add_reference,
    add_document,
    remove_document,
    declare,
    take_back,
    toggle_response,
    answer,
    made_available,
    other_mandate,
    issue,
    choose,
    forget,
    under_an_item,
]


@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, len(CHANGES) - 1), st.integers(0, 60)), min_size=1, max_size=6))
def test_whatever_changes_following_finds_what_looking_everywhere_finds(record, changes):
    with transaction.atomic():
        look_everywhere()
        since = newest()
        for what, number in changes:
            change(what, number, record)
        catch_up(since)
        followed = as_they_stand()
        look_everywhere()
        assert followed == as_they_stand()
        transaction.set_rollback(True)


def test_a_change_looks_only_where_something_changed(record, django_assert_max_num_queries):
    since = newest()
    make.reference(Document.objects.first(), symbol="CTOC/COP/2014/9")
    with django_assert_max_num_queries(30):
        catch_up(since)


# ---------------------------------------------------------------- the whole register


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    """The whole register, loaded once for this module into a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


REPORT = "CTOC/COP/WG.8/2016/2"


def take_away_report():
    """As if the report had never been registered: what names it waits under its symbol."""
    document = Document.objects.with_symbol(REPORT).get()
    Response.objects.filter(document=document).update(document=None, symbol=REPORT)
    document.delete()


def restore_report():
    """As loading the register restores it: the document, its place in its meeting, and what waited for it."""
    wg8 = make.Body.objects.get(slug="wg8")
    meeting, session = (
        Meeting.objects.get(seats__body=wg8, seats__ordinal=2),
        Meeting.objects.sessions().get(seats__ordinal=8),
    )
    document = make.document(REPORT, type=DocumentType.REPORT_OF_MEETING, body=wg8)
    make.place_in(meeting, document, MeetingRole.REPORT_OF)
    make.place_in(session, document, MeetingRole.MADE_AVAILABLE)
    Response.objects.filter(symbol=REPORT).update(document=document, symbol="")
    Reference.objects.filter(symbol=REPORT).update(document=document)


@pytest.mark.parametrize("is_complete", [True, False])
def test_removing_one_report_of_the_register_raises_one_finding_and_restoring_it_clears_it(register, is_complete):
    if is_complete:
        wg8 = make.Body.objects.get(slug="wg8")
        Completeness.objects.create(body=wg8, year=2016, by=make.person("clerk-of-lists", "editor"))
    look_everywhere()
    before, since = as_they_stand(), newest()
    take_away_report()
    catch_up(since)
    (raised,) = as_they_stand() - before
    finding = Finding.objects.get(key=raised[0])
    assert before <= as_they_stand()
    assert finding.part == (FindingPart.NOT_ISSUED if is_complete else FindingPart.NOT_HELD)
    assert finding.kind == FindingKind.REPORT
    shows_in = {cause.subject for cause in finding.causes.all()}
    assert shows_in >= {"meetings.meeting", "mandates.mandate", "documents.document"}
    assert finding.citations > 0
    since = newest()
    restore_report()
    catch_up(since)
    finding.refresh_from_db()
    assert finding.cleared_at
    assert as_they_stand() == before


def counts():
    return {
        (part, kind): Finding.objects.standing().filter(part=part, kind=kind).count()
        for part, kind in Finding.objects.standing().order_by().values_list("part", "kind").distinct()
    }


def test_nothing_of_the_register_is_said_to_be_not_issued_while_nothing_is_declared(register):
    look_everywhere()
    assert not Finding.objects.standing().filter(part=FindingPart.NOT_ISSUED).exists()
    assert counts() == {
        (FindingPart.NOT_HELD, FindingKind.REPORT): 25,
        (FindingPart.NOT_HELD, FindingKind.MEETING): 1,
        (FindingPart.NOT_HELD, FindingKind.TRANSMISSION): 5,
        (FindingPart.CONTRADICTION, FindingKind.CONTRADICTION): 5,
    }


def test_the_daily_look_is_done_once_a_day(register):
    from mandates.tasks import look_for_gaps

    assert look_for_gaps() == Finding.objects.filter(cleared_at=None).count()
    assert look_for_gaps() is None
    assert timezone.localdate()
