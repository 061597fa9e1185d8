"""The words with which paragraphs of acts begin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.reading.verbs import begins_preamble, leading_verb


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Also requests the Secretariat to publish the list;", "Also requests"),
        ("Prie également le Secrétariat de publier la liste ;", "Prie également"),
        ("Invita también a los Estados a que contribuyan;", "Invita también"),
        ("призывает государства внести взносы;", "призывает"),
        ("又请秘书处提交报告；", "又请"),
        ("States parties shall report every year.", ""),
    ],
)
def test_the_verb_phrase_is_given_as_printed(text, verb):
    assert leading_verb(text) == verb


def test_preambular_paragraphs_begin_with_participles():
    assert begins_preamble("Recalling its resolution 15/1,")
    assert begins_preamble("Rappelant sa résolution 15/1,", "fr")
    assert not begins_preamble("Requests the Secretariat to report;")


@given(st.text(max_size=200), st.sampled_from(["", "en", "fr", "es", "ru", "zh", "ar", "de"]))
def test_no_text_and_no_language_makes_them_fall_over(text, language):
    assert leading_verb(text, language) in text
    begins_preamble(text, language)
