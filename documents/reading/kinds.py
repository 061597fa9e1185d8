"""What kind of file some bytes are. The bytes decide; a file's name is never asked, because names lie."""

import io
import re
import zipfile

from documents.reading import html, plain

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
HTML = "text/html"
OLD_WORD = "application/msword"
SAVED_PAGE = "multipart/related"
WORD_XML = "application/vnd.ms-wordml"
OPEN_DOCUMENT = "application/vnd.oasis.opendocument.text"
RTF = "application/rtf"
LOCKED_OFFICE = "application/vnd.ms-office.encrypted"
ZIP = "application/zip"

# The first bytes of kinds that begin always alike.
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"{\\rtf", RTF),
    (b"MZ", "application/x-msdownload"),
    (b"\x7fELF", "application/x-executable"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!", "application/vnd.rar"),
    (b"ID3", "audio/mpeg"),
)

# What to call the kinds that can't be read, and what to do about them.
_OTHER_KINDS = {
    "image/jpeg": "a JPEG picture",
    "image/png": "a PNG picture",
    "image/gif": "a GIF picture",
    "image/tiff": "a TIFF picture",
    "image/webp": "a WebP picture",
    "application/x-msdownload": "a program for Windows",
    "application/x-executable": "a program",
    "application/gzip": "a compressed file",
    "application/x-7z-compressed": "a compressed folder",
    "application/vnd.rar": "a compressed folder",
    "audio/mpeg": "a sound recording",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "an Excel workbook",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "a PowerPoint presentation",
    "application/x-ole-storage": "an old Office file",
}

# How the name of a file of each kind ends.
ENDINGS = {
    PDF: ".pdf",
    DOCX: ".docx",
    TEXT: ".txt",
    HTML: ".html",
    OLD_WORD: ".doc",
    SAVED_PAGE: ".mhtml",
    WORD_XML: ".xml",
    OPEN_DOCUMENT: ".odt",
    RTF: ".rtf",
    LOCKED_OFFICE: ".docx",
    ZIP: ".zip",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/gif": ".gif",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
}
NO_KNOWN_KIND = ".bin"

# Pages saved in a hurry begin with any of these; comments and declarations may stand in front.
_HTML = re.compile(
    rb"\s{0,200}(?:(?:<\?xml[^>]{0,200}>|<!--.{0,2000}?-->)\s{0,200}){0,5}"
    rb"<(?:!doctype\s{1,9}html|html|head|body|title|meta|link|style|script|base|div|span|p|br|hr|center|table|tbody|tr|td|font|b|i|u|a"
    rb"|h[1-6]|ul|ol|li|pre|main|article|section|header|nav|img|strong|em|blockquote)(?:[\s>]|/>|$)",
    re.IGNORECASE | re.DOTALL,
)


# Word's XML in one file: of 2003, or a whole package.
_WORD_XML = re.compile(
    rb"<\?mso-application\s{1,9}progid=.Word\.Document|<(?:w:wordDocument|pkg:package)\s", re.IGNORECASE
)


def media_type_of(content: bytes) -> str:
    """The media type that the bytes themselves show ("application/pdf", "text/plain", ...); "" when unknown."""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(content)
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            return LOCKED_OFFICE
        return OLD_WORD if "WordDocument".encode("utf-16-le") in content else "application/x-ole-storage"
    if b"%PDF-" in content[:1024]:  # the format allows other bytes in front
        return PDF
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    for beginning, kind in _BEGINNINGS:
        # A text may well begin with "MZ": a program holds bytes that no text has.
        if content.startswith(beginning) and not (beginning.isalnum() and plain.is_text(content)):
            return kind
    if _WORD_XML.search(content[:4096]):
        return WORD_XML
    if _is_html(content):
        return HTML
    if html.is_saved_page(content) and plain.is_text(content):
        return SAVED_PAGE
    return TEXT if plain.is_text(content) else ""


def _is_html(content: bytes) -> bool:
    head = content[:8192]
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        head = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    return bool(_HTML.match(head.removeprefix(b"\xef\xbb\xbf")))


def _kind_of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except Exception:  # the standard library raises many kinds on damaged archives
        return DOCX if b"word/document.xml" in content else ZIP
    if "word/document.xml" in names:
        return DOCX
    if "xl/workbook.xml" in names:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    if "ppt/presentation.xml" in names:
        return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    if "content.xml" in names and "mimetype" in names:
        return OPEN_DOCUMENT
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return DOCX
    return ZIP


def ending_for(media_type: str, name: str = "") -> str:
    """How a file's name ends: by its kind; while that is not read, as the name it came with, where that names a document.

    ".bin" for anything else: no name that came from outside makes a program of a file.
    """
    if media_type in ENDINGS:
        return ENDINGS[media_type]
    ending = "." + name.lower().rpartition(".")[2]
    return ending if ending in ENDINGS.values() and ending != ENDINGS[HTML] and not media_type else NO_KNOWN_KIND


def refusal(media_type: str) -> tuple[str, str]:
    """Why a file of this kind is not read: the code of UnreadableFile and its sentence."""
    if media_type == LOCKED_OFFICE:
        return "encrypted", (
            "This Office document is protected with a password. Save it without the password and upload it again."
        )
    if media_type == ZIP:
        return "not-a-document", "This is a ZIP folder, not a document. Unpack it and upload the documents in it."
    name = _OTHER_KINDS.get(media_type)
    if name is None:
        return "not-a-document", "This file is of no kind that can be read here. Save it as PDF and upload it again."
    return "not-a-document", f"This is {name}, not a document. Save it as PDF and upload it again."
