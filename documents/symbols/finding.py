"""Symbols in running text, of any language: where they stand, and what they name."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from documents.symbols.characters import LOOK_ALIKES, PLAIN_CHARACTERS
from documents.symbols.leaning import NUMERAL, SEVERAL_DIVISIONS, divisions, parsed, short_forms
from documents.symbols.parsing import LONGEST_SYMBOL, parse
from documents.symbols.series import (
    COMBINED_ROOTS,
    INNER_WORDS,
    NUMBERED_ROOTS,
    POINTED_CODES,
    SECONDS,
    is_root,
    roots_pattern,
)
from documents.symbols.value import Symbol

MOST_COMPONENTS = 14


@dataclass(frozen=True)
class Found:
    """One symbol in a text: `as_written` is text[start:end].

    What stands between the ends of a range ("Add.1-3" names Add.2 too) has no place of its own:
    start equals end there, and `as_written` is empty. `confidence` is 0 to 1, by the ground on which it was found.
    """

    start: int
    end: int
    as_written: str
    symbol: Symbol
    confidence: float = 0.995


# Grounds on which a symbol is found.
KNOWN_SERIES = 0.995  # a known series, written as it should be
SHORT_NUMBER = 0.97  # an organ and a number only, of the years before the sessions: "S/12606"
LEANING = 0.97  # a short form behind a symbol: "and Corr.1"
IMPLIED = 0.95  # between the ends of a range
REPAIRED = 0.9  # written wrong, and read as the nearest right form
UNKNOWN_SERIES = 0.7  # by the plain pattern alone


# ---------------------------------------------------------------- patterns, all bounded

_ROOT = roots_pattern()
_CODE = "|".join(sorted(POINTED_CODES, key=lambda code: (-len(code), code)))
_SUFFIX_WORD = "[Aa]dds?|ADD|[Aa]mend|[Cc]orr|CORR|[Rr]ev|REV|Supp|Annex|Summary"
_SLASHES = "/∕⁄／"

# The first component of a symbol. A known one may stand behind a digit (a page number), a dash (a joint symbol) or any
# script without spaces.
_START = re.compile(r"([A-Z](?<![A-Z/@][A-Z])[A-Z]{0,11}(?:[.-][A-Za-z0-9]{1,12}){0,2})\s{0,3}/")
_SLASH = re.compile(r"\s{0,3}/{1,2}\s{0,3}")
_COMBINED = re.compile(r"[0-9]{1,2}-[0-9]{1,2}(?![A-Za-z0-9])")
_COMPONENT = re.compile(
    rf"""
      (?<=/D/)[0-9]{{1,6}}(?:[,&-][0-9]{{1,6}}){{0,20}}(?=/)         # several communications: CCPR/C/104/D/1914,1915/2009
    | (?<=/CRP/)[0-9]{{2}}-[0-9]{{1,3}}(?![A-Za-z0-9])               # a year and a number: E/ICEF/CRP/80-17
    | (?:{_CODE})\.[0-9]{{1,5}}(?:{_CODE})\.[0-9]{{1,5}}              # C.3L.1383: no slash
    | [0-9]{{1,6}}\.(?:Add|Corr|Rev)\.[0-9]{{1,4}}                    # 63.Add.2: a point for a slash
    | (?:{_CODE}|Sub|Dec|Res)\s?\.\s{{0,2}}[0-9]{{1,7}}(?:[A-Z](?![A-Za-z])|-(?!(?:{_ROOT})/)[A-Z]{{2,8}}(?=/))?
    | (?:{_CODE})\.[0-9lIO]{{1,7}}(?![A-Za-z0-9])                    # a letter for a digit
    | \.[0-9]{{1,4}}(?![A-Za-z0-9])                                  # CN/.7
    | (?:{_SUFFIX_WORD})-[0-9]{{1,3}}(?![A-Za-z0-9])
    | (?:{_SUFFIX_WORD})(?:\.\s{{0,2}}[0-9]{{1,5}}|(?![A-Za-z]))
    | (?:OLIVE\s?OIL|IRON\s?ORE|TECHNICAL\s?PAPER|AD\s?HOC\s?GROUP)(?:\.[0-9]{{1,4}})?
    | OzL\.(?:Pro|Conv)(?:\.[A-Z0-9]{{1,6}}){{0,2}} | (?:ImpCom|ExCom)(?![A-Za-z])
    | (?:Agenda|Report|Res|Inf|Dec)(?:\.[0-9]{{1,5}})?(?![A-Za-z])
    | l[A-Z]{{2,8}}(?=/)                                             # a small l for a capital I: E/lCEF
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
_DIVISION = re.compile(
    rf"\s{{0,3}}\((?:(?:[Pp]art(?:ie|e)?|PART|[Vv]ol|VOL|[Vv]olum\w{{1,3}}|(?:[Ii]ncome\s)?[Ss]ect|SECT|[Ss]ection|Secc"
    rf"|Resumption|Chap|[Pp]rog(?:ramme)?|[Чч]асть|[Тт]ом|[Рр]азд(?:ел)?|الجزء|المجلد|الباب)"
    rf"\s?\.?\s{{0,3}}(?:{NUMERAL})(?:/(?:Add|Corr|Rev)\.[0-9]{{1,3}})?"
    r"|(?:[Pp]remière|[Dd]euxième|[Tt]roisième|[Qq]uatrième|[Cc]inquième)\s{1,3}partie"
    r"|[Pp]lan\s{1,3}outline|Introduction|Introducción|Введение|Overview"
    r"|(?:[Pp]rimera|[Ss]egunda|[Tt]ercera|[Cc]uarta|[Qq]uinta)\s{1,3}parte"
    r"|(?:[Пп]ервая|[Вв]торая|[Тт]ретья|[Чч]етвертая|[Пп]ятая)\s{1,3}часть)_{0,2}\)"
)
_OF_AN_ACT = re.compile(
    r"(?:\s?[A-Z])?\s{0,3}\((?:(?:19|20)[0-9]{2}|E?S-[IVX]{1,6}|[IVXL]{1,8})\)(?:\s?[A-Z](?![A-Za-z0-9/]))?"
    r"|\s?[A-Z](?=\s?[,;.)\]،。，、]|\s(?:and|et|y|и|to|à|a)\s[A-Z](?![A-Za-z]))"
)
_ATTACHED = re.compile(
    r"\((?:[0-9]{1,3}|E?S-[0-9]{1,3}|[IVXL]{1,6}|SES\.[0-9]{1,3}/[0-9]{1,3}|CRM\.[0-9]{1,3}/[0-9]{1,3})\)(?![A-Za-z])"
)
_ASTERISKS = re.compile(r"\*{1,3}")
_GOES_ON = re.compile(r"/[0-9]")  # what is tried without its last parts is no symbol when numbers follow
# "E/C N A/109": what is left of a symbol whose beginning the recognition of a scan broke.
_BROKEN_BEFORE = re.compile(r"[A-Z]/[A-Z]{1,2}(?:\s[A-Z]{1,2}){0,2}\s\Z")

