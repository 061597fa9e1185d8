"""A watched folder: what is put there is taken in, then moved aside. Bytes are safe in the store before a file moves."""

import os
import time
import uuid
from pathlib import Path

from django.utils import timezone

from documents.ingest.folders import LEFT_BEHIND, UNFINISHED, Found, take_in
from documents.ingest.intake import shown_name
from documents.models import Delivery, File

WAY = "watched folder"
TAKEN_IN, REFUSED = "taken in", "refused"
STANDS_STILL_SECONDS = 5


class WatchedFolder:
    """One folder that is looked at again and again.

    It remembers nothing but the size and time of what waits: whenever it is killed, the next one begins where it was. Two
    at once see the same files; the store keeps one of each, and who moves a file second finds it gone.
    """

    def __init__(self, folder: Path, *, stands_still: float = STANDS_STILL_SECONDS, tell=lambda words: None, ring=None):
        self.folder, self._stands_still, self._tell, self._ring = folder, stands_still, tell, ring
        self._seen: dict[str, tuple[int, int, float]] = {}

    def look(self) -> int:
        """Take in what stands still; returns how many files were moved aside. Raises StoreTrouble: then they stay."""
        moved, seen = 0, {}
        for path in self._waiting():
            try:
                stat = path.stat()
            except OSError:
                continue  # another watcher, or whoever put it there, was quicker
            size, changed, since = self._seen.get(str(path), (-1, -1, 0.0))
            now = time.monotonic()
            if (size, changed) != (stat.st_size, stat.st_mtime_ns):
                since = now
                seen[str(path)] = (stat.st_size, stat.st_mtime_ns, since)
                self._seen[str(path)] = seen[str(path)]
                if not self._is_long_since(stat):
                    continue
            elif now - since < self._stands_still:
                seen[str(path)] = (size, changed, since)
                continue
            moved += self._take_in(path)
        self._seen = {name: known for name, known in seen.items() if os.path.lexists(name)}
        return moved

    def _is_long_since(self, stat):
        """Whether a file was last written so long ago that nobody is still copying it."""
        return self._stands_still > 0 and time.time() - stat.st_mtime > 60 * self._stands_still

    def _waiting(self):
        with os.scandir(self.folder) as found:
            entries = sorted((entry for entry in found if self._is_wanted(entry)), key=lambda entry: entry.name)
        for entry in entries:
            if not entry.is_dir(follow_symlinks=False):
                yield Path(entry.path)
                continue
            for place, folders, names in os.walk(entry.path):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                yield from (Path(place, name) for name in sorted(names) if _is_finished(name))

    def _is_wanted(self, entry):
        if entry.is_dir(follow_symlinks=False):
            return entry.name not in (TAKEN_IN, REFUSED) and not entry.name.startswith(".")
        return _is_finished(entry.name)

    def _take_in(self, path):
        name = shown_name(str(path.relative_to(self.folder)))
        refusal = "This is a link; only files are taken in." if path.is_symlink() else ""
        if not refusal and not path.is_file():
            refusal = "This is no file but a pipe, a socket or a device."
        taken, refused = [], []
        for piece, fate in take_in(Found(path, name, refusal), delivery=self._delivery()):
            if fate.file is None and not os.path.lexists(path):
                return 0  # another watcher was quicker
            (refused if fate.file is None else taken).append((piece, fate))
            self._tell(f"{piece}: {fate}")
        self._ring_for([fate.file for _piece, fate in taken if fate.file.is_moving and not fate.file.set_aside_at])
        is_whole = not any(piece == name for piece, _fate in refused)
        gone_to = _move(path, self._aside(TAKEN_IN if taken and is_whole else REFUSED))
        if gone_to is None:
            return 0
        if refused:
            _say_why(gone_to, path.name, taken, refused)
        return 1

    def _delivery(self):
        """What is put into the folder on one day is one delivery: people look at its outcomes the day after. However many
        watch the folder, they find the same one."""
        key = uuid.uuid5(uuid.NAMESPACE_URL, f"watched-folder:{self.folder}:{timezone.localdate().isoformat()}")
        defaults = {"way": WAY, "name": shown_name(str(self.folder))}
        return Delivery.objects.get_or_create(key=key, defaults=defaults)[0]

    def _ring_for(self, files: list[File]):
        if self._ring and files:
            self._ring(files)

    def _aside(self, what):
        folder = self.folder / what / timezone.localdate().isoformat()
        folder.mkdir(parents=True, exist_ok=True)
        return folder


def _say_why(path, name, taken, refused):
    """Write beside a file what of it was not taken in, and why."""
    if [piece for piece, _fate in refused] == [name] and not taken:
        words = f"{name} was not taken in.\n\n{refused[0][1].detail}\n"
    else:
        words = f"Of {name} this was not taken in ({len(taken)} files were):\n\n"
        words += "".join(f"{piece}: {fate.detail}\n" for piece, fate in refused)
    path.with_name(f"{path.name}.why.txt").write_text(words, encoding="utf-8", errors="replace")


def _is_finished(name):
    lower = name.lower()
    return not name.startswith((".", "~$")) and lower not in LEFT_BEHIND and not lower.endswith(UNFINISHED)


def _move(path: Path, folder: Path) -> Path | None:
    """Move a file into a folder, under a name that is free there; None when somebody else has moved it.

    It is linked there first and removed here then: whoever is killed between the two leaves one file under two names, which
    the next one sees.
    """
    for number in range(1, 10_000):
        target = folder / (path.name if number == 1 else f"{path.stem} ({number}){path.suffix}")
        try:
            os.link(path, target, follow_symlinks=False)
        except FileExistsError:
            if not _is_same(path, target):
                continue
        except FileNotFoundError:
            return None
        except OSError:  # file systems without links: shares, sticks
            if not _claim(target):
                continue
            return _rename(path, target)
        path.unlink(missing_ok=True)
        return target
    raise OSError(f"{folder} holds ten thousand files called {path.name}.")


def _is_same(path, other):
    try:
        return os.path.samestat(os.lstat(path), os.lstat(other))
    except FileNotFoundError:
        return False


def _claim(target):
    """Take a name before a rename, which would write over what lies there. Whether it was free."""
    try:
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o640))
    except FileExistsError:
        return False
    return True


def _rename(path, target):
    try:
        os.rename(path, target)
    except FileNotFoundError:
        target.unlink()
        return None
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return target
