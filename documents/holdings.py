"""Documents in hand while files are filed: what the record holds of them, asked for all at once and written all at once.

Filing decides in memory, file after file; a later file of a batch sees what an earlier one changed. Nothing is in the
database before ``Holdings.save``, and the caller's transaction holds the documents' symbols (``filing.place_all``).
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from documents.models import (
    Document,
    DocumentBody,
    DocumentMeeting,
    DocumentSymbol,
    DocumentTitle,
    File,
    LanguageVersion,
    MeetingRole,
    VersionStatus,
)
from documents.models.saving import add_rows, save_rows
from meetings.models import CONFERENCE, Body, Meeting, MeetingBody
from provenance.models import Evidence, label_of


class Holding:
    """One document with what filing needs to know of it. Of a new one everything is empty.

    titles and versions are by language; current: the current file of a version, by the version's key; said: the evidence
    about the document or a version, by its label and key; met: the keys of the meetings in which it has a place.
    """

    def __init__(self, document: Document):
        self.document = document
        self.symbols: list[str] = []
        self.bodies: set[int] = set()
        self.titles: dict[str, DocumentTitle] = {}
        self.versions: dict[str, LanguageVersion] = {}
        self.current: dict[int, File] = {}
        self.met: set[int] = set()
        self.said: dict[tuple[str, int], list[Evidence]] = defaultdict(list)

    def __str__(self):
        return self.symbols[0] if self.symbols else str(self.document)

    def said_about(self, record) -> list[Evidence]:
        """The evidence about the document or one of its versions, what this batch has added included."""
        return self.said[label_of(record), record.pk]


class Holdings:
    """The documents of a batch, by canonical symbol and by key; and the rows to be written of them."""

    def __init__(self, files: int = 1):
        """files: how many files are to be filed, and so how many new rows of a kind to expect."""
        self._expected = files
        self._keys: dict[type, list[int]] = defaultdict(list)
        self._of: dict[int, Holding] = {}
        self._bearing: dict[str, Holding] = {}
        self._meetings: dict[tuple, list[Meeting]] = {}
        self._series: list[tuple[str, Body]] | None = None
        self._new: dict[type, list] = defaultdict(list)
        self._changed: dict[type, dict[int, object]] = defaultdict(dict)
        self._deleted: dict[type, list[int]] = defaultdict(list)

    # ------------------------------------------------------------ asking

    def gather(self, *, symbols: Iterable[str] = (), documents: Iterable[int] = ()):
        """Take the documents in hand that bear these canonical symbols or have these keys. Seven queries."""
        symbols = [symbol for symbol in symbols if symbol not in self._bearing]
        borne = Q(pk__in=DocumentSymbol.objects.filter(canonical__in=symbols).values("document"))
        held = {
            document.pk: Holding(document)
            for document in Document.objects.filter(borne | Q(pk__in=list(documents)))
            if document.pk not in self._of
        }
        if not held:
            return
        self._of |= held
        for symbol in DocumentSymbol.objects.filter(document__in=held).order_by("position", "pk"):
            held[symbol.document_id].symbols.append(symbol.canonical)
            self._bearing[symbol.canonical] = held[symbol.document_id]
        for title in DocumentTitle.objects.filter(document__in=held):
            held[title.document_id].titles[title.language] = title
        for version in LanguageVersion.objects.filter(document__in=held):
            version.document = held[version.document_id].document
            held[version.document_id].versions[version.language] = version
        versions = {version.pk: holding for holding in held.values() for version in holding.versions.values()}
        for file in File.objects.filter(version__in=versions, is_current=True):
            versions[file.version_id].current[file.version_id] = file
        for document, body in DocumentBody.objects.filter(document__in=held).values_list("document", "body"):
            held[document].bodies.add(body)
        for document, meeting in DocumentMeeting.objects.filter(document__in=held).values_list("document", "meeting"):
            held[document].met.add(meeting)
        document_label, version_label = Document._meta.label_lower, LanguageVersion._meta.label_lower
        about = Q(subject=document_label, subject_id__in=held) | Q(subject=version_label, subject_id__in=versions)
        for said in Evidence.objects.filter(about).order_by("pk"):
            holding = held[said.subject_id] if said.subject == document_label else versions[said.subject_id]
            holding.said[said.subject, said.subject_id].append(said)

    def of(self, document: Document) -> Holding:
        """A document in hand, that very instance."""
        if document.pk not in self._of:
            self.gather(documents=[document.pk])
        holding = self._of[document.pk]
        holding.document = document
        for version in holding.versions.values():
            version.document = document
        return holding

    def of_version(self, file: File) -> Holding:
        """The document in hand under which a file stands; the file's version becomes the one in hand."""
        for holding in self._of.values():
            for version in holding.versions.values():
                if version.pk == file.version_id:
                    file.version = version
                    return holding
        raise LookupError(f"the document of file {file.pk} is not in hand")

    def bearing(self, symbols: Iterable[str]) -> list[Holding]:
        """The documents in hand that bear any of these canonical symbols."""
        found = {id(holding): holding for each in symbols if (holding := self._bearing.get(each))}
        return list(found.values())

    def body_of(self, canonical: str) -> Body | None:
        """The body whose series a symbol begins with; the longest series wins (CTOC/COP/WG.8/ before CTOC/COP/)."""
        if self._series is None:
            bodies = Body.objects.exclude(series="")
            self._series = sorted(((body.series, body) for body in bodies), key=lambda pair: -len(pair[0]))
        return next((body for series, body in self._series if canonical.startswith(series)), None)

    def meetings_of_agenda(self, symbol: str) -> list[Meeting]:
        """The meetings whose agenda document bears a canonical symbol."""
        asked = ("agenda", symbol)
        if asked not in self._meetings:
            self._meetings[asked] = list(
                Meeting.objects.filter(
                    document_places__document__symbols__canonical=symbol,
                    document_places__role=MeetingRole.AGENDA_OF,
                    document_places__is_confirmed=True,
                ).distinct()
            )
        return self._meetings[asked]

    def sessions(self, symbols: Iterable[str], ordinal: int) -> list[Meeting]:
        """The meetings of this number of the bodies in whose series symbols stand; of the Conference for no series."""
        bodies = {body.slug for body in map(self.body_of, symbols) if body} or {CONFERENCE}
        asked = (ordinal, *sorted(bodies))
        if asked not in self._meetings:
            seats = MeetingBody.objects.filter(body__slug__in=bodies, ordinal=ordinal)
            self._meetings[asked] = list(Meeting.objects.filter(pk__in=seats.values("meeting")))
        return self._meetings[asked]

    # ------------------------------------------------------------ changing

    def found(self, symbols, **values) -> Holding:
        """A new document with these symbols (``documents.symbols.Symbol``)."""
        holding = Holding(self.add(Document(pk=self._next_key(Document), **values)))
        self._of[holding.document.pk] = holding
        self.add_symbols(holding, symbols)
        return holding

    def add_symbols(self, holding: Holding, symbols):
        """Give a document symbols that it does not have yet, as printed, with the bodies whose series they are in."""
        document = holding.document
        for symbol in symbols:
            if symbol.canonical in holding.symbols:
                continue
            printed = symbol.printed if len(symbol.printed) <= 200 else symbol.canonical
            row = DocumentSymbol(document=document, as_printed=printed, position=len(holding.symbols))
            row.derive()
            self.add(row)
            holding.symbols.append(row.canonical)
            self._bearing[row.canonical] = holding
            body = self.body_of(row.canonical)
            if body and body.pk not in holding.bodies:
                holding.bodies.add(body.pk)
                self.add(DocumentBody(document=document, body=body))

    def version(self, holding: Holding, language: str) -> LanguageVersion:
        """The version of a document in a language, in hand; a new one is held."""
        if language not in holding.versions:
            version = LanguageVersion(
                pk=self._next_key(LanguageVersion),
                document=holding.document,
                language=language,
                status=VersionStatus.HELD,
            )
            holding.versions[language] = self.add(version)
        return holding.versions[language]

    def add(self, row):
        """A row that is new; returns it."""
        self._new[type(row)].append(row)
        return row

    def change(self, row):
        """A row of which something has changed."""
        if not row._state.adding:
            self._changed[type(row)][row.pk] = row

    def remove(self, row):
        """A row that is to go."""
        if row._state.adding:
            self._new[type(row)] = [each for each in self._new[type(row)] if each is not row]
        else:
            self._deleted[type(row)].append(row.pk)
            self._changed[type(row)].pop(row.pk, None)

    def save(self):
        """Write everything, what others hang on first. A statement for each kind of row and way."""
        for model, keys in self._deleted.items():
            model.objects.filter(pk__in=keys).delete()
        for model in (
            Document,
            DocumentSymbol,
            DocumentBody,
            LanguageVersion,
            DocumentTitle,
            DocumentMeeting,
        ):
            model.objects.bulk_create(self._new.pop(model, []), batch_size=500)
        add_rows(self._new.pop(Evidence, []))
        for rows in self._changed.values():
            save_rows(list(rows.values()))
        self._new.clear()
        self._changed.clear()
        self._deleted.clear()

    def _next_key(self, model):
        """A primary key that nobody else will get."""
        if not self._keys[model]:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                    [model._meta.db_table, self._expected],
                )
                self._keys[model] = [key for (key,) in cursor.fetchall()]
        return self._keys[model].pop(0)
