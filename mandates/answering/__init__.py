"""What may answer a mandate: meetings, reports and the sessions they went to, proposed with evidence, decided by people."""

from mandates.answering.following import follow_answers
from mandates.answering.proposing import propose_for

__all__ = ["follow_answers", "propose_for"]
