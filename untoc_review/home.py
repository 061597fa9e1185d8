"""The home page: what came of the mandates, the sessions, and what was issued lately."""

from datetime import date

from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models import Act, Document
from documents.models.rows import rows_of
from mandates.models import Mandate
from mandates.queries import RegisterRow, outcome_of
from meetings.models import Meeting
from meetings.queries import sessions_list

LATEST = 6
THREADS = 6


@require_safe
def home(request):
    audience = request.audience
    sessions = list(sessions_list(audience))
    mandates = Mandate.objects.visible_to(audience).for_list()
    # The threads with most to tell come first; the register has them all.
    told = sorted(mandates, key=lambda mandate: (mandate.was_transmitted, mandate.meetings_held + mandate.reports_counted), reverse=True)
    latest = Document.objects.visible_to(audience).exclude(date=None).filter(bodies__is_external=False).order_by("-date", "-pk")
    context = {
        "section": "home",
        "sessions": sessions,
        "current_session": _current(sessions),
        "threads": [RegisterRow(mandate, outcome_of(mandate)) for mandate in told[:THREADS]],
        "latest": rows_of(latest.distinct()[:LATEST], audience),
        "counts": {
            "documents": Document.objects.visible_to(audience).count(),
            "acts": Act.objects.visible_to(audience).count(),
            "mandates": len(told),
            "meetings": Meeting.objects.visible_to(audience).count(),
        },
    }
    return render(request, "home.html", context)


def _current(sessions):
    """The session that is on or comes next; else the last one."""
    coming = [session for session in sessions if session.start and (session.end or session.start) >= date.today()]
    return coming[-1] if coming else next(iter(sessions), None)
