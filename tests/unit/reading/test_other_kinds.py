"""Web pages, OpenDocument, RTF and old Word documents; plain text in the encodings of six languages."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.reading import UnreadableFile, media_type_of, office, read, rtf
from documents.reading.encodings import encoding_of
from tests.files import odt


def lines_of(content: bytes) -> list[str]:
    return [line for page in read(content).pages for line in page.text.split("\n") if line]


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableFile) as caught:
        read(content)
    return caught.value.code


# ---------------------------------------------------------------- web pages


def test_the_blocks_of_a_web_page_are_lines_and_the_cells_of_a_row_stand_beside_each_other():
    page = (
        b"<!DOCTYPE html><html><head><title>x</title><script>var a = '<p>no</p>';</script></head><body><nav>Menu</nav>"
        b"<h1>Report of the\n meeting</h1><p>First<br>second</p><table><tr><th>Symbol</th><th>Topic</th></tr>"
        b"<tr><td><p>A/70/95</p></td><td>Crime &amp; drugs</td></tr></table><ol start=4><li>Requests</li><li>Urges</li></ol>"
        b"<div style='display: none'>hidden</div><style>p {}</style></body></html>"
    )
    assert media_type_of(page) == "text/html"
    assert lines_of(page) == [
        "Report of the meeting",
        "First",
        "second",
        "Symbol\tTopic",
        "A/70/95\tCrime & drugs",
        "4. Requests",
        "5. Urges",
    ]


def test_a_gap_parts_the_paragraphs_of_a_web_page():
    assert read(b"<p>One<p>Two").pages[0].text == "One\n\nTwo"


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1251", "koi8-r", "utf-16"])
def test_a_web_page_is_in_the_encoding_that_it_states(encoding):
    page = f"<html><meta charset='{encoding}'><p>Записка Секретариата</p></html>".encode(encoding)
    assert lines_of(page) == ["Записка Секретариата"]


def test_the_paragraph_of_an_item_stands_beside_its_mark():
    assert lines_of(b"<ol type=a><li><p>To report</p><p>and more</p></li><li></li><li>To meet</ol><ul><li><div>So</div></ul>") == [
        "(a) To report", "and more", "(b)", "(c) To meet", "• So",
    ]  # fmt: skip


def test_the_number_of_a_note_in_a_web_page_is_raised():
    assert lines_of(b"<p>A/RES/55/25<sup>3</sup> applies</p>") == ["A/RES/55/25³ applies"]


def test_a_web_page_without_words_is_empty():
    assert refused(b"<html><body><script>x</script></body></html>") == "empty"


def test_a_web_page_nested_without_end_is_read_as_far_as_it_goes():
    assert lines_of(b"<html><p>Head</p>" + b"<div>" * 50_000 + b"deep")[0] == "Head"


def test_a_saved_web_page_is_read():
    page = (
        b'From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        b"<html><p>Note by the Secre=\r\ntariat</p></html>\r\n--b--\r\n"
    )
    assert lines_of(page) == ["Note by the Secretariat"]


# ---------------------------------------------------------------- OpenDocument


def test_an_opendocument_text_is_read_with_its_lists_tables_notes_and_heads():
    body = (
        "<text:p>See A/70/95<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>A note.</text:p></text:note-body></text:note> of<text:s text:c='2'/>May</text:p>"
        "<text:list text:style-name='L'><text:list-item><text:p>Requests</text:p></text:list-item>"
        "<text:list-item><text:p>Urges</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>Symbol</text:p></table:table-cell>"
        "<table:table-cell><text:p>Topic</text:p></table:table-cell></table:table-row></table:table>"
        "<text:tracked-changes><text:p>deleted</text:p></text:tracked-changes>"
    )
    automatic = (
        "<text:list-style style:name='L'><text:list-level-style-number text:level='1' style:num-format='1' "
        "style:num-suffix='.'/></text:list-style>"
    )
    styles = "<style:master-page><style:header><text:p>E/CN.15/2031/4</text:p></style:header></style:master-page>"
    content = odt(body, styles=styles, automatic=automatic)
    assert lines_of(content) == [
        "E/CN.15/2031/4", "See A/70/95¹ of  May", "1. Requests", "2. Urges", "Symbol\tTopic", "__________________", "1 A note.",
    ]  # fmt: skip


def test_the_numbers_of_lists_in_lists_go_on_and_begin_anew_as_they_are_shown():
    def level(number, form, suffix, shown=1):
        return (
            f"<text:list-level-style-number text:level='{number}' style:num-format='{form}' style:num-suffix='{suffix}' "
            f"text:display-levels='{shown}'/>"
        )

    def item(text, down=0, more=""):
        inner = f"<text:list-item><text:p>{text}</text:p></text:list-item>"
        for _ in range(down):
            inner = f"<text:list-item><text:list>{inner}</text:list></text:list-item>"
        return f"<text:list text:style-name='L' {more}>{inner}</text:list>"

    goes_on = "text:continue-numbering='true'"
    body = item("One") + item("One one", 1, goes_on) + item("One two", 1, goes_on) + item("Two", 0, goes_on)
    body += item("Two one", 1, goes_on) + "<text:p>Between</text:p>" + item("New")
    automatic = f"<text:list-style style:name='L'>{level(1, 'I', '.')}{level(2, '1', '.', 2)}</text:list-style>"
    assert lines_of(odt(body, automatic=automatic)) == [
        "I. One", "I.1. One one", "I.2. One two", "II. Two", "II.1. Two one", "Between", "I. New",
    ]  # fmt: skip


def test_an_opendocument_text_that_declares_entities_is_not_opened():
    assert refused(odt("<text:p>&a;</text:p>", prolog='<!DOCTYPE x [<!ENTITY a "ha">]>')) == "damaged"


def test_an_opendocument_text_nested_too_deeply_is_damaged():
    assert refused(odt("<text:span>" * 3000 + "</text:span>" * 3000)) == "damaged"


def test_an_empty_opendocument_text_says_so():
    assert refused(odt("<text:p/>")) == "empty"


# ---------------------------------------------------------------- RTF


def test_an_rtf_text_is_read_with_its_notes_rows_and_heads():
    text = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Times;}{\f1\fcharset204 Times Cyr;}}{\info{\title no}}"
        rb"{\header E/CN.15/2031/4\par}{\pard See A/70/95{\super\chftn}{\footnote\chftn\ A note.} "
        rb"\f1\'c4\'ee\'ea\'eb\'e0\'e4\f0\par}"
        rb"{\field{\*\fldinst PAGE}{\fldrslt 7}}{\v hidden}{\deleted gone}\par \u1044?\emdash x\par Symbol\cell Topic\cell\row}"
    )
    assert media_type_of(text) == "application/rtf"
    assert lines_of(text) == [
        "E/CN.15/2031/4", "See A/70/95¹ Доклад", "7", "Д—x", "Symbol\tTopic", "__________________", "1 A note.",
    ]  # fmt: skip


def test_an_rtf_text_of_braces_alone_is_damaged():
    assert refused(b"{\\rtf1 " + b"{" * 100_000) == "damaged"


@given(st.binary(max_size=300))
def test_no_bytes_behind_the_mark_of_rtf_raise_anything_but_a_sentence(content):
    with contextlib.suppress(UnreadableFile):
        rtf.read(b"{\\rtf1 " + content)


# ---------------------------------------------------------------- old Word documents

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "WordDocument".encode("utf-16-le") + bytes(500)


def test_without_libreoffice_an_old_word_document_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(office, "is_available", lambda: False)
    with pytest.raises(UnreadableFile, match="LibreOffice is not installed"):
        read(OLD_WORD)


def test_an_old_word_document_that_is_damaged_is_refused_before_it_is_converted(monkeypatch):
    monkeypatch.setattr(office, "is_available", lambda: True)
    assert refused(OLD_WORD) == "damaged"


@pytest.mark.skipif(not office.is_available(), reason="LibreOffice is not installed")
def test_with_libreoffice_an_old_word_document_is_read():
    made = office.converted(b"{\\rtf1\\ansi Conference of the Parties\\par}", "rtf")
    assert lines_of(made) == ["Conference of the Parties"]


# ---------------------------------------------------------------- encodings

TEXTS = {
    "ru": "Доклад о работе девятой сессии, проведенной в Вене. ЗАПИСКА СЕКРЕТАРИАТА «О мерах»",
    "ar": "تقرير عن أعمال الدورة المعقودة في فيينا، وقد طلب المؤتمر إلى الأمانة أن تقدم تقريرا",
    "zh": "缔约方会议第九届会议报告，请秘书处向会议提供技术援助并提出建议",
    "fr": "Rapport de la Conférence sur sa neuvième session, tenue à Vienne : « décisions » – l’été, où ça naît",
    "es": "Informe de la Conferencia sobre el período de sesiones: ¿qué decisión adoptó España en el año 2031?",
    "pl": "Sprawozdanie z dziewiątej sesji, która odbyła się w Wiedniu; przyjęto wnioski łączne i źródła ścisłe",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ru", "windows-1251"), ("ru", "koi8-r"), ("ru", "cp866"), ("ru", "mac_cyrillic"), ("ru", "utf-16-le"),
        ("ru", "utf-32"), ("ar", "windows-1256"), ("ar", "iso-8859-6"), ("ar", "utf-16-be"), ("zh", "gb18030"),
        ("zh", "utf-16-le"), ("fr", "windows-1252"), ("fr", "mac_roman"), ("es", "windows-1252"), ("es", "cp850"),
        ("es", "mac_roman"), ("pl", "windows-1250"), ("ru", "utf-8"), ("es", "utf-8-sig"), ("fr", "utf-32-le"),
    ],
)  # fmt: skip
def test_the_encoding_of_a_text_is_told_by_its_letters(language, encoding):
    text = TEXTS[language].encode(encoding, "ignore").decode(encoding)
    assert lines_of(text.encode(encoding)) == [text]


def test_quotation_marks_of_windows_are_not_letters_of_the_macintosh():
    assert lines_of(b"the \x93quoted\x94 words \x96 and the States\x92 own") == [
        "the “quoted” words – and the States’ own"
    ]


def test_a_symbol_in_angles_is_no_web_page():
    assert media_type_of(b"<A/70/95> is a symbol") == "text/plain"


def test_traditional_chinese_in_big5_is_told_from_the_simplified():
    text = "聯合國大會決議請各國政府與國際組織合作，並向會議提出報告"
    assert lines_of(text.encode("big5")) == [text]


def test_zeros_are_no_text():
    assert refused(bytes(4000)) == "not-a-document"


def test_utf8_with_a_few_lost_bytes_is_still_utf8():
    hurt = ("Секретариат представил доклад. " * 20).encode() + b"\xd0"
    assert encoding_of(hurt) == ("utf-8", False)


@given(st.binary(min_size=1, max_size=200))
def test_whatever_encoding_is_named_can_be_used(content):
    name, _ = encoding_of(content)
    if name:
        content.decode(name, "replace")


@pytest.mark.parametrize("page", [b"6", b"1", b"2147483647", b"-3", b""])
def test_an_rtf_text_of_a_code_page_that_nobody_knows_is_read_all_the_same(page):
    content = rb"{\rtf1\ansi\ansicpg" + page + rb"\pard Requests \'e9 reports\par}"
    assert lines_of(content)[0].startswith("Requests")
