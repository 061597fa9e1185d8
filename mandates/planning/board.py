"""What the planning board of a session shows: a row for each document expected, figures, what comes when, what to expect next."""

from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.access import Audience
from accounts.models import User
from accounts.roles import ROLES
from documents.models import OFFICIAL, Document, LanguageVersion, Standing, VersionStatus
from documents.models.rows import Row, rows_of
from mandates.models import (
    LinkKind,
    Mandate,
    MandateLink,
    MandateStatus,
    PlannedDocument,
    PlannedKind,
    PlannedState,
    Response,
)
from mandates.planning.days import Days, days_of, words_over
from mandates.planning.stands import Delay, Facts, Stand, delays_of, stand_of
from meetings.models import Meeting, MeetingKind, MeetingStatus
from provenance.dates import Precision

OFFERED = 50
# So many documents one session may expect; more can't be worked with on one page.
MOST_PLANNED = 1000
ORDERS = {"submit": "submit-by day", "issue": "issue-by day", "item": "agenda item"}
LATE = {"late": "late", "unexplained": "late, no reason given", "over": "over the word limit"}
UNANSWERABLE = (MandateStatus.SUPERSEDED, MandateStatus.ENDED, MandateStatus.DONE)
ENDINGS = (LinkKind.SUPERSEDED_BY, LinkKind.ENDED_BY)


@dataclass
class BoardRow:
    """One document expected, with its days, where it stands and what of it is late."""

    plan: PlannedDocument
    days: Days
    stand: Stand
    delays: list[Delay]
    words_over: int
    submitted_on: date | None
    issued_on: date | None
    row: Row | None = None

    @property
    def is_late(self):
        return bool(self.delays)

    @property
    def is_late_now(self):
        """Late with something that is still to be done."""
        return any(delay.is_open for delay in self.delays)

    @property
    def needs_a_reason(self):
        """Late, and nobody said why: a document that comes late states the reason in a footnote (resolution 57/283 B)."""
        return self.is_late and not self.plan.late_because

    @property
    def is_dropped(self):
        return self.stand == Stand.DROPPED

    @property
    def next_day(self):
        """The next day that matters: of submission, then of issue; None when nothing is to come."""
        if self.is_dropped or self.stand == Stand.ISSUED:
            return None
        return self.days.submit_by if self.stand.steps < Stand.SUBMITTED.steps else self.days.issue_by

    @property
    def states_offered(self):
        """The states that staff may say, as (value, label, chosen): while the document itself shows none."""
        if self.is_dropped or self.stand not in (Stand.PLANNED, Stand.DRAFTING, Stand.SUBMITTED):
            return []
        light = [state for state in PlannedState if state != PlannedState.DROPPED]
        return [(state.value, state.label, state.value == self.stand.value) for state in light]


@dataclass
class Figures:
    """How many documents a session expects, and how they stand."""

    expected: int = 0
    submitted: int = 0
    issued: int = 0
    late: int = 0
    over_the_limit: int = 0
    next_day: date | None = None


@dataclass
class Moment:
    """A day of the timeline with what falls on it, as (what is to be done, list of BoardRows)."""

    day: date
    entries: list = field(default_factory=list)
    is_opening: bool = False
    is_today: bool = False
    is_past: bool = False


@dataclass
class Offer:
    """Mandates for which a document may be expected; ``more`` when there are more than are shown."""

    mandates: list
    more: bool = False


@dataclass
class Board:
    """All that the board of one session or meeting shows."""

    meeting: Meeting
    opening: date | None
    rows: list[BoardRow]
    dropped: list[BoardRow]
    figures: Figures
    timeline: list[Moment]
    due: Offer
    recurring: Offer
    previous: Meeting | None
    carried: list
    wants_agenda: bool
    owners: list


def opening_of(meeting) -> date | None:
    """The day on which it opens; None where that is not known to the day."""
    return meeting.start if meeting.date_precision == Precision.DAY else None


