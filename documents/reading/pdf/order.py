"""The order in which a page is read: from the top down, a column at a time, the foot last.

Files hold a page in the order in which it was made, not in that of print: Word writes heads and feet before the body,
others write footnotes or the body before the masthead. Text that stands in one column in the file's own order is never
torn apart: whole blocks are moved, and only above what is printed below them.
"""

from dataclasses import dataclass

from documents.reading.pdf.places import Line

_MOST_BLOCKS = 400  # a page of more pieces is a drawing or a map
_FEWEST_ROWS = 12  # of a page whose spacing can be told
_WIDE_GAP = 3.0  # line heights that part two blocks even within one column


@dataclass(slots=True)
class _Block:
    """Lines that stand below one another; the box round them."""

    lines: list[Line]
    left: float
    bottom: float
    right: float
    top: float

    def take(self, line: Line) -> None:
        self.lines.append(line)
        if line.left < self.left:
            self.left = line.left
        if line.right > self.right:
            self.right = line.right
        if line.bottom < self.bottom:
            self.bottom = line.bottom
        if line.top > self.top:
            self.top = line.top


def in_print_order(lines: list[Line]) -> list[Line]:
    """The lines in the order in which a person reads them."""
    if not _jumps(lines):
        return lines
    blocks = _blocks(lines)
    if len(blocks) > _MOST_BLOCKS:
        return lines
    return [line for block in _sorted(_woven(blocks)) for line in block.lines]


def _jumps(lines: list[Line]) -> bool:
    """Whether any line is printed higher than the line before it."""
    above = None
    for line in lines:
        if line.top <= line.bottom:
            continue
        if above is not None and line.bottom > above.bottom + 0.5 * line.height:
            return True
        above = line
    return False


def _blocks(lines: list[Line]) -> list[_Block]:
    blocks: list[_Block] = []
    block = above = None
    for line in lines:
        if block is None or above is None:
            blocks.append(block := _Block([line], line.left, line.bottom, line.right, line.top))
        elif not line.height:
            block.lines.append(line)  # a line without a place stays where it is
            continue
        else:
            height = line.height if line.height < above.height else above.height
            if (
                line.bottom > above.bottom + 0.5 * height  # upwards
                or above.bottom - line.top > _WIDE_GAP * height  # far down
                or line.left > block.right  # into another column
                or line.right < block.left
            ):
                blocks.append(block := _Block([line], line.left, line.bottom, line.right, line.top))
            else:
                block.take(line)
        above = line if line.height else above
    return blocks


def _woven(blocks: list[_Block]) -> list[_Block]:
    """Blocks that lie in one another are one column whose lines the file holds out of order: sorted by place."""
    woven: list[_Block] = []
    for block in blocks:
        other = next((other for other in woven if _in_one_another(other, block)), None)
        if other is None:
            woven.append(block)
            continue
        for line in block.lines:
            other.take(line)
        other.lines.sort(key=lambda line: (-round((line.top + line.bottom) / 4), line.left))
    return woven


def _in_one_another(one: _Block, other: _Block) -> bool:
    if len(one.lines) < 3 or len(other.lines) < 2:
        return False  # cells of tables and marks beside a line overlap a little
    height = min(one.lines[0].height, other.lines[0].height)
    if min(one.top, other.top) - max(one.bottom, other.bottom) < 1.2 * height:
        return False
    # Only what stands at one height counts: a masthead's wide first line does not make its narrow columns one.
    first = [
        line for line in one.lines if line.bottom < other.top - 0.3 * height and line.top > other.bottom + 0.3 * height
    ]
    second = [
        line for line in other.lines if line.bottom < one.top - 0.3 * height and line.top > one.bottom + 0.3 * height
    ]
    if not first or not second:
        return _fills_a_hole(one, other)
    left, right = min(line.left for line in first), max(line.right for line in first)
    begin, end = min(line.left for line in second), max(line.right for line in second)
    return min(right, end) - max(left, begin) > 0.6 * min(right - left, end - begin)


def _fills_a_hole(one: _Block, other: _Block) -> bool:
    """Whether a block stands between lines of the other, above and below it in the same column."""

    def near(line):
        return min(line.right, other.right) - max(line.left, other.left) > 0.6 * min(
            line.right - line.left, other.right - other.left
        )

    return any(line.bottom > other.top - 0.3 * line.height and near(line) for line in one.lines) and any(
        line.top < other.bottom + 0.3 * line.height and near(line) for line in one.lines
    )


