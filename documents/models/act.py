"""Act: a resolution or a decision. What is decided is another thing than the document it is printed in."""

import re

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.access import Audience
from documents.models.document import Document
from documents.models.version import File
from documents.models.vocabulary import Language
from documents.symbols import key_of
from meetings.models import Body, Meeting
from provenance.constraints import dated, filled, one_of
from provenance.dates import Precision, in_words
from provenance.triggers import watched


class ActKind(models.TextChoices):
    RESOLUTION = "resolution", "resolution"
    DECISION = "decision", "decision"


def number_sort_key(number):
    """``9/2`` before ``9/10``: every number padded."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(6), number)


def act_key(series, kind, number):
    """By what an act is known in references: ``CTOC/COP resolution 7/1``."""
    return f"{series.rstrip('/')} {kind} {number}"


class ActQuerySet(models.QuerySet):
    def visible_to(self, audience):
        return self.filter(audience__lte=audience)

    def numbered(self, number):
        """Acts of any body and kind with this number, spaces apart: ``9/1`` may be a resolution and a decision."""
        return self.filter(number=re.sub(r"\s+", " ", number.strip()))

    def of_the_conference(self):
        return self.filter(body__is_external=False)

    def in_order(self):
        """Newest session first; within it resolutions before decisions, by number."""
        return self.order_by("body__is_external", F("session__start").desc(nulls_last=True), "-kind", "number_sort_key")

    def for_list(self):
        return self.select_related("body").prefetch_related("titles", "session__seats__body")


@pghistory.track()
class Act(models.Model):
    """A resolution or decision, known by its body, kind and number. It may have a symbol of its own, or none."""

    body = models.ForeignKey(Body, models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=10, choices=ActKind)
    number = models.CharField(max_length=40, help_text="As it is cited: 7/1, 68/186, 1970 (2011).")
    number_sort_key = models.CharField(max_length=80, editable=False, db_collation="C")
    key = models.CharField(max_length=200, unique=True, editable=False, db_collation="C")
    session = models.ForeignKey(
        Meeting, models.PROTECT, null=True, blank=True, related_name="acts", help_text="Where it was adopted."
    )
    adopted = models.DateField("adopted on", null=True, blank=True)
    adopted_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    symbol = models.CharField(
        max_length=200, blank=True, db_collation="C", help_text="Its own symbol, where it has one."
    )
    has_annex = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    audience = models.IntegerField(choices=Audience, default=Audience.PUBLIC)
    documents = models.ManyToManyField(Document, through="ActDocument", related_name="acts")

    objects = ActQuerySet.as_manager()

    class Meta:
        ordering = ["body", "kind", "number_sort_key"]
        constraints = [
            filled("number", name="act_has_a_number"),
            one_of("kind", ActKind, name="act_known_kind"),
            one_of("audience", Audience, name="act_known_audience"),
            dated("adopted", "adopted_precision", name="act_date_and_precision"),
            models.UniqueConstraint(
                fields=["body", "kind", "number"],
                name="act_one_a_number",
                violation_error_message="This act is in the record already: same body, kind and number.",
            ),
            models.UniqueConstraint(
                fields=["symbol"],
                condition=~Q(symbol=""),
                name="act_one_a_symbol",
                violation_error_message="Another act bears this symbol.",
            ),
        ]
        triggers = watched("documents.act")

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        self.number_sort_key = number_sort_key(self.number)
        self.key = act_key(self.body.series or self.body.slug, self.kind, self.number)
        super().save(*args, **kwargs)

    @property
    def label(self):
        """As it is cited: ``resolution 7/1``; with the body's name where the Conference is not meant."""
        label = f"{self.get_kind_display()} {self.number}"
        return f"{self.body} {label}" if self.body.is_external else label

    @property
    def heading(self):
        label = self.label
        return label[:1].upper() + label[1:]

    @property
    def search_key(self):
        return key_of(self.number)

    def title_in(self, language):
        """The ActTitle to show to a reader of ``language`` (that language's, else English, else any); None if unknown."""
        titles = {title.language: title for title in self.titles.all()}
        for wanted in (language, Language.ENGLISH):
            if wanted in titles:
                return titles[wanted]
        return next(iter(titles.values()), None)

    @property
    def title(self):
        shown = self.title_in(Language.ENGLISH)
        return shown.text if shown else ""

    @property
    def title_language(self):
        """The language of that title; English where none is known."""
        shown = self.title_in(Language.ENGLISH)
        return shown.language if shown else Language.ENGLISH

    @property
    def adopted_words(self):
        return in_words(self.adopted, self.adopted_precision)

    @property
    def path(self):
        """Its part of an address: ``ctoc-cop/resolution/7/1``."""
        return f"{self.body.slug}/{self.kind}/{self.number.replace(' ', '')}"

    def get_absolute_url(self):
        return reverse("act", args=[self.path])


