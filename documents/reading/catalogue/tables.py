"""Tables of documents: CSV and TSV in any dialect and encoding, whose head cells are words or MARC tags."""

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from documents.reading.catalogue.marc import MarcField, MarcRecord, record_of
from documents.reading.catalogue.records import (
    MOST_RECORDS,
    AgendaItem,
    CatalogueError,
    CatalogueFile,
    CatalogueRecord,
    Remarks,
    mend,
    unique,
)
from documents.reading.catalogue.values import (
    WORDS,
    agenda_item,
    clean,
    date_in,
    day_comes_first,
    distribution_of,
    is_a_no,
    job_numbers_in,
    jobs_in,
    language_of_name,
    languages_in,
    session_of,
    symbols_in,
)
from documents.reading.catalogue.workbook import Sheet
from documents.reading.language import told_by_words
from documents.symbols import SymbolError, parse

# "191__a", "65007a", "245__", "246__(2)", "191$a", "191 a", "245"
_MARC_HEAD = re.compile(r"(\d{3})([ _#\\\d]{2})?[ _]?\$?([a-z0-9])?(?:\s?\(\d{1,2}\))?", re.IGNORECASE)
_SUBFIELD = re.compile(r"\$\$?([a-z0-9])\s?")
_DELIMITERS = ",;\t|"
# A row of more lines than this comes of a quotation mark that nothing closes.
_MOST_LINES_IN_A_ROW = 60
_MOST_OPEN_QUOTES = 100
_HEAD_WITHIN = 5  # rows from the top
# The table of the secretariat: a column for each language, headed by its letter. One letter alone may mean anything.
_LETTERS = frozenset("ACEFRS")
_LETTERS_TOGETHER = 4
_MANY = re.compile(r"\s*(?:\|\|+|;|\n|\|)\s*")


class _Column(NamedTuple):
    head: str
    field: str  # a field of CatalogueRecord, "marc", or "" for an unknown column
    language: str = ""
    tag: str = ""
    indicators: str = "  "
    code: str = ""


def read_table(text: str, remarks: Remarks) -> list[CatalogueRecord]:
    """The rows of a table as records. Raises CatalogueError for a text that is no table."""
    lines = text.lstrip("\ufeff").splitlines(keepends=True)
    if lines and (match := re.fullmatch(r"sep=(.)\s*", lines[0])):
        delimiter, lines = match[1], lines[1:]
    else:
        delimiter = _delimiter(lines)
    return read_rows(_rows(lines, delimiter, remarks), remarks)


def read_sheets(sheets: list[Sheet], remarks: Remarks) -> list[CatalogueRecord]:
    """The rows of a workbook as records: of the sheet whose head row has the most columns that are known.

    Raises CatalogueError where no sheet is a table.
    """
    filled = [sheet for sheet in sheets if sheet.rows]
    if not filled:
        raise CatalogueError("This workbook is empty. Check that the right file was chosen.")
    chosen = max(filled, key=lambda sheet: known_columns(sheet.rows))
    if len(filled) > 1:
        others = ", ".join(f"“{sheet.name[:40]}”" for sheet in filled[:20] if sheet is not chosen)
        remarks.add(
            f"Only the sheet “{chosen.name[:40]}” was read: it has the most columns that are known. Not read: {others}."
        )
    return read_rows(iter(chosen.rows), remarks)


def known_columns(rows: list[tuple[int, list[str]]]) -> int:
    """How many columns are known by the best head row among the first rows."""
    return max((sum(bool(column.field) for column in _head(row)) for _, row in rows[:_HEAD_WITHIN]), default=0)


def read_rows(rows: Iterator[tuple[int, list[str]]], remarks: Remarks) -> list[CatalogueRecord]:
    """Rows, each with the number of its line, as records. Raises CatalogueError where no column can be told."""
    # A heading of the whole table may stand above the head cells.
    first: list[tuple[int, list[str]]] = []
    columns: list[_Column] = []
    for row in rows:
        first.append(row)
        columns = _head(row[1])
        if any(column.field for column in columns) or len(first) == _HEAD_WITHIN:
            break
    if not any(column.field for column in columns):
        columns, first = _columns_by_content(first)
        if not columns:
            raise CatalogueError(
                "No column of this table could be told. Its first row should name them: Symbol, Title, Date."
            )
        remarks.add("The table has no head row; the column of symbols was told by what stands in it.")
    else:
        first = []
    unknown = [column.head for column in columns if column.head and not column.field]
    if unknown:
        remarks.add(f"Columns not understood, kept as they are: {', '.join(unknown[:20])}.")
    return _records(columns, [*first, *rows], remarks)


