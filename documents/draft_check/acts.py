"""Judgements on the resolutions and decisions that a draft cites, by the record."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from documents.draft_check.record import Record
from documents.models import Act
from documents.reading.citations.deciding import NAMED_UNFITTING, ActCited
from documents.reading.citations.numbers import OPEN
from documents.reading.faults import Fault, Severity
from documents.reading.findings import CONFERENCE
from meetings.models import Meeting, MeetingStatus
from meetings.ordinals import ordinal
from provenance.dates import Precision

SURE = 0.75  # of the body, from which on an act is judged
_SERIAL = re.compile(r"([1-9]\d{0,2})/([1-9]\d{0,3})")
_FAR_BEYOND = 3  # times the highest number of any session
_OTHER_KIND = {"resolution": "decision", "decision": "resolution"}


@dataclass(frozen=True)
class ActMention:
    """One place where an act is cited."""

    page: int
    cited: ActCited

    @property
    def key(self) -> tuple[str, str, str]:
        return self.cited.body, self.cited.kind, self.cited.number


# How another sign than one slash may part session and number: "resolution 7-1", "resolution 7//1", "resolution 7/ 1".
_WRONG_SIGN = re.compile(
    r"(?<!\w)(?P<kind>resolution|decision|résolution|décision|resolución|decisión|резолюци\w{1,3}|решени\w{1,3})\s{1,3}"
    r"(?P<place>(?P<session>[1-9][0-9]?)\s?(?://|[-–.\\]|\s/|/\s)\s?(?P<serial>[1-9][0-9]?))(?![\w/.-]\w|\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class MisspeltAct:
    """An act of the Conference that another sign than a slash may be meant to name."""

    page: int
    start: int
    end: int
    kind: str
    number: str

    @property
    def key(self) -> tuple[str, str, str]:
        return CONFERENCE, self.kind, self.number


def misspelt_acts(page: int, text: str) -> list[MisspeltAct]:
    """What may be meant as an act of the Conference, and is not written as one."""
    return [
        MisspeltAct(
            page,
            *found.span("place"),
            "resolution" if found["kind"][0].lower() == "r" or found["kind"][:3].lower() == "рез" else "decision",
            f"{found['session']}/{found['serial']}",
        )
        for found in _WRONG_SIGN.finditer(text)
    ]


def judge_misspelt(misspelt: list[MisspeltAct], record: Record) -> Iterator[Fault]:
    """Those of which the record knows the act that is meant."""
    for each in misspelt:
        if record.act(*each.key) is not None:
            right = f"{each.kind} {each.number}"
            yield Fault(
                "A02", each.start, each.end, f"A slash parts session and number: write {right}.", right, each.page
            )


def judge_acts(mentions: list[ActMention], texts: dict[int, str], record: Record, today: date) -> Iterator[Fault]:
    """What the record knows against the acts that a draft cites: one message an act, at its first place.

    texts: those of the pages, by their numbers.
    """
    told: set[tuple[str, str, str]] = set()
    for mention in mentions:
        cited = mention.cited
        if mention.key in told:
            continue
        told.add(mention.key)
        if words := _of_another_body(cited, texts[mention.page]):
            yield _fault("A04", mention, words)
        elif cited.body == CONFERENCE and cited.confidence >= SURE and record.act(*mention.key) is None:
            yield from _not_there(mention, record, today)


_BEFORE = re.compile(r"(?<!States Parties )\bConference(?:['’]s)?\s{1,3}\Z")
_BEHIND = re.compile(r"\s{1,3}of\s{1,3}the\s{1,3}Conference(?!\s{1,3}of\s{1,3}the\s{1,3}States)\b")
_SINCE_SESSION = 31  # from which on the General Assembly numbers its acts by session: 31/1


def _of_another_body(cited: ActCited, text: str) -> str:
    """Why the body that is named beside an act can't have adopted one of this number, in words; "" where it may have."""
    form = _SERIAL.fullmatch(cited.number)
    if not form:
        return ""
    if cited.confidence == NAMED_UNFITTING and int(form[1]) < _SINCE_SESSION and cited.body in ("A", "E", ""):
        return f"The body named beside it numbers no {cited.kind} so: {cited.number} may be one of the Conference."
    if cited.confidence == NAMED_UNFITTING and cited.body == "":
        return f"The body named beside it numbers no {cited.kind} so: {cited.number}."
    beside = _BEFORE.search(text[max(0, cited.start - 40) : cited.start]) or _BEHIND.match(text, cited.end)
    if cited.confidence <= OPEN and beside and int(form[1]) >= _SINCE_SESSION:
        return f"The Conference numbers no {cited.kind} so: {cited.number} may be one of the General Assembly."
    return ""


