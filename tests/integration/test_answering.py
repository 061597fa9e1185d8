"""What may answer a mandate is proposed with evidence, decided by people, and shown to readers only when it is confirmed."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import Audience
from accounts.actions import NotPossible
from documents.issuing import withdraw
from documents.models import ActBody, DocumentMeeting, Reference
from mandates import standing
from mandates.answering import actions, follow_answers, propose_for
from mandates.models import Mandate, MandateLink, Response
from mandates.register import load
from provenance.models import Change, Evidence, Origin
from tests import factories as make

pytestmark = pytest.mark.django_db
SAYS = "The meeting was convened in accordance with resolution 7/1 of the Conference. It sat for two days."


class World:
    """Resolution 7/1 founded a group and asked for a meeting; the group met, and its report went to the eighth session."""

    def __init__(self):
        self.group = make.body("wg8", "Open-ended meeting on a review mechanism")
        self.seventh = make.session(7, start="2014-10-06", end="2014-10-10")
        self.eighth = make.session(8)
        self.act = make.act("7/1", session=self.seventh, adopted="2014-10-10")
        ActBody.objects.create(act=self.act, body=self.group)
        self.mandate = make.mandate(self.act, "convene at least one meeting", deliverable="meeting", least_number=1)
        self.meeting = make.meeting(self.group, ordinal=1, start="2015-09-28", end="2015-09-30")
        self.report = make.document("CTOC/COP/WG.8/2015/3", "Report on the first meeting", type="report of meeting")
        make.place_in(self.meeting, self.report, "report of")
        make.place_in(self.eighth, self.report, "made available")

    def propose(self):
        return propose_for(Mandate.objects.all())

    def step(self, **of):
        return Response.objects.get(mandate=self.mandate, **of)

    def page(self, client):
        return client.get(self.mandate.get_absolute_url()).content.decode()


@pytest.fixture
def world():
    return World()


def why(response):
    return list(Evidence.objects.about(response).filter(origin__in=[Origin.READ, Origin.INFERRED]).order_by("pk"))


# ---------------------------------------------------------------- what is proposed


def test_meetings_reports_and_their_session_are_proposed_each_with_its_why(world):
    world.propose()
    met, reported = world.step(meeting=world.meeting), world.step(document=world.report)
    assert not met.is_confirmed
    assert not reported.is_confirmed
    assert (reported.made_available_to, reported.session_proposed) == (None, world.eighth)
    assert (
        "founded the Open-ended meeting on a review mechanism, which met on 28–30 September 2015" in why(met)[0].source
    )
    assert "It is the report of a meeting that answers this" in why(reported)[0].source
    assert "made available to the eighth session" in why(reported)[1].source
    assert all(0 < each.confidence < 1 and each.audience == Audience.SECRETARIAT for each in why(met) + why(reported))


def test_proposing_twice_changes_nothing(world):
    world.propose()
    before = set(Evidence.objects.values_list("pk"))
    assert world.propose() == 0
    assert set(Evidence.objects.values_list("pk")) == before


@pytest.mark.parametrize(
    "other",
    [
        {"start": "2014-09-01"},
        {"start": "2017-05-02"},
        {"start": "2015-10-01", "status": "cancelled"},
    ],
)
def test_a_meeting_before_the_act_or_after_the_next_session_or_that_was_cancelled_is_not_proposed(world, other):
    wrong = make.meeting(world.group, **other)
    world.propose()
    assert not Response.objects.filter(meeting=wrong).exists()


def test_the_due_session_and_a_later_act_end_the_time_of_a_mandate(world):
    late = make.meeting(world.group, ordinal=2, start="2016-06-06")
    renewed = make.act("8/9", session=world.eighth, adopted="2016-01-01")
    MandateLink.objects.create(mandate=world.mandate, kind="renewed by", to_act=renewed)
    world.propose()
    assert not Response.objects.filter(meeting=late).exists()
    MandateLink.objects.all().delete()
    world.propose()
    assert Response.objects.filter(meeting=late).exists()


def test_a_body_that_is_asked_or_named_answers_by_its_meeting(world):
    group = make.body("wg6", "Working Group on Firearms")
    met = make.meeting(group, start="2015-05-04")
    asked = make.mandate(world.act, "hold a meeting", addressee="", deliverable="meeting")
    asked.addressees.create(words="Working Group on Firearms", body=group)
    named = make.mandate(world.act, "reconvene the Working Group on Firearms", deliverable="meeting")
    other = make.mandate(world.act, "reconvene another working group", deliverable="meeting")
    world.propose()
    assert set(Response.objects.filter(meeting=met).values_list("mandate", flat=True)) == {asked.pk, named.pk}
    assert not other.responses.exists()


def test_a_paper_whose_title_says_what_was_asked_is_proposed_and_others_are_not(world):
    asked = make.mandate(
        world.act, "compile a catalogue of cases of extradition and mutual legal assistance", deliverable="report"
    )
    paper = make.document(
        "CTOC/COP/2016/5", "Catalogue of cases of extradition and mutual legal assistance", date="2016-08-01"
    )
    other = make.document("CTOC/COP/2016/6", "Financial requirements of the Conference", date="2016-08-01")
    agenda = make.document(
        "CTOC/COP/2016/1", "Catalogue of cases of extradition, mutual legal assistance", type="provisional agenda"
    )
    for document in (paper, other, agenda):
        make.place_in(world.eighth, document)
    world.propose()
    assert list(asked.responses.values_list("document", "session_proposed")) == [(paper.pk, world.eighth.pk)]


def test_a_text_that_says_so_is_quoted_with_its_file_and_page(world):
    file = make.file(make.version(world.report), "A cover.", SAYS)
    make.reference(
        world.report, act=world.act, as_written="resolution 7/1", file=file, page=2, start=SAYS.index("resolution")
    )
    world.propose()
    said = [each for each in why(world.step(meeting=world.meeting)) if each.quote]
    assert [(each.quote, each.file_sha256, each.page) for each in said] == [
        ("The meeting was convened in accordance with resolution 7/1 of the Conference.", file.sha256, 2)
    ]
    assert said[0].origin == Origin.READ


def test_a_stand_in_says_nothing(world):
    file = make.file(make.version(world.report), SAYS, stand_in=True)
    make.reference(world.report, act=world.act, file=file, page=1, start=SAYS.index("resolution"))
    world.propose()
    assert not [each for each in why(world.step(meeting=world.meeting)) if each.quote]


def test_a_paper_written_in_accordance_with_the_act_answers_its_only_mandate_for_a_paper(world):
    asked = make.mandate(world.act, "prepare an analysis", deliverable="report")
    words = "The present report was prepared pursuant to resolution 7/1, in which the Conference asked for it."
    paper = make.document("CTOC/COP/2016/7", "Trends", date="2016-08-01")
    make.place_in(world.eighth, paper)
    file = make.file(make.version(paper), words)
    make.reference(paper, act=world.act, file=file, page=1, start=words.index("resolution"))
    world.propose()
    assert list(asked.responses.values_list("document", flat=True)) == [paper.pk]
    second = make.mandate(world.act, "prepare a survey", deliverable="report")
    world.propose()
    assert not asked.responses.exists(), "which of two is meant can't be told"
    assert not second.responses.exists()


def test_a_text_tells_the_session_to_which_a_report_went(world):
    DocumentMeeting.objects.filter(role="made available").delete()
    words = (
        "The report is contained in CTOC/COP/WG.8/2015/3. It is made available to the Conference at its eighth session."
    )
    note = make.document("CTOC/COP/2016/9", "Reports of meetings")
    file = make.file(make.version(note), words)
    make.reference(
        note, symbol="CTOC/COP/WG.8/2015/3", document=world.report, file=file, page=1, start=words.index("CTOC")
    )
    world.propose()
    assert world.step(document=world.report).session_proposed == world.eighth


def test_vanished_grounds_withdraw_what_nobody_has_decided(world):
    world.propose()
    world.meeting.start = world.meeting.end = "2025-01-01"
    world.meeting.save()
    world.propose()
    assert not Response.objects.exists()
    assert not Evidence.objects.filter(subject="mandates.response").exists()


def test_what_a_person_decided_is_never_touched(world, editor):
    world.propose()
    actions.confirm(world.step(meeting=world.meeting), by=editor)
    actions.dismiss(world.step(document=world.report), reason="Another report.", by=editor)
    ActBody.objects.all().delete()
    world.meeting.start = world.meeting.end = "2025-01-01"
    world.meeting.save()
    world.propose()
    assert world.step(meeting=world.meeting).is_confirmed
    assert world.step(document=world.report).is_dismissed


def test_the_cost_does_not_grow_with_the_mandates(world):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            world.propose()
        return len(queries)

    world.propose()
    few = cost()
    for number in range(20):
        act = make.act(f"7/{number + 10}", session=world.seventh)
        make.mandate(act, f"do thing {number}", deliverable="report")
        make.meeting(world.group, ordinal=number + 10, start="2013-01-01")
    assert cost() <= few + 2
    assert few < 30


# ---------------------------------------------------------------- what people do


def test_confirming_takes_the_session_along_and_signs_the_evidence(world, editor):
    world.propose()
    actions.confirm(world.step(document=world.report), by=editor)
    step = world.step(document=world.report)
    assert (step.is_confirmed, step.made_available_to, step.session_proposed) == (True, world.eighth, None)
    assert {each.confirmed_by for each in why(step)} == {editor}
    assert {each.audience for each in why(step)} == {Audience.PUBLIC}


def test_dismissed_steps_and_sessions_never_come_again(world, editor):
    world.propose()
    actions.dismiss(world.step(meeting=world.meeting), reason="It was another meeting.", by=editor)
    world.propose()
    assert not Response.objects.filter(document=world.report).exists(), "its report was proposed for its sake"
    make.response(world.mandate, world.report)
    world.propose()
    actions.dismiss_session(world.step(document=world.report), by=editor)
    world.propose()
    assert world.step(document=world.report).session_proposed is None
    assert Response.objects.proposed().count() == 0


def test_the_session_of_a_confirmed_step_is_proposed_and_confirmed_by_itself(world, editor):
    step = make.response(world.mandate, world.report)
    world.propose()
    step.refresh_from_db()
    assert (step.made_available_to, step.session_proposed) == (None, world.eighth)
    actions.confirm_session(step, by=editor)
    step.refresh_from_db()
    assert (step.made_available_to, step.session_proposed) == (world.eighth, None)


def test_a_decision_can_be_taken_back(world, editor):
    world.propose()
    step = world.step(document=world.report)
    actions.confirm(step, by=editor)
    actions.take_back(step, by=editor)
    again = world.step(document=world.report)
    assert (again.is_confirmed, again.made_available_to, again.session_proposed) == (False, None, world.eighth)
    assert {each.audience for each in why(again)} == {Audience.SECRETARIAT}
    actions.dismiss(step, reason="No.", by=editor)
    actions.restore(step, by=editor)
    assert not world.step(document=world.report).is_dismissed
    by_hand = make.response(world.mandate, "CTOC/COP/2016/2")
    actions.dismiss(by_hand, reason="No.", by=editor)
    assert actions.restore(by_hand, by=editor).is_confirmed, "what a person entered is not lost"


def test_answers_are_added_by_hand(world, editor):
    session = world.eighth
    actions.add(world.mandate, meeting=world.meeting, by=editor)
    actions.add(world.mandate, symbol="ctoc/cop/wg.8/2015/3", session=session, by=editor)
    actions.add(world.mandate, symbol="CTOC/COP/WG.8/2016/2", by=editor)
    assert world.step(document=world.report).made_available_to == session
    assert world.step(symbol="CTOC/COP/WG.8/2016/2").is_confirmed
    other = make.session(9, start="2018-10-15", end="2018-10-19")
    actions.set_session(world.step(document=world.report), session=other, by=editor)
    assert world.step(document=world.report).made_available_to == other


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        (lambda w, by: actions.add(w.mandate, by=by), "Give a meeting, or the symbol"),
        (lambda w, by: actions.add(w.mandate, meeting=w.meeting, symbol="CTOC/COP/2016/1", by=by), "one of them"),
        (lambda w, by: actions.add(w.mandate, meeting=w.meeting, session=w.eighth, by=by), "a meeting is not"),
        (lambda w, by: actions.add(w.mandate, symbol="nonsense", by=by), "symbol"),
        (lambda w, by: actions.dismiss(make.response(w.mandate, w.meeting), reason=" ", by=by), "Say why"),
        (lambda w, by: actions.restore(make.response(w.mandate, w.meeting), by=by), "not dismissed"),
        (lambda w, by: actions.take_back(make.response(w.mandate, w.meeting), by=by), "not proposed by machine"),
        (lambda w, by: actions.confirm_all(w.mandate, by=by), "Nothing is proposed"),
        (lambda w, by: actions.confirm_session(make.response(w.mandate, w.report), by=by), "No session is proposed"),
        (lambda w, by: actions.set_session(make.response(w.mandate, w.meeting), session=w.eighth, by=by), "is not"),
    ],
)
def test_what_can_not_be_done_is_refused_with_a_sentence(world, editor, what, sentence):
    with pytest.raises(NotPossible, match=sentence):
        what(world, editor)


def test_everything_of_a_mandate_is_confirmed_at_once(world, editor):
    world.propose()
    assert len(actions.confirm_all(world.mandate, by=editor)) == 2
    assert not Response.objects.proposed().exists()


def test_the_register_leaves_what_a_person_dismissed(world, editor):
    world.propose()
    step = world.step(meeting=world.meeting)
    actions.dismiss(step, reason="No.", by=editor)
    from_register = Response.objects.filter(pk=step.pk)
    assert from_register.get().is_dismissed


# ---------------------------------------------------------------- following


def follow_all(since=0):
    follow_answers(Change.objects.filter(pk__gt=since).order_by("pk"))
    return Change.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def test_the_follower_proposes_what_has_become_possible_and_no_more(world):
    seen = follow_all()
    assert Response.objects.count() == 2
    second = make.meeting(world.group, ordinal=2, start="2016-06-06", end="2016-06-07")
    seen = follow_all(seen)
    assert Response.objects.filter(meeting=second).exists()
    paper = make.document("CTOC/COP/WG.8/2016/2", "Report on the second meeting")
    make.place_in(second, paper, "report of")
    seen = follow_all(seen)
    assert Response.objects.filter(document=paper).exists()
    world.mandate.review = "dismissed"
    world.mandate.save()
    follow_all(seen)
    assert not Response.objects.exists()


def test_all_that_a_file_cites_is_followed_though_one_citation_is_told(world):
    asked = make.mandate(world.act, "prepare an analysis", deliverable="report")
    words = "See A/70/1. The present report was prepared pursuant to resolution 7/1. See A/70/2."
    paper = make.document("CTOC/COP/2016/7", "Trends", date="2016-08-01")
    make.place_in(world.eighth, paper)
    file = make.file(make.version(paper), words)
    seen = follow_all()
    assert not asked.responses.exists()
    act = {"act": world.act, "act_key": world.act.key, "as_written": "resolution 7/1"}
    Reference.objects.bulk_create(
        Reference(citing=paper, file=file, page=1, start=words.index(place), **cited)
        for place, cited in [("A/70/1", {"symbol": "A/70/1"}), ("resolution", act), ("A/70/2", {"symbol": "A/70/2"})]
    )
    assert Change.objects.filter(pk__gt=seen).values_list("subject").get() == ("documents.reference",)
    follow_all(seen)
    assert list(asked.responses.values_list("document", flat=True)) == [paper.pk]


def test_a_symbol_that_waits_is_tied_when_its_document_comes(world, editor):
    waiting = make.response(world.mandate, "CTOC/COP/WG.8/2016/2", to=world.eighth)
    seen = follow_all()
    document = make.document("CTOC/COP/WG.8/2016/2", "Report on the second meeting", listed=False)
    follow_all(seen)
    waiting.refresh_from_db()
    assert (waiting.document, waiting.is_confirmed, waiting.made_available_to) == (document, True, world.eighth)


def test_where_the_document_answers_already_one_row_remains(world):
    follow_all()
    waiting = make.response(world.mandate, "CTOC/COP/WG.8/2015/3")
    follow_all()
    assert list(Response.objects.filter(document=world.report).values_list("pk", "is_confirmed")) == [
        (waiting.pk, True)
    ]


# ---------------------------------------------------------------- who sees what


def test_readers_see_nothing_of_what_is_proposed(world, client, delegate, client_of):
    before = [world.page(each) for each in (client, client_of(delegate))]
    act_before = client.get(world.act.get_absolute_url()).content
    world.propose()
    make.response(world.mandate, "CTOC/COP/WG.8/2016/2", confirmed=False)
    token = re.compile(r'csrfmiddlewaretoken" value="\w+"')
    for page, earlier in zip([world.page(each) for each in (client, client_of(delegate))], before, strict=True):
        assert token.sub("", page) == token.sub("", earlier)
    assert client.get(world.act.get_absolute_url()).content == act_before
    assert client.get(reverse("responses")).status_code == 404


def test_hidden_meetings_papers_and_sessions_stay_hidden_in_thread_and_sentence(world, client, editor):
    world.propose()
    actions.confirm_all(world.mandate, by=editor)
    assert "28–30 September 2015" in world.page(client)
    for thing in (world.meeting, world.report, world.eighth):
        type(thing).objects.filter(pk=thing.pk).update(audience=Audience.SECRETARIAT)
    for address in (world.mandate.get_absolute_url(), world.act.get_absolute_url()):
        page = client.get(address).content.decode()
        for secret in ("September 2015", "WG.8/2015/3", "ighth session", "Report on the first"):
            assert secret not in page, f"{secret} at {address}"
    assert "none is known to have been held" in world.page(client)


def test_a_quotation_is_for_those_who_may_read_its_file(world, client, editor, publisher):
    version = make.version(world.report)
    file = make.file(version, SAYS)
    make.reference(world.report, act=world.act, file=file, page=1, start=SAYS.index("resolution"))
    world.propose()
    actions.confirm(world.step(meeting=world.meeting), by=editor)
    assert "convened in accordance with" in world.page(client)
    withdraw(version, reason="Sent in error.", by=publisher)
    assert "convened in accordance with" not in world.page(client)


def test_the_session_that_is_only_proposed_is_not_said_to_readers(world, client):
    make.response(world.mandate, world.meeting)
    make.response(world.mandate, world.report)
    world.propose()
    # What it was proposed for is gone since, and nobody has looked at it yet.
    DocumentMeeting.objects.filter(meeting=world.eighth).delete()
    page = world.page(client)
    assert "the record does not show to which session its report" in page
    assert "made available to the eighth session" not in page


# ---------------------------------------------------------------- the pages


def test_staff_confirm_with_one_click_and_undo_with_another(world, client_of, editor, client):
    world.propose()
    browser, step = client_of(editor), world.step(document=world.report)
    page = world.page(browser)
    assert page.count("Proposed, to be confirmed") == 2
    assert f'id="response-{step.pk}"' in page
    url, here = reverse("decide_response", args=[step.pk]), world.mandate.get_absolute_url()
    answer = browser.post(url, {"do": "confirm", "next": here})
    assert answer.url == f"{here}?decided={step.pk}&undo=take-back#response-{step.pk}"
    page = browser.get(answer.url).content.decode()
    assert "Confirmed: CTOC/COP/WG.8/2015/3." in page
    assert 'value="take-back">Undo' in page
    assert "it was answered by" in world.page(client)
    assert "the report went to the eighth session" in world.page(client)
    assert "WG.8/2015/3" in world.page(client)
    browser.post(url, {"do": "take-back", "next": here})
    assert "WG.8/2015/3" not in world.page(client)


def test_a_dismissal_needs_a_reason_and_is_shown_with_a_way_back(world, client_of, editor):
    world.propose()
    browser, step = client_of(editor), world.step(meeting=world.meeting)
    url = reverse("decide_response", args=[step.pk])
    assert "Say why" in browser.post(url, {"do": "dismiss"}, follow=True).content.decode()
    browser.post(url, {"do": "dismiss", "reason": "It was\0 another one."})
    page = browser.get(reverse("responses_of_mandate", args=[world.mandate.pk])).content.decode()
    assert "It was another one." in page
    assert 'value="restore">Restore' in page


def test_the_list_shows_what_waits_and_costs_few_queries(world, client_of, editor):
    for number in range(15):
        act = make.act(f"7/{number + 10}", session=world.seventh)
        made = make.mandate(act, f"hold meeting {number}", addressee="", deliverable="meeting")
        made.addressees.create(words="The group", body=world.group)
    world.propose()
    browser = client_of(editor)
    with CaptureQueriesContext(connection) as queries:
        page = browser.get(reverse("responses")).content.decode()
    assert len(queries) <= 22
    assert "16 mandates" in page
    assert "Confirm all 2" in page
    assert "Nothing that waits fits" in browser.get(reverse("responses") + "?session=3").content.decode()
    assert "hold meeting 3" in browser.get(reverse("responses") + "?session=7&what=meetings").content.decode().lower()
    assert "Nothing that waits fits" in browser.get(reverse("responses") + "?what=sessions").content.decode()
    browser.post(reverse("confirm_responses", args=[world.mandate.pk]), {"next": reverse("responses")})
    assert "15 mandates" in browser.get(reverse("responses")).content.decode()
    assert "15 mandates wait" in browser.get(reverse("desk")).content.decode()


def test_an_empty_list_says_what_will_appear(client_of, editor):
    assert "Nothing is proposed." in client_of(editor).get(reverse("responses")).content.decode()


def test_answers_are_added_on_their_page(world, client_of, editor):
    browser, url = client_of(editor), reverse("responses_of_mandate", args=[world.mandate.pk])
    assert "28–30 September 2015" in browser.get(url).content.decode()
    answer = browser.post(url, {"symbol": "CTOC/COP/WG.8/2015/3", "session": world.eighth.pk})
    assert answer.url.startswith(world.mandate.get_absolute_url())
    refused = browser.post(url, {"symbol": "no symbol", "note": "A note"})
    assert refused.status_code == 200
    assert "A note" in refused.content.decode()
    assert Response.objects.count() == 1


@pytest.mark.parametrize(
    "given",
    [
        {"do": "nonsense"},
        {"do": "\0confirm"},
        {"do": "set-session", "session": "9" * 40},
        {"do": "set-session", "session": "\0"},
        {"do": "dismiss", "reason": "\0"},
        {"do": "confirm", "next": "https://elsewhere.example/"},
        {"do": "confirm", "next": "//elsewhere.example/"},
        {"do": "confirm", "next": "/\0\\elsewhere.example"},
    ],
)
def test_bad_input_is_refused_and_nobody_is_led_away(world, client_of, editor, given):
    world.propose()
    step = world.step(meeting=world.meeting)
    answer = client_of(editor).post(reverse("decide_response", args=[step.pk]), given)
    assert answer.status_code in (302, 404)
    assert "elsewhere" not in answer.get("Location", "").split("?")[0] or answer["Location"].startswith("/")
    assert not answer.get("Location", "").startswith(("http", "//", "/\\"))


def test_the_thread_says_to_which_session_a_report_went_by_its_own_place_there_as_the_status_does(client):
    eighth, paper = make.session(8), make.document("CTOC/COP/2016/5")
    mandate = make.mandate(deliverable="report", due_session=eighth)
    make.place_in(eighth, paper)
    answer = make.response(mandate, paper)
    page = client.get(mandate.get_absolute_url()).content.decode()
    assert "the report went to the eighth session" in page
    assert "which went to the <a" in page
    assert "<h2>Made available to</h2>" in page
    assert "does not show to which session" not in page
    table = client.get("/en/mandates/table/").content.decode()
    assert "CTOC/COP/2016/5, made available to the eighth session" in table
    feed = client.get(reverse("mandate_feed", args=[mandate.act.path, mandate.number])).content.decode()
    assert "Made available to the eighth session" in feed
    answer.sessions_dismissed = [eighth.pk]
    answer.save()
    standing.refresh([mandate])
    page = client.get(mandate.get_absolute_url()).content.decode()
    assert "not known to have gone to a session" in page
    assert "went to the" not in page
    assert '<p class="measure">The record does not show to which session it went.</p>' in page


def test_the_place_of_a_paper_that_is_not_open_tells_nobody_to_which_session_it_went(client):
    eighth, paper = make.session(8), make.document("CTOC/COP/2016/5", listed=False)
    mandate = make.mandate(deliverable="report", due_session=eighth)
    make.place_in(eighth, paper)
    make.response(mandate, paper, symbol="CTOC/COP/2016/5")
    page = client.get(mandate.get_absolute_url()).content.decode()
    assert "CTOC/COP/2016/5" in page
    assert "went to the" not in page
    assert Mandate.objects.with_outcome(Audience.PUBLIC).get().outcome.word != "Delivered"


def test_only_who_may_change_mandates_decides(world, client, client_of, delegate):
    world.propose()
    url = reverse("decide_response", args=[world.step(meeting=world.meeting).pk])
    for browser in (client, client_of(delegate)):
        assert browser.post(url, {"do": "confirm"}).status_code == 404
    assert not world.step(meeting=world.meeting).is_confirmed


def test_a_step_that_is_gone_is_told_so(client_of, editor):
    for key in (12345, 2**63):
        page = client_of(editor).post(reverse("decide_response", args=[key]), {"do": "confirm"}, follow=True)
        assert "no longer proposed" in page.content.decode()


# ---------------------------------------------------------------- measured on the register


@pytest.fixture
def register():
    """The whole register."""
    return load()


def test_of_the_answers_that_the_register_states_most_are_found_again_and_hardly_another(register):
    def answers():
        kept = ("mandate", "meeting", "document", "symbol", "made_available_to", "session_proposed")
        return {row[:4]: row[4] or row[5] for row in Response.objects.values_list(*kept)}

    stated = answers()
    Response.objects.all().delete()
    propose_for(Mandate.objects.all())
    found = answers()
    assert len(stated) == 36
    assert len(stated.keys() & found.keys()) >= 29
    assert len(found.keys() - stated.keys()) <= 1
    sessions = {key: session for key, session in stated.items() if session and key in found}
    assert all(found[key] == session for key, session in sessions.items())


def test_on_paper_the_sources_are_printed_and_those_of_proposals_are_not(world, client, client_of, editor):
    world.propose()
    make.evidence(world.mandate, "action", "convene", source="Report on the seventh session")
    page = world.page(client_of(editor))
    printed = page[page.index("print-sources") :].split("</section>")[0]
    assert "Report on the seventh session" in printed
    assert "founded the" not in printed
    actions.confirm_all(world.mandate, by=editor)
    printed = world.page(client).split("print-sources")[1].split("</section>")[0]
    assert "founded the Open-ended meeting on a review mechanism" in printed
