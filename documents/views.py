"""Pages of documents, texts, acts and search. What may not be seen is a 404, everywhere."""

import csv
import re

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from documents import queries
from documents.filters import DocumentFilters
from documents.models import Act, ActKind, Document, File, Language
from documents.models.rows import rows_of
from documents.search.find import find
from documents.symbols import SymbolError, is_well_formed, parse

PAGE_LENGTH = 50


@require_safe
def search(request):
    """The box on every page: a symbol or number opens its page, words give a list."""
    typed = request.GET.get("q", "")
    found = find(typed, request.audience)
    if found.exact is not None and "list" not in request.GET:
        return redirect(found.exact.get_absolute_url())
    page = Paginator(found.hits, PAGE_LENGTH).get_page(request.GET.get("page"))
    documents = Document.objects.filter(pk__in=[hit.document.pk for hit in page])
    rows = {row.pk: row for row in rows_of(documents, request.audience)}
    for hit in page:
        hit.row = rows[hit.document.pk]
    context = {
        "found": found,
        "page": page,
        "typed": found.asked.typed,
        "not_held": _not_held(found.asked.typed),
        "query": urlencode({"q": typed}),
    }
    return render(request, "documents/search.html", context)


def _not_held(typed):
    """The well-formed symbol that was typed and not found, or None."""
    try:
        return parse(typed) if "/" in typed and is_well_formed(parse(typed).canonical) else None
    except SymbolError:
        return None


@require_safe
def documents(request):
    """All documents, by filters; also as CSV."""
    filters = DocumentFilters(request.GET, request.audience)
    if request.GET.get("format") == "csv":
        return _csv(filters.documents.without_stand_ins(), request.audience)
    page = Paginator(filters.documents, PAGE_LENGTH).get_page(request.GET.get("page"))
    rows = rows_of(page.object_list, request.audience)
    context = {"section": "documents", "filters": filters, "page": page, "groups": [("", rows)], "query": filters.query}
    return render(request, "documents/documents.html", context)


def _csv(documents, audience):
    """The secretariat's table as a file: symbol, title, type, date, languages, agenda items, address."""
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="documents.csv"'
    response.write("\ufeff")
    table = csv.writer(response)
    table.writerow(["Symbol", "Title", "Type", "Date", "A", "C", "E", "F", "R", "S", "Agenda items", "Address"])
    for row in rows_of(documents, audience):
        languages = ["" if place.state == "none" else place.state for place in row.places[:6]]
        table.writerow(
            [row.symbol, row.title, row.type, row.date_words, *languages, "; ".join(row.agenda_items), row.url]
        )
    return response


def _find_document(address, audience):
    """The visible Document at an address, or the well-formed Symbol that names none. Raises Http404."""
    if match := re.fullmatch(r"id/(\d{1,12})", address):
        return get_object_or_404(Document.objects.visible_to(audience), pk=match[1]), None
    try:
        symbol = parse(address)
    except SymbolError:
        raise Http404 from None
    held = Document.objects.visible_to(audience).with_symbol(symbol.canonical).first()
    if held is None and not is_well_formed(symbol.canonical):
        raise Http404
    return held, symbol


@require_safe
def document(request, address):
    """A document; at the address of a well-formed symbol that is not held or not for this reader: what cites it."""
    held, symbol = _find_document(address, request.audience)
    if held is None:
        if address != symbol.path:
            return redirect("document", symbol.path)
        context = queries.not_here_yet(symbol, request.audience)
        return render(request, "documents/not_here_yet.html", {"section": "documents", **context}, status=404)
    if address != held.path:
        return HttpResponsePermanentRedirect(held.get_absolute_url())
    context = {"section": "documents", "shown": queries.document_page(held, request.audience)}
    return render(request, "documents/document.html", context)


@require_safe
def text(request, language, address):
    """The text of a document in one language, page by page."""
    held, _symbol = _find_document(address, request.audience)
    if held is None or language not in Language.values:
        raise Http404
    shown = queries.text_page(held, language, request.audience)
    if shown is None:
        raise Http404
    return render(request, "documents/text.html", {"section": "documents", "document": held, "shown": shown})


@require_safe
def file(request, pk, name):
    """The bytes of a file, under a name that says what it is."""
    found = get_object_or_404(
        File.objects.visible_to(request.audience).select_related("version__document").prefetch_related(
            "version__document__symbols"
        ),
        pk=pk,
    )
    kind = found.media_type if found.media_type in ("application/pdf", "text/plain") else "application/octet-stream"
    try:
        stream = found.content.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(stream, filename=found.download_name, content_type=kind)
    # A stranger's file is never run as a page of this site.
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
def page_of_file(request, sha256, number):
    """Where a piece of evidence stands: the page of the text, for whoever may read it."""
    found = get_object_or_404(
        File.objects.visible_to(request.audience).select_related("version__document"), sha256=sha256
    )
    if found.version_id and found.is_current:
        return redirect(f"{found.version.get_absolute_url()}#page-{number}")
    return redirect(reverse("admin:documents_file_change", args=[found.pk]))


@require_safe
def acts(request):
    """Resolutions and decisions, newest session first."""
    kind = request.GET.get("kind", "")
    session = request.GET.get("session", "")
    kind = kind if kind in ActKind.values else ""
    session = session if session.isdecimal() or session == "external" else ""
    found = queries.acts_list(request.audience, kind=kind, session=session)
    page = Paginator(found, 100).get_page(request.GET.get("page"))
    context = {
        "section": "acts",
        "page": page,
        "kind": kind,
        "session": session,
        "kinds": ActKind.choices,
        "sessions": queries.session_choices(),
        "query": urlencode({"kind": kind, "session": session}),
    }
    return render(request, "documents/acts.html", context)


@require_safe
def act(request, address):
    """One act: ``ctoc-cop/resolution/7/1``."""
    match = re.fullmatch(r"(?P<body>[\w-]+)/(?P<kind>resolution|decision)/(?P<number>.{1,40})", address)
    if match is None:
        raise Http404
    number = re.sub(r"\s*\(", " (", match["number"])
    found = get_object_or_404(
        Act.objects.visible_to(request.audience)
        .select_related("body", "session")
        .prefetch_related("titles", "session__seats__body"),
        body__slug=match["body"],
        kind=match["kind"],
        number=number,
    )
    return render(request, "documents/act.html", {"section": "acts", **queries.act_page(found, request.audience)})


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
