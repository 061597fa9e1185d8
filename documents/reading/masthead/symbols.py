"""The document's own symbols: read from the masthead, checked against the running heads of the later pages."""

import re
from collections import Counter
from functools import lru_cache

from documents.reading.language import JOB_NUMBER
from documents.reading.masthead.patterns import BARE_JOB_NUMBER
from documents.reading.masthead.values import (
    SYMBOL_ALONE,
    SYMBOL_CONFIRMED,
    SYMBOL_DISPUTED,
    SYMBOL_ELSEWHERE,
    SYMBOL_IN_ITS_PLACE,
    SYMBOL_MALFORMED,
    SYMBOL_MISREAD,
    Value,
)
from documents.reading.pages import Reading
from documents.symbols import Symbol, SymbolError, find_all, parse_joint

_LONGEST = 160
_PAGES_COMPARED = 40
_EDGE = 240  # characters at the head and foot of a page in which its running head stands
_EDGE_LINES = 3

_MARKS_BEHIND = re.compile(r"[\s*†‡¹²³⁰⁴⁵⁶⁷⁸⁹]+$")
_PAGE_NUMBER = re.compile(r"^\s*(?:page )?\d{1,4}(?:/\d{1,4})?\s+|\s+(?:page )?\d{1,4}(?:/\d{1,4})?\s*$", re.IGNORECASE)
# "A/70/95" and not "and/or" or an address: a running head has no word of small letters before its first slash.
_IN_CAPITALS = re.compile(r"^[^a-z/]{0,60}[A-ZА-Я0-9.]\s?/")
_LONGEST_HEAD = 120
# The point was lost, or the number of the body has letters for digits.
_MISREAD = re.compile(
    r"(?P<organ>[AEST])/(?P<body>CN|AC|SC|C|CONF)[.,]?(?P<number>[0-9AIlOSBZG]{1,3})/(?P<rest>[0-9A-Z./]{1,20})"
)
_DIGITS_FOR_LETTERS = str.maketrans("AIlOSBZG", "41105826")
_LONGEST_MISREAD = 30
_DIGIT = re.compile(r"\d")


def symbols_of(text: str) -> tuple[Symbol, ...]:
    """The symbols of a line that holds nothing else; () for any other line."""
    if "/" not in text or len(text) > _LONGEST or not _DIGIT.search(text):
        return ()
    text = _MARKS_BEHIND.sub("", text) + ("*" if text.rstrip().endswith("*") else "")
    try:
        return tuple(symbol for symbol in parse_joint(text) if symbol.series or len(symbol.canonical.split("/")) > 2)
    except SymbolError:
        return ()


def mended(text: str) -> str:
    """A symbol of an organ's subsidiary as a scan may have misread it ("E/C N A/109"), mended; "" for any other line."""
    match = _MISREAD.fullmatch(text.replace(" ", "")) if "/" in text and len(text) < _LONGEST_MISREAD else None
    if not match:
        return ""
    number = match["number"].translate(_DIGITS_FOR_LETTERS)
    written = f"{match['organ']}/{match['body']}.{number}/{match['rest']}"
    symbols = symbols_of(written) if number.isdecimal() else ()
    return written if symbols and symbols[0].series else ""


def symbols_in(text: str) -> list[tuple[int, str]]:
    """Where symbols stand in a line, and as they are written."""
    if "/" not in text or not _DIGIT.search(text):
        return []
    return [(found.start, found.as_written) for found in find_all(text[:400]) if found.as_written]


def own_symbols(
    lines: list[str], reading: Reading, page: int, *, is_labelled: bool, elsewhere: bool, misread: bool
) -> Value | None:
    """The symbols that the masthead's `lines` state; where it states none, the one that the running heads agree on."""
    heads = running_heads(reading)
    stated = [symbol for line in lines for symbol in symbols_of(line)]
    if not stated:
        if not heads or heads.total() < 2 or 2 * heads.most_common(1)[0][1] <= heads.total():
            return None
        canonical, _ = heads.most_common(1)[0]
        return Value(parse_joint(canonical), canonical, 2, SYMBOL_DISPUTED)
    symbols = tuple({symbol.canonical: symbol for symbol in stated}.values())
    own = {symbol.canonical for symbol in symbols}
    if misread:
        confidence = SYMBOL_MISREAD
    elif elsewhere:
        confidence = SYMBOL_ELSEWHERE
    elif not is_labelled:
        confidence = SYMBOL_ALONE
    elif own & heads.keys():
        confidence = SYMBOL_CONFIRMED
    else:
        confidence = SYMBOL_IN_ITS_PLACE
    if heads and heads.most_common(1)[0][0] not in own and heads.most_common(1)[0][1] > 1:
        confidence = SYMBOL_DISPUTED  # as where a draft's running head was left in: a person decides
    if any(symbol.malformed for symbol in symbols):
        confidence = min(confidence, SYMBOL_MALFORMED)
    return Value(symbols, " ".join(lines), page, confidence)


def running_heads(reading: Reading) -> Counter:
    """The symbols at the head or foot of the later pages, and on how many pages each of them stands."""
    heads: Counter = Counter()
    for page in reading.pages[1:_PAGES_COMPARED]:
        text = page.text
        seen: set[str] = set()
        for edge, first in ((text[:_EDGE], True), (text[-_EDGE:], False)):
            if "/" not in edge:
                continue
            lines = [line for line in edge.split("\n") if line and not line.isspace()]
            for line in lines[:_EDGE_LINES] if first else lines[-_EDGE_LINES:]:
                if "/" in line and len(line) < _LONGEST_HEAD and _IN_CAPITALS.search(line):
                    seen.update(_of_a_head(line))
        heads.update(seen)
    return heads


def _of_a_head(line: str) -> tuple[str, ...]:
    """The symbols of a running head, which stand alone but for page and job number."""
    bare = BARE_JOB_NUMBER.sub("", JOB_NUMBER.sub("", _PAGE_NUMBER.sub("", line)))
    return _canonical(_PAGE_NUMBER.sub("", bare).strip())


@lru_cache(maxsize=256)
def _canonical(text: str) -> tuple[str, ...]:
    return tuple(symbol.canonical for symbol in symbols_of(text))
