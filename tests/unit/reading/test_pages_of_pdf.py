"""A page of a PDF is read in the order of print, whatever order the file holds it in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.reading import read
from documents.reading.pages import PICTURE, SCAN, TEXT
from documents.reading.pdf import health, places, right_to_left
from tests.files import pdf, placed_pdf, scanned_pdf, sideways_pdf


def lines_of(*pages) -> list[str]:
    return [line for line in read(placed_pdf(*pages)).pages[0].text.split("\n") if line]


HEAD = (60, 780, 10, "E/CN.15/2031/4")
FOOT = (60, 30, 8, "2/14")
JOB = (480, 30, 8, "V.31-00417")
BODY = [(60, 700 - 12 * row, 10, f"Line {row} of the body of the report, which goes on and on") for row in range(1, 5)]


def test_heads_and_feet_that_word_writes_first_stand_at_head_and_foot():
    lines = lines_of([HEAD, FOOT, JOB, *BODY])
    assert lines[0] == HEAD[3]
    assert lines[1].startswith("Line 1")
    assert lines[-1] == "2/14\tV.31-00417"


def test_a_masthead_that_the_file_holds_last_is_read_first():
    masthead = [(60, 790, 14, "United Nations"), (400, 790, 14, "A/HRC/71/9"), (400, 760, 10, "Distr.: General")]
    lines = lines_of([(60, 40, 8, "GE.31-10417"), *BODY, *masthead])
    assert lines[0].startswith("United Nations")
    assert lines[1] == "Distr.: General"
    assert lines[-1] == "GE.31-10417"


def test_a_page_number_alone_at_the_side_is_the_foot():
    lines = lines_of([(560, 30, 8, "7"), *BODY])
    assert lines[-1] == "7"


def test_two_columns_are_read_one_after_the_other():
    left = [(60, 700 - 12 * row, 10, f"left column, row {row}") for row in range(6)]
    right = [(320, 700 - 12 * row, 10, f"right column, row {row}") for row in range(6)]
    lines = lines_of([(60, 760, 14, "The verbatim record of the meeting of the whole"), *left, *right])
    assert lines[1:7] == [piece[3] for piece in left]
    assert lines[7:] == [piece[3] for piece in right]


def test_two_columns_whose_rows_the_file_holds_across_the_page_are_parted():
    left = [(60, 700 - 12 * row, 10, f"left row {row} runs on to the middle of it") for row in range(14)]
    right = [(310, 700 - 12 * row, 10, f"right row {row} runs on to the very edge") for row in range(14)]
    title = (60, 760, 10, "A line of introduction that runs across the whole width of the printed page without a gap")
    lines = lines_of([title, *(piece for row in zip(left, right, strict=True) for piece in row)])
    assert lines == [title[3], *(piece[3] for piece in left + right)]


def test_the_cells_of_a_table_stay_on_their_rows_parted_by_tabs():
    rows = [
        [(60, 700 - 12 * row, 10, f"Country {row}"), (400, 700 - 12 * row, 10, f"{row} May 2031")] for row in range(14)
    ]
    assert lines_of([piece for row in rows for piece in row])[3] == "Country 3\t3 May 2031"


def test_the_columns_of_a_masthead_are_not_woven_into_each_other():
    left = [
        (60, 790, 12, "United Nations"),
        (60, 760, 10, "Conference of the Parties to the"),
        (60, 748, 10, "Convention against Crime"),
    ]
    right = [(400, 766, 10, "Distr.: Limited"), (400, 752, 10, "4 May 2031")]
    assert lines_of([*left, *right]) == [piece[3] for piece in left + right]


def test_lines_of_one_column_that_the_file_holds_out_of_order_are_sorted():
    rows = [(60, 700 - 12 * row, 10, f"row {row} of one and the same paragraph of the text") for row in range(8)]
    jumbled = [*rows[0:3], *rows[5:8], *rows[3:5]]
    assert lines_of([*jumbled]) == [row[3] for row in rows]


@pytest.mark.parametrize("turned", [90, 0])
def test_text_set_sideways_is_read_as_it_is_shown(turned):
    rows = [(500, "the foot"), (112, "first row of a table"), (124, "second row of a table"), (150, "after a gap")]
    lines = read(sideways_pdf([(left, 60, 10, text) for left, text in rows], turned=turned)).pages[0].text.split("\n")
    assert lines == ["first row of a table", "second row of a table", "", "after a gap", "", "the foot"]


def test_the_mark_of_a_footnote_is_raised_and_never_joins_a_symbol():
    text = (
        read(placed_pdf([(60, 700, 10, "See A/RES/55/25"), (134, 704, 6, "3"), (142, 700, 10, "and others.")]))
        .pages[0]
        .text
    )
    assert "A/RES/55/25³" in text
    assert text.count("\n") == 0


def test_numbers_of_the_usual_size_stay_as_they_are():
    assert lines_of([(60, 700, 10, "In 2031, 1,274.3 of 20315 items (see A/70/95)")]) == [
        "In 2031, 1,274.3 of 20315 items (see A/70/95)"
    ]


def test_words_printed_twice_to_make_them_bold_are_read_once():
    assert lines_of([(60, 700, 10, "UNITED UNITED NATIONS NATIONS")]) == ["UNITED NATIONS"]
    assert lines_of([(60, 700, 12, "General Assembly"), (60.4, 700.2, 12, "General Assembly")]) == ["General Assembly"]


def test_a_table_may_say_the_same_twice():
    assert lines_of([(60, 700, 10, "12 12 40 40")]) == ["12 12 40 40"]


def test_double_spacing_parts_no_paragraphs():
    words = "The words of a draft that is set with much air between its rows and fills them all"
    rows = [(60, 740 - 24 * row, 11, f"{words} {row:02}") for row in range(8)]
    later = [(60, 510 - 24 * row, 11, f"{words} {row:02}") for row in range(8)]
    text = read(placed_pdf(rows + later)).pages[0].text
    assert text.count("\n\n") == 1
    assert text.split("\n\n")[0].endswith("07")


# ---------------------------------------------------------------- pages that need OCR


def test_a_page_that_is_a_picture_needs_ocr_and_says_so():
    reading = read(scanned_pdf(2, stamp=""))
    assert reading.needs_ocr == (1, 2)
    assert {page.source for page in reading.pages} == {PICTURE}
    assert "no page of this file holds text that could be read" in reading.remarks
    assert any("pages 1 and 2 hold only pictures" in remark for remark in reading.remarks)


def test_a_stamp_on_a_picture_is_not_the_text_of_the_page():
    assert read(scanned_pdf(stamp="Digitized by a library")).needs_ocr == (1,)


def test_a_picture_with_its_recognised_text_is_a_scan_and_is_read():
    page = read(
        scanned_pdf(stamp="The text of the page as a machine recognised it, line by line and word by word")
    ).pages[0]
    assert page.source == SCAN
    assert not page.needs_ocr


def test_a_page_of_words_is_sound():
    page = read(pdf(["A page with some words that any reader would take for words, however few they are."])).pages[0]
    assert page.source == TEXT


@pytest.mark.parametrize(
    "text",
    [
        "\ue123\ue124\ue125 \ue200\ue201\ue202\ue203 " * 8,
        "سكككك متككككل الرساااا اليل القوجه إلى األممم المتحدةةة عن حالةةة وفي هذاا الماااا من بعض تلك قبل بعد " * 2,
    ],
)
def test_letters_that_are_not_those_of_print_are_told(text):
    assert health.is_broken(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Conference welcomes the report and requests the Secretariat to continue its work on technical assistance.",
        "Доклад о работе сессии, проведенной в Вене в октябре, был принят Конференцией без голосования после прений.",
        "تقرير عن أعمال الدورة المعقودة في فيينا، وقد اعتمده المؤتمر دون تصويت بعد مناقشته في جلسته العامة الأخيرة",
        "第八届会议的报告由缔约方会议于维也纳通过，会议请秘书处继续提供技术援助，并在下届会议上提出报告。",
        "ICRMW CEDAW UNODC ICCPR UNDP UNHCR 12 30 45 1,200 3,400 55.1 12.0 14 15 16",
        "1 234 5 678 9 1011 12 1314 15 1617 18 1920 21 2223 24 2526 27 2829 30 3132 33 3435 36",
    ],
)
def test_sound_pages_of_any_language_are_left_alone(text):
    assert not health.is_broken(text)


def test_russian_taken_for_western_letters_is_mended():
    russian = "Доклад о работе девятой сессии Конференции участников, проведенной в Вене с пятого по девятое октября"
    assert health.mended(russian.encode("cp1251").decode("cp1252")) == russian


def test_french_with_its_accents_is_not_taken_for_russian():
    french = "Élaboré à l'été, déjà révisé; créée, gérée, réitérée, agréée: là où ça s'arrêta, à côté"
    assert health.mended(french) == french


def test_letters_given_by_their_places_in_the_font_are_mended():
    words = "The Conference of the Parties recalls the mandate and requests the Secretariat to report on its work"
    assert health.mended("".join(chr(ord(sign) - 29) if sign != " " else " " for sign in words)) == words


def test_letters_without_vowels_are_those_of_no_language():
    words = (
        "the conference of the parties noted that the secretariat has submitted its report to it once more and again"
    )
    assert health.is_broken("".join(chr(ord(sign) + 2) if sign != " " else sign for sign in words * 2))


def test_signs_of_symbol_fonts_and_ligatures_are_mended():
    assert health.mended("\uf0b7 the oﬃce ﬁnds") == "• the office finds"
    shifted = "".join(chr(0xF000 + ord(sign)) for sign in "The Conference requests the Secretariat")
    assert health.mended(shifted) == "The Conference requests the Secretariat"


def test_air_between_chinese_characters_is_closed_and_symbols_stand_apart():
    assert health.mended("缔 约 方会议 2014 年 10 月 10 日第 7/1 号决议 CTOC/COP/2014/13") == (
        "缔约方会议2014年10月10日第7/1号决议 CTOC/COP/2014/13"
    )


# ---------------------------------------------------------------- rows read from the right


@pytest.mark.parametrize(
    ("row", "written"),
    [
        ("الأمم المتحدة\t1/6102/POC/COTC", "الأمم المتحدة\tCTOC/COP/2016/1"),
        ("1. تفتتح في 6102", "1. تفتتح في 2016"),
        ("فيينا، 12-71 تشرين", "فيينا، 17-21 تشرين"),
        ("القرار 1/7)د(", "القرار 7/1(د)"),
        ("برئاسة )رومانيا(.", "برئاسة (رومانيا)."),
        ("lareneG :.rtsiD", "Distr.: General"),
        ("5202 yaM 4", "4 May 2025"),
        ("1 2.PRC/6102/POC/COTC.", "1 CTOC/COP/2016/CRP.2."),
        ("الأمــم المتحـدة", "الأمم المتحدة"),
        ("ﺍﻷﻣﻢ", "الأمم"),
        ("الفقرة ٥٢ من", "الفقرة ٢٥ من"),
    ],
)
def test_a_row_read_from_the_right_is_put_in_order(row, written):
    assert right_to_left.logical(row) == written


@given(st.text(alphabet="ابتثج 0123456789/-().ABC\t«»", max_size=80))
def test_no_row_loses_a_letter(row):
    kept = "".join(right_to_left.logical(row).split())
    assert sorted(sign for sign in kept if sign.isalnum()) == sorted(sign for sign in row if sign.isalnum())


# ---------------------------------------------------------------- damage


def test_a_pdf_with_one_damaged_page_gives_the_others():
    whole = pdf(["First page", "Second page", "Third page"])
    hurt = whole.replace(b"/Type /Page /Parent 2 0 R", b"/Type /Pagx /Parent 9 9 R", 1)
    assert "Third page" in [page.text for page in read(hurt).pages]


def test_a_pdf_that_lost_its_end_is_read_as_far_as_it_goes():
    whole = pdf([f"Page {number} of the report" for number in range(1, 5)])
    reading = read(whole[: whole.index(b"\nxref")])
    assert [page.text for page in reading.pages] == [f"Page {number} of the report" for number in range(1, 5)]
    assert "the end of this file is missing" in reading.remarks[0]


def test_a_pdf_that_lost_its_list_of_pages_too_gives_the_pages_that_are_there():
    whole = pdf([f"Page {number} of the report" for number in range(1, 5)])
    listless = (
        whole[: whole.index(b"\nxref")]
        .replace(b"/Type /Catalog", b"/Type /Nothing")
        .replace(b"/Type /Pages", b"/Type /Nought")
    )
    assert [page.text for page in read(listless).pages] == [f"Page {number} of the report" for number in range(1, 5)]


def test_a_page_of_impossible_size_is_named_and_the_others_are_read():
    content = pdf(["One page", "Another"]).replace(b"[0 0 595 842]", b"[0 2147483648 595 842]", 1)
    reading = read(content)
    assert [page.text.strip() for page in reading.pages] == ["", "Another"]
    assert any("page 1" in remark and "damaged" in remark for remark in reading.remarks)


@pytest.mark.parametrize("angle", [float("nan"), float("inf"), -1.0])
def test_a_letter_turned_by_what_is_no_number_leaves_the_page_as_it_is(monkeypatch, angle):
    monkeypatch.setattr(places.pdfium, "FPDFText_GetCharAngle", lambda words, place: angle)
    assert read(pdf(["One page"])).pages[0].text.strip() == "One page"


def test_a_letter_that_stands_nowhere_leaves_its_line_where_the_file_has_it(monkeypatch):
    nowhere = (float("nan"),) * 4
    monkeypatch.setattr(places.Boxes, "of", lambda self, index: nowhere)
    assert read(pdf(["One line\n\nAnother line"])).pages[0].text.split("\n") == ["One line", "Another line"]
