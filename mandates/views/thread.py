"""The thread of one mandate."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mandates import queries
from mandates.thread import sources_of, thread_of
from mandates.views import as_it_stood
from mandates.views.answers import here, may_decide, undo_asked
from mandates.views.standing import statuses_to_state

# What the gap radar finds about it is told to staff in a quiet line; the rest stands on the radar.
MOST_FINDINGS = 5


@require_safe
def mandate(request, act, number):
    """What was asked, and what came of it; with ``?on=`` as it stood on a date."""
    if request.GET.get("on"):
        return as_it_stood.mandate(request, act, number)
    wanted = queries.act_of_address(act)
    if wanted is None:
        raise Http404
    shown = queries.mandate_page(request.audience, number=int(number), **wanted)
    if shown is None:
        raise Http404
    context = {"section": "mandates", "shown": shown, "mandate": shown.mandate, "steps": thread_of(shown)}
    context["sources"] = sources_of(shown)
    context["findings"] = shown.mandate.findings.visible_to(request.audience).standing().in_order()[:MOST_FINDINGS]
    context["statuses"] = statuses_to_state(request)
    # Only where there is something to decide does a page hold forms and their token.
    if may_decide(request.user):
        context |= {"may_change": True, "here": here(request), "undo": undo_asked(request)}
    return render(request, "mandates/mandate.html", context)
