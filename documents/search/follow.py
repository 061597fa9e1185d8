"""Keeping this machine's index equal to the database: the life of the process that builds it, follows and mends it."""

import errno
import fcntl
import logging
import shutil
import time
from collections import deque
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

from django.db import InterfaceError, OperationalError, connection

from documents.search import store
from documents.search.indexer import Damaged, Indexer
from provenance.followers import number_of_last_change

logger = logging.getLogger(__name__)

# A file in the generation, as long as the number of processes that opened it and ended before they had followed with it.
TRIALS = "trials"
MOST_TRIALS = 6


class AlreadyIndexing(Exception):
    """Another process writes this machine's index."""


class Stopped(Exception):
    """Somebody asked the indexer to end."""


@contextmanager
def alone():
    """Only one process writes the index of a machine. Raises AlreadyIndexing where another does."""
    with _lock_file() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyIndexing("Another process writes the search index of this machine.") from None
        yield


def _lock_file():
    """Beside the folder, not in it: the folder may be deleted while we run. In it where only that may be written in."""
    path = Path(f"{store.folder()}.lock")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return open(path, "a", encoding="utf-8")
    except PermissionError:
        store.folder().mkdir(parents=True, exist_ok=True)
        return open(store.folder() / "lock", "a", encoding="utf-8")


def build_anew(progress=None, between=None):
    """Build a new generation beside the present one, and let readers find it. The caller stands in ``alone()``."""
    store.clear_away(keep=store.current_path())
    path = store.new_generation()
    try:
        indexer = Indexer(store.Generation.make(path), building=True, between=between)
        try:
            indexer.build(progress)
        finally:
            indexer.close()
        store.make_current(path)
    except BaseException:
        # Half an index helps nobody, and on a full disk it would stand in the way of others.
        shutil.rmtree(path, ignore_errors=True)
        raise


def open_current(between=None) -> Indexer | None:
    """An Indexer of the current generation; None where there is none, or somebody wants it built anew.

    Raises Damaged where its files are not what was written, or several processes in a row ended before they had followed
    with it.
    """
    path = store.current_path()
    if path is None or store.is_asked_for(store.WANTED):
        return None
    try:
        generation = store.Generation.open(path)
        faults = generation.faults()
    except BaseException as problem:
        if not store.is_failure(problem) or is_about_space(problem):
            raise
        raise Damaged(str(problem)) from problem
    if faults:
        raise Damaged("; ".join(faults[:3]))
    store.forget(store.DAMAGED)
    trials = path / TRIALS
    tried = trials.stat().st_size if trials.exists() else 0
    if tried >= MOST_TRIALS:
        raise Damaged(f"{tried} processes ended when they had opened it.")
    with open(trials, "a", encoding="ascii") as file:
        file.write(".")
    return Indexer(generation, between=between)


def has_lived(indexer):
    """Note that this process was not brought down by the index that it opened (``open_current``)."""
    (indexer.generation.path / TRIALS).unlink(missing_ok=True)


