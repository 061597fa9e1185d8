"""What was asked: mandates, whom they address, and how one goes on in another."""

from functools import cache

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.access import Audience
from documents.models import Act, Document, Paragraph
from mandates.models.response import Response
from mandates.models.standing import MandateStanding, Outcome, ShownStatus
from mandates.models.story import story_of
from mandates.models.telling import story_columns, told_of
from meetings.models import Body, Meeting
from provenance.constraints import filled, one_of, together
from provenance.dates import in_words
from provenance.triggers import watched


class Deliverable(models.TextChoices):
    """What kind of thing is asked for."""

    MEETING = "meeting", "meeting"
    REPORT = "report", "report"
    STUDY = "study", "study"
    BODY = "body", "body to be established"
    TOOL = "tool", "tool or guidelines"
    ASSISTANCE = "assistance", "assistance"
    INFORMATION = "information", "information"
    AGENDA_ITEM = "agenda item", "agenda item"
    DECISION = "decision", "decision or review"
    TASK = "standing task", "standing task"
    OTHER = "other", "other"


class Review(models.TextChoices):
    """Whether a person, or the register, stands behind the entry."""

    PROPOSED = "proposed", "proposed by machine"
    CONFIRMED = "confirmed", "confirmed"
    DISMISSED = "dismissed", "dismissed"


class MandateStatus(models.TextChoices):
    """As stated by a source or a person; what the evidence shows stands beside it (``MandateStanding``)."""

    UNSTATED = "", "not stated"
    OPEN = "open", "open"
    UNDER_WAY = "under way", "under way"
    DONE = "done", "done"
    SUPERSEDED = "superseded", "superseded"
    ENDED = "ended", "ended"


class MandateQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Confirmed mandates of acts that the reader may see; the secretariat also sees what is only proposed.

        What was dismissed is nobody's: it stands in the list of proposals alone, where it can be taken up again.
        """
        known = self.filter(act__in=Act.objects.visible_to(audience))
        if audience >= Audience.SECRETARIAT:
            return known.exclude(review=Review.DISMISSED)
        return known.filter(review=Review.CONFIRMED)

    def confirmed(self):
        """What is shown as fact."""
        return self.filter(review=Review.CONFIRMED)

    def proposed(self):
        """What waits for a person's word."""
        return self.filter(review=Review.PROPOSED)

    def in_order(self):
        return self.order_by("act__body__is_external", "act__session__start", "act__number_sort_key", "number")

    def with_outcome(self, audience):
        """Brings along how each stands for a reader of ``audience``, for ``outcome``, in the same query."""
        return self.annotate(reckoned=Subquery(MandateStanding.objects.told_of(OuterRef("pk"), audience)))

    def with_story(self, audience):
        """Brings along what ``Mandate.story`` tells, as far as the reader may see it, in the same query."""
        return self.annotate(**_story(audience))

    def as_due(self, audience):
        """In order, with what a session's list of what is due at it shows. Two queries."""
        return self.select_related("act__body").prefetch_related("addressees").with_outcome(audience).in_order()

    def for_list(self, audience):
        return (
            self.select_related("act__body", "act__session", "paragraph")
            .prefetch_related(
                "addressees", "act__titles", Prefetch("due_session", Meeting.objects.visible_to(audience).with_bodies())
            )
            .with_outcome(audience)
        )


@cache
def _story(audience):
    """What a mandate's sentence tells of, as arrays of plain values. Built once for each audience."""
    of_it = {"mandate": OuterRef("pk")}
    links = MandateLink.objects.visible_to(audience).filter(**of_it, is_confirmed=True, kind__in=ONWARD)
    return story_columns(
        Response.objects.visible_to(audience).filter(**of_it, is_confirmed=True),
        links,
        Addressee.objects.filter(**of_it),
        audience,
    )


# All that the register of a day gone by asks of the history of a hundred thousand mandates (``mandates.as_it_stood``).
AS_IT_STOOD = models.Index(
    fields=["pgh_obj", "-pgh_id"],
    include=["pgh_created_at", "pgh_label", "act", "review", "deliverable"],
    name="mandate_as_it_stood",
)


