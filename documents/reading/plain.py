"""Plain text: which encoding, which pages. Form feeds part pages."""

from documents.reading.encodings import encoding_of
from documents.reading.pages import PageText, UnreadableFile, paged

# Control characters that stand in real texts: tab, line feed, vertical tab, form feed, carriage return, end of file.
_NO_CONTROLS = bytes(set(range(256)) - (set(range(32)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A}))


def is_text(content: bytes) -> bool:
    """Whether the bytes are plain text in one of the encodings that `read` knows."""
    if not content:
        return False
    encoding, _ = encoding_of(content)
    if encoding.startswith("utf-") and encoding != "utf-8":
        return True
    # A stray control character is forgiven in a long text; a program or a picture is full of them.
    return bool(encoding) and len(content.translate(None, delete=_NO_CONTROLS)) * 1000 < len(content)


def read(content: bytes) -> tuple[tuple[PageText, ...], tuple[str, ...]]:
    """The pages of a plain text and remarks. Raises UnreadableFile when it is empty or has too many pages."""
    text, remark = decoded(content)
    if not text.strip():
        raise UnreadableFile("empty", "This file holds no text. Check that the right file was chosen.")
    pages, remarks = paged(text.rstrip("\f").split("\f"))
    return pages, (*remarks, remark) if remark else remarks


def decoded(content: bytes) -> tuple[str, str]:
    """The text of the bytes, and a remark where its encoding is a guess."""
    encoding, certain = encoding_of(content)
    text = content.decode(encoding or "utf-8", errors="replace").removeprefix("\ufeff").removesuffix("\x1a")
    return text, "" if certain else f"the text was taken to be in the encoding {encoding}, which is a guess"
