"""Which entry of the record a thing read in the text is: one that a machine proposed before, or one that was there already."""

from collections.abc import Sequence
from dataclasses import dataclass

from mandates.models import Mandate
from mandates.proposing.reading import Proposed
from mandates.proposing.words import alike, contained, words_of

# From here on two wordings under one label are one thing, read twice; and, with more in common, under any label.
ALIKE_AT_ITS_PLACE = 0.5
ALIKE_ANYWHERE = 0.85
# A summary in a person's own words is about a paragraph where most of its words stand there.
SUMMARY_AT_ITS_PLACE = 0.5
SUMMARY_ANYWHERE = 0.8
WORDS_OF_A_SUMMARY = 5


@dataclass(frozen=True)
class Known:
    """A mandate of the act as it is compared: where it stands, in which language, and its words as they were read."""

    mandate: Mandate
    label: str
    language: str
    words: frozenset

    @classmethod
    def of(cls, mandate: Mandate, read_action: str = "") -> "Known":
        """read_action: what a machine once read, where a person has said otherwise since."""
        paragraph = mandate.paragraph
        label = (paragraph.label or f"#{paragraph.position}") if paragraph else mandate.paragraph_as_printed
        return cls(mandate, label, paragraph.language if paragraph else "", words_of(read_action or mandate.action))


def match(read: Sequence[Proposed], known: Sequence[Known]) -> dict[int, Known]:
    """For each thing read (by its place in the list) the proposal of an earlier reading that it is. Each is taken once."""
    candidates = [
        (nearness, -at, -each.mandate.number, at, each)
        for at, thing in enumerate(read)
        for each in known
        if (nearness := _nearness(thing, each)) > 0
    ]
    candidates.sort(key=lambda candidate: candidate[:3], reverse=True)
    found, taken = {}, set()
    for *_, at, each in candidates:
        if at not in found and each.mandate.pk not in taken:
            found[at] = each
            taken.add(each.mandate.pk)
    return found


def _nearness(thing, known):
    """0 where they are two things."""
    if known.language and known.language != thing.language:
        # In another language no word is the same: what stands at the same place is the same, in its order.
        return 0.4 if known.label == thing.label else 0
    likeness = alike(thing.words, known.words)
    if known.label == thing.label:
        return 1 + likeness if likeness >= ALIKE_AT_ITS_PLACE else 0
    return likeness if likeness >= ALIKE_ANYWHERE else 0


def covering(thing: Proposed, entered: Sequence[Known]) -> Known | None:
    """The mandate that the register or a person entered for what was read; None where there is none.

    At the same paragraph half of its words must stand in the text; where its paragraph is not known, four in five, and of
    no fewer than five words. What is not told so is proposed, and a person may merge it.
    """
    for known in entered:
        part = contained(known.words, thing.words)
        if _same_place(known, thing):
            if part >= SUMMARY_AT_ITS_PLACE:
                return known
        elif not known.label and part >= SUMMARY_ANYWHERE and len(known.words) >= WORDS_OF_A_SUMMARY:
            return known
    return None


def _same_place(known, thing):
    return bool(known.label) and _letters(known.label) == _letters(thing.label)


def _letters(label):
    return "".join(letter for letter in label.casefold() if letter.isalnum())
