"""Linking: what a text cites, and what of it is held. Nothing cited is thrown away: the target may come later."""

from django.db.models import Q

from documents.models import Act, Document, File, Reference, ReferenceOrigin
from documents.models.act import act_key
from documents.reading.citations import find_acts_on_pages, home_of
from documents.symbols import find_all

UNNAMED = "?"
CONFERENCE_SERIES = "CTOC/COP"


def find_references(file: File):
    """Find every symbol and act cited in the file's pages, in place of what an earlier reading found.

    What a person entered stays. The file's own symbols (its running heads) are no citations.
    """
    file.references.filter(origin=ReferenceOrigin.DETECTED).delete()
    document = file.document
    own = {symbol.canonical for symbol in document.symbols.all()} if document else set()
    if file.symbol_read:
        own |= {found.symbol.canonical for found in find_all(file.symbol_read)}
    home = _home(own)
    found = []
    pages = list(file.pages.order_by("number"))
    acts = find_acts_on_pages([page.text for page in pages], home=home)
    for page, cited_on_page in zip(pages, acts, strict=True):
        found += [
            _reference(file, page, place, symbol=place.symbol.canonical, malformed=place.symbol.malformed)
            for place in find_all(page.text)
            if place.symbol.canonical not in own
        ]
        found += [
            _reference(file, page, cited, act_key=act_key(cited.body or UNNAMED, cited.kind, cited.number))
            for cited in cited_on_page
        ]
    for reference in found:
        reference.citing = document
    Reference.objects.bulk_create(found, ignore_conflicts=True, batch_size=500)
    resolve(file.references.all())


def _home(symbols):
    """The body whose acts a text means when it names none: by its own symbol; this Conference for a text without one."""
    homes = [home_of(symbol) for symbol in sorted(symbols)]
    return CONFERENCE_SERIES if not homes or CONFERENCE_SERIES in homes else next(filter(None, homes), "")


def _reference(file, page, place, **target):
    return Reference(
        file=file,
        page=page.number,
        start=place.start,
        as_written=place.as_written[:300],
        **{name: value[:200] for name, value in target.items()},
    )


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
