"""Many files at once: each is told of in words, by the script and without it, on good days and bad ones."""

import csv
import errno
import io
import uuid
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents import tasks
from documents.admin import adding
from documents.deliveries import Group, counts_of, group_of, pieces_of
from documents.fates import fate_of_arrival
from documents.models import Delivery, File, Outcome, Reception, Stage
from tests import factories as make

pytestmark = pytest.mark.django_db
ADD = "admin:documents_file_add"


@pytest.fixture
def staff(client_of, editor):
    return client_of(editor)


def send(client, *files, **more):
    """What the form without a script sends."""
    uploads = [SimpleUploadedFile(name, content) for name, content in files]
    return client.post(reverse(ADD), {"files": uploads, **more}, follow=True)


def send_one(client, name, content, **more):
    """What the script sends."""
    upload = SimpleUploadedFile(name, content)
    return client.post(reverse(ADD), {"files": upload, **more}, headers={"Accept": "application/json"})


def zipped(*files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return stream.getvalue()


# ---------------------------------------------------------------- without a script


def test_what_came_at_once_has_an_address_of_its_own_that_shows_the_same_tomorrow(staff, bell):
    answer = send(staff, ("one.txt", b"one"), ("empty.pdf", b""), ("again.txt", b"one"))
    delivery = Delivery.objects.get()
    assert answer.redirect_chain[-1][0] == reverse("admin:documents_delivery_change", args=[delivery.pk])
    again = staff.get(answer.redirect_chain[-1][0]).content.decode()
    for words in ("being read", "is empty", "already held", "1 not taken in"):
        assert words in again
    assert bell == [File.objects.get().pk]


def test_the_outcomes_can_be_taken_away_as_a_table(staff, bell):
    send(staff, ("=1+1.txt", b"one"), ("empty.pdf", b""))
    answer = staff.get(reverse("admin:documents_delivery_csv", args=[Delivery.objects.get().pk]))
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [row[:2] for row in rows] == [
        ["File", "Outcome"],
        ["empty.pdf", "not taken in"],
        ["'=1+1.txt", "being read"],
    ]


def test_deliveries_are_listed_with_what_became_of_them(staff, bell, django_assert_max_num_queries):
    for number in range(5):
        send(staff, (f"{number}.txt", b"%d" % number), ("empty.pdf", b""))
    with django_assert_max_num_queries(16):
        words = staff.get(reverse("admin:documents_delivery_changelist")).content.decode()
    assert words.count("1 not taken in, 1 being read") == 5


def test_a_large_delivery_costs_no_more_queries_than_a_small_one(staff, bell, django_assert_max_num_queries):
    send(staff, *((f"{number}.txt", b"%d" % number) for number in range(120)))
    address = reverse("admin:documents_delivery_change", args=[Delivery.objects.get().pk])
    with django_assert_max_num_queries(20):
        words = staff.get(address).content.decode()
    assert "Page 1 of 2" in words
    assert words.count("data-final=") == 100


def test_whoever_may_not_add_files_sees_neither_the_page_nor_a_delivery(staff, bell, client_of, delegate):
    send(staff, ("one.txt", b"one"), ("two.txt", b"two"))
    outsider = client_of(delegate)
    key = Delivery.objects.get().pk
    for name, arguments in (
        (ADD, []),
        ("admin:documents_delivery_change", [key]),
        ("admin:documents_delivery_csv", [key]),
    ):
        assert outsider.get(reverse(name, args=arguments)).status_code in (302, 403)


# ---------------------------------------------------------------- the script


def test_files_sent_one_by_one_belong_to_one_delivery(staff, bell):
    key = str(uuid.uuid4())
    for number in range(3):
        answer = send_one(staff, f"{number}.txt", b"%d" % number, delivery=key, of="60", folder="eighth/").json()
    assert answer["rows"][0]["name"] == "eighth/2.txt"
    assert answer["rows"][0]["outcome"] == "being read"
    delivery = Delivery.objects.get()
    assert list(delivery.receptions.values_list("name", flat=True)) == [f"eighth/{n}.txt" for n in range(3)]
    assert all(File.objects.values_list("is_bulk", flat=True))


def test_a_file_by_itself_is_not_bulk(staff, bell):
    send_one(staff, "one.txt", b"one", of="1")
    assert not File.objects.get().is_bulk


def test_nobody_adds_to_another_person_s_delivery(staff, bell, client_of, publisher):
    key = str(uuid.uuid4())
    send_one(staff, "one.txt", b"one", delivery=key)
    assert send_one(client_of(publisher), "two.txt", b"two", delivery=key).status_code == 404
    assert send_one(staff, "two.txt", b"two", delivery="nonsense").status_code == 404
    assert File.objects.count() == 1


def test_what_is_sent_again_because_the_answer_was_lost_is_one_arrival(staff, bell):
    key = str(uuid.uuid4())
    send_one(staff, "one.txt", b"one", delivery=key)
    again = send_one(staff, "one.txt", b"one", delivery=key, again="yes").json()
    assert again["rows"][0]["outcome"] == "being read"
    assert Reception.objects.count() == 1
    truly = send_one(staff, "one.txt", b"one", delivery=key).json()
    assert truly["rows"][0]["outcome"] == "already held"


def test_a_request_without_its_token_is_refused(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)
    assert send_one(client, "one.txt", b"one").status_code == 403
    assert not File.objects.exists()


# ---------------------------------------------------------------- archives


def test_each_file_of_an_archive_has_a_fate_of_its_own(staff, bell):
    inner = zipped(("c.txt", b"c"))
    archive = zipped(("eighth/a.txt", b"a"), ("eighth/empty.txt", b""), ("more.zip", inner), ("Thumbs.db", b"x"))
    answer = send_one(staff, "papers.zip", archive).json()
    fates = {row["name"]: row["fate"] for row in answer["rows"]}
    assert list(fates) == ["papers.zip / eighth/a.txt", "papers.zip / eighth/empty.txt", "papers.zip / more.zip"]
    assert "being read" in fates["papers.zip / eighth/a.txt"]
    assert "is empty" in fates["papers.zip / eighth/empty.txt"]
    assert "inside an archive" in fates["papers.zip / more.zip"]
    assert (File.objects.get().name, File.objects.get().is_bulk) == ("a.txt", True)


def test_a_damaged_archive_is_named_and_nothing_is_kept(staff, bell):
    answer = send_one(staff, "papers.zip", b"PK\x03\x04" + b"\0" * 100).json()
    assert "damaged" in answer["rows"][0]["fate"]
    assert not File.objects.exists()


# ---------------------------------------------------------------- bad days


def test_with_the_queue_away_sixty_files_cost_one_wait_and_each_says_when_it_will_be_read(staff, queue_away):
    key = str(uuid.uuid4())
    for number in range(60):
        (row,) = send_one(staff, f"{number}.txt", b"%d" % number, delivery=key, of="60").json()["rows"]
        assert row["fate"] == "waits for the queue: stored; will be read when the queue is back"
    assert len(queue_away) == 1
    assert File.objects.filter(stage=Stage.RECEIVED).count() == 60


def test_when_the_queue_is_back_it_is_rung_again(staff, queue_away, monkeypatch):
    monkeypatch.setattr(tasks.silence, "SECONDS", 0)
    outcomes = [send_one(staff, "0.txt", b"0").json()["rows"][0]["outcome"]]
    monkeypatch.setattr(tasks.ingest_file, "apply_async", lambda *given, **options: None)
    outcomes += [send_one(staff, f"{n}.txt", b"%d" % n).json()["rows"][0]["outcome"] for n in (1, 2)]
    assert outcomes == ["waits for the queue", "being read", "being read"]


def test_signing_in_works_with_the_queue_s_server_away(client, editor, settings):
    settings.REDIS_URL = settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    editor.set_password("a password for tests")
    editor.save()
    answer = client.post(reverse("sign_in"), {"username": editor.username, "password": "a password for tests"})
    assert answer.status_code == 302
    assert client.get(reverse(ADD)).status_code == 200


@pytest.mark.parametrize(
    ("number", "status", "words"), [(errno.ENOSPC, 507, "no room left"), (errno.EIO, 503, "can’t be written")]
)
def test_a_store_in_trouble_is_a_sentence_and_leaves_nothing_half_made(staff, bell, monkeypatch, number, status, words):
    def fail(*args, **kwargs):
        raise OSError(number, "trouble")

    whole = adding.receive
    monkeypatch.setattr(adding, "receive", fail)
    key = str(uuid.uuid4())
    answer = send_one(staff, "one.txt", b"one", delivery=key)
    assert answer.status_code == status
    assert words in answer.json()["error"]
    assert not File.objects.exists()
    assert words in pieces_of(Delivery.objects.get())[0].fate.detail
    monkeypatch.setattr(adding, "receive", whole)
    send_one(staff, "one.txt", b"one", delivery=key, again="yes")
    assert [piece.fate.outcome for piece in pieces_of(Delivery.objects.get())] == [Outcome.BEING_READ]


def test_without_a_script_a_store_in_trouble_is_told_for_each_file(staff, bell, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError(errno.ENOSPC, "trouble")

    monkeypatch.setattr(adding, "receive", fail)
    assert send(staff, ("a.txt", b"a"), ("b.txt", b"b")).content.decode().count("no room left") >= 2
    alone = send(staff, ("a.txt", b"a"))
    assert alone.status_code == 507
    assert "no room left" in alone.content.decode()


def test_too_many_files_at_once_are_answered_with_what_to_do(staff, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    answer = send(staff, *((f"{number}.txt", b"x") for number in range(4)))
    assert answer.status_code == 413
    assert "more than 3 files at once" in answer.content.decode()
    assert "ZIP archive" in answer.content.decode()
    assert not File.objects.exists()


def test_a_request_that_is_too_large_is_answered_with_what_to_do(staff, settings):
    settings.ARCHIVE_LIMIT_MEGABYTES = 1
    answer = send_one(staff, "a.txt", b"x" * 3 * 1024 * 1024)
    assert answer.status_code == 413
    assert "the limit is 1 MB" in answer.json()["error"]


def test_a_request_that_is_no_form_is_answered_in_words(staff):
    answer = staff.generic("POST", reverse(ADD), b"nonsense", content_type="multipart/form-data; boundary=")
    assert answer.status_code == 400
    assert "could not be read" in answer.content.decode()


# ---------------------------------------------------------------- counting


def test_the_database_counts_as_the_words_say(editor):
    delivery = Delivery.objects.create(by=editor, way="test")
    version = make.version(make.document("CTOC/COP/2016/7"))
    aside = {"set_aside_at": timezone.now(), "set_aside_by": editor, "set_aside_reason": "not ours"}
    files = [
        make.file(version, "filed"),
        make.file(None, "waits", waits_because="no symbol", waiting_for="No symbol."),
        make.file(None, "unread", problem="a picture"),
        make.file(None, "aside", **aside),
    ]
    replaced = make.file(None, "replaced")
    File.objects.filter(pk=replaced.pk).update(version=version)
    for stage in (Stage.RECEIVED, Stage.READ, Stage.RECOGNISED, Stage.FILED):
        moving = make.file(None, f"moving {stage}")
        File.objects.filter(pk=moving.pk).update(stage=stage)
        files.append(moving)
    halfway = make.file(None, "waits halfway", waits_because="no language", waiting_for="Which?")
    File.objects.filter(pk=halfway.pk).update(stage=Stage.FILED)
    for file in [*files, replaced, halfway]:
        for was_held in (False, True):
            Reception.objects.create(file=file, name=file.name, way="test", delivery=delivery, was_held=was_held)
    said = {}
    for reception in delivery.receptions.select_related("file"):
        group = group_of(fate_of_arrival(reception.file, is_new=not reception.was_held))
        said[group] = said.get(group, 0) + 1
    assert counts_of([delivery])[delivery.pk] == said
    assert set(said) == set(Group) - {Group.NOT_TAKEN_IN}
