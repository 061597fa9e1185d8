"""How a mandate stands is read off the record for each circle of readers, kept ready, and the same on every page."""

from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import Audience
from accounts.actions import NotPossible
from documents.models import MeetingRole
from mandates import standing
from mandates.models import Addressee, LinkKind, Mandate, MandateLink, MandateStanding, Response, Review
from mandates.standing.keeping import follow
from mandates.tasks import FOLLOWERS
from provenance.models import Change, Evidence, Origin
from tests import factories as make

pytestmark = pytest.mark.django_db
PUBLIC, DELEGATES, SECRETARIAT = Audience


def outcome(mandate, audience=PUBLIC):
    """The status as pages say it to a reader."""
    return Mandate.objects.with_outcome(audience).get(pk=mandate.pk).outcome


def kept():
    """Everything that is kept of every standing, but for its own key."""
    columns = [each.attname for each in MandateStanding._meta.concrete_fields if each.name != "id"]
    return sorted(map(str, MandateStanding.objects.values_list(*columns)))


@pytest.fixture
def asked():
    """At least two meetings were asked for."""
    return make.mandate(deliverable="meeting", least_number=2)


def test_a_meeting_asked_for_and_not_held_leaves_it_open(asked):
    assert outcome(asked).word == "Open"
    assert outcome(asked).sentence == "0 of at least 2 meetings held"


def test_meetings_held_deliver_it_and_one_to_come_does_not(asked):
    make.response(asked, make.meeting(make.body("wg8"), start="2015-09-28"))
    make.response(asked, make.meeting(make.body("wg7"), start="2027-09-28", status="announced"))
    assert outcome(asked).word == "Under way"
    assert outcome(asked).sentence == "1 of at least 2 meetings held; 1 meeting to come"
    make.response(asked, make.meeting(make.body("wg6"), start="2016-09-28"))
    make.response(asked, make.document("CTOC/COP/WG.8/2015/3"), to=make.session(8))
    assert outcome(asked).word == "Delivered"
    assert outcome(asked).sentence.endswith("; the report went to the eighth session")


def test_a_proposed_or_dismissed_answer_counts_for_nothing(asked):
    make.response(asked, make.meeting(make.body("wg8"), start="2015-09-28"), confirmed=False)
    make.response(asked, "CTOC/COP/2020/9", confirmed=False, is_dismissed=True)
    for audience in Audience:
        assert outcome(asked, audience).sentence == "0 of at least 2 meetings held"


def test_a_report_due_at_a_session_is_overdue_when_the_session_closed_without_it():
    eighth = make.session(8)
    mandate = make.mandate(deliverable="report", due_session=eighth)
    assert outcome(mandate).word == "Overdue"
    assert outcome(mandate).sentence == ("due at the eighth session, which closed on 21 October 2016; no report known")
    paper = make.document("CTOC/COP/2016/9")
    answer = make.response(mandate, paper)
    assert outcome(mandate).word == "Overdue"
    Response.objects.filter(pk=answer.pk).update(made_available_to=eighth)
    standing.refresh([mandate])
    assert outcome(mandate).word == "Delivered"


def test_a_report_that_has_its_own_place_in_a_session_went_there():
    eighth = make.session(8)
    mandate = make.mandate(deliverable="report", due_session=eighth)
    paper = make.document("CTOC/COP/2016/9")
    make.place_in(eighth, paper, MeetingRole.BEFORE)
    make.response(mandate, paper)
    assert outcome(mandate).sentence == "the report went to the eighth session"


