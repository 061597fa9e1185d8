"""Programs of the machine run within limits: whatever they do, they end, and nothing of them stays behind."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from documents.reading import UnreadableFile, drawing, ocr, office, programs
from tests.files import pdf

needs_proc = pytest.mark.skipif(not os.path.isdir("/proc/self/fd"), reason="there is no /proc here")
MEMORY = 500_000_000


@pytest.fixture
def run(tmp_path):
    """Run a small program of Python within limits."""

    def run_it(program, **limits):
        command = [sys.executable, "-I", "-c", program, str(tmp_path)]
        return programs.run(command, folder=str(tmp_path), **{"seconds": 10, "memory": MEMORY} | limits)

    return run_it


def _still_run(folder):
    """The commands of living processes that name this folder, once those that were ended had time to go."""
    for _ in range(40):
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            try:
                command = (process / "cmdline").read_bytes()
            except OSError:
                continue  # ended meanwhile
            if os.fsencode(folder) in command:
                found.append(command)
        if not found:
            return []
        time.sleep(0.05)
    return found


def test_a_program_is_given_its_input_and_its_output_is_taken(run):
    program = "import sys; sys.stdout.write(sys.stdin.read()[::-1]); print('not shown', file=sys.stderr)"
    assert run(program, given=b"abc") == b"cba"


def test_more_input_and_output_than_a_pipe_holds_does_not_wait_for_ever(run):
    given = b"x" * 3_000_000
    assert run("import sys; sys.stdout.write(sys.stdin.read())", given=given) == given


@needs_proc
@pytest.mark.parametrize(
    "program",
    [
        "import time; time.sleep(60)",
        "while True: pass",
        "import os, signal, time; [signal.signal(each, signal.SIG_IGN) for each in (1, 2, 15, 24)]\nwhile True: pass",
        "import os\nos.fork()\nwhile True: pass",
    ],
    ids=["sleeps", "burns processor time", "will not listen", "burns it twice"],
)
def test_a_program_that_takes_too_long_is_ended(run, tmp_path, program):
    began = time.monotonic()
    with pytest.raises(programs.ProgramFailed, match=r"^python[\d.]* took longer than 1 seconds$|ended with an error"):
        run(program, seconds=1)
    assert time.monotonic() - began < 3
    assert _still_run(tmp_path) == []


@needs_proc
@pytest.mark.parametrize(
    "program",
    [
        "import sys\nheld = bytearray(10**9)",
        "held = [bytearray(10**6)]\nwhile True: held.append(bytearray(10**6))",
        "import mmap; mmap.mmap(-1, 10**9)",
    ],
    ids=["at once", "little by little", "mapped"],
)
def test_a_program_that_takes_too_much_memory_fails(run, tmp_path, program):
    with pytest.raises(programs.ProgramFailed, match="ended with an error"):
        run(program)
    assert _still_run(tmp_path) == []


def test_a_program_that_answers_too_much_fails_rather_than_being_cut_short(run):
    program = "print('x' * 999)"
    assert len(run(program, most_output=1000)) == 1000
    with pytest.raises(programs.ProgramFailed, match="wrote more than 999 bytes"):
        run(program, most_output=999)


@pytest.mark.parametrize("where", ["sys.stdout.buffer", "open('large', 'wb')"])
def test_no_file_grows_without_end(run, tmp_path, where):
    program = f"import sys\nwith {where} as out:\n out.seek({programs.LARGEST_FILE})\n out.write(b'x')"
    with pytest.raises(programs.ProgramFailed, match="ended with an error"):
        run(program)
    assert all(path.stat().st_size <= programs.LARGEST_FILE for path in tmp_path.iterdir())


@needs_proc
@pytest.mark.parametrize("ending", ["", "sys.exit(3)", "os.abort()", "os.kill(os.getpid(), 9)"])
def test_what_a_program_started_ends_with_it(run, tmp_path, ending):
    child = "import time; time.sleep(60)"
    program = (
        "import os, subprocess, sys\n"
        f"child = subprocess.Popen([sys.executable, '-c', {child!r}, sys.argv[1]])\n"
        f"print(child.pid, flush=True)\n{ending}"
    )
    if ending:
        with pytest.raises(programs.ProgramFailed, match="ended with an error"):
            run(program)
    else:
        assert int(run(program)) > 1
    assert _still_run(tmp_path) == []


@pytest.mark.parametrize("command", ["", "/nowhere/tesseract", "tesseract-of-another-world", "/etc/passwd"])
def test_a_program_that_is_not_there_is_told_in_words(tmp_path, command):
    with pytest.raises(programs.ProgramFailed, match="could not be started"):
        programs.run([command], folder=str(tmp_path), seconds=5, memory=MEMORY)
    assert programs.find("tesseract-of-another-world") == ""


def test_a_program_knows_nothing_of_ours(run, tmp_path, monkeypatch):
    """Neither what our environment holds, nor our files, nor our standard input."""
    for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "AWS_SECRET_ACCESS_KEY", "PYTHONPATH"):
        monkeypatch.setenv(name, f"the value of {name}")
    monkeypatch.setenv("TESSDATA_PREFIX", "/data")
    told = json.loads(run("import json, os, sys; print(json.dumps([dict(os.environ), os.getcwd(), sys.stdin.read()]))"))
    environment, folder, given = told
    assert "the value of" not in json.dumps(environment)
    allowed = {"PATH", "HOME", "TMPDIR", "LANG", "OMP_THREAD_LIMIT", "http_proxy", "https_proxy", "TESSDATA_PREFIX"}
    assert set(environment) - {"PWD", "OLDPWD", "SHLVL", "_", "LC_CTYPE"} == allowed
    assert environment["HOME"] == environment["TMPDIR"] == folder == os.path.realpath(tmp_path)
    assert given == ""


@needs_proc
def test_a_program_holds_none_of_our_open_files(run, tmp_path):
    with open(tmp_path / "ours", "w") as ours:
        os.set_inheritable(ours.fileno(), True)
        opened = json.loads(run("import json, os; print(json.dumps([os.readlink(f'/proc/self/fd/{n}') for n in range(3, 40)"
                                " if os.path.lexists(f'/proc/self/fd/{n}')]))"))  # fmt: skip
    assert opened == []


def test_the_limits_are_those_of_the_machine_itself(run):
    """Hard ones: a program can't lift them again. Not even a core is left behind."""
    told = run(
        "import json, resource as r\n"
        "print(json.dumps([r.getrlimit(each) for each in (r.RLIMIT_CPU, r.RLIMIT_AS, r.RLIMIT_FSIZE, r.RLIMIT_CORE)]))",
        seconds=7,
    )
    memory, file = MEMORY // 1024 * 1024, programs.LARGEST_FILE // 512 * 512
    assert json.loads(told) == [[7, 7], [memory, memory], [file, file], [0, 0]]