def board(meeting, *, today=None) -> Board:
    """The board of a session or a meeting, for the secretariat. Fifteen queries at most, however many documents."""
    today = today or timezone.localdate()
    rows = rows_for([meeting], today)
    expected = [row for row in rows if not row.is_dropped]
    previous = _previous(meeting)
    due, recurring = offers(meeting)
    owners = {row.plan.owner_id: row.plan.owner for row in expected if row.plan.owner_id}
    return Board(
        meeting=meeting,
        opening=opening_of(meeting),
        rows=expected,
        dropped=[row for row in rows if row.is_dropped],
        figures=figures_of(expected, today),
        timeline=timeline_of(expected, opening_of(meeting), today),
        due=due,
        recurring=recurring,
        previous=previous,
        carried=_to_carry_over(previous, rows) if previous else [],
        wants_agenda=not any(row.plan.kind == PlannedKind.AGENDA for row in rows),
        owners=sorted(owners.values(), key=lambda owner: owner.shown_name),
    )


def rows_for(meetings, today, *, with_documents=True) -> list[BoardRow]:
    """The documents planned for some meetings, each as a BoardRow. Six queries at most."""
    versions = Prefetch("document__versions", LanguageVersion.objects.order_by("language"))
    plans = (
        PlannedDocument.objects.filter(session__in=meetings)
        .select_related("session", "document", "agenda_item", "mandate__act__body", "owner")
        .prefetch_related(versions)
        .order_by("session", F("agenda_item__sort_key").asc(nulls_last=True), "pk")
    )
    plans = list(plans[: MOST_PLANNED * max(len(meetings), 1)])
    keys = {plan.document_id for plan in plans if plan.document_id}
    shown = {}
    if with_documents and keys:
        documents = Document.objects.visible_to(Audience.SECRETARIAT).filter(pk__in=keys)
        shown = {row.pk: row for row in rows_of(documents, Audience.SECRETARIAT)}
    return [board_row(plan, today, shown.get(plan.document_id)) for plan in plans]


def board_row(plan, today, row=None) -> BoardRow:
    """A planned document with what follows from it today. row: its document as a Row, where there is one."""
    facts = _facts(plan)
    days = days_of(
        plan.kind,
        opening_of(plan.session),
        is_session=plan.session.kind == MeetingKind.SESSION,
        submit_by=plan.submit_by,
        issue_by=plan.issue_by,
    )
    return BoardRow(
        plan=plan,
        days=days,
        stand=stand_of(facts),
        delays=delays_of(facts, days, today),
        words_over=words_over(plan.words, plan.word_limit, plan.kind),
        submitted_on=facts.submitted_on,
        issued_on=facts.issued_on,
        row=row,
    )


def _facts(plan):
    """What is known of a planned document: its own words, and what its document shows."""
    document = plan.document
    if document is None:
        return Facts(plan.state, submitted_on=plan.submitted_on)
    versions = list(document.versions.all())
    issued = [version for version in versions if version.status == VersionStatus.ISSUED]
    standing = document.standing
    # The date of a masthead is the day on which the document went in.
    on_its_masthead = document.date if document.date_precision == Precision.DAY else None
    return Facts(
        plan.state,
        document=standing,
        is_elsewhere=any(version.status == VersionStatus.LISTED for version in versions),
        submitted_on=plan.submitted_on or on_its_masthead,
        issued_on=_whole_since(issued) if standing == Standing.ISSUED else None,
    )


def _whole_since(issued):
    """The day since which the official languages are all issued, in the time zone of the site."""
    official = [version.issued_at for version in issued if version.language in OFFICIAL] or [
        version.issued_at for version in issued
    ]
    return timezone.localdate(max(official))


