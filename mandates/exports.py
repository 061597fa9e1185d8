"""The secretariat's table of mandates: Resolution | Para | Summary of action | Implementation | Resources."""

import csv

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


def write_csv(stream, rows):
    """Write RegisterRows to a text stream. A byte order mark comes first, so that spreadsheets read the accents."""
    stream.write("\ufeff")
    table = csv.writer(stream)
    table.writerow(HEADINGS)
    for row in rows:
        mandate = row.mandate
        table.writerow(
            [
                mandate.act.label,
                mandate.paragraph_as_printed,
                mandate.verb,
                mandate.addressee_words,
                mandate.action,
                mandate.due,
                ": ".join(part for part in (row.outcome.word, row.outcome.sentence) if part),
                mandate.resources,
                mandate.get_absolute_url(),
            ]
        )
