"""The ladder: one rung, one transaction, a stored stage. Every rung may run twice and leaves the same result.

Files that came together climb together: a rung lifts all of them in one transaction, which costs little more than one
file. What goes wrong with one of them is found by lifting each alone.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from documents.ingest import rungs
from documents.ingest.failures import is_collision, is_outage
from documents.models import File, Stage
from documents.models.saving import save_rows
from documents.reading.pages import READER, UnreadableFile

logger = logging.getLogger(__name__)

READING, RECOGNITION, LINKING = "reading", "recognition", "linking"
ALL_KINDS = frozenset({READING, RECOGNITION, LINKING})


@dataclass(frozen=True)
class Rung:
    """One step up. climb: lifts locked files (``rungs``). reached: the stage where it ends, unless it says otherwise.
    kind: which workers climb it; recognising pictures takes seconds a page, and no other file waits behind it."""

    climb: Callable
    reached: Stage
    kind: str


RUNGS = {
    Stage.RECEIVED: Rung(rungs.read, Stage.READ, READING),
    Stage.READ: Rung(rungs.recognise, Stage.RECOGNISED, RECOGNITION),
    Stage.RECOGNISED: Rung(rungs.file_it, Stage.FILED, READING),
    Stage.FILED: Rung(rungs.link, Stage.LINKED, LINKING),
}
MOST_TRIES = 5
MOST_COLLISIONS = 5
# What is lifted at once is held in memory at once.
MOST_BYTES_AT_ONCE = 64_000_000


def kind_of(stage: str) -> str:
    """Which workers are to lift a file that stands on ``stage``; "" at the top."""
    return RUNGS[stage].kind if stage in RUNGS else ""


def climb(file_id: int, *, kinds: Iterable[str] = ALL_KINDS) -> Stage | None:
    """Lift one file as far as it goes; see ``climb_all``. Returns its stage, None when another worker has it in hand."""
    return climb_all([file_id], kinds=kinds).get(file_id)


def climb_all(file_ids: Sequence[int], *, kinds: Iterable[str] = ALL_KINDS) -> dict[int, Stage]:
    """Lift files as far as they go on rungs of these kinds. Returns the stage on which each stands; those that another
    worker has in hand are left to it, and left out.

    What a person must mend is written on the file, in words, and ends its climb. An outage (database or storage away) is
    raised, for the caller to try again later. Anything unexpected is written on the file too: it never blocks the queue.
    """
    kinds = frozenset(kinds)
    hand = rungs.Hand()
    standing: dict[int, Stage] = {}
    climbing = _count_tries(file_ids, kinds, standing)
    while climbing:
        stage, together = climbing.pop()
        reached = _lift(stage, together, hand, kinds)
        standing |= reached
        climbing += _to_go_on(reached, kinds)
    return standing


def retry(file: File):
    """Forget a file's problem so that it can climb again from the stage it reached."""
    File.objects.filter(pk=file.pk).update(problem="", tries=0, moved_at=timezone.now())


def read_again(file: File):
    """Put a file back on the first rung, to be read by the present reader. Its text stays until the new one is there."""
    File.objects.filter(pk=file.pk).update(stage=Stage.RECEIVED, problem="", tries=0, moved_at=timezone.now())


def recognise_again(file: File):
    """Put a file with pages that could not be read back before the recognition of pictures."""
    File.objects.filter(pk=file.pk).update(stage=Stage.READ, problem="", tries=0, moved_at=timezone.now())


