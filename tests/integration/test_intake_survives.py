"""Five hundred files come in while everything falls over: workers killed, queue and database stopped and started, the store
full. At the end each file is stored once, or named with its problem, and nobody had to help.

Servers, workers, clock and import are real processes of this test's own; each is ended by its own number.
"""

import csv
import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager, suppress

import psycopg2
import pytest

from tests.files import docx, pdf
from tests.notes import NOTE_WITH_MASTHEAD
from untoc_review import embedded, env, processes, serve

pytestmark = pytest.mark.worker

FILES = 500
WITHOUT_SYMBOL, UNREADABLE, TWICE = 10, 10, 5
QUEUE = "surviving"
PATIENCE = 240
ROOM = 5_000_000  # bytes of the small store

WHAT_PAGES_SAY = """
import json, sys, django
from django.conf import settings
settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
django.setup()
from django.contrib.auth.models import Group
from django.test import Client
from accounts.models import User
from documents.fates import fate_of
from documents.models import File
user = User.objects.create_user("looks", is_active=True)
user.groups.set([Group.objects.get(name="editor")])
client = Client(HTTP_HOST="127.0.0.1")
client.force_login(user)
said = {}
for file in File.objects.select_related("version__document"):
    answer = client.get(f"/admin/documents/file/progress.json?files={file.pk}").json()
    said[file.name] = [str(fate_of(file)), json.dumps(answer, ensure_ascii=False)]
statuses = [client.get(path).status_code for path in ("/admin/documents/file/in-tray/", "/en/documents/", "/admin/documents/file/")]
json.dump({"said": said, "statuses": statuses}, sys.stdout)
"""


def note(number):
    """A note with a symbol and words of its own."""
    text = NOTE_WITH_MASTHEAD.replace("CTOC/COP/2016/7", f"CTOC/COP/2016/{1000 + number}")
    return f"{text}\nThe number of this note is {number}.\n"


@pytest.fixture
def folder(tmp_path):
    """The five hundred: notes as text, PDF and DOCX; some without a symbol, some unreadable, some there twice."""
    folder = tmp_path / "dropped"
    folder.mkdir()
    for number in range(FILES - WITHOUT_SYMBOL - UNREADABLE - TWICE):
        name = f"CTOC_COP_2016_{1000 + number}-EN"
        if number % 10 == 3:
            (folder / f"{name}.pdf").write_bytes(pdf([note(number), "The second page."]))
        elif number % 10 == 7:
            (folder / f"{name}.docx").write_bytes(docx(note(number)))
        else:
            (folder / f"{name}.txt").write_text(note(number) + "Words. " * 300)
    for number in range(WITHOUT_SYMBOL):
        (folder / f"letter {number}.txt").write_text(
            f"A letter of the secretariat, number {number}, says nothing. " * 20
        )
    for number in range(UNREADABLE):
        (folder / f"scan {number}.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes([number]) * 300)
    texts = sorted(folder.glob("CTOC*.txt"))
    for number in range(TWICE):
        (folder / f"the same {number}.txt").write_bytes(texts[number].read_bytes())
    return folder


@pytest.fixture
def store(tmp_path):
    """A folder for the files; where the machine allows it a file system of its own that holds only so much."""
    folder = tmp_path / "store"
    folder.mkdir()
    mounted = (
        os.geteuid() == 0
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={ROOM},mode=755", "tmpfs", str(folder)], capture_output=True
        ).returncode
    )
    yield folder, mounted
    if mounted:
        subprocess.run(["umount", str(folder)], capture_output=True)


class Site:
    """Servers, worker and clock, each started again when it ends, as ``script/server`` does it."""

    def __init__(self, servers, store, logs):
        self.servers, self.logs = servers, logs
        self.surroundings = os.environ | {
            "DATABASE_URL": servers.postgres.url,
            "REDIS_URL": servers.valkey.url,
            "FILES_FOLDER": str(store),
            "SEARCH_FOLDER": str(logs / "search"),
            "QUEUE": QUEUE,
            "SWEEP_SECONDS": "2",
            "LOG_LEVEL": "INFO",
            "ALLOWED_HOSTS": "127.0.0.1",
            "DJANGO_SETTINGS_MODULE": "untoc_review.settings",
        }
        self.children = {}

    def start(self, name, command):
        with open(self.logs / f"{name}.log", "ab") as log:
            process = processes.spawn(command, cwd=env.TOP, env=self.surroundings, stdout=log, stderr=log)
        self.children[name] = (process, command)
        return process

    def tend(self):
        """Start again what has ended, but for the import."""
        for name, (process, command) in list(self.children.items()):
            if name != "import" and process.poll() is not None:
                self.start(name, command)

    def kill_worker(self):
        """SIGKILL for the worker and every process of it."""
        process, _ = self.children["worker"]
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def manage(self, *command, **options):
        return subprocess.run(
            [*serve.MANAGE, *command], cwd=env.TOP, env=self.surroundings, capture_output=True, text=True, **options
        )

    def end(self):
        for process, _command in self.children.values():
            processes.end_groups([process.pid], patience=5)
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)

    @contextmanager
    def database(self):
        connection = psycopg2.connect(self.servers.postgres.url)
        try:
            with connection.cursor() as cursor:
                yield cursor
        finally:
            connection.close()

    def ask(self, sql, *values):
        with self.database() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall()

    def done(self):
        """How many files have their fate by now; None while the database is away."""
        try:
            return self.ask("SELECT count(*) FROM documents_file WHERE stage = 'linked' OR problem <> ''")[0][0]
        except psycopg2.Error:
            return None


