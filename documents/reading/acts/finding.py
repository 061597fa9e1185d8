"""The acts in a document: a resolution of its own, drafts in a report, the texts of a session, a compilation.

An act is known by its opening, the name of the organ before a participle or verb, and by what stands above it; a
decision of one sentence ("The Council takes note of ...") by its name alone. Ordinary reports, agendas and notes
speak of organs and have numbered paragraphs too, but no opening.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from documents.reading.acts.ending import bounded
from documents.reading.acts.forms import ANNEX
from documents.reading.acts.heads import Head, draft_at, draft_follows, head_above, name_at, same_number
from documents.reading.acts.lines import Line, lines_of
from documents.reading.acts.openings import Opening, inline_opening_at, openings_in, says_when
from documents.reading.acts.pieces import pieces_of
from documents.reading.acts.texts import SAMPLE, ActText
from documents.reading.citations.bodies import WORDS as CITATIONS
from documents.reading.citations.bodies import names_pattern
from documents.reading.pages import PageText, Reading
from documents.reading.verbs import latin_language_of
from documents.reading.words import plain

# Grounds on which a text is an act.
OPENING_AND_NAME = 0.99
OPENING_AND_KIND = 0.97
OPENING_ALONE = 0.85
ONE_SENTENCE = 0.9

_CLASSES = CITATIONS["classes"]
_BODIES = {prefix: names_pattern(prefix) for prefix in CITATIONS["bodies"] if prefix not in _CLASSES and prefix != "-"}
# Short names, and the prefixes of the bodies that they may mean.
_SHORT_NAMES = [
    (names_pattern(name), re.compile(prefixes))
    for name, prefixes in (
        ("CONFERENCE", r"CTOC|CAC|FCCC|CBD|\w+/(?:COP|CONF|CP)|A/CONF"),
        ("ASSEMBLY", r"A$|UNEP/EA"),
        ("COUNCIL", r"[ES]$|A/HRC"),
        ("COMMISSION", r"E/CN"),
    )
]
# What costs little to ask of a line before its whole form is tried.
_MAY_NAME = re.compile(
    r"[^\s/(]{0,9}\s?[/(]|(?:\S{1,18} ){0,3}(?:resol|decis|résol|décis|резол|решен|(?:ال)?قرار|(?:ال)?مقرر)|.{0,8}决[议定]",
    re.IGNORECASE,
)
_LONGEST_BEFORE_KIND = 64  # characters, of which the pattern above asks at most 62
_RECOMMENDING = re.compile(
    r"(?:recommend|recommande|recomienda|рекоменду|建议|[يت]وصي)[^.;。；؛]{0,400}[:：][^.;。；؛]{0,300}$", re.IGNORECASE
)
_NUMBERED = re.compile(r"\d{1,3}\.\s")
_PART = re.compile(r"[A-Z]")


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
    language = (
        source.language
        if isinstance(source, Reading)
        else latin_language_of("\n".join(page.text for page in pages[:4])[:SAMPLE])
    )
    lines = lines_of((page.number, page.text) for page in pages)
    found = _found_in(lines, language)
    acts = []
    for place in range(len(found)):
        end = found[place + 1].head.first if place + 1 < len(found) else len(lines)
        before = acts[-1].body if acts else ""
        if act := _act(lines, found[place], end, home=home, before=before, language=language):
            acts.append(_as_part(act, acts[-1] if acts else None))
    return tuple(acts)


def _found_in(lines: list[Line], language: str) -> list[_Found]:
    openings = openings_in(lines, language)
    found: list[_Found] = []
    floor = 0
    for opening in openings:
        floor = _inline_acts(lines, floor, opening.first, found, language)
        head = head_above(lines, opening.first, floor)
        if found and _is_within(lines, found[-1].opening, opening):
            # "The Council recommends to the Assembly the adoption of the following draft resolution:" and the draft.
            found[-1].inner.append(opening)
            continue
        if opening.form == "colon" and not head.quote:
            continue
        if found and not head.quote and _in_annex(lines, opening.first):
            # A declaration in the annex of a resolution speaks in the organ's name too.
            continue
        found.append(_Found(opening, head, []))
        floor = opening.last + 1
    _inline_acts(lines, floor, len(lines), found, language)
    return found


def _is_within(lines: list[Line], outer: Opening, inner: Opening) -> bool:
    """Whether an opening stands in the sentence of another that recommends a text to a higher organ."""
    if inner.first - outer.last > 12:
        return False
    between = " ".join(line.text for line in lines[outer.last + 1 : inner.first])
    return bool(_RECOMMENDING.search(between[-900:]))


def _in_annex(lines: list[Line], place: int) -> bool:
    return any(ANNEX.fullmatch(plain(line.text)) for line in lines[max(0, place - 6) : place] if len(line.text) < 30)


def _inline_acts(lines: list[Line], start: int, end: int, found: list[_Found], language: str) -> int:
    """Add the decisions of one sentence between two places; gives the place after the last of them."""
    floor = place = start
    while place < end:
        text = lines[place].text
        may_name = _may_name(text)
        if not may_name and not text.endswith((":", "：")):
            place += 1
            continue
        match = name_at(text) if may_name else None
        groups = match.groupdict() if match else {}
        opening = None
        # Only decisions are made in one sentence.
        if groups.get("decision") or (not match and (draft_at(text) or draft_follows(lines, place))):
            opening = _sentence_below(lines, place, end, language, named=bool(match))
        elif match and not groups.get("resolution"):
            opening = _sentence_below(lines, place, end, language, named=True)
            # A number alone may be that of anything; the decision says when it was made.
            opening = opening if opening and says_when(opening.text) else None
        if opening:
            found.append(_Found(opening, head_above(lines, opening.first, max(floor, place) if match else floor), []))
            floor = place = opening.last + 1
        else:
            place += 1
    return floor


def _may_name(line: str) -> bool:
    """Whether a line may begin with the name of an act. Of nearly all lines a look at their letters tells that it can't."""
    if line.isascii():
        beginning = line[:_LONGEST_BEFORE_KIND].lower()
        if not ("/" in beginning or "(" in beginning or "resol" in beginning or "decis" in beginning):
            return False
    return bool(_MAY_NAME.match(line))


