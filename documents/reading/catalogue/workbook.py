"""The sheets of an Excel workbook (XLSX, XLSM) as rows of text, read in a process of its own within limits.

`sheets_in` starts this module by itself (`main`), which takes the workbook from standard input and answers in JSON:
strangers' bytes do not reach our process. Formulas give the value that the workbook keeps of them; nothing is run.
"""

import datetime
import io
import json
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path
from typing import NamedTuple

import python_calamine

from documents.reading import programs
from documents.reading.catalogue.records import MOST_RECORDS, CatalogueError

MOST_SECONDS = 60
MOST_MEMORY = 1_200_000_000  # bytes of address space
MOST_UNPACKED = 200_000_000  # bytes of all parts together
MOST_PARTS = 5_000
MOST_COLUMNS = 500
MOST_SHEETS = 50
MOST_ROWS = MOST_RECORDS + 1_000  # a few rows above and between those that are records
LONGEST_CELL = 32_767  # characters; Excel holds no more
MOST_OUTPUT = 300_000_000
_START = "import sys; sys.path.insert(0, sys.argv[1]); from documents.reading.catalogue.workbook import main; main()"

_DAMAGED = "This workbook is damaged and can't be opened. Open it in Excel, save it once more and choose it again."
_TOO_LARGE = (
    f"This workbook is too large to be read: at most {MOST_UNPACKED // 1_000_000} MB unpacked, {MOST_COLUMNS} columns and "
    f"{MOST_RECORDS:,} rows. Delete what lies beside the table, or save the sheet as CSV."
)


class Sheet(NamedTuple):
    """One sheet: its name, and its rows that hold anything, each with its number in the sheet."""

    name: str
    rows: list[tuple[int, list[str]]]


def looks_like_workbook(content: bytes) -> bool:
    """Whether the bytes are an archive with a workbook of Excel in it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RecursionError):
        return b"xl/workbook.xml" in content


def sheets_in(content: bytes) -> list[Sheet]:
    """The sheets of a workbook; hidden ones only where none is visible. Raises CatalogueError with a sentence."""
    command = [sys.executable, "-c", _START, str(Path(__file__).resolve().parents[3])]
    with tempfile.TemporaryDirectory() as folder:
        try:
            answer = programs.run(
                command,
                folder=folder,
                given=content,
                seconds=MOST_SECONDS,
                memory=MOST_MEMORY,
                most_output=MOST_OUTPUT,
            )
        except programs.ProgramFailed:
            raise CatalogueError(_TOO_LARGE) from None
    answered = json.loads(answer)
    if "refused" in answered:
        raise CatalogueError(str(answered["refused"]))
    return [
        Sheet(str(name), [(int(number), [str(cell) for cell in cells]) for number, cells in rows])
        for name, rows in answered["sheets"]
    ]


# ---------------------------------------------------------------- in the process of its own


def main() -> None:
    """Read the workbook at standard input and answer with its sheets, or with the sentence that refuses it."""
    try:
        answer = {"sheets": _read(sys.stdin.buffer.read())}
    except CatalogueError as refusal:
        answer = {"refused": str(refusal)}
    except MemoryError:
        answer = {"refused": _TOO_LARGE}
    sys.stdout.write(json.dumps(answer))


def _read(content: bytes) -> list[Sheet]:
    _check_unpacked(content)
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    except python_calamine.PasswordError:
        raise CatalogueError(
            "This workbook is protected with a password. Save it without the password and choose it again."
        ) from None
    except (python_calamine.CalamineError, OSError, ValueError):
        raise CatalogueError(_DAMAGED) from None
    tables = [sheet for sheet in book.sheets_metadata if sheet.typ == python_calamine.SheetTypeEnum.WorkSheet]
    visible = [sheet for sheet in tables if sheet.visible == python_calamine.SheetVisibleEnum.Visible]
    sheets = []
    for each in (visible or tables)[:MOST_SHEETS]:
        try:
            sheets.append(_sheet(book.get_sheet_by_name(each.name)))
        except CatalogueError:
            raise
        except (python_calamine.CalamineError, OSError, ValueError):
            raise CatalogueError(_DAMAGED) from None
    return sheets


def _check_unpacked(content: bytes) -> None:
    """Unpack every part to nowhere: what the archive itself says of its sizes may be a lie."""
    left = MOST_UNPACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS:
                raise CatalogueError(_TOO_LARGE)
            for part in parts:
                with archive.open(part) as stream:
                    while block := stream.read(1_048_576):
                        left -= len(block)
                        if left < 0:
                            raise CatalogueError(_TOO_LARGE)
    except CatalogueError:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, RuntimeError, zlib.error):
        raise CatalogueError(_DAMAGED) from None


def _sheet(sheet: python_calamine.CalamineSheet) -> Sheet:
    if sheet.start is None:
        return Sheet(sheet.name, [])
    if sheet.width > MOST_COLUMNS or sheet.height > MOST_ROWS:
        raise CatalogueError(_TOO_LARGE)
    top, left = sheet.start
    rows = [[_words(cell) for cell in row] for row in sheet.iter_rows()]
    _fill_merged(rows, sheet, top, left)
    return Sheet(sheet.name, [(top + at + 1, row) for at, row in enumerate(rows) if any(row)])


def _fill_merged(rows: list[list[str]], sheet: python_calamine.CalamineSheet, top: int, left: int) -> None:
    """Cells merged downwards speak for every row beside them: a symbol printed once for its six languages."""
    for (first, column), (last, end) in sheet.merged_cell_ranges or ():
        if column != end or first < top or not 0 <= column - left < sheet.width:
            continue
        for row in rows[first - top + 1 : last - top + 1]:
            row[column - left] = row[column - left] or rows[first - top][column - left]


def _words(cell: object) -> str:
    """A cell as a person reads it: whole numbers without a point, dates as ISO."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 10**15:
        return str(int(cell))
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell).replace("\0", "").strip()[:LONGEST_CELL]
