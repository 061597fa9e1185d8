"""Tasks take a key and hand it on. The queue is only a bell: what it loses, the sweeper finds in the database."""

import logging

from celery import shared_task
from django.db import InterfaceError, OperationalError, transaction
from kombu.exceptions import OperationalError as QueueAway

from documents import issuing
from documents.catalogue import imports
from documents.ingest.failures import is_outage
from documents.ingest.ladder import SLOW, climb
from documents.models import CatalogueImport, File

logger = logging.getLogger(__name__)
STANDING_STILL_SECONDS = 90
RECOGNITION_SECONDS = 3600  # the longest that one file's pictures may take in one go; what is done by then stays done


def ring(*files):
    """Ask for files to be processed, once the present transaction is committed. A queue that is away is no error:
    the sweeper will find the files."""
    transaction.on_commit(lambda: ring_now(files))


def ring_now(files) -> bool:
    """Ask for files to be processed, now that their rows are committed. Returns whether the queue took all of them.

    The first failure stops the ringing: a queue that is away costs one wait, not sixty. The sweeper will find the files.
    """
    return all(_ring(file.pk, file.stage) for file in files)


def _ring(file_id, stage):
    task = recognise_pictures if stage in SLOW else ingest_file
    try:
        task.delay(file_id)
    except (QueueAway, ConnectionError) as away:
        logger.warning("The queue is away (%s); file %s waits for the sweeper.", away, file_id)
        return False
    return True


@shared_task(bind=True, acks_late=True, max_retries=8)
def ingest_file(self, file_id):
    """Lift one file up the ladder; when something is away, try again after 2, 4, 8 ... seconds.

    A file whose pictures must be recognised is handed to the queue for that.
    """
    stage = _climb(self, file_id, slow=False)
    if stage in SLOW:
        _ring(file_id, stage)
    return stage


@shared_task(
    bind=True,
    acks_late=True,
    max_retries=8,
    time_limit=RECOGNITION_SECONDS,
    soft_time_limit=RECOGNITION_SECONDS - 60,
)
def recognise_pictures(self, file_id):
    """Recognise the pictures of one file (OCR) and lift it on, in a queue of its own."""
    return _climb(self, file_id, slow=True)


def _climb(task, file_id, *, slow):
    try:
        return climb(file_id, slow=slow)
    except (ConnectionError, InterfaceError, OperationalError) as error:
        if not is_outage(error):
            raise
        raise task.retry(exc=error, countdown=min(2 ** (task.request.retries + 1), 300)) from error


@shared_task
def sweep_stalled():
    """Ring again for every file that stands still on its way up. Run by the clock. Returns how many."""
    for import_id in CatalogueImport.objects.standing_still(STANDING_STILL_SECONDS).values_list("pk", flat=True)[:100]:
        if not ring_for_catalogue(import_id):
            break
    stalled = list(File.objects.standing_still(STANDING_STILL_SECONDS).values_list("pk", "stage")[:1000])
    for file_id, stage in stalled:
        if not _ring(file_id, stage):
            break
    return len(stalled)


@shared_task(bind=True, acks_late=True, max_retries=8)
def work_on_catalogue(self, import_id):
    """Look a catalogue through, or import it; a long one in several goes, so that files get their turn between."""
    try:
        ended = imports.work(CatalogueImport.objects.get(pk=import_id))
    except (ConnectionError, InterfaceError, OperationalError) as error:
        if not is_outage(error):
            raise
        raise self.retry(exc=error, countdown=min(2 ** (self.request.retries + 1), 300)) from error
    if not ended:
        ring_for_catalogue(import_id)


def ring_for_catalogue(import_id) -> bool:
    """Ask for a catalogue to be worked on. False when the queue is away: the sweeper will find it."""
    try:
        work_on_catalogue.delay(import_id)
    except (QueueAway, ConnectionError) as away:
        logger.warning("The queue is away (%s); catalogue import %s waits for the sweeper.", away, import_id)
        return False
    return True


@shared_task
def issue_due():
    """Issue the language versions whose time has come. Run by the clock, every minute. Returns how many."""
    return issuing.issue_due()
