"""Dates as far as they are known, in and out of words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.models import item_sort_key
from meetings.ordinals import ordinal
from provenance.dates import Precision, in_words, parse_partial, partial


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("2026", date(2026, 1, 1), Precision.YEAR),
        ("2022-05", date(2022, 5, 1), Precision.MONTH),
        ("2015-09-28", date(2015, 9, 28), Precision.DAY),
    ],
)
def test_a_date_is_known_to_the_year_the_month_or_the_day(text, day, precision):
    assert parse_partial(text) == (day, precision)
    assert partial(day, precision) == text


@pytest.mark.parametrize("text", ["", "05/2022", "2016-13", "2016-02-30", "soon", "2016-1-1-1"])
def test_what_is_no_date_is_refused_in_words(text):
    with pytest.raises(ValueError, match="is no date"):
        parse_partial(text)


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2015-09-28", "2015-09-30", "28–30 September 2015"),
        ("2004-06-28", "2004-07-08", "28 June – 8 July 2004"),
        ("2012-12-30", "2013-01-02", "30 December 2012 – 2 January 2013"),
        ("2022-05-06", "2022-05-06", "6 May 2022"),
    ],
)
def test_a_span_of_days_is_written_as_people_write_it(start, end, words):
    assert in_words(date.fromisoformat(start), Precision.DAY, date.fromisoformat(end)) == words


def test_a_month_is_not_made_out_to_be_a_day():
    assert in_words(date(2022, 5, 1), Precision.MONTH) == "May 2022"
    assert in_words(None, "") == ""


@given(st.dates(min_value=date(1945, 1, 1), max_value=date(2100, 1, 1)), st.sampled_from(Precision.values))
def test_any_partial_date_survives_being_written(day, precision):
    assert partial(parse_partial(partial(day, precision))[0], precision) == partial(day, precision)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "first"),
        (8, "eighth"),
        (12, "twelfth"),
        (20, "twentieth"),
        (21, "twenty-first"),
        (90, "ninetieth"),
        (112, "112th"),
    ],
)
def test_sessions_are_named_by_ordinals_in_words(number, words):
    assert ordinal(number) == words


def test_agenda_items_stand_in_the_order_of_the_agenda():
    items = ["10", "2 (b)", "2", "1 (a)", "2 (a)"]
    assert sorted(items, key=item_sort_key) == ["1 (a)", "2", "2 (a)", "2 (b)", "10"]
