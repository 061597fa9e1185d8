"""Folders as a way in, and the store looked after at the command line: every file's fate in words, nothing lost."""

import csv
import os
import time
import zipfile
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from documents import tasks
from documents.ingest import checking, folders, ladder, patience, watching
from documents.ingest.intake import receive
from documents.management.commands import import_folder
from documents.models import Delivery, Document, File, Page, Reception, Stage
from documents.storage import StoreTrouble
from documents.tasks import ring_now
from tests.notes import NOTE_WITH_MASTHEAD, NOTE_WITHOUT_MASTHEAD

pytestmark = pytest.mark.django_db


def run(command, *arguments, **options):
    out, err = StringIO(), StringIO()
    try:
        call_command(command, *map(str, arguments), stdout=out, stderr=err, **options)
    except CommandError as error:
        return 1, out.getvalue() + err.getvalue() + str(error)
    return 0, out.getvalue() + err.getvalue()


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "papers"
    (place / "session 8").mkdir(parents=True)
    (place / "session 8" / "note.txt").write_text(NOTE_WITH_MASTHEAD)
    (place / "other.txt").write_text(NOTE_WITHOUT_MASTHEAD)
    return place


# ------------------------------------------------------------------ import_folder


def test_every_file_of_a_folder_has_its_fate(folder, tmp_path):
    table = tmp_path / "fates.csv"
    status, said = run("import_folder", folder, "--here", outcomes=table)
    assert status == 0
    rows = {row["file"]: row for row in csv.DictReader(table.read_text().splitlines())}
    assert rows["session 8/note.txt"]["outcome"] == "stored"
    assert "CTOC/COP/2016/7" in rows["session 8/note.txt"]["detail"]
    assert rows["other.txt"]["outcome"] == "no symbol found"
    assert "1 no symbol found, 1 stored" in said
    assert all(File.objects.values_list("is_bulk", flat=True))
    assert Delivery.objects.get().way == "folder import"


def test_a_run_that_is_repeated_goes_on_and_counts_nothing_twice(folder):
    run("import_folder", folder, "--here")
    (folder / "third.txt").write_text("A third paper.")
    status, said = run("import_folder", folder, "--here")
    assert status == 0
    assert "already held" not in said
    assert (File.objects.count(), Reception.objects.count(), Delivery.objects.count()) == (3, 3, 1)


def test_the_same_bytes_under_two_names_are_one_file(folder):
    (folder / "copy.txt").write_text(NOTE_WITHOUT_MASTHEAD)
    _status, said = run("import_folder", folder, "--here")
    assert "1 already held" in said
    assert File.objects.count() == 2


def test_a_run_that_is_repeated_restores_a_copy_that_was_lost(folder):
    run("import_folder", folder, "--here")
    lost = File.objects.get(name="note.txt")
    default_storage.delete(lost.content.name)
    run("import_folder", folder, "--here")
    assert default_storage.size(lost.content.name) == lost.size


def test_files_are_handed_to_the_workers_in_batches(folder, bell):
    status, said = run("import_folder", folder, "--no-wait")
    assert status == 0
    assert "2 being read" in said
    assert set(bell) == set(File.objects.values_list("pk", flat=True))


def test_when_no_queue_answers_the_command_reads_the_files_itself(folder, queue_away):
    _status, said = run("import_folder", folder)
    assert "No queue answers" in said
    assert set(File.objects.values_list("stage", flat=True)) == {Stage.LINKED}
    assert "1 no symbol found, 1 stored" in said


def test_waiting_ends_when_the_workers_have_read_every_file(folder, monkeypatch):
    def work_at_once(arguments, **options):
        (asked,) = arguments
        ladder.climb_all(asked if isinstance(asked, list) else [asked])

    for task in (tasks.ingest_file, tasks.ingest_files):
        monkeypatch.setattr(task, "apply_async", work_at_once)
    _status, said = run("import_folder", folder, "--wait")
    assert "1 no symbol found, 1 stored" in said


def test_a_dry_run_reads_for_real_and_writes_nothing(folder):
    status, said = run("import_folder", folder, "--dry-run")
    assert status == 0
    assert "session 8/note.txt: stored: as CTOC/COP/2016/7, English" in said
    assert "other.txt: no symbol found" in said
    assert not File.objects.exists()
    assert not Document.objects.exists()
    assert not Page.objects.exists()
    assert not Delivery.objects.exists()
    assert not list(Path(default_storage.location).iterdir())


