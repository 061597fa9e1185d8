"""Sessions and meetings in the words of mastheads: ordinals in six languages, special and yearly sessions.

Session numbers are words in print ("Seventy-ninth session", "Septuagésimo noveno período de sesiones"), in figures
where they pass one hundred ("140th session"). Meetings within a session are counted in figures. See words.toml.
"""

import re
from itertools import islice, product
from typing import NamedTuple

from documents.reading.words import WORDS, number_of

_MOST_TOKENS = 8
_MOST_NOUNS = 4  # of one line
_MOST_QUALIFIERS = 3  # between ordinal and noun: "tenth emergency special session"
_MOST_MEETINGS = 99_999
_NO_QUALIFIERS = frozenset(
    "of the and to in on for at de des du la le les et a del los las el y en по на в и о part partie parte".split()
)

_WITHOUT_ACCENTS = str.maketrans("àâäáçéèêëíìîïñóòôöúùûüē", "aaaaceeeeiiiinoooouuuue")
_TOKEN = re.compile(r"[^\W_]+")
_TASHKEEL = re.compile(r"[\u064b-\u0652]")


class Session(NamedTuple):
    """What a line says of a session: its ordinal (79), "S-32", "ES-10", or the year of a yearly one; where it says so."""

    value: int | str
    quote: str
    start: int
    end: int


# ---------------------------------------------------------------- ordinals in words


def _ways(text: str) -> list[list[str]]:
    return [[way.replace("_", " ") for way in entry.split("|")] for entry in text.split()]


def _ordinals() -> dict[str, int]:
    """Every ordinal from first to one hundred and ninety-ninth as it may be written, in the form of `_tokens`."""
    values: dict[str, int] = {}
    for language, words in WORDS["ordinals"].items():
        units, tens, counting = _ways(words["units"]), _ways(words["tens"]), _ways(words["counting"])
        if language == "ru":
            endings = words["endings"].split("|")
            units = [[stem + ending for ending in endings for stem in ways] for ways in units]
            tens = [[stem + ending for ending in endings for stem in ways] for ways in tens]
        below = dict(enumerate(units, start=1))
        for place, ways in enumerate(tens[1:], start=2):
            below[10 * place] = ways
            for unit in range(1, 10):
                below[10 * place + unit] = _two_places(language, counting[place - 1], units, unit)
        for place in (7, 9) if language == "fr" else ():  # soixante et onzième, quatre-vingt-dix-septième
            for unit in range(1, 10):
                below[10 * place + unit] += _two_places(language, counting[place - 2], units, 10 + unit)
        for number, ways in below.items():
            for way in ways:
                values.setdefault(_key(way), number)
                for hundred in _over_a_hundred(language, way):
                    values.setdefault(_key(hundred), 100 + number)
    hundredth = "hundredth|one hundredth|centieme|centesimo|centesima|сотая|сотой|المائة|المئة"
    return values | {_key(way): 100 for way in hundredth.split("|")}


def _two_places(language: str, counting: list[str], units: list[list[str]], unit: int) -> list[str]:
    ways = list(units[unit - 1])
    if language == "fr" and unit == 1:
        ways = ["unieme", "et unieme", *ways]
    if language == "fr" and unit == 11:
        ways += [f"et {way}" for way in ways]
    if language == "ar":
        ways = ["الحادية", "الحادي", *ways] if unit == 1 else ways
        return [f"{way} {tens}" for tens, way in product(counting, ways)]
    joined = [f"{tens} {way}" for tens, way in product(counting, ways)]
    if language == "es":  # "vigesimoprimer" in one word
        joined += [tens + way for tens, way in product(counting, ways)]
    return joined


def _over_a_hundred(language: str, way: str) -> list[str]:
    return {
        "en": [f"one hundred and {way}", f"hundred and {way}", f"one hundred {way}"],
        "fr": [f"cent {way}"],
        "es": [f"centesimo {way}", f"centesima {way}"],
        "ru": [f"сто {way}"],
        "ar": [f"{way} بعد المائة", f"{way} بعد المئة"],
    }[language]


