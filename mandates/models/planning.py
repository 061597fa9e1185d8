"""Documents that a session expects: who writes them, how long they may be, and when they are due."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.access import Audience
from documents.models import Document
from meetings.models import AgendaItem, Meeting
from provenance.constraints import filled, one_of
from provenance.triggers import watched


class PlannedKind(models.TextChoices):
    """By which rule its days are reckoned: 10-4-6 weeks, or sixty days for an agenda."""

    DOCUMENT = "document", "document"
    AGENDA = "agenda", "provisional agenda"
    CONFERENCE_ROOM_PAPER = "conference room paper", "conference room paper"


class PlannedState(models.TextChoices):
    """Light states, with no chain of approval. Whether it is issued is read off the document."""

    PLANNED = "planned", "planned"
    DRAFTING = "drafting", "being drafted"
    SUBMITTED = "submitted", "submitted"
    DROPPED = "dropped", "no longer expected"


class PlannedDocumentQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """The plan is the secretariat's own."""
        return self if audience >= Audience.SECRETARIAT else self.none()


@pghistory.track()
class PlannedDocument(models.Model):
    """A document expected for a session. Its days follow from the session's opening unless a person sets one."""

    session = models.ForeignKey(Meeting, models.PROTECT, related_name="planned_documents")
    kind = models.CharField(max_length=24, choices=PlannedKind, default=PlannedKind.DOCUMENT)
    title = models.TextField()
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="plans",
        help_text="The document, once it is known.",
    )
    agenda_item = models.ForeignKey(
        AgendaItem, models.SET_NULL, null=True, blank=True, related_name="planned_documents"
    )
    mandate = models.ForeignKey(
        "mandates.Mandate", models.SET_NULL, null=True, blank=True, related_name="planned_documents"
    )
    words = models.PositiveIntegerField(null=True, blank=True, help_text="How many words it has, or will have.")
    word_limit = models.PositiveIntegerField(default=8500, help_text="How many it may have.")
    submit_by = models.DateField(null=True, blank=True, help_text="Set by hand in place of the rule.")
    issue_by = models.DateField(null=True, blank=True, help_text="Set by hand in place of the rule.")
    submitted_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=PlannedState, default=PlannedState.PLANNED)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    late_because = models.TextField("reason for being late", blank=True)
    note = models.TextField(blank=True)

    objects = PlannedDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["session", "agenda_item__sort_key", "pk"]
        constraints = [
            filled("title", name="planned_document_has_a_title"),
            one_of("kind", PlannedKind, name="planned_document_known_kind"),
            one_of("state", PlannedState, name="planned_document_known_state"),
            models.UniqueConstraint(
                fields=["session", "document"],
                condition=Q(document__isnull=False),
                name="planned_document_once_a_session",
                violation_error_message="This document is planned for the session already.",
            ),
            models.CheckConstraint(condition=Q(word_limit__gte=1), name="planned_document_word_limit_from_one"),
        ]
        triggers = watched("mandates.planneddocument")

    def __str__(self):
        return self.title
