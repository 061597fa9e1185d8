"""The board as a table to take away: CSV and XLSX."""

import io

import xlsxwriter
from django.http import HttpResponse
from django.urls import reverse

from documents.exports import XLSX, csv_file

HEADINGS = [
    "Title",
    "Symbol",
    "Kind",
    "Agenda item",
    "Mandate",
    "Submit by",
    "Issue by",
    "State",
    "Submitted on",
    "Issued on",
    "Late",
    "Reason for being late",
    "Words",
    "Word limit",
    "Owner",
    "Note",
    "Address",
]
WIDTHS = [60, 24, 18, 12, 30, 12, 12, 18, 12, 12, 36, 36, 9, 9, 20, 40, 50]
NUMBERS = (HEADINGS.index("Words"), HEADINGS.index("Word limit"))


def board_csv(name, rows, site):
    """BoardRows as a CSV file to download. site: how addresses begin."""
    return csv_file(name, HEADINGS, ([str(cell) for cell in _cells(row, site)] for row in rows))


def board_xlsx(name, rows, site):
    """The same table as a spreadsheet, its headings fixed, its numbers numbers."""
    kept = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(kept, options)
    sheet = book.add_worksheet("Planning board")
    sheet.write_row(0, 0, HEADINGS, book.add_format({"bold": True, "bottom": 1}))
    sheet.freeze_panes(1, 0)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    last = 0
    for last, row in enumerate(rows, start=1):
        for column, cell in enumerate(_cells(row, site)):
            if column in NUMBERS and cell != "":
                sheet.write_number(last, column, cell)
            else:
                sheet.write_string(last, column, cell)
    sheet.autofilter(0, 0, last, len(HEADINGS) - 1)
    book.close()
    response = HttpResponse(kept.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _cells(row, site):
    plan = row.plan
    return [
        plan.title,
        row.row.symbol if row.row else "",
        plan.get_kind_display(),
        plan.agenda_item.number if plan.agenda_item else "",
        plan.mandate.citation if plan.mandate else "",
        _day(row.days.submit_by),
        _day(row.days.issue_by),
        row.stand.label,
        _day(row.submitted_on),
        _day(row.issued_on),
        "; ".join(delay.words for delay in row.delays),
        plan.late_because,
        "" if plan.words is None else plan.words,
        plan.word_limit,
        plan.owner.shown_name if plan.owner else "",
        plan.note,
        f"{site}{reverse('planned_document', args=[plan.pk])}",
    ]


def _day(day):
    return day.isoformat() if day else ""
