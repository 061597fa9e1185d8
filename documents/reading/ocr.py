"""Pages that are pictures, read by Tesseract where it is installed: its words, with how sure it is of them.

Nothing calls this by itself: `documents.reading.read` says which pages need it (Reading.needs_ocr), and whoever has the
time for it, a second or more a page, calls `read_pages` and replaces the pages (`with_recognised`).
"""

import functools
import re
import tempfile
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from documents.reading import language, programs
from documents.reading.drawing import RESOLUTION, drawn
from documents.reading.pages import RECOGNISED, PageText, Reading, storable

MOST_SECONDS = 120  # a page
MOST_MEMORY = 2_000_000_000  # bytes of address space

NOT_INSTALLED = "this file holds pages that are pictures; they can't be read here, because Tesseract is not installed"

# Tesseract's names of the six languages, by the script that it finds on the page; Latin words stand in all of them.
_BY_SCRIPT = {
    "Latin": ("eng", "fra", "spa"),
    "Cyrillic": ("rus", "eng"),
    "Arabic": ("ara", "eng"),
    "Han": ("chi_sim", "eng"),
    "HanS": ("chi_sim", "eng"),
    "HanT": ("chi_sim", "eng"),
}
_ALL = ("eng", "fra", "spa", "rus", "ara", "chi_sim")
_NOISE = 40  # of 100: specks and rules that are taken for signs are less sure
_WIDE = 2.5  # heights of a word: so wide a gap parts the columns of a masthead or the cells of a table
_SURE_OF_SCRIPT = 1.0  # Tesseract's own measure; below it the script is a guess


class Recognised(NamedTuple):
    """The text of one page as it was recognised; `confidence` (0 to 1) is the mean over its words, by their length."""

    number: int
    text: str
    confidence: float


def is_available() -> bool:
    """Whether Tesseract is installed here, with English at the least."""
    return "eng" in _installed()


def languages() -> tuple[str, ...]:
    """Tesseract's names of those of the six languages whose data are installed."""
    return tuple(name for name in _ALL if name in _installed())


def read_pages(content: bytes, numbers: Iterable[int]) -> tuple[Recognised, ...]:
    """Recognise pages of a PDF (the first has number 1). A page that can't be drawn or read comes back empty, at 0.

    Drawing and recognising run in processes of their own, within limits. Raises RuntimeError where Tesseract is not
    installed.
    """
    if not is_available():
        raise RuntimeError(NOT_INSTALLED)
    return tuple(_page(content, number) for number in numbers)


def is_settled(remark: str) -> bool:
    """Whether a reader's remark only says that pages are pictures: once they are recognised, it is out of date."""
    ends = ("text could not be read here", "the letters printed on it", "the letters printed on them")
    return remark.endswith(ends) or remark.startswith("no page of this file holds text")


def with_recognised(reading: Reading, recognised: Iterable[Recognised]) -> Reading:
    """The reading with these pages in the place of what was read before, and the language told anew."""
    texts = {page.number: page for page in recognised if page.text.strip()}
    pages = tuple(
        PageText(page.number, storable(texts[page.number].text), RECOGNISED) if page.number in texts else page
        for page in reading.pages
    )
    return replace(reading, pages=pages, language=language.language_of(pages))


@functools.cache
def _installed() -> frozenset[str]:
    tesseract = programs.find("tesseract")
    if not tesseract:
        return frozenset()
    with tempfile.TemporaryDirectory(prefix="ocr-") as folder:
        try:
            listed = programs.run([tesseract, "--list-langs"], folder=folder, seconds=20, memory=MOST_MEMORY)
        except programs.ProgramFailed:
            return frozenset()
    return frozenset(listed.decode("utf-8", "replace").split())


