"""Bytes become pages of text, or a sentence that says why not."""

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading import UnreadableFile, media_type_of, read
from documents.reading.pages import LONGEST_PAGE
from tests.files import docx, paragraph, pdf

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def refused(content: bytes) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as caught:
        read(content)
    sentence = str(caught.value)
    assert sentence[0].isupper()
    assert sentence.endswith(".")
    return caught.value


def text_of(content: bytes) -> str:
    return "\n".join(page.text for page in read(content).pages)


# ---------------------------------------------------------------- PDF


def test_a_pdf_gives_one_text_a_page():
    reading = read(pdf(["The first page of the report", "The second page of the report"]))
    assert reading.media_type == "application/pdf"
    assert [(page.number, page.text.strip()) for page in reading.pages] == [
        (1, "The first page of the report"),
        (2, "The second page of the report"),
    ]


def test_a_gap_in_print_is_an_empty_line_and_a_wrapped_line_is_not():
    assert (
        read(pdf(["One title that\nis wrapped\n\nAuthor line"])).pages[0].text
        == "One title that\nis wrapped\n\nAuthor line"
    )


def test_an_empty_page_among_others_is_kept_so_that_page_numbers_stay_right():
    reading = read(pdf(["Before", "", "After"]))
    assert [page.text for page in reading.pages] == ["Before", "", "After"]


def test_a_pdf_without_pages_says_so():
    refusal = refused(pdf([]))
    assert refusal.code == "no-pages"
    assert "has no pages" in str(refusal)


def test_a_pdf_cut_off_is_damaged():
    assert refused(b"%PDF-1.7\n1 0 obj\n<< /Type /Cat").code == "damaged"


def test_a_pdf_with_a_password_says_that_it_has_one():
    locked = pdf(["Secret"]).replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /ID [<00000000000000000000000000000000> <00000000000000000000000000000000>] /Encrypt << /Filter "
        b"/Standard /V 1 /R 2 /P -4 /O (" + b"o" * 32 + b") /U (" + b"u" * 32 + b") >>",
    )
    assert refused(locked).code == "encrypted"


# ---------------------------------------------------------------- DOCX


def test_a_docx_without_breaks_is_one_page():
    reading = read(docx("A line\nand another"))
    assert reading.media_type == DOCX
    assert [line for line in reading.pages[0].text.split("\n") if line] == ["A line", "and another"]


def test_page_breaks_of_a_docx_part_pages_and_words_own_mark_beside_them_does_not_part_twice():
    broken = '<w:p><w:r><w:br w:type="page"/></w:r></w:p><w:p><w:r><w:lastRenderedPageBreak/><w:t>Two</w:t></w:r></w:p>'
    assert [page.text for page in read(docx(body=paragraph("One") + broken)).pages] == ["One", "Two"]


def test_tracked_deletions_are_left_out_and_insertions_kept():
    body = (
        "<w:p><w:r><w:t>requests </w:t></w:r><w:del><w:r><w:delText>twelve</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>ten</w:t></w:r></w:ins><w:r><w:t> reports</w:t></w:r></w:p>"
    )
    assert "requests ten reports" in text_of(docx(body=body))


def test_the_cells_of_a_row_stand_on_one_line():
    def cell(text):
        return f"<w:tc>{paragraph(text)}</w:tc>"

    body = f"<w:tbl><w:tr>{cell('United Nations')}{cell('CTOC/COP/2030/4')}</w:tr></w:tbl>"
    assert "United Nations\tCTOC/COP/2030/4" in text_of(docx(body=body))


