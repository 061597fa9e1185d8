"""Tasks take a key and hand it on. The queue is only a bell: what it loses, the sweeper finds in the database."""

import gc
import logging
import time
from collections.abc import Iterable
from contextlib import contextmanager
from itertools import product

from celery import shared_task
from django.conf import settings
from django.db import transaction

from documents import issuing
from documents.catalogue import imports
from documents.ingest.failures import is_outage
from documents.ingest.ladder import LINKING, READING, RECOGNITION, RUNGS, climb_all, kind_of
from documents.models import CatalogueImport, File
from documents.queues import AWAY, lengths, queue_for

logger = logging.getLogger(__name__)
MOST_RETRIES = 8
MOST_RUNG_FOR = 1000  # files of one stage, in one round of the sweeper
FILES_AT_ONCE = 48  # of a bulk import: a task costs as much as a small file
RECOGNITION_SECONDS = 3600  # the longest that one file's pictures may take in one go; what is done by then stays done


def ring(*files):
    """Ask for files to be processed, once the present transaction is committed. A queue that is away is no error:
    the sweeper will find the files."""
    transaction.on_commit(lambda: ring_now(files))


def ring_now(files: Iterable[File]) -> bool:
    """Ask for files to be processed, now that their rows are committed. Returns whether the queue took all of them.

    The first failure stops the ringing: a queue that is away costs one wait, not sixty. The sweeper will find the files.
    """
    return _ring_for((file.pk, file.stage, file.is_bulk) for file in files)


def _ring_for(standing: Iterable[tuple[int, str, bool]]) -> bool:
    """Ring for (key, stage, whether it came in bulk) of files. What came in bulk is handed out several at once."""
    together = {}
    alone = []
    for file_id, stage, is_bulk in standing:
        kind = kind_of(stage)
        if kind == RECOGNITION:
            alone.append((recognise_pictures, file_id, queue_for(kind, is_bulk=is_bulk)))
        elif kind and is_bulk:
            together.setdefault((TASKS[kind], queue_for(kind, is_bulk=True)), []).append(file_id)
        elif kind:
            alone.append((ingest_file if kind == READING else link_file, file_id, queue_for(kind, is_bulk=False)))
    return all(_send(task, file_id, queue) for task, file_id, queue in alone) and all(
        _send(task, several, queue) for (task, queue), ids in together.items() for several in _batches(ids)
    )


def _batches(ids):
    return [ids[start : start + FILES_AT_ONCE] for start in range(0, len(ids), FILES_AT_ONCE)]


class _Silence:
    """After the queue was away nobody waits for it again for some seconds: sixty uploads cost one wait, not sixty."""

    SECONDS = 10
    until = 0.0

    def begin(self):
        self.until = time.monotonic() + self.SECONDS

    @property
    def holds(self):
        return time.monotonic() < self.until


silence = _Silence()


def _send(task, argument, queue) -> bool:
    if silence.holds:
        return False
    try:
        task.apply_async([argument], queue=queue)
    except AWAY as away:
        logger.warning("The queue is away (%s); what was to be asked of it waits for the sweeper.", away)
        silence.begin()
        return False
    return True


@shared_task(bind=True, acks_late=True, max_retries=MOST_RETRIES)
def ingest_file(self, file_id):
    """Read and file one file, and hand it on to the queue of its next rung."""
    _climb(self, [file_id], READING, is_bulk=False)


@shared_task(bind=True, acks_late=True, max_retries=MOST_RETRIES)
def ingest_files(self, file_ids):
    """Read and file several files of a bulk import, together."""
    _climb(self, file_ids, READING, is_bulk=True)


@shared_task(bind=True, acks_late=True, max_retries=MOST_RETRIES)
def link_file(self, file_id):
    """Find what one file cites."""
    _climb(self, [file_id], LINKING, is_bulk=False)


@shared_task(bind=True, acks_late=True, max_retries=MOST_RETRIES)
def link_files(self, file_ids):
    """Find what several files of a bulk import cite, together."""
    _climb(self, file_ids, LINKING, is_bulk=True)


@shared_task(
    bind=True,
    acks_late=True,
    max_retries=MOST_RETRIES,
    time_limit=RECOGNITION_SECONDS,
    soft_time_limit=RECOGNITION_SECONDS - 60,
)
def recognise_pictures(self, file_id):
    """Recognise the pictures of one file (OCR), and hand it on."""
    is_bulk = File.objects.filter(pk=file_id, is_bulk=True).exists()
    _climb(self, [file_id], RECOGNITION, is_bulk=is_bulk)


TASKS = {READING: ingest_files, LINKING: link_files}


@contextmanager
def _outages_waited_out(task):
    """When something is away, the task is tried again after 2, 4, 8 ... seconds, at most five minutes apart; in the end what
    it was for is left to the sweeper."""
    try:
        yield
    except Exception as error:
        if not is_outage(error):
            raise
        raise task.retry(exc=error, countdown=min(2 ** (task.request.retries + 1), 300)) from error


def _climb(task, file_ids, kind, *, is_bulk):
    """Lift files on the rungs of one kind, then ring for their next."""
    # A batch makes a hundred thousand objects that live as long as it does: to look for circles among them costs a tenth.
    gc.disable()
    try:
        with _outages_waited_out(task):
            standing = climb_all(file_ids, kinds={kind})
    finally:
        gc.enable()
    stopped = set(File.objects.filter(pk__in=standing).exclude(problem="").values_list("pk", flat=True))
    _ring_for(
        (file_id, stage, is_bulk)
        for file_id, stage in standing.items()
        if kind_of(stage) not in ("", kind) and file_id not in stopped
    )


@shared_task
def sweep_stalled():
    """Ring again for every file that stands still on its way up. Run by the clock. Returns for how many it rang.

    Where messages wait in a queue nothing is rung for it: those files may only be waiting for their turn, and a queue in
    which no worker looks does not grow with every round. The queue that lost its messages is empty.
    """
    for import_id in CatalogueImport.objects.standing_still(settings.STANDING_STILL_SECONDS).values_list(
        "pk", flat=True
    )[:100]:
        if not ring_for_catalogue(import_id):
            break
    waiting = lengths()
    if waiting is None:
        return 0
    # Asked queue by queue: files that wait for their turn in a long one do not hide those that another has lost.
    stalled = []
    for stage, is_bulk in product(RUNGS, (False, True)):
        if not waiting[queue_for(kind_of(stage), is_bulk=is_bulk)]:
            files = File.objects.standing_still(settings.STANDING_STILL_SECONDS).filter(stage=stage, is_bulk=is_bulk)
            stalled += files.order_by("moved_at").values_list("pk", "stage", "is_bulk")[:MOST_RUNG_FOR]
    return len(stalled) if _ring_for(stalled) else 0


@shared_task(bind=True, acks_late=True, max_retries=MOST_RETRIES)
def work_on_catalogue(self, import_id):
    """Look a catalogue through, or import it; a long one in several goes, so that files get their turn between."""
    with _outages_waited_out(self):
        ended = imports.work(CatalogueImport.objects.get(pk=import_id))
    if not ended:
        ring_for_catalogue(import_id)


def ring_for_catalogue(import_id) -> bool:
    """Ask for a catalogue to be worked on, behind files that came alone. False when the queue is away: the sweeper will
    find it."""
    return _send(work_on_catalogue, import_id, queue_for(READING, is_bulk=True))


@shared_task
def issue_due():
    """Issue the language versions whose time has come. Run by the clock, every minute. Returns how many."""
    return issuing.issue_due()
