"""The planning board: what is expected for a session, by when, and where it stands."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from python_calamine import load_workbook

from accounts.actions import NotPossible
from mandates.models import PlannedDocument
from mandates.planning import actions
from mandates.planning.board import board
from tests import factories as make

pytestmark = pytest.mark.django_db
BOARD = "/en/desk/planning/13"
OPENING = date(2026, 10, 19)


@pytest.fixture
def session():
    return make.session(13, start="2026-10-19", end="2026-10-23", status="planned")


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client


def days(session):
    (row,) = board(session).rows
    return row.days.submit_by, row.days.issue_by


def body_of(answer):
    return answer.content.decode()


def test_moving_the_opening_moves_every_day(session):
    make.planned_document(session)
    assert days(session) == (date(2026, 8, 10), date(2026, 9, 7))
    session.start, session.end = OPENING + timedelta(days=49), None
    session.save()
    assert days(session) == (date(2026, 9, 28), date(2026, 10, 26))


def test_a_day_set_by_hand_does_not_move_and_says_so(session, staff):
    make.planned_document(session, issue_by=date(2026, 9, 1))
    session.start, session.end = OPENING + timedelta(days=49), None
    session.save()
    assert days(session)[1] == date(2026, 9, 1)
    assert "set by hand" in body_of(staff.get(BOARD))


def test_an_opening_known_to_the_month_gives_no_day_and_the_page_says_so(staff):
    session = make.session(14, start="2028-10", end=None)
    make.planned_document(session)
    assert days(session) == (None, None)
    page = body_of(staff.get("/en/desk/planning/14"))
    assert "The opening is not known to the day" in page


def test_the_board_says_where_each_document_stands_and_what_is_late_with_its_reason(session, staff):
    report = make.document("CTOC/COP/2026/2", "A report", date="2026-08-20")
    make.version(report, "en", is_only_language=True)
    make.planned_document(session, "Report", document=report, late_because="the replies of States came late")
    page = body_of(staff.get(BOARD))
    assert "CTOC/COP/2026/2" in page
    assert "Submitted 10 days late" in page, "the date of the masthead is the day of submission"
    assert "the replies of States came late" in page


def test_a_late_document_without_a_reason_asks_for_one(staff):
    past = make.session(12, start="2024-10-14", end="2024-10-18")
    make.planned_document(past, "Forgotten report")
    page = body_of(staff.get("/en/desk/planning/12?late=unexplained"))
    assert "Forgotten report" in page
    assert "State the reason" in page


def test_filters_and_orders_narrow_the_board_and_nonsense_is_passed_over(session, staff, editor):
    item = make.agenda_item(session, "2")
    make.planned_document(session, "Mine", owner=editor, words=9000)
    make.planned_document(session, "Nobodys", agenda_item=item, submit_by=date(2026, 7, 1), state="drafting")
    assert "Nobodys" not in _table(staff, f"?owner={editor.pk}")
    assert "Mine" not in _table(staff, "?owner=nobody")
    assert "Nobodys" not in _table(staff, "?late=over")
    assert "Mine" not in _table(staff, "?state=drafting")
    by_day, by_item = _table(staff, ""), _table(staff, "?order=item")
    assert by_day.index("Nobodys") < by_day.index("Mine")
    assert by_item.index("Nobodys") < by_item.index("Mine")
    assert "Mine" in _table(staff, "?owner=%00&late=x&state=y&order=z")
    assert "500 over the limit" in by_day


def _table(client, query):
    page = body_of(client.get(BOARD + query))
    return page[page.index("</form>") : page.index('id="timeline"')]


def test_a_mandate_due_at_the_session_is_expected_with_one_click_and_once(session, staff):
    mandate = make.mandate(action="report on trafficking", deliverable="report", due_session=session)
    assert "report on trafficking" in body_of(staff.get(BOARD))
    sent = {"meeting": session.pk, "mandate": mandate.pk, "act": "expect"}
    assert staff.post("/en/desk/planning/take-up", sent).url == BOARD
    plan = PlannedDocument.objects.get()
    assert (plan.mandate, plan.session, plan.title) == (
        mandate,
        session,
        "Report (resolution 7/1): report on trafficking",
    )
    again = staff.post("/en/desk/planning/take-up", sent, follow=True)
    assert "stands on this board already" in body_of(again)
    assert board(session).due.mandates == []


def test_a_mandate_that_needs_no_document_is_offered_no_more_and_can_be_taken_back(session, editor):
    mandate = make.mandate(due_session=session)
    plan = actions.need_none(mandate, session=session, by=editor)
    assert board(session).due.mandates == []
    assert [row.plan for row in board(session).dropped] == [plan]
    actions.restore(plan, by=editor)
    assert [row.plan for row in board(session).rows] == [plan]


def test_recurring_mandates_of_earlier_sessions_are_offered_others_are_not(session):
    act = make.act("12/1", session=make.session(12, start="2024-10-14", end=None))
    recurring = make.mandate(act, "report at each session", is_recurring=True)
    make.mandate(make.act("13/1", session=session), "recurs from now", is_recurring=True)
    make.mandate(act, "was ended", is_recurring=True, status="ended")
    make.mandate(act, "only proposed", is_recurring=True, review="proposed")
    make.mandate(act, "once only")
    assert board(session).recurring.mandates == [recurring]
    assert board(session).due.mandates == []


def test_what_was_answered_at_the_session_is_not_offered(session):
    mandate = make.mandate(due_session=session)
    make.response(mandate, make.document("CTOC/COP/2026/5"), to=session)
    assert board(session).due.mandates == []


def test_what_the_session_before_expected_is_carried_over(session, staff, editor):
    before = make.session(12, start="2024-10-14", end="2024-10-18")
    item, here = make.agenda_item(before, "3", "Firearms"), make.agenda_item(session, "4", "Firearms")
    kept = make.planned_document(before, "Note on firearms", agenda_item=item, words=3, state="submitted", owner=editor)
    other = make.planned_document(before, "Another note")
    make.planned_document(before, "Dropped", state="dropped")
    make.planned_document(session, "another  NOTE")
    assert board(session).carried == [kept]
    staff.post("/en/desk/planning/take-up", {"meeting": session.pk, "act": "carry", "plan": [kept.pk, other.pk, "x"]})
    made = PlannedDocument.objects.get(session=session, title="Note on firearms")
    assert (made.agenda_item, made.words, made.state, made.owner) == (here, None, "planned", editor)
    nothing = staff.post("/en/desk/planning/take-up", {"meeting": session.pk, "act": "carry"}, follow=True)
    assert "Choose at least one document" in body_of(nothing)


def test_the_agenda_is_offered_until_it_is_expected(session, staff):
    assert "Provisional agenda and annotations" in body_of(staff.get(BOARD))
    staff.post("/en/desk/planning/take-up", {"meeting": session.pk, "act": "agenda"})
    assert days(session) == (date(2026, 7, 23), date(2026, 8, 20))
    assert not board(session).wants_agenda


def test_the_state_is_changed_on_the_board_and_submission_keeps_its_day(session, staff):
    plan = make.planned_document(session)
    address = f"/en/desk/planning/documents/{plan.pk}/state"
    assert staff.post(address, {"state": "submitted"}).url == f"{BOARD}#document-{plan.pk}"
    plan.refresh_from_db()
    assert (plan.state, plan.submitted_on) == ("submitted", timezone.localdate())
    staff.post(address, {"state": "drafting"})
    plan.refresh_from_db()
    assert (plan.state, plan.submitted_on) == ("drafting", None)
    assert "Choose one of the states" in body_of(staff.post(address, {"state": "issued"}, follow=True))


def test_dropping_keeps_the_reason_and_restoring_undoes_it(session, staff):
    plan = make.planned_document(session, note="A note.")
    address = f"/en/desk/planning/documents/{plan.pk}"
    staff.post(f"{address}/drop", {"because": "covered by the oral report"})
    plan.refresh_from_db()
    assert (plan.state, plan.note) == ("dropped", "A note.\ncovered by the oral report")
    page = body_of(staff.get(BOARD))
    assert "1 document no longer expected" in page
    staff.post(f"{address}/restore")
    plan.refresh_from_db()
    assert plan.state == "planned"


def form_of(**fields):
    return {"title": "A note", "kind": "document", "state": "planned", "word_limit": "8500"} | fields


def test_a_document_is_entered_with_its_symbol_mandate_and_item(session, staff, editor):
    document = make.document("CTOC/COP/2026/3", "A note")
    mandate = make.mandate()
    item = make.agenda_item(session, "2")
    sent = form_of(
        document="ctoc/cop/2026/3",
        mandate="https://documents.example/en/mandates/ctoc-cop/resolution/7/1/1",
        agenda_item=item.pk,
        owner=editor.pk,
        words="9000",
        note="Ask\0 the Chair",
    )
    sent["note"] = "Ask the Chair"
    answer = staff.post(f"/en/desk/planning/add?meeting={session.pk}", sent)
    assert answer.status_code == 302
    plan = PlannedDocument.objects.get()
    assert (plan.document, plan.mandate, plan.agenda_item, plan.owner) == (document, mandate, item, editor)
    page = body_of(staff.get(f"/en/desk/planning/documents/{plan.pk}"))
    assert "ctoc-cop/resolution/7/1/1" in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": " "}, "This field is required."),
        ({"title": "nul\0"}, "Null characters are not allowed."),
        ({"document": "CTOC/COP/2099/1"}, "is not in the record yet"),
        ({"document": "no symbol at all"}, "not in the"),
        ({"document": "id/999999999999999999"}, "is not in the record yet"),
        ({"mandate": "resolution 7/1"}, "This is no address of a mandate"),
        ({"mandate": "ctoc-cop/resolution/7/1/9"}, "There is no such mandate"),
        ({"submit_by": "2026-09-02", "issue_by": "2026-09-01"}, "due for submission after the day of its issue"),
        ({"submitted_on": "2999-01-01"}, "still to come"),
        ({"words": "-3"}, "greater than or equal to 0"),
        ({"word_limit": "0"}, "greater than or equal to 1"),
        ({"kind": "poem"}, "Select a valid choice"),
        ({"submit_by": "soon"}, "Enter a valid date"),
    ],
)
def test_what_can_not_be_is_refused_in_words_and_nothing_is_made(session, staff, wrong, sentence):
    answer = staff.post(f"/en/desk/planning/add?meeting={session.pk}", form_of(**wrong))
    assert answer.status_code == 422
    assert sentence in body_of(answer)
    assert not PlannedDocument.objects.exists()


def test_a_document_is_planned_once_a_session_and_an_item_must_be_of_its_agenda(session, editor):
    document = make.document("CTOC/COP/2026/3")
    actions.expect(session=session, title="One", document=document, by=editor)
    with pytest.raises(NotPossible, match="planned for the session already"):
        actions.expect(session=session, title="Two", document=document, by=editor)
    item = make.agenda_item(make.session(12, start="2024-10-14", end=None), "5")
    with pytest.raises(NotPossible, match="another meeting"):
        actions.expect(session=session, title="Two", agenda_item=item, by=editor)
    with pytest.raises(NotPossible, match="not confirmed"):
        actions.expect_for(make.mandate(review="proposed"), session=session, by=editor)


def test_history_says_who_did_what_also_outside_of_a_request(session, editor):
    plan = actions.expect(session=session, title="A note", by=editor)
    actions.drop(plan, by=editor)
    events = list(plan.events.order_by("pgh_id"))
    assert [event.state for event in events] == ["planned", "dropped"]
    assert {event.pgh_context.metadata["user"] for event in events} == {editor.pk}


def test_a_person_who_may_not_change_what_is_planned_is_told_so(session, client, person, monkeypatch):
    plan = make.planned_document(session)
    looker = person("editor")
    monkeypatch.setattr(type(looker), "has_perm", lambda self, permission, obj=None: False)
    client.force_login(looker)
    assert client.get(BOARD).status_code == 200
    assert client.post(f"/en/desk/planning/documents/{plan.pk}/state", {"state": "drafting"}).status_code == 403
    assert client.post(f"/en/desk/planning/documents/{plan.pk}/drop").status_code == 403


@pytest.mark.parametrize("role", [None, "reader", "delegate"])
def test_readers_find_no_board_and_can_change_nothing(session, client, person, role):
    plan = make.planned_document(session, "A secret plan")
    if role:
        client.force_login(person(role))
    for address in (BOARD, "/en/desk/planning/", f"/en/desk/planning/documents/{plan.pk}"):
        assert client.get(address).status_code == 404
    for verb in ("state", "drop", "restore"):
        assert client.post(f"/en/desk/planning/documents/{plan.pk}/{verb}", {"state": "drafting"}).status_code == 404
    page = body_of(client.get("/en/sessions/13"))
    assert "A secret plan" not in page
    assert "planning" not in page.lower()


def test_a_meeting_of_a_working_group_has_a_board_of_its_own(staff):
    group = make.body("wg8")
    meeting = make.meeting(group, ordinal=2, start="2026-06-01", status="planned")
    asked = make.mandate(action="report each year", is_recurring=True, addressee="")
    asked.addressees.create(words="the Working Group", body=group)
    make.mandate(action="somebody else's", is_recurring=True)
    assert board(meeting).recurring.mandates == [asked]
    assert staff.get("/en/desk/planning/wg8/2").status_code == 200
    undated = make.meeting(group, start="2025-05", status="held")
    assert staff.get(f"/en/desk/planning/wg8/id-{undated.pk}").status_code == 200
    make.meeting(group, start="2025-05", status="held")
    assert staff.get("/en/desk/planning/wg8/2025-05").url == "/en/desk/planning/"
    assert staff.get("/en/desk/planning/wg8/77").status_code == 404


def test_the_list_of_boards_parts_what_is_to_come_from_what_is_past(staff, session):
    make.planned_document(session)
    make.session(12, start="2024-10-14", end="2024-10-18")
    session.start, session.end = date(2999, 10, 19), None
    session.save()
    page = body_of(staff.get("/en/desk/planning/"))
    assert page.index('id="coming"') < page.index("Thirteenth session") < page.index('id="past"')
    assert page.index('id="past"') < page.index("Twelfth session")
    assert "1 document" in page


def test_the_deadlines_are_a_calendar_that_keeps_its_entries(session, staff):
    plan = make.planned_document(session, "Note; on firearms, parts\nand components, 2\u00a0(a) " + "é" * 60)
    calendar = staff.get(f"{BOARD}?format=ics")
    text = body_of(calendar)
    assert calendar["Content-Type"].startswith("text/calendar")
    assert f"UID:submit-{plan.pk}@testserver\r\n" in text
    assert "DTSTART;VALUE=DATE:20260810\r\n" in text
    assert "DTSTART;VALUE=DATE:20260907\r\n" in text
    assert "SUMMARY:Submit: Note\\; on firearms\\, parts\\nand components\\, 2 (a) é" in text.replace("\r\n ", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    assert text.endswith("END:VCALENDAR\r\n")


def test_the_board_is_taken_away_as_a_table_without_formulas(session, staff):
    make.planned_document(session, "=1+1", words=9000)
    text = staff.get(f"{BOARD}?format=csv").content.decode("utf-8-sig")
    assert "'=1+1" in text
    book = load_workbook(io.BytesIO(staff.get(f"{BOARD}?format=xlsx").getvalue()))
    _heads, cells = book.get_sheet_by_index(0).to_python()
    assert cells[0] == "=1+1"
    assert 9000 in cells


def test_the_board_asks_few_questions_however_much_is_planned(session, staff, editor):
    def fill(number):
        for at in range(number):
            document = make.document(f"CTOC/COP/2026/{PlannedDocument.objects.count() + 10}", "Paper")
            make.version(document, "fr")
            mandate = make.mandate(due_session=session)
            fields = {"document": document, "mandate": mandate, "owner": editor}
            make.planned_document(
                session, f"Paper {at}", agenda_item=make.agenda_item(session, f"{document.pk}"), **fields
            )
            make.mandate(due_session=session, is_recurring=True)

    def cost(address):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert staff.get(address).status_code == 200
        return len(queries)

    for address in (BOARD, "/en/desk/planning/", f"{BOARD}?format=csv"):
        fill(2)
        few = cost(address)
        fill(10)
        assert cost(address) <= few <= 26, address


def test_a_stranger_reads_on_the_session_page_what_is_due_and_how_it_stands(client, session):
    mandate = make.mandate(action="prepare a study on firearms", due_session=session, addressee="UNODC")
    make.mandate(action="only proposed so far", due_session=session, review="proposed")
    hidden = make.act("7/9", audience=2)
    make.mandate(hidden, "a secret request", due_session=session)
    page = body_of(client.get("/en/sessions/13"))
    assert "1 mandate due here" in page
    assert "Prepare a study on firearms" in page
    assert "Overdue" in page
    assert mandate.get_absolute_url() in page
    assert "proposed" not in page
    assert "secret" not in page


def test_staff_come_from_the_session_page_to_its_board(staff, session):
    assert BOARD in body_of(staff.get("/en/sessions/13"))
