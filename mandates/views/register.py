"""The register of mandates."""

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from documents.queries import session_choices
from mandates import queries
from mandates.exports import mandates_csv
from mandates.models import Deliverable
from mandates.views import as_it_stood

PAGE_LENGTH = 100


@require_safe
def mandates(request):
    """The register of mandates, by session, deliverable, addressee and outcome; also as CSV."""
    if request.GET.get("on"):
        return as_it_stood.register(request)
    asked = queries.asked_of(request.GET)
    rows = queries.register(request.audience, **asked)
    if request.GET.get("format") == "csv":
        return mandates_csv(rows, request.build_absolute_uri("/").rstrip("/"))
    filters, chips = _filters(asked, request.audience)
    given = {name: value for name, value in asked.items() if value}
    context = {
        "section": "mandates",
        "page": Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("page")),
        "filters": filters,
        "chips": chips,
        "query": urlencode(given),
        "csv_url": f"?{urlencode(given | {'format': 'csv'})}",
    }
    return render(request, "mandates/register.html", context)


def _filters(asked, audience):
    """The drop-downs and chips of the register, as ``components/_filters.html`` takes them."""
    offered = {
        "session": ("Session", "Any session", [*session_choices(audience), ("external", "Outside the Conference")]),
        "deliverable": (
            "Asks for",
            "Anything",
            [(value, label[:1].upper() + label[1:]) for value, label in Deliverable.choices],
        ),
        "addressee": (
            "Addressee",
            "Anybody",
            [(words, words) for words, _count in queries.addressees(audience)],
        ),
        "outcome": ("What came of it", "Anything", [(word, word) for word in queries.OUTCOMES]),
    }
    filters, chips = [], []
    for name, (label, any_of_them, choices) in offered.items():
        chosen = asked[name]
        options = [(value, words, None, value == chosen) for value, words in choices]
        filters.append({"name": name, "label": label, "choices": [("", any_of_them, None, not chosen), *options]})
        if chosen:
            rest = urlencode({key: value for key, value in asked.items() if value and key != name})
            chips.append((f"{label}: {dict(choices).get(chosen, chosen)}", f"?{rest}"))
    return filters, chips
