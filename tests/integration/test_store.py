"""Bytes that were given are safely in the store or nowhere, in a folder and in a bucket alike."""

import errno
import hashlib
import multiprocessing
import os
import subprocess
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from documents.fates import fate_of_arrival
from documents.ingest import intake, ladder
from documents.ingest.intake import plain_name, receive
from documents.models import File, Outcome, Stage
from documents.storage import Kept, StoreTrouble, folder
from documents.storage.folder import FolderStore
from tests import factories as make
from tests.bucket_server import bucket_server
from tests.notes import NOTE_WITH_MASTHEAD

pytestmark = pytest.mark.django_db
CONTENT = b"The words of a document.\n" * 4000
NAME = f"{hashlib.sha256(CONTENT).hexdigest()[:2]}/{hashlib.sha256(CONTENT).hexdigest()}"


@pytest.fixture
def server():
    with bucket_server() as running:
        yield running


@pytest.fixture
def bucket(server, settings):
    """The bucket of the site, on the small server."""
    options = {
        **settings.FILES_IN_BUCKET["OPTIONS"],
        "bucket_name": "files",
        "endpoint_url": server.address,
        "access_key": "us",
        "secret_key": "secret",
        "region_name": "eu-central-1",
    }
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.FILES_IN_BUCKET, "OPTIONS": options}}
    return server


@pytest.fixture(params=["folder", "bucket"])
def either_store(request):
    """A test that asks for this runs on a folder and on a bucket."""
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    return request.param


def taken_in(content=CONTENT, name="note.txt", **fields):
    return receive(content, name=name, by=None, way="test", **fields)


def lying_in(settings):
    return sorted(path.name for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())


# ------------------------------------------------------------------ either store


def test_what_is_kept_can_be_read_whole_and_in_parts(either_store):
    assert default_storage.keep(NAME, CONTENT) is Kept.NEW
    assert default_storage.keep(NAME, CONTENT) is Kept.HELD
    assert b"".join(default_storage.pieces(NAME)) == CONTENT
    assert b"".join(default_storage.pieces(NAME, 10, 20)) == CONTENT[10:30]
    assert b"".join(default_storage.pieces(NAME, 50)) == CONTENT[50:]
    assert default_storage.size(NAME) == len(CONTENT)
    assert [(stored.name, stored.size) for stored in default_storage.listing()] == [(NAME, len(CONTENT))]


@pytest.mark.parametrize("damaged", [CONTENT[:700], b"x" * len(CONTENT), b""])
def test_a_damaged_copy_under_the_hash_is_not_believed(either_store, damaged):
    default_storage.keep(NAME, damaged)
    assert default_storage.keep(NAME, CONTENT) is Kept.RESTORED
    assert b"".join(default_storage.pieces(NAME)) == CONTENT


def test_the_same_bytes_again_restore_what_is_missing_and_say_so(either_store):
    file = taken_in().file
    default_storage.delete(file.content.name)
    again = taken_in()
    assert (again.is_new, again.was_restored) == (False, True)
    assert again.fate.outcome is Outcome.ALREADY_HELD
    assert "its damaged copy was restored" in again.fate.detail
    assert "its damaged copy was restored" in again.outcome
    assert b"".join(default_storage.pieces(file.content.name)) == CONTENT


def test_bytes_that_are_as_they_were_are_not_called_restored(either_store):
    taken_in()
    assert "restored" not in str(fate_of_arrival(taken_in().file, is_new=False))


def test_a_file_whose_bytes_were_missing_climbs_again_when_they_come_back(either_store):
    file = taken_in(NOTE_WITH_MASTHEAD.encode()).file
    default_storage.delete(file.content.name)
    File.objects.update(problem="The stored bytes are missing.", tries=3)
    taken_in(NOTE_WITH_MASTHEAD.encode())
    assert ladder.climb(file.pk) == Stage.LINKED


def test_a_file_is_read_from_either_store_up_to_its_document(either_store):
    file = taken_in(NOTE_WITH_MASTHEAD.encode()).file
    assert ladder.climb(file.pk) == Stage.LINKED
    file.refresh_from_db()
    assert (file.problem, file.document.symbol) == ("", "CTOC/COP/2016/7")


