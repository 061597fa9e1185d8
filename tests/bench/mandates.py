"""How fast the pages of mandates answer at 100,000 mandates and 1,000,000 references: ``script/bench mandates``.

Fills a database of its own, reckons how every mandate stands, and asks for the register, its filters and counts, a late page,
a busy mandate's thread and the radar, by Django's test client with all middleware. docs/mandates.md has the figures. Exit
status 1 when a bar is missed.
"""

import argparse
import importlib
import sys
import time
from pathlib import Path
from statistics import median

from tests.bench import bars
from tests.bench.place import BenchPlace, InUse, Rate, heed_termination
from untoc_review import embedded

TIMES = 15
FOR_READERS = {
    "register": "/en/mandates/",
    "register, filtered": "/en/mandates/?status=overdue&session=8&deliverable=report",
    "register, words": "/en/mandates/?q=firearms+review+implement",
    "register, an addressee": "/en/mandates/?addressee=UNODC",
    "register, due at a session": "/en/mandates/?due=session-9&due=overdue",
    "register, page 500": "/en/mandates/?page=500",
    "counts alone (JSON)": "/api/mandates/?length=1",
    "table of implementation": "/en/mandates/table/?session=8",
    "thread of a mandate": "/en/mandates/ctoc-cop/resolution/2/1/1",
    "thread of a busy mandate": "/en/mandates/ctoc-cop/resolution/1/1/1",
    "act that is often cited": "/en/acts/ctoc-cop/resolution/1/1",
    "home": "/en/",
}
OF_STAFF = {"register, for staff": "/en/mandates/", "radar": "/en/desk/radar/"}


class Pages:
    """Asks for pages as a reader and as the secretariat, and takes the time."""

    def __init__(self, report):
        self._report = report
        # Django can be imported only after it was told where the database is.
        settings = importlib.import_module("django.conf").settings
        settings.STATIC_ROOT = None
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = {**settings.STORAGES, "staticfiles": plain}
        self._client = importlib.import_module("django.test").Client
        self._capture = importlib.import_module("django.test.utils").CaptureQueriesContext
        self._connection = importlib.import_module("django.db").connection

    def reader(self, user=None):
        client = self._client(SERVER_NAME="localhost")
        if user:
            client.force_login(user)
        return client

    def measure(self, client, name, address):
        """p50, p95 and the number of queries of a page; the first time, which warms what is cached, is not counted."""
        with self._capture(self._connection) as queries:
            status = client.get(address).status_code
            asked = len(queries)
        if status != 200:
            self._report.say(f"{name}: status", status)
            self._report.missed.append(name)
            return
        times, busy = [], []
        for _ in range(TIMES):
            began, worked = time.perf_counter(), time.process_time()
            client.get(address)
            times.append(1000 * (time.perf_counter() - began))
            busy.append(1000 * (time.process_time() - worked))
        times.sort()
        note = f"p50 {median(times):.1f}, least {times[0]:.1f}, Python's own {median(busy):.1f} ms; {asked} queries"
        self._report.say(f"{name}: p95", times[int(0.95 * len(times))], "ms", bars.PAGE_OF_MANDATES, note=note)


def fill(given):
    """Fill the empty database and reckon all standings. Returns the seconds of the reckoning."""
    many_mandates = importlib.import_module("tests.bench.many_mandates")
    standing = importlib.import_module("mandates.standing")
    filling = Rate("rows")
    print("Filling the database ...", flush=True)
    many_mandates.Filler(given.mandates, given.references).fill()
    many_mandates.tidy()
    print(f"  filled in {filling.seconds:.0f} s", flush=True)
    reckoning = Rate("mandates")
    standing.refresh_all()
    seconds = reckoning.seconds
    many_mandates.tidy()
    return seconds


def one_change(report):
    """How long the follower takes for one answer that was withdrawn, and for one that came back."""
    models = importlib.import_module("mandates.models")
    changes = importlib.import_module("provenance.models").Change.objects
    follow = importlib.import_module("mandates.standing").follow
    times = []
    for answer in models.Response.objects.filter(document__isnull=False).order_by("-pk")[:TIMES]:
        last = changes.order_by("-pk").values_list("pk", flat=True).first() or 0
        answer.is_confirmed = False
        answer.save()
        began = time.perf_counter()
        follow(changes.filter(pk__gt=last))
        times.append(1000 * (time.perf_counter() - began))
    report.say("standing after one changed answer: p50", median(times), "ms", bars.ONE_STANDING)


def measure(report):
    pages = Pages(report)
    reader = pages.reader()
    for name, address in FOR_READERS.items():
        pages.measure(reader, name, address)
    users = importlib.import_module("django.contrib.auth").get_user_model().objects
    clerk, _ = users.get_or_create(username="bench", defaults={"is_superuser": True})
    staff = pages.reader(clerk)
    urls = importlib.import_module("django.urls")
    for name, address in OF_STAFF.items():
        try:
            urls.resolve(address)
        except urls.Resolver404:
            print(f"{name}: there is no {address}")
        else:
            pages.measure(staff, name, address)


def main() -> int:
    """Measure as the command line says; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="script/bench mandates", description=__doc__.partition("\n")[0])
    parser.add_argument("--mandates", type=int, default=100_000)
    parser.add_argument("--references", type=int, default=1_000_000)
    parser.add_argument("--again", action="store_true", help="measure what an earlier run filled and left there")
    parser.add_argument("--out", type=Path, help="also write the figures to this file, as JSON")
    given = parser.parse_args()
    heed_termination()
    report = bars.Report()
    try:
        with BenchPlace("mandates").open(fresh=not given.again):
            print(f"{given.mandates:,} mandates, {given.references:,} references. {bars.machine()}")
            report.keep("machine", bars.machine())
            if not given.again:
                report.say("all standings reckoned", fill(given), "s", bars.ALL_STANDINGS)
            measure(report)
            one_change(report)
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130
    except (InUse, embedded.ServerTrouble) as problem:
        print(problem)
        return 1
    return report.end(given.out)


if __name__ == "__main__":
    sys.exit(main())
