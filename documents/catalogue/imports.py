"""The steps of an import: a file is taken in and looked through; a person sees every fate; then it is written.

Each batch is one transaction together with the fates of its records and the mark how far it has come: a worker that is
killed leaves whole batches, and the next one goes on behind them. A record that the database refuses costs itself alone.
"""

import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from pathlib import PurePath

import pghistory
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.actions import NotPossible
from documents.catalogue.holdings import Holdings, Rooms
from documents.catalogue.planning import Plan, plan
from documents.catalogue.stated import stated_by
from documents.catalogue.writing import Source, write
from documents.ingest.failures import is_outage
from documents.models import CatalogueFate, CatalogueImport, CatalogueRow, CatalogueState
from documents.models.catalogue import stored_under
from documents.reading.catalogue import MOST_BYTES, Catalogue, CatalogueError, CatalogueRecord, read_catalogue

BATCH = 200
MOST_IMPORTED = 50_000
# What is smaller is looked through while the person waits; the rest goes to a worker.
SMALL_BYTES = 300_000
SECONDS_AT_A_TIME = 240
_LIBRARY_FORMATS = ("MARC",)
_MISSING = "The bytes of this file are missing in the store. Choose the file again."
_FAULT = (
    "The site met a fault of its own ({}) and stopped. What was imported before stands, and nothing is half-made. Tell the "
    "administrator, then choose the file again: nothing is doubled."
)

logger = logging.getLogger(__name__)


class Overtaken(Exception):
    """Another worker has gone on with this import meanwhile."""


def check_size(size: int, name: str) -> None:
    """Raise NotPossible for an empty file and one over the limit."""
    if not size:
        raise NotPossible(f"“{name}” is empty (0 bytes). Check that the right file was chosen.")
    if size > MOST_BYTES:
        raise NotPossible(
            f"“{name}” is larger than {MOST_BYTES // 1_000_000} MB. Split the export and import the parts."
        )


def read(content: bytes) -> Catalogue:
    """The records of a file. Raises CatalogueError, for more of them than can be imported at once too."""
    catalogue = read_catalogue(content)
    if not len(catalogue):
        raise CatalogueError("This file holds no records. Check that the right file was chosen.")
    if len(catalogue) > MOST_IMPORTED:
        raise CatalogueError(
            f"This file holds {len(catalogue):,} records; at most {MOST_IMPORTED:,} are imported at once. Split it."
        )
    return catalogue


def are_likely_public(format_name: str) -> bool:
    """MARC is what libraries export, and their catalogues are public; a table may be a working list of one's own."""
    return format_name.startswith(_LIBRARY_FORMATS)


def take_in(content: bytes, *, name: str, by) -> CatalogueImport:
    """Keep a catalogue's bytes safely in the store, then a row for it. Nothing is read yet. Raises NotPossible."""
    name = PurePath(name.replace("\\", "/")).name.replace("\0", "")[:255] or "unnamed"
    check_size(len(content), name)
    made = CatalogueImport(name=name, sha256=hashlib.sha256(content).hexdigest(), size=len(content), by=by)
    path = stored_under(made, name)
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(content))
    made.content.name = path
    made.save()
    return made


def begin(catalogue: CatalogueImport, *, are_public: bool, by) -> None:
    """A person has seen the preview and imports the records. Raises NotPossible when it was done meanwhile."""
    taken = CatalogueImport.objects.filter(pk=catalogue.pk, state=CatalogueState.PREVIEWED).update(
        state=CatalogueState.IMPORTING, are_public=are_public, by=by, done=0, moved_at=timezone.now()
    )
    catalogue.refresh_from_db()
    if not taken:
        raise NotPossible(f"“{catalogue}” is {catalogue.get_state_display()} already.")


def work(
    catalogue: CatalogueImport, *, seconds: float = SECONDS_AT_A_TIME, told: Callable = lambda done, total: None
) -> bool:
    """Look a file through, or import it, as its state asks. Returns False when the time was over before the end.

    told: is told how far it has come. Safe to call at any time and by two workers at once: one of them goes on.
    """
    catalogue.refresh_from_db()
    if not catalogue.is_at_work:
        return True
    try:
        with catalogue.content.open("rb") as stored:
            records = read(stored.read())
    except CatalogueError as refusal:
        _close(catalogue, CatalogueState.REFUSED, problem=str(refusal))
        return True
    except FileNotFoundError:
        _close(catalogue, CatalogueState.REFUSED, problem=_MISSING)
        return True
    with pghistory.context(user=catalogue.by_id, source=f"catalogue {catalogue.name}"):
        try:
            if catalogue.state == CatalogueState.READING:
                _look_through(catalogue, records, told)
                return True
            return _bring_in(catalogue, records, time.monotonic() + seconds, told)
        except Overtaken:
            return True
        except Exception as fault:
            if is_outage(fault):
                raise
            # A fault of our own must not be met again every minute, in silence.
            logger.exception("Catalogue import %s met a fault.", catalogue.pk)
            _close(catalogue, CatalogueState.REFUSED, problem=_FAULT.format(type(fault).__name__))
            return True


