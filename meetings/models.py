"""Who meets, when, where and about what."""

import re

import pghistory
from django.db import models
from django.db.models import F, Prefetch, Q
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.access import Audience
from meetings.ordinals import ordinal
from provenance.constraints import dated, filled, one_of
from provenance.dates import Precision, in_words, parse_partial, partial
from provenance.triggers import watched

CONFERENCE = "ctoc-cop"


class BodyKind(models.TextChoices):
    CONFERENCE = "conference of parties", "conference of the parties"
    WORKING_GROUP = "working group", "working group"
    INTERGOVERNMENTAL_MEETING = "open-ended intergovernmental meeting", "open-ended intergovernmental meeting"
    EXPERT_GROUP = "expert group", "expert group"
    DIALOGUE = "dialogue", "dialogue"
    BUREAU = "bureau", "bureau"
    SESSIONAL_COMMITTEE = "sessional committee", "sessional committee"
    PRINCIPAL_ORGAN = "principal organ", "principal organ of the United Nations"
    COMMISSION = "commission", "commission"
    OTHER = "other", "other"


class BodyQuerySet(models.QuerySet):
    def of_the_conference(self):
        return self.filter(is_external=False)

    def visible_to(self, audience):
        """Bodies are public facts."""
        return self

    def addressed(self, address):
        """The bodies that an address part may mean: the slug, or the series in small letters (``ctoc-cop-wg8``)."""
        series = re.sub(r"[^a-z0-9]+", "", address.lower())
        return self.filter(Q(slug=address.lower()) | Q(series_key=series))


@pghistory.track(exclude=["series_key"])
class Body(models.Model):
    """A body that meets: the Conference, its working groups, or a body outside it that its papers name."""

    slug = models.SlugField(max_length=60, unique=True, help_text="The body's part of an address, such as wg8.")
    name = models.TextField(help_text="The name in English, in full.")
    short_name = models.CharField(max_length=120, blank=True)
    series = models.CharField(max_length=60, blank=True, help_text="How its symbols begin, such as CTOC/COP/WG.8/.")
    series_key = models.GeneratedField(
        expression=models.Func(
            Lower("series"),
            models.Value("[^a-z0-9]+"),
            models.Value(""),
            models.Value("g"),
            function="regexp_replace",
        ),
        output_field=models.CharField(max_length=60),
        db_persist=True,
    )
    kind = models.CharField(max_length=40, choices=BodyKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    is_external = models.BooleanField(
        "outside the Conference", default=False, help_text="A body that does not belong to this Conference."
    )
    established_by = models.TextField(
        blank=True, help_text="What founded it, in words; the act itself is tied from the act's side."
    )
    frequency = models.CharField(max_length=80, blank=True, help_text="How often it meets, in words.")
    secretariat = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0, help_text="Its place in lists.")

    objects = BodyQuerySet.as_manager()

    class Meta:
        ordering = ["is_external", "position", "name"]
        verbose_name_plural = "bodies"
        constraints = [
            filled("name", name="body_has_a_name"),
            one_of("kind", BodyKind, name="body_known_kind"),
            models.UniqueConstraint(fields=["series"], condition=~Q(series=""), name="body_one_per_series"),
            models.CheckConstraint(
                condition=Q(series="") | Q(series__endswith="/"),
                name="body_series_ends_with_a_slash",
                violation_error_message="A series ends with a slash, such as CTOC/COP/WG.8/.",
            ),
        ]
        triggers = watched("meetings.body")

    def __str__(self):
        return self.short_name or self.name

    def get_absolute_url(self):
        return reverse("body", args=[self.slug])

    @property
    def is_conference(self):
        return self.slug == CONFERENCE


@pghistory.track()
class BodyName(models.Model):
    """Another name of a body: in another language, or one that it bore before."""

    body = models.ForeignKey(Body, models.CASCADE, related_name="names")
    language = models.CharField(max_length=3, default="en")
    name = models.TextField()
    is_former = models.BooleanField("former name", default=False)

    class Meta:
        ordering = ["is_former", "language"]
        constraints = [
            filled("name", name="body_name_is_filled"),
            models.UniqueConstraint(fields=["body", "language", "name"], name="body_name_once"),
        ]
        triggers = watched("meetings.body", key="body_id")

    def __str__(self):
        return self.name


