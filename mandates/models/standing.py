"""How each mandate stands for each circle of readers, kept ready: lists and counts of a hundred thousand need no reckoning."""

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from accounts.access import Audience
from documents.models import Act
from mandates.models.arrays import IsOneOf
from meetings.models import Body, Meeting
from provenance.constraints import one_of
from provenance.dates import in_words


class StandingStatus(models.TextChoices):
    """The status as derived from evidence. “Overdue” is not kept: it is one of the first two after its day."""

    OPEN = "open", "open"
    UNDER_WAY = "under way", "under way"
    DELIVERED = "delivered", "delivered"
    SUPERSEDED = "superseded", "superseded"
    ENDED = "ended", "ended"


class ShownStatus(models.TextChoices):
    """The status as pages say it, the pressing ones first: a mandate has exactly one of these on a day."""

    OVERDUE = "overdue", "Overdue"
    OPEN = "open", "Open"
    UNDER_WAY = "under way", "Under way"
    DELIVERED = "delivered", "Delivered"
    SUPERSEDED = "superseded", "Superseded"
    ENDED = "ended", "Ended"


UNFINISHED = (StandingStatus.OPEN, StandingStatus.UNDER_WAY)
TONES = {
    ShownStatus.OVERDUE: "gap",
    ShownStatus.UNDER_WAY: "due",
    ShownStatus.DELIVERED: "done",
}


# What the register counts by, in the order in which ``MandateStanding.facets`` joins it. Alike mandates share one text:
# counting a hundred thousand is then counting the entries of an index.
FACETS = (
    "status",
    "is_stated",
    "deliverable",
    "act_body",
    "session",
    "due_session",
    "is_recurring",
    "has_due",
    "review",
)
PARTS_FACETS = "|"


def joined(**facets) -> str:
    """FACETS as one text. Truth is written 1 or 0, nothing as nothing."""
    values = (facets[name] for name in FACETS)
    return PARTS_FACETS.join(
        "" if each is None else str(int(each) if isinstance(each, bool) else each) for each in values
    )


def parted(text) -> dict:
    """The facets that ``joined`` put together: keys of bodies and meetings as numbers, or None."""
    found = dict(zip(FACETS, text.split(PARTS_FACETS), strict=True))
    keys = {name: int(found[name]) if found[name] else None for name in ("act_body", "session", "due_session")}
    return found | keys | {name: found[name] == "1" for name in ("is_stated", "is_recurring", "has_due")}


# What pages say of a standing.
TOLD = (
    "status",
    "reason",
    "is_stated",
    "due_on",
    "due_words",
    "meetings_held",
    "reports",
    "was_transmitted",
    "addressees",
)


@dataclass(frozen=True)
class Outcome:
    """The status of a mandate as every page shows it: a word, a tone for its mark, and the reason with the figures."""

    word: str
    tone: str
    sentence: str


class MandateStandingQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """The rows reckoned for this circle of readers: what others may know is not in them."""
        return self.filter(audience=audience)

    def told_of(self, mandate, audience):
        """What pages say of a mandate (a key, or an OuterRef), as one JSON object, for ``MandateStanding.as_told``.

        None where its words name a session or an act that the circle may no longer see: it is reckoned anew in a moment,
        and until then nothing is said.
        """
        columns = {name: name for name in TOLD} | {"due_session_id": "due_session"}
        kept = self.visible_to(audience).filter(
            Q(names_meetings__contained_by=_seen_of("names_meetings", Meeting, audience)),
            Q(names_acts__contained_by=_seen_of("names_acts", Act, audience)),
            mandate=mandate,
        )
        return kept.values(told=JSONObject(**columns))[:1]

    def overdue(self, today):
        """Unfinished after their day. Where a person, or the register, states the status, that stands."""
        return self.filter(status__in=UNFINISHED, due_on__lt=today, is_stated=False)

    def shown_as(self, statuses, today):
        """Those that pages show under one of some ShownStatus on a day."""
        late = Q(status__in=UNFINISHED, due_on__lt=today, due_on__isnull=False, is_stated=False)
        wanted = Q(status__in=[each for each in statuses if each != ShownStatus.OVERDUE]) & ~late
        return self.filter(wanted | late if ShownStatus.OVERDUE in statuses else wanted)


def _seen_of(names, model, audience):
    """Those of the records named in an array that the circle may see."""
    seen = model.objects.visible_to(audience).filter(IsOneOf(F("pk"), OuterRef(names)))
    return ArraySubquery(seen.order_by().values("pk"))


