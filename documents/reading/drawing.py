"""A page of a PDF as a picture, drawn in a process of its own: strangers' bytes do not reach ours.

`drawn` starts this module by itself (`main`), which takes the file from standard input and answers with a PGM.
"""

import sys
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


def drawn(content: bytes, number: int, turn: int, folder: str) -> bytes | None:
    """A page in shades of grey, as a PGM, turned clockwise; None when the file has no such page or it can't be drawn."""
    command = [sys.executable, "-c", _START, str(Path(__file__).resolve().parents[2]), str(number), str(turn)]
    try:
        answer = programs.run(command, folder=folder, given=content, seconds=MOST_SECONDS, memory=MOST_MEMORY)
    except programs.ProgramFailed:
        return None
    return answer if answer.startswith(b"P5\n") else None


def main() -> None:
    """Draw the page that the command names of the file at standard input."""
    number, turn = int(sys.argv[2]), int(sys.argv[3])
    try:
        picture = _picture(sys.stdin.buffer.read(), number, turn)
    except (UnreadableFile, pypdfium2.PdfiumError):
        sys.exit(1)
    sys.stdout.buffer.write(picture)


def _picture(content: bytes, number: int, turn: int) -> bytes:
    with PDFIUM:
        document = opened(content)
        try:
            if not 1 <= number <= len(document):
                return b""
            page = document[number - 1]
            width, height = page.get_size()
            scale = min(RESOLUTION / 72, (MOST_DOTS / max(1.0, width * height)) ** 0.5)
            bitmap = page.render(scale=scale, grayscale=True, rotation=turn)
            rows, stride = memoryview(bitmap.buffer), bitmap.stride
            lines = [bytes(rows[y * stride : y * stride + bitmap.width]) for y in range(bitmap.height)]
            return b"P5\n%d %d\n255\n" % (bitmap.width, bitmap.height) + b"".join(lines)
        finally:
            document.close()
