"""The numbers of resolutions and decisions: how each body numbers its acts, and what a number alone tells of the body.

Sources: the symbols guide of the Dag Hammarskjöld Library and the Editorial Manual. The Assembly counted through all
its sessions until 1976 (217 A (III), 3541 (XXX)) and has counted by session since (31/1); the Economic and Social
Council the same until 1977 (1503 (XLVIII)), by year since (2012/19); the Security Council counts through all years and
adds the year (1325 (2000)); other bodies count by session.
"""

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache

from documents.symbols.numerals import roman_numeral, roman_value

# Confidences of what a number alone tells.
CERTAIN_FORM = 0.99  # no other body numbers so
LIKELY_FORM = 0.85  # the usual meaning; another body could print the same
OPEN = 0.4  # several bodies print such numbers

_ROMAN = "[IVXLCХІС]{1,8}"
_ARABIC_LETTERS = {"ألف": "A", "باء": "B", "جيم": "C", "دال": "D", "هاء": "E", "واو": "F", "زاي": "G", "حاء": "H"}
LETTER = rf"(?:[A-ZАВСЕ]|{'|'.join(_ARABIC_LETTERS)})"
_LATIN_OR_CYRILLIC = "A-Za-z0-9_À-ɏЀ-ӿ"
ENDS_A_LETTER = rf"(?![.'’]?[{_LATIN_OR_CYRILLIC}])"
# "66/137 A and B", but not "73/8 A new programme"
_NO_ARTICLE = (
    r"(?=\s?[,.;:)\]،؛。，；、-]|\s?\([a-zа-я]|\s*\Z|\s*\n|\s?[和号至决]"
    r"|\s(?:and|to|of|et|à|y|a|de|du|del|и|от|по|on|adopted|annex|و|المؤرخ)(?!\w))"
)
# Treaty conferences whose acts name them: "1/CP.21", "14/COP.13", "BC-14/12", "SC-9/4".
_SUFFIXED = {"CP": "FCCC/CP", "CMP": "FCCC/KP/CMP", "CMA": "FCCC/PA/CMA", "COP": "ICCD/COP"}
_PREFIXED = {
    "BC": "UNEP/CHW", "RC": "UNEP/FAO/RC", "SC": "UNEP/POPS", "MC": "UNEP/MC", "BS": "CBD/CP/MOP", "CP": "CBD/CP/MOP",
    "NP": "CBD/NP/MOP", "VC": "UNEP/OzL.Conv", "IPBES": "IPBES", "POPRC": "UNEP/POPS/POPRC", "OEWG": "UNEP/CHW/OEWG",
}  # fmt: skip

YEARS = r"(?:19[4-9]\d|20\d\d)"
WITH_YEAR = rf"\d{{1,4}}\s{{0,3}}\(\s?{YEARS}\s?\)(?!\s?/)"  # 1970 (2011)
NUMBER = (
    rf"(?:{WITH_YEAR}"
    # 217 (III), 2453 A (XXIII), 973 (X) A, 3201 (S-VI)
    rf"|\d{{1,4}}\s?{LETTER}?\s{{0,3}}\(\s?(?:E?S-)?{_ROMAN}\s?\)(?:\s?{LETTER}(?=\s?[.,;:)\]،؛]|\s\w{{2}}|\s*\Z)(?!\w))?"
    # the same in Arabic: 973 (د-10) is 973 (X), 3201 (د إ-6) is 3201 (S-VI)
    rf"|\d{{1,4}}\s?{LETTER}?\s?\(د\s?(?:[إا]\s?(?:ط\s?)?)?-\s?\d{{1,2}}\)"
    r"|(?:E?S|د\s?[إا](?:\s?ط)?)\s?-\s?\d{1,2}/\d{1,3}"  # S-20/2, ES-10/19, د إ-20/2
    r"|\d{1,3}/(?:CP|CMP|CMA|COP)\.?\s?\d{1,2}"
    rf"|(?:{'|'.join(_PREFIXED)})-(?:\d{{1,2}}|[IVX]{{1,6}})/\d{{1,3}}"
    r"|[IVX]{1,7}/\d{1,3}"  # XII/5
    r"|SS\.[IVX]{1,5}/\d{1,2}"
    rf"|\d{{1,4}}/\d{{1,3}}(?:[ \u00a0]?(?:(?![AА]){LETTER}{ENDS_A_LETTER}|[AА]{_NO_ARTICLE}))?"  # 7/1, 2012/19, 75/290 A
    rf")(?:(?<=\))(?=[a-zа-я])|(?![{_LATIN_OR_CYRILLIC}/]|\.\d|\([A-Za-z0-9]|\s?年))"
)
BARE = r"\d{3,4}(?![\w/.,-]?\d|\s?[(/%])"  # "resolution 2743" of a document of the Security Council


