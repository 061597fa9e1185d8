"""Symbols in running text, of any language: where they stand, and what they name."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from documents.symbols.characters import LOOK_ALIKES, PLAIN_CHARACTERS
from documents.symbols.numerals import roman_numeral, roman_value
from documents.symbols.parsing import LONGEST_SYMBOL, LOOKS_LIKE, SymbolError, parse
from documents.symbols.series import INNER_WORDS, POINTED_CODES, roots_pattern
from documents.symbols.value import Suffix, Symbol

LONGEST_ENTRY = 1000  # characters of one masthead or catalogue entry
LONGEST_RANGE = 50  # documents; of a longer range ("Add.1-400") only the two ends are given
MOST_COMPONENTS = 14


@dataclass(frozen=True)
class Found:
    """One symbol in a text: `as_written` is text[start:end].

    What stands between the ends of a range ("Add.1-3" names Add.2 too) has no place of its own:
    start equals end there, and `as_written` is empty.
    """

    start: int
    end: int
    as_written: str
    symbol: Symbol


# ---------------------------------------------------------------- patterns, all bounded

_ROOT = roots_pattern()
_CODE = "|".join(sorted(POINTED_CODES, key=lambda code: (-len(code), code)))
_SUFFIX_WORD = "[Aa]dd|ADD|[Aa]mend|[Cc]orr|CORR|[Rr]ev|REV|Supp|Annex|Summary"

# A known series may stand behind a digit (a page number), a dash (a joint symbol) or any script without spaces.
_START = re.compile(
    rf"(?<![A-Za-z/.@_])(?:(?:{_ROOT})(?=\s{{0,3}}/)|(?<![0-9-])[A-Z]{{2,12}}(?:[.-][A-Z0-9]{{1,8}})?(?=/))"
)
_SLASH = re.compile(r"\s{0,3}/{1,2}\s{0,3}")
_COMPONENT = re.compile(
    rf"""
      (?<=/D/)[0-9]{{1,6}}(?:[,&-][0-9]{{1,6}}){{0,20}}(?=/)         # several communications: CCPR/C/104/D/1914,1915/2009
    | (?:{_CODE})\.[0-9]{{1,5}}(?:{_CODE})\.[0-9]{{1,5}}              # C.3L.1383: no slash
    | [0-9]{{1,6}}\.(?:Add|Corr|Rev)\.[0-9]{{1,4}}                    # 63.Add.2: a point for a slash
    | (?:{_CODE}|Sub)\s?\.\s{{0,2}}[0-9]{{1,7}}(?:[A-Z](?![A-Za-z]))?
    | (?:{_CODE})\.[0-9lIO]{{1,7}}(?![A-Za-z0-9])                    # a letter for a digit
    | \.[0-9]{{1,4}}(?![A-Za-z0-9])                                  # CN/.7
    | (?:{_SUFFIX_WORD})-[0-9]{{1,3}}(?![A-Za-z0-9])
    | (?:{_SUFFIX_WORD})(?:\.\s{{0,2}}[0-9]{{1,5}}|(?![A-Za-z]))
    | (?:OLIVE\s?OIL|IRON\s?ORE|TECHNICAL\s?PAPER)(?:\.[0-9]{{1,4}})?
    | OzL\.Pro(?:\.[A-Z0-9]{{1,6}})? | (?:Agenda|Report|Res|Inf)(?:\.[0-9]{{1,5}})?(?![A-Za-z])
    | [A-Z0-9]{{1,20}}
      (?: (?<=[A-Z])\.[A-Z0-9]{{1,20}}
        | (?<=[0-9])\.[0-9]{{1,3}}(?=/)
        | &[A-Z]{{1,6}}
        | -(?!(?:{_ROOT})\s{{0,3}}/)(?:(?<=[A-Z]-)|(?![0-9]))[A-Z0-9]{{1,20}}
      ){{0,5}}
      (?:(?<=[0-9])|(?![a-z]))                                       # "A/70/95The report" ends at 95
    """,
    re.VERBOSE,
)
# Over a space or a line break only what is surely part of a symbol goes on.
_SURE_COMPONENT = re.compile(
    rf"(?:{_CODE}|Sub)\s?\.\s{{0,2}}[0-9]{{1,7}}[A-Z]?(?![A-Za-z0-9])"
    rf"|(?:{_SUFFIX_WORD})(?:\.\s{{0,2}}[0-9]{{1,5}}|(?![A-Za-z.]))"
    rf"|[0-9]{{1,6}}[A-Z]?(?![A-Za-z0-9])|E?S-[0-9]{{1,3}}(?![0-9])"
    rf"|(?:{'|'.join(sorted((w for w in INNER_WORDS if len(w) > 1), key=lambda w: (-len(w), w)))})(?=\s{{0,3}}/)"
)
_GLUED = re.compile(rf"[A-Z0-9.-]*?[0-9](?=(?:{_ROOT})$)")
_NUMERAL = "[0-9]{1,3}[A-Z]?|[IVXLC]{1,7}"
_DIVISION = re.compile(
    rf"\s{{0,3}}\((?:(?:[Pp]art(?:ie|e)?|PART|Vol|VOL|Sect|SECT|Section|Resumption|Chap|[Чч]асть)\s?\.?\s{{0,3}}(?:{_NUMERAL})"
    rf"|(?:Premi|Deuxi|Troisi|Quatri|Cinqui)ème\s{{1,3}}partie|(?:Primera|Segunda|Tercera|Cuarta|Quinta)\s{{1,3}}parte)\)"
)
_OF_AN_ACT = re.compile(
    r"(?:\s[A-Z])?\s{0,3}\((?:(?:19|20)[0-9]{2}|E?S-[IVX]{1,6}|[IVXL]{1,8})\)(?:\s?[A-Z](?![A-Za-z0-9/]))?"
)
_ATTACHED = re.compile(r"\((?:[0-9]{1,3}|[IVXL]{1,6})\)(?=/)")
_SEVERAL_DIVISIONS = re.compile(
    rf"\s{{0,3}}\((Part|Vol|Sect)s?\.?\s{{1,3}}(?:{_NUMERAL})"
    rf"(?:\s{{0,2}}(?:-|,|&|and|to|et|y)\s{{0,2}}(?:and\s{{1,2}})?(?:{_NUMERAL})){{1,12}}\)"
)
_ASTERISKS = re.compile(r"\*{1,3}")

_WEB_ADDRESS = re.compile(
    r"(?:https?://|www\.|undocs\.org/|docs\.un\.org/)[^\s<>\"'“”«»;,\u0600-\uffff]*", re.IGNORECASE
)

# What joins a short form to the symbol before it: "and Corr.1", "Add.1 & 2", "Add.1 to Add.5", "和Corr.1".
_AND = r"(?:,\s{0,3}(?:and\s{1,3})?|;\s{1,3}|\s{0,3}&\s{0,3}|\s{1,3}(?:and|et|y|e|и|و)\s{0,3}|\s{0,3}(?:和|及|以及|、)\s{0,3})"
_TO = r"(?:\s{1,3}(?:to|à|a|al|по|إلى)\s{1,3}|\s{0,3}至\s{0,3})"
_DASH = r"\s{0,1}-\s{0,3}"
_ENDS = r"(?=\s{0,3}(?:[).,;:\]*/]|$|and\b|et\b|y\b|и\b|&|至|和|及|、|-|،|؛|）|。|，|；))"
_SHORT_FORM = re.compile(
    rf"(?:(?P<dash>{_DASH})|(?P<to>{_TO})|{_AND})"
    rf"(?P<what>(?:(?:Add|Corr|Rev|Amend)\.\s{{0,2}}[0-9]{{1,5}}(?:/(?:Add|Corr|Rev|Amend)\.[0-9]{{1,4}}){{0,3}})"
    rf"|(?:CRP|INF|L|NGO|PV|SR|WP)\.[0-9]{{1,5}})(?![A-Za-z0-9])"
)
_SHORT_NUMBER = re.compile(
    rf"(?:(?P<dash>-)(?P<end>[0-9]{{1,5}})(?![A-Za-z0-9/.]*/)(?![A-Za-z0-9])"
    rf"|(?:(?P<to>{_TO})|{_AND})(?P<next>[0-9]{{1,4}})(?![A-Za-z0-9]){_ENDS})"
)


# ---------------------------------------------------------------- finding


def find_all(text: str) -> list[Found]:
    """Every symbol in a running text of any language, in order and not overlapping. Never raises.

    Knows symbols broken over lines, glued to other scripts or to a page number, joint symbols, and short forms
    that lean on the symbol before them ("and Corr.1", "Add.1-3", "(Parts I and II)"). Web addresses are skipped.
    Time grows with the length of the text, whatever it holds.
    """
    plain, places = _plain_text(text)
    founds = []
    for start, end, symbol in _in_plain_text(plain):
        if places is not None:
            start, end = places[start], places[end - 1] + 1 if end > start else places[start]
        as_written = text[start:end]
        founds.append(Found(start, end, as_written, replace(symbol, printed=as_written or symbol.canonical)))
    return founds


def parse_joint(text: str) -> tuple[Symbol, ...]:
    """The symbol or symbols of a masthead or of a catalogue entry, in their order.

    "A/79/876-S/2025/230", "E/2018/28 E/CN.7/2018/13" and "E/1984/13||E/CN.7/1984/13" are two symbols each. A dash
    joins only where a known series and a slash follow it. Job numbers beside a symbol are passed over.
    Raises `SymbolError` when something in the text is no symbol, or when there is none.
    """
    if len(text) > LONGEST_ENTRY:
        raise SymbolError(f"This text has {len(text)} characters, too many for one document's symbols. {LOOKS_LIKE}")
    plain, places = _plain_text(text)
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


def _plain_text(text: str) -> tuple[str, list[int] | None]:
    """The text in plain characters, and where each of them stood (None: where it stands now)."""
    plain = text.translate(PLAIN_CHARACTERS).translate(LOOK_ALIKES)
    if len(plain) == len(text):
        return plain, None
    places = [place for place, character in enumerate(text) if PLAIN_CHARACTERS[ord(character)]]
    return plain, [*places, len(text)]


def _in_plain_text(plain: str) -> Iterator[tuple[int, int, Symbol]]:
    addresses = [match.span() for match in _WEB_ADDRESS.finditer(plain)]
    address_starts = [start for start, _ in addresses]
    position = 0
    while match := _START.search(plain, position):
        place = bisect_right(address_starts, match.start()) - 1
        if place >= 0 and match.start() < addresses[place][1]:
            position = addresses[place][1]
            continue
        read = _read(plain, match.start(), match.end())
        if read is None:
            position = match.end()
            continue
        end, symbol = read
        several = _SEVERAL_DIVISIONS.match(plain, end)
        if several and not symbol.reissued:
            yield from _divisions(plain, match.start(), several, symbol)
            position = several.end()
            continue
        yield match.start(), end, symbol
        position = end
        for start, end, leaning in _short_forms(plain, position, symbol):
            yield start, end, leaning
            position = end


def _read(plain: str, start: int, after_root: int) -> tuple[int, Symbol] | None:
    """The symbol that begins at `start`, and where it ends."""
    ends = []  # where each component ends: what does not read as a symbol is tried again without its last
    position = after_root
    acts = plain[start:after_root] in ("A", "S", "E")
    act = False
    for count in range(MOST_COMPONENTS):
        slash = _SLASH.match(plain, position)
        if not slash:
            break
        spaced = slash[0].strip() != slash[0]
        match = (_SURE_COMPONENT if spaced else _COMPONENT).match(plain, slash.end())
        if not match or match.end() - start > LONGEST_SYMBOL:
            break
        end = match.end()
        glued = _GLUED.match(match[0]) if plain[end : end + 1] == "/" else None
        if glued:
            ends.append(match.start() + glued.end())
            break
        act = act or (acts and count < 3 and match[0] in ("RES", "DEC"))
        attached = _ATTACHED.match(plain, end) or _DIVISION.match(plain, end) or (act and _OF_AN_ACT.match(plain, end))
        if attached:
            end = attached.end()
            ends.append(match.end())
        ends.append(end)
        position = end
    for end in reversed(ends[-4:]):
        asterisks = _ASTERISKS.match(plain, end)
        stop = asterisks.end() if asterisks else end
        symbol = _parsed(plain[start:stop])
        if symbol and _convinces(symbol, joined=plain[start - 1 : start] == "-"):
            return stop, symbol
    return None


def _convinces(symbol: Symbol, joined: bool) -> bool:
    """Whether a text that reads as a symbol is one, there where nobody said so."""
    if not symbol.series:
        return bool(re.fullmatch(r"(?:[A-Z]+\.)?[0-9]+[A-Z]?", symbol.root.rpartition("/")[2]))
    # "annex A/1", "size A/4": the first nine documents of each organ are cited less often than those.
    return joined or not re.fullmatch(r"[ASET]/[0-9]", symbol.canonical)


def _divisions(plain: str, start: int, several: re.Match, symbol: Symbol) -> Iterator[tuple[int, int, Symbol]]:
    """ "(Parts I and II)" and "(Parts I-III)" behind a symbol: one document for each part."""
    numerals = list(re.finditer(rf"(?<![A-Za-z])(?:{_NUMERAL})(?![A-Za-z])", several[0]))
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


def _short_forms(plain: str, position: int, full: Symbol) -> Iterator[tuple[int, int, Symbol]]:
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
    if kind in ("Add", "Corr", "Rev", "Amend"):
        kept = full.canonical
        for place, suffix in enumerate(full.suffixes):
            if suffix.kind == kind:
                dropped = full.suffixes[place:]
                kept = kept[: len(kept) - sum(len(each.joined) for each in dropped)]
                break
        return _parsed(f"{kept}/{written}")
    before, _, last = full.root.rpartition("/")
    return _parsed(f"{before}/{written}") if last.partition(".")[0] == kind else None


_LAST_NUMBER = re.compile(r"[0-9]+$")


def _renumbered(named: Symbol, number: str, is_range: bool) -> Symbol | None:
    """The same symbol with another last number, if that can be meant: a range or a list only climbs."""
    last = _LAST_NUMBER.search(named.canonical)
    if not last or not int(last[0]) < int(number) <= int(last[0]) + 1000:
        return None
    counted = named.suffixes or re.search(r"[A-Z]\.[0-9]+$", named.canonical)
    if not counted and not is_range:
        return None  # "A/70/95 and 96" may be anything
    return _parsed(named.canonical[: last.start()] + number)


def _between(first: Symbol, last: Symbol) -> Iterator[Symbol]:
    one, other = _LAST_NUMBER.search(first.canonical), _LAST_NUMBER.search(last.canonical)
    if not one or not other or first.canonical[: one.start()] != last.canonical[: other.start()]:
        return
    if int(other[0]) - int(one[0]) > LONGEST_RANGE:
        return
    for number in range(int(one[0]) + 1, int(other[0])):
        symbol = _parsed(f"{first.canonical[: one.start()]}{number}")
        if symbol:
            yield symbol


def _with_suffix(symbol: Symbol, suffix: Suffix) -> Symbol:
    return _parsed(symbol.canonical + suffix.joined) or symbol


@lru_cache(maxsize=2048)  # a report cites the same symbols again and again
def _parsed(written: str) -> Symbol | None:
    try:
        return parse(written)
    except SymbolError:
        return None
