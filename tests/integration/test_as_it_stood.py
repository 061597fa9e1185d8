"""The register, a mandate and a session as they stood on a date: what is shown, what is hidden, and that it is the truth."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.access import Audience
from documents.models import Act, DocumentTitle, LanguageVersion, VersionStatus
from mandates import standing
from mandates.as_it_stood.days import Day
from mandates.as_it_stood.past import Past, as_of, instance_of
from mandates.as_it_stood.register import register_as_it_stood
from mandates.models import Addressee, Mandate, Response
from meetings.models import Meeting
from tests import factories as make
from tests.past import all_this_was_on

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = date(2024, 5, 1), date(2024, 6, 1), date(2024, 7, 1)
REGISTER = "/en/mandates/"
MANDATE = "/en/mandates/ctoc-cop/resolution/7/1/1"
SESSION = "/en/sessions/8"


def body_of(answer):
    return answer.content.decode()


def page(client, address, day, status=200):
    answer = client.get(address, {"on": day.isoformat()}, follow=True)
    assert answer.status_code == status
    assert answer["X-Robots-Tag"] == "noindex"
    return body_of(answer)


@pytest.fixture
def story():
    """In May a mandate is entered; in June it is answered and reworded; in July the answer is taken back."""
    session = make.session(8)
    act = make.act("7/1", "On cooperation", session=make.session(7, start="2014-10-06", end="2014-10-10"))
    mandate = make.mandate(act, "convene a meeting", deliverable="report", due_session=session, addressee="UNODC")
    all_this_was_on(MAY)
    report = make.document("CTOC/COP/2016/2", "The first title")
    version = make.version(report, "en")
    make.place_in(session, report, item=make.agenda_item(session, "2", "Cooperation"))
    answer = make.response(mandate, report, to=session)
    mandate.action = "convene two meetings"
    mandate.save()
    all_this_was_on(JUNE)
    answer.delete()
    DocumentTitle.objects.update(text="The second title")
    mandate.addressees.all().delete()
    all_this_was_on(JULY)
    return {"session": session, "act": act, "mandate": mandate, "report": report, "version": version}


def test_the_register_tells_what_was_asked_and_what_had_come_of_it(client, story):
    may, june, july = (page(client, REGISTER, day) for day in (MAY, JUNE, JULY))
    assert "As it stood on 1 May 2024" in may
    assert "Convene a meeting" in may
    assert "Overdue" in may
    assert "no report known" in may
    assert "Convene two meetings" in june
    assert "Delivered" in june
    assert "UNODC" in june
    assert "no report known" in july
    assert "UNODC" not in july
    assert f"{MANDATE}?on=2024-05-01" in may


def test_the_day_counts_to_its_end_in_the_time_zone_of_the_site(client, story):
    assert "Convene a meeting" in page(client, REGISTER, JUNE - timedelta(days=1))
    assert "Convene two meetings" in page(client, REGISTER, JUNE)


def test_the_thread_of_a_mandate_is_told_as_it_stood(client, story):
    may, june, july = (page(client, MANDATE, day) for day in (MAY, JUNE, JULY))
    assert "CTOC/COP/2016/2" not in may
    assert "CTOC/COP/2016/2" in june
    assert "The first title" in june
    assert "Made available to" in june
    assert "CTOC/COP/2016/2" not in july
    assert 'href="/en/mandates/ctoc-cop/resolution/7/1/1">Today' in june


def test_a_report_went_where_it_had_a_place_of_its_own_on_that_day(client):
    eighth = make.session(8)
    mandate = make.mandate(make.act("7/1"), "prepare a study", deliverable="report", due_session=eighth)
    report = make.document("CTOC/COP/2016/2", "A study")
    answer = make.response(mandate, report)
    all_this_was_on(MAY)
    make.place_in(eighth, report)
    all_this_was_on(JUNE)
    standing.refresh_all()
    assert "the report went to the eighth session" in body_of(client.get(REGISTER))
    answer.sessions_dismissed = [eighth.pk]
    answer.save()
    all_this_was_on(JULY)
    may, june, july = (page(client, REGISTER, day) for day in (MAY, JUNE, JULY))
    assert "1 report known, not known to have gone to a session" in may
    assert "the report went to the eighth session" in june
    assert "1 report known, not known to have gone to a session" in july


def test_a_session_is_told_as_it_stood(client, story):
    assert client.get(SESSION, {"on": "2024-06-01"}).url == f"{SESSION}/as-it-stood?on=2024-06-01"
    may, june, july = (page(client, SESSION, day) for day in (MAY, JUNE, JULY))
    assert "No document of this meeting was in the record then" in may
    assert "Convene a meeting" in may
    assert "Item 2" in june
    assert "The first title" in june
    assert "The second title" in july
    assert "Convene two meetings" in july


def test_another_meeting_is_told_as_it_stood(client, story):
    meeting = make.meeting(make.body("wg8"), ordinal=1, start="2015-09-28", topic="")
    all_this_was_on(JULY)
    Meeting.objects.filter(pk=meeting.pk).update(place="Geneva")
    assert "Vienna" in page(client, "/en/meetings/wg8/1", JULY)
    page(client, "/en/meetings/wg8/1", JUNE, status=404)


def test_what_has_been_closed_since_is_not_shown_through_its_history(client, story, editor, client_of):
    LanguageVersion.objects.update(status="held", issued_at=None, issued_by=None)
    story["report"].is_publicly_listed = False
    story["report"].save()
    staff = client_of(editor)
    for address in (MANDATE, SESSION):
        assert "The first title" not in page(client, address, JUNE)
        assert "CTOC/COP/2016/2" not in page(client, address, JUNE)
        assert "The first title" in page(staff, address, JUNE)
    register = page(client, REGISTER, JUNE)
    assert "no report known" in register
    assert "went to" not in register
    Act.objects.update(audience=2)
    assert "Convene" not in page(client, REGISTER, JUNE)
    assert "0 mandates" in page(client, REGISTER, JUNE)
    assert "Convene" not in page(client, SESSION, JUNE)
    assert client.get(MANDATE, {"on": "2024-06-01"}).status_code == 404
    assert client.get(MANDATE, {"on": "1999-06-01"}).status_code == 404
    assert client.get(MANDATE, {"on": "nonsense"}).status_code == 404
    assert "Convene" in page(staff, REGISTER, JUNE)


def test_what_was_not_public_then_is_not_shown_as_though_it_had_been(client, editor, client_of):
    act = make.act("7/1", audience=2)
    make.mandate(act, "open act later")
    other = make.act("7/2")
    proposed = make.mandate(other, "confirm me later", review="proposed")
    hidden = make.document("CTOC/COP/2016/9", "A paper held back", listed=False)
    version = make.version(hidden, "en", "held")
    session = make.session(8)
    make.place_in(session, hidden)
    all_this_was_on(MAY)
    act.audience = 0
    act.save()
    proposed.review = "confirmed"
    proposed.save()
    version.status, version.issued_at, version.issued_by = VersionStatus.ISSUED, timezone.now(), editor
    version.save()
    all_this_was_on(JULY)
    may, july = page(client, REGISTER, MAY), page(client, REGISTER, JULY)
    assert "later" not in may
    assert "0 mandates" in may
    assert "Open act later" in july
    assert "Confirm me later" in july
    assert "A paper held back" not in page(client, SESSION, MAY)
    assert "A paper held back" in page(client, SESSION, JULY)
    not_then = page(client, "/en/mandates/ctoc-cop/resolution/7/2/1", MAY, status=404)
    assert "did not stand in the register on 1 May 2024" in not_then
    assert "proposed" not in not_then
    staff = client_of(editor)
    assert "Confirm me later" in page(staff, REGISTER, MAY)


def test_what_was_removed_is_shown_to_the_secretariat_alone(client, story, editor, client_of):
    Response.objects.all().delete()
    story["mandate"].delete()
    assert "Convene" not in page(client, REGISTER, JUNE)
    assert client.get(MANDATE, {"on": "2024-06-01"}).status_code == 404
    staff = client_of(editor)
    assert "Convene two meetings" in page(staff, REGISTER, JUNE)
    assert "The first title" in page(staff, MANDATE, JUNE)


def test_a_bare_symbol_is_told_while_it_still_stands(client):
    mandate = make.mandate(make.act("7/1"))
    named = make.response(mandate, "CTOC/COP/2016/77")
    all_this_was_on(MAY)
    assert "CTOC/COP/2016/77" in page(client, MANDATE, MAY)
    named.delete()
    assert "CTOC/COP/2016/77" not in page(client, MANDATE, MAY)


def test_before_the_record_began_a_sentence_says_when_it_did(client, story):
    for address in (REGISTER, MANDATE, SESSION):
        assert "The record begins on 1 May 2024" in page(client, address, MAY - timedelta(days=1))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("2999-01-01", "1 January 2999 is still to come"),
        ("31.12.2023", "This is no date"),
        ("2023-02-30", "This is no date"),
        ("2024-5-1", "This is no date"),
        ("2024-05", "This is no date"),
        ("\0", "This is no date"),
        ("٢٠٢٤-٠٥-٠١", "This is no date"),
        ("' OR 1=1 --", "This is no date"),
        ("9" * 5000, "This is no date"),
    ],
)
def test_what_is_no_day_gone_by_is_answered_with_a_sentence(client, story, asked, sentence):
    for address in (REGISTER, MANDATE, f"{SESSION}/as-it-stood"):
        answer = client.get(address, {"on": asked})
        assert answer.status_code == 400
        assert sentence in body_of(answer)


def test_an_empty_date_is_the_page_of_today(client, story):
    assert "As it stood on" in body_of(client.get(REGISTER, {"on": ""})), "the form offers it"
    assert "as-it-stood-banner" not in body_of(client.get(REGISTER, {"on": ""}))
    assert client.get(f"{SESSION}/as-it-stood").url == SESSION
    assert client.get("/en/sessions/99/as-it-stood", {"on": "2024-05-01"}).status_code == 404


def test_the_filters_of_the_register_hold_for_days_gone_by(client, story):
    outside = make.body("ga", series="A/", is_external=True)
    make.mandate(make.act("68/186", body=outside), "an outside task", addressee="Member States")
    all_this_was_on(JULY)
    for query, shown in [
        ({"session": "7"}, "Convene"),
        ({"session": "external"}, "An outside task"),
        ({"addressee": "Member States"}, "An outside task"),
        ({"deliverable": "report"}, "Convene"),
    ]:
        found = body_of(client.get(REGISTER, {"on": "2024-07-01"} | query))
        assert shown in found
        assert "1 mandate<" in found, query
    assert "2 mandates<" in body_of(client.get(REGISTER, {"on": "2024-07-01", "session": "\0", "page": "99"}))


def test_pages_of_days_gone_by_ask_few_questions_however_much_stands(client, story):
    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            page(client, address, JULY)
        return len(queries)

    addresses = (REGISTER, MANDATE, f"{SESSION}/as-it-stood")
    for number in range(2, 22):
        act = make.act(f"8/{number}", session=story["session"])
        mandate = make.mandate(act, f"task {number}", due_session=story["session"])
        paper = make.document(f"CTOC/COP/2016/{number + 10}", f"Paper {number}")
        make.place_in(story["session"], paper, item=make.agenda_item(story["session"], str(number + 10)))
        make.response(mandate, paper, to=story["session"])
        make.response(story["mandate"], make.meeting(make.body(f"wg{number + 20}"), ordinal=1, start="2015-01-01"))
        make.response(story["mandate"], paper)
    all_this_was_on(JULY)
    many = [cost(address) for address in addresses]
    for number in range(22, 32):
        mandate = make.mandate(story["act"], f"task {number}", due_session=story["session"])
        paper = make.document(f"CTOC/COP/2016/{number + 10}", f"Paper {number}")
        make.place_in(story["session"], paper)
        make.response(mandate, paper, to=story["session"])
        make.response(story["mandate"], paper)
    all_this_was_on(JULY)
    assert [cost(address) for address in addresses] == many
    assert max(many) <= 40


def test_the_order_is_that_of_the_register(story):
    newest = make.session(9, start="2018-10-15", end=None)
    last = make.mandate(make.act("9/2", session=newest), "second")
    first = make.mandate(make.act("9/1", session=newest), "first")
    outside = make.mandate(make.act("68/186", body=make.body("ga", series="A/", is_external=True)), "outside")
    all_this_was_on(JULY)
    past = Past(timezone.now(), Audience.PUBLIC)
    rows = register_as_it_stood(past).rows
    assert [row.mandate.pk for row in rows] == [first.pk, last.pk, story["mandate"].pk, outside.pk]
    second_page = register_as_it_stood(past, start=1, length=2)
    assert (second_page.count, [row.mandate.pk for row in second_page.rows]) == (4, [last.pk, story["mandate"].pk])


CHANGES = ("add", "reword", "remove", "dismiss", "address", "answer", "take back", "hide", "open", "nothing")


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(st.tuples(st.sampled_from(CHANGES), st.integers(0, 5)), max_size=4), min_size=2, max_size=6))
def test_what_is_rebuilt_is_what_stood_whatever_was_changed(django_db_setup, steps):
    """Random changes day after day: each day's state, written down then, is the state rebuilt for its end."""
    with transaction.atomic():
        _change_and_rebuild(steps)
        # What one example leaves in the history is no past of the next one.
        transaction.set_rollback(True)


