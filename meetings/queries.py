"""What the pages of sessions, meetings and bodies show. Higher rooms are asked by their reverse names alone."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.contrib.postgres.aggregates import ArrayAgg
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Min, OuterRef, Prefetch, Q, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce, ExtractYear, JSONObject

from meetings.models import CONFERENCE, Body, BodyName, Meeting, MeetingBody, MeetingKind, MeetingStatus
from provenance.dates import Precision, partial
from provenance.models import Evidence, label_of

DOCUMENTS_SHOWN = 25
DUE_SHOWN = 50
ACTS_SHOWN = 30
# Facts about the Conference that no column is for: they stand as evidence alone.
KEPT_OF_BODIES = ("documents_per_year", "three_hour_meetings", "parties_2025", "report_to_the_2016_special_session")
# How long after its first day a session of unknown length is taken to end.
LONGEST_SESSION = timedelta(days=14)
# What the gap radar finds about a meeting is told to staff in a quiet line; the rest stands on the radar.
FINDINGS_SHOWN = 5
# The meetings that a meeting itself points to.
KIN = ("during_session", "held_after")


@dataclass(frozen=True)
class SessionLine:
    """A session in the list and in the strip of sessions, with its numbers of documents and acts."""

    meeting: Meeting
    document_count: int
    act_count: int

    @property
    def number(self):
        return self.meeting.ordinal

    @property
    def ordinal_words(self):
        return self.meeting.title

    @property
    def place_and_dates(self):
        return self.meeting.place_and_dates if self.meeting.start else ""

    @property
    def is_to_come(self):
        """True for a session that is planned, or of which no date is known."""
        coming = self.meeting.status in (MeetingStatus.PLANNED, MeetingStatus.ANNOUNCED)
        return coming or self.meeting.start is None

    @property
    def last_day(self):
        """The last day known; None without a date to the day."""
        exact = self.meeting.date_precision == Precision.DAY
        return (self.meeting.end or self.meeting.start) if exact else None

    @property
    def year(self):
        return self.meeting.start.year if self.meeting.start else None

    @property
    def url(self):
        return self.meeting.get_absolute_url()


def sessions_list(audience) -> list[SessionLine]:
    """The sessions of the Conference, newest first, each with its numbers of documents and acts. Four queries."""
    sessions = list(Meeting.objects.visible_to(audience).sessions().with_bodies().reverse())
    if not sessions:
        return []
    places, documents, acts = sessions[0].document_places, sessions[0].documents, sessions[0].acts
    held = (
        places.model.objects.visible_to(audience)
        .confirmed()
        .filter(document__in=documents.model.objects.visible_to(audience))
    )
    document_counts = _counts(held, "meeting", sessions, "document")
    act_counts = _counts(acts.model.objects.visible_to(audience), "session", sessions, "pk")
    return [
        SessionLine(session, document_counts.get(session.pk, 0), act_counts.get(session.pk, 0)) for session in sessions
    ]


def _counts(records, meeting, sessions, counted):
    """How many different ``counted`` of the records each session has, as a dict by its primary key. One query."""
    of_these = records.filter(**{f"{meeting}__in": sessions}).order_by()
    return dict(of_these.values_list(meeting).annotate(Count(counted, distinct=True)))


@dataclass
class MeetingPage:
    """All that the page of a session or meeting shows."""

    meeting: Meeting
    groups: list
    documents: int
    empty_items: list
    acts: list
    previous: Meeting | None
    next: Meeting | None
    around: list
    why: dict
    also: list
    report: list = field(default_factory=list)
    agenda: list = field(default_factory=list)
    due: list = field(default_factory=list)
    more_due: bool = False
    findings: list = field(default_factory=list)

    @property
    def has_stand_ins(self):
        return any(place.stand_in for _heading, rows in self.groups for row in rows for place in row.places)


def session_found(ordinal, audience) -> Meeting | None:
    """The session of the Conference with this ordinal, or None. One query: ``meeting_page`` brings its bodies along."""
    sessions = Meeting.objects.visible_to(audience).filter(
        kind=MeetingKind.SESSION, seats__body__slug=CONFERENCE, seats__ordinal=ordinal
    )
    return sessions.select_related(*KIN).first()


def meetings_found(address_of_body, address, audience) -> tuple[list[Meeting], list[Meeting]]:
    """The meetings that an address means, and all meetings of that body, both first to last. Three queries at most."""
    bodies = Body.objects.addressed(address_of_body)
    of_the_body = Meeting.objects.visible_to(audience).filter(seats__body__in=bodies)
    body = bodies.order_by("pk")[:1]
    meant = set(Meeting.objects.visible_to(audience).addressed(Subquery(body.values("pk")), address).values_list("pk"))
    if not meant:
        return [], []
    siblings = list(of_the_body.select_related(*KIN).distinct().chronological())
    _bring_bodies(siblings)
    return [meeting for meeting in siblings if (meeting.pk,) in meant], siblings


def addresses_of(meeting) -> set:
    """Where a meeting stands, as (body, last part) pairs: under each of its bodies, at that body's ordinal or the date."""
    otherwise = partial(meeting.start, meeting.date_precision) or f"id-{meeting.pk}"
    return {(seat.body.slug, str(seat.ordinal or otherwise)) for seat in meeting.seats.all()}


