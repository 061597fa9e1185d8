"""Keeping the index equal to the database: built from it, then following its change table.

The mark up to which the index has followed stands in the index itself, and is stored by the same commit: an indexer that is
killed anywhere goes on from the last commit. What it reads twice leaves the same entries.
"""

import fcntl
import json
import logging
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import tantivy
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from tantivy import Query

from documents.models import Act, Document
from documents.search import store
from documents.search.contents import ActContents, DocumentContents, act_record, document_record
from provenance.followers import Mark, changes_since, mark_of_now

logger = logging.getLogger(__name__)

BATCH = 500  # documents read at a time
BUILDING_MEMORY, FOLLOWING_MEMORY = 600_000_000, 60_000_000  # bytes that Tantivy may fill before it writes
MARK = "mark"
# The change table is trimmed after some 400 days; an index that was away nearly as long is built anew.
OLDEST_MARK = timedelta(days=300)

# From what a change names to the documents that it touches: the ways through the database, and the tie by which the index
# remembers it (a file that was moved away or deleted is known to the index alone).
WAYS = {
    "documents.file": (("versions__files",), "file"),
    "documents.act": (("responses__mandate__act", "mandates__act"), None),
    "meetings.body": (("bodies", "places__meeting__seats__body"), "body"),
    "meetings.meeting": (("places__meeting",), "meeting"),
    "meetings.agendaitem": (("agenda_items",), "item"),
    "mandates.mandate": (("responses__mandate", "mandates"), "mandate"),
    "mandates.response": (("responses",), "response"),
}
FOUND_AT_ONCE = 1_000_000


class Damaged(Exception):
    """The index can't be written on: it must be built anew."""


