"""Marks and footnotes, running heads, titles: what can be told without a record."""

import pytest

from documents.reading.faults.footnotes import footnote_faults
from documents.reading.faults.heads import head_faults
from documents.reading.faults.titles import difference, is_same_title, titles_of
from documents.reading.kinds import PDF
from documents.reading.masthead import read_masthead
from documents.reading.pages import PageText, Reading

RULE = "\n__________________\n"


def faults(*pages, is_printed=False, has_masthead=False):
    numbered = [PageText(number, text) for number, text in enumerate(pages, start=1)]
    found = footnote_faults(numbered, is_printed=is_printed, has_masthead=has_masthead)
    return [(fault.code, fault.page, str(fault.severity)) for fault in found]


def test_marks_and_footnotes_that_fit():
    assert faults(f"One¹ and two.²{RULE}1 See above.\n2 See below.", f"Three³{RULE}3 Ibid.") == []


def test_a_mark_without_footnote_and_the_reverse():
    assert faults(f"One¹ and two² and three³{RULE}1 A.\n3 C.") == [("N01", 1, "error")]
    assert faults(f"One¹ and two and three³{RULE}1 A.\n2 B.\n3 C.") == [("N02", 1, "error")]


def test_of_print_there_are_warnings_only():
    assert faults(f"One¹ two² three³{RULE}1 A.\n3 C.", is_printed=True) == [("N01", 1, "warning")]


def test_a_mark_that_is_no_longer_raised_leaves_the_reader_silent():
    assert faults(f"One¹ and the Group. 2 Three³{RULE}1 A.\n2 B.\n3 C.", is_printed=True) == []


@pytest.mark.parametrize("words", ["an area of 5 km² and 3 m³", "10⁶ of them", "CO² in the air"])
def test_units_and_powers_are_no_marks(words):
    assert faults(f"{words}, one¹{RULE}1 A.") == []


def test_a_line_of_the_text_below_the_rule_that_begins_with_a_number_is_no_footnote():
    assert faults(f"held from 28 to{RULE}30 September 2015 and on 6 and\n7 June 2016.") == []


def test_asterisks_are_judged_where_the_masthead_is():
    lost = f"A note{RULE} * CTOC/COP/2016/1."
    assert faults(lost) == []
    assert faults(lost, has_masthead=True) == [("N02", 1, "warning")]
    assert faults("Provisional agenda*\nA note", has_masthead=True) == [("N01", 1, "warning")]
    assert faults("Provisional agenda*\nA note\n* See above.", has_masthead=True) == []


def test_the_stars_of_the_job_number_call_no_footnote():
    foot = "V.18-00932 (E) 020318 050318\t*1800932*"
    assert faults(f"Provisional agenda\n{foot}", has_masthead=True) == []
    assert faults(f"Provisional agenda*\n{foot}", has_masthead=True) == [("N01", 1, "warning")]


@pytest.mark.parametrize(
    ("later", "found"), [("CTOC/COP/2012/14", ["S09"]), ("4 CTOC/COP/2012/14.", []), ("³ CTOC/COP/2012/14.", [])]
)
def test_a_note_that_is_nothing_but_a_symbol_is_no_running_head(later, found):
    head = "United Nations\tCTOC/COP/2016/1\nDistr.: General\n1 August 2016\nOriginal: English\n\nA note"
    texts = head, f"{later}\n\nThe text goes on.", f"{later}\n\nIt goes on."
    reading = Reading(PDF, tuple(PageText(number, text) for number, text in enumerate(texts, start=1)), "en", ())
    assert [fault.code for fault in head_faults(reading, read_masthead(reading))] == found


def test_titles_stand_beside_what_they_are_of():
    text = "See “A report of some length” (X/1), and X/2, entitled “Another report of it”, but “the words of a speech” stand alone."
    cited = [(text.index("X/1"), text.index("X/1") + 3), (text.index("X/2"), text.index("X/2") + 3)]
    assert [(each.title, each.of) for each in titles_of(text, cited)] == [
        ("A report of some length", 0),
        ("Another report of it", 1),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Review of the Implementation", "review of the implementation"),
        ("Review of trans-\nnational crime", "Review of transnational crime"),
        ("Report on the meeting of the Working Group …", "Report on the meeting of the Working Group on Firearms"),
        ("Coopération internationale", "Cooperation internationale"),
    ],
)
def test_case_punctuation_accents_and_cutting_make_no_other_title(one, other):
    assert is_same_title(one, other)


def test_one_word_makes_another_title():
    assert not is_same_title("Report on the second meeting", "Report on the first meeting")
    assert difference("Report on the second meeting", "Report on the first meeting") == "“second” for “first”"