def _records(columns: list[_Column], rows: list[tuple[int, list[str]]], remarks: Remarks) -> list[CatalogueRecord]:
    dates = [at for at, column in enumerate(columns) if column.field == "date"]
    day_first = day_comes_first([row[at] for _, row in rows for at in dates if at < len(row)])
    records: list[CatalogueRecord] = []
    for place, (line, row) in enumerate(rows, start=1):
        if len(records) >= MOST_RECORDS:
            remarks.add(f"Only the first {MOST_RECORDS:,} rows were read.")
            break
        if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
            remarks.add(f"Row {place} (line {line}) has {len(row)} cells for {len(columns)} columns.")
        elif len(row) < len(columns) and len(columns) > 1:
            remarks.add(f"Row {place} (line {line}) has only {len(row)} cells for {len(columns)} columns.")
        cells = [(column, mend(cell).strip()) for column, cell in zip(columns, row, strict=False) if cell.strip()]
        if any(column.field == "marc" for column in columns):
            record = _marc_record(place, cells)
        else:
            record = _record(place, cells, day_first)
        records.append(replace(record, line=line))
    return records


def _delimiter(lines: list[str]) -> str:
    """The separator that gives the first rows the most even cells, known head cells first."""

    def merit(delimiter: str) -> tuple[int, int, int]:
        rows = [row for _, row in _rows(lines[:60], delimiter, Remarks()) if row]
        if not rows:
            return 0, 0, 0
        widths = [len(row) for row in rows[:20]]
        known = max(sum(bool(_column(cell).field) for cell in row) for row in rows[:5])
        usual = max(set(widths), key=widths.count)
        return known, widths.count(usual) * (usual > 1), usual

    return max(_DELIMITERS, key=merit)


def _rows(lines: list[str], delimiter: str, remarks: Remarks) -> Iterator[tuple[int, list[str]]]:
    """The rows that hold anything, each with the number of its first line; a quotation mark left open costs one row."""
    at = open_quotes = 0
    while at < len(lines):
        taken = 0

        def some(start: int = at) -> Iterator[str]:
            nonlocal taken
            for line in lines[start : start + _MOST_LINES_IN_A_ROW + 1]:
                taken += 1
                yield line.replace("\0", "")

        try:
            row = next(csv.reader(some(), delimiter=delimiter), [])
            # Only a quotation mark that nothing closes takes all the lines given.
            damaged = taken > _MOST_LINES_IN_A_ROW or (
                at + taken >= len(lines) and taken > 1 and _left_open(lines[at:])
            )
        except csv.Error:
            row, damaged = [], True
        if damaged:
            open_quotes += 1
            remarks.add(f"Line {at + 1} is damaged: a quotation mark is not closed; the line was read without it.")
            if open_quotes > _MOST_OPEN_QUOTES:
                remarks.add(f"Reading stopped at line {at + 1}: too many damaged lines.")
                return
            row, taken = [cell.strip('" ') for cell in lines[at].rstrip("\r\n").split(delimiter)], 1
        if any(cell.strip() for cell in row):
            yield at + 1, row
        at += max(taken, 1)


def _left_open(lines: list[str]) -> bool:
    return sum(line.count('"') for line in lines[: _MOST_LINES_IN_A_ROW + 1]) % 2 == 1


# ---------------------------------------------------------------- head cells


