"""Filing: which document, language and meeting a file belongs to. Sure, and it is filed; unsure, and a person is asked.

The masthead decides, then a person. Never the file's name, and never the year in the symbol: CTOC/COP/2006/7/Rev.1 went
to the session of 2008.
"""

import dataclasses
import difflib
import re
from datetime import date

from django.db.models import Q

from accounts.access import Audience
from documents.models import (
    Distribution,
    Document,
    DocumentMeeting,
    DocumentSymbol,
    DocumentTitle,
    DocumentType,
    File,
    Language,
    LanguageVersion,
    MeetingRole,
    VersionStatus,
)
from documents.reading.language import language_of as language_told
from documents.reading.masthead import Masthead, Value, read_masthead
from documents.reading.pages import CERTAIN, READER, PageText, Reading
from documents.symbols import Symbol, SymbolError, parse_joint
from meetings.models import CONFERENCE, Body, Meeting
from provenance.dates import Precision
from provenance.models import Evidence, Origin, label_of

MOST_SURE_OF_A_PICTURE = 0.9
NOT_A_MEETING = "not a meeting of"
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


def reading_of(file: File) -> Reading:
    """The stored text of a file, in the form that the readers take."""
    pages = tuple(PageText(page.number, page.text, page.source) for page in file.pages.order_by("number"))
    return Reading(media_type=file.media_type, pages=pages, language=file.language, remarks=())


def language_of(file: File) -> str:
    """The language of a file's stored text: one of ``Language``, or "" when it can't be told."""
    told = language_told(reading_of(file).pages)
    return told if told in Language.values else ""


def sureness_of_pictures(file: File) -> dict[int, float]:
    """How sure at most may be what stands on the pages that were recognised from pictures, by their numbers."""
    return {
        number: MOST_SURE_OF_A_PICTURE if sure is None else min(sure, MOST_SURE_OF_A_PICTURE)
        for number, sure in file.pages.from_pictures().values_list("number", "recognised")
    }


def masthead_of(file: File) -> Masthead:
    """The masthead of a file's stored text. What was recognised from a picture is never certain: a letter may be wrong."""
    masthead = read_masthead(reading_of(file))
    recognised = sureness_of_pictures(file)
    if not recognised:
        return masthead
    values = {field.name: getattr(masthead, field.name) for field in dataclasses.fields(masthead)}
    doubted = {
        name: dataclasses.replace(value, confidence=min(value.confidence, recognised[value.page]))
        for name, value in values.items()
        if isinstance(value, Value) and value.page in recognised
    }
    return dataclasses.replace(masthead, **doubted)


def keep_statements(file: File, masthead: Masthead):
    """Keep every value read from the masthead as evidence about the file, in place of what an earlier reading kept."""
    Evidence.objects.filter(subject=FILE, subject_id=file.pk, origin=Origin.READ, confirmed_at=None).delete()
    statements = []
    for name, field in FIELDS.items():
        value = getattr(masthead, name)
        if value is not None:
            several = value.value if isinstance(value.value, tuple) else (value.value,)
            statements += [_statement(file, field, each, value.quote, value.page, value.confidence) for each in several]
    statements += [
        _statement(file, note.kind, note.text, f"{note.mark} {note.text}".strip(), 1) for note in masthead.notes
    ]
    if masthead.agenda_document is not None:
        agenda = masthead.agenda_document
        statements.append(_statement(file, "agenda document symbol", agenda.canonical, agenda.printed, 1))
    if not file.is_stand_in:
        Evidence.objects.bulk_create(statements)
    file.title_read = str(masthead.title.value) if masthead.title else ""
    file.symbol_read = "-".join(symbol.canonical for symbol in _symbols(masthead))[:200]
    if masthead.language and masthead.language.value in Language.values:
        file.language = masthead.language.value


def _statement(file, field, value, quote, page, confidence=None):
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
        audience=audience_of_quotes(file),
    )


