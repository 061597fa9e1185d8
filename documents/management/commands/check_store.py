"""Compare what the database says with what the store holds."""

from django.core.management.base import BaseCommand, CommandError

from documents.ingest import checking
from documents.management.progress import Progress
from documents.models import File
from documents.storage import StoreTrouble


class Command(BaseCommand):
    help = (
        "Compare rows, bytes and hashes both ways: bytes that are missing, damaged or of another length, and bytes "
        "without a row. It only reports; with --repair it removes what a write left unfinished and takes in whole bytes "
        "that have no row. No real file is ever removed. Ends with status 1 when something is not as it should be."
    )

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="Mend what can be mended without losing anything.")
        parser.add_argument("--quick", action="store_true", help="Compare names and lengths; do not read the bytes.")

    def handle(self, *, repair, quick, **options):
        total = File.objects.count()
        progress = Progress(total)
        left = 0
        try:
            for difference in checking.differences(quick=quick, progress=progress.show):
                done = checking.repair(difference) if repair else ""
                left += not done
                (self.stdout if done else self.stderr).write(done or difference.words)
        except StoreTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        finally:
            progress.end()
        in_trouble = File.objects.exclude(problem="").count()
        standing = f" {_files(in_trouble)} with a problem: manage.py retry." if in_trouble else ""
        if left:
            raise CommandError(f"{left} of {total} files or more are not as they should be; see above.{standing}")
        self.stdout.write(self.style.SUCCESS(f"All {total} files are as their rows say.{standing}"))


def _files(count):
    return f"{count} file stands" if count == 1 else f"{count} files stand"
