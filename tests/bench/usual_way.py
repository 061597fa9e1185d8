"""The usual way in Django: a tsvector with a GIN index, every match ranked (SearchRank), total and counts beside it.

A table of its own holds the texts, so that the site's tables stay as they are. For ten thousand texts only: it takes
seconds a question at a million.
"""

from django.db import connection

PAGE = 20
_TABLE = "bench_usual_way"
_MAKE = f"""
    DROP TABLE IF EXISTS {_TABLE};
    CREATE TABLE {_TABLE} AS
    SELECT page.id, page.text, version.language, extract(year FROM document.date)::int AS year, of_body.body_id,
        setweight(to_tsvector('english', coalesce(title.text, '')), 'A')
        || setweight(to_tsvector('english', page.text), 'D') AS vector
    FROM documents_page page
    JOIN documents_file file ON file.id = page.file_id AND file.is_current
    JOIN documents_languageversion version ON version.id = file.version_id
    JOIN documents_document document ON document.id = version.document_id
    LEFT JOIN documents_documenttitle title ON title.document_id = document.id AND title.language = 'en'
    LEFT JOIN documents_documentbody of_body ON of_body.document_id = document.id;
    CREATE INDEX ON {_TABLE} USING gin (vector);
    ANALYZE {_TABLE};
"""
_RANKED = f"""
    SELECT id, ts_rank(vector, query) AS rank, ts_headline('english', text, query)
    FROM (SELECT * FROM {_TABLE}, websearch_to_tsquery('english', %s) AS query WHERE vector @@ query
        ORDER BY ts_rank(vector, query) DESC LIMIT {PAGE} OFFSET %s) AS best
"""
_COUNTED = f"SELECT {{}}, count(*) FROM {_TABLE} WHERE vector @@ websearch_to_tsquery('english', %s) GROUP BY 1"
KINDS = ("rare", "mid", "common", "two common", "phrase", "page 20", "several words")


def make():
    """Make the table anew."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE)


def ask(question):
    """The twenty best of all ranked matches with their headlines, and the counts."""
    with connection.cursor() as cursor:
        cursor.execute(_RANKED, [question.typed, PAGE * (question.page - 1)])
        hits = cursor.fetchall()
        for column in ("language", "year", "body_id"):
            cursor.execute(_COUNTED.format(column), [question.typed])
            cursor.fetchall()
    return hits


def remove():
    """Take the table away again."""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {_TABLE}")
