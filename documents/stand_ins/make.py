"""Makes the stand-ins: files in the layout of United Nations documents whose text is our own.

    python documents/stand_ins/make.py            all of them
    python documents/stand_ins/make.py 2016/1     those whose symbol ends so

A developer's script. The site never imports it: it serves the files that lie in ``files/``. The texts stand in ``texts/``, one
file a document, every language a table in it; the layout stands here, in ``page.css`` and in ``pour.js``. PDF is printed by a
headless Chromium, Word files are zipped by hand, and ``manifest.jsonl`` says what was made. Texts are written in a small
notation, blocks parted by an empty line:

    # I. Heading
    > paragraph without a number
    - lettered sub-paragraph
    | cell | cell |                    (the first row holds the heads of the columns)

Anything else is a numbered paragraph. A footnote stands [^in its sentence].
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import html
import io
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

HERE = Path(__file__).resolve().parent
TEXTS = HERE / "texts"
FILES = HERE / "files"
MANIFEST = HERE / "manifest.jsonl"
STYLE = HERE / "page.css"
POUR = HERE / "pour.js"
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")

MONTHS = {
    "en": [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    "fr": [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}
LETTERS = {
    "ru": [f"{letter})" for letter in "abcdefgh"],
    "ar": [f"({letter})" for letter in "أبجدهوزح"],
    "fr": [f"{letter})" for letter in "abcdefgh"],
    "es": [f"{letter})" for letter in "abcdefgh"],
}
SYMBOL = re.compile(r"[A-Z]+(?:/[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*)+")
NOTE = re.compile(r"\[\^(.+?)\]", re.DOTALL)


class StandInError(Exception):
    """A stand-in cannot be made; the message says why, in words for a developer."""


@dataclass(frozen=True)
class Block:
    """One block of a text: ``kind`` is heading, plain, numbered, lettered or table.

    ``label`` is its number as printed, "" where it bears none; ``text`` still holds its footnotes in the notation; ``rows`` is
    used by tables alone.
    """

    kind: str
    text: str = ""
    label: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class StandIn:
    """One language of one document, ready to be laid out. What the register does not know is empty, and left out of the page."""

    symbol: str
    language: str
    format: str
    words: dict[str, str]
    title: str
    blocks: tuple[Block, ...]
    masthead: tuple[str, ...]
    meeting: str = ""
    place_and_dates: str = ""
    item: str = ""
    item_title: str = ""
    author: str = ""
    box: str = ""
    agenda_document: str = ""
    job: str = ""
    produced: tuple[str, ...] = ()
    symbol_in_header: bool = False

    @property
    def file_name(self) -> str:
        """The name as the documents service would give it: CTOC_COP_2016_1-EN.pdf."""
        return f"{self.symbol.replace('/', '_')}-{self.language.upper()}.{self.format}"

    @property
    def direction(self) -> str:
        """rtl for Arabic, ltr for the others."""
        return "rtl" if self.language == "ar" else "ltr"

    @property
    def job_line(self) -> str:
        """The production line, "V.18-00932 (E)    020318    050318"; "" where the register knows no job number of this language."""
        return "    ".join([f"{self.job} ({self.words['letter']})", *self.produced]) if self.job else ""

    @property
    def bar_code(self) -> str:
        """The digits of the job number between asterisks, as printed under the bars."""
        return "*" + re.sub(r"\D", "", self.job) + "*" if self.job else ""


def masthead_date(date: datetime.date, language: str) -> str:
    """The date of a masthead: in the language for English, French and Spanish, in English for Russian, Arabic and Chinese."""
    month = MONTHS.get(language, MONTHS["en"])[date.month - 1]
    if language == "es":
        return f"{date.day} de {month} de {date.year}"
    day = "1er" if language == "fr" and date.day == 1 else date.day
    return f"{day} {month} {date.year}"


def french_spaces(said: dict) -> dict:
    """The texts of a French table with no-break spaces before : ; ? ! and inside guillemets, as French printing wants them."""

    def spaced(text: str) -> str:
        return re.sub(r"« ", "«\N{NO-BREAK SPACE}", re.sub(r" ([:;?!»])", "\N{NO-BREAK SPACE}\\1", text))

    return {name: spaced(value) if isinstance(value, str) else value for name, value in said.items()}


def blocks_of(text: str, language: str) -> tuple[Block, ...]:
    """Cut a text in the notation above into blocks; paragraphs are numbered through, sub-paragraphs anew in each paragraph."""
    letters = LETTERS.get(language, [f"({letter})" for letter in "abcdefgh"])
    blocks: list[Block] = []
    number = letter = 0
    for chunk in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in chunk.splitlines()]
        if lines[0].startswith("|"):
            blocks.append(
                Block("table", rows=tuple(tuple(c.strip() for c in line.strip("|").split("|")) for line in lines))
            )
        elif lines[0].startswith("# "):
            blocks.append(Block("heading", chunk[2:].strip()))
        elif lines[0].startswith("> "):
            blocks.append(Block("plain", chunk[2:].strip()))
        elif lines[0].startswith("- "):
            for line in lines:
                blocks.append(Block("lettered", line.removeprefix("- "), letters[letter]))
                letter += 1
        else:
            number, letter = number + 1, 0
            blocks.append(Block("numbered", chunk.strip(), f"{number}."))
    return tuple(blocks)


def read_stand_ins() -> list[StandIn]:
    """All stand-ins that ``texts/`` describes, by document and language.

    Raises StandInError where a text asks for a format other than pdf or docx.
    """
    words = tomllib.loads((TEXTS / "words.toml").read_text("utf-8"))
    found = []
    for path in sorted(TEXTS.glob("CTOC_*.toml")):
        document = tomllib.loads(path.read_text("utf-8"))
        for language in (language for language in LANGUAGES if language in document):
            version, said = document[language], words[language]
            if language == "fr":
                version, said = french_spaces(version), french_spaces(said)
            if version["format"] not in ("pdf", "docx"):
                raise StandInError(
                    f"{path.name}, [{language}]: the format must be pdf or docx, not {version['format']}."
                )
            right_column = [
                said["distribution"] if document.get("distribution") else "",
                masthead_date(document["date"], language) if "date" in document else "",
                said.get("version", ""),
                said["only"] if document.get("only") else said["original"],
            ]
            fields = ("meeting", "place_and_dates", "item", "item_title", "author", "box", "job")
            found.append(
                StandIn(
                    symbol=document["symbol"],
                    language=language,
                    format=version["format"],
                    words=said,
                    title=version["title"],
                    blocks=blocks_of(version["text"], language),
                    masthead=tuple(line for line in right_column if line),
                    agenda_document=document.get("agenda_document", ""),
                    produced=tuple(version.get("produced", ())),
                    symbol_in_header=version.get("symbol_in_header", False),
                    **{name: version.get(name, "") for name in fields},
                )
            )
    return found


# PDF

FONTS = {
    "ar": '"Liberation Serif", "Noto Naskh Arabic", serif',
    "zh": '"Liberation Serif", "Noto Sans CJK SC", sans-serif',
}
# Code 39: nine elements a sign, bar and space by turns, w for wide.
BARS = {
    "0": "nnnwwnwnn", "1": "wnnwnnnnw", "2": "nnwwnnnnw", "3": "wnwwnnnnn", "4": "nnnwwnnnw", "5": "wnnwwnnnn",
    "6": "nnwwwnnnn", "7": "nnnwnnwnw", "8": "wnnwnnwnn", "9": "nnwwnnwnn", "*": "nwnnwnwnn",
}  # fmt: skip


def bars(text: str) -> str:
    """An SVG picture of a Code 39 bar code; ``text`` is digits between asterisks."""
    x, drawn = 0, []
    for sign in text:
        for place, width in enumerate(BARS[sign]):
            width = 3 if width == "w" else 1
            if place % 2 == 0:
                drawn.append(f"M{x} 0h{width}v30h-{width}z")
            x += width
        x += 1
    return f'<svg viewBox="0 0 {x} 30" preserveAspectRatio="none" style="width:{x * 0.25:.1f}mm"><path d="{"".join(drawn)}"/></svg>'


def inline_html(text: str) -> str:
    """Escape a text and keep each symbol in one piece, left to right, whatever stands around it."""
    return SYMBOL.sub(lambda found: f'<span class="symbol">{found[0]}</span>', html.escape(text, quote=False))


def block_html(block: Block, position: int, first_note: int) -> tuple[str, int]:
    """One block as HTML and the number of the next footnote."""
    notes = []

    def mark(found: re.Match[str]) -> str:
        notes.append(found[1])
        return f"\0{len(notes)}\0"

    text = inline_html(NOTE.sub(mark, block.text))
    for count, note in enumerate(notes, 1):
        number = first_note + count - 1
        text = text.replace(f"\0{count}\0", f"<sup>{number}</sup>")
        text += f'<span class="note" data-of="b{position}"><sup>{number}</sup> {inline_html(note)}</span>'
    attributes = f'id="b{position}" class="{block.kind}"'
    if block.kind == "heading":
        made = f"<h2 {attributes}>{text}</h2>"
    elif block.kind == "table":
        head, *rows = block.rows
        made = f"<table {attributes}><tr>" + "".join(f"<th>{inline_html(cell)}</th>" for cell in head) + "</tr>"
        made += (
            "".join("<tr>" + "".join(f"<td>{inline_html(cell)}</td>" for cell in row) + "</tr>" for row in rows)
            + "</table>"
        )
    else:
        if SYMBOL.fullmatch(block.text):  # a line of its own, so that readers of Arabic pages find it whole
            attributes += ' dir="ltr"'
        label = f'<span class="label">{block.label}</span>' if block.label else ""
        made = f"<p {attributes}>{label}{text}</p>"
    return made, first_note + len(notes)


def page_html(stand_in: StandIn) -> str:
    """The whole document as one HTML page that pours itself into sheets when it is opened."""
    text = functools.partial(html.escape, quote=False)
    notice = f'<p class="notice">{text(stand_in.words["notice"])}</p>'
    organ, rest = stand_in.symbol.split("/", 1)
    star = "*" if stand_in.agenda_document else ""
    source, note_number = [], 1
    for position, block in enumerate(stand_in.blocks):
        made, note_number = block_html(block, position, note_number)
        source.append(made)
    column = "".join(
        f"<p{' class=gap' if place == 1 else ''}>{text(line)}</p>" for place, line in enumerate(stand_in.masthead)
    )
    meeting = (
        (f"<b>{inline_html(stand_in.meeting)}</b>" if stand_in.meeting else "")
        + (f"<p>{text(stand_in.place_and_dates)}</p>" if stand_in.place_and_dates else "")
        + (f"<p>{text(stand_in.item)}{star}</p>" if stand_in.item else "")
        + (f"<b>{text(stand_in.item_title)}</b>" if stand_in.item_title else "")
    )
    title_star = star if not stand_in.item else ""
    agenda = f'<span class="note">* {inline_html(stand_in.agenda_document)}.</span>' if stand_in.agenda_document else ""
    job = f'<p class="job" dir="ltr">{stand_in.job_line}</p>' if stand_in.job else ""
    bar_code = f'<div class="bars" dir="ltr">{bars(stand_in.bar_code)}{stand_in.bar_code}</div>' if stand_in.job else ""
    fonts = FONTS.get(stand_in.language, '"Liberation Serif", serif')
    right_column = "ltr" if "English" in stand_in.masthead[-1] else stand_in.direction
    return f"""<!doctype html>
