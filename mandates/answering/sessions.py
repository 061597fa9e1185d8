"""The session to which a report was made available: by its place there, or by what a text says."""

from documents.models import MeetingRole
from mandates.answering.grounds import FLOOR, Ground, together
from meetings.models import CONFERENCE, MeetingKind

PLACED, BEFORE, TOLD = 0.95, 0.75, 0.8


def sessions_by_number(scene):
    """Number → the session of the Conference."""
    found = {}
    for several in scene.sessions.values():
        for session in several:
            seat = session.first_seat
            if seat and seat.ordinal and seat.body.slug == CONFERENCE:
                found[seat.ordinal] = session
    return found


def session_of_report(scene, papers, texts, asked, key, dismissed=()):
    """(the likeliest session to which a document or symbol went, its grounds); (None, []) below the floor.

    dismissed: keys of sessions that a person has struck out.
    """
    grounds = {}
    for meeting, role in papers.places.get(key, ()):
        session = papers.meetings[meeting]
        if session.kind == MeetingKind.SESSION and role in (MeetingRole.MADE_AVAILABLE, MeetingRole.BEFORE):
            weight = PLACED if role == MeetingRole.MADE_AVAILABLE else BEFORE
            how = "was made available to" if role == MeetingRole.MADE_AVAILABLE else "was before"
            audience = max(session.audience, papers.audience(key))
            why = f"By the record it {how} the {session.title_in_a_sentence}."
            grounds.setdefault(session, []).append(Ground(why, weight, audience=audience))
    numbers = sessions_by_number(scene)
    for number, sentence, place in texts.of_documents.get(key, ()):
        session = numbers.get(number)
        if session and not any(each.quote for each in grounds.get(session, ())):
            why = f"A text says that it was made available to the {session.title_in_a_sentence}."
            ground = Ground(why, TOLD, sentence, place.sha256, place.page, max(place.audience, session.audience))
            grounds.setdefault(session, []).append(ground)
    possible = {
        session: several
        for session, several in grounds.items()
        if session.pk not in dismissed
        and together(several) >= FLOOR
        and (asked.given is None or session.start > asked.given)
    }
    if not possible:
        return None, []
    # Of several that are as sure, the first: a report is made available once, and before later sessions again.
    return min(possible.items(), key=lambda item: (-together(item[1]), item[0].start))