def _plain_head(cell: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", cell.casefold()) if unicodedata.category(c) != "Mn")
    # й and ё lose their marks as accents do; the known words lost theirs the same way.
    return re.sub(r"[\W_]+", " ", bare).strip()


# The field that a head cell means, by its plain form.
_FIELD_OF = {_plain_head(name): field for field, names in WORDS["columns"].items() for name in names}


def _column(cell: str) -> _Column:
    head = cell.strip()
    if match := _MARC_HEAD.fullmatch(head):
        return _Column(head, "marc", "", match[1], (match[2] or "  ").replace("_", " "), (match[3] or "").lower())
    plain = _plain_head(re.sub(r"([a-z])([A-Z])", r"\1 \2", head)) if len(head) < 80 else ""
    field = _FIELD_OF.get(plain, "") or _FIELD_OF.get(re.sub(r" \d+$", "", plain), "")
    if field.startswith("title_"):
        return _Column(head, "title", field[-2:])
    return _Column(head, field)


def _head(row: list[str]) -> list[_Column]:
    """What each cell of a head row means. A C E F R S, each at the head of a column, are the six languages."""
    columns = [_column(cell) for cell in row]
    letters = [at for at, cell in enumerate(row) if cell.strip() in _LETTERS]
    if len({row[at].strip() for at in letters}) < _LETTERS_TOGETHER:
        return columns
    for at in letters:
        columns[at] = _Column(row[at].strip(), "in_language", language_of_name(row[at].strip()))
    return columns


def _columns_by_content(rows: list[tuple[int, list[str]]]) -> tuple[list[_Column], list[tuple[int, list[str]]]]:
    """For a table without a head row: the column in which most cells are symbols. ([], []) where there is none."""
    width = max((len(row) for _, row in rows), default=0)
    best = max(range(width), key=lambda at: sum(_is_symbol(row[at]) for _, row in rows if at < len(row)), default=None)
    if best is None or 2 * sum(_is_symbol(row[best]) for _, row in rows if best < len(row)) <= len(rows):
        return [], []
    return [_Column(f"column {at + 1}", "symbols" if at == best else "") for at in range(width)], rows


def _is_symbol(cell: str) -> bool:
    try:
        return "/" in cell and bool(parse(cell.split("||")[0]).series)
    except SymbolError:
        return False


# ---------------------------------------------------------------- rows


def _record(place: int, cells: list[tuple[_Column, str]], day_first: bool | None) -> CatalogueRecord:
    by_field: dict[str, list[str]] = {}
    for column, cell in cells:
        by_field.setdefault(column.field, []).append(cell)

    def parts(field: str) -> list[str]:
        return [clean(part) for cell in by_field.get(field, ()) for part in _MANY.split(cell) if part]

    def first(field: str) -> str:
        return clean(next(iter(by_field.get(field, ())), ""))

    titles = [(column.language, title) for column, cell in cells if column.field == "title" and (title := _title(cell))]
    named = [language for cell in by_field.get("languages", ()) for language in languages_in(cell)]
    there = [(column, cell) for column, cell in cells if column.field == "in_language" and not is_a_no(cell)]
    return CatalogueRecord(
        place=place,
        raw=tuple((column.head, cell) for column, cell in cells),
        record_id=first("record_id"),
        symbols=unique(symbol for cell in by_field.get("symbols", ()) for symbol in symbols_in(cell)),
        title=titles[0][1] if titles else "",
        titles=tuple((language or told_by_words(title), title) for language, title in titles),
        date=next((date for part in parts("date") if (date := date_in(part, day_first=day_first))), ""),
        languages=unique([*named, *(column.language for column, cell in there)]),
        distribution=distribution_of(first("distribution")),
        session=session_of(first("session")),
        body=first("body"),
        job_numbers=unique(number for cell in by_field.get("job_numbers", ()) for number in job_numbers_in(cell)),
        jobs=unique(
            [
                *(job for cell in by_field.get("job_numbers", ()) for job in jobs_in(cell)),
                *((column.language, number) for column, cell in there for number in job_numbers_in(cell)),
            ]
        ),
        agenda=tuple(_agenda_of(part) for part in parts("agenda_item")),
        related_symbols=unique(symbol for cell in by_field.get("related_symbols", ()) for symbol in symbols_in(cell)),
        subjects=unique(parts("subjects")),
        type=first("type"),
        notes=unique(by_field.get("notes", ())),
        files=tuple(
            CatalogueFile(language_of_name(address.rsplit(".", 1)[0][-2:]), address)
            for cell in by_field.get("files", ())
            for address in re.split(r"\s*(?:\|\|?|;|\s)\s*", cell)
            if address.startswith(("http://", "https://"))
        ),
    )


def _agenda_of(part: str) -> AgendaItem:
    """ "A/78/251 71b" and "71 (b)"; ODS writes the agenda's symbol before the item."""
    head, _, rest = part.partition(" ")
    if "/" in head and rest:
        return AgendaItem(head, agenda_item(rest.lstrip("-–: ")))
    return AgendaItem(
        "", agenda_item(re.sub(r"^(?:agenda\s)?(?:item|point|tema|пункт)s?\s", "", part, flags=re.IGNORECASE))
    )


def _title(cell: str) -> str:
    """ "$a New Hebrides :$b Laws" is "New Hebrides : Laws"."""
    if "$a" not in cell:
        return clean(cell)
    parts = _SUBFIELD.split(cell)[1:]
    return " : ".join(
        clean(value) for code, value in zip(parts[::2], parts[1::2], strict=False) if code in "abnp" and value
    )


def _marc_record(place: int, cells: list[tuple[_Column, str]]) -> CatalogueRecord:
    """A row whose columns are MARC tags; each value parted by "||" is a field of its own."""
    marc = MarcRecord(place)
    for column, cell in cells:
        if column.field == "marc":
            for value in cell.split("||"):
                if "$" in value and not column.code:
                    parts = _SUBFIELD.split(value)[1:]
                    subfields = list(zip(parts[::2], parts[1::2], strict=False))
                else:
                    subfields = [(column.code or "a", value)]
                marc.fields.append(MarcField(column.tag, column.indicators, subfields))
    record = record_of(marc)
    others = _record(place, [pair for pair in cells if pair[0].field != "marc"], None)
    merged = {
        name: getattr(record, name) or getattr(others, name)
        for name in record.__dataclass_fields__
        if name not in ("place", "line", "raw")
    }
    return CatalogueRecord(place=place, raw=tuple((column.head, cell) for column, cell in cells), **merged)
