"""The text of a catalogue file, its encoding told by its bytes."""

import re

from documents.reading.catalogue.records import CatalogueError, Remarks

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}encoding\s{0,5}=\s{0,5}[\"']([\w.-]{1,30})[\"']")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c]")
_SAMPLE = 200_000


def text_of(content: bytes, remarks: Remarks) -> str:
    """Decode a file: byte-order mark, then the XML's own word, then UTF-8, then the likeliest code page.

    Raises CatalogueError for bytes that are no text.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _checked(content.decode(name, "replace"))
    # UTF-16 without a mark: every second byte of Latin text is nothing.
    if content[1:200:2].count(0) > 50 * (len(content) > 200) and not content[0:200:2].count(0):
        return _checked(content.decode("utf-16-le", "replace"))
    declared = _DECLARED.match(content.lstrip()[:300])
    for name in ("utf-8", declared[1].decode("ascii") if declared else "utf-8"):
        try:
            return _checked(content.decode(name))
        except (UnicodeDecodeError, LookupError):
            continue
    whole = content.decode("utf-8", "replace")
    # A few broken bytes in a file of UTF-8, rather than another encoding.
    if whole.count("\ufffd") * 20 < sum(not c.isascii() for c in whole):
        remarks.add("Some signs of the file are broken and stand as \ufffd.")
        return _checked(whole)
    name = _code_page(content[:_SAMPLE])
    remarks.add(f"The file is not written in UTF-8; it was read as {name}.")
    return _checked(content.decode(name, "replace"))


def _code_page(sample: bytes) -> str:
    """Windows-1252, -1251 or -1256, or GB 18030: the one under which the bytes make words."""
    high = sum(byte > 0x7F for byte in sample)
    # Pairs of high bytes; the commoner signs of Chinese lead with B0 to D7, small Cyrillic letters lie above E0.
    pairs = re.findall(rb"[\xb0-\xd7][\xa1-\xfe]", sample)
    if 2 * len(pairs) > 0.6 * high and "\ufffd" not in sample.decode("gb18030", "replace")[:-2]:
        return "gb18030"
    # In Cyrillic and Arabic words every letter is a high byte; in Latin ones a letter here and there.
    runs = sum(len(run) for run in re.findall(rb"[\x80-\xff]{4,}", sample))
    if 2 * runs < high:
        return "cp1252"
    cyrillic = len(re.findall(r"[а-яё]{3,}", sample.decode("cp1251", "replace")))
    arabic = len(re.findall(r"(?:ال|[\u0620-\u064a]ة\b)", sample.decode("cp1256", "replace")))
    return "cp1251" if cyrillic >= arabic else "cp1256"


def _checked(text: str) -> str:
    if len(_CONTROL.findall(text[:_SAMPLE])) > 0.01 * min(len(text), _SAMPLE) + 2:
        raise CatalogueError("This file is no text. Export the records as MARCXML or CSV and choose that file.")
    return text
