"""CatalogueImport: one file of catalogue records, what was planned for each record, and what became of it."""

from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from documents.models.document import Document
from provenance.constraints import one_of


class CatalogueFate(models.TextChoices):
    """What an import does with one record, in the words in which people and tables read it."""

    NEW = "new document", "new document"
    COMPLETES = "completes", "completes"
    DIFFERS = "differs", "differs"
    NOTHING_NEW = "nothing new", "nothing new"
    MALFORMED = "symbol malformed", "symbol malformed"
    SEVERAL = "several documents", "several documents"
    NOT_USABLE = "not usable", "not usable"


class CatalogueState(models.TextChoices):
    """How far an import has come. Nothing reaches the record before a person has seen the preview and says so."""

    READING = "reading", "being looked through"
    PREVIEWED = "previewed", "looked through, not imported"
    IMPORTING = "importing", "being imported"
    IMPORTED = "imported", "imported"
    REFUSED = "refused", "could not be read"


class CatalogueImportQuerySet(models.QuerySet):
    def at_work(self):
        return self.filter(state__in=[CatalogueState.READING, CatalogueState.IMPORTING])

    def standing_still(self, seconds):
        """Imports at work that nobody has touched for a while: their bell was lost, or their worker."""
        return self.at_work().filter(moved_at__lt=timezone.now() - timedelta(seconds=seconds))


def stored_under(catalogue, _name):
    """A catalogue lies under its hash, beside the files."""
    return f"catalogues/{catalogue.sha256[:2]}/{catalogue.sha256}"


class CatalogueImport(models.Model):
    """One file of catalogue records that a person brought. The bytes are kept from the preview to the import, and after."""

    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    content = models.FileField(upload_to=stored_under, max_length=200)
    format = models.CharField(max_length=40, blank=True)
    remarks = ArrayField(models.TextField(), default=list, blank=True)
    state = models.CharField(max_length=10, choices=CatalogueState, default=CatalogueState.READING)
    problem = models.TextField(blank=True)
    are_public = models.BooleanField(
        "the records are public", default=False, help_text="Whether new documents are publicly listed."
    )
    total = models.PositiveIntegerField(null=True, blank=True)
    done = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="catalogue_imports"
    )
    at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(default=timezone.now)
    imported_at = models.DateTimeField(null=True, blank=True)

    objects = CatalogueImportQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = "import of catalogue records"
        verbose_name_plural = "imports of catalogue records"
        constraints = [
            one_of("state", CatalogueState, name="catalogue_import_known_state"),
            models.CheckConstraint(
                condition=~models.Q(state=CatalogueState.REFUSED) | ~models.Q(problem=""),
                name="catalogue_import_refused_says_why",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_at_work(self):
        return self.state in (CatalogueState.READING, CatalogueState.IMPORTING)

    @property
    def stands_still(self):
        return self.is_at_work and self.moved_at < timezone.now() - timedelta(seconds=90)

    def counts(self) -> dict[str, int]:
        """How many records have which fate, in the order of the vocabulary."""
        counted = dict(self.rows.values_list("fate").annotate(models.Count("pk")).order_by())
        return {fate.value: counted[fate] for fate in CatalogueFate if fate in counted}


class CatalogueRow(models.Model):
    """The fate of one record: planned while the import is only looked through, real once it is imported."""

    catalogue = models.ForeignKey(CatalogueImport, models.CASCADE, related_name="rows")
    place = models.PositiveIntegerField()
    where = models.CharField(max_length=40, help_text="Where it stands in the file: line 7, record 12.")
    symbols = models.TextField(blank=True)
    title = models.TextField(blank=True)
    fate = models.CharField(max_length=20, choices=CatalogueFate)
    detail = models.TextField(blank=True, help_text="Why it can't be used, and what to do.")
    written = models.JSONField(default=list, blank=True, help_text="Pairs of field and value that it adds.")
    differences = models.JSONField(default=list, blank=True, help_text="Field, what the record holds, what it says.")
    remarks = models.JSONField(default=list, blank=True)
    document = models.ForeignKey(
        Document, models.SET_NULL, null=True, blank=True, related_name="catalogue_rows", db_index=True
    )
    document_words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            one_of("fate", CatalogueFate, name="catalogue_row_known_fate"),
            models.UniqueConstraint(fields=["catalogue", "place"], name="catalogue_row_once"),
        ]
        indexes = [models.Index(fields=["catalogue", "fate", "place"], name="catalogue_row_by_fate")]

    def __str__(self):
        return f"{self.catalogue}, {self.where}: {self.get_fate_display()}"