class MandateStanding(models.Model):
    """A mandate as one circle of readers sees it: its derived status with the reason, and what answered it, counted.

    Made anew by ``mandates.standing`` whenever something that it rests on changes; nothing in it is a fact of its own. A
    circle that may not know of the mandate has no row. What the register narrows by stands here once more, as far as the
    circle may know of it, so that lists and counts read one table.
    """

    mandate = models.ForeignKey("mandates.Mandate", models.CASCADE, related_name="standings")
    audience = models.IntegerField(choices=Audience)
    status = models.CharField(max_length=10, choices=StandingStatus)
    reason = models.TextField(help_text="Why, in a sentence with the figures.")
    is_stated = models.BooleanField(default=False, help_text="Whether a person or a source says so, not the evidence.")
    due_on = models.DateField(null=True, blank=True, help_text="The day after which it is overdue.")
    due_words = models.CharField(max_length=330, blank=True, help_text="The deadline in words.")
    meetings_held = models.PositiveIntegerField(default=0)
    reports = models.PositiveIntegerField(default=0)
    was_transmitted = models.BooleanField(default=False)
    order_key = models.CharField(max_length=200, db_collation="C", help_text="Its place in the register, newest first.")
    act_body = models.ForeignKey(Body, models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    session = models.ForeignKey(
        Meeting, models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    due_session = models.ForeignKey(
        Meeting, models.CASCADE, null=True, related_name="+", db_index=False, db_constraint=False
    )
    deliverable = models.CharField(max_length=16, blank=True)
    is_recurring = models.BooleanField(default=False)
    review = models.CharField(max_length=10)
    addressees = ArrayField(models.CharField(max_length=300), default=list, help_text="Who is asked, in words.")
    addressed = ArrayField(models.BigIntegerField(), default=list, help_text="The bodies that are asked.")
    names_meetings = ArrayField(
        models.BigIntegerField(), default=list, help_text="The sessions that the reason or the deadline names."
    )
    names_acts = ArrayField(models.BigIntegerField(), default=list, help_text="The acts that the reason names.")
    facets = models.CharField(
        max_length=200, db_collation="C", help_text="What the register counts by, as one text (``FACETS``)."
    )
    words = SearchVectorField(
        null=True, help_text="Its words, in the secretariat's row alone: they are the same for all."
    )

    objects = MandateStandingQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("status", StandingStatus, name="standing_known_status"),
            one_of("audience", Audience, name="standing_known_audience"),
            models.UniqueConstraint(fields=["mandate", "audience"], name="standing_once_a_circle"),
        ]
        indexes = [
            models.Index(fields=["audience", "order_key"], include=["mandate"], name="standing_in_order"),
            models.Index(fields=["audience", "status", "order_key"], name="standing_by_status"),
            models.Index(fields=["audience", "due_on"], name="standing_by_due_day", condition=Q(due_on__isnull=False)),
            models.Index(
                "audience",
                F("was_transmitted").desc(),
                (F("meetings_held") + F("reports")).desc(),
                "order_key",
                name="standing_most_told",
            ),
            models.Index(fields=["audience", "session", "order_key"], name="standing_by_session"),
            models.Index(fields=["audience", "due_session", "order_key"], name="standing_by_due_session"),
            models.Index(fields=["audience", "act_body", "order_key"], name="standing_by_body"),
            # Counting reads these alone.
            models.Index(fields=["audience", "facets", "due_on"], name="standing_by_facets"),
            GinIndex(fields=["words"], name="standing_by_words", condition=Q(words__isnull=False)),
        ]

    def __str__(self):
        return f"{self.mandate_id}: {self.get_status_display()}"

    @classmethod
    def as_told(cls, told: dict) -> "MandateStanding":
        """The standing of which ``MandateStandingQuerySet.told_of`` told, as far as pages show it; not to be saved."""
        due_on = told["due_on"] and date.fromisoformat(told["due_on"])
        return cls(**told | {"due_on": due_on})

    def is_overdue(self, today) -> bool:
        return self.status in UNFINISHED and not self.is_stated and self.due_on is not None and self.due_on < today

    def shown(self, today) -> Outcome:
        """The status as pages say it on a day (a date), with the deadline where it is still to be met or was missed."""
        late = self.is_overdue(today)
        status = ShownStatus.OVERDUE if late else ShownStatus(self.status)
        sentence = self.reason
        if self.status in UNFINISHED and self.due_words:
            sentence = f"{self._deadline(today)}; {sentence}"
        return Outcome(status.label, TONES.get(status, "plain"), sentence)

    def _deadline(self, today):
        """``due at the eighth session, which closed on 21 October 2016``"""
        if not self.due_session_id:
            return f"due: {self.due_words}"
        if self.due_on is None:
            return f"due at {self.due_words}"
        day = in_words(self.due_on, "day")
        return f"due at {self.due_words}, which {'closed' if self.due_on < today else 'closes'} on {day}"
