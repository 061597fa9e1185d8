"""What one catalogue record states, in the terms of our record: fact by fact, with remarks on what has no place here."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from documents.models import Distribution, DocumentType, Language
from documents.reading.catalogue import CatalogueRecord
from documents.symbols import Symbol, SymbolError, parse_joint
from provenance.dates import parse_partial

LIBRARY = "UN Digital Library"
_OF_THE_LIBRARY = "digitallibrary.un.org"
LONGEST_TITLE = 5_000
MOST_NOTES = 20
_TYPES = {
    **tomllib.loads((Path(__file__).parent / "types.toml").read_text(encoding="utf-8")),
    **{words.casefold(): kind.value for kind in DocumentType for words in (kind.value, kind.label)},
}


@dataclass(frozen=True)
class Fact:
    """One value for one field. `several`: whether more than one value may stand in that field."""

    field: str
    value: str
    several: bool = False
    language: str = ""
    data: object = None


@dataclass
class Stated:
    """What a record states. `problem` says why it can't be used, `malformed` what is wrong with its symbol."""

    place: int
    where: str
    title: str
    printed: str
    symbols: tuple[Symbol, ...] = ()
    identifier: str = ""
    facts: list[Fact] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    session: str = ""
    body: str = ""
    agenda: tuple = ()
    distribution: str = ""
    problem: str = ""
    malformed: str = ""


def title_field(language: str) -> str:
    """The name of a title in evidence: ``title`` in English, ``title in French``."""
    return "title" if language == Language.ENGLISH else f"title in {Language(language).label}"


def job_field(language: str) -> str:
    """The name of a language's job number where all languages stand together."""
    return f"job number in {Language(language).label}"


def stated_by(record: CatalogueRecord) -> Stated:
    """Read a catalogue record in our terms. Never fails: what can't be used is said in words."""
    stated = Stated(
        place=record.place,
        where=f"line {record.line}" if record.line else f"record {record.place}",
        title=record.title[:LONGEST_TITLE],
        printed="; ".join(record.symbols)[:1000],
        session=record.session,
        body=record.body,
        agenda=record.agenda,
    )
    if _is_of_a_speech(record):
        stated.problem = (
            "It tells of a speech or a vote, not of a document: the symbol is that of the meeting’s record."
        )
        return stated
    _symbols(stated, record)
    _identifier(stated, record)
    if not stated.symbols and not stated.malformed and not stated.identifier:
        stated.problem = (
            "It names no symbol, so it can’t be told which document it is. Add a symbol, or enter it by hand."
        )
        return stated
    _columns(stated, record)
    _titles(stated, record)
    _languages(stated, record)
    for note in record.notes[:MOST_NOTES]:
        stated.facts.append(Fact("note", note[:LONGEST_TITLE], several=True))
    return stated


def _is_of_a_speech(record):
    named = [name for name, _ in record.raw]
    return any(name.startswith("791") for name in named) and not any(name.startswith("191") for name in named)


def _symbols(stated, record):
    symbols: dict[str, Symbol] = {}
    for printed in record.symbols:
        try:
            for symbol in parse_joint(printed):
                symbols.setdefault(symbol.canonical, symbol)
                if symbol.malformed:
                    stated.malformed = f"“{printed[:100]}”: {symbol.malformed}."
        except SymbolError as problem:
            stated.malformed = f"“{printed[:100]}”: {problem}"
    stated.symbols = tuple(symbols.values())
    stated.facts += [Fact("symbol", symbol.canonical, True, data=symbol) for symbol in symbols.values()]


def _identifier(stated, record):
    """The number of a record of the UN Digital Library; another library's number would be nobody's here."""
    number = record.record_id.strip()
    if number and len(number) <= 120 and any(_OF_THE_LIBRARY in value for _, value in record.raw):
        stated.identifier = number
        stated.facts.append(Fact("identifier", f"{LIBRARY} {number}", True, data=number))


def _columns(stated, record):
    if record.date:
        try:
            day, precision = parse_partial(record.date)
            stated.facts.append(Fact("date", record.date, data=(day, precision)))
        except ValueError as problem:
            stated.remarks.append(str(problem))
    if record.distribution in Distribution.values:
        stated.distribution = record.distribution
        stated.facts.append(Fact("distribution", record.distribution))
    elif record.distribution:
        stated.remarks.append(f"The distribution “{record.distribution}” has no place here.")
    if record.type:
        kind = type_of(record.type)
        if kind:
            stated.facts.append(Fact("type", kind))
        else:
            stated.remarks.append(f"The type “{record.type[:120]}” is none of ours.")


def type_of(words: str) -> str:
    """Our type of document for the words of a catalogue; "" where none fits. The last of several levels counts."""
    for part in [words, words.rpartition(" / ")[2]]:
        plain = " ".join(part.casefold().split())
        found = _TYPES.get(plain) or _TYPES.get(plain.removesuffix("s"))
        if found:
            return found
    return ""


def _titles(stated, record):
    seen: dict[str, str] = {}
    for language, title in record.titles:
        if language not in Language.values:
            language = record.languages[0] if len(record.languages) == 1 else Language.ENGLISH
        text = title[:LONGEST_TITLE]
        if language not in seen:
            seen[language] = text
            stated.facts.append(Fact(title_field(language), text, language=language))
        elif seen[language] != text:
            stated.remarks.append(f"A further title in {Language(language).label} is not taken over: {text[:200]}")


def _languages(stated, record):
    languages = dict.fromkeys(code for code in record.languages if code in Language.values)
    jobs = {}
    for language, number in record.jobs:
        language = language or (next(iter(languages)) if len(languages) == 1 else "")
        if not language:
            stated.remarks.append(f"The job number {number[:40]} is not taken over: its language is not told.")
        elif jobs.setdefault(language, number) != number:
            stated.remarks.append(f"A second job number in {Language(language).label} is not taken over: {number[:40]}")
    for language in dict.fromkeys([*languages, *jobs]):
        stated.facts.append(Fact("language version", Language(language).label, True, language=language))
    for language, number in jobs.items():
        stated.facts.append(Fact(job_field(language), number[:40], language=language))


def same_value(fact: Fact, held: str) -> bool:
    """Whether a fact says what is held: titles whatever their punctuation, dates where one is only less exact."""
    if fact.field.startswith("title"):
        return _plain(fact.value) == _plain(held)
    if fact.field == "date":
        return held.startswith(fact.value)
    return fact.value == held


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
