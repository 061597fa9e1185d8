"""The sessions of the Conference that are over: which came next, and what reached them."""

from bisect import bisect_right

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from documents.models import DocumentMeeting, DocumentType, MeetingRole
from mandates.gaps.cells import has_closed, last_day
from mandates.models import Response
from meetings.models import CONFERENCE, Meeting, MeetingKind
from provenance.dates import day_in_words


class Sessions:
    """The sessions of the Conference, first to last, and which of them are over."""

    def __init__(self):
        self.today = timezone.localdate()
        known = Meeting.objects.filter(kind=MeetingKind.SESSION, seats__body__slug=CONFERENCE, start__isnull=False)
        self.known = list(known.with_bodies().order_by("start", "pk").distinct())
        self.by_key = {session.pk: session for session in self.known}
        self.starts = [session.start for session in self.known]
        self.conference = next((seat.body_id for each in self.known for seat in each.seats.all()), None)

    def closed(self, key) -> Meeting | None:
        """The session with this key where it was held and is over; else None."""
        session = self.by_key.get(key)
        return session if session and has_closed(session, self.today) else None

    def next_closed(self, day) -> Meeting | None:
        """The first session that began after a day, where it was held and is over; else None."""
        if day is None:
            return None
        place = bisect_right(self.starts, day)
        return self.closed(self.known[place].pk) if place < len(self.known) else None

    def cell(self, session):
        return (session.seats.all()[0].body_id, session.start.year)


def reached(documents=None) -> dict[int, set[int]]:
    """To which sessions documents came, by the document's key: placed before one, or made available to it."""
    places = DocumentMeeting.objects.confirmed().filter(
        role__in=[MeetingRole.BEFORE, MeetingRole.MADE_AVAILABLE], meeting__kind=MeetingKind.SESSION
    )
    answers = Response.objects.filter(is_confirmed=True, made_available_to__isnull=False, document__isnull=False)
    if documents is not None:
        places, answers = places.filter(document__in=documents), answers.filter(document__in=documents)
    found: dict[int, set[int]] = {}
    for document, session in [
        *places.values_list("document", "meeting"),
        *answers.values_list("document", "made_available_to"),
    ]:
        found.setdefault(document, set()).add(session)
    return found


def proposed_to_reach(documents) -> set[int]:
    """Documents of which a machine proposes that they came to a session, and nobody has confirmed it."""
    places = DocumentMeeting.objects.proposed().filter(
        Q(role=MeetingRole.BEFORE) | Q(role=MeetingRole.MADE_AVAILABLE),
        meeting__kind=MeetingKind.SESSION,
        document__in=documents,
    )
    answers = Response.objects.filter(
        is_confirmed=False, is_dismissed=False, made_available_to__isnull=False, document__in=documents
    )
    return {*places.values_list("document", flat=True), *answers.values_list("document", flat=True)}


def with_reports() -> set[int]:
    """The sessions that some report of a meeting is known to have reached: of these it is kept which reports they had."""
    of_meetings = {"document__type": DocumentType.REPORT_OF_MEETING}
    places = DocumentMeeting.objects.confirmed().filter(
        role__in=[MeetingRole.BEFORE, MeetingRole.MADE_AVAILABLE], meeting__kind=MeetingKind.SESSION, **of_meetings
    )
    answers = Response.objects.filter(is_confirmed=True, made_available_to__isnull=False, **of_meetings)
    return {
        *places.values_list("meeting", flat=True).distinct(),
        *answers.values_list("made_available_to", flat=True).distinct(),
    }


def with_untied_papers(sessions) -> set[int]:
    """Of some sessions (keys) those before which a paper lay that is tied to no mandate: it may answer one."""
    answering = Response.objects.filter(document=OuterRef("document"), is_confirmed=True)
    places = DocumentMeeting.objects.filter(role=MeetingRole.BEFORE, meeting__in=sessions).exclude(Exists(answering))
    places = places.exclude(document__type__in=[DocumentType.PROVISIONAL_AGENDA, DocumentType.AGENDA])
    return set(places.values_list("meeting", flat=True).distinct())


def closing_words(session) -> str:
    return f"closed on {day_in_words(last_day(session))}"
