"""Take in every file of a folder, and say what became of each."""

import argparse
import csv
import os
import signal
import sys
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from documents.fates import Fate, fate_of, fate_of_arrival
from documents.ingest import folders, ladder
from documents.ingest.patience import patiently
from documents.management.progress import Progress
from documents.models import Delivery, File, Outcome
from documents.storage import StoreTrouble
from documents.tasks import ring_now

WAY = "folder import"
TAKEN_AT_ONCE = 32  # files whose rows are written together
MOST_BYTES_AT_ONCE = 64_000_000
AT_ONCE = 64  # files that are handed to the workers together
SECONDS_BETWEEN_LOOKS = 1.0
HEAD = ["file", "outcome", "detail"]


class Command(BaseCommand):
    help = (
        "Take in every file of a folder, sub-folders and the members of ZIP archives included. Each ends with an outcome in "
        "words; the same bytes are never stored twice, and a run that was stopped goes on where it was when it is repeated. "
        "Ends with status 1 when something was not taken in."
    )
    # The site looked itself over when it was started; here somebody waits for the first file.
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="Read each file, say what would become of it, write nothing."
        )
        parser.add_argument(
            "--outcomes", type=Path, metavar="FILE.csv", help="Write every file's outcome to a CSV file."
        )
        parser.add_argument("--here", action="store_true", help="Read the files in this process, not on the workers.")
        parser.add_argument("--by", metavar="USER", default="", help="Who brings the files: a login.")
        parser.add_argument(
            "--wait",
            action=argparse.BooleanOptionalAction,
            default=None,
            help="Wait until the workers have read every file. Without either: where a person watches, not in a script.",
        )

    def handle(self, *, folder, dry_run, outcomes, by, wait, **options):
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}. Name the folder that holds the files.")
        person = User.objects.filter(username=by).first() if by else None
        if by and person is None:
            raise CommandError(f"Nobody signs in as “{by}”.")
        found = [each for each in folders.found_in(folder) if not _is(each.path, outcomes)]
        if not found:
            raise CommandError(f"The folder {folder} holds no files.")
        self._done = 0  # of the files of the folder, an archive being one
        self._fates: dict[str, Fate] = {}
        self._ours: dict[str, tuple[int, bool]] = {}  # the file of each name, and whether it came new
        self._is_here = options["here"]
        self._to_hand_on = []
        wait = sys.stdout.isatty() if wait is None else wait
        with ExitStack() as open_here, _asked_to_stop() as asked:
            self._asked = asked
            table = open_here.enter_context(_table(outcomes)) if outcomes else None
            delivery = None if dry_run else self._patiently(lambda: _delivery(folder, person))
            try:
                self._go_through(found, delivery, person, table, asked)
                if not dry_run:
                    self._hand_on(everything=True)
                    if wait and not asked:
                        self._wait(asked)
            except StoreTrouble as trouble:
                raise CommandError(f"{trouble} {self._how_to_go_on(len(found))}") from trouble
        if outcomes:
            self._write_anew(outcomes)
        self._sum_up(found, dry_run, asked)

    def _go_through(self, found, delivery, person, table, asked):
        progress = Progress(len(found))
        for number, fates in self._in_parts(found, delivery, person, asked):
            for name, fate in fates:
                if fate.file is not None:
                    is_new = fate.outcome is not Outcome.ALREADY_HELD
                    self._ours[name] = (fate.file.pk, is_new)
                    if fate.file.is_moving and not fate.file.set_aside_at:
                        fate = self._lift(fate, is_new)
                self._fates[name] = fate
                if table:
                    table(name, fate)
                self.stdout.write(f"{name}: {fate}")
            self._done = number
            progress.show(number)
        progress.end()

    def _in_parts(self, found, delivery, person, asked):
        """Files taken in several at once: yields how many of those found are done, and the names and fates of a part."""
        part, weight = [], 0
        for number, each in enumerate(found, start=1):
            if asked:
                break
            if delivery is None:
                yield number, folders.would_become(each)
                continue
            came = set()
            for piece in folders.pieces_of(each):
                came.add(piece.name)
                part.append(piece)
                weight += len(piece.content or b"")
                if weight > MOST_BYTES_AT_ONCE or len(part) > 2 * TAKEN_AT_ONCE:  # a large archive
                    yield number - 1, self._taken_in(part, delivery, person)
                    part, weight = [], 0
                    if asked:
                        return
            if len(part) >= TAKEN_AT_ONCE:
                yield number, self._taken_in(part, delivery, person)
                part, weight = [], 0
            if each.name not in came:
                self._patiently(partial(folders.has_come_after_all, each, delivery))
        if part:
            yield number, self._taken_in(part, delivery, person)

    def _taken_in(self, pieces, delivery, person):
        fates = self._patiently(partial(folders.take_in_all, pieces, delivery=delivery, by=person))
        return zip([piece.name for piece in pieces], fates, strict=True)

    def _lift(self, fate, is_new):
        """Read a file here, or keep it for the workers."""
        if self._is_here:
            return self._climbed(fate.file.pk, is_new)
        self._to_hand_on.append(fate.file)
        self._hand_on()
        return fate

    def _hand_on(self, everything=False):
        """Ring for a batch of files; once no queue answers the rest is read here."""
        if not self._to_hand_on or (len(self._to_hand_on) < AT_ONCE and not everything):
            return
        files, self._to_hand_on = self._to_hand_on, []
        if ring_now(files):
            return
        self.stderr.write("No queue answers: the files are read here.")
        self._is_here = True
        new = dict(self._ours.values())
        fates = {file.pk: self._climbed(file.pk, new[file.pk]) for file in files}
        for name, (pk, _is_new) in self._ours.items():
            self._fates[name] = fates.get(pk, self._fates.get(name))

    def _climbed(self, file_id, is_new):
        self._patiently(partial(ladder.climb, file_id))
        file = self._patiently(partial(File.objects.select_related("version__document").get, pk=file_id))
        return fate_of_arrival(file, is_new=is_new)

    def _patiently(self, do):
        """Wait out what is away: whoever dropped the folder has gone home."""
        return patiently(do, self.stderr.write, is_over=lambda: bool(self._asked))

    def _wait(self, asked):
        """Look at what the workers have done until every file has its fate, or somebody has enough."""
        total = len(self._ours)
        progress = Progress(total)
        while not asked:
            self._patiently(self._look)
            done = sum(self._has_ended(name) for name in self._ours)
            progress.show(done)
            if done == total:
                break
            time.sleep(SECONDS_BETWEEN_LOOKS)
        progress.end()

    def _has_ended(self, name):
        fate = self._fates[name]
        return fate.is_final and fate.outcome is not Outcome.BEING_READ

    def _look(self):
        moving = [name for name in self._ours if not self._has_ended(name)]
        keys = [self._ours[name][0] for name in moving]
        files = File.objects.select_related("version__document").in_bulk(keys)
        for name in moving:
            if file := files.get(self._ours[name][0]):
                self._fates[name] = fate_of(file)

    def _write_anew(self, outcomes):
        """The table once more with what has become of the files since: whole or not at all."""
        unfinished = outcomes.with_name(f"{outcomes.name}.part")
        with _table(unfinished) as table:
            for name, fate in self._fates.items():
                table(name, fate)
        os.replace(unfinished, outcomes)

    def _sum_up(self, found, dry_run, asked):
        counts = Counter(fate.outcome.label for fate in self._fates.values())
        summary = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
        summary = f"{len(self._fates)} files: {summary}."
        if asked:
            raise CommandError(f"{summary} {self._how_to_go_on(len(found))}")
        if any(fate.outcome is Outcome.NOT_TAKEN_IN for fate in self._fates.values()):
            raise CommandError(summary + (" (Nothing was written.)" if dry_run else ""))
        self.stdout.write(self.style.SUCCESS(summary + (" (Nothing was written.)" if dry_run else "")))

    def _how_to_go_on(self, total):
        return f"Stopped after {self._done} of {total} files; run the same command again to go on."


def _delivery(folder, person):
    """What this folder brought: a run that is repeated adds to the delivery of the one before."""
    name = folders.shown_name(str(folder.resolve()))
    before = Delivery.objects.filter(way=WAY, name=name, by=person).order_by("pk").last()
    return before or Delivery.objects.create(way=WAY, name=name, by=person)


def _is(path, other):
    return other is not None and path == other.resolve()


@contextmanager
def _table(path):
    """Writes rows to a CSV file, each at once: a run that is killed leaves what it did."""
    with open(path, "w", newline="", encoding="utf-8") as stream:
        rows = csv.writer(stream)
        rows.writerow(HEAD)
        stream.flush()

        def write(name, fate):
            rows.writerow([_plain(name), fate.outcome.label, _plain(fate.detail)])
            stream.flush()

        yield write


def _plain(words):
    """A cell that no table program takes for a formula."""
    return f"'{words}" if words[:1] in ("=", "+", "-", "@", "\t") else words


@contextmanager
def _asked_to_stop():
    """A list that holds something once somebody asked to stop (Ctrl-C, SIGTERM): the file in hand is finished first."""
    asked = []
    before = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        before[number] = signal.signal(number, lambda got, _frame: asked.append(got))
    try:
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
