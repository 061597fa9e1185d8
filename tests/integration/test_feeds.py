"""Atom feeds: what everybody may see, in the order in which it changed, for programs that ask again and again."""

import re
import time
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import Audience
from documents import actions as documents
from documents.feeds import DocumentsFeed, entries_of
from documents.models import Document, DocumentTitle
from documents.models.rows import rows_of
from mandates import feeds
from mandates.models import Review
from meetings.models import Meeting
from provenance.atom import feed_view
from tests import factories as make

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
MOST_QUERIES = 16


@pytest.fixture
def record():
    """A little of everything that feeds tell of."""
    group = make.body("wg8", "Working group on a review mechanism")
    seventh = make.session(7, start="2014-10-06", end="2014-10-10")
    eighth = make.session(8)
    meeting = make.meeting(group, ordinal=2, start="2016-06-06")
    act = make.act("7/1", "On review", session=seventh, adopted="2014-10-10")
    mandate = make.mandate(act, "convene a meeting", deliverable="meeting", least_number=1)
    report = make.document("CTOC/COP/WG.8/2016/2", "Report", body=group, date="2016-06", type="report of meeting")
    make.file(make.version(report), "A page.")
    make.place_in(eighth, report)
    make.response(mandate, meeting)
    make.response(mandate, report, to=eighth)
    make.response(mandate, "CTOC/COP/WG.8/2015/3")
    return {"group": group, "eighth": eighth, "mandate": mandate, "act": act, "report": report, "meeting": meeting}


def addresses(record):
    return {
        "documents": reverse("documents_feed"),
        "body": reverse("body_feed", args=["wg8"]),
        "session": reverse("meeting_feed", args=[record["eighth"].pk]),
        "acts": reverse("acts_feed"),
        "meetings": reverse("meetings_feed"),
        "meetings of a body": reverse("meetings_feed") + "?body=wg8",
        "register": reverse("mandates_feed"),
        "register, filtered": reverse("mandates_feed")
        + "?status=delivered&session=7&deliverable=meeting&addressee=UNODC",
        "thread": reverse("mandate_feed", args=[record["mandate"].act.path, 1]),
    }


