"""The first page as lines, in plain form for matching; its footnotes parted from them."""

import re
from collections.abc import Iterable
from itertools import pairwise

from documents.reading.language import JOB_NUMBER
from documents.reading.masthead.patterns import BAR_CODE, NOTE_KINDS, RULE
from documents.reading.masthead.values import Note
from documents.reading.words import plain
from documents.symbols import Symbol, find_all

_MOST_LINES = 400
_LONGEST_LINE = 1000
_MOST_CHARACTERS = 100_000
_LONGEST_NOTE = 8  # lines

_CELLS = re.compile(r"\t+|[ ]{3,}|\s?\|\s?")
_NOTE = re.compile(r"\s*(\*{1,4}|[†‡]{1,3})\s*([^\s*].*)")
_NEXT_FOOTNOTE = re.compile(r"\d{1,2}\s")
_MARKS_BEHIND = re.compile(r"[\s*†‡¹²³⁰⁴⁵⁶⁷⁸⁹]+(?:, ?[*†‡¹²³⁰⁴⁵⁶⁷⁸⁹]{1,4}\s?){0,4}$")
# What viewers and printers put on a page: "Generated on 22 Jan 2031 14:31", "Please recycle".
_STAMPS = re.compile(
    r"(?:generated|printed|downloaded|retrieved) (?:on|from|by|at) .{3,60}|(?:accessible document )?please recycle\W*.{0,3}"
    r"|accessible document|(?:prière de recycler|se ruega reciclar|просьба отправить на вторичную переработку|请回收)\W*",
    re.IGNORECASE,
)
_CHINESE_SPACE = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_TABLE_RULE = re.compile(r":?-{2,}:?")
_HEADING_MARKS = re.compile(r"^#{1,6}\s{1,4}(?=\S)", re.MULTILINE)
# In pairs round words of one line; an asterisk before or behind a text marks a footnote.
_EMPHASIS = re.compile(r"(?<![*\w])(\*\*|\*|__)(?=[^\s*_])([^*\n]{0,300}[^\s*])\1(?![*\w])")
_CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
_DOUBLED = re.compile(r"\b([^\W\d_]{2,})(?: \1)+\b")


class Line:
    """A line of the first page: as it stands, in plain form, and the block (lines without a gap) that it is in."""

    __slots__ = ("_plain", "block", "column", "indented", "labelled", "text")

    def __init__(self, text: str, block: int, *, indented: bool = False, column: int = 0) -> None:
        self.text = text
        self.block = block
        self.indented = indented
        self.column = column  # 1 and more for what stands to the right on the same line
        self.labelled: bool | None = None  # whether it says "Distr." or the like; see organisation.is_label
        self._plain: str | None = None

    @property
    def plain(self) -> str:
        if self._plain is None:
            self._plain = without_chinese_spaces(plain(self.text))
        return self._plain


def lines_of(text: str) -> list[Line]:
    """The lines of a page; cells of a table and columns far apart are lines of their own."""
    if "**" in text or "\n#" in text or text.startswith("#"):
        text = without_markup(text)
    lines: list[Line] = []
    block, gap = 0, False
    for raw in text.split("\n", _MOST_LINES)[:_MOST_LINES]:
        raw = raw[:_LONGEST_LINE]
        bare = raw.strip()
        if not bare:
            gap = True
            continue
        if gap and lines:
            block += 1
        gap = False
        # The note's mark and its text are one line, however they are set.
        if bare[0] in "*†‡" and _NOTE.fullmatch(raw):
            lines.append(Line(" ".join(bare.split()), block))
            continue
        indented = raw[0] == "\t"
        if "\t" not in bare and "   " not in bare and "|" not in bare:
            lines.append(Line(" ".join(bare.split()) if "  " in bare else bare, block, indented=indented))
            continue
        for place, cell in enumerate(_CELLS.split(bare)):
            if cell and not cell.isspace() and not _TABLE_RULE.fullmatch(cell.strip()):
                lines.append(Line(" ".join(cell.split()), block, indented=indented, column=place))
    return [line for line in lines if not (line.text[:1] in "gGpPdDrRaAsSпП请" and _STAMPS.fullmatch(line.text))]


