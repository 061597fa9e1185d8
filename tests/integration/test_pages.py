"""The pages for readers: what they cost, what they say, and what they never show."""

import re
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.access import Audience
from documents.models import Document, DocumentNote, File
from documents.queries import paragraphs_of
from mandates.models import Review
from tests import factories as make

pytestmark = pytest.mark.django_db

MOST_QUERIES = 12
STAFF = ("editor", "publisher", "administrator")
HOSTILE = ["%00", "%F0%9F%92%A9", "a" * 3000, "'%22<script>", "..%2F..%2Fetc%2Fpasswd", "%E2%80%AE", "1/0", "٧/١"]


def body_of(response):
    return response.getvalue().decode()


def without_tokens(page):
    """The token of a form is another in every answer, and tells nothing."""
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]*"', r"\1", page)


@pytest.fixture
def anonymous():
    return Client()


@pytest.fixture
def signed_in(person):
    """Clients by role."""

    def make_client(role):
        client = Client()
        client.force_login(person(role))
        return client

    return make_client


@pytest.fixture
def record():
    """A small record in which everything hangs together: sessions, meetings, documents, an act and its mandate."""
    group = make.body("wg8", "Meeting on a review mechanism")
    seventh = make.session(7, start="2014-10-06", end="2014-10-10", president="A President")
    eighth = make.session(8)
    first = make.meeting(group, ordinal=1, start="2015-09-28", end="2015-09-30")
    second = make.meeting(group, ordinal=2, start="2016-06-06", end="2016-06-07")
    make.meeting(group, start="2013-05")
    act = make.act("7/1", "Strengthening the implementation", session=seventh, adopted="2014-10-10")
    asked = make.paragraph(act, "2", "Requests the Secretariat to convene a meeting;", verb="Requests")
    mandate = make.mandate(
        act, "convene at least one meeting", deliverable="meeting", least_number=1, paragraph=asked, addressee="UNODC"
    )
    item = make.agenda_item(eighth, "2 (a)", "Review of implementation")
    conference = make.conference()
    agenda = make.document("CTOC/COP/2016/1", "Provisional agenda", body=conference, date="2016-08-08")
    make.place_in(eighth, agenda, "agenda of")
    report = make.document("CTOC/COP/WG.8/2016/2", "Report on the second meeting", body=group, date="2016-06")
    make.place_in(second, report, "report of")
    make.place_in(eighth, report, "before", item=item)
    make.file(make.version(report), "The meeting was held.\n\nIt closed.", "A second page.")
    make.file(make.version(report, "fr"), "La réunion a eu lieu.")
    make.version(report, "ru", "withdrawn", reason="Wrong file.")
    make.reference(report, symbol="CTOC/COP/2016/1", as_written="CTOC/COP//2016/1", malformed="a slash twice").save()
    make.reference(report, symbol="CTOC/COP/2099/7")
    make.reference(agenda, act=act)
    make.act_document(act, make.document("CTOC/COP/2014/13", "Report on the seventh session", date="2014-12-19"))
    make.response(mandate, first)
    make.response(mandate, second)
    make.response(mandate, report, to=eighth)
    make.response(mandate, "CTOC/COP/WG.8/2015/3")
    make.evidence(mandate, "action", "convene a meeting", source="Note by the Secretariat")
    make.evidence(eighth, "dates", "2016-10-17 to 2016-10-21", source="https://example.org/session")
    make.evidence(report, "title", "Report on the second meeting", source="first page")
    return {"mandate": mandate, "act": act, "report": report, "eighth": eighth, "group": group, "agenda": agenda}


