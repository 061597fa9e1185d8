"""The acts in a document: a resolution of its own, drafts in a report, the texts of a session, a compilation.

An act is known by its opening, the name of the organ before a participle or verb, and by what stands above it; a
decision of one sentence ("The Council takes note of ...") by its name alone. Ordinary reports, agendas and notes
speak of organs and have numbered paragraphs too, but no opening.
"""

import re
from collections.abc import Sequence
from typing import NamedTuple

from documents.reading.acts.ending import bounded
from documents.reading.acts.heads import Head, head_above, name_at
from documents.reading.acts.lines import Line, lines_of
from documents.reading.acts.openings import Opening, inline_opening_at, openings_in
from documents.reading.acts.pieces import pieces_of
from documents.reading.acts.texts import ActText, ParagraphText
from documents.reading.pages import PageText, Reading
from documents.reading.words import load, plain

# Grounds on which a text is an act.
OPENING_AND_NAME = 0.99
OPENING_AND_KIND = 0.97
OPENING_ALONE = 0.85
ONE_SENTENCE = 0.9

_BODIES = {
    prefix: re.compile(words, re.IGNORECASE)
    for prefix, words in load("citations")["bodies"].items()
    if prefix not in ("HOME", "ASSEMBLY", "COUNCIL", "COMMISSION")
}
_CONFERENCE = re.compile(load("citations")["bodies"]["HOME"], re.IGNORECASE)
_LETTERED = re.compile(r"\(\w\)")


class _Found(NamedTuple):
    opening: Opening
    head: Head
    inner: list[Opening]  # of the text that this one recommends


def find_act_texts(source: Reading | Sequence[PageText], home: str = "") -> tuple[ActText, ...]:
    """The resolutions and decisions whose text stands in a document, in order. Never raises.

    `home` is the symbol prefix of the body whose document it is ("CTOC/COP"): what "the Conference of the Parties"
    without more means. () for documents that hold no act.
    """
    pages = source.pages if isinstance(source, Reading) else source
    lines = lines_of((page.number, page.text) for page in pages)
    found = _found_in(lines)
    acts = []
    for place in range(len(found)):
        end = found[place + 1].head.first if place + 1 < len(found) else len(lines)
        if act := _act(lines, found[place], end, home=home, alone=len(found) == 1):
            acts.append(act)
    return tuple(acts)


def _found_in(lines: list[Line]) -> list[_Found]:
    openings = openings_in(lines)
    found: list[_Found] = []
    floor = 0
    for opening in openings:
        floor = _inline_acts(lines, floor, opening.first, found)
        head = head_above(lines, opening.first, floor)
        if found and _is_within(lines, found[-1].opening, opening):
            # "The Council recommends to the Assembly the adoption of the following draft resolution:" and the draft.
            found[-1].inner.append(opening)
            continue
        if opening.form == "colon" and not head.quote:
            continue
        found.append(_Found(opening, head, []))
        floor = opening.last + 1
    _inline_acts(lines, floor, len(lines), found)
    return found


def _is_within(lines: list[Line], outer: Opening, inner: Opening) -> bool:
    """Whether an opening stands in the sentence of another that recommends a text to a higher organ."""
    if inner.first - outer.last > 12:
        return False
    between = " ".join(line.text for line in lines[outer.last + 1 : inner.first])
    return bool(re.search(r"(?i)(?:recommend|recommande|recomienda|рекоменду|建议|[يت]وصي)", between)) and bool(
        re.search(r"[:：]\s*(?:\S.{0,300})?$", between)
    )


def _inline_acts(lines: list[Line], start: int, end: int, found: list[_Found]) -> int:
    """Add the decisions of one sentence between two places; gives the place after the last of them."""
    floor = start
    place = start
    while place < end:
        line = lines[place]
        match = name_at(line.text) if _may_name(line) else None
        if not match:
            place += 1
            continue
        for below in range(place, min(place + 8, end)):
            if below > place and name_at(lines[below].text):
                break
            if opening := inline_opening_at(lines, below, end):
                found.append(_Found(opening, head_above(lines, below, max(floor, place)), []))
                floor = opening.last + 1
                break
        place += 1
    return floor


def _may_name(line: Line) -> bool:
    text = line.text
    return len(text) < 400 and (any(c.isdigit() for c in text[:40]) or len(text) < 60)


def _act(lines: list[Line], found: _Found, end: int, *, home: str, alone: bool) -> ActText | None:
    opening, head, inner = found
    first = opening.first
    openings = [o._replace(first=o.first - first, last=o.last - first) for o in (opening, *inner)]
    pieces = pieces_of(lines[first:end], openings)
    paragraphs, last = bounded(pieces, inline=opening.form == "inline", alone=alone)
    operative = [part for part in paragraphs if part.kind == "operative" and part.depth == 0 and part.verb]
    if not operative:
        return None
    lettered = all(_LETTERED.fullmatch(part.number) or not part.number for part in operative)
    confidence = (
        ONE_SENTENCE
        if opening.form == "inline"
        else OPENING_AND_NAME
        if head.named and head.kind
        else OPENING_AND_KIND
        if head.quote
        else OPENING_ALONE
    )
    start = lines[head.first]
    return ActText(
        kind=head.kind or ("decision" if lettered else "resolution"),
        is_draft=head.is_draft,
        body=_body(opening.text, home),
        number=head.number,
        title=head.title,
        page=start.page,
        start=start.start,
        end_page=last.end_page,
        end=last.end,
        quote=head.quote or opening.text,
        confidence=confidence,
        paragraphs=tuple(paragraphs),
    )


def _body(words: str, home: str) -> str:
    folded = plain(words)
    # The first that is named speaks; others may stand in a clause behind.
    named = [(match.start(), prefix) for prefix, pattern in _BODIES.items() if (match := pattern.search(folded))]
    if named:
        return min(named)[1]
    return home if home and _CONFERENCE.search(folded) else ""


def operative_of(acts: Sequence[ActText]) -> list[ParagraphText]:
    """The operative paragraphs of acts, in order, without those below them."""
    return [part for act in acts for part in act.operative]
