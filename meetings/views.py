"""Pages of sessions, meetings and bodies."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from meetings import queries


@require_safe
def sessions(request):
    """The sessions of the Conference."""
    context = {"section": "sessions", "sessions": queries.sessions_list(request.audience)}
    return render(request, "meetings/sessions.html", context)


@require_safe
def session(request, ordinal):
    """One session: its documents by agenda item, its acts, the meetings that led to it."""
    if request.GET.get("on"):
        return _as_it_stood(request, "session_as_it_stood", ordinal)
    found = queries.session_found(ordinal, request.audience) if ordinal < 10_000 else None
    if found is None:
        raise Http404
    context = {"section": "sessions", "shown": queries.meeting_page(found, request.audience)}
    return render(request, "meetings/meeting.html", context)


@require_safe
def meetings(request):
    """All meetings, newest first, by body and year."""
    body, year = request.GET.get("body", ""), request.GET.get("year", "")
    listed = queries.meetings_list(request.audience, body=body, year=year)
    asked = {"body": listed.body.slug if listed.body else "", "year": listed.year}
    filters = [
        {"name": "body", "label": "Body", "choices": [("", "Any body", None, False), *listed.body_choices]},
        {"name": "year", "label": "Year", "choices": [("", "Any year", None, False), *listed.year_choices]},
    ]
    chips = [(f"Body: {listed.body}", f"?{urlencode(asked | {'body': ''})}")] if listed.body else []
    chips += [(f"Year: {listed.year}", f"?{urlencode(asked | {'year': ''})}")] if listed.year else []
    context = {"section": "meetings", "listed": listed, "filters": filters, "chips": chips}
    return render(request, "meetings/meetings.html", context)


@require_safe
def meeting(request, body, address):
    """One meeting, at its ordinal or its date; several of one body on one date are offered."""
    if request.GET.get("on"):
        return _as_it_stood(request, "meeting_as_it_stood", body, address)
    found, siblings = queries.meetings_found(body, address, request.audience)
    if not found:
        raise Http404
    if len(found) > 1 and not address.startswith("id-"):
        return render(request, "meetings/several.html", {"section": "meetings", "meetings": found, "address": address})
    one = found[0]
    if one.get_absolute_url().startswith(reverse("sessions")) or (address.startswith("id-") and one.ordinal):
        return redirect(one)
    # A joint meeting stands under each of its bodies; everything else has one address.
    if not address.startswith("id-") and (body, address) not in queries.addresses_of(one):
        return redirect(one)
    context = {"section": "meetings", "shown": queries.meeting_page(one, request.audience, siblings)}
    return render(request, "meetings/meeting.html", context)


@require_safe
def bodies(request):
    """The Conference and its bodies, and the bodies outside it that its papers name."""
    known = queries.bodies_list(request.audience)
    context = {
        "section": "bodies",
        "bodies": [body for body in known if not body.is_external],
        "outside": [body for body in known if body.is_external],
    }
    return render(request, "meetings/bodies.html", context)


@require_safe
def body(request, address):
    """One body."""
    found = queries.body_found(address)
    if found is None:
        raise Http404
    if address != found.slug:
        return redirect(found, permanent=True)
    context = {"section": "bodies", "shown": queries.body_page(found, request.audience)}
    return render(request, "meetings/body.html", context)


def _as_it_stood(request, name, *place):
    """To the page of a day gone by, which a higher room shows."""
    return redirect(f"{reverse(name, args=place)}?{urlencode({'on': request.GET['on']})}")
