"""Reading what changed: which records the change table names, and each of their changes with the values before.

Two clocks have to agree. The change table writes the moment of the statement, the history that of its transaction's beginning;
the second is never later. So records are taken by ``at >= since`` and their changes by when the transaction began, from
``since`` up to ``until``; and ``until`` (``provenance.followers.settled_until``) is never past a transaction that still runs.
So nothing is told twice, and nothing that commits late is lost.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject

from accounts.access import Audience
from provenance.models import Change

# The newest that are looked at of each kind of change: after an import nobody reads ten thousand lines.
MOST_EVENTS = 1000
MOST_RECORDS = 2000


@dataclass(frozen=True)
class Happening:
    """One thing that happened, to ``record`` (kind, key), in words; told to those who follow ``thing`` (kind, key)."""

    thing: tuple
    record: tuple
    at: datetime
    words: str


@dataclass
class Window:
    """What is asked: for whom, from when to when, and which records are followed, as kind → set of keys."""

    audience: Audience
    since: datetime
    until: datetime
    followed: dict = field(default_factory=dict)
    searches: bool = False

    def keys(self, subject) -> set:
        return self.followed.get(subject, set())

    def changed(self, subject):
        """The keys of the records of a kind that changed, as a subquery of the change table."""
        return Change.objects.filter(subject=subject, at__gte=self.since).values("subject_id")

    def events(self, model, among: Q, *fields) -> list["Event"]:
        """The changes of a model's records in the window, newest first: as far as ``among`` says. One query."""
        history = model.pgh_event_model.objects
        earlier = history.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
        before = earlier.values(json=JSONObject(**{name: name for name in fields}))
        found = history.filter(among, pgh_created_at__gte=self.since, pgh_created_at__lt=self.until)
        found = found.exclude(pgh_label="delete").annotate(earlier=Subquery(before[:1])).order_by("-pgh_id")
        columns = ("pgh_obj_id", "pgh_created_at", "earlier", *fields)
        return [
            Event(values.pop("pgh_obj_id"), values.pop("pgh_created_at"), values.pop("earlier"), values)
            for values in found.values(*columns)[:MOST_EVENTS]
        ]


@dataclass(frozen=True)
class Event:
    """One change: the record's key, when, the values before (None when it is new) and after."""

    key: int
    at: datetime
    before: dict | None
    after: dict

    def changed(self, name) -> bool:
        """Whether a value differs from the one before. Never for what is new."""
        return self.before is not None and _text(self.before[name]) != _text(self.after[name])

    def became(self, name, value) -> bool:
        """Whether a field took ``value``: new with it, or changed to it."""
        return self.after[name] == value and (self.before is None or self.before[name] != value)

    def opened(self, audience) -> bool:
        """Whether a record that had been for fewer became visible to ``audience``."""
        return self.before is not None and self.before["audience"] > audience >= self.after["audience"]


def _text(value):
    """A value as JSON would have it, so that a date and its text are the same."""
    return value if value is None or isinstance(value, bool | int | list | dict) else str(value)


def in_words(names: Iterable[str]) -> str:
    """``English, French and Spanish``."""
    names = list(dict.fromkeys(names))
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
