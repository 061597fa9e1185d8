"""Whether the files of an index are what Tantivy wrote: by the checksum that ends each of them, and by watching them.

Tantivy looks at checksums nowhere by itself: a file that was spoilt in the middle would answer wrongly, or bring the process
down. The files of a segment never change once the segment is listed in ``meta.json``.
"""

import json
import os
import zlib
from pathlib import Path

META = "meta.json"
MAGIC = 1337  # the last four bytes of every file of a segment, before them the length of the footer
LONGEST_FOOTER = 4096
PIECE = 1 << 20


def faults(folder: Path) -> list[str]:
    """What is wrong with the index in a folder, in words; empty when all is well."""
    try:
        names = _files_of(folder, _segments(folder))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
        return [f"{folder / META}: {problem}"]
    found = []
    for name in sorted(names):
        try:
            if not _has_its_checksum(folder / name):
                found.append(f"{folder / name}: its checksum is another")
        except FileNotFoundError:
            continue  # merged away in this moment; what is missed is told when the index is opened
        except (OSError, ValueError, KeyError, TypeError) as problem:
            found.append(f"{folder / name}: {problem}")
    return found


def _segments(folder):
    """The segments that are listed: identifier → the number of its file of deletions, or None."""
    meta = json.loads((folder / META).read_text(encoding="utf-8"))
    return {
        segment["segment_id"].replace("-", ""): (segment.get("deletes") or {}).get("opstamp")
        for segment in meta["segments"]
    }


def _files_of(folder, segments):
    """The files of the listed segments; a file of deletions only where it is the one that counts."""
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            identifier, _, rest = entry.name.partition(".")
            if identifier not in segments or (rest.endswith("del") and rest != f"{segments[identifier]}.del"):
                continue
            try:
                stat = entry.stat()
            except FileNotFoundError:
                continue
            found[entry.name] = (stat.st_size, stat.st_mtime_ns, stat.st_ino)
    return found


def _has_its_checksum(path):
    with open(path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        if size < 8:
            return False
        file.seek(-8, os.SEEK_END)
        end = file.read(8)
        length, magic = int.from_bytes(end[:4], "little"), int.from_bytes(end[4:], "little")
        if magic != MAGIC or not 0 < length <= min(LONGEST_FOOTER, size - 8):
            return False
        file.seek(-8 - length, os.SEEK_END)
        wanted = json.loads(file.read(length))["crc"]
        file.seek(0)
        left, checksum = size - 8 - length, 0
        while left and (piece := file.read(min(PIECE, left))):
            checksum = zlib.crc32(piece, checksum)
            left -= len(piece)
        return left == 0 and checksum == wanted


class Sentry:
    """Watches the files of one index that a process has open, without reading them."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._seen = {}
        self.complaint()

    def complaint(self) -> str:
        """What somebody did to the files since the last look, in words; "" when nothing."""
        try:
            segments = _segments(self.folder)
            now = _files_of(self.folder, segments)
            # Merged in this very moment: look again the next time.
            if _segments(self.folder) != segments:
                return ""
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as problem:
            return f"{self.folder / META}: {problem}"
        for name, was in self._seen.items():
            identifier, _, rest = name.partition(".")
            if identifier in segments and now.get(name) != was:
                if rest.endswith("del") and name not in now:
                    continue  # more of the segment was deleted, which is written into another file
                return f"{self.folder / name} was {'changed' if name in now else 'taken away'}"
        self._seen = now
        return ""
