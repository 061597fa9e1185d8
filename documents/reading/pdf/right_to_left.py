"""Arabic pages, put together from the places of their letters.

A PDF holds Arabic in the order of drawing; what pdfium makes of it leaves words, numbers and symbols turned about
("CTOC/COP/2016/1 المتحدة الأمم"). Here each row of print is read from the right, and what is written from the left
within it (Latin words, symbols, numbers) is turned back: the reverse of the Unicode bidirectional algorithm (UAX 9).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

import pypdfium2.raw as pdfium

from documents.reading.pages import RAISED
from documents.reading.pdf.places import Boxes, Line

ARABIC = re.compile(r"[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
_FORMS = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefc]+")
# The stroke that lengthens a word; some fonts have a stray sign in its place.
_KASHIDA = re.compile(r"(?<=[\u0620-\u064a])[\u0640<]+(?=[\u0620-\u064a])")
_LETTER = r"\u0600-\u065f\u066e-\u06ef\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc"
# Runs that are written from the left, as they look when the row is read from the right.
_FROM_THE_LEFT = re.compile(
    rf"[^\W{_LETTER}_]+(?:[^{_LETTER}\t]*[^\W{_LETTER}_])?"  # as far as the last letter or digit before Arabic
)
_NUMBER = re.compile(r"[0-9]+(?:[-+./,:][0-9]+)*|[\u0660-\u0669]+(?:[./,:٫٬][\u0660-\u0669]+)*")
_RANGE = re.compile(r"(\d{1,4})-(\d{1,4})")
_PARAGRAPH_NUMBER = re.compile(r"\s*\d{1,3}\s?[-.)–](?=\s)")
_NOTE_NUMBER = re.compile(r"\s*[\d⁰¹²³⁴-⁹]{1,3}(?=\s)")
_ENDS_AT_THE_LEFT = re.compile(r"\w[.،؛:]$")  # a Latin row within Arabic: its full stop is printed at the far left
_BRACKETS = {"(": ")", ")": "(", "[": "]", "]": "[", "«": "»", "»": "«"}
_OPENING = "([«"
_MOST_LETTERS = 40_000  # of a page


def is_arabic(text: str) -> bool:
    """Whether a page is written from the right: its Arabic letters outnumber the Latin ones."""
    return len(ARABIC.findall(text)) > len(re.findall(r"[A-Za-z]", text)) // 2


class _Letter(NamedTuple):
    character: str
    left: float
    bottom: float
    right: float
    top: float


class _Row:
    """Letters that stand beside one another on a row of print, in the order of the file."""

    def __init__(self, letters: list[_Letter]) -> None:
        self.letters = letters
        self.left = min(letter.left for letter in letters)
        self.right = max(letter.right for letter in letters)
        self._heights = sum(letter.top + letter.bottom for letter in letters)

    def take(self, piece: "_Row") -> None:
        self.letters += piece.letters
        self.left, self.right = min(self.left, piece.left), max(self.right, piece.right)
        self._heights += piece._heights

    def goes_on_with(self, piece: "_Row") -> bool:
        """Whether a piece of the file stands beside this row, near enough to be one sentence."""
        height = _height(self.letters[0])
        if abs(self._middle() - piece._middle()) > 0.3 * height:
            return False
        # The columns of a page are further apart.
        return max(self.left - piece.right, piece.left - self.right) < 0.5 * height

    def _middle(self) -> float:
        return self._heights / (2 * len(self.letters))


def lines_of(text: str, words, boxes: Boxes, index_of: Callable[[int], int] | None) -> list[Line] | None:
    """The rows of an Arabic page in the order of the file; None for a page with too many letters to be one of text."""
    if len(text) > _MOST_LETTERS:
        return None
    rows: list[_Row] = []
    at = 0
    for raw in text.split("\r\n"):
        start, at = at, at + len(raw) + 2
        letters = _letters(raw, start, words, boxes, index_of)
        if not letters:
            continue
        piece = _Row(letters)
        row = next((row for row in reversed(rows[-8:]) if row.goes_on_with(piece)), None)
        if row is None:
            rows.append(piece)
        else:
            row.take(piece)
    usual = _usual([_height(letter) for row in rows for letter in row.letters if letter.character.isdigit()])
    tall = _usual([_height(letter) for row in rows for letter in row.letters])
    lines = []
    for row in rows:
        # In a footnote every digit is small.
        small = max(_height(letter) for letter in row.letters) < 0.85 * tall
        line = _line(row.letters, 0 if small else usual)
        if line.text.strip():
            lines.append(line)
    return lines


def _height(letter: _Letter) -> float:
    return letter.top - letter.bottom


def _usual(heights: list[float]) -> float:
    counted = Counter(round(height, 1) for height in heights)
    return counted.most_common(1)[0][0] if counted else 0


def _letters(raw: str, start: int, words, boxes: Boxes, index_of) -> list[_Letter]:
    letters = []
    for offset, character in enumerate(raw):
        index = index_of(start + offset) if index_of else start + offset
        if character.isspace() and pdfium.FPDFText_IsGenerated(words, index):
            continue
        box = boxes.of(index)
        if box is not None and box[3] > box[1]:
            letters.append(_Letter(character, *box))
    return letters


def _line(letters: list[_Letter], usual: float) -> Line:
    letters = _signs_apart(sorted(letters, key=lambda letter: -letter.right))
    height = max(letter.top - letter.bottom for letter in letters)
    signs: list[str] = []
    before: _Letter | None = None
    for letter in letters:
        if letter.character.isdigit() and signs and _height(letter) < 0.75 * usual:
            letter = letter._replace(character=letter.character.translate(RAISED))  # the mark of a footnote
        if before is not None:
            gap = before.left - letter.right
            if gap > 2.5 * height:
                signs.append("\t")
            elif gap > 0.1 * height:
                signs.append(" ")
        signs.append(letter.character)
        if not letter.character.isspace():
            before = letter
    first = letters[0]
    return Line(
        logical("".join(signs)),
        min(letter.left for letter in letters),
        min(letter.bottom for letter in letters),
        first.right,
        max(letter.top for letter in letters),
        height,
    )


def _signs_apart(letters: list[_Letter]) -> list[_Letter]:
    """Letters of one drawn sign ("لا") share its place; pdfium turns them about with the row."""
    ordered: list[_Letter] = []
    at = 0
    while at < len(letters):
        end = at + 1
        while end < len(letters) and _share_a_place(letters[at], letters[end]):
            end += 1
        sign = letters[at:end]
        if end - at > 1 and not (sign[0].character == "ل" and sign[1].character in "اأإآ"):
            sign.reverse()
        ordered += sign
        at = end
    return ordered


def _share_a_place(one: _Letter, other: _Letter) -> bool:
    return abs(one.right - other.right) < 0.05 and abs(one.left - other.left) < 0.05 and one.character.isalpha()


def logical(row: str) -> str:
    """A row of signs read from the right, in the order in which it is written: "1/6102/POC راظن" gives "COP/2016/1 نظار"."""
    row = _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match[0]), row)
    row = re.sub(r" {2,}", " ", row).strip(" ")
    if not ARABIC.search(row) and not _ENDS_AT_THE_LEFT.search(row):
        cells = [cell[::-1].strip() for cell in row.split("\t")]
        return "\t".join(_turned_brackets(cell) for cell in cells)
    number = _PARAGRAPH_NUMBER.match(row) or (None if ARABIC.search(row) else _NOTE_NUMBER.match(row))
    head, rest = (number[0], row[number.end() :]) if number else ("", row)
    head = _NUMBER.sub(lambda match: match[0][::-1], head)
    text = head + _FROM_THE_LEFT.sub(_turned, rest)
    return _KASHIDA.sub("", _turned_brackets(text))


def _turned(run: re.Match) -> str:
    text = run[0]
    if re.search(r"[^\W\d_]", text):
        return text[::-1]
    return _NUMBER.sub(_number_turned, text)


def _number_turned(match: re.Match) -> str:
    """A number; a range is printed from the right ("21-17" for 17 to 21) or from the left, but always goes up."""
    text = match[0][::-1]
    if span := _RANGE.fullmatch(text):
        first, last = sorted(span.groups(), key=int)
        return f"{first}-{last}"
    return text


def _turned_brackets(text: str) -> str:
    """Brackets the right way round: the sign at the head of words opens, the one behind them closes."""
    if not any(sign in text for sign in _BRACKETS):
        return text
    signs = list(text)
    depth = 0
    for place, sign in enumerate(signs):
        if sign not in _BRACKETS:
            continue
        before = text[place - 1] if place else " "
        after = text[place + 1] if place + 1 < len(text) else " "
        opens = (before.isspace() or before in _BRACKETS) and not after.isspace()
        closes = not before.isspace() and not (after.isalnum() or after in "'\"")
        if opens == closes:  # glued on both sides: what is open must be closed
            opens = depth == 0 and after.isalnum()
            closes = depth > 0 and not opens
        if (opens and sign not in _OPENING) or (closes and sign in _OPENING):
            signs[place] = _BRACKETS[sign]
        depth = depth + 1 if signs[place] in _OPENING else max(0, depth - 1)
    return "".join(signs)