@pghistory.track(meta={"indexes": [AS_IT_STOOD]})
class Mandate(models.Model):
    """One thing asked for by one act: who is asked, for what, by when, with what means."""

    act = models.ForeignKey(Act, models.PROTECT, related_name="mandates")
    number = models.PositiveIntegerField(help_text="Its number among the mandates of the act, for its address.")
    paragraph = models.ForeignKey(Paragraph, models.SET_NULL, null=True, blank=True, related_name="mandates")
    paragraph_as_printed = models.CharField(max_length=60, blank=True, help_text="Such as 7; (c); annex, 53.")
    verb = models.CharField(max_length=120, help_text="As printed: requested, Further requests, decided.")
    action = models.TextField(help_text="What is asked, in words.")
    deliverable = models.CharField(max_length=16, choices=Deliverable, blank=True)
    least_number = models.PositiveIntegerField(
        "at least", null=True, blank=True, help_text="“at least one meeting”: 1."
    )
    purpose = models.TextField(blank=True)
    participants = models.TextField(blank=True)
    services = models.CharField(max_length=200, blank=True, help_text="Such as interpretation.")
    resources = models.TextField(blank=True, help_text="The resource clause, word for word.")
    context = models.TextField(blank=True)
    due_session = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="mandates_due",
        help_text="The session it is due at.",
    )
    due_date = models.DateField(null=True, blank=True)
    due_words = models.CharField("deadline in words", max_length=200, blank=True)
    is_recurring = models.BooleanField("recurring", default=False)
    creates_body = models.ForeignKey(
        Body, models.PROTECT, null=True, blank=True, related_name="founding_mandates", help_text="The body it founds."
    )
    documents = models.ManyToManyField(
        Document,
        through="MandateDocument",
        blank=True,
        related_name="mandates",
        help_text="Documents that tell of it, beside those that answer it.",
    )
    status = models.CharField("stated status", max_length=10, choices=MandateStatus, blank=True)
    status_because = models.TextField("reason for the status", blank=True, help_text="Why a person says so.")
    status_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    status_at = models.DateTimeField(null=True, blank=True, editable=False)
    review = models.CharField(max_length=10, choices=Review, default=Review.PROPOSED)
    dismissed_because = models.TextField(blank=True, help_text="Why the proposal was dismissed.")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", editable=False
    )
    proposal = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        db_collation="C",
        help_text="What a machine proposed, as a hash of paragraph and verb: it is proposed once, whatever became of it.",
    )
    as_proposed = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        db_collation="C",
        help_text="A hash of what the machine wrote: where the entry says something else, a person has changed it.",
    )
    split_from = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        editable=False,
        help_text="The proposal that was split, of which this is a part.",
    )
    note = models.TextField(blank=True)

    objects = MandateQuerySet.as_manager()
    # The day as of which a page tells of it; None for today.
    told_on = None

    class Meta:
        ordering = ["act", "number"]
        constraints = [
            filled("action", name="mandate_asks_for_something"),
            one_of("deliverable", Deliverable, name="mandate_known_deliverable", blank=True),
            one_of("status", MandateStatus, name="mandate_known_status", blank=True),
            one_of("review", Review, name="mandate_known_review"),
            models.UniqueConstraint(
                fields=["act", "number"],
                name="mandate_once_a_number",
                violation_error_message="The act has a mandate with this number already.",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="mandate_number_from_one"),
            models.UniqueConstraint(
                fields=["act", "proposal"], condition=~Q(proposal=""), name="mandate_proposed_once"
            ),
            together("status_by", "status_at", name="mandate_status_said_by_someone"),
            models.CheckConstraint(
                condition=Q(status_by__isnull=True) | ~Q(status="") & ~Q(status_because=""),
                name="mandate_status_said_with_a_reason",
                violation_error_message="Say why the status is what you say.",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(review=Review.DISMISSED) & ~Q(merged_into=F("pk")),
                name="mandate_merged_is_dismissed",
            ),
            models.CheckConstraint(
                condition=Q(split_from__isnull=True) | ~Q(split_from=F("pk")), name="mandate_split_from_another"
            ),
            models.CheckConstraint(
                condition=Q(least_number__isnull=True) | Q(least_number__gte=1), name="mandate_least_number_from_one"
            ),
        ]
        indexes = [
            models.Index(fields=["act", "number"], name="mandate_waiting", condition=Q(review=Review.PROPOSED)),
        ]
        triggers = watched("mandates.mandate")

    def __str__(self):
        return f"{self.citation}: {self.action}"

    @property
    def citation(self):
        """``resolution 9/1, annex, 53``; a bare number is cited as a paragraph."""
        printed = self.paragraph_as_printed
        if not printed:
            return self.act.label
        return f"{self.act.label}, {'paragraph ' if printed[0] in '(0123456789' else ''}{printed}"

    @property
    def heading(self):
        """The citation as a heading has it: ``Resolution 9/1, annex, 53``."""
        citation = self.citation
        return citation[:1].upper() + citation[1:]

    @property
    def due(self):
        """The deadline in words; empty when the text names none."""
        if self.due_session:
            return f"the {self.due_session.title_in_a_sentence}"
        return in_words(self.due_date, "day") or self.due_words

    @cached_property
    def standing(self) -> MandateStanding | None:
        """How it stands for the reader that ``with_outcome`` was told of; None where that is yet to be reckoned."""
        return MandateStanding.as_told(self.reckoned) if self.reckoned else None

    @property
    def outcome(self) -> Outcome:
        """Its status, the one that every page shows (``mandates.standing`` has the rules)."""
        if self.standing is None:
            return Outcome(ShownStatus.OPEN.label, "plain", "what is known of it is being looked up")
        return self.standing.shown(self.told_on or timezone.localdate())

    @property
    def story(self):
        """What was asked and what came of it, in one sentence made of records alone (``with_story``), in pieces."""
        return story_of(told_of(self))

    @property
    def story_after(self):
        """What came of it alone, for a place where what was asked stands already; empty where nothing can be said."""
        return story_of(told_of(self), asked=False)

    @property
    def addressee_words(self):
        return " and ".join(addressee.words for addressee in self.addressees.all())

    def get_absolute_url(self):
        return reverse("mandate", args=[self.act.path, self.number])


