"""Take in whatever is put into a folder, for as long as this runs."""

import signal
import threading
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections

from documents.ingest.failures import is_outage
from documents.ingest.watching import WatchedFolder
from documents.storage import StoreTrouble
from documents.tasks import ring_now

SECONDS_BETWEEN_LOOKS = 2.0
MOST_SECONDS_AFTER_TROUBLE = 60.0


class Command(BaseCommand):
    help = (
        "Watch a folder (WATCHED_FOLDER): what is put there is taken in once it stands still, and moved to “taken in” or, "
        "with the reason in a text beside it, to “refused”. May be stopped, killed and started again at any time."
    )

    def add_arguments(self, parser):
        parser.add_argument("--folder", type=Path, help="Another folder than WATCHED_FOLDER.")
        parser.add_argument(
            "--once", action="store_true", help="Look once, take in what was written long ago, and end."
        )

    def handle(self, *, folder, once, **options):
        folder = folder or (Path(settings.WATCHED_FOLDER) if settings.WATCHED_FOLDER else None)
        if folder is None:
            raise CommandError("No folder is watched. Set WATCHED_FOLDER, or name one with --folder.")
        if not folder.is_dir():
            raise CommandError(f"There is no folder {folder}. Make it, or check WATCHED_FOLDER.")
        watched = WatchedFolder(folder.resolve(), tell=self.stdout.write, ring=ring_now)
        if once:
            self._look(watched)
            return
        self._watch(watched)

    def _watch(self, watched):
        enough = threading.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_got: enough.set())
        self.stdout.write(f"Watching {watched.folder}.")
        pause = SECONDS_BETWEEN_LOOKS
        while not enough.wait(pause):
            close_old_connections()
            pause = SECONDS_BETWEEN_LOOKS if self._look(watched) else min(pause * 2, MOST_SECONDS_AFTER_TROUBLE)

    def _look(self, watched):
        """Look once; whether nothing was away. What is away is told, and the files stay where they are."""
        try:
            watched.look()
        except StoreTrouble as trouble:
            self.stderr.write(f"{trouble} The files stay where they are.")
        except (OperationalError, InterfaceError) as error:
            if not is_outage(error):
                raise
            self.stderr.write("The database is away. The files stay where they are.")
        except OSError as error:
            self.stderr.write(f"The folder can't be read or written ({error.strerror or error}).")
        else:
            return True
        return False
