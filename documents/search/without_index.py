"""The search while there is no index: symbols and words looked up in the database as they stand. Slow, and without counts."""

from django.db.models import Exists, F, OuterRef, Q

from documents.models import Act, Document, DocumentSymbol, DocumentTitle, File, Page
from documents.search.query import Asked
from documents.search.questions import Answer

MOST = 200
MOST_WORDS = 8


def answer_without_index(asked: Asked, narrowed, audience, *, sort="", limit=20, offset=0, among=None) -> Answer:
    """Like ``questions.Questions.answer``, from the database alone: at most MOST documents, no facets. among: keys; only these."""
    documents = _narrow(Document.objects.visible_to(audience), narrowed)
    these = Q() if among is None else Q(pk__in=among)
    if asked.symbol_key:
        with_symbol = DocumentSymbol.objects.filter(search_key__contains=f" {asked.symbol_key} ").values("document")
        found = documents.filter(pk__in=with_symbol)
        if found.exists():
            return _page(found.filter(these).in_order(), limit, offset)
    for words in _groups(asked.wanted):
        documents = documents.filter(_standing(words, audience))
    for term in asked.unwanted:
        documents = documents.exclude(_standing([" ".join(term.words)], audience))
    documents = documents.filter(these)
    newest = documents.order_by(F("date").desc(nulls_last=True), "pk")
    return _page(documents.in_order() if sort == "order" else newest, limit, offset)


def with_symbol_ending(key, audience):
    """The one document whose symbol ends with the parts ``key`` ("WG 8 2016 2"), or, where none ends so, has them; else None."""
    symbols = DocumentSymbol.objects.filter(document__in=Document.objects.visible_to(audience)).order_by()
    for condition in ({"search_key__endswith": f" {key} "}, {"search_key__contains": f" {key} "}):
        found = set(symbols.filter(**condition).values_list("document", flat=True)[:MOST])
        if found:
            return Document.objects.get(pk=found.pop()) if len(found) == 1 else None
    return None


def acts_without_index(asked: Asked, audience, most):
    """The acts in whose titles all the words stand."""
    acts = Act.objects.visible_to(audience)
    for words in _groups(asked.wanted):
        condition = Q()
        for each in words:
            condition |= Q(titles__text__icontains=each)
        acts = acts.filter(condition)
    return list(dict.fromkeys(acts.in_order().values_list("pk", flat=True)[: most * 4]))[:most]


def _groups(wanted):
    return [[" ".join(term.words) for term in group] for group in wanted][:MOST_WORDS]


def _standing(words, audience):
    """The condition that one of the words stands in a title, a symbol, or a page that the reader may open."""
    files = File.objects.visible_to(audience).filter(is_current=True)
    condition = Q()
    for word in words:
        titles = DocumentTitle.objects.filter(document=OuterRef("pk"), text__icontains=word)
        pages = Page.objects.filter(file__in=files, file__version__document=OuterRef("pk"), text__icontains=word)
        symbols = DocumentSymbol.objects.filter(document=OuterRef("pk"), search_key__icontains=f" {word.upper()} ")
        condition |= Q(Exists(titles)) | Q(Exists(pages)) | Q(Exists(symbols))
    return condition


def _narrow(documents, narrowed):
    columns = {
        "body": "bodies__in",
        "meeting": "places__meeting__in",
        "year": "date__year__in",
        "type": "type__in",
        "mandate": "responses__mandate__in",
        "item": "agenda_items__in",
    }
    for name, values in narrowed.values.items():
        if name == "language":
            documents = documents.filter(versions__language__in=values, versions__status="issued")
        else:
            documents = documents.filter(**{columns[name]: values})
    if narrowed.first is not None:
        documents = documents.filter(date__year__gte=narrowed.first)
    if narrowed.last is not None:
        documents = documents.filter(date__year__lte=narrowed.last)
    return documents


def _page(documents, limit, offset):
    keys = list(dict.fromkeys(documents.values_list("pk", flat=True)[: MOST * 4]))[:MOST]
    return Answer(total=len(keys), keys=keys[offset : offset + limit])
