"""Mandates as they stood, with all that a row of the register says of them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localtime

from documents.models import Act, Document, DocumentMeeting
from mandates.as_it_stood.past import Past, keep
from mandates.models import Addressee, Deliverable, LinkKind, Mandate, MandateLink, MandateStanding, Response
from mandates.models.response import GOES_TO
from mandates.standing.facts import last_day_of
from mandates.standing.rules import Facts, reckon
from meetings.models import MeetingKind, MeetingStatus


@dataclass
class Answers:
    """What answered some mandates, as it stood: responses by mandate, and what they name, by key."""

    of_mandate: dict
    meetings: dict
    documents: set

    def of(self, mandate) -> list:
        """The responses of a mandate that the reader may see, in their order."""
        return self.of_mandate.get(mandate.pk, [])


def mandates_of(past: Past, keys) -> list[Mandate]:
    """The mandates with these keys that stood, in the order of the keys, each able to say its citation, deadline and outcome.

    Seventeen queries at most, however many they are.
    """
    found = past.records(Mandate, keys)
    in_order = [found[key] for key in keys if key in found]
    return dress(past, in_order)


def dress(past: Past, mandates) -> list[Mandate]:
    """Give mandates as they stood their acts, addressees, sessions and figures. Those whose act may not be seen are left out."""
    acts = acts_of(past, {mandate.act_id for mandate in mandates})
    mandates = [mandate for mandate in mandates if mandate.act_id in acts]
    keys = {mandate.pk for mandate in mandates}
    named = past.parts(Addressee, mandate_id__in=keys) if keys else []
    answers = answers_of(past, keys)
    sessions = {mandate.due_session_id for mandate in mandates} | {
        acts[mandate.act_id].session_id for mandate in mandates
    }
    sessions = past.meetings(sessions)
    for mandate in mandates:
        mandate.act = acts[mandate.act_id]
        mandate.act.session = sessions.get(mandate.act.session_id)
        mandate.due_session = sessions.get(mandate.due_session_id)
        its = [addressee for addressee in named if addressee.mandate_id == mandate.pk]
        keep(mandate, "addressees", sorted(its, key=lambda addressee: (addressee.position, addressee.pk)))
        mandate.answers = answers
    _stand(past, mandates, answers)
    return mandates


def acts_of(past: Past, keys) -> dict:
    """The acts that the reader may see, by key, each with its body. Two queries."""
    acts = past.records(Act, keys)
    bodies = past.bodies({act.body_id for act in acts.values()})
    for act in acts.values():
        act.body = bodies[act.body_id]
    return acts


def answers_of(past: Past, keys) -> Answers:
    """What answered the mandates with these keys: confirmed, and naming only what the reader may see. Six queries at most."""
    responses = past.parts(Response, mandate_id__in=keys, is_confirmed=True, is_dismissed=False) if keys else []
    named = {response.document_id for response in responses if response.document_id}
    documents = (
        set(past.keys(Document).filter(pgh_obj_id__in=named).values_list("pgh_obj_id", flat=True)) if named else set()
    )
    unstated = {each.document_id for each in responses if not each.made_available_to_id} & documents
    places = (
        past.parts(DocumentMeeting, document_id__in=unstated, is_confirmed=True, role__in=GOES_TO) if unstated else []
    )
    told = {key for response in responses for key in (response.meeting_id, response.made_available_to_id)}
    meetings = past.meetings(told | {place.meeting_id for place in places})
    bare = {response.pk for response in responses if not response.meeting_id and not response.document_id}
    # A symbol of which nothing is held has no audience of its own: it is told while it still stands for this reader.
    still = (
        set(Response.objects.visible_to(past.audience).filter(pk__in=bare).values_list("pk", flat=True))
        if bare
        else set()
    )
    of_mandate = {}
    for response in sorted(responses, key=lambda response: (response.position, response.pk)):
        if response.meeting_id in meetings or response.document_id in documents or response.pk in still:
            if not response.made_available_to_id:
                response.made_available_to_id = _placed_in(response, places, meetings)
            elif response.made_available_to_id not in meetings:
                response.made_available_to_id = None
            of_mandate.setdefault(response.mandate_id, []).append(response)
    return Answers(of_mandate, meetings, documents)


def _placed_in(response, places, meetings):
    """The first session of the Conference in which a report had a place of its own, as ``ResponseQuerySet.with_session``."""
    its = {place.meeting_id for place in places if place.document_id == response.document_id}
    sessions = [meetings[key] for key in its - {*response.sessions_dismissed} if key in meetings]
    sessions = [
        each
        for each in sessions
        if each.kind == MeetingKind.SESSION and any(seat.body.is_conference for seat in each.seats.all())
    ]
    first = min(sessions, key=lambda each: (each.start or date.max, each.pk), default=None)
    return first.pk if first else None


def _stand(past, mandates, answers):
    """Give each mandate its status as it stood, by the rules that hold today."""
    bodies = past.bodies({mandate.creates_body_id for mandate in mandates} - {None})
    later = _later_acts(past, {mandate.pk for mandate in mandates})
    for mandate in mandates:
        facts = _facts(mandate, answers, bodies, later.get(mandate.pk, ()))
        reckoned = reckon(facts)
        mandate.standing = MandateStanding(
            status=reckoned.status,
            reason=reckoned.reason,
            is_stated=reckoned.is_stated,
            due_on=reckoned.due_on,
            due_words=facts.due_words,
            due_session_id=mandate.due_session_id if facts.due_at_session else None,
            meetings_held=facts.meetings_held,
            reports=facts.reports,
            was_transmitted=bool(facts.sessions),
            addressees=[addressee.words for addressee in mandate.addressees.all()],
        )
        # The moment is the end of the day, at midnight or just before.
        mandate.told_on = localtime(past.moment - timedelta(microseconds=1)).date()


def _facts(mandate, answers, bodies, later) -> Facts:
    its = answers.of(mandate)
    met = [answers.meetings[response.meeting_id] for response in its if response.meeting_id]
    reports = [response for response in its if response.document_id or response.symbol]
    went = [answers.meetings[each.made_available_to_id] for each in reports if each.made_available_to_id]
    sessions = sorted({each.pk: each for each in went}.values(), key=lambda each: (each.start or date.max, each.pk))
    session = mandate.due_session
    founds = bodies.get(mandate.creates_body_id) if mandate.deliverable == Deliverable.BODY else None
    return Facts(
        deliverable=mandate.deliverable,
        least_number=mandate.least_number,
        is_recurring=mandate.is_recurring,
        meetings_held=sum(meeting.status == MeetingStatus.HELD for meeting in met),
        meetings_to_come=sum(meeting.status in (MeetingStatus.PLANNED, MeetingStatus.ANNOUNCED) for meeting in met),
        reports=len(reports),
        sessions=tuple((each.title_in_a_sentence, went.count(each)) for each in sessions),
        founded=str(founds) if founds else "",
        later=tuple(later),
        due_on=mandate.due_date or (session and last_day_of(session)),
        due_words=mandate.due,
        due_at_session=session is not None,
        stated=mandate.status,
        said_by="the secretariat" if mandate.status_by_id else "",
        said_because=mandate.status_because,
    )


def _later_acts(past, keys) -> dict:
    """What later acts had done to mandates, by key: (LinkKind, which act or mandate in words), as far as the reader may see."""
    links = past.parts(MandateLink, mandate_id__in=keys, is_confirmed=True, is_dismissed=False) if keys else []
    links = [link for link in links if link.kind != LinkKind.FOLLOWS]
    mandates = past.records(Mandate, {link.to_mandate_id for link in links} - {None}) if links else {}
    wanted = {link.to_act_id for link in links} | {mandate.act_id for mandate in mandates.values()}
    acts = acts_of(past, wanted - {None}) if links else {}
    found = {}
    for link in links:
        if link.to_act_id:
            words = acts[link.to_act_id].label if link.to_act_id in acts else ""
        else:
            mandate = mandates.get(link.to_mandate_id)
            words = ""
            if mandate is not None and mandate.act_id in acts:
                mandate.act = acts[mandate.act_id]
                words = mandate.citation
        if words:
            found.setdefault(link.mandate_id, []).append((LinkKind(link.kind), words))
    return found
