"""PDF, by pdfium: one PageText a page, in the order in which the file holds its text.

An empty line stands where print leaves a gap or changes the size of its letters: titles, mastheads and paragraphs
can't be told apart without it.
"""

import re
import threading
import time

import pypdfium2
import pypdfium2.raw as pdfium

from documents.reading.pages import LONGEST_PAGE, MOST_PAGES, PageText, UnreadableFile, paged, too_many_pages

MOST_SECONDS = 120

# pdfium is one library with one state: two threads in it at once crash the process.
_PDFIUM = threading.Lock()

_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_UNKNOWN_PROTECTION = 5  # FPDF_ERR_SECURITY
# A tree of pages that holds none: pdfium refuses such a file as if it were broken.
_EMPTY_PAGE_TREE = re.compile(
    rb"/Type\s{0,9}/Pages[^>]{0,200}?/Count\s{1,9}0\b|/Count\s{1,9}0\b[^>]{0,200}?/Type\s{0,9}/Pages"
)
_LOOKED_AT = 1_000_000
_SPLIT_WORD = re.compile(r"(\w*)\ufffe\n?(\w*)")  # pdfium's mark for a hyphen at the end of a line
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)


def read(content: bytes) -> tuple[tuple[PageText, ...], tuple[str, ...]]:
    """The pages of a PDF and remarks. Raises UnreadableFile when it is damaged, protected, empty or too large."""
    with _PDFIUM:
        texts, remarks = _read(content)
    pages, more = paged(_whole_words(texts))
    return pages, remarks + more


def _read(content: bytes) -> tuple[list[str], tuple[str, ...]]:
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise _refusal(error, content) from error
    texts, remarks = [], []
    began = time.monotonic()
    try:
        count = len(document)
        if count < 1:
            raise _without_pages()
        if count > MOST_PAGES:
            raise too_many_pages(count)
        for number in range(1, count + 1):
            if time.monotonic() - began > MOST_SECONDS:
                raise UnreadableFile(
                    "too-large",
                    f"Reading this PDF took longer than {MOST_SECONDS} seconds. Split it and upload the parts.",
                )
            text, remark = _page(document, number)
            texts.append(text)
            if remark:
                remarks.append(remark)
    finally:
        document.close()
    if remarks and len(remarks) == count and not any(text.strip() for text in texts):
        remarks.insert(0, "no page of this file holds text that could be read")
    return texts, tuple(remarks)


def _refusal(error: pypdfium2.PdfiumError, content: bytes) -> UnreadableFile:
    if getattr(error, "err_code", None) in (_WRONG_PASSWORD, _UNKNOWN_PROTECTION):
        return UnreadableFile(
            "encrypted",
            "This PDF is protected with a password. Save it without the password and upload it again.",
        )
    if _EMPTY_PAGE_TREE.search(content[:_LOOKED_AT]):
        return _without_pages()
    return UnreadableFile(
        "damaged", "This PDF is damaged and can't be opened. Fetch or save the file once more and upload it again."
    )


def _without_pages():
    return UnreadableFile("no-pages", "This PDF has no pages. Save the document as PDF once more and upload it again.")


def _page(document: pypdfium2.PdfDocument, number: int) -> tuple[str, str]:
    """The text of one page and a remark, "" when there is none. One bad page does not spoil the others."""
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return "", f"page {number} is damaged and could not be read"
    try:
        words = page.get_textpage()
        try:
            # One more than the limit, so that what is cut off is remarked on.
            text = words.get_text_range(0, min(words.count_chars(), LONGEST_PAGE + 1)) if words.count_chars() else ""
            text = _with_gaps(words, text)
        finally:
            words.close()
        if text.strip():
            return text, ""
        if any(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=4)):
            return "", f"page {number} holds only a picture: its text could not be read here"
        return "", ""
    except pypdfium2.PdfiumError:
        return "", f"page {number} is damaged and could not be read"
    finally:
        page.close()


def _with_gaps(words: pypdfium2.PdfTextPage, text: str) -> str:
    """Put an empty line wherever two lines are further apart than lines of a paragraph, or differ in size."""
    lines = text.split("\r\n")
    placed = []
    at = 0
    above = None
    for line in lines:
        box = _box_of_first_letter(words, at, line)
        if box and above and _parted(above, box):
            placed.append("")
        placed.append(line)
        above = box or above
        at += len(line) + 2
    return "\n".join(placed)


def _box_of_first_letter(words, at, line):
    """Bottom and top of the first letter's box, the whole height of its font; None for an empty line."""
    for offset, character in enumerate(line):
        if character.isalnum():
            index = pdfium.FPDFText_GetCharIndexFromTextIndex(words, at + offset)
            try:
                _, bottom, _, top = words.get_charbox(index, loose=True)
            except pypdfium2.PdfiumError:
                return None
            return (bottom, top) if top > bottom else None
    return None


def _parted(above: tuple[float, float], box: tuple[float, float]) -> bool:
    height = min(above[1] - above[0], box[1] - box[0])
    gap = above[0] - box[1]
    if gap < -0.5 * height:  # the same line, or a jump upwards to another column
        return gap < -2 * height
    resized = not 0.87 < (above[1] - above[0]) / (box[1] - box[0]) < 1.15
    return gap > 0.45 * height or (resized and gap > -0.1 * height)


def _whole_words(texts: list[str]) -> list[str]:
    """Mend words parted at the end of a line: "state-" + "ments" is one word, "fifty-" + "seventh" keeps its hyphen.

    The word counts as one when the document writes it so elsewhere, and in Russian, which hyphenates freely.
    """
    if not any("\ufffe" in text for text in texts):
        return texts
    known = {word for text in texts for word in re.findall(r"\w{4,}", text)}

    def mend(match):
        whole = match[1] + match[2]
        return whole if whole in known or _CYRILLIC.search(whole) else f"{match[1]}-{match[2]}"

    return [_SPLIT_WORD.sub(mend, text) for text in texts]
