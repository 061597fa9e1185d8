"""The door: bytes come in, and a File row stands for them before anything else happens."""

import hashlib
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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
AT_ONCE = 8  # files that are made safe on disk side by side


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
    (outcome,) = receive_all(
        [Arrival(content, name, came_as)],
        by=by,
        way=way,
        is_stand_in=is_stand_in,
        is_bulk=is_bulk,
        delivery=delivery,
        is_sent_again=is_sent_again,
    )
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


@dataclass(frozen=True)
class Arrival:
    """One file of several that are received together: its bytes, its name, and the name to note where that is more."""

    content: bytes
    name: str
    came_as: str = ""


def receive_all(
    arrivals: Sequence[Arrival],
    *,
    by,
    way: str,
    is_stand_in: bool = False,
    is_bulk: bool = False,
    delivery: Delivery | None = None,
    is_sent_again: bool = False,
) -> list[Receipt | Refused]:
    """Take several files in, each as ``receive`` does: for each its Receipt, or the Refused that says why not.

    All rows are written in one transaction, and their bytes are made safe side by side: a tenth of the waiting. Raises
    StoreTrouble; then no row was made, and the same call can be made again.
    """
    outcomes: list[Receipt | Refused | None] = [None] * len(arrivals)
    hashes: dict[int, str] = {}
    new: dict[str, File] = {}
    contents: dict[str, bytes] = {}
    for place, arrival in enumerate(arrivals):
        name = plain_name(arrival.name)
        try:
            check_size(len(arrival.content), name)
        except Refused as refusal:
            outcomes[place] = refusal
            continue
        sha256 = hashes[place] = hashlib.sha256(arrival.content).hexdigest()
        if sha256 not in new:
            contents[sha256] = arrival.content
            new[sha256] = File(
                sha256=sha256,
                name=name,
                size=len(arrival.content),
                received_by=by,
                is_stand_in=is_stand_in,
                is_bulk=is_bulk,
            )
    held = {file.sha256: file for file in File.objects.filter(sha256__in=new)}
    for sha256, file in new.items():
        file.content.name = held[sha256].content.name if sha256 in held else stored_under(file, file.name)
    kept = _keep_all({new[sha256].content.name: content for sha256, content in contents.items()})
    with transaction.atomic():
        rows = _rows_for(new)
        receptions = _Receptions(delivery if is_sent_again else None, rows)
        for place, sha256 in hashes.items():
            file, is_new = rows[sha256]
            was_restored = sha256 in held and kept[new[sha256].content.name] is not Kept.HELD
            if was_restored and file.problem:
                _let_climb_again(file)
            arrival = arrivals[place]
            came_as = shown_name(arrival.came_as or arrival.name)
            before = receptions.find(file, came_as)
            if before is None:
                receptions.add(
                    Reception(file=file, name=came_as, by=by, way=way, delivery=delivery, was_held=not is_new)
                )
                rows[sha256] = file, False  # the same bytes once more are held
            else:
                is_new = not before.was_held
            outcomes[place] = Receipt(file, is_new, was_restored)
        receptions.save()
    return outcomes


class _Receptions:
    """The arrivals to be noted. delivery: that of which some may be there already, or None."""

    def __init__(self, delivery, rows):
        self._delivery = delivery
        self._known = {}
        self._new = []
        if delivery:
            files = [file.pk for file, is_new in rows.values() if not is_new]
            for before in delivery.receptions.filter(file__in=files):
                self._known[before.file_id, before.name] = before

    def find(self, file, name):
        """The same arrival, where it is known to have come through before."""
        return self._known.get((file.pk, name)) if self._delivery else None

    def add(self, reception):
        self._new.append(reception)
        self._known[reception.file_id, reception.name] = reception

    def save(self):
        Reception.objects.bulk_create(self._new)
        if self._delivery and self._new:  # they have come after all
            self._delivery.refusals.filter(name__in=[reception.name for reception in self._new]).delete()


def _keep_all(contents):
    """Have bytes in the store, by their names there: how each came to be there. Waiting for disks is done side by side."""
    if len(contents) < 2:
        return {name: default_storage.keep(name, content) for name, content in contents.items()}
    with ThreadPoolExecutor(AT_ONCE) as keepers:
        return dict(zip(contents, keepers.map(default_storage.keep, contents, contents.values()), strict=True))


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


def _rows_for(new):
    """The rows of the bytes in hand, by their hashes, each with whether it is new: of two arrivals at once one makes the
    row, and the other finds it."""
    rows = {file.sha256: (file, False) for file in File.objects.filter(sha256__in=new)}
    missing = [file for sha256, file in new.items() if sha256 not in rows]
    try:
        with transaction.atomic():
            File.objects.bulk_create(missing)
    except IntegrityError:
        if len(missing) > 1:
            return rows | {sha: row for file in missing for sha, row in _rows_for({file.sha256: file}).items()}
        return rows | {each.sha256: (File.objects.get(sha256=each.sha256), False) for each in missing}
    return rows | {file.sha256: (file, True) for file in missing}


def _let_climb_again(file):
    """What could not be read because its bytes were damaged goes up again; the sweeper finds it where nobody rings."""
    file.problem, file.tries, file.moved_at = "", 0, timezone.now()
    file.save(update_fields=["problem", "tries", "moved_at"])
