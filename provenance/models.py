"""How we know, and what changed."""

import pghistory
import pgtrigger
from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.access import Audience
from provenance.constraints import one_of, together
from provenance.triggers import watched

# From here on a machine's value is shown as certain. The readers say the same, and a test compares.
CERTAIN = 0.99


def sureness_in_words(confidence: float | None) -> str:
    """How sure a machine is, for a person: "certain", "sure to 86%", or "" where it does not say."""
    if confidence is None:
        return ""
    return "certain" if confidence >= CERTAIN else f"sure to {confidence:.0%}"


def label_of(record):
    """The name under which any record of any room is spoken of: ``documents.document``."""
    return record._meta.label_lower


class Origin(models.TextChoices):
    """How a value came here. A person's word (entered) is never overwritten by a machine's."""

    ENTERED = "entered", "entered by a person"
    READ = "read", "read from the file by machine"
    INFERRED = "inferred", "inferred from what was seen"
    SEEN = "seen", "seen in the source named"


class EvidenceQuerySet(models.QuerySet):
    def about(self, *records):
        """What is known about some records of one or several kinds."""
        wanted = Q(pk__in=())
        by_label = {}
        for record in records:
            by_label.setdefault(label_of(record), []).append(record.pk)
        for label, keys in by_label.items():
            wanted |= Q(subject=label, subject_id__in=keys)
        return self.filter(wanted)

    def visible_to(self, audience):
        """Evidence quotes its file: who may not read the file may not read the quotation."""
        return self.filter(audience__lte=audience)

    def by_subject(self, *records):
        """A dict: (label, primary key, field) → list of Evidence, chosen first. One query."""
        found = {}
        for evidence in self.about(*records).select_related("confirmed_by").order_by("-chosen", "pk"):
            found.setdefault((evidence.subject, evidence.subject_id, evidence.field), []).append(evidence)
        return found


# What a machine reads stands in its row until it is read anew, and then in the history as what was removed: a second copy
# at its beginning would tell nothing and doubles the cost of reading a file.
@pghistory.track(
    pghistory.InsertEvent(condition=pgtrigger.Q(new__origin__df=Origin.READ)),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
class Evidence(models.Model):
    """One statement about one field of one record, and where it stands.

    Two statements that disagree stand side by side, and at most one is chosen where a field holds a single value.
    The subject is named, not pointed to, so that any record of any room can be one.
    """

    subject = models.CharField(max_length=80, help_text="The kind of record, such as documents.document.")
    subject_id = models.BigIntegerField()
    field = models.CharField(max_length=80)
    value = models.TextField(blank=True, help_text="The value as this source states it.")
    chosen = models.BooleanField(default=True, help_text="Whether the record shows this value.")
    origin = models.CharField(max_length=10, choices=Origin)
    quote = models.TextField(blank=True, help_text="The words that say so.")
    file_sha256 = models.CharField("file", max_length=64, blank=True, help_text="The file read, by its SHA-256.")
    page = models.PositiveIntegerField(null=True, blank=True)
    source = models.TextField(blank=True, help_text="Where it stands, in words or as an address.")
    record = models.CharField(
        max_length=120, blank=True, help_text="The record of the register, or the reading, that brought it."
    )
    reader = models.CharField(
        max_length=40, blank=True, help_text="The version of the reader, where a machine read it."
    )
    confidence = models.FloatField(null=True, blank=True, help_text="From 0 to 1, where a machine says how sure it is.")
    audience = models.IntegerField(choices=Audience, default=Audience.SECRETARIAT)
    recorded_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="confirmed_evidence"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "evidence"
        indexes = [
            models.Index(fields=["subject", "subject_id", "field"], name="evidence_by_subject"),
            models.Index(fields=["record"], name="evidence_by_record"),
            models.Index(fields=["file_sha256"], name="evidence_by_file", condition=~Q(file_sha256="")),
        ]
        constraints = [
            together("confirmed_at", "confirmed_by", name="evidence_confirmed_by_someone"),
            one_of("origin", Origin, name="evidence_known_origin"),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=1),
                name="evidence_confidence_is_a_share",
            ),
            models.UniqueConstraint(
                fields=["subject", "subject_id", "field", "record", "value", "source"],
                condition=~Q(record=""),
                name="evidence_stated_once_by_a_record",
            ),
        ]
        triggers = watched("provenance.evidence", one_for=("subject", "subject_id"))

    def __str__(self):
        return f"{self.subject} {self.subject_id}, {self.field}: {self.value or 'not stated'}"

    @classmethod
    def word_of(cls, by, about, field, value, /, **more) -> "Evidence":
        """What a person says about a record, in one field, signed and not saved yet: their word stands above a machine's.

        by: the person, or None where nobody is named. more: other fields of the evidence.
        """
        signed = {"confirmed_by": by, "confirmed_at": timezone.now()} if by else {}
        return cls(
            subject=label_of(about),
            subject_id=about.pk,
            field=field,
            value=value,
            origin=Origin.ENTERED,
            audience=Audience.SECRETARIAT,
            **{"source": f"{by.shown_name}, in this record" if by else "in this record"} | signed | more,
        )

    @property
    def field_name(self):
        return self.field

    @property
    def origin_words(self):
        return self.get_origin_display()

    @property
    def source_url(self):
        """The source as a link, where it is the address of a page."""
        return self.source if self.source.startswith(("https://", "http://")) else ""

    @property
    def confidence_words(self):
        return sureness_in_words(self.confidence)


class Change(models.Model):
    """One change of one record, written by the database in the transaction that made it. Read by followers."""

    transaction = models.BigIntegerField(db_index=True)
    at = models.DateTimeField()
    subject = models.CharField(max_length=80)
    subject_id = models.BigIntegerField()
    kind = models.CharField(max_length=6, choices=[("insert", "added"), ("update", "changed"), ("delete", "removed")])

    class Meta:
        indexes = [
            models.Index(fields=["subject", "subject_id", "at"], name="change_by_subject"),
            # Rows are written in the order of time: a few kilobytes lead readers by time to their place.
            BrinIndex(fields=["at"], name="change_by_time", autosummarize=True),
        ]

    def __str__(self):
        return f"{self.subject} {self.subject_id} {self.get_kind_display()}"


class FollowerMark(models.Model):
    """How far a follower of the change table has read: all transactions before ``position`` are behind it."""

    follower = models.CharField(max_length=60, primary_key=True)
    position = models.BigIntegerField(default=0)
    cluster = models.BigIntegerField(
        default=0, help_text="The database system in which the position counts; a restored copy counts anew."
    )
    moved_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"{self.follower} at {self.position}"
