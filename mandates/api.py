"""The register of mandates for machines: the same questions and the same answers as on its page, as JSON."""

import re

from django.core.paginator import Paginator
from django.http import JsonResponse
from django.urls import path
from django.views.decorators.http import require_safe

from mandates import standing

PAGE_LENGTH = 50
MOST_ON_A_PAGE = 100


@require_safe
def mandates(request):
    """Mandates with status and reason: ``q`` and the filters of the register (status, due, session, body, deliverable,
    addressee, addressed, act), ``page`` and ``length`` (at most MOST_ON_A_PAGE)."""
    asked = standing.asked_of(request.GET, request.audience)
    standing.catch_up()
    counts = standing.counted(asked, request.audience)
    length = _length(request.GET.get("length", ""))
    page = Paginator(range(counts.total), length).get_page(request.GET.get("page"))
    first = (page.number - 1) * length
    keys = standing.standings_of(asked, request.audience).order_by("order_key").values_list("mandate", flat=True)
    site = request.build_absolute_uri("/").rstrip("/")
    told = {
        "total": counts.total,
        "results": [
            _told(row, site) for row in standing.rows_of_mandates(request.audience, list(keys[first : first + length]))
        ],
        "facets": {
            name: [{"value": value, "label": label, "count": count} for value, label, count, _chosen in choices]
            for name, choices in counts.choices.items()
        },
        "next": None,
    }
    if page.has_next():
        rest = request.GET.copy()
        rest["page"] = page.next_page_number()
        told["next"] = f"{site}{request.path}?{rest.urlencode()}"
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _length(typed):
    return min(max(int(typed), 1), MOST_ON_A_PAGE) if re.fullmatch(r"[0-9]{1,4}", typed) else PAGE_LENGTH


def _told(row, site):
    mandate, kept, outcome = row.mandate, row.mandate.standing, row.outcome
    return {
        "act": mandate.act.label,
        "paragraph": mandate.paragraph_as_printed,
        "verb": mandate.verb,
        "addressees": kept.addressees if kept else [],
        "action": mandate.action,
        "deliverable": mandate.deliverable,
        "least_number": mandate.least_number,
        "is_recurring": mandate.is_recurring,
        "due": row.due,
        "due_on": kept.due_on.isoformat() if kept and kept.due_on else None,
        "status": outcome.word.lower(),
        "reason": outcome.sentence,
        "is_stated": bool(kept and kept.is_stated),
        "meetings_held": row.meetings_held,
        "reports": row.reports_count,
        "resources": mandate.resources,
        "url": f"{site}{row.url}",
    }


urlpatterns = [path("mandates/", mandates, name="mandates_api")]