@dataclass(frozen=True)
class Number:
    """One number as it is printed everywhere: `text` "217 A (III)"; `form` tells how it counts.

    Forms: "year behind" (1970 (2011)), "roman" (217 (III)), "special" (S-20/2), "emergency" (ES-10/19), "year"
    (2012/19), "session" (7/1), "roman session" (XII/5), "named" (1/CP.21: `body` tells whose), "bare" (2743).
    """

    text: str
    form: str
    session: int = 0
    serial: int = 0
    letter: str = ""
    body: str = ""


@lru_cache(maxsize=4096)
def read_number(written: str) -> Number:
    """A number in its printed form, from what NUMBER or BARE matched (plain characters)."""
    text = re.sub(r"\s+", " ", written.translate(_LATIN)).strip()
    for word, letter in _ARABIC_LETTERS.items():
        text = text.replace(word, letter)
    text = re.sub(r"د ?[إا] ?ط ?(?=-)", "ES", text)
    text = re.sub(r"د ?[إا] ?(?=-)", "S", text)
    text = re.sub(r"(E?S) ?- ?(?=\d)", r"\1-", text)
    text = re.sub(r"\(د ?- ?(\d+)\)", lambda found: f"({roman_numeral(int(found[1]))})", text)
    text = re.sub(r"\((E?S)-(\d+)\)", lambda found: f"({found[1]}-{roman_numeral(int(found[2]))})", text)
    if found := re.fullmatch(r"(\d+) ?([A-Z]?) ?\( ?((?:E?S-)?)([IVXLC]+) ?\)(?: ?([A-Z]))?", text):
        letter = found[2] or found[5] or ""
        text = f"{found[1]}{' ' + letter if letter else ''} ({found[3]}{found[4]})"
        form = "roman" if not found[3] else "special roman"
        return Number(text, form, roman_value(found[4]), int(found[1]), letter)
    if found := re.fullmatch(r"(\d+) ?\( ?(\d{4}) ?\)", text):
        return Number(f"{found[1]} ({found[2]})", "year behind", int(found[2]), int(found[1]))
    if found := re.fullmatch(r"(E?)S-(\d+)/(\d+)", text):
        return Number(text, "emergency" if found[1] else "special", int(found[2]), int(found[3]))
    if found := re.fullmatch(r"(\d+)/([A-Z]+)\.? ?(\d+)", text):
        return Number(
            f"{found[1]}/{found[2]}.{found[3]}", "named", int(found[3]), int(found[1]), "", _SUFFIXED[found[2]]
        )
    if found := re.fullmatch(r"([A-Z]+)-(\w+)/(\d+)", text):
        return Number(text, "named", 0, int(found[3]), "", _PREFIXED[found[1]])
    if text.startswith("SS."):  # special sessions of the Governing Council of the Environment Programme
        return Number(text, "named", 0, int(text.rpartition("/")[2]), "", "UNEP/GC")
    if found := re.fullmatch(r"([IVX]+)/(\d+)", text):
        return Number(text, "roman session", roman_value(found[1]), int(found[2]))
    if found := re.fullmatch(r"(\d+)/(\d+)(?: ?([A-Z]))?", text):
        letter = found[3] or ""
        form = "year" if len(found[1]) == 4 else "session"
        return Number(
            f"{found[1]}/{found[2]}{' ' + letter if letter else ''}", form, int(found[1]), int(found[2]), letter
        )
    return Number(text, "bare", 0, int(text) if text.isdecimal() and text.isascii() else 0)


