"""Start the whole site on one machine and keep it running: what ``script/server`` and ``script/test`` call.

``python -m untoc_review.serve`` starts PostgreSQL and the queue's server (unless DATABASE_URL and REDIS_URL name
others), prepares the database, and runs the web server, the worker and the clock until Ctrl-C.
``python -m untoc_review.serve test ARGUMENTS`` runs pytest on scratch servers.

One process watches all others. Each child leads a process group of its own and is noted in ``var/serve.json`` with
the moment it started, so that a start after ``kill -9`` can end what was left, and nothing else.
"""

import errno
import fcntl
import http.client
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2
import redis

from untoc_review import embedded, env, processes

VAR = env.TOP / "var"
LOGS = VAR / "log"
LOCK = VAR / "serve.lock"
CHILDREN = VAR / "serve.json"
READY_SECONDS = 120
FATAL_ENDS, WITHIN_SECONDS = 3, 60  # so many ends of one child in so short a time, and the site gives up


class Trouble(Exception):
    """The site can't be started or kept running; the message is a sentence for the person who started it."""


class Stopped(Exception):
    """Somebody pressed Ctrl-C or sent a signal that asks us to end."""


def say(words, end="\n"):
    """Print for the person at the terminal; a terminal that was closed is no reason to fail."""
    with suppress(OSError, ValueError):
        print(words, end=end, flush=True)


# ---------------------------------------------------------------- what is run

MANAGE = [sys.executable, str(env.TOP / "manage.py")]
CELERY = [sys.executable, "-m", "celery", "-A", "untoc_review"]


@dataclass(frozen=True)
class Step:
    """One thing to do before the site can answer: what to call it, and the command of manage.py."""

    words: str
    command: tuple
    demo_only: bool = False
    shown: bool = False  # its output is shown at the end and kept out of the logs (passwords)
    needed: object = None  # a function that tells whether it must be done at all


def static_files_changed():
    """Whether a style, script or package is newer than the collected static files."""
    try:
        collected = (VAR / "static" / "staticfiles.json").stat().st_mtime
    except OSError:
        return True
    sources = [env.TOP / "static", *(path for path in env.TOP.glob("*/static") if path.parent != VAR)]
    files = [path for source in sources for path in (source, *source.rglob("*"))]
    packages = Path(sys.prefix) / "requirements.txt.installed"  # see script/set_up.sh
    return any(path.stat().st_mtime > collected for path in [*files, packages] if path.exists())


STEPS = (
    Step("Setting up the database", ("migrate", "--noinput")),
    Step("Collecting styles and scripts", ("collectstatic", "--noinput"), needed=static_files_changed),
    Step("Loading the register", ("load_register",)),
    Step("Making the demo logins", ("make_demo_logins",), demo_only=True, shown=True),
)
STAND_INS = [*MANAGE, "load_stand_ins"]


def web_command(host, port):
    """The web server: two processes of four threads."""
    return [
        *(sys.executable, "-m", "gunicorn", "untoc_review.wsgi"),
        *("--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"),
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
        *("--timeout", "60", "--graceful-timeout", "8"),
        *("--worker-tmp-dir", str(VAR / "tmp"), "--no-control-socket"),
    ]


INDEXER = [*MANAGE, "index_search"]
BEAT = [*CELERY, "beat", "--loglevel", "INFO"]
WATCHER = [*MANAGE, "watch_folder"]


def watching():
    """The watcher of the folder WATCHED_FOLDER, as (name, command) in a list; none where no folder is named. Raises Trouble
    for one that is not there: a watcher that ends at once would end the site."""
    folder = env.given("WATCHED_FOLDER")
    if not folder:
        return []
    if not Path(env.TOP, folder).is_dir():
        raise Trouble(
            f"WATCHED_FOLDER is “{folder}”, and there is no such folder. Make it, or leave the setting empty."
        )
    return [("folder watcher", WATCHER)]


