"""Workbooks of Excel give the same records as tables in plain text; hostile ones are refused in a sentence, soon."""

import datetime
import io
import re
import time
import zipfile

import pytest
import xlsxwriter

from documents.reading.catalogue import CatalogueError, read_catalogue, workbook

HEAD = ["Symbol", "Title", "Date", "Language", "Job number"]


def book(*sheets, merged=(), hidden=()) -> bytes:
    """A workbook. sheets: (name, rows); merged: ranges of the first sheet, as (row, column, last row, last column, value)."""
    kept = io.BytesIO()
    made = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False})
    day = made.add_format({"num_format": "d mmm yyyy"})
    for at, (name, rows) in enumerate(sheets):
        sheet = made.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(line, column, cell, day)
                elif cell is not None:
                    sheet.write(line, column, cell)
        for *place, value in merged if at == 0 else ():
            sheet.merge_range(*place, value)
    made.close()
    return kept.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The same workbook with one part put in the place of another, or added."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, part)
    return kept.getvalue()


def test_a_sheet_gives_records_with_dates_as_dates_and_the_row_of_each():
    content = book(
        ("List", [HEAD, [], 
                  ["CTOC/COP/2016/1", "Agenda", datetime.date(2016, 8, 5), "English", "V.16-04567 (E)"],
                  ["CTOC/COP/2016/2", "Report", 2016]]),
    )  # fmt: skip

    catalogue = read_catalogue(content)

    first, second = catalogue
    assert catalogue.format == "workbook"
    assert (first.symbols, first.title, first.date) == (("CTOC/COP/2016/1",), "Agenda", "2016-08-05")
    assert (first.languages, first.jobs) == (("en",), (("en", "V.16-04567"),))
    assert second.date == "2016"
    assert (first.line, second.line) == (3, 4)


def test_of_several_sheets_the_one_with_the_most_known_columns_is_read_and_that_is_said():
    content = book(
        ("Read me", [["Notes"], ["Made in the spring"]]),
        ("Papers", [HEAD, ["CTOC/COP/2016/1", "Agenda"]]),
        ("Old", [HEAD, ["CTOC/COP/2014/1", "Old agenda"]]),
        hidden=("Old",),
    )

    catalogue = read_catalogue(content)

    assert [record.symbols for record in catalogue] == [("CTOC/COP/2016/1",)]
    assert any("“Papers”" in remark and "“Read me”" in remark for remark in catalogue.remarks)


def test_a_symbol_merged_over_the_rows_of_its_languages_stands_in_each():
    content = book(
        ("List", [HEAD, [None, "Agenda", None, "en"], [None, "Ordre du jour", None, "fr"], ["CTOC/COP/2016/2", "Report"]]),
        merged=[(1, 0, 2, 0, "CTOC/COP/2016/1")],
    )  # fmt: skip

    assert [record.symbols[0] for record in read_catalogue(content)] == [
        "CTOC/COP/2016/1",
        "CTOC/COP/2016/1",
        "CTOC/COP/2016/2",
    ]


def test_the_secretariats_table_has_a_column_for_each_language():
    content = book(
        (
            "List",
            [
                ["List of documents of the session"],
                ["Symbol", "Title", "A", "C", "E", "F", "R", "S"],
                ["CTOC/COP/2016/1", "Agenda", "issued", "–", "V.16-04567", "X", "expected", ""],
            ],
        )
    )

    (record,) = read_catalogue(content)

    assert record.languages == ("ar", "en", "fr")
    assert record.jobs == (("en", "V.16-04567"),)


def test_a_formula_is_never_run_and_text_that_looks_like_one_stays_text():
    kept = io.BytesIO()
    made = xlsxwriter.Workbook(kept, {"in_memory": True})
    sheet = made.add_worksheet()
    sheet.write_row(0, 0, ["Symbol", "Title"])
    sheet.write_string(1, 0, "CTOC/COP/2016/1")
    sheet.write_formula(1, 1, '=HYPERLINK("http://x.example","go")', None, "go")
    sheet.write_string(2, 0, "CTOC/COP/2016/2")
    sheet.write_string(2, 1, "=cmd|' /C calc'!A0")
    made.close()

    assert [record.title for record in read_catalogue(kept.getvalue())] == ["go", "=cmd|' /C calc'!A0"]


GOOD = book(("List", [HEAD, ["CTOC/COP/2016/1", "Agenda"]]))
SHEET = "xl/worksheets/sheet1.xml"
HEAD_CELL = (("A1", "Symbol"),)


def _sheet_of(*cells: tuple[str, str]) -> bytes:
    """The part of a sheet with a row for each cell, written by hand."""
    rows = "".join(
        f'<row r="{re.sub("[A-Z]", "", place)}"><c r="{place}" t="str"><v>{value}</v></c></row>'
        for place, value in cells
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (GOOD[:-200], "damaged"),
        (with_part(GOOD, SHEET, b"<worksheet><sheetData><row"), "damaged|empty|No column"),
        (with_part(GOOD, SHEET, _sheet_of(*HEAD_CELL, ("XFD1", "x"))), "too large"),
        (with_part(GOOD, SHEET, _sheet_of(*HEAD_CELL, ("XFD1048576", "x"))), "too large"),
        (book(("Empty", [])), "empty"),
        (book(("Words", [["one", "two"], ["three", "four"]])), "No column"),
    ],
)
def test_what_can_not_be_read_is_refused_in_a_sentence(content, words):
    with pytest.raises(CatalogueError, match=rf"(?s)({words}).*\.$"):
        read_catalogue(content)


def test_entities_of_a_sheet_do_not_grow():
    bomb = (
        b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a0 "ha">'
        + b"".join(b'<!ENTITY a%d "&a%d;&a%d;">' % (n, n - 1, n - 1) for n in range(1, 40))
        + b"]>"
        + _sheet_of(*HEAD_CELL, ("A2", "&a39;"))
    )
    start = time.monotonic()

    with pytest.raises(CatalogueError):
        read_catalogue(with_part(GOOD, SHEET, bomb))

    assert time.monotonic() - start < 10


def test_a_workbook_that_unpacks_to_gigabytes_is_refused_before_it_is_opened():
    bomb = with_part(GOOD, "xl/media/image1.png", b"\0" * (workbook.MOST_UNPACKED + 1))

    with pytest.raises(CatalogueError, match="too large"):
        read_catalogue(bomb)


def test_an_archive_that_is_no_workbook_is_told_from_one():
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("a.txt", "x")

    with pytest.raises(CatalogueError, match="not a workbook"):
        read_catalogue(kept.getvalue())
