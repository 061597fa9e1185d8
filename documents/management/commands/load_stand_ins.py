"""Bring the stand-ins in: the first start of a demonstration runs this."""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from documents import stand_ins


class Command(BaseCommand):
    help = "Send the stand-in documents through the ingestion and issue them, signed by a demonstration user (DEMO=yes only)."

    def add_arguments(self, parser):
        parser.add_argument("--by", default="demo-publisher", help="The user who issues them.")
        parser.add_argument("--again", action="store_true", help="Bring them back although they were removed.")
        parser.add_argument(
            "--wait", type=int, default=180, help="Seconds to wait for the workers before reading here."
        )

    def handle(self, *, by, again, wait, **options):
        if not settings.DEMO:
            raise CommandError("Stand-ins are only for a demonstration: DEMO must be yes.")
        user = User.objects.filter(username=by).first()
        if user is None:
            raise CommandError(f"There is no user {by}. Run make_demo_logins first, or name another with --by.")
        if stand_ins.were_removed() and not again:
            self.stdout.write("The stand-ins were removed; they stay away. (load_stand_ins --again brings them back.)")
            return
        new = stand_ins.send(by=user)
        stand_ins.wait(seconds=wait, progress=self._progress)
        issued = stand_ins.issue_all(by=user)
        if new or issued:
            self.stdout.write(self.style.SUCCESS(f"{new} stand-ins taken in, {issued} issued by {user.shown_name}."))
        else:
            self.stdout.write("All stand-ins are here already.")

    def _progress(self, done, total):
        if sys.stderr.isatty():
            self.stderr.write(f"\rReading the stand-ins: {done}/{total}", ending="\n" if done == total else "")
