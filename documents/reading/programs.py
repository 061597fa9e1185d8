"""Programs of the machine (LibreOffice, Tesseract), run within limits of time, memory and output."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

_LARGEST_FILE = 400_000_000  # bytes that a program may write
# The shell sets the limits and becomes the program: that works from threads and from any kind of worker.
_WITHIN_LIMITS = 'ulimit -t "$1" && ulimit -v "$2" && ulimit -f "$3" && ulimit -c 0 && shift 3 && exec "$@"'


class ProgramFailed(Exception):
    """The program is not there, took too long or too much memory, or ended with an error; the words say which."""


def find(*names: str) -> str:
    """The path of the first of these programs that is installed, "" when none is."""
    return next((path for name in names if (path := shutil.which(name))), "")


def run(
    command: Sequence[str], *, folder: str, given: bytes = b"", seconds: int, memory: int, most_output: int = 50_000_000
) -> bytes:
    """Run a program and give what it writes to its standard output.

    `folder` becomes its home, temporary and working folder: it writes nowhere else by itself. Its environment holds
    nothing of ours. `memory` is in bytes of address space. When the time is over the program ends with all processes
    that it started. Raises ProgramFailed.
    """
    limits = [str(seconds), str(memory // 1024), str(_LARGEST_FILE // 512)]
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": folder,
        "TMPDIR": folder,
        "LANG": "C.UTF-8",
        "OMP_THREAD_LIMIT": "1",
        # No program needs the network to read a document: what tries to reach it is sent to a closed door.
        "http_proxy": "http://127.0.0.1:9",
        "https_proxy": "http://127.0.0.1:9",
    }
    if data := os.environ.get("TESSDATA_PREFIX"):
        environment["TESSDATA_PREFIX"] = data
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
            raise ProgramFailed(f"{Path(command[0]).name} could not be started") from error
        try:
            status = process.wait(timeout=seconds)
        except subprocess.TimeoutExpired as error:
            raise ProgramFailed(f"{Path(command[0]).name} took longer than {seconds} seconds") from error
        finally:
            _end(process)
        if status != 0:
            raise ProgramFailed(f"{Path(command[0]).name} ended with an error")
        out.seek(0)
        return out.read(most_output)


def _end(process: subprocess.Popen) -> None:
    """End the process and all that it started: they share a process group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
