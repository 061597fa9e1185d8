"""DOCX, by zipfile and lxml: body, tables, text boxes, headers, footers, footnotes and endnotes.

Tracked deletions are left out and insertions kept: the text as it would stand when all changes are accepted.
Pages are those that Word marked when it last laid the document out; without marks it is one page.
"""

import io
import posixpath
import re
import zipfile

from lxml import etree

from documents.reading.pages import PageText, UnreadableFile, paged

MOST_UNPACKED = 200_000_000  # bytes of all parts together
LARGEST_PART = 60_000_000  # bytes of one part that is read
MOST_PARTS = 20_000
NOTES_RULE = "__________________"

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"

_LEFT_OUT = {
    _W + name
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
_CHARACTERS = {_W + "tab": "\t", _W + "cr": "\n", _W + "noBreakHyphen": "-", _W + "softHyphen": ""}
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PAGE_NUMBER = re.compile(r"[\s\d/]{1,12}")
_PAGE_BREAK = "\f"


def read(content: bytes) -> tuple[tuple[PageText, ...], tuple[str, ...]]:
    """The pages of a DOCX and remarks. Raises UnreadableFile when it is damaged, empty or unpacks to too much."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            package = _Package(archive)
            text = _Text(package)
            pages = text.pages()
    except UnreadableFile:
        raise
    except etree.XMLSyntaxError as error:
        raise _damaged() from error
    except (MemoryError, RecursionError) as error:
        raise _too_large() from error
    except Exception as error:
        # zipfile and zlib raise a dozen kinds of error on hostile archives; all mean the same to a person.
        raise _damaged() from error
    if not any(page.strip() for page in pages):
        raise UnreadableFile("empty", "This Word document holds no text. Check that the right file was chosen.")
    return paged(pages)


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        "damaged",
        "This Word document is damaged and can't be opened. Open it in Word, save it once more and upload it again.",
    )


def _too_large() -> UnreadableFile:
    return UnreadableFile(
        "too-large",
        f"This Word document unpacks to more than {MOST_UNPACKED // 1_000_000} MB. "
        "Take its pictures out, or save it as PDF, and upload it again.",
    )


class _Package:
    """The parts of the archive, read within limits."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        infos = archive.infolist()
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
            raise _too_large()
        if any(info.flag_bits & 1 for info in infos):
            raise UnreadableFile(
                "encrypted",
                "This Word document is protected with a password. Save it without the password and upload it again.",
            )
        self._archive = archive
        self._names = set(archive.namelist())
        self.main = self._main_part()

    def _main_part(self) -> str:
        for kind, target, _ in self.relations(""):
            if kind == "officeDocument" and target in self._names:
                return target
        return "word/document.xml"

    def tree(self, name: str):
        """The root element of a part, or None when the archive has no such part."""
        if name not in self._names:
            return None
        info = self._archive.getinfo(name)
        if info.file_size > LARGEST_PART:
            raise _too_large()
        with self._archive.open(info) as part:
            raw = part.read(LARGEST_PART + 1)  # what the archive says of sizes may be a lie
        if len(raw) > LARGEST_PART:
            raise _too_large()
        # Names of the ISO's strict variant, said in the usual way.
        raw = raw.replace(_STRICT_W, _W[1:-1].encode())
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        root = etree.fromstring(raw, parser)
        if root.getroottree().docinfo.doctype:
            raise UnreadableFile(
                "damaged",
                "This Word document holds declarations that Word never writes, and was not opened. "
                "Open it in Word, save it once more and upload it again.",
            )
        return root

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """What a part points to: the kind of relation, the name of the part, the identifier."""
        folder, name = posixpath.split(part)
        tree = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = []
        for relation in tree.iter(_RELATION) if tree is not None else ():
            target = relation.get("Target") or ""
            target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append((posixpath.basename(relation.get("Type") or ""), target, relation.get("Id") or ""))
        return found


class _Text:
    """The text of the document, gathered part by part."""

    def __init__(self, package: _Package) -> None:
        self._package = package
        self._related = package.relations(package.main)
        self._notes = {kind: self._notes_of(kind) for kind in ("footnote", "endnote")}
        self._called: list[str] = []  # footnotes of the page that is being gathered
        self._endnotes: list[str] = []
        self._count = 0

    def pages(self) -> list[str]:
        """The text of each page: headers on the first, footers at its foot, notes where they are called."""
        document = self._package.tree(self._package.main)
        body = document.find(_W + "body") if document is not None else None
        if body is None:
            raise _damaged()
        pages, lines = [], []
        for line in self._blocks(body):
            before, *after = line.split(_PAGE_BREAK)
            lines.append(before)
            for rest in after:
                # An explicit break and Word's own mark of it stand side by side: one page ends, not two.
                if any(text.strip() for text in lines):
                    pages.append(self._finished(lines))
                    lines = []
                if rest:
                    lines.append(rest)
        if any(text.strip() for text in lines) or self._called or not pages:
            pages.append(self._finished(lines))
        if self._endnotes:
            pages[-1] += "\n".join(["", NOTES_RULE, *self._endnotes])
        header, footer = self._furniture("header"), self._furniture("footer")
        pages[0] = "\n".join(part for part in (header, pages[0], footer) if part)
        return pages

    def _finished(self, lines: list[str]) -> str:
        text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
        if self._called:
            text += "\n".join(["", NOTES_RULE, *self._called])
            self._called = []
        return text

    def _furniture(self, kind: str) -> str:
        """Headers or footers, each line once; page numbers are left out."""
        lines: dict[str, None] = {}
        for relation, target, _ in self._related:
            if relation == kind and (tree := self._package.tree(target)) is not None:
                for block in self._blocks(tree):
                    for line in block.replace(_PAGE_BREAK, "\n").split("\n"):
                        if line.strip() and not _PAGE_NUMBER.fullmatch(line):
                            lines[line.strip()] = None
        return "\n".join(lines)

    def _notes_of(self, kind: str) -> dict[str, etree._Element]:
        for relation, target, _ in self._related:
            if relation == f"{kind}s" and (tree := self._package.tree(target)) is not None:
                return {note.get(_W + "id") or "": note for note in tree.iter(_W + kind)}
        return {}

    def _blocks(self, parent) -> list[str]:
        """The paragraphs and tables under an element, one text each."""
        blocks = []
        for child in parent:
            if child.tag == _W + "p":
                blocks += self._paragraph(child)
            elif child.tag == _W + "tbl":
                blocks += ["", *self._table(child), ""]
            elif child.tag == _CHOICE:
                blocks += self._blocks(self._choice(child))
            elif child.tag not in _LEFT_OUT:
                blocks += self._blocks(child)
        return blocks

    def _paragraph(self, paragraph) -> list[str]:
        """A paragraph, and behind it the paragraphs of its text boxes. An empty line follows where space is left."""
        pieces: list[str] = []
        boxes: list[str] = []
        properties = paragraph.find(_W + "pPr")
        if properties is not None and properties.find(_W + "pageBreakBefore") is not None:
            pieces.append(_PAGE_BREAK)
        self._run(paragraph, pieces, boxes)
        return ["".join(pieces), *boxes, ""]

    def _run(self, element, pieces: list[str], boxes: list[str]) -> None:
        for child in element:
            tag = child.tag
            if tag in _LEFT_OUT:
                continue
            if tag == _W + "t":
                pieces.append((child.text or "").replace(_PAGE_BREAK, " "))
            elif tag in _CHARACTERS:
                pieces.append(_CHARACTERS[tag])
            elif tag == _W + "lastRenderedPageBreak":
                pieces.append(_PAGE_BREAK)
            elif tag == _W + "br":
                pieces.append(_PAGE_BREAK if child.get(_W + "type") == "page" else "\n")
            elif tag in (_W + "footnoteReference", _W + "endnoteReference"):
                pieces.append(self._call(child))
            elif tag == _W + "txbxContent":
                boxes += self._blocks(child)
            elif tag == _CHOICE:
                self._run(self._choice(child), pieces, boxes)
            else:
                self._run(child, pieces, boxes)

    def _call(self, reference) -> str:
        """Gather the note that is called here; gives its mark, raised so that it never joins a symbol's number."""
        kind = "footnote" if reference.tag == _W + "footnoteReference" else "endnote"
        note = self._notes[kind].pop(reference.get(_W + "id") or "", None)
        own_mark = reference.get(_W + "customMarkFollows") not in (None, "0", "false")
        mark = ""
        if not own_mark:
            self._count += 1
            mark = str(self._count)
        if note is not None:
            text = re.sub(r"\s+", " ", " ".join(self._blocks(note))).strip()
            (self._called if kind == "footnote" else self._endnotes).append(f"{mark} {text}".strip())
        return mark.translate(_RAISED)

    @staticmethod
    def _choice(alternatives):
        """One of several ways to say the same (a new text box and its old form): the first."""
        return alternatives[0] if len(alternatives) else alternatives

    def _table(self, table) -> list[str]:
        """One line a row; cells that hold several lines stand below each other."""
        rows = []
        for row in table.iter(_W + "tr"):
            if next(row.iterancestors(_W + "tbl")) is not table:
                continue  # a table within a cell is read with its cell
            cells = []
            for cell in row:
                if cell.tag not in _LEFT_OUT:
                    lines = [line.strip(" \t") for line in self._blocks(cell)] if cell.tag != _W + "p" else []
                    cells.append("\n".join(line for line in lines if line))
            cells = [cell for cell in cells if cell]
            if any("\n" in cell for cell in cells):
                rows += cells
            elif cells:
                rows.append("\t".join(cells))
        return rows
