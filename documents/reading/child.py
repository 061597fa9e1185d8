"""Strangers' files are read in a process of their own: a file that brings its reader down harms nothing else.

`read_safely` keeps one helper process, which has the readers loaded and forks: the fork reads within limits of memory and
processor time, answers in JSON, and ends. That costs some ten milliseconds, leaves no memory behind, and works in any
worker, a daemonic one too. The helper's environment holds none of our secrets. `read_all_safely` gives one fork several
files, each within limits of its own: of a bulk import a file costs a third of that. When one brings the fork down, the
others go on in a new one.
"""

import atexit
import contextlib
import gc
import json
import os
import resource
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from documents.reading import programs, read
from documents.reading.kinds import PDF, media_type_of
from documents.reading.pages import MOST_BYTES, PageText, Reading, UnreadableFile

MOST_MEMORY = 1_500_000_000  # bytes of address space
# Text is taken from a PDF page by page and nothing is drawn: more than this beside its bytes is asked for by hostile files
# alone.
MOST_MEMORY_OF_A_PDF = 200_000_000
_TIMES_ITS_SIZE = 8
MOST_PROCESSOR_SECONDS = 150
MOST_SECONDS = 300  # by the clock; conversion by LibreOffice runs in processes of its own
# How a process ends whose time is over, or to which memory is refused: libraries abort themselves then.
_OUT_OF_MEANS = {signal.SIGXCPU, signal.SIGKILL, signal.SIGABRT, signal.SIGTRAP, signal.SIGILL}
_LARGEST_ANSWER = 400_000_000
_CHUNK = 1_048_576
_LENGTH = 8  # bytes that tell how long a message is

_TOO_LONG = (
    "too-large",
    "Reading this file took too much time or memory. Save it as PDF, or split it, and upload it again.",
)
_CRASHED = (
    "damaged",
    "This file brought its reader down: it is damaged in an unusual way. Save the document once more and upload it again.",
)


def read_safely(content: bytes, *, seconds: float = MOST_SECONDS) -> Reading:
    """Read a file as `documents.reading.read` does, in a process of its own.

    Raises UnreadableFile as `read` does, with the code "too-large" for what takes too much time or memory and "damaged"
    for what brings the reader down. Raises OSError when no process can be started.
    """
    (found,) = read_all_safely([content], seconds=seconds)
    if isinstance(found, UnreadableFile):
        raise found
    return found


def read_all_safely(contents: Sequence[bytes], *, seconds: float = MOST_SECONDS) -> list[Reading | UnreadableFile]:
    """Read several files of one sender: for each its Reading, or the UnreadableFile that says why there is none.

    They share a process, so they are to come from one hand; ``seconds`` is the longest for each. Raises OSError when no
    process can be started.
    """
    found: list[Reading | UnreadableFile | None] = [None] * len(contents)
    for place, content in enumerate(contents):
        if not content or len(content) > MOST_BYTES:
            found[place] = _refused(content)
    left = [place for place, each in enumerate(found) if each is None]
    for place, reading in zip(left, _HELPERS.read([contents[place] for place in left], seconds), strict=True):
        found[place] = reading
    return found


def _refused(content: bytes) -> UnreadableFile:
    try:
        read(content)
    except UnreadableFile as refusal:
        return refusal
    raise AssertionError("what is empty or too large is refused")


