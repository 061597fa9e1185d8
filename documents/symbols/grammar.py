"""The grammar of United Nations document symbols: one written symbol goes in, one `Symbol` comes out.

What is particular to a series (whose documents it holds, how it prints its words) is data in `series.toml`;
here stand the rules that all series share: components divided by "/", codes before a point ("WG.8", "CRP.2"),
a session or year, a number, and suffixes in the order of their history ("Add.1", "Rev.1", "(Part II)").
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

LONGEST_SYMBOL = 200  # characters; the longest real symbols have about 60

LOOKS_LIKE = "A symbol looks like CTOC/COP/WG.8/2016/2 or A/RES/64/293."


class SymbolError(ValueError):
    """A text that is no symbol. The message is a sentence for the person who wrote it."""


@dataclass(frozen=True)
class Series:
    """One series of documents, as `series.toml` describes it."""

    prefix: str
    body: str
    examples: tuple[str, ...] = ()
    session_after_point: bool = False
    words: tuple[tuple[str, str], ...] = ()


def _load() -> tuple[dict, dict[tuple[str, ...], Series]]:
    grammar = tomllib.loads((Path(__file__).parent / "series.toml").read_text(encoding="utf-8"))
    by_components = {}
    for entry in grammar["series"]:
        series = Series(
            entry["prefix"],
            entry["body"],
            tuple(entry["examples"]),
            entry.get("session_after_point", False),
            tuple(entry.get("words", {}).items()),
        )
        by_components[tuple(series.prefix.upper().split("/"))] = series
    return grammar, by_components


_GRAMMAR, _SERIES = _load()
NATURES: dict[str, str] = _GRAMMAR["natures"]
ORGANS: dict[str, str] = _GRAMMAR["organs"]
ROOTS: frozenset[str] = frozenset(components[0] for components in _SERIES)  # "A", "CTOC", "GEGN.2"
INNER_WORDS: frozenset[str] = frozenset(
    {word for components in _SERIES for word in components[1:] if word.isalpha()} | NATURES.keys() | ORGANS.keys()
)
_WORDS: dict[str, str] = _GRAMMAR["words"]
_PHRASES = {phrase.replace(" ", ""): phrase for phrase in _GRAMMAR["phrases"].values()}
_DIVISIONS: dict[str, str] = _GRAMMAR["divisions"]
_ORDINALS: dict[str, str] = _GRAMMAR["ordinals"]
_LONGEST_PREFIX = max(len(components) for components in _SERIES)

SUFFIX_KINDS = ("Add", "Amend", "Annex", "Corr", "Rev", "Summary", "Supp")
_RELATIONS = {"Add": "supplements", "Supp": "supplements", "Corr": "corrects", "Rev": "replaces", "Amend": "amends"}

# Codes whose number stands behind a point. Those that print a slash instead (RES/64/293, PRST/2021/23) are left out.
POINTED_CODES = frozenset(
    (NATURES.keys() | ORGANS.keys() | {kind.upper() for kind in SUFFIX_KINDS})
    - {"RES", "DEC", "PRST", "NGO", "D", "SUMMARY"}
)


def roots_pattern() -> str:
    """A regular expression for the first component of every known series, the longest first."""
    return "|".join(re.escape(root) for root in sorted(ROOTS, key=lambda root: (-len(root), root)))


def all_series() -> tuple[Series, ...]:
    """Every series of `series.toml`, in the order of the file."""
    return tuple(_SERIES.values())


# ---------------------------------------------------------------- characters


class _PlainCharacters(dict):
    """A translation table that answers one plain character, or none, for each character.

    One for one, so that places in a running text stay right; invisible marks (soft hyphens, marks of direction)
    go. Raised digits stay as they are, because they are footnote marks: "A/70/95²" is A/70/95.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = character
        category = unicodedata.category(character)
        if category == "Cf":
            plain = ""
        elif category == "Pd" or character in "−‑":
            plain = "-"
        elif category == "Nd":
            plain = str(unicodedata.decimal(character))
        elif character in "∕⁄／":
            plain = "/"
        elif character in "∗⁎＊":
            plain = "*"
        elif character != "\n" and character.isspace():
            plain = "\n" if character in "\r\x0b\x0c\x85\u2028\u2029" else " "
        elif unicodedata.decomposition(character).startswith(("<wide>", "<narrow>", "<font>")):
            wide = unicodedata.normalize("NFKC", character)
            plain = wide if len(wide) == 1 else character
        self[code] = plain
        return plain


PLAIN_CHARACTERS = _PlainCharacters()

