"""A verb phrase found in a text, and the words of a text."""

from typing import NamedTuple


class Token(NamedTuple):
    """One word: its plain form and its place."""

    plain: str
    start: int
    end: int


class Verb(NamedTuple):
    """A verb phrase: place of the printed phrase, place where its complement begins, its verb, tense and clitic."""

    start: int
    end: int
    complement: int
    verb: str
    tense: str  # "3" present singular, "b" present plural or base, "p" past, "" for languages that don't tell
    pronoun: str = ""
    passive: bool = False
