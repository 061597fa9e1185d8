"""The one sentence about a mandate: what was asked, what came of it, and what is missing."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mandates.models.story import MeetingTold, ReportTold, Told, story_of, with_article

FIRST = MeetingTold("held", "28–30 September 2015", date(2015, 9, 28))
SECOND = MeetingTold("held", "6–7 June 2016", date(2016, 6, 6))
A = ReportTold("CTOC/COP/WG.8/2015/3", "/a", session="eighth session", session_url="/en/sessions/8")
B = ReportTold("CTOC/COP/WG.8/2016/2", "/b", session="eighth session", session_url="/en/sessions/8")
MEET = Told("Resolution 7/1", "requested", ["UNODC"], action="convene a meeting", deliverable="meeting", least=1)
REPORT = Told("Decision 3/2", "requested", ["Secretariat"], action="compile a catalogue", deliverable="report")


def words_of_story(pieces):
    return "".join(piece.text for piece in pieces)


def said(told, **more):
    return words_of_story(story_of(replace(told, **more)))


def test_it_says_everything_in_one_sentence():
    assert said(MEET, meetings=[FIRST, SECOND], reports=[A, B]) == (
        "Resolution 7/1 asked UNODC for at least one meeting; two were held (28–30 September 2015; 6–7 June 2016); "
        "their reports, CTOC/COP/WG.8/2015/3 and CTOC/COP/WG.8/2016/2, went to the eighth session."
    )


def test_symbols_and_sessions_lead_to_their_pages():
    pieces = story_of(replace(MEET, meetings=[FIRST], reports=[A]))
    assert [(piece.text, piece.url) for piece in pieces if piece.url] == [
        ("CTOC/COP/WG.8/2015/3", "/a"),
        ("eighth session", "/en/sessions/8"),
    ]


@pytest.mark.parametrize(
    ("known", "sentence"),
    [
        ({}, "none is known to have been held."),
        ({"meetings": [FIRST]}, "one was held (28–30 September 2015); no report of it is in the record."),
        ({"meetings": [FIRST], "least": 2, "reports": [A]}, "fewer than the two asked for; its report"),
        ({"meetings": [FIRST, SECOND]}, "no report of them is in the record."),
        (
            {"meetings": [FIRST, SECOND], "reports": [A]},
            "one of their reports, CTOC/COP/WG.8/2015/3, went to the eighth",
        ),
        ({"meetings": [FIRST, SECOND], "reports": [A]}, "; no other is in the record."),
        (
            {"meetings": [FIRST], "reports": [replace(A, session="")]},
            "the record does not show to which session its report, CTOC/COP/WG.8/2015/3, went.",
        ),
        (
            {"meetings": [FIRST, SECOND], "reports": [A, replace(B, session="")]},
            "WG.8/2015/3 went to the eighth session; of CTOC/COP/WG.8/2016/2 the record does not show to which session it went.",
        ),
        (
            {"meetings": [MeetingTold("planned", "May 2027")]},
            "none is known to have been held; one is planned (May 2027).",
        ),
        ({"meetings": [MeetingTold("cancelled", "May 2020")]}, "one was cancelled (May 2020)."),
        ({"meetings": [MeetingTold("held")]}, "one was held (date not known)"),
        ({"due": "at the eighth session"}, "for at least one meeting, due at the eighth session; none is known"),
        (
            {"meetings": [FIRST], "reports": [replace(A, is_held=False)]},
            "CTOC/COP/WG.8/2015/3 (not held here), went to",
        ),
        ({"onward": [("renewed by", "resolution 9/1", "/r")]}, "; it was renewed by resolution 9/1."),
    ],
)
def test_what_is_missing_is_said(known, sentence):
    assert sentence in said(MEET, **known)


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (
            REPORT,
            "Decision 3/2 asked the Secretariat to compile a catalogue; no report that answers it is in the record.",
        ),
        (
            replace(REPORT, reports=[A]),
            "Decision 3/2 asked the Secretariat to compile a catalogue; it was answered by CTOC/COP/WG.8/2015/3, "
            "which went to the eighth session.",
        ),
        (
            replace(REPORT, reports=[replace(A, session="")]),
            "Decision 3/2 asked the Secretariat to compile a catalogue; it was answered by CTOC/COP/WG.8/2015/3; "
            "the record does not show to which session it went.",
        ),
        (
            Told("Resolution 5/4", "decided", ["Conference"], True, "establish a working group", "body", founds=True),
            "Resolution 5/4 decided to establish a working group.",
        ),
        (
            Told("Decision 4/4", "decided", ["Chair of the Working Group"], False, "submit a report", "report"),
            "Decision 4/4 decided that the Chair of the Working Group should submit a report; "
            "no report that answers it is in the record.",
        ),
        (
            Told("Resolution 9/1, annex, 47", "(role)", ["States parties"], action="serve as hosts"),
            "Resolution 9/1, annex, 47 addressed States parties: serve as hosts; no answer is in the record.",
        ),
        (
            Told("Resolution 6/2", "Encourages", ["States"], action="share views", is_stated_done=True),
            "Resolution 6/2 asked States to share views; it is stated to be done; no answer is in the record.",
        ),
    ],
)
def test_each_kind_of_mandate_is_told_in_its_own_words(told, sentence):
    assert said(told) == sentence


def test_many_meetings_and_reports_are_told_by_their_number_the_first_and_the_last():
    meetings = [MeetingTold("held", str(2010 + year), date(2010 + year, 1, 1)) for year in range(6)]
    reports = [replace(A, name=f"CTOC/COP/WG.8/2015/{number}") for number in range(5)]
    words = said(MEET, meetings=meetings, reports=reports)
    assert "six were held (the first 2010, the last 2015); five of their reports went" in words


def test_without_what_was_asked_the_rest_is_a_sentence_of_its_own():
    told = replace(MEET, meetings=[FIRST])
    assert words_of_story(story_of(told, asked=False)) == (
        "One meeting was held (28–30 September 2015); no report of it is in the record."
    )
    assert words_of_story(story_of(MEET, asked=False)) == "No meeting is known to have been held."
    assert words_of_story(story_of(Told("Decision 1/1", founds=True), asked=False)) == ""


@pytest.mark.parametrize(
    ("words", "spoken"),
    [
        ("Secretariat", "the Secretariat"),
        ("Chair of the Working Group on Firearms", "the Chair of the Working Group on Firearms"),
        ("Open-ended Interim Working Group of Experts", "the Open-ended Interim Working Group of Experts"),
        ("UNODC", "UNODC"),
        ("Member States", "Member States"),
        ("working groups", "working groups"),
        ("the Bureau", "the Bureau"),
    ],
)
def test_bodies_are_spoken_of_with_an_article(words, spoken):
    assert with_article(words) == spoken


MEETINGS = st.builds(MeetingTold, st.sampled_from(["held", "planned", "announced", "cancelled"]), st.text(max_size=9))
REPORTS = st.builds(ReportTold, st.text(min_size=1, max_size=9), session=st.sampled_from(["", "eighth session"]))


# A busy machine is no fault of the sentence.
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Told,
        st.just("Resolution 7/1"),
        st.text(max_size=20),
        st.lists(st.text(min_size=1, max_size=9), max_size=3),
        st.booleans(),
        st.text(max_size=20),
        st.sampled_from(["meeting", "report", "body", ""]),
        st.none() | st.integers(1, 40),
        meetings=st.lists(MEETINGS, max_size=7),
        reports=st.lists(REPORTS, max_size=7),
        founds=st.booleans(),
        is_external=st.booleans(),
    )
)
def test_whatever_is_known_it_is_one_sentence_that_ends(told):
    words = words_of_story(story_of(told))
    assert words.startswith("Resolution 7/1")
    assert words.endswith(".")
