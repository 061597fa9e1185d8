"""What came of a mandate in one sentence, made of records alone: asked, met, reported, received; and what is missing.

Nothing here asks the database: ``MandateQuerySet.with_story`` brings what it tells of.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

NUMBERS = "no one two three four five six seven eight nine ten eleven twelve".split()
# So many meetings or reports are named one by one; of more, the number and the first and last are told.
MOST_NAMED = 4
# Single bodies and offices, which are spoken of with an article; not “working groups”, “States parties”, “UNODC”.
TAKES_AN_ARTICLE = re.compile(
    r"(?!.*\b(?:groups|chairs|bodies)\b)(?:(?:open-ended|extended|intergovernmental|interim|expert) )*"
    r"(?:secretar|conference|working group|group|chair|bureau|commission|committee|president|executive|council|"
    r"general assembly|office|united nations)",
    re.IGNORECASE,
)
# Verbs after which the one who is asked and the deed follow: “requested UNODC to convene”.
ASKING = ("request", "invite", "urge", "call", "encourag", "ask", "direct")


@dataclass(frozen=True)
class Piece:
    """Some words of the sentence; with an address where they name a record."""

    text: str
    url: str = ""
    is_symbol: bool = False

    def __str__(self):
        return self.text


@dataclass(frozen=True)
class MeetingTold:
    """A meeting that answers it: its status (``held``, ``planned``, ...) and its dates in words, empty when unknown."""

    status: str
    dates: str = ""
    start: date | None = None


@dataclass(frozen=True)
class ReportTold:
    """A document that answers it: its symbol or title, and the session it went to, in words; empty when not known."""

    name: str
    url: str = ""
    is_symbol: bool = True
    session: str = ""
    session_url: str = ""
    is_held: bool = True


@dataclass(frozen=True)
class Told:
    """All that the sentence tells of. onward: how the mandate goes on, as (“renewed by”, label, address)."""

    citation: str
    verb: str = ""
    addressees: Sequence[str] = ()
    addresses_the_conference: bool = False
    action: str = ""
    deliverable: str = ""
    least: int | None = None
    due: str = ""
    founds: bool = False
    is_external: bool = False
    is_stated_done: bool = False
    meetings: Sequence[MeetingTold] = ()
    reports: Sequence[ReportTold] = ()
    onward: Sequence[tuple] = ()

    @property
    def asks_to_meet(self):
        return self.deliverable == "meeting"


def number_in_words(number: int) -> str:
    """``two``; from thirteen on in figures, as UN texts have it."""
    return NUMBERS[number] if number < len(NUMBERS) else str(number)


def story_of(told: Told, *, asked: bool = True) -> list[Piece]:
    """The sentence, in pieces of which some lead to their records. What was asked for and is missing is said.

    asked: whether it begins with what was asked; without it, only what came of it is told, and nothing where nothing
    can be said.
    """
    held = [meeting for meeting in told.meetings if meeting.status == "held"]
    clauses = [
        *([[Piece(_asked(told))]] if asked else []),
        *_met(told, held, named=not (asked and told.asks_to_meet)),
        *_reported(told, held),
        *[[Piece(f"it was {word} "), Piece(label, url)] for word, label, url in told.onward],
    ]
    if len(clauses) == asked and not told.founds:
        said = "it is stated to be done; " if told.is_stated_done else ""
        clauses.append([Piece(f"{said}no answer is in the record")])
    if not clauses:
        return []
    pieces = list(chain.from_iterable([Piece("; "), *clause] for clause in clauses))[1:]
    first = pieces[0]
    pieces[0] = Piece(first.text[:1].upper() + first.text[1:], first.url, first.is_symbol)
    return _joined([*pieces, Piece(".")])


def is_asking(verb: str) -> bool:
    """Whether the deed follows the one who is asked: “requested UNODC to convene”, “took note ... and requested”."""
    return verb.lower().split(" ")[-1].startswith(ASKING)


def _joined(pieces):
    """Neighbours that are only words become one piece."""
    joined = []
    for piece in pieces:
        if joined and not (piece.url or piece.is_symbol or joined[-1].url or joined[-1].is_symbol):
            joined[-1] = Piece(joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return joined


def _asked(told):
    due = f", due {told.due}" if told.due else ""
    who = " and ".join(with_article(words) for words in told.addressees)
    if told.asks_to_meet and (is_asking(told.verb) or not told.addresses_the_conference):
        least = told.least or 0
        what = f"at least {number_in_words(least)} meeting{'s' * (least > 1)}" if least else "a meeting"
        return f"{told.citation} asked {who} for {what}{due}" if who else f"{told.citation} asked for {what}{due}"
    if who and is_asking(told.verb):
        return f"{told.citation} asked {who} to {told.action}{due}"
    if _is_deciding(told.verb):
        return f"{told.citation} decided {_what_was_decided(told, who)}{due}"
    if who and not told.addresses_the_conference:
        return f"{told.citation} addressed {who}: {told.action}{due}"
    # What stands in parentheses is not the verb that is printed.
    verb = f" {told.verb}" if told.verb[:1].isalpha() else ""
    return f"{told.citation}{verb}: {told.action}{due}"


def _is_deciding(verb):
    return verb.lower().split(" ")[-1].startswith("deci")


def _what_was_decided(told, who):
    """``to establish ...``; what somebody else than the Conference should do."""
    if told.action.startswith(("to ", "that ")):
        return told.action
    return f"that {who} should {told.action}" if who and not told.addresses_the_conference else f"to {told.action}"


def with_article(words: str) -> str:
    """``the Secretariat``; ``UNODC`` and ``States parties`` as they are."""
    return f"the {words}" if TAKES_AN_ARTICLE.match(words) else words


def _met(told, held, *, named):
    """What is known of meetings: how many were held, and how many fewer than asked for; which are to come, or not.

    named: whether “meeting” is to be said: it is not, right after it was.
    """
    said = []
    if held:
        said.append(_so_many(held, "held", named))
        if told.asks_to_meet and len(held) < (told.least or 1):
            said[0] += f", fewer than the {number_in_words(told.least)} asked for"
    elif told.asks_to_meet:
        said.append(f"{'no meeting' if named else 'none'} is known to have been held")
    for status in ("planned", "announced", "cancelled"):
        others = [meeting for meeting in told.meetings if meeting.status == status]
        said += [_so_many(others, status, named)] if others else []
    return [[Piece(clause)] for clause in said]


def _so_many(meetings, status, named):
    """``two were held (28–30 September 2015; 6–7 June 2016)``"""
    several = len(meetings) > 1
    noun = "" if not named else " meetings" if several else " meeting"
    to_come = ("is", "are") if status in ("planned", "announced") else ("was", "were")
    return f"{number_in_words(len(meetings))}{noun} {to_come[several]} {status}{_when(meetings)}"


def _when(meetings):
    """When they were, in parentheses; of many, the first and the last."""
    if len(meetings) <= MOST_NAMED:
        return f" ({'; '.join(meeting.dates or 'date not known' for meeting in meetings)})"
    known = sorted((meeting for meeting in meetings if meeting.start), key=lambda meeting: meeting.start)
    return f" (the first {known[0].dates}, the last {known[-1].dates})" if len(known) > 1 else ""


def _reported(told, held):
    """What is known of reports, by the session that they went to; or that there is none where one was to be."""
    reports, after_meetings = list(told.reports), told.asks_to_meet and bool(held)
    if not reports:
        of_what = ("of it" if len(held) == 1 else "of them") if after_meetings else "that answers it"
        missing = after_meetings or told.deliverable in ("report", "study")
        return [[Piece(f"no report {of_what} is in the record")]] if missing else []
    by_session = {}
    for report in reports:
        by_session.setdefault(report.session, []).append(report)
    if len(by_session) > 1:
        return [_some_went(told, several) for several in by_session.values()]
    if not after_meetings:
        return _answered(told, reports)
    clauses = [_reports_went(told, reports, _whose(reports, held))]
    return [*clauses, [Piece("no other is in the record")]] if len(reports) < len(held) else clauses


def _whose(reports, held):
    if len(reports) < len(held):
        return f"{number_in_words(len(reports))} of their reports"
    return "their reports" if len(held) > 1 else "its report" if len(reports) == 1 else "its reports"


def _reports_went(told, reports, whose):
    """``their reports, A and B, went to the eighth session``; many are not named."""
    which = [Piece(", "), *_named(reports), Piece(",")] if len(reports) <= MOST_NAMED else []
    if reports[0].session:
        return [Piece(whose), *which, *_to_session(reports[0])]
    if told.is_external:
        return [Piece(f"{whose}: "), *_named(reports)]
    return [Piece(f"the record does not show to which session {whose}"), *which, Piece(" went")]


def _answered(told, reports):
    """``it was answered by A, which went to the fifth session``"""
    answered = [Piece("it was answered by "), *_named(reports)]
    if reports[0].session:
        return [[*answered, Piece(", which"), *_to_session(reports[0])]]
    return (
        [answered]
        if told.is_external
        else [answered, [Piece(f"the record does not show to which session {_it(reports)} went")]]
    )


def _some_went(told, reports):
    """``A went to the fifth session``, where others went elsewhere."""
    if reports[0].session:
        return [*_named(reports), *_to_session(reports[0])]
    if told.is_external:
        return [Piece("it was answered by "), *_named(reports)]
    return [Piece("of "), *_named(reports), Piece(f" the record does not show to which session {_it(reports)} went")]


def _it(reports):
    return "it" if len(reports) == 1 else "they"


def _to_session(report):
    return [Piece(" went to the "), Piece(report.session, report.session_url)]


def _named(reports):
    """``A``, ``A and B``, ``A, B and C``; of many their number."""
    if len(reports) > MOST_NAMED:
        return [Piece(f"{number_in_words(len(reports))} documents")]
    pieces = []
    for at, report in enumerate(reports):
        if at:
            pieces.append(Piece(" and " if at == len(reports) - 1 else ", "))
        pieces.append(Piece(report.name, report.url, report.is_symbol))
        if not report.is_held:
            pieces.append(Piece(" (not held here)"))
    return pieces
