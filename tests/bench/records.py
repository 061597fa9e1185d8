"""The texts that the bench loads: one JSON object a line, checked and named by line number where it can't be used.

A record: ``symbol``, ``lang`` and ``text`` are needed; ``title`` (in ``title_language``, English unless told), ``body``,
``date`` or ``year``, ``job`` and ``type`` may be there; other keys are passed over. Records of one symbol are the
language versions of one document.
"""

import datetime
import hashlib
import json
from dataclasses import dataclass

from documents.models import DocumentSymbol, DocumentType, Language
from provenance.dates import Precision, parse_partial

MOST_LETTERS_OF_A_LINE = 20_000_000


_LANGUAGES = tuple(Language.values)


class BadRecord(ValueError):
    """A line can't be loaded; the message says why."""


@dataclass(frozen=True, slots=True)
class Record:
    """One language version of one document, ready to be loaded. symbol: its keys, worked out as the site does."""

    symbol: DocumentSymbol
    language: str
    text: str
    sha256: str
    title: str = ""
    title_language: str = "en"
    body: str = ""
    date: datetime.date | None = None
    date_precision: str = ""
    type: str = ""
    job_number: str = ""


def read_record(line: str) -> Record:
    """The Record that a line of JSON states. Raises BadRecord."""
    if len(line) > MOST_LETTERS_OF_A_LINE:
        raise BadRecord(f"it is longer than {MOST_LETTERS_OF_A_LINE:,} letters")
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        raise BadRecord("it is no JSON") from None
    if not isinstance(told, dict):
        raise BadRecord("it is no JSON object")
    day, precision = _date(told)
    text = _words(told, "text", needed=True)
    title = _words(told, "title", most=2_000)
    return Record(
        symbol=_symbol(_words(told, "symbol", needed=True, most=200)),
        language=_language(told, "lang"),
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        title=title,
        title_language=_language(told, "title_language", Language.ENGLISH),
        body=_words(told, "body", most=200),
        date=day,
        date_precision=precision,
        type=_type(_words(told, "type"), title),
        job_number=_words(told, "job", most=40),
    )


def _words(told, key, *, needed=False, most=None):
    value = told.get(key)
    value = "" if value is None else value
    if not isinstance(value, str):
        raise BadRecord(f"its “{key}” is no text")
    if "\0" in value:
        raise BadRecord(f"its “{key}” holds a zero byte, which no database takes")
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            raise BadRecord(f"its “{key}” holds half a character") from None
    if key != "text":
        value = " ".join(value.split())
    if needed and not value.strip():
        raise BadRecord(f"it has no “{key}”")
    if most and len(value) > most:
        raise BadRecord(f"its “{key}” is longer than {most:,} letters")
    return value


def _symbol(printed):
    symbol = DocumentSymbol(as_printed=printed)
    symbol.derive()
    for name in ("canonical", "root", "search_key", "sort_key", "malformed"):
        if len(getattr(symbol, name)) > DocumentSymbol._meta.get_field(name).max_length:
            raise BadRecord("its “symbol” is too long")
    return symbol


def _language(told, key, default=None):
    value = told.get(key, default)
    if not isinstance(value, str) or value not in _LANGUAGES:
        raise BadRecord(f"its “{key}” is none of {', '.join(_LANGUAGES)}")
    return str(value)


def _date(told):
    """The date and its precision; without a date the year alone."""
    stated = told.get("date") or told.get("year")
    if not stated:
        return None, ""
    try:
        day, precision = parse_partial(str(stated))
    except (ValueError, OverflowError):
        raise BadRecord("its “date” is no date") from None
    return day, Precision(precision).value


_TYPES = sorted(((value.casefold(), value) for value in DocumentType.values), key=lambda pair: -len(pair[0]))


def _type(stated, title):
    """The type as stated, else the one with whose name the title, or what follows its last colon, begins; else none."""
    if stated:
        if stated not in DocumentType.values:
            raise BadRecord("its “type” is not in the vocabulary")
        return stated
    for words in (title, title.rpartition(": ")[2]):
        begun = words.casefold()
        found = next((value for name, value in _TYPES if begun.startswith(name)), None)
        if found:
            return str(found)
    return ""
