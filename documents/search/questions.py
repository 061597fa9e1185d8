"""How a question becomes a query of the index, and what the index answers.

Queries are put together from objects; what was typed is never parsed by the library.
"""

from dataclasses import dataclass, field

import tantivy
from tantivy import Occur, Query

from documents.search.accents import stems_of_typed
from documents.search.fields import (
    END,
    FACETS,
    LANGUAGE_CODES,
    LANGUAGES_TOGETHER,
    START,
    WITHOUT_LANGUAGE,
    coded,
    counts_of,
)
from documents.search.query import Asked, Term
from documents.search.words import LANGUAGES, folded, is_chinese, is_stop_word, languages_of, stems_of

# Where words are looked for, and what each place is worth. The names of bodies in other languages weigh least: a text in the
# language of the question stands above a mere name in it.
FIELDS = {"title": 4.0, "head": 3.0, "text": 1.0, "names": 0.2}
TEXT_ALONE = {"text": 1.0}
WHOLE_TITLE = 8.0
ACCORD = 0.3  # how much of the weaker fields counts beside the best one
SHORTEST_STEM = 4
MOST_BEGUN = 24


@dataclass
class Answer:
    """What the index says: how many, the primary keys of one page of them in order, and facet → {value: count}."""

    total: int = 0
    keys: list[int] = field(default_factory=list)
    facets: dict[str, dict] = field(default_factory=dict)


