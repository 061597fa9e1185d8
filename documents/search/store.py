"""Where the index lies: a folder of generations, one of them current; opened, watched and swapped.

The index is a copy of the database for one machine. It may be deleted, lost or damaged at any time: it is built again. A new
generation is built beside the old one, and ``current`` names it when it is ready; readers open what that names.
"""

import json
import logging
import os
import shutil
import threading
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from documents.search import fields, soundness

logger = logging.getLogger(__name__)

CURRENT = "current"
DAMAGED = "damaged"
WANTED = "build-anew"
PARTS = ("documents", "pages")
TRY_AGAIN_SECONDS = 5


def folder() -> Path:
    """The folder of this machine's index (setting SEARCH_FOLDER)."""
    return Path(settings.SEARCH_FOLDER)


def is_failure(problem: BaseException) -> bool:
    """Whether an error is one of those that an index raises which is damaged, gone, or on a full disk.

    What Tantivy could not foresee is raised as a panic, which is no Exception.
    """
    return isinstance(problem, ValueError | OSError) or type(problem).__name__ == "PanicException"


@dataclass
class Generation:
    """One index: that of the documents and acts, and that of the pages of long documents."""

    path: Path
    documents: object
    pages: object
    # The stamp of what a reader sees of it, set before it is looked at.
    state: tuple = ()

    @classmethod
    def make(cls, path):
        """A new, empty generation in a folder."""
        schemas = (fields.make_schema(), fields.make_schema_of_pages())
        for part in PARTS:
            (path / part).mkdir(parents=True)
        made = (fields.make_index(path / part, schema) for part, schema in zip(PARTS, schemas, strict=True))
        return cls(path, *made)

    @classmethod
    def open(cls, path):
        """The generation in a folder. Raises (``is_failure``) when it is damaged, or not there: it is never made here,
        for an empty index would answer that there is nothing."""
        return cls(path, *(fields.open_index(path / part) for part in PARTS))

    @property
    def stamp(self):
        """Changes with every commit."""
        return tuple(os.stat(self.path / part / "meta.json").st_mtime_ns for part in PARTS)

    def reload(self):
        """See what was committed since."""
        self.documents.reload()
        self.pages.reload()

    def faults(self) -> list[str]:
        """What is wrong with its files, by their checksums. Reads all of them: a second or two for a million texts."""
        return [fault for part in PARTS for fault in soundness.faults(self.path / part)]

    def sentries(self):
        """One watch for each part, which tells of files that were changed or taken away by somebody else."""
        return [soundness.Sentry(self.path / part) for part in PARTS]


def new_generation() -> Path:
    """A fresh folder for an index to be built in."""
    path = folder() / f"form{fields.FORM}-{uuid.uuid4().hex[:12]}"
    path.mkdir(parents=True)
    return path


def current_path() -> Path | None:
    """The folder of the current generation, or None where there is none of the present form."""
    try:
        told = json.loads((folder() / CURRENT).read_text(encoding="utf-8"))
        name = str(told["folder"])
        path = folder() / name
        # A name, and no way to elsewhere.
        return path if told["form"] == fields.FORM and name == path.name and path.is_dir() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def make_current(path: Path):
    """Let readers find this generation, and send the others away."""
    told = folder() / f"{CURRENT}.new"
    with open(told, "w", encoding="utf-8") as file:
        file.write(json.dumps({"folder": path.name, "form": fields.FORM}))
        file.flush()
        os.fsync(file.fileno())
    told.replace(folder() / CURRENT)
    for word in (DAMAGED, WANTED):
        forget(word)
    clear_away(keep=path)


def clear_away(keep: Path | None):
    """Delete all generations but one. A reader that still has one open reads on from what it holds."""
    for path in folder().glob("form*"):
        if path != keep:
            shutil.rmtree(path, ignore_errors=True)


def ask_for(word: str):
    """Leave word for the indexer: to look whether the generation that this process reads is DAMAGED, or, WANTED, to
    build anew."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        (folder() / word).touch()
    except OSError as problem:
        logger.warning("The indexer can't be told that the search index is %s: %s", word, problem)


def is_asked_for(word: str) -> bool:
    """Whether somebody left this word for the indexer."""
    return (folder() / word).exists()


def forget(word: str):
    """The word was heeded."""
    (folder() / word).unlink(missing_ok=True)


class Opened:
    """The generation that this process reads, opened again when another is current and looked at anew after a commit."""

    def __init__(self):
        self._lock = threading.Lock()
        self.forget()

    def generation(self) -> Generation | None:
        """The current generation in its latest state; the last one known where none is named now; None where there is
        none. Never raises for an index that is damaged."""
        told = self._mark_of_current()
        with self._lock:
            if told not in (None, self._told) and (told != self._failed or time.monotonic() >= self._not_before):
                self._open(told)
            if self._generation is None or self._generation.path.parent != folder():
                return None
            self._refresh()
            return self._generation

    @staticmethod
    def _mark_of_current():
        try:
            found = os.stat(folder() / CURRENT)
        except OSError:
            return None
        return str(folder()), found.st_ino, found.st_mtime_ns

    def _open(self, told):
        path = current_path()
        if path is None:
            return
        try:
            generation = Generation.open(path)
            stamp = generation.stamp
        except BaseException as problem:
            self._complain("opened", problem)
            self._failed, self._not_before = told, time.monotonic() + TRY_AGAIN_SECONDS
        else:
            generation.state = stamp
            self._generation, self._stamp, self._told = generation, stamp, told

    def _refresh(self):
        try:
            stamp = self._generation.stamp
        except OSError:
            # Deleted under us: what is open can still be read, until the indexer has built another.
            return
        if stamp == self._stamp:
            return
        # Set first: a state that can't be read is complained of once.
        self._stamp = self._generation.state = stamp
        try:
            self._generation.reload()
        except BaseException as problem:
            self._complain("read", problem)

    @staticmethod
    def _complain(done, problem):
        if not is_failure(problem):
            raise problem
        logger.error("The search index can't be %s: %s", done, problem)
        ask_for(DAMAGED)

    def forget(self):
        """Open anew at the next question."""
        with self._lock:
            self._told = self._generation = self._stamp = self._failed = None
            self._not_before = 0.0


opened = Opened()