def _key(words: str) -> str:
    return " ".join(_tokens(words))


def _tokens(text: str) -> list[str]:
    return [
        _TASHKEEL.sub("", token).translate(_WITHOUT_ACCENTS).replace("ё", "е")
        for token in _TOKEN.findall(text.casefold())
    ]


_ORDINALS = _ordinals()


def ordinal_at_the_start(text: str) -> int:
    """The ordinal that a plain text begins with ("Third Meeting of ..." gives 3); 0 when there is none."""
    tokens = _tokens(text[:80])
    for length in range(min(6, len(tokens)), 0, -1):
        if value := _ORDINALS.get(" ".join(tokens[:length])):
            return value
    return 0


# ---------------------------------------------------------------- sessions

_NOUN_BEHIND = re.compile(WORDS["session"]["before_noun"], re.IGNORECASE)
_NOUN_BEFORE = re.compile(WORDS["session"]["after_noun"])
_SPECIAL = re.compile(WORDS["session"]["special"], re.IGNORECASE)
_EMERGENCY = re.compile(WORDS["session"]["emergency"], re.IGNORECASE)
# Chinese parts no words: "经社理事会2016年实质性会议".
_YEARLY = re.compile(
    "|".join(rf"(?<!\d)(?:{way})" if "年" in way else rf"(?<!\w)(?:{way})(?!\w)" for way in WORDS["session"]["yearly"]),
    re.IGNORECASE,
)
# "Vingt et unième session extraordinaire d'urgence", "período de sesiones extraordinario de emergencia"
_SPECIAL_BEHIND = re.compile(
    r" (?:extraordinaire|extraordinario|de emergencia|d'urgence)(?: d'urgence| de emergencia)?", re.IGNORECASE
)
_FIGURES = re.compile(
    r"(?<![\d/-])(\d{1,3})\s?[-.]?(?:st|nd|rd|th|re|er|e|ère|ème|eme|°|a|o|[яйюе]|ая)\.?$", re.IGNORECASE
)
_ORDINAL_MARK = re.compile(r"[.°]{0,2}")  # "21°", "21.°"
# "Session 21", "Session n° 21", "Сессия № 21", "21 сессия": a line that says nothing else, but for place and dates.
_NUMBERED = re.compile(WORDS["session"]["numbered"], re.IGNORECASE)
_CHINESE = re.compile(
    r"第\s?(\d{1,3}|[一二三四五六七八九十百〇零]{1,7})\s?届(?:紧急)?(?:特别)?(?:实质性|常|续|年度|组织)?"
    r"(?:会议|常会|届会|会|$)|第([一二三四五六七八九十百]{1,7})年$"
)

_HINTS = re.compile("(?i:ession|esiones|есси|years?$|année$|año$|год)|届|年|دور|السنة")


def session_in(line: str) -> Session | None:
    """The session that a plain line names, the first where it names several."""
    if not _HINTS.search(line):
        return None
    if yearly := _YEARLY.search(line):
        year = next(value for value in yearly.groups() if value)
        return Session(int(year), yearly[0], yearly.start(), yearly.end())
    for noun in islice(_NOUN_BEHIND.finditer(line), _MOST_NOUNS):
        end = noun.end()
        if noun[0][:3].casefold() in ("per", "pér"):
            end = line.lower().index("sesiones", noun.end()) + len("sesiones")
        if behind := _SPECIAL_BEHIND.match(line, end):
            end = behind.end()
        if found := _ordinal_before(line, noun.start(), end):
            return found
    for noun in islice(_NOUN_BEFORE.finditer(line), _MOST_NOUNS):
        if found := _ordinal_behind(line, noun.start(), noun.end()):
            return found
    if (numbered := _NUMBERED.match(line)) and (value := next(int(each) for each in numbered.groups() if each)):
        return Session(_marked(value, numbered[0]), numbered[0], 0, numbered.end())
    if chinese := _CHINESE.search(line):
        value = number_of(chinese[1] or chinese[2])
        return Session(_marked(value, chinese[0]), chinese[0], chinese.start(), chinese.end()) if value else None
    return None


