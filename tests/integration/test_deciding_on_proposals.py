"""What people do with proposals: each step, its undo, two people at once, and what readers see of it meanwhile."""

import threading

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.access import Audience
from accounts.actions import NotPossible
from mandates.models import Mandate, MandateLink, Review
from mandates.proposing import actions
from mandates.proposing.writing import propose_for
from provenance.models import Evidence, Origin
from tests import factories as make

pytestmark = pytest.mark.django_db
HERE = "/en/desk/proposals/ctoc-cop/resolution/8/4"
TEXT = """The Conference,

Recalling its earlier decisions on boats,

1. Takes note of the handbook on boats;

2. Requests the Secretariat to convene, within existing resources, at least two meetings of the Working Group on
Boats and to submit a report on them to the Conference at its ninth session;

3. Invites States parties to send their questionnaires to the Secretariat no later than 31 March 2017;
"""


@pytest.fixture
def act():
    make.session(8)
    make.session(9, start="2018-10-15", end="2018-10-19")
    act = make.act("8/4", "Boats", session=make.meeting(make.conference(), ordinal=18, kind="session"))
    make.paragraph(act, "1", "Takes note of the handbook on boats;")
    make.paragraph(
        act,
        "2",
        "Requests the Secretariat to convene, within existing resources, at least two meetings of the Working Group on "
        "Boats and to submit a report on them to the Conference at its ninth session;",
    )
    make.paragraph(
        act, "3", "Invites States parties to send their questionnaires to the Secretariat no later than 31 March 2017;"
    )
    propose_for([act])
    return act


@pytest.fixture
def convene(act):
    return act.mandates.get(number=1)


@pytest.fixture
def send(act):
    return act.mandates.get(number=2)


def said(record, field, **filters):
    return list(Evidence.objects.about(record).filter(field=field, **filters).order_by("pk"))


def seen_by(audience):
    return list(Mandate.objects.visible_to(audience).order_by("number"))


# ---------------------------------------------------------------- one step each


def test_confirming_makes_a_fact_of_it_and_signs_what_was_read(convene, send, editor):
    assert seen_by(Audience.PUBLIC) == []
    actions.confirm(convene, by=editor)
    assert seen_by(Audience.PUBLIC) == [convene]
    (verb,) = said(convene, "verb")
    assert (verb.confirmed_by, verb.origin) == (editor, Origin.READ)
    (word,) = said(convene, "review")
    assert (word.value, word.origin, word.audience) == ("confirmed", Origin.ENTERED, Audience.SECRETARIAT)


def test_correcting_puts_the_persons_words_beside_what_was_read(convene, editor):
    body = make.body("wg9", "Working Group on Boats")
    actions.correct(
        convene, by=editor, action="convene two meetings", least_number=3, addressees=[("Working Group", body)]
    )
    convene.refresh_from_db()
    assert (convene.review, convene.action, convene.least_number) == (Review.CONFIRMED, "convene two meetings", 3)
    assert [(each.words, each.body) for each in convene.addressees.all()] == [("Working Group", body)]
    read, entered = said(convene, "action")
    assert (read.chosen, read.origin, entered.chosen, entered.value) == (
        False,
        Origin.READ,
        True,
        "convene two meetings",
    )
    assert entered.confirmed_by == editor
    assert [each.chosen for each in said(convene, "resources")] == [True]
    assert [each.chosen for each in said(convene, "addressee")] == [False, True]


def test_correcting_to_an_empty_action_is_refused_and_changes_nothing(convene, editor):
    with pytest.raises(NotPossible, match="Say what is asked"):
        actions.correct(convene, by=editor, action="  ", verb="Asks")
    convene.refresh_from_db()
    assert (convene.review, convene.verb) == (Review.PROPOSED, "Requests")


def test_splitting_makes_parts_that_wait_with_evidence_of_their_own(convene, act, editor):
    parts = actions.split(convene, into=[{"action": "convene two meetings"}, {"action": "submit a report"}], by=editor)
    convene.refresh_from_db()
    assert (convene.review, convene.dismissed_because) == (Review.DISMISSED, "Split into 2.")
    assert [(part.action, part.review, part.number) for part in parts] == [
        ("convene two meetings", Review.PROPOSED, 3),
        ("submit a report", Review.PROPOSED, 4),
    ]
    assert parts[1].due_session == convene.due_session
    assert parts[1].addressee_words == "Secretariat"
    assert said(parts[1], "due session")[0].quote == "at its ninth session"
    propose_for([act])
    assert act.mandates.count() == 4