def worker_commands(queue):
    """The workers by name: one that reads and links, and one for mails; where Tesseract is installed, another that
    recognises pictures. How many files each has in hand at once is said by WORKERS and OCR_WORKERS.

    A worker looks into its queues in this order, so that what came alone overtakes a bulk import.
    """
    reading = f"{queue},{queue}.linking,{queue}.linking.bulk,{queue}.bulk"
    recognition = f"{queue}.ocr"

    def worker(queues, at_once, node):
        # Workers of one machine need names of their own: two of one name answer as one when they are asked what they do.
        named = ["--hostname", f"{node}@%h"]
        return [*CELERY, "worker", "--concurrency", str(at_once), "--loglevel", "INFO", *named, "--queues", queues]

    mailer = {"mail worker": worker(f"{queue}.mail", 1, "mail")}
    at_once, pictures = env.number("WORKERS", "2"), env.number("OCR_WORKERS", "1")
    if not shutil.which("tesseract"):
        return {"worker": worker(f"{reading},{recognition}", at_once, "reading"), **mailer}
    return {
        "worker": worker(reading, at_once, "reading"),
        "picture worker": worker(recognition, pictures, "pictures"),
        **mailer,
    }


# ---------------------------------------------------------------- what is watched


@dataclass
class Child:
    """A program that must run as long as the site does, or (``lasting=False``) once beside it."""

    title: str
    command: list
    log: Path
    lasting: bool = True
    farewell: int = signal.SIGTERM
    process: subprocess.Popen | None = None
    moment: str | None = None
    ends: deque = field(default_factory=lambda: deque(maxlen=FATAL_ENDS))
    start_again_at: float | None = None

    def start(self, surroundings):
        """Start the program with the environment ``surroundings``, its words going to its log."""
        self.start_again_at = None
        with open(self.log, "ab") as log:
            self.process = processes.spawn(
                self.command, farewell=self.farewell, cwd=env.TOP, env=surroundings, stdout=log, stderr=log
            )
        self.moment = processes.started(self.process.pid)

    def note_end(self):
        """Take note that the program ended; returns the seconds to wait before the next try, None to give up."""
        now = time.monotonic()
        self.ends.append(now)
        if len(self.ends) == FATAL_ENDS and now - self.ends[0] < WITHIN_SECONDS:
            return None
        recent = sum(now - end < WITHIN_SECONDS for end in self.ends)
        return 2.0 ** (recent - 1)


class ErrorLines:
    """The errors that appear in a growing log: the line that says ERROR or CRITICAL and what belongs to it."""

    # Three manners of writing an entry's first line: Django's, gunicorn's and Celery's.
    NEW_ENTRY = re.compile(r"\[?\d{4}-\d\d-\d\d [\d:,]+(?: [+-]\d{4}\] \[\d+\] \[|: | )(?P<level>[A-Z]+)\b")
    MOST = 60  # lines of one error

    def __init__(self, path):
        self.path = path
        self.read_to = 0
        self.rest = ""
        self.shown = 0  # lines shown of the entry we are in; 0 when it is no error

    def new(self):
        """The lines that came since the last call and belong to errors."""
        try:
            with open(self.path, "rb") as file:
                file.seek(self.read_to)
                fresh = file.read(100_000)
        except OSError:
            return []
        self.read_to += len(fresh)
        *lines, self.rest = (self.rest + fresh.decode(errors="replace")).split("\n")
        found = []
        for line in lines:
            first = self.NEW_ENTRY.match(line)
            if first:
                self.shown = 1 if first["level"] in ("ERROR", "CRITICAL") else 0
            elif self.shown:
                self.shown += 1
            if 0 < self.shown <= self.MOST:
                found.append(line)
        return found


# ---------------------------------------------------------------- checks before anything is started


def check_address(host, port):
    """Raise Trouble, with what to do, unless a web server could listen on this host and port now."""
    if not 0 < port < 65536:
        raise Trouble(f"PORT is {port}; it must be a number from 1 to 65535.")
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as problem:
        raise Trouble(f"HOST is “{host}”, which is no address of this machine. Leave it out.") from problem
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen()
        except PermissionError as problem:
            raise Trouble(f"This user may not open port {port}. Choose one above 1023: PORT=8000.") from problem
        except OSError as problem:
            if problem.errno == errno.EADDRNOTAVAIL:
                raise Trouble(f"HOST is “{host}”, which is no address of this machine. Leave it out.") from problem
            other = port + 1 if port < 65535 else 8001
            raise Trouble(
                f"Port {port} is taken by another program. Stop that program, or choose another port, for instance: "
                f"PORT={other} script/server"
            ) from problem


