"""Catalogue records of documents: MARCXML, MARC lines, ISO 2709, CSV, TSV and XLSX come in; plain records come out."""

from documents.reading.catalogue import marctext, marcxml
from documents.reading.catalogue.encoding import text_of
from documents.reading.catalogue.marc import record_of
from documents.reading.catalogue.records import (
    MOST_BYTES,
    MOST_RECORDS,
    AgendaItem,
    Catalogue,
    CatalogueError,
    CatalogueFile,
    CatalogueRecord,
    Remarks,
)
from documents.reading.catalogue.tables import read_sheets, read_table
from documents.reading.catalogue.workbook import looks_like_workbook, sheets_in

__all__ = [
    "MOST_BYTES",
    "MOST_RECORDS",
    "AgendaItem",
    "Catalogue",
    "CatalogueError",
    "CatalogueFile",
    "CatalogueRecord",
    "read_catalogue",
]

_ARCHIVE = b"PK\x03\x04"
_REFUSED = {
    _ARCHIVE: "This is an archive or another kind of Office file, not a workbook of Excel. Save the list as XLSX or CSV and "
    "choose that file.",
    b"%PDF": "This is a PDF document, not a catalogue. Export the records as MARCXML or CSV.",
    b"\xd0\xcf\x11\xe0": "This is an old Office file, or one with a password. Save the sheet as XLSX or CSV, without a "
    "password, and choose that file.",
}


def read_catalogue(content: bytes) -> Catalogue:
    """Read a catalogue file; its format and encoding are told by the bytes, never by a name.

    A damaged record or row gives what can be read and a remark in words. Raises CatalogueError, with a sentence for a
    person, for what is empty, too large, of another kind, or XML that declares entities.
    """
    if not content.strip():
        raise CatalogueError("This file is empty. Check that the right file was chosen.")
    if len(content) > MOST_BYTES:
        raise CatalogueError(
            f"This file is larger than {MOST_BYTES // 1_000_000} MB. Split the export and read the parts."
        )
    remarks = Remarks()
    if content.startswith(_ARCHIVE) and looks_like_workbook(content):
        return Catalogue("workbook", tuple(read_sheets(sheets_in(content), remarks)), remarks.all())
    for mark, sentence in _REFUSED.items():
        if content.startswith(mark):
            raise CatalogueError(sentence)
    if marctext.looks_like_iso2709(content):
        name, marc = "MARC (ISO 2709)", marctext.read_iso2709(content, remarks)
    else:
        text = text_of(content, remarks)
        if marcxml.looks_like_marcxml(text):
            name, marc = "MARCXML", marcxml.read_marcxml(text, remarks)
        elif text.lstrip()[:1] in ("{", "["):
            raise CatalogueError("This is a JSON file. Export the records as MARCXML or CSV and choose that file.")
        elif marctext.looks_like_marc_lines(text):
            name, marc = "MARC in lines", marctext.read_marc_lines(text, remarks)
        else:
            return Catalogue("table", tuple(read_table(text, remarks)), remarks.all())
    return Catalogue(name, tuple(map(record_of, marc)), remarks.all())
