"""From what changed to where to look: a follower of the change table.

A change names a record, not what it was before: what it pointed to is read off the history that triggers keep, so that a
report taken away from a meeting leads back to that meeting.
"""

from collections import defaultdict

from django.db.models import Count, F, OuterRef, Q, Subquery

from documents.models import (
    Completeness,
    Document,
    DocumentMeeting,
    DocumentSymbol,
    File,
    LanguageVersion,
    Reference,
)
from documents.models.document import DocumentAgendaItem, DocumentBody
from mandates.gaps import asked, contradictions, items, languages, reports, transmission
from mandates.gaps.cells import Bodies, cells_of
from mandates.gaps.looking import RULES, Scope, look_at
from mandates.models import Addressee, Finding, FindingKind, Mandate, Response
from meetings.models import AgendaItem, Meeting, MeetingBody, MeetingKind
from provenance.models import Evidence

# More than this at once, and looking everywhere costs less than asking what belongs to each.
MOST = 50_000
AT_A_TIME = 4000


def follow(changes):
    """Look where something changed. changes: a queryset of ``provenance.Change``."""
    changed = defaultdict(set)
    told = changes.filter(subject__in=FROM).order_by().values_list("subject", "subject_id").distinct()
    for subject, key in told[: MOST + 1]:
        changed[subject].add(key)
    if sum(map(len, changed.values())) > MOST:
        look_at(Scope(dict.fromkeys(Scope().units)))
    elif changed:
        look_at(scope_of(changed))


def scope_of(changed: dict[str, set[int]]) -> Scope:
    """Where to look for the records that changed, given as their keys by kind of record."""
    finder = _Finder()
    for subject, keys in changed.items():
        every = sorted(keys)
        for start in range(0, len(every), AT_A_TIME):
            FROM[subject](finder, every[start : start + AT_A_TIME])
    return finder.scope


