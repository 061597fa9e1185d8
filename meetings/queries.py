"""What the pages of sessions, meetings and bodies show. Higher rooms are asked by their reverse names alone."""

from datetime import timedelta

from django.db.models import Count, Q, Subquery

from meetings.models import Meeting, MeetingKind
from provenance.models import Evidence


def sessions_list(audience):
    """The sessions of the Conference, newest first, each with its numbers of documents and acts."""
    sessions = Meeting.objects.visible_to(audience).sessions().with_bodies().reverse()
    return sessions.annotate(
        document_count=Count(
            "document_places__document",
            filter=Q(document_places__is_confirmed=True)
            & (Q(document_places__document__is_publicly_listed=True) | Q(document_places__document__versions__status="issued"))
            & Q(document_places__document__audience__lte=audience),
            distinct=True,
        ),
        act_count=Count("acts", filter=Q(acts__audience__lte=audience), distinct=True),
    )


def meeting_page(meeting, audience):
    """All that the page of a session or meeting shows: its documents under their agenda items, acts, meetings around it."""
    documents = meeting.documents.visible_to(audience).filter(
        pk__in=meeting.document_places.visible_to(audience).confirmed().values("document")
    )
    rows = documents.distinct().in_order().rows(audience)
    items = list(meeting.agenda_items.all())
    titles = {item.number: item.title for item in items}
    placed = list(meeting.agenda_items.filter(documents__in=documents).values_list("number", "documents"))
    known = Evidence.objects.visible_to(audience).by_subject(meeting)
    return {
        "meeting": meeting,
        "groups": by_agenda_item(rows, placed, titles),
        "document_count": len(rows),
        "items_without_documents": [item for item in items if item.number not in {number for number, _ in placed}],
        "acts": list(meeting.acts.visible_to(audience).select_related("body").prefetch_related("titles").order_by("-kind", "number_sort_key")),
        "around": _around(meeting, audience),
        "why": {field.replace(" ", "_"): several for (_label, _key, field), several in known.items()},
        "places": {
            (document, role)
            for document, role in meeting.document_places.confirmed().values_list("document", "role")
        },
    }


def by_agenda_item(rows, placed, titles):
    """Rows as (heading, rows) pairs under their agenda items, in the items' order; those without an item come last.

    placed: pairs of item number and document; titles: the items' titles by number. A document under several items
    stands under the first.
    """
    first_item = {}
    for number, document in placed:
        first_item.setdefault(document, number)
    groups = {}
    for row in rows:
        number = first_item.get(row.pk, "")
        groups.setdefault(number, []).append(row)
    order = [number for number in dict.fromkeys(number for number, _ in placed) if number in groups]
    headed = [(f"Item {number}  {titles.get(number, '')}".strip(), groups[number]) for number in order]
    if "" in groups:
        headed.append(("Other documents" if headed else "", groups[""]))
    return headed


def _around(meeting, audience):
    """For a session: the meetings held during it and since the one before; for others: the meetings of the same body."""
    others = Meeting.objects.visible_to(audience).exclude(pk=meeting.pk).with_bodies()
    if meeting.kind == MeetingKind.SESSION:
        if meeting.start is None:
            return []
        earlier = Meeting.objects.filter(kind=MeetingKind.SESSION, start__lt=meeting.start).order_by("-start")
        last = meeting.end or meeting.start + timedelta(days=14)
        since = Q(start__gt=Subquery(earlier.values("start")[:1]), start__lte=last)
        between = others.between_sessions().filter(since | Q(during_session=meeting), seats__body__is_external=False)
        return list(between.distinct().order_by("start"))
    body = meeting.body
    return list(others.filter(seats__body=body).distinct().order_by("start")) if body else []


def meetings_list(audience, *, body="", year=""):
    """Meetings between sessions and the sessions themselves, newest first."""
    meetings = Meeting.objects.visible_to(audience).with_bodies()
    if body:
        meetings = meetings.filter(seats__body__slug=body)
    if year:
        meetings = meetings.filter(start__year=year)
    return meetings.distinct()


def body_page(body, audience):
    """All that the page of a body shows: who founded it, its meetings, documents and acts."""
    documents = body.documents.visible_to(audience).distinct().in_order()
    known = Evidence.objects.visible_to(audience).by_subject(body)
    return {
        "body": body,
        "names": list(body.names.all()),
        "founded_by": list(body.act_roles.select_related("act__body").filter(act__audience__lte=audience)),
        "meetings": list(body.meetings.visible_to(audience).with_bodies().distinct()),
        "children": list(body.children.all()),
        "rows": documents[:200].rows(audience),
        "acts": list(body.acts.visible_to(audience).select_related("body").prefetch_related("titles").in_order()[:200]),
        "why": {field.replace(" ", "_"): several for (_label, _key, field), several in known.items()},
    }


