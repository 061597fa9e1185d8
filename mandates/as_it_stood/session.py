"""The page of a session or meeting as it stood: its documents by agenda item, its acts, the mandates due at it."""

from dataclasses import dataclass

from documents.models import Act, ActTitle, DocumentAgendaItem, DocumentMeeting, MeetingRole
from mandates.as_it_stood.documents import rows_as_they_stood
from mandates.as_it_stood.mandates import acts_of, mandates_of
from mandates.as_it_stood.past import Past
from mandates.models import Mandate
from meetings.models import AgendaItem, Meeting
from meetings.queries import DUE_SHOWN, by_agenda_item


@dataclass
class SessionAsItStood:
    """All that the page of a session or meeting shows of a day gone by."""

    meeting: Meeting
    groups: list
    documents: int
    report: list
    agenda: list
    empty_items: list
    acts: list
    due: list
    more_due: bool


def session_as_it_stood(past: Past, key: int) -> SessionAsItStood | None:
    """The page of the meeting with this key; None if it did not stand, or may not be seen. Thirty queries at most."""
    meeting = past.meetings([key]).get(key)
    if meeting is None:
        return None
    places = past.parts(DocumentMeeting, meeting_id=key, is_confirmed=True)
    rows = rows_as_they_stood(past, {place.document_id for place in places})
    shown = {row.pk for row in rows}
    items = sorted(past.parts(AgendaItem, meeting_id=key), key=lambda item: item.sort_key)
    of_item = {}
    for placed in past.parts(DocumentAgendaItem, agenda_item_id__in=[item.pk for item in items]) if items else []:
        if placed.document_id in shown:
            of_item.setdefault(placed.agenda_item_id, []).append(placed.document_id)
    pairs = [(item.number, document) for item in items for document in of_item.get(item.pk, [])]
    roles = {role: {place.document_id for place in places if place.role == role} for role in MeetingRole}
    due = past.events(Mandate).filter(due_session_id=key).order_by("act_id", "number")
    due = list(due.values_list("pgh_obj_id", flat=True)[: DUE_SHOWN + 1])
    return SessionAsItStood(
        meeting=meeting,
        groups=by_agenda_item(rows, pairs, {item.number: item.title for item in items}),
        documents=len(rows),
        report=[row for row in rows if row.pk in roles[MeetingRole.REPORT_OF]],
        agenda=[row for row in rows if row.pk in roles[MeetingRole.AGENDA_OF]],
        empty_items=[item for item in items if item.pk not in of_item],
        acts=_acts(past, key),
        due=mandates_of(past, due[:DUE_SHOWN]),
        more_due=len(due) > DUE_SHOWN,
    )


def _acts(past, key):
    """The acts adopted there, resolutions before decisions, each with its title as ``shown_title``."""
    acts = acts_of(past, list(past.events(Act).filter(session_id=key).values_list("pgh_obj_id", flat=True)))
    titles = {}
    for title in past.parts(ActTitle, act_id__in=acts) if acts else []:
        if title.language == "en" or title.act_id not in titles:
            titles[title.act_id] = title.text
    for act in acts.values():
        act.shown_title = titles.get(act.pk, "")
    return sorted(acts.values(), key=lambda act: (act.kind != "resolution", act.number_sort_key))
