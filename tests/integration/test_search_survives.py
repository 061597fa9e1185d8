"""The index outlives what befalls it: kills, deleted and spoilt files, a full disk, a database that is away. Nobody helps.

Real indexer processes work on the test's database; each is ended by its own number, whatever becomes of the test.
"""

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg2
import pytest
from django.db import connection, connections

from accounts.access import Audience
from documents.models import Document
from documents.search import contents, fields, follow, questions, store
from documents.search.check import differences
from documents.search.find import find
from documents.search.follow import AlreadyIndexing, Following, alone, build_anew, follow_for_ever
from tests import factories as make
from untoc_review import env, processes

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

PUBLIC, DELEGATES, SECRETARIAT = Audience


@pytest.fixture(autouse=True)
def fresh_reader():
    """This process opens the index anew, and lets go of it afterwards."""
    store.opened.forget()
    yield
    store.opened.forget()


def paper(number, words="walnuts", pages=1):
    document = make.document(f"CTOC/COP/2016/{number}", f"Paper {number}", listed=False)
    make.file(make.version(document), *[f"{words} {number} {page}" for page in range(pages)], name=f"{number}")
    return document


def surroundings(folder):
    own = connection.settings_dict
    url = f"postgres://{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"
    return os.environ | {"DATABASE_URL": url, "SEARCH_FOLDER": str(folder), "LOG_LEVEL": "INFO"}


