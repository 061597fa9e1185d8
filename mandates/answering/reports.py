"""Documents that may answer a mandate: reports of its meetings, and papers whose title or text says so."""

from collections import defaultdict

from django.db.models import OuterRef, Q, Subquery

from documents.models import Document, DocumentMeeting, DocumentSymbol, DocumentTitle, DocumentType, MeetingRole
from mandates.answering.grounds import FLOOR, Ground
from mandates.answering.words import content_words, likeness
from mandates.models import Deliverable

REPORT_OF_ITS_MEETING, REPORT_OF_ITS_BODY = 0.9, 0.7
TITLE_ALIKE, TITLE_NEAR, BEFORE_THE_BODY, TOPIC_THERE = 0.8, 0.62, 0.45, 0.35
SAYS_SO, CITES_IT = 0.7, 0.35
ALIKE, NEAR = 0.75, 0.5
# What such mandates ask for is a paper.
PAPERS = {Deliverable.REPORT, Deliverable.STUDY, Deliverable.INFORMATION, Deliverable.TOOL}
# What is written for a meeting, and answers nothing that was asked before it.
NO_ANSWERS = {
    DocumentType.REPORT_OF_SESSION,
    DocumentType.PROVISIONAL_AGENDA,
    DocumentType.AGENDA,
    DocumentType.INFORMATION_FOR_PARTICIPANTS,
    DocumentType.LIST_OF_PARTICIPANTS,
    DocumentType.LIST_OF_DOCUMENTS,
    DocumentType.LIST_OF_SPEAKERS,
    DocumentType.DRAFT_RESOLUTION,
    DocumentType.DRAFT_DECISION,
    DocumentType.DRAFT_REPORT,
    DocumentType.RESOLUTION,
    DocumentType.DECISION,
    DocumentType.CORRIGENDUM,
    DocumentType.RULES_OF_PROCEDURE,
}
# So many papers of one session are compared by their titles.
MOST_PAPERS = 3000


class Papers:
    """The documents placed in the meetings and sessions within the time of some mandates, asked at once. Three queries."""

    def __init__(self, scene, texts, answered):
        meetings = {meeting.pk: meeting for several in scene.meetings.values() for meeting, _ordinal in several}
        meetings |= {session.pk: session for several in scene.sessions.values() for session in several}
        meetings |= {meeting.pk: meeting for meeting in answered}
        self.meetings = meetings
        places = DocumentMeeting.objects.confirmed().filter(meeting__in=meetings).order_by("meeting", "pk")
        self.by_meeting = defaultdict(list)
        self.places = defaultdict(list)
        for document, meeting, role in places.values_list("document", "meeting", "role"):
            self.by_meeting[meeting].append((document, role))
            self.places[document].append((meeting, role))
        said = {saying.cited.document for several in texts.of_acts.values() for saying in several}
        first = DocumentSymbol.objects.filter(document=OuterRef("pk")).order_by("position", "pk")
        english = DocumentTitle.objects.filter(document=OuterRef("pk"), language="en")
        known = Document.objects.filter(Q(pk__in=self.places) | Q(pk__in=said)).annotate(
            first_symbol=Subquery(first.values("canonical")[:1]), english=Subquery(english.values("text")[:1])
        )
        self.known = {document.pk: document for document in known}

    def name(self, key):
        document = self.known[key]
        return document.first_symbol or document.english or f"document {key}"

    def audience(self, key):
        return self.known[key].audience

    def may_answer(self, key):
        document = self.known.get(key)
        return document is not None and document.type not in NO_ANSWERS

    def is_in_time(self, key, asked, *, later=False):
        """Whether a paper came after the act and not too late: by its own date, else by the meetings it is placed in."""
        document = self.known[key]
        days = [document.date] if document.date else []
        days = days or [
            self.meetings[meeting].start for meeting, _role in self.places[key] if self.meetings[meeting].start
        ]
        return any(asked.is_in_time(day, later=later) for day in days)


def grounds_of_reports(scene, papers, texts, asked, meetings) -> dict:
    """Document → grounds, for one mandate. meetings: those that answer it, or may, with how sure that is (Meeting → share)."""
    found = defaultdict(list)
    if asked.asks_to_meet:
        for document, ground in _of_its_meetings(papers, meetings):
            found[document].append(ground)
        return found
    if asked.mandate.deliverable not in PAPERS:
        return found
    for document, ground in _of_its_bodies(scene, papers, asked):
        found[document].append(ground)
    for document, ground in _by_title(scene, papers, asked):
        found[document].append(ground)
    for document, ground in _by_what_they_say(scene, papers, texts, asked):
        found[document].append(ground)
    return {document: grounds for document, grounds in found.items() if papers.may_answer(document)}


