"""The register, a mandate and a session as they stood on a date: ``?on=2024-05-01`` on their pages."""

from functools import wraps

from django.core.paginator import Page, Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from documents.filters import drop_downs, without
from documents.queries import session_choices
from mandates import queries
from mandates.as_it_stood.days import NoSuchDay, day_asked
from mandates.as_it_stood.past import Past
from mandates.as_it_stood.register import register_as_it_stood
from mandates.as_it_stood.session import session_as_it_stood
from mandates.as_it_stood.thread import key_at, mandate_as_it_stood
from mandates.standing import asked_of
from mandates.standing.narrowing import DELIVERABLES
from mandates.thread import thread_of
from meetings.models import Meeting
from meetings.queries import meetings_found, session_found

PAGE_LENGTH = 100
DEEPEST = 10_000


def not_indexed(view):
    """Search engines are to find the page of today, not those of all days gone by."""

    @wraps(view)
    def marked(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        return response

    return marked


@require_safe
@not_indexed
def register(request):
    """The register of mandates as it stood."""
    today_url = reverse("mandates")
    try:
        day = day_asked(request.GET.get("on", ""))
    except NoSuchDay as trouble:
        return _sentence(request, str(trouble), today_url, "mandates", status=400)
    if day.is_before_the_record:
        return _before_the_record(request, day, today_url, "mandates")
    known = asked_of(request.GET, request.audience)
    asked = {name: next(iter(getattr(known, name)), "") for name in ("session", "deliverable", "addressee")}
    number = _page_number(request.GET.get("page", ""))
    past = Past(day.end, request.audience)
    shown = register_as_it_stood(past, start=(number - 1) * PAGE_LENGTH, length=PAGE_LENGTH, **asked)
    pages = Paginator(range(shown.count), PAGE_LENGTH)
    if number > pages.num_pages:
        number = pages.num_pages
        shown = register_as_it_stood(past, start=(number - 1) * PAGE_LENGTH, length=PAGE_LENGTH, **asked)
    given = {"on": day.on.isoformat()} | {name: value for name, value in asked.items() if value}
    filters, chips = _filters(asked, given, request.audience)
    context = {
        "section": "mandates",
        "day": day,
        "today_url": today_url,
        "page": Page(shown.rows, number, pages),
        "query": urlencode(given),
        "filters": filters,
        "chips": chips,
        "kept": [("on", day.on.isoformat())],
        "clear_url": f"?{urlencode({'on': day.on.isoformat()})}",
    }
    return render(request, "mandates/register_as_it_stood.html", context)


@require_safe
@not_indexed
def mandate(request, act, number):
    """The thread of a mandate as it stood."""
    wanted = queries.act_of_address(act)
    if wanted is None:
        raise Http404
    today_url = reverse("mandate", args=[act, number])
    stands = queries.stands_now(request.audience, number=int(number), **wanted)
    try:
        day = day_asked(request.GET.get("on", ""))
    except NoSuchDay as trouble:
        return _sentence(request, str(trouble), _if(stands, today_url), "mandates", status=400)
    if day.is_before_the_record:
        return _before_the_record(request, day, _if(stands, today_url), "mandates")
    past = Past(day.end, request.audience)
    key = key_at(past, number=int(number), **wanted)
    shown = mandate_as_it_stood(past, key) if key else None
    if shown is None:
        sentence = f"This mandate did not stand in the register on {day.in_words}."
        return _sentence(request, sentence, _if(stands, today_url), "mandates", status=404, day=day)
    context = {
        "section": "mandates",
        "day": day,
        "today_url": today_url if stands else "",
        "shown": shown,
        "mandate": shown.mandate,
        "steps": thread_of(shown),
    }
    return render(request, "mandates/mandate_as_it_stood.html", context)


@require_safe
@not_indexed
def session(request, ordinal):
    """The page of a session as it stood."""
    found = session_found(ordinal, request.audience) if ordinal < 10_000 else None
    return _meeting(request, found, "sessions")


@require_safe
@not_indexed
def meeting(request, body, address):
    """The page of another meeting as it stood."""
    found, _siblings = meetings_found(body, address, request.audience)
    return _meeting(request, found[0] if len(found) == 1 else None, "meetings")


def _meeting(request, found, section):
    if found is None:
        raise Http404
    found = Meeting.objects.visible_to(request.audience).with_bodies().get(pk=found.pk)
    today_url = found.get_absolute_url()
    if not request.GET.get("on"):
        return redirect(today_url)
    try:
        day = day_asked(request.GET["on"])
    except NoSuchDay as trouble:
        return _sentence(request, str(trouble), today_url, section, status=400)
    if day.is_before_the_record:
        return _before_the_record(request, day, today_url, section)
    shown = session_as_it_stood(Past(day.end, request.audience), found.pk)
    if shown is None:
        sentence = f"This meeting did not stand in the record on {day.in_words}."
        return _sentence(request, sentence, today_url, section, status=404, day=day)
    context = {"section": section, "day": day, "today_url": today_url, "shown": shown, "meeting": shown.meeting}
    return render(request, "mandates/session_as_it_stood.html", context)


def _if(stands, today_url):
    """Where the page of today stands; nothing may be told of what the reader does not see today."""
    if not stands:
        raise Http404
    return today_url


def _before_the_record(request, day, today_url, section):
    if day.begins is None:
        sentence = "Nothing is in the record yet."
    else:
        sentence = f"The record begins on {day.begins_in_words}: it does not know how things stood on {day.in_words}."
    return _sentence(request, sentence, today_url, section, day=day)


def _sentence(request, sentence, today_url, section, *, status=200, day=None):
    context = {
        "section": section,
        "sentence": sentence,
        "today_url": today_url,
        "day": day,
        "form_url": request.path,
    }
    return render(request, "mandates/no_such_day.html", context, status=status)


def _page_number(text):
    return min(max(int(text), 1), DEEPEST) if text.isascii() and text.isdecimal() and len(text) < 8 else 1


def _filters(asked, given, audience):
    """The drop-downs and chips, as ``components/_filters.html`` takes them."""
    sessions = [*session_choices(audience), ("external", "Outside the Conference")]
    offered = {
        "session": ("Session", "Any session", sessions),
        "deliverable": ("Asks for", "Anything", DELIVERABLES.items()),
    }
    filters, chips = drop_downs(offered, asked, given)
    if asked["addressee"]:
        chips.append((f"Addressee: {asked['addressee']}", without(given, "addressee")))
    return filters, chips
