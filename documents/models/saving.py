"""Writing many rows at once."""

import json
from collections.abc import Collection, Sequence

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models


def save_rows(rows: Sequence[models.Model], fields: Collection[str] = ()):
    """Update rows that are there already, all of one model, in one statement; ``fields`` names what is written, else all.

    Triggers and constraints hold as for ``save``. The rows travel as JSON, which PostgreSQL turns into values of the
    columns' own types: a tenth of the work of ``bulk_update``, which states each field of each row as a case.
    """
    if not rows:
        return
    meta = rows[0]._meta
    written = [
        field
        for field in meta.concrete_fields
        if not field.primary_key and not field.generated and (not fields or field.name in fields)
    ]
    values = _values(rows, [meta.pk, *written])
    quote = connection.ops.quote_name
    columns = [quote(field.column) for field in written]
    table, key = quote(meta.db_table), quote(meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS held SET ({', '.join(columns)}) = ROW({', '.join(f'new.{column}' for column in columns)}) "
            f"FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) AS new WHERE held.{key} = new.{key}",
            [json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)],
        )


def add_rows(rows: Sequence[models.Model], *, ignore_conflicts: bool = False):
    """Insert new rows, all of one model, in one statement; their keys are the database's affair and are not told.

    ignore_conflicts: rows that a unique constraint forbids are left out. As for ``save_rows``, a third of the work of
    ``bulk_create``.
    """
    if not rows:
        return
    meta = rows[0]._meta
    written = [field for field in meta.concrete_fields if not field.primary_key and not field.generated]
    for field in written:
        if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
            for row in rows:
                field.pre_save(row, True)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in written)
    table = quote(meta.db_table)
    values = _values(rows, written)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb) "
            + ("ON CONFLICT DO NOTHING" if ignore_conflicts else ""),
            [json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)],
        )


def _values(rows, fields):
    """What JSON takes of each row, by column; what a row has nothing in is left out, and becomes NULL. Most values it takes as
    they are; a row has hundreds of thousands of company, so what kind a field is of is asked once."""
    names = [(field.column, field.attname) for field in fields]
    files = [field.column for field in fields if isinstance(field, models.FileField)]
    times = [field.column for field in fields if isinstance(field, models.DateTimeField)]
    values = []
    for row in rows:
        held = {column: value for column, name in names if (value := getattr(row, name)) is not None}
        for column in files:
            held[column] = held[column].name
        for column in times:
            if column in held:
                held[column] = held[column].isoformat()
        values.append(held)
    return values
