"""The templates of drafts: Word files that staff can change; each older one is kept."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.access import Audience
from provenance.constraints import filled, one_of
from provenance.triggers import watched


class DraftKind(models.TextChoices):
    """What the drafting desk writes."""

    NOTE = "note", "note by the Secretariat on reports"
    DOCUMENTS = "documents", "list of documents"
    IMPLEMENTATION = "implementation", "implementation table"
    AGENDA = "agenda", "provisional agenda"


class DraftTemplateQuerySet(models.QuerySet):
    def visible_to(self, audience):
        return self if audience >= Audience.SECRETARIAT else self.none()


@pghistory.track(exclude=["content"])
class DraftTemplate(models.Model):
    """A template that staff put in place of the one that comes with the site. At most one of a kind is current."""

    kind = models.CharField(max_length=16, choices=DraftKind)
    name = models.CharField(max_length=200)
    content = models.BinaryField(help_text="The Word file.")
    is_current = models.BooleanField("current", default=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = DraftTemplateQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "-at"]
        constraints = [
            filled("name", name="draft_template_has_a_name"),
            one_of("kind", DraftKind, name="draft_template_known_kind"),
            models.UniqueConstraint(fields=["kind"], condition=Q(is_current=True), name="draft_template_one_current"),
        ]
        triggers = watched("mandates.drafttemplate")

    def __str__(self):
        return self.name