def addresses(record):
    """One address of every kind of page."""
    report, act = record["report"], record["act"]
    text = reverse("text", args=["en", report.path])
    return [
        reverse("home"),
        reverse("sessions"),
        reverse("session", args=[8]),
        reverse("meetings"),
        reverse("meetings") + "?body=wg8&year=2015",
        reverse("meeting", args=["wg8", "2"]),
        reverse("meeting", args=["wg8", "2013-05"]),
        reverse("bodies"),
        reverse("body", args=["wg8"]),
        reverse("body", args=["ctoc-cop"]),
        reverse("documents"),
        reverse("documents") + "?body=wg8&type=&year=2016&language=en",
        reverse("documents") + "?format=csv",
        report.get_absolute_url(),
        record["agenda"].get_absolute_url(),
        reverse("document", args=["CTOC/COP/2099/7"]),
        text,
        text + "?page=2&beside=fr&q=meeting",
        reverse("acts"),
        reverse("acts") + "?session=7&kind=resolution",
        act.get_absolute_url(),
        reverse("mandates"),
        reverse("mandates") + "?session=7&outcome=Delivered&addressee=UNODC&deliverable=meeting",
        reverse("mandates") + "?status=overdue&due=session-8&body=ctoc-cop&addressed=wg8&session=external&q=meeting",
        reverse("mandates") + "?format=csv",
        reverse("mandates_table"),
        reverse("mandates_table") + "?session=7&status=delivered&act=ctoc-cop/resolution/7/1",
        record["mandate"].get_absolute_url(),
        reverse("search"),
        reverse("search") + "?q=meeting",
        reverse("search") + "?q=CTOC",
        reverse("search") + "?q=CTOC/COP/2099/7",
        reverse("sign_in"),
    ]


def many_more(record):
    """Thirty more of everything that a page could ask for one by one."""
    act, mandate, eighth = record["act"], record["mandate"], record["eighth"]
    for number in range(1, 31):
        item = make.agenda_item(eighth, str(number + 10))
        paper = make.document(f"CTOC/COP/WG.8/2016/{number + 10}", f"Meeting paper {number}", body=record["group"])
        make.place_in(eighth, paper, item=item)
        make.file(make.version(paper), f"Meeting paper number {number}, CTOC.")
        make.reference(paper, symbol="CTOC/COP/WG.8/2016/2").save()
        paper.references.update(document=record["report"])
        make.reference(record["report"], symbol=f"CTOC/COP/2015/{number}")
        make.meeting(record["group"], ordinal=number + 10, start=f"2015-{number % 12 + 1:02d}-03")
        other = make.act(f"7/{number + 10}", f"Act on a meeting {number}", session=act.session)
        answered = make.mandate(other, f"hold meeting {number}", addressee=f"Body {number}")
        make.response(answered, paper, to=eighth)
        make.response(mandate, paper, to=eighth)
        make.mandate(act, f"do the {number}th thing")
        make.paragraph(act, str(number + 10))


@pytest.mark.parametrize("role", [None, "delegate", "editor", "publisher"])
def test_every_page_costs_few_queries_however_much_the_record_holds(record, anonymous, signed_in, role):
    client = signed_in(role) if role else anonymous

    def costs():
        found = {}
        for address in addresses(record):
            with CaptureQueriesContext(
                connection,
            ) as queries:
                response = client.get(address)
            assert response.status_code == (404 if "/2099/" in address and "q=" not in address else 200), address
            found[address] = len(queries)
        return found

    few = costs()
    many_more(record)
    for address, number in costs().items():
        # One more for whoever is signed in: whether they follow what the page is about. And one for staff: what the radar
        # found there.
        allowed = MOST_QUERIES + bool(role) + (role in STAFF)
        assert number <= allowed, f"{address} took {number} queries"
        assert number <= few[address] + 2, f"{address} took {few[address]} queries before, {number} with more rows"


def test_headings_never_skip_a_level_and_every_page_has_one_first_heading(record, anonymous):
    for address in addresses(record):
        if "format=csv" in address:
            continue
        levels = [int(level) for level in re.findall(r"<h([1-6])[ >]", body_of(anonymous.get(address)))]
        assert levels.count(1) == 1, address
        assert all(after <= before + 1 for before, after in pairwise(levels)), f"{address}: {levels}"


def test_pages_carry_no_script_or_style_of_their_own_and_no_token_for_readers(record, anonymous):
    for address in addresses(record):
        page = body_of(anonymous.get(address))
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=\"", page), address
        assert ("csrfmiddlewaretoken" in page) == (address == reverse("sign_in")), address


def test_the_thread_of_resolution_7_1_is_three_clicks_from_the_first_page(record, anonymous):
    thread = record["mandate"].get_absolute_url()
    assert thread in body_of(anonymous.get(reverse("home")))
    page = body_of(anonymous.get(thread))
    for words in (
        "What was asked",
        "First meeting",
        "Second meeting",
        "CTOC/COP/WG.8/2016/2",
        "not held here yet",
        "Eighth session",
        "CTOC/COP/2016/1",
        "Note by the Secretariat",
        "Delivered",
    ):
        assert words in page
    assert reverse("session", args=[8]) in page


