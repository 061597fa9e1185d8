"""Linking: what a text cites, and what of it is held. Nothing cited is thrown away: the target may come later."""

from django.db.models import Q

from documents.models import Act, Document, File, Reference, ReferenceOrigin
from documents.models.act import act_key
from documents.reading.findings import find_citations, home_of_all
from documents.symbols import Found, SymbolError, parse_joint
from documents.texts import reading_of

UNNAMED = "?"
CONFERENCE_SERIES = "CTOC/COP"


def find_references(file: File):
    """Find every symbol and act cited in the file's pages, in place of what an earlier reading found.

    What a person entered stays. The file's own symbols (its running heads) are no citations.
    """
    file.references.filter(origin=ReferenceOrigin.DETECTED).delete()
    document = file.document
    own = own_symbols(file)
    pages = reading_of(file).pages
    found = [_reference(file, place) for place in find_citations(pages, home=home_of_file(file), own=own)]
    for reference in found:
        reference.citing = document
    Reference.objects.bulk_create(found, ignore_conflicts=True, batch_size=500)
    resolve(file.references.all())


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
    documents = dict(
        Document.objects.filter(symbols__canonical__in={reference.symbol for reference in waiting} - {""}).values_list(
            "symbols__canonical", "pk"
        )
    )
    acts = dict(
        Act.objects.filter(key__in={reference.act_key for reference in waiting} - {""}).values_list("key", "pk")
    )
    tied = []
    for reference in waiting:
        reference.document_id, reference.act_id = documents.get(reference.symbol), acts.get(reference.act_key)
        if reference.document_id or reference.act_id:
            tied.append(reference)
    Reference.objects.bulk_update(tied, ["document", "act"], batch_size=500)


def resolve_waiting(document: Document):
    """Tie every reference that waited for one of this document's symbols."""
    symbols = [symbol.canonical for symbol in document.symbols.all()]
    Reference.objects.filter(symbol__in=symbols, document=None).update(document=document)


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
