"""Texts that come in while the search is measured: so many a second, in small transactions, through the triggers.

Run by ``script/bench search`` beside itself. Says of each transaction, as a line of JSON, when it was committed and which
word stands in its text and in no other.
"""

import argparse
import importlib
import json
import time

import django

from tests.bench.texts import TextMaker

IN_A_TRANSACTION = 5


def main():
    """Write until the time is over."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--seconds", type=float, required=True)
    given = parser.parse_args()
    django.setup()
    loading, records = (importlib.import_module(f"tests.bench.{name}") for name in ("loading", "records"))
    loader, outcome = loading.Loader(with_triggers=True), loading.Outcome()
    # Numbers that no text had before, in this run or an earlier one.
    first = int(time.time())
    made = TextMaker(seed=first, first_number=first).records(int(given.rate * given.seconds))
    began, number = time.monotonic(), 0
    while True:
        batch = []
        for told in made:
            number += 1
            word = f"neu{''.join(chr(ord('a') + int(digit)) for digit in f'{first}{number}')}"
            told["text"] += f"\n{word}"
            batch.append(records.read_record(json.dumps(told)))
            if len(batch) == IN_A_TRANSACTION:
                break
        if not batch:
            break
        loader.put(batch, outcome)
        print(json.dumps({"word": word, "at": time.time(), "texts": outcome.texts}), flush=True)
        time.sleep(max(0.0, began + number / given.rate - time.monotonic()))


if __name__ == "__main__":
    main()
