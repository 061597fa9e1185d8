"""Reading files: bytes go in; pages of text, masthead, citations and paragraphs come out. Pure Python, no Django."""

from documents.reading import html, kinds, language, office, opendocument, pdf, plain, rtf, word
from documents.reading.kinds import media_type_of
from documents.reading.pages import MOST_BYTES, READER, PageText, Reading, UnreadableFile

__all__ = ["READER", "PageText", "Reading", "UnreadableFile", "media_type_of", "read"]

_READERS = {
    kinds.PDF: pdf.read,
    kinds.DOCX: word.read,
    kinds.OPEN_DOCUMENT: opendocument.read,
    kinds.OLD_WORD: office.read,
    kinds.WORD_XML: office.read_xml,
    kinds.RTF: rtf.read,
    kinds.HTML: html.read,
    kinds.SAVED_PAGE: html.read,
    kinds.TEXT: plain.read,
}


def read(content: bytes) -> Reading:
    """Read a file: PDF, DOCX, DOC, RTF, ODT, a web page or plain text, told apart by its bytes.

    Raises UnreadableFile, with a sentence for a person, for anything else and for what is empty, damaged, protected
    with a password or too large.
    """
    if not content.strip():
        raise UnreadableFile("empty", "This file is empty. Check that the right file was chosen and upload it again.")
    if len(content) > MOST_BYTES:
        raise UnreadableFile(
            "too-large", f"This file is larger than {MOST_BYTES // 1_000_000} MB. Split it and upload the parts."
        )
    media_type = media_type_of(content)
    if media_type not in _READERS:
        raise UnreadableFile(*kinds.refusal(media_type))
    pages, remarks = _READERS[media_type](content)
    return Reading(media_type, pages, language.language_of(pages), remarks)
