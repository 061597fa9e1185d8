"""Where the work stands: what waits before each queue, who looks into it, what came through, and what stopped with a problem."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone

from documents.in_tray import UNREADABLE
from documents.ingest.ladder import RECOGNITION, kind_of
from documents.models import File, Stage
from documents.queues import AWAY, lengths, names, queue_for

WORKERS_ANSWER_SECONDS = 1.0
WORKERS_KEPT_SECONDS = 15  # asking every worker costs a second: not for each look at the page
LONGEST_IN_HAND = {RECOGNITION: timedelta(hours=1)}
LATEST_PROBLEMS = 5
_WAITING = Q(problem="", set_aside_at=None) & ~Q(stage=Stage.LINKED)


@dataclass(frozen=True)
class QueueState:
    """One queue. messages: how many wait in it, None while its server is away. files: how many stand before its rungs, or
    None where it is no queue of files. in_hand: of these, those that a worker has begun. faltered: those begun long ago
    that came no further, because something was away or their worker was ended. oldest: the file that has waited longest.
    workers: who looks into it, None where nobody could be asked."""

    name: str
    label: str
    purpose: str
    messages: int | None
    files: int | None
    in_hand: int
    faltered: int
    oldest: File | None
    workers: Sequence[str] | None

    @property
    def has_no_worker(self):
        return self.workers is not None and not self.workers

    @property
    def is_unrung(self):
        """Whether files wait here and no message asks for them: those were lost, and the clock will ring again."""
        return self.messages == 0 and (self.files or 0) > self.in_hand and not self.is_young

    @property
    def is_young(self):
        """Whether even the oldest has waited for less than a minute."""
        return self.oldest is not None and timezone.now() - self.oldest.moved_at < timedelta(minutes=1)


@dataclass(frozen=True)
class Standing:
    """Everything that the page of the queues tells, as it was at ``at``."""

    at: datetime
    queues: Sequence[QueueState]
    is_away: bool
    waiting: int
    faltered: int
    problems: int
    latest_problems: Sequence[File]
    last_hour: int
    last_day: int

    @property
    def without_worker(self):
        """Queues in which something waits and nobody looks."""
        return [queue for queue in self.queues if queue.has_no_worker and (queue.files or queue.messages)]


def standing() -> Standing:
    """How the work stands now. Five queries, one look at the queue's server, and, at most every few seconds, a second's
    wait for the workers to answer."""
    now = timezone.now()
    messages = lengths()
    workers = workers_of_queues() if messages is not None else None
    files, oldest = _files_by_queue(now), _oldest_by_queue()
    queues = [
        QueueState(
            name=name,
            label=label,
            purpose=purpose,
            messages=None if messages is None else messages[name],
            files=files.get(name, {"all": 0})["all"] if holds_files else None,
            in_hand=files.get(name, {}).get("in_hand", 0),
            faltered=files.get(name, {}).get("faltered", 0),
            oldest=oldest.get(name),
            workers=None if workers is None else workers.get(name, []),
        )
        for name, (label, purpose, holds_files) in zip(names(), _words(), strict=True)
    ]
    through = File.objects.filter(stage=Stage.LINKED, moved_at__gte=now - timedelta(days=1)).aggregate(
        day=Count("pk"), hour=Count("pk", filter=Q(moved_at__gte=now - timedelta(hours=1)))
    )
    problems = File.objects.filter(UNREADABLE)
    latest = list(problems.order_by("-moved_at", "-pk")[:LATEST_PROBLEMS])
    return Standing(
        at=now,
        queues=queues,
        is_away=messages is None,
        waiting=sum(each["all"] for each in files.values()),
        faltered=sum(each["faltered"] for each in files.values()),
        problems=problems.count() if len(latest) == LATEST_PROBLEMS else len(latest),
        latest_problems=latest,
        last_hour=through["hour"],
        last_day=through["day"],
    )


def workers_of_queues() -> dict[str, list[str]] | None:
    """Which workers look into each queue, by its name; what they said a few seconds ago counts. None when the queue's
    server is away."""
    key = f"workers-of:{settings.CELERY_TASK_DEFAULT_QUEUE}"
    known = cache.get(key)
    if known is not None:
        return known
    try:
        answers = current_app.control.inspect(timeout=WORKERS_ANSWER_SECONDS).active_queues() or {}
    except AWAY:
        return None
    found = {}
    for worker, queues in sorted(answers.items()):
        for queue in queues:
            found.setdefault(queue["name"], []).append(worker)
    cache.set(key, found, WORKERS_KEPT_SECONDS)
    return found


def _words():
    """What each queue is called and for, and whether files stand before it; in the order of ``queues.names``."""
    return [
        ("Reading", "Files that came alone: text, symbol, document.", True),
        ("Linking", "What such a file cites.", True),
        ("Linking, bulk", "What the files of a bulk import cite. Files that came alone go first.", True),
        ("Reading, bulk", "Files of a bulk import. Files that came alone go first.", True),
        ("Recognition of pictures", "Scans and pages that hold a picture (OCR); seconds a page.", True),
        ("Mail", "News to those who follow something. No file waits here.", False),
    ]


def _files_by_queue(now):
    recently = Q(moved_at__gte=now - timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT))
    for stage in Stage:
        if longest := LONGEST_IN_HAND.get(kind_of(stage)):
            recently |= Q(stage=stage, moved_at__gte=now - longest)
    counts = (
        File.objects.filter(_WAITING)
        .order_by()
        .values("stage", "is_bulk")
        .annotate(
            all=Count("pk"),
            in_hand=Count("pk", filter=Q(tries__gt=0) & recently),
            tried=Count("pk", filter=Q(tries__gt=0)),
        )
    )
    found = {}
    for row in counts:
        sums = found.setdefault(_queue_of(row["stage"], row["is_bulk"]), {"all": 0, "in_hand": 0, "faltered": 0})
        sums["all"] += row["all"]
        sums["in_hand"] += row["in_hand"]
        sums["faltered"] += row["tried"] - row["in_hand"]
    return found


def _oldest_by_queue():
    """The file that has stood longest before each queue."""
    first = File.objects.filter(_WAITING).order_by("stage", "is_bulk", "moved_at", "pk").distinct("stage", "is_bulk")
    found = {}
    for file in sorted(first, key=lambda file: file.moved_at):
        found.setdefault(_queue_of(file.stage, file.is_bulk), file)
    return found


def _queue_of(stage, is_bulk):
    return queue_for(kind_of(stage), is_bulk=is_bulk)