def _marked(value: int, words: str) -> int | str:
    """Special sessions have numbers of their own: "Thirty-second special session" is S-32."""
    if _EMERGENCY.search(words):
        return f"ES-{value}"
    return f"S-{value}" if _SPECIAL.search(words) else value


def _ordinal_before(line: str, start: int, end: int) -> Session | None:
    """The ordinal in front of the noun at `start`; the words between may say what kind of session it is."""
    matches = list(_TOKEN.finditer(line, max(0, start - 90), start))[-_MOST_TOKENS:]
    tokens = [_tokens(match[0])[0] for match in matches]
    for qualifiers in range(min(_MOST_QUALIFIERS, len(tokens)) + 1):
        last = len(tokens) - qualifiers
        if qualifiers and tokens[last] in _NO_QUALIFIERS:
            break  # "the first part of the session"
        for first in range(max(0, last - 6), last):
            if value := _ORDINALS.get(" ".join(tokens[first:last])):
                begin = matches[first].start()
                kind = line[matches[last - 1].end() : end]  # what the noun is called, not the ordinal
                return Session(_marked(value, kind), line[begin:end], begin, end)
        head = line[: matches[last - 1].end()] if last else ""
        figures = _FIGURES.search(head + _ORDINAL_MARK.match(line, len(head))[0]) if head else None
        if figures:
            begin = figures.start()
            return Session(_marked(int(figures[1]), line[figures.end() : end]), line[begin:end], begin, end)
    return None


def _ordinal_behind(line: str, start: int, end: int) -> Session | None:
    matches = list(_TOKEN.finditer(line, end, end + 90))[:_MOST_TOKENS]
    tokens = [_tokens(match[0])[0] for match in matches]
    for qualifiers in range(min(_MOST_QUALIFIERS, len(tokens)) + 1):
        for last in range(min(len(tokens), qualifiers + 5), qualifiers, -1):
            key = " ".join(tokens[qualifiers:last])
            if key[:2] == "ال" and key[2:].isdecimal():  # "الدورة الـ 21"
                key = key[2:]
            value = _ORDINALS.get(key) or (int(key) if key.isdecimal() and int(key) < 200 else 0)
            if value:
                stop = matches[last - 1].end()
                kind = line[end : matches[min(last + 1, len(matches) - 1)].end()]
                return Session(_marked(value, kind), line[start:stop], start, stop)
    return None


# ---------------------------------------------------------------- meetings

_MEETING = re.compile("|".join(f"(?:{way})" for way in WORDS["meeting"]["numbered"]), re.IGNORECASE)
_MEETING_HINTS = re.compile("(?i:meeting|[ée]ance|esi[óo]n|аседани)|次|جلس")


def meeting_in(line: str) -> tuple[int, str] | None:
    """The number of the meeting that a plain line names ("26th plenary meeting" gives 26), and the words it stands in."""
    if not _MEETING_HINTS.search(line):
        return None
    match = _MEETING.search(line)
    if not match:
        return None
    number = number_of(next(value for value in match.groups() if value))
    return (number, match[0]) if 0 < number <= _MOST_MEETINGS else None


_MEETING_NOUN = re.compile(r"(?<!\w)(?:meeting|séance|sesión(?! plenaria de)|заседани[еяю])(?!\w)", re.IGNORECASE)


_ARABIC_MEETING = re.compile(r"(?<!\w)(?:ا|ل)?لجلس(?:ة|ته|تها)(?!\w)")


def meeting_in_words(line: str) -> tuple[int, str] | None:
    """The meeting of "Acta resumida de la séptima sesión": the records of some languages count in words up to ten."""
    for noun in _MEETING_NOUN.finditer(line):
        found = _ordinal_before(line, noun.start(), noun.end())
        if found and isinstance(found.value, int):
            return found.value, found.quote
    for noun in _ARABIC_MEETING.finditer(line):
        found = _ordinal_behind(line, noun.start(), noun.end())
        if found and isinstance(found.value, int):
            return found.value, found.quote
    return None