def test_what_can_not_be_taken_in_is_named_and_the_rest_comes(folder, tmp_path):
    (folder / "empty.pdf").write_bytes(b"")
    outside = tmp_path / "secret.txt"
    outside.write_text("not in the folder")
    (folder / "link.txt").symlink_to(outside)
    (folder / "broken.txt").symlink_to(folder / "nowhere")
    os.mkfifo(folder / "pipe")
    (folder / ".hidden").write_text("x")
    (folder / "Thumbs.db").write_text("x")
    with open(os.fsencode(folder) + b"/caf\xe9.txt", "wb") as stream:
        stream.write(b"A name that is no UTF-8.")
    status, said = run("import_folder", folder, "--here")
    assert status == 1
    assert "empty.pdf: not taken in: “empty.pdf” is empty" in said
    assert "leads out of the folder" in said
    assert "broken.txt: not taken in: The file was moved or removed" in said
    assert "a pipe, a socket or a device" in said
    assert "caf\ufffd.txt: no symbol found" in said
    assert ".hidden" not in said
    assert "Thumbs.db" not in said
    assert File.objects.count() == 3


def test_a_full_store_ends_the_run_in_words_and_it_goes_on_later(folder, monkeypatch):
    default_storage.exists("x")
    store = type(default_storage._wrapped)
    monkeypatch.setattr(patience, "MOST_SECONDS", 0)
    monkeypatch.setattr(store, "keep", lambda *_: (_ for _ in ()).throw(StoreTrouble("There is no room left.")))
    status, said = run("import_folder", folder, "--here")
    assert status == 1
    assert "no room left" in said
    assert "run the same command again to go on" in said
    monkeypatch.undo()
    assert run("import_folder", folder, "--here")[0] == 0


def test_an_interrupted_run_finishes_the_file_in_hand_and_keeps_its_table(folder, tmp_path, monkeypatch):
    take_in_all = folders.take_in_all

    def interrupted(pieces, **how):
        os.kill(os.getpid(), 15)
        return take_in_all(pieces, **how)

    monkeypatch.setattr(import_folder, "TAKEN_AT_ONCE", 1)
    monkeypatch.setattr(folders, "take_in_all", interrupted)
    table = tmp_path / "fates.csv"
    status, said = run("import_folder", folder, "--here", outcomes=table)
    assert status == 1
    assert "Stopped after 1 of 2 files" in said
    assert len(list(csv.DictReader(table.read_text().splitlines()))) == 1


# ------------------------------------------------------------------ archives in folders


