"""Symbols that are written wrong, and what they should be."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as some

from documents.reading.faults.symbols import cited_symbols, symbol_faults

MALFORMED = {
    "CTOC/COP//2016/1": "CTOC/COP/2016/1",
    "CTOC/COP/WG.8//2016//2": "CTOC/COP/WG.8/2016/2",
    "CTOC/COP/WG8/2016/2": "CTOC/COP/WG.8/2016/2",
    "CTOC/COP/WG 8/2016/2": "CTOC/COP/WG.8/2016/2",
    "CTOC/COP/WG,8/2016/2": "CTOC/COP/WG.8/2016/2",
    "CTOC/COP/WG..8/2016/2": "CTOC/COP/WG.8/2016/2",
    "CTOC/COP/WG.l/2016/2": "CTOC/COP/WG.1/2016/2",
    "CTOC/COP/Wg.8/2016/2": "CTOC/COP/WG.8/2016/2",
    "CTOC/COP/2016/l": "CTOC/COP/2016/1",
    "CTOC/COP/20l6/1": "CTOC/COP/2016/1",
    "CTOC/C0P/2016/1": "CTOC/COP/2016/1",
    "ctoc/cop/2016/1": "CTOC/COP/2016/1",
    "CTOC/Cop/2016/1": "CTOC/COP/2016/1",
    "CTOC\\COP\\2016\\1": "CTOC/COP/2016/1",
    "CTOC/COP/2016–1": "CTOC/COP/2016/1",
    "CTOC/COP/2016-1": "CTOC/COP/2016/1",
    "CTOC/COP2016/1": "CTOC/COP/2016/1",
    "CTOC/COP.2016/1": "CTOC/COP/2016/1",
    "CTOC COP/2016/1": "CTOC/COP/2016/1",
    "CTCO/COP/2016/1": "CTOC/COP/2016/1",
    "COP/CTOC/2016/1": "CTOC/COP/2016/1",
    "CTOC/COP/2016/1/": "CTOC/COP/2016/1",
    "CTOC/COP/2016/CRP2": "CTOC/COP/2016/CRP.2",
    "CTOC/COP/2016/CRP/2": "CTOC/COP/2016/CRP.2",
    "CTOC/COP/2016/CRP.l": "CTOC/COP/2016/CRP.1",
    "CTOC/COP/2016/1Rev.1": "CTOC/COP/2016/1/Rev.1",
    "CTOC/COP/2016/1.Rev.1": "CTOC/COP/2016/1/Rev.1",
    "CTOC/COP/2016/1 Rev.1": "CTOC/COP/2016/1/Rev.1",
    "CTOC/COP/2016/1/Rev1": "CTOC/COP/2016/1/Rev.1",
    "CTOC/COP/2016/1/Rev 1": "CTOC/COP/2016/1/Rev.1",
    "CTOC/COP/2016/1/Add1": "CTOC/COP/2016/1/Add.1",
    "CTOC/COP/2016/1/Corr.l": "CTOC/COP/2016/1/Corr.1",
    "A/RES 68/186": "A/RES/68/186",
    "A/RES68/186": "A/RES/68/186",
    "A/RES/68-186": "A/RES/68/186",
    "E/CN/.7/2020/12": "E/CN.7/2020/12",
    "A/CONF.l57/24": "A/CONF.157/24",
    "e/cn.15/2016/2": "E/CN.15/2016/2",
}
BEYOND_MENDING = ["CTOC/COP/216/1", "CTOC/COP/WG.VIII/2016/2", "CTOC/COP/2016/1/Rev", "CTOC/COP/2016/O2"]
PRINTED_OTHERWISE = {
    "CTOC/COP/2016/1/rev.1": "CTOC/COP/2016/1/Rev.1",
    "CTOC/COP/2016/1/ADD.1": "CTOC/COP/2016/1/Add.1",
    "CTOC/COP/2016 /1": "CTOC/COP/2016/1",
    "CTOC/COP/WG. 8/2016/2": "CTOC/COP/WG.8/2016/2",
    "СТОС/СОР/2016/1": "CTOC/COP/2016/1",
    "A/70/95–S/2015/446": "A/70/95-S/2015/446",
}
RIGHT = [
    "CTOC/COP/2016/1",
    "CTOC/COP/2016/1*",
    "CTOC/COP/\n2016/1",
    "CTOC/COP/2016/1\n/Rev.1",
    "CTOC/COP/WG.8/2016/2/Add.1/Rev.1",
    "E/2014/15/Rev.1/Add.1",
    "CTOC/COP/WG.2/2018/CRP.1-CTOC/COP/WG.3/2018/CRP.1",
    "CTOC/COP/2016/CRP.1–CTOC/COP/2016/CRP.3",
    "A/70/95 and Corr.1",
    "A/62/433 (Part II)",
    "A/62/17(PartI)",
    "A/S-30/4",
    "https://www.example.org/ctoc/cop/2016/1",
    "docs/2016/1.pdf",
    "and/or 2016/17",
    "24/7/365",
    "V.16-08439",
    "S/RES/1440 (2002)",
    "ECE/TRANS/WP.24/147",
    "联合国CTOC/COP/2008/INF/1联合国",
]


def faults(words):
    text = f"See document {words} for details."
    return [
        (fault.code, text[fault.start : fault.end], fault.suggestion) for fault in symbol_faults(text, this_year=2026)
    ]


@pytest.mark.parametrize(("written", "right"), MALFORMED.items())
def test_a_malformed_symbol_is_found_once_with_the_right_form(written, right):
    assert faults(written) == [("S01", written, right)]


@pytest.mark.parametrize("written", BEYOND_MENDING)
def test_what_cannot_be_mended_is_found_without_a_suggestion(written):
    (found,) = faults(written)
    assert (found[0], found[2]) == ("S01", "")


@pytest.mark.parametrize(("written", "right"), PRINTED_OTHERWISE.items())
def test_a_symbol_that_its_series_prints_otherwise(written, right):
    assert faults(written) == [("S02", written, right)]


@pytest.mark.parametrize("written", RIGHT)
def test_what_is_right_or_no_symbol_is_no_fault(written):
    assert faults(written) == []


@pytest.mark.parametrize("written", ["inCTOC/COP/2016/1", "CTOC/COP/2016/1and"])
def test_a_symbol_without_a_space_beside_it(written):
    assert faults(written) == [("S02", "CTOC/COP/2016/1", "CTOC/COP/2016/1")]


def test_a_number_that_lost_its_first_figure():
    assert faults("A/59/98-E/004/79") == [("S01", "E/004/79", "")]


def test_a_year_that_no_symbol_of_the_conference_can_have():
    assert [code for code, _, _ in faults("CTOC/COP/2106/1")] == ["S11"]
    assert [code for code, _, _ in faults("CTOC/COP/1998/1")] == ["S11"]


@pytest.mark.parametrize("written", ["CTOC/COP/2016/[…]", "CTOC/COP/2016/XX", "CTOC/COP/2016"])
def test_a_number_that_is_left_open(written):
    assert [code for code, _, _ in faults(written)] == ["S10"]


def test_what_was_mended_is_cited_as_what_is_meant():
    cited = cited_symbols("See ctoc/cop/2016/1 and CTOC/COP/2016/2.", this_year=2026)
    assert [each.symbol.canonical for each in cited] == ["CTOC/COP/2016/1", "CTOC/COP/2016/2"]


@given(some.text(alphabet="CTOPWG.8/2016-–\\ ,Rev1lA\n", max_size=200))
def test_no_text_is_too_odd(text):
    for fault in symbol_faults(text, this_year=2026):
        assert 0 <= fault.start <= fault.end <= len(text)


@pytest.mark.parametrize("piece", ["CTOC/COP/2016/", "a.b.c/1-", "1/", "A/RES ", "x@", "/Rev", "6 June ", "“"])
def test_time_grows_with_the_length(piece):
    text = piece * (60_000 // len(piece))
    began = time.perf_counter()
    symbol_faults(text, this_year=2026)
    assert time.perf_counter() - began < 20
