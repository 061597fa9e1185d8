"""Paragraphs as organs of all kinds write them, in six languages: requests, appeals, decisions, reports in the past."""

import re
from pathlib import Path

import pytest

from documents.reading.operative import read_paragraph

FOLDER = Path(__file__).parent / "paragraphs"
PARAGRAPHS = [
    (file.stem, *(cell.strip() for cell in f"{line} || || || ||".split("||")[:5]))
    for file in sorted(FOLDER.glob("*.txt"))
    for line in file.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(
    ("language", "text", "verb", "addressee", "deadline", "resources"),
    PARAGRAPHS,
    ids=[f"{language} {text[:30]}" for language, text, *_ in PARAGRAPHS],
)
def test_the_reading_of(language, text, verb, addressee, deadline, resources):
    paragraph = read_paragraph(text, language)

    assert bare(verb) in bare(paragraph.verb)
    for expected, read in (
        (addressee, paragraph.addressee),
        (deadline, paragraph.deadline),
        (resources, paragraph.resource_clause),
    ):
        assert bool(read) == bool(expected), f"{read!r} for {expected!r}"
        # The reading may hold a little more than the core of the phrase, or leave what trails behind it.
        assert bare(expected) in bare(read) or (bare(read) in bare(expected) and len(read) > 0.6 * len(expected))


def test_all_six_languages_are_tried():
    assert {language for language, *_ in PARAGRAPHS} == {"ar", "en", "es", "fr", "ru", "zh"}
    assert len(PARAGRAPHS) > 400


def bare(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().lower()
