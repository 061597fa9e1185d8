"""The mix of questions: thirteen kinds, put together from the texts themselves, the same ones for the same texts."""

import json
import random
import re
from collections import Counter

from tests.bench.client import Question

SAMPLE = 3_000
STOP_WORDS = frozenset(
    "a an and are as at be but by for from has have if in into is it its no not of on or such that the their then there "
    "these they this to was were which will with all also".split()
)
EACH = 8
LEAST = 100  # English texts in the sample


class TooFew(ValueError):
    """There are too few texts to ask about; the message says so."""


def sample_of(path, count=SAMPLE):
    """``count`` records from all over a file of JSON lines, by their place in the file."""
    found = []
    with open(path, "rb") as file:
        size = file.seek(0, 2)
        for place in range(count):
            file.seek(size * place // count)
            if place:
                file.readline()  # the rest of a line begun before
            if told := usable(file.readline()):
                found.append(told)
    return found


def usable(line):
    """What a line of JSON tells, or None where the loader would have passed it over for want of symbol, language or text."""
    try:
        told = json.loads(line)
    except ValueError:
        return None
    needed = ("symbol", "lang", "text")
    return told if isinstance(told, dict) and all(isinstance(told.get(key), str) for key in needed) else None


def words_of(text):
    return re.findall(r"[a-z]{3,}", text.casefold())


def year_of(told):
    """The year of a record, 0 where it has none."""
    year = str(told.get("date") or told.get("year") or "")[:4]
    return int(year) if year.isdecimal() else 0


def make_mix(records, seed=7):
    """The questions for texts of which ``records`` are a sample. Raises TooFew when they are too few to ask about."""
    chance = random.Random(seed)
    english = [record for record in records if record["lang"] == "en" and record.get("title")]
    if len(english) < LEAST:
        raise TooFew(
            f"The questions are put together from English texts with titles, and there are only {len(english)}."
        )
    inside = Counter()
    for record in english:
        inside.update(set(words_of(record["text"])))
    share = {word: times / len(english) for word, times in inside.items() if word not in STOP_WORDS}

    def between(least, most):
        return sorted(word for word, part in share.items() if least <= part < most)

    rare = between(0, max(0.003, 1.5 / len(english)))
    mid = between(0.005, 0.06)
    common = sorted(sorted(share, key=lambda word: (-share[word], word))[:60])
    some = chance.sample(english, 3 * EACH)
    mix = []

    def add(kind, **told):
        mix.append(Question(kind, **told))

    for number in range(EACH):
        record = some[number]
        words = [word for word in words_of(record["text"]) if word not in STOP_WORDS]
        year = year_of(record) or 2000
        body = record.get("body", "")
        add("rare", typed=chance.choice(rare))
        add("mid", typed=chance.choice(mid))
        add("common", typed=chance.choice(common))
        add("two common", typed=" ".join(chance.sample(common, 2)))
        add("phrase", typed=f'"{_phrase(some[EACH + number], chance)}"')
        add("prefix", typed=f"{chance.choice(mid)[:5]}*")
        add("symbol", typed=record["symbol"], symbol=record["symbol"])
        add("symbol prefix", typed=f"{some[2 * EACH + number]['symbol'].rpartition('/')[0]}/")
        add("title", typed=record["title"], title=record["title"])
        add("filtered", typed=chance.choice(common), body=body, first_year=year - 10, last_year=year + 10)
        add("one language", typed=chance.choice(common), language=chance.choice(["en", "fr", "ar"]))
        add("page 20", typed=chance.choice(common), page=20)
        add("several words", typed=" ".join(dict.fromkeys(chance.sample(words, min(len(words), 4)))))
    return mix


def _phrase(record, chance):
    """Two or three words that stand beside each other in a text, the first of them no stop word."""
    lines = [line.split(",")[0].split() for line in record["text"].splitlines()[3:]]
    runs = [line[1:] for line in lines if len(line) > 8]
    run = chance.choice(runs) if runs else ["report", "of", "the", "meeting"]
    starts = [
        place for place in range(len(run) - 3) if run[place].casefold() not in STOP_WORDS and run[place].isalpha()
    ]
    start = chance.choice(starts) if starts else 0
    return " ".join(run[start : start + chance.choice([2, 3])])
