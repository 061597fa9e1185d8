"""What the corpus's scorers ask of a reader, answered by ours. Nothing is read here: values are only put in their form.

script/score FOLDER       runs all scorers that FOLDER holds with these adapters
"""

import itertools
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from documents.reading import READER, UnreadableFile, read
from documents.reading.acts import find_act_texts, own_acts, split_paragraphs
from documents.reading.catalogue import read_catalogue
from documents.reading.citations import ActCited, find_acts, find_acts_on_pages, home_of
from documents.reading.masthead import read_masthead
from documents.reading.operative import read_paragraph as read_operative
from documents.symbols import SymbolError, find_all, parse_joint

__all__ = ["READER", "find_citations", "import_metadata", "parse_symbol", "read_document", "read_paragraph"]


def read_document(path: str) -> dict:
    """The readings of one file; {} for a file that can't be read."""
    try:
        reading = read(Path(path).read_bytes())
    except UnreadableFile:
        return {}
    masthead = read_masthead(reading)
    plain = ("distribution", "original_language", "language", "body", "session", "meeting", "title", "job_number")
    stated = {name: getattr(masthead, name).value for name in plain if getattr(masthead, name)}
    symbols = masthead.symbols.value if masthead.symbols else ()
    own = {symbol.canonical for symbol in symbols}
    home = next((home_of(str(symbol)) for symbol in symbols), "")
    cited = {found.symbol.canonical: None for page in reading.pages for found in find_all(page.text)}
    acts = {
        symbol_of(act): None
        for page in find_acts_on_pages([page.text for page in reading.pages], home=home)
        for act in page
        if act.kind == "resolution" and act.body
    }
    operative = [
        {"number": part.number or None, "verb": part.verb, "text": part.text, **_asked(act, part, reading.language)}
        for act in own_acts(find_act_texts(reading, home=home), [str(symbol) for symbol in symbols])
        for part in act.operative
    ]
    return {
        **stated,
        "symbols": [symbol.canonical for symbol in symbols],
        "doc_type": masthead.type.value if masthead.type else None,
        "date": masthead.date.value.isoformat() if masthead.date else None,
        "agenda_item": list(masthead.agenda_items.value) if masthead.agenda_items else None,
        "cited_symbols": [symbol for symbol in cited if symbol not in own],
        "cited_resolutions": list(acts),
        "operative_paragraphs": operative,
    }


def _asked(act, part, language: str) -> dict:
    """What a paragraph asks, its sub-paragraphs read with it."""
    place = act.paragraphs.index(part)
    below = itertools.takewhile(lambda one: one.depth > part.depth, act.paragraphs[place + 1 :])
    paragraph = read_operative(" ".join([part.text, *(f"{one.number} {one.text}" for one in below)]), language)
    return {
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
    """An act in the full form of the corpus: "A/RES/73/8", "CTOC/COP/DEC/4/4"; its bare number where the body is open."""
    code = "RES" if act.kind == "resolution" else "DEC"
    return f"{act.body}/{code}/{act.number}" if act.body else act.number


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
    return [
        {"number": p.number, "verb": p.verb, "text": p.text}
        for p in split_paragraphs(text)
        if p.kind == "operative" and p.depth == 0 and p.number.isdigit()
    ]
