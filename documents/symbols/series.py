"""The series of documents, as the files in `families/` describe them, and the codes that all of them share."""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from documents.symbols import league

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Series:
    """One series of documents.

    `prefix` is how its symbols begin, as the United Nations prints it; `body` whose documents they are, in words.
    `session_after_point` is true where the number behind the prefix is a session or a year ("UNEP/EA.5"), `combined`
    where a dash between two numbers joins reports taken together ("CEDAW/C/FRA/CO/7-8" is one document).
    `by_year` is true where a year always stands before the number.
    `words` are words that the series prints in its own mix of large and small letters ("Res.1").
    """

    prefix: str
    body: str
    examples: tuple[str, ...] = ()
    session_after_point: bool = False
    combined: bool = False
    by_year: bool = False
    words: tuple[tuple[str, str], ...] = ()


def _load() -> dict[tuple[str, ...], Series]:
    by_components = {}
    for family in sorted((_HERE / "families").glob("*.toml")):
        for entry in tomllib.loads(family.read_text(encoding="utf-8"))["series"]:
            series = Series(
                entry["prefix"],
                entry["body"],
                tuple(entry["examples"]),
                entry.get("session_after_point", False),
                entry.get("combined", False),
                entry.get("by_year", False),
                tuple(entry.get("words", {}).items()),
            )
            by_components[tuple(series.prefix.upper().split("/"))] = series
    return by_components


LEAGUE = Series(league.PREFIX, league.BODY, ("C.286(b).M.174(b).1936.XI", "O.C.1167"))  # no slashes, no prefix

_CODES = tomllib.loads((_HERE / "codes.toml").read_text(encoding="utf-8"))
_SERIES = _load()
NATURES: dict[str, str] = _CODES["natures"]
ORGANS: dict[str, str] = _CODES["organs"]
WORDS: dict[str, str] = _CODES["words"]
PHRASES = {phrase.replace(" ", ""): phrase for phrase in _CODES["phrases"].values()}
DIVISIONS: dict[str, str] = _CODES["divisions"]
NAMED_DIVISIONS: dict[str, str] = _CODES["named_divisions"]
ORDINALS: dict[str, str] = _CODES["ordinals"]
STRANGERS: frozenset[str] = frozenset(_CODES["strangers"])

ROOTS: frozenset[str] = frozenset(components[0] for components in _SERIES)  # "A", "CTOC", "GEGN.2", "IDB."
# Roots that a plain number follows: "A/2929", "SPLOS/72", but not "TRADE/5".
NUMBERED_ROOTS: frozenset[str] = frozenset(
    series.prefix
    for series in _SERIES.values()
    if any(re.fullmatch(re.escape(series.prefix) + "/[0-9]+", example) for example in series.examples)
    and "/" not in series.prefix
)
# What is known to stand behind the letter of a principal organ: "A/HRC", "E/INCB", "S/PRST".
SECONDS: frozenset[str] = frozenset(
    {components[1] for components in _SERIES if len(components) > 1 and len(components[0]) == 1} | NATURES.keys()
)
COMBINED_ROOTS: frozenset[str] = frozenset(series.prefix for series in _SERIES.values() if series.combined)
INNER_WORDS: frozenset[str] = frozenset(
    {word for components in _SERIES for word in components[1:] if word.isalpha()} | NATURES.keys() | ORGANS.keys()
)
_LONGEST_PREFIX = max(len(components) for components in _SERIES)

SUFFIX_KINDS = ("Add", "Amend", "Annex", "Corr", "Rev", "Summary", "Supp")

# Codes whose number stands behind a point. Those that print a slash instead (RES/64/293, PRST/2021/23) are left out.
POINTED_CODES = frozenset(
    (NATURES.keys() | ORGANS.keys() | {kind.upper() for kind in SUFFIX_KINDS})
    - {"RES", "DEC", "PRST", "NGO", "D", "SUMMARY", "CO", "Q", "COP", "COM", "MSP", "INC", "REC", "EM"}
)


def roots_pattern() -> str:
    """A regular expression for the first component of every known series, the longest first."""
    ordered = sorted(ROOTS, key=lambda root: (-len(root), root))
    return "|".join(re.escape(root) + ("[0-9]{1,3}" if root.endswith(".") else "") for root in ordered)


def is_root(component: str) -> bool:
    """Whether a known series begins with this component ("A", "IDB.48")."""
    return component in ROOTS or component.rpartition(".")[0] + "." in ROOTS


def all_series() -> tuple[Series, ...]:
    """Every series of `families/`, in the order of the files."""
    return tuple(_SERIES.values())


def series_named(prefix: str) -> Series | None:
    """The series with exactly this prefix."""
    if prefix == LEAGUE.prefix:
        return LEAGUE
    return _SERIES.get(tuple(prefix.upper().split("/"))) if prefix else None


def series_of(components: list[str]) -> Series | None:
    """The series with the longest prefix that fits these components (in capitals, without parentheses)."""
    for count in range(min(len(components), _LONGEST_PREFIX), 0, -1):
        whole = tuple(components[:count])
        if whole in _SERIES:
            return _SERIES[whole]
        code, point, number = components[count - 1].rpartition(".")
        if point and number and (*whole[:-1], code + ".") in _SERIES:
            return _SERIES[(*whole[:-1], code + ".")]
    return None
