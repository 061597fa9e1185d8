"""DOCX, by zipfile and lxml: body, tables, text boxes, headers, footers, footnotes and endnotes.

Tracked deletions are left out and insertions kept: the text as it would stand when all changes are accepted.
Pages are those that Word marked when it last laid the document out; without marks it is one page.
"""

import io
import re
import zipfile

from lxml import etree

from documents.reading.pages import NOTES_RULE, PAGE_NUMBER, RAISED, PageText, UnreadableFile, paged
from documents.reading.word.numbers import Numbers
from documents.reading.word.package import Package, W, damaged, too_large

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"

_LEFT_OUT = {
    W + name
    for name in (
        "del",
        "moveFrom",
        "delText",
        "instrText",
        "delInstrText",
        "pPr",
        "rPr",
        "tblPr",
        "trPr",
        "tcPr",
        "sdtPr",
    )
}
_CHARACTERS = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "",
}
_MATHEMATICS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
# Signs of the font Symbol, which has Greek letters in the places of the Latin ones; in other fonts it is an ornament.
_GREEK = dict(
    zip(
        "abgdezhqiklmnxoprstufcywABGDEZHQIKLMNXOPRSTUFCYW",
        "αβγδεζηθικλμνξοπρστυφχψωΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ",
        strict=True,
    )
)
_PAGE_BREAK = "\f"

# How remarks on notes begin that do not fit the text: the words of the note, or the number of its mark, follow.
UNCALLED_NOTE = "a note is called nowhere in the text: "
MISSING_NOTE = "the text calls a note that is not in the file, by the mark "
_MOST_REMARKS = 50  # of each kind


