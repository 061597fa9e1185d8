"""The rungs of the ladder: read, file it, link. Each gets a locked File and may run twice with the same result."""

from documents import filing, linking, reading
from documents.models import File, Language, Page
from documents.reading.masthead import read_masthead
from documents.reading.pages import READER


def read(file: File):
    """Read the text, page by page, from the bytes. Raises UnreadableFile with words for a person."""
    with file.content.open("rb") as stream:
        found = reading.read(stream.read())
    Page.objects.filter(file=file).delete()
    Page.objects.bulk_create(
        [Page(file=file, number=page.number, text=page.text) for page in found.pages], batch_size=200
    )
    file.media_type = found.media_type
    file.language = found.language if found.language in Language.values else ""
    file.page_count = len(found.pages)
    file.remarks = "\n".join(found.remarks)
    file.reader = READER


def file_it(file: File):
    """Read the masthead, keep each value with its evidence, and put the file under its document where that is certain."""
    masthead = read_masthead(filing.reading_of(file))
    filing.keep_statements(file, masthead)
    filing.place(file, masthead)


def link(file: File):
    """Find what the text cites, and tie what waited for this document."""
    linking.find_references(file)
    if file.version_id:
        linking.resolve_waiting(file.version.document)
