"""The in-tray: what waits for a person, by reason; one file after the other; and how files come on, seen from a page."""

import pytest
from django.urls import reverse

from documents.ingest import ladder
from documents.ingest.intake import receive
from documents.models import Stage
from tests import factories as make
from tests.notes import NOTE_WITH_MASTHEAD

pytestmark = pytest.mark.django_db
PROGRESS = "/admin/documents/file/progress.json"


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client


def taken_in(text, name="note.txt"):
    content = text.encode() if isinstance(text, str) else text
    return receive(content, name=name, by=None, way="test").file


def read(text, name="note.txt"):
    file = taken_in(text, name)
    ladder.climb(file.pk)
    file.refresh_from_db()
    return file


# ------------------------------------------------------------------ progress


def progress(client, *keys):
    return client.get(PROGRESS, {"files": ",".join(str(key) for key in keys)}).json()


def test_each_file_says_its_fate_in_words_and_whether_more_will_happen(staff):
    moving, done = taken_in("words"), read(NOTE_WITH_MASTHEAD, "done.txt")
    answer = progress(staff, moving.pk, done.pk, 999_999)
    first, second = answer["files"]
    assert (first["fate"], first["is_final"], first["climbed"]) == ("being read: received", False, 1)
    assert (second["outcome"], second["is_final"], second["climbed"]) == ("stored", True, len(Stage))
    assert second["url"] == reverse("admin:documents_file_change", args=[done.pk])
    assert not answer["all_final"]
    ladder.climb(moving.pk)
    answer = progress(staff, moving.pk)
    assert answer["files"][0]["needs_a_person"]
    assert answer["all_final"]


@pytest.mark.parametrize("asked", ["", "x", "1;2", "-1", "1" * 40, "\0", "1," * 5000])
def test_nonsense_in_the_question_is_no_error(staff, asked):
    assert staff.get(PROGRESS, {"files": asked}).status_code == 200


@pytest.mark.parametrize("files", [1, 30])
def test_asking_costs_the_same_for_many_files(staff, files, django_assert_max_num_queries):
    keys = [
        make.file(make.version(make.document(f"CTOC/COP/2016/{at}"), "en"), "words", name=f"{at}.txt").pk
        for at in range(1, files + 1)
    ]
    with django_assert_max_num_queries(10):
        assert len(progress(staff, *keys)["files"]) == files


@pytest.mark.parametrize(("role", "status"), [("reader", (302, 403)), ("delegate", (302, 403)), ("editor", (200,))])
def test_how_files_come_on_is_for_the_secretariat(client, person, role, status):
    client.force_login(person(role))
    assert client.get(PROGRESS).status_code in status
