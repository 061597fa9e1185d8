"""Blocks where a text shows no gaps: a line that ends early ends a phrase.

Print breaks a line where the next word finds no room. A line on which the next word would have stood was ended on
purpose, unless the phrase plainly goes on.
"""

from documents.reading.masthead.lines import Line
from documents.reading.masthead.patterns import GOING_ON, connects
from documents.reading.masthead.wording import begins_a_block, ends_a_block, is_author_line

_FEWEST_LINES = 8
_LOOKED_AT = 80
_LINES_OF_A_TITLE = 7
_BLOCKS_OF_A_PAGE = 4
_LONGEST_PRINTED_LINE = 110
_MOST_SINGLE_LINES = 0.93
_TOLERANCE = 2  # characters are not equally wide


def shows_gaps(head: list[Line], page: list[Line], *, paragraphs: bool) -> bool:
    """Whether the blocks of the head mean something: not where no gap shows, nor where every line of the page stands apart.

    `paragraphs` says that each line is a paragraph of its file, as in Word's: then a block is what the author made it.
    """
    blocks = len({line.block for line in head})
    page = page[:_LOOKED_AT]
    if paragraphs:
        return True
    if blocks < 2:
        # A title and nothing else, where the page shows gaps: one block.
        return len(head) <= _LINES_OF_A_TITLE and len({line.block for line in page}) >= _BLOCKS_OF_A_PAGE
    if len(page) < _FEWEST_LINES or max(len(line.text) for line in page) > _LONGEST_PRINTED_LINE:
        return True
    return len({line.block for line in page}) < _MOST_SINGLE_LINES * len(page)


def by_length(head: list[Line]) -> list[Line]:
    """The same lines, in blocks that the length of the lines tells."""
    width = max((len(line.text) for line in head), default=0)
    parted: list[Line] = []
    block = 0
    for line in head:
        if parted and _parted(parted[-1], line, width):
            block += 1
        parted.append(Line(line.text, block, indented=line.indented))
    return parted


def _parted(above: Line, line: Line, width: int) -> bool:
    if connects(above.plain) and not above.plain.endswith((":", "：")):
        return False
    if begins_a_block(line.plain) or ends_a_block(above.plain):
        return True
    if GOING_ON.match(line.plain):
        return False
    if is_author_line(above.plain) and len(above.text) < 0.8 * width:
        return True
    first_word = line.text.split(" ", 1)[0] if line.text.isascii() or not _is_chinese(line.text[0]) else line.text[0]
    return len(above.text) + 1 + len(first_word) <= width - _TOLERANCE


def _is_chinese(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