def test_missing_bytes_are_missing_and_not_an_outage(either_store):
    default_storage.keep(NAME, CONTENT)
    with pytest.raises(FileNotFoundError) as missing:
        default_storage.open("aa/" + "a" * 64)
    assert not isinstance(missing.value, StoreTrouble)


# --------------------------------------------------------------------- the folder


def test_a_stored_file_can_be_read_by_us_and_our_group_alone(settings):
    taken_in()
    (path,) = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert path.stat().st_mode & 0o777 == 0o640


def test_file_and_folder_are_safe_on_disk_before_the_row_says_so(monkeypatch):
    happened = []
    synced, renamed, rows_for = os.fsync, os.replace, intake._rows_for
    monkeypatch.setattr(folder.os, "fsync", lambda number: (happened.append("safe"), synced(number)))
    monkeypatch.setattr(folder.os, "replace", lambda *names: (happened.append("renamed"), renamed(*names)))
    monkeypatch.setattr(intake, "_rows_for", lambda new: happened.append("row") or rows_for(new))
    taken_in()
    assert happened[-4:] == ["safe", "renamed", "safe", "row"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.ESTALE])
def test_an_error_in_mid_write_leaves_neither_file_nor_row(monkeypatch, settings, code):
    def fail(_number):
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(folder.os, "fsync", fail)
    with pytest.raises(StoreTrouble) as trouble:
        taken_in()
    assert "store" in str(trouble.value)
    assert "Errno" not in str(trouble.value)
    assert lying_in(settings) == []
    assert not File.objects.exists()


def test_an_interrupted_write_leaves_nothing_under_the_hash(monkeypatch, settings):
    def interrupt(*_names):
        raise KeyboardInterrupt

    monkeypatch.setattr(folder.os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        taken_in()
    assert lying_in(settings) == []


def test_a_full_disk_is_told_in_words_and_mended_by_room(settings, tmp_path):
    """A real file system of a quarter of a megabyte."""
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "none", small], capture_output=True)
    if mounted.returncode:
        pytest.skip("this machine does not let us mount a small file system")
    try:
        settings.MEDIA_ROOT = small
        ballast = small / "ballast"
        ballast.write_bytes(b"x" * 230_000)
        with pytest.raises(StoreTrouble, match="no room left"):
            taken_in()
        assert lying_in(settings) == ["ballast"]
        assert not File.objects.exists()
        ballast.unlink()
        assert taken_in().is_new
    finally:
        subprocess.run(["umount", small], check=True)


def test_a_disk_that_is_not_mounted_is_an_outage_and_not_a_missing_file(settings, tmp_path):
    file = taken_in().file
    for place in (tmp_path / "empty", tmp_path / "gone"):
        settings.MEDIA_ROOT = place
        (tmp_path / "empty").mkdir(exist_ok=True)
        with pytest.raises(StoreTrouble, match="empty or away"):
            file.content.storage.open(file.content.name)


def _keep(location, times):
    store = FolderStore(location=location)
    for _ in range(times):
        store.keep(NAME, CONTENT)


def test_processes_that_write_the_same_at_once_end_with_one_whole_file(settings):
    make_process = multiprocessing.get_context("fork").Process
    writers = [make_process(target=_keep, args=(settings.MEDIA_ROOT, 20)) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0] * 4
    assert lying_in(settings) == [NAME.partition("/")[2]]
    assert b"".join(default_storage.pieces(NAME)) == CONTENT


def test_of_two_arrivals_at_once_one_makes_the_row_and_the_other_finds_it(monkeypatch):
    keep = FolderStore.keep

    def another_comes_between(self, *what):
        monkeypatch.setattr(FolderStore, "keep", keep)
        taken_in(name="first.txt")
        return keep(self, *what)

    monkeypatch.setattr(FolderStore, "keep", another_comes_between)
    second = taken_in(name="second.txt")
    assert not second.is_new
    assert File.objects.get().name == "first.txt"
    assert second.file.receptions.count() == 2


# --------------------------------------------------------------------- the bucket


def test_an_object_is_put_only_when_it_is_not_there(bucket):
    taken_in()
    taken_in()
    assert [command for command, _key in bucket.asked].count("PUT") == 1


