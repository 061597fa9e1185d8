"""The register of mandates, and the same mandates as the table that secretariats keep."""

from dataclasses import dataclass, replace

from django.core.paginator import Page, Paginator
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mandates import exports, implementation, standing
from mandates.models import Review
from mandates.standing.narrowing import LABELS, STATUSES
from mandates.views import as_it_stood

PAGE_LENGTH = 50
ROWS_OF_THE_TABLE = 25


@dataclass(frozen=True)
class Filter:
    """One choice list, as ``components/_filters.html`` takes it: choices as (value, label, count, selected)."""

    name: str
    label: str
    choices: list
    several: bool = True


@require_safe
def mandates(request):
    """The register of mandates with its filters; also as CSV and XLSX; ``on``: as it stood on a day."""
    if request.GET.get("on"):
        return as_it_stood.register(request)
    asked = standing.asked_of(request.GET, request.audience)
    return _shown(
        request,
        asked,
        PAGE_LENGTH,
        files={"csv": exports.register_csv, "xlsx": exports.register_xlsx},
        rows=standing.rows_of_mandates,
        counted=standing.counted,
        template="mandates/register.html",
    )


@require_safe
def table(request):
    """*Resolution | Para | Summary of action | Implementation | Resources*, with the register's filters; as CSV and XLSX."""
    asked = replace(standing.asked_of(request.GET, request.audience), review=(Review.CONFIRMED,))
    return _shown(
        request,
        asked,
        ROWS_OF_THE_TABLE,
        files={"csv": exports.table_csv, "xlsx": exports.table_xlsx},
        rows=implementation.rows_by_key,
        counted=standing.totalled,
        template="mandates/table.html",
        fixed=("review",),
    )


def _shown(request, asked, length, *, files, rows, counted, template, fixed=()):
    """A page of what answers to a question, or the whole as a file. fixed: filters that are not the reader's to choose."""
    audience = request.audience
    standing.catch_up()
    keys = standing.standings_of(asked, audience).order_by("order_key").values_list("mandate", flat=True)
    if write := files.get(request.GET.get("format")):
        return write(audience, list(keys), request.build_absolute_uri("/").rstrip("/"))
    counts = counted(asked, audience)
    paginator = Paginator(range(counts.total), length)
    page = paginator.get_page(request.GET.get("page"))
    first = (page.number - 1) * length
    found = list(rows(audience, list(keys[first : first + length])))
    chosen = replace(asked, **dict.fromkeys(fixed, ()))
    choices = {name: several for name, several in counts.choices.items() if name not in fixed}
    context = {
        "section": "mandates",
        "asked": asked,
        "page": Page(found, page.number, paginator),
        "total": counts.total,
        "filters": [Filter(name, LABELS[name], several) for name, several in choices.items()],
        "chips": list(_chips(chosen, counts)),
        "kept": [
            (name, value) for name, values in (("q", [chosen.words]), ("act", chosen.act)) for value in values if value
        ],
        "statuses": _statuses(chosen, counts),
        "query": chosen.query,
    }
    return render(request, template, context)


def _chips(asked, counts):
    """What is applied: (label, the address without it)."""
    if asked.words:
        yield f"Words: {asked.words}", f"?{asked.without('words').query}"
    for path in asked.act:
        yield f"Act: {path}", _without(asked, "act", path)
    for name, label in LABELS.items():
        for value in getattr(asked, name):
            yield f"{label}: {counts.label(name, value)}", _without(asked, name, value)


def _without(asked, name, value):
    return f"?{replace(asked, **{name: tuple(each for each in getattr(asked, name) if each != value)}).query}"


def _statuses(asked, counts):
    """Every status with how many mandates have it, and the address that shows these alone: (word, count, address, whether
    it is the only one chosen)."""
    told = {value: count for value, _label, count, _chosen in counts.choices.get("status", ())}
    return [
        (label, told[value], f"?{replace(asked, status=(value,)).query}", asked.status == (value,))
        for value, label in STATUSES.items()
        if told.get(value)
    ]