def _not_there(mention: ActMention, record: Record, today: date) -> Iterator[Fault]:
    kind, number = mention.cited.kind, mention.cited.number
    form = _SERIAL.fullmatch(number)
    if not form:
        yield _fault(
            "A02", mention, f"The Conference numbers its acts by session and number, as 7/1 is: “{number}” is none."
        )
        return
    session, serial = int(form[1]), int(form[2])
    meeting = record.sessions.get(session)
    other = record.act(CONFERENCE, _OTHER_KIND[kind], number)
    year = meeting.start.year if meeting and meeting.start else None
    if year and record.is_complete(f"{CONFERENCE}/", year):
        instead = f" There is a {_OTHER_KIND[kind]} {number}." if other else ""
        if record.sees_all:
            words = f"The Conference adopted no {kind} {number}: its record of {year} is declared complete.{instead}"
            yield _fault("A01", mention, words, f"{_OTHER_KIND[kind]} {number}" if other else "")
        else:
            words = f"The record that you may read has no {kind} {number}, and that of {year} is declared complete.{instead}"
            yield _fault("A01", mention, words, gravity=Severity.WARNING)
    elif meeting and _is_to_come(meeting, today):
        yield _fault("A02", mention, f"The {ordinal(session)} session of the Conference has not opened, by the record.")
    elif record.sessions and session > max(record.sessions):
        yield _fault("A02", mention, f"The record knows no {ordinal(session)} session of the Conference.")
    elif meeting and meeting.status == MeetingStatus.CANCELLED:
        yield _fault("A02", mention, f"The {ordinal(session)} session of the Conference was cancelled.")
    elif other:
        words = f"The record knows {_OTHER_KIND[kind]} {number} of the Conference, and no {kind} {number}."
        yield _fault("A02", mention, words, f"{_OTHER_KIND[kind]} {number}")
    elif (highest := record.highest_serial) and serial > _FAR_BEYOND * highest:
        words = f"No session of the Conference that the record knows has more than {highest} acts of a kind: is {number} right?"
        yield _fault("A02", mention, words)
    else:
        words = f"{kind.capitalize()} {number} of the Conference is not held here; it may exist all the same."
        yield _fault("A03", mention, words)


def _is_to_come(meeting: Meeting, today: date) -> bool:
    """Whether a session has not opened: its first day is to come, or it is planned without one."""
    if meeting.start and (meeting.date_precision == Precision.DAY or meeting.start > today):
        return meeting.start > today
    return meeting.status in (MeetingStatus.PLANNED, MeetingStatus.ANNOUNCED)


def _fault(code: str, mention: ActMention, words: str, suggestion: str = "", gravity: Severity | None = None) -> Fault:
    cited = mention.cited
    return Fault(code, cited.start, cited.end, words, suggestion, mention.page, gravity)


def adoption_differs(act: Act, day: date) -> str:
    """Why an act can't have been adopted on a day, in words; "" where it may, or nobody knows."""
    if act.adopted and act.adopted_precision == Precision.DAY:
        return f"the record has it adopted on {act.adopted_words}" if act.adopted != day else ""
    session = act.session
    if session and session.start and session.end and not session.start <= day <= session.end:
        return f"the session that adopted it was held {session.dates}"
    return ""