def read(client, address):
    """The feed at an address: its root element. A feed that is no XML fails here."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(answer.content)


def titles(root):
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


def test_every_feed_tells_of_its_records(record, client):
    told = {name: titles(read(client, address)) for name, address in addresses(record).items()}
    report = "CTOC/COP/WG.8/2016/2: Report"
    assert told["documents"] == told["body"] == told["session"] == [report]
    assert told["acts"] == ["Resolution 7/1: On review"]
    assert set(told["meetings"]) == {str(each) for each in Meeting.objects.all()}
    assert told["meetings of a body"] == [str(record["meeting"])]
    assert told["register"] == told["register, filtered"] == ["Resolution 7/1: convene a meeting"]
    assert set(told["thread"]) == {
        "Resolution 7/1: convene a meeting",
        f"Meeting: {record['meeting']}",
        f"Report: {report}",
        "Report: CTOC/COP/WG.8/2015/3",
    }
    assert titles(read(client, reverse("mandates_feed") + "?session=8")) == []
    assert titles(read(client, reverse("meetings_feed") + "?body=nothing")) == []


def test_a_feed_is_complete_as_the_standard_has_it(record, client):
    for name, address in addresses(record).items():
        root = read(client, address)
        assert root.tag == f"{ATOM}feed"
        assert root.get(LANGUAGE) == "en"
        for element in [root, *root.iter(f"{ATOM}entry")]:
            for part in ("id", "title", "updated"):
                assert element.findtext(f"{ATOM}{part}"), f"{name} has no {part}"
        own = root.find(f"{ATOM}link[@rel='self']").get("href")
        assert own == f"http://testserver{address}", name
        ids = [element.findtext(f"{ATOM}id") for element in root.iter(f"{ATOM}entry")]
        assert len(set(ids)) == len(ids)
        for entry in root.iter(f"{ATOM}entry"):
            link = entry.find(f"{ATOM}link").get("href")
            assert link.startswith("http://testserver/en/")
            if "2015/3" not in link:
                assert client.get(link).status_code == 200


def test_the_id_of_a_document_stays_when_its_symbol_and_title_change(record, client):
    def entry_id():
        return read(client, reverse("documents_feed")).find(f"{ATOM}entry/{ATOM}id").text

    before = entry_id()
    symbol = record["report"].symbols.get()
    symbol.as_printed = "CTOC/COP/WG.8/2016/22"
    symbol.save()
    DocumentTitle.objects.update(text="Another title")
    assert entry_id() == before
    assert re.fullmatch(rf"tag:[\w.-]+,2026:documents\.document/{record['report'].pk}", before)
    assert before == read(client, reverse("body_feed", args=["wg8"])).find(f"{ATOM}entry/{ATOM}id").text


@pytest.mark.parametrize(
    "title", ["<b>Bold</b> & “more”", "]]><script>", "bell \x07 and \ufffe", "تقرير الفريق العامل"]
)
def test_any_title_is_told_as_it_is(client, title):
    make.document("CTOC/COP/2016/1", title)
    (told,) = titles(read(client, reverse("documents_feed")))
    assert told == "CTOC/COP/2016/1: " + re.sub("[\x07\ufffe]", "", title)


def test_the_language_of_a_title_is_marked(client):
    make.document("CTOC/COP/2016/1", "Agenda")
    arabic = make.document("CTOC/COP/2016/2")
    DocumentTitle.objects.create(document=arabic, language="ar", text="تقرير")
    entries = read(client, reverse("documents_feed")).iter(f"{ATOM}entry")
    languages = {entry.findtext(f"{ATOM}title"): entry.get(LANGUAGE) for entry in entries}
    assert languages == {"CTOC/COP/2016/1: Agenda": None, "CTOC/COP/2016/2: تقرير": "ar"}


def test_who_has_the_feed_as_it_stands_is_told_so(record, client):
    for address in addresses(record).values():
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        again = client.get(address, headers={"If-Modified-Since": first["Last-Modified"]})
        assert again.status_code == 304, address
    first = client.get(reverse("documents_feed"))
    DocumentTitle.objects.update(text="Corrected")
    assert client.get(reverse("documents_feed"), headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_an_empty_feed_stands_still(client):
    first = client.get(reverse("acts_feed"))
    time.sleep(1.1)
    assert client.get(reverse("acts_feed"), headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert titles(read(client, reverse("acts_feed"))) == []


@pytest.mark.parametrize(
    "nothing",
    [
        "/en/feeds/bodies/nothing.atom",
        "/en/feeds/meetings/99999999.atom",
        "/en/feeds/meetings/99999999999999999999999.atom",
        "/en/feeds/mandates/ctoc-cop/resolution/99/1/1.atom",
        "/en/feeds/mandates/nonsense/1.atom",
        "/en/feeds/mandates/ctoc-cop/resolution/7/1/9999.atom",
        "/en/feeds/nothing.atom",
    ],
)
def test_there_is_no_feed_of_nothing(record, client, nothing):
    assert client.get(nothing).status_code == 404


def test_signs_that_no_feed_may_hold_are_left_out_of_its_own_title_too(client):
    make.body("wg8", "Working \x07group\uffff")
    assert read(client, reverse("body_feed", args=["wg8"])).findtext(f"{ATOM}title") == "Documents: Working group"
    found = read(client, reverse("search") + "?q=bell%07book%EF%BF%BE&format=atom")
    assert found.findtext(f"{ATOM}subtitle") == "q: bellbook"


@pytest.mark.parametrize("junk", ["%00", "%F0%9F%92%A9", "a" * 3000, "'%22<script>", "%E2%80%AE"])
def test_junk_breaks_no_feed(record, client, junk):
    for name in ("documents_feed", "acts_feed", "meetings_feed", "mandates_feed"):
        read(client, f"{reverse(name)}?body={junk}&session={junk}&deliverable={junk}&addressee={junk}&outcome={junk}")


def test_feeds_are_read_and_nothing_else(record, client):
    for address in addresses(record).values():
        assert client.post(address).status_code == 405
        assert client.head(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_the_newest_change_comes_first_and_the_fifty_newest_are_told(client, publisher):
    for number in range(1, 61):
        make.document(f"CTOC/COP/2016/{number}", "A paper", date="2016")
    old = Document.objects.with_symbol("CTOC/COP/2016/3").get()
    version = make.version(old, "en", "held")
    make.file(version, "A page.")
    documents.issue(version, by=publisher)
    root = read(client, reverse("documents_feed"))
    assert len(titles(root)) == 50
    assert titles(root)[:2] == ["CTOC/COP/2016/3: A paper", "CTOC/COP/2016/60: A paper"]
    updated = [entry.findtext(f"{ATOM}updated") for entry in root.iter(f"{ATOM}entry")]
    assert updated == sorted(updated, reverse=True)
    assert root.findtext(f"{ATOM}updated") == updated[0]


# ---------------------------------------------------------------- what may not be seen


def hide(record):
    """All kinds of secrets tied to what the feeds tell of."""
    group, session, mandate = record["group"], record["eighth"], record["mandate"]
    for audience, listed in ((0, False), (1, True), (2, True)):
        secret = make.document("", "Kryptonite", body=group, audience=audience, listed=listed)
        make.file(make.version(secret, "en", "held"), "Kryptonite")
        make.place_in(session, secret)
        make.response(mandate, secret, to=session)
    stand_in = make.document("CTOC/COP/2016/70", "Kryptonite stand-in", body=group, listed=False)
    make.file(make.version(stand_in), "Kryptonite", stand_in=True)
    make.place_in(session, stand_in)
    staff = make.meeting(group, start="2016-09-01", topic="Kryptonite", audience=Audience.SECRETARIAT)
    make.response(mandate, staff)
    make.act("7/66", "Kryptonite", body=group, session=session, audience=Audience.DELEGATES)
    make.mandate(record["act"], "Kryptonite", review=Review.PROPOSED)
    make.response(mandate, "CTOC/KRYPTONITE", confirmed=False)
    # An unissued language of a paper that is known, and a proposed place.
    make.file(make.version(record["report"], "fr", "held"), "Kryptonite")
    make.place_in(make.session(9, start="2018-10-15", end=None), record["report"], confirmed=False)
    return staff


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [None, "delegate", "editor"])
def test_nothing_hidden_moves_a_feed_whoever_asks(record, person, role):
    client = Client()
    if role:
        client.force_login(person(role))
    asked = {name: address for name, address in addresses(record).items() if not name.startswith("meetings")}
    before = {name: client.get(address).content for name, address in asked.items()}
    staff = hide(record)
    for name, address in asked.items():
        now = client.get(address).content
        assert b"ryptonite" not in now, name
        assert now == before[name], f"{name} tells that something happened"
    assert b"ryptonite" not in client.get(reverse("meetings_feed")).content
    for address in (
        reverse("meeting_feed", args=[staff.pk]),
        reverse("mandate_feed", args=[record["act"].path, 2]),
    ):
        assert client.get(address).status_code == 404


def test_a_stand_in_is_no_step_of_a_thread(record, client):
    stand_in = make.document("CTOC/COP/2016/70", "Kryptonite stand-in", listed=False)
    make.file(make.version(stand_in), "Kryptonite", stand_in=True)
    make.response(record["mandate"], stand_in)
    assert len(titles(read(client, addresses(record)["thread"]))) == 4


def test_any_list_of_documents_can_be_a_feed_and_shows_what_everybody_may_see(record, rf, editor):
    hide(record)
    everything = Document.objects.order_by("-pk")
    rows = rows_of(everything, Audience.SECRETARIAT)
    keys = [row.pk for row in rows]
    told = [[entry.title for entry in entries_of(each)] for each in (everything, rows, keys, iter(keys), [])]
    assert told == [["CTOC/COP/WG.8/2016/2: Report"]] * 4 + [[]]

    class ResultFeed(DocumentsFeed):
        """As the result of a search would be."""

        def get_object(self, request):
            return request.GET["q"]

        def title(self, asked):
            return f"Documents on {asked}"

        def documents(self, asked):
            return keys

    request = rf.get("/en/search/", {"q": "<review>"})
    root = ElementTree.fromstring(feed_view(ResultFeed())(request).content)
    assert root.findtext(f"{ATOM}title") == "Documents on <review>"
    assert titles(root) == ["CTOC/COP/WG.8/2016/2: Report"]


# ---------------------------------------------------------------- where they stand


def test_pages_announce_their_feed_and_link_it_visibly(record, client):
    pages = {
        reverse("home"): reverse("documents_feed"),
        reverse("acts"): reverse("acts_feed"),
        reverse("mandates"): reverse("mandates_feed"),
        reverse("mandates") + "?session=7": reverse("mandates_feed") + "?session=7",
        reverse("meetings"): reverse("meetings_feed"),
        reverse("meetings") + "?body=wg8": reverse("meetings_feed") + "?body=wg8",
        reverse("sessions"): reverse("meetings_feed") + "?body=ctoc-cop",
        reverse("body", args=["wg8"]): reverse("body_feed", args=["wg8"]),
        record["eighth"].get_absolute_url(): reverse("meeting_feed", args=[record["eighth"].pk]),
        record["mandate"].get_absolute_url(): reverse("mandate_feed", args=[record["act"].path, 1]),
    }
    for address, feed in pages.items():
        page = client.get(address).content.decode()
        head, body = page.split("</head>")
        assert f'<link rel="alternate" type="application/atom+xml" href="{feed}"' in head, address
        assert f'href="{feed}" type="application/atom+xml">Atom feed</a>' in body, address
        read(client, feed)


def test_what_has_no_public_feed_announces_none(record, editor, client):
    client.force_login(editor)
    staff = make.meeting(record["group"], start="2016-09-01", audience=Audience.SECRETARIAT)
    proposed = make.mandate(record["act"], "be proposed", review=Review.PROPOSED)
    for thing in (staff, proposed):
        assert "atom+xml" not in client.get(thing.get_absolute_url()).content.decode()


@pytest.mark.django_db(transaction=True)
def test_a_long_register_is_read_no_further_than_its_feed_goes(record, client, monkeypatch):
    act, read_rows = record["act"], []
    late = [make.mandate(act, f"do thing {number}") for number in range(2, 62)]
    late[0].action = "be corrected"
    late[0].save()
    rows_of_mandates = feeds.rows_of_mandates

    def watched(*args):
        read_rows.append(rows_of_mandates(*args))
        return read_rows[-1]

    monkeypatch.setattr(feeds, "rows_of_mandates", watched)
    told = titles(read(client, reverse("mandates_feed")))
    assert len(told) == len(read_rows[0]) == 50
    assert "Resolution 7/1: be corrected" in told
    # The oldest of them is the only one that was answered: it is found among the others by how it stands.
    (row,) = rows_of_mandates(Audience.PUBLIC, [record["mandate"].pk])
    assert row.state_word == "Delivered"
    for query in ("status=delivered", "outcome=Delivered"):
        assert titles(read(client, f"{reverse('mandates_feed')}?{query}")) == ["Resolution 7/1: convene a meeting"]


def test_a_feed_costs_few_queries_however_much_it_tells(record, client):
    def costs():
        found = {}
        for name, address in addresses(record).items():
            with CaptureQueriesContext(connection) as queries:
                read(client, address)
            found[name] = len(queries)
        return found

    few = costs()
    for number in range(10, 40):
        paper = make.document(f"CTOC/COP/WG.8/2016/{number}", "A paper", body=record["group"])
        make.file(make.version(paper), "A page.")
        make.place_in(record["eighth"], paper)
        make.response(record["mandate"], paper, to=record["eighth"])
        make.response(record["mandate"], make.meeting(record["group"], ordinal=number, start="2016-06-06"))
        make.mandate(
            make.act(f"7/{number}", "An act", session=record["act"].session), "do something", deliverable="meeting"
        )
    for name, number in costs().items():
        assert number <= MOST_QUERIES, name
        assert number <= few[name] + 1, name