def audience_of_quotes(file: File) -> Audience:
    """Who may read what is quoted from a file: who may read the file; while it is not issued, the secretariat."""
    if file.is_current and file.version_id and file.version.status == VersionStatus.ISSUED:
        return Audience(file.version.document.audience)
    return Audience.SECRETARIAT


def _symbols(masthead):
    return masthead.symbols.value if masthead.symbols else ()


def place(file: File, masthead: Masthead):
    """Put a file under its document when symbol and language are certain; else write on it what a person must decide."""
    if file.version_id:
        _compare(file, masthead)
        complete(file.version.document, file, masthead)
        return
    symbols, language = _symbols(masthead), file.language
    if not symbols:
        file.waiting_for = (
            "No symbol found on the first page. Enter the symbol, or say which registered document this is."
        )
    elif masthead.symbols.confidence < CERTAIN:
        file.waiting_for = (
            f"The symbol may be {file.symbol_read}, but it was not read for certain. Confirm or correct it."
        )
    elif not language:
        file.waiting_for = f"The symbol is {file.symbol_read}, but the language could not be told. Say which it is."
    else:
        documents = list(Document.objects.filter(symbols__canonical__in=[s.canonical for s in symbols]).distinct())
        if len(documents) > 1:
            file.waiting_for = (
                f"The symbols {file.symbol_read} belong to {len(documents)} different documents in the record. "
                "Say which one this is."
            )
            return
        document = documents[0] if documents else new_document(symbols, masthead)
        problem = attach(file, document, language)
        if problem:
            file.waiting_for = problem
            return
        complete(document, file, masthead)


def _compare(file, masthead):
    """A file that stands under a document stays there; that its masthead now says otherwise is remarked on."""
    document = file.version.document
    held = {symbol.canonical for symbol in document.symbols.all()}
    read = {symbol.canonical for symbol in _symbols(masthead)}
    if held and read and not held & read and masthead.symbols.confidence >= CERTAIN:
        sentence = f"The masthead says {file.symbol_read}, and the file is filed under {document}."
        if sentence not in file.remarks:
            file.remarks = f"{file.remarks}\n{sentence}".strip()


def new_document(symbols, masthead: Masthead | None = None) -> Document:
    """A Document with these symbols. Its audience follows the distribution: only what is general is for everybody."""
    distribution = masthead.distribution.value if masthead and masthead.distribution else ""
    document = Document.objects.create(
        distribution=distribution if distribution in Distribution.values else "",
        audience={Distribution.GENERAL: Audience.PUBLIC, Distribution.RESTRICTED: Audience.SECRETARIAT}.get(
            distribution, Audience.DELEGATES
        ),
    )
    add_symbols(document, symbols)
    return document


def add_symbols(document, symbols):
    """Give a document symbols that it does not have yet, as printed, with the bodies whose series they are in."""
    held = {symbol.canonical for symbol in document.symbols.all()}
    for position, symbol in enumerate(symbols, start=len(held)):
        if symbol.canonical not in held:
            printed = symbol.printed if len(symbol.printed) <= 200 else symbol.canonical
            DocumentSymbol.objects.create(document=document, as_printed=printed, position=position)
    bodies = [body for body in (body_of(symbol.canonical) for symbol in symbols) if body]
    document.bodies.add(*bodies)


def body_of(canonical: str) -> Body | None:
    """The body whose series a symbol begins with; the longest series wins (CTOC/COP/WG.8/ before CTOC/COP/)."""
    candidates = Body.objects.exclude(series="").filter(series__startswith=canonical.split("/")[0])
    fitting = [body for body in candidates if canonical.startswith(body.series)]
    return max(fitting, key=lambda body: len(body.series), default=None)


