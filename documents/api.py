"""The search for machines: the same question and the same answer as on the page, as JSON."""

from django.http import JsonResponse
from django.urls import path
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from documents.filters import Filters
from documents.search.find import DEEPEST, PAGE_LENGTH, find
from documents.search.narrowing import narrowed_by

MOST_ON_A_PAGE = 100


@require_safe
def search(request):
    """What a search finds: ``q`` and the filters of the page (body, meeting, year, type, language, mandate, item, from, to),
    ``sort``, ``page`` and ``length`` (at most MOST_ON_A_PAGE)."""
    narrowed = narrowed_by(request.GET, request.audience)
    page, length = _number(request, "page", 1), min(_number(request, "length", PAGE_LENGTH), MOST_ON_A_PAGE)
    found = find(request.GET.get("q", ""), request.audience, narrowed, page=page, length=length)
    site = request.build_absolute_uri("/").rstrip("/")
    filters = Filters(request.GET, narrowed, found.facets, request.audience, sort=found.sort, default_sort="relevance")
    told = {
        "q": found.asked.typed,
        "total": found.total,
        "is_whole": found.is_whole,
        "exact": _exact(found.exact, site),
        "acts": [
            {"label": act.heading, "title": act.title, "url": f"{site}{act.get_absolute_url()}"} for act in found.acts
        ],
        "results": [_result(hit, site) for hit in found.hits],
        "suggested": [{"symbol": row.symbol, "url": f"{site}{row.url}"} for row in found.suggested],
        "facets": {
            each.name: [
                {"value": value, "label": label, "count": count} for value, label, count, _selected in each.choices
            ]
            for each in filters.filters
        },
        "next": None,
    }
    if page * length < min(found.total, DEEPEST):
        rest = request.GET.copy()
        rest["page"] = page + 1
        told["next"] = f"{site}{request.path}?{rest.urlencode()}"
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False})


def _number(request, name, otherwise):
    typed = request.GET.get(name, "")
    return int(typed) if typed.isascii() and typed.isdecimal() and 0 < int(typed[:7]) < 1_000_000 else otherwise


def _exact(record, site):
    return {"label": str(record), "url": f"{site}{record.get_absolute_url()}"} if record is not None else None


def _result(hit, site):
    row = hit.row
    result = {
        "symbol": row.symbol,
        "title": row.title,
        "title_language": row.title_language,
        "type": str(row.type),
        "date": row.date_words,
        "url": f"{site}{row.url}",
        "languages": [
            {
                "language": place.language.value,
                "state": str(place.state),
                "url": f"{site}{place.url}" if place.url else None,
            }
            for place in row.places
            if place.state != "none"
        ],
        "replaced_by": row.replaced_by[0] if row.replaced_by else None,
        "corrected_by": [{"symbol": each.symbol, "languages": list(each.languages)} for each in row.corrected_by],
        "applies_to": list(row.applies_to),
        "place": None,
        "reason": hit.reason,
    }
    if hit.text:
        result["place"] = {
            "language": hit.place.language,
            "page": hit.place.number,
            "url": f"{site}{hit.text.url}?{urlencode({'page': hit.place.number})}",
            "excerpt_html": hit.place.excerpt,
        }
    return result


urlpatterns = [path("search/", search, name="search_api")]
