"""The page of the queues: what waits where and who looks into it, in words; ringing again for what stands still."""

import os
import subprocess
import sys
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from kombu import Connection

from documents import queues, standing, tasks
from documents.admin.files import FileAdmin
from documents.ingest.intake import receive
from documents.models import File, Stage
from documents.standing import workers_of_queues
from tests import factories as make

pytestmark = pytest.mark.django_db
PAGE = "/admin/documents/file/queues/"
TRY_AGAIN = "/admin/documents/file/queues/try-again/"


@pytest.fixture(autouse=True)
def quick_answers(monkeypatch):
    monkeypatch.setattr(standing, "WORKERS_ANSWER_SECONDS", 0.2)


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def server_away(monkeypatch):
    nobody = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(queues, "current_app", SimpleNamespace(connection_for_read=lambda: Connection(nobody)))


def on_the_way(name, stage=Stage.RECEIVED, *, ago=timedelta(0), **fields):
    file = receive(name.encode(), name=name, by=None, way="test", is_bulk=fields.pop("is_bulk", False)).file
    File.objects.filter(pk=file.pk).update(stage=stage, moved_at=timezone.now() - ago, **fields)
    return file


def shown(client, **options):
    return client.get(PAGE, **options).content.decode()


def queue_of(name):
    return next(queue for queue in standing.standing().queues if queue.label == name)


# ------------------------------------------------------------------ what is told


def test_files_stand_before_the_queue_of_their_next_rung():
    on_the_way("alone.pdf")
    on_the_way("with others.pdf", is_bulk=True)
    on_the_way("to be filed.pdf", Stage.RECOGNISED, is_bulk=True)
    on_the_way("scan.pdf", Stage.READ, is_bulk=True)
    on_the_way("cites.pdf", Stage.FILED)
    on_the_way("cites among others.pdf", Stage.FILED, is_bulk=True)
    on_the_way("arrived.pdf", Stage.LINKED)
    on_the_way("stopped.pdf", problem="It is damaged.")
    assert {queue.label: queue.files for queue in standing.standing().queues} == {
        "Reading": 1,
        "Linking": 1,
        "Linking, bulk": 1,
        "Reading, bulk": 2,
        "Recognition of pictures": 1,
        "Mail": None,
    }


def test_a_message_that_waits_is_counted_in_its_queue():
    tasks.ring_now([on_the_way("alone.pdf")])
    assert (queue_of("Reading").messages, queue_of("Linking").messages) == (1, 0)


def test_what_has_waited_longest_is_named_with_its_age_and_leads_to_its_desk(staff):
    on_the_way("newer.pdf", ago=timedelta(minutes=1))
    older = on_the_way("older.pdf", ago=timedelta(hours=2, minutes=5))
    page = shown(staff)
    assert queue_of("Reading").oldest == older
    assert "older.pdf" in page
    assert "newer.pdf" not in page
    assert "2\u00a0hours, 5\u00a0minutes" in page
    assert reverse("admin:documents_file_change", args=[older.pk]) in page


def test_what_a_worker_has_begun_is_told_from_what_came_no_further(staff):
    on_the_way("in hand.pdf", tries=1)
    on_the_way("waits.pdf")
    on_the_way("given up.pdf", tries=2, ago=timedelta(hours=3))
    on_the_way("long pictures.pdf", Stage.READ, tries=1, ago=timedelta(minutes=40))
    reading, pictures = queue_of("Reading"), queue_of("Recognition of pictures")
    assert (reading.files, reading.in_hand, reading.faltered) == (3, 1, 1)
    assert (pictures.in_hand, pictures.faltered) == (1, 0)
    assert "1 file was tried and came no further" in shown(staff)


def test_files_whose_messages_were_lost_are_told_from_files_that_wait_for_their_turn(staff):
    first, second = (on_the_way(name, ago=timedelta(minutes=5)) for name in ("first.pdf", "second.pdf"))
    assert queue_of("Reading").is_unrung
    assert "no message asks for them any more" in shown(staff)
    tasks.ring_now([first, second])
    assert not queue_of("Reading").is_unrung
    assert not queue_of("Linking").is_unrung


def test_a_queue_into_which_no_worker_looks_says_so(staff):
    on_the_way("alone.pdf")
    page = shown(staff)
    assert "No worker looks into the queue “Reading”" in page
    assert "1 file waits" in page
    assert "No worker looks into the queue “Mail”" not in page  # where nothing waits it is no trouble


def test_a_worker_that_runs_is_named_at_the_queues_it_looks_into(staff):
    mine = settings.CELERY_TASK_DEFAULT_QUEUE
    command = [sys.executable, "-m", "celery", "-A", "untoc_review", "worker", "--pool", "solo", "--without-gossip"]
    command += ["--hostname", f"{mine}@here", "--queues", f"{mine},{mine}.linking"]
    worker = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        patience = time.monotonic() + 60
        while not queue_of("Reading").workers and time.monotonic() < patience:
            standing.cache.clear()
        assert queue_of("Reading").workers == queue_of("Linking").workers == [f"{mine}@here"]
        assert queue_of("Reading, bulk").has_no_worker
        assert f"{mine}@here" in shown(staff)
    finally:
        worker.kill()
        worker.wait()


def test_workers_are_not_asked_at_every_look(monkeypatch):
    asked = []

    def inspect(**options):
        asked.append(options)
        return SimpleNamespace(active_queues=lambda: {"one": [{"name": "x"}], "two": [{"name": "x"}]})

    monkeypatch.setattr(standing, "current_app", SimpleNamespace(control=SimpleNamespace(inspect=inspect)))
    assert workers_of_queues() == workers_of_queues() == {"x": ["one", "two"]}
    assert len(asked) == 1


