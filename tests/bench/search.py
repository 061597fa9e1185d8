"""How fast the search answers, and how well: ``script/bench search --texts 10000``.

Makes texts (or takes those of --file), loads them into a database of its own, builds the index from it, starts the site and
asks it a mix of questions over HTTP, in turn with Tantivy alone on the same texts. docs/search.md says more. Exit status 1
when a bar is missed.
"""

import argparse
import importlib
import json
import shutil
import sys
from pathlib import Path

from tests.bench import bare, bars
from tests.bench.load import load_file
from tests.bench.mix import TooFew, make_mix, sample_of
from tests.bench.place import FOLDER, BenchPlace, InUse, Rate, heed_termination, name_of
from tests.bench.site import Site, SiteTrouble
from tests.bench.texts import write_texts
from untoc_review import embedded, serve

RATE = 100  # texts a second that come in
ROUNDS = 3
MOST_FOR_THE_USUAL_WAY = 10_000
SECONDS_OF_THROUGHPUT = 8
MADE_BY = 1  # raise it when the texts are made differently


def texts_in(given):
    """The file of texts, made where it is missing."""
    if given.file:
        return given.file
    path = FOLDER / f"texts-{given.texts}-{MADE_BY}.jsonl"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        print(f"Making {given.texts:,} texts ...", flush=True)
        write_texts(path, given.texts, Rate("texts").tell)
    return path


class Loaded:
    """What was loaded into a place, as a note beside it: whether it can be used again."""

    def __init__(self, place, path):
        told = path.stat()
        self.source = [str(path.resolve()), told.st_size, told.st_mtime_ns, MADE_BY]
        self._note = place.folder / "loaded.json"

    @property
    def texts(self):
        """How many texts of this very file lie there; 0 when others do, or none."""
        try:
            told = json.loads(self._note.read_text(encoding="utf-8"))
            return told["texts"] if told["source"] == self.source else 0
        except (OSError, ValueError, KeyError):
            return 0

    def forget(self):
        self._note.unlink(missing_ok=True)

    def keep(self, texts):
        self._note.write_text(json.dumps({"source": self.source, "texts": texts}), encoding="utf-8")


def prepare(place, loaded, path):
    """The database holds the texts of the file, and Tantivy alone has its index of them."""
    if not loaded.texts:
        print("Loading them into the database ...", flush=True)
        loaded.keep(load_file(path).texts)
        shutil.rmtree(place.folder / "bare", ignore_errors=True)
    if not (place.folder / "bare").exists():
        print("Making the index of Tantivy alone ...", flush=True)
        with open(path, encoding="utf-8") as lines:
            bare.build(place.folder / "bare", lines, Rate("texts").tell)


def build_index(site, report, size, rebuild):
    """The site's index from the database, timed; brought up to date where it is there already."""
    if rebuild:
        shutil.rmtree(site.place.search_folder, ignore_errors=True)
    building, is_new = Rate("documents"), not site.has_index
    site.manage("index_search", "--once")
    if is_new:
        report.say("index rebuilt from the database", building.seconds, "s", bars.REBUILT.get(size))
    return is_new


