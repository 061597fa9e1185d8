"""A masthead or a catalogue entry may hold several symbols of one document."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.symbols import SymbolError, all_series, join, parse_joint


@pytest.mark.parametrize(
    ("entry", "symbols"),
    [
        ("CTOC/COP/2016/1", ["CTOC/COP/2016/1"]),
        ("A/79/876-S/2025/230", ["A/79/876", "S/2025/230"]),
        ("A/79/924–S/2025/351", ["A/79/924", "S/2025/351"]),
        ("A/64/83/Add.1-E/2009/83/Add.1", ["A/64/83/Add.1", "E/2009/83/Add.1"]),
        ("E/2018/28 E/CN.7/2018/13", ["E/2018/28", "E/CN.7/2018/13"]),
        ("E/2018/28\n     E/CN.7/2018/13*", ["E/2018/28", "E/CN.7/2018/13"]),
        ("E/CN.7/333/Rev.1||E/3010/Rev.1", ["E/CN.7/333/Rev.1", "E/3010/Rev.1"]),
        ("V.94 2611 (E)||A/AC.105/571", ["A/AC.105/571"]),
        ("a/70/95-s/2015/446", ["A/70/95", "S/2015/446"]),
        (
            "CTOC/COP/WG.2/2018/CRP.1-CTOC/COP/WG.3/2018/CRP.1",
            ["CTOC/COP/WG.2/2018/CRP.1", "CTOC/COP/WG.3/2018/CRP.1"],
        ),
        ("A/RES/S-20/2", ["A/RES/S-20/2"]),
        ("A/ES-10/L.20/Rev.1", ["A/ES-10/L.20/Rev.1"]),
        ("A/S-10/11-14", ["A/S-10/11-14"]),
        ("UNEP/CBD/BS/WG-L&R/4/1/Add.1", ["UNEP/CBD/BS/WG-L&R/4/1/Add.1"]),
        ("UNODC/CCPCJ/EG.1/2012/4 and Corr.1", ["UNODC/CCPCJ/EG.1/2012/4", "UNODC/CCPCJ/EG.1/2012/4/Corr.1"]),
        ("A/CONF.157/24 (Parts I and II)", ["A/CONF.157/24 (Part I)", "A/CONF.157/24 (Part II)"]),
        ("A/70/95, A/70/95", ["A/70/95"]),
    ],
)
def test_an_entry_gives_its_symbols_in_order(entry, symbols):
    assert [symbol.canonical for symbol in parse_joint(entry)] == symbols


def test_each_symbol_keeps_what_was_printed():
    one, other = parse_joint("E/2018/28  e/cn.7/2018/13*")
    assert (one.printed, other.printed) == ("E/2018/28", "e/cn.7/2018/13*")
    assert (one.reissued, other.reissued) == (False, True)


def test_what_a_truncated_joint_lost_is_not_guessed():
    assert [symbol.canonical for symbol in parse_joint("A/41/697-S")] == ["A/41/697-S"]


@pytest.mark.parametrize("entry", ["", "  ", "and/or", "V.94 2611 (E)", "A/70/95||nothing", "x" * 1001])
def test_an_entry_without_a_symbol_or_with_something_else_is_refused(entry):
    with pytest.raises(SymbolError):
        parse_joint(entry)


EXAMPLES = st.sampled_from([example for series in all_series() for example in series.examples if "/" in example])


@settings(deadline=None)
@given(st.lists(EXAMPLES, min_size=1, max_size=4, unique=True))
def test_symbols_joined_as_print_joins_them_come_apart_again(examples):
    symbols = parse_joint("; ".join(examples))
    assert [symbol.canonical for symbol in symbols] == examples
    assert [symbol.canonical for symbol in parse_joint(join(symbols))] == examples
