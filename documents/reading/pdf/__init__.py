"""PDF, by pdfium: one PageText a page, in the order in which a person reads it.

An empty line stands where print leaves a gap or changes the size of its letters: titles, mastheads and paragraphs
can't be told apart without it. Of a page that is a picture, or whose text is not what print shows, the reading says so
(PageText.source); documents/reading/ocr.py reads it from its picture.
"""

import ctypes
import re
import threading
import time
from itertools import islice

import pypdfium2
import pypdfium2.raw as pdfium

from documents.reading.pages import (
    BROKEN,
    LONGEST_PAGE,
    MOST_PAGES,
    PICTURE,
    SCAN,
    TEXT,
    PageText,
    UnreadableFile,
    paged,
    pages_in_words,
    too_many_pages,
)
from documents.reading.pdf import columns, health, order, places, right_to_left

MOST_SECONDS = 120

# pdfium is one library with one state: two threads in it at once crash the process.
PDFIUM = threading.Lock()

_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_UNKNOWN_PROTECTION = 5  # FPDF_ERR_SECURITY
# A tree of pages that holds none: pdfium refuses such a file as if it were broken.
CUT_OFF = "the end of this file is missing: what could be read of it is shown, and pages may lack"
_CATALOG = re.compile(rb"(\d{1,9})\s{1,3}(\d{1,5})\s{1,3}obj\b[^<>]{0,20}<<[^>]{0,300}?/Type\s{0,3}/Catalog\b")
_PAGE = re.compile(rb"(\d{1,9})\s{1,3}(\d{1,5})\s{1,3}obj\b\s{0,5}<<[^<>]{0,300}?/Type\s{0,3}/Page(?![a-zA-Z])")
_FREE = 4_000_000  # a number that no object of a real file has
_EMPTY_PAGE_TREE = re.compile(
    rb"/Type\s{0,9}/Pages[^>]{0,200}?/Count\s{1,9}0\b|/Count\s{1,9}0\b[^>]{0,200}?/Type\s{0,9}/Pages"
)
_LOOKED_AT = 1_000_000
_LARGEST_PAGE = 14_400 * 10  # points; the format allows 14,400, and its newer versions a unit other than the point
_FEW = 3  # things drawn on a page that is one picture with its text
_COVERED = 0.75  # of the page, by a picture that is the page
_LONGER_WORD = re.compile(r"\w{4,}")
_FIRST_WORD = re.compile(r"\w{0,60}")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def read(content: bytes) -> tuple[tuple[PageText, ...], tuple[str, ...]]:
    """The pages of a PDF and remarks. Raises UnreadableFile when it is damaged, protected, empty or too large."""
    with PDFIUM:
        texts, sources, remarks = _read(content)
    pages, more = paged(_whole_words(texts), sources)
    return pages, remarks + more


def _read(content: bytes) -> tuple[list[str], list[str], tuple[str, ...]]:
    texts, sources, damaged = [], [], []
    began = time.monotonic()
    document, cut_off = _opened(content)
    try:
        for number in range(1, len(document) + 1):
            if time.monotonic() - began > MOST_SECONDS:
                raise UnreadableFile(
                    "too-large",
                    f"Reading this PDF took longer than {MOST_SECONDS} seconds. Split it and upload the parts.",
                )
            try:
                text, source = _page(document, number)
            except pypdfium2.PdfiumError:
                text, source = "", TEXT
                damaged.append(number)
            texts.append(text)
            sources.append(source)
    finally:
        document.close()
    if damaged and len(damaged) == len(texts):
        raise _damaged()
    remarks = _remarks(texts, sources, damaged)
    return texts, sources, (CUT_OFF, *remarks) if cut_off else remarks


def opened(content: bytes) -> pypdfium2.PdfDocument:
    """The PDF, opened; whoever opens it holds PDFIUM meanwhile. Raises UnreadableFile."""
    return _opened(content)[0]


def _opened(content: bytes) -> tuple[pypdfium2.PdfDocument, bool]:
    """The PDF, opened, and whether its end had to be made up for that."""
    cut_off = False
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        document = _with_a_new_end(content)
        if document is None:
            raise _refusal(error, content) from error
        cut_off = True
    count = len(document)
    if 1 <= count <= MOST_PAGES:
        return document, cut_off
    document.close()
    raise too_many_pages(count) if count > MOST_PAGES else _without_pages()


