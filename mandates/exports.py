"""The secretariat's table of mandates: Resolution | Para | Summary of action | Implementation | Resources."""

from documents.exports import csv_file

HEADINGS = [
    "Resolution or decision",
    "Paragraph",
    "Verb",
    "Addressee",
    "Summary of action",
    "Due",
    "Implementation",
    "Resources",
    "Address",
]


def mandates_csv(rows, site):
    """RegisterRows as a CSV file to download. site: how addresses begin, such as ``https://documents.example``."""
    return csv_file("mandates.csv", HEADINGS, (_cells(row, site) for row in rows))


def _cells(row, site):
    mandate = row.mandate
    return [
        mandate.act.label,
        mandate.paragraph_as_printed,
        mandate.verb,
        mandate.addressee_words,
        mandate.action,
        mandate.due,
        ": ".join(part for part in (row.outcome.word, row.outcome.sentence) if part),
        mandate.resources,
        f"{site}{mandate.get_absolute_url()}",
    ]
