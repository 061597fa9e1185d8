"""Cells: a body and a year. Where documents belong by their symbols, meetings by their dates, and what staff declared complete."""

import re
from datetime import date, timedelta

from documents.models import Completeness
from mandates.gaps.found import Cause, cause
from mandates.models import FindingPart
from meetings.models import Body, Meeting, MeetingStatus
from provenance.dates import Precision

_YEAR = re.compile(r"(\d{4})(?=/|$)")


class Bodies:
    """The bodies of the Conference, and in whose series and year a symbol stands."""

    def __init__(self):
        self.known = {body.pk: body for body in Body.objects.of_the_conference()}
        by_series = [(body.series, body.pk) for body in self.known.values() if body.series]
        self.series = sorted(by_series, key=lambda pair: -len(pair[0]))

    def cell_of(self, symbol: str) -> tuple[int, int | None] | None:
        """Body and year of a symbol of this Conference; None for another's.

        A code that no body here bears (a working group not yet entered) belongs to no year: nobody can have declared
        it complete.
        """
        for series, body in self.series:
            if symbol.startswith(series):
                year = _YEAR.match(symbol, len(series))
                return body, int(year[1]) if year else None
        return None

    def series_of(self, body) -> str:
        known = self.known.get(body)
        return known.series if known else ""


class Complete:
    """Which years of which bodies staff declared complete."""

    def __init__(self):
        self.declared = {(each.body_id, each.year): each for each in Completeness.objects.select_related("body")}

    def holds(self, *cells) -> bool:
        """Whether each of the cells is declared complete; False for none, and where a year is not known."""
        return bool(cells) and all(cell in self.declared for cell in cells)

    def judge(self, *cells, in_doubt=False) -> tuple[FindingPart, list[Cause]]:
        """What is missing in these cells as (“not issued”, the declarations on which that rests) or (“not held”, []).

        in_doubt: whether it may be in the record all the same; then it is never said to be not issued.
        """
        if in_doubt or not self.holds(*cells):
            return FindingPart.NOT_HELD, []
        return FindingPart.NOT_ISSUED, self.causes(*cells)

    def causes(self, *cells) -> list[Cause]:
        """The declarations that some cells are complete, of which each must be (``holds``)."""
        return [
            cause(self.declared[cell], f"{cell[1]} is declared complete for {self.declared[cell].body}")
            for cell in dict.fromkeys(cells)
        ]


def year_of(document, bodies: Bodies) -> int | None:
    """The year of a document: that of its symbol, which is the year of the meeting; else that of its date."""
    stated = bodies.cell_of(document.symbol) if document.symbol else None
    if stated and stated[1]:
        return stated[1]
    return document.date.year if document.date else None


def last_day(meeting: Meeting) -> date | None:
    """The day on which a meeting closed at the latest, as far as its dates are known; None without a date."""
    if meeting.end or meeting.start is None:
        return meeting.end
    start = meeting.start
    if meeting.date_precision == Precision.MONTH:
        return (start.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return date(start.year, 12, 31) if meeting.date_precision == Precision.YEAR else start


def has_closed(meeting: Meeting, today: date) -> bool:
    """Whether a meeting was held and is over, as far as the record can tell."""
    closed = last_day(meeting)
    return meeting.status == MeetingStatus.HELD and closed is not None and closed < today


def home_of(meeting: Meeting):
    """The cell in which a meeting's gaps stand: the first of its bodies that belong to the Conference, and its year."""
    own = [seat.body_id for seat in seats_of(meeting) if not seat.body.is_external]
    return (own[0], meeting.start.year if meeting.start else None) if own else None


def cells_of(meeting: Meeting):
    """The cells in which documents of a meeting may stand: one for each of its bodies that belong to the Conference."""
    year = meeting.start.year if meeting.start else None
    return [(seat.body_id, year) for seat in seats_of(meeting) if not seat.body.is_external]


def seats_of(meeting):
    return sorted(meeting.seats.all(), key=lambda seat: (seat.position, seat.pk))


def told(meeting: Meeting) -> str:
    """A meeting in a sentence: ``the second meeting of WG.8 (Vienna, 6–7 June 2016)``, ``the eighth session (…)``."""
    where = f" ({meeting.place_and_dates})" if meeting.start or meeting.place else ""
    own = meeting.body
    whose = "" if own is None or own.is_conference else f" of the {' and the '.join(meeting.body_names)}"
    if not meeting.ordinal:
        about = f" “{meeting.topic}”" if meeting.topic else ""
        return f"the {meeting.get_kind_display()}{about}{whose}{where}"
    return f"the {meeting.title_in_a_sentence}{whose}{where}"
