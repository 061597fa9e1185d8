"""The kinds of records of the register, and for each: its model, how it is found or made, and where its facts go."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Model

from documents.models import Act, Document
from mandates.models import Mandate
from mandates.register import bodies_and_meetings as rooms
from mandates.register import documents_and_acts as papers
from mandates.register import mandates as asked
from mandates.register.ledger import Kept
from mandates.register.lines import ABOUT_FACTS, BadRecord, Line
from meetings.models import Body, Meeting


@dataclass(frozen=True)
class Kind:
    """One kind of record.

    columns: places in the subject itself, written before it is first saved; parts: rows that belong to it; ties: rows
    that need other records, written when all are there. extra_ties: ties that serve to find the record.
    A kind without ``make`` tells of a record of another kind: the one that its tie ``subject`` names.
    """

    name: str
    singular: str
    plural: str
    model: type[Model]
    find: Callable | None = None
    make: Callable | None = None
    columns: list = field(default_factory=list)
    parts: list = field(default_factory=list)
    ties: list = field(default_factory=list)
    extra_ties: tuple = ()

    @property
    def places(self):
        return [*self.columns, *self.parts, *self.ties]

    @property
    def first_fields(self):
        """The evidence fields that are settled before the ties."""
        return {place.field for place in [*self.columns, *self.parts]}

    def where(self, fact: str) -> str:
        """Where a fact of this kind of record goes, in words; "" when no place takes it."""
        if fact in ABOUT_FACTS or fact.endswith("_confidence"):
            return "Evidence.source, Evidence.origin"
        return "; ".join(dict.fromkeys(place.where for place in self.places if fact in place.reads))

    def check(self, line: Line):
        """Everything that can be said of a line without the database. Raises BadRecord."""
        known = {fact for place in self.places for fact in place.reads}
        about = ABOUT_FACTS - known
        for fact in [*line.facts, *line.inferred]:
            if fact not in known and fact not in about and not fact.endswith("_confidence"):
                raise BadRecord(f"A {self.singular} has no fact “{fact[:40]}”; nothing is dropped silently.")
        ties = {place.tie for place in self.places if place.tie} | set(self.extra_ties)
        for tie in line.ties:
            if tie not in ties:
                raise BadRecord(f"A {self.singular} has no tie “{tie[:40]}”.")
        for place in self.places:
            place.check(line)


def _several(*facts):
    return [Kept(fact.replace("_", " "), fact) for fact in facts]


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "body",
            "body",
            "bodies",
            Body,
            rooms.find_body,
            rooms.make_body,
            rooms.BODY_PLACES,
            rooms.BODY_PARTS,
            rooms.BODY_TIES,
            ("slug",),
        ),
        Kind(
            "session",
            "session",
            "sessions",
            Meeting,
            rooms.find_meeting,
            rooms.make_meeting,
            rooms.SESSION_PLACES,
            rooms.SESSION_PARTS,
            rooms.SESSION_TIES,
        ),
        Kind(
            "meeting",
            "meeting",
            "meetings",
            Meeting,
            rooms.find_meeting,
            rooms.make_meeting,
            rooms.MEETING_PLACES,
            rooms.MEETING_PARTS,
            rooms.MEETING_TIES,
        ),
        Kind(
            "document",
            "document",
            "documents",
            Document,
            papers.find_document,
            papers.make_document,
            papers.DOCUMENT_PLACES,
            papers.DOCUMENT_PARTS,
            papers.DOCUMENT_TIES,
            ("same_as",),
        ),
        Kind(
            "related",
            "related document",
            "related documents of other bodies",
            Document,
            papers.find_document,
            papers.make_document,
            papers.DOCUMENT_PLACES,
            papers.DOCUMENT_PARTS,
            papers.DOCUMENT_TIES,
        ),
        Kind(
            "act",
            "resolution or decision",
            "resolutions and decisions",
            Act,
            papers.find_act,
            papers.make_act,
            papers.ACT_PLACES,
            papers.ACT_PARTS,
            papers.ACT_TIES,
        ),
        Kind(
            "mandate",
            "mandate",
            "mandates",
            Mandate,
            asked.find_mandate,
            asked.make_mandate,
            asked.MANDATE_PLACES,
            asked.MANDATE_PARTS,
            asked.MANDATE_TIES,
        ),
        Kind("conflict", "conflict", "conflicts", Body, ties=[asked.CONFLICT], extra_ties=("field", "statements")),
        Kind(
            "workload",
            "record of the workload",
            "records of the workload",
            Body,
            parts=_several("documents_per_year", "three_hour_meetings", "parties_2025"),
            extra_ties=("subject",),
        ),
        Kind(
            "about",
            "record about the register",
            "records about the register",
            Body,
            parts=[
                Kept("register, its subject", "subject"),
                Kept("register, made from", "made_from"),
                Kept("register, its words for confidence", "confidence"),
                Kept("register, its counts", "counts"),
            ],
            extra_ties=("subject",),
        ),
    )
}
