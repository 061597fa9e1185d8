"""Read files again with the present reader: only what a machine wrote is rewritten."""

import sys

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from documents.ingest import ladder
from documents.models import File
from documents.reading import ocr
from documents.reading.pages import READER
from documents.symbols import SymbolError, parse
from documents.tasks import ring


class Command(BaseCommand):
    help = (
        "Read again every file that an older reader read. Pages, citations, statements and values that a machine wrote "
        "follow the new reading; what a person entered or confirmed stays. It may be stopped and started again."
    )

    def add_arguments(self, parser):
        parser.add_argument("symbols", nargs="*", help="Only the files of these documents (CTOC/COP/2016/1).")
        parser.add_argument("--all", action="store_true", help="Also what the present reader has read already.")
        parser.add_argument(
            "--pictures", action="store_true", help="Only files with pages that could not be recognised so far (OCR)."
        )
        parser.add_argument("--queue", action="store_true", help="Leave the reading to the workers.")
        parser.add_argument("--dry-run", action="store_true", help="Say how many files would be read, and read none.")

    def handle(self, *, symbols, pictures, queue, dry_run, **options):
        if pictures and not ocr.is_available():
            raise CommandError(ocr.NOT_INSTALLED)
        files = self._files(symbols, pictures, options["all"])
        total = files.count()
        if not total:
            nothing = (
                "No file has pages that wait to be recognised." if pictures else f"Every file was read by {READER}."
            )
            self.stdout.write(nothing)
            return
        in_words = f"{total} file{'' if total == 1 else 's'}"
        if dry_run:
            self.stdout.write(f"{in_words} would be read again.")
            return
        outcomes = {}
        for number, file in enumerate(files.iterator(), start=1):
            (ladder.recognise_again if pictures else ladder.read_again)(file)
            outcome = self._read(file, queue)
            outcomes[outcome] = outcomes.get(outcome, 0) + 1
            self._progress(number, total)
        said = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
        self.stdout.write(self.style.SUCCESS(f"{in_words}: {said}."))

    def _files(self, symbols, pictures, every):
        if pictures:
            files = File.objects.with_unread_pages()
        elif every or symbols:
            files = File.objects.filter(set_aside_at=None)
        else:
            files = File.objects.read_by_older(READER)
        wanted = Q()
        for symbol in symbols:
            try:
                wanted |= Q(version__document__symbols__canonical=parse(symbol).canonical)
            except SymbolError as error:
                raise CommandError(str(error)) from error
        return files.filter(wanted).distinct().order_by("pk")

    def _read(self, file, queue):
        if queue:
            file.refresh_from_db()
            ring(file)
            return "handed to the workers"
        ladder.climb(file.pk)
        file.refresh_from_db()
        if file.problem:
            self.stderr.write(f"{file.name}: {file.problem}")
            return "unreadable"
        return "read again"

    def _progress(self, done, total):
        """A line that counts, where a person watches."""
        if sys.stderr.isatty():
            self.stderr.write(f"\r{done}/{total}", ending="\n" if done == total else "")