class Process:
    """A real ``manage.py index_search``."""

    def __init__(self, folder, log):
        self.folder, self.log = folder, log
        self.start()

    def start(self):
        with open(self.log, "ab") as log:
            self.process = processes.spawn(
                [sys.executable, "manage.py", "index_search"],
                cwd=env.TOP,
                env=surroundings(self.folder),
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def end(self):
        """Ask it to end, as the site does; returns its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode

    def words(self):
        return self.log.read_text(errors="replace")


@pytest.fixture
def indexer(settings, tmp_path):
    """Starts real indexers: ``indexer()``, on a folder of its own where one is given."""
    started = []

    def start(folder=None):
        started.append(Process(folder or settings.SEARCH_FOLDER, tmp_path / f"indexer{len(started)}.log"))
        return started[-1]

    yield start
    for each in started:
        each.end()


def wait_until(what, seconds=20, why=""):
    """Wait until ``what()`` is true; fails in words."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, f"{why or what} did not come true within {seconds} seconds"
        time.sleep(0.05)


def is_equal():
    return differences() == []


def is_found(words, total):
    """Whether the index (not the database in its place) finds so many."""
    found = find(words, PUBLIC)
    return found.is_whole and found.total == total


def rounds(following, seconds=20):
    """Rounds of an indexer in this process until it follows and has nothing to do; waits are cut short."""
    until = time.monotonic() + seconds
    while following.round() != Following.IDLE_SECONDS or following.failures:
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.fixture
def following(monkeypatch):
    """An indexer in this process that looks at its files every round."""
    monkeypatch.setattr(Following, "LOOK_SECONDS", 0)
    one = Following()
    yield one
    one.leave()


# ---------------------------------------------------------------- killed


# Starting Python takes most of a second; a process that has started already and is copied is an indexer at once, as real as
# any, so that many can be killed. It dies with the one that copied it.
NURSERY = """
import os, signal, sys, time, django
django.setup()
from documents.search.follow import follow_for_ever
from untoc_review.processes import die_with_parent
die = die_with_parent(signal.SIGKILL)
for line in sys.stdin:
    die = die_with_parent(signal.SIGKILL)
    child = os.fork()
    if child == 0:
        die and die()
        follow_for_ever(lambda: False)
        os._exit(0)
    time.sleep(float(line))
    os.kill(child, signal.SIGKILL)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture
def nursery(settings):
    """Lets an indexer live for so many seconds, kills it, and returns how it ended: ``nursery(0.3)``."""
    process = processes.spawn(
        [sys.executable, "-c", NURSERY],
        cwd=env.TOP,
        env=surroundings(settings.SEARCH_FOLDER) | {"DJANGO_SETTINGS_MODULE": "untoc_review.settings"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )

    def live(seconds):
        process.stdin.write(f"{seconds}\n")
        process.stdin.flush()
        return int(process.stdout.readline())

    yield live
    process.stdin.close()
    processes.end_groups([process.pid], patience=2)
    process.wait(10)
    process.stdout.close()


@pytest.fixture
def writing():
    """Imports documents all the time, some in several steps, some deleted again: ``stop = writing()``; returns how many."""
    ended, failed, threads = threading.Event(), [], []
    written = []

    def write():
        chance = random.Random(5)
        try:
            while not ended.is_set():
                document = paper(len(written), pages=chance.choice([1, 1, 9]))
                written.append(document.pk)
                if chance.random() < 0.2:
                    document.versions.get().files.all().delete()
                    document.delete()
                elif chance.random() < 0.3:
                    Document.objects.filter(pk=document.pk).update(audience=chance.choice(list(Audience)))
                time.sleep(0.01)
        except Exception as problem:
            failed.append(problem)
        finally:
            connections.close_all()

    def stop():
        ended.set()
        for thread in threads:
            thread.join(30)
        assert not failed
        return len(written)

    def begin():
        threads.append(threading.Thread(target=write))
        threads[0].start()
        return stop

    yield begin
    ended.set()
    for thread in threads:
        thread.join(30)


def test_killed_fifty_times_while_documents_come_in(nursery, writing, indexer):
    stop = writing()
    chance = random.Random(3)
    for _ in range(50):
        assert nursery(chance.random() ** 2 * 0.6) == -signal.SIGKILL
    assert stop() > 100
    last = indexer()
    wait_until(lambda: store.current_path() and is_equal(), 30, "the index is equal to the database")
    assert find("walnuts", SECRETARIAT).total > 50
    assert last.end() == 0
    with alone():
        pass  # no lock is left behind


def test_a_process_killed_while_it_builds_leaves_half_an_index_that_the_next_one_clears_away(settings, indexer):
    for number in range(5):
        paper(number)
    half = store.new_generation()
    store.Generation.make(half)
    indexer()
    wait_until(lambda: is_found("walnuts", 5))
    assert not half.exists()


def test_asked_to_end_it_ends_at_once_even_while_it_builds(monkeypatch):
    for number in range(6):
        paper(number)
    monkeypatch.setattr(contents, "BATCH", 1)
    asked = []

    def is_stopped():
        asked.append(1)
        return len(asked) > 4

    follow_for_ever(is_stopped)
    assert store.current_path() is None
    assert not list(store.folder().glob("form*"))


# ---------------------------------------------------------------- deleted and spoilt files


def test_the_folder_deleted_under_an_indexer_and_readers(settings, indexer, client):
    for number in range(4):
        paper(number)
    indexer()
    wait_until(lambda: is_found("walnuts", 4))
    gone = store.current_path()
    shutil.rmtree(settings.SEARCH_FOLDER)
    answers = []

    def is_there_again():
        response = client.get("/en/search/", {"q": "walnuts"})
        answers.append((response.status_code, response.context["found"].total))
        return store.current_path() not in (None, gone)

    wait_until(is_there_again, 10, "another index")
    assert set(answers) == {(200, 4)}
    paper(5)
    wait_until(lambda: is_found("walnuts", 5))
    assert is_equal()


def test_a_part_of_the_folder_deleted_is_no_empty_index():
    paper(1)
    build_anew()
    shutil.rmtree(store.current_path() / "documents")
    found = find("walnuts", PUBLIC)
    assert (found.total, found.is_whole) == (1, False)
    assert not (store.current_path() / "documents").exists()


KINDS = ["meta.json", "idx", "term", "store", "pos", "fast", "fieldnorm"]


def spoil(kind, how, part="documents"):
    """Spoil the files of one kind of the current index; through a copy, so that what others have open stays as it was."""
    for path in list((store.current_path() / part).glob(kind if kind == "meta.json" else f"*.{kind}")):
        content = bytearray(path.read_bytes())
        if how == "emptied":
            content.clear()
        elif how == "garbage":
            content[:] = random.Random(1).randbytes(len(content))
        else:  # the middle alone: no file that is opened looks wrong
            middle = max(len(content) // 4, 1)
            content[: middle + 1] = bytes(255 - byte for byte in content[: middle + 1])
        spoilt = path.with_name("spoilt")
        spoilt.write_bytes(content)
        spoilt.replace(path)


@pytest.mark.parametrize("how", ["emptied", "garbage", "middle"])
@pytest.mark.parametrize("kind", KINDS)
def test_spoilt_files(following, kind, how):
    """Readers that come anew get their answer, and the indexer that comes anew, or was there, builds another."""
    for number in range(3):
        paper(number, pages=8 if number else 1)
    rounds(following)
    before = store.current_path()
    spoil(kind, how)
    if how != "middle":
        assert find("walnuts", PUBLIC).total == 3
    rounds(following)
    assert store.current_path() != before
    assert is_found("walnuts", 3)
    assert is_equal()
    # The same with nobody there when it happened.
    following.leave()
    before = store.current_path()
    spoil(kind, how, part="pages")
    rounds(following)
    assert store.current_path() != before
    assert is_equal()


def test_files_cut_off_in_place_under_a_running_indexer(settings, indexer):
    """What is mapped into memory and cut off may bring a process down; the next one mends it."""
    for number in range(3):
        paper(number)
    first = indexer()
    wait_until(lambda: is_found("walnuts", 3))
    before = store.current_path()
    store.opened.forget()
    for path in (before / "documents").glob("*.term"):
        os.truncate(path, 10)
    wait_until(lambda: store.current_path() != before or first.process.poll() is not None, 10)
    if first.process.poll() is not None:
        first.start()
    wait_until(lambda: store.current_path() not in (None, before), 10, "another index")
    wait_until(lambda: is_found("walnuts", 3))
    assert is_equal()


@pytest.mark.parametrize(
    "told",
    ["", "garbage", "{}", "[]", '{"folder": "form0-away", "form": 0}', '{"folder": "../..", "form": FORM}', b"\xff"],
)
def test_current_names_nothing(following, told):
    paper(1)
    rounds(following)
    written = told.replace("FORM", str(fields.FORM)).encode() if isinstance(told, str) else told
    (store.folder() / "current").write_bytes(written)
    store.opened.forget()
    assert find("walnuts", PUBLIC).total == 1
    rounds(following)
    assert is_found("walnuts", 1)
    assert is_equal()


def test_current_names_a_folder_that_is_not_there(following):
    paper(1)
    rounds(following)
    store.make_current(store.folder() / "form-away")
    store.opened.forget()
    assert find("walnuts", PUBLIC).total == 1
    rounds(following)
    assert is_equal()


def test_an_index_of_an_older_form_is_passed_over_until_the_new_one_is_ready(monkeypatch, following):
    paper(1)
    with monkeypatch.context() as older:
        older.setattr(fields, "FORM", 0)
        build_anew()
        assert is_found("walnuts", 1)
    store.opened.forget()
    found = find("walnuts", PUBLIC)
    assert (found.total, found.is_whole) == (1, False)
    rounds(following)
    assert is_found("walnuts", 1)
    assert [path.name for path in store.folder().glob("form*")] == [store.current_path().name]


def test_an_index_that_brings_its_processes_down_is_built_anew(following):
    paper(1)
    build_anew()
    before = store.current_path()
    (before / follow.TRIALS).write_text("." * follow.MOST_TRIALS)
    rounds(following)
    assert store.current_path() != before
    assert not (store.current_path() / follow.TRIALS).exists()


# ---------------------------------------------------------------- outages


def test_a_full_disk_ends_nobody_and_takes_no_index_away(following, monkeypatch):
    paper(1)
    rounds(following)
    before = store.current_path()
    paper(2)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(follow.Indexer, "commit", full)
        for _ in range(Following.MOST_FAILURES + 2):
            following.round()
        assert is_found("walnuts", 1)
        assert store.current_path() == before
    rounds(following)
    assert store.current_path() == before
    assert is_found("walnuts", 2)
    assert is_equal()


def test_a_full_disk_while_building_leaves_nothing_behind(following, monkeypatch):
    paper(1)

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(follow.Indexer, "commit", full)
        for _ in range(3):
            following.round()
        assert not list(store.folder().glob("form*"))
        assert find("walnuts", PUBLIC).total == 1
    rounds(following)
    assert is_found("walnuts", 1)


def test_the_database_away_for_some_seconds(settings, indexer):
    """Its sessions are ended by the server, and new ones refused."""
    paper(1)
    first = indexer()
    wait_until(lambda: is_found("walnuts", 1))
    own = connection.settings_dict
    name = own["NAME"]
    connections.close_all()
    server = psycopg2.connect(
        host=own["HOST"], port=own["PORT"], user=own["USER"], password=own["PASSWORD"], dbname="postgres"
    )
    try:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            try:
                cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
                wait_until(lambda: "The database is away" in first.words())
                time.sleep(1)
            finally:
                cursor.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    finally:
        server.close()
    paper(2)
    wait_until(lambda: is_found("walnuts", 2))
    assert first.process.poll() is None
    assert is_equal()


class PanicException(BaseException):
    """As Tantivy's binding raises what it could not foresee."""


@pytest.mark.parametrize(
    "problem", [PanicException("index out of bounds"), ValueError("corrupt"), KeyError("unforeseen")]
)
def test_what_nobody_foresaw_while_writing(following, monkeypatch, problem):
    paper(1)
    rounds(following)
    paper(2)

    def fail(*_):
        raise problem

    with monkeypatch.context() as bad:
        bad.setattr(follow.Indexer, "commit", fail)
        following.round()
        following.round()
    rounds(following)
    assert is_found("walnuts", 2)


def test_what_does_not_help_is_given_up_for_an_index_built_anew(following, monkeypatch):
    paper(1)
    rounds(following)
    before = store.current_path()
    paper(2)
    with monkeypatch.context() as bad:
        bad.setattr(follow.Indexer, "catch_up", lambda _: 1 / 0)
        for _ in range(Following.MOST_FAILURES):
            following.round()
    rounds(following)
    assert store.current_path() != before
    assert is_equal()


def test_a_panic_in_the_search_is_answered_from_the_database_and_builds_nothing_anew(following, monkeypatch):
    """Or anybody could have the index of a million texts built anew again and again by one strange question."""
    paper(1)
    rounds(following)
    before = store.current_path()

    def panic(*_, **__):
        raise PanicException("a strange question")

    with monkeypatch.context() as bad:
        bad.setattr(questions.Questions, "answer", panic)
        found = find("walnuts", PUBLIC)
        assert (found.total, found.is_whole) == (1, False)
    assert store.is_asked_for(store.DAMAGED)
    rounds(following)
    assert not store.is_asked_for(store.DAMAGED)
    assert store.current_path() == before
    assert is_found("walnuts", 1)


@pytest.mark.parametrize("method", ["open", "reload"])
def test_a_panic_while_a_reader_opens_the_index(following, monkeypatch, method):
    paper(1)
    rounds(following)
    if method == "reload":
        assert is_found("walnuts", 1)
        paper(2)
        rounds(following)

    def panic(*_):
        raise PanicException("opened")

    with monkeypatch.context() as bad:
        bad.setattr(store.Generation, method, panic)
        assert find("walnuts", PUBLIC).total == 1
    assert store.is_asked_for(store.DAMAGED)


# ---------------------------------------------------------------- several


def test_a_second_indexer_on_one_folder_says_so_and_ends(settings, indexer):
    paper(1)
    first = indexer()
    wait_until(lambda: is_found("walnuts", 1))
    second = indexer()
    second.process.wait(20)
    assert second.process.returncode == 1
    assert "Another process writes the search index of this machine" in second.words()
    assert "Traceback" not in second.words()
    with pytest.raises(AlreadyIndexing), alone():
        pass
    assert first.end() == 0
    with alone():
        pass


def test_two_machines_follow_one_database(settings, tmp_path, indexer):
    machines = [tmp_path / "one", tmp_path / "other"]
    for machine in machines:
        indexer(machine)
    for number in range(3):
        paper(number)
    for machine in machines:
        settings.SEARCH_FOLDER = machine
        wait_until(lambda: is_found("walnuts", 3))
    shutil.rmtree(machines[0])
    paper(4)
    for machine in machines:
        settings.SEARCH_FOLDER = machine
        wait_until(lambda: is_found("walnuts", 4))
        assert is_equal()


def test_a_lock_where_only_the_folder_itself_may_be_written(monkeypatch, settings):
    """As in a container that mounts nothing but it."""
    opened = open

    def refuse(path, *arguments, **more):
        if Path(path) == Path(f"{settings.SEARCH_FOLDER}.lock"):
            raise PermissionError(path)
        return opened(path, *arguments, **more)

    monkeypatch.setattr("builtins.open", refuse)
    with alone(), pytest.raises(AlreadyIndexing), alone():
        pass
    assert (Path(settings.SEARCH_FOLDER) / "lock").exists()


def test_segments_do_not_pile_up_while_following(following):
    for number in range(60):
        paper(number)
        following.round()
    searcher = store.opened.generation().documents.searcher()
    assert searcher.num_segments < 30
    rounds(following)
    assert is_equal()


def test_the_check_tells_what_differs(capsys):
    document = paper(1, pages=9)
    build_anew()
    assert is_equal()
    document.titles.update(text="Another")
    document.versions.get().files.get().pages.filter(number=3).update(text="other words")
    file = document.versions.get().files.get().pk
    assert differences() == [f"d{document.pk}", f"pages of file {file}"]
    told = json.loads((store.folder() / "current").read_text())
    assert told["form"] == fields.FORM