def packed(*files):
    """A ZIP of (name, content) pairs."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.fixture
def with_archive(folder):
    (folder / "session 8" / "late.zip").write_bytes(
        packed(("annexes/one.txt", "Annex one."), ("two.txt", "Annex two."), ("empty.txt", ""))
    )
    return folder


def outcomes_of(table):
    return {row["file"]: row["outcome"] for row in csv.DictReader(table.read_text().splitlines())}


def test_each_member_of_an_archive_has_a_fate_of_its_own(with_archive, tmp_path):
    table = tmp_path / "fates.csv"
    status, said = run("import_folder", with_archive, "--here", outcomes=table)
    assert status == 1
    assert outcomes_of(table) == {
        "other.txt": "no symbol found",
        "session 8/late.zip / annexes/one.txt": "no symbol found",
        "session 8/late.zip / two.txt": "no symbol found",
        "session 8/late.zip / empty.txt": "not taken in",
        "session 8/note.txt": "stored",
    }
    assert File.objects.get(receptions__name="session 8/late.zip / annexes/one.txt").name == "one.txt"
    delivery = Delivery.objects.get()
    assert delivery.receptions.count() == 4
    assert [refusal.name for refusal in delivery.refusals.all()] == ["session 8/late.zip / empty.txt"]
    assert "5 files" in said


def test_an_archive_that_is_repeated_is_only_looked_at(with_archive, monkeypatch):
    run("import_folder", with_archive, "--here")
    received = []
    receive_all = folders.receive_all

    def noted(arrivals, **how):
        received.extend(arrival.name for arrival in arrivals)
        return receive_all(arrivals, **how)

    monkeypatch.setattr(folders, "receive_all", noted)
    run("import_folder", with_archive, "--here")
    assert received == ["session 8/late.zip / empty.txt"], "what is refused is tried anew, the rest is not"
    assert (File.objects.count(), Reception.objects.count(), Delivery.objects.count()) == (4, 4, 1)
    assert Delivery.objects.get().refusals.count() == 1


def test_the_same_bytes_in_a_folder_and_in_an_archive_are_one_file(folder):
    (folder / "zz.zip").write_bytes(packed(("copy.txt", NOTE_WITHOUT_MASTHEAD)))
    assert "zz.zip / copy.txt: already held" in run("import_folder", folder, "--here")[1]
    assert File.objects.count() == 2


def test_two_members_of_one_name_are_two(folder):
    with pytest.warns(UserWarning, match="Duplicate name"):
        (folder / "twice.zip").write_bytes(packed(("a.txt", "First."), ("a.txt", "Second.")))
    said = run("import_folder", folder, "--here")[1]
    assert "twice.zip / a.txt: " in said
    assert "twice.zip / a.txt (2): " in said
    assert File.objects.count() == 4


def test_a_dry_run_says_what_would_become_of_each_member(folder):
    (folder / "late.zip").write_bytes(packed(("note.txt", NOTE_WITH_MASTHEAD), ("empty.txt", "")))
    said = run("import_folder", folder, "--dry-run")[1]
    assert "late.zip / note.txt: stored: as CTOC/COP/2016/7, English" in said
    assert "late.zip / empty.txt: not taken in" in said
    assert not File.objects.exists()
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (packed(("big.txt", bytes(30 * 1024 * 1024))), "times its size, as no documents do"),
        (packed(("a.txt", "words"))[:60], "a damaged ZIP archive"),
        (packed(), "without a file in it"),
        (packed(*((f"{number}.txt", "x") for number in range(1001))), "holds 1,001 files"),
    ],
    ids=["bomb", "cut off", "empty", "very many"],
)
def test_a_hostile_archive_is_refused_in_words_and_its_neighbours_come(folder, content, words):
    (folder / "hostile.zip").write_bytes(content)
    for _ in range(2):
        status, said = run("import_folder", folder, "--here")
        assert status == 1
        assert words in said
    assert File.objects.count() == 2
    assert [refusal.name for refusal in Delivery.objects.get().refusals.all()] == ["hostile.zip"]
    (folder / "hostile.zip").write_bytes(packed(("good.txt", "Packed again.")))
    assert run("import_folder", folder, "--here")[0] == 0
    assert not Delivery.objects.get().refusals.exists(), "it has come after all"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "C:\\x.txt", "a\u202efdp.exe"])
def test_a_member_whose_name_deceives_is_refused_and_its_neighbour_comes(folder, name):
    (folder / "odd.zip").write_bytes(packed((name, "words"), ("good.txt", "good words")))
    said = run("import_folder", folder, "--here")[1]
    assert "not taken in: Its name " in said
    assert "odd.zip / good.txt: no symbol found" in said


def test_a_document_of_an_office_program_is_no_archive_of_files(folder):
    (folder / "a.docx").write_bytes(packed(("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w/>")))
    assert "a.docx: unreadable" in run("import_folder", folder, "--here")[1]


def test_an_archive_put_into_the_watched_folder_is_unpacked(watched, bell):
    (watched.folder / "late.zip").write_bytes(packed(("a/one.txt", "One."), ("two.txt", "Two."), ("empty.txt", "")))
    watched.look()
    watched.look()
    assert set(bell) == set(File.objects.values_list("pk", flat=True))
    assert File.objects.count() == 2
    assert beside(watched, "taken in") == ["late.zip", "late.zip.why.txt"]
    (why,) = watched.folder.joinpath("taken in").rglob("*.why.txt")
    assert "late.zip / empty.txt: " in why.read_text()
    assert "(2 files were)" in why.read_text()


def test_a_hostile_archive_in_the_watched_folder_lies_aside_with_the_reason(watched, bell):
    (watched.folder / "bomb.zip").write_bytes(packed(("big.txt", bytes(30 * 1024 * 1024))))
    watched.look()
    watched.look()
    assert beside(watched, "refused") == ["bomb.zip", "bomb.zip.why.txt"]
    assert not File.objects.exists()


def test_what_is_put_into_the_watched_folder_on_one_day_is_one_delivery(watched, bell):
    other = watching.WatchedFolder(watched.folder, stands_still=0)
    for number in range(3):
        (watched.folder / f"{number}.txt").write_text(f"paper {number}" if number else "")
        for watcher in (watched, other):
            watcher.look()
            watcher.look()
    delivery = Delivery.objects.get()
    assert (delivery.way, delivery.receptions.count(), delivery.refusals.count()) == ("watched folder", 2, 1)
    assert delivery.name.endswith("/drop")


# --------------------------------------------------------------------- check_store


@pytest.fixture
def held():
    return [receive(text.encode(), name="a.txt", by=None, way="test").file for text in ("one", "two", "three", "four")]


def old(path):
    os.utime(path, (time.time() - 7200,) * 2)
    return path


def test_a_store_that_is_as_the_rows_say_is_said_to_be_so(held):
    assert run("check_store") == (0, "All 4 files are as their rows say.\n")


def test_a_site_without_files_has_nothing_to_complain_of():
    assert run("check_store")[0] == 0


def test_rows_and_bytes_are_compared_both_ways(held):
    missing, short, other, _good = (Path(default_storage.path(file.content.name)) for file in held)
    missing.unlink()
    short.write_bytes(b"tw")
    other.write_bytes(b"THREE")
    stray = short.parent / ("a" * 64 + ".0123.part")
    stray.write_bytes(b"half")
    old(stray)
    status, said = run("check_store")
    assert status == 1
    assert "the bytes are missing" in said
    assert "2 bytes are stored and 3 were received" in said
    assert "not those that were received" in said
    assert "a write that never ended has left this" in said
    assert "4 of 4 files" in said


def test_repair_takes_in_what_has_no_row_and_removes_only_what_was_never_finished(held):
    orphan = held[0]
    File.objects.filter(pk=orphan.pk).delete()
    old(default_storage.path(orphan.content.name))
    half = Path(default_storage.path("bb/" + "b" * 64))
    half.parent.mkdir(exist_ok=True)
    half.write_bytes(b"half a file of an older version")
    old(half)
    unfinished = half.with_name("c" * 64 + ".1.part")
    unfinished.write_bytes(b"unfinished")
    old(unfinished)
    status, said = run("check_store", "--repair")
    assert status == 1
    assert "taken in as file" in said
    assert "damaged or half-written bytes without a row" in said
    assert File.objects.filter(sha256=orphan.sha256).exists()
    assert half.exists()
    assert not unfinished.exists()


def test_what_is_being_written_right_now_is_left_alone(held):
    fresh = Path(default_storage.path(held[0].content.name)).with_name("d" * 64 + ".1.part")
    fresh.write_bytes(b"on its way")
    assert run("check_store", "--repair")[0] == 0
    assert fresh.exists()


def test_the_summary_counts_files_with_a_problem(held):
    File.objects.filter(pk=held[0].pk).update(problem="The reader failed.")
    assert "1 file stands with a problem" in run("check_store")[1]


def test_a_store_that_is_away_is_no_list_of_missing_files(held, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "gone"
    with pytest.raises(StoreTrouble):
        list(checking.differences())
    assert "empty or away" in run("check_store")[1]


# --------------------------------------------------------------------------- retry


@pytest.fixture
def in_trouble(held):
    File.objects.filter(pk=held[0].pk).update(problem="The reader stopped 3 times.", tries=3)
    File.objects.filter(pk=held[1].pk).update(problem="This file is damaged.")
    return held


def test_files_with_a_problem_are_tried_again(in_trouble, bell):
    assert "2 files will be tried again" in run("retry", "--all")[1]
    assert bell == [in_trouble[0].pk, in_trouble[1].pk]
    assert not File.objects.exclude(problem="").exists()


def test_only_those_that_are_meant_are_tried_again(in_trouble, bell):
    assert "1 file will be" in run("retry", "--problem", "damaged")[1]
    said = run("retry", in_trouble[0].pk, in_trouble[3].pk)[1]
    assert f"No problem stands on: {in_trouble[3].pk}" in said
    assert bell == [in_trouble[1].pk, in_trouble[0].pk]


def test_a_dry_run_of_retry_changes_nothing(in_trouble, bell):
    assert "2 files would be tried again" in run("retry", "--all", "--dry-run")[1]
    assert bell == []
    assert File.objects.exclude(problem="").count() == 2


def test_retry_asks_which_and_says_when_the_queue_is_away(in_trouble, queue_away):
    assert run("retry")[0] == 1
    assert "when it is back" in run("retry", "--all")[1]


# ------------------------------------------------------------------ the watched folder


@pytest.fixture
def watched(tmp_path):
    (tmp_path / "drop").mkdir()
    return watching.WatchedFolder(tmp_path / "drop", stands_still=0, ring=ring_now)


def beside(watched, what):
    return sorted(path.name for path in watched.folder.joinpath(what).rglob("*") if path.is_file())


def test_what_is_put_into_the_folder_is_taken_in_and_moved_aside(watched, bell):
    (watched.folder / "note.txt").write_text(NOTE_WITH_MASTHEAD)
    watched.look()
    assert watched.look() == 1
    file = File.objects.get()
    assert (file.name, bell) == ("note.txt", [file.pk])
    assert beside(watched, "taken in") == ["note.txt"]
    assert not (watched.folder / "note.txt").exists()


def test_a_file_that_still_grows_waits(watched, bell):
    path = watched.folder / "note.txt"
    path.write_text("half")
    watched.look()
    path.write_text("half and more")
    assert watched.look() == 0
    assert watched.look() == 1


def test_unfinished_and_hidden_files_wait(watched, bell):
    for name in ("a.pdf.part", ".b.pdf", "c.crdownload"):
        (watched.folder / name).write_text("x")
    watched.look()
    assert watched.look() == 0
    assert not File.objects.exists()


def test_what_is_refused_lies_aside_with_the_reason(watched, bell):
    (watched.folder / "empty.pdf").write_bytes(b"")
    watched.look()
    watched.look()
    assert beside(watched, "refused") == ["empty.pdf", "empty.pdf.why.txt"]
    (why,) = watched.folder.joinpath("refused").rglob("*.why.txt")
    assert "is empty (0 bytes)" in why.read_text()


def test_the_same_bytes_and_the_same_name_again_are_no_error(watched, bell):
    for _ in range(2):
        (watched.folder / "note.txt").write_text("the same")
        watched.look()
        watched.look()
    assert File.objects.count() == 1
    assert beside(watched, "taken in") == ["note (2).txt", "note.txt"]


def test_while_the_store_is_away_files_stay_where_they_are(watched, bell, monkeypatch):
    (watched.folder / "note.txt").write_text("words")
    watched.look()
    default_storage.exists("x")
    monkeypatch.setattr(
        type(default_storage._wrapped), "keep", lambda *_: (_ for _ in ()).throw(StoreTrouble("no room"))
    )
    with pytest.raises(StoreTrouble):
        watched.look()
    assert (watched.folder / "note.txt").exists()
    monkeypatch.undo()
    watched.look()
    watched.look()
    assert File.objects.count() == 1


def test_killed_between_storing_and_moving_it_goes_on(watched, bell, monkeypatch):
    (watched.folder / "note.txt").write_text("words")
    watched.look()

    def killed(*_names, **_how):
        raise KeyboardInterrupt

    monkeypatch.setattr(watching.os, "rename", killed)
    monkeypatch.setattr(watching.os, "link", killed)
    with pytest.raises(KeyboardInterrupt):
        watched.look()
    monkeypatch.undo()
    again = watching.WatchedFolder(watched.folder, stands_still=0)
    again.look()
    again.look()
    assert File.objects.count() == 1
    assert beside(watched, "taken in") == ["note.txt"]


def test_killed_between_the_two_names_of_a_move_one_file_is_left(watched, bell, monkeypatch):
    path = watched.folder / "note.txt"
    path.write_text("words")
    watched.look()

    def killed(*_names, **_how):
        raise KeyboardInterrupt

    monkeypatch.setattr(watching.Path, "unlink", killed)
    with pytest.raises(KeyboardInterrupt):
        watched.look()
    monkeypatch.undo()
    assert (path.exists(), beside(watched, "taken in")) == (True, ["note.txt"])
    again = watching.WatchedFolder(watched.folder, stands_still=0)
    again.look()
    again.look()
    assert (path.exists(), beside(watched, "taken in")) == (False, ["note.txt"])
    assert Reception.objects.count() == 1


def test_on_a_share_without_links_files_are_moved_all_the_same(watched, bell, monkeypatch):
    def no_links(*_names, **_how):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(watching.os, "link", no_links)
    for _ in range(2):
        (watched.folder / "note.txt").write_text("words")
        watched.look()
        watched.look()
    assert beside(watched, "taken in") == ["note (2).txt", "note.txt"]


def test_two_watchers_do_no_harm(watched, bell):
    other = watching.WatchedFolder(watched.folder, stands_still=0)
    for number in range(5):
        (watched.folder / f"{number}.txt").write_text(f"paper {number}")
    watched.look()
    other.look()
    watched.look()
    other.look()
    assert File.objects.count() == 5
    assert len(beside(watched, "taken in")) == 5


def test_a_queue_that_is_away_is_no_error(watched, queue_away):
    (watched.folder / "note.txt").write_text("words")
    watched.look()
    assert watched.look() == 1


def test_the_command_looks_once_and_needs_a_folder(tmp_path, bell, settings):
    settings.WATCHED_FOLDER = ""
    assert "WATCHED_FOLDER" in run("watch_folder", "--once")[1]
    assert "There is no folder" in run("watch_folder", "--once", "--folder", tmp_path / "none")[1]
    (tmp_path / "a.txt").write_text("words")
    old(tmp_path / "a.txt")
    assert run("watch_folder", "--once", "--folder", tmp_path)[0] == 0
    assert File.objects.count() == 1