def test_a_mandate_for_a_meeting_that_was_not_held_shows_an_open_step(anonymous):
    mandate = make.mandate(action="convene two meetings", deliverable="meeting", least_number=2)
    page = body_of(anonymous.get(mandate.get_absolute_url()))
    assert "Open" in page
    assert "Meeting not held yet" in page
    assert '<li class="open">' in page


def test_an_act_without_text_says_where_the_text_stands(record, anonymous):
    act = make.act("9/2")
    make.act_document(act, make.document("CTOC/COP/2018/13", "Report on the ninth session"))
    page = body_of(anonymous.get(act.get_absolute_url()))
    assert "The text is not held here." in page
    assert "CTOC/COP/2018/13" in page


def test_the_paragraphs_of_an_act_have_addresses_and_point_to_their_mandates(record, anonymous):
    page = body_of(anonymous.get(record["act"].get_absolute_url()))
    assert 'id="p2"' in page
    assert record["mandate"].get_absolute_url() in page


def test_a_session_says_in_its_first_lines_where_when_and_how_much(record, anonymous):
    page = body_of(anonymous.get(reverse("session", args=[8])))
    assert "Vienna, 17–21 October 2016" in page
    assert "2 documents" in page
    assert "Item 2 (a)  Review of implementation" in page
    assert reverse("session", args=[7]) in page
    assert "First meeting" in page


def test_a_malformed_citation_is_shown_as_it_was_printed(record, anonymous):
    assert "printed as CTOC/COP//2016/1" in body_of(anonymous.get(record["report"].get_absolute_url()))


def test_a_withdrawn_language_says_why(record, anonymous):
    assert "Wrong file." in body_of(anonymous.get(record["report"].get_absolute_url()))


def test_evidence_leads_to_the_page_that_it_quotes(record, anonymous):
    file = record["report"].versions.get(language="en").current_file
    answer = anonymous.get(reverse("page_of_file", args=[file.sha256, 2]))
    assert answer.status_code == 302
    assert "A second page." in body_of(anonymous.get(answer.url))


def test_a_text_may_be_read_beside_another_language(record, anonymous):
    page = body_of(anonymous.get(reverse("text", args=["en", record["report"].path]) + "?beside=fr"))
    assert "The meeting was held." in page
    assert "La réunion a eu lieu." in page


def test_words_looked_for_are_marked_and_markup_in_a_text_is_shown_not_run(anonymous):
    paper = make.document("CTOC/COP/2016/9")
    make.file(make.version(paper), "<b>bold</b> words & more")
    page = body_of(anonymous.get(reverse("text", args=["en", paper.path]) + "?q=bold"))
    assert "&lt;b&gt;<mark>bold</mark>&lt;/b&gt; words &amp; more" in page
    assert "<b>bold" not in page


def test_the_lines_of_a_printed_column_flow_and_those_of_a_masthead_stay():
    column = "a line that nearly fills the whole printed column\nand goes on in the next line of the very same one"
    assert paragraphs_of(column) == [column.replace("\n", " ")]
    assert paragraphs_of("United Nations\nConference") == ["United Nations\nConference"]
    assert paragraphs_of("") == []


def test_a_joint_meeting_stands_under_each_of_its_bodies(anonymous):
    one, other = make.body("wg2"), make.body("wg3")
    joint = make.meeting(one, other, ordinal=4, start="2012-10-18")
    assert anonymous.get(joint.get_absolute_url()).status_code == 200
    assert anonymous.get(reverse("meeting", args=["wg3", "4"])).status_code == 200
    assert anonymous.get(reverse("meeting", args=["wg3", "2012-10-18"])).url == joint.get_absolute_url()


def test_two_meetings_of_a_body_on_one_date_are_offered_and_each_can_be_reached(anonymous):
    group = make.body("wg2")
    several = [make.meeting(group, start="2010-10-19", topic=topic) for topic in ("Extradition", "Confiscation")]
    page = body_of(anonymous.get(several[0].get_absolute_url()))
    for meeting in several:
        own = reverse("meeting", args=["wg2", f"id-{meeting.pk}"])
        assert own in page
        assert meeting.topic in body_of(anonymous.get(own))


def test_resolution_and_decision_of_one_number_are_both_offered(anonymous):
    acts = [make.act("9/1", "Review", kind=kind) for kind in ("resolution", "decision")]
    page = body_of(anonymous.get(reverse("search") + "?q=9/1"))
    assert all(act.get_absolute_url() in page for act in acts)


