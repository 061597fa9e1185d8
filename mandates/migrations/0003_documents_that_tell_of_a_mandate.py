"""The documents that tell of a mandate stand in one table, that with history and triggers; there were two by mistake."""

from django.db import migrations, models

MERGE = """
    INSERT INTO mandates_mandatedocument (mandate_id, document_id)
    SELECT mandate_id, document_id FROM mandates_mandate_documents
    ON CONFLICT DO NOTHING;
    DROP TABLE mandates_mandate_documents;
"""


class Migration(migrations.Migration):
    dependencies = [("mandates", "0002_initial")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(MERGE)],
            state_operations=[
                migrations.RemoveField("mandate", "documents"),
                migrations.AddField(
                    "mandate",
                    "documents",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Documents that tell of it, beside those that answer it.",
                        related_name="mandates",
                        through="mandates.MandateDocument",
                        to="documents.document",
                    ),
                ),
            ],
        )
    ]
