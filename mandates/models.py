"""What was asked, and what came of it."""

from dataclasses import dataclass
from functools import cache

import pghistory
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.urls import reverse

from accounts.access import Audience
from documents.models import Act, Document, Paragraph
from meetings.models import Body, Meeting
from provenance.constraints import filled, one_of
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
    """As stated by a source or a person; what the evidence shows stands beside it (``Mandate.outcome``)."""

    UNSTATED = "", "not stated"
    OPEN = "open", "open"
    DONE = "done", "done"
    ENDED = "ended", "ended"


@dataclass(frozen=True)
class Outcome:
    """What the record shows came of a mandate: a word, a tone for its mark, and a sentence with the figures."""

    word: str
    tone: str
    sentence: str


class MandateQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Confirmed mandates of acts that the reader may see; the secretariat also sees what is only proposed."""
        known = self.filter(act__in=Act.objects.visible_to(audience))
        return known if audience >= Audience.SECRETARIAT else known.filter(review=Review.CONFIRMED)

    def in_order(self):
        return self.order_by("act__body__is_external", "act__session__start", "act__number_sort_key", "number")

    def with_outcome(self, audience):
        """Counts what answered it, so that a list can say the outcome without a query a row.

        Only what the reader may see is counted: a number would give away a paper that is hidden.
        """
        return self.annotate(**_counts(audience))

    def for_list(self, audience):
        return (
            self.select_related("act__body", "act__session", "paragraph")
            .prefetch_related(
                "addressees", "act__titles", Prefetch("due_session", Meeting.objects.visible_to(audience).with_bodies())
            )
            .with_outcome(audience)
        )


@cache
def _counts(audience):
    """What answered a mandate, counted, as expressions. Built once for each audience."""
    answered = Response.objects.visible_to(audience).filter(mandate=OuterRef("pk"), is_confirmed=True).order_by()
    return {
        "meetings_held": _count(answered.filter(meeting__isnull=False, meeting__status="held")),
        "reports_counted": _count(answered.exclude(symbol="", document=None)),
        "was_transmitted": Exists(answered.filter(made_available_to__audience__lte=audience)),
    }


def _count(queryset):
    return models.functions.Coalesce(
        models.Subquery(queryset.values("mandate").annotate(count=Count("pk")).values("count")), 0
    )


@pghistory.track()
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
    review = models.CharField(max_length=10, choices=Review, default=Review.PROPOSED)
    note = models.TextField(blank=True)

    objects = MandateQuerySet.as_manager()

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
            models.CheckConstraint(
                condition=Q(least_number__isnull=True) | Q(least_number__gte=1), name="mandate_least_number_from_one"
            ),
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

    @property
    def outcome(self):
        """Read off the counted answers (``with_outcome``): statuses rest on evidence, never on a guess."""
        held, reports, least = self.meetings_held, self.reports_counted, self.least_number
        parts = []
        if held or least:
            asked = f" (at least {least} asked)" if least else ""
            parts.append(f"{held} {'meeting' if held == 1 else 'meetings'} held{asked}")
        if reports:
            parts.append(f"{reports} {'report' if reports == 1 else 'reports'}")
        figures = " · ".join(parts)
        if least and self.deliverable == Deliverable.MEETING and held < least:
            return Outcome("Partly met", "due", figures) if held else Outcome("Not met yet", "gap", figures)
        if self.was_transmitted:
            return Outcome("Delivered", "done", figures)
        if self.deliverable == Deliverable.BODY and self.creates_body_id:
            return Outcome("Body established", "done", figures)
        if self.status == MandateStatus.DONE:
            return Outcome("Done, as stated", "done", figures)
        if held or reports:
            return Outcome("Answered", "done", figures)
        return Outcome("No answer recorded", "plain", figures)

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
    ENDED_BY = "ended by", "ended by"


@pghistory.track()
class MandateLink(models.Model):
    """A mandate's tie to another mandate or to an act that renews, follows, endorses or ends it."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="links")
    kind = models.CharField(max_length=12, choices=LinkKind)
    to_mandate = models.ForeignKey(Mandate, models.CASCADE, null=True, blank=True, related_name="linked_from")
    to_act = models.ForeignKey(Act, models.CASCADE, null=True, blank=True, related_name="mandate_links")

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
        ]
        triggers = watched("mandates.mandate", key="mandate_id")

    def __str__(self):
        return f"{self.get_kind_display()} {self.to_mandate or self.to_act}"


class ResponseQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """What answers a mandate, as far as the reader may see the meeting or the document itself."""
        if audience >= Audience.SECRETARIAT:
            return self
        return self.filter(
            Q(meeting=None) | Q(meeting__audience__lte=audience),
            Q(document=None) | Q(document__in=Document.objects.visible_to(audience)),
            is_confirmed=True,
        )

    def waiting(self):
        """Reports named by their symbol that are not held in the record."""
        return self.filter(document=None, meeting=None)


@pghistory.track()
class Response(models.Model):
    """What answers a mandate: a meeting held, or a document issued, and the session it was made available to."""

    mandate = models.ForeignKey(Mandate, models.CASCADE, related_name="responses")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="responses")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="responses")
    symbol = models.CharField(
        max_length=200, blank=True, db_collation="C", help_text="The symbol of a report that is not held yet."
    )
    made_available_to = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responses_received",
        verbose_name="made available to",
    )
    is_confirmed = models.BooleanField("confirmed", default=True)
    note = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, document__isnull=True, symbol="")
                | Q(meeting__isnull=True, document__isnull=False)
                | Q(meeting__isnull=True, document__isnull=True) & ~Q(symbol=""),
                name="response_is_a_meeting_or_a_document",
                violation_error_message="A response is a meeting, a document, or the symbol of one that is not held: give one.",
            ),
            models.CheckConstraint(
                condition=Q(made_available_to__isnull=True) | Q(meeting__isnull=True),
                name="response_only_documents_are_made_available",
                violation_error_message="Only documents are made available to a session; a meeting is not.",
            ),
            models.UniqueConstraint(
                fields=["mandate", "meeting"], condition=Q(meeting__isnull=False), name="response_once_a_meeting"
            ),
            models.UniqueConstraint(
                fields=["mandate", "document"], condition=Q(document__isnull=False), name="response_once_a_document"
            ),
            models.UniqueConstraint(
                fields=["mandate", "symbol"], condition=~Q(symbol=""), name="response_once_a_symbol"
            ),
        ]
        triggers = watched("mandates.response")

    def __str__(self):
        return str(self.meeting or self.document or self.symbol)


class RegisterEntry(models.Model):
    """Which record of the register became which record here, and the hash of its line: a second run skips what is the same."""

    record = models.CharField(max_length=120, primary_key=True)
    subject = models.CharField(max_length=80, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "register entries"

    def __str__(self):
        return self.record
