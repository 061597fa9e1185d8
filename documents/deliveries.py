"""Deliveries: what came at once, what became of each piece of it in words, and how many ended how."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, CharField, Count, Q, Value, When
from django.db.models import TextChoices as Choices

from documents.fates import Fate, fate_of_arrival
from documents.models import Delivery, Outcome, Reception, Refusal, Stage


class Group(Choices):
    """What the pieces of a delivery are counted by."""

    FILED = "filed", "filed"
    WAITING = "waiting", "wait for a person"
    UNREADABLE = "unreadable", "unreadable"
    NOT_TAKEN_IN = "refused", "not taken in"
    MOVING = "moving", "being read"
    HELD = "held", "already held"
    ASIDE = "aside", "set aside"


_GROUPS = {
    Outcome.STORED: Group.FILED,
    Outcome.REPLACED: Group.FILED,
    Outcome.ALREADY_HELD: Group.HELD,
    Outcome.UNREADABLE: Group.UNREADABLE,
    Outcome.WAITING_FOR_OCR: Group.MOVING,
    Outcome.BEING_READ: Group.MOVING,
    Outcome.WAITS_FOR_QUEUE: Group.MOVING,
    Outcome.SET_ASIDE: Group.ASIDE,
    Outcome.NOT_TAKEN_IN: Group.NOT_TAKEN_IN,
}

# The same as ``group_of(fate_of_arrival(...))``, for the database to count by; a test compares the two.
_IN_THE_DATABASE = Case(
    When(was_held=True, then=Value(Group.HELD)),
    When(~Q(file__set_aside_at=None), then=Value(Group.ASIDE)),
    When(~Q(file__problem=""), then=Value(Group.UNREADABLE)),
    When(Q(file__stage=Stage.READ), then=Value(Group.MOVING)),
    When(Q(file__waits_because="") & ~Q(file__stage=Stage.LINKED), then=Value(Group.MOVING)),
    When(~Q(file__version=None), then=Value(Group.FILED)),
    default=Value(Group.WAITING),
    output_field=CharField(),
)


def group_of(fate: Fate) -> Group:
    """What a fate is counted by."""
    return _GROUPS.get(fate.outcome, Group.WAITING)


@dataclass(frozen=True)
class Piece:
    """One arrival of a delivery, or something of it that was not taken in."""

    name: str
    fate: Fate
    at: datetime

    @property
    def file(self):
        return self.fate.file

    @property
    def group(self):
        return group_of(self.fate)


def pieces_of(delivery: Delivery, first: int = 0, last: int | None = None) -> list[Piece]:
    """The pieces of a delivery from ``first`` up to ``last``: what was refused comes first, then what arrived, in order.

    A fixed number of queries, however many they are.
    """
    refused = [
        Piece(refusal.name, Fate(Outcome.NOT_TAKEN_IN, refusal.reason), refusal.at)
        for refusal in delivery.refusals.all()[first:last]
    ]
    if last is not None and len(refused) == last - first:
        return refused
    before = first + len(refused)
    count = delivery.refusals.count()
    arrived = (
        delivery.receptions.select_related("file__version__document")
        .prefetch_related("file__version__document__symbols", "file__version__document__titles")
        .order_by("pk")[before - count : None if last is None else last - count]
    )
    return refused + [piece_of(reception) for reception in arrived]


def piece_of(reception: Reception) -> Piece:
    """An arrival with what became of it by now."""
    return Piece(reception.name, fate_of_arrival(reception.file, is_new=not reception.was_held), reception.at)


def counts_of(deliveries) -> dict[int, dict[Group, int]]:
    """How many pieces of each delivery ended how: {primary key: {group: number}}, none that is zero. Two queries."""
    keys = [delivery.pk for delivery in deliveries]
    counts = {key: {} for key in keys}
    arrived = Reception.objects.filter(delivery__in=keys).order_by().annotate(group=_IN_THE_DATABASE)
    for row in arrived.values("delivery", "group").annotate(number=Count("pk")):
        counts[row["delivery"]][Group(row["group"])] = row["number"]
    refused = Refusal.objects.filter(delivery__in=keys).order_by()
    for row in refused.values("delivery").annotate(number=Count("pk")):
        counts[row["delivery"]][Group.NOT_TAKEN_IN] = row["number"]
    return counts