def attach(file: File, document: Document, language: str) -> str:
    """Make ``file`` the current file of a language of ``document``. Returns "" or, when another file is current there,
    what a person must decide; nothing is replaced by itself."""
    version = LanguageVersion.objects.filter(document=document, language=language).first()
    held = version and version.files.filter(is_current=True).exclude(pk=file.pk).first()
    if held and not held.is_stand_in:
        return (
            f"{document} is already held in {version.get_language_display()} (another file, {held.name}). "
            "Say whether this file replaces it, or set it aside."
        )
    if held and file.is_stand_in:
        return f"{document} already has a stand-in in {version.get_language_display()}."
    if held:
        _make_room(version, held)
    if version is None:
        version = LanguageVersion.objects.create(document=document, language=language, status=VersionStatus.HELD)
    elif version.status in (VersionStatus.EXPECTED, VersionStatus.LISTED):
        version.status = VersionStatus.HELD
        version.save(update_fields=["status"])
    file.version, file.is_current, file.waiting_for = version, True, ""
    file.save()
    return ""


def _make_room(version, stand_in):
    """A real file takes a stand-in's place; that the stand-in was issued does not make the real file public."""
    stand_in.is_current = False
    stand_in.save(update_fields=["is_current"])
    version.status, version.issued_at, version.issued_by = VersionStatus.HELD, None, None
    version.save()


def complete(document: Document, file: File, masthead: Masthead):
    """Fill what the record leaves empty from the masthead; what differs is kept beside it as evidence, not chosen.

    What an earlier reading of this same file had filled in, and nobody touched since, follows the new reading.
    A stand-in proves nothing and fills nothing.
    """
    if file.is_stand_in:
        return
    _fill(document, file, "date", masthead.date, _set_date)
    _fill(document, file, "distribution", masthead.distribution, _setter("distribution", Distribution))
    _fill(document, file, "type", masthead.type, _setter("type", DocumentType))
    _fill(document, file, "original language", masthead.original_language, _setter("original_language", Language))
    _fill(document, file, "author line", masthead.author_line, _setter("author_line", longest=300))
    document.save()
    _fill_title(document, file, masthead.title)
    _fill(file.version, file, "job number", masthead.job_number, _setter("job_number"))
    file.version.save()
    propose_meetings(document, file)


def _setter(field, choices=None, longest=0):
    def put(document, value):
        if choices is not None and value not in choices.values:
            return False
        if longest and len(value) > longest:  # a draft may have a hundred sponsors: they stay beside it as evidence
            return False
        setattr(document, field, value)
        return True

    put.read = lambda document: getattr(document, field)
    return put


def _set_date(document, value):
    if not isinstance(value, date):
        if value:
            return False
        document.date, document.date_precision = None, ""
        return True
    document.date, document.date_precision = value, Precision.DAY
    return True


_set_date.read = lambda document: document.date


def _fill(record, file, field, value, put):
    """Fill one field of a document or language version, where it is empty or holds what this file's last reading said."""
    present = put.read(record)
    was_ours = _was_ours(record, file, field, present)
    if value is None:
        if was_ours and not _said_by_another(record, file, field, present):
            put(record, "")
        _forget(record, file, field)
        return
    chosen = present == value.value or ((not present or was_ours) and put(record, value.value))
    _testify(record, file, field, value, chosen=chosen)


def _fill_title(document, file, value):
    held = document.titles.filter(language=file.language).first()
    was_ours = held and _was_ours(document, file, "title", held.text)
    if value is None:
        if was_ours:
            held.delete()
        _forget(document, file, "title")
        return
    text = str(value.value)
    if held is None:
        DocumentTitle.objects.create(document=document, language=file.language, text=text)
    elif was_ours and held.text != text:
        held.text = text
        held.save()
    _testify(document, file, "title", value, chosen=held is None or held.text == text)


def _of_this_file(record, file, field):
    return Evidence.objects.about(record).filter(field=field, record=_record_of(file))


def _was_ours(record, file, field, present):
    """Whether a field holds what an earlier reading of this file put there, and no person has had a hand in it since."""
    said = _of_this_file(record, file, field).filter(chosen=True, origin=Origin.READ, confirmed_at=None).first()
    return bool(present) and said is not None and said.value == str(present)


