"""Page: the text of one page of a file, in reading order. Search results and references point into it."""

from django.db import models
from django.db.models import Q

from documents.models.version import File
from provenance.triggers import watched


class PageQuerySet(models.QuerySet):
    def visible_to(self, audience):
        return self.filter(file__in=File.objects.visible_to(audience))


class Page(models.Model):
    """One page's text. Pages are what a machine read and can be read again: their history is not kept."""

    file = models.ForeignKey(File, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    recognised = models.FloatField(
        null=True,
        blank=True,
        help_text="How sure the recognition (OCR) of this page was, from 0 to 1; empty for text that stands in the file.",
    )

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["file", "number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="page_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="page_from_one"),
            models.CheckConstraint(
                condition=Q(recognised__isnull=True) | Q(recognised__gte=0, recognised__lte=1),
                name="page_recognised_is_a_share",
            ),
        ]
        triggers = watched("documents.file", key="file_id")

    def __str__(self):
        return f"page {self.number}"