def figures_of(rows, today) -> Figures:
    """The figures of some rows, of which none is dropped. Of the days that matter the next one that is still to come."""
    days = [row.next_day for row in rows if row.next_day and row.next_day >= today]
    return Figures(
        expected=len(rows),
        submitted=sum(row.stand.steps >= Stand.SUBMITTED.steps for row in rows),
        issued=sum(row.stand == Stand.ISSUED for row in rows),
        late=sum(row.is_late for row in rows),
        over_the_limit=sum(bool(row.words_over) for row in rows),
        next_day=min(days, default=None),
    )


def narrowed(rows, *, late="", owner="", state="", order="submit") -> list[BoardRow]:
    """The rows that a reader asked for, in the order asked for. owner: a key, or ``nobody``."""
    tests = {
        "late": lambda row: row.is_late,
        "unexplained": lambda row: row.needs_a_reason,
        "over": lambda row: bool(row.words_over),
    }
    if late:
        rows = [row for row in rows if tests[late](row)]
    if owner:
        rows = [row for row in rows if str(row.plan.owner_id or "nobody") == owner]
    if state:
        rows = [row for row in rows if row.stand == state]
    if order == "item":
        return list(rows)
    return sorted(rows, key=lambda row: (row.days.issue_by if order == "issue" else row.days.submit_by) or date.max)


def timeline_of(rows, opening, today) -> list[Moment]:
    """What falls on which day, first to last: submissions and issues that are still due, the opening, and today."""
    moments = {}

    def at(day):
        return moments.setdefault(day, Moment(day, is_past=day < today, is_today=day == today))

    for row in rows:
        if row.stand.steps < Stand.SUBMITTED.steps and row.days.submit_by:
            _enter(at(row.days.submit_by), "Submit", row)
        if row.stand != Stand.ISSUED and row.days.issue_by:
            _enter(at(row.days.issue_by), "Issue", row)
    if not moments:
        return []
    if opening:
        at(opening).is_opening = True
    at(today)
    return [moments[day] for day in sorted(moments)]


def _enter(moment, what, row):
    for known, rows in moment.entries:
        if known == what:
            rows.append(row)
            return
    moment.entries.append((what, [row]))


def offers(meeting) -> tuple[Offer, Offer]:
    """The confirmed mandates for which no document is planned here: those due at the session, and those that recur.

    Left out: what was superseded, ended or done, what was answered at this session already, and of the recurring ones those
    adopted at the session itself or later. Two queries, and three more for each list that is not empty.
    """
    planned = PlannedDocument.objects.filter(session=meeting, mandate=OuterRef("pk"))
    ended = MandateLink.objects.filter(mandate=OuterRef("pk"), kind__in=ENDINGS, is_confirmed=True)
    answered = Response.objects.filter(mandate=OuterRef("pk"), made_available_to=meeting, is_confirmed=True)
    open_ones = (
        Mandate.objects.visible_to(Audience.SECRETARIAT)
        .filter(review="confirmed")
        .exclude(status__in=UNANSWERABLE)
        .filter(~Exists(planned), ~Exists(ended), ~Exists(answered))
    )
    due = open_ones.filter(due_session=meeting)
    recurring = open_ones.filter(is_recurring=True).exclude(due_session=meeting).exclude(act__session=meeting)
    if meeting.kind != MeetingKind.SESSION:
        # What recurs falls due at sessions of the Conference; a working group answers for what is asked of it.
        recurring = recurring.filter(addressees__body__in=meeting.seats.values("body")).distinct()
    if meeting.start:
        recurring = recurring.filter(Q(act__session=None) | Q(act__session__start__lt=meeting.start))
        recurring = recurring.filter(Q(due_session=None) | Q(due_session__start__lt=meeting.start))
    return _offer(due), _offer(recurring)


def _offer(mandates):
    found = list(
        mandates.select_related("act__body", "act__session", "due_session")
        .prefetch_related("addressees", "due_session__seats__body")
        .order_by(
            "act__body__is_external",
            F("act__session__start").desc(nulls_last=True),
            "act__number_sort_key",
            "act_id",
            "number",
        )[: OFFERED + 1]
    )
    return Offer(found[:OFFERED], more=len(found) > OFFERED)


