"""Filing: which document, language and meeting a file belongs to. Sure, and it is filed; unsure, and a person is asked.

The masthead decides first; the file's name second, and alone only for a document that the record expects; then a person
(decision 17). Never the year in the symbol: CTOC/COP/2006/7/Rev.1 went to the session of 2008.
"""

import difflib
import re
from collections import defaultdict
from collections.abc import Sequence

from django.db import connection
from django.db.models import Q

from accounts.access import Audience
from documents.holdings import Holdings
from documents.models import (
    AWAITS_ITS_FILE,
    Distribution,
    Document,
    DocumentMeeting,
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
from meetings.models import Body, Meeting
from provenance.models import Evidence

NOT_A_MEETING = "not a meeting of"
NOT_A_FILE_OF = "not a file of"
LIKE = 0.75  # so like must two titles be to be the same one, printed otherwise
_SYMBOLS = 7731  # the first half of the keys under which symbols are locked


def _symbols(masthead):
    return masthead.symbols.value if masthead.symbols else ()


def place_all(mastheads: Sequence[tuple[File, Masthead]]):
    """Put files under their documents where symbol and language are certain; else write on each what a person must decide.

    Two files of one document that come at the same moment to two workers are filed one after the other: the symbols are
    locked until the transaction ends.
    """
    names = {file.pk: read_file_name(file.name) for file, _ in mastheads}
    symbols = {symbol.root for _, masthead in mastheads for symbol in _symbols(masthead)}
    symbols |= {symbol.root for name in names.values() for symbol in name.symbols}
    _queue_up(symbols)
    holdings = Holdings(len(mastheads))
    stated = {symbol.canonical for _, masthead in mastheads for symbol in _symbols(masthead)}
    stated |= {symbol.canonical for name in names.values() for symbol in name.symbols}
    filed = LanguageVersion.objects.filter(pk__in={file.version_id for file, _ in mastheads} - {None})
    holdings.gather(symbols=stated, documents=filed.values_list("document", flat=True))
    taken_out = _taken_out([file for file, _ in mastheads])
    for file, masthead in mastheads:
        _place(file, masthead, names[file.pk], holdings, taken_out[file.pk])
    holdings.save()


def _taken_out(files):
    """The documents, by name, from which a person has taken each file out: it is not filed there again by a machine."""
    said = Evidence.objects.filter(subject=FILE, subject_id__in=[file.pk for file in files], field=NOT_A_FILE_OF)
    found = defaultdict(set)
    for key, name in said.values_list("subject_id", "value"):
        found[key].add(name)
    return found


def _queue_up(symbols):
    """Wait until no other transaction files under one of these symbols. Always in the same order, so none waits for ever."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(symbol)) FROM unnest(%s::text[]) WITH ORDINALITY AS asked(symbol, place) "
            "ORDER BY place",
            [_SYMBOLS, sorted(symbols)],
        )


def _place(file, masthead, name, holdings, taken_out):
    file.wait_no_more()
    symbols, sure = _symbols(masthead), masthead.symbols.confidence if masthead.symbols else 0.0
    language = file.language or name.language
    if file.version_id:
        holding = holdings.of_version(file)
        _compare(file, masthead, holding)
        _complete(holding, holdings, file, masthead)
        return
    by_name = not symbols and _is_expected(name, language, file, holdings)
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
    elif taken_out & {symbol.canonical for symbol in symbols or name.symbols}:
        file.wait(
            Waits.SYMBOL_UNSURE,
            f"It bears {_joined(symbols or name.symbols)}, and was taken out of that document by a person. Say which it is.",
        )
    elif not language:
        file.wait(
            Waits.NO_LANGUAGE,
            f"The symbol is {_joined(symbols or name.symbols)}, but the language could not be told. Say which it is.",
        )
    else:
        _file_under(symbols or name.symbols, file, masthead, language, holdings)
        if by_name and file.version_id:
            file.add_remark(
                f"No symbol stands in the text: it was filed by its name as {_joined(name.symbols)}. Look whether it is."
            )
        if name.language and name.language != language:
            file.add_remark(
                f"The file name says {Language(name.language).label}, and the text is {Language(language).label}."
            )


def _file_under(symbols, file, masthead, language, holdings):
    found = holdings.bearing(symbol.canonical for symbol in symbols)
    if len(found) > 1:
        file.wait(
            Waits.SEVERAL_DOCUMENTS,
            f"The symbols {_joined(symbols)} belong to {len(found)} different documents in the record. "
            "Say which one this is.",
        )
        return
    holding = found[0] if found else holdings.found(symbols, **_of_new(masthead))
    problem = _attach(file, holding, holdings, language)
    if problem:
        file.wait(Waits.LANGUAGE_HELD, problem)
        return
    _complete(holding, holdings, file, masthead)


def _is_expected(name, language, file, holdings):
    """Whether a file without a symbol in its text may be filed by its name: the record knows a document of that symbol, has
    no file of it in this language, and no title of it that differs from the one in the text."""
    found = holdings.bearing(symbol.canonical for symbol in name.symbols)
    if len(found) != 1 or not language:
        return False
    (holding,) = found
    version, title = holding.versions.get(language), holding.titles.get(language)
    if version and version.pk in holding.current:
        return False
    read = _plain(file.title_read)
    return not read or not title or _likeness(_plain(title.text), read) > LIKE


def _share_one(symbols, others):
    return bool({symbol.canonical for symbol in symbols} & {symbol.canonical for symbol in others})


def _joined(symbols):
    return "-".join(symbol.canonical for symbol in symbols)


def symbol_in_name(file: File) -> str:
    """The symbol that a file's name states, canonical; "" for most names."""
    return _joined(read_file_name(file.name).symbols)


def symbol_proposed(file: File) -> str:
    """The symbol to propose to a person for a file that waits: the one read, else the one in its name, else ""."""
    return file.symbol_read or symbol_in_name(file)


def _compare(file, masthead, holding):
    """A file that stands under a document stays there; that its masthead now says otherwise is remarked on."""
    held, read = set(holding.symbols), {symbol.canonical for symbol in _symbols(masthead)}
    if held and read and not held & read and masthead.symbols.confidence >= CERTAIN:
        file.add_remark(f"The masthead says {file.symbol_read}, and the file is filed under {holding}.")


def _of_new(masthead=None):
    """What a new document has from its masthead. Its audience follows the distribution: only what is general is for
    everybody."""
    distribution = masthead.distribution.value if masthead and masthead.distribution else ""
    return {
        "distribution": distribution if distribution in Distribution.values else "",
        "audience": {Distribution.GENERAL: Audience.PUBLIC, Distribution.RESTRICTED: Audience.SECRETARIAT}.get(
            distribution, Audience.DELEGATES
        ),
    }


def new_document(symbols) -> Document:
    """A Document with these symbols, for delegates until its distribution is known, of the bodies whose series they are in."""
    _queue_up({symbol.root for symbol in symbols})
    holdings = Holdings()
    document = holdings.found(symbols, **_of_new()).document
    holdings.save()
    return document


def body_of(canonical: str) -> Body | None:
    """The body whose series a symbol begins with; the longest series wins (CTOC/COP/WG.8/ before CTOC/COP/)."""
    return Holdings().body_of(canonical)


def attach(file: File, document: Document, language: str) -> str:
    """Make ``file`` the current file of a language of ``document``. Returns "" or, when another file is current there,
    what a person must decide; nothing is replaced by itself."""
    holdings = Holdings()
    problem = _attach(file, holdings.of(document), holdings, language)
    if not problem:
        holdings.save()
        file.save()
    return problem


def _attach(file, holding, holdings, language):
    version = holding.versions.get(language)
    held = holding.current.get(version.pk) if version else None
    if held and held.pk == file.pk:
        held = None
    if held and not held.is_stand_in:
        return (
            f"{holding} is already held in {version.get_language_display()} (another file, {held.name}). "
            "Say whether this file replaces it, or set it aside."
        )
    if held and file.is_stand_in:
        return f"{holding} already has a stand-in in {version.get_language_display()}."
    if held:
        _make_room(version, held, holdings)
    if version is None:
        version = holdings.version(holding, language)
    elif version.status in AWAITS_ITS_FILE:
        version.status, version.due_on = VersionStatus.HELD, None
        holdings.change(version)
    file.version, file.is_current = version, True
    holding.current[version.pk] = file
    file.wait_no_more()
    return ""


def _make_room(version, stand_in, holdings):
    """A real file takes a stand-in's place; that the stand-in was issued does not make the real file public."""
    stand_in.is_current = False
    holdings.change(stand_in)
    version.status, version.issued_at, version.issued_by = VersionStatus.HELD, None, None
    version.issue_at = version.issue_by = version.issue_to = version.reissued_at = version.reissued_by = None
    holdings.change(version)


def complete(document: Document, file: File, masthead: Masthead):
    """Fill what the record leaves empty from the masthead; what differs is kept beside it as evidence, not chosen.

    What an earlier reading of this same file had filled in, and nobody touched since, follows the new reading.
    A stand-in proves nothing and fills nothing. The meetings to which masthead and agenda document point are proposed, for
    a person to confirm.
    """
    holdings = Holdings()
    holding = holdings.of(document)
    file.version = holding.versions[file.version.language]
    _complete(holding, holdings, file, masthead)
    holdings.save()


def _complete(holding, holdings, file, masthead):
    if file.is_stand_in:
        return
    fill(holding, holdings, file, masthead)
    _propose_meetings(holding, holdings, _stated_meetings(masthead))


def _propose_meetings(holding, holdings, stated):
    """Propose the meetings that are stated, but for those that a person has struck out."""
    struck_out = {said.value for said in holding.said_about(holding.document) if said.field == NOT_A_MEETING}
    for meeting in _meetings(stated, holding.symbols, holdings):
        if meeting.pk not in holding.met and str(meeting) not in struck_out:
            holding.met.add(meeting.pk)
            holdings.add(
                DocumentMeeting(document=holding.document, meeting=meeting, role=MeetingRole.BEFORE, is_confirmed=False)
            )


def _stated_meetings(masthead):
    """What a masthead states of its meeting: (the agenda document's symbol or "", the session's number or "")."""
    agenda, session = masthead.agenda_document, masthead.session
    return agenda.canonical if agenda else "", str(session.value) if session else ""


def _meetings(stated, symbols, holdings):
    agenda, number = stated
    found = holdings.meetings_of_agenda(agenda) if agenda else []
    if not found and number.isdecimal():
        found = holdings.sessions(symbols, int(number))
    return found


def meetings_for(file: File, document: Document | None = None) -> list[Meeting]:
    """The meetings that a file's masthead names: by its agenda document, else by body and session number."""
    read = {
        statement.field: statement.value
        for statement in Evidence.objects.filter(subject=FILE, subject_id=file.pk).order_by("pk")
    }
    stated = read.get("agenda document symbol", ""), read.get("session", "")
    symbols = [symbol.canonical for symbol in document.symbols.all()] if document else []
    return _meetings(stated, symbols, Holdings())


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