def _with_a_new_end(content: bytes) -> pypdfium2.PdfDocument | None:
    """A PDF whose end was lost on the way, with what stood there made up; None when that does not help.

    First the table alone; where the list of pages was lost too, one of the pages that are there.
    """
    if b"/Encrypt" in content:
        return None
    if catalog := _CATALOG.search(content):
        document = _opened_with(content, b"trailer\n<< /Root %s %s R >>" % catalog.groups())
        if document is not None:
            return document
    pages = dict.fromkeys(match.groups() for match in islice(_PAGE.finditer(content), MOST_PAGES))
    if not pages:
        return None
    kids = b" ".join(b"%s %s R" % page for page in pages)
    end = (
        b"%d 0 obj\n<< /Type /Pages /Kids [%s] /Count %d >>\nendobj\n" % (_FREE, kids, len(pages))
        + b"%d 0 obj\n<< /Type /Catalog /Pages %d 0 R >>\nendobj\n" % (_FREE + 1, _FREE)
        + b"trailer\n<< /Root %d 0 R >>" % (_FREE + 1)
    )
    return _opened_with(content, end)


def _opened_with(content: bytes, end: bytes) -> pypdfium2.PdfDocument | None:
    try:
        document = pypdfium2.PdfDocument(content + b"\n" + end + b"\n%%EOF\n")
    except pypdfium2.PdfiumError:
        return None
    if len(document):
        return document
    document.close()
    return None


_WORDS_FOR = {
    PICTURE: (
        "holds only a picture: its text could not be read here",
        "hold only pictures: their text could not be read here",
    ),
    BROKEN: (
        "holds signs that are not the letters printed on it",
        "hold signs that are not the letters printed on them",
    ),
    SCAN: (
        "is a scan: its text was recognised by a machine and may hold faults",
        "are scans: their text was recognised by a machine and may hold faults",
    ),
}


def _remarks(texts: list[str], sources: list[str], damaged: list[int]) -> tuple[str, ...]:
    remarks = []
    if not any(text.strip() for text in texts) and (damaged or PICTURE in sources or BROKEN in sources):
        remarks.append("no page of this file holds text that could be read")
    for source, (one, several) in _WORDS_FOR.items():
        numbers = [number for number, found in enumerate(sources, start=1) if found == source]
        if numbers:
            remarks.append(f"{pages_in_words(numbers)} {one if len(numbers) == 1 else several}")
    if damaged:
        remarks.append(
            f"{pages_in_words(damaged)} {'is' if len(damaged) == 1 else 'are'} damaged and could not be read"
        )
    return tuple(remarks)


def _refusal(error: pypdfium2.PdfiumError, content: bytes) -> UnreadableFile:
    if getattr(error, "err_code", None) in (_WRONG_PASSWORD, _UNKNOWN_PROTECTION):
        return UnreadableFile(
            "encrypted",
            "This PDF is protected with a password. Save it without the password and upload it again.",
        )
    if _EMPTY_PAGE_TREE.search(content[:_LOOKED_AT]):
        return _without_pages()
    return _damaged()


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        "damaged", "This PDF is damaged and can't be opened. Fetch or save the file once more and upload it again."
    )


def _without_pages():
    return UnreadableFile("no-pages", "This PDF has no pages. Save the document as PDF once more and upload it again.")


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[str, str]:
    """The text of one page and what it was read from (PageText.source). One bad page does not spoil the others."""
    page = document[number - 1]
    try:
        if max(page.get_size()) > _LARGEST_PAGE:
            raise pypdfium2.PdfiumError("a page of impossible size")  # pdfium would keep a mark for each point of it
        words = page.get_textpage()
        try:
            count = words.count_chars()
            # One more than the limit, so that what is cut off is remarked on.
            raw = words.get_text_range(0, min(count, LONGEST_PAGE + 1)) if count > 0 else ""
            plain = health.is_plain(raw)
            text = _as_printed(page, words, raw, count, plain) if raw.strip() else ""
        finally:
            words.close()
        return text, _source(page, text, plain)
    finally:
        page.close()


