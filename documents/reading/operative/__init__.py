"""What operative paragraphs ask: verb, addressees, action, deadline, means; six languages, present and past.

`read_paragraph` reads one paragraph, `asked_in` all of an act with their lists, `renewals_in` what becomes of mandates
of earlier acts.
"""

from documents.reading.operative.asking import asked_in
from documents.reading.operative.model import (
    Addressee,
    Asked,
    Deadline,
    Mandate,
    OperativeText,
    ParagraphReading,
    Quote,
    Renewal,
    ResourceClause,
)
from documents.reading.operative.paragraph import MOST_LETTERS, read_paragraph
from documents.reading.operative.renewing import renewals_in

__all__ = [
    "MOST_LETTERS",
    "Addressee",
    "Asked",
    "Deadline",
    "Mandate",
    "OperativeText",
    "ParagraphReading",
    "Quote",
    "Renewal",
    "ResourceClause",
    "asked_in",
    "read_paragraph",
    "renewals_in",
]
