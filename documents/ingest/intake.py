"""The door: bytes come in, and a File row stands for them before anything else happens."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from documents.models import File, Reception
from documents.models.version import stored_under


class Refused(Exception):
    """The bytes were not taken in; the message says why, in words, and what to do. No row was made."""


@dataclass(frozen=True)
class Receipt:
    """What became of an arrival: the file, and whether it is new or was already held."""

    file: File
    is_new: bool

    @property
    def outcome(self):
        """The arrival's fate in words."""
        if self.is_new:
            return "stored"
        held_as = self.file.version or "a file that waits in the in-tray"
        return f"already held: the same bytes as {held_as}"


def receive(content: bytes, *, name: str, by, way: str, is_stand_in: bool = False, is_bulk: bool = False) -> Receipt:
    """Take a file in. The same bytes twice are the same file: the second arrival is noted on the first.

    content: the whole file, in memory (its size is limited). name: as it came; only shown, never trusted. by: a User or
    None. way: how it came, in words ("administration", "folder import"). is_bulk: it came with many others, which a single
    upload overtakes. Raises Refused for an empty file and for one
    over the limit. The caller rings the bell (``documents.tasks.ring``) after its transaction.
    """
    name = PurePath(name.replace("\\", "/")).name.replace("\0", "")[:255] or "unnamed"
    check_size(len(content), name)
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        file = File.objects.filter(sha256=sha256).first()
        is_new = file is None
        if is_new:
            file, is_new = _store(
                File(
                    sha256=sha256,
                    name=name,
                    size=len(content),
                    received_by=by,
                    is_stand_in=is_stand_in,
                    is_bulk=is_bulk,
                ),
                content,
            )
        Reception.objects.create(file=file, name=name, by=by, way=way)
    return Receipt(file, is_new)


def check_size(size, name):
    """Raise Refused when ``size`` (bytes) is nothing, or more than the limit of the settings."""
    if size == 0:
        raise Refused(f"“{name}” is empty (0 bytes). Check the original and send it again.")
    limit = settings.UPLOAD_LIMIT_MEGABYTES
    if size > limit * 1024 * 1024:
        raise Refused(
            f"“{name}” has {size / 1024 / 1024:,.0f} MB; the limit is {limit} MB. Send a smaller file, or ask the "
            "administrator to raise UPLOAD_LIMIT_MEGABYTES."
        )


def _store(file, content):
    """Write the bytes under their hash, then the row; a simultaneous arrival of the same bytes wins or loses quietly."""
    path = stored_under(file, file.name)
    if not default_storage.exists(path):
        path = default_storage.save(path, ContentFile(content))
    file.content.name = path
    try:
        with transaction.atomic():
            file.save(force_insert=True)
    except IntegrityError:
        return File.objects.get(sha256=file.sha256), False
    return file, True
