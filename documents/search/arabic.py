"""Arabic words for the search: found with the article and without it, after “and”, “by” and “for”, in any spelling of alef.

A light stemmer after the manner of Larkey, Ballesteros and Connell (“light10”, 2007), with one difference: a letter that
may be a particle or the first of the word (و in وثيقة and in ومؤتمر) is not guessed about; both readings are indexed.
"""

import re
from functools import lru_cache

# Signs over the letters, the stretching line, and the marks that steer direction.
_SIGNS = re.compile("[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200c-\u200f\u202a-\u202e\u2066-\u2069]")
# The long alef waits until the article is off: آلية begins with no article.
_SPELLINGS = str.maketrans("أإٱىةؤئ", "ااايهوي")
_LONG_ALEF = "آ"
_ARTICLE = re.compile("^[وف]?(?:ال|بال|كال|لل)(?=..)")
_PARTICLES = "وفبكل"
_SUFFIXES = ("ها", "هم", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
LETTER = re.compile("[\u0620-\u064a\u0671-\u06d3]")


def spelt_plainly(text: str) -> str:
    """Arabic text without signs over the letters, with one spelling for the letters that are written in several ways."""
    return without_signs(text).translate(_SPELLINGS)


def without_signs(text: str) -> str:
    """Arabic text without signs over the letters, stretching lines and marks that steer direction."""
    return _SIGNS.sub("", text)


@lru_cache(maxsize=100_000)
def stems(word: str) -> tuple[str, ...]:
    """The stems that a word may have, the likeliest first; one, or two where its first letter may be a particle.

    word: one word in plain spelling (``spelt_plainly``).
    """
    bare = _ARTICLE.sub("", word)
    if bare != word or len(word) < (4 if word[0] in "وف" else 5) or word[0] not in _PARTICLES:
        return (_without_suffixes(bare),)
    rest = word[2:] if word[0] in "وف" and word[1] in "بكل" and len(word) > 5 else word[1:]
    return tuple(dict.fromkeys((_without_suffixes(word), _without_suffixes(rest))))


def _without_suffixes(word):
    word = word.replace(_LONG_ALEF, "ا")
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            word = word[: -len(suffix)]
    return word
