"""What kind of document it is: by the code in the symbol, the line above the title, the author line, the title."""

import re

from documents.reading.masthead.patterns import WORDS
from documents.reading.masthead.title import Heading
from documents.reading.masthead.values import (
    TYPE_BY_AUTHOR_LINE,
    TYPE_BY_ITS_OWN_WORDS,
    TYPE_BY_ONE_WORD,
    TYPE_BY_SYMBOL,
    TYPE_BY_TITLE,
    Value,
)
from documents.reading.masthead.wording import type_by_title
from documents.reading.words import plain
from documents.symbols import Symbol

_BY_NATURE: dict[str, str] = WORDS["natures"]
# A code that leaves the kind open where title or author line say more: a room paper may be a draft or a report.
_OPEN_NATURES = ("CRP", "WP", "NGO", "PET", "COMM", "BP", "DEC", "GC", "Q", "CO", "D", "AGENDA")
_MERE = ("report", "note", "communication", "background document", "working paper")
# What a document is, whoever wrote the line under its title.
_WHOEVER_WROTE = (
    "provisional agenda", "agenda", "information for participants", "list of participants", "list of documents",
    "list of speakers", "programme budget", "letter", "note verbale", "concluding observations", "list of issues",
    "replies to list of issues", "verbatim record", "summary record", "views", "general comment", "State party report",
)  # fmt: skip


def nature_of(symbol: Symbol) -> str:
    """The code in a symbol that tells the kind ("PV", "CRP", "CO"); "" for an ordinary document."""
    if symbol.nature in _BY_NATURE:
        return symbol.nature
    components = symbol.root.upper().split("/")[1:]
    for place, component in enumerate(components):
        # "CRC/C/GC/25" is a general comment; in "HSP/GC/25/2" it is the Governing Council's document.
        if component == "GC" and not (place and components[place - 1].startswith("C")):
            continue
        # "CEDAW/C/CAF/CO/6", "ST/IC/2025/1": a code of its own is followed by a number.
        if component in _BY_NATURE and any(
            character.isdigit() for later in components[place + 1 :] for character in later
        ):
            return component
    return ""


def expected_distribution(symbols: tuple[Symbol, ...]) -> str:
    """The distribution that the code in the symbol goes with: L is limited, R restricted."""
    nature = symbols[0].nature if symbols else ""
    return {"L": "limited", "CRP": "limited", "R": "restricted"}.get(nature, "general")


_OF_ITSELF = [(kind, re.compile(words, re.IGNORECASE)) for kind, words in WORDS["itself"].items()]
_SEARCHED = 5000  # characters


def type_of_itself(text: str, page: int) -> Value | None:
    """What the first page calls itself: "The present report was prepared ..."; the first of its names counts."""
    text = " ".join(text[:_SEARCHED].split())
    found = [(match.start(), kind, match[0]) for kind, pattern in _OF_ITSELF if (match := pattern.search(text))]
    if not found:
        return None
    _, kind, words = min(found)
    return Value(kind, words, page, TYPE_BY_ITS_OWN_WORDS)


def type_of(symbols: Value | None, heading: Heading) -> Value | None:
    """The type, on the best ground there is; None where nothing tells it."""
    own: tuple[Symbol, ...] = symbols.value if symbols else ()
    nature = nature_of(own[0]) if own else ""
    by_symbol = Value(_BY_NATURE[nature], symbols.quote, symbols.page, TYPE_BY_SYMBOL) if nature else None
    if by_symbol and nature not in _OPEN_NATURES:
        return by_symbol
    title = heading.title
    by_title = type_by_title(plain(title.quote)) or type_by_title(plain(str(title.value))) if title else ""
    if (
        by_symbol
        and by_title in ("", *_MERE)
        and heading.author_type in ("", *_MERE, "statement", "report of the Secretariat")
    ):
        return by_symbol
    if (
        by_symbol
        and nature == "CRP"
        and not heading.author_type.startswith("draft")
        and not by_title.startswith("draft")
    ):
        return by_symbol  # whatever the Secretariat calls the paper, it is one for the room
    if heading.announced:
        return heading.announced
    if by_title in _WHOEVER_WROTE:
        return Value(by_title, title.quote, title.page, TYPE_BY_TITLE)
    if heading.author_type and not (heading.author_type == "background document" and by_title):
        return Value(heading.author_type, heading.author_line.quote, heading.author_line.page, TYPE_BY_AUTHOR_LINE)
    if by_title:
        return Value(by_title, title.quote, title.page, TYPE_BY_ONE_WORD if by_title in _MERE else TYPE_BY_TITLE)
    if by_symbol:
        return by_symbol
    if heading.is_corrigendum or (own and own[0].suffixes and own[0].suffixes[-1].kind == "Corr"):
        return Value("corrigendum", symbols.quote if symbols else "Corrigendum", 1, TYPE_BY_SYMBOL)
    return None
