"""Starting the site: what is missing or in the way is said in one plain sentence, and what ends is started again."""

import fcntl
import os
import shutil
import socket
import stat
import subprocess
import sys

import pytest

from untoc_review import env, serve


@pytest.fixture
def var(monkeypatch, tmp_path):
    """A project folder of its own for what the site keeps."""
    folder = tmp_path / "var"
    for name, path in {"VAR": folder, "LOGS": folder / "log", "LOCK": folder / "serve.lock"}.items():
        monkeypatch.setattr(serve, name, path)
    monkeypatch.setattr(env, "OWN_SERVERS", folder / "embedded.env")
    folder.mkdir()
    return folder


# ---------------------------------------------------------------- what is in the way


def test_a_port_that_is_taken_is_named_with_what_to_do():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(serve.Trouble, match=rf"Port {port} is taken .* PORT=\d+ script/server"):
            serve.check_address("127.0.0.1", port)


def test_a_free_port_is_fine():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
    serve.check_address("127.0.0.1", port)


@pytest.mark.parametrize("port", [0, 65536, 10**12])
def test_a_port_that_cannot_be_is_refused(port):
    with pytest.raises(serve.Trouble, match="from 1 to 65535"):
        serve.check_address("127.0.0.1", port)


@pytest.mark.parametrize("host", ["999.1.1.1", "192.0.2.7", "no such host", "a" * 300, "\N{SNOWMAN}."])
def test_a_host_that_is_not_this_machine_is_refused(host):
    with pytest.raises(serve.Trouble, match="no address of this machine"):
        serve.check_address(host, 18999)


def test_a_database_that_does_not_answer_is_a_sentence_without_the_password():
    with pytest.raises(serve.Trouble, match="DATABASE_URL names can't be used") as refused:
        serve.check_database("postgres://somebody:very-secret@127.0.0.1:1/site")
    assert "very-secret" not in str(refused.value)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize("url", ["redis://:very-secret@127.0.0.1:1/0", "http://example.org", "nonsense"])
def test_a_queue_that_does_not_answer_is_a_sentence_without_the_password(url):
    with pytest.raises(serve.Trouble, match="REDIS_URL names can't be used") as refused:
        serve.check_queue(url)
    assert "very-secret" not in str(refused.value)


