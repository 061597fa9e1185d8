from celery import shared_task

from provenance.followers import trim

KEPT_DAYS = 400


@shared_task
def trim_changes():
    """Keep a little over a year of the change table: “since your last visit” looks back no further."""
    return trim(KEPT_DAYS)