@pytest.mark.parametrize(
    ("dates", "last_day"),
    [
        ({"start": "2016-10-17", "end": "2016-10-21"}, date(2016, 10, 21)),
        ({"start": "2016-10-17", "end": None}, date(2016, 10, 17)),
        ({"start": "2016-02", "end": None}, date(2016, 2, 29)),
        ({"start": "2016", "end": None}, date(2016, 12, 31)),
        ({"start": None, "end": None, "status": "planned"}, None),
        ({"start": "2016-10-17", "end": "2016-10-21", "status": "cancelled"}, None),
    ],
)
def test_it_is_due_on_the_last_day_that_the_session_can_have(dates, last_day):
    mandate = make.mandate(due_session=make.session(8, **dates))
    assert MandateStanding.objects.get(mandate=mandate, audience=PUBLIC).due_on == last_day


def test_a_date_that_the_text_names_comes_before_the_session():
    mandate = make.mandate(due_session=make.session(8), due_date=date(2016, 6, 1))
    assert MandateStanding.objects.get(mandate=mandate, audience=PUBLIC).due_on == date(2016, 6, 1)


def test_an_extended_mandate_is_due_when_the_later_one_is():
    mandate = make.mandate(deliverable="report", due_session=make.session(8))
    later = make.mandate(make.act("8/1"), due_session=make.session(99, start="2999-01-01", end="2999-01-05"))
    MandateLink.objects.create(mandate=mandate, kind=LinkKind.EXTENDED_BY, to_mandate=later)
    standing.refresh([mandate])
    assert outcome(mandate).word == "Under way"
    assert "ninety-ninth session, which closes on 5 January 2999" in outcome(mandate).sentence


@pytest.mark.parametrize(("kind", "word"), [(LinkKind.SUPERSEDED_BY, "Superseded"), (LinkKind.ENDED_BY, "Ended")])
def test_a_confirmed_link_to_a_later_mandate_decides_and_a_proposed_one_does_not(kind, word):
    mandate = make.mandate()
    later = make.mandate(make.act("9/1"), paragraph_as_printed="3")
    link = MandateLink.objects.create(mandate=mandate, kind=kind, to_mandate=later, is_confirmed=False)
    standing.refresh([mandate])
    assert outcome(mandate, SECRETARIAT).word == "Open"
    link.is_confirmed = True
    link.save()
    standing.refresh([mandate])
    assert outcome(mandate).word == word
    assert outcome(mandate).sentence == f"{kind.label} resolution 9/1, paragraph 3"


# Who sees what.


def test_a_body_that_was_founded_is_the_answer_to_a_mandate_that_founds_it():
    mandate = make.mandate(deliverable="body", creates_body=make.body("wg6", "Working Group on Firearms"))
    assert outcome(mandate).word == "Delivered"
    assert outcome(mandate).sentence == "established: Working Group on Firearms"


def test_a_report_that_the_reader_may_not_see_is_not_counted():
    mandate = make.mandate()
    make.response(mandate, make.document("CTOC/COP/2020/9", audience=SECRETARIAT))
    for audience in (PUBLIC, DELEGATES):
        assert (outcome(mandate, audience).word, outcome(mandate, audience).sentence) == ("Open", "no answer known")
        assert MandateStanding.objects.get(mandate=mandate, audience=audience).reports == 0
    assert outcome(mandate, SECRETARIAT).sentence == "1 report known"


def test_a_paper_for_delegates_shows_in_their_status_alone():
    mandate = make.mandate()
    make.response(mandate, make.document("CTOC/COP/2020/9", audience=DELEGATES))
    assert [outcome(mandate, each).word for each in Audience] == ["Open", "Delivered", "Delivered"]


def test_a_session_that_the_reader_may_not_know_of_is_neither_named_nor_its_day():
    secret = make.session(8, audience=SECRETARIAT)
    mandate = make.mandate(deliverable="report", due_session=secret)
    make.response(mandate, make.document("CTOC/COP/2016/9"), to=secret)
    assert outcome(mandate).sentence == "1 report known"
    public = MandateStanding.objects.get(mandate=mandate, audience=PUBLIC)
    assert (public.due_on, public.due_words, public.due_session_id, public.was_transmitted) == (None, "", None, False)
    assert outcome(mandate, SECRETARIAT).sentence == "the report went to the eighth session"


