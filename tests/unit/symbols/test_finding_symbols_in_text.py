"""Symbols in running text, in any of the six languages, however the extraction left them."""

import pytest

from documents.symbols import find_all


def found_in(text):
    founds = find_all(text)
    for found in founds:
        assert text[found.start : found.end] == found.as_written
    return [found.symbol.canonical for found in founds]


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("See CTOC/COP/2018/13, annex.", ["CTOC/COP/2018/13"]),
        ("See CTOC\n/COP/2010/CRP.5", ["CTOC/COP/2010/CRP.5"]),
        ("(A/79/437/ \nAdd.6)", ["A/79/437/Add.6"]),
        ("document CTOC/COP/WG. \n8/2016/2", ["CTOC/COP/WG.8/2016/2"]),
        ("UNODC/CCPCJ/EG.4/2011 /INF/1", ["UNODC/CCPCJ/EG.4/2011/INF/1"]),
        ("2CTOC/COP/2008/INF/1", ["CTOC/COP/2008/INF/1"]),
        ("联合国CTOC/COP/2008/INF/1联合国", ["CTOC/COP/2008/INF/1"]),
        ("الوثيقة CTOC/COP/2008/19، والوثيقة A/٧٠/٩٥.", ["CTOC/COP/2008/19", "A/70/95"]),
        ("документ А/70/95", ["A/70/95"]),  # Cyrillic А
        ("A/AC.109/2019/L.18A/AC.109/2019/L.18", ["A/AC.109/2019/L.18", "A/AC.109/2019/L.18"]),
        ("S/12606)18 and ECE/TRANS/WP.24/147),It", ["S/12606", "ECE/TRANS/WP.24/147"]),
        ("A/70/95The report", ["A/70/95"]),
        ("A/70/95² and A/70/96.", ["A/70/95", "A/70/96"]),
        ("A/CONF.l57/24 (Part I)", ["A/CONF.157/24 (Part I)"]),
        ("the note (A/53/23 (Part IV)) says", ["A/53/23 (Part IV)"]),
        ("S/RES/1440 (2002) and A/RES/217 A (III)", ["S/RES/1440 (2002)", "A/RES/217A (III)"]),
        ("A/70/95 (2015)", ["A/70/95"]),
        ("A/70/95-S/2015/446", ["A/70/95", "S/2015/446"]),
        ("CTOC/COP/WG.2/2018/CRP.1-\nCTOC/COP/WG.3/2018/1", ["CTOC/COP/WG.2/2018/CRP.1", "CTOC/COP/WG.3/2018/1"]),
        ("A/RES/S-20/2 and A/ES-10/L.23/Add.1", ["A/RES/S-20/2", "A/ES-10/L.23/Add.1"]),
        ("CTOC/COP/2016/1\u200b, and", ["CTOC/COP/2016/1"]),
        ("CTOC/COP//2016/1.", ["CTOC/COP/2016/1"]),
        ("S/2016/5 / S/2016/6", ["S/2016/5", "S/2016/6"]),
        ("MNAR/18/64", ["MNAR/18/64"]),
        ("documentA/HRC/55/21and annex", ["A/HRC/55/21"]),  # spaces that extraction lost
        ("doc.A/HRC/55/21", ["A/HRC/55/21"]),
        ("/_E/ICEF/672 \n(Deuxième partie_)_/", ["E/ICEF/672 (Part II)"]),  # brackets of the typewriter
        ("CEDAW/C/FRA/CO/7-8, para. 2", ["CEDAW/C/FRA/CO/7-8"]),  # reports taken together, one document
        ("A/RES/66/137 A and B; A/RES/75/290 A, annex", ["A/RES/66/137A", "A/RES/75/290A"]),
        ("A/RES/70/1 A new agenda", ["A/RES/70/1"]),
        ("A/80/6 (Income sect. 2)", ["A/80/6 (Income sect. 2)"]),
        ("A/CONF.157/24 (première partie)", ["A/CONF.157/24 (Part I)"]),
        ("LC/G.2586(SES.34/3) y LC/SES.37/4", ["LC/G.2586(SES.34/3)", "LC/SES.37/4"]),
        ("UNEP/OzL.Pro.35/12/Add.1", ["UNEP/OzL.Pro.35/12/Add.1"]),
        ("IDB.48/Dec.8 and GC.18/Res.4", ["IDB.48/Dec.8", "GC.18/Res.4"]),
        ("CCPR/C/104/D/1914,1915&1916/2009, adopted", ["CCPR/C/104/D/1914,1915&1916/2009"]),
    ],
)
def test_symbols_are_found_as_they_stand(text, symbols):
    assert found_in(text) == symbols


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("A/CN.4/743 and Corr.1, and A/CN.4/751", ["A/CN.4/743", "A/CN.4/743/Corr.1", "A/CN.4/751"]),
        ("A/70/1, Add.1 and Corr.1", ["A/70/1", "A/70/1/Add.1", "A/70/1/Corr.1"]),
        ("A/70/1/Add.1 & 2", ["A/70/1/Add.1", "A/70/1/Add.2"]),
        ("A/70/1/Add.1-3", ["A/70/1/Add.1", "A/70/1/Add.2", "A/70/1/Add.3"]),
        ("A/70/1 and Add.1–Add.3", ["A/70/1", "A/70/1/Add.1", "A/70/1/Add.2", "A/70/1/Add.3"]),
        ("A/70/1/Add.1 to Add.9", ["A/70/1/Add.1", "A/70/1/Add.9"]),
        ("A/70/1/Add.1 and Corr.1", ["A/70/1/Add.1", "A/70/1/Add.1/Corr.1"]),
        ("A/70/1/Rev.1 and Rev.2", ["A/70/1/Rev.1", "A/70/1/Rev.2"]),
        ("A/C.4/51/SR.2-3 and 8.", ["A/C.4/51/SR.2", "A/C.4/51/SR.3", "A/C.4/51/SR.8"]),
        ("A/C.3/L.1 and L.2", ["A/C.3/L.1", "A/C.3/L.2"]),
        ("A/70/1 et Corr.1", ["A/70/1", "A/70/1/Corr.1"]),
        ("A/70/1 и Corr.1", ["A/70/1", "A/70/1/Corr.1"]),
        ("A/70/1和Corr.1", ["A/70/1", "A/70/1/Corr.1"]),
        ("A/70/1 و Corr.1", ["A/70/1", "A/70/1/Corr.1"]),
        ("A/CONF.157/24 (Parts I and II)", ["A/CONF.157/24 (Part I)", "A/CONF.157/24 (Part II)"]),
        ("A/AC.250/1 (Parts I-III)", [f"A/AC.250/1 (Part {part})" for part in ("I", "II", "III")]),
        ("A/70/1/Add.1 and 2 members", ["A/70/1/Add.1"]),
        ("A/70/95 and 96.", ["A/70/95"]),
        ("A/70/394 (and Corr.1)", ["A/70/394", "A/70/394/Corr.1"]),
        ("A/79/251* and Corr.1 and 2", ["A/79/251", "A/79/251/Corr.1", "A/79/251/Corr.2"]),
        ("E/CN.15/2022/CRP.1-CRP.3", [f"E/CN.15/2022/CRP.{number}" for number in (1, 2, 3)]),
        ("A/70/1/Add.5-3", ["A/70/1/Add.5"]),
        ("A/70/1/Add.1-900", ["A/70/1/Add.1", "A/70/1/Add.900"]),
    ],
)
def test_short_forms_lean_on_the_symbol_before_them(text, symbols):
    assert found_in(text) == symbols