@pytest.mark.parametrize(
    ("mood", "words"),
    [("broken", "could not do"), ("full", "no room left"), ("closed", "FILES_KEY"), ("breaks off", "is away")],
)
def test_a_bucket_in_trouble_says_so_and_leaves_nothing(bucket, mood, words):
    bucket.mood = mood
    with pytest.raises(StoreTrouble, match=words):
        taken_in()
    assert bucket.objects == {}
    assert not File.objects.exists()
    bucket.mood = ""
    assert taken_in().is_new


def test_a_server_that_is_away_or_breaks_off_is_an_outage(bucket):
    file = taken_in().file
    bucket.mood = "breaks off"
    with pytest.raises(StoreTrouble):
        file.content.storage.open(file.content.name)
    bucket.shutdown()
    bucket.server_close()
    with pytest.raises(StoreTrouble, match="is away"):
        file.content.storage.open(file.content.name)


def test_a_bucket_that_does_not_exist_is_named(bucket, settings):
    options = {**settings.STORAGES["default"]["OPTIONS"], "bucket_name": "nowhere"}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    with pytest.raises(StoreTrouble, match="FILES_BUCKET"):
        taken_in()


def test_no_address_leads_into_the_bucket(bucket):
    with pytest.raises(NotImplementedError):
        taken_in().file.content.url  # noqa: B018


# ------------------------------------------------------------------------- serving


@pytest.fixture
def issued(either_store):
    file = taken_in().file
    version = make.version(make.document("CTOC/COP/2016/7"), "en")
    File.objects.filter(pk=file.pk).update(version=version, is_current=True, media_type="text/plain")
    file.refresh_from_db()
    return file


def body(response):
    return b"".join(response.streaming_content)


def test_a_file_is_served_whole_in_parts_or_not_at_all(issued, client):
    address = issued.get_absolute_url()
    whole = client.get(address)
    assert (whole.status_code, body(whole)) == (200, CONTENT)
    assert whole["Content-Length"] == str(len(CONTENT))
    part = client.get(address, headers={"Range": "bytes=10-29"})
    assert (part.status_code, body(part)) == (206, CONTENT[10:30])
    assert part["Content-Range"] == f"bytes 10-29/{len(CONTENT)}"
    assert body(client.get(address, headers={"Range": "bytes=-7"})) == CONTENT[-7:]
    assert body(client.get(address, headers={"Range": "bytes=99990-"})) == CONTENT[99990:]
    assert body(client.get(address, headers={"Range": "bytes=5-6", "If-Range": '"another"'})) == CONTENT
    beyond = client.get(address, headers={"Range": f"bytes={len(CONTENT)}-"})
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{len(CONTENT)}")
    assert client.get(address, headers={"If-None-Match": whole["ETag"]}).status_code == 304


@pytest.mark.parametrize("asked", ["bytes=", "bytes=-", "bytes=a-b", "lines=1-2", "bytes=0-1,3-4", "bytes=9" * 50])
def test_a_range_that_makes_no_sense_gives_the_whole(issued, client, asked):
    answer = client.get(issued.get_absolute_url(), headers={"Range": asked})
    assert (answer.status_code, body(answer)) == (200, CONTENT)


def test_while_the_store_is_away_the_page_says_so_and_hides_nothing(issued, client, monkeypatch):
    def away(*_where):
        raise StoreTrouble("away")

    monkeypatch.setattr(type(default_storage._wrapped), "pieces", away)
    answer = client.get(issued.get_absolute_url())
    assert answer.status_code == 503
    assert "Nothing is lost" in answer.content.decode()
    assert answer["Retry-After"]


# --------------------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\evil.exe", "evil.exe"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("nul\0.pdf", "nul.pdf"),
        ("two\r\nlines.pdf", "twolines.pdf"),
        (b"caf\xe9.pdf".decode("utf-8", "surrogateescape"), "caf\ufffd.pdf"),
        ("تقرير.pdf", "تقرير.pdf"),
        ("..", "unnamed"),
        ("folder/", "folder"),
        ("\u200f", "unnamed"),
        ("a" * 400 + ".pdf", "a" * 251 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_what_could_mislead(name, shown):
    assert plain_name(name) == shown
    assert taken_in(name=name).file.name == shown