def test_a_symbol_that_is_not_held_leads_to_what_cites_it(record, anonymous):
    page = body_of(anonymous.get(reverse("search") + "?q=CTOC/COP/2099/7"))
    assert "is not held here." in page
    shown = body_of(anonymous.get(reverse("document", args=["CTOC/COP/2099/7"])))
    assert "CTOC/COP/WG.8/2016/2" in shown


def test_an_empty_record_says_so_in_words(anonymous):
    for name in ("home", "sessions", "meetings", "bodies", "documents", "acts", "mandates", "search"):
        page = body_of(anonymous.get(reverse(name)))
        assert "None" not in page, name
        assert re.search(r"\b(No|Nothing|Neither|Type what)\b", page) or name in ("bodies",), name


@pytest.mark.parametrize("junk", HOSTILE)
def test_junk_in_addresses_and_questions_never_breaks_a_page(record, anonymous, junk):
    for path in ("documents/", "acts/", "acts/ctoc-cop/resolution/", "mandates/ctoc-cop/resolution/7/1/", "bodies/"):
        assert anonymous.get(f"/en/{path}{junk}").status_code in (200, 301, 302, 404)
    for path in ("meetings/wg8/", "texts/en/", "sessions/"):
        assert anonymous.get(f"/en/{path}{junk}").status_code in (200, 301, 302, 404)
    asked = "&".join(
        f"{name}={junk}"
        for name in (
            "q",
            "page",
            "body",
            "year",
            "type",
            "language",
            "session",
            "kind",
            "addressee",
            "outcome",
            "status",
            "due",
            "deliverable",
            "addressed",
            "review",
            "act",
            "beside",
        )
    )
    text = reverse("text", args=["en", record["report"].path])
    for path in (
        "/en/search/",
        "/en/documents/",
        "/en/acts/",
        "/en/mandates/",
        "/en/mandates/table/",
        "/api/mandates/",
        "/en/meetings/",
        text,
    ):
        assert anonymous.get(f"{path}?{asked}").status_code in (200, 302, 404), path


def test_numbers_too_large_for_the_database_are_simply_not_there(anonymous):
    for address in (
        "/en/sessions/99999999999999999999",
        "/en/documents/id/999999999999",
        "/en/meetings/wg8/id-99999999999999999999999",
        "/en/acts/?session=9999",
        "/en/mandates/?session=9999",
        "/en/mandates/?session=99999999999999999999&due=session-99999999999999999999&page=99999999999999999999",
        "/en/meetings/?year=9999",
    ):
        assert anonymous.get(address).status_code in (200, 404), address


def test_a_table_for_spreadsheets_never_holds_a_formula(anonymous):
    make.document("CTOC/COP/2016/9", '=HYPERLINK("http://example.org")')
    table = body_of(anonymous.get(reverse("documents") + "?format=csv"))
    assert "'=HYPERLINK" in table
    assert not re.search(r'(^|,)"?[=+@-]', table, re.MULTILINE)


SECRETS = {
    "for the secretariat": {"audience": Audience.SECRETARIAT, "listed": True},
    "held, not issued and not listed": {"audience": Audience.PUBLIC, "listed": False},
}


@pytest.fixture(params=SECRETS)
def secret(request, record):
    """A paper tied to everything that is public, and hidden itself."""
    paper = make.document(
        "CTOC/COP/2016/66", "Kryptonite paper", body=record["group"], date="2016-09-09", **SECRETS[request.param]
    )
    make.file(make.version(paper, "en", "held"), "Kryptonite text of a meeting")
    make.place_in(record["eighth"], paper, item=make.agenda_item(record["eighth"], "6"))
    make.reference(paper, symbol="CTOC/COP/2016/1").save()
    paper.references.update(document=record["agenda"])
    make.reference(paper, act=record["act"])
    make.act_document(record["act"], paper)
    make.response(record["mandate"], paper, to=record["eighth"])
    record["mandate"].documents.add(paper)
    make.reference(record["agenda"], symbol="CTOC/COP/2016/66", document=paper)
    make.document("CTOC/COP/2016/66/Rev.1", "Kryptonite revised", **SECRETS[request.param])
    make.evidence(paper, "title", "Kryptonite paper", audience=Audience.SECRETARIAT)
    DocumentNote.objects.create(document=record["report"], kind="remark", text="Kryptonite note", audience=2)
    return paper


