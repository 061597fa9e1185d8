"""Judgements on the dates of meetings: "the second meeting was held on 6 and 7 June 2016"."""

from collections.abc import Iterator
from datetime import date, timedelta

from documents.draft_check.record import Record
from documents.draft_check.statements import Sitting, names_the_conference, session_named
from documents.reading.faults import Fault
from documents.reading.faults.titles import words_of
from documents.reading.sessions import meeting_in_words
from documents.reading.words import plain as plain_words
from meetings.models import Body, Meeting

_ENOUGH_WORDS = 10  # of a long name: what follows may be written otherwise
_FEWEST_WORDS = 3
_NEAR = timedelta(days=31)


class BodyNames:
    """The names of the record's bodies, to be found in a sentence."""

    def __init__(self, bodies: list[Body]) -> None:
        self._names: list[tuple[str, Body]] = []
        for body in bodies:
            for name in (body.name, *(each.name for each in body.names.all())):
                words = words_of(name)
                if len(words) >= _FEWEST_WORDS or not name.isascii():
                    self._names.append((" ".join(words[:_ENOUGH_WORDS]), body))
        self._names.sort(key=lambda name: -len(name[0]))

    def named_in(self, sentence: str) -> Body | None:
        """The one body that a sentence names; None where it names none or several."""
        flat = f" {' '.join(words_of(sentence))} ".replace(" meetings ", " meeting ")
        found: dict[int, Body] = {}
        for name, body in self._names:
            wanted = f" {name} " if name.isascii() or " " in name else name
            if wanted in flat:
                found[body.pk] = body
                flat = flat.replace(wanted, " … ")  # "Conference of the Parties" within a longer name is none
        return next(iter(found.values())) if len(found) == 1 else None


def judge_sittings(sittings: list[tuple[int, Sitting]], record: Record, *, at_home: bool) -> Iterator[Fault]:
    """The dates of meetings that differ from those of the record. sittings: each with its page.

    at_home: whether the draft is one of the Conference, so that "the Conference" means this one.
    """
    if not sittings:
        return
    names = BodyNames(record.bodies)
    conference = next((body for body in record.bodies if body.is_conference), None)
    told: list[tuple[int, Sitting, Body]] = []
    for page, sitting in sittings:
        body = names.named_in(sitting.sentence)
        if body is None and at_home and conference and names_the_conference(sitting):
            body = conference
        if body is not None:
            told.append((page, sitting, body))
    known: dict[int, list[tuple[int | None, Meeting]]] = {}
    for body, ordinal, meeting in record.meetings_of([body for _, _, body in told]) if told else ():
        known.setdefault(body, []).append((ordinal, meeting))
    for page, sitting, body in told:
        # The Conference holds sessions: a meeting that is counted in a sentence about it is one of another body.
        ordinal = session_named(sitting) if body.is_conference else _ordinal(sitting)
        if body.is_conference and ordinal is None:
            continue
        if meeting := _meant(sitting, ordinal, known.get(body.pk, [])):
            words = f"{meeting} was held {meeting.dates} by the record."
            yield Fault("D07", sitting.start, sitting.end, words, meeting.dates, page)


def _ordinal(sitting: Sitting) -> int | None:
    """Which session or meeting is said to have been held, by the words since the last dates of the sentence."""
    session = session_named(sitting)
    words = plain_words(sitting.since)
    meeting = meeting_in_words(words[-240:])
    if session and meeting:
        return session if session == meeting[0] else None
    return session or (meeting[0] if meeting else None)


def _days(meeting: Meeting) -> tuple[date, date]:
    return meeting.start, meeting.end or meeting.start


def _meant(sitting: Sitting, ordinal: int | None, meetings: list[tuple[int | None, Meeting]]) -> Meeting | None:
    """The meeting that a statement means, where its dates are other ones; None where they agree or nothing can be told."""
    stated = sitting.first, sitting.last
    counted = next((meeting for number, meeting in meetings if ordinal and number == ordinal), None)
    if counted is not None:
        return counted if _days(counted) != stated else None
    if any(_days(meeting) == stated for _, meeting in meetings):
        return None
    if ordinal and any(number for number, _ in meetings):
        # It is said which meeting it was, and the record has the dates of others only.
        meetings = [(number, meeting) for number, meeting in meetings if number is None]
    near = [
        meeting
        for _, meeting in meetings
        if meeting.start - _NEAR <= sitting.first and sitting.last <= (meeting.end or meeting.start) + _NEAR
    ]
    return near[0] if len(near) == 1 else None
