"""What a catalogue tells of documents, whatever the format it was exported in."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

# One file never grows the memory or the waiting of a person without end.
MOST_BYTES = 60_000_000
MOST_RECORDS = 200_000
MOST_REMARKS = 200


class CatalogueError(ValueError):
    """A file that can't be read as a catalogue; the message is a sentence for the person who chose it."""


@dataclass(frozen=True)
class AgendaItem:
    """One place in an agenda (MARC 991): the agenda document, the item as the Conference prints it, its title."""

    document: str
    item: str
    title: str = ""


@dataclass(frozen=True)
class CatalogueFile:
    """An address under which the catalogue keeps the document in one language ("" where it isn't told)."""

    language: str
    address: str


@dataclass(frozen=True)
class CatalogueRecord:
    """One record of a library catalogue or one row of a table.

    `place` counts records or rows from 1. `date` is ISO and may be partial ("1979", "1993-11"). `languages` are codes
    en fr es ru zh ar. `distribution` is general, limited, restricted, provisional or derestricted. `titles` pairs a
    language ("" for unknown) with each title, the first being `title`; `jobs` pairs one with each job number. `line` is
    the line of a table, or the row of a sheet, in which the record begins. `raw` holds everything that stood there, as
    pairs of field ("245 $a", or the column) and value.
    """

    place: int
    raw: tuple[tuple[str, str], ...] = field(repr=False)
    record_id: str = ""
    symbols: tuple[str, ...] = ()
    title: str = ""
    titles: tuple[tuple[str, str], ...] = ()
    responsibility: str = ""
    date: str = ""
    languages: tuple[str, ...] = ()
    distribution: str = ""
    session: str = ""
    body: str = ""
    job_numbers: tuple[str, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    related_symbols: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    type: str = ""
    notes: tuple[str, ...] = ()
    files: tuple[CatalogueFile, ...] = ()
    jobs: tuple[tuple[str, str], ...] = ()
    line: int = 0


@dataclass(frozen=True)
class Catalogue:
    """The records of one file in their order, its format in words, and what was damaged, in sentences."""

    format: str
    records: tuple[CatalogueRecord, ...]
    remarks: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[CatalogueRecord]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)


class Remarks:
    """Sentences about damage, each once, and not more of them than a person would read."""

    def __init__(self) -> None:
        self._sentences: dict[str, None] = {}
        self._left_out = 0

    def add(self, sentence: str) -> None:
        """Keep a sentence unless it stands there already."""
        if sentence in self._sentences:
            return
        if len(self._sentences) < MOST_REMARKS:
            self._sentences[sentence] = None
        else:
            self._left_out += 1

    def all(self) -> tuple[str, ...]:
        """The sentences in order, and how many more there were."""
        more = (f"{self._left_out} more remarks are left out.",) if self._left_out else ()
        return (*self._sentences, *more)


# ---------------------------------------------------------------- text encoded twice

# What each byte of UTF-8 looks like when it was taken for Windows-1252 (or Latin-1, for the bytes without a sign).
_BYTE_OF = {chr(value): value for value in range(0x80, 0x100)}
for _value in range(0x80, 0xA0):
    try:
        _BYTE_OF[bytes([_value]).decode("cp1252")] = _value
    except UnicodeDecodeError:
        continue
_TAIL = "[" + "".join(re.escape(sign) for sign, value in _BYTE_OF.items() if value < 0xC0) + "]"
# Lead bytes of the scripts that catalogues print: Latin, Cyrillic, Arabic, signs, Chinese.
_TWICE = re.compile(rf"[ÂÃÄÅÐÑØÙÚÛ]{_TAIL}|[âãäåæçèéï]{_TAIL}{{2}}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")


def mend(text: str) -> str:
    """Undo one round of UTF-8 taken for Windows-1252 or Latin-1 ("CÃ´te" is "Côte"); other text stays as it is.

    Nothing is changed unless every sign outside ASCII takes part in such a sequence: a text of real accents has others.
    """
    if text.isascii() or not _TWICE.search(text) or _NOT_ASCII.search(_TWICE.sub("", text)):
        return text

    def once(match: re.Match) -> str:
        try:
            return bytes(_BYTE_OF[sign] for sign in match[0]).decode("utf-8")
        except UnicodeDecodeError:
            return match[0]

    return _TWICE.sub(once, text)


def unique(values: Iterable) -> tuple:
    """Values once each, in order, without empty ones."""
    return tuple(dict.fromkeys(value for value in values if value))
