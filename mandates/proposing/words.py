"""How alike two wordings are: what tells that a text read again, or a summary of it, speaks of the same thing."""

import re

# A word, or one sign of a script that parts no words.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|[^\W_\u3040-\u30ff\u3400-\u9fff]+")
_EMPTY = frozenset(
    "a an and as at be by for from in into is it its of on or shall that the their them this to which with "
    "au aux de des du en et la le les leur par pour que qui sur un une "
    "con del el las los para por se su sus y".split()
)


def words_of(text: str) -> frozenset:
    """The words of a text that carry its sense, in small letters, plurals as singulars."""
    found = (word.casefold() for word in _WORD.findall(text))
    return frozenset(
        word[:-1] if len(word) > 4 and word.endswith("s") else word for word in found if word not in _EMPTY
    )


def alike(one: frozenset, other: frozenset) -> float:
    """From 0 (nothing in common) to 1 (the same words): twice what is common, over all words of both."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def contained(summary: frozenset, text: frozenset) -> float:
    """Which part of a summary's words stands in a text, from 0 to 1."""
    return len(summary & text) / len(summary) if summary else 0.0
