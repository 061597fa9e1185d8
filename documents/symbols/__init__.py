"""Document symbols of the United Nations: read one, find them all in a text, key them for search. Pure Python."""

from documents.symbols.finding import Found, find_all, parse_joint
from documents.symbols.grammar import (
    Series,
    Suffix,
    Symbol,
    SymbolError,
    all_series,
    explain,
    is_well_formed,
    key_of,
    parse,
)

__all__ = [
    "Found",
    "Series",
    "Suffix",
    "Symbol",
    "SymbolError",
    "all_series",
    "explain",
    "find_all",
    "is_well_formed",
    "key_of",
    "parse",
    "parse_joint",
]
