"""What the record holds of the documents that some catalogue records speak of, brought along in a fixed number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from documents.catalogue.stated import LIBRARY, Stated, job_field, title_field
from documents.filing import NOT_A_MEETING
from documents.models import Document, DocumentMeeting, DocumentSymbol, LanguageVersion, MeetingRole, OtherIdentifier
from documents.symbols import SymbolError, parse
from meetings.models import AgendaItem, Body, Meeting
from provenance.dates import partial
from provenance.models import Evidence


@dataclass(eq=False)
class Holding:
    """One document as the record holds it, and as earlier records of the same file would complete it.

    `single` and `several` give what stands in each field, as text. `said` is what sources stated before, `written` what of it
    was once put into the record.
    """

    document: Document | None = None
    words: str = ""
    single: dict[str, str] = field(default_factory=dict)
    several: dict[str, set[str]] = field(default_factory=dict)
    said: set[tuple[str, str]] = field(default_factory=set)
    written: set[tuple[str, str]] = field(default_factory=set)
    struck_out: set[str] = field(default_factory=set)
    versions: dict[str, LanguageVersion] = field(default_factory=dict)
    symbol_count: int = 0
    is_new: bool = False
    is_changed: bool = False


class Holdings:
    """The holdings of the records at hand. Those that a plan changed are kept, so that later records of the file see them."""

    def __init__(self) -> None:
        self._by_key: dict[int, Holding] = {}
        self._by_symbol: dict[str, Holding] = {}
        self._by_identifier: dict[str, Holding] = {}

    def of(self, stated: Stated) -> list[Holding]:
        """The documents that bear one of the record's symbols, or its number in the library."""
        found = [self._by_symbol.get(symbol.canonical) for symbol in stated.symbols]
        if stated.identifier:
            found.append(self._by_identifier.get(stated.identifier))
        return list(dict.fromkeys(holding for holding in found if holding))

    def add(self, stated: Stated) -> Holding:
        """A new document, with nothing in it yet."""
        holding = Holding(words="-".join(symbol.canonical for symbol in stated.symbols), is_new=True, is_changed=True)
        self._point(holding, (symbol.canonical for symbol in stated.symbols), [stated.identifier])
        return holding

    def point_to(self, holding: Holding, stated: Stated) -> None:
        """Find a document by the symbols and the number of this record too, from now on."""
        self._point(holding, (symbol.canonical for symbol in stated.symbols), [stated.identifier])

    def _point(self, holding: Holding, symbols: Iterable[str], identifiers: Iterable[str]) -> None:
        for canonical in symbols:
            self._by_symbol.setdefault(canonical, holding)
        for identifier in identifiers:
            if identifier:
                self._by_identifier.setdefault(identifier, holding)

    def load(self, batch: list[Stated], *, lock: bool) -> None:
        """Bring along what these records need. `lock`: nobody else may change the documents before the transaction ends."""
        self._forget_unchanged()
        symbols = {symbol.canonical for stated in batch for symbol in stated.symbols}
        identifiers = {stated.identifier for stated in batch if stated.identifier}
        keys = set(DocumentSymbol.objects.filter(canonical__in=symbols).values_list("document_id", flat=True))
        keys |= set(
            OtherIdentifier.objects.filter(scheme=LIBRARY, value__in=identifiers).values_list("document_id", flat=True)
        )
        keys -= self._by_key.keys()
        wanted = Document.objects.filter(pk__in=keys).order_by("pk")
        if lock:
            wanted = wanted.select_for_update()
        documents = list(
            wanted.prefetch_related(
                "symbols", "titles", "versions", "bodies", "places", "agenda_items", "identifiers", "notes"
            )
        )
        said = _said_about(documents)
        for document in documents:
            holding = _holding(document, said)
            self._by_key[document.pk] = holding
            numbers = [each.value for each in document.identifiers.all() if each.scheme == LIBRARY]
            self._point(holding, (symbol.canonical for symbol in document.symbols.all()), numbers)

    def _forget_unchanged(self) -> None:
        self._by_key = {key: holding for key, holding in self._by_key.items() if holding.is_changed}
        for index in (self._by_symbol, self._by_identifier):
            for key in [key for key, holding in index.items() if not holding.is_changed]:
                del index[key]


