"""The rules by which a mandate's status follows from the evidence: facts in, status and reason out, and nothing else.

In this order, and the first that holds decides:

1. A person said how it stands: that counts, with the person's reason.
2. A later act ended it: *ended*. A later act took its place: *superseded*.
3. What was asked for is there: *delivered*.
   - a meeting: as many were held as were asked for, at least one;
   - a report or study: as many are known as were asked for, at least one, and where a session was named at which it is due,
     one of them is known to have gone to a session;
   - a body: it is in the register, or it has met;
   - anything else: as many answers are known as were asked for, at least one.
   A mandate that recurs, or is a standing task, is never delivered: it goes on until a later act ends it.
4. Something answers it, a meeting is to come, or a later act carries it on, endorses, renews or extends it: *under way*.
5. Else it is *open*.

Where the register's source states a status and the evidence shows another, the source counts (after 1). *Overdue* is not a
status of its own: what is open or under way after its day is overdue. A mandate that recurs is not once it was answered;
one that a later act renewed or extended has the day that the later mandate names.
"""

from dataclasses import dataclass
from datetime import date

from mandates.models import Deliverable, LinkKind, MandateStatus, StandingStatus

REPORTING = (Deliverable.REPORT, Deliverable.STUDY)
# What a later act can do without taking the place of the mandate, in the order in which it is told.
GOES_ON = (LinkKind.RENEWED_BY, LinkKind.EXTENDED_BY, LinkKind.FOLLOWED_BY, LinkKind.ENDORSED_BY)
STATED = {
    MandateStatus.OPEN: StandingStatus.OPEN,
    MandateStatus.UNDER_WAY: StandingStatus.UNDER_WAY,
    MandateStatus.DONE: StandingStatus.DELIVERED,
    MandateStatus.SUPERSEDED: StandingStatus.SUPERSEDED,
    MandateStatus.ENDED: StandingStatus.ENDED,
}


@dataclass(frozen=True)
class Facts:
    """What one circle of readers may know of a mandate. Only what is confirmed counts.

    least_number: how many were asked for. sessions: the sessions that reports went to, as (title in a sentence, how many
    reports), in the order of their dates. founded: the body that it founds. later: what later acts did to it, as (LinkKind,
    which act or mandate in words). due_on: its last day; due_words: the deadline in words; due_at_session: whether that is
    a session. stated: the status that a person or a source states (a MandateStatus), said_by: the person in words, or ""
    for a source; said_because: the person's reason.
    """

    deliverable: str = ""
    least_number: int | None = None
    is_recurring: bool = False
    meetings_held: int = 0
    meetings_to_come: int = 0
    reports: int = 0
    sessions: tuple[tuple[str, int], ...] = ()
    founded: str = ""
    later: tuple[tuple[str, str], ...] = ()
    due_on: date | None = None
    due_words: str = ""
    due_at_session: bool = False
    stated: str = ""
    said_by: str = ""
    said_because: str = ""

    @property
    def goes_on(self) -> bool:
        """Whether it is a thing to be done again and again."""
        return self.is_recurring or self.deliverable == Deliverable.TASK

    @property
    def answers(self) -> int:
        return self.meetings_held + self.reports

    @property
    def transmitted(self) -> int:
        """How many reports are known to have gone to a session."""
        return sum(count for _title, count in self.sessions)

    def done_by(self, *kinds) -> list[str]:
        """The later acts or mandates that did one of these to it, in words."""
        return [words for kind, words in self.later if kind in kinds]


@dataclass(frozen=True)
class Reckoned:
    """What follows: the status, why in a sentence with the figures, whether somebody states it, and the day it is due."""

    status: StandingStatus
    reason: str
    is_stated: bool = False
    due_on: date | None = None