def test_a_text_box_is_read_once_though_word_stores_it_twice():
    box = f"<w:txbxContent>{paragraph('Boxed words')}</w:txbxContent>"
    body = (
        f"<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    assert text_of(docx(body=body)).count("Boxed words") == 1


def test_headers_and_footers_stand_once_and_page_numbers_not_at_all():
    parts = {
        "header1": f"<w:ROOT>{paragraph('CTOC/COP/2030/4')}</w:ROOT>",
        "header2": f"<w:ROOT>{paragraph('CTOC/COP/2030/4')}</w:ROOT>",
        "footer1": f"<w:ROOT>{paragraph('V.30-01234 (E)')}{paragraph('2/14')}</w:ROOT>",
    }
    lines = text_of(docx("Body", parts=parts)).split("\n")
    assert lines[0] == "CTOC/COP/2030/4"
    assert lines[-1] == "V.30-01234 (E)"
    assert lines.count("CTOC/COP/2030/4") == 1
    assert "2/14" not in lines


def test_a_footnote_stands_at_the_foot_of_the_page_that_calls_it_and_never_joins_a_symbol():
    call = '<w:p><w:r><w:t>See A/70/95</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = f'<w:ROOT><w:footnote w:id="2">{paragraph("A note about it.")}</w:footnote></w:ROOT>'
    broken = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    first, second = read(docx(body=call + broken + paragraph("Later"), parts={"footnotes": notes})).pages
    assert "See A/70/95¹" in first.text
    assert first.text.endswith("1 A note about it.")
    assert "note" not in second.text


def test_a_docx_that_declares_entities_is_not_opened():
    bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    assert refused(docx(body="<w:p><w:r><w:t>&b;</w:t></w:r></w:p>", prolog=bomb)).code == "damaged"


def test_a_docx_that_reads_files_of_the_machine_is_not_opened():
    outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    assert refused(docx(body="<w:p><w:r><w:t>&a;</w:t></w:r></w:p>", prolog=outside)).code == "damaged"


def test_a_docx_nested_too_deeply_is_damaged():
    deep = "<w:sdt>" * 5000 + "</w:sdt>" * 5000
    assert refused(docx(body=deep)).code == "damaged"


def test_a_docx_that_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    packed = io.BytesIO(docx("Small"))
    with zipfile.ZipFile(packed, "a", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            with archive.open(f"word/media/{number}.bin", "w", force_zip64=True) as part:
                for _ in range(70):
                    part.write(bytes(1_000_000))
    assert refused(packed.getvalue()).code == "too-large"


def test_a_docx_cut_off_is_damaged():
    whole = docx("Some text " * 200)
    assert refused(whole[: len(whole) // 2]).code in ("damaged", "not-a-document")


# ---------------------------------------------------------------- plain text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "windows-1252"])
def test_plain_text_is_read_in_the_usual_encodings(encoding):
    words = "Conférence des Parties : session extraordinaire, « résumé »"
    assert text_of(words.encode(encoding)) == words


def test_russian_and_arabic_of_old_windows_are_told_apart():
    russian = "Доклад о работе сессии, проведенной в Вене"
    arabic = "تقرير عن أعمال الدورة المعقودة في فيينا"
    assert text_of(russian.encode("windows-1251")) == russian
    assert text_of(arabic.encode("windows-1256")) == arabic


def test_form_feeds_part_the_pages_of_a_plain_text():
    assert [page.text for page in read(b"one\ftwo\f").pages] == ["one", "two"]


def test_what_a_database_refuses_is_taken_out():
    text = text_of(("a" * 3000 + "\0b").encode())
    assert text == "a" * 3000 + "b"


def test_signs_that_print_does_not_show_are_taken_out():
    assert text_of("the Secre\u00adtariat (\u200eA/70/\u200b95\u200f) and the Confe\u00ad\nrence".encode()) == (
        "the Secretariat (A/70/95) and the Conference"
    )


def test_accents_are_one_with_their_letters_and_windows_quotation_marks_are_such():
    assert text_of("re\u0301sume\u0301 \x93A\x94".encode()) == "résumé “A”"


def test_a_very_long_page_is_cut_and_that_is_remarked():
    reading = read(b"a" * (LONGEST_PAGE + 10))
    assert len(reading.pages[0].text) == LONGEST_PAGE
    assert "page 1" in reading.remarks[0]


def test_too_many_pages_are_refused():
    assert refused(b"x\f" * 6000).code == "too-large"


# ---------------------------------------------------------------- what is no document


@pytest.mark.parametrize("content", [b"", b"  \n\t", b"\xef\xbb\xbf", b"\f\f"])
def test_an_empty_file_says_so(content):
    assert refused(content).code == "empty"


@pytest.mark.parametrize(
    ("content", "kind", "words"),
    [
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "image/jpeg", "a JPEG picture"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png", "a PNG picture"),
        (b"MZ\x90\0\x03\0\0\0\x04\0\0\0", "application/x-msdownload", "a program"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "application/x-ole-storage", "an old Office file"),
    ],
)
def test_another_kind_of_file_is_named_in_words(content, kind, words):
    assert media_type_of(content) == kind
    error = refused(content)
    assert error.code == "not-a-document"
    assert words in str(error)
    assert "upload it again" in str(error)


def test_a_folder_of_documents_is_to_be_unpacked():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("a.pdf", pdf(["x"]))
    assert "Unpack" in str(refused(packed.getvalue()))


def test_an_office_document_with_a_password_says_that_it_has_one():
    assert refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")).code == "encrypted"


def test_a_text_that_begins_like_a_program_is_a_text():
    assert media_type_of(b"MZ is the mark of a programmer.") == "text/plain"


def test_unknown_bytes_have_no_media_type():
    assert media_type_of(bytes(range(256)) * 4) == ""


# ---------------------------------------------------------------- strangers' bytes


def only_words_or_pages(content: bytes):
    try:
        reading = read(content)
    except UnreadableFile:
        return
    for page in reading.pages:
        assert "\0" not in page.text
        page.text.encode("utf-8")


@given(st.binary(max_size=600))
def test_no_bytes_raise_anything_but_a_sentence(content):
    only_words_or_pages(content)


@given(
    st.sampled_from([b"%PDF-1.4\n", b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]),
    st.binary(max_size=400),
)
def test_no_bytes_behind_a_known_beginning_do_either(beginning, content):
    only_words_or_pages(beginning + content)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(["pdf", "docx"]))
def test_a_good_file_with_bytes_changed_is_read_or_refused_in_words(seed, kind):
    chance = random.Random(seed)
    content = bytearray(pdf(["A page", "Another"]) if kind == "pdf" else docx("A line\nAnother"))
    for _ in range(chance.randint(1, 12)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    only_words_or_pages(bytes(content))