def test_nothing_is_left_in_the_folder_but_what_the_program_made(run, tmp_path):
    run("open('made', 'w').close()", given=b"given")
    assert [path.name for path in tmp_path.iterdir()] == ["made"]


@pytest.fixture
def stand_ins(tmp_path, monkeypatch):
    """Programs in the places of LibreOffice, Tesseract and Python that note the limits within which they run."""
    noted = tmp_path / "noted"
    script = f'#!/bin/sh\necho "$(basename "$0") $(ulimit -t) $(ulimit -v) ${{SECRET_KEY-none}}" >> {noted}\necho eng\n'
    for name in ("soffice", "tesseract", "draw"):
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setenv("SECRET_KEY", "secret")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "draw"))
    ocr._installed.cache_clear()
    yield noted
    ocr._installed.cache_clear()


def test_what_converts_draws_and_recognises_runs_within_its_limits(stand_ins, monkeypatch):
    """LibreOffice, pdfium's pictures and Tesseract meet strangers' bytes: none of them runs in any other way."""
    started = []
    popen = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", lambda command, **how: started.append(command) or popen(command, **how))
    with pytest.raises(UnreadableFile) as caught:
        office.converted(b"a document", "doc")
    assert caught.value.code == "damaged"
    assert ocr.languages() == ("eng",)
    assert ocr.read_pages(pdf(["A page"]), [1])[0].text == ""  # it could not be drawn
    monkeypatch.setattr(ocr, "drawn", lambda *_: b"P5\n1 1\n255\n ")
    assert ocr.read_pages(b"a file", [1])[0].text == ""
    limits = [
        ("soffice", office.MOST_SECONDS, office.MOST_MEMORY),
        ("tesseract", 20, ocr.MOST_MEMORY),
        ("draw", drawing.MOST_SECONDS, drawing.MOST_MEMORY),
        ("tesseract", ocr.MOST_SECONDS, ocr.MOST_MEMORY),
    ]
    expected = [f"{name} {seconds} {memory // 1024} none" for name, seconds, memory in limits]
    assert stand_ins.read_text().splitlines() == expected
    assert all(command[:2] == ["/bin/sh", "-c"] and "ulimit" in command[2] for command in started)
