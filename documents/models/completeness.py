"""Completeness: for which bodies and years staff declare that the record holds every document."""

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone

from meetings.models import Body
from provenance.triggers import watched


class CompletenessQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """That a list is complete is a public fact, as the list is."""
        return self


@pghistory.track()
class Completeness(models.Model):
    """A person's word that the record knows every document of a body's series with this year in its symbols.

    What is absent from a complete year was not issued, as far as we can know; from any other it is only not held here.
    """

    body = models.ForeignKey(Body, models.CASCADE, related_name="complete_years")
    year = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True, help_text="How it is known: the list of documents, the library's catalogue.")

    objects = CompletenessQuerySet.as_manager()

    class Meta:
        ordering = ["body", "-year"]
        verbose_name_plural = "complete years"
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year"],
                name="completeness_once_a_year",
                violation_error_message="This body's year is declared complete already.",
            )
        ]
        triggers = watched("documents.completeness")

    def __str__(self):
        return f"{self.body}, {self.year}"