def _of_its_meetings(papers, meetings):
    for meeting, sure in meetings.items():
        for document, role in papers.by_meeting[meeting.pk]:
            if role == MeetingRole.REPORT_OF and papers.may_answer(document) and sure >= FLOOR:
                yield (
                    document,
                    Ground(
                        f"It is the report of a meeting that answers this: {meeting}.",
                        REPORT_OF_ITS_MEETING * sure,
                        audience=max(meeting.audience, papers.audience(document)),
                    ),
                )


def _of_its_bodies(scene, papers, asked):
    """A report is asked of a body, or of its Chair: the reports of its meetings within the time."""
    if asked.mandate.deliverable != Deliverable.REPORT:
        return
    for body in asked.addressed | asked.named:
        for meeting, _ordinal in scene.meetings[body]:
            if asked.is_in_time(meeting.start):
                for document, role in papers.by_meeting[meeting.pk]:
                    if role == MeetingRole.REPORT_OF:
                        yield (
                            document,
                            Ground(
                                f"A report is asked of the {scene.bodies[body]}; this is that of its meeting of {meeting.dates}.",
                                REPORT_OF_ITS_BODY,
                                audience=max(meeting.audience, papers.audience(document)),
                            ),
                        )


def _by_title(scene, papers, asked):
    """Papers before the sessions, and before the meetings of the bodies that are named, whose title says what was asked."""
    action = asked.mandate.action
    if len(content_words(action)) < 3:
        return
    places = [(session, False) for session in scene.sessions[asked.mandate.act.body_id]]
    places += [(meeting, True) for body in asked.named | asked.addressed for meeting, _ordinal in scene.meetings[body]]
    for meeting, of_the_body in places:
        if not asked.is_in_time(meeting.start, later=not of_the_body):
            continue
        for document, role in papers.by_meeting[meeting.pk][:MOST_PAPERS]:
            if role not in (MeetingRole.BEFORE, MeetingRole.MADE_AVAILABLE) or not papers.is_in_time(
                document, asked, later=not of_the_body
            ):
                continue
            yield from _alike(papers, document, action, meeting, of_the_body)


def _alike(papers, document, action, meeting, of_the_body):
    title = papers.known[document].english or ""
    share, shared = likeness(action, title)
    words = ", ".join(shared)
    audience = max(meeting.audience, papers.audience(document))
    if share >= ALIKE and len(shared) >= 4:
        yield document, Ground(f"Its title says what was asked: {words}.", TITLE_ALIKE, audience=audience)
    elif share >= NEAR and len(shared) >= 3:
        yield document, Ground(f"Its title is near to what was asked: {words}.", TITLE_NEAR, audience=audience)
    elif of_the_body and len(shared) >= 1:
        yield (
            document,
            Ground(
                f"It was before the {meeting.body} at its meeting of {meeting.dates}, which is to be told of it.",
                BEFORE_THE_BODY,
                audience=audience,
            ),
        )
        yield document, Ground(f"Its title shares words with what was asked: {words}.", TOPIC_THERE, audience=audience)


def _by_what_they_say(scene, papers, texts, asked):
    """Papers whose first pages say that they were written in accordance with the act."""
    act = asked.mandate.act_id
    several = [each for each in scene.asked if each.mandate.act_id == act and each.mandate.deliverable in PAPERS]
    best = {}
    for saying in texts.of_acts[act]:
        key = saying.cited.document
        if key in papers.known and papers.may_answer(key) and papers.is_in_time(key, asked, later=True):
            weight = SAYS_SO if saying.said.of_the_document else CITES_IT
            if key not in best or weight > best[key][0]:
                best[key] = weight, saying
    for key, (weight, saying) in best.items():
        if len(several) > 1 and not _is_best(papers, key, asked, several):
            continue
        yield (
            key,
            Ground(
                f"It says that it was written in accordance with {asked.mandate.act.label}."
                if weight == SAYS_SO
                else f"It cites {asked.mandate.act.label} as a ground.",
                weight,
                saying.said.quote,
                saying.cited.sha256,
                saying.cited.page,
                saying.cited.audience,
            ),
        )


def _is_best(papers, key, asked, several):
    """Of several mandates of one act the one whose words are nearest to the title; none, where two are as near."""
    title = papers.known[key].english or ""
    shares = sorted(((likeness(each.mandate.action, title)[0], each.mandate.pk) for each in several), reverse=True)
    return shares[0][0] > shares[1][0] and shares[0][1] == asked.mandate.pk
