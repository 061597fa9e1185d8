"""Lines joined into paragraphs: where each begins, by its number, by a gap, or by the end of the one before."""

import re
from typing import NamedTuple

from documents.reading.acts.forms import ACT_NAME, ANNEX, CLOSING, ENDED, SECTION
from documents.reading.acts.lines import Line, joined
from documents.reading.acts.openings import Opening
from documents.reading.verbs import begins_preamble, finite_verb, leading_verb_phrase
from documents.reading.words import plain


class Piece(NamedTuple):
    """A paragraph as the lines show it, before its place in the act is known."""

    number: str  # "7", "7 bis", "(a)", "(ii)", "" for none
    text: str
    page: int
    start: int
    opens: bool = False  # whether it is the name of the organ that speaks
    end_page: int = 0
    end: int = 0


_NUMBER = re.compile(
    r"(?:op\s?)?(\d{1,3})(\s(?:bis|ter|quater|quinquies|alt))?\s?"
    r"(?:[.)：、]|\s?[-–—](?!\d)|(?<=op\d)\s|(?<=op\d\d)\s|(?<=op \d)\s)\s*(?=[^\d\s.,)])"
    r"|([一二三四五六七八九十]{1,3})、(?=\S)",
    re.IGNORECASE,
)
# What the OCR makes of "1." and "2.": "l.", "I.", "2,".
_OCR_NUMBER = re.compile(r"([lI]|\d{1,3})[.,]\s*(?=[^\W\d_])")
_OBJECT = re.compile(r"\s(?:the|that|its|all|upon|to|with|on)\s")
_PREAMBLE_MARK = re.compile(r"PP\s?\d{1,3}(?:\s?(?:bis|ter|alt))?\s?[.:)]?\s+(?=\S)", re.IGNORECASE)
_LETTER = re.compile(
    r"\(([a-zа-яأ-ي]{1,2}|[ivxl]{1,6}|[一二三四五六七八九十]{1,3}|\d{1,2})\)\s*(?=\S)"
    r"|([a-zа-я]|[ivx]{1,5})\s?\)\s+(?=\S)|([a-z])\.\s+(?=[A-Z])|([أ-ي])\s?[-–]\s+(?=\S)"
)
_HEADS = str.maketrans({"（": "(", "）": ")", "．": ".", "﹙": "(", "﹚": ")"})
_CLOSED = re.compile(r"[;:.؛；：。]\W{0,3}\d{0,3}$")
_ROMAN_HEAD = re.compile(r"[IVX]{1,5}\.\s+[A-ZÉА-Я«“\"].{0,120}")
_CHINESE = re.compile(r"[^\u4e00-\u9fff]{0,8}[\u4e00-\u9fff]")
_FINAL = re.compile(r"[.。]\W{0,3}\d{0,3}$")
_TAIL = 16  # characters in which the end of a sentence shows
_LONGEST_NAME = 60
_SECTION_HEAD = re.compile(
    r"(?:[IVX]{1,5}|[A-Z])\.\s+[A-ZÉА-Я«“\"]|[一二三四五六七八九十]{1,3}[.．]"
    r"|(?:Chapter|Chapitre|Capítulo|Глава)\s[IVX\d]{1,5}\b"
)


def pieces_of(lines: list[Line], openings: list[Opening], language: str = "") -> list[Piece]:
    """Join wrapped lines into paragraphs; `openings` are those of these lines, by their places."""
    joining = _Joining(language)
    opened = {opening.first: opening for opening in openings}
    place = 0
    while place < len(lines):
        if opening := opened.get(place):
            joining.open(opening, lines[place : opening.last + 1])
            place = opening.last + 1
        else:
            joining.add(lines[place])
            place += 1
    return [
        Piece(p.number, joined(p.texts), p.lines[0].page, p.lines[0].start, p.opens, p.lines[-1].page, p.lines[-1].end)
        for p in joining.pieces
        if any(p.texts)
    ]


class _Lines(NamedTuple):
    """A piece whose lines are not joined yet."""

    number: str
    texts: list[str]
    lines: list[Line]
    opens: bool = False


