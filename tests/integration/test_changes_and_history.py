"""The change table and the history: written by the database, whatever writes the record."""

import threading
import time

import psycopg2
import pytest
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError, InternalError

from documents.models import Document, DocumentTitle
from meetings.models import Body
from provenance.followers import follow, trim
from provenance.models import Change, Evidence, FollowerMark, Origin

pytestmark = pytest.mark.django_db


def changes_of(record):
    return list(
        Change.objects.filter(subject=record._meta.label_lower, subject_id=record.pk)
        .order_by("pk")
        .values_list("kind", flat=True)
    )


def test_entering_changing_and_removing_are_each_a_change():
    document = Document.objects.create()
    key = document.pk
    document.type = "note"
    document.save()
    document.delete()
    assert list(Change.objects.filter(subject="documents.document", subject_id=key).values_list("kind", flat=True)) == [
        "insert",
        "update",
        "delete",
    ]


def test_a_bulk_write_is_seen_too():
    Document.objects.bulk_create([Document() for _ in range(50)])
    Document.objects.update(type="note")
    documents = Document.objects.all()
    assert all(changes_of(document) == ["insert", "update"] for document in documents)


def test_a_part_reports_its_whole():
    document = Document.objects.create()
    DocumentTitle.objects.create(document=document, text="A title")
    document.titles.update(text="Another title")
    document.titles.all().delete()
    assert changes_of(document) == ["insert", "update", "update", "update"]


def test_of_what_is_stated_of_one_record_at_once_one_statement_is_told():
    """A reader states thirty things of a file at once; who follows asks for the others."""
    statements = [
        Evidence(subject="documents.file", subject_id=key, field=field, value="x", origin=Origin.READ)
        for key in (1, 2)
        for field in ("title", "date", "symbol")
    ]
    statements = Evidence.objects.bulk_create(statements)
    whose = {said.pk: said.subject_id for said in statements}
    Evidence.objects.all().delete()
    told = Change.objects.filter(subject="provenance.evidence").order_by("pk")
    assert list(told.values_list("kind", flat=True)) == ["insert", "insert", "delete", "delete"]
    assert [whose[key] for key in told.values_list("subject_id", flat=True)[:2]] in ([1, 2], [2, 1])


def test_history_keeps_what_bulk_writes_did_and_can_not_be_rewritten():
    body = Body.objects.create(slug="wg99", name="Working Group", kind="working group")
    Body.objects.filter(pk=body.pk).update(name="Renamed Working Group")
    assert list(body.events.order_by("pgh_id").values_list("name", flat=True)) == [
        "Working Group",
        "Renamed Working Group",
    ]
    with pytest.raises(InternalError), transaction.atomic():
        body.events.update(name="as if it had always been so")


def test_a_removed_record_leaves_its_history():
    body = Body.objects.create(slug="wg98", name="Working Group", kind="working group")
    events = Body._meta.get_field("events").related_model
    key = body.pk
    body.delete()
    assert list(events.objects.filter(pgh_obj_id=key).order_by("pgh_id").values_list("pgh_label", flat=True)) == [
        "insert",
        "delete",
    ]


def test_evidence_confirmed_by_nobody_is_refused_by_the_database():
    with pytest.raises(IntegrityError), transaction.atomic():
        Evidence.objects.create(
            subject="documents.document",
            subject_id=1,
            field="date",
            origin=Origin.SEEN,
            confirmed_at="2026-01-01T00:00Z",
        )


def follow_all(name, *, until=(), seconds=60):
    """What a follower reads, one round after the other until it has seen all of ``until``."""
    seen, end = [], time.monotonic() + seconds
    while True:
        follow(name, lambda changes: seen.extend(changes.values_list("subject_id", flat=True)))
        if set(until) <= set(seen) or time.monotonic() > end:
            return seen
        time.sleep(0.1)


@pytest.mark.django_db(transaction=True)
def test_a_follower_sees_each_change_once():
    document = Document.objects.create()
    assert follow_all("reader", until=[document.pk]).count(document.pk) == 1
    other = Document.objects.create()
    assert follow_all("reader", until=[other.pk]) == [other.pk]


@pytest.mark.django_db(transaction=True)
def test_a_follower_that_fails_is_given_the_same_changes_again():
    document = Document.objects.create()

    def fail(changes):
        raise RuntimeError("killed")

    with pytest.raises(RuntimeError):
        follow("reader", fail)
    assert document.pk in follow_all("reader", until=[document.pk])


@pytest.mark.django_db(transaction=True)
def test_a_transaction_that_commits_late_is_not_lost():
    """It began before another, got the lower numbers, and commits after the follower has read on."""
    written, commit = threading.Event(), threading.Event()
    late = []

    def slowly():
        try:
            with transaction.atomic():
                late.append(Document.objects.create().pk)
                written.set()
                commit.wait(10)
        finally:
            connections.close_all()

    thread = threading.Thread(target=slowly)
    thread.start()
    assert written.wait(10)
    early = Document.objects.create().pk
    first = follow_all("reader", seconds=1)
    commit.set()
    thread.join(10)
    second = follow_all("reader", until={*late, early} - set(first))
    assert sorted(first + second) == sorted([*late, early])


@pytest.mark.django_db(transaction=True)
def test_a_restored_copy_is_read_anew():
    document = Document.objects.create()
    follow_all("reader", until=[document.pk])
    FollowerMark.objects.update(cluster=1)
    assert document.pk in follow_all("reader", until=[document.pk])


@pytest.mark.django_db(transaction=True)
def test_trimming_spares_what_a_follower_has_not_read():
    read = Document.objects.create()
    follow_all("slow reader", until=[read.pk])
    unread = Document.objects.create()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE provenance_change SET at = at - interval '500 days'")
    trim(400)
    assert list(Change.objects.values_list("subject_id", flat=True)) == [unread.pk]


def test_trimming_waits_for_nobody_where_no_follower_keeps_a_mark():
    Document.objects.create()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE provenance_change SET at = at - interval '500 days'")
    recent = Document.objects.create()
    assert trim(400) == 1
    assert list(Change.objects.values_list("subject_id", flat=True)) == [recent.pk]


@pytest.mark.django_db(transaction=True)
def test_a_long_transaction_in_another_database_holds_nobody_back():
    own = connection.settings_dict
    elsewhere = psycopg2.connect(
        host=own["HOST"], port=own["PORT"], user=own["USER"], password=own["PASSWORD"], dbname="postgres"
    )
    try:
        with elsewhere.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")
        document = Document.objects.create()
        assert document.pk in follow_all("reader", seconds=2, until=[document.pk])
    finally:
        elsewhere.close()


@pytest.mark.django_db(transaction=True)
def test_what_a_follower_itself_writes_is_read_the_next_time():
    Document.objects.create()
    written = []
    follow("reader", lambda changes: written.append(Document.objects.create().pk))
    assert set(written) <= set(follow_all("reader", until=written))
