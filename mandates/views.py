"""Pages of mandates: the register, and the thread of each."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from documents.queries import session_choices
from mandates import queries
from mandates.exports import write_csv
from mandates.models import Deliverable, Mandate

OUTCOMES = ["Delivered", "Answered", "Done, as stated", "Partly met", "Not met yet", "No answer recorded"]


@require_safe
def mandates(request):
    """The register of mandates, by session, deliverable, addressee and outcome; also as CSV."""
    session = request.GET.get("session", "")
    asked = {
        "session": session if session.isdecimal() or session == "external" else "",
        "deliverable": _known(request.GET.get("deliverable"), Deliverable.values),
        "addressee": request.GET.get("addressee", "")[:300],
        "outcome": _known(request.GET.get("outcome"), OUTCOMES),
    }
    rows = queries.register(request.audience, **asked)
    if request.GET.get("format") == "csv":
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="mandates.csv"'
        write_csv(response, rows)
        return response
    context = {
        "section": "mandates",
        "rows": rows,
        "asked": asked,
        "sessions": session_choices(),
        "deliverables": Deliverable.choices,
        "addressees": queries.addressees(request.audience),
        "outcomes": OUTCOMES,
        "query": urlencode({name: value for name, value in asked.items() if value}),
    }
    return render(request, "mandates/register.html", context)


def _known(value, values):
    return value if value in values else ""


@require_safe
def mandate(request, act, number):
    """What was asked, and what came of it."""
    body, kind, act_number = (*act.split("/", 2), "", "")[:3]
    found = get_object_or_404(
        Mandate.objects.visible_to(request.audience)
        .with_outcome()
        .select_related("act__body", "act__session", "paragraph", "due_session", "creates_body")
        .prefetch_related("addressees__body", "act__titles", "act__session__seats__body", "documents"),
        act__body__slug=body,
        act__kind=kind,
        act__number=act_number.replace("(", " ("),
        number=number,
    )
    context = {"section": "mandates", "shown": queries.mandate_page(found, request.audience)}
    return render(request, "mandates/mandate.html", context)
