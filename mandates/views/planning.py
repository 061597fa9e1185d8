"""The planning board: the secretariat's pages of what is expected for each session and meeting."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, prefetch_related_objects
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Audience, for_the_secretariat
from accounts.actions import NotPossible
from accounts.views import page_to_go_back_to
from documents.filters import drop_downs
from mandates.models import Mandate, PlannedDocument, PlannedKind
from mandates.planning import actions
from mandates.planning.board import LATE, ORDERS, board, board_row, meetings_to_plan, narrowed
from mandates.planning.calendar_file import calendar_file
from mandates.planning.days import rule_in_words
from mandates.planning.exports import board_csv, board_xlsx
from mandates.planning.forms import PlannedDocumentForm
from mandates.planning.stands import Stand
from meetings.models import Meeting, MeetingBody, MeetingKind
from meetings.queries import meetings_found, session_found

PERMISSION = "mandates.change_planneddocument"
WRITERS = {"csv": board_csv, "xlsx": board_xlsx}


def may_plan(view):
    """A form of the board: for the secretariat, and of it for those who may change what is planned."""

    @for_the_secretariat
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method == "POST" and not request.user.has_perm(PERMISSION):
            raise PermissionDenied("You may not change what is planned.")
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@for_the_secretariat
def planning(request):
    """The sessions and meetings, to come and past, each with what it expects."""
    coming, past = meetings_to_plan()
    for line in [*coming, *past]:
        line.url = board_url(line.meeting)
    return render(request, "mandates/planning.html", {"section": "desk", "coming": coming, "past": past})


@require_safe
@for_the_secretariat
def session_board(request, ordinal):
    """The board of a session of the Conference."""
    return _board(request, _session(ordinal))


@require_safe
@for_the_secretariat
def meeting_board(request, body, address):
    """The board of another meeting."""
    found, _siblings = meetings_found(body, address, Audience.SECRETARIAT)
    if not found:
        raise Http404
    if len(found) > 1:
        messages.info(request, "The body has several meetings on that date: choose one.")
        return redirect("planning")
    if found[0].get_absolute_url().startswith(reverse("sessions")):
        return redirect(board_url(found[0]))
    return _board(request, found[0])


def _board(request, meeting):
    shown = board(meeting)
    asked = _asked(request.GET, shown)
    rows = narrowed(shown.rows, **asked)
    name = f"planning-{meeting.body.slug}-{meeting.address}" if meeting.body else f"planning-{meeting.pk}"
    site = request.build_absolute_uri("/").rstrip("/")
    wanted = request.GET.get("format", "")
    if wanted in WRITERS:
        return WRITERS[wanted](f"{name}.{wanted}", rows, site)
    if wanted == "ics":
        return calendar_file(f"{name}.ics", meeting, rows, site)
    given = {key: value for key, value in asked.items() if value and (key, value) != ("order", "submit")}
    filters, chips = _filters(asked, shown, given)
    context = {
        "section": "desk",
        "shown": shown,
        "meeting": meeting,
        "rows": rows,
        "filters": filters,
        "chips": chips,
        "query": urlencode(given),
        "orders": [
            {"label": label, "url": f"?{urlencode(given | {'order': order})}", "selected": asked["order"] == order}
            for order, label in ORDERS.items()
        ],
        "board_url": board_url(meeting),
        "add_url": f"{reverse('add_planned_document')}?{urlencode({'meeting': meeting.pk})}",
        "rule": rule_in_words(PlannedKind.DOCUMENT),
        "rule_of_agenda": rule_in_words(PlannedKind.AGENDA) if meeting.kind == MeetingKind.SESSION else "",
        "may_plan": request.user.has_perm(PERMISSION),
    }
    return render(request, "mandates/planning_board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@may_plan
def add(request):
    """A document to expect, from scratch or for a mandate (its key as ``mandate``). The meeting's key is ``meeting``."""
    meeting = _meeting_of_key(request.GET.get("meeting", ""))
    mandate = _by_key(
        Mandate.objects.visible_to(Audience.SECRETARIAT).select_related("act__body"), request.GET, "mandate"
    )
    initial = {}
    if mandate:
        initial = {"mandate": f"{mandate.act.path}/{mandate.number}", "title": actions.title_for(mandate)}
    form = PlannedDocumentForm(request.POST or None, session=meeting, initial=initial)
    if request.method == "POST" and form.is_valid():
        plan = _try(form, lambda: actions.expect(session=meeting, by=request.user, **form.cleaned_data))
        if plan:
            messages.success(request, f"Expected: {plan.title}")
            return redirect(board_url(meeting))
    return _form_page(request, form, meeting, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@may_plan
def planned_document(request, key):
    """One planned document: all that is known of it, to be changed."""
    plan = _plan(key)
    form = PlannedDocumentForm(request.POST or None, session=plan.session, plan=plan)
    sent = request.method == "POST" and form.is_valid()
    if sent and _try(form, lambda: actions.change(plan, by=request.user, **form.cleaned_data)):
        messages.success(request, f"Changed: {form.cleaned_data['title']}")
        return redirect(f"{board_url(plan.session)}#document-{plan.pk}")
    return _form_page(request, form, plan.session, plan=plan, status=422 if request.method == "POST" else 200)


@require_POST
@may_plan
def set_state(request, key):
    """The light state, changed on the board itself."""
    plan = _plan(key)
    state = request.POST.get("state", "")
    return _done(request, plan.session, lambda: actions.set_state(plan, state=state, by=request.user), key=plan.pk)


@require_POST
@may_plan
def drop(request, key):
    """Expect it no longer."""
    plan = _plan(key)
    because = request.POST.get("because", "").replace("\0", "")[:2000]
    words = f"No longer expected: {plan.title}. It stands below the others, where it can be restored."
    return _done(request, plan.session, lambda: actions.drop(plan, because=because, by=request.user), words)


@require_POST
@may_plan
def restore(request, key):
    """Expect it again."""
    plan = _plan(key)
    words = f"Expected again: {plan.title}"
    return _done(request, plan.session, lambda: actions.restore(plan, by=request.user), words, key=plan.pk)


@require_POST
@may_plan
def take_up(request):
    """What is offered: a document for a mandate, none for it, the agenda, or what the meeting before expected."""
    meeting = _meeting_of_key(request.POST.get("meeting", ""))
    act = request.POST.get("act", "")
    if act == "agenda":
        return _done(
            request,
            meeting,
            lambda: actions.expect_agenda(session=meeting, by=request.user),
            "The provisional agenda is expected.",
        )
    if act == "carry":
        keys = [int(key) for key in request.POST.getlist("plan")[:1000] if _is_key(key)]
        plans = PlannedDocument.objects.filter(pk__in=keys).select_related("agenda_item", "mandate", "owner")
        plans = list(plans.order_by("pk"))
        if not plans:
            messages.error(request, "Choose at least one document to carry over.")
            return redirect(board_url(meeting))
        return _done(
            request,
            meeting,
            lambda: actions.carry_over(plans, session=meeting, by=request.user),
            lambda made: f"{len(made)} {'document is' if len(made) == 1 else 'documents are'} expected again.",
        )
    verbs = {"expect": (actions.expect_for, "Expected: "), "none": (actions.need_none, "No document needed: ")}
    mandate = _by_key(
        Mandate.objects.visible_to(Audience.SECRETARIAT).select_related("act__body"), request.POST, "mandate"
    )
    if mandate is None or act not in verbs:
        raise Http404
    verb, words = verbs[act]
    return _done(
        request, meeting, lambda: verb(mandate, session=meeting, by=request.user), lambda plan: f"{words}{plan.title}"
    )


def board_url(meeting) -> str:
    """Where the board of a session or meeting stands."""
    seat = meeting.first_seat
    if seat is None:
        return reverse("planning")
    if meeting.kind == MeetingKind.SESSION and seat.body.is_conference and seat.ordinal:
        return reverse("planning_session", args=[seat.ordinal])
    # A body may hold two meetings on one date: a meeting that is not counted is named by its key.
    return reverse("planning_meeting", args=[seat.body.slug, seat.ordinal or f"id-{meeting.pk}"])


def _session(ordinal):
    found = session_found(ordinal, Audience.SECRETARIAT) if ordinal < 10_000 else None
    if found is None:
        raise Http404
    return _with_bodies(found)


def _with_bodies(meeting):
    """The meeting with its bodies, by which it is named over and over."""
    prefetch_related_objects(
        [meeting], Prefetch("seats", MeetingBody.objects.select_related("body").order_by("position"))
    )
    return meeting


def _meeting_of_key(key):
    if not _is_key(key):
        raise Http404
    return get_object_or_404(Meeting.objects.visible_to(Audience.SECRETARIAT).with_bodies(), pk=int(key))


def _by_key(records, given, name):
    key = given.get(name, "")
    return records.filter(pk=int(key)).first() if _is_key(key) else None


def _is_key(text):
    return text.isascii() and text.isdecimal() and len(text) < 19


def _plan(key):
    known = PlannedDocument.objects.visible_to(Audience.SECRETARIAT)
    known = known.select_related("session", "document", "agenda_item", "mandate__act__body", "owner")
    return get_object_or_404(known.prefetch_related("session__seats__body", "document__versions"), pk=key)


def _asked(given, shown):
    """The filters and the order in an address; what means nothing is passed over."""
    owners = {str(owner.pk) for owner in shown.owners} | {"nobody"}
    return {
        "late": given.get("late") if given.get("late") in LATE else "",
        "owner": given.get("owner") if given.get("owner") in owners else "",
        "state": given.get("state") if given.get("state") in Stand.values else "",
        "order": given.get("order") if given.get("order") in ORDERS else "submit",
    }


def _filters(asked, shown, given):
    """The drop-downs and chips of the board, as ``components/_filters.html`` takes them."""
    stands = {row.stand for row in shown.rows}
    offered = {
        "late": ("Needs attention", "Anything", [(value, capfirst(words)) for value, words in LATE.items()]),
        "owner": (
            "Owner",
            "Anybody",
            [*((str(owner.pk), owner.shown_name) for owner in shown.owners), ("nobody", "Nobody yet")],
        ),
        "state": ("State", "Any state", [(each.value, capfirst(each.label)) for each in Stand if each in stands]),
    }
    return drop_downs(offered, asked, given)


def _form_page(request, form, meeting, plan=None, status=200):
    context = {
        "section": "desk",
        "form": form,
        "meeting": meeting,
        "plan": plan,
        "row": board_row(plan, timezone.localdate()) if plan else None,
        "board_url": board_url(meeting),
        "may_plan": request.user.has_perm(PERMISSION),
    }
    return render(request, "mandates/planned_document.html", context, status=status)


def _try(form, verb):
    """Do what the form asks; a refusal becomes an error of the form. What the verb gave, or None."""
    try:
        return verb()
    except NotPossible as refusal:
        for sentence in refusal.messages:
            form.add_error(None, sentence)
        return None


def _done(request, meeting, verb, words=None, key=None):
    """Do it and go back to the board, saying what was done or why not."""
    try:
        result = verb()
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        said = words(result) if callable(words) else words
        if said:
            messages.success(request, said)
    address = page_to_go_back_to(request, board_url(meeting))
    return redirect(f"{address}#document-{key}" if key and "#" not in address else address)