def _said_by_another(record, file, field, present):
    others = Evidence.objects.about(record).filter(field=field, value=str(present))
    return others.exclude(record=_record_of(file)).exists()


def _record_of(file):
    return f"file/{file.sha256[:12]}"


def _forget(record, file, field):
    _of_this_file(record, file, field).filter(confirmed_at=None).delete()


def _testify(record, file, field, value, *, chosen):
    """Keep on the record what this file states; once, however often it is read."""
    statement = _statement(file, field, value.value, value.quote, value.page, value.confidence)
    statement.subject, statement.subject_id, statement.chosen = label_of(record), record.pk, chosen
    statement.record = _record_of(file)
    _forget(record, file, field)
    # What a person confirmed of this file stands; the same statement is not made twice.
    if not _of_this_file(record, file, field).filter(value=statement.value).exists():
        statement.save()


def propose_meetings(document: Document, file: File) -> list[DocumentMeeting]:
    """Propose the meetings that masthead and agenda document point to, for a person to confirm. Returns the proposals."""
    struck_out = set(Evidence.objects.about(document).filter(field=NOT_A_MEETING).values_list("value", flat=True))
    proposed = []
    for meeting in meetings_for(file, document):
        if str(meeting) in struck_out or document.places.filter(meeting=meeting).exists():
            continue
        proposed.append(
            DocumentMeeting.objects.create(
                document=document, meeting=meeting, role=MeetingRole.BEFORE, is_confirmed=False
            )
        )
    return proposed


def meetings_for(file: File, document: Document | None = None) -> list[Meeting]:
    """The meetings that a file's masthead names: by its agenda document, else by body and session number."""
    read = {
        statement.field: statement.value
        for statement in Evidence.objects.filter(subject=FILE, subject_id=file.pk).order_by("pk")
    }
    agenda_symbol = read.get("agenda document symbol")
    if agenda_symbol:
        by_agenda = list(
            Meeting.objects.filter(
                document_places__document__symbols__canonical=agenda_symbol,
                document_places__role=MeetingRole.AGENDA_OF,
                document_places__is_confirmed=True,
            ).distinct()
        )
        if by_agenda:
            return by_agenda
    number = read.get("session", "")
    if number.isdecimal():
        named = [body_of(symbol.canonical) for symbol in document.symbols.all()] if document else []
        bodies = [body for body in named if body] or list(Body.objects.filter(slug=CONFERENCE))
        return list(Meeting.objects.filter(seats__body__in=bodies, seats__ordinal=int(number)).distinct())
    return []


def candidates(file: File, most: int = 5) -> list[Document]:
    """Registered documents that an unfiled file may be, likeliest first: by the likeness of their titles.

    A person decides; nothing is tied by likeness alone.
    """
    wanted = _plain(file.title_read)
    if len(wanted) < 12:
        return []
    first_words = Q()
    for word in sorted(set(wanted.split()), key=len, reverse=True)[:4]:
        first_words |= Q(text__icontains=word)
    scored = {}
    for title in (
        DocumentTitle.objects.filter(first_words).select_related("document").prefetch_related("document__symbols")[:500]
    ):
        likeness = difflib.SequenceMatcher(None, wanted, _plain(title.text)).ratio()
        if likeness > 0.75:
            scored[title.document] = max(likeness, scored.get(title.document, 0))
    return sorted(scored, key=scored.get, reverse=True)[:most]


def _plain(text):
    return re.sub(r"\W+", " ", text.casefold()).strip()[:400]


def symbols_entered(words: str) -> tuple[Symbol, ...]:
    """The symbols that a person typed, one or joint. Raises SymbolError with a sentence for anything else."""
    symbols = parse_joint(words)
    if not symbols:
        raise SymbolError(f"“{words}” is no document symbol. A symbol looks like CTOC/COP/WG.8/2016/2.")
    return symbols
