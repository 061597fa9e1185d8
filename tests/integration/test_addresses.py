"""Every address of the site, and what each kind of visitor gets there. A new address fails here until it is in the table."""

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests import factories as make
from untoc_review import health

pytestmark = pytest.mark.django_db
VISITORS = ["anonymous", "reader", "delegate", "editor", "publisher", "administrator"]

# name of the address → (an example, what anonymous visitors, readers, delegates and the secretariat get)
OPEN, SIGN_IN = (200, 200, 200, 200), (302, 200, 200, 200)
# What a form is sent to: there is nothing to look at.
NO_PAGE = (405, 405, 405, 405)
# Pages of the secretariat's own, and what a form of them is sent to.
SECRETARIAT = (404, 404, 404, 200)
TABLE = {
    "healthz": ("/healthz", OPEN),
    "readyz": ("/readyz", None),
    "root": ("/", (302, 302, 302, 302)),
    "home": ("/en/", OPEN),
    "gallery": ("/en/components/", OPEN),
    "account": ("/en/account/", SIGN_IN),
    "sign_in": ("/en/account/sign-in/", OPEN),
    "sign_out": ("/en/account/sign-out/", NO_PAGE),
    "change_password": ("/en/account/password/", SIGN_IN),
    "news": ("/en/account/news/", SIGN_IN),
    "mark_read": ("/en/account/news/read", NO_PAGE),
    "undo_mark": ("/en/account/news/unread", NO_PAGE),
    "digest": ("/en/account/news/mail", SIGN_IN),
    "stop_digest": ("/en/account/news/stop/nonsense", (404, 404, 404, 404)),
    "following": ("/en/account/following/", SIGN_IN),
    "follow": ("/en/account/following/add", NO_PAGE),
    "unfollow": ("/en/account/following/remove", NO_PAGE),
    "follow_search": ("/en/account/following/search", NO_PAGE),
    "rename_search": ("/en/account/following/rename", NO_PAGE),
    "desk": ("/en/desk/", SECRETARIAT),
    "proposals": ("/en/desk/proposals/", SECRETARIAT),
    "proposals_of_act": ("/en/desk/proposals/ctoc-cop/resolution/7/1", SECRETARIAT),
    "text_of_act": ("/en/desk/proposals/ctoc-cop/resolution/7/1/text", SECRETARIAT),
    "drafts": ("/en/desk/drafts/", SECRETARIAT),
    "draft": ("/en/desk/drafts/documents?session={meeting}", SECRETARIAT),
    "draft_templates": ("/en/desk/drafts/templates/", SECRETARIAT),
    "draft_template": ("/en/desk/drafts/templates/note.docx", SECRETARIAT),
    "kept_draft_template": ("/en/desk/drafts/templates/1.docx", (404, 404, 404, 404)),
    "put_draft_template": ("/en/desk/drafts/templates/note/put", NO_PAGE),
    "draft_template_back": ("/en/desk/drafts/templates/note/back", NO_PAGE),
    "draft_template_again": ("/en/desk/drafts/templates/1/again", NO_PAGE),
    "planning": ("/en/desk/planning/", SECRETARIAT),
    "planning_session": ("/en/desk/planning/8", SECRETARIAT),
    "planning_meeting": ("/en/desk/planning/wg8/1", SECRETARIAT),
    "add_planned_document": ("/en/desk/planning/add?meeting={meeting}", SECRETARIAT),
    "planned_document": ("/en/desk/planning/documents/{planned}", SECRETARIAT),
    "take_up_planned": ("/en/desk/planning/take-up", NO_PAGE),
    "set_planned_state": ("/en/desk/planning/documents/{planned}/state", NO_PAGE),
    "drop_planned": ("/en/desk/planning/documents/{planned}/drop", NO_PAGE),
    "restore_planned": ("/en/desk/planning/documents/{planned}/restore", NO_PAGE),
    "radar": ("/en/desk/radar/", SECRETARIAT),
    "radar_reports": ("/en/desk/radar/reports/", SECRETARIAT),
    "radar_close": ("/en/desk/radar/1/close", NO_PAGE),
    "radar_reopen": ("/en/desk/radar/1/reopen", NO_PAGE),
    "completeness": ("/en/desk/completeness/", SECRETARIAT),
    "declare_complete": ("/en/desk/completeness/declare", NO_PAGE),
    "responses": ("/en/desk/responses/", SECRETARIAT),
    "decide_response": ("/en/desk/responses/1", NO_PAGE),
    "confirm_responses": ("/en/desk/responses/mandate/1/confirm", NO_PAGE),
    "responses_of_mandate": ("/en/desk/responses/mandate/{mandate}", SECRETARIAT),
    "sessions": ("/en/sessions/", OPEN),
    "session": ("/en/sessions/8", OPEN),
    "session_as_it_stood": ("/en/sessions/8/as-it-stood?on=1999-01-01", OPEN),
    "meeting_as_it_stood": ("/en/meetings/wg8/1/as-it-stood?on=1999-01-01", OPEN),
    "meetings": ("/en/meetings/", OPEN),
    "meeting": ("/en/meetings/wg8/1", OPEN),
    "bodies": ("/en/bodies/", OPEN),
    "body": ("/en/bodies/wg8", OPEN),
    "search": ("/en/search/?q=words", OPEN),
    "check_draft": ("/en/check/", (302, 404, 200, 200)),
    "search_api": ("/api/search/?q=words", OPEN),
    "documents": ("/en/documents/", OPEN),
    "document": ("/en/documents/CTOC/COP/2016/2", OPEN),
    "text": ("/en/texts/en/CTOC/COP/2016/2", OPEN),
    "file": ("/en/files/{file}/any-name.pdf", OPEN),
    "page_of_file": ("/en/pages/{sha256}/1", (302, 302, 302, 302)),
    "acts": ("/en/acts/", OPEN),
    "act": ("/en/acts/ctoc-cop/resolution/7/1", OPEN),
    "mandates": ("/en/mandates/", OPEN),
    "mandates_table": ("/en/mandates/table/", OPEN),
    "mandates_api": ("/api/mandates/", OPEN),
    "state_status": ("/en/desk/mandates/{mandate}/status", SECRETARIAT),
    "take_back_status": ("/en/desk/mandates/{mandate}/status/take-back", (404, 404, 404, 405)),
    "mandate": ("/en/mandates/ctoc-cop/resolution/7/1/1", OPEN),
    "documents_feed": ("/en/feeds/documents.atom", OPEN),
    "body_feed": ("/en/feeds/bodies/wg8.atom", OPEN),
    "meeting_feed": ("/en/feeds/meetings/{meeting}.atom", OPEN),
    "acts_feed": ("/en/feeds/acts.atom", OPEN),
    "meetings_feed": ("/en/feeds/meetings.atom", OPEN),
    "mandates_feed": ("/en/feeds/mandates.atom", OPEN),
    "mandate_feed": ("/en/feeds/mandates/ctoc-cop/resolution/7/1/1.atom", OPEN),
    "short_address": ("/d/CTOC/COP/2016/2", (302, 302, 302, 302)),
}
# The same papers, not issued: only the secretariat opens them; for all others they are not there.
HIDDEN = {
    "document": "/en/documents/CTOC/COP/2016/3",
    "document without symbol": "/en/documents/id/{hidden}",
    "text": "/en/texts/en/CTOC/COP/2016/3",
    "file": "/en/files/{hidden_file}/any-name.pdf",
    "page": "/en/pages/{hidden_sha256}/1",
}


