"""What is measured of a running site. Things whose ratio counts are asked in turn, in one run: a ratio holds on a noisy
machine, milliseconds alone do not."""

import json
import multiprocessing
import subprocess
import sys
import threading
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor

from documents.models import DocumentSymbol
from tests.bench.client import Client, pages_in
from untoc_review import env, processes

TRIVIAL, LIST = "/healthz", "/en/documents/"


def percentile(values, share):
    """The value below which ``share`` (0 to 1) of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def spread(values):
    """p50, p95 and max, in milliseconds."""
    return {"p50": percentile(values, 0.5), "p95": percentile(values, 0.95), "max": max(values), "count": len(values)}


class Times:
    """Milliseconds by kind of question."""

    def __init__(self):
        self.by_kind = defaultdict(list)

    def add(self, kind, milliseconds):
        self.by_kind[kind].append(milliseconds)

    @property
    def all(self):
        return [each for times in self.by_kind.values() for each in times]

    def told(self):
        """As figures to print or keep."""
        return spread(self.all) | {"kinds": {kind: spread(times) for kind, times in self.by_kind.items()}}


class WrongAnswers(Exception):
    """The site answered with something else than a page; the message lists it."""


def timed(work, *given):
    began = time.perf_counter()
    result = work(*given)
    return 1000 * (time.perf_counter() - began), result


class Measuring:
    """Asks a site (and, beside it, Tantivy alone) the questions of a mix."""

    def __init__(self, site, mix, bare=None):
        self.site, self.mix, self.bare = site, mix, bare
        self.client = Client(site.address)
        self.wrong = {}

    def _ask(self, question):
        answer = self.client.get(question.path)
        if not answer.is_right:
            self.wrong[question.path] = answer.status
        return answer

    def mix_beside_bare(self, rounds):
        """Times of the first asking, of the site and of Tantivy alone; and the site's answers to the last round."""
        first, ours, bare, answers = Times(), Times(), Times(), {}
        for number in range(rounds + 1):
            for question in self.mix:
                answer = answers[question] = self._ask(question)
                alone, _ = timed(self.bare.ask, question)
                if answer.is_right:  # an error is quick, and no answer
                    (ours if number else first).add(question.kind, answer.milliseconds)
                if number:
                    bare.add(question.kind, alone)
        return first, ours, bare, answers

    def first_hits(self, answers):
        """Shares of the questions for a symbol, and for a title, whose wanted document comes first."""
        symbols, titles = [], []
        for question, answer in answers.items():
            found = answer.symbols[0] if answer.symbols else ""
            if question.symbol:
                symbols.append(_same(found, question.symbol))
            if question.title:
                titles.append(question.title in _titles(found))
        return sum(symbols) / len(symbols), sum(titles) / len(titles)

    def throughput(self, seconds, clients=2):
        """Pages a second to so many clients at once, each a process of its own."""
        paths = [question.path for question in self.mix]
        with ProcessPoolExecutor(clients, multiprocessing.get_context("spawn")) as pool:
            list(pool.map(pages_in, *zip(*[(self.site.address, paths, 0, 0)] * clients, strict=True)))  # started
            each = [(self.site.address, paths, seconds, seed) for seed in range(clients)]
            return sum(pool.map(pages_in, *zip(*each, strict=True))) / seconds

    def list_beside_trivial(self, rounds):
        """Times of the list page and of the trivial page, asked in turn."""
        times = {LIST: [], TRIVIAL: []}
        for number in range(rounds + 3):
            for path, found in times.items():
                answer = self.client.get(path)
                if answer.status != 200:
                    self.wrong[path] = answer.status
                if number >= 3:
                    found.append(answer.milliseconds)
        return spread(times[LIST]), spread(times[TRIVIAL])

    def while_texts_come_in(self, rate, surroundings, probes=20):
        """The mix before, while and after ``rate`` texts a second come in, and how soon single texts can be found.

        Returns (idle Times, busy Times, seconds from commit to found, texts a second that really came).
        """
        idle, busy, found_after = Times(), Times(), []
        self._into(idle)
        with _Writing(rate, surroundings) as writing:
            writing.wait_for_next(time.time())
            began, so_far = time.time(), writing.texts
            for _ in range(2):
                self._into(busy)
            came = (writing.texts - so_far) / (time.time() - began)
            for _ in range(probes):
                told = writing.wait_for_next(time.time())
                found_after.append(self._seconds_until_found(told))
        self._into(idle)
        return idle, busy, found_after, came

    def _into(self, times):
        for question in self.mix:
            answer = self._ask(question)
            if answer.is_right:
                times.add(question.kind, answer.milliseconds)

    def _seconds_until_found(self, told):
        path = f"/en/search/?q={told['word']}"
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if self.client.get(path).symbols:
                break
            time.sleep(0.02)
        return time.time() - told["at"]


def _same(found, wanted):
    return "".join(found.split()).casefold() == "".join(wanted.split()).casefold()


def _titles(symbol):
    """All titles of the document that bears a symbol, blanks in the symbol or not."""
    found = DocumentSymbol.objects.filter(canonical=symbol)
    return set(found.values_list("document__titles__text", flat=True))


class _Writing:
    """A writer beside us, for as long as the ``with`` block lasts."""

    def __init__(self, rate, surroundings):
        self._rate, self._surroundings = rate, surroundings
        self._last, self._news = None, threading.Condition()

    def __enter__(self):
        command = [sys.executable, "-m", "tests.bench.writer", "--rate", str(self._rate), "--seconds", "600"]
        self._process = processes.spawn(command, cwd=env.TOP, env=self._surroundings, stdout=subprocess.PIPE, text=True)
        self._listener = threading.Thread(target=self._listen, daemon=True)
        self._listener.start()
        return self

    def __exit__(self, *_):
        processes.end_groups([self._process.pid])
        self._process.wait(10)
        self._listener.join(10)
        self._process.stdout.close()

    def _listen(self):
        for line in self._process.stdout:
            with self._news:
                self._last = json.loads(line)
                self._news.notify_all()

    @property
    def texts(self):
        """How many texts were committed so far."""
        return self._last["texts"] if self._last else 0

    def wait_for_next(self, moment):
        """The first transaction that was committed after ``moment``, as the writer told of it."""
        with self._news:
            if not self._news.wait_for(lambda: self._last and self._last["at"] > moment, timeout=60):
                raise WrongAnswers("The writer of texts came to nothing within a minute.")
            return self._last
