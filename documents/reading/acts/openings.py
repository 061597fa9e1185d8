"""Where a text of an act opens: with the name of the organ that speaks, before the first participle or verb.

"The General Assembly," stands alone on its line or lines, and what follows begins like a paragraph of an act. A report
speaks of organs too ("The General Assembly, in its resolution ..."), but goes on in the same sentence.
"""

import re
from difflib import get_close_matches
from functools import lru_cache
from typing import NamedTuple

from documents.reading.acts.forms import WORDS
from documents.reading.acts.lines import Line, joined
from documents.reading.verbs import begins_preamble, finite_verb, leading_verb_phrase


class Opening(NamedTuple):
    """The lines, by their places, that name the organ; the last may be the first. `form` tells how sure it is."""

    first: int
    last: int
    text: str
    form: str  # "comma", "colon", "bare", "inline"


_BEGINS = re.compile(WORDS["organ_begins"])
_ORGAN = re.compile(WORDS["organ"], re.IGNORECASE)
_ALONE = re.compile(WORDS["organ_alone"], re.IGNORECASE)
_COMMA = (",", "،", "，")
_COLON = (":", "：")
_NO_ORGAN = re.compile(WORDS["no_organ"], re.IGNORECASE)
_FIRST = re.compile(r"(?:op)?[1١一]\s?[.)：、-]", re.IGNORECASE)
_AT_ITS = re.compile(r"At |\d{4}年|À sa|À la|A la|En su|En la|На |在")
_NUMBERED = re.compile(
    r"(?:(?:op|pp)?\s?\d{1,2}\s?[.):、]|\d{1,2}\s?[-–—]|[一二三四五六七八九十]{1,2}、|\(?[a-zа-яأ-ي]\s?\))\s*(?=\S)",
    re.IGNORECASE,
)
_WORD_BEHIND = re.compile(r"[,，،)]?\s+(?=[^\W\d_])|[,，](?=[\u4e00-\u9fff])|(?<=[会局议])(?=[\u4e00-\u9fff])")
_SUBJECT = re.compile(r",\s(?:the|l['’]|la|le|el)\s?(?=[A-ZÉ])|，|(?<=, )(?=[А-Я])|، ")
_ORGANS = WORDS["organs"]
_ENDINGS = (",", "،", ".", ";")
_LONGEST_NAME = 60
_AHEAD = 8
_MOST_LINES = 8
_MOST_LINES_TO_COLON = 18


def openings_in(lines: list[Line], language: str = "") -> list[Opening]:
    """The openings of acts among the lines, in order. `language` is en, fr, es or ""."""
    found: list[Opening] = []
    place, last = 0, len(lines) - 1
    while place < last:
        text = lines[place].text
        opening = _opening_at(lines, place, language) if _BEGINS.match(text) else None
        if not opening and len(text) < _LONGEST_NAME and (lines[place + 1].gap or text.endswith(_ENDINGS)):
            opening = _damaged_at(lines, place, language)
        if opening:
            found.append(opening)
            place = opening.last
        place += 1
    return found


def _opening_at(lines: list[Line], first: int, language: str) -> Opening | None:
    parts: list[str] = []
    for place in range(first, min(first + _MOST_LINES_TO_COLON, len(lines) - 1)):
        line = lines[place]
        if parts and line.gap and line.page == lines[first].page:
            return None
        parts.append(line.text)
        ending = line.text.rstrip(" *")
        following = lines[place + 1].text
        if ending.endswith(_COMMA) and place - first < _MOST_LINES:
            # What follows first: far fewer lines begin like a paragraph of an act than end with a comma.
            if begins_body(following, language) and _is_name(text := joined(parts)):
                return Opening(first, place, text, "comma")
        elif ending.endswith(_COLON):
            text = joined(parts)
            is_opening = len(text) < 1500 and _ORGAN.search(text) and begins_body(following, language)
            return Opening(first, place, text, "colon") if is_opening else None
        elif ending.endswith((".", ";", "。", "؛", "；")):
            return None
        elif place == first and _stands_alone(ending, following, language):
            return Opening(first, place, ending, "bare")
    return None


