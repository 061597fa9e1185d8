"""Where the text of a PDF page stands: the lines as pdfium gives them, each with its place on the printed page."""

import ctypes
import math
import re
from collections.abc import Callable
from dataclasses import dataclass

import pypdfium2.raw as pdfium

from documents.reading.pages import RAISED

BROKEN_WORD = "\ufffe"  # pdfium's mark for a hyphen at the end of a row; the next row follows without a line end
_TURNS = {1: 270, 3: 90}  # by the quarters of a turn that the letters make
_WIDE = 2.0  # line heights: no gap between words of one column is as wide
_LABEL = re.compile(r"\W{0,3}\w{0,4}\W{1,2}")  # "1.", "(a)", "•": what follows is its paragraph, not another column
_FAR = 1e6  # points: no letter stands so far away
_USUAL_ADVANCE = 0.5  # of a letter, in line heights
_MOST_LINES = 4_000  # of a page; behind them the order of the file is kept


# Asked a hundred times a page: by its address, without the checks of arguments that the library makes.
_box_of = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value
)


@dataclass(slots=True)
class Line:
    """A line of text and its box in points, upwards from the foot of the page.

    `height` is that of its first letter's font. A word broken at the end of a row runs on in the next one: then the box
    is two rows high.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    height: float
    start: int = -1  # where its text begins in that of the page


class Boxes:
    """The boxes of a page's characters: the whole height of the font, turned as the page is turned when shown."""

    def __init__(self, words: ctypes.c_void_p, turn: int = 0, size: tuple[float, float] = (0, 0)) -> None:
        self._words = ctypes.cast(words, ctypes.c_void_p).value
        box = pdfium.FS_RECTF()
        self._box = memoryview(box).cast("B").cast("f")  # left, top, right, bottom
        self._at = ctypes.addressof(box)
        self._turn = turn % 360
        self._size = size

    def of(self, index: int) -> tuple[float, float, float, float] | None:
        """Left, bottom, right, top of a character; None when it has none."""
        if not _box_of(self._words, index, self._at):
            return None
        left, top, right, bottom = self._box
        if not self._turn:
            return left, bottom, right, top
        width, height = self._size
        if self._turn == 90:
            return bottom, width - right, top, width - left
        if self._turn == 180:
            return width - right, height - top, width - left, height - bottom
        return height - top, left, height - bottom, right


