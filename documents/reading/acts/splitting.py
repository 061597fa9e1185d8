"""The paragraphs of ONE resolution or decision: preamble, operative part, annexes."""

from documents.reading.acts.lines import lines_of
from documents.reading.acts.openings import openings_in
from documents.reading.acts.pieces import pieces_of
from documents.reading.acts.placing import place
from documents.reading.acts.texts import ParagraphText


def split_paragraphs(text: str) -> tuple[ParagraphText, ...]:
    """Split the text of ONE act, pasted or read (pages parted by form feeds), into its paragraphs. Never raises.

    Running heads, page numbers and footnotes are left out. () for a text without paragraphs. Pages count from 1;
    `start` counts within the page.
    """
    lines = lines_of(enumerate(text.split("\f"), start=1))
    return tuple(place(pieces_of(lines, openings_in(lines))))
