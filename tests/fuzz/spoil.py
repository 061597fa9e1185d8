"""Ways to spoil a file: bits turned, pieces cut out, doubled or mixed with another file, parts of archives rewritten."""

import io
import random
import re
import zipfile

_LARGEST_PART = 2_000_000
# Values at which arithmetic goes wrong, as programs write them into text formats.
_AWKWARD = (b"0", b"-1", b"65536", b"2147483648", b"99999999999999999999", b"1e308", b"%", b"\x00", b"\xff" * 8)
_XML = (
    b"<w:p>" * 300,
    b"</w:p>",
    b"<![CDATA[",
    b"<!--",
    b"&#xD800;",
    b"&#99999999;",
    b"&amp;" * 50,
    b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;">]>',
    b'<w:numPr><w:ilvl w:val="-9"/><w:numId w:val="1"/></w:numPr>',
    b'<w:fldChar w:fldCharType="begin"/>',
    b'<w:br w:type="page"/>' * 200,
    b"<w:tbl><w:tr><w:tc>" * 60,
    b'<text:s text:c="99999999"/>',
)


def spoilt(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """A file spoilt in one to four ways; `other` gives pieces to mix in."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        way = chance.choice(_WAYS)
        content = way(content, other, chance) or content
    return content


def _bits(content: bytes, _other: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice((1, 3, 10, 100))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(content: bytes, _other: bytes, chance: random.Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def _hole(content: bytes, _other: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    return content[:start] + content[start + chance.choice((1, 16, 1000, 50_000)) :]


def _doubled(content: bytes, _other: bytes, chance: random.Random) -> bytes:
    start = chance.randrange(len(content) + 1)
    piece = content[start : start + chance.choice((4, 64, 4096))]
    return content[:start] + piece * chance.choice((2, 50, 400)) + content[start:]


def _mixed(content: bytes, other: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(content) + 1) for _ in range(2))
    begin = chance.randrange(len(other) + 1)
    return content[:start] + other[begin : begin + chance.choice((8, 512, 20_000))] + content[end:]


def _number(content: bytes, _other: bytes, chance: random.Random) -> bytes:
    numbers = list(re.finditer(rb"\d{1,9}", content[:2_000_000]))
    if not numbers:
        return content
    match = chance.choice(numbers)
    return content[: match.start()] + chance.choice(_AWKWARD) + content[match.end() :]


def _markup(content: bytes, _other: bytes, chance: random.Random) -> bytes:
    places = [match.end() for match in re.finditer(rb"[>}\n]", content[:2_000_000])]
    at = chance.choice(places) if places else chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(_XML) + content[at:]


def _entries(content: bytes, other: bytes, chance: random.Random) -> bytes:
    """Spoil a part of an archive and pack it again; a file that is no archive stays as it is."""
    if not content.startswith(b"PK"):
        return content
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [
                (name, archive.read(name))
                for name in archive.namelist()
                if archive.getinfo(name).file_size < _LARGEST_PART
            ]
    except Exception:  # already spoilt
        return content
    if not parts:
        return content
    chosen = chance.randrange(len(parts))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (name, part) in enumerate(parts):
            if place == chosen:
                match chance.randrange(5):
                    case 0:
                        continue
                    case 1:
                        part = b""
                    case 2 if len(parts) > 1:
                        name = chance.choice(("../" + name, name + "x", "word/document.xml", "content.xml"))
                    case _:
                        part = chance.choice((_bits, _markup, _number, _doubled, _hole, _cut))(part, other, chance)
            archive.writestr(name, part)
    return packed.getvalue()


_WAYS = (_bits, _cut, _hole, _doubled, _mixed, _number, _markup, _entries, _entries)
