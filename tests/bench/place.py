"""Where the bench works: a PostgreSQL and a Valkey of its own, stopped afterwards; never the servers of the site.

The data are kept under ``var/bench`` (as root beside the site's own, see ``untoc_review.embedded``) until they are made
afresh. A power cut may spoil them: they are quick to make again.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import signal
import time
from contextlib import contextmanager
from pathlib import Path

import django
import psycopg2
from django.core.management import call_command

from untoc_review import embedded, env

FOLDER = env.TOP / "var" / "bench"


def name_of(given):
    """The name of the place where the texts lie that a command line names by ``file`` or ``texts``; "" where by neither."""
    if given.file:
        return f"file-{hashlib.sha256(str(given.file.resolve()).encode()).hexdigest()[:10]}"
    return f"texts-{given.texts}" if given.texts else ""


class InUse(Exception):
    """Another bench works there."""


class BenchPlace:
    """One database of the bench and the search index made from it. name: "" for the one that ``load`` fills."""

    def __init__(self, name=""):
        self.folder = FOLDER / name
        self.search_folder = self.folder / "search"
        self.logs = self.folder / "log"
        self._name = name

    @contextmanager
    def open(self, *, fresh=False):
        """Start both servers for as long as the ``with`` block lasts, and point Django at them.

        fresh: begin with an empty database. Yields the environment for the site's programs. Raises InUse and
        ``embedded.ServerTrouble``.
        """
        self.logs.mkdir(parents=True, exist_ok=True)
        with open(self.folder / "lock", "w") as gate:
            try:
                fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise InUse(f"Another bench is at work in {self.folder}. Wait for it, or stop it.") from None
            place = self._place_of_servers()
            postgres = embedded.Postgres(place, self.logs / "postgres.log", durable=False)
            valkey = embedded.Valkey(place, self.logs / "valkey.log")
            try:
                postgres.start()
                valkey.start()
                if fresh:
                    self._make_afresh(postgres.url)
                surroundings = self._surroundings(postgres.url, valkey.url)
                os.environ.update(surroundings)
                django.setup()
                call_command("migrate", interactive=False, verbosity=0)
                yield os.environ | surroundings
            finally:
                valkey.stop()
                postgres.stop()

    def _place_of_servers(self):
        base = embedded.place_for(env.TOP)
        folder = base.folder / "bench" / self._name
        for each in dict.fromkeys((base.folder / "bench", folder)):
            each.mkdir(exist_ok=True)
            each.chmod(0o711 if base.account else 0o700)
        return embedded.Place(folder, base.account, base.folder)

    def _make_afresh(self, url):
        shutil.rmtree(self.search_folder, ignore_errors=True)
        server, _, options = url.rpartition("?")
        connection = psycopg2.connect(f"{server.rpartition('/')[0]}/postgres?{options}")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f"DROP DATABASE {embedded.NAME} WITH (FORCE)")
                cursor.execute(f"CREATE DATABASE {embedded.NAME} TEMPLATE template0")
        finally:
            connection.close()

    def _surroundings(self, database, queue):
        return {
            "DATABASE_URL": database,
            "REDIS_URL": queue,
            "SECRET_KEY": secrets.token_urlsafe(60),
            "DEBUG": "no",
            "DEMO": "no",
            "HTTPS": "no",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "FILES_FOLDER": str(self.folder / "files"),
            "SEARCH_FOLDER": str(self.search_folder),
            "DJANGO_SETTINGS_MODULE": "untoc_review.settings",
            "PYTHONUNBUFFERED": "1",
        }


def heed_termination():
    """Make a request to end (SIGTERM, a closed terminal) the same as Ctrl-C, so that servers are stopped."""

    def end(number, frame):
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, end)  # a shell starts what runs in the background deaf to it
    signal.signal(signal.SIGTERM, end)
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup asks us to outlive the terminal
        signal.signal(signal.SIGHUP, end)


class Rate:
    """Says how far something is, at most every few seconds, with the rate."""

    def __init__(self, what, every=5.0):
        self.what = what
        self.began = self._said = time.monotonic()
        self._every = every

    @property
    def seconds(self):
        return time.monotonic() - self.began

    def tell(self, done, *, last=False):
        """Print ``done`` and the rate so far, unless that was just said."""
        now = time.monotonic()
        if last or now - self._said >= self._every:
            self._said = now
            rate = done / max(self.seconds, 1e-6)
            print(f"  {done:>9,} {self.what} in {self.seconds:5.0f} s, {rate:,.0f} a second", flush=True)


def in_short(path):
    """A path as a person would type it, from the top of the checkout."""
    path = Path(path)
    return str(path.relative_to(env.TOP) if path.is_relative_to(env.TOP) else path)