_WEB_ADDRESS = re.compile(
    r"(?:https?://|www\.|undocs\.org/|docs\.un\.org/)[^\s<>\"'“”«»;,\u0600-\uffff]*", re.IGNORECASE
)


# ---------------------------------------------------------------- finding


def find_all(text: str) -> list[Found]:
    """Every symbol in a running text of any language, in order and not overlapping. Never raises.

    Knows symbols broken over lines, glued to other scripts or to a page number, joint symbols, and short forms
    that lean on the symbol before them ("and Corr.1", "Add.1-3", "(Parts I and II)"). Web addresses are skipped.
    Time grows with the length of the text, whatever it holds.
    """
    founds: list[Found] = []
    for first, last in _windows(text):
        window = text if last - first == len(text) else text[first:last]
        plain, places = plain_text(window)
        for start, end, symbol in _in_plain_text(plain):
            if places is not None:
                start, end = places[start], places[end - 1] + 1 if end > start else places[start]
            as_written = window[start:end]
            printed = as_written or symbol.canonical
            if symbol.printed != printed:
                symbol = replace(symbol, printed=printed)
            confidence = _confidence(symbol, as_written)
            founds.append(Found(first + start, first + end, as_written, symbol, confidence))
    return founds


def _confidence(symbol: Symbol, as_written: str) -> float:
    if not as_written:
        return IMPLIED
    if symbol.malformed:
        return REPAIRED
    if not symbol.series:
        return UNKNOWN_SERIES
    if "/" not in as_written or as_written[0].isdigit():
        return LEANING
    return SHORT_NUMBER if symbol.canonical.count("/") == 1 else KNOWN_SERIES


