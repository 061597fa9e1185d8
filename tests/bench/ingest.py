"""How fast files come in, and how evenly: ``script/bench ingest``.

Makes PDFs of one to twelve pages, lets pypdfium2 alone read them in two processes, and then the site: `import_folder`, the
queue, a worker of two processes, the search's indexer, until every file is filed, linked and found. Then the same with many
documents held, a worker's memory, and one file uploaded to an idle site. docs/intake.md says more. Exit status 1 when a
bar is missed.
"""

import argparse
import importlib
import multiprocessing
import shutil
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pypdfium2

from tests.bench import bars
from tests.bench.papers import PaperMaker
from tests.bench.place import FOLDER, BenchPlace, InUse, Rate, heed_termination
from tests.bench.site import Site, SiteTrouble
from tests.bench.texts import write_texts
from untoc_review import embedded

MADE_BY = 2  # raise it when the papers are made differently
PATIENCE = 900
UPLOADS = 5


def made_papers(count, first=0):
    """A folder with so many papers, made where it is missing."""
    folder = FOLDER / f"papers-{MADE_BY}-{first}-{count}"
    whole = folder / ".whole"
    if not whole.exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        print(f"Making {count:,} PDFs ...", flush=True)
        maker, rate = PaperMaker(), Rate("files")
        for number in range(first, first + count):
            content, _ = maker.paper(number)
            (folder / f"{maker.symbol(number).replace('/', '_')}-EN.pdf").write_bytes(content)
            rate.tell(number - first)
        whole.touch()
    return folder


def papers_in(folder):
    """The files of a folder of papers."""
    return sorted(folder.glob("*.pdf"))


def read_alone(paths):
    """What no reader can do without: open each file and take the text of each page. Returns the pages."""
    pages = 0
    for path in paths:
        document = pypdfium2.PdfDocument(path.read_bytes())
        for page in document:
            words = page.get_textpage()
            words.get_text_range()
            words.close()
            page.close()
            pages += 1
        document.close()
    return pages


def seconds_alone(paths, at_once=2):
    """How long pypdfium2 alone takes for these files in so many processes that have started already."""
    with ProcessPoolExecutor(at_once, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(read_alone, [paths[:1]] * at_once))
        began = time.perf_counter()
        list(pool.map(read_alone, [paths[each::at_once] for each in range(at_once)]))
        return time.perf_counter() - began


