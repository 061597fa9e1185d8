"""MARC in its other clothes: ISO 2709 (.mrc), mnemonic lines (.mrk), the text lines of Invenio and Aleph."""

import re
from collections.abc import Iterator

from documents.reading.catalogue.marc import MarcField, MarcRecord
from documents.reading.catalogue.records import MOST_RECORDS, CatalogueError, Remarks

_RECORD_END, _FIELD_END, _SUBFIELD = b"\x1d", b"\x1e", "\x1f"

# "=245  \\$aThis", "=LDR  00000nam"
_MNEMONIC = re.compile(r"=(\w{3})  ?(.*)", re.DOTALL)
# "24500 $$aTitle", "000004512 245__ $$aTitle" (Invenio), "000004512 24510 L $$aTitle" (Aleph)
_LINE = re.compile(
    r"(?:(\d{9})\s)?(?:(00\d|LDR|FMT)[\w\\# ]{0,2}(?:\s[A-Z])?\s{1,4}(?!\$\$)|(\w{3})([\w\\# ]{2})(?:\s[A-Z])?\s{1,4}(?=\$\$))(.*)",
    re.DOTALL,
)
_BRACED = {
    "{dollar}": "$", "{bsol}": "\\", "{lcub}": "{", "{rcub}": "}", "{bslash}": "\\", "{esc}": "", "{pipe}": "|",
}  # fmt: skip
_BRACE = re.compile("|".join(map(re.escape, _BRACED)))


def looks_like_iso2709(content: bytes) -> bool:
    """Whether bytes open with a leader: five digits of length, and the separators of the standard within."""
    return len(content) > 24 and content.lstrip()[:5].isdigit() and _FIELD_END in content and b"\x1f" in content


def read_iso2709(content: bytes, remarks: Remarks) -> list[MarcRecord]:
    """The records of an ISO 2709 file; the directory names the fields, their bounds are taken from the separators."""
    records = []
    for place, chunk in enumerate(content.split(_RECORD_END), start=1):
        chunk = chunk.strip(b"\r\n \x00\x1a")
        if not chunk:
            continue
        if len(records) >= MOST_RECORDS:
            remarks.add(f"Only the first {MOST_RECORDS:,} records were read.")
            break
        leader, (directory, *bodies) = chunk[:24], chunk[24:].split(_FIELD_END)
        names = [directory[at : at + 3].decode("ascii", "replace") for at in range(0, len(directory) - 11, 12)]
        bodies = bodies[:-1] if bodies and not bodies[-1] else bodies
        if len(leader) < 24 or not names:
            remarks.add(f"Record {place} has no directory and was left out.")
            continue
        if len(directory) % 12 or len(names) != len(bodies):
            remarks.add(f"Record {place} is damaged: its directory names {len(names)} fields, it holds {len(bodies)}.")
        record = MarcRecord(place, [MarcField("000", "  ", [("", leader.decode("ascii", "replace"))])])
        for name, body in zip(names, bodies, strict=False):
            record.fields.append(_field_of(name, _decoded(body, place, remarks)))
        records.append(record)
    if not records:
        raise CatalogueError("This file begins like a MARC file but holds no record that can be read. Export it again.")
    return records


def _decoded(body: bytes, place: int, remarks: Remarks) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        remarks.add(f"Record {place} is not written in UTF-8; signs outside plain letters may be wrong.")
        return body.decode("latin-1")


def _field_of(name: str, body: str) -> MarcField:
    if name.startswith("00") or _SUBFIELD not in body:
        return MarcField(name, "  ", [("", body.strip())])
    indicators, *parts = body.split(_SUBFIELD)
    return MarcField(name, (indicators + "  ")[:2], [(part[:1], part[1:].strip(" ")) for part in parts if part])


def looks_like_marc_lines(text: str) -> bool:
    """Whether the first lines are MARC fields: "=245  ..." or "245__ $$a..."."""
    lines = [line for line in text.lstrip("\ufeff")[:5000].split("\n") if line.strip()][:6]
    fields = sum(bool(_MNEMONIC.match(line) or _LINE.match(line)) for line in lines)
    return bool(lines) and 2 * fields > len(lines)


def read_marc_lines(text: str, remarks: Remarks) -> list[MarcRecord]:
    """The records of mnemonic or Invenio lines: parted by an empty line, a new leader or a new record number."""
    records: list[MarcRecord] = []
    held: set[str] = set()  # the names of the fields of the last record
    seen_number = ""
    ended = True
    for at, line in enumerate(_joined(text), start=1):
        if not line.strip():
            ended = True
            continue
        if match := _MNEMONIC.match(line):
            number, name, rest, mark = "", match[1].replace("LDR", "000"), match[2], "$"
            indicators, rest = ("  ", rest) if name.startswith("00") else (rest[:2].replace("\\", " "), rest[2:])
        elif match := _LINE.match(line):
            number, name, rest, mark = match[1] or "", (match[2] or match[3]).replace("LDR", "000"), match[5], "$$"
            indicators = (match[4] or "  ").replace("_", " ")
        else:
            remarks.add(f"Line {at} is no MARC field and was left out.")
            continue
        if ended or (number and number != seen_number) or (name in ("000", "001") and name in held):
            if len(records) >= MOST_RECORDS:
                remarks.add(f"Only the first {MOST_RECORDS:,} records were read.")
                break
            records.append(MarcRecord(len(records) + 1))
            held.clear()
        ended, seen_number = False, number
        if mark in rest and not name.startswith("00"):
            _, *parts = rest.split(mark)
            subfields = [(part[:1], _unbraced(part[1:]).strip(" ")) for part in parts if part]
        else:
            subfields = [("", _unbraced(rest).strip())]
        records[-1].fields.append(MarcField(name, indicators, subfields))
        held.add(name)
    if not records:
        raise CatalogueError("No MARC field could be read in this file. Export the records again as MARCXML.")
    return records


def _joined(text: str) -> Iterator[str]:
    """The lines, a line that begins no field (and follows one directly) joined to the one before."""
    held = ""
    for line in re.split(r"\r\n?|\n", text.lstrip("\ufeff")):
        if held and line.strip() and not _MNEMONIC.match(line) and not _LINE.match(line):
            # A value broken over lines stays bounded.
            held = f"{held} {line.strip()}" if len(held) < 100_000 else held
            continue
        if held:
            yield held
        held = line
        if not line.strip():
            yield ""
    if held:
        yield held


def _unbraced(value: str) -> str:
    return _BRACE.sub(lambda match: _BRACED[match[0]], value) if "{" in value else value
