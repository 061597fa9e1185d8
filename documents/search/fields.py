"""The fields of the index (Tantivy), and how facts and texts go into them.

One entry of the index is a document, or an act, as one circle of readers sees it. Where circles see different texts or facts
of it, it has an entry for each: so totals, counts and findings never tell of what a reader may not open.
"""

import zlib

import tantivy

from accounts.access import Audience
from documents.models import DocumentType, Language
from documents.search.words import ANALYZERS, LANGUAGES, prepared

# Raise it when the fields or the treatment of words change: the index is then built anew beside the old one.
FORM = 4

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


def counts_of(name, buckets):
    """A facet's value → count, from the numbers that the index holds and their counts."""
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