class _Helpers:
    """The helper of this process: started when it is first needed, and anew behind a fork or a crash."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._owner = 0

    def read(self, contents: Sequence[bytes], seconds: float) -> list[Reading | UnreadableFile]:
        found: list[Reading | UnreadableFile] = []
        with self._lock:
            while len(found) < len(contents):
                # Behind a file for which the helper had to be ended, the others are asked of a new one.
                found += self._ask(contents[len(found) :], seconds)
        return found

    def _ask(self, contents: Sequence[bytes], seconds: float) -> list[Reading | UnreadableFile]:
        """The answers up to the first file for which the helper had to be ended, that one's failure included."""
        found: list[Reading | UnreadableFile] = []
        process = self._running()
        try:
            ends = time.monotonic() + seconds
            _send(process.stdin.fileno(), len(contents).to_bytes(_LENGTH, "big"), ends)
            for content in contents:
                _send(process.stdin.fileno(), len(content).to_bytes(_LENGTH, "big"), ends)
                _send(process.stdin.fileno(), content, ends)
            for _ in contents:
                ends = time.monotonic() + seconds
                found.append(_reading(json.loads(_receive(process.stdout.fileno(), _LARGEST_ANSWER, ends))))
        except TimeoutError:
            self.end()
            found.append(UnreadableFile(*_TOO_LONG))
        except (OSError, EOFError, ValueError, LookupError, TypeError):
            self.end()
            found.append(UnreadableFile(*_CRASHED))
        except BaseException:  # interrupted in the middle of a message: the helper is out of step
            self.end()
            raise
        return found

    def _running(self) -> subprocess.Popen:
        if self._process is not None and (self._owner != os.getpid() or self._process.poll() is not None):
            self.end()
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "documents.reading.child"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=programs.bare_environment(PYTHONPATH=str(Path(__file__).resolve().parents[2])),
                start_new_session=True,
                bufsize=0,
            )
            for pipe in (self._process.stdin, self._process.stdout):
                os.set_blocking(pipe.fileno(), False)
            self._owner = os.getpid()
        return self._process

    def end(self) -> None:
        """End the helper and what it started. One that belongs to the process we were forked from is left to it."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()
        if self._owner != os.getpid():
            process.returncode = 0  # not ours to wait for
            return
        programs.end(process)


def _reading(answer: dict) -> Reading | UnreadableFile:
    if "code" in answer:
        return UnreadableFile(str(answer["code"]), str(answer["sentence"]))
    return Reading(
        answer["media_type"],
        tuple(PageText(number, text, source) for number, text, source in answer["pages"]),
        answer["language"],
        tuple(answer["remarks"]),
    )


_HELPERS = _Helpers()
atexit.register(_HELPERS.end)


def _send(pipe: int, message: bytes, ends: float) -> None:
    view = memoryview(message)
    while view:
        if not select.select([], [pipe], [], _left(ends))[1]:
            raise TimeoutError
        view = view[os.write(pipe, view[:_CHUNK]) :]


def _receive(pipe: int, most: int, ends: float) -> bytes:
    length = int.from_bytes(_exactly(pipe, _LENGTH, ends), "big")
    if length > most:
        raise ValueError("the answer is too long")
    return _exactly(pipe, length, ends)


def _exactly(pipe: int, length: int, ends: float) -> bytes:
    parts, left = [], length
    while left:
        if not select.select([pipe], [], [], _left(ends))[0]:
            raise TimeoutError
        part = os.read(pipe, min(left, _CHUNK))
        if not part:
            raise EOFError
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


# ---------------------------------------------------------------- in the helper


def serve(source: int, target: int) -> None:
    """Answer one batch of files after the other, in forks, until the other side goes away."""
    never = time.monotonic() + 10**9
    while True:
        try:
            count = int.from_bytes(_exactly(source, _LENGTH, never), "big")
            contents = [_receive(source, MOST_BYTES, never) for _ in range(count)]
        except (EOFError, ValueError):
            return
        try:
            for answer in _in_forks(contents):
                _send(target, len(answer).to_bytes(_LENGTH, "big"), never)
                _send(target, answer, never)
        except OSError:
            return
        del contents


def _in_forks(contents: list[bytes]) -> Iterator[bytes]:
    """An answer for each file. One fork reads them all; when a file brings it down, the next goes on behind that file."""
    never = time.monotonic() + 10**9
    answered = 0
    while answered < len(contents):
        answers, kept = os.pipe()
        worker = os.fork()
        if worker == 0:
            status = 1
            try:
                os.close(answers)
                gc.disable()  # what is left lying goes with the process
                _answer_all(contents[answered:], kept)
                status = 0
            finally:
                os._exit(status)
        os.close(kept)
        try:
            with contextlib.suppress(EOFError, ValueError):
                while answered < len(contents):
                    yield _receive(answers, _LARGEST_ANSWER, never)
                    answered += 1
        finally:
            os.close(answers)
            _, ended = os.waitpid(worker, 0)
        if answered < len(contents):
            stopped_by = os.WTERMSIG(ended) if os.WIFSIGNALED(ended) else 0
            yield _as_answer(_TOO_LONG if stopped_by in _OUT_OF_MEANS else _CRASHED)
            answered += 1


def _answer_all(contents: list[bytes], kept: int) -> None:
    """Read the files one after the other and write an answer for each."""
    never = time.monotonic() + 10**9
    _limit(resource.RLIMIT_CORE, 0)
    for content in contents:
        answer = _answer(content)
        _send(kept, len(answer).to_bytes(_LENGTH, "big"), never)
        _send(kept, answer, never)


def _answer(content: bytes) -> bytes:
    """Read one file within its limits, which count from here."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _limit(resource.RLIMIT_AS, _memory_for(content))
    _limit(resource.RLIMIT_CPU, MOST_PROCESSOR_SECONDS + int(used.ru_utime + used.ru_stime))
    try:
        reading = read(content)
        answer = {
            "media_type": reading.media_type,
            "pages": [[page.number, page.text, page.source] for page in reading.pages],
            "language": reading.language,
            "remarks": list(reading.remarks),
        }
        return json.dumps(answer).encode()
    except UnreadableFile as error:
        return _as_answer((error.code, str(error)))
    except (MemoryError, RecursionError):
        return _as_answer(_TOO_LONG)


def _as_answer(failure: tuple[str, str]) -> bytes:
    return json.dumps(dict(zip(("code", "sentence"), failure, strict=True))).encode()


def _memory_for(content: bytes) -> int:
    """How much address space this process may have while it reads a file."""
    if media_type_of(content) != PDF:
        return MOST_MEMORY
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError):
        return MOST_MEMORY  # only Linux tells
    held = pages * resource.getpagesize()
    return min(MOST_MEMORY, held + MOST_MEMORY_OF_A_PDF + _TIMES_ITS_SIZE * len(content))


def _limit(kind: int, most: int) -> None:
    """Lower our own limit; the hard one stays, for programs that set limits of their own."""
    _, hard = resource.getrlimit(kind)
    wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (wanted, hard))


if __name__ == "__main__":
    serve(sys.stdin.fileno(), sys.stdout.fileno())
