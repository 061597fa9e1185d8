"""Reference: a place in a text that names a document or an act. Nothing cited is thrown away: the target may come later."""

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.access import Audience
from documents.models.act import Act
from documents.models.document import Document
from documents.models.version import File
from documents.models.vocabulary import VersionStatus
from provenance.constraints import one_of
from provenance.triggers import watched


class ReferenceOrigin(models.TextChoices):
    DETECTED = "detected", "found in the text"
    ENTERED = "entered", "entered by a person"
    REGISTER = "register", "named by the register"


class ReferenceQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """References whose citing text the reader may open (or whose citing record is public, where no text is held)."""
        if audience >= Audience.SECRETARIAT:
            return self
        return self.filter(
            Q(file=None) | Q(file__is_current=True, file__version__status=VersionStatus.ISSUED),
            citing__in=Document.objects.visible_to(audience),
        )

    def to_documents(self):
        return self.exclude(symbol="")

    def to_acts(self):
        return self.exclude(act_key="")

    def waiting(self):
        """References whose target is not held."""
        return self.filter(document=None, act=None)

    def in_company_of(self, keys):
        """What was written with these references: those of their files and, of what was entered by hand, of their documents.

        Of all that are written at once the change table tells one (``provenance.triggers``); a follower asks for the others.
        """
        told = list(Reference.objects.filter(pk__in=keys).values_list("file", "citing"))
        files = {file for file, _citing in told if file}
        by_hand = {citing for file, citing in told if not file}
        return self.filter(Q(file__in=files) | Q(file=None, citing__in=by_hand))

    def without_stand_ins(self):
        return self.exclude(Exists(File.objects.filter(pk=OuterRef("file"), is_stand_in=True)))


class Reference(models.Model):
    """One citation. Found ones are renewed with every reading; entered ones stay."""

    citing = models.ForeignKey(Document, models.CASCADE, null=True, blank=True, related_name="references")
    file = models.ForeignKey(File, models.CASCADE, null=True, blank=True, related_name="references")
    page = models.PositiveIntegerField(null=True, blank=True)
    start = models.PositiveIntegerField(null=True, blank=True, help_text="Where in the page's text it begins.")
    as_written = models.CharField(max_length=300)
    symbol = models.CharField(max_length=200, blank=True, db_collation="C", help_text="The document named, canonical.")
    act_key = models.CharField(
        max_length=200, blank=True, db_collation="C", help_text="The act named: body, kind and number."
    )
    malformed = models.CharField(max_length=200, blank=True)
    document = models.ForeignKey(Document, models.SET_NULL, null=True, blank=True, related_name="cited_by")
    act = models.ForeignKey(Act, models.SET_NULL, null=True, blank=True, related_name="cited_by")
    origin = models.CharField(max_length=10, choices=ReferenceOrigin, default=ReferenceOrigin.DETECTED)
    confidence = models.FloatField(
        null=True,
        blank=True,
        help_text="How sure the machine is, from 0 to 1; empty where a person or the register says so.",
    )

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["file", "page", "start", "pk"]
        constraints = [
            one_of("origin", ReferenceOrigin, name="reference_known_origin"),
            models.CheckConstraint(
                condition=Q(citing__isnull=False) | Q(file__isnull=False),
                name="reference_stands_somewhere",
                violation_error_message="Say which document cites.",
            ),
            models.CheckConstraint(
                condition=Q(symbol="") & ~Q(act_key="") | ~Q(symbol="") & Q(act_key=""),
                name="reference_names_a_document_or_an_act",
                violation_error_message="A reference names a document or an act: give one of them.",
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=1),
                name="reference_confidence_is_a_share",
            ),
            models.UniqueConstraint(
                fields=["file", "page", "start", "symbol", "act_key"],
                condition=Q(file__isnull=False),
                name="reference_once_a_place",
            ),
        ]
        indexes = [
            models.Index(fields=["symbol"], name="reference_by_symbol", condition=~Q(symbol="")),
            models.Index(fields=["act_key"], name="reference_by_act", condition=~Q(act_key="")),
        ]
        triggers = watched("documents.reference", one_for=("file_id", "citing_id"))

    def __str__(self):
        return self.as_written
