"""What the clock does with mandates: let each follower of the change table catch up."""

import logging

from celery import shared_task
from django.db import connection

from mandates import standing
from mandates.answering import follow_answers
from mandates.gaps import following as gaps
from mandates.gaps.looking import look_everywhere, looked_today
from mandates.proposing import following as proposing
from provenance.followers import follow

logger = logging.getLogger(__name__)

# Each follower by the name of its mark, and what it does with the changes that it has not seen (a queryset of Change).
FOLLOWERS = {
    "standing": standing.follow,
    "answers": follow_answers,
    "gaps": gaps.follow,
    "proposing": proposing.see,
}
ONE_AT_A_TIME = "SELECT pg_try_advisory_lock(hashtextextended('mandates.keep_up', 0))"
DONE = "SELECT pg_advisory_unlock(hashtextextended('mandates.keep_up', 0))"


@shared_task
def keep_up():
    """Let each follower see what changed since it looked last. Run by the clock, every few seconds. Returns how many changes.

    A follower that fails keeps its mark and tries again next time; the others are not held up by it. Where another worker
    is at it already, nothing is done.
    """
    with connection.cursor() as cursor:
        cursor.execute(ONE_AT_A_TIME)
        if not cursor.fetchone()[0]:
            return 0
    try:
        return sum(_catch_up(name) for name in FOLLOWERS)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(DONE)


def _catch_up(name):
    try:
        return follow(f"mandates.{name}", FOLLOWERS[name])
    except Exception:
        logger.exception("mandates.%s could not follow the changes; it tries again", name)
        return 0


@shared_task
def look_for_gaps():
    """Let the radar look through the whole record once a day: some gaps ripen with time alone. Returns how many stand.

    Run by the clock every few minutes, so that a site that starts in the morning looks then.
    """
    return None if looked_today() else look_everywhere().standing
