"""Saying by hand how a mandate stands, and taking that back."""

from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import for_the_secretariat
from accounts.actions import NotPossible
from mandates import standing
from mandates.models import Mandate, MandateStatus
from mandates.views.answers import may_decide

CHANGE = permission_required("mandates.change_mandate", raise_exception=True)


def statuses_to_state(request) -> list[tuple]:
    """The statuses that the reader may state on the page of a mandate, as (value, label); none for who may not."""
    return MandateStatus.choices[1:] if may_decide(request.user) else []


@for_the_secretariat
@CHANGE
@require_http_methods(["GET", "HEAD", "POST"])
def state_status(request, pk):
    """A small form: the status and the reason. The page of the mandate has the same form."""
    mandate = _mandate(request, pk)
    problem = ""
    if request.method == "POST":
        try:
            standing.state(
                mandate, status=request.POST.get("status", ""), because=request.POST.get("because", ""), by=request.user
            )
        except NotPossible as refused:
            problem = str(refused)
        else:
            return redirect(mandate)
    given = request.POST if problem else {"status": mandate.status, "because": mandate.status_because}
    context = {
        "section": "mandates",
        "mandate": mandate,
        "problem": problem,
        "status": given.get("status", ""),
        "because": given.get("because", ""),
        "statuses": statuses_to_state(request),
    }
    return render(request, "mandates/state_status.html", context, status=400 if problem else 200)


@for_the_secretariat
@CHANGE
@require_POST
def take_back_status(request, pk):
    """The evidence decides again."""
    mandate = _mandate(request, pk)
    try:
        standing.take_back(mandate, by=request.user)
    except NotPossible as refused:
        context = {
            "section": "mandates",
            "mandate": mandate,
            "problem": str(refused),
            "statuses": statuses_to_state(request),
        }
        return render(request, "mandates/state_status.html", context, status=400)
    return redirect(mandate)


def _mandate(request, pk):
    mandates = Mandate.objects.visible_to(request.audience).with_outcome(request.audience)
    return get_object_or_404(mandates.select_related("act__body", "status_by"), pk=pk)