def _bring_bodies(meetings):
    """Brings the bodies of meetings, and of those they were held during or after, along in one query."""
    kin = [getattr(meeting, name) for meeting in meetings for name in KIN]
    seats = Prefetch("seats", MeetingBody.objects.select_related("body").order_by("position"))
    prefetch_related_objects([meeting for meeting in [*meetings, *kin] if meeting is not None], seats)


def meeting_page(meeting, audience, siblings=None) -> MeetingPage:
    """All that the page of a session or meeting shows: its documents under their agenda items, acts, meetings around it.

    siblings: the meetings of the same body, with their bodies, for a meeting that is no session.
    """
    if siblings is None:
        around = _around_session(meeting, audience)
        _bring_bodies([meeting, *around])
    else:
        around = [other for other in siblings if other.pk != meeting.pk]
    places = meeting.document_places.visible_to(audience).confirmed().values_list("document", "role")
    roles = {}
    for document, role in places:
        roles.setdefault(role, set()).add(document)
    here = {document for documents in roles.values() for document in documents}
    documents = meeting.documents.model.objects.visible_to(audience).filter(pk__in=here)
    rows = documents.in_order().rows(audience)
    items = list(meeting.agenda_items.annotate(under_it=ArrayAgg("documents", default=[])))
    shown = {row.pk for row in rows}
    why = why_of(meeting, audience)
    due = list(meeting.mandates_due.visible_to(audience).as_due(audience)[: DUE_SHOWN + 1])
    placed = [(item.number, document) for item in items for document in item.under_it if document in shown]
    return MeetingPage(
        meeting=meeting,
        groups=by_agenda_item(rows, placed, {item.number: item.title for item in items}),
        documents=len(rows),
        empty_items=[item for item in items if not shown.intersection(item.under_it)],
        acts=list(_with_title(meeting.acts.visible_to(audience)).order_by("-kind", "number_sort_key")),
        previous=_neighbour(meeting, around, -1),
        next=_neighbour(meeting, around, 1),
        around=[other for other in around if siblings is not None or other.kind != MeetingKind.SESSION],
        why=why,
        also=also_stated(why, "resolutions_discussed", "resolutions_adopted", "held_after,_in_words"),
        report=[row for row in rows if row.pk in roles.get("report of", ())],
        agenda=[row for row in rows if row.pk in roles.get("agenda of", ())],
        due=due[:DUE_SHOWN],
        more_due=len(due) > DUE_SHOWN,
        findings=list(meeting.findings.visible_to(audience).standing().in_order()[:FINDINGS_SHOWN]),
    )


def _with_title(acts):
    """Acts with their title in English, or in any language, as ``shown_title``: no query an act."""
    english = Min("titles__text", filter=Q(titles__language="en"))
    return acts.select_related("body").annotate(shown_title=Coalesce(english, Min("titles__text")))


def why_of(record, audience):
    """What is known about one record and how: field (blanks as underscores) → list of Evidence. One query."""
    return by_field(Evidence.objects.visible_to(audience).by_subject(record), record)


def by_field(known, record):
    """Of what is known about several records (``Evidence.objects.by_subject``) that about one, for its page.

    A dict of field (blanks as underscores) → list of Evidence. What a source says of a conflict stands with its field.
    """
    label, found = label_of(record), {}
    for (subject, key, name), several in known.items():
        if (subject, key) == (label, record.pk):
            found.setdefault(name.removesuffix(", conflict").replace(" ", "_"), []).extend(several)
    return found


def also_stated(why, *fields):
    """Statements that no column holds, as (field in words, list of Evidence), for those of the fields that are known."""
    return [(name[:1].upper() + name[1:].replace("_", " "), why[name]) for name in fields if name in why]


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
        headed.append(("Under no agenda item known here" if headed else "", groups[""]))
    return headed


def _around_session(session, audience):
    """The sessions before and after, and the meetings of the Conference's bodies held during it and since the one before."""
    ordinal = MeetingBody.objects.filter(meeting=session, body__slug=CONFERENCE).values("ordinal")[:1]
    counted = Meeting.objects.filter(kind=MeetingKind.SESSION, seats__body__slug=CONFERENCE)
    wanted = Q(
        pk__in=counted.annotate(here=Subquery(ordinal))
        .filter(Q(seats__ordinal=Subquery(ordinal) - 1) | Q(seats__ordinal=Subquery(ordinal) + 1))
        .values("pk")
    )
    between = Q(during_session=session)
    if session.start:
        earlier = Meeting.objects.filter(kind=MeetingKind.SESSION, start__lt=session.start).order_by("-start")
        last = session.end or session.start + LONGEST_SESSION
        first = Coalesce(Subquery(earlier.values("start")[:1]), session.start - timedelta(days=3 * 365))
        between |= Q(start__gt=first, start__lte=last)
    wanted |= between & ~Q(kind=MeetingKind.SESSION) & Q(seats__body__is_external=False)
    others = Meeting.objects.visible_to(audience).exclude(pk=session.pk)
    return list(others.filter(wanted).select_related(*KIN).distinct().chronological())


