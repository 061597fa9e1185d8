"""Reports that were not made available to the session named, or to any although the Conference has met since."""

from collections import defaultdict

from django.utils import timezone

from documents.models import Document, DocumentMeeting, MeetingRole
from mandates.gaps.cells import Complete, has_closed, last_day
from mandates.gaps.found import Found, cause
from mandates.gaps.sessions import Sessions, closing_words, proposed_to_reach, reached, with_reports
from mandates.models import Finding, FindingKind, FindingPart, Response, Review
from meetings.models import MeetingKind

NAME = "transmission"


def findings(documents=None):
    """The findings that this rule has made for some documents (keys), or for all."""
    mine = Finding.objects.filter(kind=FindingKind.TRANSMISSION, document__isnull=False)
    return mine if documents is None else mine.filter(document__in=documents)


def examine(documents=None):
    """Which of some documents (keys), or of all, did not come to the session that should have had them.

    A report is one finding, whether a mandate names the session or the Conference has simply met since.
    """
    sessions, complete = Sessions(), Complete()
    lacking = defaultdict(list)
    _named_by_mandates(documents, sessions, lacking)
    _met_since(documents, sessions, lacking)
    shown = Document.objects.prefetch_related("symbols", "titles").in_bulk(lacking)
    proposed, receiving = proposed_to_reach(lacking), with_reports()
    for key in sorted(lacking):
        # A complete list of documents does not say which of them a session had: where no report of a meeting is tied to
        # it, ties are what is missing.
        in_doubt = key in proposed or any(session.pk not in receiving for session, _ in lacking[key])
        yield _found(shown[key], lacking[key], sessions, complete, in_doubt=in_doubt, is_proposed=key in proposed)


def _named_by_mandates(documents, sessions, lacking):
    """Reports that answer a mandate which names its session, where none of its reports came there."""
    answers = Response.objects.filter(
        is_confirmed=True, mandate__review=Review.CONFIRMED, mandate__due_session__isnull=False, meeting=None
    )
    if documents is not None:
        mandates = answers.filter(document__in=documents).values("mandate")
        answers = answers.filter(mandate__in=list(mandates.values_list("mandate", flat=True)))
    by_mandate = defaultdict(list)
    for response in answers.select_related("mandate__act__body").order_by("pk"):
        if sessions.closed(response.mandate.due_session_id):
            by_mandate[response.mandate_id].append(response)
    came = reached([each.document_id for several in by_mandate.values() for each in several if each.document_id])
    for responses in by_mandate.values():
        due = responses[0].mandate.due_session_id
        if any(due == each.made_available_to_id or due in came.get(each.document_id, ()) for each in responses):
            continue
        session = sessions.by_key[due]
        for response in responses:
            if response.document_id and (documents is None or response.document_id in documents):
                why = cause(response.mandate, f"asks for it by the {session.title_in_a_sentence}")
                lacking[response.document_id].append((session, why))


def _met_since(documents, sessions, lacking):
    """Reports of meetings held between sessions that came to no session, although one has closed since."""
    places = DocumentMeeting.objects.confirmed().filter(
        role=MeetingRole.REPORT_OF, meeting__kind=MeetingKind.MEETING, meeting__during_session=None
    )
    if documents is not None:
        places = places.filter(document__in=documents)
    places = list(places.select_related("meeting").prefetch_related("meeting__seats__body").order_by("pk"))
    came = reached([place.document_id for place in places])
    today = timezone.localdate()
    for place in places:
        meeting = place.meeting
        own = any(not seat.body.is_external for seat in meeting.seats.all())
        if place.document_id in came or not own or not has_closed(meeting, today):
            continue
        session = sessions.next_closed(last_day(meeting))
        if session:
            lacking[place.document_id].append((session, cause(meeting, "it is the report of this meeting")))


def _found(document, reasons, sessions, complete, *, in_doubt, is_proposed):
    session = reasons[0][0]
    cells = [sessions.cell(each) for each, _ in reasons]
    part, declared = complete.judge(*cells, in_doubt=in_doubt)
    causes = [cause(document, "came to no session that the record knows of"), *(why for _, why in reasons)]
    for each in dict.fromkeys(each.pk for each, _ in reasons):
        causes.append(cause(sessions.by_key[each], closing_words(sessions.by_key[each])))
    if is_proposed:
        causes.append(cause(document, "that it came to a session is proposed and waits to be confirmed"))
    if part == FindingPart.NOT_ISSUED:
        end = f"it was not made available to the {session.title_in_a_sentence}, as far as we can know."
    else:
        end = f"the record does not show that it was made available to the {session.title_in_a_sentence}."
    return Found(
        key=f"transmission:document:{document.pk}",
        kind=FindingKind.TRANSMISSION,
        part=part,
        sentence=f"{document.symbol or document.title or 'A document without symbol or title'}: {end}",
        causes=list(dict.fromkeys([*causes, *declared])),
        meeting_id=session.pk,
        document_id=document.pk,
        body_id=cells[0][0],
        year=cells[0][1],
    )
