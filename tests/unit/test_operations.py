"""What compose and the operations guide run: the same workers as script/server, on every queue of the site."""

import re

import pytest

from untoc_review import env, serve


def queues_of(words):
    """The queues of each worker that a text names, in its order."""
    plain = re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", words)
    return {found.strip("`") for found in re.findall(r"--queues\s+([\w.,]+)", plain)}


@pytest.mark.parametrize("where", ["compose.yaml", "docs/operations.md"])
def test_every_queue_has_a_worker_and_what_came_alone_goes_first(where, monkeypatch):
    monkeypatch.setattr(serve.shutil, "which", lambda program: f"/usr/bin/{program}")
    ours = {command[command.index("--queues") + 1] for command in serve.worker_commands("reading").values()}
    assert queues_of((env.TOP / where).read_text(encoding="utf-8")) == ours


@pytest.mark.parametrize("where", ["compose.yaml", "docs/operations.md"])
def test_the_folder_watcher_is_run_too(where):
    assert "manage.py watch_folder" in (env.TOP / where).read_text(encoding="utf-8")
