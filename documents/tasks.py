"""Tasks take a key and hand it on. The queue is only a bell: what it loses, the sweeper finds in the database."""

import logging

from celery import shared_task
from django.db import InterfaceError, OperationalError, transaction
from kombu.exceptions import OperationalError as QueueAway

from documents.ingest.failures import is_outage
from documents.ingest.ladder import climb
from documents.models import File

logger = logging.getLogger(__name__)
STANDING_STILL_SECONDS = 90


def ring(file):
    """Ask for a file to be processed, once the present transaction is committed. A queue that is away is no error:
    the sweeper will find the file."""
    transaction.on_commit(lambda: _ring(file.pk))


def _ring(file_id):
    try:
        ingest_file.delay(file_id)
    except (QueueAway, ConnectionError) as away:
        logger.warning("The queue is away (%s); file %s waits for the sweeper.", away, file_id)


@shared_task(bind=True, acks_late=True, max_retries=8)
def ingest_file(self, file_id):
    """Lift one file up the ladder; when something is away, try again after 2, 4, 8 ... seconds."""
    try:
        return climb(file_id)
    except (ConnectionError, InterfaceError, OperationalError) as error:
        if not is_outage(error):
            raise
        raise self.retry(exc=error, countdown=min(2 ** (self.request.retries + 1), 300)) from error


@shared_task
def sweep_stalled():
    """Ring again for every file that stands still on its way up. Run by the clock. Returns how many."""
    stalled = list(File.objects.standing_still(STANDING_STILL_SECONDS).values_list("pk", flat=True)[:1000])
    for file_id in stalled:
        _ring(file_id)
    return len(stalled)
