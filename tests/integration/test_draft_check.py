"""The check of a draft, by the record: its page, its command, and what it never gives away."""

import io
import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.access import Audience
from documents.draft_check import check
from documents.draft_check.record import Record
from documents.models import Completeness, Document, File, Page
from documents.reading import kinds
from documents.reading.pages import PageText, Reading
from documents.reading.word import MISSING_NOTE
from tests import factories as make
from tests.files import docx

pytestmark = pytest.mark.django_db
ADDRESS = "/en/check/"
WRONG = "On 31 June 2016 the Secretariat read CTOC/COP//2016/1 again."


def codes(draft, audience=Audience.SECRETARIAT, **kwargs):
    return [message.code for message in check(draft, audience, **kwargs)]


def declared(body, year):
    return Completeness.objects.create(body=body, year=year, by=make.person(f"clerk-{body.pk}-{year}"))


# ---------------------------------------------------------------- what the record can know


def test_an_unknown_symbol_is_an_error_only_where_the_year_is_declared_complete():
    conference = make.conference()
    draft = "See CTOC/COP/2016/77 for it."
    assert codes(draft) == ["S04"]
    declared(conference, 2016)
    (message,) = check(draft, Audience.SECRETARIAT)
    assert (message.code, message.severity) == ("S03", "error")
    assert codes("See CTOC/COP/2014/77 for it.") == ["S04"]
    assert codes("See CTOC/COP/WG.8/2016/77 for it.") == ["S04"]  # another series
    assert codes("See A/70/77 for it.") == []  # of others nothing is claimed


def test_an_act_does_not_exist_only_where_the_year_of_its_session_is_declared_complete():
    make.act("7/1", session=make.session(7, start="2014-10-06", end="2014-10-10"))
    draft = "By resolution 7/3 the Conference went on."
    assert codes(draft) == ["A03"]
    declared(make.conference(), 2014)
    (message,) = check(draft, Audience.SECRETARIAT)
    assert (message.code, message.severity) == ("A01", "error")


def test_a_session_that_has_not_opened_has_no_acts():
    make.session(8)
    make.session(13, start="2026-10-12", end="2026-10-16")
    draft = "By resolution 13/1 the Conference went on."
    assert codes(draft, today=date(2026, 5, 1)) == ["A02"]
    assert codes(draft, today=date(2026, 12, 1)) == ["A03"]
    assert codes("By resolution 25/1 the Conference went on.") == ["A02"]


def test_the_latest_revision_is_named():
    for symbol in ("CTOC/COP/2006/7", "CTOC/COP/2006/7/Rev.1", "CTOC/COP/2006/7/Rev.10", "CTOC/COP/2006/7/Rev.2"):
        make.document(symbol)
    (message,) = check("See CTOC/COP/2006/7 and later CTOC/COP/2006/7.", Audience.SECRETARIAT)
    assert (message.code, message.suggestion) == ("S05", "CTOC/COP/2006/7/Rev.10")
    assert "2 times" in message.sentence


def test_what_is_only_being_prepared_supersedes_nothing():
    make.document("CTOC/COP/2006/7")
    prepared = make.document("CTOC/COP/2006/7/Rev.1", listed=False)
    make.version(prepared, status="in translation")
    assert codes("See CTOC/COP/2006/7 for it.") == []


def test_a_corrigendum_of_another_language_does_not_concern_the_draft():
    make.document("CTOC/COP/2012/12")
    corrigendum = make.document("CTOC/COP/2012/12/Corr.1")
    draft = "The report of the Secretariat on the matter is contained in the document CTOC/COP/2012/12."
    assert codes(draft) == ["S06"]
    corrigendum.corrected_languages = ["fr"]
    corrigendum.save()
    assert codes(draft) == []