class Indexer:
    """Writes one generation of the index: builds it, or brings it up to date."""

    def __init__(self, generation, *, building=False):
        self.generation = generation
        self.mark = None
        memory = BUILDING_MEMORY if building else FOLLOWING_MEMORY
        self.documents = generation.documents.writer(memory, 2 if building else 1)
        self.pages = generation.pages.writer(memory // 4 if building else FOLLOWING_MEMORY // 2, 1)

    # ------------------------------------------------------------ what is written

    def write_documents(self, keys):
        """Make the entries of these documents anew; those that are no longer there lose theirs."""
        for key in keys:
            self.documents.delete_documents_by_term("record", document_record(key))
            self.pages.delete_documents_by_term("record", document_record(key))
        self._add_documents(keys)

    def _add_documents(self, keys, *, in_a_row=False):
        read = DocumentContents(keys, in_a_row=in_a_row)
        for content in read.contents():
            self.documents.add_document(content.entry())
        for entry in read.entries_of_pages():
            self.pages.add_document(entry)

    def write_acts(self, keys):
        """Make the entries of these acts anew."""
        for key in keys:
            self.documents.delete_documents_by_term("record", act_record(key))
        self._add_acts(keys)

    def _add_acts(self, keys):
        for content in ActContents(keys).contents():
            self.documents.add_document(content.entry())

    def commit(self, mark: Mark):
        """Make all of it visible at once, with the mark. The pages go first: without their mark they are written again."""
        self.documents.delete_documents_by_term("record", MARK)
        told = tantivy.Document()
        told.add_text("record", MARK)
        place = {"cluster": mark.cluster, "table": mark.table, "position": mark.position}
        told.add_text("stored", json.dumps(place | {"at": timezone.now().isoformat()}))
        self.documents.add_document(told)
        self.pages.commit()
        self.documents.commit()

    # ------------------------------------------------------------ building and following

    def build(self, progress=None):
        """Take in the whole database. progress: called with (documents done, documents in all)."""
        mark = mark_of_now()
        total, done = Document.objects.count(), 0
        for keys in _in_batches(Document):
            self._add_documents(keys, in_a_row=True)
            done += len(keys)
            if progress:
                progress(done, max(total, done))
        for keys in _in_batches(Act):
            self._add_acts(keys)
        self.commit(mark)

    def catch_up(self) -> int:
        """Take in what changed since the mark. Returns how many records were written anew; raises Damaged where the mark
        counts elsewhere or is too old."""
        self.mark = self.mark or self._stored_mark()
        since = changes_since(self.mark) if self.mark else None
        if since is None:
            raise Damaged("The index does not belong to this database, or was away for too long.")
        changes, now = since
        documents, acts = self._affected(changes)
        for keys in _batches(sorted(documents)):
            self.write_documents(keys)
        for keys in _batches(sorted(acts)):
            self.write_acts(keys)
        if documents or acts:
            self.commit(now)
        self.mark = now
        return len(documents) + len(acts)

    def _stored_mark(self) -> Mark | None:
        """How far this index has followed; None where it does not say, or has not for too long."""
        searcher = self._searcher()
        found = searcher.search(Query.term_query(self.generation.documents.schema, "record", MARK, "basic"), limit=1)
        if not found.hits:
            return None
        told = json.loads(searcher.doc(found.hits[0][1]).get_first("stored"))
        if timezone.now() - parse_datetime(told.pop("at")) > OLDEST_MARK:
            return None
        return Mark(**told)

    def _affected(self, changes):
        """The documents and acts that changes touch: those named, those tied to what is named, now or in the index."""
        subjects = {}
        for subject, key in changes.order_by().values_list("subject", "subject_id").distinct():
            subjects.setdefault(subject, set()).add(key)
        documents = set(subjects.get("documents.document", ()))
        acts = set(subjects.get("documents.act", ()))
        terms = []
        for subject, (ways, tie) in WAYS.items():
            if keys := subjects.get(subject):
                for way in ways:
                    documents |= set(Document.objects.filter(**{f"{way}__in": keys}).values_list("pk", flat=True))
                terms += [f"{tie} {key}" for key in keys if tie]
        if bodies := subjects.get("meetings.body"):
            acts |= set(Act.objects.filter(body__in=bodies).values_list("pk", flat=True))
        for record in self._tied(terms):
            (documents if record[0] == "d" else acts).add(int(record[1:]))
        return documents, acts

    def _tied(self, terms):
        """The records whose entries in the index are tied to one of the terms."""
        if not terms:
            return []
        searcher = self._searcher()
        query = Query.term_set_query(self.generation.documents.schema, "tied", terms)
        found = searcher.search(query, limit=min(searcher.num_docs or 1, FOUND_AT_ONCE), count=False)
        addresses = [address for _score, address in found.hits]
        values = (searcher.fast_field_values(name, addresses) for name in ("pk", "is_act"))
        return [act_record(pk) if is_act else document_record(pk) for pk, is_act in zip(*values, strict=True)]

    def _searcher(self):
        self.generation.documents.reload()
        return self.generation.documents.searcher()

    def close(self):
        """Wait for merges, and give the lock on the folder back."""
        self.documents.wait_merging_threads()
        self.pages.wait_merging_threads()


def _in_batches(model):
    """The primary keys of all records, in lists of BATCH."""
    last = 0
    while keys := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield keys
        last = keys[-1]


def _batches(keys):
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


# ---------------------------------------------------------------- the process


class AlreadyIndexing(Exception):
    """Another process writes this machine's index."""


@contextmanager
def alone():
    """Only one process writes the index of a machine. Raises AlreadyIndexing where another does."""
    # Beside the folder, not in it: the folder may be deleted while we run.
    path = Path(f"{store.folder()}.lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "a", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyIndexing("Another process writes the search index of this machine.") from None
        yield


def build_anew(progress=None):
    """Build a new generation beside the present one, and let readers find it. The caller stands in ``alone()``."""
    store.clear_away(keep=store.current_path())
    path = store.new_generation()
    indexer = Indexer(store.Generation.open(path), building=True)
    try:
        indexer.build(progress)
    finally:
        indexer.close()
    store.make_current(path)


def open_current() -> Indexer | None:
    """An Indexer of the current generation; None where there is none, or it must be built anew."""
    path = store.current_path()
    if path is None or store.is_asked_for():
        return None
    return Indexer(store.Generation.open(path))


class Following:
    """The indexer's life: build what is missing, follow what changes, mend what is damaged. One round at a time."""

    IDLE_SECONDS = 0.2
    AFTER_A_COMMIT_SECONDS = 0.6  # commits come about once a second when there is much to take in
    LONGEST_WAIT_SECONDS = 60

    def __init__(self, progress=None):
        self.indexer = None
        self.failures = 0
        self.progress = progress

    def round(self) -> float:
        """Do what there is to do; returns the seconds to wait before the next round. Never raises for what can be mended."""
        try:
            wrote = self._follow()
        except (OperationalError, InterfaceError) as problem:
            logger.warning("The database is away: %s", " ".join(str(problem).split()))
            connection.close()
            return self._after_failure()
        except (Damaged, ValueError, OSError) as problem:
            return self._build_after(problem)
        except BaseException as problem:
            # What Tantivy could not foresee is raised as a panic, which is no Exception.
            if type(problem).__name__ != "PanicException":
                raise
            return self._build_after(problem)
        self.failures = 0
        return self.AFTER_A_COMMIT_SECONDS if wrote else self.IDLE_SECONDS

    def _follow(self):
        if self.indexer is not None and not self._is_whole():
            raise Damaged("The folder of the search index was deleted or is to be built anew.")
        if self.indexer is None:
            self.indexer = open_current()
        if self.indexer is None:
            build_anew(self.progress)
            self.indexer = open_current()
            return True
        return self.indexer.catch_up() > 0

    def _is_whole(self):
        path = self.indexer.generation.path
        return not store.is_asked_for() and store.current_path() == path and (path / "documents" / "meta.json").exists()

    def _build_after(self, problem):
        logger.warning("The search index is built anew: %s", problem)
        self.leave()
        store.ask_for(store.WANTED)
        return self._after_failure()

    def _after_failure(self):
        self.failures += 1
        return min(2.0 ** (self.failures - 1) - 1 + self.IDLE_SECONDS, self.LONGEST_WAIT_SECONDS)

    def leave(self):
        """Give the index back."""
        indexer, self.indexer = self.indexer, None
        if indexer is not None:
            with suppress(ValueError, OSError):
                indexer.close()


def follow_for_ever(is_stopped: Callable[[], bool], progress=None):
    """Keep this machine's index equal to the database until ``is_stopped()``. Raises AlreadyIndexing."""
    with alone():
        following = Following(progress)
        try:
            while not is_stopped():
                until = time.monotonic() + following.round()
                while time.monotonic() < until and not is_stopped():
                    time.sleep(0.05)
        finally:
            following.leave()


def bring_up_to_date(progress=None):
    """Once: build the index where it is missing, else take in what changed. Raises AlreadyIndexing."""
    with alone():
        indexer = open_current()
        if indexer is None:
            build_anew(progress)
            return
        try:
            indexer.catch_up()
        except Damaged:
            indexer.close()
            build_anew(progress)
        else:
            indexer.close()
