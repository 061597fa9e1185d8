"""Archives: the files of a ZIP, one at a time, within limits. What a header claims is never trusted; bytes are counted.

Names of members are only shown. A member whose name was made to deceive is refused all the same: nobody packs such a one
by accident.
"""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from django.conf import settings

from documents.ingest.intake import Refused

MOST_MEMBERS = 1000
MOST_RATIO = 200  # documents shrink to a third or a tenth, an empty text perhaps to a hundredth
RATIO_COUNTS_FROM = 1024 * 1024  # bytes unpacked; below, any ratio is harmless
LONGEST_DIRECTORY = 2 * 1024 * 1024  # bytes of the list of members, which is read in one piece
CHUNK = 64 * 1024

_BEGINNINGS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
# What only the packages of office programs hold at their top.
_PARTS_OF_DOCUMENTS = {
    "[Content_Types].xml",
    "mimetype",
    "word/document.xml",
    "xl/workbook.xml",
    "ppt/presentation.xml",
}
# What operating and office programs leave behind.
_LEFTOVERS = {"thumbs.db", "desktop.ini", ".ds_store"}
_DRIVE = re.compile(r"[A-Za-z]:")
# Marks that embed, override or isolate a direction of writing; a mere mark (U+200E, U+200F) is common in Arabic names.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED, _UTF_8 = 0x1, 0x800
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, struct.error, ValueError, NotImplementedError, RuntimeError)


@dataclass(frozen=True)
class Member:
    """One file of an archive. name: with its folders, only to be shown. content: None where it was refused; then
    ``refusal`` says why, in words."""

    name: str
    content: bytes | None = None
    refusal: str = ""


class _Guarded:
    """A stream of which no piece larger than the longest list of members is read at once, whatever a header claims."""

    def __init__(self, stream):
        self._stream = stream

    def read(self, size=-1):
        if size is not None and size > LONGEST_DIRECTORY:
            raise zipfile.BadZipFile("a header claims too much")
        return self._stream.read(LONGEST_DIRECTORY if size is None or size < 0 else size)

    def seek(self, *place):
        return self._stream.seek(*place)

    def tell(self):
        return self._stream.tell()

    def seekable(self):
        return True


def is_archive(stream: BinaryIO) -> bool:
    """Whether the bytes are an archive of files: a ZIP that is no document of an office program (DOCX, ODT, XLSX are
    ZIPs too). The bytes decide, not the name. The stream is left at its beginning."""
    stream.seek(0)
    beginning = stream.read(4)
    stream.seek(0)
    if beginning not in _BEGINNINGS:
        return False
    try:
        with zipfile.ZipFile(_Guarded(stream)) as archive:
            return not _PARTS_OF_DOCUMENTS.intersection(archive.namelist())
    except _DAMAGED:
        # Nothing can be listed: what its first member is called must do.
        stream.seek(30)
        return not stream.read(200).startswith(tuple(part.encode() for part in _PARTS_OF_DOCUMENTS))
    finally:
        stream.seek(0)


def members(stream: BinaryIO, *, name: str) -> Iterator[Member]:
    """The files of an archive, in their order, each read when it is asked for. name: the archive's, for sentences.

    Folders and what operating systems leave behind are left out. A member that can't be taken out (encrypted, damaged,
    too large, a link, an archive itself, with a name that deceives) comes with its refusal. Raises Refused for an archive
    that is damaged, empty, or over a limit, before the first member where its headers admit it, else as soon as the
    bytes show it: what came before stands.
    """
    try:
        archive = zipfile.ZipFile(_Guarded(stream))
    except _DAMAGED as damage:
        raise Refused(
            f"“{name}” is a damaged ZIP archive, or its list of files is too long. Pack it again and send it, or send the "
            "files without an archive."
        ) from damage
    with archive:
        files = [entry for entry in archive.infolist() if not _is_leftover(entry)]
        _check_whole(files, name)
        counter = _Counter(name, packed=stream.seek(0, io.SEEK_END))
        for entry in files:
            shown = _shown_name(entry)
            refusal = _refusal(entry)
            yield Member(shown, refusal=refusal) if refusal else _read(archive, entry, shown, counter)


def _limit(megabytes):
    return megabytes * 1024 * 1024


