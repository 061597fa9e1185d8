"""Short forms that lean on the symbol before them: "and Corr.1", "Add.1-3", "SR.2-6 and 9-11", "(Parts I and II)"."""

import re
from collections.abc import Iterator
from functools import lru_cache

from documents.symbols.numerals import roman_numeral, roman_value
from documents.symbols.parsing import SymbolError, parse
from documents.symbols.value import Suffix, Symbol

LONGEST_RANGE = 50  # documents; of a longer range ("Add.1-400") only the two ends are given

NUMERAL = "[0-9]{1,3}[A-Z]?|[IVXLC]{1,7}"
SEVERAL_DIVISIONS = re.compile(
    rf"\s{{0,3}}\((Part|Vol|Sect)s?\.?\s{{1,3}}(?:{NUMERAL})"
    rf"(?:\s{{0,2}}(?:-|,|&|and|to|et|y)\s{{0,2}}(?:and\s{{1,2}})?(?:{NUMERAL})){{1,12}}\)"
)

# What joins a short form to the symbol before it: "and Corr.1", "Add.1 & 2", "Add.1 to Add.5", "和Corr.1".
_AND = (
    r"(?:\s{0,2}[(\[]\s?(?:and|et|y|и|e)\s{1,3}|,\s{0,3}(?:and\s{1,3})?|;\s{1,3}|\s{0,3}&\s{0,3}"
    r"|\s{1,3}(?:and|et|y|e|и|و)\s{0,3}|\s{0,3}(?:和|及|以及|、)\s{0,3})"
)
_TO = r"(?:\s{1,3}(?:to|à|a|al|по|إلى)\s{1,3}|\s{0,3}至\s{0,3})"
_DASH = r"\s{0,1}-\s{0,3}"
_ENDS = r"(?=\s{0,3}(?:[).,;:\]*/]|$|and\b|et\b|y\b|и\b|&|至|和|及|、|-|،|؛|）|。|，|；))"
_SHORT_FORM = re.compile(
    rf"(?:(?P<dash>{_DASH})|(?P<to>{_TO})|{_AND})"
    rf"(?P<what>(?:(?:[Aa]dds?|[Cc]orrs?|[Rr]ev|[Aa]mend)\.\s{{0,2}}[0-9]{{1,5}}(?:/(?:Add|Corr|Rev|Amend)\.[0-9]{{1,4}}){{0,3}})"
    rf"|(?:CRP|INF|L|NGO|PV|SR|WP)\.[0-9]{{1,5}})(?![A-Za-z0-9])"
)
_SHORT_NUMBER = re.compile(
    rf"(?:(?P<dash>-)(?P<end>[0-9]{{1,5}})(?![A-Za-z0-9/.]*/)(?![A-Za-z0-9])"
    rf"|(?:(?P<to>{_TO})|{_AND})(?P<next>[0-9]{{1,4}})(?![A-Za-z0-9]){_ENDS})"
)


def divisions(plain: str, start: int, several: re.Match, symbol: Symbol) -> Iterator[tuple[int, int, Symbol]]:
    """ "(Parts I and II)" and "(Parts I-III)" behind a symbol: one document for each part."""
    numerals = list(re.finditer(rf"(?<![A-Za-z])(?:{NUMERAL})(?![A-Za-z])", several[0]))
    previous = 0
    for count, numeral in enumerate(numerals):
        place = several.start() + numeral.start()
        value = roman_value(numeral[0]) or int(re.sub(r"\D", "", numeral[0]) or 0)
        dash = several[0][: numeral.start()].rstrip().endswith("-")
        if dash and previous < value <= previous + LONGEST_RANGE:
            for between in range(previous + 1, value):
                written = str(between) if numeral[0][0].isdigit() else roman_numeral(between)
                yield place, place, _with_suffix(symbol, Suffix(several[1], written))
        first = start if count == 0 else place
        last = several.end() if count == len(numerals) - 1 else several.start() + numeral.end()
        yield first, last, _with_suffix(symbol, Suffix(several[1], numeral[0]))
        previous = value


def short_forms(plain: str, position: int, full: Symbol) -> Iterator[tuple[int, int, Symbol]]:
    """What leans on the symbol before it: "and Corr.1", "Add.1 & 2", "SR.2-6 and 9-11"."""
    named = full
    while True:
        match = _SHORT_FORM.match(plain, position)
        if match:
            start, end = match.span("what")
            symbol = _leaning(full, plain[start:end])
            if symbol is None:
                return
        else:
            match = _SHORT_NUMBER.match(plain, position)
            if not match:
                return
            start, end = match.span("end" if match["dash"] else "next")
            symbol = _renumbered(named, plain[start:end], is_range=bool(match["dash"]))
            if symbol is None:
                return
        if match["dash"]:
            for between in _between(named, symbol):
                yield start, start, between
        yield start, end, symbol
        named = symbol
        position = end


def _leaning(full: Symbol, written: str) -> Symbol | None:
    """The symbol that "Corr.1" or "L.2" means behind a full one.

    A suffix is added to the full symbol; where that has one of the same kind already, it takes its place:
    behind ".../Add.1", "Add.2" is a sister and "Corr.1" a correction of Add.1.
    """
    kind = written.partition(".")[0]
    kind = (kind.capitalize() if kind.islower() else kind).removesuffix("s")  # "Adds.1-3"
    if kind in ("Add", "Corr", "Rev", "Amend"):
        kept = full.canonical
        for place, suffix in enumerate(full.suffixes):
            if suffix.kind == kind:
                dropped = full.suffixes[place:]
                kept = kept[: len(kept) - sum(len(each.joined) for each in dropped)]
                break
        return parsed(f"{kept}/{written}")
    before, _, last = full.root.rpartition("/")
    return parsed(f"{before}/{written}") if last.partition(".")[0] == kind else None


_LAST_NUMBER = re.compile(r"[0-9]+$")


def _renumbered(named: Symbol, number: str, is_range: bool) -> Symbol | None:
    """The same symbol with another last number, if that can be meant: a range or a list only climbs."""
    last = _LAST_NUMBER.search(named.canonical)
    if not last or not int(last[0]) < int(number) <= int(last[0]) + 1000:
        return None
    counted = named.suffixes or re.search(r"[A-Z]\.[0-9]+$", named.canonical)
    if not counted and not is_range:
        return None  # "A/70/95 and 96" may be anything
    return parsed(named.canonical[: last.start()] + number)


def _between(first: Symbol, last: Symbol) -> Iterator[Symbol]:
    one, other = _LAST_NUMBER.search(first.canonical), _LAST_NUMBER.search(last.canonical)
    if not one or not other or first.canonical[: one.start()] != last.canonical[: other.start()]:
        return
    if int(other[0]) - int(one[0]) > LONGEST_RANGE:
        return
    for number in range(int(one[0]) + 1, int(other[0])):
        symbol = parsed(f"{first.canonical[: one.start()]}{number}")
        if symbol:
            yield symbol


def _with_suffix(symbol: Symbol, suffix: Suffix) -> Symbol:
    return parsed(symbol.canonical + suffix.joined) or symbol


@lru_cache(maxsize=2048)  # a report cites the same symbols again and again
def parsed(written: str) -> Symbol | None:
    """The symbol that is written here, None where it is none."""
    try:
        return parse(written)
    except SymbolError:
        return None
