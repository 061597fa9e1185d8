"""Grounds for taking something for an answer: each a sentence with its weight; together they make a confidence."""

from dataclasses import dataclass, field
from math import prod

from accounts.access import Audience
from provenance.models import Origin

# Below this nothing is proposed: a false proposal costs a person more than a missing one.
FLOOR = 0.6
# A machine is never certain of an answer.
MOST = 0.97


@dataclass(frozen=True)
class Ground:
    """Why: a sentence for people, how much it weighs (0 to 1), and the words of a file where it was read.

    audience: who may know of the records that it names, once a person has confirmed it.
    """

    why: str
    weight: float
    quote: str = ""
    sha256: str = ""
    page: int | None = None
    audience: Audience = Audience.PUBLIC

    @property
    def origin(self):
        return Origin.READ if self.quote else Origin.INFERRED


@dataclass
class Proposal:
    """What may answer a mandate, by the kind and key of the thing, and the session it may have gone to."""

    mandate: int
    kind: str
    key: int | str
    words: str
    grounds: list[Ground] = field(default_factory=list)
    session: int | None = None
    session_words: str = ""
    session_grounds: list[Ground] = field(default_factory=list)

    @property
    def confidence(self):
        return together(self.grounds)


def together(grounds) -> float:
    """How sure several grounds make one: each takes its share of the doubt that the others leave."""
    return round(min(MOST, 1 - prod(1 - ground.weight for ground in grounds)), 3) if grounds else 0.0
