"""Check drafts, or everything held: symbols, acts, titles, dates, footnotes. Writes nothing."""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.access import Audience
from documents.draft_check import check
from documents.draft_check.held import Draft, document_named, everything, of_document
from documents.draft_check.record import Record
from documents.reading import UnreadableFile, child
from documents.reading.faults import CODES, Severity
from documents.reading.pages import MOST_BYTES


class Command(BaseCommand):
    help = (
        "Check drafts: malformed, unknown, superseded or corrected citations, titles and dates that are not as registered, acts "
        "that do not exist, footnotes without marks and the reverse, days that cannot be. Name files (- for standard input) or "
        "symbols of documents that are held, or --all for everything held. One line a message: file:page: CODE severity: "
        "message. Ends with status 0 when there is no error, 1 when there are errors, 2 when something could not be checked."
    )

    def add_arguments(self, parser):
        parser.add_argument("named", nargs="*", metavar="SYMBOL|FILE", help="What to check.")
        parser.add_argument("--all", action="store_true", help="Check everything held.")
        parser.add_argument("--json", action="store_true", help="Print one JSON list of messages.")
        parser.add_argument("--errors-only", action="store_true", help="Leave warnings and notes out.")
        parser.add_argument("--codes", action="store_true", help="Print the codes and what they mean, and end.")

    def handle(self, *, named, **options):
        if options["codes"]:
            for code, (severity, meaning) in CODES.items():
                self.stdout.write(f"{code} {severity}: {meaning}")
            return
        if bool(named) == options["all"]:
            raise CommandError("Name files or symbols to check, or give --all for everything held.", returncode=2)
        self._not_read, self._as_json, self._is_first = 0, options["json"], True
        counted = Counter()
        record = Record(Audience.SECRETARIAT)
        if self._as_json:
            self.stdout.write("[", ending="")
        for draft in everything() if options["all"] else self._named(named):
            for message in check(draft.reading, Audience.SECRETARIAT, record=record):
                counted[message.severity] += 1
                if message.severity == Severity.ERROR or not options["errors_only"]:
                    self._print(draft.name, message)
        if self._as_json:
            self.stdout.write("\n]")
        if self._not_read:
            raise CommandError(f"{self._not_read} of what was named could not be checked; see above.", returncode=2)
        if counted[Severity.ERROR]:
            sys.exit(1)

    def _print(self, name, message):
        if not self._as_json:
            self.stdout.write(message.as_line(name))
            return
        self.stdout.write("\n" if self._is_first else ",\n", ending="")
        self.stdout.write(json.dumps(message.as_dict(name), ensure_ascii=False), ending="")
        self._is_first = False

    def _named(self, names) -> Iterator[Draft]:
        for name in names:
            try:
                yield from self._drafts(name)
            except (UnreadableFile, OSError) as problem:
                self._not_read += 1
                words = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
                self.stderr.write(f"{name}: could not be read: {words}")

    def _drafts(self, name) -> Iterator[Draft]:
        if name == "-":
            yield Draft("-", child.read_safely(sys.stdin.buffer.read(MOST_BYTES + 1)))
            return
        path = Path(name)
        if not path.exists() and (document := document_named(name)):
            yield from of_document(document)
            return
        if not path.is_file():
            self._not_read += 1
            self.stderr.write(f"{name}: no such file, and no document in the record bears this symbol")
            return
        with path.open("rb") as stream:
            content = stream.read(MOST_BYTES + 1)  # one more is refused as too large
        yield Draft(name, child.read_safely(content))