def test_a_site_that_runs_already_is_pointed_to(var):
    with open(serve.LOCK, "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("http://127.0.0.1:8000/\n")
        lock.flush()
        with pytest.raises(serve.Trouble, match=r"already running at http://127\.0\.0\.1:8000/"):
            serve.Site()._take_lock()


def test_a_folder_that_cannot_be_written_is_a_sentence(var, monkeypatch):
    monkeypatch.setattr(os, "access", lambda *asked: False)
    with pytest.raises(serve.Trouble, match=r"can't write in .* chown -R"):
        serve.make_var()


# ---------------------------------------------------------------- what is kept


def test_the_secret_key_is_kept_and_is_nobody_elses_to_read(var):
    key = serve.secret_key()
    assert len(key) >= 50
    assert serve.secret_key() == key
    assert stat.S_IMODE((var / "secret_key").stat().st_mode) == 0o600


@pytest.mark.parametrize("spoilt", [b"", b"short", b"\xff\xfe\x00"])
def test_a_spoilt_secret_key_is_replaced(var, spoilt):
    (var / "secret_key").write_bytes(spoilt)
    assert len(serve.secret_key()) >= 50


def test_after_the_stop_the_key_stays_and_the_addresses_go(var):
    serve.write_own_settings({"DATABASE_URL": "postgres://x", "REDIS_URL": "redis://x", "SECRET_KEY": "k"})
    assert stat.S_IMODE(env.OWN_SERVERS.stat().st_mode) == 0o600
    serve.forget_own_servers()
    assert env.read_lines(env.OWN_SERVERS) == {"SECRET_KEY": "k"}


@pytest.mark.parametrize(
    "note", ["", "[", "{}", "[1]", '[{"pid": "x", "started": null}]', '[{"pid": 1, "started": "x"}]', '[{"pid": -1}]']
)
def test_a_spoilt_note_of_children_ends_nothing_and_stops_nobody(var, monkeypatch, note):
    monkeypatch.setattr(serve, "CHILDREN", var / "serve.json")
    ended = []
    monkeypatch.setattr(os, "killpg", lambda *sent: ended.append(sent))
    serve.CHILDREN.write_text(note)
    serve.Site()._end_left_over()
    assert ended == []
    assert not serve.CHILDREN.exists()


def test_one_previous_log_is_kept(var):
    serve.LOGS.mkdir()
    (serve.LOGS / "web.log").write_text("this start")
    (serve.LOGS / "web.log.1").write_text("the start before")
    serve.Site()._clear_up()
    assert sorted(path.name for path in serve.LOGS.iterdir()) == ["web.log.1"]
    assert (serve.LOGS / "web.log.1").read_text() == "this start"


# ---------------------------------------------------------------- what is watched


def test_a_folder_is_watched_when_one_is_named_and_only_then(monkeypatch, tmp_path):
    monkeypatch.delenv("WATCHED_FOLDER", raising=False)
    monkeypatch.setattr(env, "TOP", tmp_path)
    assert serve.watching() == []
    (tmp_path / "drop here").mkdir()
    for named in ("drop here", str(tmp_path / "drop here")):
        monkeypatch.setenv("WATCHED_FOLDER", named)
        ((name, command),) = serve.watching()
        assert name == "folder watcher"
        assert command[-1] == "watch_folder"


def test_the_watcher_is_looked_after_for_as_long_as_the_site_runs(var, monkeypatch, tmp_path):
    monkeypatch.setenv("WATCHED_FOLDER", str(tmp_path))
    started = []
    monkeypatch.setattr(serve.Child, "start", lambda child, surroundings: started.append(child))
    site = serve.Site()
    site._start_children()
    (watcher,) = [child for child in started if child.title == "folder watcher"]
    assert watcher.lasting
    assert watcher.log.name == "folder-watcher.log"


def test_a_watched_folder_that_is_not_there_is_a_sentence_before_anything_is_started(monkeypatch, tmp_path):
    monkeypatch.setenv("WATCHED_FOLDER", str(tmp_path / "nowhere"))
    with pytest.raises(serve.Trouble, match=r"no such folder\. Make it, or leave the setting empty"):
        serve.watching()


def test_a_child_that_ends_is_started_again_later_each_time_and_given_up_at_the_third(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(serve.time, "monotonic", lambda: now[0])
    child = serve.Child("worker", [], None)
    assert child.note_end() == 1
    now[0] += 5
    assert child.note_end() == 2
    now[0] += 5
    assert child.note_end() is None


def test_a_child_that_ends_now_and_then_is_never_given_up(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(serve.time, "monotonic", lambda: now[0])
    child = serve.Child("worker", [], None)
    for _ in range(20):
        assert child.note_end() is not None
        now[0] += 31


def test_errors_in_a_log_are_shown_with_their_traceback_and_nothing_else(tmp_path):
    log = tmp_path / "web.log"
    errors = serve.ErrorLines(log)
    assert errors.new() == []
    log.write_text(
        "[2026-11-23 10:00:00 +0000] [7] [INFO] Listening\n"
        "2026-11-23 10:00:01,000 WARNING django.request: Not Found: /ERROR\n"
        "2026-11-23 10:00:02,000 ERROR django.request: Internal Server Error: /en/\n"
        "Traceback (most recent call last):\n"
        "ValueError: half a li"
    )
    shown = errors.new()
    assert [line[:12] for line in shown] == ["2026-11-23 1", "Traceback (m"]
    with open(log, "a") as file:
        file.write("ne\n2026-11-23 10:00:03,000 INFO celery: fine\nnot an error\n")
    assert errors.new() == ["ValueError: half a line"]
    assert errors.new() == []


@pytest.mark.parametrize(
    "line",
    [
        "2026-11-23 10:00:02,000 CRITICAL django: no",
        "[2026-11-23 10:00:02 +0000] [7] [ERROR] Worker failed",
        "[2026-11-23 10:00:02,000: ERROR/MainProcess] Task failed",
    ],
)
def test_an_error_is_known_however_the_program_writes_it(tmp_path, line):
    (tmp_path / "log").write_text(f"{line}\n")
    assert serve.ErrorLines(tmp_path / "log").new() == [line]


def test_an_endless_error_is_cut(tmp_path):
    log = tmp_path / "web.log"
    log.write_text("2026-11-23 10:00:02,000 ERROR django: no\n" + "more\n" * 10_000)
    assert len(serve.ErrorLines(log).new()) == serve.ErrorLines.MOST


def test_the_commands_of_the_site_take_no_arguments(capsys):
    assert serve.main(["--port", "80"]) == 2
    assert "takes no arguments" in capsys.readouterr().out


# ---------------------------------------------------------------- the scripts


@pytest.fixture
def bare_project(tmp_path):
    """A checkout with the scripts alone, in a folder with a blank in its name; returns a function that runs one
    with a PATH that holds only the basic tools and the given fake programs."""
    project = tmp_path / "a project"
    shutil.copytree(env.TOP / "script", project / "script")
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("sh", "dirname", "mkdir", "rm", "cat", "cmp", "cp"):
        (tools / tool).symlink_to(shutil.which(tool))

    def run(script="server", **fakes):
        for name, text in fakes.items():
            fake = tools / name
            fake.write_text(f"#!/bin/sh\n{text}\n")
            fake.chmod(0o755)
        return subprocess.run(
            [project / "script" / script],
            env={"PATH": str(tools)},
            cwd="/",
            capture_output=True,
            text=True,
            timeout=60,
        )

    run.project = project
    return run


def test_without_python_the_script_says_what_to_install(bare_project):
    ended = bare_project()
    assert ended.returncode == 1
    assert "Python 3.11 or newer is needed" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1
    assert not (bare_project.project / ".venv").exists()


def test_a_python_that_is_too_old_is_not_taken(bare_project):
    assert "Python 3.11 or newer is needed" in bare_project(python3="exit 1").stderr


def test_without_the_venv_module_the_script_names_the_package(bare_project):
    ended = bare_project(python3='case "$2" in *ensurepip*) exit 1;; *) echo 3.12;; esac')
    assert ended.returncode == 1
    assert "Python 3.12 is here, but not its module venv" in ended.stderr
    assert "python3-venv" in ended.stderr


def test_two_first_starts_at_once_do_not_meet(bare_project):
    waiting = bare_project.project / "var" / "set-up"
    waiting.mkdir(parents=True)
    (waiting / "process").write_text(f"{os.getpid()}\n")
    ended = bare_project("test", python3=f'exec "{sys.executable}" "$@"')
    assert ended.returncode == 1
    assert f"Another start (process {os.getpid()}) is installing" in ended.stderr
    assert waiting.is_dir()


def test_a_failed_installation_is_a_sentence_and_is_begun_anew(bare_project):
    fake = "\n".join(
        [
            'case "$*" in',
            '*"-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python;;',
            '*"pip install"*) echo no network >&2; exit 1;;',
            "esac",
        ]
    )
    for _ in range(2):
        ended = bare_project(python3=fake)
        assert ended.returncode == 1
        assert "Making the virtual environment" in ended.stdout
        assert ended.stderr.startswith("no network\nThe packages can't be installed")
        assert not (bare_project.project / "var" / "set-up").exists()
