"""The hostile set: each file is refused or read, in words, within limits, and nothing of it runs in anybody's browser."""

import re
import resource
import time

import pytest

from documents.ingest import ladder
from documents.ingest.intake import Refused, receive
from documents.models import File, Page, Stage
from tests import factories as make
from tests.hostile import SCRIPTED, hostile_files

pytestmark = pytest.mark.django_db
SET = hostile_files()
MOST_SECONDS = 120
MOST_GROWTH = 300_000_000  # bytes by which this process may grow over one file
FILES_OWN_WORDS = re.compile(r"Traceback|Error\b|Exception|0x[0-9a-f]{6}|/usr/|/tmp/")


def climbed(content, name="paper.pdf"):
    file = receive(content, name=name, by=None, way="test").file
    ladder.climb(file.pk)
    file.refresh_from_db()
    return file


def memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.parametrize("name", SET)
def test_a_hostile_file_is_refused_or_read_in_words_within_limits(name):
    content = SET[name]()
    before, began = memory(), time.monotonic()
    file = climbed(content)
    assert time.monotonic() - began < MOST_SECONDS
    assert memory() - before < MOST_GROWTH
    if file.problem:
        assert len(file.problem) > 20
        assert file.problem.endswith(".")
        assert not FILES_OWN_WORDS.search(file.problem)
    else:
        assert file.stage == Stage.LINKED
    text = "".join(Page.objects.values_list("text", flat=True))
    assert "root:" not in text
    assert "\0" not in text
    assert "alert(" not in text


@pytest.mark.parametrize("name", [name for name in SET if "laughs" in name or "blow-up" in name or "external" in name])
def test_what_a_document_declares_is_never_unfolded(name):
    climbed(SET[name]())
    text = "".join(Page.objects.values_list("text", flat=True))
    assert "ha" * 50 not in text
    assert len(text) < 200_000  # unfolded it would be a thousand times that


def test_an_empty_file_is_refused():
    with pytest.raises(Refused, match="is empty"):
        receive(b"", name="paper.pdf", by=None, way="test")
    assert not File.objects.exists()


# ------------------------------------------------------------------------- serving

KINDS = [
    "application/pdf",
    "text/plain",
    "text/html",
    "multipart/related",
    "image/svg+xml",
    "application/xhtml+xml",
    "application/msword",
    "application/rtf",
    "application/vnd.oasis.opendocument.text",
    "",
]


@pytest.fixture
def served(client):
    def serve(content=SCRIPTED, *, media_type, name="paper.html", symbol="CTOC/COP/2016/7"):
        file = receive(content, name=name, by=None, way="test").file
        version = make.version(make.document(symbol), "en")
        File.objects.filter(pk=file.pk).update(version=version, is_current=True, media_type=media_type)
        file.refresh_from_db()
        answer = client.get(file.get_absolute_url())
        assert b"".join(answer.streaming_content) == content
        return answer

    return serve


@pytest.mark.parametrize("media_type", KINDS)
def test_nothing_that_came_from_outside_runs_in_a_browser(served, media_type):
    answer = served(media_type=media_type)
    is_shown = media_type in ("application/pdf", "text/plain")
    assert answer["Content-Type"] == (media_type if is_shown else "application/octet-stream")
    assert answer["Content-Disposition"].startswith("inline" if is_shown else "attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "allow-scripts" not in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("media_type", "name", "ending"),
    [
        ("application/pdf", "a.docx", ".pdf"),
        ("application/msword", "a.doc", ".doc"),
        ("application/vnd.oasis.opendocument.text", "a.odt", ".odt"),
        ("application/rtf", "a.doc", ".rtf"),
        ("text/html", "a.exe", ".html"),
        ("", "scan.JPG", ".jpg"),
        ("", "evil.exe", ".bin"),
        ("", "evil.html", ".bin"),
        ("application/x-executable", "report.pdf", ".bin"),
    ],
)
def test_the_name_to_save_it_under_ends_as_its_kind_does(served, media_type, name, ending):
    answer = served(media_type=media_type, name=name)
    assert answer["Content-Disposition"].rstrip('"').endswith(f"CTOC_COP_2016_7-EN{ending}")


@pytest.mark.parametrize(
    "name", ['"; filename="evil.html', "a\r\nSet-Cookie: x=1", "../../etc/passwd", "\u202efdp.exe", "nul\0.html"]
)
def test_a_name_puts_nothing_into_the_answer_s_head(served, name):
    answer = served(media_type="", name=name, symbol="")
    assert "Set-Cookie" not in answer.headers
    assert re.fullmatch(r'attachment; filename="document-\d+\.bin"', answer["Content-Disposition"])


def test_a_file_of_scripts_shows_its_words_and_none_of_its_scripts(client):
    file = climbed(SCRIPTED, name="paper.html")
    version = make.version(make.document("CTOC/COP/2016/7"), "en")
    File.objects.filter(pk=file.pk).update(version=version, is_current=True)
    page = client.get(version.get_absolute_url()).content.decode()
    assert "Words of a paper." in page
    assert "alert(" not in page
    assert "onload" not in page
