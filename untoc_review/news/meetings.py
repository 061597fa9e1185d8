"""What happened to meetings: new ones, dates and places moved, agenda items entered."""

from datetime import date

from django.db.models import Q

from meetings.models import AgendaItem, Meeting, MeetingBody, MeetingStatus
from provenance import dates
from untoc_review.news.history import MOST_RECORDS, Happening, Window, in_words
from untoc_review.things import BODY, MEETING

FIELDS = ("start", "end", "date_precision", "is_tentative", "status", "place", "audience", "topic")


def meeting_news(window: Window) -> list[Happening]:
    """What happened to meetings that are followed or belong to a body that is. Four queries."""
    meetings, bodies = window.keys(MEETING), window.keys(BODY)
    of_bodies = MeetingBody.objects.filter(body__in=bodies)
    keys = list(
        Meeting.objects.visible_to(window.audience)
        .filter(Q(pk__in=meetings) | Q(pk__in=of_bodies.values("meeting")), pk__in=window.changed(MEETING))
        .order_by("-pk")
        .values_list("pk", flat=True)[:MOST_RECORDS]
    )
    things = {key: [(MEETING, key)] if key in meetings else [] for key in keys}
    for meeting, body in of_bodies.filter(meeting__in=keys).values_list("meeting", "body"):
        things[meeting].append((BODY, body))
    by_meeting = {}
    for event in window.events(Meeting, Q(pgh_obj_id__in=keys), *FIELDS):
        by_meeting.setdefault(event.key, []).append(event)
    return [
        Happening(thing, (MEETING, key), at, words)
        for key, events in by_meeting.items()
        for at, words in _told(window, events)
        for thing in things[key]
    ] + _agenda(window, meetings)


def _told(window, events):
    """What a meeting's changes (newest first) say to the reader: (when, words). Back to when it came into their view."""
    for event in events:
        if event.after["audience"] > window.audience:
            return
        if event.before is None or event.opened(window.audience):
            yield event.at, _new(event)
            return
        if words := _moved(event):
            yield event.at, words


def _new(event):
    if event.before is not None:
        return "Opened to you"
    to_come = event.after["status"] in (MeetingStatus.PLANNED, MeetingStatus.ANNOUNCED)
    return "New meeting" if to_come else "Entered in the record"


def _moved(event):
    """What changed about a meeting that the reader could see before, in words; empty when nothing that matters did."""
    before, after, said = event.before, event.after, []
    if any(event.changed(name) for name in ("start", "end", "date_precision")):
        then = dates.in_words(_day(before["start"]), before["date_precision"], _day(before["end"]))
        now = dates.in_words(after["start"], after["date_precision"], after["end"])
        said.append(f"Dates moved to {now or 'not known'}" + (f" (before: {then})" if then else ""))
    if event.changed("place"):
        said.append(
            f"Place: {after['place'] or 'not known'}" + (f" (before: {before['place']})" if before["place"] else "")
        )
    if event.changed("is_tentative"):
        said.append("Dates are tentative" if after["is_tentative"] else "Dates are firm")
    if event.changed("status"):
        said.append(f"Status: {MeetingStatus(after['status']).label}")
    if event.changed("topic"):
        said.append("Topic corrected")
    return "; ".join(said)


def _day(text):
    return date.fromisoformat(text) if text else None


def _agenda(window, meetings):
    """Agenda items entered for the followed meetings, those of one transaction in one line."""
    items = AgendaItem.objects.visible_to(window.audience).filter(meeting__in=meetings)
    standing = Q(pgh_obj_id__in=items.values("pk")) & Q(pgh_obj_id__in=window.changed("meetings.agendaitem"))
    entered = {}
    for event in window.events(AgendaItem, standing, "meeting_id", "number"):
        if event.before is None:
            entered.setdefault((event.after["meeting_id"], event.at), []).append(event.after["number"])
    return [
        Happening(
            (MEETING, meeting),
            (MEETING, meeting),
            at,
            f"Agenda {'item' if len(numbers) == 1 else 'items'} {in_words(sorted(numbers))} entered",
        )
        for (meeting, at), numbers in entered.items()
    ]