def _sentence_below(lines: list[Line], place: int, end: int, language: str, *, named: bool) -> Opening | None:
    """The sentence of an act below its name, or below the sentence that announces it, with nothing but a title between."""
    for below in range(place if named else place + 1, min(place + 8, end)):
        text = lines[below].text
        if below > place and (_NUMBERED.match(text) or name_at(text)):
            return None
        if below > place + 1 and lines[below - 1].text.endswith((".", ";", "。")):
            return None
        if opening := inline_opening_at(lines, below, end, language):
            return opening
    return None


def _act(lines: list[Line], found: _Found, end: int, *, home: str, before: str, language: str) -> ActText | None:
    opening, head, inner = found
    first = opening.first
    openings = [o._replace(first=o.first - first, last=o.last - first) for o in (opening, *inner)]
    pieces = pieces_of(lines[first:end], openings, language)
    paragraphs, last = bounded(pieces, inline=opening.form == "inline", language=language)
    operative = [part for part in paragraphs if part.kind == "operative" and part.depth == 0 and part.verb]
    if not operative:
        return None
    # Resolutions have a preamble, decisions mostly none; those of old sessions are called by session or year.
    resolved = (
        "(" in head.number or any(part.kind == "preambular" for part in paragraphs) or operative[0].number.isdigit()
    )
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
        kind=head.kind or ("resolution" if resolved else "decision"),
        is_draft=head.is_draft,
        body=_body(opening.text, home, before),
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


def _as_part(act: ActText, before: ActText | None) -> ActText:
    """Part B of a resolution goes by the number of the resolution: "46/52 B"."""
    if before is None or not _PART.fullmatch(act.number) or not before.number.endswith(f" {chr(ord(act.number) - 1)}"):
        return act
    number = f"{before.number[:-2]} {act.number}"
    return replace(act, number=number, kind=before.kind, is_draft=before.is_draft, confidence=before.confidence)


def _body(words: str, home: str, before: str) -> str:
    folded = plain(words).lower()
    # The first that is named speaks; others may stand in a clause behind.
    named = [(match.start(), prefix) for prefix, pattern in _BODIES.items() if (match := pattern.search(folded))]
    if named:
        return min(named)[1]
    # "The Council" alone is the one that spoke before, or whose document it is.
    for body in (home, before):
        for pattern, prefixes in _SHORT_NAMES:
            if body and prefixes.match(body) and pattern.search(folded):
                return body
    return ""


def own_acts(acts: Sequence[ActText], symbols: Sequence[str]) -> tuple[ActText, ...]:
    """The acts that a document's own symbols name ("A/RES/46/108" is 46/108), or all where they name none.

    A page of the official records holds the tail of one act and the head of another beside its own.
    """
    own = tuple(act for act in acts if any(same_number(symbol, act.number) for symbol in symbols))
    return own or tuple(acts)
