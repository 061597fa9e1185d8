"""Where in the documents found the words stand: the page, and the excerpt to show of it."""

from collections import defaultdict
from dataclasses import dataclass

from tantivy import Query

from documents.models import File, Page
from documents.search import engine
from documents.search.contents import FEW_PAGES, known_language
from documents.search.marking import Marker, best_window, excerpt
from documents.search.query import Asked


@dataclass(frozen=True)
class PlaceFound:
    """A page on which the words stand: language of the text, number of the page, and the marked excerpt (safe HTML)."""

    language: str
    number: int
    excerpt: str


def places_of(keys, asked: Asked, audience, pages_index, language) -> dict[int, PlaceFound]:
    """For each of the documents the page that shows the words best, of those that the reader may open. Three queries.

    language: the reader's, preferred where texts are as good. pages_index: the Tantivy index of pages, or None.
    """
    if not asked.words or not keys:
        return {}
    files = File.objects.visible_to(audience).filter(is_current=True, version__document__in=keys)
    by_document = defaultdict(list)
    for document, file, code, count in files.values_list("version__document", "pk", "version__language", "page_count"):
        by_document[document].append((file, code, count or 1))
    languages = {file: code for several in by_document.values() for file, code, _count in several}
    owners = {file: document for document, several in by_document.items() for file, _code, _count in several}
    short, wanted = [], []
    for several in by_document.values():
        if sum(count for _file, _code, count in several) <= FEW_PAGES or pages_index is None:
            short += [file for file, _code, _count in several]
        else:
            wanted += _pages_of_long(several, asked, pages_index)
    markers = {}
    best = {}
    for file, number, text in _texts(short, wanted):
        code = languages[file]
        if code not in markers:
            markers[code] = Marker(asked, known_language(code))
        found = markers[code].places(text)
        if not found:
            continue
        rank = (best_window(found)[1], code == language, code == "en", -number)
        document = owners[file]
        if document not in best or rank > best[document][0]:
            best[document] = (rank, code, number, text, found)
    return {
        document: PlaceFound(code, number, excerpt(text, found))
        for document, (_rank, code, number, text, found) in best.items()
    }


def _texts(files, pages):
    """The pages of some files, and some single pages (file, number): (file, number, text)."""
    if files:
        yield from Page.objects.filter(file__in=files).values_list("file", "number", "text")
    if pages:
        wanted = set(pages)
        several = Page.objects.filter(file__in={file for file, _n in wanted}, number__in={n for _file, n in wanted})
        yield from (row for row in several.values_list("file", "number", "text") if row[:2] in wanted)


def _pages_of_long(files, asked, index):
    """The likeliest pages of a long document's files, as (file, number), by the index of pages."""
    searcher = index.searcher()
    questions = engine.Questions(searcher, index.schema)
    words = questions.any_words(asked, engine.TEXT_ALONE)
    if words is None:
        return []
    of_these = Query.term_set_query(index.schema, "file", [file for file, _code, _count in files])
    query = Query.boolean_query(
        [(engine.Occur.Must, words), (engine.Occur.Must, Query.const_score_query(of_these, 0.0))]
    )
    found = searcher.search(query, limit=2, count=False)
    addresses = [address for _score, address in found.hits]
    values = (searcher.fast_field_values(name, addresses) for name in ("file", "number"))
    return list(zip(*values, strict=True))