def reckon(facts: Facts) -> Reckoned:
    """The status of a mandate and the reason, by the rules above. Asks nothing of anybody: equal facts, equal answer."""
    due_on = None if facts.goes_on and facts.answers else facts.due_on
    if facts.stated and facts.said_by:
        reason = f"{facts.said_because.rstrip('. ')} (stated by {facts.said_by})"
        return Reckoned(STATED[facts.stated], reason, True, due_on)
    status, reason = _shown_by_evidence(facts)
    stated = STATED.get(facts.stated, status)
    if stated != status:
        word = MandateStatus(facts.stated).label
        return Reckoned(stated, f"{word}, as the source of the register states; {_figures(facts)}", True, due_on)
    return Reckoned(status, reason, False, due_on)


def _shown_by_evidence(facts):
    figures = _figures(facts)
    for kind, status in (
        (LinkKind.ENDED_BY, StandingStatus.ENDED),
        (LinkKind.SUPERSEDED_BY, StandingStatus.SUPERSEDED),
    ):
        if by := facts.done_by(kind):
            said = f"{kind.label} {_listed(by)}"
            return status, f"{said}; {figures}" if facts.answers or facts.founded else said
    if _is_delivered(facts):
        return StandingStatus.DELIVERED, figures
    if facts.answers or facts.meetings_to_come or facts.done_by(*GOES_ON):
        return StandingStatus.UNDER_WAY, figures
    return StandingStatus.OPEN, figures


def _is_delivered(facts):
    least = facts.least_number or 1
    if facts.goes_on:
        return False
    if facts.deliverable == Deliverable.MEETING:
        return facts.meetings_held >= least
    if facts.deliverable in REPORTING:
        return facts.reports >= least and (bool(facts.sessions) or not facts.due_at_session)
    if facts.deliverable == Deliverable.BODY:
        return bool(facts.founded) or facts.meetings_held > 0
    return facts.answers >= least


def _figures(facts) -> str:
    """What is known, in one sentence: meetings, reports and where they went, the body, what later acts did."""
    parts = [*_meetings(facts), *_reports(facts)]
    if facts.founded:
        parts.append(f"established: {facts.founded}")
    if not facts.answers and not facts.founded and not parts:
        parts.append("no answer known")
    parts += [f"{kind.label} {_listed(by)}" for kind in GOES_ON if (by := facts.done_by(kind))]
    return "; ".join(parts)


def _meetings(facts):
    held, least = facts.meetings_held, facts.least_number
    asked = facts.deliverable == Deliverable.MEETING
    if asked and least:
        yield f"{held} of at least {least} {'meeting' if held == least == 1 else 'meetings'} held"
    elif held:
        yield f"{held} {'meeting' if held == 1 else 'meetings'} held"
    elif asked:
        yield "no meeting known"
    if facts.meetings_to_come:
        yield f"{facts.meetings_to_come} {'meeting' if facts.meetings_to_come == 1 else 'meetings'} to come"


def _reports(facts):
    reports, least = facts.reports, facts.least_number
    asked = facts.deliverable in REPORTING
    if not reports:
        if asked:
            yield f"none of at least {least} reports known" if least and least > 1 else "no report known"
        return
    if asked and least and reports < least:
        yield f"{reports} of at least {least} reports known"
        if facts.sessions:
            yield _went(facts)
    elif facts.sessions:
        yield _went(facts)
    else:
        known = f"{reports} {'report' if reports == 1 else 'reports'} known"
        yield f"{known}, not known to have gone to a session" if asked and facts.due_at_session else known


def _went(facts):
    """``both reports went to the eighth session``"""
    reports, where = facts.reports, facts.sessions
    if len(where) == 1 and where[0][1] == reports:
        who = {1: "the report", 2: "both reports"}.get(reports, f"all {reports} reports")
        return f"{who} went to the {where[0][0]}"
    went = _listed([f"{count} to the {title}" for title, count in where])
    return f"of {reports} reports {went.replace(' to the ', ' went to the ', 1)}"


def _listed(words):
    """``a, b and c``, each once."""
    words = list(dict.fromkeys(words))
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
