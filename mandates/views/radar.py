"""The gap radar, its answer about reports of meetings, and the years that staff declare complete."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from accounts.access import for_the_secretariat
from accounts.actions import NotPossible
from accounts.views import page_to_go_back_to
from documents.filters import drop_downs
from mandates.gaps import closing, completeness, pages
from mandates.models import Finding, FindingKind
from meetings.models import Body

LONGEST_REASON = 2000
TABS = [
    ("not-issued", "Not issued, as far as we can know"),
    ("not-held", "Not held here"),
    ("contradictions", "Contradictions"),
    (pages.CLOSED, "Closed with a reason"),
]
EMPTY = {
    "not-issued": (
        "Nothing is known to be missing.",
        "What is absent counts as not issued only where staff have declared a body’s year complete.",
    ),
    "not-held": ("Nothing is missed here.", "All that the record names is in it."),
    "contradictions": ("No two facts contradict each other.", ""),
    pages.CLOSED: ("Nobody has closed a finding.", "A finding that is closed with a reason stands here."),
}


@require_safe
@for_the_secretariat
def radar(request):
    """What the record misses, in two parts that are never mixed, and what contradicts itself; also as CSV."""
    asked = pages.asked_of(request.GET)
    if request.GET.get("format") == "csv":
        return pages.radar_csv(request.audience, asked, request.build_absolute_uri("/").rstrip("/"))
    shown = pages.radar_page(request.audience, asked, request.GET.get("page"))
    filters, chips = _filters(shown)
    context = {
        "section": "desk",
        "shown": shown,
        "asked": asked,
        "tabs": [
            (f"?{urlencode(asked.as_query(part=view, list=None))}", words, shown.counts[view], view == asked.view)
            for view, words in TABS
        ],
        "filters": filters,
        "chips": chips,
        "kept": [("part", asked.view)],
        "clear_url": f"?part={asked.view}",
        "query": urlencode(asked.as_query()),
        "list_url": f"?{urlencode(asked.as_query(list='1'))}",
        "csv_url": f"?{urlencode(asked.as_query(format='csv'))}",
        "empty": EMPTY[asked.view],
    }
    return render(request, "mandates/radar.html", context)


def _filters(shown):
    """The drop-downs and chips, as ``components/_filters.html`` takes them."""
    asked = shown.asked
    offered = {
        "kind": ("Kind", "Any kind", [(value, capfirst(label)) for value, label in FindingKind.choices]),
        "body": ("Body", "Any body", [(body.slug, str(body)) for body in shown.bodies]),
        "year": ("Year", "Any year", [(str(year), str(year)) for year in shown.years]),
    }
    chosen = {name: str(getattr(asked, name) or "") for name in offered}
    return drop_downs(offered, chosen, asked.as_query())


@require_safe
@for_the_secretariat
def reports(request):
    """Which reports of meetings are missing, and which are only not held: the answer for each meeting."""
    shown = pages.reports_page(request.audience, request.GET.get("body", "").replace("\0", ""))
    given = {"body": shown.body.slug} if shown.body else {}
    offered = {"body": ("Body", "Any body", [(body.slug, str(body)) for body in shown.bodies])}
    filters, chips = drop_downs(offered, {"body": given.get("body", "")}, given)
    context = {
        "section": "desk",
        "shown": shown,
        "filters": filters,
        "chips": chips,
        "query": urlencode({"kind": FindingKind.REPORT} | given),
    }
    return render(request, "mandates/radar_reports.html", context)


@require_POST
@for_the_secretariat
def close(request, pk):
    """Close a finding with a reason."""
    finding = _finding(request, pk)
    return _answer(
        request,
        lambda: closing.close(finding, because=request.POST.get("because", "")[:LONGEST_REASON], by=request.user),
        "Closed. It stays closed until its causes change.",
    )


@require_POST
@for_the_secretariat
def reopen(request, pk):
    """Open a closed finding again."""
    finding = _finding(request, pk)
    return _answer(request, lambda: closing.reopen(finding, by=request.user), "Open again.")


def _finding(request, pk):
    if not request.user.has_perm("mandates.change_finding"):
        raise PermissionDenied
    return get_object_or_404(Finding.objects.visible_to(request.audience), pk=pk)


def _answer(request, do, done):
    try:
        do()
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, done)
    return redirect(page_to_go_back_to(request, reverse("radar")))


# ---------------------------------------------------------------- completeness


@require_safe
@for_the_secretariat
def declared(request):
    """Which years of which bodies are complete: bodies by years, with the documents in the record; a cell is chosen by a click."""
    year = _year(request.GET.get("year", ""))
    shown = pages.completeness_page(request.GET.get("body", "").replace("\0", ""), year)
    return render(request, "mandates/completeness.html", {"section": "desk", "shown": shown})


@require_POST
@for_the_secretariat
def declare(request):
    """Declare years of a body complete, or take that back."""
    if not request.user.has_perm("documents.change_completeness"):
        raise PermissionDenied
    body = Body.objects.filter(slug=request.POST.get("body", "").replace("\0", "")).first()
    if body is None:
        raise Http404
    first, last = _year(request.POST.get("first", "")), _year(request.POST.get("last", ""))
    back = f"{reverse('completeness')}?{urlencode({'body': body.slug} | ({'year': last} if last else {}))}#chosen"
    if first is None or last is None:
        messages.error(request, "Give the first and the last year in four figures, such as 2016.")
        return redirect(back)
    try:
        if request.POST.get("do") == "take back":
            count = completeness.take_back(body=body, first=first, last=last, by=request.user)
            messages.success(request, f"Taken back for {count} {'year' if count == 1 else 'years'} of {body}.")
        else:
            note = request.POST.get("note", "")[:LONGEST_REASON]
            made = completeness.declare(body=body, first=first, last=last, note=note, by=request.user)
            years = f"{made[0].year}" if len(made) == 1 else f"{len(made)} years"
            messages.success(request, f"Declared complete: {body}, {years}. The radar has looked anew.")
    except NotPossible as problem:
        messages.error(request, str(problem))
    return redirect(back)


def _year(text):
    return int(text) if text.isdecimal() and len(text) == 4 else None
