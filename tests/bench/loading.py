"""Puts many texts into the record as issued documents, fast: COPY, in batches that are whole or not there at all.

What it writes is what the site would hold after their issuing: document, symbol, title, body, language version, file and
page, and rows of the change table, so that followers see them come. Two things it leaves out: the bytes of the files
(rows only; the page of text is there, a download is not) and, unless ``with_triggers``, the history of the records.
"""

from dataclasses import dataclass, field
from itertools import count

from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.access import Audience
from documents.models import (
    Document,
    DocumentBody,
    DocumentSymbol,
    DocumentTitle,
    File,
    LanguageVersion,
    Page,
    Stage,
    VersionStatus,
)
from meetings.models import Body, BodyKind
from tests.bench.copying import Table, copy_rows, new_keys
from tests.bench.records import BadRecord, Record, read_record

BATCH = 2_000
SIGNED_BY = "bench"
NAMED_BAD_LINES = 20
TABLES = (Document, DocumentSymbol, DocumentTitle, DocumentBody, LanguageVersion, File, Page)


@dataclass
class Outcome:
    """What became of the lines. bad: (number, reason) of the first bad ones; bad_lines counts them all."""

    texts: int = 0
    documents: int = 0
    there_already: int = 0
    same_text: int = 0
    bad_lines: int = 0
    bad: list = field(default_factory=list)

    def note_bad(self, number, reason):
        self.bad_lines += 1
        if len(self.bad) < NAMED_BAD_LINES:
            self.bad.append((number, str(reason)))

    @property
    def lines(self):
        """How many lines were dealt with."""
        return self.texts + self.there_already + self.same_text + self.bad_lines

    def in_words(self):
        """The outcome as lines for the person who loaded."""
        said = [f"{self.texts:,} texts of {self.documents:,} new documents loaded."]
        if self.there_already:
            said.append(f"{self.there_already:,} skipped: their document has a text in that language already.")
        if self.same_text:
            said.append(f"{self.same_text:,} skipped: the same text is there under another symbol or language.")
        if self.bad_lines:
            said.append(f"{self.bad_lines:,} lines could not be read:")
            said += [f"  line {number:,}: {reason}" for number, reason in self.bad]
            if self.bad_lines > len(self.bad):
                said.append(f"  and {self.bad_lines - len(self.bad):,} more")
        return said


def load(lines, *, limit=None, with_triggers=False, progress=None) -> Outcome:
    """Load the records that ``lines`` (text, one JSON object each) state; what is there already is passed over.

    limit: at most so many lines. with_triggers: let the database write history and changes itself, as for any other
    writer. progress: called with the Outcome after each batch. A load that was broken off is gone on with by loading
    the same lines again.
    """
    outcome = Outcome()
    loader = Loader(with_triggers=with_triggers)
    batch = []
    for number, line in enumerate(lines, 1):
        if limit is not None and number > limit:
            break
        if not line.strip():
            continue
        try:
            batch.append(read_record(line))
        except BadRecord as problem:
            outcome.note_bad(number, problem)
        if len(batch) == BATCH:
            loader.put(batch, outcome)
            batch = []
            if progress:
                progress(outcome)
    loader.put(batch, outcome)
    return outcome


