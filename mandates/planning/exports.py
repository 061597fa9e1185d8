"""The board as a table to take away: CSV and XLSX."""

from django.urls import reverse

from documents.exports import csv_file
from mandates.exports import spreadsheet

COLUMNS = {
    "Title": 60,
    "Symbol": 24,
    "Kind": 18,
    "Agenda item": 12,
    "Mandate": 30,
    "Submit by": 12,
    "Issue by": 12,
    "State": 18,
    "Submitted on": 12,
    "Issued on": 12,
    "Late": 36,
    "Reason for being late": 36,
    "Words": 9,
    "Word limit": 9,
    "Owner": 20,
    "Note": 40,
    "Address": 50,
}


def board_csv(name, rows, site):
    """BoardRows as a CSV file to download. site: how addresses begin."""
    return csv_file(name, COLUMNS, (_cells(row, site) for row in rows))


def board_xlsx(name, rows, site):
    """The same table as a spreadsheet, its numbers numbers."""
    return spreadsheet(name, "Planning board", COLUMNS, (_cells(row, site) for row in rows))


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
