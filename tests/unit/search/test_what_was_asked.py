"""A search box read: words, phrases, either-or, not, beginnings, symbols and numbers; and nothing is an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.search.query import LONGEST, understand


def wanted(typed):
    """The terms wanted, as text: phrases joined by +, beginnings with a star, alternatives by |."""
    return [
        "|".join("+".join(term.words) + "*" * term.is_prefix for term in group) for group in understand(typed).wanted
    ]


def unwanted(typed):
    return ["+".join(term.words) for term in understand(typed).unwanted]


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("trafficking in persons", ["trafficking", "in", "persons"]),
        ('"working group" firearms', ["working+group", "firearms"]),
        ("“working group”", ["working+group"]),
        ("« groupe de travail »", ["groupe+de+travail"]),
        ("「工作组」 审议", ["工作组", "审议"]),
        ('"never closed', ["never+closed"]),
        ("a OR b c", ["a|b", "c"]),
        ("a | b", ["a|b"]),
        ("a or b", ["a", "or", "b"]),
        ("a AND b", ["a", "b"]),
        ("OR a", ["a"]),
        ("a OR", ["a"]),
        ("desertif*", ["desertif*"]),
        ("open-ended", ["open+ended"]),
        ("open-ended*", ["open+ended*"]),
        ("l’examen d'un rapport", ["examen", "un", "rapport"]),
        ("the State's report", ["the", "State", "report"]),
        ("Title: a (first) one", ["Title", "a", "first", "one"]),
        ("WG.8 review", ["WG+8", "review"]),
        ("*", []),
        ("**a", ["a"]),
        ("", []),
    ],
)
def test_words_by_plain_rules(typed, terms):
    assert wanted(typed) == terms


@pytest.mark.parametrize(
    ("typed", "terms", "without"),
    [
        ("firearms -parts", ["firearms"], ["parts"]),
        ("firearms NOT parts", ["firearms"], ["parts"]),
        ('firearms -"their parts"', ["firearms"], ["their+parts"]),
        ("firearms –parts", ["firearms"], ["parts"]),
        ("-firearms", [], ["firearms"]),
        ("- firearms", ["firearms"], []),
        ("a-b", ["a+b"], []),
    ],
)
def test_words_that_must_not_stand_there(typed, terms, without):
    assert (wanted(typed), unwanted(typed)) == (terms, without)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("wg.8 2016", "WG 8 2016"),
        ("CTOC/COP/WG.8/2016/2", "CTOC COP WG 8 2016 2"),
        ("ctoc cop wg8", "CTOC COP WG 8"),
        ("CTOC/COP/WG.8/*", "CTOC COP WG 8"),
        ("trafficking", ""),
        ('"WG.8"', ""),
        ("WG.8 -review", ""),
    ],
)
def test_what_may_be_a_symbol(typed, key):
    assert understand(typed).symbol_key == key


@pytest.mark.parametrize(
    ("typed", "kind", "number"),
    [
        ("7/1", "", "7/1"),
        (" 7 / 1 ", "", "7/1"),
        ("resolution 7/1", "resolution", "7/1"),
        ("Res. 68/186", "resolution", "68/186"),
        ("DECISION 9/1", "decision", "9/1"),
        ("1970 (2011)", "", "1970 (2011)"),
        ("7/1 and more", "", ""),
    ],
)
def test_numbers_of_acts(typed, kind, number):
    asked = understand(typed)
    assert (asked.act_kind, asked.act_number) == (kind, number)


@given(st.text(max_size=600))
def test_whatever_is_typed_means_something(typed):
    asked = understand(typed)
    assert len(asked.typed) <= LONGEST
    assert all(term.words and all(term.words) for group in asked.wanted for term in group)
    assert understand(asked.typed) == asked
