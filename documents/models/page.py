"""Page: the text of one page of a file, in reading order. Search results and references point into it."""

from django.db import models
from django.db.models import Q

from documents.models.version import File
from documents.models.vocabulary import PageSource
from provenance.constraints import one_of
from provenance.triggers import watched


class PageQuerySet(models.QuerySet):
    def from_pictures(self):
        """Pages whose words a machine recognised on a picture, here or before the file came."""
        return self.filter(source__in=[PageSource.SCAN, PageSource.RECOGNISED])

    def visible_to(self, audience):
        return self.filter(file__in=File.objects.visible_to(audience))


class Page(models.Model):
    """One page's text. Pages are what a machine read and can be read again: their history is not kept."""

    file = models.ForeignKey(File, models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    text = models.TextField(blank=True)
    source = models.CharField(max_length=10, choices=PageSource, blank=True, default=PageSource.TEXT)
    recognised = models.FloatField(
        null=True,
        blank=True,
        help_text="How sure the recognition (OCR) of this page was, from 0 to 1; empty where there was none.",
    )

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["file", "number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="page_once"),
            one_of("source", PageSource, name="page_known_source"),
            models.CheckConstraint(condition=Q(number__gte=1), name="page_from_one"),
            models.CheckConstraint(
                condition=Q(recognised__isnull=True) | Q(recognised__gte=0, recognised__lte=1),
                name="page_recognised_is_a_share",
            ),
        ]
        triggers = watched("documents.file", key="file_id")

    def __str__(self):
        return f"page {self.number}"
