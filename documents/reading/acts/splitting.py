"""The paragraphs of ONE resolution or decision: preamble, operative part, annexes."""

import re

from documents.reading.acts.heads import head_above, same_number
from documents.reading.acts.lines import Line, is_running_head, lines_of
from documents.reading.acts.openings import Opening, openings_in
from documents.reading.acts.pieces import pieces_of
from documents.reading.acts.placing import place
from documents.reading.acts.texts import SAMPLE, ParagraphText
from documents.reading.verbs import latin_language_of


def split_paragraphs(text: str) -> tuple[ParagraphText, ...]:
    """Split the text of ONE act, pasted or read (pages parted by form feeds), into its paragraphs. Never raises.

    Running heads, page numbers and footnotes are left out. () for a text without paragraphs. Pages count from 1;
    `start` counts within the page. A page of the official records holds the tail of one act and the head of another
    too: the one that the running heads name is split, or else the first.
    """
    lines = lines_of(enumerate(text.split("\f"), start=1))
    language = latin_language_of(text[:SAMPLE])
    lines, openings = _own(lines, openings_in(lines, language), text)
    return tuple(place(pieces_of(lines, openings, language), language))


def _own(lines: list[Line], openings: list[Opening], text: str) -> tuple[list[Line], list[Opening]]:
    """The lines of the act that the running heads name, where the text holds others too."""
    if len(openings) < 2:
        return lines, openings
    symbol = _running_symbol(text)
    heads = [
        head_above(lines, opening.first, 0 if not n else openings[n - 1].last + 1) for n, opening in enumerate(openings)
    ]
    for n, head in enumerate(heads):
        # Without a running head it is the first that is named.
        if head.named and (not symbol or same_number(symbol, head.number)):
            last = next((later.first for later in heads[n + 1 :] if later.named), len(lines))
            own = [
                o._replace(first=o.first - head.first, last=o.last - head.first) for o in openings[n:] if o.first < last
            ]
            return lines[head.first : last], own
    return lines, openings


def _running_symbol(text: str) -> str:
    """The symbol that stands as a line of its own at the head of a page."""
    for page in text.split("\f")[1:]:
        for line in page[:300].split("\n")[:4]:
            folded = " ".join(line.split())
            if "/" in folded and is_running_head(folded):
                return re.sub(r"^\d{1,4}(?:/\d{1,4})?\s+|\s+\d{1,4}(?:/\d{1,4})?$", "", folded)
    return ""
