"""The fixed words of mastheads in six languages: plain forms of lines, dates, ordinals of sessions. See words.toml."""

import datetime
import re
import tomllib
import unicodedata
from pathlib import Path


def load(name: str) -> dict:
    """The words that one reader knows, from the TOML file beside it ("masthead", "citations", "acts", ...)."""
    return tomllib.loads((Path(__file__).parent / f"{name}.toml").read_text(encoding="utf-8"))


WORDS: dict = load("words")

_MONTHS = {name: number for names in WORDS["months"].values() for number, name in enumerate(names.split(), start=1)}
_MONTH = "|".join(sorted(map(re.escape, _MONTHS), key=len, reverse=True))
# "23 July 2018", "1er novembre 2018" (extracted "1 er"), "1º de diciembre de 2010", "2 آذار/مارس 2020", "9 июня 2016 года"
_DAY_FIRST = re.compile(
    rf"(?<![\d/.-])(\d{{1,2}})\s?(?:er|°|º|ο)?\s(?:de\s)?(?:[^\W\d_]+(?:\s[^\W\d_]+)?\s?/\s?)?({_MONTH})\s(?:de\s)?(\d{{4}})(?!\d)"
)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})\s(\d{{1,2}}),?\s(\d{{4}})(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")}

# Marks of ordinals become one; raised digits are footnote marks and would join the number before them.
_BEFORE_FOLDING = str.maketrans({"º": "°", "’": "'", "‘": "'", "\u00ad": ""} | dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", ""))


def plain(line: str) -> str:
    """A line for matching: one kind of space, apostrophe, dash and digit; no kashida, no marks of direction."""
    line = unicodedata.normalize("NFKC", line.translate(_BEFORE_FOLDING)).replace("\u0640", "")
    line = "".join(
        str(unicodedata.decimal(character)) if character.isdecimal() else character
        for character in line
        if unicodedata.category(character) != "Cf"
    )
    return re.sub(r"\s+", " ", line).strip()


def dates_in(text: str) -> list[tuple[int, int, datetime.date]]:
    """The whole dates in a plain text: start, end, date. Dates that the calendar does not know are left out."""
    folded = text.lower()
    if len(folded) != len(text):
        folded = text
    found = []
    for pattern, order in ((_DAY_FIRST, (3, 2, 1)), (_MONTH_FIRST, (3, 1, 2)), (_YEAR_FIRST, (1, 2, 3))):
        for match in pattern.finditer(folded):
            year, month, day = (match[group] for group in order)
            try:
                date = datetime.date(int(year), _MONTHS.get(month) or int(month), int(day))
            except ValueError:
                continue
            found.append((match.start(), match.end(), date))
    return sorted(found)


def has_month(text: str) -> bool:
    """Whether a plain text names a month."""
    return bool(re.search(rf"(?<!\w)(?:{_MONTH})(?!\w)|\d\s?月", text.lower()))


# ---------------------------------------------------------------- sessions


def _ordinal_patterns() -> dict[str, list[tuple[str, int]]]:
    patterns = {}
    for language, names in WORDS["ordinals"].items():
        units = [name.replace("_", " ") for name in names.split(" ")]
        found = [(name, value) for value, name in enumerate(units, start=1)]
        for place, tens in enumerate(WORDS["tens"].get(language, "").split(), start=2):
            found.append((tens, 10 * place))
            # French counts 61 to 79 and 81 to 99 by adding up to nineteen.
            above = units[:19] if language == "fr" else units[:9]
            if language == "ar":
                found += [
                    (f"{name} و{tens}", 10 * place + value) for value, name in enumerate(["الحادية", *above[1:]], 1)
                ]
            else:
                found += [(f"{tens}[- ](?:et[- ])?{name}", 10 * place + value) for value, name in enumerate(above, 1)]
            if language == "fr":
                found.append((f"{tens}[- ](?:et[- ])?unième", 10 * place + 1))
        patterns[language] = found
    return patterns


_ORDINALS = _ordinal_patterns()


def _session_patterns() -> list[tuple[re.Pattern, dict[str, int]]]:
    compiled = []
    for language, ordinals in _ORDINALS.items():
        session = WORDS["session"][language]
        # The longest first: "dix-septième" before "septième".
        ordered = sorted(ordinals, key=lambda entry: -len(entry[0]))
        names = {f"n{place}": value for place, (_, value) in enumerate(ordered)}
        either = "|".join(f"(?P<n{place}>{pattern})" for place, (pattern, _) in enumerate(ordered))
        if language == "ar":
            pattern = rf"(?:{session})(?: \w+)? (?:{either})(?!\w)"
        else:
            pattern = rf"(?<!\w)(?:{either})(?: \w+)? (?:{session})(?!\w)"
        compiled.append((re.compile(pattern, re.IGNORECASE), names))
    return compiled


_SESSIONS = _session_patterns()
_SESSION_IN_FIGURES = re.compile(
    r"(?<![\d/])(\d{1,3})(?:st|nd|rd|th|e|ème|º|°|ª|-я|-й)?\s(?:sessions?|período de sesiones|сессия)(?!\w)"
    r"|第\s?(\d{1,3}|[一二三四五六七八九十]{1,4})\s?届",
    re.IGNORECASE,
)


def session_in(line: str) -> tuple[int, str] | None:
    """The ordinal of the session that a plain line names, and the words it stands in."""
    for pattern, names in _SESSIONS:
        if match := pattern.search(line):
            return names[match.lastgroup], match[0]
    if match := _SESSION_IN_FIGURES.search(line):
        number = match[1] or match[2]
        value = int(number) if number.isdecimal() else _chinese_number(number)
        return (value, match[0]) if value else None
    return None


def _chinese_number(characters: str) -> int:
    """The value of 四, 十, 十二, 二十 or 七十三."""
    tens, ten, units = characters.rpartition("十")
    value = _CHINESE_DIGITS.get(units, 0)
    if ten:
        value += 10 * (_CHINESE_DIGITS.get(tens, 0) if tens else 1)
    return value
