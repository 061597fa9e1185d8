"""Documents as they stood, as rows of a list."""

from collections import defaultdict

from documents.models import (
    Document,
    DocumentSymbol,
    DocumentTitle,
    DocumentType,
    File,
    LanguageVersion,
    VersionStatus,
)
from documents.models.rows import Addresses, Row, language_places, path_of
from mandates.as_it_stood.past import Past
from provenance.dates import in_words


def rows_as_they_stood(past: Past, keys) -> list[Row]:
    """Rows of the documents with these keys that the reader may see, by symbol. Six queries, or none.

    The places of the languages tell what was issued then; they lead to the text where it may be read today.
    """
    documents = past.records(Document, keys)
    if not documents:
        return []
    symbols, titles, versions = defaultdict(list), defaultdict(dict), defaultdict(list)
    for symbol in past.parts(DocumentSymbol, document_id__in=documents):
        symbols[symbol.document_id].append(symbol)
    for title in past.parts(DocumentTitle, document_id__in=documents):
        titles[title.document_id][title.language] = title.text
    stood = past.parts(LanguageVersion, document_id__in=documents)
    stand_ins, readable = _stand_ins(past, stood), _readable(stood)
    for version in stood:
        held, stand_in = version.pk in readable, version.pk in stand_ins
        # A stand-in is told apart where it can be read; where it can't, it was no text of the United Nations at all.
        if held or not stand_in:
            known = {"language": version.language, "status": version.status, "held": held, "stand_in": stand_in}
            versions[version.document_id].append(known)
    addresses, placed = Addresses(), []
    for key, document in documents.items():
        its = sorted(symbols[key], key=lambda symbol: (symbol.position, symbol.pk))
        row = _row(document, its, titles[key], versions[key], past.audience, addresses)
        placed.append(((not its, its[0].sort_key if its else "", key), row))
    return [row for _place, row in sorted(placed, key=lambda pair: pair[0])]


def _stand_ins(past, versions):
    """The keys of the versions whose text was a stand-in."""
    files = past.parts(File, version_id__in=[version.pk for version in versions], is_current=True, is_stand_in=True)
    return {file.version_id for file in files}


def _readable(versions):
    """The keys of the versions that everybody who sees the document may read today."""
    keys = [version.pk for version in versions]
    issued = LanguageVersion.objects.filter(pk__in=keys, status=VersionStatus.ISSUED, files__is_current=True)
    return set(issued.values_list("pk", flat=True))


def _row(document, symbols, titles, versions, audience, addresses):
    wanted = ["en", document.original_language, *titles]
    shown = next((language for language in wanted if language in titles), "")
    path = path_of(symbols[0].canonical) if symbols else f"id/{document.pk}"
    return Row(
        pk=document.pk,
        symbol="-".join(symbol.canonical for symbol in symbols),
        url=addresses.document(path),
        title=titles.get(shown, ""),
        title_language=shown,
        type=DocumentType(document.type).label if document.type else "",
        date_words=in_words(document.date, document.date_precision),
        places=language_places(versions, path, audience, addresses),
    )
