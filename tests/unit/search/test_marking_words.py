"""The words that were found, marked in a text: in whatever form they stand there, escaped first, and nothing else changed."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.search.marking import EXCERPT, Marker, best_window, excerpt
from documents.search.query import understand


def marked(asked, text, language="en"):
    """The words marked in a text."""
    return [
        html.unescape(word)
        for word in re.findall(r"<mark>(.*?)</mark>", Marker(understand(asked), language).whole(text))
    ]


@pytest.mark.parametrize(
    ("asked", "text", "language", "words"),
    [
        ("party", "States parties and a PARTY.", "en", ["parties", "PARTY"]),
        ("organised crime", "Organized Crime, crimes; organized", "en", ["Crime", "crimes"]),
        ("mecanisme", "Les mécanismes d’examen", "fr", ["mécanismes"]),
        ("mécanisme", "le mecanisme", "fr", ["mecanisme"]),
        ("resolucion", "Las resoluciones y la resolución", "es", ["resoluciones", "resolución"]),
        ("резолюция", "в резолюции и Резолюций", "ru", ["резолюции", "Резолюций"]),
        ("الجريمة", "والجريمة وجريمةٍ", "ar", ["والجريمة", "وجريمةٍ"]),
        ("审议机制", "设立审议机制问题工作组", "zh", ["审议机制"]),
        ("desertif*", "Desertification and desert", "en", ["Desertification"]),
        ('"working group"', "The working groups worked", "en", ["working", "groups", "worked"]),
        ("the report", "The report of the group", "en", ["report"]),
        ("2016", "in 2016 and 20166", "en", ["2016"]),
        ("art", "art, party, article", "en", ["art"]),
        ("straße", "Die Straße", "de", ["Straße"]),
    ],
)
def test_every_form_of_a_word_is_marked_and_no_other(asked, text, language, words):
    assert marked(asked, text, language) == words


def test_markup_in_a_text_stays_text():
    assert Marker(understand("b"), "en").whole('<b>b</b> & "b"') == (
        "&lt;<mark>b</mark>&gt;<mark>b</mark>&lt;/<mark>b</mark>&gt; &amp; &quot;<mark>b</mark>&quot;"
    )


def test_an_excerpt_is_taken_where_most_of_the_words_stand():
    text = "Convention. " * 60 + "The questionnaire on the Convention was annual. " + "More words follow here. " * 40
    marker = Marker(understand("annual questionnaire convention"), "en")
    told = excerpt(text, marker.places(text))
    assert "<mark>questionnaire</mark> on the <mark>Convention</mark> was <mark>annual</mark>" in told
    assert told.startswith("… ")
    assert told.endswith(" …")
    assert len(re.sub(r"</?mark>", "", told)) <= EXCERPT + 50


def test_a_text_without_the_words_has_no_excerpt():
    assert excerpt("Nothing of that kind.", Marker(understand("firearms"), "en").places("Nothing of that kind.")) == ""
    assert best_window([]) == ([], 0)


LANGUAGES = st.sampled_from(["en", "fr", "es", "ru", "ar", "zh", "de"])


@given(asked=st.text(max_size=60), text=st.text(max_size=400), language=LANGUAGES)
def test_marking_changes_nothing_but_the_marks(asked, text, language):
    told = Marker(understand(asked), language).whole(text)
    assert html.unescape(re.sub(r"</?mark>", "", told)) == text


@given(asked=st.text(max_size=60), text=st.text(max_size=1000), language=LANGUAGES)
def test_places_stand_in_the_text_in_order(asked, text, language):
    marker = Marker(understand(asked), language)
    places = marker.places(text)
    assert all(0 <= start < end <= len(text) for start, end, _number in places)
    assert places == sorted(places)
    excerpt(text, places)