class Questions:
    """Puts questions to one state of the index (a Tantivy searcher)."""

    def __init__(self, searcher, schema):
        self.searcher = searcher
        self.schema = schema

    # ------------------------------------------------------------ answering

    def answer(self, core, narrowed, seen, *, sort="", limit=20, offset=0, facets=True) -> Answer:
        """The answer to a query (``core``, or None for everything) among the entries that are ``seen`` ("d0").

        narrowed: facet → values, each of which would do; "from" and "to" bound the year. sort: "", "recent" or "order".
        """
        filters = {name: self._any_value(name, values) for name, values in narrowed.items() if name in FACETS}
        spans = self._years(narrowed.get("from"), narrowed.get("to"))
        everything = [self._seen(core, seen), *spans]
        query = _all_of([*everything, *filters.values()])
        found = self.searcher.search(query, limit=max(limit, 1), offset=offset, **_order(sort, core))
        keys = self.searcher.fast_field_values("pk", [address for _score, address in found.hits])
        answer = Answer(total=found.count, keys=keys[:limit])
        if facets:
            answer.facets = self._counts(query, FACETS.keys() - filters.keys())
            # A facet that is narrowed counts what its other values would bring.
            for name in filters:
                others = [every for other, every in filters.items() if other != name]
                answer.facets |= self._counts(_all_of([*everything, *others]), {name})
        return answer

    def keys(self, query, most):
        """The primary keys of at most ``most`` entries that a query finds, in no order."""
        found = self.searcher.search(query, limit=most, count=False)
        return self.searcher.fast_field_values("pk", [address for _score, address in found.hits])

    def _counts(self, query, names):
        wanted = {
            name: {"terms": {"field": LANGUAGES_TOGETHER, "size": 2 ** len(LANGUAGE_CODES)}}
            if name == "language"
            else {"terms": {"field": name, "size": FACETS[name]}}
            for name in names
        }
        counted = self.searcher.aggregate(query, wanted) if wanted else {}
        return {
            name: counts_of(name, [(int(bucket["key"]), bucket["doc_count"]) for bucket in counted[name]["buckets"]])
            for name in names
        }

    def _seen(self, core, seen):
        """What ``core`` finds (or everything) of what a circle sees.

        Of documents most are seen by all: leaving out the few that are not is quicker than asking for those that are. Of
        acts there are few.
        """
        if seen.startswith("a"):
            visible = self._unscored(self.term("seen", seen))
            return visible if core is None else _all_of([core, visible])
        others = (Occur.MustNot, self.term("unseen", seen))
        return Query.boolean_query([(Occur.Must, core if core is not None else Query.all_query()), others])

    def _any_value(self, name, values):
        return self._unscored(_any_of([self.term(name, coded(name, value)) for value in values]))

    def _years(self, first, last):
        if first is None and last is None:
            return []
        # A document without a date stands in year 0.
        bounds = (first if first is not None else 1, last if last is not None else 9999)
        years = Query.range_query(self.schema, "year", tantivy.FieldType.Unsigned, *bounds)
        return [self._unscored(years)]

    def _unscored(self, query):
        return Query.const_score_query(query, 0.0)

    def term(self, name, value):
        """A query for one value of a field."""
        return Query.term_query(self.schema, name, value, "position" if name in FACETS else "basic")

    # ------------------------------------------------------------ symbols

    def symbol(self, key, *, ends=False, whole=False):
        """A query for entries of whose symbols ``key`` ("WG 8 2016") is a part, the end, or the whole."""
        parts = [*([START] if whole else []), *key.split(), *([END] if ends or whole else [])]
        if len(parts) == 1:
            return Query.term_query(self.schema, "symbol", parts[0])
        return Query.phrase_query(self.schema, "symbol", parts)

    def like_symbol(self, key, seen):
        """A query for entries whose symbol differs from ``key`` in one or two letters or digits."""
        distance = 2 if len(key.replace(" ", "")) > 6 else 1
        near = Query.fuzzy_term_query(self.schema, "whole_symbol", key.replace(" ", ""), distance)
        return self._seen(near, seen)

    # ------------------------------------------------------------ words

    def words(self, asked: Asked, fields=None):
        """The query for the words that were asked, or None where there are none."""
        ask = _Words(self, fields or FIELDS)
        groups = _without_stop_words(asked.wanted)
        needed = [_any_of([ask.term(term) for term in group]) for group in groups]
        query = [(Occur.Must, each) for each in needed]
        query += [(Occur.MustNot, ask.term(term)) for term in asked.unwanted]
        if not query:
            return None
        if not needed:
            query.append((Occur.Must, Query.all_query()))
        if "title" in ask.fields and all(len(group) == 1 for group in asked.wanted):
            whole = tuple(word for group in asked.wanted for word in group[0].words)
            if len(whole) > 1 and (phrase := ask.whole_title(whole)) is not None:
                query.append((Occur.Should, phrase))
        return Query.boolean_query(query)

    def any_words(self, asked: Asked, fields):
        """The query for as many of the words as there are: the more of them, the better."""
        ask = _Words(self, fields)
        terms = [ask.term(term) for group in _without_stop_words(asked.wanted) for term in group]
        return _any_of(terms) if terms else None

    def among(self, core, records):
        """What ``core`` finds (or everything) of these records ("d17") alone."""
        these = self._unscored(Query.term_set_query(self.schema, "record", records))
        return these if core is None else _all_of([core, these])

    def knows(self, name, stem):
        """Whether a stem stands in a field anywhere."""
        return self.searcher.doc_freq(name, stem) > 0


