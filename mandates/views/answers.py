"""What staff decide about answers: the forms of a mandate's thread, and the list of all mandates that wait for it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import for_the_secretariat
from accounts.actions import NotPossible
from mandates.answering import actions, review
from mandates.models import Mandate, Response
from mandates.views.choices import filters_and_chips, sessions_of_acts
from meetings.models import Meeting

PAGE_LENGTH = 30
PERMISSION = "mandates.change_mandate"


def may_decide(user) -> bool:
    """Whether a person's roles let them decide, for showing the buttons: it costs no query. The buttons ask the permission."""
    app, codename = PERMISSION.split(".")
    return user.is_authenticated and (user.is_superuser or any(role.allows(app, codename) for role in user.roles))


@require_safe
@for_the_secretariat
def responses(request):
    """The mandates of which something is proposed as an answer, surest first, with filters."""
    asked = review.asked_of(request.GET)
    page = Paginator(review.mandates_waiting(**asked), PAGE_LENGTH).get_page(request.GET.get("page"))
    page.object_list = review.rows(page.object_list, request.audience)
    filters, chips = _filters(asked, request.audience)
    context = {
        "section": "desk",
        "page": page,
        "asked": asked,
        "filters": filters,
        "chips": chips,
        "query": urlencode({name: value for name, value in asked.items() if value}),
        "may_change": may_decide(request.user),
        "here": here(request),
        "undo": undo_asked(request),
    }
    return render(request, "mandates/responses.html", context)


def _filters(asked, audience):
    what = [(value, words) for value, (words, _condition) in review.WHAT.items()]
    offered = {
        "session": ("Session of the act", sessions_of_acts(audience)),
        "what": ("Proposed", [("", "Anything"), *what]),
    }
    return filters_and_chips(offered, asked)


@require_POST
@for_the_secretariat
def decide(request, pk):
    """One step of a thread: confirm, dismiss with a reason, restore, take back, or say to which session it went."""
    _may(request)
    response = Response.objects.filter(pk=pk).select_related("mandate__act__body").first()
    if response is None:
        messages.error(request, "This step is no longer proposed: its grounds are gone.")
        return _back(request, reverse("responses"))
    do = DECISIONS.get(request.POST.get("do"))
    if do is None:
        raise Http404
    name = str(response)
    try:
        said = do(request, response, name)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return _back(request, response.mandate.get_absolute_url(), anchor=f"response-{pk}")
    messages.success(request, said)
    undo = UNDO.get(request.POST["do"])
    query = {"decided": pk, "undo": undo} if undo else {}
    return _back(request, response.mandate.get_absolute_url(), anchor=f"response-{pk}", **query)


def _confirm(request, response, name):
    actions.confirm(response, by=request.user)
    return f"Confirmed: {name}."


def _take_back(request, response, name):
    actions.take_back(response, by=request.user)
    return f"Taken back: {name} is proposed again."


def _dismiss(request, response, name):
    actions.dismiss(response, reason=request.POST.get("reason", ""), by=request.user)
    return f"Dismissed: {name}. It is not proposed again."


def _restore(request, response, name):
    restored = actions.restore(response, by=request.user)
    return f"Restored: {name}{' stands again' if restored.is_confirmed else ' is proposed again'}."


def _confirm_session(request, response, name):
    session = actions.confirm_session(response, by=request.user).made_available_to
    return f"Confirmed: {name} was made available to the {session.title_in_a_sentence}."


def _dismiss_session(request, response, name):
    actions.dismiss_session(response, by=request.user)
    return f"Dismissed: that session is not proposed again for {name}."


def _set_session(request, response, name):
    session = actions.set_session(response, session=_session(request), by=request.user).made_available_to
    return (
        f"{name} was made available to the {session.title_in_a_sentence}."
        if session
        else f"To which session {name} went is not known now."
    )


DECISIONS = {
    "confirm": _confirm,
    "take-back": _take_back,
    "dismiss": _dismiss,
    "restore": _restore,
    "confirm-session": _confirm_session,
    "dismiss-session": _dismiss_session,
    "set-session": _set_session,
}


# What takes a decision back.
UNDO = {"confirm": "take-back", "dismiss": "restore"}


def undo_asked(request):
    """What the address says can be taken back, for the button beside the message: (key of the step, what to do) or None."""
    key, do = request.GET.get("decided", ""), request.GET.get("undo", "")
    if not _is_key(key) or do not in UNDO.values() or not may_decide(request.user):
        return None
    return int(key), do


def here(request):
    """The address of this page without what was decided on it."""
    given = request.GET.copy()
    for name in ("decided", "undo"):
        given.pop(name, None)
    return f"{request.path}?{given.urlencode()}" if given else request.path


@require_POST
@for_the_secretariat
def confirm_all(request, pk):
    """Confirm everything that is proposed for one mandate."""
    _may(request)
    mandate = _mandate(pk)
    try:
        done = actions.confirm_all(mandate, by=request.user)
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        number = f"{len(done)} step{'s' * (len(done) > 1)}"
        url = mandate.get_absolute_url()
        messages.success(request, format_html('Confirmed: {} of <a href="{}">{}</a>.', number, url, mandate.heading))
    return _back(request, mandate.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@for_the_secretariat
def responses_of_mandate(request, pk):
    """Answers by hand: add a meeting or a document, correct the session, dismiss what is wrong, restore what is not."""
    mandate = _mandate(pk)
    if request.method == "POST":
        _may(request)
        try:
            response = actions.add(
                mandate,
                meeting=_meeting(request.POST.get("meeting", "")),
                symbol=request.POST.get("symbol", ""),
                session=_session(request),
                note=request.POST.get("note", ""),
                by=request.user,
            )
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"Added: {response}.")
            return redirect(f"{mandate.get_absolute_url()}#response-{response.pk}")
    given = {name: request.POST.get(name, "")[:500] for name in ("symbol", "meeting", "session", "note")}
    context = {
        "section": "desk",
        "mandate": mandate,
        "steps": review.all_steps(mandate),
        "meetings": review.meetings_offered(mandate),
        "sessions": review.sessions_offered(),
        "given": given,
        "may_change": may_decide(request.user),
        "here": here(request),
        "undo": undo_asked(request),
    }
    return render(request, "mandates/responses_of_mandate.html", context)


def _may(request):
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied


def _mandate(pk):
    return get_object_or_404(Mandate.objects.select_related("act__body"), pk=pk)


def _session(request):
    """The session chosen; None for none. Raises NotPossible for what is none."""
    key = request.POST.get("session", "")
    if not key:
        return None
    session = Meeting.objects.sessions().filter(pk=int(key)).first() if _is_key(key) else None
    if session is None:
        raise NotPossible("Choose one of the sessions offered.")
    return session


def _meeting(words):
    """The meeting chosen; None for none. Raises NotPossible for what is none."""
    words = words.replace("\0", "").strip()
    if not words:
        return None
    found = Meeting.objects.filter(pk=int(words)).first() if _is_key(words) else None
    if found is None:
        raise NotPossible("Choose one of the meetings offered.")
    return found


def _is_key(words):
    return words.isascii() and words.isdecimal() and len(words) < 19


def _back(request, otherwise, anchor="", **query):
    """Back to the page on which the button stood, at the same place; never to another site."""
    place = request.POST.get("next", "").replace("\0", "")
    if not place.startswith("/") or not url_has_allowed_host_and_scheme(place, allowed_hosts=None):
        place = otherwise
    place = place.split("#")[0]
    if query:
        place += f"{'&' if '?' in place else '?'}{urlencode(query)}"
    return redirect(f"{place}#{anchor}" if anchor else place)
