"""The rungs of the ladder: read, recognise, file it, link. Each gets a locked File and may run twice with the same result."""

from documents import filing, linking, paragraphs, statements, texts
from documents.models import File, Language, Page, PageSource, Stage
from documents.reading import child, ocr
from documents.reading.pages import READER, pages_in_words, storable

PAGES_AT_ONCE = 8  # recognised in one transaction: a worker that is stopped loses no more


def read(file: File) -> Stage:
    """Read the text, page by page, from the bytes. Raises UnreadableFile with words for a person.

    A stranger's bytes are read in a child process with limits of its own. Returns the stage: a file without pictures has
    nothing to recognise.
    """
    with file.content.open("rb") as stream:
        found = child.read_safely(stream.read())
    Page.objects.filter(file=file).delete()
    Page.objects.bulk_create(
        [Page(file=file, number=page.number, text=page.text, source=page.source) for page in found.pages],
        batch_size=200,
    )
    file.media_type = found.media_type
    file.language = found.language if found.language in Language.values else ""
    file.page_count = len(found.pages)
    file.remarks = "\n".join(found.remarks)
    file.unread_pages = list(found.needs_ocr)
    file.reader = READER
    return Stage.READ if file.unread_pages else Stage.RECOGNISED


def recognise(file: File) -> Stage:
    """Recognise the text of some pages that hold only a picture, or a text that is broken (OCR).

    Returns the stage: the file stays on this rung until its last page is done. Where no recognition is installed the file
    goes on, and its remarks say so: nothing is lost, the pages wait for `reread --pictures`.
    """
    if not file.unread_pages:
        return Stage.RECOGNISED
    if not ocr.is_available():
        file.add_remark(ocr.NOT_INSTALLED)
        return Stage.RECOGNISED
    now = file.unread_pages[:PAGES_AT_ONCE]
    with file.content.open("rb") as stream:
        recognised = ocr.read_pages(stream.read(), now)
    done = []
    for page in recognised:
        if page.text.strip():
            done.append(page.number)
            Page.objects.filter(file=file, number=page.number).update(
                text=storable(page.text), source=PageSource.RECOGNISED, recognised=page.confidence
            )
    nothing = [number for number in now if number not in done]
    if nothing:
        file.add_remark(f"Nothing could be recognised on {pages_in_words(nothing)}.")
    if done:
        file.add_remark(f"The text of {pages_in_words(done)} was recognised from a picture: look for mistakes.")
    file.unread_pages = file.unread_pages[len(now) :]
    if file.unread_pages:
        return Stage.READ
    file.remarks = "\n".join(line for line in file.remarks.split("\n") if not ocr.is_settled(line))
    if not file.language:
        file.language = texts.language_of(file)
    return Stage.RECOGNISED


def file_it(file: File):
    """Read the masthead, keep each value with its evidence, and put the file under its document where that is certain."""
    masthead = texts.masthead_of(file)
    statements.keep_statements(file, masthead)
    filing.place(file, masthead)


def link(file: File):
    """Find what the text cites and which acts stand in it, and tie what waited for this document."""
    linking.find_references(file)
    paragraphs.keep_acts(file)
    if file.version_id:
        linking.resolve_waiting(file.version.document)
