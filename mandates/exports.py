"""Mandates as files to take away: the register as its page shows it, and the secretariat's table of implementation.

CSV is written row by row while it is sent, however long; a spreadsheet has its first MOST_ROWS rows.
"""

import csv
import io
from collections.abc import Iterable, Iterator

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse

from documents.exports import MOST_ROWS, XLSX, unrun
from mandates import implementation
from mandates.standing import rows_of_mandates

REGISTER = {
    "Resolution or decision": 22,
    "Paragraph": 12,
    "Verb": 18,
    "Addressee": 26,
    "Summary of action": 60,
    "Asks for": 16,
    "Due": 24,
    "Status": 14,
    "Reason": 60,
    "Resources": 40,
    "Address": 50,
}
TABLE = {"Resolution": 22, "Para": 10, "Summary of action": 60, "Implementation": 70, "Resources": 40, "Address": 50}
ROWS_AT_A_TIME = 500


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text):
        return text


def csv_in_pieces(name, headings, rows: Iterable) -> StreamingHttpResponse:
    """A table as a CSV file, sent while it is made; otherwise as ``documents.exports.csv_file``."""
    table = csv.writer(_Echo())

    def lines():
        yield "\ufeff" + table.writerow(headings)
        for row in rows:
            yield table.writerow(unrun(row))

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def spreadsheet(name, title, columns: dict, rows: Iterable) -> FileResponse:
    """A table as a spreadsheet (XLSX): headings fixed, text wrapped, nothing run as a formula. columns: heading → width.

    A cell is text, or a whole number that stays one.
    """
    kept = io.BytesIO()
    options = {"in_memory": True, "constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(kept, options)
    sheet = book.add_worksheet(title)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, width in enumerate(columns.values()):
        sheet.set_column(column, column, width, wrapped)
    sheet.write_row(0, 0, list(columns), book.add_format({"bold": True, "bottom": 1}))
    sheet.freeze_panes(1, 0)
    last = 0
    for last, cells in enumerate(rows, start=1):
        for column, cell in enumerate(cells):
            write = sheet.write_number if isinstance(cell, int) else sheet.write_string
            write(last, column, cell, wrapped)
    sheet.autofilter(0, 0, last, len(columns) - 1)
    book.close()
    kept.seek(0)
    return FileResponse(kept, as_attachment=True, filename=name, content_type=XLSX)


def register_csv(audience, keys: list[int], site):
    """The register as CSV. keys: the mandates in their order. site: how addresses begin, ``https://documents.example``."""
    return csv_in_pieces("mandates.csv", REGISTER, _register(audience, keys, site))


def register_xlsx(audience, keys: list[int], site):
    """The register as a spreadsheet."""
    return spreadsheet("mandates.xlsx", "Mandates", REGISTER, _register(audience, keys[:MOST_ROWS], site))


def table_csv(audience, keys: list[int], site):
    """The table *Resolution | Para | Summary of action | Implementation | Resources* as CSV."""
    return csv_in_pieces("implementation.csv", TABLE, _table(audience, keys, site))


def table_xlsx(audience, keys: list[int], site):
    """The same table as a spreadsheet."""
    return spreadsheet("implementation.xlsx", "Implementation", TABLE, _table(audience, keys[:MOST_ROWS], site))


def _register(audience, keys, site) -> Iterator[list[str]]:
    for start in range(0, len(keys), ROWS_AT_A_TIME):
        for row in rows_of_mandates(audience, keys[start : start + ROWS_AT_A_TIME]):
            mandate, outcome = row.mandate, row.outcome
            yield [
                mandate.act.label,
                mandate.paragraph_as_printed,
                mandate.verb,
                row.addressee_words,
                mandate.action,
                mandate.get_deliverable_display(),
                row.due,
                outcome.word,
                outcome.sentence,
                mandate.resources,
                f"{site}{row.url}",
            ]


def _table(audience, keys, site) -> Iterator[list[str]]:
    for row in implementation.rows_by_key(audience, keys):
        yield [*(cell.text for cell in row.cells), f"{site}{row.url}"]