def check_database(url):
    """Raise Trouble unless the PostgreSQL that DATABASE_URL names lets us in."""
    try:
        psycopg2.connect(url, connect_timeout=10).close()
    except (psycopg2.Error, UnicodeError) as problem:
        words = " ".join(str(problem).split())
        raise Trouble(f"The database that DATABASE_URL names can't be used: {words}") from problem


def check_queue(url):
    """Raise Trouble unless the Redis that REDIS_URL names answers."""
    try:
        client = redis.from_url(url, socket_connect_timeout=10, socket_timeout=10)
        try:
            client.ping()
        finally:
            client.close()
    except (redis.RedisError, ValueError, OSError) as problem:
        raise Trouble(f"The queue's server that REDIS_URL names can't be used: {problem}") from problem


def in_short(path):
    """A path as a person would type it: from the top of the checkout where it lies inside."""
    return str(path.relative_to(env.TOP) if path.is_relative_to(env.TOP) else path)


# ---------------------------------------------------------------- the site


class Site:
    """Everything that runs while the site does. ``run`` returns the exit code."""

    def __init__(self):
        self.host = env.text("HOST", "127.0.0.1")
        self.port = env.number("PORT", "8000")
        self.asked_to_stop = False
        self.lock = None
        self.servers = []
        self.ends_of_servers = {}
        self.children = []
        self.surroundings = dict(os.environ)
        self.noted = None
        self.errors = []

    @property
    def address(self):
        """Where the site is to be seen from this machine."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"

    def pause(self, seconds):
        """Wait; raises Stopped when somebody asked us to stop. All waiting is done here."""
        if not self.asked_to_stop:
            time.sleep(seconds)
        if self.asked_to_stop:
            raise Stopped

    def run(self):
        """Start everything, watch it until somebody asks us to stop, and end everything."""
        self._heed_signals()
        code = 1
        try:
            self._take_lock()
            check_address(self.host, self.port)
            watching()
            self._end_left_over()
            self._clear_up()
            self._start_servers()
            logins = self._prepare()
            self._start_children()
            self._wait_until_it_answers()
            self._announce(logins)
            while True:
                self._tend()
                self.pause(0.2)
        except Stopped:
            code = 0
        except (Trouble, embedded.ServerTrouble) as problem:
            say(f"\n{problem}")
        except OSError as problem:
            say(f"\nThe site can't be started: {problem}.")
        finally:
            self._stop()
        return code

    def _heed_signals(self):
        def ask(number, frame):
            self.asked_to_stop = True

        signal.signal(signal.SIGINT, ask)
        signal.signal(signal.SIGTERM, ask)
        if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:  # nohup asks us to outlive the terminal
            signal.signal(signal.SIGHUP, ask)

    def _take_lock(self):
        make_var()
        lock = open(LOCK, "a+", encoding="utf-8")  # noqa: SIM115 - held as long as we run
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            lock.seek(0)
            where = lock.read().strip() or "another address"
            lock.close()
            raise Trouble(
                f"The site is already running at {where}. Use it there, or stop it first (Ctrl-C where it was started)."
            ) from None
        lock.truncate(0)
        lock.write(self.address + "\n")
        lock.flush()
        self.lock = lock

    def _end_left_over(self):
        """End what a start that was killed left behind, after making sure that each is what it was."""
        try:
            left = json.loads(CHILDREN.read_text(encoding="utf-8"))
            known = [(int(child["pid"]), str(child["started"])) for child in left]
        except (OSError, ValueError, TypeError, KeyError):
            known = []
        for pid, moment in known:
            processes.end_left_over(pid, moment)
        CHILDREN.unlink(missing_ok=True)

    def _clear_up(self):
        """Keep one previous log of each child, and begin with an empty folder for temporary files."""
        LOGS.mkdir(exist_ok=True)
        for log in LOGS.glob("*.log"):
            log.replace(log.with_name(f"{log.name}.1"))
        shutil.rmtree(VAR / "tmp", ignore_errors=True)
        (VAR / "tmp").mkdir(exist_ok=True)

    def _note_children(self, *others):
        running = [
            {"title": child.title, "pid": child.process.pid, "started": child.moment}
            for child in (*self.children, *others)
            if child.process is not None and child.moment
        ]
        if running != self.noted:
            embedded.write_secret(CHILDREN, json.dumps(running, indent=1))
            self.noted = running

    def _start_servers(self):
        """PostgreSQL and the queue's server, each its own unless its address is given."""
        own = {}
        place = None
        for name, kind, log, check in (
            ("DATABASE_URL", embedded.Postgres, "postgres.log", check_database),
            ("REDIS_URL", embedded.Valkey, "valkey.log", check_queue),
        ):
            if env.given(name):
                self.surroundings[name] = env.given(name)
                check(env.given(name))
                continue
            say(f"Starting {kind.title} ...", end="")
            begin = time.monotonic()
            place = place or embedded.place_for(env.TOP)
            server = kind(place, LOGS / log, pause=self.pause)
            self.servers.append(server)
            own[name] = self.surroundings[name] = server.start()
            say(f" done in {time.monotonic() - begin:.0f} s")
        # Demo logins belong into a database of our own alone, unless somebody asks for them.
        demo = env.given("DEMO") or ("yes" if "DATABASE_URL" in own else "no")
        if demo not in ("yes", "no"):
            raise Trouble(f"DEMO is “{demo}”; it must be yes or no.")
        own["SECRET_KEY"] = env.given("SECRET_KEY") or secret_key()
        own["DEMO"] = demo
        self.demo = demo == "yes"
        self.surroundings |= own
        self.surroundings |= {
            "DJANGO_SETTINGS_MODULE": "untoc_review.settings",
            "PYTHONUNBUFFERED": "1",
            "TMPDIR": str(VAR / "tmp"),
        }
        write_own_settings(own)

    def _prepare(self):
        """Do the STEPS; returns what those to be shown printed."""
        shown = []
        for step in STEPS:
            if (step.demo_only and not self.demo) or (step.needed and not step.needed()):
                continue
            say(f"{step.words} ...", end="")
            begin = time.monotonic()
            shown.append(self._do(step))
            say(f" done in {time.monotonic() - begin:.0f} s")
        return "\n".join(filter(None, shown))

    def _do(self, step):
        log = LOGS / "setup.log"
        begin = log.stat().st_size if log.exists() else 0
        with open(log, "ab") as file:
            process = processes.spawn(
                [*MANAGE, *step.command],
                cwd=env.TOP,
                env=self.surroundings,
                stdout=subprocess.PIPE if step.shown else file,
                stderr=file,
                text=True,
                errors="replace",
            )
        doing = Child(step.words, [], log, process=process, moment=processes.started(process.pid))
        self._note_children(doing)
        try:
            while True:
                with suppress(subprocess.TimeoutExpired):
                    words, _ = process.communicate(timeout=0.1)
                    break
                self.pause(0)
        finally:
            if process.poll() is None:
                processes.end_groups([process.pid])
                process.wait()
        if process.returncode:
            last = embedded.last_words(log, begin, 12)
            raise Trouble(f"“{step.words}” failed. The last lines of {in_short(log)}:\n{last or words or 'nothing'}")
        return (words or "").strip()

    def _start_children(self):
        self.children += [
            Child("web server", web_command(self.host, self.port), LOGS / "web.log"),
            # SIGQUIT lets a worker go at once: SIGTERM would finish long readings first.
            *(
                Child(name, command, LOGS / f"{name.replace(' ', '-')}.log", farewell=signal.SIGQUIT)
                for name, command in worker_commands(self.surroundings.get("QUEUE") or "reading").items()
            ),
            Child("search indexer", INDEXER, LOGS / "search-indexer.log"),
            Child("clock", BEAT, LOGS / "beat.log"),
            *(Child(name, command, LOGS / f"{name.replace(' ', '-')}.log") for name, command in watching()),
        ]
        self.errors = [ErrorLines(child.log) for child in self.children]
        for child in self.children:
            child.start(self.surroundings)
            self._note_children()

    def _wait_until_it_answers(self):
        say("Waiting for the site to answer ...", end="")
        begin = time.monotonic()
        answer = ""
        while time.monotonic() - begin < READY_SECONDS:
            self._tend()
            ready, answer = self._health()
            if ready:
                say(f" done in {time.monotonic() - begin:.0f} s")
                return
            self.pause(0.2)
        raise Trouble(f"The site did not become ready within {READY_SECONDS} seconds. It says: {answer}")

    def _health(self):
        """Whether /healthz says that all is well, and what it said."""
        names = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
        named = next((name for name in names if "*" not in name), "localhost")
        host = self.address.removeprefix("http://").rpartition(":")[0].strip("[]")
        connection = http.client.HTTPConnection(host, self.port, timeout=10)
        try:
            connection.request("GET", "/healthz", headers={"Host": named.lstrip("."), "X-Forwarded-Proto": "https"})
            answer = connection.getresponse()
            words = answer.read(500).decode(errors="replace").strip()
        except (OSError, http.client.HTTPException) as problem:
            return False, f"{problem}"
        finally:
            connection.close()
        # A site behind a proxy that it doesn't trust to say so sends every plain request to https.
        return answer.status == 200 or (answer.status == 301 and env.flag("HTTPS", "no")), f"{answer.status} {words}"

    def _announce(self, logins):
        say(f"\nThe site runs at {self.address}")
        if logins:
            say(f"\n{logins}")
        elif not self.demo:
            say("There are no demo logins: make an administrator with  python manage.py createsuperuser")
        say(f"\nLogs are in {in_short(LOGS)}. Ctrl-C stops everything; the data are kept.")
        if self.demo:
            stand_ins = Child("loading of the stand-in documents", STAND_INS, LOGS / "stand-ins.log", lasting=False)
            self.children.append(stand_ins)
            stand_ins.start(self.surroundings)
            self._note_children()

    def _tend(self):
        """Look after everything once: start again what ended, show errors. Raises Trouble when it is hopeless."""
        for server in self.servers:
            if not server.running():
                self._revive(server)
        for child in list(self.children):
            if child.process is not None and child.process.poll() is not None:
                self._note_end(child)
            if child.start_again_at is not None and time.monotonic() >= child.start_again_at:
                child.start(self.surroundings)
        self._note_children()
        for errors in self.errors:
            for line in errors.new():
                say(f"{errors.path.stem}: {line}")

    def _note_end(self, child):
        code = child.process.returncode
        processes.end_groups([child.process.pid], 2)  # what it started itself, if anything is left
        child.process = None
        if not child.lasting:
            self.children.remove(child)
            if code:
                say(f"The {child.title} failed; {in_short(child.log)} says why. The site goes on without.")
            return
        how = f"signal {-code}" if code < 0 else f"exit code {code}"
        wait = child.note_end()
        if wait is None:
            raise Trouble(
                f"The {child.title} ended {FATAL_ENDS} times within a minute ({how}), so everything is stopped. "
                f"The last lines of {in_short(child.log)}:\n{embedded.last_words(child.log, lines=12)}"
            )
        say(f"\nThe {child.title} ended ({how}; see {in_short(child.log)}). It is started again in {wait:.0f} s.")
        child.start_again_at = time.monotonic() + wait

    def _revive(self, server):
        ends = self.ends_of_servers.setdefault(server.title, deque(maxlen=FATAL_ENDS))
        now = time.monotonic()
        ends.append(now)
        if len(ends) == FATAL_ENDS and now - ends[0] < WITHIN_SECONDS:
            raise Trouble(
                f"{server.title} ended {FATAL_ENDS} times within a minute, so everything is stopped. "
                f"The last lines of {in_short(server.log)}:\n{embedded.last_words(server.log)}"
            )
        say(f"\n{server.title} ended (see {in_short(server.log)}). It is started again.")
        server.start()

    def _stop(self):
        """End everything, the servers last. Signals that come now change nothing."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        if self.lock is None:
            return
        running = [child for child in self.children if child.process is not None]
        if running or self.servers:
            say("\nStopping ...", end="")
        processes.end_groups([child.process.pid for child in running])
        for child in running:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(5)
        for server in reversed(self.servers):
            server.pause = time.sleep
            server.stop()
        CHILDREN.unlink(missing_ok=True)
        forget_own_servers()
        if running or self.servers:
            say(" everything is stopped.")
        self.lock.truncate(0)
        self.lock.close()


# ---------------------------------------------------------------- what is kept in var/


def make_var():
    """Make the folder var/, or say in words why it can't be used. Raises Trouble."""
    try:
        VAR.mkdir(exist_ok=True)
        usable = os.access(VAR, os.R_OK | os.W_OK | os.X_OK)
        # A start as root leaves files that an ordinary user can't replace.
        usable = usable and all(os.access(path, os.W_OK) for path in (LOCK, LOGS, env.OWN_SERVERS) if path.exists())
    except OSError:
        usable = False
    if not usable:
        raise Trouble(
            f"This user can't write in {VAR}. Perhaps another user (root?) started the site before: start it as that "
            "user, or give the folder to this one with chown -R."
        )