def plain_text(text: str) -> tuple[str, list[int] | None]:
    """The text in plain characters, and where each of them stood (None: where it stands now)."""
    if text.isascii():
        return text, None
    plain = text.translate(PLAIN_CHARACTERS).translate(LOOK_ALIKES)
    if len(plain) == len(text):
        return plain, None
    places = [place for place, character in enumerate(text) if PLAIN_CHARACTERS[ord(character)]]
    return plain, [*places, len(text)]


_BEFORE_A_SLASH, _BEHIND_A_SLASH = 80, 300
_ANY_SLASH = re.compile(f"[{_SLASHES}]")


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of a text that may hold a symbol: those about its slashes. Plain text is one stretch."""
    if text.isascii():
        if "/" in text:
            yield 0, len(text)
        return
    first = last = -1
    for slash in _slashes(text):
        begin = slash - _BEFORE_A_SLASH
        if last >= 0 and begin > last:
            yield first, last
            first = begin
        elif last < 0:
            first = max(0, begin)
        last = min(len(text), slash + _BEHIND_A_SLASH)
    if last >= 0:
        yield first, last


def _slashes(text: str) -> Iterator[int]:
    """Where the slashes of a text stand. Those of nearly all texts are the usual one, which plain search finds soonest."""
    if any(unusual in text for unusual in _SLASHES[1:]):
        yield from (slash.start() for slash in _ANY_SLASH.finditer(text))
        return
    place = text.find("/")
    while place >= 0:
        yield place
        place = text.find("/", place + 1)


def _in_plain_text(plain: str) -> Iterator[tuple[int, int, Symbol]]:
    addresses: list[tuple[int, int]] | None = None
    position = 0
    while match := _START.search(plain, position):
        start, after_root = match.span(1)
        if addresses is None:
            may_hold = "://" in plain or ".org/" in plain or "ww." in plain or "WW." in plain or ".ORG/" in plain
            addresses = [address.span() for address in _WEB_ADDRESS.finditer(plain)] if may_hold else []
        place = bisect_right(addresses, (start, len(plain))) - 1
        if place >= 0 and start < addresses[place][1]:
            position = addresses[place][1]
            continue
        read = _read(plain, start, after_root) if _may_begin(plain, start, match[1], match.end()) else None
        if read is None:
            point = re.search(r"[.-]", match[1])
            position = start + point.end() if point else match.end()
            continue
        end, symbol = read
        several = SEVERAL_DIVISIONS.match(plain, end) if _is_bracketed(plain, end) else None
        if several and not symbol.reissued:
            yield from divisions(plain, start, several, symbol)
            position = several.end()
            continue
        yield start, end, symbol
        position = end
        for start, end, leaning in short_forms(plain, position, symbol):
            yield start, end, leaning
            position = end


def _is_bracketed(plain: str, end: int) -> bool:
    """Whether a bracket may open behind a symbol: three spaces at most stand before it in all patterns that ask for one."""
    return "(" in plain[end : end + 4]


def _may_begin(plain: str, start: int, root: str, after_slash: int) -> bool:
    """Whether a symbol may begin with this root at this place."""
    before = plain[start - 1 : start]
    # Within a word with an accent, nothing begins: "CÔT/60" is neither T/60 nor a symbol.
    if "\u00c0" <= before <= "\u036f" and (before.isupper() or before >= "\u0300"):
        return False
    if is_root(root):
        if before == "_":  # an underlined bracket of the typewriter, but not "file_A"
            return plain[start - 2 : start - 1] in ("/", " ", "\n", "")
        if before == ".":  # "doc.A/HRC/55/1", but not "U.S/2001"
            return plain[start - 2 : start - 1].islower() or plain[start - 2 : start - 1].isdigit()
        if before <= "\u024f" and before.islower():  # spaces that extraction lost: "documentA/HRC/55/1"
            return len(root) > 1 or plain[after_slash : after_slash + 1].isalnum()
        return not (
            len(root) == 1 and before in (" ", "\n") and _BROKEN_BEFORE.search(plain[max(0, start - 12) : start])
        )
    # An unknown series stands by itself, its slash at once behind.
    return len(root) > 1 and not (before.isascii() and (before.isalnum() or before in ("-", "_", ".")) and before)


def _read(plain: str, start: int, after_root: int) -> tuple[int, Symbol] | None:
    """The symbol that begins at `start`, and where it ends."""
    ends = []  # where each component ends: what does not read as a symbol is tried again without its last
    position = after_root
    root = plain[start:after_root]
    acts = root in ("A", "S", "E", "T", "TD", "LC")
    combined = root in COMBINED_ROOTS or (root == "E" and plain.startswith("/C.12/", after_root))
    act = False
    for count in range(MOST_COMPONENTS):
        slash = _SLASH.match(plain, position)
        if not slash:
            break
        spaced = slash[0].strip() != slash[0]
        match = (combined and _COMBINED.match(plain, slash.end())) or (_SURE_COMPONENT if spaced else _COMPONENT).match(
            plain, slash.end()
        )
        if not match or match.end() - start > LONGEST_SYMBOL:
            break
        end = match.end()
        component = match[0]
        glued = None
        if plain.startswith("/", end) and not (component.isalpha() or component.isdigit()):
            glued = _GLUED.match(component)
        if glued:
            ends.append(match.start() + glued.end())
            break
        act = act or (acts and count < 3 and component.partition(".")[0] in ("RES", "DEC"))
        attached = None
        if _is_bracketed(plain, end):
            attached = _ATTACHED.match(plain, end) or _DIVISION.match(plain, end)
        if act and not attached:
            attached = _OF_AN_ACT.match(plain, end)
        if attached:
            end = attached.end()
            ends.append(match.end())
        ends.append(end)
        position = end
    for end in reversed(ends[-4:]):
        asterisks = _ASTERISKS.match(plain, end)
        stop = asterisks.end() if asterisks else end
        if end != ends[-1] and _GOES_ON.match(plain, end):
            continue
        symbol = parsed(plain[start:stop])
        if symbol and _convinces(symbol, plain, start):
            return stop, symbol
    return None


# The numbers that came before the sessions and years, and the first session or year that a symbol can name.
_FIRST_SESSION = {"A": 31, "E": 1978, "S": 1993}
_LAST_SESSION = {"A": 150, "E": 2100, "S": 2100}


def _convinces(symbol: Symbol, plain: str, start: int) -> bool:
    """Whether a text that reads as a symbol is one, there where nobody said so."""
    before = plain[start - 1 : start]
    if before == "-" and symbol.series:
        return bool(symbol.number)
    glued = before == "." or (before.isascii() and before.islower())
    return _convincing(symbol.canonical) and not (glued and symbol.root.count("/") < 2)


@lru_cache(maxsize=4096)
def _convincing(canonical: str) -> bool:
    symbol = parse(canonical)
    components = symbol.root.split("/")
    if not symbol.series:
        # "ICC-01/05-01/08" is a case, "ISO/IEC 27001" a standard
        if len(components[0]) < 3 and len(components) < 4:
            return False
        if len(components) == 3 and components[1].isalpha() and re.fullmatch(r"(?:19|20)\d\d", components[2]):
            return False
        return not re.search(r"-\d", components[0]) and bool(re.fullmatch(r"(?:[A-Z]+\.)?[0-9]+[A-Z]?", components[-1]))
    if not symbol.number and not (symbol.session and symbol.suffixes):
        return False  # only the name of a body: "A/CN.4"
    root, second = components[0], components[1]
    if root in _FIRST_SESSION:
        if second.isdigit() and len(components) == 3 and components[2].isdigit():
            return _FIRST_SESSION[root] <= int(second) <= _LAST_SESSION[root]
        if second.isalpha() and second.isupper() and second not in SECONDS:
            return len(components) > 3
    if len(components) == 2 and second.isdigit() and not symbol.session:
        # "annex A/1", "size A/4": the first nine documents of each organ are cited less often than those.
        return root in NUMBERED_ROOTS and (len(root) > 1 or len(second) > 1 or bool(symbol.suffixes))
    return True