@pytest.mark.parametrize(
    "parts", [[], [{"action": "one"}], [{"action": "one"}, {"action": " "}], [{"action": "one"}] * 2]
)
def test_splitting_needs_two_different_parts(convene, act, editor, parts):
    with pytest.raises(NotPossible):
        actions.split(convene, into=parts, by=editor)
    assert act.mandates.count() == 2


def test_merging_keeps_one_and_says_where_the_others_went(convene, send, act, editor):
    kept = actions.merge([send], into=convene, by=editor, action="convene meetings and send questionnaires")
    send.refresh_from_db()
    assert (send.review, send.merged_into) == (Review.DISMISSED, convene)
    assert (kept.review, kept.action) == (Review.PROPOSED, "convene meetings and send questionnaires")
    assert [each.words for each in kept.addressees.all()] == ["Secretariat", "States parties"]
    assert any("31 March 2017" in each.quote and not each.chosen for each in said(kept, "deadline"))
    assert not propose_for([act])


def test_merging_into_what_the_register_holds_ties_its_paragraph_and_changes_no_word_of_it(convene, act, editor):
    entered = make.mandate(act, "hold boat talks")
    actions.merge([convene], into=entered, by=editor, action="something else")
    entered.refresh_from_db()
    assert (entered.action, entered.paragraph, entered.review) == (
        "hold boat talks",
        convene.paragraph,
        Review.CONFIRMED,
    )
    convene.refresh_from_db()
    actions.restore(convene, by=editor)
    entered.refresh_from_db()
    assert entered.paragraph is None
    assert not said(entered, "verb")


def test_what_others_were_merged_into_is_not_taken_back_by_a_new_reading(convene, send, act, editor):
    send.addressees.update(words="Secretariat")
    actions.merge([send], into=convene, by=editor)
    act.paragraphs.all().delete()
    propose_for([act])
    assert list(act.mandates.filter(review=Review.PROPOSED)) == [convene]


def test_merging_across_acts_or_with_itself_is_refused(convene, editor):
    other = make.mandate(make.act("8/5"), review=Review.PROPOSED)
    with pytest.raises(NotPossible, match="one act"):
        actions.merge([other], into=convene, by=editor)
    with pytest.raises(NotPossible, match="at least one other"):
        actions.merge([convene], into=convene, by=editor)


def test_dismissing_needs_a_reason_and_hides_it_from_everybody(convene, editor):
    with pytest.raises(NotPossible, match="Say why"):
        actions.dismiss(convene, because=" ", by=editor)
    actions.dismiss(convene, because="It asks for nothing.", by=editor)
    convene.refresh_from_db()
    assert convene.dismissed_because == "It asks for nothing."
    assert convene not in seen_by(Audience.SECRETARIAT)


def test_confirming_all_of_an_act_takes_only_what_was_seen(convene, send, act, editor):
    assert actions.confirm_all(act, by=editor, among=[send.pk]) == [send]
    assert actions.confirm_all(act, by=editor) == [convene]
    with pytest.raises(NotPossible, match="Nothing of resolution 8/4 waits"):
        actions.confirm_all(act, by=editor)


# ---------------------------------------------------------------- undo


def test_what_was_corrected_says_what_the_text_does_when_it_is_taken_back(convene, editor):
    actions.correct(convene, by=editor, action="something else", due_words="soon", note="Ask Vienna.", addressees=[])
    actions.restore(convene, by=editor)
    convene.refresh_from_db()
    assert convene.review == Review.PROPOSED
    assert convene.action.startswith("convene, within existing resources")
    assert (convene.due_words, convene.note, convene.addressee_words) == ("at its ninth session", "", "Secretariat")
    assert [(each.origin, each.chosen) for each in said(convene, "action")] == [
        (Origin.READ, True),
        (Origin.ENTERED, False),
    ]
    assert said(convene, "verb")[0].confirmed_by is None
    assert not propose_for([convene.act])


