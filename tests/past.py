"""Days gone by, for tests: what was just written is dated back in the history that the triggers keep."""

from datetime import datetime, time

import pgtrigger
from django.apps import apps
from django.utils import timezone

ROOMS = ("meetings", "documents", "mandates")


def all_this_was_on(day):
    """Date all events that still bear the moment of this test back to noon of ``day``. Call it in the order of the days."""
    moment = timezone.make_aware(datetime.combine(day, time(12)))
    just_now = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    models = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    with pgtrigger.ignore():
        for model in models:
            if hasattr(model, "pgh_event_model"):
                model.pgh_event_model.objects.filter(pgh_created_at__gte=just_now).update(pgh_created_at=moment)
