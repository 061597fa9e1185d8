"""The mandate's thread, and the register of mandates."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.urls import reverse

from documents.models import Document, DocumentMeeting, MeetingRole
from documents.models.rows import path_of, rows_of
from documents.queries import statements
from mandates.models import Addressee, Mandate, MandateLink, Response


@dataclass(frozen=True)
class Outcome:
    """What the record shows came of a mandate: a word, a tone for its mark, and a sentence with the figures."""

    word: str
    tone: str
    sentence: str


def outcome_of(mandate) -> Outcome:
    """Read off the counted answers (``Mandate.objects.with_outcome()``): statuses rest on evidence, never on a guess."""
    held, reports = mandate.meetings_held, mandate.reports_counted
    figures = _figures(mandate, held, reports)
    if mandate.least_number and mandate.deliverable == "meeting" and held < mandate.least_number:
        return Outcome("Not met yet" if not held else "Partly met", "gap" if not held else "due", figures)
    if mandate.was_transmitted:
        return Outcome("Delivered", "done", figures)
    if mandate.status == "done":
        return Outcome("Done, as stated", "done", figures)
    if held or reports:
        return Outcome("Answered", "done", figures)
    return Outcome("No answer recorded", "plain", figures)


def _figures(mandate, held, reports):
    parts = []
    if held or mandate.least_number:
        asked = f" (at least {mandate.least_number} asked)" if mandate.least_number else ""
        parts.append(f"{held} {'meeting' if held == 1 else 'meetings'} held{asked}")
    if reports:
        parts.append(f"{reports} {'report' if reports == 1 else 'reports'}")
    return " · ".join(parts)


@dataclass
class MeetingStep:
    """A meeting that answers the mandate, and how we know."""

    meeting: object
    why: list
    is_confirmed: bool = True


@dataclass
class ReportStep:
    """A report that answers it: held (a row of a list) or only known by its symbol; the session it went to, and how we know."""

    symbol: str
    url: str
    row: object | None
    session: object | None
    why: list
    is_confirmed: bool = True


@dataclass
class SessionStep:
    """A session to which reports were made available, with its agenda document where known."""

    session: object
    agenda: list
    reports: list
    why: list


@dataclass
class MandatePage:
    mandate: Mandate
    outcome: Outcome
    meetings: list[MeetingStep] = field(default_factory=list)
    reports: list[ReportStep] = field(default_factory=list)
    sessions: list[SessionStep] = field(default_factory=list)
    documents: list = field(default_factory=list)
    links: list = field(default_factory=list)
    linked_from: list = field(default_factory=list)
    siblings: list = field(default_factory=list)
    why: dict = field(default_factory=dict)


def mandate_page(mandate, audience) -> MandatePage:
    """The thread: what was asked → meetings → reports → session, each step with its evidence. At most eleven queries."""
    responses = list(
        Response.objects.visible_to(audience)
        .filter(mandate=mandate)
        .select_related("meeting", "document", "made_available_to")
        .prefetch_related("meeting__seats__body", "made_available_to__seats__body")
        .order_by("meeting__start", "position", "pk")
    )
    known = statements([mandate, *responses], audience)
    rows = _rows(responses, mandate, audience)
    page = MandatePage(mandate=mandate, outcome=outcome_of(mandate))
    for response in responses:
        why = _why(response, known)
        if response.meeting_id:
            page.meetings.append(MeetingStep(response.meeting, why, response.is_confirmed))
        else:
            page.reports.append(_report(response, rows, why))
    page.sessions = _sessions(responses, page.reports, audience)
    page.documents = [rows[pk] for pk in _told_by(mandate) if pk in rows]
    page.links = list(
        MandateLink.objects.filter(mandate=mandate).select_related("to_act__body", "to_mandate__act__body")
    )
    page.linked_from = list(
        MandateLink.objects.filter(to_mandate=mandate).select_related("mandate__act__body")
    )
    page.siblings = list(
        Mandate.objects.visible_to(audience).filter(act=mandate.act).exclude(pk=mandate.pk).select_related("act__body")
    )
    page.why = {
        name.replace(" ", "_"): several
        for (label, key, name), several in known.items()
        if label == "mandates.mandate" and key == mandate.pk
    }
    return page


def _told_by(mandate):
    return [document.pk for document in mandate.documents.all()]


def _rows(responses, mandate, audience):
    wanted = [response.document_id for response in responses if response.document_id] + _told_by(mandate)
    if not wanted:
        return {}
    documents = Document.objects.visible_to(audience).filter(pk__in=wanted)
    return {row.pk: row for row in rows_of(documents, audience)}


def _why(response, known):
    return [
        statement
        for (label, key, _field), several in known.items()
        if label == "mandates.response" and key == response.pk
        for statement in several
    ]


def _report(response, rows, why):
    row = rows.get(response.document_id)
    symbol = row.symbol if row else response.symbol
    url = row.url if row else reverse("document", args=[path_of(response.symbol)])
    return ReportStep(symbol, url, row, response.made_available_to, why, response.is_confirmed)


def _sessions(responses, reports, audience):
    """The sessions that the reports went to, each once, in the order of their dates, with the agenda documents."""
    went = {report.session.pk: report.session for report in reports if report.session}
    if not went:
        return []
    agendas = {}
    for place in DocumentMeeting.objects.filter(
        meeting__in=went, role=MeetingRole.AGENDA_OF, is_confirmed=True, document__in=Document.objects.visible_to(audience)
    ).prefetch_related(Prefetch("document__symbols")).select_related("document"):
        agendas.setdefault(place.meeting_id, []).append(place.document)
    steps = []
    for session in sorted(went.values(), key=lambda session: (session.start is None, session.start)):
        received = [report for report in reports if report.session and report.session.pk == session.pk]
        why = {statement.pk: statement for report in received for statement in report.why if statement.field == "made available to"}
        steps.append(SessionStep(session, agendas.get(session.pk, []), received, list(why.values())))
    return steps


@dataclass
class RegisterRow:
    """A mandate in the register's list."""

    mandate: Mandate
    outcome: Outcome


def register(audience, *, session="", deliverable="", addressee="", outcome=""):
    """The register of mandates with its filters, as RegisterRows, newest session first."""
    mandates = Mandate.objects.visible_to(audience).for_list().in_order().reverse()
    if session == "external":
        mandates = mandates.filter(act__body__is_external=True)
    elif session:
        mandates = mandates.filter(act__body__is_external=False, act__session__seats__ordinal=session)
    if deliverable:
        mandates = mandates.filter(deliverable=deliverable)
    if addressee:
        mandates = mandates.filter(addressees__words=addressee).distinct()
    rows = [RegisterRow(mandate, outcome_of(mandate)) for mandate in mandates]
    return [row for row in rows if not outcome or row.outcome.word == outcome]


def addressees(audience):
    """Who is addressed, each in the words of the sources, for the register's filter."""
    from_mandates = Mandate.objects.visible_to(audience).values("pk")
    return list(Addressee.objects.filter(mandate__in=from_mandates).values_list("words", flat=True).distinct().order_by("words"))