def test_a_title_in_a_language_that_the_record_does_not_have_is_not_judged():
    make.document("CTOC/COP/2016/1", "Provisional agenda of the session")
    assert (
        codes(
            "Voir le document intitulé « Ordre du jour provisoire de la session » (CTOC/COP/2016/1) pour les détails."
        )
        == []
    )
    assert codes("See the document “Provisional agendas of the session” (CTOC/COP/2016/1) for the details.") == ["T01"]


def test_a_described_title_is_none_to_compare_with():
    held = make.document("CTOC/COP/2016/1", "Provisional agenda of the session")
    held.titles.update(origin="described")
    assert codes("See the document “Provisional agendas of the session” (CTOC/COP/2016/1) for the details.") == []


def test_another_title_is_told_with_the_page_of_the_first():
    draft = "All is well.\fSee “A first list of all points” (A/CONF.222/7).\fSee “A second list of all points” (A/CONF.222/7)."
    (message,) = check(draft, Audience.SECRETARIAT)
    assert (message.code, message.page) == ("T02", 3)
    assert "under another title on page 2: “A first list of all points”" in message.sentence


def test_the_mark_of_a_missing_note_is_told_from_longer_numbers():
    pages = (PageText(1, "Twelve of them¹² came."), PageText(2, "Two² came."))
    (message,) = check(Reading(kinds.DOCX, pages, "en", (f"{MISSING_NOTE}2",)), Audience.SECRETARIAT)
    assert (message.code, message.page, message.quote, message.start) == ("N01", 2, "²", 3)


def test_a_missing_note_whose_mark_is_nowhere_is_told_all_the_same():
    (message,) = check(Reading(kinds.DOCX, (), "en", (f"{MISSING_NOTE}2",)), Audience.SECRETARIAT)
    assert (message.code, message.page, message.quote) == ("N01", 1, "")


def test_a_page_that_was_recognised_gives_no_errors():
    text = make.file(None, WRONG, name="scan.pdf")
    Page.objects.filter(file=text).update(source="scan", recognised=0.8)
    out = io.StringIO()
    call_command("check_citations", all=True, stdout=out)
    assert "warning" in out.getvalue()
    assert "error" not in out.getvalue()


def test_the_record_is_asked_a_bounded_number_of_times(django_assert_max_num_queries):
    make.session(8)
    for number in range(1, 40):
        make.document(f"CTOC/COP/2016/{number}", f"A report of number {number}")
    draft = "\f".join(
        f"See “A report of number {number}” (CTOC/COP/2016/{number}) and resolution 7/{number} of 10 October 2014. The eighth "
        "session of the Conference of the Parties was held from 17 to 21 October 2016."
        for number in range(1, 80)
    )
    with django_assert_max_num_queries(14):
        check(draft, Audience.DELEGATES)


# ---------------------------------------------------------------- what may not be seen


def test_what_is_hidden_is_answered_like_what_is_not_there():
    conference = make.conference()
    draft = (
        "See CTOC/COP/2016/7 entitled “Words that nobody may read here”, CTOC/COP/2016/7 of 3 May 2016, and resolution 7/3 of "
        "3 May 2014, and CTOC/COP/2016/8."
    )

    def answers():
        return [check(draft, Audience.DELEGATES) for _ in range(2)]

    make.act("7/1", session=make.session(7, start="2014-10-06", end="2014-10-10"))
    make.document("CTOC/COP/2016/8")
    for complete in (False, True):
        if complete:
            declared(conference, 2016)
            declared(conference, 2014)
        before = answers()
        hidden = make.document("CTOC/COP/2016/7", "A secret report", listed=False, date="2016-05-04")
        make.version(hidden, status="held")
        corrigendum = make.document("CTOC/COP/2016/8/Corr.1", listed=False)
        revision = make.document("CTOC/COP/2016/8/Rev.1", audience=Audience.SECRETARIAT)
        act = make.act("7/3", "A secret act", audience=Audience.SECRETARIAT)
        assert answers() == before
        for each in (act, revision, corrigendum, hidden):
            each.delete()


