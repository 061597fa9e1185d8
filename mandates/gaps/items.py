"""Agenda items without a document, where the documents of the session are declared complete."""

import re

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from documents.models import Document, DocumentMeeting, DocumentType, MeetingRole
from mandates.gaps.cells import Complete, cells_of, home_of, told
from mandates.gaps.found import Found, cause
from mandates.models import Finding, FindingKind, FindingPart
from meetings.models import AgendaItem, Meeting, MeetingStatus, item_sort_key

NAME = "items"
# Items under which nothing is written beforehand: what a session opens and closes with.
PROCEDURAL = re.compile(
    r"\b(opening|closing|closure) of the (session|meeting)|\belections?\b|\badoption of the (agenda|report|provisional agenda)"
    r"|\borgani[sz]ation(al)? (of work|matters)|\bparticipation of observers|\bcredentials\b|\bgeneral (discussion|debate)"
    r"|\bother (matters|business)\b|\bprovisional agenda\b|\bany other business|\bstatements?\b"
    r"|\bouverture\b|\b[ée]lection|\badoption\b|\bpouvoirs\b|\bquestions diverses|\bapertura\b|\belecci[óo]n|\baprobaci[óo]n"
    r"|\bcredenciales\b|\botros asuntos",
    re.IGNORECASE,
)


def findings(items=None):
    """The findings that this rule has made for some agenda items (keys), or for all."""
    mine = Finding.objects.filter(kind=FindingKind.ITEM)
    return mine if items is None else mine.filter(agenda_item__in=items)


def examine(items=None):
    """Which of some agenda items (keys), or of all, have no document although their meeting's year is complete."""
    complete = Complete()
    if not complete.declared:
        return
    meetings = Meeting.objects.exclude(status=MeetingStatus.CANCELLED).filter(
        _declared(complete), agenda_items__isnull=False, start__lte=timezone.localdate()
    )
    if items is not None:
        meetings = meetings.filter(agenda_items__in=items)
    wanted = None if items is None else set(items)
    for meeting in meetings.with_bodies().order_by("pk").distinct():
        if complete.holds(*cells_of(meeting)):
            yield from (
                each for each in _of_meeting(meeting, complete) if wanted is None or each.agenda_item_id in wanted
            )


def _declared(complete):
    wanted = Q(pk__in=())
    for body, year in complete.declared:
        wanted |= Q(seats__body=body, start__year=year)
    return wanted


def _of_meeting(meeting, complete):
    items = list(AgendaItem.objects.filter(meeting=meeting).order_by("sort_key", "pk"))
    covered = _covered(meeting, items)
    loose = _without_an_item(meeting)
    cell, declared = home_of(meeting), complete.causes(*cells_of(meeting))
    for item in items:
        if PROCEDURAL.search(item.title) or not item.title or item_sort_key(item.number) in covered:
            continue
        # A document under no known item may be under this one.
        part = FindingPart.NOT_HELD if loose else FindingPart.NOT_ISSUED
        causes = [cause(item, "no document stands under it"), *declared]
        causes += [cause(document, "was before the meeting; under which item is not known") for document in loose[:5]]
        end = (
            "was issued under it, as far as we can know"
            if part == FindingPart.NOT_ISSUED
            else "is known to stand under it"
        )
        yield Found(
            key=f"item:{item.pk}",
            kind=FindingKind.ITEM,
            part=part,
            sentence=f"Item {item.number} of {told(meeting)}, “{item.title}”: no document {end}.",
            causes=causes,
            meeting_id=meeting.pk,
            agenda_item_id=item.pk,
            body_id=cell[0],
            year=cell[1],
        )


def _covered(meeting, items):
    """The sort keys of those items that a document covers: its own, those above it, and those below it."""
    under = Document.agenda_items.through.objects.filter(agenda_item__meeting=meeting)
    written = {item_sort_key(number) for number in under.values_list("agenda_item__number", flat=True)}
    return {
        key
        for key in (item_sort_key(item.number) for item in items)
        if any(key == other or other.startswith(f"{key} ") or key.startswith(f"{other} ") for other in written)
    }


def _without_an_item(meeting):
    """Documents that were before the meeting and of which no item is known; agendas, reports and lists stand under none."""
    tied = Document.agenda_items.through.objects.filter(document=OuterRef("document"), agenda_item__meeting=meeting)
    places = DocumentMeeting.objects.filter(meeting=meeting, role=MeetingRole.BEFORE).exclude(Exists(tied))
    places = places.exclude(
        document__type__in=[
            DocumentType.PROVISIONAL_AGENDA,
            DocumentType.AGENDA,
            DocumentType.INFORMATION_FOR_PARTICIPANTS,
            DocumentType.LIST_OF_PARTICIPANTS,
            DocumentType.LIST_OF_DOCUMENTS,
            DocumentType.REPORT_OF_SESSION,
            DocumentType.REPORT_OF_MEETING,
            DocumentType.DRAFT_REPORT,
        ]
    )
    keys = places.values("document")
    return list(Document.objects.filter(pk__in=keys).prefetch_related("symbols", "titles").order_by("pk"))
