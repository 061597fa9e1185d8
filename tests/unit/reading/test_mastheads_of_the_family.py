"""Mastheads of the whole United Nations family, in six languages and the layouts of eight decades, as data beside this file."""

import re
import tomllib
from pathlib import Path

import pytest

from documents.reading import PageText, Reading
from documents.reading.masthead import TYPES, Masthead, read_masthead
from documents.reading.words import plain

SAMPLES = {
    f"{path.stem}: {entry['name']}": entry
    for path in sorted((Path(__file__).parent / "mastheads").glob("*.toml"))
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["masthead"]
}
FIELDS = (
    "symbols", "distribution", "date", "original_language", "language", "body", "session", "meeting", "place_and_dates",
    "agenda_items", "title", "author_line", "type", "job_number",
)  # fmt: skip
# What a text says of itself whether or not gaps part its blocks.
FACTS = ("symbols", "distribution", "date", "original_language", "session", "meeting", "agenda_items", "job_number")


def read(text: str) -> Masthead:
    return read_masthead(Reading("text/plain", (PageText(1, text),), ""))


def stated(masthead: Masthead, name: str):
    """A value in the form of the data files; None where the masthead states none."""
    value = getattr(masthead, name)
    if value is None:
        return None
    if name == "symbols":
        return [symbol.canonical for symbol in value.value]
    if name == "agenda_items":
        return list(value.value)
    return value.value.isoformat() if name == "date" else value.value


@pytest.mark.parametrize("name", SAMPLES)
def test_what_the_masthead_states_is_read(name):
    masthead = read(SAMPLES[name]["text"])
    wanted = SAMPLES[name]["stated"]
    assert {field: stated(masthead, field) for field in wanted} == wanted


@pytest.mark.parametrize("name", [name for name in SAMPLES if "absent" in SAMPLES[name]])
def test_what_it_does_not_state_stays_empty(name):
    masthead = read(SAMPLES[name]["text"])
    assert {field: stated(masthead, field) for field in SAMPLES[name]["absent"]} == dict.fromkeys(
        SAMPLES[name]["absent"]
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_without_gaps_the_same_facts_are_read(name):
    text = SAMPLES[name]["text"]
    gapless = "\n".join(line for line in text.split("\n") if line.strip())
    assert [stated(read(gapless), field) for field in FACTS] == [stated(read(text), field) for field in FACTS]


@pytest.mark.parametrize("name", SAMPLES)
def test_columns_parted_by_tabs_read_like_columns_on_one_line(name):
    text = SAMPLES[name]["text"]
    parted = text.replace(" Distr", "\tDistr")
    assert [stated(read(parted), field) for field in FIELDS] == [stated(read(text), field) for field in FIELDS]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_value_is_quoted_from_the_page(name):
    text = SAMPLES[name]["text"]
    page = " ".join(" ".join(plain(line) for line in text.replace("\t", " ").split("\n")).split())
    masthead = read(text)
    for field in FIELDS:
        value = getattr(masthead, field)
        if value is None or field == "body":  # the name of an organ may stand in a column of its own
            continue
        for words in value.quote.split(" … "):
            assert plain(words) in page, field
        assert 0 < value.confidence <= 1


@pytest.mark.parametrize("name", SAMPLES)
def test_only_what_stands_in_its_place_is_certain(name):
    masthead = read(SAMPLES[name]["text"])
    wanted = SAMPLES[name]["stated"] | dict.fromkeys(SAMPLES[name].get("absent", ()))
    certain = [field for field in wanted if (value := getattr(masthead, field)) and value.confidence >= 0.99]
    assert all(stated(masthead, field) == wanted[field] for field in certain)


def test_every_type_that_is_read_is_of_the_vocabulary():
    types = {read(entry["text"]).type for entry in SAMPLES.values()}
    assert {value.value for value in types if value} <= set(TYPES)


CHINESE = [name for name in SAMPLES if re.search(r"[\u4e00-\u9fff]{2}", SAMPLES[name]["text"])]


@pytest.mark.parametrize("name", CHINESE)
def test_spaces_that_extraction_puts_between_chinese_characters_change_nothing(name):
    spaced = re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", " ", SAMPLES[name]["text"])
    wanted = SAMPLES[name]["stated"]
    masthead = read(spaced)
    assert {field: stated(masthead, field) for field in wanted if field != "author_line"} == {
        field: value for field, value in wanted.items() if field != "author_line"
    }
