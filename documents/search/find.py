"""One search for the box on every page: symbols and numbers first, then words in titles and texts.

The words are looked up as they stand, on the fly; there is no stored index yet.
"""

import contextlib
import re
from dataclasses import dataclass, field

from django.db.models import Exists, F, OuterRef, Q
from django.utils.html import escape
from django.utils.safestring import mark_safe

from documents.models import Act, Document, DocumentSymbol, DocumentTitle, File, Page
from documents.search.query import Asked, understand
from documents.symbols import SymbolError, parse

MOST = 200
MOST_ACTS = 20
AROUND = 160


@dataclass
class Hit:
    """One result: the document, and the words around the first place that matched with the page they stand on."""

    document: Document
    snippet: str = ""
    page: Page | None = None
    reason: str = ""


@dataclass
class Found:
    """The answer. ``exact`` is set when what was typed names one thing, whose page should open at once."""

    asked: Asked
    exact: object | None = None
    acts: list = field(default_factory=list)
    hits: list = field(default_factory=list)
    total: int = 0

    @property
    def count(self):
        return self.total + len(self.acts)


def find(typed: str, audience) -> Found:
    """What a reader of ``audience`` finds for what was typed. Never raises for any text."""
    asked = understand(typed)
    found = Found(asked)
    if asked.act_number:
        found.acts = _acts(asked, audience)
        if len(found.acts) == 1:
            found.exact = found.acts[0]
        if found.acts:
            return found
    if asked.symbol_key:
        _by_symbol(found, audience)
    if found.exact is None and not found.hits and asked.words:
        _by_words(found, audience)
    return found


def _acts(asked, audience):
    acts = Act.objects.visible_to(audience).numbered(asked.act_number)
    if asked.act_kind:
        acts = acts.filter(kind=asked.act_kind)
    return list(_for_results(acts))


def _by_symbol(found, audience):
    """Documents whose symbol is what was typed, or has it as whole parts. Exactly one that ends so is the one meant."""
    keys = {found.asked.symbol_key}
    with contextlib.suppress(SymbolError):
        keys.add(parse(found.asked.typed).search_key)
    contains = Q()
    for key in keys:
        contains |= Q(search_key__contains=f" {key} ")
    documents = Document.objects.visible_to(audience)
    symbols = list(
        DocumentSymbol.objects.filter(contains, document__in=documents).values_list("search_key", "document")[
            : MOST + 1
        ]
    )
    for fits in (lambda key: key.strip() in keys, lambda key: any(key.endswith(f" {typed} ") for typed in keys), bool):
        fitting = {document for key, document in symbols if fits(key)}
        if len(fitting) == 1:
            found.exact = documents.get(pk=fitting.pop())
            return
        if fitting and fits is not bool:
            break
    _fill(found, documents.filter(pk__in={document for _key, document in symbols}).in_order(), "symbol")


def _by_words(found, audience):
    """Documents in which every word stands: in a title, a symbol or the text of a page that the reader may open."""
    documents = Document.objects.visible_to(audience)
    files = File.objects.visible_to(audience).filter(is_current=True)
    for word in found.asked.words[:12]:
        in_title = DocumentTitle.objects.filter(document=OuterRef("pk"), text__icontains=word)
        in_text = Page.objects.filter(file__in=files, file__version__document=OuterRef("pk"), text__icontains=word)
        in_symbol = DocumentSymbol.objects.filter(document=OuterRef("pk"), search_key__icontains=f" {word.upper()} ")
        documents = documents.filter(Q(Exists(in_title)) | Q(Exists(in_text)) | Q(Exists(in_symbol)))
    _fill(found, documents.order_by(F("date").desc(nulls_last=True), "pk"), "words")
    _snippets(found, files)
    titled = Q(*[Q(titles__text__icontains=word) for word in found.asked.words[:12]])
    acts = Act.objects.filter(titled).values("pk")
    found.acts = list(_for_results(Act.objects.visible_to(audience).filter(pk__in=acts)))


def _for_results(acts):
    return acts.select_related("body").prefetch_related("titles").in_order()[:MOST_ACTS]


def _fill(found, documents, reason):
    found.hits = [Hit(document, reason=reason) for document in documents[:MOST]]
    found.total = len(found.hits) if len(found.hits) < MOST else documents.count()


def _snippets(found, files):
    """The first matching page of each hit, in two queries for all of them."""
    words = [re.escape(word) for word in found.asked.words]
    if not words or not found.hits:
        return
    any_word = Q()
    for word in found.asked.words[:12]:
        any_word |= Q(text__icontains=word)
    pages = (
        Page.objects.filter(
            any_word, file__in=files, file__version__document__in=[hit.document for hit in found.hits[:50]]
        )
        .select_related("file__version")
        .order_by("file__version__document_id", "file__version__language", "number")
        .distinct("file__version__document_id")
    )
    first = {page.file.version.document_id: page for page in pages}
    pattern = re.compile("|".join(words), re.IGNORECASE)
    for hit in found.hits:
        page = first.get(hit.document.pk)
        if page:
            hit.page, hit.snippet = page, marked(page.text, pattern)


def marked(text, pattern):
    """The words around the first match, escaped first and marked after."""
    place = pattern.search(text)
    if place is None:
        return ""
    start, end = max(0, place.start() - AROUND), min(len(text), place.end() + AROUND)
    excerpt = " ".join(text[start:end].split())
    return mark_safe(("… " if start else "") + _mark(excerpt, pattern) + (" …" if end < len(text) else ""))


def marked_whole(text, words):
    """A whole text with every place of the words marked, escaped first; case is ignored. Safe for a template."""
    return _mark(text, re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE))


def _mark(text, pattern):
    pieces, last = [], 0
    for match in pattern.finditer(text):
        pieces += [escape(text[last : match.start()]), "<mark>", escape(match[0]), "</mark>"]
        last = match.end()
    pieces.append(escape(text[last:]))
    return mark_safe("".join(pieces))  # escaped piece by piece
