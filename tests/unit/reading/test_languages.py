"""Which of the six languages a text is in."""

import pytest

from documents.reading import PageText
from documents.reading.language import language_of


def told(*pages: str) -> str:
    return language_of([PageText(number, text) for number, text in enumerate(pages, start=1)])


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The report of the group was issued in time and is to be read by all of the members.", "en"),
        ("Le rapport du groupe a été publié et il est dans les mains de tous les membres qui sont là.", "fr"),
        ("El informe del grupo se publicó a tiempo y está en las manos de los miembros que lo pidieron.", "es"),
        ("Доклад группы был опубликован вовремя.", "ru"),
        ("工作组的报告已按时发表。", "zh"),
        ("صدر تقرير الفريق في الموعد المحدد.", "ar"),
    ],
)
def test_script_and_common_words_tell_the_language(text, language):
    assert told(text) == language


def test_english_words_in_a_russian_masthead_prove_nothing():
    assert told("CTOC/COP/2030/2\nDistr.: General\n9 December 2029\nRussian\nOriginal: English\nЗаписка") == "ru"


def test_the_letter_of_the_job_number_tells_where_no_version_line_stands():
    assert told("CTOC/COP/2030/2\n\nV.30-00932 (S) 020330 050330") == "es"


def test_an_annex_in_another_language_does_not_change_that_of_the_document():
    assert told("A letter\nEnglish\nOriginal: Arabic", "نص المرفق " * 200) == "en"


@pytest.mark.parametrize(
    ("lines", "language"),
    [
        ("FRANÇAIS SEULEMENT", "fr"),
        ("Inglés únicamente", "en"),
        ("Только на русском языке", "ru"),
        (
            "ORIGINAL:\nENGLISH\n\nNote du Secrétariat sur les travaux de la session et sur ce qui est dans les mains du groupe",
            "fr",
        ),
        ("English\nOriginal: French", "en"),
    ],
)
def test_the_version_line_is_read_in_every_language_and_not_that_of_the_original(lines, language):
    assert told(f"A/HRC/71/9\n{lines}") == language


@pytest.mark.parametrize(
    "text",
    [
        "Der Bericht der Gruppe wurde rechtzeitig veröffentlicht und ist in den Händen aller, die ihn mit Recht von uns verlangen.",
        "O relatório do grupo foi publicado a tempo e está em mãos dos membros que o pediram, com uma nota para as partes.",
        "Il rapporto del gruppo è stato pubblicato per tempo ed è nelle mani di tutti i membri che lo hanno chiesto con una nota.",
    ],
)
def test_other_languages_are_none_of_the_six(text):
    assert told(text) == ""


@pytest.mark.parametrize("text", ["", "12 34 56", "A/79/1"])
def test_too_little_text_tells_nothing(text):
    assert told(text) == ""
