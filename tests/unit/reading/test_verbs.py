"""The words with which paragraphs of acts begin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.reading.verbs import begins_preamble, leading_verb
from documents.reading.verbs_english import english_verb


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


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("In this regard, requests the Office to assist;", "In this regard, requests"),
        ("Requests, in this regard, the Office to assist;", "Requests"),
        ("Strongly and unequivocally condemns the attacks;", "Strongly and unequivocally condemns"),
        (
            "Expresses its deep and heartfelt appreciation to the hosts;",
            "Expresses its deep and heartfelt appreciation",
        ),
        ("Express their gratitude to the host country;", "Express their gratitude"),
        ("Reaffirms its commitment to the Protocol;", "Reaffirms its commitment"),
        ("Reaffirms its resolution 15/1;", "Reaffirms"),
        ("Takes note with appreciation of the report;", "Takes note with appreciation"),
        ("Noted with deep concern the losses;", "Noted with deep concern"),
        ("Took note of the report;", "Took note"),
        ("Urges once more the parties to meet;", "Urges once more"),
        ("Calls on States to cooperate;", "Calls on"),
        ("Is deeply concerned that vessels are lost;", "Is deeply concerned"),
        ("Re-emphasizes the need for vessels;", "Re-emphasizes"),
        ("Recognises the harbour masters;", "Recognises"),
        ("We also recommit ourselves to the sea;", "also recommit"),
        ("Acting under Chapter VII of the Charter, demands a truce;", "demands"),
    ],
)
def test_english_phrases_are_whole(text, verb):
    assert english_verb(text) == (verb, True)


@pytest.mark.parametrize(
    "text",
    [
        "Requests for assistance are sent to the Secretariat.",
        "Views of States parties",
        "Notes by the Secretariat",
        "The Committee shall meet every year.",
        "Members of the Bureau are elected.",
    ],
)
def test_nouns_in_s_are_no_verbs_of_an_organ(text):
    assert not english_verb(text).known


def test_a_misprinted_verb_is_a_guess():
    assert english_verb("Expresess its concern;") == ("Expresess", False)


def test_preambular_paragraphs_begin_with_participles():
    assert begins_preamble("Recalling its resolution 15/1,")
    assert begins_preamble("Rappelant sa résolution 15/1,", "fr")
    assert not begins_preamble("Requests the Secretariat to report;")


@given(st.text(max_size=200), st.sampled_from(["", "en", "fr", "es", "ru", "zh", "ar", "de"]))
def test_no_text_and_no_language_makes_them_fall_over(text, language):
    assert leading_verb(text, language) in text
    begins_preamble(text, language)


@pytest.mark.parametrize(
    ("text", "verb"),
    [
        ("Exprime sa profonde gratitude aux hôtes ;", "Exprime sa profonde gratitude"),
        ("a pris note du rapport", "a pris note"),
        ("Expresa su profunda preocupación por la pérdida;", "Expresa su profunda preocupación"),
        ("Hace suyas las recomendaciones;", "Hace suyas"),
        ("с удовлетворением отмечает доклад;", "с удовлетворением отмечает"),
        ("принимает к сведению доклад;", "принимает к сведению"),
        ("يعرب عن ارتياحه للدعم؛", "يعرب عن ارتياحه"),
        ("表示满意委员会的工作；", "表示满意"),
        ("Les États parties sont invités.", ""),
        ("الدول الأطراف مدعوة", ""),
    ],
)
def test_phrases_of_the_other_languages(text, verb):
    assert leading_verb(text) == verb


@pytest.mark.parametrize(
    "text",
    [
        "Se félicitant des progrès,",
        "Vivement préoccupée par les pertes,",
        "Acogiendo con beneplácito los progresos,",
        "Profundamente preocupada por las pérdidas,",
        "ссылаясь на свою резолюцию,",
        "будучи глубоко обеспокоена потерями,",
        "وقد نظرت في التقرير،",
        "深为关切损失，",
    ],
)
def test_participles_of_the_other_languages(text):
    assert begins_preamble(text)
