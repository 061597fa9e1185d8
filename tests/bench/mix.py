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


def sample_of(path, count=SAMPLE):
    """``count`` records from all over a file of JSON lines, by their place in the file."""
    found = []
    with open(path, "rb") as file:
        size = file.seek(0, 2)
        for place in range(count):
            file.seek(size * place // count)
            if place:
                file.readline()  # the rest of a line begun before
            line = file.readline()
            if line.strip():
                found.append(json.loads(line))
    return found


def words_of(text):
    return re.findall(r"[a-z]{3,}", text.casefold())


def make_mix(records, seed=7):
    """The questions for texts of which ``records`` are a sample."""
    chance = random.Random(seed)
    english = [record for record in records if record["lang"] == "en"]
    inside = Counter()
    for record in english:
        inside.update(set(words_of(record["text"])))
    share = {word: times / len(english) for word, times in inside.items() if word not in STOP_WORDS}

    def between(least, most):
        return sorted(word for word, part in share.items() if least <= part < most)

    rare = between(0, 0.003)
    mid = between(0.005, 0.06)
    common = sorted(sorted(share, key=share.get, reverse=True)[:60])
    some = chance.sample(english, min(len(english), 40 * EACH))
    mix = []

    def add(kind, **told):
        mix.append(Question(kind, **told))

    for number in range(EACH):
        record = some[number]
        words = [word for word in words_of(record["text"]) if word not in STOP_WORDS]
        year = int(str(record.get("date") or record.get("year") or 2000)[:4])
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
