"""One search for the box on every page, the result page, the administration and the interface for machines.

Symbols and numbers first: an exact one opens its page, a part lists its series in natural order, a near miss suggests. Then
words, in the index of this machine; while that is being built, in the database as they stand.
"""

import contextlib
import logging
from dataclasses import dataclass, field

from documents.models import Act, Document, DocumentSymbol
from documents.models.rows import Row, rows_of
from documents.search import store
from documents.search.contents import document_record, known_language
from documents.search.marking import Marker
from documents.search.narrowing import IN_THE_INDEX, Narrowed
from documents.search.places import PlaceFound, places_of
from documents.search.query import Asked, understand
from documents.search.questions import Answer, Questions
from documents.search.without_index import acts_without_index, answer_without_index, with_symbol_ending
from documents.symbols import SymbolError, key_of, parse

logger = logging.getLogger(__name__)

PAGE_LENGTH = 20
MOST_ACTS = 20
MOST_SUGGESTED = 6
# The last hit to which pages can be turned: beyond it nobody reads, and every page costs more.
DEEPEST = 10_000


@dataclass
class Hit:
    """One result: the row of the document, the title with the words marked, the place where they stand, and why it is here."""

    row: Row
    title: str
    place: PlaceFound | None = None
    reason: str = ""

    @property
    def text(self):
        """The text in which the words stand, as one of the row's places (``rows.Place``); None where they stand in none."""
        if self.place is None:
            return None
        places = (each for each in self.row.places if each.language == self.place.language and each.url)
        return next(places, None)


@dataclass
class Found:
    """The answer. ``exact`` is set when what was typed names one thing, whose page should open at once.

    acts: acts that answer to it; hits: one page of documents; total: how many documents there are; facets: facet → value →
    how many of them; suggested: symbols that come near one that is not held. is_whole: False while the index is being built.
    """

    asked: Asked
    exact: object | None = None
    acts: list = field(default_factory=list)
    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    facets: dict = field(default_factory=dict)
    suggested: list[Row] = field(default_factory=list)
    sort: str = ""
    is_whole: bool = True

    @property
    def count(self):
        return self.total + len(self.acts)