class MeetingKind(models.TextChoices):
    SESSION = "session", "session"
    MEETING = "meeting", "meeting"
    DIALOGUE = "dialogue", "dialogue"


class MeetingStatus(models.TextChoices):
    PLANNED = "planned", "planned"
    ANNOUNCED = "announced", "announced"
    HELD = "held", "held"
    CANCELLED = "cancelled", "cancelled"


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, audience):
        return self.filter(audience__lte=audience)

    def sessions(self):
        """The sessions of the Conference, first to last."""
        return self.filter(kind=MeetingKind.SESSION, seats__body__slug=CONFERENCE).order_by("seats__ordinal")

    def between_sessions(self):
        return self.exclude(kind=MeetingKind.SESSION)

    def with_bodies(self):
        """Brings the bodies along, so that a meeting can say its name and address without a query each."""
        return self.prefetch_related(Prefetch("seats", MeetingBody.objects.select_related("body").order_by("position")))

    def chronological(self):
        return self.order_by(F("start").asc(nulls_last=True), "pk")

    def addressed(self, body, address):
        """Meetings of ``body`` (a Body) that the last part of an address may mean: an ordinal, a date, or ``id-7``."""
        if address.startswith("id-") and address[3:].isdecimal():
            return self.filter(seats__body=body, pk=int(address[3:]))
        if address.isdecimal() and len(address) < 4:
            return self.filter(seats__body=body, seats__ordinal=int(address))
        try:
            start, precision = parse_partial(address)
        except ValueError:
            return self.none()
        return self.filter(seats__body=body, start=start, date_precision=precision)

    def on(self, body, day):
        """Meetings of ``body`` that were sitting on ``day``."""
        return self.filter(Q(end__gte=day) | Q(end=None, start=day), seats__body=body, start__lte=day)


@pghistory.track()
class Meeting(models.Model):
    """A session of the Conference, a meeting of one or more bodies, or a dialogue. Dates may be partial or tentative."""

    kind = models.CharField(max_length=10, choices=MeetingKind, default=MeetingKind.MEETING)
    bodies = models.ManyToManyField(Body, through="MeetingBody", related_name="meetings")
    topic = models.CharField(max_length=300, blank=True)
    place = models.CharField(max_length=120, blank=True)
    start = models.DateField("first day", null=True, blank=True)
    end = models.DateField("last day", null=True, blank=True)
    date_precision = models.CharField(
        max_length=5, choices=Precision, blank=True, help_text="How exactly the first day is known."
    )
    is_tentative = models.BooleanField("dates are tentative", default=False)
    status = models.CharField(max_length=10, choices=MeetingStatus, default=MeetingStatus.HELD)
    format = models.CharField(max_length=60, blank=True, help_text="Such as hybrid.")
    during_session = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="meetings_during",
        help_text="Held during this session.",
    )
    held_after = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="followed_by",
        help_text="Held right after this meeting.",
    )
    president = models.CharField("president or chair", max_length=160, blank=True)
    attendance = models.TextField(blank=True)
    web_page = models.URLField(max_length=400, blank=True)
    contact = models.CharField(max_length=160, blank=True)
    note = models.TextField(blank=True)
    audience = models.IntegerField(choices=Audience, default=Audience.PUBLIC, help_text="Who may know of it.")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = [F("start").desc(nulls_last=True), "-pk"]
        constraints = [
            one_of("kind", MeetingKind, name="meeting_known_kind"),
            one_of("status", MeetingStatus, name="meeting_known_status"),
            one_of("audience", Audience, name="meeting_known_audience"),
            dated("start", "date_precision", name="meeting_date_and_precision"),
            models.CheckConstraint(
                condition=Q(end__isnull=True) | Q(end__gte=F("start"), date_precision=Precision.DAY),
                name="meeting_ends_after_it_begins",
                violation_error_message="The last day must not come before the first, and the first must be known to the day.",
            ),
        ]
        indexes = [models.Index(fields=["start"], name="meeting_by_start")]
        triggers = watched("meetings.meeting")

    def __str__(self):
        seats = self._seats()
        names = " and ".join(seat.body.short_name or seat.body.name for seat in seats) or "Meeting"
        return f"{names}: {self.title}" if seats and not seats[0].body.is_conference else self.title

    def _seats(self):
        """The bodies' seats in order, from the prefetched ones where they are at hand."""
        if self.pk is None:
            return []
        return sorted(self.seats.all(), key=lambda seat: (seat.position, seat.pk))

    @property
    def first_seat(self):
        return next(iter(self._seats()), None)

    @property
    def body(self):
        """The body whose list of meetings it stands in first."""
        seat = self.first_seat
        return seat.body if seat else None

    @property
    def body_names(self):
        return [seat.body.short_name or seat.body.name for seat in self._seats()]

    @property
    def ordinal(self):
        seat = self.first_seat
        return seat.ordinal if seat else None

    @property
    def title(self):
        """What the meeting is called beside its body: ``Eighth session``, ``Second meeting``, ``Meeting of May 2022``."""
        noun = self.get_kind_display()
        if self.topic and not self.ordinal:
            return f"{noun.capitalize()}: {self.topic}" if self.kind == MeetingKind.DIALOGUE else self.topic
        if self.ordinal:
            return f"{ordinal(self.ordinal).capitalize()} {noun}"
        return f"{noun.capitalize()} of {self.dates}" if self.start else noun.capitalize()

    @property
    def title_in_a_sentence(self):
        """``eighth session``"""
        title = self.title
        return title[:1].lower() + title[1:]

    @property
    def dates(self):
        """The dates in words: ``28–30 September 2015``, ``May 2022``; empty when unknown."""
        return in_words(self.start, self.date_precision, self.end)

    @property
    def place_and_dates(self):
        words = ", ".join(part for part in (self.place, self.dates) if part) or "date not known"
        if self.status in (MeetingStatus.PLANNED, MeetingStatus.ANNOUNCED, MeetingStatus.CANCELLED):
            words += f" ({self.get_status_display()})"
        return f"{words} (tentative)" if self.is_tentative else words

    @property
    def address(self):
        """The last part of its address: the ordinal, else the date as far as it is known, else its number in the record."""
        return str(self.ordinal or partial(self.start, self.date_precision) or f"id-{self.pk}")

    def get_absolute_url(self):
        seat = self.first_seat
        if seat is None:
            return reverse("meetings")
        if self.kind == MeetingKind.SESSION and seat.body.is_conference and seat.ordinal:
            return reverse("session", args=[seat.ordinal])
        return reverse("meeting", args=[seat.body.slug, self.address])