def _sorted(blocks: list[_Block]) -> list[_Block]:
    """The order of the file, but nothing before what is printed above it in the same column."""
    waiting, foot = _without_foot(blocks)
    placed: list[_Block] = []
    while waiting:
        following = next(
            (block for block in waiting if not any(_above(other, block) for other in waiting if other is not block)),
            waiting[0],
        )
        waiting.remove(following)
        placed.append(following)
    return placed + foot


def _without_foot(blocks: list[_Block]) -> tuple[list[_Block], list[_Block]]:
    """Part the foot of the page from the rest: a page number, a job number, below all else, wherever across the page."""
    kept, foot = list(blocks), []
    while len(kept) > 1:
        lowest = min(kept, key=lambda block: block.top)
        others = min(block.bottom for block in kept if block is not lowest)
        if len(lowest.lines) > 2 or any(len(line.text) > 40 for line in lowest.lines) or lowest.top > others:
            break
        kept.remove(lowest)
        foot.insert(0, lowest)
    return kept, foot


def _above(one: _Block, other: _Block) -> bool:
    """Whether one block is printed above the other, the two having some width in common."""
    height = min(one.lines[0].height, other.lines[0].height)
    return (
        one.bottom > other.top - 0.4 * height
        and one.top + one.bottom > other.top + other.bottom
        and min(one.right, other.right) > max(one.left, other.left)
    )


def air(lines: list[Line]) -> float:
    """The gap within paragraphs, in line heights: that behind rows which run to the margin. 0 where too few do.

    Drafts are set with an and a half or double spacing; there such a gap parts nothing.
    """
    if len(lines) < _FEWEST_ROWS:
        return 0.0
    margin = max(line.right for line in lines)
    start = min(line.left for line in lines if line.height) if any(line.height for line in lines) else 0.0
    edge = margin - 0.12 * (margin - start)
    gaps = []
    above = None
    for line in lines:
        if above is not None and above.right > edge and line.height > 0 < above.height:
            gap = (above.bottom - line.top) / line.height
            if -0.5 < gap < 2.5:
                gaps.append(gap)
        above = line
    return sorted(gaps)[len(gaps) // 2] if len(gaps) >= _FEWEST_ROWS // 2 else 0.0


def parted(above: Line, line: Line, air: float = 0.0) -> bool:
    """Whether print leaves a gap between two lines, or changes the size of its letters."""
    height = min(above.height, line.height)
    gap = above.bottom - line.top
    if gap < -0.5 * height:  # the same line, or a jump upwards to another column
        return gap < -2 * height
    resized = not 0.87 < above.height / line.height < 1.15
    return gap > max(0.45, air + 0.3) * height or (resized and gap > -0.1 * height)


def beside(before: Line, line: Line) -> float | None:
    """How far behind the line before this one begins, when both stand on one row of print; else None.

    A raised mark of a footnote parts a line in two: "... of the Conference,", "1", "and those of ...".
    """
    if line.top <= before.bottom:  # as nearly always: the next row
        return None
    smaller, larger = sorted((before.height, line.height))
    shared = min(before.top, line.top) - max(before.bottom, line.bottom)
    if smaller <= 0 or shared < 0.55 * smaller:
        return None
    gap = line.left - before.right
    return gap if -0.25 * larger < gap < 0.9 * larger else None


def overprinted(above: Line, line: Line) -> bool:
    """Whether a line is printed over the one before it, a hair's breadth aside, to make it bold."""
    return abs(above.bottom - line.bottom) < 0.25 * line.height and abs(above.left - line.left) < 0.5 * line.height


def single(text: str) -> str:
    """A line whose every word is printed twice, to make it bold, with each word once."""
    first = text.find(" ")
    half = (len(text) - 1) // 2
    if first < 1 or not (text.startswith(text[:first], first + 1) or text[:half] == text[half + 1 :]):
        return text
    words = text.split()
    if len(words) < 4 or len(words) % 2 or len(words) > 40:
        return text
    half = len(words) // 2
    pairs = words[::2] == words[1::2]
    if not pairs and words[:half] != words[half:]:
        return text
    kept = words[::2] if pairs else words[:half]
    # Numbers and short words may well stand twice: columns of a table, "had had".
    return " ".join(kept) if any(len(word) > 3 and word.isalpha() for word in kept) else text