def test_a_delegate_is_never_told_that_what_is_hidden_does_not_exist():
    declared(make.conference(), 2016)
    (message,) = check("See CTOC/COP/2016/7.", Audience.DELEGATES)
    assert (message.code, message.severity) == ("S03", "warning")
    assert "that you may read" in message.sentence


# ---------------------------------------------------------------- the page


@pytest.fixture
def delegates_client(client_of, delegate):
    return client_of(delegate)


def test_who_may_use_the_page(client_of, person, editor, delegate):
    assert Client().get(ADDRESS).status_code == 302
    assert client_of(person()).get(ADDRESS).status_code == 404
    assert client_of(person()).post(ADDRESS, {"text": WRONG}).status_code == 404
    assert client_of(delegate).get(ADDRESS).status_code == 200
    assert client_of(editor).get(ADDRESS).status_code == 200


def test_a_pasted_draft(delegates_client):
    answer = delegates_client.post(ADDRESS, {"text": WRONG})
    page = answer.content.decode()
    assert [message.code for message in answer.context["found"]] == ["D01", "S01"]
    assert "<mark>CTOC/COP//2016/1</mark>" in page
    assert "2 errors" in page
    assert "Nothing of the draft is stored" in page
    assert "no-store" in answer["Cache-Control"]


def test_an_uploaded_draft_is_read_and_not_kept(delegates_client):
    upload = SimpleUploadedFile("note.docx", docx(WRONG))
    answer = delegates_client.post(ADDRESS, {"file": upload})
    assert [message.code for message in answer.context["found"]] == ["D01", "S01"]
    assert "note.docx" in answer.content.decode()
    assert not File.objects.exists()
    assert not Document.objects.exists()