def test_a_later_act_that_the_reader_may_not_see_is_not_named():
    mandate = make.mandate()
    MandateLink.objects.create(mandate=mandate, kind=LinkKind.ENDED_BY, to_act=make.act("9/1", audience=SECRETARIAT))
    standing.refresh([mandate])
    assert outcome(mandate).word == "Open"
    assert outcome(mandate, SECRETARIAT).word == "Ended"


def test_what_was_hidden_a_moment_ago_is_named_no_more_though_nothing_was_reckoned_since(asked):
    eighth = make.session(8)
    make.response(asked, make.document("CTOC/COP/WG.8/2015/3"), to=eighth)
    later = make.act("9/1")
    MandateLink.objects.create(mandate=asked, kind=LinkKind.RENEWED_BY, to_act=later, is_confirmed=True)
    standing.refresh_all()
    assert "the eighth session; renewed by resolution 9/1" in outcome(asked).sentence
    for named in (eighth, later):
        _set(named, audience=SECRETARIAT)
        assert outcome(asked).sentence == "what is known of it is being looked up"
        assert "the eighth session; renewed by resolution 9/1" in outcome(asked, SECRETARIAT).sentence
        _set(named, audience=PUBLIC)
    assert "the eighth session; renewed by resolution 9/1" in outcome(asked).sentence


def test_what_a_circle_may_not_know_of_has_no_row_for_it():
    hidden = make.mandate(make.act("9/1", audience=DELEGATES))
    proposed = make.mandate(review=Review.PROPOSED)

    def circles(mandate):
        return list(mandate.standings.order_by("audience").values_list("audience", flat=True))

    assert circles(hidden) == [DELEGATES, SECRETARIAT]
    assert circles(proposed) == [SECRETARIAT]
    hidden.act.audience = SECRETARIAT
    hidden.act.save()
    standing.refresh([hidden])
    assert circles(hidden) == [SECRETARIAT]


def test_a_report_known_by_its_symbol_alone_is_counted_and_shown_as_awaited(client):
    mandate = make.mandate(deliverable="report")
    make.response(mandate, "CTOC/COP/2020/9")
    page = client.get(mandate.get_absolute_url()).content.decode()
    assert "CTOC/COP/2020/9" in page
    assert outcome(mandate).sentence == "1 report known"


# One notion on all pages.


def test_every_page_says_the_same(client):
    mandate = make.mandate(deliverable="report", due_session=make.session(8))
    sentence = "due at the eighth session, which closed on 21 October 2016; no report known"
    for address in (mandate.get_absolute_url(), mandate.act.get_absolute_url(), reverse("mandates")):
        page = client.get(address).content.decode()
        assert "Overdue" in page, address
        # The page of the act tells in its own sentence what came of each.
        assert sentence in page or address == mandate.act.get_absolute_url(), address
    assert "Overdue" in client.get(reverse("home")).content.decode()
    (told,) = client.get(reverse("mandates_api")).json()["results"]
    assert (told["status"], told["reason"]) == ("overdue", sentence)


def test_a_mandate_that_was_entered_a_moment_ago_is_on_the_pages(client):
    act = make.act("7/1")
    fresh = Mandate.objects.create(act=act, number=1, verb="requested", action="be new", review=Review.CONFIRMED)
    assert "looked up" in client.get(fresh.get_absolute_url()).content.decode()
    page = client.get(reverse("mandates")).content.decode()
    assert "Be new" in page
    assert "no answer known" in page
    assert outcome(fresh).sentence == "no answer known"


# Kept by the follower as by a rebuilding.