_LATIN = str.maketrans("АВСЕХІ", "ABCEXI")

# ---------------------------------------------------------------- what the numbers of the great organs can be

# The last resolution of the Security Council in each year from 1946.
_LAST_OF_YEAR = (
    15, 37, 66, 78, 89, 96, 98, 103, 106, 110, 121, 126, 131, 132, 160, 171, 178, 185, 199, 219, 232, 244, 262, 275, 291,
    307, 324, 344, 366, 384, 402, 422, 443, 461, 484, 499, 529, 545, 559, 580, 593, 606, 626, 646, 683, 725, 799, 892, 969,
    1035, 1092, 1146, 1219, 1284, 1334, 1386, 1454, 1521, 1580, 1651, 1738, 1794, 1859, 1907, 1966, 2032, 2085, 2132, 2195,
    2259, 2336, 2397, 2451, 2503, 2560, 2617, 2671, 2721, 2767,
)  # fmt: skip
_SURE_FROM = 1946 + 44  # of the years before, the limits are known to a few numbers only

# The resolutions of the Assembly in each of its first thirty sessions, generously: neighbours overlap.
_ASSEMBLY = (
    (1, 112), (100, 196), (180, 300), (285, 372), (360, 505), (498, 615), (605, 715), (708, 795), (785, 905), (895, 995),
    (985, 1146), (1110, 1242), (1230, 1354), (1348, 1478), (1470, 1632), (1618, 1762), (1744, 1876), (1870, 1996),
    (1990, 2008), (2003, 2136), (2130, 2250), (2245, 2382), (2376, 2492), (2484, 2612), (2606, 2755), (2742, 2908),
    (2898, 3052), (3042, 3202), (3194, 3366), (3358, 3545),
)  # fmt: skip
# A few points of the count of the Economic and Social Council: session and number.
_COUNCIL = (
    (1, 1),
    (10, 270),
    (20, 590),
    (24, 650),
    (28, 728),
    (32, 820),
    (36, 960),
    (39, 1075),
    (42, 1225),
    (44, 1300),
)
_COUNCIL += ((46, 1400), (48, 1490), (50, 1570), (52, 1660), (54, 1750), (56, 1850), (58, 1930), (60, 1995), (63, 2120))


def year_of(number: int) -> int:
    """The year of a resolution of the Security Council; 0 for a number that it had not reached."""
    return next((1946 + place for place, last in enumerate(_LAST_OF_YEAR) if number <= last), 0) if number > 0 else 0


def with_year(number: Number) -> Number:
    """A year-less number of the Security Council with its year, where the limits of the year are known."""
    year = year_of(number.serial) if number.form == "bare" else 0
    return read_number(f"{number.serial} ({year})") if year > _SURE_FROM else number


def _fits_year(number: int, year: int) -> bool:
    told = year_of(number)
    if not told:
        return year >= 1946 + len(_LAST_OF_YEAR)
    return told == year if told > _SURE_FROM else abs(told - year) <= 1


def _assembly_had(session: int, serial: int) -> bool:
    return 1 <= session <= 30 and _ASSEMBLY[session - 1][0] <= serial <= _ASSEMBLY[session - 1][1]


def _council_had(session: int, serial: int) -> bool:
    for (first, low), (last, high) in itertools.pairwise(_COUNCIL):
        if first <= session <= last:
            middle = low + (high - low) * (session - first) / (last - first)
            return abs(serial - middle) <= 75
    return False


# ---------------------------------------------------------------- which body a number can belong to

