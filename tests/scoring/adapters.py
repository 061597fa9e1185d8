"""What the corpus's scorers ask of a reader, answered by ours. Nothing is read here: values are only put in their form.

script/score FOLDER       runs all scorers that FOLDER holds with these adapters
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from documents.reading import READER, UnreadableFile, ocr, read
from documents.reading.acts import ActText, ParagraphText, split_paragraphs
from documents.reading.catalogue import read_catalogue
from documents.reading.citations import ActCited, find_acts
from documents.reading.findings import Findings, asked, find_everything
from documents.reading.operative import read_paragraph as read_operative
from documents.symbols import Found, SymbolError, find_all, parse_joint

MOST_PICTURES = 12  # pages of one file that a score waits for

__all__ = ["READER", "find_citations", "import_metadata", "parse_symbol", "read_document", "read_paragraph"]


def read_document(path: str) -> dict:
    """The readings of one file; {} for a file that can't be read. Pictures are recognised where Tesseract is installed."""
    content = Path(path).read_bytes()
    try:
        reading = read(content)
    except UnreadableFile:
        return {}
    if reading.needs_ocr and ocr.is_available():
        reading = ocr.with_recognised(reading, ocr.read_pages(content, reading.needs_ocr[:MOST_PICTURES]))
    return as_told(find_everything(reading))


def as_told(findings: Findings) -> dict:
    """What was found in a file, in the words of the corpus."""
    masthead, language = findings.masthead, findings.reading.language
    plain = ("distribution", "original_language", "language", "body", "session", "meeting", "title", "job_number")
    cited = [place.cited for place in findings.citations]
    acts = [each for each in cited if isinstance(each, ActCited) and each.kind == "resolution" and each.body]
    return {
        **{name: getattr(masthead, name).value for name in plain if getattr(masthead, name)},
        "symbols": [symbol.canonical for symbol in masthead.symbols.value] if masthead.symbols else [],
        "doc_type": masthead.type.value if masthead.type else None,
        "date": masthead.date.value.isoformat() if masthead.date else None,
        "agenda_item": list(masthead.agenda_items.value) if masthead.agenda_items else None,
        "cited_symbols": list(dict.fromkeys(each.symbol.canonical for each in cited if isinstance(each, Found))),
        "cited_resolutions": list(dict.fromkeys(map(symbol_of, acts))),
        "operative_paragraphs": [each for act in findings.acts for each in _operative(act, language)],
    }


def _operative(act: ActText, language: str) -> Iterator[dict]:
    own = set(map(id, act.operative))
    for part, paragraph in asked(act, language):
        if id(part) in own and paragraph:
            yield {
                "number": part.number or None,
                "verb": part.verb,
                "text": part.text,
                "addressee": paragraph.addressee or None,
                "deadline": paragraph.deadline or None,
                "resource_clause": paragraph.resource_clause or None,
            }


def parse_symbol(text: str) -> dict | None:
    """The parts of a written symbol; None for what is no symbol."""
    try:
        symbols = parse_joint(text)
    except SymbolError:
        return None
    first = symbols[0]
    divisions = [str(s).strip("()") for s in first.suffixes if str(s).startswith("(")]
    return {
        "symbols": [symbol.canonical for symbol in symbols],
        "body": first.body,
        "session": first.session,
        "type_code": first.nature,
        "number": first.number,
        "suffixes": [str(s) for s in first.suffixes if not str(s).startswith("(")],
        "part": divisions[0] if divisions else None,
    }


def find_citations(text: str, language: str, context_body: str | None) -> dict:
    """The symbols, resolutions and decisions in a running text."""
    acts = find_acts(text, home=context_body or "")
    return {
        "symbols": list({found.symbol.canonical: None for found in find_all(text)}),
        "resolutions": list({symbol_of(act): None for act in acts if act.kind == "resolution"}),
        "decisions": list({symbol_of(act): None for act in acts if act.kind == "decision"}),
    }


def symbol_of(act: ActCited) -> str:
    """An act in the full form of the corpus: "A/RES/73/8", "CTOC/COP/DEC/4/4"; its bare number where the body is open.

    A number that names its body ("1/CP.21") is full by itself; the Environment and Habitat Assemblies print theirs
    with the session in the name ("UNEP/EA.5/Res.14").
    """
    if not act.body or re.search(r"/C[MOP]|^[A-Z]{2,5}-", act.number):
        return act.number
    if act.body in ("UNEP/EA", "HSP/HA") and act.kind == "resolution" and "/" in act.number:
        session, _, serial = act.number.partition("/")
        return f"{act.body}.{session}/Res.{serial}"
    code = "RES" if act.kind == "resolution" else "DEC"
    return f"{act.body}/{code}/{act.number}"


def read_paragraph(text: str, language: str) -> dict:
    """What one operative paragraph asks."""
    paragraph = read_operative(text, language)
    return {
        "number": paragraph.number or None,
        "verb": paragraph.verb or None,
        "addressee": paragraph.addressee or None,
        "deadline": paragraph.deadline or None,
        "resource_clause": paragraph.resource_clause or None,
    }


def import_metadata(path: str) -> list[dict]:
    """The records of a catalogue file: MARCXML, MARC lines, CSV or TSV."""
    return [
        {
            "record_id": record.record_id,
            "symbols": list(record.symbols),
            "title": record.title,
            "date": record.date,
            "session": record.session,
            "job_number": list(record.job_numbers),
            "distribution": record.distribution,
            "agenda_item": [entry.item for entry in record.agenda],
            "related_symbols": list(record.related_symbols),
        }
        for record in read_catalogue(Path(path).read_bytes())
    ]


def read_resolution(text: str) -> list[dict]:
    """The numbered operative paragraphs of one adopted text, in order."""
    return [{"number": part.number, "verb": part.verb, "text": part.text} for part in numbered_paragraphs(text)]


def numbered_paragraphs(text: str) -> list[ParagraphText]:
    """The numbered operative paragraphs of one adopted text as they are read, in order."""
    paragraphs = split_paragraphs(text)
    return [part for part in paragraphs if part.kind == "operative" and part.depth == 0 and part.number.isdigit()]
