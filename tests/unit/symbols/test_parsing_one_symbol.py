"""One written symbol becomes one symbol, or a sentence that says why not."""

import pytest

from documents.symbols import Suffix, SymbolError, is_well_formed, parse


@pytest.mark.parametrize(
    "typed",
    [
        "CTOC/COP/WG.8/2016/2",
        "ctoc/cop/wg.8/2016/2",
        "ctoc / cop / wg. 8 / 2016 / 2",
        "CTOC/COP/WG.8/\n2016/2",
        "CTOC\n/COP/WG.8/2016/2",
        "CTOC/COP/WG 8/2016/2",
        "CTOC/COP/WG8/2016/2",
        "(CTOC/COP/WG.8/2016/2)",
        "“CTOC/COP/WG.8/2016/2”,",
        "CTOC/COP/WG.8/2016/2*",
        "CTOC/COP/WG.8/2016/2 **.",
        "CTOC/COP//WG.8/2016/2",
        "ＣＴＯＣ／ＣＯＰ／ＷＧ．８／２０１６／２",
        "CTOC/COP/WG.8/٢٠١٦/٢",
        "CTOC/COP/WG.8/2016/2\u200f",
        "CTOC/COP/WG.8/2016/2³",
        "СТОС/СОР/WG.8/2016/2",  # Cyrillic capitals
    ],
)
def test_however_it_is_written_it_is_the_same_symbol(typed):
    symbol = parse(typed)
    assert symbol.canonical == "CTOC/COP/WG.8/2016/2"
    assert symbol.printed == typed
    assert symbol.series == "CTOC/COP/WG.8"


def test_an_asterisk_is_no_part_of_the_identity_but_is_remembered():
    assert parse("CTOC/COP/2004/6*").reissued
    assert parse("CAC/COSP/2015/10 *").canonical == "CAC/COSP/2015/10"
    assert not parse("CTOC/COP/2004/6").reissued
    assert not parse("* CTOC/COP/2016/1.").reissued  # a footnote's mark stands in front


def test_inf_with_a_slash_and_inf_with_a_point_stay_two_symbols():
    assert parse("CTOC/COP/2008/INF/1").canonical == "CTOC/COP/2008/INF/1"
    assert parse("CTOC/COP/2008/INF.1").canonical == "CTOC/COP/2008/INF.1"


@pytest.mark.parametrize(
    ("printed", "canonical", "says"),
    [
        ("CTOC/COP//2016/1", "CTOC/COP/2016/1", "a doubled slash"),
        ("E/CN/.7/2020/12", "E/CN.7/2020/12", "a slash before a point"),
        ("A/CONF.l57/24 (Part I)", "A/CONF.157/24 (Part I)", "a letter for a digit"),
        ("A/CONF.144/28/REV-1", "A/CONF.144/28/Rev.1", "no point"),
        ("ECE/TRANS/WP30/AC.2/2022/12", "ECE/TRANS/WP.30/AC.2/2022/12", "no point"),
        ("A/C.3L.1383/Rev.1", "A/C.3/L.1383/Rev.1", "no slash"),
        ("ECE/MP.WAT/63.Add.2", "ECE/MP.WAT/63/Add.2", "no slash"),
        ("E/OB/20/Add.", "E/OB/20/Add", "a suffix without a number"),
        ("A/70/95/", "A/70/95", "a slash at the end"),
        ("CAC/COSP/2017/[..]", "CAC/COSP/2017", "a number left open"),
        ("E/lCEF/672", "E/ICEF/672", "a small l for a capital I"),
    ],
)
def test_a_malformed_symbol_is_read_and_says_how(printed, canonical, says):
    symbol = parse(printed)
    assert symbol.canonical == canonical
    assert says in symbol.malformed
    assert symbol.malformed.endswith(f"read as {canonical}")


def test_case_and_spaces_are_steps_and_no_faults():
    symbol = parse("e/ece/1478 /rev.1")
    assert symbol.malformed == ""
    assert len(symbol.how) == 2
    assert parse("E/ECE/1478/Rev.1").how == ()


@pytest.mark.parametrize(
    ("printed", "suffixes"),
    [
        ("A/75/L.46/Rev.1/Add.1", [("Rev", "1"), ("Add", "1")]),
        ("E/2014/15/Add.1/Rev.1", [("Add", "1"), ("Rev", "1")]),
        ("A/520/Rev.11/Amend.1", [("Rev", "11"), ("Amend", "1")]),
        ("A/64/439/Add.2 (Part II)", [("Add", "2"), ("Part", "II")]),
        ("A/AC.237/18 (Part II)/Add.1", [("Part", "II"), ("Add", "1")]),
        ("A/80/6 (Sect. 16)", [("Sect", "16")]),
        ("A/75/5 (Vol. II)", [("Vol", "II")]),
        ("S/PV.6201(Resumption1)", [("Resumption", "1")]),
        ("E/ESCWA/25/6(PARTI)", [("Part", "I")]),
        ("E/ICEF/672(Première partie)", [("Part", "I")]),
        ("E/INCB/2008/1/Supp.1", [("Supp", "1")]),
        ("A/80/6 (Income sect. 1)", [("Income sect", "1")]),
        ("A/75/6 (разд. 3)", [("Sect", "3")]),
        ("A/75/5 (том II)", [("Vol", "II")]),
        ("A/53/23 (Cuarta parte)", [("Part", "IV")]),
        ("A/70/95", []),
    ],
)
def test_suffixes_are_an_ordered_list(printed, suffixes):
    assert parse(printed).suffixes == tuple(Suffix(kind, number) for kind, number in suffixes)


