"""Two columns of running text whose rows the file holds across the page: each row is parted, then column by column read.

Such pages are rare (recognised scans, old page makers); a look at a few points in the middle of the page tells that a page
is not one of them.
"""

from collections.abc import Callable

import pypdfium2.raw as pdfium

from documents.reading.pdf.places import BROKEN_WORD, Boxes, Line

_FEWEST_ROWS = 10
_LOOKS = 6
_TITLES = 2  # rows that may run across both columns, among those looked at
_FILLED = 0.85  # of its column's width: as far as a row of running text goes
_WORDS = 3  # in each half of a row; the cells of a table hold fewer


def apart(lines: list[Line], words, boxes: Boxes, index_of: Callable[[int], int] | None) -> list[Line]:
    """The lines with the rows of two columns parted and the columns one after the other; as given for other pages."""
    if len(lines) < _FEWEST_ROWS or not any(_may_be_two(lines[len(lines) // part], words) for part in (2, 3)):
        return lines
    placed = [line for line in lines if line.height]
    if len(placed) < _FEWEST_ROWS:
        return lines
    left, right = min(line.left for line in placed), max(line.right for line in placed)
    middle = (left + right) / 2
    wide = [line for line in placed if line.right - line.left > 0.6 * (right - left) and BROKEN_WORD not in line.text]
    if len(wide) < _FEWEST_ROWS or not _is_empty(middle, wide, words):
        return lines
    halves = [(line, _parted(line, middle, boxes, index_of)) for line in lines]
    pairs = [pair for _, pair in halves if pair]
    if len(pairs) < _FEWEST_ROWS or not _is_running_text(pairs):
        return lines
    return _column_by_column(halves, middle)


def _may_be_two(line: Line, words) -> bool:
    """Whether nothing is printed at the middle of a row: of nearly all rows of one column something is."""
    middle = (line.left + line.right) / 2
    height = line.height
    return pdfium.FPDFText_GetCharIndexAtPos(words, middle, line.bottom + height / 2, 0.35 * height, 1.0) < 0


def _is_empty(middle: float, wide: list[Line], words) -> bool:
    """Whether nothing is printed at the middle of the wide rows, but for a title or two."""
    crossed = 0
    for line in wide[:: max(1, len(wide) // _LOOKS)]:
        found = pdfium.FPDFText_GetCharIndexAtPos(words, middle, line.bottom + line.height / 2, 0.35 * line.height, 1.0)
        crossed += found >= 0
        if crossed > _TITLES:
            return False
    return True


def _parted(line: Line, middle: float, boxes: Boxes, index_of) -> tuple[Line, Line] | None:
    """The halves of a row that is parted by a gap near the middle of the page."""
    if not line.height or not line.left < middle < line.right or BROKEN_WORD in line.text:
        return None
    for at, sign in enumerate(line.text):
        if sign not in " \t" or not 0 < at < len(line.text) - 1:
            continue
        before, after = line.start + at - 1, line.start + at + 1
        near = boxes.of(index_of(before) if index_of else before)
        far = boxes.of(index_of(after) if index_of else after)
        if (
            near
            and far
            and near[2] <= middle + line.height <= far[0] + 2 * line.height
            and far[0] - near[2] > 0.9 * line.height
        ):
            return (
                Line(line.text[:at], line.left, line.bottom, near[2], line.top, line.height, line.start),
                Line(line.text[at + 1 :], far[0], line.bottom, line.right, line.top, line.height, after),
            )
    return None


def _is_running_text(pairs: list[tuple[Line, Line]]) -> bool:
    edge = max(first.right for first, _ in pairs)
    start = min(first.left for first, _ in pairs)
    filled = sum(first.right - start > _FILLED * (edge - start) for first, _ in pairs)
    words = sum(min(len(first.text.split()), len(second.text.split())) for first, second in pairs)
    return filled > 0.6 * len(pairs) and words > _WORDS * len(pairs)


def _column_by_column(halves: list[tuple[Line, tuple[Line, Line] | None]], middle: float) -> list[Line]:
    """Rows across the whole page end a pair of columns."""
    ordered: list[Line] = []
    first: list[Line] = []
    second: list[Line] = []
    for line, pair in halves:
        if pair:
            first.append(pair[0])
            second.append(pair[1])
        elif line.height and line.left > middle:
            second.append(line)
        elif line.height and line.right < middle:
            first.append(line)
        else:
            ordered += [*first, *second, line]
            first, second = [], []
    return [*ordered, *first, *second]
