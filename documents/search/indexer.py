"""Writing one generation of the index: built from the database, or brought up to date by its change table.

The mark up to which the index has followed stands in the index itself, and is stored by the same commit: an indexer that is
killed anywhere goes on from the last commit. What it reads twice leaves the same entries.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from datetime import timedelta
from functools import partial

import tantivy
from django.db import connection, connections
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from tantivy import Query

from documents.models import Act, Document
from documents.search import fields
from documents.search.contents import (
    BATCH,
    ActContents,
    DocumentContents,
    act_record,
    document_record,
    keys_in_batches,
)
from documents.search.snapshot import one_state
from provenance.followers import Mark, changes_since, mark_of_now

BUILDING_MEMORY, FOLLOWING_MEMORY = 600_000_000, 60_000_000  # bytes that Tantivy may fill before it writes
MARK = "mark"
# The change table is trimmed after some 400 days; an index that was away nearly as long is built anew.
OLDEST_MARK = timedelta(days=300)
# Where so many documents changed, and half of all, building anew is quicker than mending.
MANY = 50_000
# When there is much to take in, what is done is shown this often.
COMMIT_SECONDS = 2.0


@dataclass(frozen=True)
class Touched:
    """What a changed record touches: documents and acts by these ways through the database, and those that remember it in
    the index by this tie (a file that was moved away or deleted is known to the index alone)."""

    documents: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    tie: str = ""


TOUCHED = {
    # A paragraph that was read from a file is seen by those who may open the file.
    "documents.document": Touched(acts=("paragraphs__file__version__document",)),
    "documents.file": Touched(("versions__files",), ("paragraphs__file",), "file"),
    "documents.act": Touched(("responses__mandate__act", "mandates__act")),
    "meetings.body": Touched(("bodies", "places__meeting__seats__body"), ("body",), "body"),
    "meetings.meeting": Touched(("places__meeting", "agenda_items__meeting"), (), "meeting"),
    "meetings.agendaitem": Touched(("agenda_items",), (), "item"),
    "mandates.mandate": Touched(("responses__mandate", "mandates"), (), "mandate"),
    "mandates.response": Touched(("responses",), (), "response"),
}
ASKED_AT_ONCE = 5_000


class Damaged(Exception):
    """The index can't be written on: it must be built anew."""


