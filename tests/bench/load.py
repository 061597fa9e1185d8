"""Fills the bench's own database with documents: ``script/bench load FILE.jsonl``.

Each line of the file is a record (``tests/bench/records.py``); each becomes a language version of an issued document.
What is there already is passed over, so that a load broken off is gone on with by the same command; ``--fresh`` begins
with an empty database. ``script/bench serve`` shows the result.
"""

import argparse
import importlib
import sys
from pathlib import Path

from tests.bench.place import BenchPlace, InUse, Rate, heed_termination
from untoc_review import embedded


def load_file(path, *, limit=None):
    """Load a file into the database that is open; prints how it goes. Returns the Outcome."""
    # Models can be named only after Django was told where the database is.
    loading = importlib.import_module("tests.bench.loading")
    rate = Rate("lines")
    with open(path, encoding="utf-8", errors="surrogateescape", newline="\n") as lines:
        outcome = loading.load(lines, limit=limit, progress=lambda outcome: rate.tell(outcome.lines))
    rate.tell(outcome.lines, last=True)
    if outcome.texts:
        print("Tidying and counting (VACUUM ANALYZE) ...", flush=True)
        loading.tidy()
    return outcome


def main() -> int:
    """Load as the command line says; 1 when nothing could be loaded."""
    parser = argparse.ArgumentParser(prog="script/bench load", description=__doc__.partition("\n")[0])
    parser.add_argument("file", type=Path, help="JSON lines: symbol, lang, text; title, body, date, year, job")
    parser.add_argument("--limit", type=int, help="at most so many lines")
    parser.add_argument("--fresh", action="store_true", help="begin with an empty database and no index")
    given = parser.parse_args()
    if not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    heed_termination()
    try:
        with BenchPlace().open(fresh=given.fresh):
            whole = Rate("lines")
            outcome = load_file(given.file, limit=given.limit)
            print("\n".join(outcome.in_words()))
            print(f"{outcome.lines:,} lines in {whole.seconds:.0f} s with everything. Rows only: files hold no bytes.")
    except KeyboardInterrupt:
        print("\nStopped. What was loaded stays; the same command goes on from there.")
        return 130
    except (InUse, embedded.ServerTrouble) as problem:
        print(problem)
        return 1
    return 0 if outcome.texts or outcome.there_already else 1


if __name__ == "__main__":
    sys.exit(main())
