"""Names of files state symbols and languages, as libraries and offices write them; most names state nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.reading.file_names import FileName, read_file_name


@pytest.mark.parametrize(
    ("name", "symbols", "language"),
    [
        ("CTOC_COP_WG.8_2016_2-EN.pdf", ["CTOC/COP/WG.8/2016/2"], "en"),
        ("CTOC_COP_WG.8_2016_2.pdf", ["CTOC/COP/WG.8/2016/2"], ""),
        ("CTOC-COP-WG.8-2016-2 E.docx", ["CTOC/COP/WG.8/2016/2"], "en"),
        ("A_RES_68_186 (French).pdf", ["A/RES/68/186"], "fr"),
        ("A_RES_68_186-EN (1).pdf", ["A/RES/68/186"], "en"),
        ("CTOC COP 2016 1 Rev.1 - Copy.pdf", ["CTOC/COP/2016/1/Rev.1"], ""),
        ("ctoc_cop_2016_1_s.PDF", ["CTOC/COP/2016/1"], "es"),
        ("E_CN.15_2016_2-R.pdf", ["E/CN.15/2016/2"], "ru"),
        (
            "CTOC_COP_WG.2_2017_4-CTOC_COP_WG.3_2017_4-EN.pdf",
            ["CTOC/COP/WG.2/2017/4", "CTOC/COP/WG.3/2017/4"],
            "en",
        ),
    ],
)
def test_a_name_states_symbol_and_language(name, symbols, language):
    read = read_file_name(name)
    assert ([symbol.canonical for symbol in read.symbols], read.language) == (symbols, language)


@pytest.mark.parametrize(
    "name",
    [
        "V1608439.pdf",
        "note.txt",
        "report_final_2016.pdf",
        "IMG_2016_0012.jpg",
        "scan_2016_1_E.pdf",
        "..pdf",
        "",
        "x" * 500,
    ],
)
def test_most_names_state_nothing(name):
    assert read_file_name(name) == FileName()


@given(st.text(max_size=200))
def test_no_name_is_an_error(name):
    read_file_name(name)
