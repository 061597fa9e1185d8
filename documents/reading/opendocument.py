"""OpenDocument texts (ODT), by zipfile and lxml: paragraphs, lists with their numbers, tables, notes, heads and feet.

Tracked deletions stand in a part of their own and are left out.
"""

import io
import re
import zipfile
from typing import NamedTuple

from lxml import etree

from documents.reading.pages import NOTES_RULE, PAGE_NUMBER, RAISED, PageText, UnreadableFile, paged
from documents.reading.word.numbers import written

LARGEST_PART = 60_000_000
MOST_TAGS = 2_000_000

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_LEFT_OUT = {
    _TEXT + "tracked-changes",
    _TEXT + "sequence-decls",
    _TEXT + "variable-decls",
    _TEXT + "user-field-decls",
    _OFFICE + "forms",
    _OFFICE + "annotation",
    _OFFICE + "annotation-end",
    _TEXT + "note-citation",
    _TEXT + "ruby-text",
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}title",
    "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}desc",
}
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "": "none"}
_DEEPEST = 200


def read(content: bytes) -> tuple[tuple[PageText, ...], tuple[str, ...]]:
    """The pages of an OpenDocument text and remarks. Raises UnreadableFile when damaged, protected, empty or too large."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            text = _Text(_tree(archive, "content.xml"), _tree(archive, "styles.xml", needed=False))
            pages = text.pages()
    except UnreadableFile:
        raise
    except (MemoryError, RecursionError) as error:
        raise _too_large() from error
    except Exception as error:  # zipfile, zlib and lxml raise a dozen kinds of error on hostile archives
        raise _damaged() from error
    if not any(page.strip() for page in pages):
        raise UnreadableFile("empty", "This OpenDocument text holds no words. Check that the right file was chosen.")
    return paged(pages)


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        "damaged",
        "This OpenDocument text is damaged and can't be opened. Open it in its program, save it once more and upload it again.",
    )


def _too_large() -> UnreadableFile:
    return UnreadableFile(
        "too-large", "This OpenDocument text is too large to be read. Save it as PDF and upload it again."
    )


def _tree(archive: zipfile.ZipFile, name: str, *, needed: bool = True):
    if name not in archive.namelist():
        if needed:
            raise _damaged()
        return None
    info = archive.getinfo(name)
    if info.file_size > LARGEST_PART:
        raise _too_large()
    if info.flag_bits & 1 or b"manifest:encryption-data" in _head_of(archive, "META-INF/manifest.xml"):
        raise UnreadableFile(
            "encrypted",
            "This OpenDocument text is protected with a password. Save it without the password and upload it again.",
        )
    raw = _head_of(archive, name, LARGEST_PART + 1)
    if len(raw) > LARGEST_PART or raw.count(b"<") > MOST_TAGS:
        raise _too_large()
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(raw, parser)
    if root.getroottree().docinfo.doctype:
        raise _damaged()
    return root


def _head_of(archive: zipfile.ZipFile, name: str, most: int = 1_000_000) -> bytes:
    if name not in archive.namelist():
        return b""
    with archive.open(name) as part:
        return part.read(most)


class _Form(NamedTuple):
    """How the numbers of a level are written: the first, their form, what stands before and behind, levels shown."""

    start: int
    form: str
    before: str
    behind: str
    shown: int


class _Text:
    """The text of the document, gathered block by block."""

    def __init__(self, content, styles) -> None:
        self._body = content.find(f"{_OFFICE}body/{_OFFICE}text")
        if self._body is None:
            raise _damaged()
        self._styles = styles
        trees = [tree for tree in (content, styles) if tree is not None]
        self._list_styles = {
            each.get(_STYLE + "name"): each for tree in trees for each in tree.iter(_TEXT + "list-style")
        }
        self._breaks = {
            style.get(_STYLE + "name")
            for tree in trees
            for style in tree.iter(_STYLE + "style")
            for found in style.findall(_STYLE + "paragraph-properties")
            if found.get(_FO + "break-before") == "page"
        }
        self._forms: dict[tuple[str, int], _Form | None] = {}  # by style and level, as far as they were asked for
        self._counts: dict[str, dict[int, int]] = {}  # of each style of lists: the last number on each level
        self._notes: list[str] = []
        self._endnotes: list[str] = []
        self._marks = 0

    def pages(self) -> list[str]:
        """The text of each page; without page breaks it is one."""
        pages: list[list[str]] = [[]]
        has_words = False  # whether anything stands on the last page
        for line in self._blocks(self._body, 0):
            before, *after = line.split("\f")
            pages[-1].append(before)
            has_words = has_words or bool(before.strip())
            for rest in after:
                if has_words:
                    self._finish(pages[-1])
                    pages.append([])
                pages[-1].append(rest)
                has_words = bool(rest.strip())
        self._finish(pages[-1])
        if self._endnotes:
            pages[-1] += [NOTES_RULE, *self._endnotes]
        head, foot = self._furniture("header"), self._furniture("footer")
        texts = [re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n") for lines in pages]
        texts[0] = "\n".join(part for part in (head, texts[0], foot) if part)
        return texts

    def _finish(self, lines: list[str]) -> None:
        if self._notes:
            lines += [NOTES_RULE, *self._notes]
            self._notes = []

    def _furniture(self, kind: str) -> str:
        """Heads or feet: that of a first page first, each line once, page numbers left out."""
        lines: dict[str, None] = {}
        if self._styles is None:
            return ""
        for suffix in ("-first", "", "-left"):
            for part in self._styles.iter(f"{_STYLE}{kind}{suffix}"):
                for line in self._blocks(part, 0):
                    for each in line.replace("\f", "\n").split("\n"):
                        if each.strip() and not PAGE_NUMBER.fullmatch(each):
                            lines[each.strip()] = None
        return "\n".join(lines)

    def _blocks(self, parent, depth: int) -> list[str]:
        blocks: list[str] = []
        if depth > _DEEPEST:
            raise _damaged()
        for child in parent:
            tag = child.tag
            if tag in (_TEXT + "p", _TEXT + "h"):
                blocks += self._paragraph(child, depth)
            elif tag == _TEXT + "list":
                blocks += self._list(child, depth, child.get(_TEXT + "style-name") or "", 1)
            elif tag == _TABLE + "table":
                blocks += ["", *self._table(child, depth), ""]
            elif tag not in _LEFT_OUT and isinstance(tag, str):
                blocks += self._blocks(child, depth + 1)
        return blocks

    def _paragraph(self, paragraph, depth: int) -> list[str]:
        pieces: list[str] = []
        boxes: list[str] = []
        if paragraph.get(_TEXT + "style-name") in self._breaks:
            pieces.append("\f")
        self._run(paragraph, pieces, boxes, depth)
        return ["".join(pieces), *boxes, ""]

    def _run(self, element, pieces: list[str], boxes: list[str], depth: int) -> None:
        if depth > _DEEPEST:
            raise _damaged()
        pieces.append(_folded(element.text))
        for child in element:
            tag = child.tag
            if tag == _TEXT + "s":
                pieces.append(" " * min(_whole(child.get(_TEXT + "c"), 1), 100))
            elif tag == _TEXT + "tab":
                pieces.append("\t")
            elif tag == _TEXT + "line-break":
                pieces.append("\n")
            elif tag == _TEXT + "soft-page-break":
                pieces.append("\f")
            elif tag == _TEXT + "note":
                pieces.append(self._note(child, depth))
            elif tag.endswith("}text-box"):
                boxes += self._blocks(child, depth + 1)
            elif tag not in _LEFT_OUT:
                self._run(child, pieces, boxes, depth + 1)
            pieces.append(_folded(child.tail))

    def _note(self, note, depth: int) -> str:
        citation = note.find(_TEXT + "note-citation")
        mark = "".join(citation.itertext()).strip()[:6] if citation is not None else ""
        if not mark:
            self._marks += 1
            mark = str(self._marks)
        body = note.find(_TEXT + "note-body")
        text = re.sub(r"\s+", " ", " ".join(self._blocks(body, depth + 1))).strip() if body is not None else ""
        (self._endnotes if note.get(_TEXT + "note-class") == "endnote" else self._notes).append(
            f"{mark} {text}".strip()
        )
        return mark.translate(RAISED)

    def _list(self, element, depth: int, style: str, level: int) -> list[str]:
        if depth > _DEEPEST:
            raise _damaged()
        counts = self._counts.setdefault(style, {})
        goes_on = (
            element.get(_TEXT + "continue-numbering") == "true" or element.get(_TEXT + "continue-list") is not None
        )
        if level == 1 and not goes_on:
            counts.clear()
        blocks: list[str] = []
        for item in element:
            if item.tag not in (_TEXT + "list-item", _TEXT + "list-header"):
                continue
            mark = ""
            # An item that begins with a list of its own is only a step down to the next level.
            if item.tag == _TEXT + "list-item" and len(item) and item[0].tag != _TEXT + "list":
                mark = self._next(style, level, counts, item.get(_TEXT + "start-value"))
            for child in item:
                if child.tag == _TEXT + "list":
                    own = child.get(_TEXT + "style-name") or style
                    blocks += self._list(child, depth + 1, own, level + 1 if own == style else 1)
                elif child.tag in (_TEXT + "p", _TEXT + "h"):
                    lines = self._paragraph(child, depth + 1)
                    if mark and lines[0].strip():
                        lines[0], mark = ("\f" if lines[0].startswith("\f") else "") + mark + lines[0].lstrip("\f"), ""
                    blocks += lines
        return blocks

    def _next(self, style: str, level: int, counts: dict[int, int], start: str | None) -> str:
        """Count one item on; gives its mark, as in "1.2." for a level that shows those above it."""
        form = self._form(style, level)
        if form is None:
            return "• "
        counts[level] = _whole(start, 1) if start else counts[level] + 1 if level in counts else form.start
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        numbers = []
        for each in range(max(1, level - form.shown + 1), level + 1):
            own = self._form(style, each)
            if own is not None:
                numbers.append(written(counts.get(each, own.start), own.form))
        text = f"{form.before}{'.'.join(number for number in numbers if number)}{form.behind}".strip()
        return f"{text} " if text else ""

    def _form(self, style: str, level: int) -> _Form | None:
        """How the numbers on this level of a list are written; None for bullets."""
        if (style, level) not in self._forms:
            self._forms[style, level] = self._read_form(style, level)
        return self._forms[style, level]

    def _read_form(self, style: str, level: int) -> _Form | None:
        found = self._list_styles.get(style)
        for each in found if found is not None else ():
            if each.get(_TEXT + "level") == str(level):
                if each.tag != _TEXT + "list-level-style-number":
                    return None
                return _Form(
                    _whole(each.get(_TEXT + "start-value"), 1),
                    _FORMS.get(each.get(_STYLE + "num-format") or "", "decimal"),
                    each.get(_STYLE + "num-prefix") or "",
                    each.get(_STYLE + "num-suffix") or "",
                    min(_whole(each.get(_TEXT + "display-levels"), 1), 10),
                )
        return None

    def _table(self, table, depth: int) -> list[str]:
        """One line a row; cells that hold several lines stand below each other."""
        rows: list[str] = []
        for row in table.iter(_TABLE + "table-row"):
            if next(row.iterancestors(_TABLE + "table")) is not table:
                continue
            cells = []
            for cell in row:
                lines = [line.strip(" \t") for line in self._blocks(cell, depth + 1)]
                if text := "\n".join(line for line in lines if line):
                    cells.append(text)
            if any("\n" in cell for cell in cells):
                rows += cells
            elif cells:
                rows.append("\t".join(cells))
        return rows


def _folded(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text) if text else ""


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else otherwise