def find(
    typed: str,
    audience,
    narrowed: Narrowed | None = None,
    *,
    page=1,
    length=PAGE_LENGTH,
    language="en",
    facets=True,
    opens=True,
) -> Found:
    """What a reader of ``audience`` finds for what was typed, one page of it. Never raises for any text.

    language: the reader's, for titles and excerpts. facets: whether to count them. opens: whether one thing that is named
    is all that is wanted; else it stands first among what has what was typed as a part.
    """
    narrowed = Narrowed() if narrowed is None else narrowed
    found = Found(understand(typed))
    if not narrowed and _opens(found, audience) and (opens or found.acts):
        return found
    search = _Search(found, narrowed, audience, length, (min(page, DEEPEST // length) - 1) * length, opens=opens)
    answer = search.answer(facets)
    found.total, found.facets, found.sort = answer.total, answer.facets, search.sort
    if found.exact is not None and not opens and page == 1:
        answer.keys = [found.exact.pk, *(key for key in answer.keys if key != found.exact.pk)][:length]
        found.total = max(found.total, 1)
    if found.exact is None or not opens:
        found.hits = search.hits(answer, language)
        if not narrowed and not found.acts and found.asked.has_words and not search.is_series:
            found.acts = search.acts()
        if not answer.total and found.asked.symbol_key and not narrowed:
            found.suggested = search.suggested()
    return found


def matching(typed: str, audience, narrowed: Narrowed | None = None, *, among=None, most=1000) -> list[int]:
    """The primary keys of the documents that are found, best first, at most ``most``. among: only of these."""
    found = Found(understand(typed))
    narrowed = Narrowed() if narrowed is None else narrowed
    search = _Search(found, narrowed, audience, most, 0, opens=False)
    keys = search.answer(facets=False, among=among).keys
    exact = _with_symbol(typed, audience) if found.asked.symbol_key and not narrowed else None
    if exact is not None:
        keys = [exact.pk, *(key for key in keys if key != exact.pk)]
    visible = set(Document.objects.visible_to(audience).filter(pk__in=keys).values_list("pk", flat=True))
    return [key for key in keys if key in visible and (among is None or key in among)]


def matching_acts(typed: str, audience, *, most=200) -> list[int]:
    """The primary keys of the acts that are found: by their number, else by words."""
    asked = understand(typed)
    if asked.act_number:
        return list(_numbered(asked, audience).values_list("pk", flat=True)[:most])
    return _Search(Found(asked), Narrowed(), audience, most, 0).keys_of_acts() if asked.has_words else []


def _opens(found, audience):
    """Whether what was typed is the number of an act or the symbol of a document; then it is told at once."""
    asked = found.asked
    if asked.act_number:
        found.acts = _acts(_numbered(asked, audience))
        if len(found.acts) == 1:
            found.exact = found.acts[0]
        if found.acts:
            return True
    if asked.symbol_key:
        found.exact = _with_symbol(asked.typed, audience)
    return found.exact is not None


def _numbered(asked, audience):
    acts = Act.objects.visible_to(audience).numbered(asked.act_number)
    return acts.filter(kind=asked.act_kind) if asked.act_kind else acts


def _acts(acts):
    return list(acts.select_related("body").prefetch_related("titles").in_order()[:MOST_ACTS])


def _with_symbol(typed, audience):
    """The document whose symbol was typed, however it is written; None where no such symbol is held for the reader."""
    documents = Document.objects.visible_to(audience)
    keys = {key_of(typed)}
    with contextlib.suppress(SymbolError):
        symbol = parse(typed)
        with_it = documents.filter(symbols__canonical=symbol.canonical).first()
        if with_it is not None:
            return with_it
        keys.add(symbol.search_key)
    bearing = DocumentSymbol.objects.filter(search_key__in=[f" {key} " for key in keys], document__in=documents)
    found = {symbol.document_id: symbol for symbol in bearing.select_related("document")[:2]}
    return next(iter(found.values())).document if len(found) == 1 else None


# The counts of all documents, by circle, in one state of the index: the list of documents asks for nothing else.
_everything = {}


def _counts_of_everything(state, seen, questions):
    counts = _everything.get((state, seen))
    if counts is None:
        counts = questions.answer(None, {}, seen, limit=1).facets
        for other in [key for key in list(_everything) if key[0] != state]:
            _everything.pop(other, None)
        _everything[state, seen] = counts
    return counts


def _among(questions, core, keys):
    return questions.among(core, [document_record(key) for key in keys])


class _Search:
    """One question put to the index, or to the database while there is none."""

    def __init__(self, found, narrowed, audience, length, offset, *, opens=True):
        """opens: whether one document alone that bears, or ends with, the symbol typed is the one meant."""
        self.opens = opens
        self.found, self.asked = found, found.asked
        self.narrowed, self.audience = narrowed, audience
        self.length, self.offset = length, max(offset, 0)
        self.seen = f"d{int(audience)}"
        self.is_series = False
        self.sort = narrowed.sort
        self.generation = store.opened.generation()
        # Taken before anything is asked: what is kept under it is never older than it says.
        self.state = (self.generation.path, self.generation.state) if self.generation else None
        self._known_core = None

    def _from_index(self, ask, otherwise):
        """What ``ask`` gives from the index, or, where there is none or it fails, what ``otherwise`` gives without it."""
        if self.generation is not None:
            try:
                return ask()
            except BaseException as problem:
                if not store.is_failure(problem):
                    raise
                logger.error("The search index fails: %s", problem)
                store.ask_for(store.DAMAGED)
                self.generation = None
        return otherwise()

    def answer(self, facets, among=None) -> Answer:
        """The answer; without an index, or from one that fails, the database's own."""
        return self._from_index(lambda: self._ask(facets, among), lambda: self._answer_without_index(among))

    def _answer_without_index(self, among):
        self.found.is_whole = False
        if self.opens and self.asked.symbol_key and not self.narrowed:
            self.found.exact = with_symbol_ending(self.asked.symbol_key, self.audience)
        sort = IN_THE_INDEX.get(self.sort, "")
        options = {"sort": sort, "limit": self.length, "offset": self.offset, "among": among}
        return answer_without_index(self.asked, self.narrowed, self.audience, **options)

    def _core(self, questions):
        """The query for the words, put together once for documents and acts."""
        if self._known_core is None:
            self._known_core = questions.words(self.asked)
        return self._known_core

    def _questions(self):
        index = self.generation.documents
        return Questions(index.searcher(), index.schema)

    def _ask(self, facets, among):
        questions = self._questions()
        narrowed = self.narrowed.for_index()
        options = {"limit": self.length, "offset": self.offset, "facets": facets}
        if self.asked.symbol_key:
            series = self._series(questions, narrowed, options, among)
            if series is not None:
                return series
        core = self._core(questions)
        if among is not None:
            core = _among(questions, core, among)
        self.sort = self.sort or ("relevance" if core is not None else "date")
        if facets and core is None and not self.narrowed:
            answer = questions.answer(None, {}, self.seen, sort=IN_THE_INDEX[self.sort], **options | {"facets": False})
            answer.facets = _counts_of_everything(self.state, self.seen, questions)
            return answer
        return questions.answer(core, narrowed, self.seen, sort=IN_THE_INDEX[self.sort], **options)

    def _series(self, questions, narrowed, options, among):
        """Documents whose symbol has what was typed as a part; one alone that is it, or ends so, is the one meant."""
        key = self.asked.symbol_key
        if self.opens and not self.narrowed:
            for form in ({"whole": True}, {"ends": True}, {}):
                one = questions.answer(questions.symbol(key, **form), {}, self.seen, limit=2, facets=False)
                exact = (
                    Document.objects.visible_to(self.audience).filter(pk__in=one.keys).first()
                    if one.total == 1
                    else None
                )
                if exact is not None:
                    self.found.exact = exact
                    return one
                if one.total:
                    break
        sort = IN_THE_INDEX[self.sort or "symbol"]
        answer = questions.answer(questions.symbol(key), narrowed, self.seen, sort=sort or "order", **options)
        if not answer.total:
            return None
        if among is not None:
            these = _among(questions, questions.symbol(key), among)
            answer = questions.answer(these, narrowed, self.seen, sort=sort or "order", **options)
        self.is_series, self.sort = True, self.sort or "symbol"
        return answer

    def hits(self, answer, language):
        """The hits of one page: their rows as the reader may see them now, with the places where the words stand."""
        documents = Document.objects.visible_to(self.audience).filter(pk__in=answer.keys)
        rows = {row.pk: row for row in rows_of(documents, self.audience, language=language)}
        keys = [key for key in answer.keys if key in rows]
        words = not self.is_series and self.asked.words
        places = self._places(keys, language) if words else {}
        markers = {}
        return [self._hit(rows[key], places.get(key), markers if words else None) for key in keys]

    def _places(self, keys, language):
        asked = (keys, self.asked, self.audience)
        return self._from_index(
            lambda: places_of(*asked, self.generation.pages, language), lambda: places_of(*asked, None, language)
        )

    def _hit(self, row, place, markers):
        if markers is None:
            return Hit(row, row.title)
        code = known_language(row.title_language or "en")
        if code not in markers:
            markers[code] = Marker(self.asked, code)
        title = markers[code].whole(row.title)
        reason = "" if place or "<mark>" in title else "in the masthead or the facts of the document"
        return Hit(row, title, place, reason)

    def acts(self):
        """The acts in which the words stand, in title or text."""
        keys = self.keys_of_acts()
        if not keys:
            return []
        acts = {act.pk: act for act in _acts(Act.objects.visible_to(self.audience).filter(pk__in=keys[:MOST_ACTS]))}
        return [acts[key] for key in keys if key in acts]

    def keys_of_acts(self):
        """The primary keys of those acts, best first."""
        return self._from_index(self._acts_of_index, lambda: acts_without_index(self.asked, self.audience, self.length))

    def _acts_of_index(self):
        questions = self._questions()
        seen = f"a{int(self.audience)}"
        return questions.answer(self._core(questions), {}, seen, limit=self.length, facets=False).keys

    def suggested(self):
        """Documents whose symbols differ from the one typed by a letter or digit or two."""
        keys = self._from_index(self._near_in_index, list)
        documents = Document.objects.visible_to(self.audience).filter(pk__in=keys)
        return rows_of(documents.in_order(), self.audience)

    def _near_in_index(self):
        questions = self._questions()
        return questions.keys(questions.like_symbol(self.asked.symbol_key, self.seen), MOST_SUGGESTED)