def test_a_short_form_keeps_its_own_words():
    full, short = find_all("see CTOC/COP/2006/7/Rev.1 and Corr.1 below")
    assert (full.as_written, short.as_written) == ("CTOC/COP/2006/7/Rev.1", "Corr.1")
    assert short.symbol.printed == "Corr.1"


def test_what_a_range_only_implies_has_no_place_of_its_own():
    _, implied, last = find_all("A/70/1/Add.1-3")
    assert (implied.as_written, implied.start, implied.end) == ("", last.start, last.start)
    assert last.as_written == "3"


def test_the_places_count_in_the_text_as_given():
    text = "\u200e联合国 \u00adCTOC/\u200bCOP/2016/1* "
    (found,) = find_all(text)
    assert found.as_written == "CTOC/\u200bCOP/2016/1*"
    assert found.symbol.printed == found.as_written
    assert found.symbol.reissued


@pytest.mark.parametrize(
    "text",
    [
        "", "on 12/05/2016", "his/her and/or N/A", "the A/C alone", "resolution 7/1 and decision 4/4", "1/CP.21",
        "https://undocs.org/A/RES/70/299", "https://docs.un.org/en/S/RES/1373(2001)", "?symbol of www.un.org/A/70/95",
        "http://example.org/?symbol=A/70/95", "virus A/H1N1", "S/N 12345", "size A/4", "TCP/IP", "AC/DC 5",
        "communication No. 2025/2011", "a/70/95", "CTOC/COP", "SLA/TC)/ \nOsman", "24/7", "km/h 50",
        "ISO/IEC 27001", "ISO/TC/211", "COM/2020/605", "ICC-01/05-01/08", "HIV/AIDS/2000/5", "2015/2016", "I/O", "PRST/8/1",
        "E/12/2005", "A/12/5", "the Commission (A/CN.4/", "file_A/70/95", "E/C N A/109", "MV/A/5",
        "CRC/C/CÔT/60", "PEÑA/5/2012", "UTC/GMT/2020",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_symbol_is_left_alone(text):
    assert found_in(text) == []


def test_a_symbol_beside_a_web_address_is_found():
    assert found_in("E/ESCAP/RES/79/10; https://example.org/a-\nb") == ["E/ESCAP/RES/79/10"]
    assert found_in("https://undocs.org/A/70/1，A/70/95") == ["A/70/95"]


def test_what_was_repaired_implied_or_unknown_is_less_certain():
    text = "A/79/251, CTOC/COP//2016/1, MNAR/18/64, E/CN.7/2024/L.5/Add.1-3 and S/12606"
    confidence = {found.symbol.canonical: found.confidence for found in find_all(text)}
    certain = {symbol for symbol, value in confidence.items() if value >= 0.99}
    assert certain == {"A/79/251", "E/CN.7/2024/L.5/Add.1"}
    assert min(confidence, key=confidence.get) == "MNAR/18/64"
