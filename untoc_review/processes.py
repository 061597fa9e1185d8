"""Processes of our own: start them so that they never outlive us, know them again later, and end them.

A process number alone says nothing: the system gives it away again. A process is known here by its number and the
moment it started, and nothing is ever ended whose moment differs.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
import warnings
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
PR_SET_PDEATHSIG = 1


def _ask_ps(pid, column):
    """One column of ``ps`` for one process, for systems without /proc; "" when there is no such process or no ps."""
    try:
        answer = subprocess.run(
            ["ps", "-ww", "-o", f"{column}=", "-p", str(pid)],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=10,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout.strip()


def _stat(pid):
    """The fields of /proc/PID/stat from the third on (state, parent, group, session, ...), or None."""
    try:
        # The second field is the program's name in brackets and may itself hold blanks and brackets.
        return (PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None


def _has_proc():
    return (PROC / "self" / "stat").exists()


def started(pid):
    """When the process ``pid`` started, as a word to compare with another such word, or None when it doesn't run.

    A process that has ended and only waits to be noticed by its parent counts as ended. The word differs after a
    restart of the machine.
    """
    if _has_proc():
        fields = _stat(pid)
        if not fields or fields[0] in "ZX":
            return None
        boot = ""
        with suppress(OSError):
            boot = (PROC / "sys/kernel/random/boot_id").read_text().strip()
        return f"{boot}/{fields[19]}"
    state = _ask_ps(pid, "stat")
    if not state or state.startswith("Z"):
        return None
    return _ask_ps(pid, "lstart") or None


def command_line(pid):
    """The command line of a process as one text, "" when it doesn't run or can't be seen."""
    if _has_proc():
        try:
            return (PROC / str(pid) / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        except OSError:
            return ""
    return _ask_ps(pid, "command")


def _prctl():
    """Linux's prctl, or None elsewhere."""
    if not sys.platform.startswith("linux"):
        return None
    try:
        return ctypes.CDLL(None, use_errno=True).prctl
    except (OSError, AttributeError):
        return None


def die_with_parent(signal_number):
    """What a child must call before it becomes its program, to be sent ``signal_number`` when we die; None where the
    system can't do that (there the next start ends what was left)."""
    prctl = _prctl()
    if prctl is None:
        return None
    parent = os.getpid()

    def ask():
        prctl(PR_SET_PDEATHSIG, int(signal_number), 0, 0, 0)
        if os.getppid() != parent:  # we died in between: the signal would never come
            os._exit(1)

    return ask


def spawn(command, *, farewell=signal.SIGTERM, account=None, own_session=True, **options):
    """Start ``command`` as a child that ends when we do; returns the ``subprocess.Popen``.

    ``farewell`` is the signal it gets when we are killed, ``account`` an entry of the password database to run it
    as, ``own_session`` keeps Ctrl-C of the terminal away from it. Raises OSError when it can't be started.
    Call it from the main thread: Linux sends the farewell when the *thread* that started the child ends.
    """
    if account is not None:
        options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    options.setdefault("stdin", subprocess.DEVNULL)
    with warnings.catch_warnings():
        # Python warns of forks beside other threads; between fork and exec we make one system call and take no lock.
        warnings.simplefilter("ignore", DeprecationWarning)
        return subprocess.Popen(command, preexec_fn=die_with_parent(farewell), start_new_session=own_session, **options)


def _members(group):
    """The processes of a process group that still run; None where the system can't tell."""
    if not _has_proc():
        return None
    found = []
    for entry in PROC.iterdir():
        if entry.name.isdecimal():
            fields = _stat(entry.name)
            if fields and fields[0] not in "ZX" and fields[2] == str(group):
                found.append(int(entry.name))
    return found


def _group_runs(group):
    members = _members(group)
    if members is not None:
        return bool(members)
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS says so of a group in which only ended processes wait
        return False
    return True


def end_groups(groups, patience=10.0, first=signal.SIGTERM):
    """End whole process groups: ``first`` to each, and after ``patience`` seconds SIGKILL to what is left.

    ``groups`` are numbers of groups that the caller knows to be its own. Children among them are reaped by the
    caller (``Popen.wait``).
    """
    waiting = [group for group in groups if _group_runs(group)]
    for group in waiting:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, first)
    until = time.monotonic() + patience
    while waiting and time.monotonic() < until:
        time.sleep(0.05)
        waiting = [group for group in waiting if _group_runs(group)]
    for group in waiting:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)


def end_left_over(pid, moment, patience=10.0):
    """End the process group of ``pid`` if, and only if, that process still is the one that started at ``moment``.

    Returns whether there was something to end. The process must have led a group of its own (see ``spawn``).
    """
    if pid <= 1 or not moment or started(pid) != moment:
        return False
    with suppress(ProcessLookupError, PermissionError):
        if os.getpgid(pid) == pid:
            end_groups([pid], patience)
            return True
    return False
