"""What was asked, what came of it, what is missing, and what is planned."""

from mandates.models.drafting import DraftKind, DraftTemplate
from mandates.models.finding import Finding, FindingCause, FindingKind, FindingPart, Look
from mandates.models.mandate import (
    Addressee,
    Deliverable,
    LinkKind,
    Mandate,
    MandateDocument,
    MandateLink,
    MandateStatus,
    Review,
)
from mandates.models.planning import PlannedDocument, PlannedKind, PlannedState
from mandates.models.register import RegisterEntry
from mandates.models.response import Response
from mandates.models.standing import UNFINISHED, MandateStanding, Outcome, ShownStatus, StandingStatus

__all__ = [
    "UNFINISHED",
    "Addressee",
    "Deliverable",
    "DraftKind",
    "DraftTemplate",
    "Finding",
    "FindingCause",
    "FindingKind",
    "FindingPart",
    "LinkKind",
    "Look",
    "Mandate",
    "MandateDocument",
    "MandateLink",
    "MandateStanding",
    "MandateStatus",
    "Outcome",
    "PlannedDocument",
    "PlannedKind",
    "PlannedState",
    "RegisterEntry",
    "Response",
    "Review",
    "ShownStatus",
    "StandingStatus",
]
