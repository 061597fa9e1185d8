"""The forms that follow from a symbol: for search, for sorting, for addresses, in words."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.symbols import all_series, explain, find_all, key_of, parse

UNHURRIED = settings(deadline=None)  # tests run side by side: the clock on the wall says nothing
PREFIXES = ["CTOC/COP", "CTOC/COP/WG.8", "A", "A/C.3", "E/CN.15", "UNEP/EA.5", "S/PV.6201", "TD/OLIVE OIL.10", "MNAR/7"]
SESSIONS = st.sampled_from(["", "/2016", "/79", "/S-20", "/ES-10"])
NUMBERS = st.builds(
    "/{}{}".format, st.sampled_from(["", "CRP.", "L.", "INF/", "INF.", "NGO/", "WP."]), st.integers(10, 9999)
)
SUFFIXES = st.lists(
    st.sampled_from(["/Add.1", "/Corr.2", "/Rev.3", "/Amend.1", " (Part II)", " (Vol. I)", " (Sect. 16)", "/Summary"]),
    max_size=3,
).map("".join)
SYMBOLS = st.builds("{}{}{}{}".format, st.sampled_from(PREFIXES), SESSIONS, NUMBERS, SUFFIXES)


@UNHURRIED
@given(SYMBOLS)
def test_the_canonical_form_is_a_fixed_point(text):
    symbol = parse(text)
    assert symbol.canonical == text
    assert parse(symbol.canonical).canonical == text
    assert symbol.malformed == ""


@UNHURRIED
@given(SYMBOLS)
def test_the_address_leads_back_to_the_symbol(text):
    symbol = parse(text)
    assert " " not in symbol.path
    assert parse(symbol.path).canonical == symbol.canonical


@UNHURRIED
@given(SYMBOLS)
def test_small_letters_lead_to_the_same_known_symbol(text):
    if parse(text).series:
        assert parse(text.lower()).canonical == text


@UNHURRIED
@given(SYMBOLS)
def test_root_and_base_are_symbols_and_sort_before_what_hangs_on_them(text):
    symbol = parse(text)
    if symbol.suffixes:
        for earlier in (symbol.root, symbol.base):
            assert parse(earlier).canonical == earlier
            assert parse(earlier).sort_key.encode() < symbol.sort_key.encode()
        assert parse(symbol.base).suffixes == symbol.suffixes[:-1]
    else:
        assert (symbol.root, symbol.base) == (symbol.canonical, "")


@UNHURRIED
@given(SYMBOLS)
def test_typing_the_symbol_gives_its_search_key(text):
    key = parse(text).search_key
    assert key_of(text) == key_of(text.lower()) == key_of(text.replace("/", " ").replace(".", "")) == key
    assert explain(parse(text)).endswith(".")


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ctoc cop wg.8 2016 2", "CTOC COP WG 8 2016 2"),
        ("WG.8/2016/2", "WG 8 2016 2"),
        ("WG8", "WG 8"),
        ("wg 8", "WG 8"),
        ("  CTOC/COP//2016/1* ", "CTOC COP 2016 1"),
        ("S/RES/1440 (2002)", "S RES 1440 2002"),
        ("Corr.1", "CORR 1"),
        ("٢٠١٦", "2016"),
        ("firearms", "FIREARMS"),
        ("", ""),
        ("?!/.", ""),
    ],
)
def test_a_search_box_gives_a_search_key(typed, key):
    assert key_of(typed) == key


@UNHURRIED
@given(st.text())
def test_a_search_box_takes_anything(text):
    assert key_of(key_of(text)) == key_of(text)


def test_symbols_sort_in_natural_order():
    in_order = [
        "A/79/1",
        "A/79/2",
        "A/79/2/Add.1",
        "A/79/2/Add.2",
        "A/79/2/Add.10",
        "A/79/2/Corr.1",
        "A/79/2/Rev.1",
        "A/79/2/Rev.1/Add.1",
        "A/79/5 (Part II)",
        "A/79/5 (Part IX)",
        "A/79/5 (Part X)",
        "A/79/10",
        "A/79/L.2",
        "A/79/L.10",
        "A/80/1",
        "A/RES/217A (III)",
        "CBD/CP/MOP/VIII/19",
        "CBD/CP/MOP/IX/19",
        "CTOC/COP/2016/1",
        "CTOC/COP/WG.2/2016/1",
        "CTOC/COP/WG.10/2016/1",
    ]
    keys = [parse(symbol).sort_key.encode() for symbol in in_order]
    assert all(one < other for one, other in itertools.pairwise(keys))


@UNHURRIED
@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_numbers_of_any_length_sort_as_numbers(one, other):
    first, second = parse(f"A/80/{one}").sort_key.encode(), parse(f"A/80/{other}").sort_key.encode()
    assert (first < second) == (one < other)


@pytest.mark.parametrize(
    ("text", "session", "nature", "number"),
    [
        ("CTOC/COP/WG.8/2016/2", "2016", "", "2"),
        ("CTOC/COP/2010/CRP.5", "2010", "CRP", "5"),
        ("CTOC/COP/2008/INF/1", "2008", "INF", "1"),
        ("A/C.4/53/SR.7", "53", "SR", "7"),
        ("A/C.1/212", "", "", "212"),
        ("A/ES-10/674", "ES-10", "", "674"),
        ("S/RES/1440 (2002)", "2002", "RES", "1440"),
        ("S/PRST/2021/23", "2021", "PRST", "23"),
        ("S/Agenda/1650/Rev.1", "", "AGENDA", "1650"),
        ("UNEP/EA.5/Res.10", "5", "RES", "10"),
        ("TD/B/WP(91)/CRP.1", "91", "CRP", "1"),
        ("CBD/CP/MOP/VIII/19", "VIII", "", "19"),
        ("A/HRC/WG.6/7/SVN/2/Corr.1", "7", "", "2"),
        ("CERD/C/83/D/47/2010", "83", "D", "47/2010"),
        ("CEDAW/C/ESP/CO/7-8", "", "CO", "7-8"),
        ("ECE/TRANS/WP.29/2023/79", "2023", "", "79"),  # a working party, not a working paper
        ("CTOC/COP/2016", "2016", "", ""),
        ("LC/G.2586(SES.34/3)", "", "", "2586"),
        ("IDB.48/Dec.8", "48", "DEC", "8"),
    ],
)
def test_the_parts_of_a_symbol(text, session, nature, number):
    symbol = parse(text)
    assert (symbol.session, symbol.nature, symbol.number) == (session, nature, number)


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("CTOC/COP/WG.8/2016/2", "CTOC/COP/WG.8"),
        ("CTOC/COP/WG.77/2016/2", "CTOC/COP/WG.77"),
        ("A/C.3/79/L.1", "A/C.3"),
        ("UNEP/EA.5/Res.10", "UNEP/EA"),
        ("A/RES/217A (III)", "A"),
        ("ICCD/COP(2)/10", "ICCD/COP"),
        ("MNAR/18/64", ""),
    ],
)
def test_the_path_of_the_body_is_the_beginning_of_the_symbol(text, path):
    assert parse(text).body_path == path


def test_a_malformed_symbol_suggests_how_to_write_it():
    assert parse("CTOC/COP//2016/1").suggestion == "CTOC/COP/2016/1"
    assert parse("CTOC/COP/2016/1").suggestion == ""


def test_a_symbol_explains_itself():
    assert (
        explain(parse("CTOC/COP/WG.7/2015/1/Add.1"))
        == "Addendum 1 to document 1 of 2015 in the series of the Working Group on the Smuggling of Migrants."
    )
    assert explain(parse("A/C.4/53/SR.7")) == "Summary record 7 of session 53 in the series of the Fourth Committee."
    assert "not known here" in explain(parse("MNAR/18/64"))


@pytest.mark.parametrize("series", all_series(), ids=lambda series: series.prefix)
def test_the_examples_of_every_series_hold(series):
    """Parsed, and found in running text, where the same series has to convince."""
    assert series.examples
    for example in series.examples:
        symbol = parse(example)
        assert (symbol.canonical, symbol.series, symbol.malformed) == (example, series.prefix, "")
        assert symbol.body == series.body
        assert [found.symbol.canonical for found in find_all(f"see {example}, annex")] == [example]


@pytest.mark.parametrize("series", all_series(), ids=lambda series: series.prefix)
def test_the_examples_of_every_series_are_read_however_they_are_typed(series):
    for example in series.examples:
        for typed in (example.lower(), example.replace("/", " / "), f"«{example}*», ", parse(example).path):
            assert parse(typed).canonical == example


def test_the_longest_prefix_wins():
    assert parse("CTOC/COP/WG.7/2015/1").series == "CTOC/COP/WG.7"
    assert parse("CTOC/COP/WG.77/2015/1").series == "CTOC/COP/WG."
    assert parse("CTOC/COP/2015/1").series == "CTOC/COP"


@pytest.mark.parametrize(
    ("written", "canonical", "words"),
    [
        ("A/91/6 (Plan outline)", "A/91/6 (Plan outline)", "Plan outline of document 6 of session 91"),
        ("A/91/6(INTRODUCTION)", "A/91/6 (Introduction)", "Introduction to document 6 of session 91"),
        ("A/91/6 (Prog. 13)/Corr.1", "A/91/6 (Prog. 13)/Corr.1", "Corrigendum 1 to programme 13 of document 6"),
        ("DP/FPA/2031/4(PART I/ADD.1)", "DP/FPA/2031/4 (Part I/Add.1)", "Document 4 of 2031"),
    ],
)
def test_parts_that_have_a_name_stand_as_they_are_printed(written, canonical, words):
    symbol = parse(written)
    assert str(symbol) == canonical
    assert parse(canonical).canonical == canonical
    assert explain(symbol).startswith(words)
    assert [str(found.symbol) for found in find_all(f"see {canonical}, chapter I")] == [canonical]