def test_with_the_server_away_the_page_says_that_nothing_is_lost(staff, server_away):
    on_the_way("alone.pdf")
    page = shown(staff)
    assert "The queue’s server is away" in page
    assert "nothing is lost" in page
    assert "alone.pdf" in page
    assert "No worker looks into" not in page  # nobody could be asked


def test_what_stopped_is_counted_and_the_latest_say_why(staff):
    for number in range(7):
        on_the_way(f"stopped {number}.pdf", problem=f"Reason {number}.", ago=timedelta(minutes=number))
    page = shown(staff)
    assert "<b>7</b> with a problem" in page
    assert "Reason 0." in page
    assert "Reason 4." in page
    assert "Reason 5." not in page
    assert "/admin/documents/file/in-tray/?waits=unreadable" in page


def test_what_came_through_is_counted_by_hour_and_day(staff):
    on_the_way("now.pdf", Stage.LINKED)
    on_the_way("this morning.pdf", Stage.LINKED, ago=timedelta(hours=5))
    on_the_way("last week.pdf", Stage.LINKED, ago=timedelta(days=6))
    now = standing.standing()
    assert (now.last_hour, now.last_day) == (1, 2)
    assert "everything that came is read" in shown(staff)


@pytest.mark.parametrize("files", [1, 40])
def test_the_page_costs_the_same_for_many_files(staff, files, django_assert_max_num_queries):
    for number in range(files):
        on_the_way(f"{number}.pdf", list(Stage)[number % 4], is_bulk=number % 2 == 0)
        on_the_way(f"stopped {number}.pdf", problem="It is damaged.")
    shown(staff)
    with django_assert_max_num_queries(12):
        shown(staff)


@pytest.mark.parametrize(("role", "status"), [("reader", (302, 403)), ("delegate", (302, 403)), ("editor", (200,))])
@pytest.mark.parametrize("address", [PAGE, TRY_AGAIN])
def test_the_queues_are_for_the_secretariat(client, person, role, status, address):
    client.force_login(person(role))
    assert client.get(address).status_code in status


@pytest.mark.parametrize("address", ["/admin/", "/admin/documents/file/in-tray/", "/admin/documents/file/"])
def test_the_page_is_found_from(staff, address):
    assert f'href="{PAGE}"' in staff.get(address).content.decode()


def test_a_name_made_to_deceive_is_only_text(staff):
    on_the_way("<script>alert(1)</script>.pdf", problem="<b>No</b>.")
    page = shown(staff)
    assert "<script>alert" not in page
    assert "<b>No" not in page


# ------------------------------------------------------------------ what is done


def said_after(client, address, **data):
    return " ".join(str(message) for message in client.post(address, data, follow=True).context["messages"])


def test_what_stands_still_is_rung_for_again(staff, bell):
    still = on_the_way("still.pdf", ago=timedelta(hours=1))
    on_the_way("moves.pdf")
    assert "Rung again for 1 file that stood still" in said_after(staff, PAGE)
    assert bell == [still.pk]


def test_where_messages_wait_nothing_is_rung_for_and_that_is_said(staff):
    tasks.ring_now([on_the_way("still.pdf", ago=timedelta(hours=1))])
    assert "Nothing had to be rung for" in said_after(staff, PAGE)
    assert queue_of("Reading").messages == 1


def test_with_the_server_away_ringing_says_so(staff, server_away, bell):
    on_the_way("still.pdf", ago=timedelta(hours=1))
    assert "nothing is lost" in said_after(staff, PAGE)
    assert bell == []


def test_every_unreadable_file_is_tried_again_after_a_question(staff, editor, bell):
    stopped = [on_the_way(f"stopped {number}.pdf", problem="It is damaged.", tries=5) for number in range(2)]
    aside = on_the_way("aside.pdf", problem="Aside.")
    File.objects.filter(pk=aside.pk).update(set_aside_at=timezone.now(), set_aside_by=editor, set_aside_reason="A nap.")
    assert "2 files stand with a problem" in staff.get(TRY_AGAIN).content.decode()
    assert File.objects.exclude(problem="").count() == 3, "a look changes nothing"
    assert "2 files will be tried again" in said_after(staff, TRY_AGAIN)
    assert set(bell) == {file.pk for file in stopped}
    assert list(File.objects.exclude(problem="")) == [aside]
    assert set(File.objects.filter(pk__in=bell).values_list("tries", flat=True)) == {0}
    assert "No file stands with a problem" in staff.get(TRY_AGAIN).content.decode()


def test_with_the_queue_away_they_are_tried_when_it_is_back(staff, queue_away):
    on_the_way("stopped.pdf", problem="It is damaged.")
    assert "will be tried again when it is back" in said_after(staff, TRY_AGAIN)
    assert not File.objects.exclude(problem="").exists()


def test_very_many_are_tried_again_in_parts(staff, bell, monkeypatch):
    monkeypatch.setattr("documents.admin.queue_page.MOST_AT_ONCE", 2)
    for number in range(3):
        on_the_way(f"stopped {number}.pdf", problem="It is damaged.")
    assert "1 file more" in said_after(staff, TRY_AGAIN)
    assert len(bell) == 2


def test_who_may_only_look_can_not_ring(client, person, monkeypatch, bell):
    monkeypatch.setattr(FileAdmin, "has_change_permission", lambda *_: False)
    client.force_login(person("editor"))
    assert client.post(PAGE).status_code == 403
    assert client.post(TRY_AGAIN).status_code == 403
    assert "Ring again" not in shown(client)


def test_a_document_filed_long_ago_is_no_concern_of_the_queues(staff):
    make.file(make.version(make.document("CTOC/COP/2016/1"), "en"), "words", name="held.pdf")
    assert standing.standing().waiting == 0
