"""Reads spoilt files until the time is over: ``script/fuzz [MINUTES] [--files FOLDER] [--seed NUMBER] [--only READER]``.

Each file is read in a fork of its own, within limits. A reader must give what it read or a named error: anything else, and
more time or memory than is allowed, is a fault. Faults are kept under var/fuzz with the words that tell of them; the seed
that is printed makes the same files again.
"""

import argparse
import os
import random
import resource
import select
import signal
import sys
import time
import traceback
import warnings
from pathlib import Path

from documents.reading import UnreadableFile
from documents.reading.child import read_safely
from tests.fuzz.readers import from_file, readers
from tests.fuzz.spoil import spoilt

MOST_SECONDS = 10  # of processor time: what others do on the machine does not count
MOST_WAITING = 6 * MOST_SECONDS  # by the clock
# How a library ends a process; the limits of time end it otherwise.
_CRASHES = {signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS, signal.SIGTRAP, signal.SIGILL, signal.SIGFPE}
MOST_MEMORY = 200_000_000  # bytes more than the process holds before it reads
KEPT = Path("var/fuzz")


def main(arguments: list[str]) -> int:
    """Fuzz for the given minutes; 1 when a reader was brought down."""
    options = argparse.ArgumentParser(prog="script/fuzz")
    options.add_argument("minutes", nargs="?", type=float, default=10.0)
    options.add_argument("--files", type=Path, help="a folder of files to spoil, beside the project's own stand-ins")
    options.add_argument("--seed", type=int, default=int.from_bytes(os.urandom(4), "big"))
    options.add_argument("--only", help="fuzz this reader alone")
    options.add_argument("--again", type=Path, help="read one kept file again, here and now: with --only READER")
    chosen = options.parse_args(arguments)
    subjects = readers()
    if chosen.files:
        given = [
            path.read_bytes()
            for path in sorted(chosen.files.rglob("*"))
            if path.is_file() and path.stat().st_size < 5_000_000
        ]
        subjects["given files"] = (from_file, [content for content in given if content])
    if chosen.only:
        subjects = {chosen.only: subjects[chosen.only]}
    if chosen.again:
        for read, _ in subjects.values():
            read(chosen.again.read_bytes())
        return 0
    warnings.simplefilter("ignore")
    print(f"seed {chosen.seed}", flush=True)
    ends = time.monotonic() + 60 * chosen.minutes
    counts = dict.fromkeys(subjects, 0)
    faults = 0
    number = 0
    names = list(subjects)
    while time.monotonic() < ends:
        chance = random.Random(f"{chosen.seed}/{number}")
        name = names[number % len(names)]
        read, files = subjects[name]
        content = spoilt(chance.choice(files), chance.choice(files), chance)
        if fault := _fault(read, content):
            faults += 1
            _keep(name, chosen.seed, number, content, fault)
        counts[name] += 1
        number += 1
    for name, count in counts.items():
        print(f"{name:12} {count:7,} files")
    print(f"{faults} faults" + (f", kept under {KEPT}" if faults else ""))
    return int(faults > 0)


def _fault(read, content: bytes) -> str:
    """What is wrong with how a reader takes a file, "" when nothing is."""
    receiving, sending = os.pipe()
    worker = os.fork()
    if worker == 0:
        os.close(receiving)
        try:
            before = _held()
            _limits(before)
            read(content)
            words = f"held {(_most_held() - before) // 1_000_000} MB" if _most_held() - before > MOST_MEMORY else ""
        except MemoryError:
            words = "MemoryError\n" + traceback.format_exc()
        except BaseException:
            words = traceback.format_exc()
        os.write(sending, words.encode("utf-8", "replace")[:60_000])
        os._exit(0)
    os.close(sending)
    words = _words(receiving, worker)
    _, ended = os.waitpid(worker, 0)
    if os.WIFSIGNALED(ended):
        ended_by = signal.Signals(os.WTERMSIG(ended))
        if ended_by in _CRASHES and _is_named_by_the_child(content):
            return ""
        return words or f"ended by {ended_by.name}: {MOST_SECONDS} seconds of processor time, or a crash"
    return words


def _is_named_by_the_child(content: bytes) -> bool:
    """Whether the reading as the site does it (in a process with limits) says in words what brings a library down."""
    try:
        read_safely(content)
    except UnreadableFile:
        return True
    return False


def _words(receiving: int, worker: int) -> str:
    words = b""
    ends = time.monotonic() + MOST_WAITING
    with os.fdopen(receiving, "rb", buffering=0) as pipe:
        while True:
            if not select.select([pipe], [], [], max(0, ends - time.monotonic()))[0]:
                os.kill(worker, signal.SIGKILL)
                return f"took longer than {MOST_WAITING} seconds"
            part = pipe.read(65_536)
            if not part:
                return words.decode("utf-8", "replace")
            words += part


def _limits(held: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (_mapped() + MOST_MEMORY,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def _held() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize()


def _mapped() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()


def _most_held() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _keep(name: str, seed: int, number: int, content: bytes, fault: str) -> None:
    KEPT.mkdir(parents=True, exist_ok=True)
    place = KEPT / f"{name.replace(' ', '-')}-{seed}-{number}"
    place.with_suffix(".bin").write_bytes(content)
    place.with_suffix(".txt").write_text(f"reader {name}, seed {seed}, file {number}\n{fault}\n", encoding="utf-8")
    print(f"{name}: {fault.strip().splitlines()[-1]} ({place}.bin)", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