class Following:
    """The indexer's life: build what is missing, follow what changes, mend what is damaged. One round at a time."""

    IDLE_SECONDS = 0.2
    AFTER_A_COMMIT_SECONDS = 0.6
    # When much comes (so many records in so many seconds), a hundred are let gather: each round costs some thirty questions
    # and a segment whatever it takes in, and of every eight segments Tantivy makes one, with all of the first ten thousand.
    LATELY_SECONDS = 5.0
    MUCH = 50
    GATHERED = 100
    LONGEST_GATHERING_SECONDS = 2.5
    NOTHING_CAME_SECONDS = 0.6  # that long none came: there is nothing to wait for
    LOOK_SECONDS = 2.0  # so often the files are looked at
    LONGEST_WAIT_SECONDS = 60
    MOST_FAILURES = 5

    def __init__(self, progress=None, is_stopped: Callable[[], bool] = lambda: False):
        self.indexer = None
        self.failures = 0
        self.progress = progress
        self.is_stopped = is_stopped
        self._sentries = []
        self._looked = 0.0
        self._lately = deque()  # of what was written lately: (when, how many)
        self._gathers_until = 0.0
        self._last_change = None

    def round(self) -> float:
        """Do what there is to do; returns the seconds to wait before the next round. Raises Stopped when asked to end in the
        middle, and nothing else: whatever goes wrong is tried again."""
        began = time.monotonic()
        try:
            if began < self._gathers_until and self._more_came():
                return min(self.NOTHING_CAME_SECONDS, self._gathers_until - began)
            wrote = self._follow()
        except Stopped:
            raise
        except (OperationalError, InterfaceError) as problem:
            logger.warning("The database is away: %s", " ".join(str(problem).split()))
            connection.close()
        except Damaged as problem:
            logger.warning("The search index is built anew: %s", problem)
            self.leave()
            store.ask_for(store.WANTED)
        except Exception as problem:
            self._start_over(problem)
        except BaseException as problem:
            if not store.is_failure(problem):
                raise
            self._start_over(problem)
        else:
            self.failures = 0
            return self._seconds_of_rest(wrote, began)
        self.failures += 1
        return min(2.0 ** (self.failures - 1) - 1 + self.IDLE_SECONDS, self.LONGEST_WAIT_SECONDS)

    def _seconds_of_rest(self, wrote, began):
        """How long to wait after a round that began then and wrote so many records."""
        if not wrote:
            self._lately.clear()
            return self.IDLE_SECONDS
        now = time.monotonic()
        self._lately.append((now, wrote))
        while self._lately[0][0] < now - self.LATELY_SECONDS:
            self._lately.popleft()
        lately = sum(many for _when, many in self._lately)
        if lately > self.MUCH:
            self._gathers_until = began + min(
                self.GATHERED * self.LATELY_SECONDS / lately, self.LONGEST_GATHERING_SECONDS
            )
        return self.AFTER_A_COMMIT_SECONDS

    def _more_came(self):
        """Whether anything was changed since this was asked last: cheap, for it looks at no change itself."""
        last, self._last_change = self._last_change, number_of_last_change()
        return last != self._last_change

    def _follow(self) -> int:
        """Returns how many records were written anew."""
        if self.indexer is None:
            return self._begin()
        self._look()
        return self.indexer.catch_up()

    def _begin(self):
        indexer = open_current(self._between)
        if indexer is None:
            build_anew(self.progress, self._between)
            return 1
        self.indexer = indexer
        self._sentries = indexer.generation.sentries()
        try:
            return indexer.catch_up()
        finally:
            has_lived(indexer)

    def _look(self):
        """See whether the index is still there, whole, and wanted. Raises Damaged."""
        if store.is_asked_for(store.WANTED):
            raise Damaged("Somebody asked for it.")
        if store.is_asked_for(store.DAMAGED):
            # A reader failed: on the index, or on one question alone, for which nobody builds anew.
            faults = self.indexer.generation.faults()
            if faults:
                raise Damaged("; ".join(faults[:3]))
            logger.warning("A search failed, but the files of the search index are whole.")
            store.forget(store.DAMAGED)
        if time.monotonic() - self._looked < self.LOOK_SECONDS:
            return
        if store.current_path() != self.indexer.generation.path:
            raise Damaged("Its folder was deleted, or another was put in its place.")
        for sentry in self._sentries:
            if complaint := sentry.complaint():
                raise Damaged(complaint)
        self._looked = time.monotonic()

    def _start_over(self, problem):
        """Begin again from the last commit. Where its files are spoilt, or it does not help, the index is built anew."""
        logger.error("The search index could not be written: %s", problem, exc_info=not store.is_failure(problem))
        self.leave()
        if self.failures + 1 >= self.MOST_FAILURES and not is_about_space(problem):
            store.ask_for(store.WANTED)

    def _between(self):
        if self.is_stopped():
            raise Stopped

    def leave(self):
        """Give the index back."""
        indexer, self.indexer = self.indexer, None
        if indexer is not None:
            try:
                indexer.close()
            except BaseException as problem:
                if not store.is_failure(problem):
                    raise


def is_about_space(problem) -> bool:
    """Whether an error says that the disk is full: then building anew would only need more of it."""
    return getattr(problem, "errno", None) in (errno.ENOSPC, errno.EDQUOT) or "os error 28" in str(problem)


def follow_for_ever(is_stopped: Callable[[], bool], progress=None):
    """Keep this machine's index equal to the database until ``is_stopped()``. Raises AlreadyIndexing."""
    with alone():
        following = Following(progress, is_stopped)
        try:
            while not is_stopped():
                until = time.monotonic() + following.round()
                while time.monotonic() < until and not is_stopped():
                    time.sleep(0.05)
        except Stopped:
            return
        finally:
            following.leave()


def bring_up_to_date(progress=None):
    """Once: build the index where it is missing or damaged, else take in what changed. Raises AlreadyIndexing."""
    with alone():
        try:
            indexer = open_current()
            if indexer is not None:
                try:
                    indexer.catch_up()
                finally:
                    has_lived(indexer)
                    indexer.close()
                return
        except BaseException as problem:
            if not isinstance(problem, Damaged) and not store.is_failure(problem):
                raise
            logger.warning("The search index is built anew: %s", problem)
        build_anew(progress)