def _check_whole(files, name):
    """Refuse an archive by what its headers admit."""
    if not files:
        raise Refused(f"“{name}” is a ZIP archive without a file in it. Check the original and send it again.")
    if len(files) > MOST_MEMBERS:
        raise Refused(
            f"“{name}” holds {len(files):,} files; an archive may hold {MOST_MEMBERS:,}. Pack them into several archives, "
            "or ask the administrator to take them in with import_folder."
        )
    if sum(entry.file_size for entry in files) > _limit(settings.ARCHIVE_LIMIT_MEGABYTES):
        raise Refused(_too_much(name))
    packed = sum(entry.compress_size for entry in files) or 1
    unpacked = sum(entry.file_size for entry in files)
    if unpacked > RATIO_COUNTS_FROM and unpacked / packed > MOST_RATIO:
        raise Refused(_bomb(name))


def _too_much(name):
    return (
        f"“{name}” unpacks to more than {settings.ARCHIVE_LIMIT_MEGABYTES} MB, the limit for an archive. Pack the files "
        "into several archives and send those."
    )


def _bomb(name):
    return (
        f"“{name}” unpacks to more than {MOST_RATIO} times its size, as no documents do. It is not opened. Send the files "
        "without an archive."
    )


def _is_leftover(entry):
    parts = entry.filename.replace("\\", "/").split("/")
    last = parts[-1].lower()
    return entry.is_dir() or not last or "__MACOSX" in parts or last in _LEFTOVERS or last.startswith(("._", "~$"))


def _shown_name(entry):
    """The name as text: in UTF-8 where its bytes are that, though the archive does not say so; without signs of control."""
    name = _decoded(entry)
    return _CONTROLS.sub("", _TURNING.sub("", name)).replace("\\", "/") or "unnamed"


def _decoded(entry):
    name = entry.orig_filename
    if entry.flag_bits & _UTF_8:
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        return name


def _refusal(entry):
    """Why a member is not even looked into; "" where it is."""
    name = _decoded(entry)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    path = PurePosixPath(name.replace("\\", "/"))
    if "\0" in name:
        return "Its name holds a NUL byte, as no honest name does. Rename it and pack it again."
    if _TURNING.search(name):
        return (
            "Its name holds marks that turn the direction of writing, so that it reads as another. Rename it and pack it "
            "again."
        )
    if path.is_absolute() or ".." in path.parts or _DRIVE.match(name):
        return "Its name leads out of the archive. Rename it and pack it again."
    if kind == stat.S_IFLNK:
        return "It is a link to another file, not a file. Pack the file itself."
    if kind and kind != stat.S_IFREG:
        return "It is a device or a pipe, not a file."
    if entry.flag_bits & _ENCRYPTED:
        return "It is protected with a password. Pack it again without one."
    if entry.compress_type not in _METHODS:
        return "It is packed in a way that is not read here. Pack it again as an ordinary ZIP (deflated)."
    if entry.file_size > _limit(settings.UPLOAD_LIMIT_MEGABYTES):
        return _too_large(entry.file_size)
    return ""


def _too_large(size=None):
    limit = settings.UPLOAD_LIMIT_MEGABYTES
    is_what = f"It has {size / 1024 / 1024:,.0f} MB" if size else f"It has more than {limit} MB"
    return f"{is_what}; the limit is {limit} MB. Send a smaller file, or ask the administrator to raise UPLOAD_LIMIT_MEGABYTES."


class _Counter:
    """Counts what an archive has unpacked to, and refuses the whole of it at the limit, or when it swells as no document
    does (members that lie over one another, so that the same bytes are unpacked many times, count each time)."""

    def __init__(self, name, packed):
        self._name = name
        self._packed = packed
        self._unpacked = 0

    def add(self, size):
        self._unpacked += size
        if self._unpacked > _limit(settings.ARCHIVE_LIMIT_MEGABYTES):
            raise Refused(_too_much(self._name))
        if self._unpacked > RATIO_COUNTS_FROM and self._unpacked > MOST_RATIO * self._packed:
            raise Refused(_bomb(self._name))


def _read(archive, entry, shown, counter):
    """Unpack one member, counting. Raises Refused for the whole archive when it swells as no document does."""
    content = io.BytesIO()
    try:
        with archive.open(entry) as packed:
            while chunk := packed.read(CHUNK):
                counter.add(len(chunk))
                content.write(chunk)
                if content.tell() > _limit(settings.UPLOAD_LIMIT_MEGABYTES):
                    return Member(shown, refusal=_too_large())
    except _DAMAGED:
        return Member(shown, refusal="It is damaged in the archive. Check the original and pack it again.")
    if is_archive(content):
        return Member(shown, refusal="An archive inside an archive is not opened. Unpack it and send its files.")
    return Member(shown, content.getvalue())
