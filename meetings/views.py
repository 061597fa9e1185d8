"""Pages of sessions, meetings and bodies."""

from django.db.models.functions import ExtractYear
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from meetings import queries
from meetings.models import Body, Meeting


@require_safe
def sessions(request):
    """The sessions of the Conference."""
    context = {"section": "sessions", "sessions": queries.sessions_list(request.audience)}
    return render(request, "meetings/sessions.html", context)


@require_safe
def session(request, ordinal):
    """One session: its documents by agenda item, its acts, the meetings that led to it."""
    found = get_object_or_404(
        Meeting.objects.visible_to(request.audience).sessions().with_bodies(), seats__ordinal=ordinal
    )
    context = {"section": "sessions", **queries.meeting_page(found, request.audience)}
    return render(request, "meetings/meeting.html", context)


@require_safe
def meetings(request):
    """All meetings, newest first, by body and year."""
    known = Body.objects.filter(meetings__isnull=False).distinct()
    years = (
        Meeting.objects.visible_to(request.audience)
        .exclude(start=None)
        .annotate(year=ExtractYear("start"))
        .values_list("year", flat=True)
        .order_by("-year")
        .distinct()
    )
    body, year = request.GET.get("body", ""), request.GET.get("year", "")
    year = year if year.isdecimal() and len(year) == 4 else ""
    context = {
        "section": "meetings",
        "meetings": queries.meetings_list(request.audience, body=body, year=year),
        "bodies": known,
        "years": [str(year) for year in years],
        "body": body,
        "year": year,
        "query": urlencode({"body": body, "year": year}),
    }
    return render(request, "meetings/meetings.html", context)


@require_safe
def meeting(request, body, address):
    """One meeting, at its ordinal or its date; several of one body on one date are offered."""
    holder = _body(body)
    found = list(
        Meeting.objects.visible_to(request.audience).addressed(holder, address).with_bodies().distinct()
    )
    if not found:
        raise Http404
    if len(found) > 1:
        context = {"section": "meetings", "meetings": found, "body": holder.slug, "several": True}
        return render(request, "meetings/several.html", context)
    if found[0].get_absolute_url() != request.path:
        # A joint meeting stands under each of its bodies; everything else has one address.
        seats = {(seat.body.slug, str(seat.ordinal)) for seat in found[0].seats.all()}
        if (body, address) not in seats and not address.startswith("id-"):
            return redirect(found[0])
    context = {"section": "meetings", **queries.meeting_page(found[0], request.audience)}
    return render(request, "meetings/meeting.html", context)


def _body(address):
    return get_object_or_404(Body.objects.addressed(address).order_by("pk")[:1])


@require_safe
def bodies(request):
    """The Conference and its bodies, and the bodies outside it that its papers name."""
    return render(request, "meetings/bodies.html", {"section": "bodies", "bodies": Body.objects.select_related("parent")})


@require_safe
def body(request, address):
    """One body."""
    found = _body(address)
    if address != found.slug:
        return redirect(found, permanent=True)
    return render(request, "meetings/body.html", {"section": "bodies", **queries.body_page(found, request.audience)})