class Loader:
    """Puts batches of Records into the database, each batch in one transaction."""

    def __init__(self, *, with_triggers=False):
        self.with_triggers = with_triggers
        self.person, _ = get_user_model().objects.get_or_create(
            username=SIGNED_BY, defaults={"first_name": "The", "last_name": "bench", "is_active": False}
        )
        self.bodies = {body.name: body.pk for body in Body.objects.order_by("-pk")}
        self.tables = {model: Table(model) for model in TABLES}

    def put(self, records: list[Record], outcome: Outcome):
        """Load records, all or none, and count into ``outcome`` what became of each."""
        if not records:
            return
        with transaction.atomic():
            self._make_bodies(records)
            with connection.cursor() as cursor:
                batch = _Batch(self, cursor, records)
                if not self.with_triggers:
                    # Neither history nor changes row by row, nor a look at each key: the keys are all our own.
                    cursor.execute("SET LOCAL session_replication_role = replica")
                for model, table in self.tables.items():
                    copy_rows(cursor, table, batch.rows[model])
                if not self.with_triggers:
                    cursor.execute("SET LOCAL session_replication_role = origin")
                    batch.tell_followers(cursor)
        outcome.texts += len(batch.rows[File])
        outcome.documents += len(batch.rows[Document])
        outcome.there_already += batch.there_already
        outcome.same_text += batch.same_text

    def _make_bodies(self, records):
        for name in dict.fromkeys(record.body for record in records):
            if name and name not in self.bodies:
                stem = slugify(name)[:50].strip("-") or "body"
                taken = set(Body.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
                slugs = (f"{stem}-{number}" if number else stem for number in count())
                slug = next(slug for slug in slugs if slug not in taken)
                self.bodies[name] = Body.objects.create(name=name, slug=slug, kind=BodyKind.OTHER, is_external=True).pk


class _Batch:
    """The rows that some records become, by model, and which records are left out."""

    def __init__(self, loader, cursor, records):
        self.rows = {model: [] for model in TABLES}
        self.there_already = self.same_text = 0
        self.touched = set()
        self._loader = loader
        self._now = timezone.now()
        self._look_up(records)
        self._keys = {model: new_keys(cursor, table, len(records)) for model, table in loader.tables.items()}
        self.new = set()
        self.files = []
        for record in records:
            self._add(record)

    def _look_up(self, records):
        """What the database holds already of the symbols and texts of these records."""
        symbols = {record.symbol.canonical for record in records}
        found = DocumentSymbol.objects.filter(canonical__in=symbols)
        self._documents = dict(found.values_list("canonical", "document_id"))
        keys = set(self._documents.values())

        def held(model, column):
            return set(model.objects.filter(document__in=keys).values_list("document_id", column)) if keys else set()

        self._titles = held(DocumentTitle, "language")
        self._versions = held(LanguageVersion, "language")
        self._of_bodies = held(DocumentBody, "body_id")
        hashes = {record.sha256 for record in records}
        self._hashes = set(File.objects.filter(sha256__in=hashes).values_list("sha256", flat=True))

    def _add(self, record):
        document = self._documents.get(record.symbol.canonical)
        if (document, record.language) in self._versions:
            self.there_already += 1
            return
        if record.sha256 in self._hashes:
            self.same_text += 1
            return
        self._hashes.add(record.sha256)
        if document is None:
            document = self._found_document(record)
        elif document not in self.new:
            self.touched.add(document)
        self._complete_document(document, record)
        self._add_version(document, record)

    def _row(self, model, **values):
        key = next(self._keys[model])
        self.rows[model].append(self._loader.tables[model].row(id=key, **values))
        return key

    def _found_document(self, record):
        document = self._row(
            Document,
            type=record.type,
            date=record.date,
            date_precision=record.date_precision,
            audience=int(Audience.PUBLIC),
            created_at=self._now,
        )
        symbol = record.symbol
        self._row(
            DocumentSymbol,
            document_id=document,
            as_printed=symbol.as_printed,
            canonical=symbol.canonical,
            root=symbol.root,
            search_key=symbol.search_key,
            sort_key=symbol.sort_key,
            malformed=symbol.malformed,
        )
        self._documents[symbol.canonical] = document
        self.new.add(document)
        return document

    def _complete_document(self, document, record):
        if record.title and (document, record.title_language) not in self._titles:
            self._titles.add((document, record.title_language))
            self._row(DocumentTitle, document_id=document, language=record.title_language, text=record.title)
        body = self._loader.bodies[record.body] if record.body else None
        if body and (document, body) not in self._of_bodies:
            self._of_bodies.add((document, body))
            self._row(DocumentBody, document_id=document, body_id=body)

    def _add_version(self, document, record):
        self._versions.add((document, record.language))
        version = self._row(
            LanguageVersion,
            document_id=document,
            language=record.language,
            status=VersionStatus.ISSUED.value,
            job_number=record.job_number,
            page_count=1,
            issued_at=self._now,
            issued_by_id=self._loader.person.pk,
        )
        file = self._row(
            File,
            version_id=version,
            is_current=True,
            sha256=record.sha256,
            content=f"{record.sha256[:2]}/{record.sha256}",
            name=f"{record.symbol.canonical.replace('/', '_')}-{record.language.upper()}.txt"[-255:],
            size=len(record.text.encode()),
            media_type="text/plain",
            received_at=self._now,
            received_by_id=self._loader.person.pk,
            stage=Stage.LINKED.value,
            moved_at=self._now,
            language=record.language,
            page_count=1,
        )
        self._row(Page, file_id=file, number=1, text=record.text)
        self.files.append(file)

    def tell_followers(self, cursor):
        """Write the rows of the change table that the triggers would have written, one for each record that changed."""
        for subject, kind, keys in (
            ("documents.document", "insert", self.new),
            ("documents.document", "update", self.touched),
            ("documents.file", "insert", self.files),
        ):
            cursor.execute(
                "INSERT INTO provenance_change (transaction, at, subject, subject_id, kind) "
                "SELECT pg_current_xact_id()::text::bigint, clock_timestamp(), %s, key, %s FROM unnest(%s::bigint[]) key",
                [subject, kind, list(keys)],
            )


def tidy():
    """Leave the tables as a site at rest has them: statistics for the planner, and pages known to be all visible."""
    with connection.cursor() as cursor:
        for model in TABLES:
            cursor.execute(f"VACUUM (ANALYZE) {model._meta.db_table}")
        cursor.execute("ANALYZE")
