"""Linking: what a text cites, and what of it is held. Nothing cited is thrown away: the target may come later."""

from collections.abc import Mapping, Sequence

from django.db.models import Prefetch, Q, prefetch_related_objects

from documents.models import Act, Document, DocumentSymbol, File, LanguageVersion, Reference, ReferenceOrigin
from documents.models.act import act_key
from documents.models.saving import add_rows, save_rows
from documents.reading.findings import find_citations, home_of_all
from documents.symbols import Found, SymbolError, parse_joint
from documents.texts import FileText, texts_of

UNNAMED = "?"
CONFERENCE_SERIES = "CTOC/COP"


def find_references(file: File):
    """Find every symbol and act cited in the file's pages, in place of what an earlier reading found.

    What a person entered stays. The file's own symbols (its running heads) are no citations.
    """
    find_all_references([file], texts_of([file]))


def find_all_references(files: Sequence[File], texts: Mapping[int, FileText]):
    """Find what several files cite, each as ``find_references`` does. Four queries."""
    Reference.objects.filter(file__in=files, origin=ReferenceOrigin.DETECTED).delete()
    found = []
    for file in files:
        document, own = file.document, own_symbols(file)
        for place in find_citations(texts[file.pk].pages, home=home_of_file(file), own=own):
            reference = _reference(file, place)
            reference.citing = document
            found.append(reference)
    _tie(found)
    add_rows(found, ignore_conflicts=True)


def with_documents(files: Sequence[File]) -> list[File]:
    """The files with their documents and those documents' symbols, in two queries."""
    versions = LanguageVersion.objects.select_related("document").prefetch_related("document__symbols")
    prefetch_related_objects(files, Prefetch("version", versions))
    return list(files)


def own_symbols(file: File) -> set[str]:
    """The symbols that a file's document bears in the record, and those that its masthead states, in canonical form."""
    written = [symbol.canonical for symbol in file.document.symbols.all()] if file.document else []
    if file.symbol_read:
        written.append(file.symbol_read)
    own = set()
    for each in written:
        try:
            own |= {symbol.canonical for symbol in parse_joint(each)}
        except SymbolError:
            continue  # kept verbatim in the record, though it is none: nothing can be compared with it
    return own


def home_of_file(file: File) -> str:
    """The body whose acts a file means when it names none; this Conference for one without a symbol."""
    own = own_symbols(file)
    return home_of_all(own) if own else CONFERENCE_SERIES


def _reference(file, place):
    cited = place.cited
    reference = Reference(file=file, page=place.page, start=cited.start, as_written=cited.as_written[:300])
    reference.confidence = cited.confidence
    if isinstance(cited, Found):
        reference.symbol, reference.malformed = cited.symbol.canonical[:200], cited.symbol.malformed[:200]
    else:
        reference.act_key = act_key(cited.body or UNNAMED, cited.kind, cited.number)[:200]
    return reference


def resolve(references):
    """Tie waiting references to the documents and acts that they name. Two queries to look, one to write."""
    waiting = list(references.waiting())
    _tie(waiting)
    save_rows([each for each in waiting if each.document_id or each.act_id], ["document", "act"])


def _tie(references):
    """Tie references, which the caller saves, to what is held of the documents and acts that they name. Two queries."""
    symbols = {reference.symbol for reference in references} - {""}
    keys = {reference.act_key for reference in references} - {""}
    documents = dict(DocumentSymbol.objects.filter(canonical__in=symbols).values_list("canonical", "document"))
    acts = dict(Act.objects.filter(key__in=keys).values_list("key", "pk"))
    for reference in references:
        reference.document_id, reference.act_id = documents.get(reference.symbol), acts.get(reference.act_key)


def resolve_waiting(*documents: Document):
    """Tie every reference that waited for one of these documents' symbols. One query, and one more where some waited."""
    symbols = {symbol.canonical: document.pk for document in documents for symbol in document.symbols.all()}
    waiting = list(Reference.objects.filter(symbol__in=symbols, document=None))
    for reference in waiting:
        reference.document_id = symbols[reference.symbol]
    save_rows(waiting, ["document"])


def resolve_waiting_act(act: Act):
    """Tie every reference that waited for this act."""
    Reference.objects.filter(act_key=act.key, act=None).update(act=act)


def citing(file: File):
    """Say of a file's references which document cites: after it was tied to one, or untied."""
    document = file.document
    file.references.update(citing=document)
    if document:
        own = [symbol.canonical for symbol in document.symbols.all()]
        file.references.filter(Q(symbol__in=own), origin=ReferenceOrigin.DETECTED).delete()