def test_a_clean_draft_says_so(delegates_client):
    answer = delegates_client.post(ADDRESS, {"text": "All is well."})
    assert "Nothing was found." in answer.content.decode()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Choose a file or paste a text"),
        ({"text": "  \n "}, "Choose a file or paste a text"),
        ({"text": "a\0b"}, "Null characters are not allowed"),
        ({"text": "a" * 800_001}, "at most 800000 characters"),
        ({"file": ("bad.pdf", b"%PDF-1.4 nothing")}, "file"),
        ({"file": ("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(200))}, "file"),
    ],
)
def test_bad_input_gets_a_sentence(delegates_client, given, sentence):
    sent = {name: SimpleUploadedFile(*value) if isinstance(value, tuple) else value for name, value in given.items()}
    answer = delegates_client.post(ADDRESS, sent)
    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert "errorlist" in answer.content.decode()


def test_words_of_a_draft_are_shown_as_words(delegates_client):
    page = delegates_client.post(ADDRESS, {"text": "<script>alert(1)</script> on 31 June 2016"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_the_answer_can_be_taken_away(delegates_client):
    kept = delegates_client.post(ADDRESS, {"text": WRONG}).context["kept"]
    table = delegates_client.post(ADDRESS, {"found": kept, "as": "csv"})
    assert table["Content-Type"].startswith("text/csv")
    assert "CTOC/COP//2016/1" in table.content.decode()
    answer = json.loads(delegates_client.post(ADDRESS, {"found": kept, "as": "json"}).content)
    assert [message["code"] for message in answer] == ["D01", "S01"]
    assert answer[1]["suggestion"] == "CTOC/COP/2016/1"


def test_an_answer_that_was_changed_is_refused(delegates_client):
    kept = delegates_client.post(ADDRESS, {"text": WRONG}).context["kept"]
    assert delegates_client.post(ADDRESS, {"found": f"{kept}x", "as": "csv"}).status_code == 400


# ---------------------------------------------------------------- the command


def run(*arguments, **options):
    """The exit status, what was printed and what was complained of."""
    out, complaints = io.StringIO(), io.StringIO()
    try:
        call_command("check_citations", *arguments, stdout=out, stderr=complaints, **options)
    except CommandError as error:
        return error.returncode, out.getvalue(), f"{complaints.getvalue()}{error}"
    except SystemExit as ended:
        return ended.code, out.getvalue(), complaints.getvalue()
    return 0, out.getvalue(), complaints.getvalue()


def test_one_line_a_message_and_status_one_for_errors(tmp_path):
    draft = tmp_path / "note.txt"
    draft.write_text(f"A page.\f{WRONG} See CTOC/COP/2016/2.\n")
    status, printed, _ = run(str(draft))
    assert status == 1
    assert printed.splitlines() == [
        f"{draft}:2: D01 error: June has 30 days: there is no 31 June.",
        f"{draft}:2: S01 error: Malformed symbol, a doubled slash: write CTOC/COP/2016/1.",
        f"{draft}:2: S04 note: CTOC/COP/2016/2 is not held here; it may have been issued all the same.",
    ]
    assert len(run(str(draft), "--errors-only")[1].splitlines()) == 2


def test_status_nought_for_a_clean_draft(tmp_path):
    draft = tmp_path / "note.txt"
    draft.write_text("All is well.")
    assert run(str(draft)) == (0, "", "")


def test_one_list_of_json(tmp_path):
    draft = tmp_path / "note.txt"
    draft.write_text(WRONG)
    status, printed, _ = run(str(draft), "--json")
    assert status == 1
    assert [(each["page"], each["line"], each["code"]) for each in json.loads(printed)][:2] == [
        (1, 1, "D01"),
        (1, 1, "S01"),
    ]
    draft.write_text("All is well.")
    assert json.loads(run(str(draft), "--json")[1]) == []


@pytest.mark.parametrize("arguments", [(), ("no-such-file.pdf",), ("CTOC/COP/2016/5",), ("--all", "CTOC/COP/2016/5")])
def test_status_two_for_what_can_not_be_checked(arguments):
    assert run(*arguments)[0] == 2


def test_what_can_be_checked_is_checked_though_another_file_is_damaged(tmp_path):
    broken, draft = tmp_path / "broken.pdf", tmp_path / "note.txt"
    broken.write_bytes(b"%PDF-1.4 nothing")
    draft.write_text(WRONG)
    status, printed, complaints = run(str(broken), str(draft))
    assert status == 2
    assert "broken.pdf: could not be read" in complaints
    assert "S01" in printed


def test_a_document_that_is_held_is_checked_by_its_symbol():
    held = make.document("CTOC/COP/2016/5", "A report of 31 June 2016")
    make.file(make.version(held, "en"), "A page.", WRONG)
    status, printed, _ = run("ctoc/cop/2016/5")
    assert status == 1
    assert "CTOC/COP/2016/5 (en):2: S01 error" in printed
    assert "record of CTOC/COP/2016/5:1: D01 error" in printed


def test_everything_held_is_checked():
    held = make.document("CTOC/COP/2016/5", "A report")
    make.file(make.version(held, "en"), WRONG)
    make.act("7/1", "An act of 31 June 2014")
    make.paragraph(make.act("7/2"), "1", "Requests a report by 31 June 2016.")
    status, printed, _ = run(all=True)
    assert status == 1
    assert "CTOC/COP/2016/5 (en):1: S01" in printed
    assert "record of CTOC/COP resolution 7/1:1: D01" in printed
    assert "text of CTOC/COP resolution 7/2 (en):1: D01" in printed


def test_the_register_is_clean():
    call_command("load_register", verbosity=0, stdout=io.StringIO())
    status, printed, complaints = run(all=True)
    assert (status, complaints) == (0, "")
    assert "error" not in printed


def test_one_record_serves_many_drafts():
    make.document("CTOC/COP/2006/7")
    make.document("CTOC/COP/2006/7/Rev.1")
    record = Record(Audience.SECRETARIAT)
    assert codes("See CTOC/COP/2006/7.", record=record) == ["S05"]
    assert codes("See nothing.", record=record) == []
    assert codes("See CTOC/COP/2006/7.", record=record) == ["S05"]