def _count_tries(file_ids, kinds, standing):
    """Count the try before it is made, so that a reader that dies with its process is not tried for ever.

    Returns (stage, files that are lifted together from it); one of which a try failed is lifted alone. A file for which there
    is no rung to climb counts no try: bells that ring twice for a file are no reader that died. Notes in ``standing`` where
    each file stands that nobody else has in hand.
    """
    together, alone = {}, []
    with transaction.atomic():
        waiting = File.objects.select_for_update(skip_locked=True).filter(pk__in=file_ids).order_by("pk")
        tried = []
        for file_id, stage, problem, tries, size in waiting.values_list("pk", "stage", "problem", "tries", "size"):
            standing[file_id] = Stage(stage)
            if problem or kind_of(stage) not in kinds:
                continue
            if tries >= MOST_TRIES:
                _stop(
                    file_id,
                    f"The reader stopped {MOST_TRIES} times without a word at this file. It is kept. "
                    "Retry later, or file it by hand.",
                )
                continue
            tried.append(file_id)
            if tries or kind_of(stage) == RECOGNITION:
                alone.append((stage, [file_id]))
            else:
                together.setdefault(stage, []).append((file_id, size))
        File.objects.filter(pk__in=tried).update(tries=F("tries") + 1, moved_at=timezone.now())
    return [*_in_parts(together), *alone]


def _to_go_on(reached, kinds):
    """The files that have a further rung to climb, as ``_count_tries`` gives them: their next try was counted as they moved."""
    together = {}
    for file_id, stage in reached.items():
        if kind_of(stage) in kinds:
            # Pictures are recognised one file after the other: it takes seconds a page.
            key = (stage, file_id if kind_of(stage) == RECOGNITION else None)
            together.setdefault(key, []).append(file_id)
    return [(stage, several) for (stage, _alone), several in together.items()]


def _in_parts(together):
    """The files of each stage, in parts whose bytes fit into memory."""
    for stage, files in together.items():
        part, weight = [], 0
        for file_id, size in files:
            if part and weight + size > MOST_BYTES_AT_ONCE:
                yield stage, part
                part, weight = [], 0
            part.append(file_id)
            weight += size
        if part:
            yield stage, part


def _lift(stage, file_ids, hand, kinds):
    """Climb one rung with these files. Returns those that moved, and where to."""
    collisions = 0
    while True:
        try:
            return _one_rung(stage, file_ids, hand, kinds)
        except Exception as error:
            if is_outage(error):
                raise
            if is_collision(error) and collisions < MOST_COLLISIONS:
                collisions += 1
                continue
            if len(file_ids) == 1:
                return _fail(file_ids[0], error)
            logger.warning("%s files could not be lifted together (%r): each is lifted alone.", len(file_ids), error)
        moved = {}
        for file_id in file_ids:
            moved |= _lift(stage, [file_id], hand, kinds)
        return moved


def _fail(file_id, error):
    logger.error("File %s could not be processed", file_id, exc_info=error)
    _stop(
        file_id,
        f"The reader failed on this file ({type(error).__name__}). The file is kept. Retry; if it fails again, "
        "file it by hand and tell the administrator.",
    )
    return {}


def _one_rung(stage, file_ids, hand, kinds):
    """Climb one rung with these files in one transaction. Returns those that moved, and where to.

    A rung may say itself which stage a file reached: one that is done in parts stays where it is until the last. A file
    that goes on at once, on a rung of these kinds, has that try counted already.
    """
    rung = RUNGS[stage]
    with transaction.atomic():
        files = list(
            File.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(pk__in=file_ids, stage=stage, problem="")
            .order_by("pk")
        )
        if not files:
            return {}
        reached = rung.climb(files, hand) or {}
        now = timezone.now()
        for file in files:
            file.moved_at = now
            outcome = reached.get(file.pk, rung.reached)
            if isinstance(outcome, UnreadableFile):
                file.problem, file.reader = str(outcome), READER
                continue
            file.stage, file.tries = outcome, int(kind_of(outcome) in kinds)
            # A rung may reach further than its own stage: a text without pictures has nothing to recognise.
            for stage_reached in {rung.reached, outcome} if outcome != stage else ():
                file.stages_at[stage_reached] = now.isoformat(timespec="milliseconds")
        save_rows(files)
    return {file.pk: Stage(file.stage) for file in files if not file.problem}


def _stop(file_id, problem):
    File.objects.filter(pk=file_id).update(problem=problem, reader=READER, moved_at=timezone.now())
