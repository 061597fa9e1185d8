"""Following the change table: how upward news travels without signals.

A transaction that began earlier may commit later, so “rows with a number above the last one seen” loses changes. The rule
that loses none: take what belongs to transactions from the mark up to, but not including, the oldest one still running
in this database, and make that one the new mark.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

from provenance.models import Change, FollowerMark


@dataclass(frozen=True)
class Mark:
    """How far a follower that keeps its own mark has read. cluster and table: the change table in which it counts;
    a restored copy is another table. position: all transactions before it are behind."""

    cluster: int
    table: int
    position: int


def mark_of_now() -> Mark:
    """The mark of a follower that has just read everything: what is written from now on comes after it."""
    cluster, upto, table = _now()
    return Mark(cluster, table, upto)


def changes_since(mark: Mark):
    """The changes after a mark, as a queryset, and the mark for the next time; None where the mark counts elsewhere.

    For a follower that keeps its mark beside what it makes of the changes (an index on the disk of one machine). It may be
    called outside a transaction: what lies between the two marks has ended, and a second look finds the same.
    """
    now = mark_of_now()
    if (mark.cluster, mark.table) != (now.cluster, now.table) or mark.position > now.position:
        return None
    return Change.objects.filter(transaction__gte=mark.position, transaction__lt=now.position).order_by("pk"), now


def follow(follower: str, handle: Callable) -> int:
    """Give ``handle`` the changes that ``follower`` has not seen, as a queryset, then move its mark; all in one transaction.

    Returns the number of changes. If ``handle`` raises, the mark stays and the same changes come again. Two processes
    following under one name take turns (the mark's row is locked).
    """
    with transaction.atomic():
        FollowerMark.objects.get_or_create(follower=follower)
        mark = FollowerMark.objects.select_for_update().get(follower=follower)
        cluster, upto, _table = _now()
        if mark.cluster != cluster:
            mark.position, mark.cluster = 0, cluster
        changes = Change.objects.filter(transaction__gte=mark.position, transaction__lt=upto).order_by("pk")
        count = changes.count()
        if count:
            handle(changes)
        mark.position = upto
        mark.save()
        return count


def settled_until() -> datetime:
    """The moment before which all has been said: nothing that began earlier is still running in this database.

    For readers by time. What they read up to here they need never read again: a transaction that commits later began later.
    """
    with connection.cursor() as cursor:
        cursor.execute(SETTLED)
        return cursor.fetchone()[0]


def trim(days: int) -> int:
    """Delete changes that every follower has read and that are older than ``days`` days. Returns how many went."""
    position = min((mark.position for mark in FollowerMark.objects.all()), default=0)
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM provenance_change WHERE transaction < %s AND at < now() - make_interval(days => %s)",
            [position, days],
        )
        return cursor.rowcount


SETTLED = """
    SELECT least(clock_timestamp(), min(xact_start)) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""

# A snapshot counts the running transactions of all databases of the server; a long one in another database need not hold
# us back. One that can't be told to be elsewhere counts as ours, and so does our own: what is written while following is
# read the next time.
NOW = """
    WITH now AS MATERIALIZED (SELECT pg_current_xact_id() AS own, pg_current_snapshot() AS snapshot),
    running AS (
        SELECT pg_snapshot_xip(snapshot)::text::bigint AS transaction FROM now
        UNION SELECT own::text::bigint FROM now
    ),
    elsewhere AS (
        SELECT held.transactionid::text::bigint AS low_half
        FROM pg_locks held JOIN pg_stat_activity session ON session.pid = held.pid
        WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted
          AND session.datname IS DISTINCT FROM current_database()
    )
    SELECT (SELECT system_identifier FROM pg_control_system()),
           (SELECT min(transaction) FROM running WHERE transaction % 4294967296 NOT IN (SELECT low_half FROM elsewhere)),
           'provenance_change'::regclass::oid::bigint
"""


def _now():
    """The database system's own number, the oldest transaction still running in this database (our own at the latest), and
    the number of the change table."""
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        return cursor.fetchone()
