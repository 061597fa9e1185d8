"""Reading ONE symbol: one written symbol goes in, one `Symbol` comes out, or a sentence that says why not.

What is particular to a series is data in `families/`; here stand the rules that all series share: components divided
by "/", codes before a point ("WG.8", "CRP.2"), a session or year, a number, and suffixes in the order of their
history ("Add.1", "Rev.1", "(Part II)").
"""

import re
import unicodedata
from functools import lru_cache

from documents.symbols.characters import LOOK_ALIKES, PLAIN_CHARACTERS, key_of
from documents.symbols.league import PREFIX as LEAGUE
from documents.symbols.league import league_form
from documents.symbols.numerals import roman_value
from documents.symbols.series import (
    DIVISIONS,
    NAMED_DIVISIONS,
    NATURES,
    ORDINALS,
    PHRASES,
    POINTED_CODES,
    STRANGERS,
    WORDS,
    Series,
    roots_pattern,
    series_of,
)
from documents.symbols.value import Suffix, Symbol, split_components

LONGEST_SYMBOL = 200  # characters; the longest real symbols have about 60

LOOKS_LIKE = "A symbol looks like CTOC/COP/WG.8/2016/2 or A/RES/64/293."


class SymbolError(ValueError):
    """A text that is no symbol. The message is a sentence for the person who wrote it."""


_CODES = "|".join(sorted(POINTED_CODES, key=lambda code: (-len(code), code)))
_JOINT = re.compile(rf"[-\s|;,&]\s*(?:{roots_pattern()})\s*/", re.IGNORECASE)
_COMPONENT = re.compile(r"([^()]*)((?:\([^()]*\)\s*)*)([A-Za-z]?)")
_LETTER_IN_BRACKETS = re.compile(r"\)\s*\[([A-Za-z])\]")  # "A/RES/217(III)[A]", as catalogues write it
_POINT = re.compile(r"(?<=[A-Za-z]) ?\. ?(?=\w)")
_LETTER_FOR_DIGIT = re.compile(rf"((?:{_CODES})\.)([0-9lIO]*[0-9][0-9lIO]*)", re.IGNORECASE)
_PHRASE = re.compile(rf"({'|'.join(PHRASES)})((?:\.[A-Z0-9]+(?:-[A-Z0-9]+)?)?)")
_SPACE_FOR_POINT = re.compile(rf"({_CODES}) ([0-9]+)")
_NO_POINT = re.compile(rf"(?!WG[0-9]{{4}})({_CODES})-?([0-9]+)")
_NO_SLASH = re.compile(rf"((?:{_CODES})\.[0-9]+)((?:{_CODES})\.[0-9]+)")
_POINT_FOR_SLASH = re.compile(r"([A-Z0-9.]*[0-9])\.((?:ADD|CORR|REV|AMEND)\.[0-9]+)")
_LEFT_OPEN = re.compile(
    r"/\s?(?:\[[\s.…_xX*-]{0,10}\]?|[.…_]{2,10}|[xX]{2,4})[\s\]]*\Z"
)  # drafts: "CAC/COSP/2017/[..]"
_PLURAL = re.compile(r"\A(ADD|CORR|REV)S(?=\.[0-9])")
_WELL_FORMED = re.compile(r"[A-Z0-9]+(?:[.,&-][A-Z0-9]+)*")
_SUFFIX = re.compile(r"(ADD|AMEND|ANNEX|CORR|REV|SUMMARY|SUPP)(?:\.([0-9]+(?:-[0-9]+)?[A-Z]?|[IVX]+))?")
_DIVISION_WORDS = "|".join(sorted(DIVISIONS, key=lambda word: (-len(word), word)))
_DIVISION = re.compile(rf"({_DIVISION_WORDS})\.?\s*([0-9]+[A-Z]?|[IVXLC]+)")
_ORDINAL_DIVISION = re.compile(rf"({'|'.join(ORDINALS)})\s*({_DIVISION_WORDS})")
_SEVERAL = re.compile(r"(?:PARTS|VOLS|SECTS)\b|\bAND\b|&")
_IN_PARENTHESES = re.compile(r"[A-Z0-9]+(?:[.,&/-][A-Z0-9]+)*")
_SECOND_OF_AN_ORGAN = re.compile(r"[0-9]+[A-Z]?|[0-9]+-[0-9]+|E?S-[0-9]+|[A-Z]{1,12}\.[A-Z0-9-]+|[A-Z]{2,20}[0-9]*")
_MARKS_IN_FRONT = " \n\t*†‡\"'`«»“”„‘’<>[]{}(,;:.!?-|"
_MARKS_BEHIND = " \n\t*†‡\"'`«»“”„‘’<>]{},;:.!?-|¹²³⁰⁴⁵⁶⁷⁸⁹"


