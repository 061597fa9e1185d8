"""The values of catalogues in their plain form: symbols, dates, sessions, languages, distribution, job numbers."""

import datetime
import re
import tomllib
from pathlib import Path

from documents.reading.words import dates_in, plain
from documents.symbols import SymbolError, parse_joint

WORDS: dict = tomllib.loads((Path(__file__).parent / "headers.toml").read_text(encoding="utf-8"))

_LANGUAGES = {name: code for code, names in WORDS["languages"].items() for name in names}
_NO = frozenset(WORDS["not_there"]["words"])
_DISTRIBUTIONS = {name: value for value, names in WORDS["distribution"].items() for name in names}
_MONTHS = {name: number for number, names in enumerate(WORDS["months"]["names"], start=1) for name in names.split()}

# ISBD writes " :" " /" " ;" " ," between parts; they are no part of the value. Read from its end.
_ISBD_END = re.compile(r"\s*(?:[/:;,=]\s*|\.\s+)+")
_PARTS = re.compile(r"\s*(?:\|\|+|[;|\n\r]|,(?=\s*[A-Z]{1,8}/))\s*")
_SESSION = re.compile(r"(?:^|[^\w])((?:S|ES)-\s?\d{1,3}|\d{1,4})(?:st|nd|rd|th|e|º|°)?\b", re.IGNORECASE)
_ITEM = re.compile(r"\s*(\d{1,3})\s*\.?\s*\(?([a-z](?:\s?[-–,]\s?[a-z])*)?\)?\s*(\([ivx]+\))?(?![a-z])", re.IGNORECASE)
_JOB = re.compile(r"(?<![\w])((?:[A-Z]{1,3}[.\s]?)?\d{2}-?\s?\d{5,6})(?!\d)")
_LETTERED_JOB = re.compile(_JOB.pattern + r"(?:\s?\(?([ACEFRS])\)?(?![\w.]))?")
_ISO = re.compile(r"\[?(?:c|©)?(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?|(\d{2})(\d{2})?)?(?=$|[^\d/年-])")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?!\d)")
_WORDED = re.compile(r"(?:(\d{1,2})\s)?([^\W\d_]{3,12})\.?,?\s(?:(\d{1,2}),?\s)?(\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")


def clean(value: str) -> str:
    """A value in one line without the punctuation that ISBD puts between parts."""
    value = " ".join(value.split())
    end = _ISBD_END.match(value[::-1])
    return value[: -end.end()] if end else value


def symbols_in(value: str) -> list[str]:
    """The symbols of one cell as printed: several parted by "||", ";" or lines; a joint symbol is two."""
    found = []
    for part in _PARTS.split(value.strip()):
        part = part.strip(" ,")
        # A number alone ("1373") is no symbol: its series and year are missing.
        if not part or part.isdecimal():
            continue
        if "-" in part and part.count("/") > 1:
            try:
                joint = parse_joint(part)
            except SymbolError:
                joint = ()
            if len(joint) > 1:
                found += [symbol.canonical for symbol in joint]
                continue
        found.append(part)
    return found


def date_in(value: str, *, day_first: bool | None = None) -> str:
    """A date as ISO, partial where it is ("2023-11-08", "1993-11", "1979"); "" for none.

    `day_first` tells how 03/04/2020 is meant; where nothing tells it, such a date keeps its year alone.
    """
    value = value.strip()[:200]
    if match := _ISO.match(value):
        year, month, day = match[1], match[2] or match[4], match[3] or match[5]
        if date := _iso(int(year), int(month or 0), int(day or 0)):
            return date
    if match := _SLASHED.search(value):
        first, second, year = map(int, match.groups())
        if first == second or first > 12 or day_first:
            return _iso(year, second, first)
        return _iso(year, first, second) if second > 12 or day_first is False else str(year)
    for _, _, date in dates_in(plain(value))[:1]:
        return date.isoformat()
    if (match := _WORDED.search(value)) and (month := _MONTHS.get(match[2].lower())):
        return _iso(int(match[4]), month, int(match[1] or match[3] or 0))
    years = _YEAR.findall(value)
    return years[0] if len(set(years)) == 1 else ""


def day_comes_first(values: list[str]) -> bool | None:
    """How a column means 03/04/2020: told by any value above twelve; None where no value or both ways tell it."""
    pairs = [(int(match[1]), int(match[2])) for value in values if (match := _SLASHED.match(value.strip()))]
    first, second = any(a > 12 for a, _ in pairs), any(b > 12 for _, b in pairs)
    return first if first != second else None


def _iso(year: int, month: int, day: int) -> str:
    if not 1800 <= year <= 2200:
        return ""
    if not month:
        return f"{year:04}"
    if not 1 <= month <= 12:
        return f"{year:04}"
    try:
        return datetime.date(year, month, day).isoformat() if day else f"{year:04}-{month:02}"
    except ValueError:
        return f"{year:04}-{month:02}"


def session_of(value: str) -> str:
    """ "78", "S-30", "ES-10" or a year of "78th sess.", "10th emergency special sess."; "" for none."""
    match = _SESSION.search(value)
    if not match:
        return ""
    number = match[1].upper().replace(" ", "")
    if number.isdigit() and "special" in value.lower():
        number = ("ES-" if "emergency" in value.lower() else "S-") + number
    return number


def languages_in(value: str) -> list[str]:
    """The codes in "engfre", "English; French", "A C E F R S", "en,fr"."""
    bare = value.strip()
    if re.fullmatch(r"(?:[a-z]{3}){2,8}", bare) and all(
        bare[at : at + 3] in _LANGUAGES for at in range(0, len(bare), 3)
    ):
        return [_LANGUAGES[bare[at : at + 3]] for at in range(0, len(bare), 3)]
    names = re.split(r"[\s,;|/&+-]+|\band\b", bare)
    return [language for name in names if (language := language_of_name(name))]


def language_of_name(name: str) -> str:
    """The code of a language called by its own or another name, its code or its letter; "" for another."""
    return _LANGUAGES.get(name.strip(" .()[]").casefold(), "")


def distribution_of(value: str) -> str:
    """ "general" for GEN, "Distr. générale", "General"; "" for an unknown word."""
    words = re.findall(r"[^\W\d_]+", value.casefold())
    return next((_DISTRIBUTIONS[word] for word in words if word in _DISTRIBUTIONS), "")


def job_numbers_in(value: str) -> list[str]:
    """The job numbers in "N2321733 E" or "V.18-00932 (E)", without the letter of the language."""
    return [re.sub(r"\s", "", number) for number in _JOB.findall(value.upper())]


def jobs_in(value: str) -> list[tuple[str, str]]:
    """The job numbers of one cell, each with its language by the letter behind it ("" where there is none).

    "V.18-00932 (E)" is English; "V.18-00932 (E) V.18-00933 (F)" are two.
    """
    return [
        (language_of_name(match[2] or ""), re.sub(r"\s", "", match[1]))
        for match in _LETTERED_JOB.finditer(value.upper())
    ]


def is_a_no(value: str) -> bool:
    """Whether a cell under a language says that there is no such version."""
    return value.strip(" .()").casefold() in _NO


def agenda_item(value: str) -> str:
    """An item as the Conference prints it: "71b[20]" and "71(b)" are "71 (b)"; what is no item stays as it is."""
    match = _ITEM.match(value)
    if not match:
        return value.strip()
    number, letter, roman = match[1], (match[2] or "").lower(), match[3] or ""
    return number + (f" ({letter})" if letter else "") + (f" {roman}" if roman else "")
