"""Put files with a problem up the ladder again."""

from django.core.management.base import BaseCommand, CommandError

from documents.ingest import ladder
from documents.models import File
from documents.tasks import ring_now


class Command(BaseCommand):
    help = (
        "Let files that stand with a problem climb again from where they stopped: all of them, those whose problem "
        "contains some words, or those of the given numbers. What was set aside stays aside."
    )

    def add_arguments(self, parser):
        parser.add_argument("ids", nargs="*", type=int, metavar="ID", help="The numbers of the files.")
        parser.add_argument("--all", action="store_true", help="Every file with a problem.")
        parser.add_argument("--problem", metavar="TEXT", default="", help="Those whose problem contains these words.")
        parser.add_argument("--dry-run", action="store_true", help="Say which files these are, and change nothing.")

    def handle(self, *, ids, problem, dry_run, **options):
        if not (ids or problem or options["all"]):
            raise CommandError("Say which files: their numbers, --problem TEXT, or --all.")
        files = File.objects.exclude(problem="").filter(set_aside_at=None).order_by("pk")
        if ids:
            files = files.filter(pk__in=ids)
            self._name_others(ids, files)
        if problem:
            files = files.filter(problem__icontains=problem)
        files = list(files)
        if not files:
            self.stdout.write("No such file stands with a problem.")
            return
        for file in files:
            self.stdout.write(f"{file.pk} {file.name}: {file.problem}")
        count = f"{len(files)} file{'' if len(files) == 1 else 's'}"
        if dry_run:
            self.stdout.write(f"{count} would be tried again. (Nothing was changed.)")
            return
        for file in files:
            ladder.retry(file)
        is_taken = ring_now(files)
        then = "" if is_taken else " The queue is away: they will be read when it is back."
        self.stdout.write(self.style.SUCCESS(f"{count} will be tried again.{then}"))

    def _name_others(self, ids, files):
        others = sorted(set(ids) - set(files.values_list("pk", flat=True)))
        if others:
            self.stderr.write(f"No problem stands on: {', '.join(map(str, others))}.")