@pytest.mark.parametrize("how", ["confirm", "dismiss"])
def test_what_was_decided_waits_again_when_it_is_taken_back(convene, editor, how):
    if how == "confirm":
        actions.confirm(convene, by=editor)
    else:
        actions.dismiss(convene, because="No.", by=editor)
    actions.restore(convene, by=editor)
    convene.refresh_from_db()
    assert (convene.review, convene.dismissed_because) == (Review.PROPOSED, "")
    with pytest.raises(NotPossible, match="nothing to undo"):
        actions.restore(convene, by=editor)


def test_a_split_is_taken_back_unless_a_part_was_confirmed(convene, act, editor):
    parts = actions.split(convene, into=[{"action": "convene"}, {"action": "submit"}], by=editor)
    actions.confirm(parts[0], by=editor)
    with pytest.raises(NotPossible, match="A part of it was confirmed"):
        actions.restore(convene, by=editor)
    actions.restore(parts[0], by=editor)
    parts[0].refresh_from_db()
    assert parts[0].action == "convene"
    actions.restore(convene, by=editor)
    assert [mandate.number for mandate in act.mandates.all()] == [1, 2]
    assert not Evidence.objects.filter(subject="mandates.mandate", subject_id=parts[1].pk).exists()


def test_a_merger_is_taken_back(convene, send, editor):
    actions.merge([send], into=convene, by=editor, action="all of it")
    send.refresh_from_db()
    actions.restore(send, by=editor)
    convene.refresh_from_db()
    send.refresh_from_db()
    assert (send.review, send.merged_into) == (Review.PROPOSED, None)
    assert convene.action.startswith("convene, within")
    assert convene.addressee_words == "Secretariat"
    assert not any("31 March" in each.quote for each in said(convene, "deadline"))
    assert not propose_for([convene.act])


def test_a_confirmed_one_that_something_rests_on_is_not_taken_back(convene, editor):
    actions.confirm(convene, by=editor)
    make.response(convene, make.meeting(ordinal=1, start="2017-05-01"))
    with pytest.raises(NotPossible, match="confirmed as its answers"):
        actions.restore(convene, by=editor)


def test_what_was_entered_by_a_person_is_no_proposal_to_take_back(act, editor):
    with pytest.raises(NotPossible, match="entered, not proposed"):
        actions.restore(make.mandate(act, "hold boat talks"), by=editor)


# ---------------------------------------------------------------- two people


def test_the_second_of_two_is_told_who_was_quicker(convene, editor, publisher):
    editor.first_name, editor.last_name = "Ada", "Editor"
    editor.save()
    actions.confirm(convene, by=editor)
    with pytest.raises(NotPossible, match="Ada Editor confirmed proposal 1 on"):
        actions.correct(convene, by=publisher, action="something else")
    convene.refresh_from_db()
    assert convene.action.startswith("convene")


def test_nobody_decides_on_words_they_did_not_see(convene, act, editor):
    seen = actions.version_of(convene)
    without_a_session = "Requests the Secretariat to convene two meetings of the Working Group on Boats and to report;"
    act.paragraphs.filter(number="2").update(text=without_a_session)
    propose_for([act])
    with pytest.raises(NotPossible, match="reads otherwise now"):
        actions.confirm(convene, by=editor, seen=seen)


def test_a_proposal_that_is_gone_is_told_in_words(convene, act, editor):
    act.paragraphs.all().delete()
    propose_for([act])
    with pytest.raises(NotPossible, match="is gone"):
        actions.confirm(convene, by=editor)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_the_same_moment_are_answered_one_after_the_other(convene, act, editor, publisher):
    answers = []

    def decide(verb):
        try:
            verb()
            answers.append("done")
        except Exception as refusal:
            answers.append(str(refusal))
        finally:
            connection.close()

    others = [
        threading.Thread(target=decide, args=[lambda: actions.confirm(convene, by=editor)]),
        threading.Thread(target=decide, args=[lambda: actions.dismiss(convene, because="No.", by=publisher)]),
        threading.Thread(target=decide, args=[lambda: propose_for([act])]),
    ]
    with transaction.atomic():
        actions.lock([act.pk]).get()
        for other in others:
            other.start()
    for other in others:
        other.join(120)
    assert answers.count("done") == 2
    (refusal,) = [answer for answer in answers if answer != "done"]
    assert "It waits no more; nothing was changed." in refusal


# ---------------------------------------------------------------- links


@pytest.fixture
def link(act, convene, editor):
    link = MandateLink.objects.create(mandate=convene, kind="renewed by", to_act=make.act("9/2"), is_confirmed=False)
    make.evidence(link, "link", "renewed", origin=Origin.READ, quote="Decides to renew")
    return link


