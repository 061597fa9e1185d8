"""Filing: which document, language and meeting a file belongs to. Sure, and it is filed; unsure, and a person is asked.

The masthead decides first; the file's name second, and alone only for a document that the record expects; then a person
(decision 17). Never the year in the symbol: CTOC/COP/2006/7/Rev.1 went
to the session of 2008.
"""

import difflib
import re
from collections.abc import Sequence

from django.db import connection
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
    Language,
    LanguageVersion,
    MeetingRole,
    VersionStatus,
    Waits,
)
from documents.reading.file_names import read_file_name
from documents.reading.masthead import Masthead
from documents.reading.pages import CERTAIN
from documents.statements import FILE, fill
from documents.symbols import Symbol, SymbolError, parse_joint
from meetings.models import CONFERENCE, Body, Meeting
from provenance.models import Evidence

NOT_A_MEETING = "not a meeting of"
LIKE = 0.75  # so like must two titles be to be the same one, printed otherwise
_SYMBOLS = 7731  # the first half of the keys under which symbols are locked


def _symbols(masthead):
    return masthead.symbols.value if masthead.symbols else ()


def place(file: File, masthead: Masthead):
    """Put a file under its document when symbol and language are certain; else write on it what a person must decide."""
    place_all([(file, masthead)])


def place_all(mastheads: Sequence[tuple[File, Masthead]]):
    """Put several files under their documents, each as ``place`` does.

    Two files of one document that come at the same moment to two workers are filed one after the other: the symbols are
    locked until the transaction ends.
    """
    names = {file.pk: read_file_name(file.name) for file, _ in mastheads}
    symbols = {symbol.root for _, masthead in mastheads for symbol in _symbols(masthead)}
    symbols |= {symbol.root for name in names.values() for symbol in name.symbols}
    _queue_up(symbols)
    for file, masthead in mastheads:
        _place(file, masthead, names[file.pk])


def _queue_up(symbols):
    """Wait until no other transaction files under one of these symbols. Always in the same order, so none waits for ever."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(symbol)) FROM unnest(%s::text[]) WITH ORDINALITY AS asked(symbol, place) "
            "ORDER BY place",
            [_SYMBOLS, sorted(symbols)],
        )


def _place(file, masthead, name):
    file.wait_no_more()
    symbols, sure = _symbols(masthead), masthead.symbols.confidence if masthead.symbols else 0.0
    language = file.language or name.language
    if file.version_id:
        _compare(file, masthead)
        complete(file.version.document, file, masthead)
        return
    by_name = not symbols and _is_expected(name, language, file)
    if symbols and name.symbols and not _share_one(symbols, name.symbols):
        file.wait(
            Waits.NAME_DISAGREES,
            f"The text says {file.symbol_read}, and the file name says {_joined(name.symbols)}. Say which it is.",
        )
    elif symbols and sure < CERTAIN and not name.symbols:
        file.wait(
            Waits.SYMBOL_UNSURE,
            f"The symbol may be {file.symbol_read}, but it was not read for certain. Confirm or correct it.",
        )
    elif not symbols and not by_name:
        said = f" The file name says {_joined(name.symbols)}." if name.symbols else ""
        file.wait(
            Waits.NO_SYMBOL,
            f"No symbol found on the first page.{said} Enter the symbol, or say which registered document this is.",
        )
    elif not language:
        file.wait(
            Waits.NO_LANGUAGE,
            f"The symbol is {_joined(symbols or name.symbols)}, but the language could not be told. Say which it is.",
        )
    else:
        _file_under(symbols or name.symbols, file, masthead, language)
        if by_name and file.version_id:
            file.add_remark(
                f"No symbol stands in the text: it was filed by its name as {_joined(name.symbols)}. Look whether it is."
            )
        if name.language and name.language != language:
            file.add_remark(
                f"The file name says {Language(name.language).label}, and the text is {Language(language).label}."
            )


def _file_under(symbols, file, masthead, language):
    documents = list(Document.objects.filter(symbols__canonical__in=[s.canonical for s in symbols]).distinct())
    if len(documents) > 1:
        file.wait(
            Waits.SEVERAL_DOCUMENTS,
            f"The symbols {_joined(symbols)} belong to {len(documents)} different documents in the record. "
            "Say which one this is.",
        )
        return
    document = documents[0] if documents else new_document(symbols, masthead)
    problem = attach(file, document, language)
    if problem:
        file.wait(Waits.LANGUAGE_HELD, problem)
        return
    complete(document, file, masthead)


def _is_expected(name, language, file):
    """Whether a file without a symbol in its text may be filed by its name: the record knows a document of that symbol, has
    no file of it in this language, and no title of it that differs from the one in the text."""
    if not name.symbols or not language:
        return False
    known = Document.objects.filter(symbols__canonical__in=[symbol.canonical for symbol in name.symbols]).distinct()
    if known.count() != 1 or known.filter(versions__language=language, versions__files__is_current=True).exists():
        return False
    titles = DocumentTitle.objects.filter(document__in=known, language=language).values_list("text", flat=True)
    read = _plain(file.title_read)
    return not read or all(_likeness(_plain(title), read) > LIKE for title in titles)


def _share_one(symbols, others):
    return bool({symbol.canonical for symbol in symbols} & {symbol.canonical for symbol in others})


def _joined(symbols):
    return "-".join(symbol.canonical for symbol in symbols)


def symbol_proposed(file: File) -> str:
    """The symbol to propose to a person for a file that waits: the one read, else the one in its name, else ""."""
    return file.symbol_read or _joined(read_file_name(file.name).symbols)


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
        likeness = _likeness(wanted, _plain(title.text))
        if likeness > LIKE:
            scored[title.document] = max(likeness, scored.get(title.document, 0))
    return sorted(scored, key=scored.get, reverse=True)[:most]


def _likeness(one, other):
    return difflib.SequenceMatcher(None, one, other).ratio()


def _plain(text):
    return re.sub(r"\W+", " ", text.casefold()).strip()[:400]


def symbols_entered(words: str) -> tuple[Symbol, ...]:
    """The symbols that a person typed, one or joint. Raises SymbolError with a sentence for anything else."""
    symbols = parse_joint(words)
    if not symbols:
        raise SymbolError(f"“{words}” is no document symbol. A symbol looks like CTOC/COP/WG.8/2016/2.")
    return symbols
