"""What drafts are made of: words, facts with the record that they come from, and gaps in brackets. Knows no record's kind."""

from collections.abc import Iterable
from dataclasses import dataclass

from mandates.drafting.wording import in_series


@dataclass(frozen=True)
class Source:
    """The record that a fact comes from, and the field of it.

    subject and pk name the record as evidence names it (``mandates.mandate``, 7); label and url are for people.
    is_public is False where not everybody may see the record.
    """

    subject: str
    pk: int
    label: str
    url: str
    field: str = ""
    is_public: bool = True


@dataclass(frozen=True)
class Fact:
    """Words that state what one record says, or several together."""

    text: str
    sources: tuple[Source, ...]

    @classmethod
    def of(cls, text, *sources):
        return cls(text, tuple(sources))


@dataclass(frozen=True)
class Gap:
    """What is missing: shown in brackets, never guessed. text: what should stand there, without the brackets."""

    text: str


class Phrase:
    """Words, facts and gaps, one after the other. An empty phrase is false."""

    def __init__(self, *pieces):
        flat = []
        for piece in pieces:
            flat += piece.pieces if isinstance(piece, Phrase) else [piece]
        self.pieces = tuple(piece for piece in flat if not isinstance(piece, str) or piece)

    def __bool__(self):
        return bool(self.pieces)

    def __add__(self, other):
        return Phrase(self, other)

    def __eq__(self, other):
        return isinstance(other, Phrase) and self.pieces == other.pieces

    def __hash__(self):
        return hash(self.pieces)

    def __repr__(self):
        return f"Phrase({str(self)!r})"

    def __str__(self):
        """The words as they are printed, gaps in brackets."""
        return "".join(
            piece if isinstance(piece, str) else f"[{piece.text}]" if isinstance(piece, Gap) else piece.text
            for piece in self.pieces
        )

    @property
    def gaps(self):
        return [piece.text for piece in self.pieces if isinstance(piece, Gap)]

    @property
    def sources(self):
        return [source for piece in self.pieces if isinstance(piece, Fact) for source in piece.sources]


def series(phrases: Iterable[Phrase]) -> Phrase:
    """Phrases listed as in a sentence: ``a, b and c``."""
    return Phrase(*(piece for pair in in_series(list(phrases)) for piece in pair))


def phrases_in(values) -> list[Phrase]:
    """Every phrase among the values of a draft, those of its repeated parts included."""
    found = []
    for value in values.values():
        if isinstance(value, Phrase):
            found.append(value)
        elif isinstance(value, list):
            for each in value:
                found += phrases_in(each)
    return found
