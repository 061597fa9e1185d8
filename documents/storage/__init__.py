"""Where the bytes of files lie: in a folder (``folder.py``) or in a bucket that speaks the S3 protocol (``bucket.py``).

Both keep bytes under the name they are told, which is their hash; say ``StoreTrouble`` in words where the store is away,
full or closed to us; and raise FileNotFoundError only when the store is there and the bytes are not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

BLOCK = 1 << 18  # bytes that are read at once when a file is handed on


class StoreTrouble(OSError):
    """The store is away, has no room, or may not be written: ``str(error)`` says which, and what to do.

    Nothing is wrong with the file in hand: trying again helps once the store is mended.
    """


class Kept(Enum):
    """What it took to have some bytes in the store: they were NEW, HELD already, or RESTORED over a damaged copy."""

    NEW = auto()
    HELD = auto()
    RESTORED = auto()


@dataclass(frozen=True)
class Stored:
    """One thing that lies in the store: its name there, its size in bytes, when it was written (aware)."""

    name: str
    size: int
    at: datetime


class Pieces:
    """The bytes of a stored file from some place on, ``length`` of them, a block at a time; closes what it reads from."""

    def __init__(self, stream, length: int):
        self._stream, self._left = stream, length

    def __iter__(self) -> Iterator[bytes]:
        try:
            while self._left > 0:
                block = self._stream.read(min(BLOCK, self._left))
                if not block:
                    raise StoreTrouble("The stored bytes end too early. Run manage.py check_store.")
                self._left -= len(block)
                yield block
        finally:
            self.close()

    def close(self):
        """Let go of the file or connection."""
        self._stream.close()
