"""Meetings without a report, and symbols that are cited but absent: one missing report is one finding, wherever it shows.

Both are asked cell by cell (a body and a year), since an absent symbol may be the report that a meeting lacks.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import capfirst

from documents.models import Document, DocumentMeeting, DocumentSymbol, DocumentType, MeetingRole, Reference
from documents.symbols import SymbolError, parse
from mandates.gaps.cells import Bodies, Complete, cells_of, has_closed, home_of, last_day, told, year_of
from mandates.gaps.found import Found, cause
from mandates.models import Finding, FindingKind, FindingPart, Response, Review
from meetings.models import Meeting, MeetingBody, MeetingKind, MeetingStatus
from provenance.dates import day_in_words

NAME = "reports"
# Post-session documents: the report comes within two weeks of closing.
GRACE = timedelta(days=14)
# A machine that is less sure than this of having found a symbol proves nothing.
SURE = 0.8
MOST_NAMED = 10
REPORTS = (DocumentType.REPORT_OF_MEETING, DocumentType.REPORT_OF_SESSION)


def findings(cells=None):
    """The findings that this rule has made for some cells, or for all."""
    mine = Finding.objects.filter(kind__in=[FindingKind.REPORT, FindingKind.CITED])
    if cells is None:
        return mine
    wanted = Q(pk__in=())
    for body, year in cells:
        wanted |= Q(body=body, year=year)
    return mine.filter(wanted)


def examine(cells=None):
    """What is missing in some cells, given as (body's key, year or None), or in all of them."""
    record = _Record(cells)
    for cell in record.cells():
        yield from _in_cell(record, cell)


@dataclass
class _Absent:
    """A symbol that is named and not held: in how many places, by which documents, and by which mandates as a report."""

    symbol: str
    places: int = 0
    citing: list = field(default_factory=list)
    responses: list = field(default_factory=list)

    @property
    def plain_number(self):
        """Its number where it is an ordinary document (no draft, no paper, no suffix); None for others."""
        try:
            symbol = parse(self.symbol)
        except SymbolError:
            return None
        plain = not symbol.nature and not symbol.suffixes and symbol.number.isdecimal()
        return int(symbol.number) if plain else None


class _Record:
    """What stands in the record about the cells that are looked at, in a fixed number of queries."""

    def __init__(self, cells):
        self.today = timezone.localdate()
        self.bodies, self.complete = Bodies(), Complete()
        self.wanted = None if cells is None else set(cells)
        self.missing, self.absent = defaultdict(list), defaultdict(dict)
        self.responses_to, self.loose = defaultdict(list), defaultdict(list)
        self._find_meetings()
        self._find_cited()
        self._find_reports_named()
        self._names = self._documents_named()

    def cells(self):
        return sorted({*self.missing, *self.absent}, key=lambda cell: (cell[0], cell[1] or 0))

    def _is_wanted(self, cell):
        return cell is not None and (self.wanted is None or cell in self.wanted)

    # ------------------------------------------------------------ meetings

    def _find_meetings(self):
        """Meetings that were held and closed long enough ago, and of which no report is in the record."""
        meetings = Meeting.objects.filter(status=MeetingStatus.HELD).exclude(kind=MeetingKind.DIALOGUE)
        meetings = meetings.filter(Exists(MeetingBody.objects.filter(meeting=OuterRef("pk"), body__is_external=False)))
        if self.wanted is not None:
            meetings = meetings.filter(_seated_in(self.wanted))
        places = DocumentMeeting.objects.filter(meeting=OuterRef("pk"), role=MeetingRole.REPORT_OF)
        meetings = meetings.annotate(is_proposed=Exists(places.proposed())).exclude(Exists(places.confirmed()))
        for meeting in meetings.select_related("during_session").with_bodies().order_by("start", "pk").distinct():
            home = home_of(meeting)
            if self._is_wanted(home) and self._has_closed(meeting):
                self.missing[home].append(meeting)
        if self.missing:
            self._leave_out_those_with_a_loose_report()
        keys = [meeting.pk for several in self.missing.values() for meeting in several]
        for response in _confirmed().filter(meeting__in=keys).select_related("mandate__act__body").order_by("pk"):
            self.responses_to[response.meeting_id].append(response)

    def _has_closed(self, meeting):
        """Whether it closed more than two weeks ago; of one without a date, whether its body has met again since."""
        if meeting.start:
            return has_closed(meeting, self.today - GRACE)
        later = Q(pk__in=())
        for seat in meeting.seats.all():
            if seat.ordinal:
                later |= Q(seats__body=seat.body_id, seats__ordinal__gt=seat.ordinal)
        return Meeting.objects.filter(later, status=MeetingStatus.HELD, start__lt=self.today - GRACE).exists()

    def _leave_out_those_with_a_loose_report(self):
        """A report of the same body and year that is tied to no meeting may be the one that is missed.

        Where there are as many as meetings without one, none is missing; else which is can't be told, and nothing is
        said for certain.
        """
        tied = DocumentMeeting.objects.filter(document=OuterRef("pk"), role=MeetingRole.REPORT_OF).confirmed()
        loose = Document.objects.filter(type__in=REPORTS, bodies__in={body for body, _ in self.missing})
        loose = loose.exclude(Exists(tied)).prefetch_related("symbols", "titles", "bodies").order_by("pk").distinct()
        for document in loose:
            year = year_of(document, self.bodies)
            for body in document.bodies.all() if year else ():
                self.loose[(body.pk, year)].append(document)
        for cell, documents in self.loose.items():
            if len(documents) >= len(self.missing.get(cell, ())):
                self.missing.pop(cell, None)

    # ------------------------------------------------------------ symbols

    def _find_cited(self):
        """Symbols of this Conference cited by a held document's present text, and borne by no document of the record."""
        held = DocumentSymbol.objects.filter(canonical=OuterRef("symbol"))
        cited = waiting_references().filter(self._of_series()).exclude(Exists(held)).order_by()
        told = cited.values("symbol").annotate(places=Count("pk"), by=ArrayAgg("citing", distinct=True))
        for row in told.values_list("symbol", "places", "by"):
            absent = self._absent(row[0])
            if absent:
                absent.places, absent.citing = row[1], sorted(row[2])

    def _find_reports_named(self):
        """Reports that a confirmed answer to a mandate names by a symbol that no document of the record bears."""
        held = DocumentSymbol.objects.filter(canonical=OuterRef("symbol"))
        named_only = _confirmed().waiting().filter(self._of_series()).exclude(Exists(held))
        for response in named_only.select_related("mandate__act__body", "made_available_to").order_by("pk"):
            absent = self._absent(response.symbol)
            if absent:
                absent.responses.append(response)

    def _of_series(self):
        """Those symbols that may stand in the cells that are looked at."""
        if self.wanted is None:
            prefixes = {series for series, _ in self.bodies.series}
        else:
            prefixes = {f"{self.bodies.series_of(body)}{year or ''}" for body, year in self.wanted}
        wanted = Q(pk__in=())
        for prefix in filter(None, prefixes):
            wanted |= Q(symbol__startswith=prefix)
        return wanted & ~Q(symbol="")

    def _absent(self, symbol):
        cell = self.bodies.cell_of(symbol)
        if not self._is_wanted(cell):
            return None
        return self.absent[cell].setdefault(symbol, _Absent(symbol))

    def _documents_named(self):
        keys = {key for cell in self.absent.values() for each in cell.values() for key in each.citing[:MOST_NAMED]}
        return Document.objects.prefetch_related("symbols", "titles").in_bulk(keys)

    def citing(self, absent):
        """The documents that cite a symbol: the first ones by name, how many there are besides with the last."""
        known = [self._names[key] for key in absent.citing[:MOST_NAMED] if key in self._names]
        causes = [cause(document, f"cites {absent.symbol}") for document in known]
        rest = len(absent.citing) - len(known)
        if causes and rest > 0:
            causes[-1] = cause(known[-1], f"cites {absent.symbol}, and {rest} more")
        return causes

    def highest_number_held(self, cell):
        """The highest number of an ordinary document of the cell that is held; 0 for none."""
        prefix = f"{self.bodies.series_of(cell[0])}{cell[1]}/"
        held = DocumentSymbol.objects.filter(canonical__startswith=prefix).values_list("canonical", flat=True)
        return max((_Absent(symbol).plain_number or 0 for symbol in held), default=0)


def waiting_references():
    """Well-formed citations, in the present text of a document of the record, of a document that is not held."""
    return Reference.objects.to_documents().filter(
        Q(file=None) | Q(file__is_current=True, file__is_stand_in=False),
        Q(confidence=None) | Q(confidence__gte=SURE),
        document=None,
        malformed="",
        citing__isnull=False,
    )


def _confirmed():
    return Response.objects.filter(is_confirmed=True, mandate__review=Review.CONFIRMED)


def _seated_in(cells):
    wanted = Q(pk__in=())
    for body, year in cells:
        of_the_year = Q(start__year=year) if year else Q(start=None)
        wanted |= Q(seats__body=body) & of_the_year
    return wanted


# ---------------------------------------------------------------- in one cell


def _in_cell(record, cell):
    missing, absent = record.missing.get(cell, []), dict(record.absent.get(cell, {}))
    reports = _reports_of(record, cell, missing, absent)
    for meeting in missing:
        yield _report_missing(record, cell, meeting, reports.get(meeting.pk))
    joined = {each.symbol for each in reports.values()}
    for symbol in sorted(absent.keys() - joined):
        yield _symbol_absent(record, cell, absent[symbol])


def _reports_of(record, cell, missing, absent):
    """Which absent symbol is the report of which meeting: a dict by the meeting's key.

    It is where an answer to a mandate names it as a report; or where one meeting of the body and year lacks a report and
    one ordinary document of them is absent, the last of its year: what a meeting closes with.
    """
    found, left = {}, list(missing)
    for symbol in sorted(absent):
        responses = absent[symbol].responses
        if not responses:
            continue
        convened = {
            response.meeting_id
            for mandate in {response.mandate_id for response in responses}
            for response in _of_mandate(record, mandate)
        }
        candidates = [meeting for meeting in left if meeting.pk in convened] or (left if len(left) == 1 else [])
        if candidates:
            found[candidates[0].pk] = absent[symbol]
            left.remove(candidates[0])
    plain = {each.plain_number: each for each in absent.values() if each.plain_number and each not in found.values()}
    if len(left) == 1 and len(plain) == 1 and cell[1]:
        (number, only), (meeting,) = next(iter(plain.items())), left
        if number > max(1, record.highest_number_held(cell)):
            found[meeting.pk] = only
    return found


def _of_mandate(record, mandate):
    return [each for several in record.responses_to.values() for each in several if each.mandate_id == mandate]


def _report_missing(record, cell, meeting, absent):
    cells = cells_of(meeting)
    loose = record.loose.get(cell, [])
    in_doubt = meeting.is_proposed or loose or meeting.during_session_id
    part, declared = record.complete.judge(*cells, in_doubt=in_doubt)
    which = f"its report, {absent.symbol}," if absent and absent.responses else "its report"
    closing = last_day(meeting)
    when = f"closed on {day_in_words(closing)}" if closing and meeting.end else "has closed"
    causes = [cause(meeting, f"{when}, and no document of the record is its report")]
    if meeting.is_proposed:
        causes.append(cause(meeting, "a document is proposed as its report and waits to be confirmed"))
    causes += [cause(each, "is a report of this body and year, tied to no meeting") for each in loose[:5]]
    if meeting.during_session_id:
        causes.append(
            cause(meeting.during_session, "its report may stand in that of the session during which it was held")
        )
    mandates = {}
    for response in [*record.responses_to[meeting.pk], *(absent.responses if absent else [])]:
        mandates.setdefault(response.mandate_id, response.mandate)
    for response in absent.responses if absent else []:
        causes.append(cause(response.mandate, _named_as_report(response)))
        if response.made_available_to_id:
            causes.append(cause(response.made_available_to, f"{absent.symbol} was made available to it"))
    causes += [cause(each.mandate, "was answered by the meeting") for each in record.responses_to[meeting.pk]]
    if absent:
        causes += record.citing(absent)
    if part == FindingPart.NOT_ISSUED:
        end = "was not issued, as far as we can know."
    elif meeting.is_proposed:
        end = "is only proposed; nobody has confirmed it."
    else:
        end = "is not held here."
    if absent and not absent.responses:
        end = f"{end[:-1]}; it may be {absent.symbol}, which is cited."
    return Found(
        key=f"report:meeting:{meeting.pk}",
        kind=FindingKind.REPORT,
        part=part,
        sentence=f"{capfirst(told(meeting))}: {which} {end}",
        causes=list(dict.fromkeys([*causes, *declared])),
        meeting_id=meeting.pk,
        mandate_id=min(mandates, default=None),
        symbol=absent.symbol if absent else "",
        body_id=cell[0],
        year=cell[1],
        citations=absent.places if absent else 0,
    )


def _named_as_report(response):
    return f"{response.symbol} is named as a report that answers it"


def _symbol_absent(record, cell, absent):
    part, declared = record.complete.judge(cell)
    causes = record.citing(absent)
    causes += [cause(response.mandate, _named_as_report(response)) for response in absent.responses]
    several = len(absent.citing)
    by = f"cited in {several} {'document' if several == 1 else 'documents'}" if several else ""
    to = "named as a report that answers a mandate" if absent.responses else ""
    end = "was not issued, as far as we can know" if part == FindingPart.NOT_ISSUED else "not held here"
    joined = " and ".join(filter(None, [by, to]))
    return Found(
        key=f"cited:{absent.symbol[:190]}",
        kind=FindingKind.CITED,
        part=part,
        sentence=f"{absent.symbol} is {joined}, and {end}.",
        causes=list(dict.fromkeys([*causes, *declared])),
        mandate_id=min((response.mandate_id for response in absent.responses), default=None),
        symbol=absent.symbol,
        body_id=cell[0],
        year=cell[1],
        citations=absent.places,
    )
