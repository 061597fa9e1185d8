"""What people do on the planning board: one verb each, atomic. Every refusal is a ``NotPossible`` with a sentence."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.actions import NotPossible
from accounts.models import User
from mandates.models import Deliverable, Mandate, PlannedDocument, PlannedKind, PlannedState, Review
from mandates.planning.board import MOST_PLANNED, folded
from meetings.models import Meeting

LIGHT_STATES = (PlannedState.PLANNED, PlannedState.DRAFTING, PlannedState.SUBMITTED)
AGENDA_TITLE = "Provisional agenda and annotations"
TITLES = {
    Deliverable.REPORT: "Report",
    Deliverable.STUDY: "Study",
    Deliverable.TOOL: "Tool or guidelines",
    Deliverable.INFORMATION: "Information",
}
LONGEST_TITLE = 1000
FIELDS = {
    "kind",
    "title",
    "document",
    "agenda_item",
    "mandate",
    "words",
    "word_limit",
    "submit_by",
    "issue_by",
    "submitted_on",
    "state",
    "owner",
    "late_because",
    "note",
}


@transaction.atomic
def expect(*, session: Meeting, by: User, **fields) -> PlannedDocument:
    """Expect a document for a session or meeting. fields: those of PlannedDocument that a person fills in.

    Raises NotPossible for what can't be: no title, an item of another meeting's agenda, a document planned here already.
    """
    _queue_up(session)
    if PlannedDocument.objects.filter(session=session).count() >= MOST_PLANNED:
        raise NotPossible(f"{MOST_PLANNED} documents are expected already, the most there can be for one session.")
    return _kept(PlannedDocument(session=session), fields, by)


@transaction.atomic
def expect_for(mandate: Mandate, *, session: Meeting, by: User) -> PlannedDocument:
    """Expect the document that a mandate asks for. Raises NotPossible where one is expected already, or it is not confirmed."""
    _queue_up(session)
    _not_twice(mandate, session)
    return expect(session=session, by=by, mandate=mandate, title=title_for(mandate))


@transaction.atomic
def expect_agenda(*, session: Meeting, by: User) -> PlannedDocument:
    """Expect the provisional agenda. Raises NotPossible where it is expected already."""
    _queue_up(session)
    if PlannedDocument.objects.filter(session=session, kind=PlannedKind.AGENDA).exists():
        raise NotPossible("The provisional agenda stands on this board already.")
    return expect(session=session, by=by, kind=PlannedKind.AGENDA, title=AGENDA_TITLE)


@transaction.atomic
def need_none(mandate: Mandate, *, session: Meeting, by: User) -> PlannedDocument:
    """Say that a mandate needs no document at this session: it is not offered again, and can be taken back."""
    _queue_up(session)
    _not_twice(mandate, session)
    return expect(session=session, by=by, mandate=mandate, title=title_for(mandate), state=PlannedState.DROPPED)


@transaction.atomic
def carry_over(plans: list[PlannedDocument], *, session: Meeting, by: User) -> list[PlannedDocument]:
    """Expect again, for a session, what another one expected: same title, mandate, kind, limit and owner; nothing else.

    An agenda item goes along where the new agenda has one of the same title. What stands there already is passed over.
    """
    _queue_up(session)
    items = {folded(item.title): item for item in session.agenda_items.all() if item.title}
    known = PlannedDocument.objects.filter(session=session)
    titles = {folded(title) for title in known.values_list("title", flat=True)}
    mandates = set(known.exclude(mandate=None).values_list("mandate", flat=True))
    made = []
    for plan in plans:
        if folded(plan.title) in titles or plan.mandate_id in mandates:
            continue
        item = items.get(folded(plan.agenda_item.title)) if plan.agenda_item else None
        taken = {name: getattr(plan, name) for name in ("title", "mandate", "kind", "word_limit", "owner")}
        made.append(expect(session=session, by=by, agenda_item=item, **taken))
        titles.add(folded(plan.title))
        mandates |= {plan.mandate_id} - {None}
    if not made:
        raise NotPossible("All of this stands on this board already.")
    return made


@transaction.atomic
def change(plan: PlannedDocument, *, by: User, **fields) -> PlannedDocument:
    """Change what is known of a planned document. Raises NotPossible as ``expect`` does."""
    return _kept(_locked(plan), fields, by)


@transaction.atomic
def set_state(plan: PlannedDocument, *, state: str, by: User) -> PlannedDocument:
    """Say that it is planned, being drafted, or submitted (today, unless the day is known).

    Raises NotPossible for another state, and for what is no longer expected.
    """
    plan = _locked(plan)
    if state not in LIGHT_STATES:
        raise NotPossible("Choose one of the states offered.")
    if plan.state == PlannedState.DROPPED:
        raise NotPossible("This document is no longer expected. Expect it again first.")
    submitted_on = (plan.submitted_on or timezone.localdate()) if state == PlannedState.SUBMITTED else None
    return _kept(plan, {"state": state, "submitted_on": submitted_on}, by)


@transaction.atomic
def drop(plan: PlannedDocument, *, by: User, because: str = "") -> PlannedDocument:
    """Expect it no longer. It stays on the board, below the others, and can be restored. because: is added to its note."""
    plan = _locked(plan)
    if plan.state == PlannedState.DROPPED:
        raise NotPossible("This document is no longer expected already.")
    note = "\n".join(part for part in (plan.note, because.strip()) if part)
    return _kept(plan, {"state": PlannedState.DROPPED, "note": note}, by)


@transaction.atomic
def restore(plan: PlannedDocument, *, by: User) -> PlannedDocument:
    """Expect it again: submitted where the day is known, else planned."""
    plan = _locked(plan)
    if plan.state != PlannedState.DROPPED:
        raise NotPossible("This document is expected already.")
    return _kept(plan, {"state": PlannedState.SUBMITTED if plan.submitted_on else PlannedState.PLANNED}, by)


def title_for(mandate: Mandate) -> str:
    """What a document that a mandate asks for may be called until its title is known: its deliverable and what is asked."""
    kind = TITLES.get(mandate.deliverable)
    title = f"{kind} ({mandate.citation}): {mandate.action}" if kind else f"{mandate.heading}: {mandate.action}"
    return title if len(title) <= LONGEST_TITLE else f"{title[: LONGEST_TITLE - 2].rstrip()} …"


def _kept(plan, fields, by):
    """Write the fields a person gave, after asking whether they can be so."""
    unknown = set(fields) - FIELDS
    if unknown:
        raise TypeError(f"no field that a person fills in: {', '.join(sorted(unknown))}")
    for name, value in fields.items():
        setattr(plan, name, _plain(value) if isinstance(value, str) else value)
    item = plan.agenda_item
    if item and item.meeting_id != plan.session_id:
        raise NotPossible(f"Item {item.number} stands on the agenda of another meeting: choose one of this one.")
    if plan.submit_by and plan.issue_by and plan.submit_by > plan.issue_by:
        raise NotPossible(
            "A document can't be due for submission after the day of its issue: change one of the two days."
        )
    if plan.submitted_on and plan.submitted_on > timezone.localdate():
        raise NotPossible("The day of submission is still to come: leave it empty until the document is in.")
    try:
        plan.full_clean()
    except ValidationError as trouble:
        raise NotPossible(trouble.messages) from trouble
    with pghistory.context(user=by.pk):
        plan.save()
    return plan


def _plain(words):
    return words.replace("\0", "").strip()


def _not_twice(mandate, session):
    if mandate.review != Review.CONFIRMED:
        raise NotPossible("This mandate is not confirmed. Confirm it first, then expect its document.")
    if PlannedDocument.objects.filter(session=session, mandate=mandate).exists():
        raise NotPossible("A document for this mandate stands on this board already.")


def _queue_up(session):
    """Clicks on one board are answered one after the other: a double click expects one document, not two."""
    Meeting.objects.select_for_update().only("pk").get(pk=session.pk)


def _locked(plan):
    return PlannedDocument.objects.select_for_update().get(pk=plan.pk)
