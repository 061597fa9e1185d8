"""A draft on screen: the filled Word file read back as blocks of HTML, each fact linked to its record, each gap marked."""

from dataclasses import dataclass, field

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from documents.reading.word.numbers import Numbers
from mandates.drafting.filling import Filled
from mandates.drafting.word_file import W, WordFile

MOST_ROWS = 60
NOTHING = mark_safe("")
# How a paragraph of a style is shown; others are plain paragraphs.
KINDS = {
    "Title": "title",
    "TitleWide": "title",
    "Author": "author",
    "AuthorWide": "author",
    "Heading": "heading",
    "ItemHeading": "heading",
    "SessionLine": "line",
    "Masthead": "line",
    "BodyName": "body",
    "SymbolLine": "symbol",
    "EndLine": "end",
    "BeforeIssue": "warning",
    "Item": "item",
    "SubItem": "sub-item",
    "Documentation": "documentation",
}


@dataclass
class Block:
    """A paragraph or a table of a draft. kind: how it is shown; a table has rows of cells, each the HTML of its words."""

    kind: str
    html: SafeString = NOTHING
    head: list = field(default_factory=list)
    rows: list = field(default_factory=list)
    left_out: int = 0


def blocks_of(filled: Filled) -> list[Block]:
    """The draft in reading order, its footnotes last. Of a long table the first rows are shown."""
    return _Preview(filled).blocks()


class _Preview:
    def __init__(self, filled):
        self._file = WordFile(filled.content)
        self._comments = filled.comments
        parts = {kind: next((self._file.tree(name) for name in self._file.named(kind)), None) for kind in PARTS}
        self._numbers = Numbers(parts["numbering"], parts["styles"])
        self._notes = {}
        if parts["footnotes"] is not None:
            self._notes = {note.get(W + "id"): note for note in parts["footnotes"].iter(W + "footnote")}
        self._called = []

    def blocks(self):
        body = self._file.tree(self._file.main).find(W + "body")
        made = [block for child in body for block in self._block(child)]
        for mark, note, about in self._called:
            words = mark_safe(" ".join(self._words(paragraph) for paragraph in note.iter(W + "p")))
            words = _linked(words, about) if about is not None else words
            shown = words if mark == "*" else format_html("<sup>{}</sup> {}", mark, words)
            made.append(Block("footnote", shown))
        return made

    def _block(self, element):
        if element.tag == W + "p":
            words = self._words(element)
            if words.strip():
                yield Block(self._kind(element), words)
        elif element.tag == W + "tbl":
            yield self._table(element)

    def _kind(self, paragraph):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return KINDS.get(style.get(W + "val") if style is not None else "", "paragraph")

    def _table(self, table):
        rows, head = table.findall(W + "tr"), []
        if rows and rows[0].find(f"{W}trPr/{W}tblHeader") is not None:
            head, rows = self._cells(rows[0]), rows[1:]
        shown = [self._cells(row) for row in rows[:MOST_ROWS]]
        return Block("table" if head else "masthead", head=head, rows=shown, left_out=max(0, len(rows) - MOST_ROWS))

    def _cells(self, row):
        """The cells as (columns, HTML)."""
        cells = []
        for cell in row.findall(W + "tc"):
            span = cell.find(f"{W}tcPr/{W}gridSpan")
            lines = [
                format_html('<span class="{}">{}</span>', f"draft-{self._kind(each)}", words)
                for each in cell.iter(W + "p")
                if (words := self._words(each)).strip()
            ]
            cells.append((span.get(W + "val") if span is not None else "1", mark_safe("<br>".join(lines))))
        return cells

    def _words(self, paragraph):
        number = self._numbers.of(paragraph.find(W + "pPr"))
        pieces, about = [], None
        hidden = False  # the code of a field
        for child in paragraph:
            if child.tag == W + "commentRangeStart":
                about = self._comments[int(child.get(W + "id"))]
            elif child.tag == W + "commentRangeEnd":
                about = None
            elif child.tag == W + "r":
                mark = child.find(W + "fldChar")
                if mark is not None:
                    hidden = mark.get(W + "fldCharType") == "begin"
                elif not hidden:
                    pieces.append(self._run(child, about))
        words = mark_safe("".join(pieces))
        if number and number.strip() and words.strip():
            return format_html('<span class="draft-number">{}</span> {}', number.strip(), words)
        return words

    def _run(self, run, about):
        note = run.find(W + "footnoteReference")
        words = "".join(" " if child.tag == W + "tab" else child.text or "" for child in run if child.tag in WORDS)
        if note is not None:
            return self._call(note, words, about)
        if not words:
            return ""
        properties = run.find(W + "rPr")
        if properties is not None and properties.find(W + "highlight") is not None and words.startswith("["):
            return format_html('<mark class="draft-gap">{}</mark>', words)
        return _linked(words, about) if about is not None else format_html("{}", words)

    def _call(self, reference, own_mark, about):
        note = self._notes.get(reference.get(W + "id"))
        if note is None:
            return ""
        mark = own_mark or str(1 + sum(1 for each, *_ in self._called if each.isdecimal()))
        self._called.append((mark, note, about))
        return format_html("<sup>{}</sup>", mark)


def _linked(words, about):
    """Words that state a fact, linked to its record; its comment shows beside the pointer."""
    if not about.url:
        return format_html("{}", words)
    title = " · ".join(about.lines[:2])
    return format_html('<a class="draft-fact" href="{}" title="{}">{}</a>', about.url, title, words)


PARTS = ("numbering", "styles", "footnotes")
WORDS = {W + "t", W + "tab"}
