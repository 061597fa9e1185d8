"""The paragraphs of ONE resolution or decision: preamble, operative part, annexes, each with its address.

Form of such texts: the body that speaks, preambular paragraphs that begin with a participle and end with a comma,
operative ones that begin with a verb and are numbered, lettered or neither; annexes number anew. Decisions of the
first sessions are lettered and in the past tense ("Noted", "Requested").
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

from documents.reading.language import JOB_NUMBER
from documents.reading.verbs import begins_preamble, leading_verb
from documents.reading.words import load, plain
from documents.symbols import SymbolError, parse


@dataclass(frozen=True)
class ParagraphText:
    """One paragraph of an act.

    `kind` is "heading", "preambular", "operative" or "annex". `number` is as printed without its point ("7", "(c)",
    "" for none). `label` addresses it: "7", "7 (a)", "preamble 3", "annex, 53". `text` is verbatim without the
    number, white space folded. `depth` is 0 for a paragraph, 1 for a sub-paragraph. `verb` is the leading verb phrase
    as printed, "" when there is none.
    """

    kind: str
    number: str
    label: str
    text: str
    depth: int
    verb: str


class _Piece(NamedTuple):
    """A paragraph as the lines show it, before its place in the act is known."""

    number: str  # "7", "(a)", "(ii)", "" for none
    text: str


_ACTS = load("acts")
_ANNEX = re.compile(rf"(?:{_ACTS['annex']})\W*", re.IGNORECASE)
_OPENING = re.compile(_ACTS["opening"], re.IGNORECASE)
_OPENING_BEGINS = re.compile(_ACTS["opening_begins"], re.IGNORECASE)

_NUMBER = re.compile(r"(?:op)?(\d{1,3})(?:\.|\)|\s?[-–—])\s*(?=[^\d\s.,])", re.IGNORECASE)
_LETTER = re.compile(
    r"\(([a-zа-яأ-ي]{1,2}|[ivxl]{1,6}|[一二三四五六七八九十]{1,3})\)\s*(?=\S)|([a-z]|[ivx]{1,5})\)\s+(?=\S)|([a-z])\.\s+(?=[A-Z])"
)
_ROMAN = re.compile(r"[ivxl]+")
_RULE = re.compile(r"\W*_{6,}\W*")
_PAGE_FURNITURE = re.compile(
    r"(?:page\s)?\d{1,4}(?:\s?/\s?\d{1,4})?|\*?\d{7,9}\*?|\d{1,4}(?:/\d{1,4})?\s+[A-Z]{0,2}\.?\d{2}-\d{5}|[A-Z]{0,2}\.?\d{2}-\d{5}X?(?:\s+\d{1,4}/\d{1,4})?|/?\.{3}"
)
_SECTION = re.compile(
    r"(?:[IVX]{1,5}|[A-Z])\.?(?:\s+[A-Z“\"'].{0,150})?|(?:chapter|section|part|chapitre|capítulo|раздел|глава)\s\w{1,5}.{0,120}",
    re.IGNORECASE,
)
_ENDED = re.compile(r"[;:.,؛،。；：，]\W{0,3}(?:\b(?:and|or|et|y|и)\b)?\s*\d{0,2}$")
_CLOSING = re.compile(
    r"(?:\d{1,4}(?:st|nd|rd|th) (?:plenary )?meeting|\d{1,2} \w+ \d{4}|"
    r"\[?(?:adopted|résolution adoptée|aprobada) (?:unanimously |by consensus )?"
    r"(?:at|by|without|on|à|sans|en|sin) .{0,120})\W*",
    re.IGNORECASE,
)
_ACT_NAME = re.compile(
    r"(?:draft )?(?:resolution|decision|résolution|décision|resolución|decisión|резолюция|решение)\s+"
    r"(?:[IVX]{1,5}|\d{1,4}/\d{1,4}|\d{1,4}\s?\(\d{4}\))\.?",
    re.IGNORECASE,
)
_ACT_TITLE = re.compile(rf"(?:{_ACT_NAME.pattern})\s.{{0,250}}|\d{{1,4}}/\d{{1,4}}\.?\s.{{3,300}}", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\d{1,3}\s+(?:see\b|ibid|official records|united nations, treaty|[A-Z]{1,6}/)", re.IGNORECASE)
_MOST_LINES = 60_000


def split_paragraphs(text: str) -> tuple[ParagraphText, ...]:
    """Split the text of ONE act, pasted or read (pages parted by form feeds), into its paragraphs. Never raises.

    Running heads, page numbers and footnotes below a rule are left out. () for a text without paragraphs.
    """
    return tuple(_place(_pieces(_kept_lines(text))))


# ---------------------------------------------------------------- lines to pieces


def _kept_lines(text: str) -> list[str]:
    """The lines without page furniture and footnotes; "" for a gap. A page break is no gap within a sentence."""
    kept: list[str] = []
    for page in text.split("\f"):
        lines = page.split("\n")
        on_this_page = 0
        for place, raw in enumerate(lines):
            line = re.sub(r"\s+", " ", raw).strip()
            if _RULE.fullmatch(line):
                # Footnotes run to the foot of the page; in a text without pages, to the next paragraph.
                if "\f" in text:
                    break
                kept.append("")
                continue
            at_edge = place < 4 or place > len(lines) - 6
            if line and (
                _PAGE_FURNITURE.fullmatch(line) or (at_edge and _is_running_head(line)) or JOB_NUMBER.match(line)
            ):
                continue
            # The gap between a running head and the text is none within the sentence that crosses the page.
            if line or on_this_page:
                kept.append(line)
                on_this_page += 1
            if len(kept) > _MOST_LINES:
                return kept
        while kept and not kept[-1]:
            kept.pop()
    return kept


def _is_running_head(line: str) -> bool:
    bare = re.sub(r"^\d{1,4}(?:/\d{1,4})?\s+|\s+\d{1,4}(?:/\d{1,4})?$", "", line)
    bare = re.sub(r"\s*[A-Z]{0,2}\.?\d{2}-\d{5}X?\s*", " ", bare).strip()
    if "/" not in bare or len(bare) > 60:
        return False
    try:
        return bool(parse(bare).series)
    except SymbolError:
        return False


def _pieces(lines: list[str]) -> list[_Piece]:
    """Join wrapped lines into paragraphs."""
    pieces: list[list[str]] = []  # number, then the lines
    gap = True
    numbered = 0  # the number of the last numbered paragraph
    opened = False
    for line in lines:
        if not line:
            gap = True
            continue
        before = pieces[-1][-1] if pieces else ""
        ended = gap or not before or bool(_ENDED.search(before))
        number, rest = _number_of(line, numbered, ended=ended, gap=gap)
        if number.isdigit():
            numbered = int(number)
        if number:
            pieces.append([number, rest])
        elif not opened and _OPENING_BEGINS.match(line):
            pieces.append(["", line])
            opened = True
        elif _ANNEX.fullmatch(line) and (gap or ended):
            pieces.append(["", line])
            numbered = 0
        elif _begins_paragraph(line, before, ended=ended, gap=gap) or _ACT_NAME.fullmatch(before):
            pieces.append(["", line])
        else:
            pieces[-1].append(line)
        gap = bool(_ANNEX.fullmatch(line))
    joined = [_Piece(piece[0], " ".join(part for part in piece[1:] if part).strip()) for piece in pieces]
    return [piece for piece in joined if piece.text and (piece.number or not _FOOTNOTE.match(piece.text))]


def _number_of(line: str, last: int, *, ended: bool, gap: bool) -> tuple[str, str]:
    """The number at the head of a line and the rest of it; ("", line) when the line is in the middle of a sentence."""
    folded = _digits_folded(line)
    if match := _NUMBER.match(folded):
        value = int(match[1])
        follows = value == last + 1 or (value == 1 and ended)
        # Parts of an annex are pasted alone: a later number begins a paragraph too, where the one before is over.
        if follows or (ended and value > last and (gap or line[match.end() :][:1].isupper())):
            return match[1], line[match.end() :].strip()
    if ended and (match := _LETTER.match(folded)):
        return f"({match[1] or match[2] or match[3]})", line[match.end() :].strip()
    return "", line


def _digits_folded(line: str) -> str:
    """Arabic-Indic digits as 0-9, one for one."""
    return "".join(str(int(c)) if not c.isascii() and c.isdecimal() else c for c in line[:12]) + line[12:]


def _begins_paragraph(line: str, before: str, *, ended: bool, gap: bool) -> bool:
    if not before:
        return True
    if gap:
        # A gap within a sentence is a page's end: the next line goes on in small letters.
        return not (line[:1].islower() and not re.search(r"[;:.؛；：。]\W{0,3}$", before) and not _is_operative(line))
    if not ended:
        return False
    if before.endswith((";", "؛", "；")):
        return True
    # Lines without gaps: a preambular or operative beginning after a comma or full stop.
    capital = not line[:1].islower()
    return (
        capital
        and (begins_preamble(line) or (before.endswith((".", ":")) and bool(leading_verb(line))))
        and not (before.endswith(",") and len(line) < 4)
    )


# ---------------------------------------------------------------- pieces to paragraphs


def _is_operative(text: str) -> bool:
    return bool(leading_verb(text)) and not begins_preamble(text)


class _State:
    """Where in the act the next paragraph stands."""

    def __init__(self) -> None:
        self.opened = False
        self.operative = False
        self.annex = ""
        self.parent = ""  # label of the paragraph that sub-paragraphs belong to
        self.letter = ""  # the last letter, and its label
        self.letter_label = ""
        self.letter_depth = 0
        self.kind = "preambular"
        self.preambles = 0
        self.unnumbered = 0
        self.listed_under = ""  # label of a lettered paragraph that opens a numbered list


def _place(pieces: list[_Piece]) -> list[ParagraphText]:
    state = _State()
    state.opened = not any(_OPENING.match(piece.text) for piece in pieces)
    paragraphs = [_paragraph(piece, state) for piece in pieces]
    return _without_front(paragraphs)


def _without_front(paragraphs: list[ParagraphText]) -> list[ParagraphText]:
    """A text of headings alone is no act."""
    if not any(paragraph.kind in ("preambular", "operative", "annex") for paragraph in paragraphs):
        return []
    return paragraphs


def _paragraph(piece: _Piece, state: _State) -> ParagraphText:
    text = piece.text
    if not piece.number:
        return _unnumbered(text, state)
    if piece.number.isdigit():
        return _numbered(piece.number, text, state)
    return _lettered(piece.number, text, state)


def _heading(text: str) -> ParagraphText:
    return ParagraphText("heading", "", "", text, 0, "")


def _unnumbered(text: str, state: _State) -> ParagraphText:
    folded = plain(text)
    if _ANNEX.fullmatch(folded):
        state.annex = re.sub(r"\W+$", "", folded).casefold()
        state.annex = re.sub(r"(?<= )[ivx]+$", lambda numeral: numeral[0].upper(), state.annex)
        state.parent, state.letter, state.operative, state.listed_under = "", "", True, ""
        return _heading(text)
    if state.annex:
        state.letter = ""
        return _heading(text) if _looks_like_heading(text) else ParagraphText("annex", "", "", text, 0, "")
    if not state.opened:
        if _OPENING.match(folded):
            state.opened = True
        return _heading(text)
    if _CLOSING.fullmatch(folded) or (_looks_like_heading(text) and not _is_operative(text)):
        return _heading(text)
    if _OPENING.fullmatch(folded):
        return _heading(text)
    state.letter, state.letter_label, state.letter_depth, state.listed_under = "", "", 0, ""
    preambular = begins_preamble(text) or (not state.operative and not leading_verb(text))
    if preambular and not text.rstrip().endswith(";") and (not state.operative or text.rstrip().endswith(",")):
        if re.match(
            r".{0,400}\b(?:decide[sd]?|request(?:s|ed)|endorse[sd]|adopt(?:s|ed)|took note|takes note)\b[^.]{0,200}[.:]$",
            folded,
            re.IGNORECASE,
        ):
            return _operative_without_number(text, state)
        state.preambles += 1
        state.kind = "preambular"
        state.parent = f"preamble {state.preambles}"
        return ParagraphText("preambular", "", state.parent, text, 0, _participle(text))
    return _operative_without_number(text, state)


def _operative_without_number(text: str, state: _State) -> ParagraphText:
    state.operative, state.kind = True, "operative"
    state.unnumbered += 1
    label, verb = f"unnumbered {state.unnumbered}", leading_verb(text)
    if not verb and state.parent and not state.parent.startswith(("preamble", "unnumbered")):
        return ParagraphText("operative", "", label, text, 1, "")  # what follows the sub-paragraphs of a numbered one
    state.parent = ""
    return ParagraphText("operative", "", label, text, 0, verb)


def _numbered(number: str, text: str, state: _State) -> ParagraphText:
    if state.listed_under:
        return ParagraphText(state.kind, number, f"{state.listed_under} {number}", text, 1, "")
    state.letter, state.letter_label, state.letter_depth = "", "", 0
    state.operative = state.opened = True
    if state.annex:
        state.kind, state.parent = "annex", f"{state.annex}, {number}"
        return ParagraphText("annex", number, state.parent, text, 0, "")
    state.kind, state.parent = "operative", number
    return ParagraphText("operative", number, number, text, 0, leading_verb(text))


def _lettered(number: str, text: str, state: _State) -> ParagraphText:
    letter = number.strip("()")
    verb = leading_verb(text)
    if state.letter and _is_roman_below(letter, state.letter):
        label = f"{state.letter_label} {number}"
        return ParagraphText(
            state.kind, number, label, text, state.letter_depth + 1, verb if state.kind == "operative" else ""
        )
    # "(a) Decides ..." with no numbered paragraph above it is an operative paragraph itself.
    stands_alone = not state.annex and state.opened and (state.parent == "" or state.parent.startswith("preamble"))
    if stands_alone and (verb or state.kind == "operative"):
        state.operative, state.kind, state.parent = True, "operative", ""
    depth = 0 if state.parent == "" else 1
    base = state.parent or (state.annex and f"{state.annex},")
    label = f"{base} {number}".strip()
    state.letter, state.letter_label, state.letter_depth = letter, label, depth
    # "(b) Approves the agenda as set out below:" + "1. Election of officers."
    state.listed_under = label if depth == 0 and not state.annex and text.endswith(":") else ""
    kind = "annex" if state.annex else state.kind
    return ParagraphText(kind, number, label, text, depth, verb if kind == "operative" else "")


def _is_roman_below(letter: str, above: str) -> bool:
    """Whether "(i)" under "(b)" begins a list below it; after "(h)" it is a letter, after "(i)" comes "(ii)"."""
    if not _ROMAN.fullmatch(letter):
        return False
    if letter == "i":
        return above != "h"
    following = chr(ord(above) + 1) if len(above) == 1 else ""
    return letter != following


def _participle(text: str) -> str:
    match = re.match(
        r"(?:Also |Further |Deeply |Fully |Gravely |Once again |Again )?[^\W\d_]+(?: (?:also|further|with \w+))?", text
    )
    return match[0] if match and begins_preamble(text) else ""


def _looks_like_heading(text: str) -> bool:
    if len(text) > 300 or _ENDED.search(text):
        return bool(len(text) < 60 and _SECTION.fullmatch(text) and not text.endswith((";", ",")))
    return bool(_SECTION.fullmatch(text) or _ACT_TITLE.fullmatch(text) or len(text) < 160)
