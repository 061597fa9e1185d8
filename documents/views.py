"""Pages of documents, texts, acts and search. What may not be seen is a 404, everywhere."""

import re

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation.trans_real import parse_accept_lang_header
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from documents import queries
from documents.exports import MOST_ROWS, documents_csv, documents_xlsx
from documents.feeds import search_feed
from documents.filters import Filters, drop_downs
from documents.models import OFFICIAL, ActKind, Document, File, Language
from documents.search.find import DEEPEST, find, matching
from documents.search.find import PAGE_LENGTH as SEARCH_LENGTH
from documents.search.narrowing import narrowed_by
from documents.search.query import understand
from documents.serving import serve_file
from documents.symbols import SymbolError, is_well_formed, parse

PAGE_LENGTH = 50
ACTS_ON_A_PAGE = 100
# In a search acts come first, but never so many that the documents are out of sight.
ACTS_SHOWN_FIRST = 3


@require_safe
@vary_on_headers("Accept-Language")
def search(request):
    """The box on every page: a symbol or number opens its page, words give a list; also as CSV, XLSX and Atom."""
    typed = request.GET.get("q", "")
    narrowed = narrowed_by(request.GET, request.audience)
    written = _as_a_file(request, typed, narrowed)
    if written is not None:
        return written
    language = language_of_reader(request)
    number = _page_number(request)
    found = find(typed, request.audience, narrowed, page=number, language=language, opens="list" not in request.GET)
    if found.exact is not None and "list" not in request.GET:
        return redirect(found.exact.get_absolute_url())
    filters = Filters(
        request.GET,
        narrowed,
        found.facets,
        request.audience,
        sort=found.sort,
        default_sort="relevance" if found.asked.has_words else "date",
    )
    context = {
        "found": found,
        "searched_words": found.asked.typed,
        "page": page_of_results(found, number, SEARCH_LENGTH),
        "filters": filters,
        "first_acts": f":{ACTS_SHOWN_FIRST}",
        "more_acts": f"{ACTS_SHOWN_FIRST}:",
        "results": [_result(hit, found.asked) for hit in found.hits],
        "not_held": _not_held(found.asked.typed) if found.exact is None else None,
        "has_asked": bool(found.asked.typed or narrowed),
    }
    return render(request, "documents/search.html", context)


def language_of_reader(request):
    """The official language that the reader's browser asks for first; English where it names none."""
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", "")[:200])
    codes = [code.split("-")[0] for code, _worth in asked]
    return next((code for code in codes if code in OFFICIAL), Language.ENGLISH)


def _page_number(request):
    page = request.GET.get("page", "")
    return max(int(page), 1) if re.fullmatch(r"[0-9]{1,6}", page) else 1


def page_of_results(found, number, length):
    """A Page of Django's paginator for results of which only this page was read."""
    paginator = Paginator(range(min(found.total, DEEPEST)), length)
    number = min(number, paginator.num_pages)
    return Page(found.hits, number, paginator)


def _as_a_file(request, typed, narrowed):
    """The whole result as a table to download, or as a feed, where the address asks for one; else None."""
    wanted = request.GET.get("format", "")
    if wanted == "atom":
        return search_feed(request)
    if wanted not in ("csv", "xlsx"):
        return None
    keys = matching(typed, request.audience, narrowed, most=MOST_ROWS)
    site = request.build_absolute_uri("/").rstrip("/")
    return {"csv": documents_csv, "xlsx": documents_xlsx}[wanted](keys, request.audience, site)


