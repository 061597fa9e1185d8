"""Tables as files: the secretariat's list of documents, and how every table of the site is written as CSV."""

import csv
import io

import xlsxwriter
from django.http import HttpResponse

from documents.models import Document
from documents.models.rows import rows_of

# A cell that begins with one of these would be run as a formula by a spreadsheet.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
HEADINGS = ["Symbol", "Title", "Type", "Date", "A", "C", "E", "F", "R", "S", "Agenda items", "Address"]
WIDTHS = [26, 70, 24, 18, 9, 9, 9, 9, 9, 9, 14, 50]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# More rows than this are no table to work with; the page says so.
MOST_ROWS = 10_000
ROWS_AT_A_TIME = 500


def csv_file(name, headings, rows):
    """A table as a CSV file to download. rows: an iterable of lists of text.

    A byte order mark comes first, so that spreadsheets read the accents; a cell that a spreadsheet would run as a
    formula is preceded by an apostrophe.
    """
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    table = csv.writer(response)
    table.writerow(headings)
    for row in rows:
        table.writerow(unrun(row))
    return response


def unrun(cells) -> list:
    """The cells of a row so that no spreadsheet runs one as a formula."""
    return [f"'{cell}" if str(cell).startswith(FORMULA_SIGNS) else cell for cell in cells]


def documents_csv(keys, audience, site):
    """The table *symbol | title | … | A C E F R S | agenda items* of documents (primary keys), in their order.

    Stand-ins are left out. site: how addresses begin, such as ``https://documents.example``.
    """
    return csv_file("documents.csv", HEADINGS, _table(keys, audience, site))


def documents_xlsx(keys, audience, site):
    """The same table as a spreadsheet (XLSX), its headings fixed and every address a link."""
    kept = io.BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    sheet = book.add_worksheet("Documents")
    sheet.write_row(0, 0, HEADINGS, book.add_format({"bold": True, "bottom": 1}))
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    last = 0
    for last, cells in enumerate(_table(keys, audience, site), start=1):
        for column, cell in enumerate(cells):
            sheet.write_string(last, column, cell)
    sheet.autofilter(0, 0, last, len(HEADINGS) - 1)
    book.close()
    response = HttpResponse(kept.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="documents.xlsx"'
    return response


def _table(keys, audience, site):
    """The cells of the documents, read a good many at a time."""
    for start in range(0, len(keys), ROWS_AT_A_TIME):
        some = keys[start : start + ROWS_AT_A_TIME]
        documents = Document.objects.visible_to(audience).filter(pk__in=some).without_stand_ins()
        rows = {row.pk: row for row in rows_of(documents, audience)}
        yield from (_cells(rows[key], site) for key in some if key in rows)


def _cells(row, site):
    languages = ["" if place.state == "none" or place.stand_in else str(place.state) for place in row.places[:6]]
    items = "; ".join(row.agenda_items)
    return [row.symbol, row.title, str(row.type), row.date_words, *languages, items, f"{site}{row.url}"]
