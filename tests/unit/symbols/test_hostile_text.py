"""Any text at all: never anything but a symbol or a sentence, and never a long wait."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from documents.symbols import SymbolError, explain, find_all, is_well_formed, key_of, parse, parse_joint

UNHURRIED = settings(deadline=None)  # tests run side by side: the clock on the wall says nothing
PIECES = ["A", "S", "CTOC/COP", "/", "//", ".", " ", "\n", "(", ")", "[", "]", "-", "–", "*", "&", ",", "l", "O", "²"]
PIECES += ["WG", "Add", ".1", "Rev.", "Corr", "(Part II)", "Sect", "16", "RES", "III", "2016", "OLIVE OIL", "OzL.Pro."]
PIECES += ["and", "https://", "\u200b", "٣", "é", "ß", "İ", "ﬁ", "\ud800", "\x00", "A/70/1", "UNEP/EA.", "联"]
SYMBOL_LIKE = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
ANY_TEXT = st.one_of(st.text(max_size=220), SYMBOL_LIKE, SYMBOL_LIKE.map("A/70/".__add__))


@UNHURRIED
@given(ANY_TEXT)
@example("TD/OLIVE OIL/.1]RES2016*/")
def test_what_is_read_is_sound_and_what_is_not_is_refused(text):
    is_well_formed(text)
    try:
        symbol = parse(text)
    except SymbolError:
        return
    for form in (symbol.canonical, symbol.path):
        again = parse(form)
        assert (again.canonical, again.suffixes, again.series) == (symbol.canonical, symbol.suffixes, symbol.series)
        assert is_well_formed(form)
    assert symbol.search_key == key_of(symbol.canonical)
    assert symbol.canonical.startswith(symbol.root)
    assert symbol.sort_key
    assert explain(symbol)


@UNHURRIED
@given(ANY_TEXT)
def test_an_entry_is_read_or_refused(text):
    try:
        symbols = parse_joint(text)
    except SymbolError:
        return
    assert len({symbol.canonical for symbol in symbols}) == len(symbols) >= 1


@UNHURRIED
@given(st.lists(ANY_TEXT, max_size=4).map(" ".join))
def test_what_is_found_stands_in_order_and_does_not_overlap(text):
    end = 0
    for found in find_all(text):
        assert end <= found.start <= found.end <= len(text)
        assert text[found.start : found.end] == found.as_written
        end = found.end


@pytest.mark.parametrize(
    "unit",
    [
        "A/", "(", "A", "A.", "A-", " ", "A/ ", "A\n/\n", "9", "-", "AB-1/", "CTOC/COP/", "http://", "www.", "A/5.", "/",
        "CCPR/C/1/D/1,", "A/70/1 (Parts I", " and I", "1,", "*", "\u200b", "A/٣", "Add.1 and ", "A/70/1/Add.1-", "A(1)/",
    ],
)  # fmt: skip
def test_two_hundred_thousand_hostile_characters_take_no_long_time(unit):
    text = unit * (200_000 // len(unit))
    begun = time.process_time()
    find_all(text)
    find_all("A/70/1" + text)
    find_all("CCPR/C/1/D/" + text)
    key_of(text)
    is_well_formed(text)
    is_well_formed(text[:200])
    for length in (200, 1000):
        try:
            parse_joint(text[:length])
        except SymbolError:
            continue
    assert time.process_time() - begun < 8  # about one second; a runaway pattern takes hours


def test_the_engine_needs_no_django():
    program = "import sys, documents.symbols; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[3], check=False).returncode == 0
