"""The lines of pages that belong to the text: without running heads, page numbers, job numbers and footnotes.

The foot of a page holds notes below a rule, or in older layouts below nothing: a block that begins with the number
of a note whose mark stands in the text above. The gap that a page break makes is none within a sentence.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from documents.reading.language import JOB_NUMBER
from documents.symbols import SymbolError, parse


class Line(NamedTuple):
    """A line of text, white space folded."""

    text: str
    page: int  # the number of its page
    start: int  # offset of its first character in the page's text
    gap: bool  # whether an empty line stands before it
    end: int = 0  # offset behind its last character


_RULE = re.compile(r"\W*[_―─–—-]{6,}\W*")
_JOB = r"[A-Z]{0,2}\.?\d{2}-\d{5,6}[A-Z]?"
_FURNITURE = re.compile(
    r"(?:page|página|стр\.|страница|第)?\s?[-–—]?\s?(?:\d{1,4}|[ivxl]{1,6})\s?[-–—]?(?:\s?(?:of|de|из)\s?\d{1,4})?(?:\s?页)?"
    rf"|\*{{0,3}}\d{{7,9}}\*{{0,3}}|\d{{1,4}}(?:/\d{{1,4}})?\s+{_JOB}(?:\s?\([A-Z]\))?"
    rf"|{_JOB}(?:\s+\d{{4}}[A-Z])?(?:\s?\([A-Z]\))?(?:\s+\d{{6}}[a-z]?){{0,3}}(?:\s+\d{{1,4}}(?:/\d{{1,4}})?)?(?:\s?/\s?\.{{3}})?|/?\s?\.{{3}}|/\s?…|<!--.{{0,40}}-->",
    re.IGNORECASE,
)
_PAGE_OF = re.compile(r"[-–—]?\s?(\d{1,4})\s?/\s?(\d{1,4})\s?[-–—]?")
_LANGUAGE_LINE = re.compile(
    r"(?:original:? )?(?:english|french|spanish|russian|chinese|arabic|français|anglais|español|inglés|русский|page \d{1,4})",
    re.IGNORECASE,
)
# "2/ A/51/23, chap. VIII.", "13 One member was absent.", "* A/80/1."
_NOTE = re.compile(r"(\d{1,3}|\*{1,4}|[a-z])(/|\))?\s+(?=[\"“«(]?[^\W\d_a-zà-ÿ]|[a-z]+/)")
_NOTE_WORDS = re.compile(
    r"\d{1,3}\s+(?:see\b|ibid|voir\b|véase|см\.|official records|documents officiels|united nations, treaty|"
    r"general assembly resolution|resolution \d|[A-Z]{1,6}/)",
    re.IGNORECASE,
)
_MONTH = re.compile(
    r"\d{1,2} (?:january|february|march|april|may|june|july|august|september|october|november|december|janvier|février|"
    r"mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b",
    re.IGNORECASE,
)
_CJK = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_MOST_LINES = 60_000
_EDGE = 6


def lines_of(pages: Iterable[tuple[int, str]]) -> list[Line]:
    """The lines of the text proper. `pages` gives the number and the text of each page."""
    pages = list(pages)
    several = len(pages) > 1
    kept: list[Line] = []
    for number, text in pages:
        kept += _lines_on(number, text, several=several)
        if len(kept) > _MOST_LINES:
            break
    return kept[:_MOST_LINES]


def _lines_on(number: int, text: str, *, several: bool) -> list[Line]:
    folded: list[tuple[str, int, int]] = []
    start = 0
    for raw in text.split("\n"):
        line = " ".join(raw.split())
        if line == raw and line:  # as nearly all lines
            folded.append((line, start, start + len(raw)))
        elif line:
            folded.append((line, start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())))
        elif folded and folded[-1][0]:
            folded.append(("", start, start))
        start += len(raw) + 1
    while folded and not folded[-1][0]:
        folded.pop()
    last = _before_notes(folded, several=several)
    kept: list[Line] = []
    gap = below_rule = in_note = False
    for place, (line, offset, end) in enumerate(folded[:last]):
        if not line:
            gap, in_note = True, False
            continue
        if line[0] in "_―─–—-" and _RULE.fullmatch(line):
            gap = below_rule = True
            continue
        # In a text without pages the notes run on to the first block that is none.
        if below_rule and not in_note:
            in_note = below_rule = bool(_NOTE.match(line))
        if in_note:
            continue
        if len(line) < 80:
            at_edge = place < _EDGE or place > len(folded) - _EDGE
            if _is_furniture(line, at_edge=at_edge and several):
                continue
        # What stands between a running head and the text is no gap within the sentence that crosses the page.
        kept.append(Line(line, number, offset, gap and bool(kept), end))
        gap = False
    return kept


def _is_furniture(line: str, *, at_edge: bool) -> bool:
    if line[0] in "0123456789*/.-–—ivxlIVXLPpCcGVSсС第<" and _FURNITURE.fullmatch(line):
        # A bare Roman numeral heads a section; as the number of a page it is in small letters.
        return not re.fullmatch(r"[IVXL]+", line)
    if "-" in line and JOB_NUMBER.match(line):
        return True
    if not at_edge:
        return False
    # "2/5" is a page, "7/1" the number of an act.
    if (of := _PAGE_OF.fullmatch(line)) and int(of[1]) <= int(of[2]):
        return True
    return bool(_LANGUAGE_LINE.fullmatch(line)) or ("/" in line and is_running_head(line))


def is_running_head(line: str) -> bool:
    """Whether a line is a symbol with nothing but page and job numbers beside it."""
    bare = re.sub(r"^\d{1,4}(?:/\d{1,4})?\s+|\s+\d{1,4}(?:/\d{1,4})?$", "", line)
    bare = re.sub(rf"\s*{_JOB}\s*", " ", bare).strip()
    if "/" not in bare or len(bare) > 60:
        return False
    try:
        return bool(parse(bare).series)
    except SymbolError:
        return False


def _before_notes(folded: list[tuple[str, int, int]], *, several: bool) -> int:
    """How many of the lines stand above the notes at the foot of the page."""
    if several:
        for place, (line, _, _) in enumerate(folded):
            if line and line[0] in "_―─" and _RULE.fullmatch(line) and _begins_notes(folded, place + 1):
                return place
    # Notes without a rule: from the foot upwards, blocks that begin with the number of a note.
    last = len(folded)
    place = last
    lowest = 1000
    for _ in range(60):
        begin = _block_begin(folded, place)
        if begin < 1:
            break
        line = folded[begin][0]
        match = _NOTE.match(line)
        if not match:
            # Page numbers and the like stand below the notes.
            if place - begin < 3 and len(line) < 60 and (_is_furniture(line, at_edge=True)):
                place = begin
                continue
            break
        if _MONTH.match(line) or not _is_noted(match, line, folded[:begin]):
            break
        if match[1].isdigit():
            if int(match[1]) >= lowest:
                break
            lowest = int(match[1])
        last = place = begin
    return last


def _begins_notes(folded: list[tuple[str, int, int]], place: int) -> bool:
    """Whether notes stand here, and not the text under a masthead's rule."""
    below = next((line for line, _, _ in folded[place : place + 3] if line), "")
    return bool(_NOTE.match(below)) or len(folded) - place < 12


