"""Pages that are pictures are read by Tesseract where it is installed; where not, it is said in words."""

import pytest

from documents.reading import Reading, ocr
from documents.reading.drawing import drawn
from documents.reading.pages import PICTURE, RECOGNISED, PageText
from tests.files import placed_pdf

needs_tesseract = pytest.mark.skipif(not ocr.is_available(), reason="Tesseract is not installed")


def test_without_tesseract_nothing_is_recognised_and_the_reason_stands_in_words(monkeypatch):
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    with pytest.raises(RuntimeError, match="Tesseract is not installed"):
        ocr.read_pages(placed_pdf([(60, 700, 20, "words")]), [1])


@needs_tesseract
def test_a_page_is_recognised_with_a_measure_of_how_surely():
    content = placed_pdf([(60, 700, 18, "The Conference of the Parties"), (60, 660, 18, "Distr.: General")])
    page, missing = ocr.read_pages(content, [1, 7])
    assert "The Conference of the Parties" in page.text
    assert page.confidence > 0.8
    assert missing == ocr.Recognised(7, "", 0.0)


def test_a_page_is_drawn_elsewhere_and_one_that_cannot_be_drawn_is_none(tmp_path):
    content = placed_pdf([(60, 700, 18, "words")])
    assert drawn(content, 1, 90, str(tmp_path)).startswith(b"P5\n3509 2480\n255\n")
    assert drawn(content, 2, 0, str(tmp_path)) is None
    assert drawn(b"%PDF-1.4 nothing", 1, 0, str(tmp_path)) is None


def test_recognised_pages_take_the_place_of_pictures_and_tell_the_language():
    reading = Reading("application/pdf", (PageText(1, "", PICTURE), PageText(2, "kept")), "")
    text = "Генеральная Ассамблея, получив рекомендацию Совета Безопасности"
    told = ocr.with_recognised(reading, [ocr.Recognised(1, text, 0.9), ocr.Recognised(2, " ", 0.0)])
    assert told.pages == (PageText(1, text, RECOGNISED), PageText(2, "kept"))
    assert told.language == "ru"
    assert told.needs_ocr == ()


def test_the_table_of_words_becomes_lines_and_paragraphs():
    head = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"
    rows = [
        ("1", "1", "1", 0, 10, "90", "Distr.:"),
        ("1", "1", "1", 70, 10, "80", "General"),
        ("1", "1", "1", 400, 10, "80", "A/70/95"),
        ("1", "1", "2", 0, 30, "95", "Original"),
        ("1", "1", "2", 90, 30, "10", "~|"),
        ("1", "1", "3", 0, 50, "20", "speckle"),
        ("1", "1", "4", 0, 90, "60", "联"),
        ("1", "1", "4", 62, 90, "60", "合"),
    ]
    table = head + "".join(
        f"5\t1\t{block}\t{paragraph}\t{line}\t1\t{left}\t{top}\t60\t12\t{sure}\t{word}\n"
        for block, paragraph, line, left, top, sure, word in rows
    )
    text, confidence = ocr._text_of(table)
    assert text == "Distr.: General\tA/70/95\nOriginal\n\n联合"
    assert 0.6 < confidence < 0.95


def test_a_table_of_nonsense_is_no_text():
    assert ocr._text_of("5\t1\tx\n\n\t\t\t") == ("", 0.0)
