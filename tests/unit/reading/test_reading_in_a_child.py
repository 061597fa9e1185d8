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
    (found,) = helpers.read([content], seconds)
    if isinstance(found, UnreadableFile):
        raise found
    return found


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
        "print(json.loads(next(child._in_forks([b'x'])))['code'])\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == code


def test_of_several_files_each_has_its_own_answer_in_order(helpers):
    good, other, bad = b"some words", pdf(["One page", "Another"]), pdf([])
    first, second, third, fourth = helpers.read([good, bad, other, good], 60)
    assert (first, third, fourth) == (read(good), read(other), read(good))
    assert isinstance(second, UnreadableFile)


def test_a_file_that_brings_the_reader_down_takes_no_other_with_it():
    """In a process of its own, with a reader that one of five files kills."""
    script = (
        "import json, os\n"
        "from documents.reading import child\n"
        "whole = child.read\n"
        "child.read = lambda content: os.kill(os.getpid(), 11) if b'poison' in content else whole(content)\n"
        "files = [b'one', b'poison', b'three', b'poison too', b'five']\n"
        "for answer in child._in_forks(files):\n"
        "    answer = json.loads(answer)\n"
        "    print(answer.get('code') or answer['pages'][0][1])\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.split("\n")[:5] == ["one", "damaged", "three", "damaged", "five"]


def test_behind_a_file_that_takes_too_long_the_others_are_read():
    """In a process of its own: the helper is ended for one file and started anew for the next."""
    script = (
        "import sys, time\n"
        "from documents.reading import child, UnreadableFile\n"
        "if __name__ == '__main__':\n"
        "    helpers = child._Helpers()\n"
        "    asked = []\n"
        "    receive = child._receive\n"
        "    def late(pipe, most, ends):\n"
        "        asked.append(pipe)\n"
        "        if len(asked) == 2: raise TimeoutError\n"
        "        return receive(pipe, most, ends)\n"
        "    child._receive = late\n"
        "    found = helpers.read([b'one', b'slow', b'three'], 30)\n"
        "    helpers.end()\n"
        "    print([getattr(each, 'code', '') or each.pages[0].text for each in found])\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert run.stdout.strip() == "['one', 'too-large', 'three']"


@pytest.mark.skipif(not os.path.exists("/proc/self/environ"), reason="there is no /proc here")
def test_the_helper_knows_none_of_our_secrets(helpers):
    read_by(helpers, b"some words")
    with open(f"/proc/{helpers._process.pid}/environ", encoding="utf-8") as environment:
        assert "SECRET_KEY" not in environment.read()


def test_an_empty_file_needs_no_helper():
    with pytest.raises(UnreadableFile) as caught:
        child.read_safely(b"")
    assert caught.value.code == "empty"
