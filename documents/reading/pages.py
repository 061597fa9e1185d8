"""What every reader gives: pages of text, or one sentence that says why a file can't be read."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

READER = "reading 2"  # stored with what was read; raise it when a change would read the same file differently

# From here on a value is shown as certain, and is acted on without asking: right 99.5 times in 100 (docs/reading.md).
CERTAIN = 0.99

MOST_BYTES = 300_000_000
MOST_PAGES = 5_000
LONGEST_PAGE = 1_000_000  # characters


# How every reader writes what print shows otherwise.
DIGITS_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
RAISED = str.maketrans("0123456789", DIGITS_RAISED)  # the raised digits that call a footnote
NOTES_RULE = "__________________"  # the line above the footnotes of a page
PAGE_NUMBER = re.compile(r"[\s\d/]{1,12}")  # a running head that says nothing but the number of the page: not kept


class UnreadableFile(Exception):
    """A file that a person must look at. `str(error)` says what is wrong and what to do; `code` is a short slug.

    Codes: "empty", "not-a-document", "no-pages", "damaged", "encrypted", "too-large".
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


# What the text of a page was read from.
TEXT = ""  # text that the file itself holds
SCAN = "scan"  # text that a machine recognised on the picture which covers the page
PICTURE = "picture"  # the page is a picture: it holds no text, or only a stamp
BROKEN = "broken"  # the file's letters are not those that print shows
RECOGNISED = "recognised"  # text that was recognised here (documents/reading/ocr.py)


@dataclass(frozen=True)
class PageText:
    """The text of one page; the first page has number 1.

    `source` tells what it was read from: "" for text of the file itself, "scan", "picture", "broken" or "recognised".
    """

    number: int
    text: str
    source: str = TEXT

    @property
    def needs_ocr(self) -> bool:
        """Whether the page must be read from its picture."""
        return self.source in (PICTURE, BROKEN)


@dataclass(frozen=True)
class Reading:
    """What was read from one file.

    `language` is one of en fr es ru zh ar, or "" when it could not be told. `remarks` are sentences for a person.
    """

    media_type: str
    pages: tuple[PageText, ...]
    language: str = ""
    remarks: tuple[str, ...] = field(default=())

    @property
    def needs_ocr(self) -> tuple[int, ...]:
        """The numbers of the pages that must be read from their pictures."""
        return tuple(page.number for page in self.pages if page.needs_ocr)

    @property
    def is_web_page(self) -> bool:
        """Whether it was a web page: the document itself, or a page about it."""
        return self.media_type == "text/html"

    @property
    def scans(self) -> tuple[int, ...]:
        """The numbers of pages whose text another machine recognised: recognising them anew often gives better text."""
        return tuple(page.number for page in self.pages if page.source == SCAN)


# Signs that print does not show: hyphens that may be, spaces without width, marks of direction. They part symbols and words.
_UNSEEN = re.compile("\u00ad\n?|[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")

# Windows' quotation marks and dashes, where a program took them for controls of Latin-1: no text holds those controls.
_CONTROLS = re.compile("[\x80-\x9f]")
_AS_IN_WINDOWS = {code: bytes([code]).decode("windows-1252", "ignore") for code in range(0x80, 0xA0)}


def storable(text: str) -> str:
    """The text without what a database refuses (NUL, lone surrogates) or print does not show; one kind of line end.

    Letters with accents are one sign each (NFC), as people type them who search.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if text.isascii():
        return text
    text = _UNSEEN.sub("", text)
    if _CONTROLS.search(text):
        text = text.translate(_AS_IN_WINDOWS)
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return "".join(character for character in text if not "\ud800" <= character <= "\udfff") if _lone(text) else text


def _lone(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def paged(texts: list[str], sources: list[str] | None = None) -> tuple[tuple[PageText, ...], tuple[str, ...]]:
    """Number the pages, note what each was read from, and keep each within its limit; gives the pages and what there is to remark.

    Raises UnreadableFile when there are too many pages.
    """
    if len(texts) > MOST_PAGES:
        raise too_many_pages(len(texts))
    pages, remarks = [], []
    for number, text in enumerate(texts, start=1):
        text = storable(text)
        if len(text) > LONGEST_PAGE:
            remarks.append(f"page {number} is longer than {LONGEST_PAGE:,} characters: the rest was not read")
            text = text[:LONGEST_PAGE]
        pages.append(PageText(number, text, sources[number - 1] if sources else TEXT))
    return tuple(pages), tuple(remarks)


def pages_in_words(numbers: Sequence[int]) -> str:
    """ "page 3", "pages 2 to 5", "pages 1, 4 and 9": what to call these pages."""
    if len(numbers) == 1:
        return f"page {numbers[0]}"
    if numbers[-1] - numbers[0] == len(numbers) - 1:
        return f"pages {numbers[0]} to {numbers[-1]}" if len(numbers) > 2 else f"pages {numbers[0]} and {numbers[1]}"
    shown = [str(number) for number in numbers[:20]]
    if len(numbers) > 20:
        return f"pages {', '.join(shown)} and {len(numbers) - 20} more"
    return f"pages {', '.join(shown[:-1])} and {shown[-1]}"


def too_many_pages(count: int) -> UnreadableFile:
    return UnreadableFile(
        "too-large",
        f"This file has {count:,} pages; at most {MOST_PAGES:,} can be read. Split it and upload the parts.",
    )
