"""Tables as files: the secretariat's list of documents, and how every table of the site is written as CSV."""

import csv

from django.http import HttpResponse

from documents.models.rows import rows_of

# A cell that begins with one of these would be run as a formula by a spreadsheet.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
HEADINGS = ["Symbol", "Title", "Type", "Date", "A", "C", "E", "F", "R", "S", "Agenda items", "Address"]


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
        table.writerow([f"'{cell}" if str(cell).startswith(FORMULA_SIGNS) else cell for cell in row])
    return response


def documents_csv(documents, audience, site):
    """The table *symbol | title | … | A C E F R S | agenda items* of a queryset of documents, without stand-ins.

    site: how addresses begin, such as ``https://documents.example``.
    """
    return csv_file(
        "documents.csv", HEADINGS, (_cells(row, site) for row in rows_of(documents.without_stand_ins(), audience))
    )


def _cells(row, site):
    languages = ["" if place.state == "none" or place.stand_in else place.state for place in row.places[:6]]
    items = "; ".join(row.agenda_items)
    return [row.symbol, row.title, row.type, row.date_words, *languages, items, f"{site}{row.url}"]
