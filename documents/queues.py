"""The queues in which files wait: what they are called, and how many messages stand in each.

One upload overtakes a bulk import: what came alone waits in queues of its own, which workers look into first.
"""

from celery import current_app
from django.conf import settings
from kombu.exceptions import ChannelError
from kombu.exceptions import OperationalError as QueueAway

from documents.ingest.ladder import LINKING, READING, RECOGNITION

# What the client of the queue's server raises when that is away.
AWAY = (QueueAway, ConnectionError)


def queue_for(kind: str, *, is_bulk: bool) -> str:
    """The queue for files that wait for a rung of this kind (``ladder.READING``, ...)."""
    first = settings.CELERY_TASK_DEFAULT_QUEUE
    return {
        READING: f"{first}.bulk" if is_bulk else first,
        LINKING: f"{settings.LINKING_QUEUE}.bulk" if is_bulk else settings.LINKING_QUEUE,
        RECOGNITION: settings.OCR_QUEUE,
    }[kind]


def names() -> list[str]:
    """Every queue of the site, in the order in which a worker that serves several looks into them."""
    first = settings.CELERY_TASK_DEFAULT_QUEUE
    return [
        first,
        settings.LINKING_QUEUE,
        f"{settings.LINKING_QUEUE}.bulk",
        f"{first}.bulk",
        settings.OCR_QUEUE,
        settings.MAIL_QUEUE,
    ]


def lengths() -> dict[str, int] | None:
    """How many messages wait in each queue; None when the queue's server is away."""
    try:
        with current_app.connection_for_read() as connection:
            connection.ensure_connection(max_retries=1, timeout=3)
            return {name: _length(connection.default_channel, name) for name in names()}
    except AWAY:
        return None


def _length(channel, name):
    try:
        return channel.queue_declare(queue=name, passive=True).message_count
    except ChannelError:  # a queue in which nothing waits is none
        return 0