class _Reading:
    """The notes that one reading collects on its way."""

    def __init__(self) -> None:
        self.how: list[str] = []
        self.faults: list[str] = []

    def step(self, words: str) -> None:
        if words not in self.how:
            self.how.append(words)

    def fault(self, words: str) -> None:
        if words not in self.faults:
            self.faults.append(words)


@lru_cache(maxsize=8192)
def parse(text: str) -> Symbol:
    """Read ONE symbol, as a person types it or a document prints it.

    Forgiving about case, spaces round slashes and points, line breaks, doubled slashes, asterisks and punctuation
    behind it. Raises `SymbolError`, with a sentence, for what is no symbol or is more than one.
    """
    if len(text) > LONGEST_SYMBOL:
        raise SymbolError(f"This text has {len(text)} characters, too many for a symbol. {LOOKS_LIKE}")
    reading = _Reading()
    written, reissued = _tidy(text, reading)
    if "/" not in written and (league := league_form(written)):
        return Symbol(printed=text, canonical=league, reissued=reissued, series=LEAGUE)
    components, divisions = _components(written, reading)
    bare = [re.sub(r" ?\(.*", "", component).upper() for component in components]
    series = series_of(bare)
    if series:
        components = _in_the_series_print(components, series)
    root, suffixes, count = _part_suffixes(components, divisions)
    _refuse_what_is_no_symbol(written, components[:count], bare[:count], known=series is not None)
    canonical = root + "".join(suffix.joined for suffix in suffixes)
    if len(canonical) > LONGEST_SYMBOL:
        raise SymbolError(f"This text is too long for a symbol. {LOOKS_LIKE}")
    if any(suffix.kind in ("Add", "Corr", "Rev", "Amend") and not suffix.number for suffix in suffixes):
        reading.fault("a suffix without a number")
    if key_of(canonical) == key_of(written) and not _same_case(canonical, written):
        reading.step("capital and small letters as the series prints them")
    malformed = f"{'; '.join(reading.faults)}: read as {canonical}" if reading.faults else ""
    return Symbol(
        printed=text,
        canonical=canonical,
        suffixes=tuple(suffixes),
        reissued=reissued,
        malformed=malformed,
        how=tuple(reading.how),
        series=series.prefix if series else "",
    )


def is_well_formed(text: str) -> bool:
    """Whether this is a symbol in canonical or address form, letter for letter. Never raises."""
    try:
        symbol = parse(text)
    except SymbolError:
        return False
    return text in (symbol.canonical, symbol.path)


def _same_case(canonical: str, written: str) -> bool:
    letters = re.compile(r"[^A-Za-z0-9]")
    return letters.sub("", canonical) == letters.sub("", written)


def _tidy(text: str, reading: _Reading) -> tuple[str, bool]:
    """Plain characters, no line breaks, nothing in front or behind; and whether an asterisk stood behind."""
    plain = unicodedata.normalize("NFC", text.translate(PLAIN_CHARACTERS))
    if not plain.strip():
        raise SymbolError(f"There is no symbol here. {LOOKS_LIKE}")
    if "://" in plain or re.match(r"\s*www\.", plain, re.IGNORECASE):
        raise SymbolError(f"“{_short(text)}” is a web address, not a symbol. {LOOKS_LIKE}")
    plain = _LETTER_IN_BRACKETS.sub(r")\1", plain)
    stripped = plain.lstrip(_MARKS_IN_FRONT + "/")
    if left_open := _LEFT_OPEN.search(stripped):
        reading.fault("a number left open")
        stripped = stripped[: left_open.start()]
    behind = ""
    while True:
        kept = stripped.rstrip(_MARKS_BEHIND)
        if kept.endswith(")") and kept.count(")") > kept.count("("):
            kept = kept[:-1]
        if kept == stripped:
            break
        behind += stripped[len(kept) :]
        stripped = kept
    if plain.translate(LOOK_ALIKES) != text:
        reading.step("special characters read as plain ones")
    if "\n" in stripped:
        reading.step("joined over a line break")
    joined = re.sub(r"\s+", " ", stripped)
    if re.search(r" /|/ ", joined):
        reading.step("spaces round a slash removed")
    joined = re.sub(r" ?/ ?", "/", joined)
    if joined.endswith("/"):
        reading.fault("a slash at the end")
        joined = joined.rstrip("/")
    if "//" in joined:
        reading.fault("a doubled slash")
        joined = re.sub(r"/{2,}", "/", joined)
    if re.search(r"/\.(?=\d)", joined):
        reading.fault("a slash before a point")
        joined = re.sub(r"/\.(?=\d)", ".", joined)
    return joined, "*" in behind


