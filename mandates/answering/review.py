"""What waits for a person to decide: mandates with steps proposed, for the list and the desk's count."""

import re
from dataclasses import dataclass

from django.db.models import Exists, F, Max, OuterRef, Prefetch, Q, Subquery

from documents.models.document import DocumentSymbol
from mandates.models import Mandate, Response, Review
from meetings.models import Meeting
from provenance.models import Evidence, sureness_in_words

MOST_OFFERED = 500
# What may be proposed, in words, and which responses those are.
WHAT = {
    "meetings": ("Meetings", Q(meeting__isnull=False)),
    "reports": ("Reports", Q(meeting=None, is_confirmed=False)),
    "sessions": ("Sessions of confirmed reports", Q(is_confirmed=True)),
}


@dataclass
class StepRow:
    """One proposed step in the list: what it is, its address, how sure the machine is, and why."""

    pk: int
    kind: str
    name: str
    url: str
    session: str
    is_confirmed: bool
    sureness: str
    why: list


def asked_of(given) -> dict:
    """The filters of the list in an address. What means nothing is passed over."""
    session, what = given.get("session", ""), given.get("what", "")
    return {
        "session": session if re.fullmatch(r"[1-9]\d{0,3}|external", session) else "",
        "what": what if what in WHAT else "",
    }


def mandates_waiting(*, session="", what=""):
    """Confirmed mandates with something proposed, those with the surest step first, narrowed to acts of a session, and to
    meetings, reports or sessions."""
    waiting = Response.objects.proposed().filter(mandate=OuterRef("pk"))
    surest = waiting.order_by().values("mandate").annotate(surest=Max("confidence")).values("surest")
    if what:
        waiting = waiting.filter(WHAT[what][1])
    mandates = Mandate.objects.filter(Exists(waiting), review=Review.CONFIRMED).annotate(surest=Subquery(surest))
    if session == "external":
        mandates = mandates.filter(act__body__is_external=True)
    elif session:
        mandates = mandates.filter(act__body__is_external=False, act__session__seats__ordinal=session)
    return mandates.order_by(
        F("surest").desc(nulls_last=True), "act__body__is_external", "act__number_sort_key", "number", "pk"
    )


def waiting_in_all() -> int:
    """How many mandates wait, for the desk. One query."""
    return mandates_waiting().order_by().count()


def rows(mandates, audience) -> list:
    """The mandates of one page with their proposed steps as ``steps``. Six queries."""
    first = DocumentSymbol.objects.filter(document=OuterRef("document")).order_by("position", "pk").values("canonical")
    steps = Response.objects.proposed().annotate(first_symbol=Subquery(first[:1]))
    steps = steps.select_related("meeting", "document", "session_proposed").order_by("meeting__start", "position", "pk")
    steps = steps.prefetch_related(
        "meeting__seats__body", "session_proposed__seats__body", "document__titles", "document__symbols"
    )
    mandates = list(
        mandates.with_story(audience)
        .select_related("act__body", "act__session")
        .prefetch_related(Prefetch("responses", steps, to_attr="waiting"))
    )
    responses = [response for mandate in mandates for response in mandate.waiting]
    known = Evidence.objects.by_subject(*responses) if responses else {}
    why = {}
    for (_subject, key, _field), several in known.items():
        why.setdefault(key, []).extend(each for each in several if each.confirmed_at is None)
    for mandate in mandates:
        mandate.steps = [_row(response, why.get(response.pk, [])) for response in mandate.waiting]
    return mandates


def all_steps(mandate) -> list:
    """Every step of a mandate, proposed, confirmed and dismissed, for correcting them by hand. Five queries."""
    steps = Response.objects.filter(mandate=mandate).select_related(
        "meeting", "document", "made_available_to", "session_proposed"
    )
    return list(
        steps.prefetch_related(
            "meeting__seats__body",
            "made_available_to__seats__body",
            "session_proposed__seats__body",
            "document__symbols",
            "document__titles",
        ).order_by("is_dismissed", "meeting__start", "position", "pk")
    )


def meetings_offered(mandate) -> list:
    """Meetings between sessions that may be chosen as an answer: since the act where its day is known, newest last."""
    meetings = Meeting.objects.between_sessions().with_bodies()
    session = mandate.act.session
    since = mandate.act.adopted or (session.start if session else None)
    if since:
        meetings = meetings.filter(Q(start__gte=since) | Q(start=None))
    return list(meetings.chronological()[:MOST_OFFERED])


def sessions_offered() -> list:
    """The sessions of the Conference, newest first."""
    return list(Meeting.objects.sessions().with_bodies().reverse())


def _row(response, why):
    what = response.meeting or response.document
    session = response.session_proposed
    return StepRow(
        pk=response.pk,
        kind="meeting" if response.meeting_id else "report",
        name=str(what) if what else response.symbol,
        url=what.get_absolute_url() if what else "",
        session=session.title_in_a_sentence if session else "",
        is_confirmed=response.is_confirmed,
        sureness="" if response.is_confirmed else sureness_in_words(response.confidence),
        why=why,
    )
