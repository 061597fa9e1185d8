"""The site as it runs for readers, on the bench's database: the web server, and the indexer that follows the database."""

import http.client
import subprocess
import time
from contextlib import contextmanager, suppress

from tests.bench.place import in_short
from untoc_review import embedded, env, processes, serve

PATIENCE = 120


class SiteTrouble(Exception):
    """The site can't be started; the message says why."""


class Site:
    """Web server and indexer of the site. address: ``http://127.0.0.1:8765``."""

    def __init__(self, place, surroundings, port):
        self.place = place
        self.port = port
        self.address = f"http://127.0.0.1:{port}"
        self.children = []
        self._surroundings = surroundings

    def manage(self, *command, shown=False):
        """Run a command of manage.py to its end. Raises SiteTrouble with its last words when it fails."""
        log = self.place.logs / "manage.log"
        with open(log, "ab") as file:
            process = processes.spawn(
                [*serve.MANAGE, *command],
                cwd=env.TOP,
                env=self._surroundings,
                stdout=None if shown else file,
                stderr=subprocess.STDOUT if not shown else None,
            )
            try:
                code = process.wait()
            except BaseException:
                processes.end_groups([process.pid])
                raise
        if code:
            raise SiteTrouble(f"manage.py {' '.join(command)} failed:\n{embedded.last_words(log)}")

    @contextmanager
    def running(self, *, with_worker=False):
        """Run the web server and the indexer, with_worker: and a worker of two processes, for as long as the ``with`` block
        lasts. Raises SiteTrouble."""
        serve.make_var()
        (serve.VAR / "tmp").mkdir(exist_ok=True)
        if not embedded.port_is_free(self.port):
            raise SiteTrouble(f"Port {self.port} is taken by another program. Choose another: --port {self.port + 1}")
        if serve.static_files_changed():
            self.manage("collectstatic", "--noinput")
        try:
            self._start("web", serve.web_command("127.0.0.1", self.port))
            self._start("search-indexer", serve.INDEXER)
            if with_worker:
                self._start("worker", serve.worker_commands("reading")["worker"])
            self._wait_until_it_answers()
            yield self
        finally:
            processes.end_groups([process.pid for _name, process in self.children])
            for _name, process in self.children:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(5)
            self.children.clear()

    def _start(self, name, command):
        with open(self.place.logs / f"{name}.log", "ab") as log:
            process = processes.spawn(command, cwd=env.TOP, env=self._surroundings, stdout=log, stderr=log)
        self.children.append((name, process))

    def check(self):
        """Raise SiteTrouble when one of the programs has ended."""
        for name, process in self.children:
            if process.poll() is not None:
                log = self.place.logs / f"{name}.log"
                raise SiteTrouble(f"The {name} ended; {in_short(log)} says:\n{embedded.last_words(log)}")

    def _wait_until_it_answers(self):
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            self.check()
            with suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
            time.sleep(0.1)
        raise SiteTrouble(f"The site did not answer within {PATIENCE} seconds; see {in_short(self.place.logs)}.")

    @property
    def has_index(self):
        """Whether an index is there to be asked."""
        return (self.place.search_folder / "current").exists()
