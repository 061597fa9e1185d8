"""What the database itself does when a record changes: write the change table, in the same transaction.

Statement triggers with transition tables: a bulk write of ten thousand rows costs one statement, and none slips by.
"""

import pgtrigger

CHANGE = """
    INSERT INTO provenance_change (transaction, at, subject, subject_id, kind)
    SELECT DISTINCT pg_current_xact_id()::text::bigint, clock_timestamp(), '{subject}', {rows}.{key}, '{kind}'
    FROM {rows} WHERE {rows}.{key} IS NOT NULL;
"""


def watched(subject, key="id"):
    """Triggers for a model's ``Meta.triggers``: every insert, update and delete becomes a row of the change table.

    subject: the record that changed, as ``app.model``. A part of a record (a title, a symbol) names its whole and the
    column that points to it: ``watched("documents.document", key="document_id")``; the whole is then said to be updated.
    """
    part = key != "id"
    kinds = {
        "insert": (pgtrigger.Insert, pgtrigger.Referencing(new="new_rows"), ["new_rows"]),
        "update": (pgtrigger.Update, pgtrigger.Referencing(old="old_rows", new="new_rows"), ["new_rows"]),
        "delete": (pgtrigger.Delete, pgtrigger.Referencing(old="old_rows"), ["old_rows"]),
    }
    triggers = []
    for kind, (operation, referencing, tables) in kinds.items():
        # A part that moves from one whole to another changes both.
        read = ["old_rows", *tables] if part and kind == "update" else tables
        body = "".join(
            CHANGE.format(subject=subject, key=key, rows=rows, kind="update" if part else kind) for rows in read
        )
        triggers.append(
            pgtrigger.Trigger(
                name=f"change_{kind}",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=operation,
                referencing=referencing,
                func=body + "RETURN NULL;",
            )
        )
    return triggers