# Russian texts often hold capitals of their own script that look like the Latin ones of a symbol.
LOOK_ALIKES = str.maketrans("АВЕКМНОРСТХ", "ABEKMHOPCTX")

_LETTERS_OR_DIGITS = re.compile(r"[^\W\d_]+|\d+")


def key_of(words: str) -> str:
    """What a person typed in a search box, in the form of `Symbol.search_key`: "wg.8/2016/2" -> "WG 8 2016 2".

    Never raises; "" when no letter and no digit is left. Matched on whole parts, "WG 8" does not find "WG 18".
    """
    plain = unicodedata.normalize("NFC", words.translate(PLAIN_CHARACTERS)).upper()
    return " ".join(_LETTERS_OR_DIGITS.findall(plain))


# ---------------------------------------------------------------- numbers

_ROMAN = re.compile(r"(?=[IVXLCDM])M{0,3}(CM|CD|D?C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman_value(numeral: str) -> int:
    """The value of a Roman numeral in capitals; 0 for anything else."""
    if not _ROMAN.fullmatch(numeral):
        return 0
    values = [_ROMAN_VALUES[letter] for letter in numeral]
    following = [*values[1:], 0]
    return sum(-value if value < after else value for value, after in zip(values, following, strict=True))


def roman_numeral(value: int) -> str:
    """The Roman numeral of a number from 1 to 3999."""
    numeral = ""
    for size, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
        (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        numeral += letters * (value // size)
        value %= size
    return numeral


def _sortable_number(digits: str) -> str:
    """Eight digits; a longer number follows a colon and its length, which sort after every digit."""
    digits = digits.lstrip("0") or "0"
    return digits.zfill(8) if len(digits) <= 8 else f":{len(digits):03d}{digits}"


# ---------------------------------------------------------------- the symbol


@dataclass(frozen=True)
class Suffix:
    """One step in the life of a document: kind "Add" and number "1", kind "Part" and number "II"."""

    kind: str
    number: str

    def __str__(self) -> str:
        """The suffix as the United Nations prints it, without what divides it from the rest."""
        if self.kind in SUFFIX_KINDS:
            return f"{self.kind}.{self.number}" if self.number else self.kind
        printed = f"{self.kind}." if f"{self.kind}." in _DIVISIONS.values() else self.kind
        return f"({printed} {self.number})"

    @property
    def joined(self) -> str:
        """The suffix with its divider: "/Add.1", " (Part II)"."""
        return ("/" if self.kind in SUFFIX_KINDS else " ") + str(self)


@dataclass(frozen=True)
class Symbol:
    """A document symbol. Its identity is `canonical`; every other form follows from it.

    `printed` is what was given, verbatim. `malformed` says in words what was wrong with it and how it was read,
    `how` which harmless steps led to the canonical form.
    """

    printed: str
    canonical: str
    suffixes: tuple[Suffix, ...] = ()
    reissued: bool = False
    malformed: str = ""
    how: tuple[str, ...] = ()
    series: str = ""

    def __str__(self) -> str:
        return self.canonical

    @property
    def search_key(self) -> str:
        """Capitals and numbers divided by single spaces: "CTOC COP WG 8 2016 2". See `key_of`."""
        return key_of(self.canonical)

    @property
    def sort_key(self) -> str:
        """Text that sorts byte by byte in natural order: L.2 before L.10, a base before its suffixes."""
        canonical = self.canonical.upper()
        parts = []
        for match in _LETTERS_OR_DIGITS.finditer(canonical):
            part = match[0]
            if part.isdigit():
                parts.append(_sortable_number(part))
            elif _counts_as_number(canonical, match.start(), match.end()):
                parts.append(_sortable_number(str(roman_value(part))))
            else:
                parts.append(part)
        return " ".join(parts)

    @property
    def root(self) -> str:
        """The canonical form without any suffix."""
        return self._without(len(self.suffixes))

    @property
    def base(self) -> str:
        """The canonical form without its last suffix: what the document adds to, corrects or replaces."""
        return self._without(1) if self.suffixes else ""

    def _without(self, count: int) -> str:
        dropped = self.suffixes[len(self.suffixes) - count :]
        return self.canonical[: len(self.canonical) - sum(len(suffix.joined) for suffix in dropped)]

    @property
    def relation(self) -> str:
        """What the last suffix does to the base: "supplements", "corrects", "replaces", "amends" or ""."""
        return _RELATIONS.get(self.suffixes[-1].kind, "") if self.suffixes else ""

    @property
    def path(self) -> str:
        """The symbol as part of an address, as the United Nations' own short links write it: no spaces."""
        return self.canonical.replace(" ", "")

    @property
    def body(self) -> str:
        """Whose documents the series holds, in words; "" when the series is not known."""
        series = _series_named(self.series)
        return series.body if series else ""

    @property
    def nature(self) -> str:
        """The code of the kind of document: "CRP", "L", "RES"; "" for an ordinary one."""
        for component in reversed(self.root.upper().split("/")[1:]):
            code = component.partition(".")[0]
            if code in NATURES:
                return code
        return ""

    @property
    def number(self) -> str:
        """The number within series, session and nature; "" when there is none."""
        return self._session_and_number()[1]

    @property
    def session(self) -> str:
        """The session or year that the symbol names ("79", "ES-10", "2016"); "" when it names none.

        The year of the meeting for which the number was opened: not always that of the masthead or the session.
        """
        return self._session_and_number()[0]

    def _session_and_number(self) -> tuple[str, str]:
        components = self.root.split("/")
        series = _series_named(self.series)
        session = ""
        first = 1
        if series:
            prefix = series.prefix.split("/")
            first = len(prefix)
            if series.session_after_point:
                session = components[first - 1][len(prefix[-1]) :]
        in_parentheses = re.search(r"\(([A-Z0-9-]+)\)", self.root)
        if in_parentheses:
            session = session or in_parentheses[1]
        rest = [re.sub(r" ?\(.*?\)", "", component) for component in components[first:]]
        last = max((place for place, component in enumerate(rest) if re.search(r"\d", component)), default=-1)
        number = rest[last].rpartition(".")[2] if last >= 0 else ""
        if last < 0:
            return session, ""
        for place, component in enumerate(rest[:last]):
            if session:
                break
            if re.fullmatch(r"\d+|E?S-\d+", component) or (place == last - 1 and roman_value(component)):
                session = component
        if not session and rest[-1] != rest[last] and len(number) == 4:  # ".../2010/WG.1/Report" has no number
            session = number
        return session, number


def _counts_as_number(canonical: str, start: int, end: int) -> bool:
    """Whether the letters at this place are a Roman numeral: "(III)", "/VIII/", "CONF.V", but not "L.239" or "/C/"."""
    letters = canonical[start:end]
    if not roman_value(letters):
        return False
    if canonical.rfind("(", 0, start) > canonical.rfind(")", 0, start):
        return True
    before, after = canonical[start - 1 : start], canonical[end : end + 1]
    return set(letters) <= set("IVX") and before in ("/", ".") and after in ("", "/", " ")


def _series_named(prefix: str) -> Series | None:
    return _SERIES.get(tuple(prefix.upper().split("/"))) if prefix else None


def _series_of(components: list[str]) -> Series | None:
    """The series with the longest prefix that fits these components (in capitals, without parentheses)."""
    for count in range(min(len(components), _LONGEST_PREFIX), 0, -1):
        whole = tuple(components[:count])
        if whole in _SERIES:
            return _SERIES[whole]
        code, point, number = components[count - 1].rpartition(".")
        if point and number and (*whole[:-1], code + ".") in _SERIES:
            return _SERIES[(*whole[:-1], code + ".")]
    return None


# ---------------------------------------------------------------- reading one symbol

_CODES = "|".join(sorted(POINTED_CODES, key=lambda code: (-len(code), code)))
_JOINT = re.compile(rf"[-\s|;,&]\s*(?:{roots_pattern()})\s*/", re.IGNORECASE)
_COMPONENT = re.compile(r"([^()]*)((?:\([^()]*\)\s*)*)([A-Za-z]?)")
_LETTER_IN_BRACKETS = re.compile(r"\)\s*\[([A-Za-z])\]")  # "A/RES/217(III)[A]", as catalogues write it
_POINT = re.compile(r"(?<=[A-Za-z]) ?\. ?(?=\w)")
_LETTER_FOR_DIGIT = re.compile(rf"((?:{_CODES})\.)([0-9lIO]*[0-9][0-9lIO]*)", re.IGNORECASE)
_PHRASE = re.compile(rf"({'|'.join(_PHRASES)})((?:\.[A-Z0-9]+(?:-[A-Z0-9]+)?)?)")
_SPACE_FOR_POINT = re.compile(rf"({_CODES}) ([0-9]+)")
_NO_POINT = re.compile(rf"({_CODES})-?([0-9]+)")
_NO_SLASH = re.compile(rf"((?:{_CODES})\.[0-9]+)((?:{_CODES})\.[0-9]+)")
_POINT_FOR_SLASH = re.compile(r"([A-Z0-9.]*[0-9])\.((?:ADD|CORR|REV|AMEND)\.[0-9]+)")
_WELL_FORMED = re.compile(r"[A-Z0-9]+(?:[.,&-][A-Z0-9]+)*")
_SUFFIX = re.compile(r"(ADD|AMEND|ANNEX|CORR|REV|SUMMARY|SUPP)(?:\.([0-9]+(?:-[0-9]+)?[A-Z]?|[IVX]+))?")
_DIVISION_WORDS = "|".join(sorted(_DIVISIONS, key=lambda word: (-len(word), word)))
_DIVISION = re.compile(rf"({_DIVISION_WORDS})\.?\s*([0-9]+[A-Z]?|[IVXLC]+)")
_ORDINAL_DIVISION = re.compile(rf"({'|'.join(_ORDINALS)})\s*({_DIVISION_WORDS})")
_SEVERAL = re.compile(r"(?:PARTS|VOLS|SECTS)\b|\bAND\b|&")
_IN_PARENTHESES = re.compile(r"[A-Z0-9]+(?:[.,&-][A-Z0-9]+)*")
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
    components, divisions = _components(written, reading)
    bare = [re.sub(r" ?\(.*", "", component).upper() for component in components]
    series = _series_of(bare)
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
    for raw in written.split("/"):
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
            text += f" ({words})" if re.search(r"\d", text) else f"({words})"
        for part in parts[:-1]:
            texts.append(part)
            divisions.append([])
        texts.append(text)
        divisions.append(found)
    return texts, divisions


def _division(inside: str) -> Suffix | None:
    words = " ".join(inside.upper().split())
    if _SEVERAL.search(words):
        raise SymbolError(f"“({_short(inside)})” names several documents; one is expected here.")
    match = _DIVISION.fullmatch(words)
    if match and (match[2].isdigit() or match[2][:1].isdigit() or roman_value(match[2])):
        return Suffix(_DIVISIONS[match[1]].rstrip("."), match[2])
    match = _ORDINAL_DIVISION.fullmatch(words)
    if match:
        return Suffix(_DIVISIONS[match[2]].rstrip("."), _ORDINALS[match[1]])
    return None


def _main_part(main: str, names_an_act: bool, reading: _Reading) -> list[str]:
    """One component without its parentheses, set right; two when a slash was missing between them."""
    if main.isascii() and main.isdigit():
        return [main]
    if not main.isascii():
        raise SymbolError(f"“{_short(main)}” has a character that no symbol has. {LOOKS_LIKE}")
    closed = _POINT.sub(".", main)
    if closed != main:
        reading.step("spaces round a point removed")
    letter_for_digit = _LETTER_FOR_DIGIT.fullmatch(closed)
    if letter_for_digit and not letter_for_digit[2].isdigit() and not letter_for_digit[2].isupper():
        reading.fault(f"a letter for a digit in “{closed}”")
        closed = letter_for_digit[1] + re.sub("[lI]", "1", letter_for_digit[2]).replace("O", "0")
    text = closed.upper()
    phrase = _PHRASE.fullmatch(text.replace(" ", ""))
    if phrase:
        return [_PHRASES[phrase[1]] + phrase[2]]
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
    return [_with_printed_words(part, _WORDS) for part in parts]


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
    if not re.fullmatch(r"[A-Z]{2,12}(?:[.-][A-Z0-9]{1,12})*", beginning) or len(bare) < 3:
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


# ---------------------------------------------------------------- in words

_SUFFIX_WORDS = {
    "Add": "addendum {} to",
    "Amend": "amendment {} to",
    "Annex": "annex {} to",
    "Chap": "chapter {} of",
    "Corr": "corrigendum {} to",
    "Part": "part {} of",
    "Resumption": "resumption {} of",
    "Rev": "revision {} of",
    "Sect": "section {} of",
    "Summary": "summary {} of",
    "Supp": "supplement {} to",
    "Vol": "volume {} of",
}


def explain(symbol: Symbol) -> str:
    """A symbol in one sentence: "Addendum 1 to document 2 of 2016 in the series of the Working Group on ..."."""
    words = [_SUFFIX_WORDS[suffix.kind].format(suffix.number) for suffix in reversed(symbol.suffixes)]
    words.append(NATURES.get(symbol.nature, "document"))
    words.append(symbol.number)
    if symbol.session:
        year = symbol.session.isdigit() and 1900 <= int(symbol.session) <= 2100
        words.append(f"of {symbol.session}" if year else f"of session {symbol.session}")
    if symbol.body:
        body = symbol.body if symbol.body[0].islower() else f"the {symbol.body}"
        words.append(f"in the series of {body}")
    else:
        words.append(f"in a series that is not known here ({symbol.root})")
    sentence = " ".join(" ".join(words).split())
    return sentence[0].upper() + sentence[1:] + "."
