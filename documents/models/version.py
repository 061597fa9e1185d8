"""LanguageVersion: one language of a document. File: the bytes, and how far they have climbed the ladder."""

from datetime import timedelta

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from accounts.access import Audience
from documents.models.delivery import Delivery
from documents.models.document import Document
from documents.models.vocabulary import Language, Stage, VersionStatus, Waits
from documents.reading.kinds import ending_for
from documents.symbols import parse
from provenance.constraints import one_of, together
from provenance.triggers import watched


class LanguageVersionQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Versions that a reader may know of. That we hold a text which is not issued is the secretariat's own affair;
        that one is expected or in translation is told to whoever may know of the document."""
        known = self.filter(document__in=Document.objects.visible_to(audience))
        if audience >= Audience.SECRETARIAT:
            return known
        return known.exclude(status=VersionStatus.HELD)

    def readable_by(self, audience):
        """Versions whose text and file a reader may open."""
        if audience >= Audience.SECRETARIAT:
            return self.filter(files__is_current=True)
        return self.filter(status=VersionStatus.ISSUED, document__audience__lte=audience, files__is_current=True)

    def to_be_issued(self):
        """Versions for whose issue a time is set, the next first."""
        return self.exclude(issue_at=None).order_by("issue_at", "document", "language")

    def due(self, moment):
        """Versions whose time to be issued has come."""
        return self.filter(issue_at__lte=moment)

    def not_issued_in_time(self):
        """Versions that were to be issued at a set time and could not be, until a person has seen to it."""
        return self.exclude(not_issued_because="")

    def late(self, day):
        """Versions in translation that should have been ready before ``day``."""
        return self.filter(status=VersionStatus.IN_TRANSLATION, due_on__lt=day)

    def with_current_file(self):
        return self.prefetch_related(Prefetch("files", File.objects.filter(is_current=True), to_attr="current_files"))


@pghistory.track()
class LanguageVersion(models.Model):
    """One language of a document: its job number, its dates, its status, and its files, one of them current."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="versions")
    language = models.CharField(max_length=3, choices=Language)
    status = models.CharField(max_length=20, choices=VersionStatus, default=VersionStatus.EXPECTED)
    job_number = models.CharField(
        max_length=40, blank=True, help_text="Such as V.16-08439, without the language letter."
    )
    bar_code = models.CharField(max_length=40, blank=True)
    production_dates = ArrayField(models.DateField(), default=list, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    is_only_language = models.BooleanField("only language", default=False, help_text="“English only” and the like.")
    due_on = models.DateField(
        "due on", null=True, blank=True, help_text="When the translation should be ready. Readers do not see it."
    )
    issue_at = models.DateTimeField(
        "to be issued at",
        null=True,
        blank=True,
        help_text="The time set for its issue, in Vienna. Readers do not see it.",
    )
    issue_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="versions_to_issue",
        verbose_name="to be issued by",
        help_text="Who set the time, and will have issued it.",
    )
    issue_to = models.IntegerField(
        "to be issued to",
        choices=Audience,
        null=True,
        blank=True,
        help_text="Empty: to whom the document is open then.",
    )
    not_issued_because = models.TextField(
        "not issued because", blank=True, help_text="Why it was not issued at the time set, in words."
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="issued_versions"
    )
    reissued_at = models.DateTimeField("re-issued at", null=True, blank=True)
    reissued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reissued_versions",
        verbose_name="re-issued by",
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="withdrawn_versions"
    )
    withdrawn_reason = models.CharField(max_length=300, blank=True)

    objects = LanguageVersionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "language"]
        permissions = [("issue_languageversion", "Can issue and withdraw language versions")]
        constraints = [
            one_of("status", VersionStatus, name="version_known_status"),
            models.UniqueConstraint(
                fields=["document", "language"],
                name="version_once_a_language",
                violation_error_message="The document has a version in this language already.",
            ),
            together("issued_at", "issued_by", name="version_issued_by_someone"),
            together("issue_at", "issue_by", name="version_to_be_issued_by_someone"),
            together("reissued_at", "reissued_by", name="version_reissued_by_someone"),
            models.CheckConstraint(
                condition=Q(issue_at__isnull=True) | ~Q(status=VersionStatus.ISSUED),
                name="version_no_time_when_issued",
                violation_error_message="What is issued has no time at which it is to be issued.",
            ),
            models.CheckConstraint(
                condition=Q(issue_to__isnull=True) | Q(issue_to__in=Audience.values, issue_at__isnull=False),
                name="version_to_whom_with_a_time",
            ),
            together("withdrawn_at", "withdrawn_by", name="version_withdrawn_by_someone"),
            models.CheckConstraint(
                condition=~Q(status=VersionStatus.ISSUED) | Q(issued_at__isnull=False, withdrawn_at__isnull=True),
                name="version_issued_means_signed",
            ),
            models.CheckConstraint(
                condition=~Q(status=VersionStatus.WITHDRAWN) | Q(withdrawn_at__isnull=False) & ~Q(withdrawn_reason=""),
                name="version_withdrawn_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["issue_at"], name="version_to_be_issued", condition=Q(issue_at__isnull=False)),
        ]
        triggers = watched("documents.document", key="document_id")

    def __str__(self):
        return f"{self.document}, {self.get_language_display()}"

    @property
    def is_late(self):
        """Whether it is in translation and should have been ready before today."""
        return bool(self.status == VersionStatus.IN_TRANSLATION and self.due_on and self.due_on < timezone.localdate())

    @property
    def current_file(self):
        """The File that counts now, or None; from the prefetched ones where ``with_current_file`` brought them."""
        files = self.current_files if hasattr(self, "current_files") else self.files.filter(is_current=True)
        return next(iter(files), None)

    @property
    def job_line(self):
        """The job number as printed: ``V.16-08439 (S)``."""
        return f"{self.job_number} ({Language(self.language).letter})" if self.job_number else ""

    def get_absolute_url(self):
        return reverse("text", args=[self.language, self.document.path])


class FileQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Files that a reader may open: for others than the secretariat the current file of an issued version."""
        if audience >= Audience.SECRETARIAT:
            return self
        return self.filter(
            is_current=True, version__status=VersionStatus.ISSUED, version__document__audience__lte=audience
        )

    def standing_still(self, seconds):
        """Files on the way up that nobody has touched for a while: their bell was lost."""
        return self.filter(
            problem="", moved_at__lt=timezone.now() - timedelta(seconds=seconds), set_aside_at=None
        ).exclude(stage=Stage.LINKED)

    def read_by_older(self, reader):
        """Files that another version of the reader than ``reader`` has read, or could not read."""
        return self.filter(set_aside_at=None).exclude(reader=reader).exclude(stage=Stage.RECEIVED, problem="")

    def with_unread_pages(self):
        """Files that have come past recognition with pages whose text could not be read."""
        return self.filter(set_aside_at=None).exclude(unread_pages=[]).exclude(stage__in=[Stage.RECEIVED, Stage.READ])

    def stand_ins(self):
        return self.filter(is_stand_in=True)


# How far a file has climbed: written many times on its way, and nothing of it is shown to readers.
OF_THE_LADDER = ("stage", "tries", "moved_at", "stages_at")


def stored_under(file, _name):
    """A file lies under its hash, so that a name can neither clash nor lie."""
    return f"{file.sha256[:2]}/{file.sha256}"


@pghistory.track(
    exclude=["stage", "problem", "waits_because", "waiting_for", "tries", "moved_at", "stages_at", "unread_pages"]
)
class File(models.Model):
    """The bytes, known by their hash: the same bytes twice are the same file. Waits in the in-tray until it has a version."""

    version = models.ForeignKey(LanguageVersion, models.PROTECT, null=True, blank=True, related_name="files")
    is_current = models.BooleanField("current file", default=False)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    content = models.FileField(upload_to=stored_under, max_length=80)
    name = models.CharField(
        max_length=255, help_text="The name it came with first. Names lie: what stands in the text comes first."
    )
    size = models.PositiveBigIntegerField(help_text="In bytes.")
    media_type = models.CharField(max_length=100, blank=True)
    is_stand_in = models.BooleanField("stand-in", default=False, help_text="Made for demonstration; not a UN document.")
    received_at = models.DateTimeField(default=timezone.now)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="received_files"
    )
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.RECEIVED)
    moved_at = models.DateTimeField(default=timezone.now, help_text="When it last reached a stage or was last tried.")
    tries = models.PositiveIntegerField(default=0, help_text="How often its present rung was tried.")
    problem = models.TextField(blank=True, help_text="Why it can't be read, in words.")
    waits_because = models.CharField(
        max_length=20, choices=Waits, blank=True, help_text="Why it waits for a person; empty where it does not."
    )
    waiting_for = models.TextField(blank=True, help_text="What a person must decide, in words.")
    is_bulk = models.BooleanField(
        "from a bulk import",
        default=False,
        help_text="It came with many others: what one person uploads is read first.",
    )
    stages_at = models.JSONField(
        default=dict, blank=True, help_text="When it reached each stage: the stage, and the time in ISO 8601."
    )
    language = models.CharField(max_length=3, choices=Language, blank=True)
    page_count = models.PositiveIntegerField(null=True, blank=True)
    remarks = models.TextField(blank=True, help_text="What the reader noticed.")
    unread_pages = ArrayField(
        models.PositiveIntegerField(),
        default=list,
        blank=True,
        help_text="Pages that hold a picture or a broken text, and were not recognised (OCR) so far.",
    )
    title_read = models.TextField(blank=True)
    symbol_read = models.CharField(max_length=200, blank=True)
    reader = models.CharField(max_length=40, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="set_aside_files"
    )
    set_aside_reason = models.CharField(max_length=300, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            one_of("stage", Stage, name="file_known_stage"),
            one_of("waits_because", Waits, name="file_known_reason", blank=True),
            models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_hash_is_sha256"),
            models.CheckConstraint(condition=Q(size__gt=0), name="file_is_not_empty"),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(version__isnull=False), name="file_current_in_a_version"
            ),
            models.UniqueConstraint(
                fields=["version"], condition=Q(is_current=True), name="file_one_current_a_version"
            ),
            together("set_aside_at", "set_aside_by", name="file_set_aside_by_someone"),
        ]
        indexes = [
            models.Index(fields=["moved_at"], name="file_on_the_way", condition=~Q(stage=Stage.LINKED)),
            models.Index(fields=["received_at"], name="file_without_document", condition=Q(version=None)),
            models.Index(fields=["moved_at"], name="file_came_through", condition=Q(stage=Stage.LINKED)),
            models.Index(fields=["moved_at"], name="file_with_a_problem", condition=~Q(problem="")),
        ]
        triggers = watched("documents.file", but=OF_THE_LADDER)

    def __str__(self):
        return self.name

    def add_remark(self, sentence):
        """Note what the reader noticed, once; the caller saves."""
        if sentence not in self.remarks.split("\n"):
            self.remarks = f"{self.remarks}\n{sentence}".strip()

    def wait(self, reason: Waits, sentence: str):
        """Let it wait in the in-tray for a person, who reads ``sentence``; the caller saves."""
        self.waits_because, self.waiting_for = reason, sentence

    def wait_no_more(self):
        """A person or the masthead has decided; the caller saves."""
        self.waits_because = self.waiting_for = ""

    @property
    def is_moving(self):
        """Whether it is on its way up the ladder: it was not stopped by a problem and has not arrived."""
        return not self.problem and self.stage != Stage.LINKED

    @property
    def waits_for_recognition(self):
        """Whether it stands before the recognition of its pictures (OCR)."""
        return self.stage == Stage.READ and not self.problem

    @property
    def document(self):
        """The document it is a file of, or None while it waits."""
        return self.version.document if self.version_id else None

    @property
    def download_name(self):
        """The name to save it under: ``CTOC_COP_2016_1-EN.pdf``, as the UN's library names its files."""
        ending = ending_for(self.media_type, self.name)
        document = self.document
        if document is None or not document.symbol:
            stem = f"document-{document.pk}" if document else f"file-{self.pk}"
            return f"{stem}{ending}"
        stem = "".join(letter if letter.isalnum() or letter in ".-" else "_" for letter in parse(document.symbol).path)
        return f"{stem}-{self.version.language.upper()}{ending}"

    def get_absolute_url(self):
        return reverse("file", args=[self.pk, self.download_name])


class Reception(models.Model):
    """One arrival of a file: who brought it, when, how and under which name. The same bytes may arrive many times."""

    file = models.ForeignKey(File, models.CASCADE, related_name="receptions")
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, blank=True, related_name="receptions")
    was_held = models.BooleanField(
        "held already", default=False, help_text="The same bytes were held before they came this time."
    )
    name = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    way = models.CharField(max_length=40, help_text="How it came: administration, folder import, demonstration.")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return self.name
