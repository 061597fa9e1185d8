"""``manage.py load_register``: carry the register into the database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from mandates.register import REGISTER, RegisterUnreadable, load

BAR = 40


class Command(BaseCommand):
    help = (
        "Load the register of the Conference's bodies, sessions, meetings, documents, acts and mandates, with the source "
        "of every fact. Safe to repeat: a second run changes nothing, and nothing that a person entered is overwritten."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="?", type=Path, default=REGISTER, help="the register, one record a line (default: our own)"
        )
        parser.add_argument("--check", action="store_true", help="judge the lines and write nothing")

    def handle(self, *, file, check, **options):
        """Exits with 1, after the rest has loaded, when a line was bad."""
        waits = self.stderr.isatty() and options["verbosity"] > 0
        try:
            report = load(file, only_check=check, progress=self.draw if waits else None)
        except RegisterUnreadable as problem:
            raise CommandError(str(problem)) from problem
        finally:
            if waits:
                self.stderr.write("\r" + " " * (BAR + 20) + "\r", style_func=str, ending="")
        for problem in report.problems:
            self.stderr.write(problem)
        for sentence in report.sentences():
            self.stdout.write(sentence)
        if report.problems:
            several = len(report.problems)
            raise CommandError(f"{several} {'problem was' if several == 1 else 'problems were'} found, as said above.")

    def draw(self, done, total):
        """The progress bar, for a person who waits at a terminal."""
        full = BAR * done // total if total else BAR
        self.stderr.write(f"\r[{'#' * full}{'.' * (BAR - full)}] {done} of {total}", style_func=str, ending="")
