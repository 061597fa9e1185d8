"""The ladder: one rung, one transaction, a stored stage. Every rung may run twice and leaves the same result."""

import logging

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from documents.ingest import rungs
from documents.ingest.failures import is_outage
from documents.models import File, Stage
from documents.reading.pages import UnreadableFile

logger = logging.getLogger(__name__)

RUNGS = {
    Stage.RECEIVED: (rungs.read, Stage.READ),
    Stage.READ: (rungs.file_it, Stage.FILED),
    Stage.FILED: (rungs.link, Stage.LINKED),
}
MOST_TRIES = 3


def climb(file_id: int) -> Stage | None:
    """Lift a file as far as it goes. Returns the stage it stands on, or None when another worker has it in hand.

    What a person must mend is written on the file, in words, and ends the climb. An outage (database or storage away) is
    raised, for the caller to try again later. Anything unexpected is written on the file too: it never blocks the queue.
    """
    while True:
        if not _count_try(file_id):
            return None
        try:
            stage, moved = _one_rung(file_id)
        except UnreadableFile as problem:
            return _stop(file_id, str(problem))
        except Exception as error:
            if is_outage(error):
                raise
            logger.exception("File %s could not be processed", file_id)
            return _stop(
                file_id,
                f"The reader failed on this file ({type(error).__name__}). The file is kept. Retry; if it fails again, "
                "file it by hand and tell the administrator.",
            )
        if not moved:
            return stage


def retry(file: File):
    """Forget a file's problem so that it can climb again from the stage it reached."""
    File.objects.filter(pk=file.pk).update(problem="", tries=0, moved_at=timezone.now())


def _one_rung(file_id):
    """Climb one rung in one transaction. Returns (stage, whether there may be more)."""
    with transaction.atomic():
        file = File.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=file_id).first()
        if file is None:
            return None, False
        if file.problem or file.stage not in RUNGS:
            return Stage(file.stage), False
        rung, reached = RUNGS[file.stage]
        rung(file)
        file.stage, file.moved_at, file.tries = reached, timezone.now(), 0
        file.save()
        return reached, reached in RUNGS


def _count_try(file_id):
    """Count the try before it is made, so that a reader that dies with its process is not tried for ever."""
    with transaction.atomic():
        waiting = File.objects.select_for_update(skip_locked=True).filter(pk=file_id).first()
        if waiting is None:
            return False
        if waiting.stage in RUNGS and not waiting.problem and waiting.tries >= MOST_TRIES:
            waiting.problem = (
                f"The reader stopped {MOST_TRIES} times without a word at this file. It is kept. "
                "Retry later, or file it by hand."
            )
            waiting.save(update_fields=["problem"])
        File.objects.filter(pk=file_id).update(tries=F("tries") + 1, moved_at=timezone.now())
        return True


def _stop(file_id, problem):
    File.objects.filter(pk=file_id).update(problem=problem, moved_at=timezone.now())
    return Stage(File.objects.values_list("stage", flat=True).get(pk=file_id))
