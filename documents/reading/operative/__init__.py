"""What operative paragraphs ask: verb, addressees, action, deadline, means; six languages, present and past."""

from documents.reading.operative.model import (
    Addressee,
    Deadline,
    Mandate,
    ParagraphReading,
    Quote,
    ResourceClause,
)
from documents.reading.operative.paragraph import MOST_LETTERS, read_paragraph

__all__ = [
    "MOST_LETTERS",
    "Addressee",
    "Deadline",
    "Mandate",
    "ParagraphReading",
    "Quote",
    "ResourceClause",
    "read_paragraph",
]