def _components(written: str, reading: _Reading) -> tuple[list[str], list[list[Suffix]]]:
    """The components in capitals (words as printed), and the divisions in parentheses behind each."""
    if "/" not in written:
        raise SymbolError(f"“{_short(written)}” has no slash, so it is no symbol. {LOOKS_LIKE}")
    if _JOINT.search(written):
        raise SymbolError(f"“{_short(written)}” holds more than one symbol; one is expected here.")
    texts: list[str] = []
    divisions: list[list[Suffix]] = []
    for raw in split_components(written):
        match = _COMPONENT.fullmatch(raw)
        if not match:
            raise SymbolError(f"The parentheses in “{_short(raw)}” do not belong in a symbol. {LOOKS_LIKE}")
        letter = match[3].upper()
        names_an_act = len(texts) > 1 and not {"RES", "DEC"}.isdisjoint(text.upper() for text in texts)
        main = match[1].translate(LOOK_ALIKES).strip() + ("" if match[2] else letter)
        if match[2] and letter:
            if not names_an_act:
                raise SymbolError(f"“{_short(raw)}” is no part of a symbol. {LOOKS_LIKE}")
            main += letter  # "217 (III) A" and "217 A (III)" are the same resolution
        parts = _main_part(main, names_an_act, reading)
        text = parts[-1]
        found: list[Suffix] = []
        for inside in re.findall(r"\(([^()]*)\)", match[2]):
            division = _division(inside)
            if division:
                found.append(division)
                continue
            words = inside.translate(LOOK_ALIKES).upper().replace(" ", "")
            if found or not words.isascii() or not _IN_PARENTHESES.fullmatch(words):
                raise SymbolError(f"“({_short(inside)})” does not belong in a symbol. {LOOKS_LIKE}")
            if chain := _chain(inside):
                text += f" ({chain})"
                continue
            # "A/RES/217 (III)", but "TD/B/WP(91)" and "LC/G.2586(SES.34/3)"
            spaced = re.search(r"\d", text) and not re.search(r"[./]", words)
            text += f" ({words})" if spaced else f"({words})"
        for part in parts[:-1]:
            texts.append(part)
            divisions.append([])
        texts.append(text)
        divisions.append(found)
    return texts, divisions


def _chain(inside: str) -> str:
    """A division and what was added to it within one pair of parentheses, "Part I/Add.1", as printed; "" for others."""
    first, slash, rest = inside.partition("/")
    division = _division(first) if slash else None
    match = _SUFFIX.fullmatch(rest.upper().replace(" ", "")) if division else None
    return f"{str(division)[1:-1]}/{Suffix(match[1].capitalize(), match[2] or '')}" if match else ""


def _division(inside: str) -> Suffix | None:
    words = " ".join(inside.upper().replace("_", " ").split())  # underlined brackets of the typewriter
    if _SEVERAL.search(words):
        raise SymbolError(f"“({_short(inside)})” names several documents; one is expected here.")
    if words in NAMED_DIVISIONS:
        return Suffix(NAMED_DIVISIONS[words], "")
    match = _DIVISION.fullmatch(words)
    if match and (match[2].isdigit() or match[2][:1].isdigit() or roman_value(match[2])):
        return Suffix(DIVISIONS[match[1]].rstrip("."), match[2])
    match = _ORDINAL_DIVISION.fullmatch(words)
    if match:
        return Suffix(DIVISIONS[match[2]].rstrip("."), ORDINALS[match[1]])
    return None