@pytest.fixture
def site(tmp_path, store):
    logs = tmp_path / "logs"
    logs.mkdir()
    with embedded.scratch(env.TOP) as servers:
        site = Site(servers, store[0], logs)
        try:
            made = site.manage("migrate", "--noinput")
            assert made.returncode == 0, made.stderr
            site.start("worker", serve.worker_commands(QUEUE)["worker"])
            site.start("clock", [*serve.CELERY, "beat", "--schedule", str(logs / "beat"), "--loglevel", "INFO"])
            yield site
        finally:
            site.end()


@contextmanager
def a_full_store(folder, mounted):
    """A store in which there is room for a few files; room for all once ``make_room`` was called."""
    ballast = folder / "ballast"
    if mounted:
        taken = os.statvfs(folder)
        with open(ballast, "wb") as file:
            file.write(b"\0" * (taken.f_bavail * taken.f_frsize - 400_000))
    yield lambda: ballast.unlink(missing_ok=True)
    ballast.unlink(missing_ok=True)


def disasters(site):
    """What happens, and how many files must have their fate before it does."""

    def restart(server, seconds):
        def do():
            server.stop()
            time.sleep(seconds)
            server.start()

        return do

    return [
        (40, "the worker is killed", site.kill_worker),
        (120, "the queue is stopped and comes back empty", restart(site.servers.valkey, 3)),
        (200, "the worker is killed", site.kill_worker),
        (260, "the database is restarted", restart(site.servers.postgres, 2)),
        (360, "the worker is killed", site.kill_worker),
    ]


def test_five_hundred_files_come_in_while_everything_falls_over(site, folder, store, tmp_path):
    files_folder, mounted = store
    outcomes = tmp_path / "outcomes.csv"
    happened = []
    with a_full_store(files_folder, mounted) as make_room:
        importing = site.start(
            "import",
            [*serve.MANAGE, "import_folder", str(folder), "--outcomes", str(outcomes), "--wait"],
        )
        if mounted:
            wait_until(lambda: "no room" in words(site, "import") or "No space" in words(site, "import"), site)
            happened.append("the store was full")
            make_room()
    for least, what, do in disasters(site):
        wait_until(lambda least=least: (site.done() or 0) >= least, site, what)
        do()
        happened.append(what)
    wait_until(lambda: importing.poll() is not None, site, "the import ends")
    assert importing.returncode == 0, words(site, "import")[-3000:]
    assert len(happened) == 5 + mounted
    every_file_has_one_fate(site, folder, files_folder, outcomes)
    no_page_lies(site)


def words(site, name):
    return (site.logs / f"{name}.log").read_text(errors="replace")


def wait_until(what, site, why=""):
    until = time.monotonic() + PATIENCE
    while not what():
        site.tend()
        assert time.monotonic() < until, f"{why} did not come true; {site.done()} files have their fate"
        time.sleep(0.05)


def every_file_has_one_fate(site, folder, store, outcomes):
    given = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    rows = site.ask(
        "SELECT sha256, content, stage, problem, waits_because, version_id, is_current, page_count, tries, id "
        "FROM documents_file"
    )
    assert Counter(row[0] for row in rows) == dict.fromkeys(set(given.values()), 1)
    for sha256, content, stage, problem, _waits, _version, _current, pages, tries, key in rows:
        assert hashlib.sha256((store / content).read_bytes()).hexdigest() == sha256
        assert stage == "linked" or "picture" in problem or "JPEG" in problem, (stage, problem)
        assert "stopped" not in problem
        held = site.ask("SELECT count(*), coalesce(max(number), 0) FROM documents_page WHERE file_id = %s", key)[0]
        assert held == ((pages or 0), (pages or 0))
        assert tries == 0 or problem
    filed = {key for *_, version, _current, _pages, _tries, key in rows if version}
    assert len(filed) == len(set(given.values())) - WITHOUT_SYMBOL - UNREADABLE
    # No document, version, title or reference was made twice by a rung that ran again.
    assert site.ask("SELECT count(*) FROM documents_document") == [(len(filed),)]
    assert site.ask("SELECT count(*), count(DISTINCT document_id) FROM documents_languageversion") == [
        (len(filed),) * 2
    ]
    twice = "SELECT file_id, page, start, symbol, act_key FROM documents_reference GROUP BY 1, 2, 3, 4, 5 HAVING count(*) > 1"
    assert site.ask(twice) == []
    same = "SELECT subject, subject_id, field, value FROM provenance_evidence WHERE origin = 'read' AND record <> '' " \
           "GROUP BY 1, 2, 3, 4 HAVING count(*) > 1"  # fmt: skip
    assert site.ask(same) == []
    left = [path for path in store.rglob("*") if path.is_file() and len(path.name) != 64]
    assert left == []
    checked = site.manage("check_store")
    assert checked.returncode == 0, checked.stdout + checked.stderr
    with open(outcomes, newline="", encoding="utf-8") as stream:
        told = {row["file"]: row["outcome"] for row in csv.DictReader(stream)}
    assert set(told) == set(given)
    assert Counter(told.values()) == {
        "stored": FILES - WITHOUT_SYMBOL - UNREADABLE - TWICE,
        "no symbol found": WITHOUT_SYMBOL,
        "unreadable": UNREADABLE,
        "already held": TWICE,
    }


def no_page_lies(site):
    """What the site says of each file, and that its pages answer."""
    looked = subprocess.run(
        [sys.executable, "-c", WHAT_PAGES_SAY],
        cwd=env.TOP,
        env=site.surroundings,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert looked.returncode == 0, looked.stderr[-2000:]
    found = json.loads(looked.stdout)
    assert found["statuses"] == [200, 200, 200]
    for name, (fate, answer) in found["said"].items():
        assert "being read" not in fate, name
        assert json.loads(answer), name