_BY_SESSION = {  # the sessions that a body can have held, where it counts by session
    "A": (31, 110), "A/HRC": (1, 70), "E/CN.5": (34, 75), "E/CN.6": (34, 80), "E/CN.7": (34, 80), "E/CN.9": (29, 70),
    "E/CN.15": (1, 45), "E/CN.3": (28, 70), "E/ESCAP": (40, 95), "E/ECE": (30, 85), "WHA": (1, 110),
    "E/CN.17": (1, 20), "E/CN.18": (1, 25),
}  # fmt: skip
_BY_YEAR = {"E", "E/CN.4", "E/CN.4/Sub.2", "E/CN.9", "E/CN.5", "DP", "E/ICEF", "UNW", "WFP", "E/ESCAP", "E/CN.18"}
_BY_ROMAN = {"A", "E", "E/CN.4", "E/CN.4/Sub.2", "E/CN.5", "E/CN.6", "E/CN.7", "E/CN.3", "T", "TD", "TD/B", "ECLAC"}
_BY_ROMAN |= {"E/ECA", "E/ESCWA", "E/ESCAP", "E/ECE", "UNEP/GC"}


def can_be(body: str, number: Number, kind: str) -> bool:
    """Whether a body can have numbered an act so."""
    if number.form == "year behind":
        return body == "S" and kind == "resolution"
    if number.form == "bare":
        return body == "S" and kind == "resolution" and 0 < number.serial < 3500
    if body == "S":
        return False
    if number.form in ("roman", "special roman"):
        if body == "A":
            return number.form == "special roman" or number.session <= 30
        return body in _BY_ROMAN
    if number.form == "emergency":
        return body == "A"
    if number.form == "special":
        return body in ("A", "A/HRC")
    if number.form == "year":
        if body.startswith("E/CN") and number.serial >= 200:  # decisions of the Council itself
            return False
        return body in _BY_YEAR
    if number.form == "session":
        if body in ("E", "T", "E/CN.4", "E/CN.4/Sub.2", "ECLAC", "E/ECA", "E/ESCWA", "DP", "E/ICEF", "UNW"):
            return False
        if body == "A" and not (301 <= number.serial <= 650 if kind == "decision" else number.serial <= 450):
            return False
        first, last = _BY_SESSION.get(body, (1, 45))
        return first <= number.session <= last
    if number.form == "named":
        return body == number.body
    return body not in ("A", "E", "A/HRC")


def implied(number: Number, kind: str) -> tuple[str, float]:
    """The body that a number alone tells, and how sure that is; "" where several bodies number so."""
    if number.form == "named":
        return number.body, CERTAIN_FORM
    if number.form == "year behind" and kind == "resolution":
        return "S", CERTAIN_FORM if _fits_year(number.serial, number.session) else 0.6
    if number.form == "bare":
        return ("S", 0.9) if year_of(number.serial) else ("", OPEN)
    if number.form == "emergency":
        return "A", CERTAIN_FORM
    if number.form == "special roman":
        return "A", CERTAIN_FORM if number.serial > 990 else 0.8
    if number.form == "special":
        return "A", 0.8  # the Human Rights Council has special sessions too
    if number.form == "roman":
        if _assembly_had(number.session, number.serial):
            return "A", 0.97
        if _council_had(number.session, number.serial):
            return "E", LIKELY_FORM
        return "", OPEN
    if number.form == "year" and number.session >= 1978:
        # The Council numbers its decisions from 100, now from 200; the executive boards theirs from 1.
        if kind == "decision":
            return ("E", LIKELY_FORM) if number.serial >= 101 else ("", OPEN)
        return ("E", LIKELY_FORM) if number.serial <= 150 else ("", OPEN)
    if number.form == "session" and number.session >= 31:
        if kind == "decision":  # the Assembly numbers its decisions from 301, 401 and 501
            return ("A", 0.97) if 301 <= number.serial <= 650 else ("", OPEN)
        return ("A", LIKELY_FORM) if number.session <= 110 and number.serial <= 450 else ("", OPEN)
    return "", OPEN
