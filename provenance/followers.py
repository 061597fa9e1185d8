"""Following the change table: how upward news travels without signals.

A transaction that began earlier may commit later, so “rows with a number above the last one seen” loses changes. Two rules
lose none. One gives each change once: take what belongs to transactions from the mark up to, but not including, the oldest
one still running in this database, and make that one the new mark (``follow``). The other waits for nobody, and may give a
change twice: the mark is a snapshot, and what was not visible in it is taken as soon as it is committed (``changes_since``).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Min, Q
from django.utils import timezone

from provenance.models import Change, FollowerMark


@dataclass(frozen=True)
class Mark:
    """How far a follower that keeps its own mark has read.

    cluster and table: the change table in which it counts; a restored copy is another table. upto and running: what had
    ended was before ``upto`` and not among ``running`` (a snapshot of PostgreSQL). newest: key and moment of the newest
    change that was seen, by which a table is told from one that was set back to an earlier day and has gone on otherwise.
    """

    cluster: int
    table: int
    upto: int
    running: tuple[int, ...] = ()
    newest: tuple[int, str] | None = None


def mark_of_now() -> Mark:
    """The mark of a follower that has just read everything: what is committed from now on comes after it."""
    with connection.cursor() as cursor:
        cursor.execute(ENDED)
        cluster, table, upto, running, own, key, at = cursor.fetchone()
    # Our own transaction is in no snapshot of ours: it has not ended, so what it writes is read again.
    running = sorted({*running, *([own] if own and own < upto else [])})
    return Mark(cluster, table, upto, tuple(running), (key, at) if key else None)


def changes_since(mark: Mark):
    """The changes committed after a mark, as a queryset, and the mark for the next time; None where the mark counts
    elsewhere: another database, a restored copy, a table that was emptied or set back.

    For a follower that keeps its mark beside what it makes of the changes (an index on the disk of one machine), and may
    take a change in twice. A long transaction holds nobody back: what it wrote comes when it has ended.
    """
    now = mark_of_now()
    if (mark.cluster, mark.table) != (now.cluster, now.table) or mark.upto > now.upto:
        return None
    if mark.newest and mark.newest != now.newest and not _is_there(*mark.newest):
        return None
    if (mark.upto, mark.running) == (now.upto, now.running):
        return Change.objects.none(), now
    committed_since = Q(transaction__gte=mark.upto) | Q(transaction__in=mark.running)
    return Change.objects.filter(committed_since).order_by("pk"), now


def number_of_last_change() -> int | None:
    """The number that was last given to a change, committed or not; None where none was ever given. It looks at no change."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sequence_last_value(pg_get_serial_sequence('provenance_change', 'id')::regclass)")
        return cursor.fetchone()[0]


def _is_there(key, at):
    """Whether the change with this key is the one that happened at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM provenance_change WHERE id = %s AND extract(epoch FROM at)::text = %s", [key, at])
        return cursor.fetchone() is not None


def follow(follower: str, handle: Callable) -> int:
    """Give ``handle`` the changes that ``follower`` has not seen, as a queryset, then move its mark; all in one transaction.

    Returns the number of changes. If ``handle`` raises, the mark stays and the same changes come again. Two processes
    following under one name take turns (the mark's row is locked).
    """
    with transaction.atomic():
        FollowerMark.objects.get_or_create(follower=follower)
        mark = FollowerMark.objects.select_for_update().get(follower=follower)
        cluster, upto = _now()
        if mark.cluster != cluster:
            mark.position, mark.cluster = 0, cluster
        # A transaction of another database may be taken for one of ours in the moment in which it ends.
        upto = max(upto, mark.position)
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
    """Delete changes that are older than ``days`` days and that every follower with a mark here has read. Returns how many went.

    Followers that keep their own mark begin anew when they were away for nearly as long.
    """
    old = Change.objects.filter(at__lt=timezone.now() - timedelta(days=days))
    position = FollowerMark.objects.aggregate(least=Min("position"))["least"]
    if position is not None:
        old = old.filter(transaction__lt=position)
    return old.delete()[0]


SETTLED = """
    SELECT least(clock_timestamp(), min(xact_start)) FROM pg_stat_activity
    WHERE datname = current_database() AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()
"""

# Asks for no transaction number: a follower may look every moment without using numbers up. The moment as seconds, in
# the database's own words: the text of a timestamp depends on the session's time zone.
ENDED = """
    SELECT (SELECT system_identifier FROM pg_control_system()), 'provenance_change'::regclass::oid::bigint,
           pg_snapshot_xmax(now.snapshot)::text::bigint,
           ARRAY(SELECT pg_snapshot_xip(now.snapshot)::text::bigint ORDER BY 1),
           pg_current_xact_id_if_assigned()::text::bigint, newest.id, extract(epoch FROM newest.at)::text
    FROM (SELECT pg_current_snapshot() AS snapshot) now
    LEFT JOIN LATERAL (SELECT id, at FROM provenance_change ORDER BY id DESC LIMIT 1) newest ON true
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
           (SELECT min(transaction) FROM running WHERE transaction % 4294967296 NOT IN (SELECT low_half FROM elsewhere))
"""


def _now():
    """The database system's own number, and the oldest transaction still running in this database (our own at the latest)."""
    with connection.cursor() as cursor:
        cursor.execute(NOW)
        return cursor.fetchone()
