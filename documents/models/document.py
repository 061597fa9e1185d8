"""Document: the work, one record for all its languages."""

from functools import cache

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Max, Min, OuterRef, Prefetch, Q
from django.db.models.functions import TruncDate
from django.urls import reverse

from accounts.access import Audience
from documents.models.rows import rows_of
from documents.models.vocabulary import (
    NAMELESS,
    OFFICIAL,
    Distribution,
    DocumentType,
    Language,
    MeetingRole,
    NoteKind,
    Standing,
    TitleOrigin,
    VersionStatus,
)
from documents.symbols import SymbolError, key_of, parse
from meetings.models import AgendaItem, Body, Meeting
from provenance.constraints import dated, filled, one_of
from provenance.dates import Precision, in_words
from provenance.triggers import watched


def _versions():
    """The language versions, which are defined after the document that they belong to."""
    return Document._meta.get_field("versions").related_model.objects


def _versions_of_outer(status):
    return _versions().filter(document=OuterRef("pk"), status=status)


@cache
def _is_public():
    """The condition that a document is publicly listed or issued in some language. Built once: it is asked everywhere."""
    return Q(is_publicly_listed=True) | Q(Exists(_versions_of_outer(VersionStatus.ISSUED)))


class DocumentQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """The documents that a reader of ``audience`` may know of: all for the secretariat; for others those meant for
        them that are publicly listed or issued in some language."""
        if audience >= Audience.SECRETARIAT:
            return self
        return self.filter(_is_public(), audience__lte=audience)

    def with_symbol(self, canonical):
        """The document that bears a symbol, given in canonical form."""
        return self.filter(symbols__canonical=canonical)

    def in_order(self):
        """By symbol in natural order; documents without a symbol after them, newest first."""
        return self.annotate(
            first_sort_key=Min("symbols__sort_key"),
        ).order_by(F("first_sort_key").asc(nulls_last=True), F("date").desc(nulls_last=True), "pk")

    def own_first(self):
        """As ``in_order``, with the Conference's own documents before those of other bodies."""
        of_the_conference = self.model.bodies.through.objects.filter(document=OuterRef("pk"), body__is_external=False)
        ordered = self.in_order()
        return ordered.alias(is_elsewhere=~Exists(of_the_conference)).order_by("is_elsewhere", *ordered.query.order_by)

    def for_list(self):
        """Brings along what a row of a list shows, in a fixed number of queries."""
        return self.prefetch_related(
            "symbols",
            "titles",
            Prefetch("versions", _versions().with_current_file()),
            Prefetch("agenda_items", AgendaItem.objects.order_by("sort_key")),
        )

    def rows(self, audience, *, language="en"):
        """The documents as rows of a list (``documents.models.rows``), in this queryset's order. Two queries."""
        return rows_of(self, audience, language=language)

    def not_simultaneous(self):
        """Documents whose languages were not all issued on the same day (of Vienna)."""
        day = TruncDate("issued_at")
        issued = _versions().filter(status=VersionStatus.ISSUED).order_by().values("document")
        parted = issued.annotate(first_day=Min(day), last_day=Max(day)).filter(first_day__lt=F("last_day"))
        return self.filter(pk__in=parted.values("document"))

    def without_stand_ins(self):
        """Leaves out documents that are here only through stand-ins: for feeds, the API and exports."""
        real = _versions_of_outer(VersionStatus.ISSUED).exclude(files__is_stand_in=True)
        return self.filter(Q(is_publicly_listed=True) | Exists(real))


