"""A symbol in words."""

from functools import lru_cache

from documents.symbols.series import NATURES
from documents.symbols.value import Symbol

_SUFFIX_WORDS = {
    "Add": "addendum {} to",
    "Amend": "amendment {} to",
    "Annex": "annex {} to",
    "Chap": "chapter {} of",
    "Income sect": "income section {} of",
    "Introduction": "introduction to",
    "Overview": "overview of",
    "Plan outline": "plan outline of",
    "Prog": "programme {} of",
    "Corr": "corrigendum {} to",
    "Part": "part {} of",
    "Resumption": "resumption {} of",
    "Rev": "revision {} of",
    "Sect": "section {} of",
    "Summary": "summary {} of",
    "Supp": "supplement {} to",
    "Vol": "volume {} of",
}


@lru_cache(maxsize=2048)  # a report cites the same symbols again and again
def explain(symbol: Symbol) -> str:
    """A symbol in one sentence: "Addendum 1 to document 2 of 2016 in the series of the Working Group on ..."."""
    words = [_SUFFIX_WORDS[suffix.kind].format(suffix.number) for suffix in reversed(symbol.suffixes)]
    words.append(NATURES.get(symbol.nature, "document"))
    words.append(symbol.number)
    if session := symbol.session:
        year = session.isdigit() and 1900 <= int(session) <= 2100
        words.append(f"of {session}" if year else f"of session {session}")
    if body := symbol.body:
        words.append(f"in the series of {body if body[0].islower() else f'the {body}'}")
    else:
        words.append(f"in a series that is not known here ({symbol.root})")
    sentence = " ".join(" ".join(words).split())
    return sentence[0].upper() + sentence[1:] + "."