def _main_part(main: str, names_an_act: bool, reading: _Reading) -> list[str]:
    """One component without its parentheses, set right; two when a slash was missing between them."""
    if main.isascii() and main.isdigit():
        return [main]
    if not main.isascii():
        raise SymbolError(f"“{_short(main)}” has a character that no symbol has. {LOOKS_LIKE}")
    closed = _POINT.sub(".", main)
    if re.fullmatch(r"l[A-Z]{2,}", closed):
        reading.fault(f"a small l for a capital I in “{closed}”")
        closed = "I" + closed[1:]
    if closed != main:
        reading.step("spaces round a point removed")
    letter_for_digit = _LETTER_FOR_DIGIT.fullmatch(closed)
    if letter_for_digit and not letter_for_digit[2].isdigit() and not letter_for_digit[2].isupper():
        reading.fault(f"a letter for a digit in “{closed}”")
        closed = letter_for_digit[1] + re.sub("[lI]", "1", letter_for_digit[2]).replace("O", "0")
    text = _PLURAL.sub(r"\1", closed.upper())  # "Adds.1-3"
    phrase = _PHRASE.fullmatch(text.replace(" ", ""))
    if phrase:
        return [PHRASES[phrase[1]] + phrase[2]]
    spaced = _SPACE_FOR_POINT.fullmatch(text)
    if spaced:
        reading.step("a point put in")
        text = f"{spaced[1]}.{spaced[2]}"
    if names_an_act and re.fullmatch(r"[0-9]+ [A-Z]", text):
        text = text.replace(" ", "")
    pointless = _NO_POINT.fullmatch(text)
    if pointless:
        reading.fault(f"no point in “{closed}”")
        text = f"{pointless[1]}.{pointless[2]}"
    if " " in text:
        raise SymbolError(f"“{_short(main)}” has a space where a symbol has none. {LOOKS_LIKE}")
    unparted = _NO_SLASH.fullmatch(text) or _POINT_FOR_SLASH.fullmatch(text)
    parts = [text]
    if unparted:
        reading.fault(f"no slash in “{closed}”")
        parts = [unparted[1], unparted[2]]
    for part in parts:
        if not _WELL_FORMED.fullmatch(part):
            raise SymbolError(f"“{_short(main) or '/'}” is no part of a symbol. {LOOKS_LIKE}")
    return [_with_printed_words(part, WORDS) for part in parts]


def _with_printed_words(component: str, words: dict[str, str]) -> str:
    code, point, number = component.partition(".")
    return words.get(code, code) + point + number


def _refuse_what_is_no_symbol(written: str, components: list[str], bare: list[str], known: bool) -> None:
    """Refuse what only looks like a symbol. Looks at the root, so that a root or base is a symbol too."""
    if len(bare) < 2:
        raise SymbolError(f"“{_short(written)}” is only the beginning of a symbol. {LOOKS_LIKE}")
    if not any(re.search(r"\d", component) for component in components[1:]):
        raise SymbolError(f"“{_short(written)}” has no number, so it is no symbol. {LOOKS_LIKE}")
    if bare[0] in ("A", "S", "E", "T"):
        # One letter and a slash begin many things that are no symbols: "A/B", "S/N 5", "A/H1N1".
        if not _SECOND_OF_AN_ORGAN.fullmatch(bare[1]) or (len(bare) == 2 and bare[1][-1:].isalpha()):
            known = bare[1][:-1].isdigit()
        if not known:
            raise SymbolError(f"“{_short(written)}” is not how a symbol of a principal organ goes on. {LOOKS_LIKE}")
        return
    if known:
        return
    # A series that we do not know: the plain pattern, in capitals, so that words and dates stay out.
    beginning = written.translate(LOOK_ALIKES).split("/")[0]
    code = re.match(r"[A-Z]*", beginning)[0]
    stranger = code in STRANGERS or beginning in NATURES or code in POINTED_CODES
    if stranger or len(bare) < 3 or not re.fullmatch(r"[A-Z]{2,12}(?:[.-][A-Z0-9]{1,12})*", beginning):
        raise SymbolError(f"“{_short(written)}” does not begin with a series that we know. {LOOKS_LIKE}")


def _in_the_series_print(components: list[str], series: Series) -> list[str]:
    words = dict(series.words)
    printed = [_with_printed_words(component, words) for component in components]
    for place, part in enumerate(series.prefix.split("/")):
        printed[place] = part + printed[place][len(part) :]
    return printed


def _part_suffixes(components: list[str], divisions: list[list[Suffix]]) -> tuple[str, list[Suffix], int]:
    """The text before the last run of suffixes, that run in its order, and how many components the text has.

    Two components at least are never suffixes.
    """
    suffixes: list[Suffix] = []
    count = len(components)
    while True:
        suffixes = divisions[count - 1] + suffixes
        match = _SUFFIX.fullmatch(components[count - 1].upper())
        if not match or count <= 2:
            break
        suffixes = [Suffix(match[1].capitalize(), match[2] or ""), *suffixes]
        count -= 1
    root = ""
    for place in range(count):
        root += ("/" if place else "") + components[place]
        if place < count - 1:
            root += "".join(suffix.joined for suffix in divisions[place])
    return root, suffixes, count


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 60 else text[:57] + "..."