class _Joining:
    """The paragraphs so far, and what the next line may be."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.pieces: list[_Lines] = []
        self.numbered = 0  # the number of the last numbered paragraph
        self.after_heading = True
        self.width = 0  # of the longest line
        self.quotes = 0  # quotation marks that are open in the last piece: a title goes on in capitals

    def open(self, opening: Opening, lines: list[Line]) -> None:
        """A text opens: what comes next is a paragraph of its own and numbers anew."""
        self.pieces.append(_Lines("", [opening.text], lines, opens=True))
        self.quotes = _open_quotes(opening.text)
        self.numbered, self.after_heading = 0, opening.form != "inline"

    def add(self, line: Line) -> None:
        """A line that begins a paragraph or goes on with one."""
        text = line.text
        self.width = max(self.width, min(len(text), 120))
        before = self.pieces[-1].texts[-1] if self.pieces else ""
        gap = line.gap or self.after_heading
        ended = gap or not before or bool(ENDED.search(before[-_TAIL:]))
        if not ended and not text[0].isdecimal() and (len(before) > _LONGEST_NAME or not ACT_NAME.fullmatch(before)):
            # Most lines go on with a sentence.
            self._go_on(line)
            return
        number, rest = self._number_of(text, before, ended=ended, gap=gap)
        self.after_heading = False
        if number:
            self._begin(number, rest, line)
        elif mark := _PREAMBLE_MARK.match(text):
            self._begin("", text[mark.end() :], line)
        elif ended and len(text) < 30 and ANNEX.fullmatch(text if text.isascii() else plain(text)):
            self._begin("", text, line)
            self.numbered, self.after_heading = 0, True
        elif (ended and len(text) < 8 and SECTION.fullmatch(text)) or ((gap or is_final(before)) and _closes(text)):
            self._begin("", text, line)
            self.after_heading = True
        elif (
            _begins_paragraph(text, before, ended=ended, gap=gap, short=self._is_short(before), language=self.language)
            and (gap or self.quotes <= 0)
        ) or (len(before) <= _LONGEST_NAME and ACT_NAME.fullmatch(before)):
            self._begin("", text, line)
        else:
            self._go_on(line)

    def _is_short(self, line: str) -> bool:
        """Whether a line ends well before the margin; lines of Chinese hold half as many characters."""
        least = 28 if _CHINESE.match(line) else 50
        return len(line) < 0.8 * max(self.width, least)

    def _begin(self, number: str, text: str, line: Line) -> None:
        self.pieces.append(_Lines(number, [text], [line]))
        self.quotes = _open_quotes(text)

    def _go_on(self, line: Line) -> None:
        self.pieces[-1].texts.append(line.text)
        self.pieces[-1].lines.append(line)
        self.quotes += _open_quotes(line.text)

    def _number_of(self, line: str, before: str, *, ended: bool, gap: bool) -> tuple[str, str]:
        """The number at the head of a line and the rest of it; ("", line) when the line goes on with a sentence."""
        first = line[0]
        if first.isascii() and not (first.isdigit() or first in "(abcdefghijklmnopqrstuvwxyzIO"):
            return "", line
        folded = _digits_folded(line)
        if match := _NUMBER.match(folded):
            value = int(match[1]) if match[1] else _chinese(match[3])
            rest = line[match.end() :].strip()
            if match[2] and ended and value == self.numbered:
                return match[1] + match[2].lower(), rest
            if self._follows(value, rest, before, ended=ended, gap=gap):
                self.numbered = value
                return (match[1] or match[3]) + (match[2] or "").lower(), rest
        if ended and (match := _OCR_NUMBER.match(folded)):
            value = 1 if match[1] in "lI" else int(match[1])
            rest = line[match.end() :].strip()
            verb = leading_verb_phrase(rest, self.language)
            # "I. Functions and membership" is a section; a misprinted verb has its object behind it.
            if value == self.numbered + 1 and (verb.known or (verb.phrase and _OBJECT.match(rest, len(verb.phrase)))):
                self.numbered = value
                return str(value), rest
        if ended and (match := _LETTER.match(folded)):
            return f"({match[1] or match[2] or match[3] or match[4]})", line[match.end() :].strip()
        return "", line

    def _follows(self, value: int, rest: str, before: str, *, ended: bool, gap: bool) -> bool:
        """Whether a number at the head of a line is that of a paragraph."""
        if value == self.numbered + 1:
            # In the middle of a sentence "3." is the end of a reference to a paragraph.
            return ended or not rest[:1].islower()
        if (
            value > self.numbered
            and not ended
            and rest[:1].isupper()
            and leading_verb_phrase(rest, self.language).known
        ):
            # A heading without a full stop may stand before.
            return True
        if value == self.numbered and ended and " " in before:
            return False
        if value == 1:
            return ended or (rest[:1].isupper() and leading_verb_phrase(rest, self.language).known)
        # Parts of an act are pasted alone: a later number begins a paragraph too, where the one before is over.
        if not ended or value < self.numbered:
            return False
        # Russian paragraphs begin in small letters, Arabic and Chinese ones with neither.
        return (
            gap or not rest[:1].islower() or (not rest[:1].isascii() and leading_verb_phrase(rest, self.language).known)
        )


def _open_quotes(text: str) -> int:
    """How many quotation marks a line opens more than it closes: “..., Taking into Particular Account ...”."""
    return text.count("“") + text.count("«") - text.count("”") - text.count("»")


def is_final(text: str) -> bool:
    """Whether a paragraph ends with a full stop, as the last one of an act does."""
    return bool(_FINAL.search(text[-_TAIL:]))


def _closes(line: str) -> bool:
    """Whether a line is one of those below an act: the meeting, the day, the vote."""
    if len(line) > 100 or line[0].islower():
        return False
    return bool(CLOSING.fullmatch(line if line.isascii() else plain(line)))


def _digits_folded(line: str) -> str:
    """The head of a line with Arabic-Indic and full-width digits as 0-9, and brackets as ASCII, one for one."""
    if line[:12].isascii():
        return line
    head = "".join(str(int(c)) if not c.isascii() and c.isdecimal() else c for c in line[:12])
    return head.translate(_HEADS) + line[12:]


def _chinese(numeral: str) -> int:
    tens, ten, units = numeral.rpartition("十")
    digits = "一二三四五六七八九"
    value = digits.find(units) + 1 if units else 0
    return value + (10 * (digits.find(tens) + 1 if tens else 1) if ten else 0)


def _begins_paragraph(line: str, before: str, *, ended: bool, gap: bool, short: bool, language: str) -> bool:
    if not before:
        return True
    if gap:
        # A gap within a sentence is a page's end: the next line goes on in small letters. Russian paragraphs begin so.
        begins = not line[0].islower() or bool(_CLOSED.search(before[-_TAIL:])) or is_operative(line, language)
        return begins or (not line[0].isascii() and begins_preamble(line, language))
    if not ended:
        return False
    if before.endswith((";", "؛", "；")) or (_ROMAN_HEAD.fullmatch(line) and not ENDED.search(line[-_TAIL:])):
        return True
    if before.endswith((".", "。")) and _SECTION_HEAD.match(line):
        return True
    if not line[0].isascii() and not line[0].isupper():
        # Where no capital marks a beginning, it is the short last line of the paragraph before that shows its end.
        if not short:
            return False
        full = before.endswith((".", ":", "。", "："))
        return begins_preamble(line, language) or (full and leading_verb_phrase(line, language).known)
    if line[0].islower() or (before.endswith(",") and len(line) < 4):
        return False
    # Lines without gaps: a preambular or operative beginning after a comma or full stop.
    if begins_preamble(line, language):
        return True
    if before.endswith((".", ":")):
        return leading_verb_phrase(line, language).known
    return bool(finite_verb(line, language)) or (short and leading_verb_phrase(line, language).known)


def is_operative(text: str, language: str = "") -> bool:
    """Whether a paragraph begins with an operative verb and not with a participle."""
    return leading_verb_phrase(text, language).known and not begins_preamble(text, language)