@pytest.mark.parametrize(
    ("printed", "root", "base", "relation"),
    [
        ("CTOC/COP/2006/7/Rev.1", "CTOC/COP/2006/7", "CTOC/COP/2006/7", "replaces"),
        ("A/70/394/Corr.1", "A/70/394", "A/70/394", "corrects"),
        ("E/2014/15/Add.1/Rev.1", "E/2014/15", "E/2014/15/Add.1", "replaces"),
        ("A/AC.237/18 (Part II)/Add.1", "A/AC.237/18", "A/AC.237/18 (Part II)", "supplements"),
        ("A/520/Rev.11/Amend.1", "A/520", "A/520/Rev.11", "amends"),
        ("A/80/15 (Part I)", "A/80/15", "A/80/15", ""),
        ("S/RES/1440 (2002)", "S/RES/1440 (2002)", "", ""),
        ("A/70/95", "A/70/95", "", ""),
    ],
)
def test_the_last_suffix_says_what_a_document_does_to_its_base(printed, root, base, relation):
    symbol = parse(printed)
    assert (symbol.root, symbol.base, symbol.relation) == (root, base, relation)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("S/RES/1440(2002)", "S/RES/1440 (2002)"),
        ("A/RES/217(III)", "A/RES/217 (III)"),
        ("A/RES/217 A (III)", "A/RES/217A (III)"),
        ("A/RES/217(III)[A]", "A/RES/217A (III)"),
        ("a/res/s-20/2", "A/RES/S-20/2"),
        ("A/Res/79/1", "A/RES/79/1"),
        ("unep/ea.5/res.10", "UNEP/EA.5/Res.10"),
        ("UNEP/OZL.PRO.27/1", "UNEP/OzL.Pro.27/1"),
        ("e/cn.4/sub.2/1994/56", "E/CN.4/Sub.2/1994/56"),
        ("ICCD/COP (8)/CST/8", "ICCD/COP(8)/CST/8"),
        ("TD/OLIVEOIL.10/L.1", "TD/OLIVE OIL.10/L.1"),
        ("A/C.4/53/SR.3–6", "A/C.4/53/SR.3-6"),
    ],
)
def test_each_series_is_printed_its_own_way(written, canonical):
    assert parse(written).canonical == canonical


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("C. 286 (b). M. 174 (b). 1936.XI", "C.286(b).M.174(b).1936.XI"),
        ("O.C. 1167", "O.C.1167"),
        ("Conf.L.F.S.73(c)", "Conf.L.F.S.73(c)"),
        ("A.7.1932.XI", "A.7.1932.XI"),
    ],
)
def test_symbols_of_the_league_of_nations_have_points_for_slashes(written, canonical):
    symbol = parse(written)
    assert (symbol.canonical, symbol.body) == (canonical, "League of Nations")
    assert parse(canonical).canonical == canonical


def test_an_unknown_series_is_read_by_the_plain_pattern():
    symbol = parse("MNAR/18/64")
    assert symbol.canonical == "MNAR/18/64"
    assert symbol.series == ""


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "*", "/", "///", "hello world", "and/or", "his/her", "N/A", "A/C", "CTOC", "CTOC/COP", "A/B/C",
        "12/05/2016", "May/2016/5",
        "PRST/8/1", "ISO/IEC/17025", "COM/2020/605", "C.4", "A.7", "1/2",
        "7/1", "1/CP.21", "58.XI.5", "No. 38544", "GE.25-10614  (E)", "Null-1",
        "https://undocs.org/A/RES/70/299", "www.un.org/A/70/1", "A/H1N1", "S/N 12345", "A/43/-12", "A/70/95 (Part",
        "A/70/95\x00", "A/70/ß", "CTOC/COP/Add.1", "A" * 201, "A/" * 100 + "1", "\ud800/1/2",
    ],
)  # fmt: skip
def test_what_is_no_symbol_is_refused_with_a_sentence(text):
    with pytest.raises(SymbolError) as refusal:
        parse(text)
    assert str(refusal.value).endswith(".")
    assert len(str(refusal.value)) < 250


@pytest.mark.parametrize("text", ["A/70/95-S/2015/446", "E/2018/28 E/CN.7/2018/13", "A/CONF.157/24 (Parts I and II)"])
def test_several_symbols_are_not_one(text):
    with pytest.raises(SymbolError, match=r"more than one|several"):
        parse(text)


@pytest.mark.parametrize("text", ["A/80/6 (Sect. 16)", "A/80/6(Sect.16)", "CTOC/COP/2016/1", "MNAR/18/64"])
def test_canonical_and_address_forms_are_well_formed(text):
    assert is_well_formed(text)


@pytest.mark.parametrize(
    "text", ["ctoc/cop/2016/1", "CTOC/COP//2016/1", "CTOC/COP/2016/1*", "and/or", "", "../../etc/1"]
)
def test_anything_else_is_not_well_formed(text):
    assert not is_well_formed(text)