@pghistory.track()
class Addressee(models.Model):
    """Who is asked: in the words of the source, and the body meant where it is known."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="addressees")
    words = models.CharField(max_length=300)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="mandates_addressed")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            filled("words", name="addressee_is_named"),
            models.UniqueConstraint(fields=["mandate", "words"], name="addressee_once"),
        ]
        triggers = watched("mandates.mandate", key="mandate_id")

    def __str__(self):
        return self.words


@pghistory.track()
class MandateDocument(models.Model):
    """A document that tells of a mandate, beside those that answer it."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="+")
    document = models.ForeignKey(Document, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "document that tells of it"
        verbose_name_plural = "documents that tell of it"
        constraints = [models.UniqueConstraint(fields=["mandate", "document"], name="mandate_told_of_once")]
        triggers = watched("mandates.mandate", key="mandate_id")

    def __str__(self):
        return str(self.document)


class LinkKind(models.TextChoices):
    """How a mandate goes on."""

    FOLLOWED_BY = "followed by", "carried on by"
    FOLLOWS = "follows", "carries on"
    ENDORSED_BY = "endorsed by", "endorsed by"
    RENEWED_BY = "renewed by", "renewed by"
    EXTENDED_BY = "extended by", "extended by"
    SUPERSEDED_BY = "superseded by", "superseded by"
    ENDED_BY = "ended by", "ended by"


# The kinds that say what became of a mandate; the others say where it comes from.
ONWARD = (
    LinkKind.FOLLOWED_BY,
    LinkKind.ENDORSED_BY,
    LinkKind.RENEWED_BY,
    LinkKind.EXTENDED_BY,
    LinkKind.SUPERSEDED_BY,
    LinkKind.ENDED_BY,
)


class MandateLinkQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Ties whose two ends the reader may see; the secretariat also sees those that are only proposed."""
        known = Mandate.objects.visible_to(audience)
        seen = self.filter(
            Q(to_act=None) | Q(to_act__in=Act.objects.visible_to(audience)),
            # Asked link by link: a list of all mandates would be made for each page otherwise.
            Q(to_mandate=None) | Exists(known.filter(pk=OuterRef("to_mandate"))),
            Exists(known.filter(pk=OuterRef("mandate"))),
            is_dismissed=False,
        )
        return seen if audience >= Audience.SECRETARIAT else seen.filter(is_confirmed=True)

    def proposed(self):
        """What waits for a person's word."""
        return self.filter(is_confirmed=False, is_dismissed=False)


@pghistory.track()
class MandateLink(models.Model):
    """A mandate's tie to another mandate or to an act that renews, follows, endorses or ends it."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="links")
    kind = models.CharField(max_length=16, choices=LinkKind)
    to_mandate = models.ForeignKey(Mandate, models.CASCADE, null=True, blank=True, related_name="linked_from")
    to_act = models.ForeignKey(Act, models.CASCADE, null=True, blank=True, related_name="mandate_links")
    is_confirmed = models.BooleanField("confirmed", default=True)
    is_dismissed = models.BooleanField(
        "dismissed", default=False, help_text="Proposed by machine and found wrong: it is not proposed again."
    )
    dismissed_because = models.TextField(blank=True)

    objects = MandateLinkQuerySet.as_manager()

    class Meta:
        verbose_name = "link"
        constraints = [
            one_of("kind", LinkKind, name="mandate_link_known_kind"),
            models.CheckConstraint(
                condition=Q(to_mandate__isnull=True, to_act__isnull=False)
                | Q(to_mandate__isnull=False, to_act__isnull=True),
                name="mandate_link_to_one_thing",
                violation_error_message="A link leads to a mandate or to an act: choose one of them.",
            ),
            models.CheckConstraint(
                condition=Q(to_mandate__isnull=True) | ~Q(to_mandate=F("mandate")),
                name="mandate_link_not_to_itself",
                violation_error_message="A mandate does not follow itself.",
            ),
            models.UniqueConstraint(
                fields=["mandate", "kind", "to_mandate", "to_act"], nulls_distinct=False, name="mandate_link_once"
            ),
            models.CheckConstraint(
                condition=~Q(is_confirmed=True, is_dismissed=True), name="mandate_link_confirmed_or_dismissed"
            ),
        ]
        triggers = watched("mandates.mandate", key="mandate_id")

    def __str__(self):
        return f"{self.get_kind_display()} {self.to_mandate or self.to_act}"
