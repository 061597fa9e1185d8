"""The mandate's thread."""

import re
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, Subquery, prefetch_related_objects
from django.urls import reverse

from accounts.access import Audience
from documents.models import Document, DocumentMeeting, DocumentSymbol, MeetingRole, Paragraph
from documents.models.rows import Row, path_of, rows_of
from documents.queries import SEATS, statements
from mandates.models import LinkKind, Mandate, MandateLink, Response
from meetings.models import Meeting
from meetings.queries import by_field


@dataclass
class MeetingStep:
    """A meeting that answers the mandate, and how we know."""

    meeting: Meeting
    why: list
    is_confirmed: bool = True
    note: str = ""
    pk: int = 0


@dataclass
class ReportStep:
    """A report that answers it: held (a Row) or only known by its symbol; the session it went to, and how we know."""

    symbol: str
    url: str
    row: Row | None
    session: Meeting | None
    why: list
    is_confirmed: bool = True
    note: str = ""
    pk: int = 0
    session_proposed: Meeting | None = None


@dataclass
class SessionStep:
    """A session to which reports were made available, with its agenda documents as (symbol, address)."""

    session: Meeting
    agenda: list
    reports: list
    why: list


@dataclass
class LinkStep:
    """A tie to another mandate or act: “renewed by”, its label and address; onward, or back to where it comes from."""

    pk: int
    word: str
    label: str
    url: str
    is_onward: bool
    is_confirmed: bool
    link: MandateLink
    why: list = field(default_factory=list)

    @property
    def review_url(self):
        """Where it is decided on, while it is only proposed: among the proposals of the later act."""
        if self.is_confirmed or not self.link.to_act_id:
            return ""
        return f"{reverse('proposals_of_act', args=[self.link.to_act.path])}#link-{self.pk}"


@dataclass
class MandatePage:
    """All that the page of a mandate shows to one reader."""

    mandate: Mandate
    addressees: list
    meetings: list[MeetingStep] = field(default_factory=list)
    reports: list[ReportStep] = field(default_factory=list)
    sessions: list[SessionStep] = field(default_factory=list)
    documents: list = field(default_factory=list)
    links: list[LinkStep] = field(default_factory=list)
    siblings: list = field(default_factory=list)
    why: dict = field(default_factory=dict)

    @property
    def waiting(self):
        """How many steps wait for a person, sessions of confirmed ones among them."""
        steps = sum(not step.is_confirmed for step in [*self.meetings, *self.reports])
        return steps + sum(step.is_confirmed and step.session_proposed is not None for step in self.reports)


def mandate_page(audience, *, body, kind, act_number, number) -> MandatePage | None:
    """The thread: what was asked → meetings → reports → session, each step with its evidence; None if it can't be seen.

    body: the slug of the act's body. Eleven queries at most.
    """
    of_the_act = (
        Mandate.objects.visible_to(audience)
        .filter(act__body__slug=body, act__kind=kind, act__number=act_number)
        .with_outcome(audience)
        .with_story(audience)
        .select_related("act__body", "act__session", "paragraph", "due_session", "creates_body")
        .annotate(may_quote=Exists(Paragraph.objects.visible_to(audience).filter(pk=OuterRef("paragraph"))))
        .order_by("number")
    )
    several = list(of_the_act)
    mandate = next((each for each in several if each.number == number), None)
    if mandate is None:
        return None
    responses = list(
        Response.objects.visible_to(audience)
        .filter(mandate=mandate)
        .with_session(audience)
        .select_related("meeting", "session_proposed")
        .order_by("meeting__start", "position", "pk")
    )
    sessions = Meeting.objects.in_bulk({response.went_to for response in responses} - {None})
    _bring_bodies(mandate, responses, sessions, audience)
    links = _links(mandate, audience)
    known = statements([mandate, *responses, *[step.link for step in links]], audience)
    told_by = [response.document_id for response in responses if response.document_id]
    documents = Document.objects.visible_to(audience).filter(Q(pk__in=told_by) | Q(mandates=mandate)).distinct()
    rows = {row.pk: row for row in rows_of(documents.in_order(), audience)}
    page = MandatePage(mandate, addressees=list(mandate.addressees.select_related("body")))
    for response in responses:
        why = _why(known, response, audience)
        if response.meeting_id:
            page.meetings.append(MeetingStep(response.meeting, why, response.is_confirmed, response.note, response.pk))
        elif response.document_id in rows or response.symbol:
            page.reports.append(_report(response, rows, sessions.get(response.went_to), why, audience))
    page.sessions = _sessions(page.reports, audience)
    page.documents = [row for pk, row in rows.items() if pk not in told_by]
    for step in links:
        step.why = [statement for several in by_field(known, step.link).values() for statement in several]
    page.links = links
    page.siblings = [each for each in several if each.pk != mandate.pk]
    page.why = by_field(known, mandate)
    return page