def _as_printed(page: pypdfium2.PdfPage, words: pypdfium2.PdfTextPage, text: str, count: int, plain: bool) -> str:
    """The lines of a page in print order; an empty line for a gap."""
    handle = words.raw
    turn = page.get_rotation() or places.turn_of(handle, count)
    boxes = places.Boxes(handle, turn, page.get_mediabox()[2:] if turn else (0, 0))
    index_of = None
    if len(text) != count:

        def index_of(place):
            return pdfium.FPDFText_GetCharIndexFromTextIndex(handle, place)

    lines = None
    if not plain and right_to_left.ARABIC.search(text) and right_to_left.is_arabic(text):
        lines = right_to_left.lines_of(text, handle, boxes, index_of)
    if lines is None:
        text = places.with_raised_marks(text, boxes, index_of)
        lines = columns.apart(places.lines_of(text, boxes, index_of), handle, boxes, index_of)
    text = _joined(order.in_print_order(lines))
    return text if plain else health.mended(text)


def _joined(lines: list[places.Line]) -> str:
    placed: list[str] = []
    above: places.Line | None = None
    air = order.air(lines)
    for line in lines:
        text = order.single(line.text) if len(line.text) < 200 else line.text
        if not line.height or above is None:
            placed.append(text)
            above = line if line.height else above
            continue
        gap = order.beside(above, line) if placed[-1] else None
        if gap is not None:
            tight = gap < 0.1 * line.height and not placed[-1].strip().isdigit()
            placed[-1] = placed[-1].rstrip() + ("" if tight or text[:1] in ".,;:)" else " ") + text.lstrip()
            line.left, line.height = above.left, max(above.height, line.height)
            line.bottom, line.top = min(above.bottom, line.bottom), max(above.top, line.top)
        else:
            if order.parted(above, line, air) and not _goes_on(placed[-1], text, above, line):
                placed.append("")
            elif text == placed[-1] and order.overprinted(above, line):
                continue
            placed.append(text)
        above = line
    return "\n".join(placed)


def _goes_on(before: str, text: str, above: places.Line, line: places.Line) -> bool:
    """Whether a sentence goes on at the top of the next column."""
    return line.bottom > above.top and text[:1].islower() and before.rstrip()[-1:].isalpha()


def _source(page: pypdfium2.PdfPage, text: str, plain: bool) -> str:
    signs = len(text.strip())
    if not signs:
        return PICTURE if any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4)) else TEXT
    if not plain and health.is_broken(text):
        return BROKEN
    if _is_scan(page):
        # A stamp, a page number or a web address laid over the picture of a page is not its text.
        return SCAN if signs > 60 else PICTURE
    return TEXT


def _is_scan(page: pypdfium2.PdfPage) -> bool:
    """Whether a picture covers the page: it is drawn first, or last over text that can't be seen.

    Programs that recognise text may put all of a page into one form; then what is in it is looked at.
    """
    handle = page.raw
    count = pdfium.FPDFPage_CountObjects(handle)
    drawn = [pdfium.FPDFPage_GetObject(handle, place) for place in {0, 1, count - 1} if 0 <= place < count]
    kinds = [pdfium.FPDFPageObj_GetType(each) for each in drawn if each]
    if pdfium.FPDF_PAGEOBJ_IMAGE in kinds:
        found = [each for each in drawn if each and pdfium.FPDFPageObj_GetType(each) == pdfium.FPDF_PAGEOBJ_IMAGE]
    elif count <= _FEW and pdfium.FPDF_PAGEOBJ_FORM in kinds:
        found = [each.raw for each in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)]
    else:
        return False
    width, height = page.get_size()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    for each in found[:_FEW]:
        if pdfium.FPDFPageObj_GetBounds(each, left, bottom, right, top):
            area = (right.value - left.value) * (top.value - bottom.value)
            if area > _COVERED * width * height:
                return True
    return False


def _whole_words(texts: list[str]) -> list[str]:
    """Mend words parted at the end of a line: "state-" + "ments" is one word, "fifty-" + "seventh" keeps its hyphen.

    The word counts as one when the document writes it so elsewhere, and in Russian, which hyphenates freely.
    """
    broken = [number for number, text in enumerate(texts) if places.BROKEN_WORD in text]
    if not broken:
        return texts
    known = {word for text in texts for word in _LONGER_WORD.findall(text)}
    mended = list(texts)
    for number in broken:
        whole, *rest = texts[number].split(places.BROKEN_WORD)
        for part in rest:
            part = part.removeprefix("\n")
            head, tail = _last_word(whole), _FIRST_WORD.match(part)[0]
            joins = head + tail in known or _CYRILLIC.search(head + tail)
            whole += part if joins else f"-{part}"
        mended[number] = whole
    return mended


def _last_word(text: str) -> str:
    start = len(text)
    while start and len(text) - start < 60 and (text[start - 1].isalnum() or text[start - 1] == "_"):
        start -= 1
    return text[start:]
