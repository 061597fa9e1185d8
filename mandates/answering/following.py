"""Which mandates a change of the record concerns: their proposals are brought up to date, and no others."""

from django.db.models import OuterRef, Q, Subquery

from documents.models import ActBody, DocumentMeeting, Reference
from mandates.answering.proposing import propose_for, tie_waiting
from mandates.models import Mandate, Response, Review
from meetings.models import Body, BodyKind, Meeting, MeetingBody, MeetingKind

# A paper before a session may answer what was asked at one of so many sessions before.
SESSIONS_BEFORE = 2


def follow_answers(changes) -> int:
    """Bring up to date what is proposed for the mandates that some changes (a queryset of Change) concern."""
    of = {subject: changes.filter(subject=subject).values("subject_id") for subject in SUBJECTS}
    there = set(changes.filter(subject__in=SUBJECTS).order_by().values_list("subject", flat=True).distinct())
    if not there:
        return 0
    if there & {"documents.document", "mandates.response"}:
        tie_waiting()
    keys = set()
    for subject in there:
        keys.update(SUBJECTS[subject](of[subject]))
    confirmed = Mandate.objects.filter(pk__in=keys, review=Review.CONFIRMED)
    unconfirmed = Mandate.objects.filter(pk__in=keys).exclude(review=Review.CONFIRMED)
    withdrawing = unconfirmed.filter(responses__confidence__isnull=False, responses__is_confirmed=False).distinct()
    return propose_for(confirmed) + propose_for(withdrawing)


def _of_mandates(keys):
    return Mandate.objects.filter(pk__in=keys).values_list("pk", flat=True)


def _of_responses(keys):
    return Response.objects.filter(pk__in=keys).values_list("mandate", flat=True)


def _of_acts(keys):
    return Mandate.objects.filter(act__in=keys).values_list("pk", flat=True)


def _of_documents(keys):
    """What a document answers; what cites it as its ground; what was asked of the meetings and sessions that it was before."""
    places = DocumentMeeting.objects.filter(document__in=keys)
    cited = Reference.objects.filter(citing__in=keys, act__isnull=False).values("act")
    concerned = Q(responses__document__in=keys) | Q(act__in=cited)
    found = set(Mandate.objects.filter(concerned).values_list("pk", flat=True))
    return found | set(_of_meetings(places.values("meeting")))


def _of_references(keys):
    return _concerned_by(Reference.objects.in_company_of(keys))


def _of_files(keys):
    return _concerned_by(Reference.objects.filter(file__in=keys))


def _concerned_by(changed):
    concerned = Q(act__in=changed.exclude(act=None).values("act"))
    concerned |= Q(responses__document__in=changed.exclude(document=None).values("document"))
    concerned |= Q(responses__symbol__in=changed.exclude(symbol="").values("symbol"))
    return Mandate.objects.filter(concerned).values_list("pk", flat=True)


def _of_meetings(keys):
    """What a meeting answers; what founds, addresses or asks for one of its bodies; what was asked shortly before a session."""
    bodies = MeetingBody.objects.filter(meeting__in=keys).exclude(meeting__kind=MeetingKind.SESSION).values("body")
    sessions = Meeting.objects.filter(pk__in=keys, kind=MeetingKind.SESSION, start__isnull=False)
    found = set(Mandate.objects.filter(responses__meeting__in=keys).values_list("pk", flat=True))
    found.update(_of_bodies(bodies))
    return found | set(_asked_before(sessions))


def _asked_before(sessions):
    """What acts of the last sessions before some sessions asked, and those of the sessions themselves."""
    ours = MeetingBody.objects.filter(meeting=OuterRef("pk")).order_by("position", "pk").values("body")[:1]
    keys = set()
    for session in sessions.annotate(first_body=Subquery(ours)):
        earlier = Meeting.objects.filter(
            kind=MeetingKind.SESSION, seats__body=session.first_body, start__lte=session.start
        ).order_by("-start")
        keys.update(earlier.values_list("pk", flat=True)[: SESSIONS_BEFORE + 1])
    return Mandate.objects.filter(act__session__in=keys).values_list("pk", flat=True) if keys else []


def _of_bodies(keys):
    founding = ActBody.objects.filter(body__in=keys).values("act")
    concerned = Q(creates_body__in=keys) | Q(addressees__body__in=keys) | Q(act__in=founding)
    for name in (
        Body.objects.filter(pk__in=keys, is_external=False)
        .exclude(kind=BodyKind.CONFERENCE)
        .values_list("name", flat=True)
    ):
        concerned |= Q(action__icontains=name) | Q(addressees__words__icontains=name)
    return Mandate.objects.filter(concerned).values_list("pk", flat=True)


SUBJECTS = {
    "mandates.mandate": _of_mandates,
    "mandates.response": _of_responses,
    "documents.act": _of_acts,
    "documents.document": _of_documents,
    "documents.reference": _of_references,
    "documents.file": _of_files,
    "meetings.meeting": _of_meetings,
    "meetings.body": _of_bodies,
}