def _previous(meeting):
    """The meeting that the first body of this one counted or held before it, or None. One query."""
    seat = meeting.first_seat
    if seat is None:
        return None
    others = Meeting.objects.visible_to(Audience.SECRETARIAT).filter(kind=meeting.kind).exclude(pk=meeting.pk)
    if seat.ordinal:
        before = others.filter(seats__body=seat.body, seats__ordinal__lt=seat.ordinal).order_by("-seats__ordinal")
    elif meeting.start:
        before = others.filter(seats__body=seat.body, start__lt=meeting.start).order_by("-start", "-pk")
    else:
        return None
    return before.with_bodies().first()


def _to_carry_over(previous, rows):
    """What the meeting before expected and this one does not: neither for the same mandate nor under the same title."""
    mandates = {row.plan.mandate_id for row in rows if row.plan.mandate_id}
    titles = {folded(row.plan.title) for row in rows}
    plans = PlannedDocument.objects.filter(session=previous).exclude(state=PlannedState.DROPPED)
    plans = plans.select_related("mandate__act__body", "agenda_item").order_by(
        F("agenda_item__sort_key").asc(nulls_last=True), "pk"
    )
    return [
        plan
        for plan in plans[:MOST_PLANNED]
        if plan.mandate_id not in mandates
        and folded(plan.title) not in titles
        and not (plan.mandate and plan.mandate.status in UNANSWERABLE)
    ]


def folded(title: str) -> str:
    """A title as it is compared with others, whatever its capitals and spaces."""
    return " ".join(title.split()).casefold()


@dataclass
class MeetingLine:
    """A session or meeting in the list of boards, with its figures."""

    meeting: Meeting
    figures: Figures
    is_coming: bool
    url: str = ""


def meetings_to_plan(today=None) -> tuple[list[MeetingLine], list[MeetingLine]]:
    """The sessions and meetings of the Conference's bodies, as (to come, next first; past, newest first).

    Of the past all sessions, and the meetings for which something was planned. Six queries.
    """
    today = today or timezone.localdate()
    planned = Count("planned_documents", filter=~Q(planned_documents__state=PlannedState.DROPPED), distinct=True)
    known = (
        Meeting.objects.visible_to(Audience.SECRETARIAT)
        .filter(Exists(Meeting.bodies.through.objects.filter(meeting=OuterRef("pk"), body__is_external=False)))
        .exclude(status=MeetingStatus.CANCELLED)
        .annotate(last_day=Coalesce("end", "start"), planned_count=planned)
        .with_bodies()
    )
    coming_or_undated = Q(last_day__gte=today) | (Q(start=None) & ~Q(status=MeetingStatus.HELD))
    coming = list(known.filter(coming_or_undated).order_by(F("start").asc(nulls_last=True), "pk")[:OFFERED])
    past = known.exclude(pk__in=[meeting.pk for meeting in coming]).filter(
        Q(kind=MeetingKind.SESSION) | Q(planned_count__gt=0)
    )
    past = list(past.order_by(F("start").desc(nulls_last=True), "-pk")[:OFFERED])
    several = {}
    for row in rows_for([*coming, *past], today, with_documents=False):
        if not row.is_dropped:
            several.setdefault(row.plan.session_id, []).append(row)
    lines = [
        [MeetingLine(meeting, figures_of(several.get(meeting.pk, []), today), is_coming) for meeting in meetings]
        for meetings, is_coming in ((coming, True), (past, False))
    ]
    return lines[0], lines[1]


def owners_to_choose():
    """The people who may be named as owners: active staff of the secretariat, as a queryset of User."""
    staff = [role.name for role in ROLES.values() if role.audience is Audience.SECRETARIAT]
    known = User.objects.filter(is_active=True).filter(Q(groups__name__in=staff) | Q(is_superuser=True))
    return known.distinct().order_by("last_name", "first_name", "username")
