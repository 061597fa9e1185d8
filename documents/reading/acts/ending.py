"""Where the text of an act ends in a document that goes on: a report has chapters after its drafts, a session others."""

import re

from documents.reading.acts.forms import ANNEX, CLOSING, WORDS
from documents.reading.acts.openings import verb_after_organ
from documents.reading.acts.pieces import Piece, is_final
from documents.reading.acts.placing import NUMERALS, VERB_ALONE, State, looks_like_heading, paragraph_of, short_plain
from documents.reading.acts.texts import ParagraphText
from documents.reading.verbs import leading_verb_phrase

_ANNEX_NAMED = re.compile(WORDS["annex_named"], re.IGNORECASE)
_CHAPTER = re.compile(WORDS["chapter_of_report"], re.IGNORECASE)
_LOOK_AHEAD = 4


def bounded(pieces: list[Piece], *, inline: bool, language: str = "") -> tuple[list[ParagraphText], Piece]:
    """The paragraphs of the act that begins with the first piece, and the last piece that belongs to it."""
    state = State(opened=False, language=language)
    placed: list[ParagraphText] = []
    last = pieces[0]
    for place, piece in enumerate(pieces):
        if place == 0 and inline:
            placed.append(_sentence(piece, state))
            continue
        if state.operative and _is_over(pieces, place, state, placed):
            break
        placed.append(paragraph_of(piece, state))
        last = piece
    return placed, last


def _sentence(piece: Piece, state: State) -> ParagraphText:
    """A decision of one sentence: its subject is the organ, its verb stands behind."""
    state.opened = state.operative = state.one_sentence = True
    state.kind, state.unnumbered, state.before = "operative", 1, piece.text
    if piece.text.endswith((":", "：")):
        state.parent = "unnumbered 1"
    verb = verb_after_organ(piece.text, state.language)
    return ParagraphText("operative", "", "unnumbered 1", piece.text, 0, verb, piece.page, piece.start, VERB_ALONE)


def _is_over(pieces: list[Piece], place: int, state: State, placed: list[ParagraphText]) -> bool:
    """Whether the act ended before this piece."""
    piece = pieces[place]
    folded = short_plain(piece.text)
    if piece.opens:
        return False
    if state.annex:
        return bool(_CHAPTER.fullmatch(folded)) and not _goes_on_in_annex(piece.text, placed)
    if not piece.number and ANNEX.fullmatch(folded):
        return not any(_ANNEX_NAMED.search(part.text) for part in placed)
    if not piece.number and CLOSING.fullmatch(folded):
        return False
    if state.closed:
        # Below the line of the meeting an annex may follow, nothing else.
        return not _annex_ahead(pieces, place)
    if not is_final(state.before):
        return bool(_CHAPTER.fullmatch(folded))
    return not _goes_on(pieces, place, state, placed)


def _goes_on_in_annex(heading: str, placed: list[ParagraphText]) -> bool:
    """Whether "II. Organization" is the next section of the annex itself, or its first, and no chapter of the report."""
    numeral = heading.split(".")[0].casefold()
    if numeral not in NUMERALS:
        return False
    sections = [part.text.split(".")[0].casefold() for part in placed if part.kind == "heading"]
    before = next((section for section in reversed(sections) if section in NUMERALS), "")
    place = NUMERALS.index(numeral)
    return place == 0 or before == NUMERALS[place - 1]


def _annex_ahead(pieces: list[Piece], place: int) -> bool:
    return any(
        not piece.number and ANNEX.fullmatch(short_plain(piece.text)) for piece in pieces[place : place + _LOOK_AHEAD]
    )


def _declares(placed: list[ParagraphText]) -> bool:
    """Whether the act is the frame of a declaration: "Adopts the following declaration:"."""
    return any(part.verb and not part.number and (":" in part.text or "：" in part.text) for part in placed)


def _goes_on(pieces: list[Piece], place: int, state: State, placed: list[ParagraphText]) -> bool:
    """Whether the act goes on although the paragraph before it ends with a full stop."""
    piece = pieces[place]
    verb = leading_verb_phrase(piece.text, state.language)
    if piece.number.startswith("("):
        return bool(state.letters or verb.known)
    if piece.number:
        value = int(found[0]) if (found := re.match(r"\d+", piece.number)) else state.number + 1
        if state.listed_under or value != state.number + 1:
            return bool(state.listed_under) or (value == 1 and verb.known and placed[-1].kind == "heading")
        # Declarations end each paragraph with a full stop, and theirs need no verb.
        return (
            verb.known
            or _declares(placed)
            or sum(part.kind == "operative" and is_final(part.text) for part in placed) > 1
        )
    if verb.known and state.number == 0:
        return True
    if not looks_like_heading(piece.text):
        return False
    following = pieces[place + 1 : place + _LOOK_AHEAD]
    for ahead in following:
        if ahead.number.isdigit():
            value = int(ahead.number)
            known = leading_verb_phrase(ahead.text, state.language).known
            return value in (1, state.number + 1) and (known or (value > 1 and _declares(placed)))
        if not ahead.number and (
            ANNEX.fullmatch(short_plain(ahead.text)) or CLOSING.fullmatch(short_plain(ahead.text))
        ):
            return True
        if not looks_like_heading(ahead.text):
            return False
    return False