def _result(hit, asked):
    """A hit as ``components/_results.html`` takes it; its page opens with the words marked."""
    row = hit.row
    result = {
        "symbol": row.symbol,
        "url": row.url,
        "title": hit.title,
        "title_language": row.title_language,
        "meta": [part for part in (row.type, row.date_words) if part],
        "places": row.places,
        "obsolete": row.obsolete,
        "replaced_by": row.replaced_by,
        "corrected_by": row.corrected_by,
        "reason": hit.reason,
    }
    if hit.text:
        asked_for = urlencode({"page": hit.place.number, "q": asked.typed})
        result |= {"snippet": hit.place.excerpt, "snippet_language": hit.place.language}
        result |= {"page_url": f"{hit.text.url}?{asked_for}", "page_words": f"{hit.text.name}, page {hit.place.number}"}
    return result


def _not_held(typed):
    """The well-formed symbol that was typed and not found, or None."""
    try:
        symbol = parse(typed) if "/" in typed else None
    except SymbolError:
        return None
    return symbol if symbol and is_well_formed(symbol.canonical) else None


@require_safe
def documents(request):
    """All documents, narrowed by the same filters as a search; also as CSV and XLSX."""
    narrowed = narrowed_by(request.GET, request.audience)
    written = _as_a_file(request, "", narrowed)
    if written is not None:
        return written
    number = _page_number(request)
    found = find("", request.audience, narrowed, page=number, length=PAGE_LENGTH)
    rows = [hit.row for hit in found.hits]
    filters = Filters(
        request.GET, narrowed, found.facets, request.audience, sort=found.sort or "date", default_sort="date"
    )
    context = {
        "section": "documents",
        "found": found,
        "filters": filters,
        "page": page_of_results(found, number, PAGE_LENGTH),
        "rows": rows,
        "has_stand_ins": any(place.stand_in for row in rows for place in row.places),
    }
    return render(request, "documents/documents.html", context)


def _address(address):
    """What the address of a document means, as arguments of ``queries.document_found``, and its Symbol where it has one.

    Raises Http404 for what is no symbol.
    """
    if match := re.fullmatch(r"id/(\d{1,12})", address):
        return {"pk": int(match[1])}, None
    try:
        symbol = parse(address)
    except SymbolError:
        raise Http404 from None
    return {"symbol": symbol.canonical}, symbol


@require_safe
def document(request, address):
    """A document; at the address of a well-formed symbol that is not held or not for this reader: what cites it."""
    wanted, symbol = _address(address)
    held = queries.document_found(request.audience, **wanted)
    if held is None:
        if symbol is None or not is_well_formed(symbol.canonical):
            raise Http404
        if address != symbol.path:
            return redirect("document", symbol.path)
        context = queries.not_here_yet(symbol, request.audience)
        return render(request, "documents/not_here_yet.html", {"section": "documents", **context}, status=404)
    if address != queries.path_of_found(held):
        return HttpResponsePermanentRedirect(reverse("document", args=[queries.path_of_found(held)]))
    context = {
        "section": "documents",
        "document": held,
        "shown": queries.document_page(held, request.audience),
        "may_issue": _may_issue(request),
    }
    return render(request, "documents/document.html", context)


def _may_issue(request):
    """Whether to offer issuing and withdrawing: asked of the roles, which are known already. The administration asks again."""
    if not request.audience.is_secretariat:
        return False
    return request.user.is_superuser or any(
        role.allows("documents", "issue_languageversion") for role in request.user.roles
    )


@require_safe
def text(request, language, address):
    """The text of a document in one language, a page at a time (``page``); another language ``beside`` it; words marked."""
    wanted, _symbol = _address(address)
    if language not in Language.values:
        raise Http404
    page, beside = request.GET.get("page", ""), request.GET.get("beside", "")
    beside = beside if beside in Language.values and beside != language else ""
    asked = understand(request.GET.get("q", ""))
    kept = {"beside": beside, "q": asked.typed}
    query = urlencode({name: value for name, value in kept.items() if value})
    number = int(page) if re.fullmatch(r"\d{1,6}", page) else 1
    shown = queries.text_page(
        request.audience, **wanted, language=language, number=number, beside=beside, asked=asked, query=query
    )
    if shown is None:
        raise Http404
    if shown.row.url != reverse("document", args=[address]):
        return redirect(reverse("text", args=[language, shown.row.url.removeprefix(reverse("documents"))]))
    others = [place for place in shown.row.places if place.url and place.language != language]
    context = {
        "section": "documents",
        "shown": shown,
        "row": shown.row,
        "sheet": shown.sheet,
        "others": [(place, f"{place.url}?page={shown.sheet.number}") for place in others],
        "besides": [(place, f"?page={shown.sheet.number}&beside={place.language.value}") for place in others],
        "words": asked.typed,
    }
    return render(request, "documents/text.html", context)


