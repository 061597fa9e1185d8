"""Proposals: what the texts of acts ask, as mandates that wait for a person's word; nothing that a person said is lost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.access import Audience
from documents.actions import enter_text
from documents.models import Paragraph
from mandates.models import Deliverable, LinkKind, Mandate, MandateLink, Review
from mandates.proposing import actions, following
from mandates.proposing.writing import propose_for
from mandates.tasks import keep_up
from provenance.models import Change, Evidence, Origin
from tests import factories as make

pytestmark = pytest.mark.django_db

CONVENE = (
    "Requests the Secretariat to convene, within existing resources, at least two meetings of the Working Group on "
    "Boats and to submit a report on them to the Conference at its ninth session;"
)
COMPILE = "Invites States parties to send their questionnaires to the Secretariat no later than 31 March 2017;"
NOTES = "Takes note of the progress made with the handbook on boats;"


@pytest.fixture
def resolution():
    make.session(8)
    make.session(9, start="2018-10-15", end="2018-10-19")
    make.body("wg9", "Working Group on Boats")
    return make.act("8/4", "Boats", session=make.meeting(make.conference(), ordinal=18, kind="session"))


@pytest.fixture
def with_text(resolution):
    make.paragraph(resolution, "1", NOTES)
    make.paragraph(resolution, "2", CONVENE)
    make.paragraph(resolution, "3", COMPILE)
    return resolution


def proposed(act):
    return list(act.mandates.filter(review=Review.PROPOSED).order_by("number"))


def evidence_of(mandate, field):
    return list(Evidence.objects.about(mandate).filter(field=field).order_by("pk"))


def test_each_thing_asked_becomes_a_proposal_with_the_words_that_say_so(with_text):
    done = propose_for([with_text])
    convene, send = proposed(with_text)
    assert (done.proposed, done.rewritten, done.taken_back) == (2, 0, 0)
    assert (convene.paragraph_as_printed, convene.verb) == ("2", "Requests")
    assert convene.paragraph.text == CONVENE
    assert convene.action.startswith("convene, within existing resources, at least two meetings")
    assert (convene.deliverable, convene.least_number) == (Deliverable.MEETING, 2)
    assert convene.due_session.title == "Ninth session"
    assert convene.due_words == "at its ninth session"
    assert convene.resources == "within existing resources"
    assert convene.addressee_words == "Secretariat"
    assert (send.addressee_words, send.due_date.isoformat()) == ("States parties", "2017-03-31")
    (due,) = evidence_of(convene, "due session")
    assert (due.value, due.quote, due.origin) == ("Ninth session", "at its ninth session", Origin.READ)
    assert due.reader
    assert 0 < due.confidence <= 1
    assert due.source == "resolution 8/4, paragraph 2"
    for field in ("paragraph", "verb", "action", "addressee", "deliverable", "least number", "resources"):
        assert evidence_of(convene, field), field


def test_words_read_from_a_file_are_quoted_with_its_page_for_those_who_may_open_it(resolution):
    held = make.file(make.version(make.document("CTOC/COP/2016/15"), "en", "held"), "The page.")
    make.paragraph(resolution, "2", CONVENE, file=held, page=1, start=0)
    propose_for([resolution])
    (convene,) = proposed(resolution)
    (verb,) = evidence_of(convene, "verb")
    assert (verb.file_sha256, verb.page, verb.audience) == (held.sha256, 1, Audience.SECRETARIAT)


def test_a_body_named_is_tied_and_the_secretariat_stays_in_words(resolution):
    make.paragraph(resolution, "2", "Requests the Working Group on Boats to examine the matter at its next meeting;")
    propose_for([resolution])
    (examine,) = proposed(resolution)
    (addressee,) = examine.addressees.all()
    assert (addressee.words, addressee.body.slug) == ("Working Group on Boats", "wg9")


def test_the_session_of_another_body_is_no_session_of_the_conference(resolution):
    make.body("ccpcj", "Commission on Pleasant Weather", is_external=True)
    words = "Requests the Secretariat to report to the Commission on Pleasant Weather at its ninth session;"
    make.paragraph(resolution, "2", words)
    propose_for([resolution])
    (report,) = proposed(resolution)
    assert (report.due_session, report.due_words) == (None, "at its ninth session")


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("Decides that a meeting on boats shall be convened at its ninth session;", "at its ninth session"),
        (
            "Decides to include in the provisional agenda of its ninth session an item entitled “Boats”;",
            "its ninth session",
        ),
        (
            "Decides to include in the provisional agenda of the ninth session of the Conference an item on boats;",
            "the ninth session",
        ),
    ],
)
def test_what_is_decided_to_take_place_at_a_session_is_due_there(resolution, words, due):
    make.paragraph(resolution, "2", words)
    propose_for([resolution])
    (decided,) = proposed(resolution)
    assert (decided.due_session.title, decided.due_words) == ("Ninth session", due)
    (said,) = evidence_of(decided, "due session")
    assert (said.value, said.quote) == ("Ninth session", due)


def test_what_takes_place_and_what_is_asked_of_it_have_each_a_session_of_its_own(resolution):
    words = "Decides that a group on boats shall be convened at its eighth session and requests it to report at its ninth session;"
    make.paragraph(resolution, "2", words)
    propose_for([resolution])
    assert [each.due_session.title for each in proposed(resolution)] == ["Eighth session", "Ninth session"]


@pytest.mark.parametrize("of", ["of the Commission on Pleasant Weather", "of the General Meeting"])
@pytest.mark.parametrize(
    "words",
    [
        "Decides to include in the provisional agenda of the ninth session {of} an item on boats;",
        "Requests the Secretariat to report at the ninth session {of};",
    ],
)
def test_a_session_that_is_said_to_be_of_another_body_is_none_of_the_conference(resolution, words, of):
    make.body("ccpcj", "Commission on Pleasant Weather", is_external=True)
    make.paragraph(resolution, "2", words.format(of=of))
    propose_for([resolution])
    (asked,) = proposed(resolution)
    assert asked.due_session is None
    assert "ninth session" in asked.due_words


def test_nothing_is_written_when_nothing_changed(with_text):
    propose_for([with_text])
    before = list(Mandate.objects.order_by("pk").values()), list(Evidence.objects.order_by("pk").values())
    changes = Change.objects.count()
    assert not propose_for([with_text])
    assert (list(Mandate.objects.order_by("pk").values()), list(Evidence.objects.order_by("pk").values())) == before
    assert Change.objects.count() == changes


def test_another_reading_rewrites_what_nobody_touched_in_its_place(with_text):
    propose_for([with_text])
    convene, _send = proposed(with_text)
    Paragraph.objects.filter(pk=convene.paragraph_id).update(text=CONVENE.replace("ninth", "eighth"))
    done = propose_for([with_text])
    assert (done.proposed, done.rewritten, done.taken_back) == (0, 1, 0)
    convene.refresh_from_db()
    assert (convene.number, convene.due_words, convene.due_session.title) == (
        1,
        "at its eighth session",
        "Eighth session",
    )
    assert evidence_of(convene, "due session")[0].quote == "at its eighth session"


def test_what_is_no_longer_read_is_taken_back_with_its_evidence(with_text):
    propose_for([with_text])
    convene, send = proposed(with_text)
    with_text.paragraphs.filter(number="3").delete()
    assert propose_for([with_text]).taken_back == 1
    assert proposed(with_text) == [convene]
    assert not Evidence.objects.filter(subject="mandates.mandate", subject_id=send.pk).exists()


@pytest.mark.parametrize("decide", ["confirm", "correct", "dismiss", "split"])
def test_what_a_person_decided_is_never_proposed_again(with_text, editor, decide):
    propose_for([with_text])
    convene, _send = proposed(with_text)
    if decide == "confirm":
        actions.confirm(convene, by=editor)
    elif decide == "correct":
        actions.correct(convene, by=editor, action="meet twice")
    elif decide == "dismiss":
        actions.dismiss(convene, because="Not ours.", by=editor)
    else:
        actions.split(convene, into=[{"action": "convene two meetings"}, {"action": "submit a report"}], by=editor)
    before = list(Mandate.objects.order_by("pk").values())
    assert not propose_for([with_text])
    # As when the file is read by a newer reader: other rows, the same words.
    with_text.paragraphs.all().delete()
    make.paragraph(with_text, "2", CONVENE)
    make.paragraph(with_text, "3", COMPILE)
    propose_for([with_text])
    after = list(Mandate.objects.order_by("pk").values())
    assert [row["pk" if "pk" in row else "id"] for row in after] == [row["id"] for row in before]
    assert {row["id"]: row["action"] for row in after} == {row["id"]: row["action"] for row in before}


def test_another_text_at_the_place_of_a_dismissed_one_is_another_thing(with_text, editor):
    """A wrong text was pasted and its proposals dismissed: the right one is proposed all the same."""
    propose_for([with_text])
    for mandate in proposed(with_text):
        actions.dismiss(mandate, because="The wrong text.", by=editor)
    with_text.paragraphs.all().delete()
    make.paragraph(with_text, "2", "Requests the Secretariat to publish an atlas of harbours every five years;")
    propose_for([with_text])
    (atlas,) = proposed(with_text)
    assert "atlas" in atlas.action


def test_what_a_person_changed_and_did_not_confirm_is_left_alone(with_text):
    propose_for([with_text])
    convene, _send = proposed(with_text)
    convene.action = "convene two meetings of the Working Group on Boats"
    convene.save()
    propose_for([with_text])
    convene.refresh_from_db()
    assert convene.action == "convene two meetings of the Working Group on Boats"
    with_text.paragraphs.all().delete()
    propose_for([with_text])
    assert proposed(with_text) == [convene]


def test_what_the_register_holds_already_is_not_doubled(with_text):
    entered = make.mandate(
        with_text,
        "convene at least two meetings of the Working Group on Boats and submit a report",
        deliverable="meeting",
    )
    propose_for([with_text])
    assert [mandate.addressee_words for mandate in proposed(with_text)] == ["States parties"]
    entered.refresh_from_db()
    assert entered.review == Review.CONFIRMED
    assert not evidence_of(entered, "action")


def test_a_proposal_goes_when_a_person_enters_the_same_thing(with_text):
    propose_for([with_text])
    assert len(proposed(with_text)) == 2
    make.mandate(with_text, "convene two meetings of the Working Group on Boats", paragraph_as_printed="2")
    propose_for([with_text])
    assert [mandate.paragraph_as_printed for mandate in proposed(with_text)] == ["3"]


def test_a_text_in_another_language_doubles_nothing(resolution, editor):
    make.paragraph(
        resolution, "2", "Prie le Secrétariat de convoquer au moins deux réunions sur les bateaux ;", language="fr"
    )
    propose_for([resolution])
    (convoke,) = proposed(resolution)
    actions.confirm(convoke, by=editor)
    make.paragraph(resolution, "2", CONVENE, language="en")
    propose_for([resolution])
    assert not proposed(resolution)


def test_the_first_english_text_takes_the_place_of_an_untouched_one_in_french(resolution):
    make.paragraph(
        resolution, "2", "Prie le Secrétariat de convoquer au moins deux réunions sur les bateaux ;", language="fr"
    )
    propose_for([resolution])
    make.paragraph(resolution, "2", CONVENE, language="en")
    propose_for([resolution])
    (convene,) = proposed(resolution)
    assert convene.verb == "Requests"


def test_pasting_a_new_text_is_not_hindered_by_proposals(with_text, editor):
    propose_for([with_text])
    enter_text(with_text, text=f"The Conference,\n\n1. {COMPILE}\n", by=editor)
    propose_for([with_text])
    (send,) = proposed(with_text)
    assert send.paragraph_as_printed == "1"
    assert with_text.paragraphs.filter(kind="operative").count() == 1


def test_an_act_of_a_hundred_paragraphs_takes_as_many_queries_as_one_of_two(resolution):
    other = make.act("8/5")
    for act, many in ((resolution, 2), (other, 100)):
        for number in range(1, many + 1):
            make.paragraph(act, str(number), CONVENE.replace("Boats", f"Boats number {number}"))
    with CaptureQueriesContext(
        connection,
    ) as few:
        propose_for([resolution])
    with CaptureQueriesContext(connection) as many:
        propose_for([other])
    assert len(proposed(other)) == 100
    assert len(many) <= len(few) + 2
    assert len(many) <= 30


# ---------------------------------------------------------------- the clock


@pytest.mark.django_db(transaction=True)
def test_the_clock_proposes_for_acts_whose_text_came(with_text):
    keep_up()
    assert len(proposed(with_text)) == 2
    keep_up()
    changes = Change.objects.count()
    keep_up()
    assert Change.objects.count() == changes


def test_only_acts_that_changed_are_read(with_text, monkeypatch):
    make.act("8/6")
    asked = []
    monkeypatch.setattr(following, "propose_for", lambda acts: asked.extend(acts))
    following.see(Change.objects.all())
    assert asked == [with_text.pk]


def test_a_session_that_comes_later_is_tied(resolution):
    make.paragraph(resolution, "2", CONVENE.replace("ninth", "tenth"))
    propose_for([resolution])
    tenth = make.session(10, start="2020-10-12", end="2020-10-16")
    following.see(Change.objects.filter(subject="meetings.meeting"))
    (convene,) = proposed(resolution)
    assert convene.due_session == tenth


# ---------------------------------------------------------------- links


RENEWS = "Decides to renew the mandate of the Working Group on Boats, established in its resolution 8/4, paragraph 2;"


@pytest.fixture
def renewing():
    act = make.act("9/2", "Boats again")
    make.paragraph(act, "1", RENEWS)
    return act


def test_a_later_act_that_renews_is_proposed_as_a_link_with_its_words(resolution, renewing):
    mandate = make.mandate(resolution, "establish a Working Group on Boats", paragraph_as_printed="2")
    propose_for([renewing])
    (link,) = MandateLink.objects.all()
    assert (link.mandate, link.kind, link.to_act) == (mandate, LinkKind.RENEWED_BY, renewing)
    assert not link.is_confirmed
    assert not MandateLink.objects.visible_to(Audience.PUBLIC).exists()
    (said,) = Evidence.objects.about(link)
    assert "renew the mandate" in said.quote
    assert said.confidence
    assert not propose_for([renewing])


def test_the_link_comes_when_the_earlier_mandate_does(resolution, renewing):
    propose_for([renewing])
    assert not MandateLink.objects.exists()
    mandate = make.mandate(resolution, "establish a Working Group on Boats", paragraph_as_printed="2")
    following.see(Change.objects.filter(subject="mandates.mandate"))
    assert MandateLink.objects.get().mandate == mandate


def test_a_dismissed_link_is_not_proposed_again_and_one_no_longer_told_goes(resolution, renewing, editor):
    make.mandate(resolution, "establish a Working Group on Boats", paragraph_as_printed="2")
    propose_for([renewing])
    link = actions.dismiss_link(MandateLink.objects.get(), because="Another group.", by=editor)
    propose_for([renewing])
    assert MandateLink.objects.get() == link
    actions.restore_link(link, by=editor)
    renewing.paragraphs.all().delete()
    propose_for([renewing])
    assert not MandateLink.objects.exists()
