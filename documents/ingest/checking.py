"""Rows and bytes compared both ways: what a row says is there, and what is there without a row."""

import hashlib
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta

from django.core.files.storage import default_storage
from django.utils import timezone

from documents.ingest.intake import Refused, receive
from documents.models import File
from documents.reading.kinds import ending_for, media_type_of
from documents.storage import StoreTrouble

WAY = "check of the store"
# What was written a moment ago may get its row, or its own name, in the next.
SETTLED = timedelta(hours=1)
_BY_HASH = re.compile(r"[0-9a-f]{2}/(?P<hash>[0-9a-f]{64})")


@dataclass(frozen=True)
class Difference:
    """One thing that is not as it should be. words: a sentence. name: in the store. hash: of whole bytes without a row."""

    words: str
    name: str
    is_unfinished: bool = False
    hash: str = ""


def differences(*, quick: bool = False, progress: Callable[[int], None] = lambda done: None) -> Iterator[Difference]:
    """Every difference between the rows and the store. Raises StoreTrouble when the store is away.

    quick: compare names and lengths, and do not read the bytes. progress: told how many files are done.
    """
    lying = _lying()
    files = File.objects.order_by("pk").only("pk", "name", "content", "size", "sha256")
    for done, file in enumerate(files.iterator(chunk_size=500), start=1):
        stored = lying.pop(file.content.name, None)
        words = _fault(file, stored, quick)
        if words:
            yield Difference(f"file {file.pk} ({file.name}): {words}", file.content.name)
        progress(done)
    for stored in lying.values():
        if stored.at < timezone.now() - SETTLED:
            yield _without_a_row(stored, quick)


def repair(difference: Difference) -> str:
    """Remove what a write left unfinished, take in whole bytes that have no row; returns what was done, "" for nothing.

    A real file is never removed. Raises StoreTrouble.
    """
    if difference.is_unfinished:
        default_storage.delete(difference.name)
        return f"{difference.name}: removed what a write had left unfinished"
    if not difference.hash:
        return ""
    content = _bytes_of(difference.name)
    if hashlib.sha256(content).hexdigest() != difference.hash:
        return ""
    name = f"found in the store{ending_for(media_type_of(content))}"
    try:
        file = receive(content, name=name, by=None, way=WAY, is_bulk=True).file
    except Refused as refusal:
        return f"{difference.name}: {refusal}"
    return f"{difference.name}: taken in as file {file.pk}"


def _lying():
    """All that lies in the store, by name. One into which nothing was ever written need not be there."""
    try:
        return {stored.name: stored for stored in default_storage.listing()}
    except StoreTrouble:
        if File.objects.exists():
            raise
        return {}


def _fault(file, stored, quick):
    if stored is None and not default_storage.exists(file.content.name):
        return "the bytes are missing. Send the file again, or restore it from a backup."
    size = stored.size if stored else default_storage.size(file.content.name)
    if size != file.size:
        return f"{size:,} bytes are stored and {file.size:,} were received. Send the file again, or restore it."
    if not quick and _hash_of(file.content.name) != file.sha256:
        return "the bytes are not those that were received. Send the file again, or restore it from a backup."
    return ""


def _without_a_row(stored, quick):
    if default_storage.is_unfinished(stored.name):
        return Difference(f"{stored.name}: a write that never ended has left this", stored.name, is_unfinished=True)
    match = _BY_HASH.fullmatch(stored.name)
    if match is None:
        return Difference(f"{stored.name}: this is no file of ours. Look at it, and move it elsewhere.", stored.name)
    if quick or _hash_of(stored.name) == match["hash"]:
        words = f"{stored.name}: whole bytes without a row; --repair takes them in"
        return Difference(words, stored.name, hash=match["hash"])
    return Difference(f"{stored.name}: damaged or half-written bytes without a row", stored.name)


def _hash_of(name):
    digest = hashlib.sha256()
    try:
        with closing(default_storage.pieces(name)) as pieces:
            for block in pieces:
                digest.update(block)
    except FileNotFoundError:
        return ""
    return digest.hexdigest()


def _bytes_of(name):
    with closing(default_storage.pieces(name)) as pieces:
        return b"".join(pieces)
