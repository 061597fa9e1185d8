"""MARCXML, scanned rather than parsed: no entity is ever expanded, no address fetched, and a damaged file gives its rest.

Exports carry any namespace prefix, a byte-order mark, a DTD, broken tags. Only five kinds of tag matter: record,
leader, controlfield, datafield, subfield. Source of the form: the Library of Congress's MARC21slim schema.
"""

import re

from documents.reading.catalogue.marc import MarcField, MarcRecord
from documents.reading.catalogue.records import MOST_RECORDS, CatalogueError, Remarks

_TAG = re.compile(
    r"<(?P<end>/?)(?:[\w.-]{1,40}:)?(?P<name>record|leader|controlfield|datafield|subfield)(?=[\s/>])(?P<rest>[^<>]{0,1000})>"
)
_ATTRIBUTE = re.compile(r"([\w:.-]{1,40})\s{0,5}=\s{0,5}(?:\"([^\"]{0,400})\"|'([^']{0,400})')")
_PREDEFINED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_REFERENCE = re.compile(r"&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos));")
_OPENING = re.compile(r"<!--|<!\[CDATA\[")
_CLOSING = {"<!--": "-->", "<![CDATA[": "]]>"}


def looks_like_marcxml(text: str) -> bool:
    """Whether a text opens as XML; which XML it is shows in its tags."""
    return text.lstrip("\ufeff \t\r\n")[:1] == "<"


def read_marcxml(text: str, remarks: Remarks) -> list[MarcRecord]:
    """The records of a MARCXML text, damaged ones as far as they go. Raises CatalogueError for what isn't MARCXML."""
    text = _without_document_type(text, remarks)
    text = _without_comments(text)
    records: list[MarcRecord] = []
    record: MarcRecord | None = None
    place = 0
    tags = list(_TAG.finditer(text))
    for at, tag in enumerate(tags):
        name = tag["name"]
        if name == "record":
            if record is not None and record.fields:
                if not tag["end"]:
                    remarks.add(f"Record {place} has no end; what stands before the next record was read.")
                records.append(record)
                if len(records) >= MOST_RECORDS:
                    remarks.add(f"Only the first {MOST_RECORDS:,} records were read.")
                    return records
            elif record is not None and tag["end"]:
                remarks.add(f"Record {place} is empty.")
            # An outer record (OAI) that holds another has no fields of its own.
            if not tag["end"]:
                place += 0 if record is not None and not record.fields else 1
                record = MarcRecord(place)
            else:
                record = None
            continue
        if tag["end"] or tag["rest"].endswith("/"):
            continue
        if record is None:
            remarks.add("Fields outside a record were left out.")
            continue
        attributes = {key.split(":")[-1]: one or other for key, one, other in _ATTRIBUTE.findall(tag["rest"])}
        if name == "datafield":
            indicators = (attributes.get("ind1") or " ")[:1] + (attributes.get("ind2") or " ")[:1]
            record.fields.append(MarcField(attributes.get("tag", ""), indicators, []))
            continue
        value = text[tag.end() : tags[at + 1].start() if at + 1 < len(tags) else len(text)]
        whole = at + 1 < len(tags) and tags[at + 1]["end"] and tags[at + 1]["name"] == name
        if not whole:
            remarks.add(f"Record {place} is damaged: a {name} is not closed; what could be read of it was kept.")
        value = _unescape(value.partition("<")[0])
        if name == "leader":
            record.fields.append(MarcField("000", "  ", [("", value)]))
        elif name == "controlfield":
            record.fields.append(MarcField(attributes.get("tag", ""), "  ", [("", value)]))
        elif record.fields:
            record.fields[-1].subfields.append((attributes.get("code", ""), value))
    if record is not None and record.fields:
        remarks.add(f"The file ends within record {place}; what stands there was read.")
        records.append(record)
    if not records:
        raise CatalogueError("This XML file holds no MARC record. Export the records as MARCXML and choose that file.")
    return records


def _without_document_type(text: str, remarks: Remarks) -> str:
    """The text behind its DTD. Entities may unfold without end or fetch a file: such a file is refused."""
    if "<!ENTITY" in text:
        raise CatalogueError("This XML file declares entities, which can hide harm. Export the records without a DTD.")
    start = text.find("<!DOCTYPE")
    if start < 0:
        return text
    opening, end = text.find("[", start), text.find(">", start)
    if 0 <= opening < end:
        closing = re.compile(r"\]\s{0,100}>").search(text, opening)
        end = closing.end() - 1 if closing else -1
    if end < 0:
        raise CatalogueError("This XML file has a DTD without an end. Export the records again, without a DTD.")
    remarks.add("The file has a DTD; it was ignored.")
    return text[:start] + text[end + 1 :]


def _without_comments(text: str) -> str:
    """The text without its comments, and sections of data as any other text; those that never end stay as they are."""
    kept, at = [], 0
    endless: set[str] = set()  # what is opened and, from here to the end of the text, not closed
    for opening in _OPENING.finditer(text):
        if opening.start() < at or opening[0] in endless:
            continue
        closing = _CLOSING[opening[0]]
        end = text.find(closing, opening.end())
        if end < 0:
            endless.add(opening[0])
            continue
        kept.append(text[at : opening.start()])
        if opening[0] != "<!--":
            kept.append(_escape(text[opening.end() : end]))
        at = end + len(closing)
    return "".join((*kept, text[at:]))


def _escape(data: str) -> str:
    return data.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _unescape(value: str) -> str:
    if "&" in value:
        value = _REFERENCE.sub(_sign, value)
    # Not every white space: U+00A0 and U+0085 are parts of letters in text encoded twice.
    return re.sub(r"[ \t\r\n]+", " ", value).strip(" ")


def _sign(match: re.Match) -> str:
    if match[3]:
        return _PREDEFINED[match[3]]
    code = int(match[1]) if match[1] else int(match[2], 16)
    return chr(code) if 31 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