def stands_now(audience, *, body, kind, act_number, number) -> bool:
    """Whether the reader sees a mandate at this address today. One query."""
    at_the_address = {"act__body__slug": body, "act__kind": kind, "act__number": act_number, "number": number}
    return Mandate.objects.visible_to(audience).filter(**at_the_address).exists()


def _bring_bodies(mandate, responses, sessions, audience):
    """The bodies of every meeting on the page, in one query; a session that the reader may not know of is forgotten."""
    if mandate.due_session and mandate.due_session.audience > audience:
        mandate.due_session = None
    meetings = [mandate.act.session, mandate.due_session, *sessions.values()]
    for response in responses:
        meetings += [response.meeting, response.session_proposed]
    prefetch_related_objects([meeting for meeting in meetings if meeting is not None], SEATS)


def _why(known, response, audience):
    """The evidence of a step; what a machine said of it and nobody has confirmed is the secretariat's own affair."""
    said = [statement for several in by_field(known, response).values() for statement in several]
    if audience >= Audience.SECRETARIAT:
        return said
    return [each for each in said if each.confirmed_at or not each.reader]


def _report(response, rows, session, why, audience):
    row = rows.get(response.document_id)
    symbol = row.symbol if row else response.symbol
    url = row.url if row else reverse("document", args=[path_of(response.symbol)])
    proposed = response.session_proposed if audience >= Audience.SECRETARIAT else None
    return ReportStep(symbol, url, row, session, why, response.is_confirmed, response.note, response.pk, proposed)


def _sessions(reports, audience):
    """The sessions that the reports went to, each once, in the order of their dates, with the agenda documents."""
    went = {report.session.pk: report.session for report in reports if report.session}
    if not went:
        return []
    first_symbol = DocumentSymbol.objects.filter(document=OuterRef("document")).order_by("position", "pk")
    agendas = {}
    places = DocumentMeeting.objects.confirmed().filter(
        meeting__in=went, role=MeetingRole.AGENDA_OF, document__in=Document.objects.visible_to(audience)
    )
    for meeting, symbol in places.annotate(symbol=Subquery(first_symbol.values("canonical")[:1])).values_list(
        "meeting", "symbol"
    ):
        if symbol:
            agendas.setdefault(meeting, []).append((symbol, reverse("document", args=[path_of(symbol)])))
    steps = []
    for session in sorted(went.values(), key=lambda session: (session.start is None, session.start)):
        received = [report for report in reports if report.session and report.session.pk == session.pk]
        # Several reports that went to one session by one source need it said once.
        settled = [report for report in received if not report.session_proposed]
        said = [each for report in settled for each in report.why if each.field == "made available to"]
        why = {(each.value, each.source, each.quote, each.chosen): each for each in said}
        steps.append(SessionStep(session, agendas.get(session.pk, []), received, list(why.values())))
    return steps


# A link as seen from the mandate to which it leads.
BACKWARDS = {
    LinkKind.FOLLOWED_BY: "carries on",
    LinkKind.FOLLOWS: "carried on by",
    LinkKind.ENDORSED_BY: "endorses",
    LinkKind.RENEWED_BY: "renews",
    LinkKind.EXTENDED_BY: "extends",
    LinkKind.SUPERSEDED_BY: "supersedes",
    LinkKind.ENDED_BY: "ends",
}


def _links(mandate, audience):
    """How the mandate goes on and where it comes from, from both ends, confirmed ones first. One query."""
    links = MandateLink.objects.visible_to(audience).filter(Q(mandate=mandate) | Q(to_mandate=mandate))
    links = links.select_related("mandate__act__body", "to_act__body", "to_mandate__act__body")
    found = {}
    for link in links.order_by("-is_confirmed", "pk"):
        step = _link_step(link, mandate)
        found.setdefault((step.word, step.label), step)
    return list(found.values())


def _link_step(link, mandate):
    ours = link.mandate_id == mandate.pk
    is_onward = (link.kind == LinkKind.FOLLOWS) != ours
    word = link.get_kind_display() if ours else BACKWARDS[link.kind]
    other = (link.to_act or link.to_mandate) if ours else link.mandate
    label = other.label if ours and link.to_act_id else other.citation
    return LinkStep(link.pk, word, label, other.get_absolute_url(), is_onward, link.is_confirmed, link)


def act_of_address(path) -> dict | None:
    """The body, kind and act_number in ``ctoc-cop/resolution/7/1``; None for what is no act's address."""
    match = re.fullmatch(r"(?P<body>[\w-]+)/(?P<kind>resolution|decision)/(?P<act_number>[^\0]{1,40})", path)
    return match.groupdict() | {"act_number": re.sub(r"\s*\(", " (", match["act_number"])} if match else None
