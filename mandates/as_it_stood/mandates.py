"""Mandates as they stood, with all that a row of the register says of them."""

from dataclasses import dataclass

from documents.models import Act, Document
from mandates.as_it_stood.past import Past, keep
from mandates.models import Addressee, Mandate, Response
from meetings.models import MeetingStatus


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

    Twelve queries at most, however many they are.
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
        _count(mandate, answers)
        mandate.answers = answers
    return mandates


def acts_of(past: Past, keys) -> dict:
    """The acts that the reader may see, by key, each with its body. Two queries."""
    acts = past.records(Act, keys)
    bodies = past.bodies({act.body_id for act in acts.values()})
    for act in acts.values():
        act.body = bodies[act.body_id]
    return acts


def answers_of(past: Past, keys) -> Answers:
    """What answered the mandates with these keys: confirmed, and naming only what the reader may see. Five queries at most."""
    responses = past.parts(Response, mandate_id__in=keys, is_confirmed=True, is_dismissed=False) if keys else []
    meetings = past.meetings(
        {key for response in responses for key in (response.meeting_id, response.made_available_to_id)}
    )
    named = {response.document_id for response in responses if response.document_id}
    documents = (
        set(past.keys(Document).filter(pgh_obj_id__in=named).values_list("pgh_obj_id", flat=True)) if named else set()
    )
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
            if response.made_available_to_id not in meetings:
                response.made_available_to_id = None
            of_mandate.setdefault(response.mandate_id, []).append(response)
    return Answers(of_mandate, meetings, documents)


def _count(mandate, answers):
    """The figures from which ``Mandate.outcome`` is read off."""
    its = answers.of(mandate)
    met = [answers.meetings[response.meeting_id] for response in its if response.meeting_id]
    mandate.meetings_held = sum(meeting.status == MeetingStatus.HELD for meeting in met)
    mandate.reports_counted = sum(bool(response.document_id or response.symbol) for response in its)
    mandate.was_transmitted = any(response.made_available_to_id for response in its)
