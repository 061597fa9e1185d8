"""Everything held, one draft after the other: the texts of files, and the words that the record itself bears.

A few hundred records are read at a time, whatever is held.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch

from documents.draft_check.checking import reading_of
from documents.models import Act, Document, DocumentSymbol, DocumentTitle, File, Paragraph, Stage
from documents.reading.pages import Reading
from documents.symbols import SymbolError, parse
from documents.texts import texts_of

_AT_ONCE = 200
_FILES_AT_ONCE = 20


@dataclass(frozen=True)
class Draft:
    """A text to be checked: `name` is what its messages stand under."""

    name: str
    reading: Reading


def everything() -> Iterator[Draft]:
    """The texts of all current files and of files that wait, the titles of documents and acts, the texts entered of acts."""
    yield from _texts(File.objects.filter(set_aside_at=None).exclude(stage=Stage.RECEIVED))
    yield from _records(Document.objects.all())
    yield from _acts(Act.objects.all())


def of_document(document: Document) -> Iterator[Draft]:
    """The texts of a document's current files, and its titles."""
    yield from _texts(File.objects.filter(version__document=document, is_current=True))
    yield from _records(Document.objects.filter(pk=document.pk))


def document_named(words: str) -> Document | None:
    """The document that bears a symbol, as a person writes it; None where none does."""
    try:
        canonical = parse(words).canonical
    except SymbolError:
        return None
    return Document.objects.with_symbol(canonical).first()


def _texts(files) -> Iterator[Draft]:
    files = files.filter(problem="").order_by("pk")
    for some in _batches(files, _FILES_AT_ONCE, "version__document__symbols"):
        texts = texts_of(some)
        for file in some:
            found = texts[file.pk].reading
            yield Draft(
                _name_of(file), Reading(found.media_type, found.pages, found.language, tuple(file.remarks.split("\n")))
            )


def _name_of(file: File) -> str:
    document = file.document
    return f"{document.symbol} ({file.version.language})" if document and document.symbol else file.name


def _records(documents) -> Iterator[Draft]:
    """The titles and symbols of documents as the record has them."""
    for some in _batches(documents.order_by("pk"), _AT_ONCE, "titles", "symbols"):
        for document in some:
            titles: Iterable[DocumentTitle] = document.titles.all()
            symbols: Iterable[DocumentSymbol] = document.symbols.all()
            printed = (symbol.as_printed.rstrip("*") for symbol in symbols)  # a re-issue has its note on the document
            words = [*printed, *(title.text for title in titles)]
            yield Draft(f"record of {document.symbol or f'document {document.pk}'}", reading_of("\n\n".join(words)))


def _acts(acts) -> Iterator[Draft]:
    entered = Prefetch("paragraphs", Paragraph.objects.entered().order_by("language", "position"))
    for some in _batches(acts.order_by("pk").select_related("body"), _AT_ONCE, "titles", entered):
        for act in some:
            titles = "\n\n".join(title.text for title in act.titles.all())
            if titles:
                yield Draft(f"record of {act.key}", reading_of(titles))
            for language, paragraphs in groupby(act.paragraphs.all(), key=lambda paragraph: paragraph.language):
                text = "\n\n".join(f"{paragraph.number} {paragraph.text}".strip() for paragraph in paragraphs)
                yield Draft(f"text of {act.key} ({language})", reading_of(text))


def _batches(records, length: int, *along) -> Iterator[list]:
    """The records in their order, a good many at a time. They are ordered by their keys."""
    last = 0
    while some := list(records.filter(pk__gt=last).prefetch_related(*along)[:length]):
        yield some
        last = some[-1].pk
