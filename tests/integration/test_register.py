"""The register as it stands after loading: its counts, its awkward records, and a second run that changes nothing."""

from collections import Counter
from datetime import date

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from documents.models import (
    Act,
    ActTitle,
    Document,
    DocumentMeeting,
    DocumentNote,
    DocumentSymbol,
    Language,
    LanguageVersion,
    MeetingRole,
    NoteKind,
    OtherIdentifier,
    Reference,
    TitleOrigin,
    VersionStatus,
)
from mandates.models import Mandate, RegisterEntry, Response
from mandates.register import load
from meetings.models import Body, Meeting, MeetingStatus
from provenance.models import Evidence, Origin

pytestmark = pytest.mark.usefixtures("register", "db")


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    """The whole register, loaded once for this module into a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


def document(symbol):
    return Document.objects.with_symbol(symbol).get()


def titled(beginning):
    return Document.objects.get(titles__text__startswith=beginning, symbols=None)


def loaded(record):
    entry = RegisterEntry.objects.get(record=record)
    return apps.get_model(entry.subject).objects.get(pk=entry.subject_id)


def stated(subject, field):
    return Evidence.objects.about(subject).filter(field=field)


# What is there.


def test_every_record_of_the_register_is_loaded_without_a_problem(register):
    assert register.problems == []
    assert Body.objects.of_the_conference().count() == 13
    assert Meeting.objects.sessions().count() == 13
    assert Meeting.objects.between_sessions().filter(seats__body__is_external=False).distinct().count() == 35
    assert Act.objects.of_the_conference().count() == 62
    assert Mandate.objects.count() == 27
    assert RegisterEntry.objects.filter(record__startswith="document/").count() == 65
    assert RegisterEntry.objects.filter(record__startswith="related/").count() == 44
    assert RegisterEntry.objects.filter(record__startswith="conflict/").count() == 7
    assert Document.objects.count() == 64 + 44


def test_the_report_of_the_run_says_in_words_what_was_loaded(register):
    said = " ".join(register.sentences())
    assert "13 sessions" in said
    assert "64 documents" in said
    assert f"{Evidence.objects.count():,} statements of evidence" in said


def test_all_documents_of_the_register_are_publicly_listed_and_none_is_issued():
    assert not Document.objects.filter(is_publicly_listed=False).exists()
    assert set(LanguageVersion.objects.values_list("status", flat=True)) == {VersionStatus.LISTED}


def test_every_statement_says_where_it_comes_from_and_how_sure_it_is():
    assert not Evidence.objects.filter(source="").exists()
    assert set(Evidence.objects.values_list("origin", flat=True)) == {Origin.SEEN, Origin.INFERRED}


def test_history_names_the_register_as_the_writer():
    event = apps.get_model("meetings.BodyEvent").objects.filter(slug="wg8").latest("pgh_created_at")
    assert event.pgh_context.metadata["source"] == "register"


# The awkward records of documents.


def test_the_report_of_the_third_session_has_no_symbol_a_month_alone_and_a_number_in_another_catalogue():
    report = titled("Report of the Conference of the Parties to the United Nations Convention against")
    assert report.symbol == ""
    assert report.date_words == "December 2006"
    assert OtherIdentifier.objects.get(document=report).value == "218911"
    assert report.versions.get(language="en").page_count == 43
    assert report.places.get().role == MeetingRole.REPORT_OF
    assert report.places.get().meeting.title == "Third session"


def test_two_records_of_a_joint_paper_are_one_document_with_two_symbols_and_two_bodies():
    joint = document("CTOC/COP/WG.2/2018/CRP.1")
    assert joint == document("CTOC/COP/WG.3/2018/CRP.1")
    assert joint.printed_symbol == "CTOC/COP/WG.2/2018/CRP.1-CTOC/COP/WG.3/2018/CRP.1"
    assert set(joint.bodies.values_list("slug", flat=True)) == {"wg2", "wg3"}
    assert joint.title == ""
    records = set(Evidence.objects.about(joint).values_list("record", flat=True))
    assert records == {"document/ctoc-cop-wg-2-2018-crp-1", "document/ctoc-cop-wg-3-2018-crp-1"}


def test_a_job_without_a_symbol_keeps_its_job_number_in_each_language():
    questionnaire = titled("Annual seizures report questionnaire")
    jobs = dict(questionnaire.versions.values_list("language", "job_number"))
    assert jobs == {"en": "V.13-88042", "zh": "V.13-88041"}
    assert questionnaire.places.get().meeting == loaded("meeting/wg6-2")


def test_a_report_has_its_job_number_bar_code_dates_and_pages_by_language_though_no_file_is_held():
    french = document("CTOC/COP/2018/13").versions.get(language="fr")
    assert (french.job_line, french.bar_code, french.page_count) == ("V.18-07400 (F)", "1807400", 48)
    assert french.production_dates == [date(2018, 11, 20), date(2018, 11, 21)]
    assert french.status == VersionStatus.LISTED
    assert not french.files.exists()


def test_the_seed_note_is_registered_without_a_symbol_and_refers_to_both_reports():
    seed = titled("Reports emanating from the open-ended intergovernmental meetings")
    assert seed.symbol == ""
    cited = Reference.objects.filter(citing=seed)
    assert {(each.as_written, each.document.symbol) for each in cited} == {
        ("CTOC/COP/WG.8/2015/3", "CTOC/COP/WG.8/2015/3"),
        ("CTOC/COP/WG.8/2016/2", "CTOC/COP/WG.8/2016/2"),
    }


@pytest.mark.parametrize(
    ("beginning", "kind"),
    [
        ("Workplan for the preparatory phase", "workplan"),
        ("Outline of the tasks", "outline"),
        ("Outline prepared by the Secretariat", "outline"),
        ("Tasks and timeline", "timeline"),
    ],
)
def test_papers_of_the_preparatory_phase_are_related_to_resolution_9_1(beginning, kind):
    paper = titled(beginning)
    assert paper.type == kind
    assert [str(role) for role in paper.act_roles.all()] == [f"related document: {paper}"]
    assert paper.act_roles.get().act.label == "resolution 9/1"
    assert not paper.places.exists()


def test_the_compilation_of_recommendations_stands_alone():
    compilation = titled("Compilation of recommendations on the UNTOC Review Mechanism")
    assert not compilation.bodies.exists()
    assert not compilation.act_roles.exists()
    assert not compilation.places.exists()


def test_one_background_paper_belongs_to_two_working_groups_without_a_meeting():
    paper = titled("Status of the functioning of the Mechanism")
    assert set(paper.bodies.values_list("slug", flat=True)) == {"wg4", "wg7"}
    assert not paper.places.exists()


def test_five_documents_and_two_acts_have_no_title():
    untitled = Document.objects.filter(titles=None)
    assert {symbol for paper in untitled for symbol in paper.symbols.values_list("canonical", flat=True)} == {
        "CTOC/COP/2006/6",
        "CTOC/COP/2006/6/Rev.1",
        "CTOC/COP/2016/CRP.5",
        "CTOC/COP/WG.2/2018/CRP.1",
        "CTOC/COP/WG.3/2018/CRP.1",
    }
    acts = Act.objects.exclude(pk__in=ActTitle.objects.values("act"))
    assert {act.label for act in acts} == {"decision 4/8", "resolution 11/1"}


def test_a_reissued_report_keeps_the_asterisk_as_printed_only():
    symbol = DocumentSymbol.objects.get(canonical="CTOC/COP/2004/6")
    assert symbol.as_printed == "CTOC/COP/2004/6*"
    assert [note.text for note in symbol.document.notes.filter(kind=NoteKind.REISSUED)] == [""]
    again = DocumentNote.objects.get(document=document("CTOC/COP/2010/12"), kind=NoteKind.REISSUED)
    assert again.text == "Reissued for technical reasons"


def test_a_title_in_our_words_is_not_shown_as_printed():
    assert document("CTOC/COP/2012/15").shown_title.origin == TitleOrigin.DESCRIBED
    assert document("CTOC/COP/2006/7").shown_title.origin == TitleOrigin.TRANSLATED
    assert document("CTOC/COP/2008/14").shown_title.origin == TitleOrigin.OFFICIAL


def test_a_symbol_of_2006_is_placed_in_the_session_of_2008():
    revised = document("CTOC/COP/2006/7/Rev.1")
    assert revised.places.get().meeting.title == "Fourth session"
    assert [item.number for item in revised.agenda_items.order_by("sort_key")] == ["2 (a)", "2 (c)", "2 (e)", "2 (f)"]


def test_reports_of_the_review_meetings_were_made_available_to_the_eighth_session():
    for symbol in ("CTOC/COP/WG.8/2015/3", "CTOC/COP/WG.8/2016/2"):
        roles = {place.role: place.meeting for place in document(symbol).places.all()}
        assert set(roles) == {MeetingRole.REPORT_OF, MeetingRole.MADE_AVAILABLE}
        assert roles[MeetingRole.MADE_AVAILABLE].title == "Eighth session"


def test_a_document_named_by_its_session_and_by_itself_has_one_place_there():
    places = DocumentMeeting.objects.filter(document=document("CTOC/COP/2008/1"))
    assert [place.role for place in places] == [MeetingRole.AGENDA_OF]
    why = set(stated(places.get(), "place in a meeting").values_list("record", flat=True))
    assert why == {"session/4", "document/ctoc-cop-2008-1"}


def test_one_paper_of_two_commissions_has_two_symbols_and_two_bodies():
    paper = document("E/CN.15/2014/2")
    assert paper.symbol == "E/CN.7/2014/2"
    assert set(paper.bodies.values_list("slug", flat=True)) == {"cnd", "ccpcj"}


def test_a_section_of_the_budget_keeps_its_parenthesis():
    assert document("A/80/6 (Sect. 16)").path == "A/80/6(Sect.16)"


# Meetings, acts, mandates.


def test_a_joint_meeting_seats_two_bodies_each_with_its_own_count():
    joint = loaded("meeting/wg2-13")
    assert [(seat.body.slug, seat.ordinal) for seat in joint.seats.all()] == [("wg2", 13), ("wg3", 13)]


def test_a_meeting_may_be_known_by_its_month_or_its_year_alone():
    assert loaded("meeting/wg6-9").dates == "May 2022"
    assert loaded("meeting/wg7-2015-11").get_absolute_url().endswith("/wg7/2015-11")
    thirteenth = loaded("session/13")
    assert (thirteenth.dates, thirteenth.status) == ("2026", MeetingStatus.PLANNED)


def test_tentative_dates_stand_beside_those_that_were_kept():
    second = loaded("meeting/wg6-2")
    assert second.dates == "26–28 May 2014"
    assert not second.is_tentative
    dates = {(each.value, each.chosen) for each in stated(second, "dates")}
    assert dates == {("2014-05-26 to 2014-05-28", True), ("2014-04-07 to 2014-04-11", False)}


def test_what_was_only_announced_is_not_said_to_be_held():
    assert loaded("meeting/cd-2022-07-01").status == MeetingStatus.ANNOUNCED
    assert loaded("meeting/ieg-env-2").status == MeetingStatus.ANNOUNCED


def test_a_dialogue_was_held_after_the_meeting_that_its_record_names_in_prose():
    assert loaded("meeting/cd-2022-05-06").held_after == loaded("meeting/wg6-9")


def test_resolution_and_decision_9_1_are_two_acts():
    kinds = Act.objects.numbered("9/1").of_the_conference().values_list("kind", flat=True)
    assert sorted(kinds) == ["decision", "resolution"]


def test_a_resolution_of_the_assembly_is_a_document_and_an_act():
    act = Act.objects.get(symbol="A/RES/68/186")
    assert act.label == "General Assembly resolution 68/186"
    assert [role.document.symbol for role in act.document_roles.all()] == ["A/RES/68/186"]
    assert act.mandates.count() == 2


def test_related_resolutions_cite_the_acts_of_the_conference():
    cited = Reference.objects.filter(citing=document("A/RES/78/229")).order_by("pk")
    assert [reference.act.label for reference in cited] == [
        "resolution 10/1",
        "resolution 10/4",
        "resolution 10/6",
        "resolution 11/3",
        "resolution 11/4",
        "resolution 11/6",
    ]


def test_an_expert_group_outside_the_conference_answers_a_mandate_and_one_report_waits():
    mandate = loaded("mandate/m-68-186-reconvene")
    answers = list(mandate.responses.all())
    held = [answer.meeting for answer in answers if answer.meeting]
    assert [meeting.start.year for meeting in held] == [2009, 2012, 2014]
    assert {seat.body.slug for meeting in held for seat in meeting.seats.all()} == {"ccpcj-eg1"}
    assert [str(answer) for answer in answers if not answer.meeting] == [
        "UNODC/CCPCJ/EG.1/2009/2",
        "UNODC/CCPCJ/EG.1/2012/4",
        "UNODC/CCPCJ/EG.1/2012/4/Corr.1",
        "UNODC/CCPCJ/EG.1/2014/3",
    ]
    assert [answer.symbol for answer in Response.objects.waiting()] == ["UNODC/CCPCJ/EG.1/2012/4/Corr.1"]
    assert mandate.due_words == "Commission on Crime Prevention and Criminal Justice, 23rd session"


def test_each_step_of_a_thread_has_its_own_evidence():
    mandate = loaded("mandate/m-7-1-review")
    for answer in mandate.responses.all():
        why = Evidence.objects.about(answer)
        assert {"response", "made available to"} >= set(why.values_list("field", flat=True)) >= {"response"}
        assert all("seed note" in statement.source for statement in why)
    reports = mandate.responses.filter(meeting=None)
    assert {report.made_available_to.title for report in reports} == {"Eighth session"}


def test_an_uncertain_link_is_inferred_though_the_mandate_was_seen():
    mandate = loaded("mandate/m-6-2-wg")
    assert {each.origin for each in stated(mandate, "action")} == {Origin.SEEN}
    assert {each.origin for each in Evidence.objects.about(mandate.responses.get())} == {Origin.INFERRED}


def test_two_working_groups_are_asked_by_resolution_5_7():
    asked = loaded("mandate/m-5-7-wgs").addressees.all()
    assert [addressee.body.slug for addressee in asked] == ["wg3", "wg2"]


def test_a_study_is_carried_on_by_the_mandate_of_the_next_session():
    assert loaded("mandate/m-5-4-study").links.get().to_mandate == loaded("mandate/m-6-2-study")
    assert loaded("mandate/m-9-1-ieg").links.get().to_act.label == "resolution 10/1"


def test_the_mandates_of_an_act_are_numbered_in_the_order_of_the_register():
    numbers = Counter(Mandate.objects.values_list("act", flat=True))
    for act, count in numbers.items():
        assert list(Mandate.objects.filter(act=act).order_by("pk").values_list("number", flat=True)) == list(
            range(1, count + 1)
        )


# Conflicts.


def test_two_years_of_one_session_stand_side_by_side_and_one_is_chosen():
    values = {each.value: each.chosen for each in stated(loaded("session/2"), "dates")}
    assert values == {"2005-10-10 to 2005-10-21": True, "2005": True, "2006": False}


def test_two_dates_of_one_report_stand_side_by_side():
    values = {each.value: each.chosen for each in stated(document("CTOC/COP/WG.4/2010/6"), "date")}
    assert values == {"2010-02-17": True, "2010-02-16": False}


def test_a_conflict_that_is_none_has_two_sources_for_one_value():
    fifth = loaded("meeting/wg4-5")
    both = stated(fifth, "ordinal").filter(record="conflict/wg4-november-2013-ordinal")
    assert {each.value for each in both} == {"5"}
    assert all(each.chosen for each in both)
    assert both.count() == 2


def test_a_conflict_that_is_not_resolved_chooses_neither():
    commission = Body.objects.get(slug="cnd")
    both = stated(commission, "report to the 2016 special session")
    assert {(each.value, each.chosen) for each in both} == {("A/S-30/4", False), ("A/S-30/2", False)}


# A second run.


def rows():
    """How many rows each table has, histories included."""
    return {
        model._meta.label: model._default_manager.count()
        for label in ("meetings", "documents", "mandates", "provenance")
        for model in apps.get_app_config(label).get_models()
    }


def test_a_second_run_changes_nothing_says_so_and_asks_little():
    before, evidence = rows(), set(Evidence.objects.values_list("pk", "chosen"))
    with CaptureQueriesContext(connection) as queries:
        report = load()
    assert report.sentences() == ["Nothing to change: all 311 records are as the register states them."]
    assert rows() == before
    assert set(Evidence.objects.values_list("pk", "chosen")) == evidence
    assert len(queries) < 20


def test_going_through_every_line_again_changes_nothing_either():
    """As after a change of the loader: every line is gone through, and finds its own words standing."""
    RegisterEntry.objects.update(digest="")
    before, evidence = rows(), set(Evidence.objects.values_list("pk", "chosen", "origin"))
    report = load()
    assert report.kept_beside == []
    assert report.problems == []
    assert set(Evidence.objects.values_list("pk", "chosen", "origin")) == evidence
    assert rows() == before


def test_languages_of_the_register_are_ours():
    assert set(LanguageVersion.objects.values_list("language", flat=True)) <= set(Language.values)