def _said_about(documents: list[Document]) -> dict[int, list[tuple[str, Evidence]]]:
    """By document: every statement about it or its versions, with the name of the field where all stand together."""
    versions = {version.pk: version for document in documents for version in document.versions.all()}
    found: dict[int, list[tuple[str, Evidence]]] = {}
    version_label = LanguageVersion._meta.label_lower
    for said in Evidence.objects.about(*documents, *versions.values()) if documents else ():
        if said.subject == version_label:
            version = versions[said.subject_id]
            if said.field == "job number":
                found.setdefault(version.document_id, []).append((job_field(version.language), said))
        else:
            found.setdefault(said.subject_id, []).append((said.field, said))
    return found


def _holding(document: Document, said: dict[int, list[tuple[str, Evidence]]]) -> Holding:
    statements = said.get(document.pk, ())
    versions = {version.language: version for version in document.versions.all()}
    single = {
        "date": partial(document.date, document.date_precision),
        "type": document.type,
        "distribution": document.distribution,
        **{title_field(title.language): title.text for title in document.titles.all()},
        **{job_field(version.language): version.job_number for version in versions.values()},
    }
    several = {
        "symbol": {symbol.canonical for symbol in document.symbols.all()},
        "language version": {version.get_language_display() for version in versions.values()},
        "body": {str(body.pk) for body in document.bodies.all()},
        "meeting": {str(place.meeting_id) for place in document.places.all()},
        "agenda item": {str(item.pk) for item in document.agenda_items.all()},
        "identifier": {str(identifier) for identifier in document.identifiers.all()},
        "note": {note.text for note in document.notes.all()},
    }
    return Holding(
        document=document,
        words=str(document)[:300],
        single=single,
        several=several,
        said={(name, each.value) for name, each in statements},
        written={(name, each.value) for name, each in statements if each.chosen},
        struck_out={each.value for name, each in statements if name == NOT_A_MEETING},
        versions=versions,
        symbol_count=len(several["symbol"]),
    )


class Rooms:
    """The bodies, meetings and agenda items that records may name; asked once for a whole file."""

    def __init__(self) -> None:
        bodies = list(Body.objects.all())
        self._by_series = sorted((body for body in bodies if body.series), key=lambda body: -len(body.series))
        self._by_name = {
            name.casefold(): body
            for body in reversed(bodies)
            for name in (body.name, body.short_name, body.slug)
            if name
        }
        self._by_seat: dict[tuple[int, int], list[Meeting]] = {}
        meetings = {}
        for meeting in Meeting.objects.with_bodies():
            meetings[meeting.pk] = meeting
            for seat in meeting.seats.all():
                if seat.ordinal:
                    self._by_seat.setdefault((seat.body_id, seat.ordinal), []).append(meeting)
        self._by_agenda: dict[str, list[Meeting]] = {}
        agendas = DocumentMeeting.objects.confirmed().filter(role=MeetingRole.AGENDA_OF)
        for symbol, meeting in agendas.values_list("document__symbols__canonical", "meeting_id"):
            self._by_agenda.setdefault(symbol, []).append(meetings[meeting])
        self._items = {(item.meeting_id, item.number): item for item in AgendaItem.objects.all()}

    def bodies_of(self, stated: Stated) -> list[Body]:
        """The bodies in whose series the symbols stand (the longest series counts), and one that is named."""
        found = [
            next((body for body in self._by_series if symbol.canonical.startswith(body.series)), None)
            for symbol in stated.symbols
        ]
        found.append(
            self._by_name.get(stated.body.casefold()) or self._by_name.get(stated.body.rpartition(", ")[2].casefold())
        )
        return list(dict.fromkeys(body for body in found if body))

    def meetings_of(self, stated: Stated, bodies: list[Body]) -> list[Meeting]:
        """By the agenda document, else by body and number of the session; never by the year of the symbol."""
        by_agenda = [
            meeting for place in stated.agenda for meeting in self._by_agenda.get(_canonical(place.document), ())
        ]
        if by_agenda:
            return list(dict.fromkeys(by_agenda))
        if not stated.session.isdecimal():
            return []
        found = [meeting for body in bodies for meeting in self._by_seat.get((body.pk, int(stated.session)), ())]
        return list(dict.fromkeys(found))

    def item(self, meetings: list[Meeting], number: str) -> AgendaItem | None:
        """The item of this number on the agenda of one of the meetings."""
        return next(
            (self._items[meeting.pk, number] for meeting in meetings if (meeting.pk, number) in self._items), None
        )


def _canonical(text: str) -> str:
    try:
        return parse(text).canonical if text else ""
    except SymbolError:
        return ""
