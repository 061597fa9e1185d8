"""Meetings that may answer a mandate: of a body that it founds, addresses or names, within its time."""

from documents.models import MeetingRole
from mandates.answering.grounds import Ground
from mandates.answering.words import likeness
from mandates.models import Deliverable
from meetings.models import MeetingKind
from provenance.dates import in_words

FOUNDED, FOUNDED_TO_MEET, UNDATED = 0.75, 0.85, 0.62
ADDRESSED, NAMED, NAMED_TO_INFORM = 0.75, 0.75, 0.45
ALL_SIT, TOPIC = 0.35, 0.55
# A paper of the meeting that says under which act it met, by what it is to the meeting.
SAYS_IT = {MeetingRole.REPORT_OF: 0.75, MeetingRole.AGENDA_OF: 0.75, MeetingRole.BEFORE: 0.45}
# Words of the topic of a meeting that stand in what is asked.
MOST_ALIKE = 0.5


def grounds_of_meetings(scene, asked) -> dict:
    """Meeting → grounds, by the bodies and dates known to a Scene, for one mandate (an Asked)."""
    found = {}
    for body in asked.founded:
        for meeting, ground in _founded(scene, asked, body):
            found.setdefault(meeting, []).append(ground)
    for body in asked.addressed | asked.named - asked.founded:
        for meeting, grounds in _of_a_body_meant(scene, asked, body):
            found.setdefault(meeting, []).extend(each for each in grounds if each not in found.get(meeting, []))
    return found


def _founded(scene, asked, body):
    """Meetings of a body that the mandate founded: until the session after its first meeting; of one that recurs, all."""
    until = asked.until
    several = scene.meetings[body]
    first = next(((meeting, ordinal) for meeting, ordinal in several if meeting.start), None)
    if (
        first
        and not asked.is_in_time(first[0].start)
        and first[1] in (None, 1)
        and asked.is_in_time(first[0].start, later=True)
    ):
        until = asked.later
    name = scene.bodies[body].name
    for meeting, ordinal in several:
        if meeting.start is None:
            if ordinal == 1:
                yield (
                    meeting,
                    Ground(
                        f"It is the first meeting of the {name}, which this founded; its date is not known.",
                        UNDATED,
                        audience=meeting.audience,
                    ),
                )
        elif (asked.given is None or meeting.start > asked.given) and meeting.start <= until:
            yield (
                meeting,
                Ground(
                    f"This founded the {name}, which met on {_dates(meeting)}{_in_time(asked, until)}.",
                    FOUNDED_TO_MEET if asked.asks_to_meet else FOUNDED,
                    audience=meeting.audience,
                ),
            )


def _of_a_body_meant(scene, asked, body):
    """Meetings of a body that is asked, or that stands in what is asked: enough where a meeting is asked for."""
    mandate = asked.mandate
    how = "asked to do it" if body in asked.addressed else "named in what is asked"
    for meeting, _ordinal in scene.meetings[body]:
        if not asked.is_in_time(meeting.start):
            continue
        said = f"The {scene.bodies[body].name} is {how}, and met on {_dates(meeting)}{_in_time(asked, asked.until)}."
        if asked.asks_to_meet:
            yield meeting, [Ground(said, ADDRESSED if body in asked.addressed else NAMED, audience=meeting.audience)]
        elif mandate.deliverable == Deliverable.INFORMATION and body in asked.named:
            yield meeting, [Ground(said, NAMED_TO_INFORM, audience=meeting.audience)]
        elif body in asked.addressed and mandate.deliverable != Deliverable.REPORT:
            yield meeting, _by_topic(asked, meeting)


def _by_topic(asked, meeting):
    """A body that is asked for something else than a meeting does it at the meeting about that topic."""
    share, shared = likeness(asked.mandate.action, meeting.topic)
    if share < MOST_ALIKE or len(shared) < 2:
        return []
    grounds = [Ground(f"Its topic, {meeting.topic}, stands in what is asked.", TOPIC, audience=meeting.audience)]
    sitting = {seat.body_id for seat in meeting.seats.all()}
    if len(asked.addressed) > 1 and asked.addressed <= sitting:
        grounds.append(Ground("All bodies that are asked sat in it together.", ALL_SIT, audience=meeting.audience))
    return grounds


def _dates(meeting):
    return in_words(meeting.start, meeting.date_precision, meeting.end)


def _in_time(asked, until):
    """Within which time, for the sentence."""
    if asked.given is None:
        return ""
    after = f", after {in_words(asked.given, 'day')}"
    return f"{after} and by {in_words(until, 'day')}" if until.year < 9999 else after


def said_of_meetings(papers, texts, asked, mandates_to_meet) -> dict:
    """Meeting → grounds, by what its papers say: “convened in accordance with resolution 7/1”.

    mandates_to_meet: how many mandates of the act ask for a meeting; where there are several, words alone tell nothing.
    """
    found = {}
    if not asked.asks_to_meet or mandates_to_meet != 1:
        return found
    for saying in texts.of_acts[asked.mandate.act_id]:
        if not saying.said.of_a_meeting:
            continue
        for key, role in papers.places[saying.cited.document]:
            meeting = papers.meetings[key]
            if role not in SAYS_IT or meeting.kind == MeetingKind.SESSION or not asked.is_in_time(meeting.start):
                continue
            found.setdefault(
                meeting,
                Ground(
                    f"{papers.name(saying.cited.document)} says that it met in accordance with {asked.mandate.act.label}.",
                    SAYS_IT[role],
                    saying.said.quote,
                    saying.cited.sha256,
                    saying.cited.page,
                    max(saying.cited.audience, meeting.audience),
                ),
            )
    return {meeting: [ground] for meeting, ground in found.items()}