@pytest.fixture
def much():
    """A record in which everything that a status rests on occurs."""
    eighth = make.session(8)
    mandate = make.mandate(make.act("7/1", "Review", session=eighth), deliverable="meeting", due_session=eighth)
    later = make.mandate(make.act("9/1"), "go on")
    meeting = make.meeting(make.body("wg8"), start="2015-09-28")
    paper = make.document("CTOC/COP/2016/9")
    answers = [make.response(mandate, meeting), make.response(mandate, paper, to=eighth)]
    unseen = make.document("CTOC/COP/2016/10", listed=False)
    make.response(mandate, unseen)
    link = MandateLink.objects.create(mandate=mandate, kind=LinkKind.FOLLOWED_BY, to_mandate=later)
    founding = make.mandate(later.act, "found it", deliverable="body", creates_body=make.body("wg6"))
    standing.refresh_all()
    return {
        "mandate": mandate,
        "later": later,
        "meeting": meeting,
        "paper": paper,
        "unseen": unseen,
        "answers": answers,
        "link": link,
        "founding": founding,
        "eighth": eighth,
    }


def _set(record, **values):
    for name, value in values.items():
        setattr(record, name, value)
    record.save()


CHANGES = {
    "an answer is withdrawn": lambda much: _set(much["answers"][0], is_confirmed=False),
    "an answer is deleted": lambda much: much["answers"][1].delete(),
    "an answer moves": lambda much: _set(much["answers"][0], mandate=much["later"]),
    "a paper is hidden": lambda much: _set(much["paper"], audience=SECRETARIAT),
    "a paper is no longer listed": lambda much: _set(much["paper"], is_publicly_listed=False),
    "a paper is issued": lambda much: make.version(much["unseen"], "fr"),
    "a meeting is cancelled": lambda much: _set(much["meeting"], status="cancelled"),
    "a session moves": lambda much: _set(much["eighth"], start=date(2017, 10, 17), end=date(2017, 10, 21)),
    "a session is hidden": lambda much: _set(much["eighth"], audience=SECRETARIAT),
    "an act is hidden": lambda much: _set(much["later"].act, audience=SECRETARIAT),
    "an act is renumbered": lambda much: _set(much["later"].act, number="9/2"),
    "a link is taken away": lambda much: much["link"].delete(),
    "a mandate is cited otherwise": lambda much: _set(much["later"], paragraph_as_printed="4"),
    "a mandate asks for more": lambda much: _set(much["mandate"], least_number=3),
    "a mandate is withdrawn": lambda much: _set(much["later"], review=Review.PROPOSED),
    "an addressee is added": lambda much: Addressee.objects.create(mandate=much["mandate"], words="Member States"),
    "a body is renamed": lambda much: _set(much["founding"].creates_body, short_name="Firearms"),
    "answers are written in bulk": lambda much: Response.objects.update(is_confirmed=False),
    "a mandate is made": lambda much: Mandate.objects.create(
        act=much["later"].act, number=9, verb="requested", action="be new", review=Review.CONFIRMED
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_follower_keeps_what_a_rebuilding_makes(much, change):
    before = kept()
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
    CHANGES[change](much)
    follow(Change.objects.filter(pk__gt=last))
    followed = kept()
    assert followed != before
    standing.refresh_all()
    assert kept() == followed


def test_the_follower_has_its_place_by_the_clock_and_passes_over_what_concerns_no_status(much):
    assert FOLLOWERS["standing"] is follow
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
    make.evidence(much["mandate"], "action", "something")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        follow(Change.objects.filter(pk__gt=last))
    assert not any("INSERT" in query["sql"] for query in asked)


def test_what_a_person_does_is_reckoned_in_the_same_transaction(much):
    @standing.at_once
    def withdraw():
        Response.objects.filter(document=much["paper"]).update(is_confirmed=False)

    withdraw()
    assert outcome(much["mandate"]).sentence == "1 meeting held; carried on by resolution 9/1"


def test_a_change_of_one_answer_is_reckoned_in_few_queries_however_many_mandates_there_are(
    much, django_assert_max_num_queries
):
    for number in range(20):
        make.mandate(much["later"].act, f"do thing {number}")
    last = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
    _set(much["answers"][0], is_confirmed=False)
    with django_assert_max_num_queries(25):
        follow(Change.objects.filter(pk__gt=last))


def test_what_is_as_it_was_is_not_written_again(much):
    assert standing.refresh_all() == 0


def test_the_command_says_what_it_did(much, capsys):
    MandateStanding.objects.all().delete()
    call_command("reckon_standings")
    assert "3 mandates reckoned" in capsys.readouterr().out
    assert outcome(much["mandate"]).word == "Delivered"


# What people say.


def test_a_person_states_a_status_with_a_reason_and_takes_it_back(asked, editor):
    standing.state(asked, status="ended", because="The funds were returned.", by=editor)
    assert outcome(asked).word == "Ended"
    assert outcome(asked).sentence == "The funds were returned (stated by the secretariat)"
    assert editor.username in outcome(asked, SECRETARIAT).sentence
    (said,) = Evidence.objects.about(asked).filter(field="status")
    assert (said.value, said.origin, said.chosen, said.confirmed_by) == ("ended", Origin.ENTERED, True, editor)
    standing.take_back(Mandate.objects.get(pk=asked.pk), by=editor)
    assert outcome(asked).word == "Open"
    assert not Evidence.objects.get(pk=said.pk).chosen


def test_taken_back_what_the_register_states_counts_again(editor):
    mandate = make.mandate(status="done")
    source = make.evidence(mandate, "status", "done")
    standing.state(mandate, status="open", because="Nothing was done.", by=editor)
    source.refresh_from_db()
    assert not source.chosen
    standing.take_back(mandate, by=editor)
    source.refresh_from_db()
    assert source.chosen
    assert outcome(mandate).sentence == "done, as the source of the register states; no answer known"


@pytest.mark.parametrize(
    ("status", "because", "says"),
    [
        ("", "A reason.", "Choose how"),
        ("nonsense", "A reason.", "Choose how"),
        ("ended", " \0 ", "Say why"),
        ("ended", "a" * 2001, "longer than 2,000"),
    ],
)
def test_a_status_without_sense_or_reason_is_refused_in_words(asked, editor, status, because, says):
    with pytest.raises(NotPossible, match=says):
        standing.state(asked, status=status, because=because, by=editor)
    assert Mandate.objects.get(pk=asked.pk).status == ""


def test_nothing_is_stated_of_a_proposal_and_nothing_taken_back_that_nobody_said(editor):
    with pytest.raises(NotPossible, match="not confirmed"):
        standing.state(make.mandate(review=Review.PROPOSED), status="open", because="So.", by=editor)
    with pytest.raises(NotPossible, match="Nobody has stated"):
        standing.take_back(make.mandate(), by=editor)


def test_the_form_states_a_status_says_what_is_wrong_and_takes_it_back(asked, editor, client_of):
    browser = client_of(editor)
    address = reverse("state_status", args=[asked.pk])
    assert "State the status by hand" in browser.get(asked.get_absolute_url()).content.decode()
    refused = browser.post(address, {"status": "ended", "because": " "})
    assert refused.status_code == 400
    assert "Say why the mandate stands so" in refused.content.decode()
    assert browser.post(address, {"status": "ended", "because": "No funds."}).url == asked.get_absolute_url()
    assert "No funds (stated by" in browser.get(asked.get_absolute_url()).content.decode()
    browser.post(reverse("take_back_status", args=[asked.pk]))
    assert outcome(asked).word == "Open"
    assert browser.post(reverse("take_back_status", args=[asked.pk])).status_code == 400


def test_only_who_may_change_mandates_states_a_status(asked, delegate, client_of):
    for browser in (client_of(delegate), client_of(make.person("no-role"))):
        assert browser.post(reverse("state_status", args=[asked.pk]), {"status": "ended"}).status_code == 404
        assert "State the status by hand" not in browser.get(asked.get_absolute_url()).content.decode()