def measure(site, report, path, size, texts, surroundings):
    """Ask everything, and report."""
    # Models can be named only after Django was told where the database is.
    measuring_module = importlib.import_module("tests.bench.measuring")
    spread, percentile = measuring_module.spread, measuring_module.percentile
    mix = make_mix(sample_of(path))
    measuring = measuring_module.Measuring(site, mix, bare.BareTantivy(site.place.folder / "bare"))
    first, ours, alone, answers = measuring.mix_beside_bare(ROUNDS)
    told, bare_told = ours.told(), alone.told()
    report.keep("mix", told)
    report.keep("mix, asked for the first time", first.told())
    report.keep("bare Tantivy", bare_told)
    print(f"\n{'ms':<16}{'p50':>9}{'p95':>9}{'max':>9}{'bare p50':>12}{'bare p95':>10}")
    for kind, beside in bare_told["kinds"].items():
        if kind not in told["kinds"]:
            print(f"{kind:<16} no answer")
            continue
        each = told["kinds"][kind]
        print(f"{kind:<16}{each['p50']:>9.2f}{each['p95']:>9.2f}{each['max']:>9.1f}"
              f"{beside['p50']:>12.2f}{beside['p95']:>10.2f}")  # fmt: skip
    print()
    report.say("mix, one client: p95", told["p95"], "ms", bars.MIX.get(size))
    report.say("mix, one client: p50", told["p50"], "ms")
    report.say("mix, one client: max", told["max"], "ms", bars.MIX_MAX.get(size))
    report.say("mix, asked for the first time: p95", percentile(first.all, 0.95), "ms")
    report.say("bare Tantivy: p95", bare_told["p95"], "ms", note=f"p50 {bare_told['p50']:.2f}")
    report.say("over bare Tantivy: p95", told["p95"] / bare_told["p95"], "x", bars.OVER_BARE.get(size))
    report.say("over bare Tantivy: p50", told["p50"] / bare_told["p50"], "x")
    symbols, titles = measuring.first_hits(answers)
    report.say("exact symbol first", symbols, "%", bars.SYMBOL_FIRST, more_is_better=True)
    report.say("exact title first", titles, "%", bars.TITLE_FIRST, more_is_better=True)
    pages = measuring.throughput(SECONDS_OF_THROUGHPUT)
    report.say("two clients", pages, "pages/s", bars.PAGES_A_SECOND.get(size), more_is_better=True)
    listed, trivial = measuring.list_beside_trivial(60)
    note = f"{listed['p50']:.2f} over {trivial['p50']:.2f} ms"
    report.say(
        "list of 50 over a trivial page: p50", listed["p50"] / trivial["p50"], "x", bars.LIST_OVER_TRIVIAL, note=note
    )
    idle, busy, found_after, came = measuring.while_texts_come_in(RATE, surroundings)
    ratio = percentile(busy.all, 0.95) / percentile(idle.all, 0.95)
    report.say(
        "mix while texts come in, over idle: p95", ratio, "x", bars.WHILE_WRITING, note=f"{came:.0f} texts/s came"
    )
    report.keep("mix while texts come in", busy.told())
    waited = spread(found_after)
    report.say("from commit to found: p50", waited["p50"], "s")
    report.say("from commit to found: p95", waited["p95"], "s")
    if texts <= MOST_FOR_THE_USUAL_WAY:
        times = the_usual_way(mix)
        report.say("the usual way, SearchRank: p95", percentile(times, 0.95), "ms", note="kinds of words only")
    if measuring.wrong:
        print(f"\n{len(measuring.wrong)} questions were not answered with a page:")
        for asked, status in list(measuring.wrong.items())[:10]:
            print(f"  {status} {asked}")
        report.keep("wrong answers", measuring.wrong)
        report.missed.append("every question answered with a page")


def the_usual_way(mix):
    """Milliseconds of the questions for words, the usual way in Django."""
    usual_way = importlib.import_module("tests.bench.usual_way")
    timed = importlib.import_module("tests.bench.measuring").timed
    usual_way.make()
    try:
        questions = [question for question in mix if question.kind in usual_way.KINDS]
        return [timed(usual_way.ask, question)[0] for question in questions * 2][len(questions) :]
    finally:
        usual_way.remove()


def main() -> int:
    """Measure as the command line says; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="script/bench search", description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=int, default=10_000, help="how many texts to make (10000, 100000 or 1000000)")
    parser.add_argument("--file", type=Path, help="JSON lines to take instead")
    parser.add_argument("--rebuild", action="store_true", help="build the index anew, to see how long that takes")
    parser.add_argument("--fresh", action="store_true", help="load everything anew")
    parser.add_argument("--port", type=int, default=8764)
    parser.add_argument("--out", type=Path, help="also write the figures to this file, as JSON")
    given = parser.parse_args()
    if given.file and not given.file.is_file():
        parser.error(f"there is no file {given.file}")
    heed_termination()
    report = bars.Report()
    try:
        path = texts_in(given)
        place = BenchPlace(name_of(given))
        loaded = Loaded(place, path)
        if given.fresh:
            loaded.forget()
        with place.open(fresh=not loaded.texts) as surroundings:
            prepare(place, loaded, path)
            texts, size = loaded.texts, bars.size_of(loaded.texts)
            print(f"\n{texts:,} texts. {bars.machine()}")
            report.keep("texts", texts)
            report.keep("machine", bars.machine())
            site = Site(place, surroundings, given.port)
            build_index(site, report, size, given.rebuild)
            with site.running():
                measure(site, report, path, size, texts, surroundings)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
    except (InUse, SiteTrouble, TooFew, embedded.ServerTrouble, serve.Trouble) as problem:
        print(problem)
        return 1
    return report.end(given.out)


if __name__ == "__main__":
    sys.exit(main())
