"""The queue. It is only a bell: the database is the truth, and a sweeper rings again for whatever stands still."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "untoc_review.settings")

app = Celery("untoc_review")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
