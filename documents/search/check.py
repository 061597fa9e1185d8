"""Whether the index is equal to the database: fingerprint by fingerprint."""

from collections import Counter

from tantivy import Query

from documents.models import Act, Document
from documents.search import store
from documents.search.contents import ActContents, DocumentContents, act_record, document_record

BATCH = 500


def differences() -> list[str] | None:
    """The records ("d17", "a5") whose entries differ from what the database would give; None where there is no index."""
    generation = store.opened.generation()
    if generation is None:
        return None
    held = _held(generation)
    found = []
    for model, contents, record in (
        (Document, DocumentContents, document_record),
        (Act, ActContents, act_record),
    ):
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            wanted = {record(key): Counter() for key in batch}
            for content in contents(batch).contents():
                wanted[content.record][content.digest()] += 1
            found += [each for each, digests in wanted.items() if held.pop(each, Counter()) != digests]
    return found + sorted(held)


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