class Indexer:
    """Writes one generation of the index: builds it, or brings it up to date."""

    def __init__(self, generation, *, building=False, between=None):
        """between: called after every batch; what it raises ends the work, of which nothing more is committed."""
        self.generation = generation
        self.mark = None
        self._between = between or (lambda: None)
        memory = BUILDING_MEMORY if building else FOLLOWING_MEMORY
        self.documents = generation.documents.writer(memory, 2 if building else 1)
        self.pages = generation.pages.writer(memory // 4 if building else FOLLOWING_MEMORY // 2, 1)

    # ------------------------------------------------------------ what is written

    def write_documents(self, keys):
        """Make the entries of these documents anew; those that are no longer there lose theirs."""
        for key in keys:
            self.documents.delete_documents_by_term("record", document_record(key))
            self.pages.delete_documents_by_term("record", document_record(key))

        self._add_documents(*_read(keys))

    def _add_documents(self, read, contents):
        for content in contents:
            self.documents.add_document(content.entry())
        for entry in read.entries_of_pages():
            self.pages.add_document(entry)

    def write_acts(self, keys):
        """Make the entries of these acts anew."""
        for key in keys:
            self.documents.delete_documents_by_term("record", act_record(key))
        self._add_acts(keys)

    def _add_acts(self, keys):
        with one_state():
            contents = list(ActContents(keys).contents())
        for content in contents:
            self.documents.add_document(content.entry())

    def commit(self, mark: Mark):
        """Make all of it visible at once, with the mark. The pages go first: without their mark they are written again."""
        self.documents.delete_documents_by_term("record", MARK)
        told = tantivy.Document()
        told.add_text("record", MARK)
        for circle in fields.CIRCLES:
            told.add_text("unseen", circle)
        told.add_text("stored", json.dumps({"mark": asdict(mark), "at": timezone.now().isoformat()}))
        self.documents.add_document(told)
        self.pages.commit()
        self.documents.commit()

    # ------------------------------------------------------------ building and following

    def build(self, progress=None):
        """Take in the whole database. progress: called with (documents done, documents in all)."""
        mark = mark_of_now()
        total, done = Document.objects.count(), 0
        for read, contents in _reading_ahead(partial(_read, in_a_row=True), keys_in_batches(Document)):
            self._add_documents(read, contents)
            done += len(read.keys)
            if progress:
                progress(done, max(total, done))
            self._between()
        for keys in keys_in_batches(Act):
            self._add_acts(keys)
            self._between()
        self.commit(mark)

    def catch_up(self) -> int:
        """Take in what was committed since the mark. Returns how many records were written anew; raises Damaged where the
        mark counts elsewhere or is too old, or so much changed that building anew is quicker."""
        self.mark = self.mark or self._stored_mark()
        since = changes_since(self.mark) if self.mark else None
        if since is None:
            raise Damaged("The index does not belong to this database, or was away for too long.")
        changes, now = since
        documents, acts = self._affected(changes)
        if len(documents) > max(MANY, Document.objects.count() / 2 if len(documents) > MANY else 0):
            raise Damaged("So much has changed that building anew is quicker.")
        if documents or acts:
            self._write(sorted(documents), sorted(acts))
            self.commit(now)
        self.mark = now
        return len(documents) + len(acts)

    def _write(self, documents, acts):
        """Write records anew; where there are many, show what is done now and then, under the mark that they began from."""
        shown = time.monotonic()
        for write, records in ((self.write_documents, documents), (self.write_acts, acts)):
            for keys in _batches(records, BATCH):
                write(keys)
                self._between()
                if time.monotonic() - shown > COMMIT_SECONDS:
                    self.commit(self.mark)
                    shown = time.monotonic()

    def _stored_mark(self) -> Mark | None:
        """How far this index has followed; None where it does not say, or has not for too long."""
        searcher = self._searcher()
        found = searcher.search(Query.term_query(self.generation.documents.schema, "record", MARK, "basic"), limit=1)
        if not found.hits:
            return None
        try:
            told = json.loads(searcher.doc(found.hits[0][1]).get_first("stored"))
            if timezone.now() - parse_datetime(told["at"]) > OLDEST_MARK:
                return None
            return Mark(**{name: _hashable(value) for name, value in told["mark"].items()})
        except (ValueError, KeyError, TypeError, AttributeError):
            return None

    def _affected(self, changes):
        """The documents and acts that changes touch: those named, those tied to what is named, now or in the index."""
        subjects = {}
        for subject, key in changes.order_by().values_list("subject", "subject_id").distinct():
            subjects.setdefault(subject, set()).add(key)
        documents = set(subjects.get("documents.document", ()))
        acts = set(subjects.get("documents.act", ()))
        terms = []
        for subject, touched in TOUCHED.items():
            keys = sorted(subjects.get(subject, ()))
            documents |= _by_ways(Document, touched.documents, keys)
            acts |= _by_ways(Act, touched.acts, keys)
            terms += [f"{touched.tie} {key}" for key in keys if touched.tie]
        for is_act, key in self._tied(terms):
            (acts if is_act else documents).add(key)
        return documents, acts

    def _tied(self, terms):
        """The records whose entries in the index are tied to one of the terms, as (whether it is an act, primary key)."""
        if not terms:
            return []
        searcher = self._searcher()
        query = Query.term_set_query(self.generation.documents.schema, "tied", terms)
        found = searcher.search(query, limit=max(searcher.num_docs, 1), count=False)
        addresses = [address for _score, address in found.hits]
        return zip(*(searcher.fast_field_values(name, addresses) for name in ("is_act", "pk")), strict=True)

    def _searcher(self):
        self.generation.documents.reload()
        return self.generation.documents.searcher()

    def close(self):
        """Wait for merges, and give the lock on the folder back."""
        self.documents.wait_merging_threads()
        self.pages.wait_merging_threads()


def _read(keys, *, in_a_row=False):
    """The DocumentContents of some documents, and its contents, from one state of the database."""
    with one_state():
        read = DocumentContents(keys, in_a_row=in_a_row)
        return read, list(read.contents())


def _reading_ahead(read, batches):
    """What ``read`` makes of each of the batches, in order; the next one is read meanwhile, in a session of its own."""
    if connection.in_atomic_block:  # what stands in a transaction that has not ended, no other session can read
        yield from map(read, batches)
        return
    with ThreadPoolExecutor(1) as reader:
        try:
            ahead = None
            for batch in batches:
                this, ahead = ahead, reader.submit(read, batch)
                if this is not None:
                    yield this.result()
            if ahead is not None:
                yield ahead.result()
        finally:
            reader.submit(connections.close_all)


def _by_ways(model, ways, keys):
    """The primary keys of the records of ``model`` that lead to one of ``keys`` by one of the ways."""
    found = set()
    for way in ways:
        for some in _batches(keys, ASKED_AT_ONCE):
            found.update(model.objects.filter(**{f"{way}__in": some}).order_by().values_list("pk", flat=True))
    return found


def _hashable(value):
    return tuple(value) if isinstance(value, list) else value


def _batches(keys, length):
    return (keys[start : start + length] for start in range(0, len(keys), length))
