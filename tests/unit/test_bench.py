"""What the search bench stands on: the same texts and questions every time, and a verdict that can fail."""

from collections import Counter
from itertools import islice

import pytest

from tests.bench.bars import Report, size_of
from tests.bench.client import Question
from tests.bench.mix import EACH, TooFew, make_mix, sample_of
from tests.bench.texts import TextMaker, write_texts


@pytest.fixture(scope="module")
def records():
    return list(TextMaker().records(600))


def test_texts_are_the_same_every_time(records):
    assert list(islice(TextMaker().records(50), 50)) == records[:50]
    assert list(TextMaker(seed=1).records(5)) != records[:5]


def test_three_texts_in_five_are_english_and_all_six_languages_are_there(records):
    languages = Counter(record["lang"] for record in records)
    assert 0.5 < languages["en"] / len(records) < 0.7
    assert set(languages) == {"en", "fr", "es", "ru", "ar", "zh"}


def test_a_symbol_has_one_text_a_language_and_one_title(records):
    assert len({(record["symbol"], record["lang"]) for record in records}) == len(records)
    titles = {}
    for record in records:
        assert titles.setdefault(record["symbol"], record["title"]) == record["title"]


def test_texts_that_come_in_later_are_of_other_documents(records):
    later = TextMaker(first_number=1_000_000).records(50)
    assert not {record["symbol"] for record in later} & {record["symbol"] for record in records}


def test_the_mix_has_all_kinds_and_is_the_same_every_time(tmp_path):
    path = tmp_path / "texts.jsonl"
    write_texts(path, 600)
    mix = make_mix(sample_of(path, 200))
    assert mix == make_mix(sample_of(path, 200))
    assert set(Counter(question.kind for question in mix).values()) == {EACH}
    assert len({question.kind for question in mix}) == 13
    assert all(question.typed.strip() for question in mix)


def test_a_question_is_an_address_that_holds_what_was_chosen():
    question = Question("filtered", 'a "b"', body="Third Committee", first_year=1990, last_year=2000, page=20)
    assert question.path == "/en/search/?q=a+%22b%22&body=Third+Committee&from=1990&to=2000&page=20"


def test_a_report_says_which_bars_are_missed(capsys):
    report = Report()
    report.say("slow", 16, "ms", (15, 8))
    report.say("good enough", 14, "ms", (15, 8))
    report.say("first", 1.0, "%", (0.98, 1.0), more_is_better=True)
    report.say("too few", 59, "pages/s", (60, 100), more_is_better=True)
    report.say("no bar", 3)
    assert report.missed == ["slow", "too few"]
    said = capsys.readouterr().out.splitlines()
    assert [line.rpartition("   ")[2] for line in said[:4]] == ["BAR MISSED", "bar met", "aim reached", "BAR MISSED"]


def test_the_bars_of_a_size_hold_for_what_is_nearly_as_large():
    assert [size_of(texts) for texts in (500, 9_500, 60_000, 99_990, 2_000_000)] == [
        None,
        10_000,
        10_000,
        100_000,
        1_000_000,
    ]


def test_too_few_texts_are_refused_in_words(records):
    with pytest.raises(TooFew, match="only 0"):
        make_mix([record for record in records if record["lang"] == "fr"])
