"""A stranger's file is read in a process of its own, which may fall over alone."""

import os
import signal
import subprocess
import sys

import pytest

from documents.reading import UnreadableFile, child, read
from tests.files import docx, pdf


@pytest.fixture
def helpers():
    helpers = child._Helpers()
    yield helpers
    helpers.end()


def read_by(helpers, content, seconds=60.0):
    return helpers.read(content, seconds)


@pytest.mark.parametrize(
    "content", [pdf(["One page", "Another"]), docx("A line"), "Записка Секретариата".encode("koi8-r")]
)
def test_a_child_reads_what_we_read(helpers, content):
    assert read_by(helpers, content) == read(content)


def test_a_child_refuses_in_the_same_words(helpers):
    with pytest.raises(UnreadableFile) as here:
        read(pdf([]))
    with pytest.raises(UnreadableFile) as there:
        read_by(helpers, pdf([]))
    assert (str(there.value), there.value.code) == (str(here.value), here.value.code)


def test_one_helper_serves_many_files(helpers):
    for _ in range(3):
        read_by(helpers, b"some words")
    first = helpers._process.pid
    read_by(helpers, b"more words")
    assert helpers._process.pid == first


def test_a_helper_that_was_killed_is_replaced(helpers):
    read_by(helpers, b"some words")
    os.kill(helpers._process.pid, signal.SIGKILL)
    helpers._process.wait()
    assert read_by(helpers, b"some words").pages[0].text == "some words"


def test_what_takes_too_long_is_too_large_and_the_next_file_is_read(helpers):
    with pytest.raises(UnreadableFile) as caught:
        read_by(helpers, b"some words", seconds=-1.0)
    assert caught.value.code == "too-large"
    assert read_by(helpers, b"some words").pages[0].text == "some words"


@pytest.mark.parametrize(
    ("fall", "code"),
    [
        ("os.kill(os.getpid(), 11)", "damaged"),
        ("os.kill(os.getpid(), 24)", "too-large"),
        ("os.abort()", "too-large"),
        ("bytearray(10**10)", "too-large"),
        ("1 / 0", "damaged"),
    ],
)
def test_a_reader_that_falls_over_is_told_in_words(fall, code):
    """In a process of its own, with a reader that falls over on purpose."""
    script = (
        "import json, os\n"
        "from documents.reading import child\n"
        f"child.read = lambda content: {fall}\n"
        "print(json.loads(child._in_a_fork(b'x'))['code'])\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == code


@pytest.mark.skipif(not os.path.exists("/proc/self/environ"), reason="there is no /proc here")
def test_the_helper_knows_none_of_our_secrets(helpers):
    read_by(helpers, b"some words")
    with open(f"/proc/{helpers._process.pid}/environ", encoding="utf-8") as environment:
        assert "SECRET_KEY" not in environment.read()


def test_an_empty_file_needs_no_helper():
    with pytest.raises(UnreadableFile) as caught:
        child.read_safely(b"")
    assert caught.value.code == "empty"
