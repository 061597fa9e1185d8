"""The store as a folder: bytes are safely on disk before anybody is told so, and never half there."""

import contextlib
import errno
import os
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.core.files.storage import FileSystemStorage

from documents.storage import BLOCK, Kept, Pieces, Stored, StoreTrouble

UNFINISHED = ".part"  # how names end of what is being written
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED = {errno.EACCES, errno.EPERM, errno.EROFS}


@contextlib.contextmanager
def _in_words(place):
    """Turn what the operating system says of the store into StoreTrouble; FileNotFoundError and StoreTrouble pass."""
    try:
        yield
    except (StoreTrouble, FileNotFoundError):
        raise
    except OSError as error:
        if error.errno in _NO_ROOM:
            words = f"There is no room left in the store {place}. Make room on its disk; nothing was half-written."
        elif error.errno in _CLOSED:
            words = f"The store {place} may not be read or written ({error.strerror}). Check its owner and permissions."
        else:
            words = f"The store {place} is away ({error.strerror or error}). Check its disk or network."
        raise StoreTrouble(words) from error


class FolderStore(FileSystemStorage):
    """Django's storage in a folder (MEDIA_ROOT), with writing that survives a crash at any moment.

    A file is written under another name in the same folder, made safe (fsync), renamed, and the folder is made safe too:
    under its own name there are either all bytes or none, whoever else writes the same at the same time.
    """

    def keep(self, name: str, content: bytes) -> Kept:
        """Have these bytes under this name. What lies there already is compared, and replaced where it is damaged.

        Raises StoreTrouble; then nothing of the try is left.
        """
        path = Path(self.path(name))
        with _in_words(self.location):
            held = self._holds(path, content)
            if held:
                _make_safe(path)
                _make_safe(path.parent)
                return Kept.HELD
            self._write(path, (content,))
        return Kept.NEW if held is None else Kept.RESTORED

    def pieces(self, name: str, start: int = 0, length: int | None = None) -> Pieces:
        """The stored bytes from ``start`` on, all or ``length`` of them. Raises FileNotFoundError and StoreTrouble."""
        stream = self._open(name).file
        with _in_words(self.location):
            stream.seek(start)
            size = os.fstat(stream.fileno()).st_size
        return Pieces(stream, size - start if length is None else length)

    def listing(self) -> Iterator[Stored]:
        """All that lies in the store, unfinished files too. Raises StoreTrouble."""
        with _in_words(self.location):
            self._expect_the_folder()
            for folder, _folders, names in os.walk(self.location, onerror=_raise):
                for name in sorted(names):
                    path = Path(folder, name)
                    with contextlib.suppress(FileNotFoundError):  # renamed or removed meanwhile
                        stat = path.lstat()
                        at = datetime.fromtimestamp(stat.st_mtime, UTC)
                        yield Stored(path.relative_to(self.location).as_posix(), stat.st_size, at)

    def is_unfinished(self, name: str) -> bool:
        """Whether this is what a write that never ended has left."""
        return name.endswith(UNFINISHED)

    def _open(self, name, mode="rb"):
        with _in_words(self.location):
            try:
                return super()._open(name, mode)
            except FileNotFoundError:
                self._expect_the_folder()
                raise

    def _save(self, name, content):
        with _in_words(self.location):
            self._write(Path(self.path(name)), content.chunks())
        return name.replace("\\", "/")

    def _expect_the_folder(self):
        """A disk that is not mounted looks like a folder without anything: that says nothing of the files on it."""
        try:
            with os.scandir(self.location) as found:
                is_empty = next(found, None) is None
        except FileNotFoundError:
            is_empty = True
        if is_empty:
            raise StoreTrouble(
                f"The store {self.location} is empty or away. Check FILES_FOLDER, and that its disk is mounted."
            )

    def _holds(self, path, content):
        """Whether exactly these bytes lie there: None where nothing does, False for others or for what can't be read."""
        try:
            with open(path, "rb") as stream:
                if os.fstat(stream.fileno()).st_size != len(content):
                    return False
                view = memoryview(content)
                return all(stream.read(BLOCK) == view[at : at + BLOCK] for at in range(0, len(content), BLOCK))
        except FileNotFoundError:
            return None
        except OSError as error:
            if error.errno == errno.EIO:
                return False
            raise

    def _write(self, path: Path, blocks: Iterable[bytes]):
        self._make_folder(path.parent)
        unfinished = path.with_name(f"{path.name}.{uuid.uuid4().hex[:12]}{UNFINISHED}")
        try:
            with open(unfinished, "xb") as stream:
                for block in blocks:
                    stream.write(block)
                stream.flush()
                os.fchmod(stream.fileno(), self.file_permissions_mode or 0o640)
                os.fsync(stream.fileno())
            os.replace(unfinished, path)
        except BaseException:
            with contextlib.suppress(OSError):
                unfinished.unlink()
            raise
        _make_safe(path.parent)

    def _make_folder(self, folder):
        if folder.is_dir():
            return
        folder.mkdir(mode=self.directory_permissions_mode or 0o750, parents=True, exist_ok=True)
        _make_safe(folder.parent)


def _make_safe(path):
    """See that what was written to a file or folder is on the disk itself."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _raise(error):
    raise error