def turn_of(words: ctypes.c_void_p, count: int) -> int:
    """By how much a page must be turned for its text to stand upright: 90 or 270 for text set sideways, else 0."""
    angles = [pdfium.FPDFText_GetCharAngle(words, part * count // 6) for part in range(1, 6)]
    # A damaged matrix turns letters by what is no number.
    turns = [_TURNS.get(round(2 * angle / math.pi) % 4, 0) for angle in angles if math.isfinite(angle)]
    return next((turn for turn in (90, 270) if turns.count(turn) > 2), 0)


def lines_of(text: str, boxes: Boxes, index_of: Callable[[int], int] | None) -> list[Line]:
    """The lines of a page that hold anything, in the order of the file.

    `index_of` turns a place in the text into that of a character, for pages where these differ.
    """
    lines: list[Line] = []
    at = 0
    for raw in text.split("\r\n"):
        start, at = at, at + len(raw) + 2
        stripped = raw.rstrip()
        if not stripped:
            continue
        if len(lines) >= _MOST_LINES:
            lines.append(Line(raw, 0, 0, 0, 0, 0))
            continue
        first = 0 if raw[0].isalnum() else _first_letter(raw)
        last = len(stripped) - 1
        if index_of:
            begin, end = index_of(start + first), index_of(start + last)
        else:
            begin, end = start + first, start + last
        box, far = boxes.of(begin), boxes.of(end)
        # Written so that what is no number (a damaged matrix) counts as nowhere.
        if box is None or far is None or not (box[3] > box[1] and abs(box[0]) < _FAR and abs(far[2]) < _FAR):
            lines.append(Line(raw, 0, 0, 0, 0, 0))
        else:
            bottom = min(box[1], far[1]) if BROKEN_WORD in raw else box[1]
            lines.append(Line(raw, box[0], bottom, max(far[2], box[2]), box[3], box[3] - box[1], start))
    return _with_tabs(lines, boxes, index_of)


def _with_tabs(lines: list[Line], boxes: Boxes, index_of: Callable[[int], int] | None) -> list[Line]:
    """A tab where print leaves a wide gap within a row: between the columns of a masthead, the cells of a table.

    Only rows that are wide for the number of their letters are looked at.
    """
    advances = sorted((line.right - line.left) / (len(line.text) * line.height) for line in lines if line.height)
    if not advances:
        return lines
    usual = min(advances[len(advances) // 2], _USUAL_ADVANCE)
    for line in lines:
        text = line.text
        if not line.height or line.right - line.left < 1.3 * usual * len(text) * line.height or BROKEN_WORD in text:
            continue
        kept, begin = [], 0  # pieces of the line, and where the next one begins
        at = text.find(" ", 1)
        while 0 < at < len(text) - 2:  # a lone letter behind is the large one of old mastheads ("NATIONS   A")
            before, after = line.start + at - 1, line.start + at + 1
            left = boxes.of(index_of(before) if index_of else before)
            right = boxes.of(index_of(after) if index_of else after)
            wide = left and right and right[0] - left[2] > _WIDE * line.height
            if wide and not _LABEL.fullmatch(text, 0, at):
                kept.append(text[begin:at])
                begin = at + 1
            at = text.find(" ", at + 1)
        if kept:
            line.text = "\t".join((*kept, text[begin:]))
    return lines


def _first_letter(line: str) -> int:
    for offset, character in enumerate(line):
        if character.isalnum():
            return offset
    return len(line) - len(line.lstrip())


# Digits that a look at what stands beside them does not show to be a number as most are: behind no space, bracket, sign of
# money or dash, and before no slash. Of many digits all are taken: the last may be marks.
_DIGITS = re.compile(r"[0-9](?:(?<![0-9 \n($€£\-–—+][0-9])[0-9]*(?![0-9/])|[0-9]{4,})")


def with_raised_marks(text: str, boxes: Boxes, index_of: Callable[[int], int] | None) -> str:
    """The text of a page in which digits printed small and high are raised ("¹"): they never join a symbol's number."""
    changed: list[tuple[int, int]] = []
    for match in _DIGITS.finditer(text):
        start, end = match.span()
        before = text[start - 1] if start else " "
        if before in " \n(":  # as most numbers
            if end - start < 5 or not start:
                continue
        elif not _may_be_raised(text, start, end):
            continue
        beside = start - 1 if not before.isspace() else start
        letter = boxes.of(index_of(beside) if index_of else beside)
        last = boxes.of(index_of(end - 1) if index_of else end - 1)
        if letter is None or last is None or not _is_raised(letter, last):
            continue
        while start < end - 1:
            box = boxes.of(index_of(start) if index_of else start)
            if box is not None and _is_raised(letter, box):
                break
            start += 1
        changed.append((start, end))
    kept, at = [], 0
    for start, end in changed:
        kept += text[at:start], text[start:end].translate(RAISED)
        at = end
    return "".join((*kept, text[at:]))


def _may_be_raised(text: str, start: int, end: int) -> bool:
    """Digits behind a letter, a bracket or a full stop, or within a symbol; what else is a number."""
    if end < len(text) and (text[end].isalnum() or text[end] == "/"):
        return False
    before = text[start - 1]
    if before == "/":
        return end - start > 1
    if before.isspace():
        return end - start > 4
    if before in ".,":  # 1,274.3 is a number
        return start > 1 and not text[start - 2].isdigit()
    return before not in "($€£-–—+"


def _is_raised(letter: tuple[float, float, float, float], digit: tuple[float, float, float, float]) -> bool:
    size, small = letter[3] - letter[1], digit[3] - digit[1]
    return 0 < small < 0.82 * size and digit[1] > letter[1] + 0.1 * size and digit[3] > letter[3] - 0.35 * size
