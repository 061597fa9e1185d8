"""Tantivy alone, in this process: what no search page can be faster than. An index of the same texts, the plain way.

A page of twenty hits with the total, counts by body, year and language, and a snippet of each hit.
"""

import re
import shutil

import tantivy
from tantivy import Occur, Query

from tests.bench.mix import STOP_WORDS, usable, year_of

PAGE = 20
WRITER_MEMORY = 400_000_000
COUNTS = {
    "body": {"terms": {"field": "body", "size": 40}},
    "year": {"terms": {"field": "year", "size": 80}},
    "lang": {"terms": {"field": "lang", "size": 10}},
}


def make_schema():
    fields = tantivy.SchemaBuilder()
    fields.add_text_field("symbol", stored=True, tokenizer_name="raw")
    fields.add_text_field("title", stored=True, tokenizer_name="en_stem")
    fields.add_text_field("text", stored=True, tokenizer_name="en_stem")
    for name in ("body", "lang"):
        fields.add_text_field(name, tokenizer_name="raw", fast=True)
    fields.add_unsigned_field("year", indexed=True, fast=True)
    return fields.build()


def build(folder, lines, progress=None):
    """Make the index in ``folder`` from lines of JSON. ``folder`` appears when it is whole."""
    half = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(parents=True)
    writer = tantivy.Index(make_schema(), path=str(half)).writer(WRITER_MEMORY, 1)
    for number, line in enumerate(lines, 1):
        told = usable(line)
        if told is None:
            continue
        entry = tantivy.Document()
        entry.add_text("symbol", told["symbol"].lower())
        entry.add_text("title", told.get("title") or "")
        entry.add_text("text", told["text"])
        entry.add_text("body", told.get("body") or "")
        entry.add_text("lang", told["lang"])
        entry.add_unsigned("year", year_of(told))
        writer.add_document(entry)
        if progress and number % 5_000 == 0:
            progress(number)
    writer.commit()
    writer.wait_merging_threads()
    shutil.rmtree(folder, ignore_errors=True)
    half.rename(folder)


class BareTantivy:
    """Answers the questions of the mix from the index in a folder."""

    def __init__(self, folder):
        index = tantivy.Index.open(str(folder))
        index.reload()
        self.searcher = index.searcher()
        self.schema = index.schema
        steps = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        for step in (tantivy.Filter.remove_long(40), tantivy.Filter.lowercase(), tantivy.Filter.stemmer("english")):
            steps = steps.filter(step)
        self._analyzer = steps.build()

    def ask(self, question):
        """Total, counts and (symbol, title, snippet) of each hit of the page that is asked for."""
        core = self._core(question)
        query = self._narrowed(core, question)
        found = self.searcher.search(query, limit=PAGE, offset=PAGE * (question.page - 1))
        counts = self.searcher.aggregate(query, COUNTS)
        marker = tantivy.SnippetGenerator.create(self.searcher, core, self.schema, "text")
        hits = []
        for _score, address in found.hits:
            entry = self.searcher.doc(address)
            snippet = marker.snippet_from_doc(entry).to_html()
            hits.append((entry.get_first("symbol"), entry.get_first("title"), snippet))
        return found.count, counts, hits

    def _core(self, question):
        typed = question.typed
        match question.kind:
            case "symbol":
                return Query.term_query(self.schema, "symbol", typed.lower())
            case "symbol prefix":
                return Query.regex_query(self.schema, "symbol", f"{re.escape(typed.lower())}.*".replace("\\-", "-"))
            case "prefix":
                return self._either(lambda name: Query.regex_query(self.schema, name, f"{typed.rstrip('*')}.*"))
            case "phrase":
                places = self._places(typed.strip('"'))
                if len(places) > 1:
                    return self._either(lambda name: Query.phrase_query(self.schema, name, places))
        return self._words(typed.strip('"'))

    def _places(self, typed):
        """Stems with their places; a stop word is a gap."""
        places = list(enumerate(self._analyzer.analyze(typed)))
        return [(at, stem) for at, stem in places if stem not in STOP_WORDS] or places

    def _either(self, query_in):
        title = Query.boost_query(query_in("title"), 4.0)
        return Query.boolean_query([(Occur.Should, query_in("text")), (Occur.Should, title)])

    def _words(self, typed):
        places = self._places(typed)
        needed = []
        for _at, stem in places:
            title = Query.boost_query(Query.term_query(self.schema, "title", stem), 4.0)
            both = Query.disjunction_max_query([title, Query.term_query(self.schema, "text", stem)], 0.3)
            needed.append((Occur.Must, both))
        core = Query.boolean_query(needed)
        if len(places) == 1:
            return core
        whole = Query.boost_query(Query.phrase_query(self.schema, "title", places), 8.0)
        return Query.boolean_query([(Occur.Must, core), (Occur.Should, whole)])

    def _narrowed(self, core, question):
        filters = []
        if question.body:
            filters.append(Query.term_query(self.schema, "body", question.body))
        if question.language:
            filters.append(Query.term_query(self.schema, "lang", question.language))
        if question.first_year:
            span = (question.first_year, question.last_year)
            filters.append(Query.range_query(self.schema, "year", tantivy.FieldType.Unsigned, *span))
        if not filters:
            return core
        unscored = [(Occur.Must, Query.const_score_query(each, 0.0)) for each in filters]
        return Query.boolean_query([(Occur.Must, core), *unscored])
