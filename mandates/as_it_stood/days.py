"""The date that is asked for: what may be asked, and from when on the record can answer."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from mandates.models import Mandate
from meetings.models import Body, Meeting
from provenance.dates import day_in_words

# Records of the first hour: the earliest of their entries is where the record begins.
FIRST_ENTERED = (Body, Meeting, Mandate)


class NoSuchDay(ValueError):
    """The date can't be asked for; the message says why, in a sentence."""


@dataclass(frozen=True)
class Day:
    """A day of which the record is asked, up to its end in the time zone of the site. begins: the record's first day."""

    on: date
    begins: date | None

    @property
    def end(self) -> datetime:
        """The moment at which the day is over."""
        return timezone.make_aware(datetime.combine(self.on + timedelta(days=1), time.min))

    @property
    def is_before_the_record(self):
        return self.begins is None or self.on < self.begins

    @property
    def in_words(self):
        """``1 May 2024``"""
        return day_in_words(self.on)

    @property
    def begins_in_words(self):
        return day_in_words(self.begins) if self.begins else ""


def day_asked(text: str) -> Day:
    """The day that an address asks for, written 2024-05-01. Raises NoSuchDay for no date and for one that is to come."""
    text = text.strip()
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        on = date.fromisoformat(text)
    except ValueError:
        raise NoSuchDay("This is no date: write it like 2024-05-01, year, month and day.") from None
    if on > timezone.localdate():
        raise NoSuchDay(f"{day_in_words(on)} is still to come: nobody knows how the record will stand then.")
    return Day(on, begins())


def begins() -> date | None:
    """The day on which the record begins: nothing is known of how it stood before. One short query."""
    firsts = [
        model.pgh_event_model.objects.order_by("pgh_id").values_list("pgh_created_at", flat=True)[:1]
        for model in FIRST_ENTERED
    ]
    known = list(firsts[0].union(*firsts[1:]))
    return timezone.localdate(min(known)) if known else None
