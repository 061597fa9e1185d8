"""What the record misses or contradicts, as the gap radar finds it, each finding with its causes."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.access import Audience
from documents.models import Act, Document
from meetings.models import AgendaItem, Body, Meeting
from provenance.constraints import filled, one_of, together
from provenance.triggers import watched


class FindingPart(models.TextChoices):
    """The parts of the radar, never mixed: what was not issued, what is merely not here, and what can't both be true."""

    NOT_ISSUED = "not issued", "not issued, as far as we can know"
    NOT_HELD = "not held", "not held here"
    CONTRADICTION = "contradiction", "facts that contradict each other"


class FindingKind(models.TextChoices):
    MEETING = "meeting", "mandate without meeting"
    TOO_FEW = "too few", "fewer than asked for"
    REPORT = "report", "meeting without report"
    TRANSMISSION = "transmission", "report not made available"
    CITED = "cited", "symbol cited but absent"
    LANGUAGES = "languages", "language versions missing"
    SIMULTANEITY = "simultaneity", "language versions not issued together"
    ITEM = "item", "agenda item without document"
    CONTRADICTION = "contradiction", "contradiction"


class FindingQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """The radar is the secretariat's: nobody else sees what is missing."""
        return self if audience >= Audience.SECRETARIAT else self.none()

    def standing(self):
        """What is found now and nobody has closed."""
        return self.filter(cleared_at=None, closed_at=None)

    def closed(self):
        """What is found still, and a person closed with a reason."""
        return self.filter(cleared_at=None).exclude(closed_at=None)

    def in_order(self):
        """Newest year first, what has no year last; within it by key."""
        return self.order_by(F("year").desc(nulls_last=True), "key")


@pghistory.track()
class Finding(models.Model):
    """Something missing or contradictory: one finding for one cause, whatever else it shows in.

    ``key`` names what is missing (``report:meeting:12``). A finding whose causes are gone is cleared, by the machine; one
    that a person closed with a reason opens again when its causes change (``digest``).
    """

    key = models.CharField(max_length=200, unique=True, db_collation="C")
    kind = models.CharField(max_length=16, choices=FindingKind)
    part = models.CharField(max_length=16, choices=FindingPart)
    sentence = models.TextField(help_text="What is missing, and why we think so.")
    meeting = models.ForeignKey(Meeting, models.CASCADE, null=True, blank=True, related_name="findings")
    agenda_item = models.ForeignKey(AgendaItem, models.CASCADE, null=True, blank=True, related_name="findings")
    mandate = models.ForeignKey("mandates.Mandate", models.CASCADE, null=True, blank=True, related_name="findings")
    act = models.ForeignKey(Act, models.CASCADE, null=True, blank=True, related_name="findings")
    document = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="findings")
    symbol = models.CharField(max_length=200, blank=True, db_collation="C", help_text="The symbol that is absent.")
    body = models.ForeignKey(Body, models.CASCADE, null=True, blank=True, related_name="findings")
    year = models.PositiveIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64, help_text="Of its causes: it changes when they do.")
    found_at = models.DateTimeField(default=timezone.now)
    cleared_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    closed_because = models.TextField(blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Empty where it opened by itself, because its causes had changed.",
    )
    citations = models.PositiveIntegerField(default=0, help_text="In how many places the absent symbol is cited.")

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = [F("year").desc(nulls_last=True), "kind", "key"]
        constraints = [
            filled("key", name="finding_has_a_key"),
            filled("sentence", name="finding_says_something"),
            one_of("kind", FindingKind, name="finding_known_kind"),
            one_of("part", FindingPart, name="finding_known_part"),
            together("closed_at", "closed_by", name="finding_closed_by_someone"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | ~Q(closed_because=""),
                name="finding_closed_with_a_reason",
                violation_error_message="Say why it is closed.",
            ),
        ]
        indexes = [
            models.Index(
                fields=["part", "body", "year"],
                name="finding_standing",
                condition=Q(cleared_at__isnull=True, closed_at__isnull=True),
            ),
            models.Index(
                "part",
                F("year").desc(nulls_last=True),
                "key",
                name="finding_standing_in_order",
                condition=Q(cleared_at__isnull=True, closed_at__isnull=True),
            ),
        ]
        triggers = watched("mandates.finding")

    def __str__(self):
        return self.sentence


class FindingCause(models.Model):
    """A record on which a finding rests, and what it contributes, in words. The record is named, as evidence names it."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="causes")
    subject = models.CharField(max_length=80, help_text="The kind of record, such as documents.document.")
    subject_id = models.BigIntegerField()
    words = models.TextField()
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "subject", "subject_id", "words"], name="finding_cause_once")
        ]
        indexes = [models.Index(fields=["subject", "subject_id"], name="finding_cause_by_subject")]

    def __str__(self):
        return self.words


class Look(models.Model):
    """One time that the radar looked through the whole record, which it does once a day: some gaps ripen with time alone."""

    at = models.DateTimeField(default=timezone.now)
    found = models.PositiveIntegerField(default=0, help_text="How many findings stood, the closed ones included.")

    class Meta:
        ordering = ["-at"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M}"
