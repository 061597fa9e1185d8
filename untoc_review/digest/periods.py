"""Which digest is due: each is for a day, or for the week of a Monday, and goes out in the morning."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from accounts.models import Digest, NewsSettings

MORNING = time(6, 0)


def period_of(digest: str, now: datetime) -> date:
    """The day, or the Monday, whose digest goes out now: before the morning still that of the day or week before."""
    local = timezone.localtime(now)
    day = local.date() if local.time() >= MORNING else local.date() - timedelta(days=1)
    return day - timedelta(days=day.weekday()) if digest == Digest.WEEKLY else day


def due(now: datetime):
    """The settings of the people whose digest has not gone out for the present day or week, as a queryset."""
    wanted = Q(pk__in=())
    for digest in (Digest.DAILY, Digest.WEEKLY):
        wanted |= Q(digest=digest, mailed_for__lt=period_of(digest, now))
    return NewsSettings.objects.filter(wanted, user__is_active=True).exclude(user__email="").order_by("pk")