@pghistory.track()
class MeetingBody(models.Model):
    """A body's seat in a meeting. Each body counts its own meetings: a joint one may be the 13th of one and the 12th of another."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    ordinal = models.PositiveIntegerField(null=True, blank=True, help_text="Which meeting of this body it is.")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "body of the meeting"
        verbose_name_plural = "bodies of the meeting"
        constraints = [
            models.UniqueConstraint(fields=["meeting", "body"], name="meeting_seats_a_body_once"),
            models.UniqueConstraint(
                fields=["body", "ordinal"],
                name="body_counts_each_meeting_once",
                violation_error_message="This body has a meeting with this ordinal already.",
            ),
            models.CheckConstraint(
                condition=Q(ordinal__isnull=True) | Q(ordinal__gte=1), name="meeting_ordinal_from_one"
            ),
        ]
        triggers = watched("meetings.meeting", key="meeting_id")

    def __str__(self):
        return f"{self.body}, {self.ordinal or 'not counted'}"


def item_sort_key(number):
    """``2 (a)`` before ``2 (b)`` before ``10``: numbers padded, letters as they are."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(4), re.sub(r"[\s().]+", " ", number).strip().lower())


class AgendaItemQuerySet(models.QuerySet):
    def visible_to(self, audience):
        return self.filter(meeting__audience__lte=audience)


@pghistory.track()
class AgendaItem(models.Model):
    """An item of a meeting's agenda, numbered as printed: ``2 (b)``. Its title may be unknown."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda_items")
    number = models.CharField(max_length=20)
    title = models.TextField(blank=True)
    sort_key = models.CharField(max_length=60, editable=False, db_collation="C")

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "sort_key"]
        constraints = [
            filled("number", name="agenda_item_has_a_number"),
            models.UniqueConstraint(fields=["meeting", "number"], name="agenda_item_once"),
        ]
        triggers = watched("meetings.agendaitem")

    def __str__(self):
        return f"{self.number} {self.title}".strip()

    def save(self, *args, **kwargs):
        self.sort_key = item_sort_key(self.number)
        super().save(*args, **kwargs)
