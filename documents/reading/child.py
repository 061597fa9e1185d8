"""Strangers' files are read in a process of their own: a file that brings its reader down harms nothing else.

`read_safely` keeps one helper process, which has the readers loaded and forks for each file: the fork reads within limits
of memory and processor time, answers in JSON, and ends. That costs a few milliseconds a file, leaves no memory behind,
and works in any worker, a daemonic one too. The helper's environment holds none of our secrets.
"""

import atexit
import contextlib
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import threading
import time
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
    if not content or len(content) > MOST_BYTES:
        return read(content)  # refuses it at once
    return _HELPERS.read(content, seconds)


class _Helpers:
    """The helper of this process: started when it is first needed, and anew behind a fork or a crash."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen | None = None
        self._owner = 0

    def read(self, content: bytes, seconds: float) -> Reading:
        with self._lock:
            answer = self._ask(content, seconds)
        if "code" in answer:
            raise UnreadableFile(str(answer["code"]), str(answer["sentence"]))
        return Reading(
            answer["media_type"],
            tuple(PageText(number, text, source) for number, text, source in answer["pages"]),
            answer["language"],
            tuple(answer["remarks"]),
        )

    def _ask(self, content: bytes, seconds: float) -> dict:
        ends = time.monotonic() + seconds
        process = self._running()
        try:
            _send(process.stdin.fileno(), content, ends)
            return json.loads(_receive(process.stdout.fileno(), _LARGEST_ANSWER, ends))
        except TimeoutError:
            self.end()
            return dict(zip(("code", "sentence"), _TOO_LONG, strict=True))
        except (OSError, EOFError, ValueError):
            self.end()
            return dict(zip(("code", "sentence"), _CRASHED, strict=True))
        except BaseException:  # interrupted in the middle of a message: the helper is out of step
            self.end()
            raise

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


_HELPERS = _Helpers()
atexit.register(_HELPERS.end)


def _send(pipe: int, content: bytes, ends: float) -> None:
    for message in (len(content).to_bytes(_LENGTH, "big"), content):
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
    """Answer one file after the other, each in a fork, until the other side goes away."""
    never = time.monotonic() + 10**9
    while True:
        try:
            content = _receive(source, MOST_BYTES, never)
        except (EOFError, ValueError):
            return
        answer = _in_a_fork(content)
        del content
        try:
            _send(target, answer, never)
        except OSError:
            return


def _in_a_fork(content: bytes) -> bytes:
    with tempfile.TemporaryFile() as kept:
        worker = os.fork()
        if worker == 0:
            status = 1
            try:
                status = _answer(content, kept.fileno())
            finally:
                os._exit(status)
        _, ended = os.waitpid(worker, 0)
        if os.WIFEXITED(ended) and os.WEXITSTATUS(ended) == 0:
            kept.seek(0)
            return kept.read()
        stopped_by = os.WTERMSIG(ended) if os.WIFSIGNALED(ended) else 0
        failure = _TOO_LONG if stopped_by in _OUT_OF_MEANS else _CRASHED
        return json.dumps(dict(zip(("code", "sentence"), failure, strict=True))).encode()


def _answer(content: bytes, kept: int) -> int:
    """Read the file and write the answer; gives the status to end with."""
    _limit(resource.RLIMIT_AS, _memory_for(content))
    _limit(resource.RLIMIT_CPU, MOST_PROCESSOR_SECONDS)
    _limit(resource.RLIMIT_CORE, 0)
    try:
        reading = read(content)
        answer = {
            "media_type": reading.media_type,
            "pages": [[page.number, page.text, page.source] for page in reading.pages],
            "language": reading.language,
            "remarks": list(reading.remarks),
        }
    except UnreadableFile as error:
        answer = {"code": error.code, "sentence": str(error)}
    except (MemoryError, RecursionError):
        answer = dict(zip(("code", "sentence"), _TOO_LONG, strict=True))
    with os.fdopen(os.dup(kept), "wb") as out:
        out.write(json.dumps(answer).encode())
    return 0


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
