"""A page of a PDF as a picture, drawn in a process of its own: strangers' bytes do not reach ours.

`drawn` starts this module by itself (`main`), which takes the file from standard input and answers with a PGM. `png_of`
makes of it what a browser shows.
"""

import struct
import sys
import zlib
from pathlib import Path

import pypdfium2

from documents.reading import programs
from documents.reading.pages import UnreadableFile
from documents.reading.pdf import PDFIUM, opened

RESOLUTION = 300  # dots per inch, what Tesseract was trained on
MOST_DOTS = 40_000_000  # of one page: larger ones (maps, posters) are drawn more coarsely
MOST_SECONDS = 60
MOST_MEMORY = 2_000_000_000  # bytes of address space
_START = "import sys; sys.path.insert(0, sys.argv[1]); from documents.reading.drawing import main; main()"


def drawn(
    content: bytes, number: int, turn: int, folder: str, *, resolution: int = RESOLUTION, seconds: int = MOST_SECONDS
) -> bytes | None:
    """A page in shades of grey, as a PGM, turned clockwise; None when the file has no such page or it can't be drawn.

    resolution: dots per inch. seconds: how long it may take.
    """
    top = str(Path(__file__).resolve().parents[2])
    command = [sys.executable, "-c", _START, top, str(number), str(turn), str(resolution)]
    try:
        answer = programs.run(command, folder=folder, given=content, seconds=seconds, memory=MOST_MEMORY)
    except programs.ProgramFailed:
        return None
    return answer if answer.startswith(b"P5\n") else None


def png_of(picture: bytes) -> bytes:
    """A PGM as `drawn` gives it, as a PNG. Raises ValueError for anything else."""
    kind, size, most, dots = picture.split(b"\n", 3)
    width, height = (int(number) for number in size.split())
    if (kind, most) != (b"P5", b"255") or len(dots) != width * height:
        raise ValueError("not a picture of 256 greys")
    # Each line begins with how it is filtered: 0, not at all.
    lines = b"".join(b"\0" + dots[at : at + width] for at in range(0, len(dots), width))
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def main() -> None:
    """Draw the page that the command names of the file at standard input."""
    number, turn, resolution = (int(word) for word in sys.argv[2:5])
    try:
        picture = _picture(sys.stdin.buffer.read(), number, turn, resolution)
    except (UnreadableFile, pypdfium2.PdfiumError):
        sys.exit(1)
    sys.stdout.buffer.write(picture)


def _picture(content: bytes, number: int, turn: int, resolution: int) -> bytes:
    with PDFIUM:
        document = opened(content)
        try:
            if not 1 <= number <= len(document):
                return b""
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(resolution / 72, (MOST_DOTS / max(1.0, width * height)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True, rotation=turn)
            rows, stride = memoryview(bitmap.buffer), bitmap.stride
            lines = [bytes(rows[y * stride : y * stride + bitmap.width]) for y in range(bitmap.height)]
            return b"P5\n%d %d\n255\n" % (bitmap.width, bitmap.height) + b"".join(lines)
        finally:
            document.close()
