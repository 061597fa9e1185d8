"""Resolutions and decisions named in running text, and which body adopted them."""

import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.reading.citations import find_acts


def cited(text, home="CTOC/COP"):
    return [(act.kind, act.body, act.number) for act in find_acts(text, home=home)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See resolution 7/1.", [("resolution", "CTOC/COP", "7/1")]),
        ("Conference resolution 7/1", [("resolution", "CTOC/COP", "7/1")]),
        ("resolutions 5/1 and 5/4", [("resolution", "CTOC/COP", "5/1"), ("resolution", "CTOC/COP", "5/4")]),
        ("in its decision 4/4", [("decision", "CTOC/COP", "4/4")]),
        ("General Assembly resolution 73/8", [("resolution", "A", "73/8")]),
        ("resolution 73/8 of 3 May 2018", [("resolution", "A", "73/8")]),
        (
            "Security Council resolutions 1970 (2011) and 2292 \n(2016)",
            [("resolution", "S", "1970 (2011)"), ("resolution", "S", "2292 (2016)")],
        ),
        ("Economic and Social Council resolution 2012/19", [("resolution", "E", "2012/19")]),
        ("resolution 2012/19", [("resolution", "E", "2012/19")]),
        ("resolution 217 (III)", [("resolution", "A", "217 (III)")]),
        ("Human Rights Council resolution 5/1", [("resolution", "A/HRC", "5/1")]),
        ("Commission on Narcotic Drugs resolution 54/14", [("resolution", "E/CN.7", "54/14")]),
        ("Council resolution 5/1", [("resolution", "A/HRC", "5/1")]),
        (
            "resolutions on one country, in particular 1591 (2005), 1651 (2005)",
            [("resolution", "S", "1591 (2005)"), ("resolution", "S", "1651 (2005)")],
        ),
        (
            "the Conference of the States Parties to the United Nations Convention against Corruption, in its resolution 4/1,",
            [("resolution", "CAC/COSP", "4/1")],
        ),
        (
            "la résolution 73/8 de l’Assemblée générale et la décision 4/2 de la Conférence",
            [("resolution", "A", "73/8"), ("decision", "CTOC/COP", "4/2")],
        ),
        (
            "la resolución 73/8 de la Asamblea General y la decisión 4/2",
            [("resolution", "A", "73/8"), ("decision", "CTOC/COP", "4/2")],
        ),
        (
            "в резолюции 73/8 Генеральной Ассамблеи и решении 4/2",
            [("resolution", "A", "73/8"), ("decision", "CTOC/COP", "4/2")],
        ),
        ("大会第73/8号决议和第4/2号决定", [("resolution", "A", "73/8"), ("decision", "CTOC/COP", "4/2")]),
        ("قرار الجمعية العامة 73/8 والمقرر 4/2", [("resolution", "A", "73/8"), ("decision", "CTOC/COP", "4/2")]),
    ],
)
def test_acts_are_found_with_the_body_that_adopted_them(text, expected):
    assert cited(text) == expected


def test_its_resolution_is_that_of_the_subject_that_follows():
    assert cited("In its resolution 6/2, adopted by vote, the Human Rights Council asked for it.") == [
        ("resolution", "A/HRC", "6/2")
    ]


def test_the_same_resolution_is_the_one_named_last_and_less_certain():
    first, second = find_acts("In its resolution 7/1, it asked. In the same resolution, it thanked.")
    assert (second.number, second.body) == (first.number, first.body)
    assert second.confidence < first.confidence


def test_the_same_resolution_without_one_before_it_names_nothing():
    assert cited("In the same resolution, it thanked.") == []


def test_a_bare_number_belongs_to_the_body_whose_document_it_is():
    assert cited("resolution 4/1", home="CAC/COSP") == [("resolution", "CAC/COSP", "4/1")]
    assert cited("resolution 4/1", home="A") == [("resolution", "", "4/1")]


@pytest.mark.parametrize(
    "text",
    ["draft resolution 7/1", "A/RES/73/8", "resolution 12/05/2016", "paragraph 7/1", "resolution A/C.3/70/L.1", ""],
)
def test_what_is_no_act_is_left_alone(text):
    assert cited(text) == []


@given(st.text(max_size=300))
def test_places_fit_the_text_in_order_and_do_not_overlap(text):
    text += " resolutions 5/1 and 5/4; decision 4/4. " + text
    found = find_acts(text)
    assert all(act.as_written == text[act.start : act.end] for act in found)
    assert all(before.end <= after.start for before, after in itertools.pairwise(found))


@pytest.mark.parametrize(
    "unit", ["resolution ", "resolutions 7/1, ", "its resolution 7/1 ", "the Conference ", "第1/1号", "("]
)
def test_hostile_text_takes_no_long_time(unit):
    text = unit * (60_000 // len(unit))
    began = time.perf_counter()
    find_acts(text)
    assert time.perf_counter() - began < 5
