"""What all readers share: the plain form of a line, the words that a reader knows (TOML files), dates in six languages."""

import datetime
import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path


def load(name: str) -> dict:
    """The words that one reader knows, from the TOML file beside it ("masthead", "citations", "acts", ...)."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


WORDS: dict = load("words")


class _Folding(dict):
    """A translation table that turns digits of any script into 0-9 and drops kashida and marks of direction."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        folded = character
        if character.isdecimal():
            folded = str(unicodedata.decimal(character))
        elif character == "\u0640" or unicodedata.category(character) == "Cf":
            folded = ""
        self[code] = folded
        return folded


_FOLDING = _Folding()
# Marks of ordinals become one; raised digits are footnote marks and would join the number before them.
_BEFORE_FOLDING = str.maketrans(
    {"º": "°", "ª": "°", "ᵉ": "e", "’": "'", "‘": "'", "ʼ": "'", "\u00ad": ""} | dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", "")
)


@lru_cache(maxsize=1024)
def plain(line: str) -> str:
    """A line for matching: one kind of space, apostrophe, dash and digit; no kashida, no marks of direction."""
    if not line.isascii():
        line = unicodedata.normalize("NFKC", line.translate(_BEFORE_FOLDING)).translate(_FOLDING)
    return " ".join(line.split())


# ---------------------------------------------------------------- dates

_MONTHS = {name: number for names in WORDS["months"].values() for number, name in enumerate(names.split(), start=1)}
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
# "23 July 2018", "1er novembre 2018" (extracted "1 er"), "1º de diciembre de 2010", "2 del mes de mayo", "1st May 2018",
# "2 آذار/مارس 2020", "9 июня 2016 года", "3-го июня"
_DAY_FIRST = re.compile(
    rf"(?<![\d/.-])(\d{{1,2}})\s?(?:er|°|ο|st|nd|rd|th|-?го)?,?\s(?:de\s|of\s)?(?:[^\W\d_]+(?:\s[^\W\d_]+)?\s?/\s?)?({_MONTH})"
    rf",?\s(?:del?\s)?(\d{{4}})(?!\d)"
)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\s(\d{{1,2}})(?:st|nd|rd|th)?,?\s(\d{{4}})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_CHINESE_DATE = re.compile(
    r"([一二][〇○零一二三四五六七八九]{3})\s?年\s?([一二三四五六七八九十]{1,2})\s?月\s?([一二三四五六七八九十]{1,3})\s?日"
)
_ORDERS = ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_YEAR_FIRST, (1, 2, 3)), (_CHINESE_DATE, (1, 2, 3)))
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "两": 2}
_A_YEAR = re.compile(r"\d{4}|年")
_HAS_MONTH = re.compile(rf"(?<!\w)(?:{_MONTH})(?!\w)|[\d一二三四五六七八九十]\s?月")


def dates_in(text: str) -> list[tuple[int, int, datetime.date]]:
    """The whole dates in a plain text: start, end, date. Dates that the calendar does not know are left out."""
    if not _A_YEAR.search(text):
        return []
    folded = text.lower()
    if len(folded) != len(text):
        folded = text
    found = []
    for pattern, order in _ORDERS:
        for match in pattern.finditer(folded):
            year, month, day = (match[group] for group in order)
            try:
                date = datetime.date(number_of(year), _MONTHS.get(month) or number_of(month), number_of(day))
            except ValueError:
                continue
            found.append((match.start(), match.end(), date))
    return sorted(found)


def has_month(text: str) -> bool:
    """Whether a plain text names a month."""
    return bool(_HAS_MONTH.search(text.lower()))


def number_of(digits: str) -> int:
    """The value of a number in figures, or in Chinese as `chinese_number` reads it."""
    return int(digits) if digits.isdecimal() else chinese_number(digits)


def chinese_number(characters: str) -> int:
    """The value of 四, 十, 十二, 二十, 七十三, 一百二十, 一二三 or 二〇一八; 0 for what is no number."""
    if "百" in characters:
        hundreds, _, rest = characters.partition("百")
        return 100 * (_CHINESE_DIGITS.get(hundreds, 1) if hundreds else 1) + chinese_number(rest.lstrip("零〇"))
    tens, ten, units = characters.rpartition("十")
    if not ten:
        value = 0
        for character in characters:
            value = 10 * value + _CHINESE_DIGITS.get(character, 0)
        return value
    return 10 * (_CHINESE_DIGITS.get(tens, 0) if tens else 1) + _CHINESE_DIGITS.get(units, 0)
