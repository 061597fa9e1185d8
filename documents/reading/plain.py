"""Plain text: which encoding, which pages. Form feeds part pages."""

import codecs
import re

from documents.reading.pages import PageText, UnreadableFile, paged

# Control characters that stand in real texts: tab, line feed, vertical tab, form feed, carriage return, end of file.
_NO_CONTROLS = bytes(set(range(256)) - (set(range(32)) - {0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A}))
_SAMPLE = 65_536

_CYRILLIC = re.compile(r"[а-яё]{2,}")
_ARABIC = re.compile(r"[\u0621-\u064a]{2,}")


def is_text(content: bytes) -> bool:
    """Whether the bytes are plain text in one of the encodings that `read` knows."""
    if not content:
        return False
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or _utf16_without_mark(content):
        return _decodes(content, _encoding(content))
    # A stray control character is forgiven in a long text; a program or a picture is full of them.
    return len(content.translate(None, delete=_NO_CONTROLS)) * 1000 < len(content)


def read(content: bytes) -> tuple[tuple[PageText, ...], tuple[str, ...]]:
    """The pages of a plain text and remarks. Raises UnreadableFile when it is empty or has too many pages."""
    encoding = _encoding(content)
    text = content.decode(encoding, errors="replace").removeprefix("\ufeff").removesuffix("\x1a")
    if not text.strip():
        raise UnreadableFile("empty", "This file holds no text. Check that the right file was chosen.")
    pages, remarks = paged(text.rstrip("\f").split("\f"))
    if encoding.startswith("windows"):
        remarks += (f"the text was taken to be in the encoding {encoding}, which is a guess",)
    return pages, remarks


def _encoding(content: bytes) -> str:
    if content.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if marked := _utf16_without_mark(content):
        return marked
    return "utf-8" if _decodes(content, "utf-8") else _windows(content[:_SAMPLE])


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeError:
        return False
    return True


def _utf16_without_mark(content: bytes) -> str:
    """Latin text in UTF-16 has a zero in every other byte; "" when it has not."""
    sample = content[:4096]
    if len(sample) < 8 or len(content) % 2:
        return ""
    half = len(sample) // 2
    if sample[1::2].count(0) > 0.7 * half and not sample[0::2].count(0):
        return "utf-16-le"
    if sample[0::2].count(0) > 0.7 * half and not sample[1::2].count(0):
        return "utf-16-be"
    return ""


def _windows(sample: bytes) -> str:
    """The Windows encoding under which most high bytes stand in whole words of its own script."""
    high = sum(byte >= 0x80 for byte in sample)
    for encoding, words in (("windows-1251", _CYRILLIC), ("windows-1256", _ARABIC)):
        found = words.findall(sample.decode(encoding, errors="replace"))
        # In French or Spanish, letters with accents stand alone between ASCII letters.
        if sum(map(len, found)) > 0.6 * high and high > 0.3 * len(sample.split() or [b""]):
            return encoding
    return "windows-1252"
