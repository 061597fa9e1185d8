"""Following: a person chooses what to hear of; nobody follows what they may not see, and nobody sees another's list."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.template import Context, Template
from django.urls import reverse

from accounts import actions
from accounts.access import Audience
from accounts.models import Follow
from mandates.models import Review
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(person):
    return person("reader", username="rita")


@pytest.fixture
def record():
    """One of each kind of thing that can be followed, by the kind."""
    group = make.body("wg8")
    act = make.act("7/1", "On a review mechanism", session=make.session(7, start="2014-10-06", end="2014-10-10"))
    return {
        "meetings.body": group,
        "meetings.meeting": make.meeting(group, ordinal=2, start="2016-06-06"),
        "documents.document": make.document("CTOC/COP/2016/1", "Provisional agenda"),
        "documents.act": act,
        "mandates.mandate": make.mandate(act, "convene a meeting"),
    }


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_every_kind_of_record_has_the_button_on_its_page_and_can_be_followed_and_left(record, reader, client_of):
    client = client_of(reader)
    for subject, thing in record.items():
        address = thing.get_absolute_url()
        assert f'action="{reverse("follow")}"' in page(client, address), subject
        answer = client.post(reverse("follow"), {"subject": subject, "key": thing.pk, "next": address})
        assert (answer.status_code, answer.url) == (302, address)
        shown = page(client, address)
        assert "You follow this." in shown
        assert "now.</p>" in shown
    assert {follow.thing for follow in Follow.objects.of(reader)} == {(each, record[each].pk) for each in record}
    listed = page(client, reverse("following"))
    for thing in record.values():
        assert f'href="{thing.get_absolute_url()}"' in listed
    for subject, thing in record.items():
        answer = client.post(
            reverse("unfollow"), {"subject": subject, "key": thing.pk, "next": thing.get_absolute_url()}
        )
        assert answer.url == thing.get_absolute_url()
    assert not Follow.objects.exists()
    assert "You follow nothing yet." in page(client, reverse("following"))


def test_readers_who_are_not_signed_in_are_led_to_the_sign_in_and_back(record, client):
    for thing in record.values():
        shown = page(client, thing.get_absolute_url())
        assert f'{reverse("sign_in")}?next={thing.get_absolute_url()}"' in shown
        assert "csrfmiddlewaretoken" not in shown
    for name in ("follow", "unfollow", "follow_search", "rename_search"):
        assert client.post(reverse(name)).url.startswith(reverse("sign_in"))
    assert not Follow.objects.exists()


def test_whoever_was_signed_out_meanwhile_comes_back_to_the_page_of_the_form(record, client):
    address = record["meetings.body"].get_absolute_url()
    form = {"subject": "meetings.body", "key": record["meetings.body"].pk}
    answer = client.post(reverse("follow"), form | {"next": address})
    assert answer.url == f"{reverse('sign_in')}?next={address}"
    for elsewhere in ("", "https://example.org/"):
        answer = client.post(reverse("follow"), form | {"next": elsewhere})
        assert answer.url == f"{reverse('sign_in')}?next={reverse('following')}"
    assert client.post(reverse("mark_read")).url == f"{reverse('sign_in')}?next={reverse('news')}"


HIDDEN = {
    "a document that is not issued": lambda: ("documents.document", make.document("CTOC/COP/2016/9", listed=False)),
    "a document for the secretariat": lambda: (
        "documents.document",
        make.document("CTOC/COP/2016/9", audience=Audience.SECRETARIAT),
    ),
    "a meeting of the staff": lambda: (
        "meetings.meeting",
        make.meeting(start="2016-02-02", audience=Audience.SECRETARIAT),
    ),
    "an act for the secretariat": lambda: ("documents.act", make.act("9/9", audience=Audience.SECRETARIAT)),
    "a mandate that a machine proposed": lambda: ("mandates.mandate", make.mandate(review=Review.PROPOSED)),
}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_may_not_be_seen_can_not_be_followed_and_answers_like_nothing(hidden, client_of, reader, delegate, editor):
    subject, thing = HIDDEN[hidden]()
    for user in (reader, delegate):
        client = client_of(user)
        refused = client.post(reverse("follow"), {"subject": subject, "key": thing.pk})
        nothing = client.post(reverse("follow"), {"subject": subject, "key": thing.pk + 5000})
        assert refused.status_code == nothing.status_code == 404
        assert refused.content == nothing.content
    assert client_of(editor).post(reverse("follow"), {"subject": subject, "key": thing.pk}).status_code == 302
    assert Follow.objects.get().user == editor


@pytest.mark.parametrize(
    "subject", ["", "search", "accounts.user", "provenance.evidence", "meetings.agendaitem", "x" * 500, "\0"]
)
@pytest.mark.parametrize("key", ["1", "", "-1", "1e3", "٧", "9" * 40, "\0"])
def test_junk_is_not_followed(client_of, reader, subject, key):
    client = client_of(reader)
    assert client.post(reverse("follow"), {"subject": subject, "key": key}).status_code == 404
    assert client.post(reverse("unfollow"), {"subject": subject, "key": key}).status_code == 404
    assert client.post(reverse("unfollow"), {"follow": key}).status_code == 404
    assert client.post(reverse("rename_search"), {"follow": key, "name": "x"}).status_code == 404
    assert not Follow.objects.exists()


def test_what_became_hidden_is_listed_without_its_name_and_can_be_let_go(client_of, reader):
    paper = make.document("CTOC/COP/2016/9", "Kryptonite")
    follow = actions.follow(subject="documents.document", subject_id=paper.pk, by=reader)
    paper.is_publicly_listed = False
    paper.save()
    client = client_of(reader)
    shown = page(client, reverse("following"))
    assert "no longer available to you" in shown
    assert "2016/9" not in shown
    assert "Kryptonite" not in shown
    client.post(reverse("unfollow"), {"follow": follow.pk})
    shown = page(client, reverse("following"))
    assert "You no longer follow this." in shown
    assert "2016/9" not in shown
    assert not Follow.objects.exists()


def test_a_person_sees_and_changes_their_own_list_alone(record, client_of, reader, delegate):
    follow = actions.follow(subject="meetings.body", subject_id=record["meetings.body"].pk, by=reader)
    search = actions.follow_search(query="q=meeting", name="My meetings", by=reader)
    other = client_of(delegate)
    assert "My meetings" not in page(other, reverse("following"))
    for each in (follow, search):
        assert other.post(reverse("unfollow"), {"follow": each.pk}).status_code == 404
    assert other.post(reverse("rename_search"), {"follow": search.pk, "name": "Mine"}).status_code == 404
    with pytest.raises(actions.NotPossible):
        actions.unfollow(follow, by=delegate)
    with pytest.raises(actions.NotPossible):
        actions.rename(search, name="Mine", by=delegate)
    assert Follow.objects.of(reader).count() == 2


def test_unfollowing_in_the_list_can_be_undone_there(record, client_of, reader):
    client, group = client_of(reader), record["meetings.body"]
    follow = actions.follow(subject="meetings.body", subject_id=group.pk, by=reader)
    client.post(reverse("unfollow"), {"follow": follow.pk})
    undo = re.search(r'(?s)<div class="notice info".*?</div>', page(client, reverse("following")))[0]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', undo))
    client.post(reverse("follow"), fields)
    assert Follow.objects.of(reader).get().thing == ("meetings.body", group.pk)
    assert "Undo" not in page(client, reverse("following"))


def test_a_search_is_saved_once_whatever_the_order_of_its_filters_and_can_be_renamed(client_of, reader):
    client = client_of(reader)
    for query in ("q=trafficking+in++persons&body=wg8&page=3", "?body=wg8&q=trafficking in persons&format=csv&type="):
        client.post(reverse("follow_search"), {"query": query, "name": "Trafficking"})
    search = Follow.objects.of(reader).get()
    assert search.query == "q=trafficking+in+persons&body=wg8"
    client.post(reverse("rename_search"), {"follow": search.pk, "name": "  <b>Persons</b> "})
    shown = page(client, reverse("following"))
    assert "&lt;b&gt;Persons&lt;/b&gt;" in shown
    assert "q=trafficking+in+persons&amp;body=wg8" in shown
    client.post(reverse("rename_search"), {"follow": search.pk, "name": " "})
    assert "Give the search a name." in page(client, reverse("following"))
    client.post(reverse("unfollow"), {"follow": search.pk})
    assert "Undo" in page(client, reverse("following"))


@pytest.mark.parametrize("query", ["", "?", "page=2", "q=", "q=%00", "&&&"])
def test_an_empty_search_is_refused_with_a_sentence(client_of, reader, query):
    client = client_of(reader)
    answer = client.post(reverse("follow_search"), {"query": query, "name": "All"}, follow=True)
    assert "nothing to follow in an empty search" in answer.content.decode()
    assert not Follow.objects.exists()


def test_a_search_of_any_length_is_refused_with_a_sentence(reader):
    for long in ("q=" + "a" * 3000, "q=a&" * 500_000):
        with pytest.raises(actions.NotPossible, match="too long"):
            actions.follow_search(query=long, by=reader)
    assert actions.follow_search(query="q=" + "ж" * 100, name="n" * 900, by=reader).name == "n" * 200


def test_a_search_without_a_name_is_called_by_its_words_or_filters(reader):
    assert actions.follow_search(query="q=firearms", by=reader).name == "firearms"
    assert actions.follow_search(query="year=2016&body=wg8", by=reader).name == "body: wg8, year: 2016"


def test_there_is_a_limit_and_it_is_said_in_words(reader, client_of, monkeypatch, record):
    monkeypatch.setattr(actions, "MOST_FOLLOWS", 2)
    monkeypatch.setattr(actions, "MOST_SEARCHES", 1)
    actions.follow_search(query="q=a", by=reader)
    with pytest.raises(actions.NotPossible, match="You follow 1 searches, the most"):
        actions.follow_search(query="q=b", by=reader)
    actions.follow(subject="meetings.body", subject_id=1, by=reader)
    actions.follow(subject="meetings.body", subject_id=1, by=reader)
    client = client_of(reader)
    thing = record["documents.document"]
    client.post(reverse("follow"), {"subject": "documents.document", "key": thing.pk})
    assert "You follow 2 things, the most there can be." in page(client, reverse("following"))
    assert reader.follows.count() == 2


def test_one_is_sent_back_only_to_this_site(record, client_of, reader):
    client, group = client_of(reader), record["meetings.body"]
    for elsewhere in ("https://example.org/", "//example.org", "javascript:alert(1)", "\\\\example.org"):
        answer = client.post(reverse("follow"), {"subject": "meetings.body", "key": group.pk, "next": elsewhere})
        assert answer.url == group.get_absolute_url()


@pytest.mark.parametrize(
    "fields",
    [
        {"subject": "search", "subject_id": 1, "query": "q=a", "name": "a"},
        {"subject": "search", "query": "", "name": "a"},
        {"subject": "meetings.body"},
        {"subject": "", "subject_id": 3},
        {"subject": "meetings.body", "subject_id": 3, "query": "q=a"},
    ],
)
def test_the_database_refuses_what_is_neither_a_record_nor_a_search(reader, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Follow.objects.create(user=reader, **fields)


def test_the_list_costs_the_same_for_one_thing_as_for_many(record, client_of, reader, django_assert_max_num_queries):
    for subject, thing in record.items():
        actions.follow(subject=subject, subject_id=thing.pk, by=reader)
    for number in range(40):
        thing = make.document(f"CTOC/COP/2017/{number + 1}", "A paper")
        actions.follow(subject="documents.document", subject_id=thing.pk, by=reader)
        actions.follow_search(query=f"q=word{number}", by=reader)
    client = client_of(reader)
    with django_assert_max_num_queries(18):
        page(client, reverse("following"))


def test_the_component_for_searches_offers_what_fits_the_reader(reader, rf):
    template = Template("{% load following %}{% follow_search_button query 'My words' %}")
    request = rf.get("/en/search/")

    def shown(user, query):
        request.user = user
        return template.render(Context({"request": request, "query": query, "csrf_token": "token"}))

    assert "sign-in/?next=/en/search/%3Fq%3Dx" in shown(AnonymousUser(), "q=x&page=2")
    assert "token" not in shown(AnonymousUser(), "q=x")
    assert not shown(reader, "page=2").strip()
    assert 'name="query" value="q=x"' in shown(reader, "q=x&page=2")
    actions.follow_search(query="q=x", name="Mine", by=reader)
    assert "You follow this search as “Mine”." in shown(reader, "page=7&q=x")