def _block_begin(folded: list[tuple[str, int, int]], end: int) -> int:
    """Where the block of lines begins that ends before `end`; notes set close together are blocks of their own."""
    while end and not folded[end - 1][0]:
        end -= 1
    begin = end - 1
    for _ in range(25):
        if begin < 1 or not folded[begin - 1][0] or _NOTE.match(folded[begin][0]):
            break
        begin -= 1
    return begin


def _is_noted(match: re.Match, line: str, above: list[tuple[str, int, int]]) -> bool:
    mark, slash = match[1], match[2]
    if slash == "/" and mark.isdigit():
        return True
    if _NOTE_WORDS.match(line) or (mark[0] == "*" and len(line) < 200):
        return True
    if not mark.isdigit() or slash:
        return False
    cited = re.compile(
        rf"[^\W\d_]{mark}(?!\d)(?:[\s,.;:]|$)|[,.;:)”»\"]\s?{mark}(?:\s|$)|[^\W\d_]\s{mark}\s?(?:[,.;]|$)"
    )
    return any(cited.search(text) for text, _, _ in above[-80:] if mark in text)


def joined(texts: list[str]) -> str:
    """Lines as one text: with a space between, without one in Chinese and after the hyphen of a compound."""
    parts: list[str] = []
    last = ""
    for text in filter(None, texts):
        if last:
            chinese = _CJK.match(last[-1]) and _CJK.match(text[0])
            compound = last[-1] == "-" and last[-2:-1].isalpha() and text[0].islower()
            parts.append("" if chinese or compound else " ")
        parts.append(text)
        last = text
    return "".join(parts)