@pghistory.track()
class ActTitle(models.Model):
    """The title of an act in one language."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="titles")
    language = models.CharField(max_length=3, choices=Language, default=Language.ENGLISH)
    text = models.TextField()

    class Meta:
        ordering = ["language"]
        verbose_name = "title"
        constraints = [
            filled("text", name="act_title_is_filled"),
            models.UniqueConstraint(fields=["act", "language"], name="act_title_once_a_language"),
        ]
        triggers = watched("documents.act", key="act_id")

    def __str__(self):
        return self.text


class DocumentRole(models.TextChoices):
    """What a document is to an act."""

    CONTAINS = "contains", "contains the text"
    BECAME = "became", "draft that became it"
    ADOPTED_BY = "adopted by", "document that it adopted"
    RELATED = "related", "related document"


@pghistory.track()
class ActDocument(models.Model):
    """A document's role towards an act."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="document_roles")
    document = models.ForeignKey(Document, models.CASCADE, related_name="act_roles")
    role = models.CharField(max_length=12, choices=DocumentRole)

    class Meta:
        ordering = ["role", "pk"]
        verbose_name = "document of the act"
        verbose_name_plural = "documents of the act"
        constraints = [
            one_of("role", DocumentRole, name="act_document_known_role"),
            models.UniqueConstraint(fields=["act", "document", "role"], name="act_document_once_a_role"),
        ]
        triggers = watched("documents.act", key="act_id")

    def __str__(self):
        return f"{self.get_role_display()}: {self.document}"


class BodyRole(models.TextChoices):
    """What an act did to a body."""

    ESTABLISHED = "established", "established"
    RENEWED = "renewed", "renewed"
    ENDED = "ended", "ended"


@pghistory.track()
class ActBody(models.Model):
    """An act's role towards a body: the act that founded it, carried it on or ended it."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="body_roles")
    body = models.ForeignKey(Body, models.PROTECT, related_name="act_roles")
    role = models.CharField(max_length=12, choices=BodyRole, default=BodyRole.ESTABLISHED)

    class Meta:
        verbose_name = "body founded or changed"
        verbose_name_plural = "bodies founded or changed"
        constraints = [
            one_of("role", BodyRole, name="act_body_known_role"),
            models.UniqueConstraint(fields=["act", "body", "role"], name="act_body_once_a_role"),
        ]
        triggers = watched("documents.act", key="act_id")

    def __str__(self):
        return f"{self.act} {self.get_role_display()} {self.body}"


class ParagraphKind(models.TextChoices):
    HEADING = "heading", "heading"
    PREAMBULAR = "preambular", "preambular paragraph"
    OPERATIVE = "operative", "operative paragraph"
    ANNEX = "annex", "annex"


class ParagraphQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """Paragraphs of acts that the reader may see; one read from a file, only where the file may be opened."""
        return self.filter(
            Q(file=None) | Q(file__in=File.objects.visible_to(audience)), act__in=Act.objects.visible_to(audience)
        )

    def entered(self):
        """What a person entered: never overwritten by a reading."""
        return self.filter(file=None)

    def stood_upon(self):
        """Those on which a mandate stands that is more than a machine's proposal: they stay whatever text comes."""
        return self.filter(mandates__review="confirmed").distinct()


@pghistory.track()
class Paragraph(models.Model):
    """One paragraph of an act's text, word for word, with its number as printed."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="paragraphs")
    language = models.CharField(max_length=3, choices=Language, default=Language.ENGLISH)
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=ParagraphKind)
    number = models.CharField(max_length=40, blank=True, help_text="As printed: 7, (c), or empty.")
    label = models.CharField(max_length=80, blank=True, help_text="How it is cited: 7 (a); annex, 53.")
    text = models.TextField()
    depth = models.PositiveSmallIntegerField(default=0)
    verb = models.CharField(max_length=120, blank=True)
    file = models.ForeignKey(
        File,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="act_paragraphs",
        help_text="The file it was read from; empty where a person entered the text.",
    )
    page = models.PositiveIntegerField(null=True, blank=True, help_text="The page of the file on which it begins.")
    start = models.PositiveIntegerField(null=True, blank=True, help_text="Where in that page's text it begins.")

    objects = ParagraphQuerySet.as_manager()

    class Meta:
        ordering = ["act", "language", "position"]
        constraints = [
            filled("text", name="paragraph_is_filled"),
            one_of("kind", ParagraphKind, name="paragraph_known_kind"),
            models.UniqueConstraint(fields=["act", "language", "position"], name="paragraph_once_a_place"),
        ]
        triggers = watched("documents.act", key="act_id")

    def __str__(self):
        return f"{self.act}, {self.label or self.get_kind_display()}"

    @property
    def anchor(self):
        """Its part of an address: ``p7``, ``p7a``, ``pannex53``."""
        return (
            "p" + "".join(letter for letter in self.label.lower() if letter.isalnum())
            if self.label
            else f"n{self.position}"
        )

    def get_absolute_url(self):
        return f"{self.act.get_absolute_url()}#{self.anchor}"