def secret_key():
    """The site's own SECRET_KEY, kept in var/secret_key so that nobody is signed out by a new start."""
    path = VAR / "secret_key"
    try:
        kept = path.read_text(encoding="utf-8").strip()
    except (FileNotFoundError, UnicodeDecodeError):
        kept = ""
    if len(kept) < 50:
        kept = secrets.token_urlsafe(60)
        embedded.write_secret(path, kept + "\n")
    return kept


def write_own_settings(settings):
    """Write var/embedded.env, from which manage.py in another terminal learns where the site's own servers are."""
    lines = [f"{name}={value}\n" for name, value in settings.items()]
    embedded.write_secret(env.OWN_SERVERS, "# Written by script/server at every start.\n" + "".join(lines))


def forget_own_servers():
    """Take the addresses of servers that run no longer out of var/embedded.env; key and mode stay."""
    kept = {name: value for name, value in env.read_lines(env.OWN_SERVERS).items() if not name.endswith("_URL")}
    if kept:
        write_own_settings(kept)


# ---------------------------------------------------------------- tests


def run_tests(arguments):
    """Run pytest on scratch servers; returns its exit code. A Ctrl-C goes to pytest, which then ends by itself."""
    asked = []
    pytest = None

    def ask(number, frame):
        asked.append(number)
        if pytest is not None and number != signal.SIGINT:  # the terminal sends Ctrl-C to pytest as well
            with suppress(ProcessLookupError):
                pytest.send_signal(signal.SIGINT)

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask)

    def pause(seconds):
        time.sleep(seconds)
        if asked:
            raise Stopped

    try:
        make_var()
        with embedded.scratch(env.TOP, pause=pause) as scratch:
            surroundings = os.environ | {
                "DATABASE_URL": scratch.postgres.url,
                "REDIS_URL": scratch.valkey.url,
                "SECRET_KEY": secrets.token_urlsafe(60),
                "DEMO": "no",
                "DJANGO_SETTINGS_MODULE": "untoc_review.settings",
                "HYPOTHESIS_STORAGE_DIRECTORY": str(VAR / "hypothesis"),
            }
            command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={VAR / 'pytest'}"]
            command += [f"--basetemp={scratch.folder / 'pytest'}", *arguments]
            pytest = processes.spawn(
                command, farewell=signal.SIGINT, own_session=False, stdin=None, cwd=env.TOP, env=surroundings
            )
            patience = None
            while pytest.poll() is None:
                time.sleep(0.1)
                if asked and patience is None:
                    patience = time.monotonic() + 15
                if patience is not None and time.monotonic() > patience:
                    pytest.kill()
            return 128 + asked[0] if asked else pytest.returncode
    except Stopped:
        return 128 + asked[0]
    except (Trouble, embedded.ServerTrouble) as problem:
        say(str(problem))
    except OSError as problem:
        say(f"The tests can't be started: {problem}.")
    return 1


def main(arguments):
    """Start the site (no arguments), or the tests (``test``, then arguments for pytest); returns the exit code."""
    if arguments[:1] == ["test"]:
        return run_tests(arguments[1:])
    if arguments:
        say("script/server takes no arguments; settings stand in the environment or in .env (see .env.example).")
        return 2
    return Site().run()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
