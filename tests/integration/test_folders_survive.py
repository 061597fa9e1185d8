"""Folders come in though their command is killed (SIGKILL) in the middle, again and again: real processes, real folders."""

import csv
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from documents.ingest import checking
from documents.management.commands.import_folder import TAKEN_AT_ONCE
from documents.models import Delivery, File, Reception, Stage
from untoc_review import env

pytestmark = pytest.mark.django_db(transaction=True)
FILES = 200
PATIENCE = 120


@pytest.fixture
def folder(tmp_path):
    """Two hundred small files, put there an hour ago."""
    place = tmp_path / "papers"
    (place / "annexes").mkdir(parents=True)
    for number in range(FILES):
        path = place / ("annexes" if number % 4 == 0 else ".") / f"paper {number:03}.txt"
        path.write_text(f"Paper number {number} says little, and says it in English. " * 3)
        os.utime(path, (time.time() - 3600,) * 2)
    return place


@contextmanager
def running(*arguments):
    """A command of manage.py in a process of its own, on this test's database, files and queues; killed at the end."""
    database = connection.settings_dict
    login, place = f"{database['USER']}:{database['PASSWORD']}", f"{database['HOST']}:{database['PORT']}"
    surroundings = {
        **os.environ,
        "DATABASE_URL": f"postgres://{login}@{place}/{database['NAME']}",
        "FILES_FOLDER": str(default_storage.location),
        "QUEUE": settings.CELERY_TASK_DEFAULT_QUEUE,
        "SECRET_KEY": "test",
    }
    command = [sys.executable, str(env.TOP / "manage.py"), *map(str, arguments)]
    process = subprocess.Popen(
        command, cwd=env.TOP, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def kill_in_the_middle(process, when):
    """SIGKILL as soon as so many files stand in the record."""
    patience = time.monotonic() + PATIENCE
    while File.objects.count() < when:
        assert process.poll() is None, process.stdout.read()
        assert time.monotonic() < patience
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert File.objects.count() < FILES, "it was killed too late to tell anything"


def every_file_came_once(folder_of_originals):
    names = {path.name: path.read_bytes() for path in Path(folder_of_originals).rglob("paper *.txt")}
    assert len(names) == FILES
    assert File.objects.count() == Reception.objects.count() == FILES
    assert not Reception.objects.filter(was_held=True).exists()
    for file in File.objects.all():
        with file.content.open() as stored:
            assert stored.read() == names.pop(file.name)
    assert not names
    assert not list(checking.differences())


def test_an_import_that_is_killed_goes_on_and_brings_each_file_once(folder, tmp_path):
    table = tmp_path / "fates.csv"
    command = ["import_folder", folder, "--here", "--outcomes", table]
    for when in (30, 90, 150):
        with running(*command) as process:
            kill_in_the_middle(process, when)
        with open(table, newline="") as stream:
            rows = list(csv.reader(stream))
        assert rows[0] == ["file", "outcome", "detail"]
        assert all(len(row) == 3 for row in rows), "a row is there or it is not"
        assert len(rows) > when - TAKEN_AT_ONCE, "what was done by then is told, but for those in hand"
    with running(*command) as process:
        said, _ = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
    with open(table, newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert sorted(row["file"] for row in rows) == sorted(
        str(path.relative_to(folder)) for path in folder.rglob("*.txt")
    )
    assert {row["outcome"] for row in rows} == {"no symbol found"}
    assert not list(tmp_path.glob("*.part"))
    assert set(File.objects.values_list("stage", "problem")) == {(Stage.LINKED, "")}
    every_file_came_once(folder)
    assert Delivery.objects.count() == 1


def test_a_watcher_that_is_killed_goes_on_and_brings_each_file_once(folder):
    command = ["watch_folder", "--folder", folder]
    for when in (30, 90, 150):
        with running(*command) as process:
            kill_in_the_middle(process, when)
    with running(*command) as process:
        patience = time.monotonic() + PATIENCE
        while [path for path in folder.rglob("*.txt") if "taken in" not in path.parts]:
            assert process.poll() is None, process.stdout.read()
            assert time.monotonic() < patience
            time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=30)
        assert process.returncode == 0, said
    assert not (folder / "refused").exists()
    assert len([path for path in folder.rglob("*") if path.is_file()]) == FILES
    every_file_came_once(folder / "taken in")
