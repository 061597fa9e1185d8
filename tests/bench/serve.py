"""Runs the site on the database that ``script/bench load`` filled: ``script/bench serve``.

As for readers: gunicorn with two processes of four threads, all middleware, DEBUG off, collected static files; beside it
the indexer, which builds the search index where there is none and then follows the database. On 127.0.0.1 alone.
"""

import argparse
import sys
import time
from pathlib import Path

from tests.bench.place import BenchPlace, InUse, Rate, heed_termination, in_short, name_of
from tests.bench.site import Site, SiteTrouble
from untoc_review import embedded, serve

TEMPLATE = "/en/search/?q={q}&body={body}&from={year_from}&to={year_to}&language={lang}&page={page}&list=1"


def announce(site):
    """Say where the site is, and how a replay of queries asks it."""
    print(f"The site runs at {site.address}/ ; logs are in {in_short(site.place.logs)}. Ctrl-C stops everything.")
    print(f"A replay asks --base {site.address} --template '{TEMPLATE}' --hit-regex 'data-symbol=\"([^\"]+)\"'")


def main() -> int:
    """Serve until Ctrl-C; 1 when the site can't run."""
    parser = argparse.ArgumentParser(prog="script/bench serve", description=__doc__.partition("\n")[0])
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--texts", type=int, help="serve the texts that script/bench search --texts made and loaded")
    parser.add_argument("--file", type=Path, help="serve the texts that script/bench search --file loaded")
    given = parser.parse_args()
    heed_termination()
    place = BenchPlace(name_of(given))
    try:
        with place.open() as surroundings:
            site = Site(place, surroundings, given.port)
            building = Rate("seconds")
            with site.running():
                announce(site)
                if not site.has_index:
                    print("The search index is being built ...", flush=True)
                    while not site.has_index:
                        site.check()
                        time.sleep(0.2)
                    print(f"The search index is ready after {building.seconds:.0f} s.", flush=True)
                while True:
                    site.check()
                    time.sleep(0.5)
    except KeyboardInterrupt:
        print("\nStopped; the data are kept.")
        return 0
    except (InUse, SiteTrouble, embedded.ServerTrouble, serve.Trouble) as problem:
        print(problem)
        return 1


if __name__ == "__main__":
    sys.exit(main())