@pghistory.track()
class Document(models.Model):
    """The work. Symbols, titles, language versions, files and places in meetings hang on it."""

    type = models.CharField(max_length=40, choices=DocumentType, blank=True)
    date = models.DateField(null=True, blank=True, help_text="The masthead's date: the day of submission.")
    date_precision = models.CharField(max_length=5, choices=Precision, blank=True)
    distribution = models.CharField(
        max_length=12, choices=Distribution, blank=True, help_text="Empty where the masthead names none."
    )
    audience = models.IntegerField(
        choices=Audience, default=Audience.PUBLIC, help_text="Who may read it once it is issued."
    )
    is_publicly_listed = models.BooleanField(
        "publicly listed",
        default=False,
        help_text="A public source names it: its existence, title and facts may be shown though no text is issued here.",
    )
    original_language = models.CharField(max_length=3, choices=Language, blank=True)
    author_line = models.CharField(max_length=300, blank=True, help_text="Such as: Note by the Secretariat.")
    bodies = models.ManyToManyField(Body, through="DocumentBody", related_name="documents")
    meetings = models.ManyToManyField(Meeting, through="DocumentMeeting", related_name="documents")
    agenda_items = models.ManyToManyField(AgendaItem, through="DocumentAgendaItem", related_name="documents")
    corrected_languages = ArrayField(
        models.CharField(max_length=3, choices=Language),
        default=list,
        blank=True,
        help_text="For a corrigendum: the languages it applies to; empty means all.",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-date", "-pk"]
        constraints = [
            one_of("type", DocumentType, name="document_known_type", blank=True),
            one_of("distribution", Distribution, name="document_known_distribution", blank=True),
            one_of("audience", Audience, name="document_known_audience"),
            dated("date", "date_precision", name="document_date_and_precision"),
            models.CheckConstraint(
                condition=Q(corrected_languages__contained_by=Language.values),
                name="document_corrects_known_languages",
                violation_error_message="Name the languages that a corrigendum corrects by their codes, such as fr.",
            ),
        ]
        indexes = [models.Index(fields=["-date"], name="document_by_date")]
        triggers = watched("documents.document")

    def __str__(self):
        return self.symbol or self.title or NAMELESS

    @property
    def symbol(self):
        """The first of its symbols in canonical form; empty when it has none."""
        first = min(self.symbols.all(), key=lambda symbol: (symbol.position, symbol.pk), default=None)
        return first.canonical if first else ""

    @property
    def printed_symbol(self):
        """All its symbols, as a joint document prints them."""
        return "-".join(symbol.canonical for symbol in sorted(self.symbols.all(), key=lambda symbol: symbol.position))

    def title_in(self, language):
        """The title to show to a reader of ``language``: that language's, else English, else the original's, else any.

        Returns a DocumentTitle, or None when no title is known.
        """
        titles = {title.language: title for title in self.titles.all()}
        for wanted in (language, Language.ENGLISH, self.original_language):
            if wanted in titles:
                return titles[wanted]
        return next(iter(titles.values()), None)

    @property
    def shown_title(self):
        return self.title_in(Language.ENGLISH)

    @property
    def title(self):
        """The title in English, or the nearest there is, as text; empty when unknown."""
        shown = self.shown_title
        return shown.text if shown else ""

    @property
    def date_words(self):
        return in_words(self.date, self.date_precision)

    @property
    def standing(self):
        """Derived, never stored: what its language versions amount to."""
        versions = self.versions.all()
        found = {version.status for version in versions}
        if VersionStatus.ISSUED in found:
            issued = [version for version in versions if version.status == VersionStatus.ISSUED]
            whole = {version.language for version in issued}.issuperset(OFFICIAL)
            return Standing.ISSUED if whole or issued[0].is_only_language else Standing.PARTLY_ISSUED
        for status, standing in (
            (VersionStatus.HELD, Standing.HELD),
            (VersionStatus.WITHDRAWN, Standing.WITHDRAWN),
            (VersionStatus.IN_TRANSLATION, Standing.IN_TRANSLATION),
            (VersionStatus.EXPECTED, Standing.EXPECTED),
        ):
            if status in found:
                return standing
        return Standing.NOT_HELD

    @property
    def is_corrigendum(self):
        """Whether its symbol says that it corrects another document."""
        try:
            return parse(self.symbol).relation == "corrects"
        except SymbolError:
            return False

    @property
    def path(self):
        """Its part of an address: the symbol without spaces, or ``id/17``."""
        symbol = self.symbol
        return parse(symbol).path if symbol else f"id/{self.pk}"

    def get_absolute_url(self):
        return reverse("document", args=[self.path])


class DocumentSymbolQuerySet(models.QuerySet):
    def matching(self, words):
        """Symbols whose parts contain the typed parts as whole parts: ``WG.8`` finds WG.8, never WG.18."""
        key = key_of(words)
        return self.filter(search_key__contains=f" {key} ") if key else self.none()

    def in_order(self):
        return self.order_by("sort_key")


@pghistory.track()
class DocumentSymbol(models.Model):
    """A symbol of a document: none, one or several. The asterisk of a re-issue is no part of it."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="symbols")
    as_printed = models.CharField(max_length=200, help_text="As it stands on the document.")
    canonical = models.CharField(
        max_length=200,
        unique=True,
        db_collation="C",
        editable=False,
        help_text="The one form by which it is known here.",
    )
    position = models.PositiveIntegerField(default=0)
    root = models.CharField(max_length=200, editable=False, db_collation="C", db_index=True)
    search_key = models.CharField(max_length=240, editable=False, db_collation="C")
    sort_key = models.CharField(max_length=600, editable=False, db_collation="C", db_index=True)
    malformed = models.CharField(max_length=200, blank=True, editable=False)

    objects = DocumentSymbolQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "symbol"
        constraints = [filled("canonical", name="symbol_is_filled")]
        indexes = [models.Index(fields=["search_key"], name="symbol_by_search_key")]
        triggers = watched("documents.document", key="document_id")

    def __str__(self):
        return self.canonical

    def save(self, *args, **kwargs):
        self.derive()
        super().save(*args, **kwargs)

    def clean(self):
        """Say in words, before the database has to, that a symbol belongs to another document already."""
        self.derive()
        other = DocumentSymbol.objects.filter(canonical=self.canonical).exclude(pk=self.pk).first()
        if other and other.document_id != self.document_id:
            raise ValidationError(
                {"as_printed": f"{self.canonical} is already the symbol of another document in the record."}
            )
        if other:
            raise ValidationError({"as_printed": f"{self.canonical} stands here already."})

    def derive(self):
        """Work out the keys from the printed form. A symbol that no rule fits stays verbatim: it is never refused."""
        printed = " ".join(self.as_printed.split())
        try:
            symbol = parse(printed)
        except SymbolError:
            self.canonical = self.root = self.sort_key = printed
            self.search_key, self.malformed = f" {key_of(printed)} ", "not in the form of a symbol"
        else:
            self.canonical, self.root, self.malformed = symbol.canonical, symbol.root, symbol.malformed
            self.search_key, self.sort_key = f" {symbol.search_key} ", symbol.sort_key


@pghistory.track()
class OtherIdentifier(models.Model):
    """A number by which another catalogue knows the document."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(max_length=40, help_text="Whose number it is, such as NCJ.")
    value = models.CharField(max_length=120)

    class Meta:
        verbose_name = "identifier in another catalogue"
        verbose_name_plural = "identifiers in other catalogues"
        constraints = [
            filled("value", name="identifier_is_filled"),
            models.UniqueConstraint(fields=["scheme", "value"], name="identifier_once"),
        ]
        triggers = watched("documents.document", key="document_id")

    def __str__(self):
        return f"{self.scheme} {self.value}"


@pghistory.track()
class DocumentTitle(models.Model):
    """The title in one language."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="titles")
    language = models.CharField(max_length=3, choices=Language, default=Language.ENGLISH)
    text = models.TextField()
    origin = models.CharField(max_length=12, choices=TitleOrigin, default=TitleOrigin.OFFICIAL)

    class Meta:
        ordering = ["language"]
        verbose_name = "title"
        constraints = [
            filled("text", name="title_is_filled"),
            one_of("origin", TitleOrigin, name="title_known_origin"),
            models.UniqueConstraint(fields=["document", "language"], name="title_once_a_language"),
        ]
        triggers = watched("documents.document", key="document_id")

    def __str__(self):
        return self.text

    @property
    def direction(self):
        return Language(self.language).direction


@pghistory.track()
class DocumentBody(models.Model):
    """A body that a document is of: the one in whose series its symbol stands, or several of a joint document."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "body"
        verbose_name_plural = "bodies"
        constraints = [models.UniqueConstraint(fields=["document", "body"], name="document_of_a_body_once")]
        triggers = watched("documents.document", key="document_id")

    def __str__(self):
        return str(self.body)


@pghistory.track()
class DocumentAgendaItem(models.Model):
    """An agenda item under which a document is taken up; there may be several."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="+")
    agenda_item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "agenda item"
        constraints = [models.UniqueConstraint(fields=["document", "agenda_item"], name="document_under_an_item_once")]
        triggers = watched("documents.document", key="document_id")

    def __str__(self):
        return str(self.agenda_item)


class DocumentMeetingQuerySet(models.QuerySet):
    def confirmed(self):
        return self.filter(is_confirmed=True)

    def proposed(self):
        return self.filter(is_confirmed=False)

    def with_meetings(self):
        """Brings the meetings along, with the bodies by which they are named."""
        return self.select_related("meeting").prefetch_related("meeting__seats__body")

    def visible_to(self, audience):
        """A place in a meeting is shown to others once a person, or the register, has confirmed it."""
        known = self.filter(meeting__audience__lte=audience)
        return known if audience >= Audience.SECRETARIAT else known.confirmed()


@pghistory.track()
class DocumentMeeting(models.Model):
    """A document's place in a meeting. The machine may propose one; it counts when it is confirmed."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="places")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="document_places")
    role = models.CharField(max_length=16, choices=MeetingRole, default=MeetingRole.BEFORE)
    is_confirmed = models.BooleanField("confirmed", default=True)

    objects = DocumentMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "place in a meeting"
        verbose_name_plural = "places in meetings"
        constraints = [
            one_of("role", MeetingRole, name="document_meeting_known_role"),
            models.UniqueConstraint(fields=["document", "meeting", "role"], name="document_meeting_once_a_role"),
        ]
        triggers = watched("documents.document", key="document_id")

    def __str__(self):
        return f"{self.get_role_display()}: {self.meeting}"


@pghistory.track()
class DocumentNote(models.Model):
    """A note on a document, by its kind; the words where they are known."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=12, choices=NoteKind)
    text = models.TextField(blank=True)
    audience = models.IntegerField(choices=Audience, default=Audience.PUBLIC)

    class Meta:
        ordering = ["kind", "pk"]
        verbose_name = "note"
        constraints = [one_of("kind", NoteKind, name="document_note_known_kind")]
        triggers = watched("documents.document", key="document_id")

    def __str__(self):
        return f"{self.get_kind_display()}: {self.text}" if self.text else self.get_kind_display()