def test_a_link_is_confirmed_after_its_mandate(link, convene, editor):
    with pytest.raises(NotPossible, match="Confirm the mandate first"):
        actions.confirm_link(link, by=editor)
    actions.confirm(convene, by=editor)
    assert not MandateLink.objects.visible_to(Audience.PUBLIC).exists()
    actions.confirm_link(link, by=editor)
    assert MandateLink.objects.visible_to(Audience.PUBLIC).get() == link
    with pytest.raises(NotPossible, match="confirmed it already"):
        actions.dismiss_link(link, because="No.", by=editor)
    actions.restore_link(link, by=editor)
    assert not MandateLink.objects.visible_to(Audience.PUBLIC).exists()


# ---------------------------------------------------------------- the pages


@pytest.fixture
def desk(client_of, editor):
    return client_of(editor)


def post(client, act="confirm", *, address=HERE, **data):
    return client.post(address, {"act": act, **data}, follow=True)


def test_the_list_tells_what_waits_and_narrows(desk, act):
    page = desk.get("/en/desk/proposals/").content.decode()
    assert "2 proposals wait" in page
    assert "Resolution 8/4" in page
    assert "Resolution 8/4" not in desk.get("/en/desk/proposals/?act=7/1").content.decode()
    assert "Resolution 8/4" in desk.get("/en/desk/proposals/?act=resolution+8/4").content.decode()
    assert "Resolution 8/4" in desk.get("/en/desk/proposals/?act=boat").content.decode()
    assert "Resolution 8/4" in desk.get("/en/desk/proposals/?session=18").content.decode()
    assert "Resolution 8/4" not in desk.get("/en/desk/proposals/?session=8").content.decode()
    assert 'href="?act=boat&amp;format=csv"' in desk.get("/en/desk/proposals/?act=boat").content.decode()
    make.act("8/9")
    assert "Paste its text" in desk.get("/en/desk/proposals/?show=no-text").content.decode()
    for nonsense in ("act=%00", "session=x", "show=x", "page=x", "session=99999999999"):
        assert desk.get(f"/en/desk/proposals/?{nonsense}").status_code == 200
    table = desk.get("/en/desk/proposals/?format=csv").content.decode()
    assert "resolution 8/4,2,Requests,Secretariat," in table


def test_the_text_stands_beside_what_was_proposed_with_the_words_marked(desk, act, convene):
    page = desk.get(HERE).content.decode()
    assert '<mark class="q-verb">Requests</mark>' in page
    assert (
        '<mark class="q-addressee">the Secretariat</mark>' in page
        or '<mark class="q-addressee">Secretariat</mark>' in page
    )
    assert '<mark class="q-resources">within existing resources</mark>' in page
    assert '<mark class="q-deadline">at its ninth session</mark>' in page
    assert f'id="proposal-{convene.pk}"' in page
    assert "proposed by machine" in page


def test_each_step_leads_to_the_next_proposal_and_offers_to_undo(desk, act, convene, send):
    answer = post(desk, proposal=convene.pk, seen=actions.version_of(convene))
    assert answer.redirect_chain[-1][0] == f"{HERE}?done={convene.pk}&at={send.pk}#proposal-{send.pk}"
    page = answer.content.decode()
    assert "Confirmed: convene" in page
    assert 'value="restore"' in page
    answer = post(desk, "restore", proposal=convene.pk)
    assert "it waits again" in answer.content.decode()
    convene.refresh_from_db()
    assert convene.review == Review.PROPOSED


