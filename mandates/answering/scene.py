"""What is known round some mandates: when they were given and until when an answer may come, the bodies that they mean."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Prefetch

from documents.models import ActBody, BodyRole
from mandates.answering.words import names_body, plain
from mandates.models import Deliverable, LinkKind, Mandate, MandateLink, Review
from meetings.models import Body, BodyName, Meeting, MeetingBody, MeetingKind, MeetingStatus
from provenance.dates import Precision

# Where the next session is not known, an answer is looked for so long.
WITHOUT_SESSION = timedelta(days=3 * 365)
# A session whose last day is not known is over by then.
LONGEST_SESSION = timedelta(days=14)
ENDS_IT = (LinkKind.RENEWED_BY, LinkKind.SUPERSEDED_BY, LinkKind.ENDED_BY)
FAR = date(9999, 12, 31)


@dataclass
class Asked:
    """A mandate with what is known of its time: answers come after ``given`` and, as a rule, by ``until``.

    later: until when at most, for an answer of which there is no doubt whose it is.
    """

    mandate: Mandate
    given: date | None
    until: date
    later: date
    founded: set = field(default_factory=set)
    addressed: set = field(default_factory=set)
    named: set = field(default_factory=set)

    @property
    def asks_to_meet(self):
        return self.mandate.deliverable == Deliverable.MEETING

    def is_in_time(self, day, *, later=False):
        return (
            day is not None
            and (self.given is None or day > self.given)
            and day <= (self.later if later else self.until)
        )


class Scene:
    """Everything that is asked of the database about some mandates, at once: a fixed number of queries."""

    def __init__(self, keys):
        addressees = Prefetch("addressees")
        self.mandates = list(
            Mandate.objects.filter(pk__in=keys, review=Review.CONFIRMED)
            .select_related("act__body", "act__session", "due_session")
            .prefetch_related(addressees)
        )
        self.bodies = {body.pk: body for body in Body.objects.all()}
        self._names = self._known_names()
        self.sessions = self._known_sessions()
        self._founded = self._known_founded()
        self._ended = self._known_ends()
        meets = defaultdict(int)
        for mandate in self.mandates:
            meets[mandate.act_id] += mandate.deliverable == Deliverable.MEETING
        self.asked = [self._asked(mandate, meets[mandate.act_id]) for mandate in self.mandates]
        self.meetings = self._known_meetings()

    def _known_names(self):
        names = [(body.pk, name) for body in self.bodies.values() for name in (body.name, body.short_name) if name]
        names += BodyName.objects.values_list("body", "name")
        return [(body, plain(name)) for body, name in names]

    def _known_sessions(self):
        """The sessions of the bodies whose acts ask, first to last."""
        bodies = {mandate.act.body_id for mandate in self.mandates}
        found = defaultdict(list)
        seats = MeetingBody.objects.filter(
            body__in=bodies, meeting__kind=MeetingKind.SESSION, meeting__start__isnull=False
        )
        for seat in seats.select_related("meeting").prefetch_related("meeting__seats__body").order_by("meeting__start"):
            found[seat.body_id].append(seat.meeting)
        return found

    def _known_founded(self):
        found = defaultdict(set)
        roles = ActBody.objects.filter(act__in={mandate.act_id for mandate in self.mandates}, role=BodyRole.ESTABLISHED)
        for act, body in roles.values_list("act", "body"):
            found[act].add(body)
        return found

    def _known_ends(self):
        """When a later act took the place of a mandate, where that is confirmed and known."""
        found = {}
        links = MandateLink.objects.filter(mandate__in=self.mandates, is_confirmed=True, kind__in=ENDS_IT)
        for link in links.select_related("to_act__session", "to_mandate__act__session"):
            day = _given(link.to_act or link.to_mandate.act)
            if day:
                found[link.mandate_id] = min(day, found.get(link.mandate_id, FAR))
        return found

    def _known_meetings(self):
        """The meetings between sessions of all bodies that are meant, by body: dicts of what the rules look at."""
        wanted = {body for asked in self.asked for body in asked.founded | asked.addressed | asked.named}
        found = defaultdict(list)
        meetings = Meeting.objects.filter(seats__body__in=wanted).exclude(kind=MeetingKind.SESSION)
        meetings = meetings.exclude(status=MeetingStatus.CANCELLED).with_bodies().distinct().chronological()
        for meeting in meetings:
            for seat in meeting.seats.all():
                found[seat.body_id].append((meeting, seat.ordinal))
        return found

    def _asked(self, mandate, mandates_to_meet):
        given = _given(mandate.act)
        until, later = self._until(mandate, given)
        founded = {mandate.creates_body_id} - {None}
        if not founded and mandate.deliverable == Deliverable.MEETING and mandates_to_meet == 1:
            founded = set(self._founded[mandate.act_id])
        words = plain(" ".join([*(each.words for each in mandate.addressees.all()), mandate.action]))
        named = {body for body, name in self._names if names_body(words, name)}
        addressed = {each.body_id for each in mandate.addressees.all()} - {None}
        conferences = {body.pk for body in self.bodies.values() if body.is_conference} | {mandate.act.body_id}
        return Asked(mandate, given, until, later, founded, addressed - conferences, named - conferences)

    def _until(self, mandate, given):
        """(until when an answer is expected, until when at most it is one)."""
        ended = self._ended.get(mandate.pk, FAR)
        if mandate.is_recurring:
            return ended, ended
        if given is None:
            return min(mandate.due_date or FAR, ended), ended
        next_ones = [_last_day(each) for each in self.sessions[mandate.act.body_id] if each.start > given]
        until = next_ones[0] if next_ones else given + WITHOUT_SESSION
        later = next_ones[1] if len(next_ones) > 1 else until + WITHOUT_SESSION
        if mandate.due_date:
            until = mandate.due_date
        elif mandate.due_session and mandate.due_session.start:
            until = _last_day(mandate.due_session)
        return min(until, ended), min(max(until, later), ended)


def _given(act):
    """The day on which an act was adopted, as far as it is known: else the last day of its session."""
    if act.adopted and act.adopted_precision == Precision.DAY:
        return act.adopted
    session = act.session
    if session and session.start:
        return session.end or session.start
    return act.adopted


def _last_day(meeting):
    return meeting.end or meeting.start + LONGEST_SESSION
