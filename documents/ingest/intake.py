"""The door: bytes come in, and a File row stands for them before anything else happens."""

import hashlib
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from documents.fates import fate_of_arrival
from documents.models import Delivery, File, Reception, Refusal
from documents.models.version import stored_under


class Refused(Exception):
    """The bytes were not taken in; the message says why, in words, and what to do. No row was made."""


@dataclass(frozen=True)
class Receipt:
    """What became of an arrival: the file, and whether it is new or was already held."""

    file: File
    is_new: bool

    @property
    def fate(self):
        """What became of the arrival by now, in words (a ``documents.fates.Fate``)."""
        return fate_of_arrival(self.file, is_new=self.is_new)

    @property
    def outcome(self):
        """The arrival's fate in words."""
        if self.is_new:
            return "stored"
        held_as = self.file.version or "a file that waits in the in-tray"
        return f"already held: the same bytes as {held_as}"


def receive(
    content: bytes,
    *,
    name: str,
    by,
    way: str,
    is_stand_in: bool = False,
    is_bulk: bool = False,
    delivery: Delivery | None = None,
    came_as: str = "",
    is_sent_again: bool = False,
) -> Receipt:
    """Take a file in. The same bytes twice are the same file: the second arrival is noted on the first.

    content: the whole file, in memory (its size is limited). name: as it came; only shown, never trusted. by: a User or
    None. way: how it came, in words ("administration", "folder import"). is_bulk: it came with many others, which a single
    upload overtakes. delivery: what it came with. came_as: the name to note for this arrival where it is more than the
    file's ("archive.zip / folder/name.pdf"). is_sent_again: the sender does not know whether it came through before; if it
    did (same bytes, name and delivery), it is that arrival and no second one.

    Raises Refused for an empty file and for one over the limit. The caller rings the bell (``documents.tasks.ring``) after
    its transaction.
    """
    name = PurePath(name.replace("\\", "/")).name.replace("\0", "")[:255] or "unnamed"
    came_as = shown_name(came_as or name)
    check_size(len(content), name)
    sha256 = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        file = File.objects.filter(sha256=sha256).first()
        if file and is_sent_again and delivery:
            before = file.receptions.filter(delivery=delivery, name=came_as).first()
            if before:
                return Receipt(file, not before.was_held)
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
        Reception.objects.create(file=file, name=came_as, by=by, way=way, delivery=delivery, was_held=not is_new)
        if delivery and is_sent_again:
            delivery.refusals.filter(name=came_as).delete()  # it has come after all
    return Receipt(file, is_new)


def refuse(delivery: Delivery, *, name: str, reason: str, is_sent_again: bool = False) -> Refusal:
    """Note that something of a delivery was not taken in, and why: whoever looks tomorrow must find it too.

    is_sent_again: what was said of it before is said no more.
    """
    with transaction.atomic():
        if is_sent_again:
            delivery.refusals.filter(name=shown_name(name)).delete()
        return delivery.refusals.create(name=shown_name(name), reason=reason)


def shown_name(name: str) -> str:
    """A name with its folders, as it is noted and shown: no NUL, no backslashes, at most 400 characters (the last)."""
    return name.replace("\\", "/").replace("\0", "")[-400:] or "unnamed"


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
