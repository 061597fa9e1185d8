"""Document symbols of the United Nations: read one, find them all in a text, key them for search. Pure Python."""

from documents.symbols.characters import key_of
from documents.symbols.explaining import explain
from documents.symbols.finding import Found, find_all
from documents.symbols.joint import join, parse_joint
from documents.symbols.parsing import SymbolError, is_well_formed, parse
from documents.symbols.series import Series, all_series
from documents.symbols.value import Suffix, Symbol

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
    "join",
    "key_of",
    "parse",
    "parse_joint",
]