def _neighbour(meeting, around, step):
    """The one of the meetings around it that its body counts just before (-1) or after (+1) it, or None."""
    if not meeting.ordinal:
        return None
    wanted = (meeting.body.pk, meeting.ordinal + step)
    seats = ((seat.body_id, seat.ordinal, other) for other in around for seat in other.seats.all())
    return next((other for body, ordinal, other in seats if (body, ordinal) == wanted), None)


@dataclass
class MeetingsList:
    """The list of meetings: under their years, newest first. Choices: (value, label, count, selected), for the filters."""

    years: list
    count: int
    body: Body | None
    year: str
    body_choices: list
    year_choices: list


def meetings_list(audience, *, body="", year="") -> MeetingsList:
    """All meetings and sessions by year, narrowed to a body (its slug) and a year ("2016"). Three queries."""
    visible = Meeting.objects.visible_to(audience)
    counted = Body.objects.filter(meetings__in=visible).annotate(held=Count("meetings", distinct=True))
    bodies = list(counted)
    known = visible.exclude(start=None).annotate(year=ExtractYear("start")).order_by()
    by_year = dict(known.values_list("year").annotate(Count("pk")))
    chosen = next((each for each in bodies if each.slug == body), None)
    meetings = visible.with_bodies()
    if chosen:
        meetings = meetings.filter(seats__body=chosen)
    year = year if year.isdecimal() and int(year) in by_year else ""
    if year:
        meetings = meetings.filter(start__year=year)
    groups = {}
    for meeting in meetings.distinct():
        groups.setdefault(str(meeting.start.year) if meeting.start else "", []).append(meeting)
    # Meetings whose date is not known come first in the order of the model's dates; they are told last.
    undated = groups.pop("", [])
    years = [*groups.items(), *([("", undated)] if undated else [])]
    return MeetingsList(
        years=years,
        count=sum(len(several) for _year, several in years),
        body=chosen,
        year=year,
        body_choices=[(each.slug, str(each), each.held, each == chosen) for each in bodies],
        year_choices=[(str(each), str(each), by_year[each], str(each) == year) for each in sorted(by_year)[::-1]],
    )


def bodies_list(audience) -> list[Body]:
    """All bodies in their order, each with ``parent`` and ``meeting_count``. One query."""
    held = Count("meetings", filter=Q(meetings__audience__lte=audience), distinct=True)
    return list(Body.objects.select_related("parent").annotate(meeting_count=held))


@dataclass
class BodyPage:
    """All that the page of a body shows."""

    body: Body
    names: list
    former_names: list
    founded_by: list
    changed_by: list
    meetings: list
    children: list
    rows: list
    more_documents: bool
    acts: list
    why: dict
    also: list

    @property
    def has_stand_ins(self):
        return any(place.stand_in for row in self.rows for place in row.places)


def body_found(address) -> Body | None:
    """The body at an address, with its names as ``all_names``; None if there is none. One query."""
    names = BodyName.objects.filter(body=OuterRef("pk"))
    names = names.values(json=JSONObject(language="language", name="name", is_former="is_former"))
    found = Body.objects.addressed(address).annotate(all_names=ArraySubquery(names))
    return found.select_related("parent").order_by("pk").first()


def body_page(body, audience) -> BodyPage:
    """All that the page of a body shows: who founded it, its meetings, documents and acts. Eight queries."""
    roles = list(body.act_roles.select_related("act__body").filter(act__audience__lte=audience))
    rows = body.documents.visible_to(audience).distinct().in_order()[: DOCUMENTS_SHOWN + 1].rows(audience)
    acts = _with_title(body.acts.visible_to(audience)).order_by("-session__start", "-kind", "number_sort_key")
    why = why_of(body, audience)
    return BodyPage(
        body=body,
        names=[name for name in body.all_names if not name["is_former"]],
        former_names=[name for name in body.all_names if name["is_former"]],
        founded_by=[role for role in roles if role.role == "established"],
        changed_by=[role for role in roles if role.role != "established"],
        meetings=list(body.meetings.visible_to(audience).with_bodies().distinct()),
        children=list(body.children.all()),
        rows=rows[:DOCUMENTS_SHOWN],
        more_documents=len(rows) > DOCUMENTS_SHOWN,
        acts=list(acts[:ACTS_SHOWN]),
        why=why,
        also=also_stated(why, *KEPT_OF_BODIES),
    )