class Intake:
    """The site as it takes files in: a worker of two processes beside web server and indexer."""

    def __init__(self, site, surroundings):
        self.site, self._surroundings = site, surroundings
        self._models = importlib.import_module("documents.models")
        self._find = importlib.import_module("documents.search.find").find
        self._audience = importlib.import_module("accounts.access").Audience.SECRETARIAT

    def seconds_for(self, folder):
        """How long the site takes from the files on disk until each is filed, linked and found."""
        paths = papers_in(folder)
        before = self._models.File.objects.count()
        began = time.perf_counter()
        self.site.manage("import_folder", str(folder), "--no-wait")
        self._until(lambda: self._done() >= before + len(paths), f"{len(paths)} files were not filed", every=0.5)
        first, count = (int(part) for part in folder.name.split("-")[2:])
        some = [PaperMaker().word(number) for number in (first, first + count // 2, first + count - 1)]
        self._until(lambda: all(self._is_found(each) for each in some), "what was filed can't be found")
        seconds = time.perf_counter() - began
        wrong = self._models.File.objects.exclude(problem="", waits_because="").count()
        if wrong:
            raise SiteTrouble(f"{wrong} files were not filed under their symbols.")
        return seconds

    def seconds_for_one(self, number, client):
        """How long it takes from an upload in the administration until its one word is found, on an idle site."""
        content, _ = PaperMaker().paper(number)
        began = time.perf_counter()
        client.upload(content, f"paper-{number}.pdf")
        self._until(lambda: client.finds(PaperMaker().word(number)), "an uploaded file can't be found", every=0.02)
        return time.perf_counter() - began

    def _done(self):
        return self._models.File.objects.filter(stage=self._models.Stage.LINKED).count()

    def _is_found(self, word):
        found = self._find(word, self._audience)
        return found.is_whole and found.total > 0

    def _until(self, what, problem, every=0.1):
        until = time.monotonic() + PATIENCE
        while not what():
            self.site.check()
            if time.monotonic() > until:
                raise SiteTrouble(f"{problem} within {PATIENCE} seconds.")
            time.sleep(every)


def largest_worker(site):
    """The memory of the largest process of the worker so far, in megabytes: the helper that reads for it stands apart."""
    worker = next(process for name, process in site.children if name == "worker")
    return max(_peak_of(pid) for pid in _family_of(worker.pid)) / 1024


def _family_of(pid):
    children = [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    return [pid, *(each for child in children for each in _family_of(child))]


def _peak_of(pid):
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmHWM")), 0)


def measure(given, report):
    """Take every figure."""
    papers = made_papers(given.files)
    with BenchPlace("intake").open(fresh=True) as surroundings:
        uploads = importlib.import_module("tests.bench.uploading")
        site = Site(BenchPlace("intake"), surroundings, given.port)
        site.manage("load_register")
        with site.running(with_worker=True):
            intake = Intake(site, surroundings)
            warm = made_papers(64, first=900_000)
            intake.seconds_for(warm)
            held = intake._models.Document.objects.count()
            paths = papers_in(papers)
            alone = seconds_alone(paths)
            ours = intake.seconds_for(papers)
            alone = (alone + seconds_alone(paths)) / 2
            few = len(paths) / ours
            report.say("pypdfium2 alone, 2 processes", len(paths) / alone, "files/s")
            report.say(f"the site, {held:,} documents held", few, "files/s")
            report.say("share of pypdfium2 alone", alone / ours, "%", bars.SHARE_OF_PDFIUM, more_is_better=True)
            report.say(
                f"largest process of a worker, {len(paths):,} files", largest_worker(site), "MB", bars.WORKER_MEMORY
            )
            with uploads.signed_in(site) as client:
                time.sleep(2)
                took = [intake.seconds_for_one(950_000 + number, client) for number in range(UPLOADS)]
            report.say("one upload on an idle site, to found (slowest)", max(took), "s", bars.ONE_UPLOAD)
        if given.held:
            load = importlib.import_module("tests.bench.load")
            texts = FOLDER / f"texts-{given.held}-1.jsonl"
            if not texts.exists():
                print(f"Making {given.held:,} texts ...", flush=True)
                write_texts(texts, given.held, Rate("texts").tell)
            load.load_file(texts)
            with site.running(with_worker=True):
                intake = Intake(site, surroundings)
                intake._until(lambda: intake._is_found(PaperMaker().word(0)), "there is no index")
                intake.seconds_for(made_papers(64, first=910_000))
                held = intake._models.Document.objects.count()
                more = made_papers(min(given.files, 1000), first=500_000)
                again = seconds_alone(papers_in(more))
                many_seconds = intake.seconds_for(more)
                again = (again + seconds_alone(papers_in(more))) / 2
                many = len(papers_in(more)) / many_seconds
                report.say(f"the site, {held:,} documents held", many, "files/s")
                growth = (alone / ours) / (again / many_seconds) - 1
                report.say("slower with so many held", growth, "%", bars.GROWTH)
    return report


def main() -> int:
    """Measure as the command line says; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="script/bench ingest", description=__doc__.partition("\n")[0])
    parser.add_argument("--files", type=int, default=10_000, help="how many PDFs come in")
    parser.add_argument("--held", type=int, default=100_000, help="texts held for the second run; 0 leaves it out")
    parser.add_argument("--port", type=int, default=8767)
    parser.add_argument("--out", type=Path, help="write the figures to a JSON file")
    given = parser.parse_args()
    heed_termination()
    report = bars.Report()
    print(bars.machine(), flush=True)
    try:
        measure(given, report)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
    except (InUse, SiteTrouble, embedded.ServerTrouble) as problem:
        print(problem)
        return 1
    return report.end(given.out)


if __name__ == "__main__":
    sys.exit(main())
