"""Take in every file of a folder, and say what became of each."""

import csv
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from documents.ingest import ladder
from documents.ingest.intake import Refused, check_size, receive
from documents.models import File, Stage
from documents.tasks import ring

SKIPPED = {"thumbs.db", "desktop.ini"}


class Command(BaseCommand):
    help = (
        "Take in every file of a folder, sub-folders included. Each file ends with an outcome in words; the same bytes "
        "are never stored twice, so an interrupted run can simply be repeated."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="Say what would be taken in, and write nothing.")
        parser.add_argument(
            "--outcomes", type=Path, metavar="FILE.csv", help="Write every file's outcome to a CSV file."
        )

    def handle(self, *, folder, dry_run, outcomes, **options):
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}. Name the folder that holds the files.")
        paths = sorted(path for path in folder.rglob("*") if path.is_file() and self._wanted(path, folder))
        if not paths:
            raise CommandError(f"The folder {folder} holds no files.")
        fates = []
        for number, path in enumerate(paths, start=1):
            name = str(path.relative_to(folder))
            fate = self._dry(path) if dry_run else self._take_in(path)
            fates.append((name, *fate))
            self._progress(number, len(paths))
            self.stdout.write(f"{name}: {': '.join(part for part in fate if part)}")
        if outcomes:
            with open(outcomes, "w", newline="", encoding="utf-8") as stream:
                table = csv.writer(stream)
                table.writerow(["file", "outcome", "detail"])
                table.writerows(fates)
        counts = {}
        for _name, outcome, _detail in fates:
            counts[outcome] = counts.get(outcome, 0) + 1
        summary = ", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items()))
        self.stdout.write(
            self.style.SUCCESS(f"{len(paths)} files: {summary}." + (" (Nothing was written.)" if dry_run else ""))
        )

    def _wanted(self, path, folder):
        """Leaves out what operating systems leave behind, and hidden files."""
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        return not hidden and path.name.lower() not in SKIPPED

    def _dry(self, path):
        try:
            check_size(path.stat().st_size, path.name)
        except Refused as refusal:
            return "not taken in", str(refusal)
        return "would be taken in", ""

    def _take_in(self, path):
        """One file's fate: (outcome, detail), both in words."""
        try:
            check_size(path.stat().st_size, path.name)
            receipt = receive(path.read_bytes(), name=path.name, by=None, way="folder import")
        except Refused as refusal:
            return "not taken in", str(refusal)
        except OSError as error:
            return "not taken in", f"the file could not be opened ({error.strerror})"
        if not receipt.is_new and receipt.file.stage == Stage.LINKED:
            return "already held", receipt.outcome.removeprefix("already held: ")
        ladder.climb(receipt.file.pk, kinds={ladder.READING, ladder.LINKING})
        file = File.objects.get(pk=receipt.file.pk)
        if file.waits_for_recognition:
            ring(file)
        return self._fate_of(file)

    def _fate_of(self, file):
        if file.problem:
            return "unreadable", file.problem
        if file.waits_for_recognition:
            return "waiting for OCR", f"{len(file.unread_pages)} of {file.page_count} pages hold a picture"
        if file.version_id:
            return "stored", f"as {file.version}"
        outcome = "no symbol found" if not file.symbol_read else "waits for a person"
        return outcome, file.waiting_for

    def _progress(self, done, total):
        """A bar where a person watches; nothing where the output goes to a file."""
        if not sys.stderr.isatty():
            return
        width = 30
        filled = width * done // total
        end = "\n" if done == total else ""
        self.stderr.write(f"\r[{'#' * filled}{'.' * (width - filled)}] {done}/{total}", ending=end)