def read(content: bytes) -> tuple[tuple[PageText, ...], tuple[str, ...]]:
    """The pages of a DOCX and remarks. Raises UnreadableFile when it is damaged, empty or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            package = Package(archive)
            text = _Text(package)
            pages = text.pages()
            notes = text.remarks_on_notes()
    except UnreadableFile:
        raise
    except etree.XMLSyntaxError as error:
        raise damaged() from error
    except (MemoryError, RecursionError) as error:
        raise too_large() from error
    except Exception as error:
        # zipfile and zlib raise a dozen kinds of error on hostile archives; all mean the same to a person.
        raise damaged() from error
    if not any(page.strip() for page in pages):
        raise UnreadableFile("empty", "This Word document holds no text. Check that the right file was chosen.")
    pages, remarks = paged(pages)
    return pages, (*remarks, *notes)


def _is_on(switch) -> bool:
    """Whether a property such as w:titlePg is there and not switched off."""
    return switch is not None and switch.get(W + "val") not in ("0", "false", "off", "none")


def _is_hidden(run) -> bool:
    properties = run.find(W + "rPr")
    return properties is not None and _is_on(properties.find(W + "vanish"))


def _mark_is_deleted(properties) -> bool:
    """Whether the mark at the end of a paragraph is a tracked deletion: then the next one continues it."""
    return properties is not None and properties.find(f"{W}rPr/{W}del") is not None


def _sign(symbol) -> str:
    """A sign that Word keeps by its place in a font of ornaments."""
    try:
        code = int(symbol.get(W + "char") or "", 16)
    except ValueError:
        return ""
    if not 0xF020 <= code <= 0xF0FF:
        return chr(code) if 0x20 <= code < 0xD800 else ""
    plain = chr(code - 0xF000)
    if (symbol.get(W + "font") or "").casefold() == "symbol" and code != 0xF0B7:
        return _GREEK.get(plain, plain if plain.isascii() else "•")
    return "•"


def _stacked(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


class _Text:
    """The text of the document, gathered part by part."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._related = package.relations(package.main)
        self._notes = {kind: self._notes_of(kind) for kind in ("footnote", "endnote")}
        self._called: list[str] = []  # footnotes of the page that is being gathered
        self._endnotes: list[str] = []
        self._missing: list[str] = []  # marks of notes that are not there
        self._read: set[tuple[str, str]] = set()  # notes that were called
        self._count = 0
        self._numbers = Numbers(self._part("numbering"), self._part("styles"))
        self._fields: list[str] = []  # of each field begun: "code" until its result begins, then "result"
        self._runs_on = False  # the mark that ended the last paragraph was deleted: the next one continues it

    def pages(self) -> list[str]:
        """The text of each page: headers on the first, footers at its foot, notes where they are called."""
        document = self._package.tree(self._package.main)
        body = document.find(W + "body") if document is not None else None
        if body is None:
            raise damaged()
        pages, lines = [], []
        has_words = False  # whether anything stands on the lines
        for line in self._blocks(body):
            before, *after = line.split(_PAGE_BREAK)
            lines.append(before)
            has_words = has_words or bool(before.strip())
            for rest in after:
                # An explicit break and Word's own mark of it stand side by side: one page ends, not two.
                if has_words:
                    pages.append(self._finished(lines))
                    lines, has_words = [], False
                if rest:
                    lines.append(rest)
                    has_words = has_words or bool(rest.strip())
        if has_words or self._called or not pages:
            pages.append(self._finished(lines))
        if self._endnotes:
            pages[-1] += "\n".join(["", NOTES_RULE, *self._endnotes])
        self._add_furniture(pages, body)
        return pages

    def remarks_on_notes(self) -> list[str]:
        """Remarks on marks without their note, and on notes that nothing calls, not even words that were deleted."""
        missing = [f"{MISSING_NOTE}{mark}" for mark in self._missing[:_MOST_REMARKS]]
        body = self._package.tree(self._package.main)
        uncalled = []
        for kind, notes in self._notes.items():
            called = {each.get(W + "id") for each in body.iter(f"{W}{kind}Reference")}
            for identifier, note in notes.items():
                if identifier in called or note.get(W + "type") not in (None, "normal"):
                    continue
                words = re.sub(r"\s+", " ", "".join(note.itertext(W + "t"))).strip()
                if words:
                    uncalled.append(f"{UNCALLED_NOTE}“{words[:80]}”")
        return missing + uncalled[:_MOST_REMARKS]

    def _part(self, kind: str):
        """The root of the part that the document points to under this name, or None."""
        target = next((target for relation, target, _ in self._related if relation == kind), None)
        return self._package.tree(target) if target else None

    def _add_furniture(self, pages: list[str], body) -> None:
        """Set headers above and footers below: those of the first page on page 1, the others on the first page after it.

        Where the first section has a first page of its own, its header holds the masthead, and the running heads
        are not printed on page 1.
        """
        first_only = self._first_page_parts(body)
        for kind in ("header", "footer"):
            named = [target for relation, target, _ in self._related if relation == kind]
            first = [target for target in named if target in first_only]
            running = [target for target in named if target not in first_only] if first else []
            on_first, on_others = self._furniture(first or named), self._furniture(running)
            said = set(on_first.split("\n"))
            on_others = "\n".join(line for line in on_others.split("\n") if line not in said)
            page = 1 if len(pages) > 1 else 0
            if kind == "header":
                pages[page] = _stacked(on_others, pages[page]) if page else _stacked(pages[page], on_others)
                pages[0] = _stacked(on_first, pages[0])
            else:
                pages[0] = _stacked(pages[0], on_first)
                pages[page] = _stacked(pages[page], on_others)

    def _first_page_parts(self, body) -> set[str]:
        section = next(iter(body.iter(W + "sectPr")), None)
        if section is None or not _is_on(section.find(W + "titlePg")):
            return set()
        names = {identifier: target for _, target, identifier in self._related}
        wanted = {
            reference.get(_R + "id")
            for kind in ("headerReference", "footerReference")
            for reference in section.findall(W + kind)
            if reference.get(W + "type") == "first"
        }
        return {names[identifier] for identifier in wanted if identifier in names}

    def _finished(self, lines: list[str]) -> str:
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
        if self._called:
            text += "\n".join(["", NOTES_RULE, *self._called])
            self._called = []
        return text

    def _furniture(self, targets: list[str]) -> str:
        """The lines of headers or footers, each once; page numbers are left out."""
        lines: dict[str, None] = {}
        for target in targets:
            if (tree := self._package.tree(target)) is not None:
                self._fields = []
                for block in self._blocks(tree):
                    for line in block.replace(_PAGE_BREAK, "\n").split("\n"):
                        if line.strip() and not PAGE_NUMBER.fullmatch(line):
                            lines[line.strip()] = None
        return "\n".join(lines)

    def _notes_of(self, kind: str) -> dict[str, etree._Element]:
        for relation, target, _ in self._related:
            if relation == f"{kind}s" and (tree := self._package.tree(target)) is not None:
                return {note.get(W + "id") or "": note for note in tree.iter(W + kind)}
        return {}

    def _blocks(self, parent) -> list[str]:
        """The paragraphs and tables under an element, one text each."""
        blocks = []
        for child in parent:
            if child.tag == W + "p":
                goes_on = self._runs_on and bool(blocks)
                paragraph = self._paragraph(child)
                if goes_on:
                    blocks[-1] += paragraph.pop(0)
                blocks += paragraph
            elif child.tag == W + "tbl":
                blocks += ["", *self._table(child), ""]
            elif child.tag == _CHOICE:
                blocks += self._blocks(self._choice(child))
            elif child.tag == W + "sdt" and child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
                continue  # "Click here to enter text"
            elif child.tag not in _LEFT_OUT:
                blocks += self._blocks(child)
        return blocks

    def _paragraph(self, paragraph) -> list[str]:
        """A paragraph, and behind it the paragraphs of its text boxes. An empty line follows where space is left."""
        pieces: list[str] = []
        boxes: list[str] = []
        properties = paragraph.find(W + "pPr")
        if properties is not None and _is_on(properties.find(W + "pageBreakBefore")):
            pieces.append(_PAGE_BREAK)
        place = len(pieces)
        self._run(paragraph, pieces, boxes)
        # The code of a field does not run into the next paragraph; a field that never ends must not hide the rest.
        self._fields = [state for state in self._fields if state != "code"]
        runs_on, self._runs_on = self._runs_on, _mark_is_deleted(properties)
        text = "".join(pieces)
        # Word counts an empty paragraph too, unless its mark was deleted with its words.
        if not runs_on and (text.strip() or not self._runs_on):
            number = self._numbers.of(properties)
            if number and text.strip():
                pieces.insert(place, number)
                text = "".join(pieces)
        return [text, *boxes] if self._runs_on else [text, *boxes, ""]

    def _run(self, element, pieces: list[str], boxes: list[str]) -> None:
        for child in element:
            tag = child.tag
            if tag in _LEFT_OUT:
                continue
            if tag == W + "r" and _is_hidden(child):
                continue
            if tag == W + "fldChar":
                self._field(child.get(W + "fldCharType"))
            elif "code" in self._fields and tag != W + "r":
                if tag not in _CHARACTERS and tag != W + "t":
                    self._run(child, pieces, boxes)
            elif tag in (W + "t", _MATHEMATICS):
                pieces.append((child.text or "").replace(_PAGE_BREAK, " "))
            elif tag in _CHARACTERS:
                pieces.append(_CHARACTERS[tag])
            elif tag == W + "sym":
                pieces.append(_sign(child))
            elif tag == W + "lastRenderedPageBreak":
                pieces.append(_PAGE_BREAK)
            elif tag == W + "br":
                pieces.append(_PAGE_BREAK if child.get(W + "type") == "page" else "\n")
            elif tag in (W + "footnoteReference", W + "endnoteReference"):
                pieces.append(self._call(child))
            elif tag == W + "txbxContent":
                boxes += self._blocks(child)
            elif tag == _CHOICE:
                self._run(self._choice(child), pieces, boxes)
            elif tag == W + "sdt" and child.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
                continue
            else:
                self._run(child, pieces, boxes)

    def _field(self, kind: str | None) -> None:
        """Follow the fields: of each only the result is text, not its code ("PAGE", "REF _Ref1")."""
        if kind == "begin" and len(self._fields) < 100:
            self._fields.append("code")
        elif kind == "separate" and self._fields:
            self._fields[-1] = "result"
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _call(self, reference) -> str:
        """Gather the note that is called here; gives its mark, raised so that it never joins a symbol's number."""
        kind = "footnote" if reference.tag == W + "footnoteReference" else "endnote"
        identifier = reference.get(W + "id") or ""
        note = self._notes[kind].pop(identifier, None)
        own_mark = reference.get(W + "customMarkFollows") not in (None, "0", "false")
        mark = ""
        if not own_mark:
            self._count += 1
            mark = str(self._count)
        if note is None and mark and (kind, identifier) not in self._read:
            self._missing.append(mark)
        self._read.add((kind, identifier))
        if note is not None:
            text = re.sub(r"\s+", " ", " ".join(self._blocks(note))).strip()
            (self._called if kind == "footnote" else self._endnotes).append(f"{mark} {text}".strip())
        return mark.translate(RAISED)

    @staticmethod
    def _choice(alternatives):
        """One of several ways to say the same (a new text box and its old form): the first."""
        return alternatives[0] if len(alternatives) else alternatives

    def _table(self, table) -> list[str]:
        """One line a row; cells that hold several lines stand below each other."""
        rows = []
        for row in table.iter(W + "tr"):
            if next(row.iterancestors(W + "tbl")) is not table:
                continue  # a table within a cell is read with its cell
            cells = []
            for cell in row:
                if cell.tag not in _LEFT_OUT:
                    lines = [line.strip(" \t") for line in self._blocks(cell)] if cell.tag != W + "p" else []
                    cells.append("\n".join(line for line in lines if line))
            cells = [cell for cell in cells if cell]
            if any("\n" in cell for cell in cells):
                rows += cells
            elif cells:
                rows.append("\t".join(cells))
        return rows
