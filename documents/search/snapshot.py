"""Reading one state of the database with several queries."""

from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def one_state():
    """What is read inside stands still, though others write: what one query names, the next one finds.

    Inside a transaction that has begun already (a test) it reads as that does.
    """
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield
