"""Whether the index is equal to the database: fingerprint by fingerprint, the pages of long documents included."""

from collections import Counter, defaultdict

from tantivy import Query

from documents.models import Act, Document
from documents.search import store
from documents.search.contents import (
    ActContents,
    DocumentContents,
    act_record,
    digest_of_page,
    document_record,
    keys_in_batches,
)
from documents.search.snapshot import one_state


def differences(generation=None) -> list[str] | None:
    """The records ("d17", "a5") whose entries differ from what the database would give, and the files whose pages do
    ("pages of file 3"); None where there is no index. generation: the one to look at, else that which is current."""
    generation = generation or store.opened.generation()
    if generation is None:
        return None
    held, pages = _held(generation), _pages_held(generation)
    found = []
    for keys in keys_in_batches(Document):
        with one_state():
            read = DocumentContents(keys)
            found += _differing(document_record, keys, read.contents(), held)
            wanted = defaultdict(Counter)
            for _key, file, language, number, text in read.pages_to_index():
                wanted[file][number, digest_of_page(language, text)] += 1
            found += [f"pages of file {file}" for file in wanted if pages.pop(file, None) != wanted[file]]
    for keys in keys_in_batches(Act):
        with one_state():
            found += _differing(act_record, keys, ActContents(keys).contents(), held)
    return found + sorted(held) + [f"pages of file {file}" for file in sorted(pages)]


def _differing(record, keys, contents, held):
    wanted = {record(key): Counter() for key in keys}
    for content in contents:
        wanted[content.record][content.digest()] += 1
    return [each for each, digests in wanted.items() if held.pop(each, Counter()) != digests]


def _held(generation):
    """Record → how often each fingerprint of it stands in the index."""
    searcher = generation.documents.searcher()
    result = searcher.search(Query.exists_query("pk"), limit=max(searcher.num_docs, 1), count=False)
    addresses = [address for _score, address in result.hits]
    keys = searcher.fast_field_values("pk", addresses)
    are_acts = searcher.fast_field_values("is_act", addresses)
    held = {}
    for address, pk, is_act in zip(addresses, keys, are_acts, strict=True):
        record = act_record(pk) if is_act else document_record(pk)
        held.setdefault(record, Counter())[searcher.doc(address).get_first("stored")] += 1
    return held


def _pages_held(generation):
    """File → how often each of its pages (number, fingerprint) stands in the index of pages."""
    searcher = generation.pages.searcher()
    result = searcher.search(Query.all_query(), limit=max(searcher.num_docs, 1), count=False)
    addresses = [address for _score, address in result.hits]
    values = (searcher.fast_field_values(name, addresses) for name in ("file", "number", "digest"))
    held = defaultdict(Counter)
    for file, number, digest in zip(*values, strict=True):
        held[file][number, digest] += 1
    return held
