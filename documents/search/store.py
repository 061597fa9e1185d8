"""Where the index lies: a folder of generations, one of them current; opened, watched and swapped.

The index is a copy of the database for one machine. It may be deleted, lost or damaged at any time: it is built again. A new
generation is built beside the old one, and ``current`` names it when it is ready; readers open what that names.
"""

import json
import logging
import os
import shutil
import threading
import uuid
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from documents.search import engine

logger = logging.getLogger(__name__)

CURRENT = "current"
DAMAGED = "damaged"
WANTED = "build-anew"


def folder() -> Path:
    """The folder of this machine's index (setting SEARCH_FOLDER)."""
    return Path(settings.SEARCH_FOLDER)


@dataclass
class Generation:
    """One index: that of the documents and acts, and that of the pages of long documents."""

    path: Path
    documents: object
    pages: object

    @classmethod
    def open(cls, path):
        """The generation in a folder; both parts are made there if there are none. Raises when they are damaged."""
        parts = []
        for name, schema in (("documents", engine.make_schema()), ("pages", engine.make_schema_of_pages())):
            (path / name).mkdir(parents=True, exist_ok=True)
            parts.append(engine.open_index(path / name, schema))
        return cls(path, *parts)

    @property
    def stamp(self):
        """Changes with every commit."""
        return tuple(os.stat(self.path / name / "meta.json").st_mtime_ns for name in ("documents", "pages"))

    def reload(self):
        """See what was committed since."""
        self.documents.reload()
        self.pages.reload()


def new_generation() -> Path:
    """A fresh folder for an index to be built in."""
    path = folder() / f"form{engine.FORM}-{uuid.uuid4().hex[:12]}"
    path.mkdir(parents=True)
    return path


def current_path() -> Path | None:
    """The folder of the current generation, or None where there is none of the present form."""
    try:
        told = json.loads((folder() / CURRENT).read_text(encoding="utf-8"))
        path = folder() / str(told["folder"])
        return path if told["form"] == engine.FORM and path.is_dir() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def make_current(path: Path):
    """Let readers find this generation, and send the others away."""
    told = folder() / f"{CURRENT}.new"
    told.write_text(json.dumps({"folder": path.name, "form": engine.FORM}), encoding="utf-8")
    told.replace(folder() / CURRENT)
    (folder() / DAMAGED).unlink(missing_ok=True)
    (folder() / WANTED).unlink(missing_ok=True)
    clear_away(keep=path)


def clear_away(keep: Path | None):
    """Delete all generations but one. A reader that still has one open reads on from what it holds."""
    for path in folder().glob("form*"):
        if path != keep:
            shutil.rmtree(path, ignore_errors=True)


def ask_for(word: str):
    """Leave word for the indexer (DAMAGED or WANTED): it builds anew."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        (folder() / word).touch()
    except OSError as problem:
        logger.warning("The indexer can't be told that the search index is %s: %s", word, problem)


def is_asked_for() -> bool:
    """Whether somebody left word that the index must be built anew."""
    return any((folder() / word).exists() for word in (DAMAGED, WANTED))


class Opened:
    """The generation that this process reads, opened again when another is current and looked at anew after a commit."""

    def __init__(self):
        self._lock = threading.Lock()
        self._told = None
        self._generation = None
        self._stamp = None

    def generation(self) -> Generation | None:
        """The current generation in its latest state; the last one known where none is named now; None where there is none."""
        told = self._mark_of_current()
        with self._lock:
            if told is not None and told != self._told:
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
            self._generation = Generation.open(path)
            self._stamp = self._generation.stamp
            self._told = told
        except (OSError, ValueError) as problem:
            logger.error("The search index can't be opened: %s", problem)
            ask_for(DAMAGED)

    def _refresh(self):
        try:
            stamp = self._generation.stamp
            if stamp != self._stamp:
                self._generation.reload()
                self._stamp = stamp
        except OSError:
            # Deleted under us: what is open can still be read, until the indexer has built another.
            return
        except ValueError as problem:
            logger.error("The search index can't be read: %s", problem)
            ask_for(DAMAGED)

    def forget(self):
        """Open anew at the next question."""
        with self._lock:
            self._told = self._generation = self._stamp = None


opened = Opened()
