"""The roof: settings, addresses, the queue, and the pages that join the rooms."""

from untoc_review.celery import app as celery_app

__all__ = ["celery_app"]
