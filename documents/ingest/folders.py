"""Folders as a way in: what lies in them, what becomes of each file, and what would become of it."""

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage

from documents.fates import Fate, fate_of_arrival
from documents.ingest.archives import is_archive, members
from documents.ingest.intake import Arrival, Refused, check_size, receive_all, refuse, shown_name
from documents.models import Delivery, Document, File, Language, LanguageVersion, Outcome
from documents.reading import UnreadableFile, child
from documents.reading.masthead import read_masthead
from documents.reading.pages import CERTAIN

LEFT_BEHIND = {"thumbs.db", "desktop.ini"}  # by operating systems
UNFINISHED = (".part", ".crdownload", ".tmp", ".filepart")  # how programs call what they are still writing


@dataclass(frozen=True)
class Found:
    """Something that lies in a folder. refusal: why it can't even be opened, in words, or ""."""

    path: Path
    name: str
    refusal: str = ""


def found_in(folder: Path) -> Iterator[Found]:
    """Every file below a folder in the order of names, and what can't be looked into, with words.

    Hidden files and what operating systems leave behind are left out; no link is followed out of the folder.
    """
    top = folder.resolve()
    unreadable = []
    for place, folders, names in os.walk(top, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in folders:
            if os.path.islink(os.path.join(place, name)):
                yield _found(top, Path(place, name), "This is a link to a folder; links to folders are not followed.")
        for name in sorted(names):
            path = Path(place, name)
            if not name.startswith(".") and name.lower() not in LEFT_BEHIND:
                yield _found(top, path, _why_not(path, top))
    for error in unreadable:
        yield _found(
            top, Path(error.filename), f"The folder can't be opened ({error.strerror}). Check its permissions."
        )


def _found(top, path, refusal):
    return Found(path, shown_name(str(path.relative_to(top)) if path != top else path.name), refusal)


def _why_not(path, top):
    if path.is_symlink() and not path.resolve().is_relative_to(top):
        return "This is a link that leads out of the folder; it is not followed."
    if path.exists() and not path.is_file():
        return "This is no file but a pipe, a socket or a device."
    return ""


@dataclass(frozen=True)
class Piece:
    """What a folder brings: a file, or a member of an archive in it, named ``archive.zip / folder/name.pdf``.

    content: None where it is refused; then ``refusal`` says why. is_gone: there is nothing any more that could be refused.
    An archive that is refused as a whole is a piece of its own, the last.
    """

    name: str
    content: bytes | None = None
    refusal: str = ""
    is_gone: bool = False


def pieces_of(found: Found) -> Iterator[Piece]:
    """What a file brings: itself, or the members of the archive that it is, each read when it is asked for."""
    try:
        yield from _read(found)
    except Refused as refusal:
        yield Piece(found.name, refusal=str(refusal))
    except FileNotFoundError:
        yield Piece(found.name, refusal="The file was moved or removed before it could be read.", is_gone=True)
    except OSError as error:
        yield Piece(
            found.name, refusal=f"The file could not be read ({error.strerror}). Check its permissions and its disk."
        )


def _read(found):
    if found.refusal:
        raise Refused(found.refusal)
    with open(found.path, "rb") as stream:
        if not is_archive(stream):
            check_size(os.fstat(stream.fileno()).st_size, found.name)
            yield Piece(found.name, stream.read())
            return
        often = Counter()
        for member in members(stream, name=found.name):
            name = shown_name(f"{found.name} / {member.name}")
            often[name] += 1
            if often[name] > 1:  # a ZIP may hold two files of one name
                name = f"{name} ({often[name]})"
            yield Piece(name, member.content, member.refusal)


def take_in(found: Found, *, delivery: Delivery, by=None) -> Iterator[tuple[str, Fate]]:
    """Receive a file of a folder as part of ``delivery``, or each member of an archive; yields the name and the fate by now
    of each piece. Safe to repeat: what came through before with the same delivery is that same arrival. What is refused is
    noted on the delivery. Raises StoreTrouble."""
    came = set()
    for piece in pieces_of(found):
        came.add(piece.name)
        yield from zip([piece.name], take_in_all([piece], delivery=delivery, by=by), strict=True)
    if found.name not in came:
        has_come_after_all(found, delivery)


def has_come_after_all(found: Found, delivery: Delivery):
    """Say no more of an archive that it was refused as a whole once: its members have come."""
    delivery.refusals.filter(name=found.name).delete()


def take_in_all(pieces: Sequence[Piece], *, delivery: Delivery, by=None) -> list[Fate]:
    """Receive several pieces together; the fate of each by now. As safe to repeat as ``take_in``."""
    fates: list[Fate | None] = [None] * len(pieces)
    before = _arrived_before([piece for piece in pieces if piece.content is not None], delivery)
    left = []
    for place, piece in enumerate(pieces):
        fates[place] = before.get(piece.name)
        if piece.content is None:
            fates[place] = _refused(piece, piece.refusal, delivery)
        elif fates[place] is None:
            left.append(place)
    outcomes = receive_all(
        [Arrival(pieces[place].content, pieces[place].name, pieces[place].name) for place in left],
        by=by,
        way=delivery.way,
        is_bulk=True,
        delivery=delivery,
        is_sent_again=True,
    )
    for place, outcome in zip(left, outcomes, strict=True):
        is_refused = isinstance(outcome, Refused)
        fates[place] = _refused(pieces[place], str(outcome), delivery) if is_refused else outcome.fate
    return fates


def _refused(piece, reason, delivery):
    if not piece.is_gone:
        refuse(delivery, name=piece.name, reason=reason, is_sent_again=True)
    return Fate(Outcome.NOT_TAKEN_IN, reason)


def _arrived_before(pieces, delivery):
    """The fates of what came with this delivery already, by name, at the cost of a look: its bytes have their length in the
    store."""
    receptions = delivery.receptions.filter(name__in=[piece.name for piece in pieces])
    known = {
        (reception.name, reception.file.sha256): reception
        for reception in receptions.select_related("file__version__document")
    }
    fates = {}
    for piece in pieces if known else ():
        reception = known.get((piece.name, hashlib.sha256(piece.content).hexdigest()))
        if reception is None:
            continue
        try:
            is_whole = default_storage.size(reception.file.content.name) == reception.file.size
        except FileNotFoundError:
            continue
        if is_whole:
            fates[piece.name] = fate_of_arrival(reception.file, is_new=not reception.was_held)
    return fates


def would_become(found: Found) -> Iterator[tuple[str, Fate]]:
    """What would become of a file, or of each member of an archive, by name: it is read for real, and nothing is written."""
    for piece in pieces_of(found):
        yield piece.name, _would_become(piece)


def _would_become(piece):
    if piece.content is None:
        return Fate(Outcome.NOT_TAKEN_IN, piece.refusal)
    try:
        check_size(len(piece.content), piece.name)
    except Refused as refusal:
        return Fate(Outcome.NOT_TAKEN_IN, str(refusal))
    held = (
        File.objects.filter(sha256=hashlib.sha256(piece.content).hexdigest())
        .select_related("version__document")
        .first()
    )
    if held is not None:
        return fate_of_arrival(held, is_new=False)
    try:
        reading = child.read_safely(piece.content)
    except UnreadableFile as problem:
        return Fate(Outcome.UNREADABLE, str(problem))
    except OSError as error:
        return Fate(Outcome.UNREADABLE, f"No reader could be started ({error.strerror}).")
    if reading.needs_ocr and len(reading.needs_ocr) == len(reading.pages):
        return Fate(Outcome.WAITING_FOR_OCR, f"all {len(reading.pages)} pages hold a picture")
    return _would_be_filed(read_masthead(reading), reading.language)


def _would_be_filed(masthead, language):
    symbols = masthead.symbols.value if masthead.symbols else ()
    if not symbols:
        return Fate(Outcome.NO_SYMBOL, "it would wait in the in-tray")
    printed = " and ".join(symbol.canonical for symbol in symbols)
    if masthead.symbols.confidence < CERTAIN:
        return Fate(Outcome.SYMBOL_UNSURE, f"the symbol may be {printed}")
    if language not in Language.values:
        return Fate(Outcome.NO_LANGUAGE, f"the symbol is {printed}")
    documents = list(Document.objects.filter(symbols__canonical__in=[each.canonical for each in symbols]).distinct())
    if len(documents) > 1:
        return Fate(Outcome.SEVERAL_DOCUMENTS, f"{printed} belong to {len(documents)} documents")
    named = f"{printed}, {Language(language).label}"
    if not documents:
        return Fate(Outcome.STORED, f"as {named}: a document that is new here; the symbol stands in the masthead")
    version = LanguageVersion.objects.filter(document=documents[0], language=language).first()
    if version and version.files.filter(is_current=True, is_stand_in=False).exists():
        return Fate(Outcome.LANGUAGE_HELD, f"{named}: another file is held")
    return Fate(Outcome.STORED, f"as {named}: a document of the record; the symbol stands in the masthead")
