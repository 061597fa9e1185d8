"""Import catalogue records: a fate for each, and a dry run."""

import csv
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from accounts.actions import NotPossible
from accounts.models import User
from documents.catalogue import imports
from documents.catalogue.outcomes import HEADINGS, table_of
from documents.exports import FORMULA_SIGNS
from documents.models import CatalogueFate, CatalogueRow
from documents.reading.catalogue import CatalogueError

UNUSED = {CatalogueFate.MALFORMED, CatalogueFate.SEVERAL, CatalogueFate.NOT_USABLE}


class Command(BaseCommand):
    help = (
        "Import catalogue records (MARCXML, MARC, CSV, TSV, XLSX). New documents are made and empty fields filled; what stands "
        "is never overwritten. The same file may be imported again. Ends with status 1 when records could not be used."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would become of each record; write nothing."
        )
        parser.add_argument(
            "--outcomes", type=Path, metavar="FILE.csv", help="Write every record's fate to a CSV file."
        )
        parser.add_argument("--by", metavar="USER", help="Who imports: a name to sign in with.")
        public = parser.add_mutually_exclusive_group()
        public.add_argument(
            "--public",
            action="store_true",
            default=None,
            dest="are_public",
            help="The records come from a public catalogue: new documents are publicly listed. So it is with MARC by itself.",
        )
        public.add_argument(
            "--not-public",
            action="store_false",
            dest="are_public",
            help="New documents are not listed until they are issued. So it is with tables by itself.",
        )

    def handle(self, *, file, dry_run, outcomes, by, are_public, **options):
        person = User.objects.filter(username=by).first() if by else None
        if by and person is None:
            raise CommandError(f"There is no user “{by}”.")
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} could not be opened ({error.strerror}). Name the file of records.") from error
        try:
            imports.check_size(len(content), file.name)
            catalogue = imports.read(content)
            rows = (
                self._dry(catalogue) if dry_run else self._bring_in(content, file.name, person, are_public, catalogue)
            )
        except (NotPossible, CatalogueError) as refusal:
            raise CommandError(str(refusal)) from refusal
        for remark in catalogue.remarks:
            self.stdout.write(f"Remark: {remark}")
        if outcomes:
            self._write(outcomes, rows)
        unused = [row for row in rows if row.fate in UNUSED]
        if not outcomes:
            for row in unused[:50]:
                self.stdout.write(f"{row.where}: {row.fate}: {row.detail}")
        counts = [(fate, sum(row.fate == fate for row in rows)) for fate in CatalogueFate]
        words = ", ".join(f"{count} {fate.label}" for fate, count in counts if count)
        closing = f"{len(rows)} records: {words}." + (" (Nothing was written.)" if dry_run else "")
        if unused:
            raise CommandError(closing, returncode=1)
        self.stdout.write(self.style.SUCCESS(closing))

    def _dry(self, catalogue):
        rows = []
        for plan in imports.preview(catalogue):
            rows.append(imports.row_of(plan))
            self._progress(len(rows), len(catalogue))
        return rows

    def _bring_in(self, content, name, person, are_public, catalogue):
        made = imports.take_in(content, name=name, by=person)
        imports.work(made, told=self._progress)
        public = imports.are_likely_public(catalogue.format) if are_public is None else are_public
        imports.begin(made, are_public=public, by=person)
        while not imports.work(made, told=self._progress):
            continue
        return list(CatalogueRow.objects.filter(catalogue=made))

    def _write(self, path, rows):
        try:
            with open(path, "w", newline="", encoding="utf-8-sig") as stream:
                table = csv.writer(stream)
                table.writerow(HEADINGS)
                for cells in table_of(rows):
                    table.writerow([f"'{cell}" if cell.startswith(FORMULA_SIGNS) else cell for cell in cells])
        except OSError as error:
            raise CommandError(f"The outcomes could not be written to {path} ({error.strerror}).") from error

    def _progress(self, done, total):
        """A bar where a person watches; nothing where the output goes to a file."""
        if not sys.stderr.isatty():
            return
        width = 30
        filled = width * done // total
        end = "\n" if done == total else ""
        self.stderr.write(f"\r[{'#' * filled}{'.' * (width - filled)}] {done}/{total}", ending=end)
