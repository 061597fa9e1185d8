"""The door: bytes come in, and a File row stands for them before anything else happens."""

import hashlib
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from documents.fates import Fate, fate_of_arrival
from documents.models import Delivery, File, Reception, Refusal
from documents.models.version import stored_under
from documents.storage import Kept

NAMELESS = "unnamed"
LONGEST_NAME = 255


class Refused(Exception):
    """The bytes were not taken in; the message says why, in words, and what to do. No row was made."""


@dataclass(frozen=True)
class Receipt:
    """What became of an arrival: the file, whether it is new or was already held, and whether it mended a damaged copy."""

    file: File
    is_new: bool
    was_restored: bool = False

    @property
    def fate(self) -> Fate:
        """The arrival's fate by now."""
        return fate_of_arrival(self.file, is_new=self.is_new, was_restored=self.was_restored)

    @property
    def outcome(self):
        """The arrival's fate in words."""
        if self.is_new:
            return "stored"
        held_as = self.file.version or "a file that waits in the in-tray"
        restored = "; its damaged copy was restored" if self.was_restored else ""
        return f"already held: the same bytes as {held_as}{restored}"


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

    The bytes are safe in the store before the row says so; of a file that is held already the stored
    bytes are compared, and restored where they are missing or damaged. Raises Refused for an empty file and for one
    over the limit, and ``documents.storage.StoreTrouble`` when the store is away or full: nothing is left of the try then.
    The caller rings the bell (``documents.tasks.ring``) after its transaction.
    """
    came_as = shown_name(came_as or name)
    name = plain_name(name)
    check_size(len(content), name)
    sha256 = hashlib.sha256(content).hexdigest()
    new = File(
        sha256=sha256,
        name=name,
        size=len(content),
        received_by=by,
        is_stand_in=is_stand_in,
        is_bulk=is_bulk,
    )
    held = File.objects.filter(sha256=sha256).first()
    new.content.name = held.content.name if held else stored_under(new, name)
    kept = default_storage.keep(new.content.name, content)
    with transaction.atomic():
        file, is_new = _row_for(new)
        was_restored = not is_new and kept is not Kept.HELD
        if was_restored and file.problem:
            _let_climb_again(file)
        if not is_new and is_sent_again and delivery:
            before = file.receptions.filter(delivery=delivery, name=came_as).first()
            if before:
                return Receipt(file, not before.was_held, was_restored)
        Reception.objects.create(file=file, name=came_as, by=by, way=way, delivery=delivery, was_held=not is_new)
        if delivery and is_sent_again:
            delivery.refusals.filter(name=came_as).delete()  # it has come after all
    return Receipt(file, is_new, was_restored)


def refuse(delivery: Delivery, *, name: str, reason: str, is_sent_again: bool = False) -> Refusal:
    """Note that something of a delivery was not taken in, and why: whoever looks tomorrow must find it too.

    is_sent_again: what was said of it before is said no more.
    """
    with transaction.atomic():
        if is_sent_again:
            delivery.refusals.filter(name=shown_name(name)).delete()
        return delivery.refusals.create(name=shown_name(name), reason=reason)


def shown_name(name: str) -> str:
    """A name with its folders, as it is noted and shown: each part as ``plain_name`` has it, at most 400 characters (the last)."""
    parts = [_without_unseen(part) for part in name.replace("\\", "/").split("/")]
    return "/".join(part for part in parts if part)[-400:] or NAMELESS


def plain_name(name: str) -> str:
    """A file's name without its folders, and without what print does not show or a database does not take.

    Controls, NUL and marks of direction (which make ``exe.fdp`` look like ``pdf.exe``) go; bytes that are no UTF-8 become “�”.
    """
    name = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    name = _without_unseen(name).strip()
    if len(name) > LONGEST_NAME:
        ending = PurePath(name).suffix[:10]
        name = name[: LONGEST_NAME - len(ending)] + ending
    return NAMELESS if name in ("", ".", "..") else name


def _without_unseen(name):
    name = "".join("\ufffd" if "\ud800" <= sign <= "\udfff" else sign for sign in name)
    return "".join(sign for sign in name if unicodedata.category(sign) not in ("Cc", "Cf", "Zl", "Zp"))


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


def _row_for(new):
    """The row of the bytes in hand, and whether it is new: of two arrivals at once one makes it, the other finds it."""
    held = File.objects.filter(sha256=new.sha256).first()
    if held is not None:
        return held, False
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError:
        return File.objects.get(sha256=new.sha256), False
    return new, True


def _let_climb_again(file):
    """What could not be read because its bytes were damaged goes up again; the sweeper finds it where nobody rings."""
    file.problem, file.tries, file.moved_at = "", 0, timezone.now()
    file.save(update_fields=["problem", "tries", "moved_at"])