<html lang="{stand_in.language}" dir="{stand_in.direction}">
<meta charset="utf-8">
<title>{text(stand_in.symbol)}: {text(stand_in.title)}</title>
<style>{STYLE.read_text("utf-8").replace("FONTS", fonts)}</style>
<body>
<template id="opening"><section class="page">
{notice}
<header>
<div class="top">
<b>{text(stand_in.words["united_nations"])}</b><span class="symbol"><big>{organ}</big>/{rest}</span>
</div>
<div class="under">
<b>{text(stand_in.words["conference"])}</b><div dir="{right_column}">{column}</div>
</div>
<div class="meeting">{meeting}</div>
<h1>{inline_html(stand_in.title)}{title_star}</h1>
{f'<p class="author">{text(stand_in.author)}</p>' if stand_in.author else ""}
{f'<p class="box">{text(stand_in.box)}</p>' if stand_in.box else ""}
</header>
<main></main><div class="notes">{agenda}</div>
<div class="foot">{job}{bar_code}</div>
{notice}</section></template>
<template id="later"><section class="page">
{notice}
<div class="running"><span class="symbol">{stand_in.symbol}</span></div>
<main></main><div class="notes"></div>
<div class="foot"><span class="leaf" dir="ltr"></span><span dir="ltr">{stand_in.job}</span></div>
{notice}</section></template>
<div id="source">{"".join(source)}</div>
<script>{POUR.read_text("utf-8")}</script>
"""


def chromium() -> str:
    """The path of a Chromium to print with. Raises StandInError where this machine has none."""
    for name in ("chromium", "chromium-browser", "google-chrome", "chrome"):
        if found := shutil.which(name):
            return found
    raise StandInError(
        "No Chromium was found. Install one (on Debian: the package chromium): it prints the PDF files. Nothing was changed."
    )


def print_pdf(page: str, browser: str) -> bytes:
    """Print an HTML page with a headless Chromium and take the hour and the browser's name out of the file, so that two runs agree.

    Raises StandInError when the browser fails or takes longer than a minute.
    """
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, "utf-8")
        command = [
            browser, "--headless", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync", "--no-pdf-header-footer", "--user-agent=Stand-in maker",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={target}", source.as_uri(),
        ]  # fmt: skip
        if os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses to run its sandbox as root
        try:
            subprocess.run(command, check=True, capture_output=True, timeout=60)
            made = target.read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise StandInError(f"Chromium did not print the page: {error}") from error
    # The same number of bytes goes in as comes out: the offsets in the cross-reference table must stay true.
    made = re.sub(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}", rb"\g<1>20000101000000", made)
    return repacked(made)


def repacked(pdf: bytes) -> bytes:
    """Write a PDF by Chromium anew: its plain objects packed into one object stream, its Arabic replacement texts left out.

    Chromium gives each Arabic glyph a replacement text (ActualText), and PDFium then reads the letters of a word backwards;
    without them it knows the letters by their shapes. Chinese letters come as dozens of small fonts, described in plain text at
    more length than they are drawn. Form: ISO 32000-1, 7.5.7 (object streams) and 7.5.8 (cross-reference streams). Raises
    StandInError where the file is not built as Chromium builds it.
    """
    table = re.search(
        rb"xref\n0 (\d+)\n((?:\d{10} \d{5} [nf] ?\r?\n)+)trailer\s*<<(.*?)/Size \d+(.*?)>>\s*startxref", pdf, re.DOTALL
    )
    if not table:
        raise StandInError(
            "Chromium wrote a PDF without a plain cross-reference table: repacked must be taught its form."
        )
    size = int(table[1])
    starts = {int(row[:10]): number for number, row in enumerate(table[2].splitlines()) if b"n" in row}
    order = [*sorted(starts), table.start()]
    made, entries, plain = bytearray(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n"), {}, []
    for start, end in itertools.pairwise(order):
        number, thing = starts[start], pdf[start:end]
        stream = re.fullmatch(
            rb"(\d+ 0 obj.*?/Length )(\d+)(.*?stream\r?\n)(.*)(\r?\nendstream\s+endobj\s*)", thing, re.DOTALL
        )
        if not stream:
            plain.append((number, re.fullmatch(rb"\d+ 0 obj\s*(.*?)\s*endobj\s*", thing, re.DOTALL)[1]))
            continue
        if b"/FlateDecode" in stream[1] + stream[3]:
            content = zlib.decompress(stream[4])
            content = re.sub(
                rb"/Span<</ActualText <FEFF06[0-9A-F]+> >> BDC\n(.*?)EMC\n", rb"\1", content, flags=re.DOTALL
            )
            packed = zlib.compress(content, 9)
            thing = stream[1] + str(len(packed)).encode() + stream[3] + packed + stream[5]
        entries[number] = (1, len(made), 0)
        made += thing
    index, bodies = b"", b""
    for place, (number, content) in enumerate(plain):
        index += b"%d %d " % (number, len(bodies))
        bodies += content + b"\n"
        entries[number] = (2, size, place)
    packed = zlib.compress(index + bodies, 9)
    entries[size], head = (1, len(made), 0), (len(plain), len(index), len(packed))
    made += (
        b"%d 0 obj\n<</Type /ObjStm\n/N %d\n/First %d\n/Filter /FlateDecode\n/Length %d>> stream\n" % (size, *head)
        + packed
        + b"\nendstream\nendobj\n"
    )
    entries[size + 1], start = (1, len(made), 0), len(made)
    rows = b"".join(
        kind.to_bytes(1, "big") + where.to_bytes(4, "big") + place.to_bytes(2, "big")
        for kind, where, place in (entries.get(number, (0, 0, 65535)) for number in range(size + 2))
    )
    packed = zlib.compress(rows, 9)
    made += b"%d 0 obj\n<</Type /XRef\n/Size %d\n/W [1 4 2]\n/Filter /FlateDecode\n/Length %d" % (
        size + 1,
        size + 2,
        len(packed),
    )
    made += (
        b"\n" + table[3] + table[4] + b">> stream\n" + packed + b"\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % start
    )
    return bytes(made)


# Word

W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PACKAGE_TYPE = "application/vnd.openxmlformats-package"
LOCALES = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "ru": "ru-RU", "ar": "ar-SA", "zh": "zh-CN"}
LATIN_RUN = re.compile(r"[A-Za-z][A-Za-z0-9./: -]*[A-Za-z0-9.]")
EMU_PER_MM = 36000


def _run(text: str, stand_in: StandIn, properties: str = "") -> str:
    """Runs of a text. In Arabic, Latin words and symbols go into runs of their own, so that Word keeps their order."""
    parts = [(False, text)]
    if stand_in.direction == "rtl":
        parts, end = [], 0
        for found in LATIN_RUN.finditer(text):
            parts += [(True, text[end : found.start()]), (False, found[0])]
            end = found.end()
        parts.append((True, text[end:]))
    made = ""
    for right_to_left, part in parts:
        if part:
            inside = properties + ("<w:rtl/>" if right_to_left else "")
            made += f'<w:r>{f"<w:rPr>{inside}</w:rPr>" if inside else ""}<w:t xml:space="preserve">{escape(part)}</w:t></w:r>'
    return made


def _paragraph(runs: str, stand_in: StandIn, style: str = "", align: str = "") -> str:
    """A paragraph; ``runs`` is XML, ``style`` an id of styles.xml, ``align`` a value of w:jc."""
    inside = (
        (f'<w:pStyle w:val="{style}"/>' if style else "")
        + ("<w:bidi/>" if stand_in.direction == "rtl" else "")
        + (f'<w:jc w:val="{align}"/>' if align else "")
    )
    return f"<w:p>{f'<w:pPr>{inside}</w:pPr>' if inside else ''}{runs}</w:p>"


def _table(rows: list[list[str]], widths: list[int], stand_in: StandIn, rules: str = "") -> str:
    """A table whose cells are XML of paragraphs; widths in twentieths of a point; ``rules`` is XML for w:tblBorders."""
    made = "<w:tbl><w:tblPr>" + ("<w:bidiVisual/>" if stand_in.direction == "rtl" else "")
    made += f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
    made += (
        f"<w:tblBorders>{rules}</w:tblBorders>" if rules else ""
    ) + '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
    made += "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"
    for row in rows:
        cells = zip(widths, row, strict=True)
        made += (
            "<w:tr>"
            + "".join(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{cell}</w:tc>' for width, cell in cells
            )
            + "</w:tr>"
        )
    return made + "</w:tbl>"


def _line(edge: str, size: int) -> str:
    return f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>'


def _masthead(stand_in: StandIn) -> str:
    """The table at the head of page 1: United Nations and symbol, then the Conference and the column of date and languages."""
    organ, rest = stand_in.symbol.split("/", 1)
    # A symbol never changes its direction, so its runs are not marked right to left.
    symbol = f'<w:r><w:rPr><w:sz w:val="40"/></w:rPr><w:t>{organ}</w:t></w:r><w:r><w:t>/{rest}</w:t></w:r>'
    column = "".join(_paragraph(_run(line, stand_in), stand_in) for line in stand_in.masthead)
    name = _run(stand_in.words["conference"], stand_in, '<w:b/><w:bCs/><w:sz w:val="28"/><w:szCs w:val="28"/>')
    united_nations = _run(stand_in.words["united_nations"], stand_in, '<w:sz w:val="26"/><w:szCs w:val="26"/>')
    # Word takes "right" for the end of the line: in a right-to-left paragraph that is the left edge, as it should be.
    top = [_paragraph(united_nations, stand_in), _paragraph(symbol, stand_in, align="right")]
    rules = _line("bottom", 12) + _line("insideH", 4)
    return _table([top, [_paragraph(name, stand_in), column]], [5700, 3370], stand_in, rules)


def _text_box(stand_in: StandIn) -> str:
    """A text box, drawn twice as Word itself writes it: once for Word 2010 and later, once as VML for what came before."""
    content = f"<w:txbxContent>{_paragraph(_run(stand_in.box, stand_in), stand_in)}</w:txbxContent>"
    width, height = 150 * EMU_PER_MM, 16 * EMU_PER_MM
    drawn = (
        '<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{width}" cy="{height}"/><wp:docPr id="1" name="Text box 1"/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/>'
        f'<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        '<a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln></wps:spPr>'
        f"<wps:txbx>{content}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:inline>"
    )
    older = f'<v:rect id="TextBox1" style="width:425pt;height:45pt"><v:textbox>{content}</v:textbox></v:rect>'
    return (
        f'<w:p><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{drawn}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{older}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def _body(stand_in: StandIn) -> tuple[str, list[str]]:
    """The paragraphs of word/document.xml and the texts of its footnotes in order, the agenda document first where there is one."""
    bold = "<w:b/><w:bCs/>"
    notes: list[str] = []
    star = ""
    if stand_in.agenda_document:
        # Footnote 1 is marked with an asterisk of its own instead of a number.
        star = (
            '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
            '<w:footnoteReference w:customMarkFollows="1" w:id="1"/><w:t>*</w:t></w:r>'
        )
        notes.append(f"* {stand_in.agenda_document}.")
    parts = [] if stand_in.symbol_in_header else [_masthead(stand_in)]
    if stand_in.meeting:
        parts.append(_paragraph(_run(stand_in.meeting, stand_in, bold), stand_in, "Meeting"))
    if stand_in.place_and_dates:
        parts.append(_paragraph(_run(stand_in.place_and_dates, stand_in), stand_in))
    if stand_in.item:
        parts.append(_paragraph(_run(stand_in.item, stand_in) + star, stand_in))
    if stand_in.item_title:
        parts.append(_paragraph(_run(stand_in.item_title, stand_in, bold), stand_in))
    parts.append(_paragraph(_run(stand_in.title, stand_in) + ("" if stand_in.item else star), stand_in, "Title"))
    if stand_in.author:
        parts.append(_paragraph(_run(stand_in.author, stand_in), stand_in, "Author"))
    if stand_in.box:
        parts.append(_text_box(stand_in))
    for block in stand_in.blocks:
        if block.kind == "table":
            parts.append(_word_table(block, stand_in))
            continue
        runs = _run(block.label, stand_in) + "<w:r><w:tab/></w:r>" if block.label else ""
        end = 0
        for found in NOTE.finditer(block.text):
            notes.append(found[1])
            runs += _run(block.text[end : found.start()], stand_in)
            runs += f'<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{len(notes)}"/></w:r>'
            end = found.end()
        runs += _run(block.text[end:], stand_in)
        parts.append(
            _paragraph(runs, stand_in, {"heading": "Heading1", "lettered": "Lettered"}.get(block.kind, "Numbered"))
        )
    return "".join(parts), notes


def _word_table(block: Block, stand_in: StandIn) -> str:
    columns = len(block.rows[0])
    widths = (
        [2500, 4870, 1700] if columns == 3 else [2900, 9070 - 2900] if columns == 2 else [9070 // columns] * columns
    )
    head, *rows = block.rows
    cells = [[_paragraph(_run(cell, stand_in, "<w:i/><w:iCs/>"), stand_in) for cell in head]]
    cells += [[_paragraph(_run(cell, stand_in), stand_in) for cell in row] for row in rows]
    return _table(cells, widths, stand_in, _line("top", 6) + _line("bottom", 6) + _line("insideH", 2)) + _paragraph(
        "", stand_in
    )


def _footnotes(notes: list[str], stand_in: StandIn) -> str:
    made = (
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
    )
    for number, note in enumerate(notes, 1):
        mark = (
            ""
            if note.startswith("* ")
            else '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        )
        text = note if note.startswith("* ") else f" {note}"
        made += f'<w:footnote w:id="{number}">{_paragraph(mark + _run(text, stand_in), stand_in, "FootnoteText")}</w:footnote>'
    return f"{XML}<w:footnotes {W}>{made}</w:footnotes>"


def _styles(stand_in: StandIn) -> str:
    locale = LOCALES[stand_in.language]
    languages = f'<w:lang w:val="{"en-GB" if stand_in.language in ("ar", "zh") else locale}" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="SimSun" w:cs="Times New Roman"/>'

    def style(name: str, shown: str, paragraph: str = "", run: str = "") -> str:
        properties = (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "") + (f"<w:rPr>{run}</w:rPr>" if run else "")
        return (
            f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{shown}"/><w:basedOn w:val="Normal"/>'
            f"{properties}</w:style>"
        )

    made = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:sz w:val="20"/><w:szCs w:val="22"/>{languages}</w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:line="250" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>'
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        + style("Meeting", "Meeting", '<w:spacing w:before="240"/>')
        + style(
            "Title",
            "Title",
            '<w:spacing w:before="360" w:after="120"/><w:ind w:left="680" w:right="680"/>',
            '<w:b/><w:bCs/><w:sz w:val="28"/><w:szCs w:val="28"/>',
        )
        + style("Author", "Author", '<w:spacing w:after="240"/><w:ind w:left="680" w:right="680"/>', "<w:b/><w:bCs/>")
        + style(
            "Heading1",
            "heading 1",
            '<w:keepNext/><w:spacing w:before="200" w:after="120"/><w:ind w:left="680" w:right="680"/><w:outlineLvl w:val="0"/>',
            '<w:b/><w:bCs/><w:sz w:val="24"/><w:szCs w:val="24"/>',
        )
        + style(
            "Numbered",
            "Numbered",
            '<w:tabs><w:tab w:val="left" w:pos="1250"/></w:tabs><w:spacing w:after="120"/>'
            '<w:ind w:left="680" w:right="680"/><w:jc w:val="both"/>',
        )
        + style(
            "Lettered",
            "Lettered",
            '<w:tabs><w:tab w:val="left" w:pos="1820"/></w:tabs><w:spacing w:after="120"/>'
            '<w:ind w:left="1250" w:right="680"/><w:jc w:val="both"/>',
        )
        + style(
            "Notice",
            "Notice",
            '<w:jc w:val="center"/>',
            '<w:color w:val="444444"/><w:sz w:val="15"/><w:szCs w:val="15"/>',
        )
        + style(
            "FootnoteText",
            "footnote text",
            '<w:ind w:left="680" w:right="680"/>',
            '<w:sz w:val="17"/><w:szCs w:val="17"/>',
        )
        + '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )
    return f"{XML}<w:styles {W}>{made}</w:styles>"


def word_file(stand_in: StandIn) -> bytes:
    """The document as a Word file (Office Open XML, transitional); the masthead goes into the header where the text asks for it."""
    body, notes = _body(stand_in)
    notice = _paragraph(_run(stand_in.words["notice"], stand_in), stand_in, "Notice")
    running = _paragraph(f"<w:r><w:rPr><w:b/></w:rPr><w:t>{stand_in.symbol}</w:t></w:r>", stand_in)
    job = (
        _paragraph(_run("    ".join([stand_in.job_line, stand_in.bar_code]), stand_in), stand_in)
        if stand_in.job
        else ""
    )
    leaf = _paragraph('<w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r></w:fldSimple>', stand_in)
    opening = notice + (_masthead(stand_in) + _paragraph("", stand_in) if stand_in.symbol_in_header else "")
    section = (
        '<w:sectPr><w:headerReference w:type="first" r:id="rId1"/><w:headerReference w:type="default" r:id="rId2"/>'
        '<w:footerReference w:type="first" r:id="rId3"/><w:footerReference w:type="default" r:id="rId4"/>'
        '<w:pgSz w:w="11906" w:h="16838"/>'
        '<w:pgMar w:top="1134" w:right="1418" w:bottom="1134" w:left="1418" w:header="567" w:footer="567" w:gutter="0"/>'
        f"<w:titlePg/>{'<w:bidi/>' if stand_in.direction == 'rtl' else ''}</w:sectPr>"
    )
    parts = {
        "word/document.xml": (
            "document.main",
            "officeDocument",
            f"<w:document {W}><w:body>{body}{section}</w:body></w:document>",
        ),
        "word/header1.xml": ("header", "header", f"<w:hdr {W}>{opening}</w:hdr>"),
        "word/header2.xml": ("header", "header", f"<w:hdr {W}>{notice}{running}</w:hdr>"),
        "word/footer1.xml": ("footer", "footer", f"<w:ftr {W}>{job}{notice}</w:ftr>"),
        "word/footer2.xml": ("footer", "footer", f"<w:ftr {W}>{leaf}{notice}</w:ftr>"),
        "word/styles.xml": ("styles", "styles", _styles(stand_in).removeprefix(XML)),
        "word/footnotes.xml": ("footnotes", "footnotes", _footnotes(notes, stand_in).removeprefix(XML)),
    }
    types = "".join(
        f'<Override PartName="/{name}" ContentType="{WORD_TYPE}.{kind}+xml"/>' for name, (kind, _, _) in parts.items()
    )
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{relation}" Target="{name.removeprefix("word/")}"/>'
        for number, (name, (_, relation, _)) in enumerate(list(parts.items())[1:], 1)
    )
    core = (
        f'<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(stand_in.title)}</dc:title><dc:language>{LOCALES[stand_in.language]}</dc:language></cp:coreProperties>"
    )
    files = {
        "[Content_Types].xml": (
            f"<Types xmlns={quoteattr(PACKAGE + '/content-types')}>"
            f'<Default Extension="rels" ContentType="{PACKAGE_TYPE}.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            f'<Override PartName="/docProps/core.xml" ContentType="{PACKAGE_TYPE}.core-properties+xml"/>{types}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
            "</Relationships>"
        ),
        "docProps/core.xml": core,
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{relations}</Relationships>',
        **{name: content for name, (_, _, content) in parts.items()},
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))  # a fixed hour: two runs agree
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            package.writestr(entry, XML + content)
    return target.getvalue()


# All of them


def write_manifest(stand_ins: list[StandIn]) -> None:
    """Write ``manifest.jsonl``, a line a file with symbol, language and hash, and remove files that no text asks for any more."""
    names = {stand_in.file_name for stand_in in stand_ins}
    for path in FILES.iterdir():
        if path.name not in names:
            path.unlink()
    lines = [
        json.dumps(
            {
                "file": stand_in.file_name,
                "symbol": stand_in.symbol,
                "language": stand_in.language,
                "sha256": hashlib.sha256((FILES / stand_in.file_name).read_bytes()).hexdigest(),
            }
        )
        for stand_in in stand_ins
        if (FILES / stand_in.file_name).exists()
    ]
    MANIFEST.write_text("\n".join(lines) + "\n", "utf-8")


def main(arguments: list[str]) -> int:
    """Make the stand-ins whose symbol ends as an argument says, or all; 0 when all went well, 1 with a sentence where not."""
    try:
        stand_ins = read_stand_ins()
        wanted = [one for one in stand_ins if not arguments or any(one.symbol.endswith(end) for end in arguments)]
        browser = chromium() if any(one.format == "pdf" for one in wanted) else ""
        FILES.mkdir(exist_ok=True)
        for one in wanted:
            made = print_pdf(page_html(one), browser) if one.format == "pdf" else word_file(one)
            (FILES / one.file_name).write_bytes(made)
            print(f"{one.file_name}  {len(made) / 1024:.0f} KB")
        write_manifest(stand_ins)
    except StandInError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
