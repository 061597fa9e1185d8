"""Where a planned document stands, and what of it is late. Pure: what is known goes in, words and figures come out."""

from dataclasses import dataclass
from datetime import date

from django.db import models

from documents.models import Standing
from mandates.models import PlannedState
from mandates.planning.days import Days


class Stand(models.TextChoices):
    """Where a document stands: read off its language versions where it is known, else as staff say."""

    PLANNED = "planned", "planned"
    DRAFTING = "drafting", "being drafted"
    SUBMITTED = "submitted", "submitted"
    IN_TRANSLATION = "in translation", "in translation"
    PARTLY_ISSUED = "partly issued", "issued in some languages"
    ISSUED = "issued", "issued"
    WITHDRAWN = "withdrawn", "withdrawn"
    DROPPED = "dropped", "no longer expected"

    @property
    def tone(self):
        """The tone of its mark (``components/_state.html``)."""
        return TONES.get(self, "plain")

    @property
    def steps(self):
        """How many of the three steps planned → submitted → issued it has taken."""
        return STEPS[self]


TONES = {
    Stand.ISSUED: "done",
    Stand.PARTLY_ISSUED: "due",
    Stand.SUBMITTED: "due",
    Stand.IN_TRANSLATION: "due",
    Stand.WITHDRAWN: "gap",
}
STEPS = {
    Stand.PLANNED: 1,
    Stand.DRAFTING: 1,
    Stand.SUBMITTED: 2,
    Stand.IN_TRANSLATION: 2,
    Stand.PARTLY_ISSUED: 2,
    Stand.ISSUED: 3,
    Stand.WITHDRAWN: 2,
    Stand.DROPPED: 0,
}
AS_THE_DOCUMENT_SHOWS = {
    Standing.ISSUED: Stand.ISSUED,
    Standing.PARTLY_ISSUED: Stand.PARTLY_ISSUED,
    Standing.IN_TRANSLATION: Stand.IN_TRANSLATION,
    Standing.WITHDRAWN: Stand.WITHDRAWN,
}


@dataclass(frozen=True)
class Facts:
    """What is known of a planned document.

    state: what staff say (PlannedState). document: the Standing of the document, None where none is tied to it.
    is_elsewhere: whether another site has issued it, on a day that is not known here. submitted_on: the day on which it went
    in, None where not known. issued_on: the day since which it is issued in all its languages here.
    """

    state: str
    document: Standing | None = None
    is_elsewhere: bool = False
    submitted_on: date | None = None
    issued_on: date | None = None


@dataclass(frozen=True)
class Delay:
    """Something late: by how many days, in words; ``is_open`` while it can still be mended."""

    words: str
    days: int
    is_open: bool


def stand_of(facts: Facts) -> Stand:
    """Where the document stands. What its language versions show goes before what staff say, except that it was dropped."""
    if facts.state == PlannedState.DROPPED:
        return Stand.DROPPED
    shown = AS_THE_DOCUMENT_SHOWS.get(facts.document)
    if shown:
        return shown
    if facts.is_elsewhere:
        return Stand.ISSUED
    # A text that is held has been submitted, and so has one whose masthead bears the day.
    if facts.document == Standing.HELD or facts.submitted_on:
        return Stand.SUBMITTED
    return Stand(facts.state)


def delays_of(facts: Facts, days: Days, today: date) -> list[Delay]:
    """What is late: the submission, the issue, or both; nothing of what is no longer expected."""
    stand = stand_of(facts)
    if stand == Stand.DROPPED:
        return []
    went_in = stand.steps >= Stand.SUBMITTED.steps
    found = [
        _delay("submitted", "not submitted", days.submit_by, facts.submitted_on, went_in, today),
        _delay("issued", _not_issued(stand), days.issue_by, facts.issued_on, stand == Stand.ISSUED, today),
    ]
    return [delay for delay in found if delay]


def in_days(number: int) -> str:
    """``1 day``, ``12 days``."""
    return f"{number} day" if number == 1 else f"{number} days"


def _delay(done_words, open_words, by, on, is_done, today):
    """The delay of one step: due ``by``, done ``on`` a day that may not be known."""
    if by is None or (is_done and on is None):
        return None
    late = ((on if is_done else today) - by).days
    if late <= 0:
        return None
    if is_done:
        return Delay(f"{done_words} {in_days(late)} late", late, is_open=False)
    return Delay(f"{open_words}, {in_days(late)} late", late, is_open=True)


def _not_issued(stand):
    return "not issued in all languages" if stand == Stand.PARTLY_ISSUED else "not issued"
