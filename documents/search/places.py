"""Where in the documents found the words stand: the page, and the excerpt to show of it."""

from collections import defaultdict
from dataclasses import dataclass

from tantivy import Occur, Query

from documents.models import File, Page
from documents.search.contents import FEW_PAGES, known_language
from documents.search.marking import Marker, best_window, excerpt
from documents.search.query import Asked
from documents.search.questions import TEXT_ALONE, Questions

# Of a long text, where there is no index of pages.
MOST_LOOKED_THROUGH = 40


@dataclass(frozen=True)
class PlaceFound:
    """A page on which the words stand: language of the text, number of the page, and the marked excerpt (safe HTML)."""

    language: str
    number: int
    excerpt: str


def places_of(keys, asked: Asked, audience, pages_index, language) -> dict[int, PlaceFound]:
    """For each of the documents the page that shows the words best, of those that the reader may open. One query to four.

    language: the reader's, whose texts are looked through first; others only where words are missing in it. pages_index:
    the Tantivy index of pages, or None.
    """
    if not asked.words or not keys:
        return {}
    search = _Places(asked, audience, pages_index, language)
    search.look_at_short_ones(keys)
    rest = [key for key in keys if key not in search.whole]
    if rest:
        search.look_at_all(rest)
    return search.found()


class _Places:
    """Looks through the texts of some documents for the words, those in the likeliest language first."""

    def __init__(self, asked, audience, pages_index, language):
        self.asked, self.audience, self.pages_index, self.language = asked, audience, pages_index, language
        self.owner = {}  # file → (document, language)
        self.markers = {}
        self.best = {}  # document → (rank, language, number of the page, text, places)
        self.whole = set()  # documents of which a page with all the words is known
        self.seen = set()  # files that were looked through

    def _files(self, keys):
        return File.objects.visible_to(self.audience).filter(is_current=True, version__document__in=keys)

    def _marker(self, code):
        if code not in self.markers:
            self.markers[code] = Marker(self.asked, known_language(code))
        return self.markers[code]

    def look_at_short_ones(self, keys):
        """Look through the short texts in the reader's language, or in English. One query: it is enough for most."""
        codes = [code for code in dict.fromkeys((self.language, "en")) if self._marker(code).can_match][:1]
        if not codes:
            return
        files = self._files(keys).filter(version__language__in=codes, page_count__lte=FEW_PAGES)
        columns = ("version__document", "pk", "version__language", "pages__number", "pages__text")
        for document, file, code, number, text in files.filter(pages__number__gte=1).order_by().values_list(*columns):
            self.owner[file] = document, code
            self.seen.add(file)
            self._take(file, number, text)

    def look_at_all(self, keys):
        """Look through all texts of documents of which no page with all the words is known yet. Two queries, or three."""
        by_document = defaultdict(list)
        rows = self._files(keys).values_list("version__document", "pk", "version__language", "page_count")
        for document, file, code, count in rows:
            if self._marker(code).can_match:
                by_document[document].append((file, code, count or 1))
                self.owner[file] = document, code
        short, pages = [], []
        for files in by_document.values():
            if sum(count for _file, _code, count in files) <= FEW_PAGES or self.pages_index is None:
                short += [file for file, _code, _count in files if file not in self.seen]
            else:
                pages += _pages_of_long(files, self.asked, self.pages_index)
        for file, number, text in _texts(short, pages):
            self._take(file, number, text)

    def _take(self, file, number, text):
        document, code = self.owner[file]
        marker = self._marker(code)
        found = marker.places(text)
        if not found:
            return
        worth = best_window(found)[1]
        rank = (worth, code == self.language, code == "en", -number)
        if document not in self.best or rank > self.best[document][0]:
            self.best[document] = (rank, code, number, text, found)
        if len({number for _start, _end, number in found}) >= marker.count:
            self.whole.add(document)

    def found(self):
        return {
            document: PlaceFound(code, number, excerpt(text, found))
            for document, (_rank, code, number, text, found) in self.best.items()
        }


def _texts(files, pages):
    """The pages of some files, and some single pages (file, number): (file, number, text)."""
    if files:
        few = Page.objects.filter(file__in=files, number__lte=MOST_LOOKED_THROUGH)
        yield from few.values_list("file", "number", "text")
    if pages:
        wanted = set(pages)
        several = Page.objects.filter(file__in={file for file, _n in wanted}, number__in={n for _file, n in wanted})
        yield from (row for row in several.values_list("file", "number", "text") if row[:2] in wanted)


def _pages_of_long(files, asked, index):
    """The likeliest pages of a long document's files, as (file, number), by the index of pages."""
    searcher = index.searcher()
    questions = Questions(searcher, index.schema)
    words = questions.any_words(asked, TEXT_ALONE)
    if words is None:
        return []
    of_these = Query.term_set_query(index.schema, "file", [file for file, _code, _count in files])
    query = Query.boolean_query([(Occur.Must, words), (Occur.Must, Query.const_score_query(of_these, 0.0))])
    found = searcher.search(query, limit=2, count=False)
    addresses = [address for _score, address in found.hits]
    values = (searcher.fast_field_values(name, addresses) for name in ("file", "number"))
    return list(zip(*values, strict=True))
