"""The ladder: one rung, one transaction, a stored stage. Every rung may run twice and leaves the same result."""

import logging

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from documents.ingest import rungs
from documents.ingest.failures import is_outage
from documents.models import File, Stage
from documents.reading.pages import READER, UnreadableFile

logger = logging.getLogger(__name__)

RUNGS = {
    Stage.RECEIVED: (rungs.read, Stage.READ),
    Stage.READ: (rungs.recognise, Stage.RECOGNISED),
    Stage.RECOGNISED: (rungs.file_it, Stage.FILED),
    Stage.FILED: (rungs.link, Stage.LINKED),
}
# Recognising pictures takes seconds a page: it has a queue of its own, so that no other file waits behind it.
SLOW = frozenset({Stage.READ})
MOST_TRIES = 3


def climb(file_id: int, *, slow: bool = True) -> Stage | None:
    """Lift a file as far as it goes. Returns the stage it stands on, or None when another worker has it in hand.

    slow: whether to climb the rungs that take long as well; without them the file is left standing before such a rung.

    What a person must mend is written on the file, in words, and ends the climb. An outage (database or storage away) is
    raised, for the caller to try again later. Anything unexpected is written on the file too: it never blocks the queue.
    """
    while True:
        standing, may_climb = _count_try(file_id, slow)
        if not may_climb:
            return standing
        try:
            stage, moved = _one_rung(file_id, slow)
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


def read_again(file: File):
    """Put a file back on the first rung, to be read by the present reader. Its text stays until the new one is there."""
    File.objects.filter(pk=file.pk).update(stage=Stage.RECEIVED, problem="", tries=0, moved_at=timezone.now())


def recognise_again(file: File):
    """Put a file with pages that could not be read back before the recognition of pictures."""
    File.objects.filter(pk=file.pk).update(stage=Stage.READ, problem="", tries=0, moved_at=timezone.now())


def _one_rung(file_id, slow):
    """Climb one rung in one transaction. Returns (stage, whether there may be more).

    A rung may say itself which stage it reached: one that is done in parts stays where it is until the last.
    """
    with transaction.atomic():
        file = File.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=file_id).first()
        if file is None:
            return None, False
        if not _has_a_rung(file, slow):
            return Stage(file.stage), False
        rung, reached = RUNGS[file.stage]
        reached = rung(file) or reached
        file.stage, file.moved_at, file.tries = reached, timezone.now(), 0
        file.stages_at[reached] = file.moved_at.isoformat(timespec="milliseconds")
        file.save()
        return reached, reached in RUNGS


def _has_a_rung(file, slow):
    """Whether there is a rung to climb from where a file stands, for one who climbs the slow ones or not."""
    return not file.problem and file.stage in RUNGS and (slow or file.stage not in SLOW)


def _count_try(file_id, slow):
    """Count the try before it is made, so that a reader that dies with its process is not tried for ever.

    Returns (the stage, whether to go on); (None, False) when another worker has the file in hand. Where there is no rung
    to climb no try is counted: bells that ring twice for a file are no reader that died.
    """
    with transaction.atomic():
        waiting = File.objects.select_for_update(skip_locked=True).filter(pk=file_id).first()
        if waiting is None:
            return None, False
        stage = Stage(waiting.stage)
        if not _has_a_rung(waiting, slow):
            return stage, False
        if waiting.tries >= MOST_TRIES:
            _stop(
                file_id,
                f"The reader stopped {MOST_TRIES} times without a word at this file. It is kept. "
                "Retry later, or file it by hand.",
            )
            return stage, False
        File.objects.filter(pk=file_id).update(tries=F("tries") + 1, moved_at=timezone.now())
        return stage, True


def _stop(file_id, problem):
    File.objects.filter(pk=file_id).update(problem=problem, reader=READER, moved_at=timezone.now())
    return Stage(File.objects.values_list("stage", flat=True).get(pk=file_id))
