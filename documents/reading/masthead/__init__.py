"""The masthead: what the first page says of the document itself, each value with the words it was read from.

Only the masthead speaks for a document. A symbol, date or session that the body merely cites is never taken, and what
the first page does not state stays None until a person enters it.

    lines.py    the first page as lines, its footnotes apart
    organisation.py  where the masthead begins
    top.py      symbol, organ, distribution, date, original language
    symbols.py  the document's own symbols, checked against the running heads
    below.py    subsidiary body, session, meeting, place and dates, agenda items
    items.py    the numbers of agenda items
    bodies.py   names of bodies
    blocks.py   blocks where a text shows no gaps
    wording.py  what a line says by its wording
    title.py    title and author line
    acts.py     acts that stand without a masthead: "Resolution 338 (1973)"
    kinds.py    what kind of document it is
    reader.py   all of them together
"""

from documents.reading.masthead.reader import read_masthead
from documents.reading.masthead.values import TYPES, Masthead, Note, Value

__all__ = ["TYPES", "Masthead", "Note", "Value", "read_masthead"]
