"""The rungs of the ladder: read, recognise, file it, link.

Each gets locked files and what earlier rungs have in hand of them, and may run twice with the same result. It changes the
files, which the ladder saves, and returns the stage that a file reached where that is not the rung's own, or the
UnreadableFile that says why it can't be read.
"""

from dataclasses import dataclass, field

from documents import filing, linking, paragraphs, statements
from documents.models import File, Language, Page, PageSource, Stage
from documents.models.saving import add_rows
from documents.reading import child, ocr
from documents.reading.pages import READER, Reading, UnreadableFile, pages_in_words, storable
from documents.texts import FROM_PICTURES, FileText, language_of, most_sure, texts_of

PAGES_AT_ONCE = 8  # recognised in one transaction: a worker that is stopped loses no more
Reached = dict[int, Stage | UnreadableFile]


@dataclass
class Hand:
    """What a climb has in hand: the texts that it read, so that no rung asks the database for them again."""

    texts: dict[int, FileText] = field(default_factory=dict)

    def texts_of(self, files: list[File]) -> dict[int, FileText]:
        """The texts of these files, by their keys; asks for those that are not in hand."""
        missing = [file for file in files if file.pk not in self.texts]
        if missing:
            self.texts |= texts_of(missing)
        return self.texts


def read(files: list[File], hand: Hand) -> Reached:
    """Read the texts, page by page, from the bytes.

    A stranger's bytes are read in a child process with limits of its own. A file without pictures has nothing to recognise.
    """
    reached: Reached = {}
    contents = {}
    for file in files:
        try:
            with file.content.open("rb") as stream:
                contents[file.pk] = stream.read()
        except FileNotFoundError:
            reached[file.pk] = UnreadableFile(
                "missing",
                "The bytes of this file are missing from the store. Add the same file once more, or restore the store from "
                "its backup; then retry.",
            )
    reached |= dict(zip(contents, child.read_all_safely(list(contents.values())), strict=True))
    # What can no longer be read keeps the text that an earlier reading found.
    Page.objects.filter(file__in=[key for key, found in reached.items() if isinstance(found, Reading)]).delete()
    pages = []
    for file in files:
        found = reached[file.pk]
        if isinstance(found, UnreadableFile):
            continue
        pages += [Page(file=file, number=page.number, text=page.text, source=page.source) for page in found.pages]
        _note_reading(file, found)
        pictures = {page.number: most_sure(None) for page in found.pages if page.source in FROM_PICTURES}
        hand.texts[file.pk] = FileText(Reading(file.media_type, found.pages, file.language, ()), pictures)
        reached[file.pk] = Stage.READ if file.unread_pages else Stage.RECOGNISED
    add_rows(pages)
    return reached


def _note_reading(file, found):
    file.media_type = found.media_type
    file.language = found.language if found.language in Language.values else ""
    file.page_count = len(found.pages)
    file.remarks = "\n".join(found.remarks)
    file.unread_pages = list(found.needs_ocr)
    file.reader = READER


def recognise(files: list[File], hand: Hand) -> Reached:
    """Recognise the text of some pages that hold only a picture, or a text that is broken (OCR).

    A file stays on this rung until its last page is done. Where no recognition is installed it goes on, and its remarks
    say so: nothing is lost, the pages wait for `reread --pictures`.
    """
    reached = {}
    for file in files:
        hand.texts.pop(file.pk, None)
        reached[file.pk] = _recognise(file)
    return reached


def _recognise(file):
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
        file.language = language_of(file)
    return Stage.RECOGNISED


def file_it(files: list[File], hand: Hand) -> None:
    """Read the mastheads, keep each value with its evidence, and put each file under its document where that is certain."""
    texts = hand.texts_of(files)
    mastheads = [(file, texts[file.pk].masthead) for file in files]
    statements.keep_all_statements(mastheads)
    filing.place_all(mastheads)


def link(files: list[File], hand: Hand) -> None:
    """Find what the texts cite and which acts stand in them, and tie what waited for their documents."""
    texts = hand.texts_of(files)
    filed = linking.with_documents(files)
    linking.find_all_references(filed, texts)
    paragraphs.keep_all_acts(filed, texts)
    linking.resolve_waiting(*{file.version.document for file in filed if file.version_id})
