"""What a rule finds: one gap with its causes, before it is written down."""

import hashlib
from dataclasses import dataclass, field

from mandates.models import FindingKind, FindingPart
from provenance.models import label_of


@dataclass(frozen=True)
class Cause:
    """A record on which a finding rests, named as evidence names it, and what it contributes, in words."""

    subject: str
    subject_id: int
    words: str


def cause(record, words) -> Cause:
    return Cause(label_of(record), record.pk, words)


@dataclass
class Found:
    """One gap. ``key`` names what is missing: the same key is the same finding, whenever it is found.

    The records that it is about are given by their keys, as the columns of ``Finding`` take them.
    """

    key: str
    kind: FindingKind
    part: FindingPart
    sentence: str
    causes: list[Cause] = field(default_factory=list)
    meeting_id: int | None = None
    agenda_item_id: int | None = None
    mandate_id: int | None = None
    act_id: int | None = None
    document_id: int | None = None
    symbol: str = ""
    body_id: int | None = None
    year: int | None = None
    citations: int = 0

    @property
    def digest(self):
        """Changes when the causes do, in whatever order they were met."""
        told = sorted(f"{each.subject}\x1f{each.subject_id}\x1f{each.words}" for each in self.causes)
        return hashlib.sha256("\x1e".join([self.kind, self.part, self.symbol, *told]).encode()).hexdigest()
