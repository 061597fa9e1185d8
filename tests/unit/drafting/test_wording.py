"""How drafts word dates, numbers, names, verbs and citations."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mandates.drafting import wording
from provenance.dates import MONTHS

DAYS = st.dates(date(1945, 10, 24), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2015-09-28", "2015-09-30", "from 28 to 30 September 2015"),
        ("2016-06-06", "2016-06-07", "on 6 and 7 June 2016"),
        ("2015-09-30", "2015-10-01", "on 30 September and 1 October 2015"),
        ("2015-09-30", "2015-10-02", "from 30 September to 2 October 2015"),
        ("2015-12-31", "2016-01-01", "on 31 December 2015 and 1 January 2016"),
        ("2015-12-30", "2016-01-02", "from 30 December 2015 to 2 January 2016"),
        ("2022-05-05", "2022-05-05", "on 5 May 2022"),
        ("2022-05-05", None, "on 5 May 2022"),
    ],
)
def test_the_days_of_a_meeting_are_said_as_documents_say_them(start, end, words):
    assert wording.held(date.fromisoformat(start), end and date.fromisoformat(end)) == words


def test_a_day_that_is_not_known_is_not_said():
    assert wording.held(date(2022, 5, 1), None, "month") == "in May 2022"
    assert wording.held(date(2010, 1, 1), None, "year") == "in 2010"
    assert wording.held(None) == ""


@given(DAYS, st.integers(0, 60))
def test_dates_in_words_name_both_days_and_no_other(start, length):
    end = start + timedelta(days=length)
    words = wording.held(start, end)
    assert re.match(r"(from|on) ", words)
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    assert {start.day, end.day, start.year, end.year} == set(numbers)
    assert {MONTHS[start.month - 1], MONTHS[end.month - 1]} == {month for month in MONTHS if month in words}
    assert words.startswith("from") == (length > 1)
    assert words.endswith(str(end.year))


def test_numbers_are_words_to_ten_and_figures_above():
    assert [wording.number_in_words(number) for number in (1, 2, 10, 11, 1200)] == ["one", "two", "ten", "11", "1,200"]
    assert wording.counted(2, "meeting") == "two meetings"
    assert wording.counted(1, "meeting") == "one meeting"
    assert wording.counted(0, "meeting") == "no meetings"
    assert wording.counted(12, "country", "countries") == "12 countries"


@given(st.lists(st.text("abc", min_size=1), max_size=6))
def test_a_list_in_a_sentence_holds_every_part_once_with_one_and(parts):
    words = wording.listed(parts)
    assert re.split(", | and ", words) == (parts or [""])
    assert words.count(" and ") == (len(parts) > 1)


@pytest.mark.parametrize(
    ("name", "number", "itself", "words"),
    [
        ("Working Group on Firearms", 2, False, "meetings of the Working Group on Firearms"),
        ("Working Group on Firearms", 1, False, "meeting of the Working Group on Firearms"),
        ("Open-ended intergovernmental meeting on water", 2, True, "open-ended intergovernmental meetings on water"),
        ("Open-ended intergovernmental meeting on water", 1, True, "open-ended intergovernmental meeting on water"),
    ],
)
def test_meetings_are_called_by_the_name_of_their_body(name, number, itself, words):
    assert wording.meetings_of(name, number=number, meets_as_itself=itself) == words


def test_the_convention_is_named_in_full_the_first_time():
    conference = "Conference of the Parties to the United Nations Convention against Transnational Organized Crime"
    convention = wording.convention_of(conference)
    assert convention == "United Nations Convention against Transnational Organized Crime"
    words = "meeting on the Convention and the Protocols thereto, under the Convention"
    assert wording.convention_in_full(words, convention) == (
        f"meeting on the {convention} and the Protocols thereto, under the Convention"
    )
    assert wording.convention_in_full(f"on the {convention}", convention) == f"on the {convention}"
    assert wording.convention_in_full("on the Convention on Biological Diversity", convention).endswith("Diversity")
    assert wording.convention_of("General Assembly") == ""


@pytest.mark.parametrize(
    ("verb", "reported"),
    [
        ("requested", ("requested", "to")),
        ("Requests", ("requested", "to")),
        ("Further requests", ("further requested", "to")),
        ("took note ... and requested", ("requested", "to")),
        ("decided", ("decided", "that")),
        ("Calls upon", ("called upon", "to")),
        ("(role)", ("", "")),
        ("", ("", "")),
    ],
)
def test_a_verb_is_reported_in_the_past(verb, reported):
    assert wording.past_tense(verb) == reported


def test_short_forms_are_written_out_and_take_their_article():
    assert wording.with_article(wording.spelt_out("UNODC")) == "the United Nations Office on Drugs and Crime"
    assert wording.with_article("States parties") == "States parties"
    assert wording.with_article("the Bureau") == "the Bureau"
    assert wording.lower_first("UNODC reports") == "UNODC reports"
    assert wording.lower_first("Convene a meeting") == "convene a meeting"


def test_a_resource_clause_goes_on_in_the_sentence_or_stands_in_brackets():
    assert wording.means("Within existing resources") == ", within existing resources"
    assert wording.means("extrabudgetary funds") == " (resources: extrabudgetary funds)"
    assert wording.means("") == ""


def test_a_paragraph_is_cited_as_it_is_printed():
    assert wording.paragraph_cited("7") == "paragraph 7"
    assert wording.paragraph_cited("annex, 53") == "paragraph 53 of the annex"
    assert wording.paragraph_cited("") == ""


def test_an_act_named_twice_running_is_the_same_act():
    citations = wording.Citations()
    named = [citations.cite("resolution", "resolution 7/1"), citations.cite("resolution", "resolution 7/1")]
    assert named == ["resolution 7/1", "the same resolution"]
    assert citations.cite("decision", "decision 4/4") == "decision 4/4"
    assert citations.cite("resolution", "resolution 7/1") == "resolution 7/1"