def erase(record, secret):
    """As if the paper had never come."""
    record["mandate"].responses.filter(document=secret).delete()
    File.objects.filter(version__document=secret).delete()
    Document.objects.filter(symbols__root="CTOC/COP/2016/66").delete()


@pytest.mark.parametrize("role", [None, "reader", "delegate"])
def test_a_hidden_paper_changes_nothing_on_any_page_that_others_read(record, secret, anonymous, signed_in, role):
    client = signed_in(role) if role else anonymous
    asked = [*addresses(record), "/en/search/?q=kryptonite", "/en/search/?q=2016/66", "/en/search/?q=CTOC/COP/2016/66"]
    asked = [address for address in asked if address != reverse("sign_in")]
    before = {address: without_tokens(body_of(client.get(address))) for address in asked}
    for address, page in before.items():
        if "kryptonite" not in address:
            assert "kryptonite" not in page.lower(), address
    erase(record, secret)
    record["eighth"].agenda_items.filter(number="6").delete()
    for address, page in before.items():
        now = without_tokens(body_of(client.get(address)))
        if address == reverse("session", args=[8]):
            # The agenda item itself is public: only the paper under it is not.
            page = re.sub(r"(?s)<details class=\"fold\">.*?</details>", "", page)
            now = re.sub(r"(?s)<details class=\"fold\">.*?</details>", "", now)
        assert now == page, f"{address} tells that the paper exists"


@pytest.mark.parametrize("role", [None, "delegate"])
def test_the_address_of_a_hidden_paper_answers_like_one_of_nothing(record, secret, anonymous, signed_in, role):
    client = signed_in(role) if role else anonymous
    asked = [
        secret.get_absolute_url(),
        reverse("document", args=["CTOC/COP/2016/66/Rev.1"]),
        reverse("document", args=[f"id/{secret.pk}"]),
        reverse("text", args=["en", secret.path]),
        secret.versions.get().current_file.get_absolute_url(),
        reverse("page_of_file", args=[secret.versions.get().current_file.sha256, 1]),
    ]
    hidden = [client.get(address) for address in asked]
    assert {answer.status_code for answer in hidden} == {404}
    erase(record, secret)
    for address, answer in zip(asked, hidden, strict=True):
        gone = client.get(address)
        assert gone.status_code == 404
        assert gone.getvalue() == answer.getvalue(), address
        assert dict(gone.headers) == dict(answer.headers), address


def test_the_secretariat_sees_the_hidden_paper_and_the_way_to_issue_it(record, secret, signed_in):
    page = body_of(signed_in("publisher").get(secret.get_absolute_url()))
    assert "Kryptonite paper" in page
    assert reverse("admin:documents_version_issue", args=[secret.versions.get().pk]) in page
    page = body_of(signed_in("editor").get(secret.get_absolute_url()))
    assert reverse("admin:documents_version_issue", args=[secret.versions.get().pk]) not in page
    assert "Kryptonite paper" in body_of(signed_in("editor").get(reverse("session", args=[8])))


def test_a_proposed_place_is_shown_to_the_secretariat_alone(record, anonymous, signed_in):
    make.place_in(make.session(9, start="2018-10-15", end=None), record["report"], confirmed=False)
    address = record["report"].get_absolute_url()
    assert "Ninth session" not in body_of(anonymous.get(address))
    assert "proposed, to be confirmed in the in-tray" in body_of(signed_in("editor").get(address))


def test_a_proposed_mandate_is_not_there_for_others(record, anonymous, signed_in):
    proposed = make.mandate(record["act"], "do what a machine thought it read", review=Review.PROPOSED)
    assert anonymous.get(proposed.get_absolute_url()).status_code == 404
    for address in (record["act"].get_absolute_url(), reverse("mandates"), record["mandate"].get_absolute_url()):
        assert "machine thought" not in body_of(anonymous.get(address))
    assert "Proposed by machine" in body_of(signed_in("editor").get(proposed.get_absolute_url()))


def test_people_see_their_roles_in_words_and_can_sign_out(signed_in):
    page = body_of(signed_in("publisher").get(reverse("account")))
    assert "issues and withdraws" in page
    assert f'action="{reverse("sign_out")}"' in page


def test_signing_in_leads_back_to_the_page_that_asked_for_it(anonymous):
    make.person("ada", "delegate")
    asked = anonymous.get(reverse("account"))
    answer = anonymous.post(asked.url, {"username": "ada", "password": "ada", "next": reverse("account")})
    assert answer.status_code == 302
    assert answer.url == reverse("account")