def _damaged_at(lines: list[Line], place: int, language: str) -> Opening | None:
    """The name of a well-known organ in a line of its own, it or the next line damaged by recognition."""
    line, following = lines[place], lines[place + 1]
    # A capital may be what was damaged; then gaps show that the line stands by itself.
    if (following.text[0].islower() and not following.gap) or (line.text[0].islower() and not line.gap):
        return None
    name = line.text.rstrip(" ,.;:،").casefold()
    # The masthead names the organ too, without a comma and, where the language has one, without the article.
    masthead = not line.text.endswith(_ENDINGS) and any(organ.endswith(name) for organ in _ORGANS)
    if masthead or not _is_nearly_organ(name):
        return None
    ahead = lines[place + 1 : place + 1 + _AHEAD]
    return Opening(place, place, line.text, "comma") if any(begins_body(o.text, language) for o in ahead) else None


@lru_cache(maxsize=2048)
def _is_nearly_organ(name: str) -> bool:
    near = [organ for organ in _ORGANS if abs(len(organ) - len(name)) < 3 and organ.count(" ") == name.count(" ")]
    return bool(near) and bool(get_close_matches(name, near, n=1, cutoff=0.8))


def inline_opening_at(lines: list[Line], first: int, end: int, language: str = "") -> Opening | None:
    """The paragraph of a decision in one sentence: "The Council takes note of ...", "At its 5th meeting, ... decided"."""
    if not _BEGINS.match(lines[first].text):
        return None
    parts: list[str] = []
    for place in range(first, min(first + _MOST_LINES_TO_COLON, end)):
        line = lines[place]
        if parts and line.gap and line.page == lines[first].page:
            break
        parts.append(line.text)
        if line.text.endswith((".", ":", "。", "：")):
            break
    text = joined(parts)
    return Opening(first, first + len(parts) - 1, text, "inline") if verb_after_organ(text, language) else None


def says_when(sentence: str) -> bool:
    """Whether a sentence begins with the meeting at which a decision was made."""
    return bool(_AT_ITS.match(sentence))


def verb_after_organ(text: str, language: str = "") -> str:
    """The verb phrase of a sentence whose subject is an organ, behind its name or behind a clause; "" for none."""
    # "At its 9th meeting, on 5 May, the Conference decided": the organ follows the comma and its article.
    subject = _SUBJECT.search(text, 0, 500) if _AT_ITS.match(text) else None
    organ = _ORGAN.search(text, subject.end() if subject else 0, 600)
    if not organ:
        return ""
    for match in _WORD_BEHIND.finditer(text, organ.end(), 900):
        in_clause = "," in text[organ.end() : match.start()]
        if in_clause and not match[0].startswith((",", "，", "،")):
            continue
        found = finite_verb(text[match.end() : match.end() + 300], language)
        if found:
            return found
    return ""


def _stands_alone(name: str, following: str, language: str) -> bool:
    """Whether a line without a comma is the name of an organ that speaks."""
    if _ALONE.fullmatch(name):
        return begins_body(following, language)
    return (
        len(name) < 120 and bool(_FIRST.match(following) and _ORGAN.search(name)) and begins_body(following, language)
    )


def _is_name(text: str) -> bool:
    """Whether the text is the name of an organ, or of several, and no beginning of a sentence."""
    if len(text) > 450 or _AT_ITS.match(text):
        return False
    return bool(_ORGAN.search(text)) and not re.search(r"[.;。；] ", text) and not _NO_ORGAN.search(text)


def begins_body(line: str, language: str = "") -> bool:
    """Whether a line begins like a preambular or operative paragraph, numbered or not."""
    match = _NUMBERED.match(line)
    text = line[match.end() :] if match else line
    if not text or (text[0].islower() and text[0].isascii() and not match):
        return False
    return begins_preamble(text, language) or leading_verb_phrase(text, language).known
