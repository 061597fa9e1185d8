"""Programs of the machine (LibreOffice, Tesseract), run within limits of time, memory and output."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

LARGEST_FILE = 400_000_000  # bytes that a program may write
# The shell sets the limits and becomes the program: that works from threads and from any kind of worker.
_WITHIN_LIMITS = 'ulimit -t "$1" && ulimit -v "$2" && ulimit -f "$3" && ulimit -c 0 && shift 3 && exec "$@"'
_NOT_STARTED = (126, 127)  # how a shell ends that can't become the program


class ProgramFailed(Exception):
    """The program is not there, took too long or too much memory, or ended with an error; the words say which."""


def find(*names: str) -> str:
    """The path of the first of these programs that is installed, "" when none is."""
    return next((path for name in names if (path := shutil.which(name))), "")


def bare_environment(**more: str) -> dict[str, str]:
    """The environment of processes that meet strangers' bytes: where programs are, and nothing of ours."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8", **more}
    if data := os.environ.get("TESSDATA_PREFIX"):
        environment["TESSDATA_PREFIX"] = data
    return environment


def run(
    command: Sequence[str], *, folder: str, given: bytes = b"", seconds: int, memory: int, most_output: int = 50_000_000
) -> bytes:
    """Run a program and give what it writes to its standard output.

    `folder` becomes its home, temporary and working folder: it writes nowhere else by itself. Its environment holds
    nothing of ours. `memory` is in bytes of address space. When the time is over the program ends with all processes
    that it started. Raises ProgramFailed, for more output than `most_output` bytes too.
    """
    name = Path(command[0]).name
    limits = [str(seconds), str(memory // 1024), str(LARGEST_FILE // 512)]
    environment = bare_environment(
        HOME=folder,
        TMPDIR=folder,
        OMP_THREAD_LIMIT="1",
        # No program needs the network to read a document: what tries to reach it is sent to a closed door.
        http_proxy="http://127.0.0.1:9",
        https_proxy="http://127.0.0.1:9",
    )
    with tempfile.TemporaryFile(dir=folder) as source, tempfile.TemporaryFile(dir=folder) as out:
        source.write(given)
        source.seek(0)
        try:
            process = subprocess.Popen(
                ["/bin/sh", "-c", _WITHIN_LIMITS, "sh", *limits, *command],
                stdin=source,
                stdout=out,
                stderr=subprocess.DEVNULL,
                cwd=folder,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise ProgramFailed(f"{name} could not be started") from error
        try:
            status = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise ProgramFailed(f"{name} took longer than {seconds} seconds") from error
        finally:
            end(process)
        if status in _NOT_STARTED:
            raise ProgramFailed(f"{name} could not be started")
        if status != 0:
            raise ProgramFailed(f"{name} ended with an error")
        if os.fstat(out.fileno()).st_size > most_output:
            raise ProgramFailed(f"{name} wrote more than {most_output:,} bytes")
        out.seek(0)
        return out.read()


def end(process: subprocess.Popen) -> None:
    """End a process that leads a session of its own, and all that it started: they share its process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