@pytest.fixture
def record():
    """One thing of each kind, and one paper that is held and not issued."""
    session = make.session(8)
    make.meeting(make.body("wg8"), ordinal=1, start="2015-09-28")
    document = make.document("CTOC/COP/2016/2", "A report")
    file = make.file(make.version(document, "en"), "A page.")
    mandate = make.mandate(make.act("7/1", session=session))
    hidden = make.document("CTOC/COP/2016/3", "A secret", listed=False)
    hidden_file = make.file(make.version(hidden, "en", "held"), "A secret page.")
    return {
        "meeting": session.pk,
        "planned": make.planned_document(session).pk,
        "mandate": mandate.pk,
        "file": file.pk,
        "sha256": file.sha256,
        "hidden": hidden.pk,
        "hidden_file": hidden_file.pk,
        "hidden_sha256": hidden_file.sha256,
    }


def addresses(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and pattern.app_name != "admin":
            yield from addresses(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def status(client, address):
    answer = client.get(address)
    if answer.streaming:
        # Not close(), which would end the test's own connection to the database.
        for close in answer._resource_closers:
            close()
    return answer.status_code


def test_every_address_stands_in_the_table():
    assert set(addresses(get_resolver().url_patterns)) == set(TABLE)


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_visitor_gets_what_the_table_says(record, client, person, visitor):
    if visitor != "anonymous":
        client.force_login(person(visitor))
    column = min(VISITORS.index(visitor), 3)
    for name, (example, answers) in TABLE.items():
        if answers:
            assert status(client, example.format(**record)) == answers[column], f"{visitor} at {name}"


@pytest.mark.parametrize("visitor", VISITORS)
def test_a_paper_that_is_not_issued_is_there_for_the_secretariat_alone(record, client, person, visitor):
    if visitor != "anonymous":
        client.force_login(person(visitor))
    for name, example in HIDDEN.items():
        answer = status(client, example.format(**record))
        if visitor in ("editor", "publisher", "administrator"):
            assert answer in (200, 301, 302), f"{visitor} at {name}"
        else:
            assert answer == 404, f"{visitor} at {name}"


def test_no_page_changes_anything_when_it_is_read(record, client):
    takes_forms = {
        "responses_of_mandate",
        "proposals_of_act",
        "text_of_act",
        "state_status",
        "take_back_status",
        "sign_in",
        "change_password",
        "account",
        "digest",
        "stop_digest",
        "healthz",
        "readyz",
        "root",
        "check_draft",
    }
    takes_forms |= {"add_planned_document", "planned_document"}
    for name, (example, answers) in TABLE.items():
        if answers is not NO_PAGE and name not in takes_forms:
            assert client.post(example.format(**record)).status_code in (403, 405), name


@pytest.mark.parametrize(
    ("short", "leads_to"),
    [
        ("/CTOC/COP/2016/2", "/en/documents/CTOC/COP/2016/2"),
        ("/en/CTOC/COP/2016/2", "/en/documents/CTOC/COP/2016/2"),
        ("/d/CTOC/COP/2016/2", "/en/documents/CTOC/COP/2016/2"),
        ("/d/ctoc/cop/2016/2", "/en/documents/CTOC/COP/2016/2"),
        ("/CTOC/COP//2016/2", "/en/documents/CTOC/COP/2016/2"),
        ("/A/80/6(Sect.16)", "/en/documents/A/80/6(Sect.16)"),
        ("/fr/CTOC/COP/2016/2", "/en/documents/CTOC/COP/2016/2"),
        ("/es/CTOC/COP/2016/2", "/en/texts/es/CTOC/COP/2016/2"),
    ],
)
def test_short_links_lead_to_the_document_as_those_of_the_united_nations_do(client, short, leads_to):
    document = make.document("CTOC/COP/2016/2", "A report")
    make.file(make.version(document, "es"), "Una página.")
    answer = client.get(short)
    assert (answer.status_code, answer.url) == (302, leads_to)


@pytest.mark.parametrize(
    "nothing", ["/favicon.ico", "/robots.txt", "/wp-login.php", "/a/b", "/en/nothing", "/.env", "/de/CTOC/COP/2016/2"]
)
def test_what_is_no_address_is_not_found(client, nothing):
    assert client.get(nothing).status_code == 404


@pytest.mark.parametrize("typed", ["ctoc-cop-wg8", "CTOC-COP-WG8"])
def test_a_body_is_found_by_its_series_too(client, typed):
    make.body("wg8")
    answer = client.get(f"/en/bodies/{typed}")
    assert answer.url == "/en/bodies/wg8"


def test_the_parts_of_a_joint_symbol_lead_to_one_document(client):
    document = make.document("CTOC/COP/WG.2/2018/CRP.1 CTOC/COP/WG.3/2018/CRP.1")
    answer = client.get("/en/documents/CTOC/COP/WG.3/2018/CRP.1")
    assert answer.url == document.get_absolute_url()


def test_readiness_says_which_server_is_away(client, settings, monkeypatch):
    class Away:
        def connection_for_write(self, **options):
            raise ConnectionError

    monkeypatch.setattr(health, "app", Away())
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "the queue does not answer" in answer.content.decode()
