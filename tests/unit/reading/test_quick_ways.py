"""Each quick way of the readers finds what the slow way finds, in any text."""

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.acts import finding
from documents.reading.citations import bodies
from documents.reading.language import JOB_NUMBER, job_number_in

_PIECES = (
    "the general assembly", "assembly", "economic and\nsocial council", "council", "conférence", "conseil", "écosoc",
    "conference of the parties", "comité", "генеральная ассамблея", "ассамблея", "конференция", "الجمعية العامة", "大会",
    "cop", "commission", "resolution 7/1", "Decision", "résolution", "RESOLUTION", "Решение", "决定", "قرار", "7/1", "S-20/2",
    "12 (IV)", "V.18-00932 (E)", "K1234567 (F)", "24-22844 (e)", "a", "é", "_", "1", "/", "(", ",", ".", "-", "'", "ſ", "ı",
)  # fmt: skip
UNHURRIED = settings(deadline=None)  # tests run side by side: the clock on the wall says nothing
texts = st.lists(st.sampled_from(_PIECES) | st.sampled_from((" ", "  ", "\n", "\t")) | st.text(max_size=4), max_size=30)


@UNHURRIED
@given(texts)
def test_the_names_behind_a_sign_are_all_names(pieces):
    text = "".join(pieces).lower()
    every = [
        (found.start(), found.end(), names[found.lastindex - 1])
        for script, (pattern, names) in bodies._NAMES.items()
        if (script == "latin" and text.isascii()) or bodies._SCRIPTS[script].search(text)
        for found in pattern.finditer(text)
    ]
    assert bodies.Mentions(text).places == sorted(every)


@UNHURRIED
@given(texts)
def test_a_line_that_may_name_an_act_is_never_passed_over(pieces):
    line = " ".join(pieces)
    assert finding._may_name(line) == bool(finding._MAY_NAME.match(line))


@UNHURRIED
@given(texts)
def test_a_text_without_the_letter_of_a_job_number_holds_none(pieces):
    text = "".join(pieces)
    quick, slow = job_number_in(text), JOB_NUMBER.search(text)
    assert (quick and quick.span()) == (slow and slow.span())
