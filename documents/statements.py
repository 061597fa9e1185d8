"""What a file states of itself: kept as evidence about the file, and filled into the record where that is empty.

A person's word is never overwritten. What an earlier reading of the same file filled in, and nobody touched since, follows
the new reading; the evidence tells (decision 12).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.access import Audience
from documents.holdings import Holding, Holdings
from documents.models import (
    Distribution,
    Document,
    DocumentTitle,
    DocumentType,
    File,
    Language,
    LanguageVersion,
    VersionStatus,
)
from documents.models.saving import add_rows
from documents.reading.masthead import Masthead, Value
from documents.reading.pages import READER
from documents.symbols import Symbol
from provenance.dates import Precision
from provenance.models import Evidence, Origin, label_of

FILE = "documents.file"
# What the masthead's fields are called where people see them.
FIELDS = {
    "symbols": "symbol",
    "distribution": "distribution",
    "date": "date",
    "original_language": "original language",
    "language": "language",
    "body": "body",
    "session": "session",
    "meeting": "meeting number",
    "place_and_dates": "place and dates",
    "agenda_items": "agenda item",
    "title": "title",
    "author_line": "author line",
    "type": "type",
    "job_number": "job number",
}


def statement(file: File, field: str, value, quote: str, page: int, confidence: float | None = None) -> Evidence:
    """A statement of a file about itself, not saved: what was read, from which words of which page, how sure."""
    return Evidence(
        subject=FILE,
        subject_id=file.pk,
        field=field,
        value=value.canonical if isinstance(value, Symbol) else str(value),
        origin=Origin.READ,
        quote=quote,
        file_sha256=file.sha256,
        page=page,
        source=file.name,
        reader=READER,
        confidence=confidence,
        audience=_audience_of_quotes(file),
    )


def _audience_of_quotes(file):
    """Who may read what is quoted from a file: who may read the file; while it is not issued, the secretariat."""
    if file.is_current and file.version_id and file.version.status == VersionStatus.ISSUED:
        return Audience(file.version.document.audience)
    return Audience.SECRETARIAT


def read_about(*files: File, fields: Sequence[str] = ()):
    """What a machine read from files about themselves and nobody confirmed: to be renewed with every reading."""
    keys = [file.pk for file in files]
    read = Evidence.objects.filter(subject=FILE, subject_id__in=keys, origin=Origin.READ, confirmed_at=None)
    return read.filter(field__in=fields) if fields else read


def keep_all_statements(mastheads: Sequence[tuple[File, Masthead]]):
    """Keep every value read from mastheads as evidence about their files, in place of what earlier readings kept. Two
    queries."""
    read_about(*[file for file, _ in mastheads]).delete()
    made = []
    for file, masthead in mastheads:
        if not file.is_stand_in:
            made += _statements(file, masthead)
        symbols = masthead.symbols.value if masthead.symbols else ()
        file.title_read = str(masthead.title.value) if masthead.title else ""
        file.symbol_read = "-".join(symbol.canonical for symbol in symbols)[:200]
        if masthead.language and masthead.language.value in Language.values:
            file.language = masthead.language.value
    add_rows(made)


def _statements(file, masthead):
    made = []
    for name, field in FIELDS.items():
        value = getattr(masthead, name)
        if value is not None:
            several = value.value if isinstance(value.value, tuple) else (value.value,)
            made += [statement(file, field, each, value.quote, value.page, value.confidence) for each in several]
    made += [statement(file, note.kind, note.text, f"{note.mark} {note.text}".strip(), 1) for note in masthead.notes]
    if masthead.agenda_document is not None:
        agenda = masthead.agenda_document
        made.append(statement(file, "agenda document symbol", agenda.canonical, agenda.printed, 1))
    return made


# ---------------------------------------------------------------- into the record


def fill(holding: Holding, holdings: Holdings, file: File, masthead: Masthead):
    """Fill what the record leaves empty from the masthead; what differs is kept beside it as evidence, not chosen."""
    filling = _Filling(holding, holdings, holding.document, file)
    filling.fill("date", masthead.date, _DATE)
    filling.fill("distribution", masthead.distribution, _one_of("distribution", Distribution))
    filling.fill("type", masthead.type, _one_of("type", DocumentType))
    filling.fill("original language", masthead.original_language, _one_of("original_language", Language))
    filling.fill("author line", masthead.author_line, _text("author_line"))
    filling.fill_title(masthead.title)
    filling.keep()
    filling = _Filling(holding, holdings, file.version, file)
    filling.fill("job number", masthead.job_number, _text("job_number"))
    filling.keep()


@dataclass(frozen=True)
class _Field:
    """A field of a record: how it is read, whether it can hold a value, how it is set ("" empties it)."""

    read: Callable
    takes: Callable
    put: Callable


def _one_of(name, choices):
    return _Field(lambda record: getattr(record, name), lambda _, value: value in choices.values, _setter(name))


def _text(name):
    """A field of limited length: an author line with a hundred sponsors stays beside the record, as evidence."""
    return _Field(
        lambda record: getattr(record, name),
        lambda record, value: len(value) <= record._meta.get_field(name).max_length,
        _setter(name),
    )


def _setter(name):
    return lambda record, value: setattr(record, name, value)


def _put_date(document, value):
    document.date, document.date_precision = (value, Precision.DAY) if value else (None, "")


_DATE = _Field(lambda document: document.date, lambda _, value: isinstance(value, date), _put_date)


class _Filling:
    """One record in hand, a document or a version, filled from what one file states."""

    def __init__(self, holding: Holding, holdings: Holdings, record: Document | LanguageVersion, file: File) -> None:
        self.holding, self.holdings, self.record, self.file = holding, holdings, record, file
        self.name = f"file/{file.sha256[:12]}"
        self.said = holding.said_about(record)
        self.before = [said for said in self.said if said.record == self.name]
        self.settled: set[str] = set()
        self.now: list[Evidence] = []

    def fill(self, name: str, value: Value | None, field: _Field) -> None:
        """Fill one field, where it is empty or holds what this file's last reading said."""
        self.settled.add(name)
        present = field.read(self.record)
        is_ours = self._is_ours(name, present)
        if value is None:
            if is_ours and not self._is_said_by_another(name, present):
                field.put(self.record, "")
                self.holdings.change(self.record)
            return
        if (not present or is_ours) and present != value.value and field.takes(self.record, value.value):
            field.put(self.record, value.value)
            self.holdings.change(self.record)
        self._testify(name, value, chosen=field.read(self.record) == value.value)

    def fill_title(self, value: Value | None) -> None:
        """Fill the title in the file's language."""
        self.settled.add("title")
        titles, language = self.holding.titles, self.file.language
        held = titles.get(language)
        is_ours = held is not None and self._is_ours("title", held.text)
        if value is None:
            if is_ours:
                self.holdings.remove(titles.pop(language))
            return
        text = str(value.value)
        if held is None:
            title = DocumentTitle(document=self.record, language=language, text=text)
            held = titles[language] = self.holdings.add(title)
        elif is_ours and held.text != text:
            held.text = text
            self.holdings.change(held)
        self._testify("title", value, chosen=held.text == text)

    def keep(self) -> None:
        """Keep this file's statements about the record in place of those of its last reading.

        What a person confirmed of this file stands; the same statement is not made twice.
        """
        old = [said for said in self.before if said.field in self.settled]
        confirmed = {(said.field, said.value) for said in old if said.confirmed_at}
        for said in old:
            if not said.confirmed_at:
                self.holdings.remove(said)
                self.said.remove(said)
        for said in self.now:
            if (said.field, said.value) not in confirmed:
                self.said.append(self.holdings.add(said))

    def _is_ours(self, name, present):
        """Whether a field holds what this file's last reading put there, and no person has had a hand in it since."""
        return bool(present) and any(
            said.field == name
            and said.chosen
            and said.origin == Origin.READ
            and not said.confirmed_at
            and said.value == str(present)
            for said in self.before
        )

    def _is_said_by_another(self, name, present):
        return any(said.field == name and said.value == str(present) and said.record != self.name for said in self.said)

    def _testify(self, name, value, *, chosen):
        said = statement(self.file, name, value.value, value.quote, value.page, value.confidence)
        said.subject, said.subject_id, said.record, said.chosen = (
            label_of(self.record),
            self.record.pk,
            self.name,
            chosen,
        )
        self.now.append(said)