@require_safe
def file(request, pk, name):
    """The bytes of a file, under a name that says what it is."""
    found = get_object_or_404(
        File.objects.visible_to(request.audience)
        .select_related("version__document")
        .prefetch_related("version__document__symbols"),
        pk=pk,
    )
    return serve_file(request, found)


@require_safe
def page_of_file(request, sha256, number):
    """Where a piece of evidence stands: the page of the text, for whoever may read it."""
    found = get_object_or_404(
        File.objects.visible_to(request.audience).select_related("version__document"), sha256=sha256
    )
    if found.version_id and found.is_current:
        return redirect(f"{found.version.get_absolute_url()}?page={int(number)}")
    return redirect(reverse("admin:documents_file_change", args=[found.pk]))


@require_safe
def acts(request):
    """Resolutions and decisions, newest session first."""
    kind, session = request.GET.get("kind", ""), request.GET.get("session", "")
    kind = kind if kind in ActKind.values else ""
    session = session if re.fullmatch(r"[1-9]\d{0,3}|external", session) else ""
    found = queries.acts_list(request.audience, kind=kind, session=session)
    page = Paginator(found, ACTS_ON_A_PAGE).get_page(request.GET.get("page"))
    groups = {}
    for act in page:
        groups.setdefault(act.session if act.session_id else act.body, []).append(act)
    asked = {"session": session, "kind": kind}
    sessions = [*queries.session_choices(request.audience), ("external", "Outside the Conference")]
    kinds = [(value, label.capitalize()) for value, label in ActKind.choices]
    offered = {"session": ("Session", "Any session", sessions), "kind": ("Kind", "Resolutions and decisions", kinds)}
    given = {name: value for name, value in asked.items() if value}
    filters, chips = drop_downs(offered, asked, given)
    context = {
        "section": "acts",
        "page": page,
        "groups": list(groups.items()),
        "filters": filters,
        "chips": chips,
        "query": urlencode(given),
    }
    return render(request, "documents/acts.html", context)


@require_safe
def act(request, address):
    """One act: ``ctoc-cop/resolution/7/1``."""
    match = re.fullmatch(r"(?P<body>[\w-]+)/(?P<kind>resolution|decision)/(?P<number>[^\0]{1,40})", address)
    if match is None:
        raise Http404
    wanted = match.groupdict() | {"number": re.sub(r"\s*\(", " (", match["number"])}
    found = queries.act_found(request.audience, **wanted)
    if found is None:
        raise Http404
    context = {"section": "acts", "act": found, "shown": queries.act_page(found, request.audience)}
    return render(request, "documents/act.html", context)


@require_safe
def short_address(request, symbol, language=None):
    """``/en/CTOC/COP/2016/1``, ``/CTOC/COP/2016/1`` and ``/d/CTOC/COP/2016/1`` lead to the document's own address.

    As the UN's own short links do; one with a language other than English leads to the text in that language where held.
    """
    try:
        wanted = parse(symbol)
    except SymbolError:
        raise Http404 from None
    if not is_well_formed(wanted.canonical):
        raise Http404
    if language and language != "en":
        held = Document.objects.visible_to(request.audience).with_symbol(wanted.canonical).first()
        if held and held.versions.readable_by(request.audience).filter(language=language).exists():
            return redirect("text", language, wanted.path)
    return redirect("document", wanted.path)
