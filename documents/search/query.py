"""What was asked: a symbol or part of one, an act's number, or words."""

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


@dataclass(frozen=True)
class Asked:
    """What a reader typed, understood. words: the plain words in order; symbol_key: the parts of a symbol, or "";
    act_number and act_kind: of an act, or ""."""

    typed: str
    symbol_key: str
    act_number: str
    act_kind: str
    words: tuple[str, ...]


def understand(typed: str) -> Asked:
    """Read a search box. Never raises: whatever is typed means something, if only nothing."""
    typed = " ".join(typed.replace("\0", " ").split())[:LONGEST]
    act = ACT.match(typed) or BARE.match(typed)
    number = re.sub(r"\s*/\s*", "/", act["number"]) if act else ""
    number = re.sub(r"\s*\(", " (", number)
    kind = (act.groupdict().get("kind") or "") if act else ""
    kind = {"r": "resolution", "d": "decision"}.get(kind[:1].lower(), "")
    # A symbol has a digit or a slash: plain words are no symbol, though each could be the part of one.
    looks_like_a_symbol = bool(re.search(r"\d|/", typed)) and len(typed) <= 120
    return Asked(
        typed=typed,
        symbol_key=key_of(typed) if looks_like_a_symbol else "",
        act_number=number,
        act_kind=kind,
        words=tuple(word for word in re.split(r"[^\w'’-]+", typed) if word),
    )