def without_markup(text: str) -> str:
    """A text without the marks that Markdown puts before headings and round bold and slanted words."""
    return _EMPHASIS.sub(r"\2", _HEADING_MARKS.sub("", text[:_MOST_CHARACTERS]))


def joined(texts: Iterable[str]) -> str:
    """Lines as one text: a space between two words, none between two Chinese characters."""
    whole = ""
    for text in texts:
        if whole and not (_CHINESE.match(whole[-1]) and _CHINESE.match(text)):
            whole += " "
        whole += text
    return without_chinese_spaces(whole)


def without_chinese_spaces(text: str) -> str:
    """A text without the spaces between Chinese characters: print has none, extraction and "大 会" have."""
    return text if text.isascii() else _CHINESE_SPACE.sub("", text)


def without_doubled_words(text: str) -> str:
    """ "UNITED UNITED NATIONS NATIONS", as bold letters printed twice are extracted, without the doubles."""
    words = text.split()
    if not any(word == following for word, following in pairwise(words)):
        return text
    return _DOUBLED.sub(r"\1", text)


def without_marks(text: str) -> str:
    """The text without the footnote marks behind it."""
    return _MARKS_BEHIND.sub("", text)


# ---------------------------------------------------------------- footnotes


def without_notes(lines: list[Line]) -> tuple[list[Line], tuple[Note, ...]]:
    """Part the footnotes that an asterisk or dagger marks from the lines of the text."""
    kept: list[Line] = []
    notes: list[Note] = []
    mark, texts, block = "", [], -1
    for line in lines:
        text = line.text
        started = _NOTE.fullmatch(text) if text[0] in "*†‡" else None
        if started and not BAR_CODE.fullmatch(text):
            if mark:
                notes.append(_note(mark, texts))
            mark, texts, block = started[1], [started[2].strip()], line.block
        elif mark and line.block == block and not _is_over(texts, line):
            texts.append(text)
        else:
            if mark:
                notes.append(_note(mark, texts))
                mark = ""
            if not (text[0] in "_\u2014\u2500-" and RULE.fullmatch(text.replace(" ", ""))):
                kept.append(line)
    if mark:
        notes.append(_note(mark, texts))
    return kept, tuple(notes)


def _note(mark: str, texts: list[str]) -> Note:
    text = " ".join(texts)
    return Note(_kind(text), mark, text)


def _is_over(so_far: list[str], line: Line) -> bool:
    text = line.text
    if len(so_far) >= _LONGEST_NOTE or RULE.match(text) or BAR_CODE.fullmatch(text) or JOB_NUMBER.match(text):
        return True
    if _NEXT_FOOTNOTE.match(text):
        return True
    # A sentence that is over, and a line that does not begin one: the text of the page goes on.
    return so_far[-1].endswith((".", "。")) and (len(so_far) > 1 or text[:1].islower() or _only_symbols(so_far[0]))


def _only_symbols(text: str) -> bool:
    found = find_all(text) if "/" in text else []
    if not found:
        return False
    rest = text
    for place in reversed(found):
        rest = rest[: place.start] + rest[place.end :]
    return not re.search(r"\w{4,}", rest)


def _kind(text: str) -> str:
    folded = plain(text)
    for kind, pattern in NOTE_KINDS.items():
        if pattern.search(folded):
            return kind
    return "agenda document" if _only_symbols(text) else "other"


def agenda_document(notes: tuple[Note, ...]) -> Symbol | None:
    """The symbol of the agenda that a footnote to the agenda item names."""
    for note in notes:
        if note.kind == "agenda document":
            return find_all(note.text)[0].symbol
    return None
