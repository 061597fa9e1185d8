"""The days on which a document is due, reckoned from the opening of its session. Pure: dates go in, dates come out.

They are never stored: a session that moves takes all its days along. Sources of the rules:

- The 10-4-6 rule of the documents management services: a document for a meeting is submitted ten weeks before it opens, is
  processed in four weeks, and is issued six weeks before.
- The Conference's rules of procedure, rule 9: the provisional agenda goes out at least 60 days before a regular session and
  at least 30 before a special one. The record does not tell special sessions from others: for one, a day is set by hand.
  Rule 9 speaks of sessions; the agenda of a working group's meeting is a document like any other.
- Documents made during a session are processed within 24 hours. A conference room paper is one of these: it is wanted on the
  day of the opening, and goes in on the working day before.
- Documents of the Secretariat may have 8,500 words, others 10,700. A longer one needs a waiver; its four weeks are not promised,
  but its days stay what they are.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from mandates.models import PlannedKind

SUBMITTED_BEFORE = timedelta(weeks=10)
PROCESSED_IN = timedelta(weeks=4)
ISSUED_BEFORE = timedelta(weeks=6)
AGENDA_SENT_BEFORE = timedelta(days=60)
WORD_LIMIT_OF_THE_SECRETARIAT = 8500
WORD_LIMIT_OF_OTHERS = 10_700
SATURDAY = 5


@dataclass(frozen=True)
class Days:
    """When a document is due. A day is None where the opening is not known to the day.

    submit_by_hand, issue_by_hand: whether a person set the day in place of the rule.
    """

    submit_by: date | None
    issue_by: date | None
    submit_by_hand: bool = False
    issue_by_hand: bool = False


def days_by_rule(kind: str, opening: date | None, *, is_session: bool = True) -> Days:
    """The days of a document of a PlannedKind for a session, or meeting (``is_session=False``), that opens on ``opening``."""
    if opening is None:
        return Days(None, None)
    if kind == PlannedKind.CONFERENCE_ROOM_PAPER:
        return Days(_working_day_before(opening), opening)
    if kind == PlannedKind.AGENDA and is_session:
        sent = opening - AGENDA_SENT_BEFORE
        return Days(sent - PROCESSED_IN, sent)
    return Days(opening - SUBMITTED_BEFORE, opening - ISSUED_BEFORE)


def days_of(
    kind: str,
    opening: date | None,
    *,
    is_session: bool = True,
    submit_by: date | None = None,
    issue_by: date | None = None,
) -> Days:
    """The days that count: each by the rule, unless a person set another (``submit_by``, ``issue_by``)."""
    rule = days_by_rule(kind, opening, is_session=is_session)
    return Days(submit_by or rule.submit_by, issue_by or rule.issue_by, submit_by is not None, issue_by is not None)


def rule_in_words(kind: str, *, is_session: bool = True) -> str:
    """How the days of a kind are reckoned, as a sentence."""
    if kind == PlannedKind.CONFERENCE_ROOM_PAPER:
        return "A conference room paper goes in on the working day before the opening and is out on the day itself."
    if kind == PlannedKind.AGENDA and is_session:
        return "The provisional agenda goes out 60 days before the session opens (rule 9); it is submitted four weeks before that."
    return "Submitted ten weeks before the opening, processed in four, issued six weeks before."


def words_over(words: int | None, limit: int, kind: str) -> int:
    """How many words a document has over its limit; 0 where it keeps within it, or its length is not known.

    Conference room papers are not processed like others, and have no limit.
    """
    if words is None or kind == PlannedKind.CONFERENCE_ROOM_PAPER:
        return 0
    return max(words - limit, 0)


def _working_day_before(day):
    day -= timedelta(days=1)
    while day.weekday() >= SATURDAY:
        day -= timedelta(days=1)
    return day
