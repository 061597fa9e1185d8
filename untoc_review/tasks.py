"""The mails, by the clock. What the queue loses, or a mail server that is away leaves undone, the next round finds again."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError as QueueAway

from untoc_review.digest.periods import due
from untoc_review.digest.sending import MailAway, send

logger = logging.getLogger(__name__)
ROUND_SECONDS = 600


@shared_task
def send_digests():
    """Ring for every person whose digest is due. Run by the clock. Returns how many."""
    keys = list(due(timezone.now()).values_list("pk", flat=True))
    for key in keys:
        try:
            # What waits longer than a round is rung for again: an old bell would only say the same.
            send_digest.apply_async([key], expires=ROUND_SECONDS)
        except (QueueAway, ConnectionError) as away:
            logger.warning("The queue is away (%s); the digests wait for the next round.", away)
            return 0
    return len(keys)


@shared_task
def send_digest(key):
    """Send one person's digest. A mail server that is away is no error: the next round tries again."""
    try:
        return send(key)
    except MailAway as away:
        logger.warning("The mail server is away (%s); the digest %s waits for the next round.", away, key)
        return "mail server away"