class _Words:
    """Queries for terms, in some of the fields."""

    def __init__(self, questions, fields):
        self.questions = questions
        self.schema = questions.schema
        self.fields = fields

    def _places(self, words):
        """The fields to look in, as (name of the field, language whose stems it holds, worth)."""
        languages = [language for language in LANGUAGES if all(language in languages_of(word) for word in words)]
        for name, worth in self.fields.items():
            if name in WITHOUT_LANGUAGE:
                yield name, "en", worth
            else:
                for language in languages:
                    yield f"{name}_{language}", language, worth

    def term(self, term: Term):
        """The query for one term: the best of the places in which it stands."""
        is_beginning = term.is_prefix and not is_chinese(term.words[-1])
        found = self._beginning(term) if is_beginning else self._standing(term.words)
        return Query.disjunction_max_query(found, ACCORD) if found else Query.empty_query()

    def _standing(self, words):
        found = []
        for name, language, worth in self._places(words):
            if len(words) == 1 and not is_chinese(words[0]):
                stems = [stem for stem in stems_of_typed(words[0], language) if self.questions.knows(name, stem)]
                found += [_worth(Query.term_query(self.schema, name, stem), worth) for stem in stems]
            elif (phrase := self._phrase(words, name, language)) is not None:
                found.append(_worth(phrase, worth))
        return found

    def _phrase(self, words, name, language, *, gaps=True):
        """Words beside each other in one field, or None where one of them stands nowhere in it.

        Stop words are gaps of one place: nearly as exact, and several times as fast.
        """
        places, at = [], 0
        skipped = gaps and any(not is_stop_word(word) for word in words)
        for word in words:
            stems = stems_of(word, language)
            if is_chinese(word):
                places += [(at + step, pair) for step, pair in enumerate(stems)]
                at += len(stems)
            elif stems:
                if not (skipped and is_stop_word(word)):
                    places.append((at, stems[0]))
                at += 1
        if len(places) == 1 and is_chinese(places[0][1]) and len(places[0][1]) == 1:
            return self._starting_with(name, places[0][1])
        if not places or not all(self.questions.knows(name, stem) for _at, stem in places):
            return None
        if len(places) == 1:
            return Query.term_query(self.schema, name, places[0][1])
        return Query.phrase_query(self.schema, name, places)

    def _beginning(self, term):
        """Words that begin so. The index holds stems, so a stem that the typed beginning begins with counts too."""
        *before, last = term.words
        found = []
        for name, language, worth in self._places(term.words):
            start = folded(last)
            shorter = [start[:end] for end in range(max(SHORTEST_STEM, len(start) // 2), len(start))]
            stems = [stem for stem in shorter if self.questions.knows(name, stem)]
            begun = [self._starting_with(name, start), *(Query.term_query(self.schema, name, stem) for stem in stems)]
            query = _any_of(begun)
            if before:
                phrase = self._phrase(tuple(before), name, language)
                if phrase is None:
                    continue
                query = _all_of([phrase, query])
            found.append(_worth(query, worth))
        return found

    def _starting_with(self, name, start):
        """Words of a field that begin so. A few are asked for one by one, which is quick and tells rare from common ones."""
        begun = None
        if len(start) >= SHORTEST_STEM:
            begun = self.questions.searcher.terms_with_prefix(name, start, limit=MOST_BEGUN + 1)
        if begun is None or len(begun) > MOST_BEGUN:
            return Query.regex_query(self.schema, name, f"{start}.*")
        return _any_of([Query.term_query(self.schema, name, word) for word, _count in begun])

    def whole_title(self, words):
        """Titles in which all the words stand in a row; None where there can be none."""
        found = []
        for name, language, _value in self._places(words):
            if name.startswith("title"):
                phrase = self._phrase(words, name, language, gaps=False)
                if phrase is not None:
                    found.append(phrase)
        return _worth(_any_of(found), WHOLE_TITLE) if found else None


def _order(sort, core):
    if sort == "order":
        return {"order_by_field": "order", "order": tantivy.Order.Asc}
    if sort == "recent" or core is None:
        return {"order_by_field": "recent"}
    return {"weight_by_field": "fresh"}


def _without_stop_words(groups):
    """The groups, without those that are one stop word, unless nothing else is left."""
    kept = [
        group
        for group in groups
        if not (len(group) == 1 and len(group[0].words) == 1 and is_stop_word(group[0].words[0]))
    ]
    return kept or list(groups)


def _worth(query, worth):
    return query if worth == 1.0 else Query.boost_query(query, worth)


def _all_of(queries):
    queries = list(queries)
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Must, query) for query in queries])


def _any_of(queries):
    queries = list(queries)
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])
