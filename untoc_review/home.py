"""The home page: what came of the mandates, the sessions, and what was issued lately."""

from datetime import date

from django.db.models import Count, F, Value
from django.shortcuts import render
from django.views.decorators.http import require_safe

from documents.models import Act, Document
from documents.models.rows import rows_of
from mandates.models import Mandate
from mandates.standing import told_first
from meetings.models import Meeting
from meetings.queries import sessions_list
from untoc_review.news import news_for

LATEST = 6
THREADS = 6


@require_safe
def home(request):
    audience = request.audience
    sessions = sessions_list(audience)
    latest = Document.objects.visible_to(audience).exclude(date=None).filter(bodies__is_external=False).distinct()
    current, eyebrow = _current(sessions)
    context = {
        "section": "home",
        "news": news_for(request.user) if request.user.is_authenticated else None,
        "sessions": sessions[::-1],
        "current_session": current,
        "current_eyebrow": eyebrow,
        "mandates": told_first(audience, THREADS),
        "latest_documents": rows_of(latest.order_by(F("date").desc(), "-pk")[:LATEST], audience),
        "counts": _counts(audience),
    }
    return render(request, "home.html", context)


def _counts(audience):
    """How many records of each kind the reader may see, as a dict. One query for all four."""
    counted = [
        model.objects.visible_to(audience)
        .order_by()
        .annotate(counted=Value(name))
        .values("counted")
        .annotate(number_of_them=Count("pk"))
        for name, model in (("documents", Document), ("acts", Act), ("mandates", Mandate), ("meetings", Meeting))
    ]
    found = counted[0].union(*counted[1:], all=True).values_list("counted", "number_of_them")
    return dict.fromkeys(("documents", "acts", "mandates", "meetings"), 0) | dict(found)


def _current(sessions):
    """The session that is on, or comes next, else the last one held; with the words above its card."""
    today = date.today()
    coming = [session for session in sessions if session.is_to_come or (session.last_day or date.min) >= today]
    if coming:
        session = coming[-1]
        on = session.meeting.start and not session.is_to_come and session.meeting.start <= today
        return session, "In session" if on else "Next session"
    held = [session for session in sessions if session.meeting.start]
    return (held[0], "Last session") if held else (None, "")
