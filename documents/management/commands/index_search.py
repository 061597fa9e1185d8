"""Keep this machine's search index equal to the database."""

import signal
import threading

from django.core.management.base import BaseCommand, CommandError

from documents.search.check import differences
from documents.search.follow import AlreadyIndexing, bring_up_to_date, follow_for_ever


class Command(BaseCommand):
    help = (
        "Builds this machine's search index where it is missing or damaged, and follows the database until it is stopped. "
        "script/server runs it; several machines run one each."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Take in what changed, then end.")
        parser.add_argument(
            "--check", action="store_true", help="Compare the index with the database, and say what differs."
        )

    def handle(self, *, once, check, **options):
        if check:
            return self._check()
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        try:
            if once:
                bring_up_to_date(self._progress)
            else:
                follow_for_ever(stopped.is_set, self._progress)
        except AlreadyIndexing as problem:
            raise CommandError(str(problem)) from None

    def _progress(self, done, total):
        if done == total or done % max(10_000, total // 20) < 500:
            self.stdout.write(f"Search index: {done:,} of {total:,} documents")

    def _check(self):
        found = differences()
        if found is None:
            raise CommandError("There is no search index to compare: run manage.py index_search --once.")
        for record in found[:50]:
            self.stdout.write(f"{record} differs")
        if found:
            raise CommandError(f"{len(found)} records differ from the database.")
        self.stdout.write("The search index is equal to the database.")
