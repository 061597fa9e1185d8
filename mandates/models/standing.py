"""How each mandate stands for each circle of readers, kept ready: lists and counts of a hundred thousand need no reckoning."""

from django.db import models
from django.db.models import Q

from accounts.access import Audience
from provenance.constraints import one_of


class StandingStatus(models.TextChoices):
    """The status as derived from evidence. “Overdue” is not kept: it is one of the first two after its day."""

    OPEN = "open", "open"
    UNDER_WAY = "under way", "under way"
    DELIVERED = "delivered", "delivered"
    SUPERSEDED = "superseded", "superseded"
    ENDED = "ended", "ended"


UNFINISHED = (StandingStatus.OPEN, StandingStatus.UNDER_WAY)


class MandateStandingQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """The rows reckoned for this circle of readers: what others may know is not in them."""
        return self.filter(audience=audience)

    def overdue(self, today):
        return self.filter(status__in=UNFINISHED, due_on__lt=today)


class MandateStanding(models.Model):
    """A mandate as one circle of readers sees it: its derived status with the reason, and what answered it, counted.

    Made anew by ``mandates.standing`` whenever something that it rests on changes; nothing in it is a fact of its own.
    """

    mandate = models.ForeignKey("mandates.Mandate", models.CASCADE, related_name="standings")
    audience = models.IntegerField(choices=Audience)
    status = models.CharField(max_length=10, choices=StandingStatus)
    reason = models.TextField(help_text="Why, in a sentence with the figures.")
    is_stated = models.BooleanField(default=False, help_text="Whether a person or a source says so, not the evidence.")
    due_on = models.DateField(null=True, blank=True, help_text="The day after which it is overdue.")
    meetings_held = models.PositiveIntegerField(default=0)
    reports = models.PositiveIntegerField(default=0)
    was_transmitted = models.BooleanField(default=False)
    order_key = models.CharField(max_length=200, db_collation="C", help_text="Its place in the register, newest first.")

    objects = MandateStandingQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("status", StandingStatus, name="standing_known_status"),
            one_of("audience", Audience, name="standing_known_audience"),
            models.UniqueConstraint(fields=["mandate", "audience"], name="standing_once_a_circle"),
        ]
        indexes = [
            models.Index(fields=["audience", "order_key"], name="standing_in_order"),
            models.Index(fields=["audience", "status", "order_key"], name="standing_by_status"),
            models.Index(fields=["audience", "due_on"], name="standing_by_due_day", condition=Q(due_on__isnull=False)),
        ]

    def __str__(self):
        return f"{self.mandate_id}: {self.get_status_display()}"
