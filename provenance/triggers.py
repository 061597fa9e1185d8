"""What the database itself does when a record changes: write the change table, in the same transaction.

Statement triggers with transition tables: a bulk write of ten thousand rows costs one statement, and none slips by.
"""

import pgtrigger

CHANGE = """
    INSERT INTO provenance_change (transaction, at, subject, subject_id, kind)
    SELECT pg_current_xact_id()::text::bigint, clock_timestamp(), '{subject}', changed.{key}, '{kind}'
    FROM ({rows}) AS changed WHERE changed.{key} IS NOT NULL;
    RETURN NULL;
"""


# Of rows that were updated those in which something else changed than what the columns named hold.
CHANGED_ELSEWHERE = """
    SELECT new_rows.{key} FROM new_rows JOIN old_rows USING (id)
    WHERE to_jsonb(new_rows) - '{{{but}}}'::text[] IS DISTINCT FROM to_jsonb(old_rows) - '{{{but}}}'::text[]
"""


def watched(subject, key="id", *, but=(), one_for=()):
    """Triggers for a model's ``Meta.triggers``: every insert, update and delete becomes a row of the change table.

    subject: the record that changed, as ``app.model``. A part of a record (a title, a symbol) names its whole and the
    column that points to it: ``watched("documents.document", key="document_id")``; the whole is then said to be updated.
    but: columns that no follower looks at; an update of nothing else is no change.
    one_for: columns that tell to what a row belongs, where a machine writes rows by the hundred: of the rows of one statement
    that belong together one is told, and a follower asks for its company (``in_company_of`` of references). Not with ``but``.
    """
    part = key != "id"
    columns = ", ".join(one_for)
    distinct = f"DISTINCT ON ({columns})" if one_for else "DISTINCT"
    kinds = {
        "insert": (pgtrigger.Insert, pgtrigger.Referencing(new="new_rows"), ["new_rows"]),
        # A part that moves from one whole to another changes both.
        "update": (pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows"), ["old_rows", "new_rows"]),
        "delete": (pgtrigger.Delete, pgtrigger.Referencing(old="old_rows"), ["old_rows"]),
    }
    return [
        pgtrigger.Trigger(
            name=f"change_{kind}",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=operation,
            referencing=referencing,
            func=CHANGE.format(
                subject=subject,
                key=key,
                rows=CHANGED_ELSEWHERE.format(key=key, but=",".join(but))
                if but and kind == "update"
                else " UNION ".join(f"SELECT {distinct} {key} FROM {table}" for table in tables),
                kind="update" if part else kind,
            ),
        )
        for kind, (operation, referencing, tables) in kinds.items()
    ]