def _change_and_rebuild(steps):
    act = make.act("7/1")
    meeting = make.meeting(make.conference(), start="2015-01-01")
    written, day = {}, date(2020, 1, 1)
    for changes in steps:
        for change, at in changes:
            _do(change, at, act, meeting)
        all_this_was_on(day)
        written[day] = {model: _state(model) for model in (Mandate, Addressee, Response, Act)}
        day += timedelta(days=1)
    for day, states in written.items():
        moment = Day(day, None).end
        for model, state in states.items():
            assert _rebuilt(model, moment) == state, (day, model)


def _do(change, at, act, meeting):
    mandates = list(Mandate.objects.order_by("pk"))
    if change == "add":
        return make.mandate(act, f"task {at}", number=(max((each.number for each in mandates), default=0) + 1))
    if change in ("hide", "open"):
        return Act.objects.filter(pk=act.pk).update(audience=2 if change == "hide" else 0)
    if not mandates or change == "nothing":
        return None
    mandate = mandates[at % len(mandates)]
    if change == "reword":
        return Mandate.objects.filter(pk=mandate.pk).update(action=f"reworded {at}")
    if change == "remove":
        return mandate.delete()
    if change == "dismiss":
        return Mandate.objects.filter(pk=mandate.pk).update(review="proposed" if at % 2 else "confirmed")
    if change == "address":
        return Addressee.objects.get_or_create(mandate=mandate, words=f"Body {at}")
    if change == "answer":
        return Response.objects.get_or_create(mandate=mandate, meeting=meeting)
    return Response.objects.filter(mandate=mandate).delete()


def _state(model):
    return {record.pk: _values(record) for record in model.objects.all()}


def _rebuilt(model, moment):
    found = (instance_of(model, event) for event in as_of(model, moment))
    return {record.pk: _values(record) for record in found}


def _values(record):
    return {field.attname: getattr(record, field.attname) for field in record._meta.concrete_fields}
