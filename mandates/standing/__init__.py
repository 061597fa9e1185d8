"""How mandates stand: the status by the rules (``rules``), from what is known (``facts``), kept ready (``keeping``), stated
by hand (``stating``); and the register that is read from it: what narrows it (``narrowing``), its rows (``listing``)."""

from mandates.standing.keeping import at_once, catch_up, follow, refresh, refresh_all
from mandates.standing.listing import RegisterRow, rows_of_mandates, told_first
from mandates.standing.narrowing import Asked, asked_of, counted, standings_of, totalled
from mandates.standing.stating import state, take_back

__all__ = [
    "Asked",
    "RegisterRow",
    "asked_of",
    "at_once",
    "catch_up",
    "counted",
    "follow",
    "refresh",
    "refresh_all",
    "rows_of_mandates",
    "standings_of",
    "state",
    "take_back",
    "told_first",
    "totalled",
]
