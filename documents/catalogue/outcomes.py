"""The fates of an import as a table: what people take away, safe to open in a spreadsheet."""

from collections.abc import Iterable, Iterator

from documents.models import CatalogueRow

HEADINGS = ["place", "fate", "symbol", "title", "document", "why", "adds", "differs", "remarks"]


def table_of(rows: Iterable[CatalogueRow]) -> Iterator[list[str]]:
    """One line of text cells for each record (``HEADINGS``)."""
    for row in rows:
        yield [
            row.where,
            row.get_fate_display(),
            row.symbols,
            row.title,
            row.document_words,
            row.detail,
            "; ".join(f"{field}: {value}" for field, value in row.written),
            "; ".join(f"{field}: here “{held}”, there “{said}”" for field, held, said in row.differences),
            " ".join(row.remarks),
        ]
