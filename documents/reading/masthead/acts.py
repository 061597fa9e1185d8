"""Acts that stand without a masthead, as in the volumes of an organ: "Resolution 338 (1973) of 22 October 1973".

Body and number make the symbol: resolution 338 (1973) of the Security Council is S/RES/338 (1973).
"""

import re
from typing import NamedTuple

from documents.reading.masthead.lines import Line, without_chinese_spaces
from documents.reading.masthead.patterns import ORGANS, WORDS
from documents.reading.masthead.values import (
    BODY_OF_AN_ACT,
    DATE_OF_AN_ACT,
    MEETING_OF_ADOPTION,
    SYMBOL_OF_AN_ACT,
    TITLE_BY_ITS_FORM,
    Value,
)
from documents.reading.pages import Reading
from documents.reading.sessions import meeting_in
from documents.reading.words import dates_in, plain
from documents.symbols import SymbolError, parse

_FIRST_LINES = 6
_HEADING = re.compile(WORDS["act"]["heading"], re.IGNORECASE)
_HEADING_IN_CHINESE = re.compile(WORDS["act"]["heading_in_chinese"])
_NUMBERED = re.compile(WORDS["act"]["numbered"])
_BY_SESSION = re.compile(WORDS["act"]["by_session"])
_DECISION = re.compile(WORDS["act"]["kind_of_decision"], re.IGNORECASE)
_OF_THE_DATE = re.compile(WORDS["act"]["of_the_date"], re.IGNORECASE)
_ADOPTED_AT = re.compile(WORDS["act"]["adopted_at"], re.IGNORECASE)
_PAGES_SEARCHED = 12
_LONGEST_LINE = 160
_LONGEST_REST = 16  # "plenary", "at its", a full stop: what may stand beside number and date
_SHORT = 30
_MEETING_WORDS = ("meeting", "séance", "sesión", "заседани", "次", "جلس")


class Act(NamedTuple):
    """What the heading of an act says; None for what it does not."""

    symbol: Value | None
    body: Value | None
    date: Value | None
    title: Value | None


def act_without_masthead(lines: list[Line], formula: str, page: int) -> Act | None:
    """Read the heading of an act at the very beginning of a text; None where the text begins otherwise."""
    for place, line in enumerate(lines[:_FIRST_LINES]):
        text = line.plain
        heading = _HEADING.match(text) or _HEADING_IN_CHINESE.match(text)
        numbered = None if heading else _NUMBERED.match(text)
        if not heading and not numbered:
            if place or len(text) > 60:
                return None
            continue
        match = heading or numbered
        # "of 22 October 1973", on the same line or the next.
        rest, quote = text[match.end() :].strip(), line.text
        dates = dates_in(text)
        if not dates and not rest and place + 1 < len(lines):
            following = lines[place + 1]
            lead = _OF_THE_DATE.match(following.plain)
            dates = dates_in(following.plain)
            if dates and dates[0][0] <= lead.end() + 2:
                rest, quote = following.plain, f"{line.text} {following.text}"
            else:
                dates = []
        organ = _organ(match["year"], formula)
        if organ is None:
            return None
        name, code, words = organ
        return Act(
            symbol=_symbol(code, match, quote, page),
            body=Value(name, words or quote, page, BODY_OF_AN_ACT),
            date=Value(dates[0][2], quote, page, DATE_OF_AN_ACT) if dates else None,
            title=Value(quote.rstrip(" *"), quote, page, TITLE_BY_ITS_FORM) if match["year"].isdecimal() else None,
        )
    return None


def _organ(year: str, formula: str) -> tuple[str, str, str] | None:
    """The organ that adopted: named by the formula; only the Security Council numbers "338 (1973)"."""
    named = organ_in(formula)
    if year.isdecimal():
        return named if named and named[1] == "S" else ("Security Council", "S", "") if not named else None
    return named if named and named[1] in ("A", "E", "T") else None


def organ_in(text: str) -> tuple[str, str, str] | None:
    """The principal organ that a sentence names first: name, code, the words."""
    found = [
        (match.start(), name, code, match[0])
        for name, code, pattern in ORGANS
        if code and (match := pattern.search(text))
    ]
    if not found:
        return None
    _, name, code, words = min(found)
    return name, code, words


def _symbol(code: str, match: re.Match, quote: str, page: int) -> Value | None:
    parts = match.groupdict()
    letter = (parts.get("letter") or parts.get("letter_behind") or "").upper()
    space = " " if code == "S" else ""
    return _parsed(f"{code}/RES/{parts['number']}{letter}{space}({parts['year']})", quote, page)


def _parsed(written: str, quote: str, page: int) -> Value | None:
    try:
        return Value((parse(written),), quote, page, SYMBOL_OF_AN_ACT)
    except SymbolError:
        return None


def symbol_of_adoption(announcement: str, number: str, page: int) -> Value | None:
    """The symbol of an act whose masthead lost it: "Resolution adopted by the General Assembly", "73/6."."""
    organ = organ_in(announcement)
    if not organ:
        return None
    _, code, _ = organ
    if match := _BY_SESSION.match(f"{number} "):
        nature = "DEC" if _DECISION.match(announcement) else "RES"
        letter = (match["letter"] or "").upper()
        quote = f"{match[0].strip()} … {announcement}".strip(" …")
        return _parsed(f"{code}/{nature}/{match['session']}/{match['number']}{letter}", quote, page)
    if (match := _NUMBERED.match(f"{number} ")) and code in ("A", "E", "T"):
        return _symbol(code, match, f"{match[0].strip()} … {announcement}".strip(" …"), page)
    return None


def meeting_of_adoption(reading: Reading) -> Value | None:
    """The meeting at which an act was adopted: "Adopted ... at its 9860th meeting", "26th plenary meeting" and a date."""
    for page in reading.pages[:_PAGES_SEARCHED]:
        text = page.text
        if not any(word in text for word in _MEETING_WORDS):
            continue
        lines = text.split("\n")
        for place, raw in enumerate(lines):
            if len(raw) > _LONGEST_LINE or not any(word in raw for word in _MEETING_WORDS):
                continue
            line = _plain(raw)
            meeting = meeting_in(line)
            if not meeting:
                continue
            start = max(0, place - 2)
            around = " ".join(_plain(each) for each in lines[start : place + 1] if len(each) <= _LONGEST_LINE)
            rest = line.replace(meeting[1], "", 1)
            for first, last, _ in reversed(dates_in(rest)):
                rest = rest[:first] + rest[last:]
            # "45th plenary meeting" with the date beside or under it.
            if len(rest) < _LONGEST_REST and (_has_date(lines, place) or len(line) < _SHORT):
                return Value(meeting[0], raw.strip(), page.number, MEETING_OF_ADOPTION)
            if (adopted := list(_ADOPTED_AT.finditer(around))) and len(around) - adopted[-1].start() < 160:
                return Value(meeting[0], raw.strip(), page.number, MEETING_OF_ADOPTION)
    return None


def _has_date(lines: list[str], place: int) -> bool:
    return any(dates_in(_plain(line)) for line in lines[max(0, place - 1) : place + 2] if len(line) <= _LONGEST_LINE)


def _plain(raw: str) -> str:
    return without_chinese_spaces(plain(raw.strip(" *_")))
