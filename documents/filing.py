"""Filing: which document, language and meeting a file belongs to. Sure, and it is filed; unsure, and a person is asked.

The masthead decides, then a person. Never the file's name, and never the year in the symbol: CTOC/COP/2006/7/Rev.1 went
to the session of 2008.
"""

import difflib
import re

from django.db.models import Q

from accounts.access import Audience
from documents.models import (
    AWAITS_ITS_FILE,
    Distribution,
    Document,
    DocumentMeeting,
    DocumentSymbol,
    DocumentTitle,
    File,
    LanguageVersion,
    MeetingRole,
    VersionStatus,
    Waits,
)
from documents.reading.masthead import Masthead
from documents.reading.pages import CERTAIN
from documents.statements import FILE, fill
from documents.symbols import Symbol, SymbolError, parse_joint
from meetings.models import CONFERENCE, Body, Meeting
from provenance.models import Evidence

NOT_A_MEETING = "not a meeting of"


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
        file.wait(
            Waits.NO_SYMBOL,
            "No symbol found on the first page. Enter the symbol, or say which registered document this is.",
        )
    elif masthead.symbols.confidence < CERTAIN:
        file.wait(
            Waits.SYMBOL_UNSURE,
            f"The symbol may be {file.symbol_read}, but it was not read for certain. Confirm or correct it.",
        )
    elif not language:
        file.wait(
            Waits.NO_LANGUAGE,
            f"The symbol is {file.symbol_read}, but the language could not be told. Say which it is.",
        )
    else:
        documents = list(Document.objects.filter(symbols__canonical__in=[s.canonical for s in symbols]).distinct())
        if len(documents) > 1:
            file.wait(
                Waits.SEVERAL_DOCUMENTS,
                f"The symbols {file.symbol_read} belong to {len(documents)} different documents in the record. "
                "Say which one this is.",
            )
            return
        document = documents[0] if documents else new_document(symbols, masthead)
        problem = attach(file, document, language)
        if problem:
            file.wait(Waits.LANGUAGE_HELD, problem)
            return
        complete(document, file, masthead)


def _compare(file, masthead):
    """A file that stands under a document stays there; that its masthead now says otherwise is remarked on."""
    document = file.version.document
    held = {symbol.canonical for symbol in document.symbols.all()}
    read = {symbol.canonical for symbol in _symbols(masthead)}
    if held and read and not held & read and masthead.symbols.confidence >= CERTAIN:
        file.add_remark(f"The masthead says {file.symbol_read}, and the file is filed under {document}.")


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
    elif version.status in AWAITS_ITS_FILE:
        version.status = VersionStatus.HELD
        version.due_on = None
        version.save(update_fields=["status", "due_on"])
    file.version, file.is_current = version, True
    file.wait_no_more()
    file.save()
    return ""


def _make_room(version, stand_in):
    """A real file takes a stand-in's place; that the stand-in was issued does not make the real file public."""
    stand_in.is_current = False
    stand_in.save(update_fields=["is_current"])
    version.status, version.issued_at, version.issued_by = VersionStatus.HELD, None, None
    version.issue_at = version.issue_by = version.issue_to = version.reissued_at = version.reissued_by = None
    version.save()


def complete(document: Document, file: File, masthead: Masthead):
    """Fill what the record leaves empty from the masthead; what differs is kept beside it as evidence, not chosen.

    What an earlier reading of this same file had filled in, and nobody touched since, follows the new reading.
    A stand-in proves nothing and fills nothing.
    """
    if file.is_stand_in:
        return
    fill(document, file, masthead)
    propose_meetings(document, file)


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