def preview(records: Catalogue) -> Iterator[Plan]:
    """The fate of every record, as an import would settle it now. Nothing is written."""
    holdings, rooms = Holdings(), Rooms()
    for batch in _batches(records.records):
        stated = [stated_by(record) for record in batch]
        holdings.load(stated, lock=False)
        for each in stated:
            yield plan(each, holdings, rooms)


def _look_through(catalogue: CatalogueImport, records: Catalogue, told: Callable) -> None:
    with transaction.atomic():
        CatalogueRow.objects.filter(catalogue=catalogue).delete()
        CatalogueImport.objects.filter(pk=catalogue.pk).update(
            done=0,
            total=len(records),
            format=records.format,
            remarks=list(records.remarks),
            are_public=are_likely_public(records.format),
            moved_at=timezone.now(),
        )
    done, plans = 0, []
    for each in preview(records):
        plans.append(each)
        if len(plans) == BATCH or done + len(plans) == len(records):
            with transaction.atomic():
                _step(catalogue, done, len(plans), CatalogueState.READING)
                CatalogueRow.objects.bulk_create([row_of(plan, catalogue) for plan in plans])
            done, plans = done + len(plans), []
            told(done, len(records))
    _close(catalogue, CatalogueState.PREVIEWED)


def _bring_in(catalogue: CatalogueImport, records: Catalogue, until: float, told: Callable) -> bool:
    source = Source(catalogue.name, catalogue.sha256, catalogue.are_public)
    rooms = Rooms()
    done = catalogue.done
    for batch in _batches(records.records[done:]):
        if time.monotonic() > until:
            return False
        try:
            _write_batch(catalogue, batch, done, source, rooms)
        except (DatabaseError, ValueError) as error:
            if is_outage(error):
                raise
            _one_by_one(catalogue, batch, done, source, rooms)
        done += len(batch)
        told(done, len(records))
    _close(catalogue, CatalogueState.IMPORTED, imported_at=timezone.now())
    return True


@transaction.atomic
def _write_batch(catalogue, batch, done, source, rooms) -> None:
    """Some records in one transaction, planned anew: what the preview said may be stale."""
    _step(catalogue, done, len(batch), CatalogueState.IMPORTING)
    stated = [stated_by(record) for record in batch]
    holdings = Holdings()
    holdings.load(stated, lock=True)
    plans = [plan(each, holdings, rooms) for each in stated]
    write(plans, source)
    _settle(catalogue, [row_of(each, catalogue) for each in plans])


def _one_by_one(catalogue, batch: list[CatalogueRecord], done, source, rooms) -> None:
    """The batch was refused as a whole: each record by itself, so that the bad one is named and the others stand."""
    for at, record in enumerate(batch):
        try:
            _write_batch(catalogue, [record], done + at, source, rooms)
        except (DatabaseError, ValueError) as error:
            if is_outage(error):
                raise
            refused = Plan(
                stated_by(record),
                CatalogueFate.NOT_USABLE,
                f"The database refused it ({' '.join(str(error).split())[:200]}). Correct the record and import it again.",
            )
            with transaction.atomic():
                _step(catalogue, done + at, 1, CatalogueState.IMPORTING)
                _settle(catalogue, [row_of(refused, catalogue)])


def _step(catalogue, done: int, more: int, state: CatalogueState) -> None:
    """Take the next records for this worker, and nobody else. Raises Overtaken."""
    taken = CatalogueImport.objects.filter(pk=catalogue.pk, done=done, state=state).update(
        done=done + more, moved_at=timezone.now()
    )
    if not taken:
        raise Overtaken


def _settle(catalogue, rows: list[CatalogueRow]) -> None:
    CatalogueRow.objects.filter(catalogue=catalogue, place__in=[row.place for row in rows]).delete()
    CatalogueRow.objects.bulk_create(rows)


def _close(catalogue, state: CatalogueState, **more) -> None:
    CatalogueImport.objects.filter(pk=catalogue.pk).update(state=state, moved_at=timezone.now(), **more)
    catalogue.refresh_from_db()


def row_of(plan: Plan, catalogue: CatalogueImport | None = None) -> CatalogueRow:
    """The fate of a record as a row, not saved."""
    return CatalogueRow(
        **({"catalogue": catalogue} if catalogue else {}),
        place=plan.stated.place,
        where=plan.stated.where,
        symbols=plan.stated.printed,
        title=plan.stated.title,
        fate=plan.fate,
        detail=plan.detail,
        written=[[fact.field, fact.value] for fact in plan.adds],
        differences=[[each.fact.field, each.held, each.fact.value] for each in plan.differences],
        remarks=plan.remarks,
        document=plan.holding.document if plan.holding else None,
        document_words=plan.document_words[:300],
    )


def _batches(records: tuple[CatalogueRecord, ...]) -> Iterator[list[CatalogueRecord]]:
    for start in range(0, len(records), BATCH):
        yield list(records[start : start + BATCH])