class _Finder:
    """Collects where to look."""

    def __init__(self):
        self.scope = Scope()
        self.bodies = Bodies()

    # ------------------------------------------------------------ meetings

    def from_meetings(self, keys):
        self._cells_of_meetings(keys)
        if _both(Meeting, "id", id__in=keys, kind=MeetingKind.SESSION):
            # A session that closes, or moves, lets any mandate or report ripen.
            self.scope.add_all(asked)
            self.scope.add_all(transmission)
        self._mandates(_both(Response, "mandate", meeting__in=keys))
        bodies = _both(MeetingBody, "body", meeting__in=keys)
        self._mandates(Addressee.objects.filter(body__in=bodies).values_list("mandate", flat=True))
        self._mandates(Mandate.objects.filter(creates_body__in=bodies).values_list("pk", flat=True))
        self._items_of_meetings(keys)
        documents = _both(DocumentMeeting, "document", meeting__in=keys)
        self.scope.add(transmission, documents)
        self.scope.add(contradictions, {(contradictions.DOCUMENT, key) for key in documents})
        self.scope.add(contradictions, {("meetings.meeting", key) for key in keys})

    def _cells_of_meetings(self, keys):
        """The cells in which meetings stand, and those in which they stood before they moved.

        With them the cells without a year: a meeting without a date is over when its body has met again.
        """
        years, seats = defaultdict(set), defaultdict(set)
        for key, start in _both_pairs(Meeting, "id", "start", id__in=keys):
            years[key].add(start.year if start else None)
        for key, body in _both_pairs(MeetingBody, "meeting", "body", meeting__in=keys):
            seats[key].add(body)
        for key in keys:
            self._cells((body, year) for body in seats[key] for year in {*years[key], None})
        self._cells_of_findings(meeting__in=keys)

    def from_bodies(self, keys):
        """A series that comes or changes claims symbols that stood elsewhere; a name stands in many sentences. It is rare."""
        for rule in RULES.values():
            self.scope.add_all(rule)

    def from_items(self, keys):
        self.scope.add(items, keys)
        self._items_of_meetings(_both(AgendaItem, "meeting", id__in=keys))

    def _items_of_meetings(self, keys):
        self.scope.add(items, AgendaItem.objects.filter(meeting__in=keys).values_list("pk", flat=True))

    # ------------------------------------------------------------ documents

    def from_documents(self, keys):
        self.scope.add(languages, keys)
        self.scope.add(transmission, keys)
        self.scope.add(contradictions, {(contradictions.DOCUMENT, key) for key in keys})
        self._symbols(_both(DocumentSymbol, "canonical", document__in=keys))
        meetings = _both(DocumentMeeting, "meeting", document__in=keys)
        self._cells_of_meetings(sorted(meetings))
        self._items_of_meetings(meetings)
        self._due_at(meetings)
        under = _both(DocumentAgendaItem, "agenda_item", document__in=keys)
        self._items_of_meetings(set(AgendaItem.objects.filter(pk__in=under).values_list("meeting", flat=True)))
        self._cells_of_bodies(keys)
        mandates = _both(Response, "mandate", document__in=keys)
        self._mandates(mandates)
        # One mandate's reports are looked at together: that one came to the session settles it for all.
        self.scope.add(transmission, _both(Response, "document", mandate__in=mandates))

    def _cells_of_bodies(self, keys):
        """A report that is tied to no meeting may be that of any meeting of its body and year."""
        candidates = _both(Document, "id", id__in=keys, type__in=reports.REPORTS)
        if not candidates:
            return
        years = defaultdict(set)
        for key, day in _both_pairs(Document, "id", "date", id__in=candidates):
            years[key].add(day.year if day else None)
        for key, symbol in _both_pairs(DocumentSymbol, "document", "canonical", document__in=candidates):
            cell = self.bodies.cell_of(symbol)
            years[key].add(cell[1] if cell else None)
        for key, body in _both_pairs(DocumentBody, "document", "body", document__in=candidates):
            self._cells((body, year) for year in years[key] if year)

    def from_references(self, keys):
        self._symbols(Reference.objects.in_company_of(keys).to_documents().values_list("symbol", flat=True))
        if Reference.objects.filter(pk__in=keys).count() < len(keys):
            self._symbols_cited_otherwise()

    def _symbols_cited_otherwise(self):
        """References that are gone keep no history: which symbols are now cited in fewer places, the counts tell."""
        cited = reports.waiting_references().filter(symbol=OuterRef("symbol")).order_by().values("symbol")
        counted = Subquery(cited.annotate(places=Count("pk")).values("places")[:1])
        standing = Finding.objects.filter(cleared_at=None, citations__gt=0).annotate(now=counted)
        fewer = standing.filter(Q(now=None) | ~Q(now=F("citations")))
        self._cells(fewer.values_list("body", "year"))

    def from_files(self, keys):
        """Which file of a version counts decides what the document cites, and whether it was issued with a stand-in."""
        self._symbols(
            Reference.objects.filter(file__in=keys, document=None).exclude(symbol="").values_list("symbol", flat=True)
        )
        versions = _both(File, "version", id__in=keys)
        documents = set(LanguageVersion.objects.filter(pk__in=versions).values_list("document", flat=True))
        self.scope.add(languages, documents)
        self.scope.add(contradictions, {(contradictions.DOCUMENT, key) for key in documents})
        self._symbols_cited_otherwise()

    def from_acts(self, keys):
        self._mandates(Mandate.objects.filter(act__in=keys).values_list("pk", flat=True))
        self.scope.add(contradictions, {("documents.act", key) for key in keys})

    def from_completeness(self, keys):
        """What was only not held becomes not issued, or the reverse; and agenda items are asked for their documents."""
        cells = _both_pairs(Completeness, "body", "year", id__in=keys)
        seated = Q(pk__in=())
        for body, year in cells:
            seated |= Q(seats__body=body, start__year=year)
        meetings = Meeting.objects.filter(seated).with_bodies().distinct()
        self._cells(cells)
        self._cells(cell for meeting in meetings for cell in cells_of(meeting))
        self._items_of_meetings({meeting.pk for meeting in meetings})
        # Where staff declared a year, all that was found of that body is asked anew.
        found = Finding.objects.filter(cleared_at=None, body__in={body for body, _ in cells})
        self._mandates(asked.findings().filter(pk__in=found).values_list("mandate", flat=True))
        self.scope.add(transmission, transmission.findings().filter(pk__in=found).values_list("document", flat=True))
        self.scope.add(languages, languages.findings().filter(pk__in=found).values_list("document", flat=True))

    # ------------------------------------------------------------ mandates

    def from_mandates(self, keys):
        self._mandates(keys)
        self.scope.add(contradictions, {("mandates.mandate", key) for key in keys})
        self._answers(_both(Response, "id", mandate__in=keys))

    def from_responses(self, keys):
        self._mandates(_both(Response, "mandate", id__in=keys))
        self._answers(keys)

    def _answers(self, keys):
        """Where answers to mandates show: in the cells of their meetings and symbols, and with their reports."""
        self._symbols(_both(Response, "symbol", id__in=keys) - {""})
        self._cells_of_meetings(sorted(_both(Response, "meeting", id__in=keys)))
        documents = _both(Response, "document", id__in=keys)
        self.scope.add(transmission, documents)
        mandates = _both(Response, "mandate", id__in=keys)
        self.scope.add(transmission, _both(Response, "document", mandate__in=mandates))
        self._due_at(_both(Response, "made_available_to", id__in=keys))
        self._due_at(_both(DocumentMeeting, "meeting", document__in=documents))

    def _due_at(self, sessions):
        """What was found missing at sessions: which reports a session is known to have had bears on how sure we are."""
        found = Finding.objects.filter(cleared_at=None, meeting__in=sessions, kind=FindingKind.TRANSMISSION)
        self.scope.add(transmission, found.exclude(document=None).values_list("document", flat=True))
        self._mandates(found.filter(document=None).values_list("mandate", flat=True))

    # ------------------------------------------------------------ evidence

    def from_evidence(self, keys):
        named = _both_pairs(Evidence, "subject", "subject_id", id__in=keys)
        files = [key for label, key in named if label == contradictions.FILE]
        versions = _both(File, "version", id__in=files)
        documents = LanguageVersion.objects.filter(pk__in=versions).values_list("document", flat=True)
        self.scope.add(contradictions, {pair for pair in named if pair[0] != contradictions.FILE})
        self.scope.add(contradictions, {(contradictions.DOCUMENT, key) for key in documents})

    # ------------------------------------------------------------ what all of them need

    def _mandates(self, keys):
        self.scope.add(asked, keys)

    def _cells(self, cells):
        self.scope.add(reports, {cell for cell in cells if cell[0] is not None})

    def _symbols(self, symbols):
        self._cells(cell for cell in map(self.bodies.cell_of, symbols) if cell)

    def _cells_of_findings(self, **which):
        kinds = [FindingKind.REPORT, FindingKind.CITED]
        self._cells(Finding.objects.filter(kind__in=kinds, **which).values_list("body", "year"))


def _history(model):
    """Every state of a model's rows that the triggers kept, those of removed rows included. A row's key is ``id``."""
    return model.pgh_event_model.objects


def _both(model, column, **which):
    """The values of a column in rows as they stand and as they were; without what is empty."""
    rows = [records.filter(**which).values_list(column, flat=True) for records in (model.objects, _history(model))]
    return set().union(*rows) - {None}


def _both_pairs(model, one, other, **which):
    """Pairs of two columns in rows as they stand and as they were."""
    rows = [records.filter(**which).values_list(one, other) for records in (model.objects, _history(model))]
    return set().union(*rows)


FROM = {
    "meetings.meeting": _Finder.from_meetings,
    "meetings.body": _Finder.from_bodies,
    "meetings.agendaitem": _Finder.from_items,
    "documents.document": _Finder.from_documents,
    "documents.reference": _Finder.from_references,
    "documents.file": _Finder.from_files,
    "documents.act": _Finder.from_acts,
    "documents.completeness": _Finder.from_completeness,
    "mandates.mandate": _Finder.from_mandates,
    "mandates.response": _Finder.from_responses,
    "provenance.evidence": _Finder.from_evidence,
}