def _page(content: bytes, number: int) -> Recognised:
    nothing = Recognised(number, "", 0.0)
    with tempfile.TemporaryDirectory(prefix="ocr-") as folder:
        picture = drawn(content, number, 0, folder)
        if picture is None:
            return nothing
        try:
            turn, names = _script_of(picture, folder)
            if turn:
                picture = drawn(content, number, turn, folder) or picture
            table = _tesseract(picture, folder, "-l", "+".join(names), "--psm", "3", "tsv")
        except programs.ProgramFailed:
            return nothing
    text, confidence = _text_of(table.decode("utf-8", "replace"))
    return Recognised(number, text, confidence)


def _tesseract(picture: bytes, folder: str, *options: str) -> bytes:
    command = [programs.find("tesseract"), "stdin", "stdout", "--dpi", str(RESOLUTION), *options]
    return programs.run(command, folder=folder, given=picture, seconds=MOST_SECONDS, memory=MOST_MEMORY)


def _script_of(picture: bytes, folder: str) -> tuple[int, tuple[str, ...]]:
    """By how much the page must be turned, and the languages of its script; all that are installed when it is unsure."""
    here = languages()
    if "osd" not in _installed():
        return 0, here
    try:
        told = _tesseract(picture, folder, "--psm", "0").decode("utf-8", "replace")
    except programs.ProgramFailed:  # too few letters to tell by
        return 0, here
    stated = dict(re.findall(r"^([A-Z][\w ]{1,40}):\s*(\S+)", told, re.MULTILINE))
    names = _BY_SCRIPT.get(stated.get("Script", ""), ())
    sure = _number(stated.get("Script confidence")) >= _SURE_OF_SCRIPT
    turn = int(_number(stated.get("Rotate"))) if _number(stated.get("Orientation confidence")) > 2 else 0
    chosen = tuple(name for name in names if name in here) if sure else ()
    return turn % 360 if turn % 90 == 0 else 0, chosen or here


def _number(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0


class _Row:
    """A line of print, as Tesseract found it: its words and where it stands."""

    def __init__(self, place: tuple[str, ...]) -> None:
        self.place = place
        self.text = ""
        self.top = float("inf")
        self.bottom = self.end = self.sure = 0.0
        self.letters = 0

    def take(self, word: str, left: float, top: float, wide: float, high: float, sure: float) -> None:
        if self.text:
            self.text += "\t" if left - self.end > _WIDE * max(high, 1.0) else " "
        self.text += word
        self.end = left + wide
        self.top, self.bottom = min(self.top, top), max(self.bottom, top + high)
        self.sure += max(0.0, sure) * len(word)
        self.letters += len(word)


def _text_of(table: str) -> tuple[str, float]:
    """The words of Tesseract's table (TSV) as lines; an empty line where print leaves a gap."""
    rows: list[_Row] = []
    for line in table.split("\n")[1:]:
        cells = line.split("\t")
        word = cells[11].strip() if len(cells) > 11 and cells[0] == "5" else ""
        left, top, wide, high, sure = (_number(cell) for cell in cells[6:11]) if word else (0.0,) * 5
        if not word or (sure < _NOISE and not any(sign.isalnum() for sign in word)):
            continue
        place = tuple(cells[2:5])  # block, paragraph, line
        if not rows or rows[-1].place != place:
            rows.append(_Row(place))
        rows[-1].take(word, left, top, wide, high, sure)
    rows = [row for row in rows if row.sure >= _NOISE * row.letters]
    gaps = [below.top - above.bottom for above, below in pairwise(rows) if below.top > above.bottom]
    usual = sorted(gaps)[(len(gaps) - 1) // 2] if gaps else 0.0
    lines: list[str] = []
    above = None
    for row in rows:
        if above and (
            row.top - above.bottom > max(1.6 * usual, 0.4 * (row.bottom - row.top)) or row.place[0] != above.place[0]
        ):
            lines.append("")
        lines.append(row.text)
        above = row
    # Between Chinese characters Tesseract sets spaces that print does not have.
    text = re.sub(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])", "", "\n".join(lines))
    letters = sum(row.letters for row in rows)
    return text, round(sum(row.sure for row in rows) / letters / 100, 3) if letters else 0.0
