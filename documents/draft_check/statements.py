"""What a draft says of that which it cites: titles, dates, dates of meetings. Places count in the text of one page."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from documents.reading.citations.bodies import Mentions
from documents.reading.faults.dates import day_of
from documents.reading.faults.days import DaysOfText
from documents.reading.faults.plain import Plain
from documents.reading.sessions import session_in
from documents.reading.words import plain as plain_words

_OF = re.compile(
    r"\s{0,3},?\s{0,3}\(?\s{0,2}(?:(?:of|dated|adopted on|adopted by the Conference on|du|en date du|adoptée? le|"
    r"de|del|de fecha|aprobada el|от|"
    r"принятая|المؤرخة?|المؤرخ)\s{1,3}|,\s)?\Z",
    re.IGNORECASE,
)
_DOCUMENT_OF = re.compile(r"\s{0,3},?\s{0,3}(?:of|dated|du|en date du|de|del|de fecha|от)\s{1,3}\Z", re.IGNORECASE)
_HELD = re.compile(
    r"(?<!\w)(?:held|took place|met|convened|tenue?s?|réunie?s?|celebrad[oa]s?|reunid[oa]|se reunió|celebró|состоявш\w+|"
    r"состоял\w+|проведенн\w+|проходивш\w+)(?!\w)|举行|召开|المعقودة?|عقد",
    re.IGNORECASE,
)
_SENTENCE_ENDS = re.compile(r"(?:(?<!\bNo)(?<!\bpara)(?<!\bSt)[.;](?=\s+[A-ZÀ-ÖА-Я0-9“«])|[。；]|\n\s*\n)")
_BEFORE, _BEHIND = 500, 120


@dataclass(frozen=True)
class Dated:
    """A day that stands beside what is cited, by the index of that."""

    start: int
    end: int
    day: date
    of: int


@dataclass(frozen=True)
class Sitting:
    """A statement that something was held on certain days: its place, the days, and the words of the sentence about it.

    `since` are the words between the dates before in the sentence, or its beginning, and these days; `sentence` is the whole.
    """

    start: int
    end: int
    first: date
    last: date
    since: str
    sentence: str


def dates_beside(text: str, days: DaysOfText, cited: Sequence[tuple[int, int]], *, documents: bool) -> list[Dated]:
    """The days that stand right behind what is cited, given by its places in order: "resolution 7/1 of 10 October 2014"."""
    pattern = _DOCUMENT_OF if documents else _OF
    ends = sorted((end, place) for place, (_, end) in enumerate(cited))
    found, at = [], 0
    for span in days.spans:
        start, end = days.plain.span(span.start, span.end)
        if len(span.days) > 1:
            continue
        while at + 1 < len(ends) and ends[at + 1][0] <= start:
            at += 1
        if not ends or ends[at][0] > start or start - ends[at][0] > 60:
            continue
        day = day_of(span.first)
        if day and pattern.match(text[ends[at][0] : start]):
            found.append(Dated(start, end, day, ends[at][1]))
    return found


def sittings_in(text: str, days: DaysOfText) -> list[Sitting]:
    """The statements of a text that something was held on certain days."""
    if not _HELD.search(text):
        return []
    found = []
    earlier = 0
    for span in days.spans:
        first, last = day_of(span.first), day_of(span.last)
        start, end = days.plain.span(span.start, span.end)
        dates_before, earlier = earlier, end
        if first is None or last is None or last < first:
            continue
        begin = max(0, start - _BEFORE)
        for stop in _SENTENCE_ENDS.finditer(text, begin, start):
            begin = stop.end()
        before = text[begin:start]
        if not _HELD.search(before) and not _HELD.search(text[end : end + 40]):
            continue
        stop = _SENTENCE_ENDS.search(text, end, min(len(text), end + _BEHIND))
        behind = stop.start() if stop else min(len(text), end + _BEHIND)
        since = text[max(begin, dates_before) : start]
        found.append(Sitting(start, end, first, last, since, text[begin:behind]))
    return found


def session_named(sitting: Sitting) -> int | None:
    """The ordinal of the session or meeting named nearest before the days; None where there is none, or are several."""
    words = " ".join(sitting.since.split())
    held = [found.end() for found in _HELD.finditer(words)]
    nearest = words[max(0, (held[-1] if held else len(words)) - 220) :]
    session = session_in(plain_words(nearest))
    later = session_in(plain_words(nearest)[session.end :]) if session else None
    if session is None or later is not None or not isinstance(session.value, int) or session.value > 1000:
        return None
    return session.value


def names_the_conference(sitting: Sitting) -> bool:
    """Whether a sentence of a draft about this Conference names it, by its short name too, and no other body of its kind."""
    named = _bodies_in(sitting.sentence)
    return bool(named) and named <= {"CTOC/COP", "CONFERENCE"}


def names_this_conference(text: str) -> bool:
    """Whether a text names the Conference in full."""
    return "CTOC/COP" in _bodies_in(text)


def _bodies_in(text: str) -> set[str]:
    low = Plain(" ".join(text.split())).text.lower()
    return {body for _, _, body in Mentions(low).places}
