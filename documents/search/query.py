"""What was asked: a symbol or part of one, an act's number, or words.

Words follow plain rules: all of them must stand there, "words in quotation marks" beside each other, OR between two means
either, -word means not that one, and word* every word that begins so. Whatever is typed means something; nothing is an error.
"""

import re
from dataclasses import dataclass

from documents.symbols import key_of

NUMBER = r"\d{1,4}\s*/\s*\d{1,4}[A-Z]?(?:\s*\([0-9IVXLC]+\))?|\d{1,4}\s*\([0-9IVXLC]+\)"
ACT = re.compile(
    rf"^(?P<body>[A-Za-z][A-Za-z\s]*?)?\s*\b(?P<kind>res(?:olution)?|dec(?:ision)?)s?\.?\s*(?:no\.?\s*)?(?P<number>{NUMBER})$",
    re.IGNORECASE,
)
BARE = re.compile(rf"^(?P<number>{NUMBER})$")
LONGEST = 400
MOST_TERMS = 16
SHORTEST_PREFIX = 2

_QUOTES = str.maketrans(dict.fromkeys("“”«»„‟「」『』＂", '"'))
_DASHES = re.compile(r"(?<!\S)[−–—]")
_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')
_WORD = re.compile(r"\w+")
# The elided articles of French and Italian names, and the English possessive, are no words of their own.
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)['’ʼ](?=\w)|['’ʼ]s\b", re.IGNORECASE)


@dataclass(frozen=True)
class Term:
    """One thing that a text must hold, or must not: a word, words beside each other, or (``is_prefix``) a beginning."""

    words: tuple[str, ...]
    is_prefix: bool = False

    @property
    def is_phrase(self):
        return len(self.words) > 1


@dataclass(frozen=True)
class Asked:
    """What a reader typed, understood.

    symbol_key: the parts of a symbol, or ""; act_number and act_kind: of an act, or "". wanted: of each group of terms at
    least one must stand in a document; unwanted: terms that must not.
    """

    typed: str
    symbol_key: str
    act_number: str
    act_kind: str
    wanted: tuple[tuple[Term, ...], ...] = ()
    unwanted: tuple[Term, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are looked for, in order: what is marked in a text."""
        return tuple(word for group in self.wanted for term in group for word in term.words)

    @property
    def has_words(self) -> bool:
        return bool(self.wanted or self.unwanted)


def understand(typed: str) -> Asked:
    """Read a search box. Never raises: whatever is typed means something, if only nothing."""
    typed = " ".join(typed.replace("\0", " ").split())[:LONGEST]
    act = ACT.match(typed) or BARE.match(typed)
    number = re.sub(r"\s*/\s*", "/", act["number"]) if act else ""
    number = re.sub(r"\s*\(", " (", number)
    kind = (act.groupdict().get("kind") or "") if act else ""
    kind = {"r": "resolution", "d": "decision"}.get(kind[:1].lower(), "")
    wanted, unwanted = _terms(typed)
    # A symbol has a digit or a slash: plain words are no symbol, though each could be the part of one.
    looks_like_a_symbol = bool(re.search(r"\d|/", typed)) and len(typed) <= 120 and not unwanted and '"' not in typed
    return Asked(typed, key_of(typed) if looks_like_a_symbol else "", number, kind, wanted, unwanted)


def _terms(typed):
    """The groups of terms wanted, one term of each being enough, and the terms not wanted."""
    wanted, unwanted, joins, refused = [], [], False, False
    for piece in _PIECE.finditer(_DASHES.sub("-", typed.translate(_QUOTES))):
        bare = piece["bare"] or ""
        if bare in ("OR", "|", "||"):
            joins = bool(wanted)
            continue
        if bare in ("AND", "&", "&&"):
            continue
        if bare == "NOT":
            refused = True
            continue
        terms = _terms_of(piece)
        if piece["minus"] or refused:
            unwanted += terms
        elif joins and terms:
            wanted[-1] = (*wanted[-1], *terms)
        else:
            wanted += [(term,) for term in terms]
        joins = refused = False
    return tuple(wanted[:MOST_TERMS]), tuple(unwanted[:MOST_TERMS])


def _terms_of(piece):
    """The terms of one piece: words joined by hyphens, points or slashes stand beside each other, as in “WG.8”."""
    if piece["quoted"] is not None:
        words = _WORD.findall(_ELIDED.sub(" ", piece["quoted"]))
        return [Term(tuple(words[:MOST_TERMS]))] if words else []
    bare = piece["bare"]
    words = _WORD.findall(_ELIDED.sub(" ", bare))
    if not words:
        return []
    if bare.endswith("*") and len(words[-1]) >= SHORTEST_PREFIX:
        return [Term(tuple(words[:MOST_TERMS]), is_prefix=True)]
    return [Term(tuple(words[:MOST_TERMS]))]
