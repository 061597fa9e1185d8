"""The version of the standings: another number whenever one of them changed, so that what was counted can be remembered."""

from django.db import connection, transaction

NEXT = "SELECT nextval('mandates_standing_version')"
LAST = "SELECT last_value FROM mandates_standing_version"


def next_version():
    """Say that standings change: now, and once more when that is committed, for whoever counted in between.

    A sequence holds nobody up and is never rolled back: at worst something is counted anew for nothing.
    """
    _step()
    transaction.on_commit(_step)


def _step():
    with connection.cursor() as cursor:
        cursor.execute(NEXT)


def version() -> int:
    with connection.cursor() as cursor:
        cursor.execute(LAST)
        return cursor.fetchone()[0]
