"""What every reader gives: pages of text, or one sentence that says why a file can't be read."""

from dataclasses import dataclass, field

READER = "reading 1"  # stored with what was read; raise it when a change would read the same file differently

MOST_BYTES = 300_000_000
MOST_PAGES = 5_000
LONGEST_PAGE = 1_000_000  # characters


class UnreadableFile(Exception):
    """A file that a person must look at. `str(error)` says what is wrong and what to do; `code` is a short slug.

    Codes: "empty", "not-a-document", "no-pages", "damaged", "encrypted", "too-large".
    """

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True)
class PageText:
    """The text of one page; the first page has number 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Reading:
    """What was read from one file.

    `language` is one of en fr es ru zh ar, or "" when it could not be told. `remarks` are sentences for a person.
    """

    media_type: str
    pages: tuple[PageText, ...]
    language: str = ""
    remarks: tuple[str, ...] = field(default=())


def storable(text: str) -> str:
    """The text without what a database refuses: no NUL, no lone surrogates; one kind of line end."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    return "".join(character for character in text if not "\ud800" <= character <= "\udfff") if _lone(text) else text


def _lone(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def paged(texts: list[str]) -> tuple[tuple[PageText, ...], tuple[str, ...]]:
    """Number the pages and keep each within its limit; gives the pages and what there is to remark.

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
        pages.append(PageText(number, text))
    return tuple(pages), tuple(remarks)


def too_many_pages(count: int) -> UnreadableFile:
    return UnreadableFile(
        "too-large",
        f"This file has {count:,} pages; at most {MOST_PAGES:,} can be read. Split it and upload the parts.",
    )