def test_a_correction_goes_through_its_form(desk, act, convene):
    form = desk.get(f"{HERE}?at={convene.pk}&do=correct").context["form"]
    data = {form.add_prefix(name): form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    data = {name: getattr(value, "pk", value) for name, value in data.items() if value not in (None, "", False)}
    name = form.add_prefix
    answer = post(
        desk,
        "correct",
        proposal=convene.pk,
        **data | {name("action"): "convene two meetings", name("least_number"): "0"},
    )
    assert "greater than or equal to 1" in answer.content.decode()
    assert "convene two meetings" in answer.content.decode()
    answer = post(desk, "correct", proposal=convene.pk, **data | {name("action"): "convene two meetings"})
    assert "Corrected and confirmed: convene two meetings" in answer.content.decode()
    convene.refresh_from_db()
    assert (convene.review, convene.action, convene.due_session.title) == (
        "confirmed",
        "convene two meetings",
        "Ninth session",
    )


def test_splitting_merging_and_dismissing_go_through_their_forms(desk, act, convene, send):
    prefix = f"m{convene.pk}-"
    answer = post(desk, "split", proposal=convene.pk, **{f"{prefix}parts": "convene two meetings\nsubmit a report"})
    assert "Split into 2" in answer.content.decode()
    first, second = act.mandates.filter(split_from=convene).order_by("number")
    answer = post(
        desk, "merge", proposal=first.pk, **{f"m{first.pk}-others": [second.pk], f"m{first.pk}-action": "both"}
    )
    assert "1 merged into 3." in answer.content.decode()
    answer = post(desk, "dismiss", proposal=send.pk)
    assert "Say why it is dismissed." in answer.content.decode()
    answer = post(desk, "dismiss", proposal=send.pk, **{f"m{send.pk}-because": "It asks for nothing."})
    assert "Dismissed: send" in answer.content.decode()
    answer = post(desk, "confirm-all", among=f"{first.pk},{convene.pk},x")
    assert "1 proposal is confirmed." in answer.content.decode()
    assert "All is decided here." in answer.content.decode()


def test_the_second_person_keeps_what_they_wrote_and_is_told(desk, act, convene, publisher):
    actions.confirm(convene, by=publisher)
    prefix = f"m{convene.pk}-"
    answer = post(desk, "correct", proposal=convene.pk, **{f"{prefix}action": "my careful words"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "confirmed proposal 1" in page
    assert "nothing was changed" in page
    assert "my careful words" in page


def test_a_proposed_link_leads_from_the_thread_to_where_it_is_decided_on(desk, link, client):
    place = f"/en/desk/proposals/ctoc-cop/resolution/9/2#link-{link.pk}"
    thread = link.mandate.get_absolute_url()
    actions.confirm(link.mandate, by=make.person("quick"))
    assert f'<a href="{place}">Decide on the link</a>' in desk.get(thread).content.decode()
    assert place.partition("#")[0] not in client.get(thread).content.decode()
    actions.confirm_link(link, by=make.person("second"))
    assert "Decide on the link" not in desk.get(thread).content.decode()


def test_links_are_decided_on_beside_the_text(desk, link, convene, editor):
    actions.confirm(convene, by=editor)
    page = desk.get("/en/desk/proposals/ctoc-cop/resolution/9/2").content.decode()
    assert "renewed by" in page
    assert "Decides to renew" in page
    for nothing in ("", "\0"):
        answer = post(desk, "dismiss-link", link=link.pk, because=nothing)
        assert "Say why it is dismissed." in answer.content.decode()
    answer = post(desk, "confirm-link", link=link.pk)
    assert "Confirmed:" in answer.content.decode()
    answer = post(desk, "restore-link", link=link.pk)
    assert "waits again" in answer.content.decode()


@pytest.mark.parametrize(
    "data", [{"act": "nonsense"}, {}, {"act": "confirm", "proposal": "x"}, {"act": "confirm", "proposal": "9" * 30}]
)
def test_nonsense_is_answered_in_words_and_changes_nothing(desk, act, data):
    assert desk.post(HERE, data).status_code in (400, 404)
    assert act.mandates.filter(review=Review.PROPOSED).count() == 2


def test_a_proposal_of_another_act_can_not_be_decided_on_here(desk, act, convene):
    make.act("8/9")
    assert (
        desk.post("/en/desk/proposals/ctoc-cop/resolution/8/9", {"act": "confirm", "proposal": convene.pk}).status_code
        == 404
    )


def test_only_the_secretariat_sees_the_pages_and_only_editors_decide(act, convene, client, client_of, delegate, person):
    for visitor in (client, client_of(delegate)):
        assert visitor.get("/en/desk/proposals/").status_code == 404
        for address in (HERE, f"{HERE}/text"):
            assert visitor.get(address).status_code == 404
            assert visitor.post(address, {"act": "confirm", "proposal": convene.pk}).status_code == 404


def test_the_pages_take_a_bounded_number_of_queries(desk, act, django_assert_max_num_queries):
    for number in range(5, 45):
        make.paragraph(
            act, str(number), f"Requests the Secretariat to publish volume {number} of the atlas of harbours;"
        )
        make.act(f"8/{number + 10}")
    propose_for([act])
    desk.get(HERE)
    for address in (
        "/en/desk/proposals/",
        "/en/desk/proposals/?show=all",
        HERE,
        f"{HERE}?do=correct",
        f"{HERE}?do=merge",
    ):
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address).status_code == 200
        assert len(asked) <= 24, (address, len(asked))


# ---------------------------------------------------------------- the box


@pytest.fixture
def empty():
    make.session(9, start="2018-10-15", end="2018-10-19")
    return make.act("8/7", "More boats")


BOX = "/en/desk/proposals/ctoc-cop/resolution/8/7/text"


def test_an_act_without_a_text_says_so_and_offers_the_box_to_staff_alone(empty, desk, client):
    page = desk.get("/en/acts/ctoc-cop/resolution/8/7").content.decode()
    assert "The text is not held here." in page
    assert BOX in page
    assert BOX not in client.get("/en/acts/ctoc-cop/resolution/8/7").content.decode()
    assert "Paste it" in desk.get(BOX.removesuffix("/text")).content.decode()


def test_a_pasted_text_is_looked_at_first_and_nothing_is_kept(empty, desk):
    page = desk.post(BOX, {"act": "look", "text": TEXT, "language": "en"}).content.decode()
    assert "It would propose 2 things" in page
    assert "nothing is kept yet" in page
    assert "Recalling its earlier decisions on boats" in page
    assert not empty.paragraphs.exists()
    assert not empty.mandates.exists()


def test_a_text_that_is_kept_gives_its_proposals_at_once(empty, desk):
    answer = desk.post(BOX, {"act": "keep", "text": TEXT, "language": "en"}, follow=True)
    assert answer.redirect_chain[-1][0] == BOX.removesuffix("/text")
    assert "2 things it asks wait for your word." in answer.content.decode()
    assert empty.mandates.filter(review=Review.PROPOSED).count() == 2


@pytest.mark.parametrize("text", ["", "   ", "\0", "Good morning", "x" * 500_001])
def test_a_text_without_paragraphs_is_refused_in_words(empty, desk, text):
    for act in ("look", "keep"):
        page = desk.post(BOX, {"act": act, "text": text, "language": "en"})
        assert page.status_code == 200
        assert 'class="errorlist"' in page.content.decode() or "nothing is kept" in page.content.decode()


def test_a_text_on_which_confirmed_mandates_stand_is_not_replaced(act, convene, desk, editor):
    actions.confirm(convene, by=editor)
    page = desk.post(f"{HERE}/text", {"act": "keep", "text": TEXT, "language": "en"}).content.decode()
    assert "Mandates stand on the paragraphs held now" in page


# ---------------------------------------------------------------- nothing unconfirmed is shown as fact


def test_readers_see_nothing_of_proposals_anywhere(act, convene, client, client_of, delegate):
    make.response(convene, make.document("CTOC/COP/2018/5", "A report on boats"))
    addresses = [
        "/en/",
        "/en/mandates/",
        "/en/mandates/?format=csv",
        "/en/acts/",
        "/en/acts/ctoc-cop/resolution/8/4",
        "/en/sessions/9",
        "/en/documents/CTOC/COP/2018/5",
        "/en/feeds/mandates.atom",
        "/en/search/?q=boats",
        "/api/search/?q=boats",
    ]
    for visitor in (client, client_of(delegate)):
        for address in addresses:
            answer = visitor.get(address)
            page = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert convene.get_absolute_url().encode() not in page, address
            assert b"Convene, within existing" not in page, address
            assert b"proposed by machine" not in page, address
        assert visitor.get(convene.get_absolute_url()).status_code == 404


def test_the_first_page_shows_staff_no_proposal_as_a_fact(act, convene, desk):
    assert "convene, within existing" not in desk.get("/en/").content.decode()


def test_who_of_the_staff_confirmed_is_not_told_to_readers(act, convene, client, desk, editor):
    editor.first_name, editor.last_name = "Ada", "Secretary"
    editor.save()
    actions.confirm(convene, by=editor)
    assert "Ada Secretary" in desk.get(convene.get_absolute_url()).content.decode()
    page = client.get(convene.get_absolute_url()).content.decode()
    assert "Ada Secretary" not in page
    assert "confirmed by the secretariat" in page
