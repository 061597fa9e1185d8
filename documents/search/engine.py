"""The index of texts (Tantivy): what stands in it, and how a question becomes a query.

One entry of the index is a document, or an act, as one circle of readers sees it. Where circles see different texts or facts
of it, it has an entry for each: so totals, counts and findings never tell of what a reader may not open. Queries are put
together from objects; what was typed is never parsed by the library.
"""

import unicodedata
import zlib
from dataclasses import dataclass, field

import tantivy
from tantivy import Occur, Query

from accounts.access import Audience
from documents.models import DocumentType, Language
from documents.search.accents import stems_of_typed
from documents.search.query import Asked, Term
from documents.search.words import (
    ANALYZERS,
    LANGUAGES,
    is_chinese,
    is_stop_word,
    languages_of,
    plain,
    prepared,
    stems_of,
)

# Raise it when the fields or the treatment of words change: the index is then built anew beside the old one.
FORM = 4

TITLE, HEAD, TEXT, NAMES = 4.0, 3.0, 1.0, 0.2
WHOLE_TITLE = 8.0
ACCORD = 0.3  # how much of the weaker fields counts beside the best one
# The facets, and how many values of each are counted. All are numbers, and most have one value in every entry (0 where there
# is none; of the languages all together, a bit for each): counting words, or several values of an entry, takes five times as long.
FACETS = {"body": 60, "meeting": 40, "mandate": 40, "item": 40, "year": 120, "type": 60, "language": 10}
ALWAYS_GIVEN = ("year", "type")
LANGUAGES_TOGETHER = "languages"
LANGUAGE_CODES = tuple(Language.values)
CODED = {"type": tuple(DocumentType.values), "language": LANGUAGE_CODES}
CIRCLES = tuple(f"{kind}{audience.value}" for kind in "da" for audience in Audience)
# Newer ones stand above older ones of the same worth; the gain of a century is below 3 in 100.
FRESHNESS_OF_A_DAY = 1e-6
WITHOUT_LANGUAGE = ("head", "names")
START, END = "^", "$"  # round the parts of a symbol
SHORTEST_STEM = 4
MOST_BEGUN = 24


def make_schema():
    """The fields of the index."""
    fields = tantivy.SchemaBuilder()
    for name in ("record", "seen", "unseen", "tied", "whole_symbol"):
        fields.add_text_field(name, tokenizer_name="raw", index_option="basic")
    fields.add_text_field("stored", stored=True, tokenizer_name="raw", index_option="basic")
    fields.add_unsigned_field("pk", fast=True)
    fields.add_boolean_field("is_act", fast=True)
    fields.add_text_field("symbol", tokenizer_name="whitespace")
    for name in WITHOUT_LANGUAGE:
        fields.add_text_field(name, tokenizer_name="en")
    for language in LANGUAGES:
        fields.add_text_field(f"title_{language}", tokenizer_name=language)
        fields.add_text_field(f"text_{language}", tokenizer_name=language)
    for name in FACETS:
        fields.add_unsigned_field(name, indexed=True, fast=name != "language")
    fields.add_unsigned_field(LANGUAGES_TOGETHER, fast=True)
    fields.add_integer_field("recent", fast=True)
    fields.add_float_field("fresh", fast=True)
    fields.add_text_field("order", tokenizer_name="raw", index_option="basic", fast=True)
    return fields.build()


def make_schema_of_pages():
    """The fields of the index of single pages: it tells where in a long document the words stand."""
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("record", tokenizer_name="raw", index_option="basic")
    fields.add_unsigned_field("file", indexed=True, fast=True)
    fields.add_unsigned_field("number", fast=True)
    fields.add_unsigned_field("digest", fast=True)
    for language in LANGUAGES:
        fields.add_text_field(f"text_{language}", tokenizer_name=language)
    return fields.build()


def coded(name, value):
    """A facet's value as the number that the index holds: types and languages by a number made from their letters."""
    return zlib.crc32(value.encode()) if name in CODED else value


def facet_numbers(facets):
    """A document's facets (name → values) as (field, number) pairs for its entry."""
    for name, values in facets.items():
        yield from ((name, coded(name, value)) for value in values)
        if name in ALWAYS_GIVEN and not values:
            yield name, 0
    codes = facets.get("language", ())
    yield LANGUAGES_TOGETHER, sum(1 << place for place, code in enumerate(LANGUAGE_CODES) if code in codes)


def _counts_of(name, buckets):
    """Value → count, from the index's numbers and their counts."""
    if name == "language":
        counts = {
            code: sum(count for number, count in buckets if number >> place & 1)
            for place, code in enumerate(LANGUAGE_CODES)
        }
        return {code: count for code, count in counts.items() if count}
    counts = {number: count for number, count in buckets if number or name not in ALWAYS_GIVEN}
    return {_VALUES[name].get(number, ""): count for number, count in counts.items()} if name in CODED else counts


_VALUES = {name: {zlib.crc32(value.encode()): value for value in values} for name, values in CODED.items()}


def make_index(folder, schema):
    """A new index in an empty folder."""
    return _with_analyzers(tantivy.Index(schema, path=str(folder), reuse=False))


def open_index(folder):
    """The index in a folder. Raises what Tantivy raises when it is damaged or not there; it is never made here."""
    return _with_analyzers(tantivy.Index.open(str(folder)))


def _with_analyzers(index):
    for language, analyzer in ANALYZERS.items():
        index.register_tokenizer(language, analyzer)
    return index


def add_words(entry, name, text, language="en"):
    """Put a text into a field of an entry (tantivy.Document), in the form in which its words are looked for."""
    words = prepared(text, language)
    if isinstance(words, str):
        entry.add_text(name, words)
    else:
        entry.add_pre_tokenized_text(name, words)


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
            name: _counts_of(name, [(int(bucket["key"]), bucket["doc_count"]) for bucket in counted[name]["buckets"]])
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
        bounds = (first if first is not None else 0, last if last is not None else 9999)
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

    def among(self, core, keys):
        """What ``core`` finds (or everything) of the documents with these primary keys alone."""
        these = self._unscored(Query.term_set_query(self.schema, "record", [f"d{key}" for key in keys]))
        return these if core is None else _all_of([core, these])

    def knows(self, name, stem):
        """Whether a stem stands in a field anywhere."""
        return self.searcher.doc_freq(name, stem) > 0


# Where words are looked for, and what each place is worth. A name without language has one field for all of them.
# The names of bodies in other languages weigh least: a text in the language of the question stands above a mere name in it.
FIELDS = {"title": TITLE, "head": HEAD, "text": TEXT, "names": NAMES}
TEXT_ALONE = {"text": TEXT}


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
            start = _folded(last)
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


def _folded(word):
    letters = unicodedata.normalize("NFD", plain(word).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


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
