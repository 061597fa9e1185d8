"""What came of it: a meeting held, a document issued, and the session it was made available to."""

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, Subquery, When

from accounts.access import Audience
from documents.models import Document, DocumentMeeting, MeetingRole
from mandates.models.arrays import IsNoneOf
from meetings.models import CONFERENCE, Meeting, MeetingKind
from provenance.triggers import watched

# The places in a session by which a paper is known to have gone to it.
GOES_TO = (MeetingRole.BEFORE, MeetingRole.MADE_AVAILABLE)


def places_in_sessions(audience):
    """The confirmed places by which papers are known to have gone to sessions of the Conference, the first session first.

    Only of papers of which the reader may know that they are held.
    """
    return (
        DocumentMeeting.objects.visible_to(audience)
        .confirmed()
        .filter(
            Exists(Document.objects.visible_to(audience).filter(pk=OuterRef("document"))),
            role__in=GOES_TO,
            meeting__kind=MeetingKind.SESSION,
            meeting__seats__body__slug=CONFERENCE,
        )
        .order_by("meeting__start", "meeting")
    )


class ResponseQuerySet(models.QuerySet):
    def visible_to(self, audience):
        """What answers a mandate, as far as the reader may see the meeting or the document itself."""
        if audience >= Audience.SECRETARIAT:
            return self.filter(is_dismissed=False)
        # A symbol that was named before its document came stays named: that the document is held tells nobody more.
        return self.filter(
            Q(meeting=None) | Q(meeting__audience__lte=audience),
            Q(document=None)
            | ~Q(symbol="")
            | Exists(Document.objects.visible_to(audience).filter(pk=OuterRef("document"))),
            is_confirmed=True,
        )

    def with_session(self, audience):
        """Brings along ``went_to``: the key of the session to which a report went, as far as the reader may know.

        What is stated counts. Where nothing is, the report's own place in a session counts, once the report is confirmed
        and unless a person has struck that session out.
        """
        stated = Meeting.objects.visible_to(audience).filter(pk=OuterRef("made_available_to"))
        placed = places_in_sessions(audience).filter(
            IsNoneOf(F("meeting"), OuterRef("sessions_dismissed")), document=OuterRef("document")
        )
        return self.annotate(
            went_to=Case(
                When(made_available_to__isnull=False, then=Subquery(stated.order_by().values("pk"))),
                When(is_confirmed=True, then=Subquery(placed.values("meeting")[:1])),
                output_field=BigIntegerField(),
            )
        )

    def waiting(self):
        """Reports named by their symbol that are not held in the record."""
        return self.filter(document=None, meeting=None)

    def proposed(self):
        """What a machine proposes and nobody has decided yet: a step, or the session to which a confirmed one went."""
        open_step = Q(is_confirmed=False, confidence__isnull=False)
        return self.filter(open_step | Q(session_proposed__isnull=False), is_dismissed=False)


@pghistory.track()
class Response(models.Model):
    """What answers a mandate: a meeting held, or a document issued, and the session it was made available to."""

    mandate = models.ForeignKey("mandates.Mandate", models.CASCADE, related_name="responses")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="responses")
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="responses")
    symbol = models.CharField(
        max_length=200, blank=True, db_collation="C", help_text="The symbol of a report that is not held yet."
    )
    made_available_to = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="responses_received",
        verbose_name="made available to",
    )
    session_proposed = models.ForeignKey(
        Meeting,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        help_text="The session to which a machine believes it was made available; no fact until a person confirms it.",
    )
    sessions_dismissed = ArrayField(
        models.BigIntegerField(),
        default=list,
        blank=True,
        editable=False,
        help_text="Keys of the sessions that a person has struck out: they are not proposed again.",
    )
    confidence = models.FloatField(
        null=True, blank=True, editable=False, help_text="How sure the machine is that proposed it, from 0 to 1."
    )
    is_confirmed = models.BooleanField("confirmed", default=True)
    is_dismissed = models.BooleanField(
        "dismissed", default=False, help_text="Proposed by machine and found wrong: it is not proposed again."
    )
    dismissed_because = models.TextField(blank=True)
    note = models.TextField(blank=True)
    position = models.PositiveIntegerField(default=0)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=False, document__isnull=True, symbol="")
                | Q(meeting__isnull=True, document__isnull=False)
                | Q(meeting__isnull=True, document__isnull=True) & ~Q(symbol=""),
                name="response_is_a_meeting_or_a_document",
                violation_error_message="A response is a meeting, a document, or the symbol of one that is not held: give one.",
            ),
            models.CheckConstraint(
                condition=Q(made_available_to__isnull=True) | Q(meeting__isnull=True),
                name="response_only_documents_are_made_available",
                violation_error_message="Only documents are made available to a session; a meeting is not.",
            ),
            models.CheckConstraint(
                condition=~Q(is_confirmed=True, is_dismissed=True), name="response_confirmed_or_dismissed"
            ),
            models.CheckConstraint(
                condition=Q(confidence__isnull=True) | Q(confidence__gte=0, confidence__lte=1),
                name="response_confidence_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(session_proposed__isnull=True) | Q(meeting__isnull=True, made_available_to__isnull=True),
                name="response_session_proposed_where_none_stands",
            ),
            models.UniqueConstraint(
                fields=["mandate", "meeting"], condition=Q(meeting__isnull=False), name="response_once_a_meeting"
            ),
            models.UniqueConstraint(
                fields=["mandate", "document"], condition=Q(document__isnull=False), name="response_once_a_document"
            ),
            models.UniqueConstraint(
                fields=["mandate", "symbol"], condition=~Q(symbol=""), name="response_once_a_symbol"
            ),
        ]
        indexes = [
            models.Index(
                fields=["mandate"],
                name="response_proposed",
                condition=Q(is_confirmed=False, is_dismissed=False) | Q(session_proposed__isnull=False),
            ),
            models.Index(
                fields=["symbol"], name="response_waiting", condition=Q(document__isnull=True) & ~Q(symbol="")
            ),
        ]
        triggers = watched("mandates.response")

    def save(self, *args, **kwargs):
        # Where a session stands, none is proposed any more.
        if self.made_available_to_id and self.session_proposed_id:
            self.session_proposed = None
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "session_proposed"}
        super().save(*args, **kwargs)

    def __str__(self):
        return str(self.meeting or self.document or self.symbol)
