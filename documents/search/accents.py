"""What a word typed without its accents may have been: people leave them out on telephones, and stemmers need them.

“decidio” is decidió, “adoptee” is adoptée. Endings alone are tried: in the stem itself accents are ignored anyway.
"""

from functools import lru_cache

from documents.search.words import stems_of

# Endings as they are typed → as they may be written.
ENDINGS = {
    "es": {"io": "ió", "o": "ó", "a": "á", "e": "é", "i": "í", "an": "án", "ia": "ía", "ian": "ían", "iais": "íais"},
    "fr": {"e": "é", "es": "és", "ee": "ée", "ees": "ées"},
}


@lru_cache(maxsize=20_000)
def stems_of_typed(word: str, language: str) -> tuple[str, ...]:
    """The stems of a typed word in ``language``: as it stands, and as it may have been meant with accents."""
    stems = stems_of(word, language)
    endings = ENDINGS.get(language)
    if not endings or not word.isascii():
        return stems
    small = word.lower()
    written = [
        small[: len(small) - len(typed)] + accented
        for typed, accented in endings.items()
        if small.endswith(typed) and len(small) - len(typed) >= 2
    ]
    return tuple(dict.fromkeys((*stems, *(stem for each in written for stem in stems_of(each, language)))))
