"""The symbols of one document, where it has several: "A/79/876-S/2025/230", "E/2018/28 E/CN.7/2018/13"."""

import re
from collections.abc import Iterable, Iterator

from documents.symbols.finding import find_all, plain_text
from documents.symbols.parsing import LOOKS_LIKE, SymbolError, parse
from documents.symbols.series import roots_pattern
from documents.symbols.value import Symbol

LONGEST_ENTRY = 1000  # characters of one masthead or catalogue entry

_ROOT = roots_pattern()


def join(symbols: Iterable[Symbol]) -> str:
    """Several symbols of one document as the United Nations prints them together: "A/79/876-S/2025/230"."""
    return "-".join(symbol.canonical for symbol in symbols)


def parse_joint(text: str) -> tuple[Symbol, ...]:
    """The symbol or symbols of a masthead or of a catalogue entry, in their order.

    "A/79/876-S/2025/230", "E/2018/28 E/CN.7/2018/13" and "E/1984/13||E/CN.7/1984/13" are two symbols each. A dash
    joins only where a known series and a slash follow it. Job numbers beside a symbol are passed over.
    Raises `SymbolError` when something in the text is no symbol, or when there is none.
    """
    if len(text) > LONGEST_ENTRY:
        raise SymbolError(f"This text has {len(text)} characters, too many for one document's symbols. {LOOKS_LIKE}")
    plain, places = plain_text(text)
    symbols: list[Symbol] = []
    refused: SymbolError | None = None
    for start, end in _pieces(plain):
        piece = text[start:end] if places is None else text[places[start] : places[end - 1] + 1]
        try:
            symbols.append(parse(piece))
        except SymbolError as error:
            leaning = _only_short_forms(piece)
            if leaning:
                symbols.extend(leaning)
            elif not _JOB_NUMBER.fullmatch(plain[start:end].strip()):
                refused = refused or error
    if refused:
        raise refused
    if not symbols:
        raise SymbolError(f"There is no symbol here. {LOOKS_LIKE}")
    distinct = {symbol.canonical: symbol for symbol in reversed(symbols)}
    return tuple(reversed(distinct.values()))


_BETWEEN_SYMBOLS = re.compile(
    rf"(?:\s{{0,9}}(?:\|\||[;,&-]|\band\b)\s{{0,9}}|\s{{1,9}})(?=(?:{_ROOT})\s?/)|\|\|", re.IGNORECASE
)
_JOB_NUMBER = re.compile(r"(?:(?:V|GE|N|G|K)[.\s]?)?[0-9]{2}[-\s.]?[0-9]{4,6}(?:\s?\([A-Z]\))*", re.IGNORECASE)


def _pieces(plain: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _BETWEEN_SYMBOLS.finditer(plain):
        if plain[start : match.start()].strip():
            yield start, match.start()
        start = match.end()
    if plain[start:].strip() or start == 0:
        yield start, len(plain)


def _only_short_forms(piece: str) -> list[Symbol]:
    """The symbols of "X and Corr.1"; none when the piece holds anything besides."""
    founds = find_all(piece)
    left = piece
    for found in reversed(founds):
        left = left[: found.start] + left[found.end :]
    return [] if re.search(r"\w", re.sub(r"\b(?:and|to|et|y)\b", "", left)) else [found.symbol for found in founds]
