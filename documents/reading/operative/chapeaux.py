"""Sub-paragraphs and the chapeaux above them: which texts of an act are read together, and where each word stands.

Where the chapeau ends at the addressee, or at a bare "to" ("Requests the Secretariat: (a) To convene ...; (b) To
report ..."), or announces what follows ("to take the following measures:"), each sub-paragraph is read by itself with
the chapeau before it. Where the chapeau says itself what is asked ("to submit a report on: (a) ...; (b) ..."), its
list tells more of that one thing and is read with it. Sub-paragraphs with a verb of their own ("(a) Takes note ...;
(b) Requests ...") are paragraphs like any.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

from documents.reading.lexicon import KIND_OF, LANGUAGES, find_verbs
from documents.reading.operative.model import OperativeText, Quote
from documents.reading.operative.paragraph import MOST_LETTERS, read_paragraph

# Deeper lists than any act has; letters of a chapeau that are read again with each sub-paragraph; parts of one list.
DEEPEST = 4
LONGEST_CHAPEAU = 2_000
MOST_BELOW = 200


class Piece(NamedTuple):
    """One paragraph in a text that is read: its place among those given, its words, and where they begin in the text."""

    paragraph: int
    words: str
    at: int


class Part(NamedTuple):
    """Text that is read in one go. `own` is where it begins behind its chapeaux, 0 without one."""

    text: str
    pieces: tuple[Piece, ...]
    own: int
    paragraph: int
    label: str
    language: str


def parts_of(paragraphs: Sequence[OperativeText]) -> Iterator[Part]:
    """The texts to read of the operative paragraphs of one act, in order."""
    for begin, end in _families(paragraphs, 0, len(paragraphs)):
        yield from _of_one(paragraphs, begin, end, ())


def _families(paragraphs: Sequence[OperativeText], begin: int, end: int) -> Iterator[tuple[int, int]]:
    """Each paragraph with all that stands below it: from where to where."""
    while begin < end:
        stop = begin + 1
        while stop < end and paragraphs[stop].depth > paragraphs[begin].depth:
            stop += 1
        yield begin, stop
        begin = stop


def _of_one(paragraphs: Sequence[OperativeText], place: int, end: int, above: tuple[int, ...]) -> Iterator[Part]:
    """The parts of one paragraph with those below it; `above` are the chapeaux that it goes on from."""
    if place + 1 == end or len(above) + 1 >= DEEPEST:
        yield _joined(paragraphs, above, range(place, end))
        return
    chapeau = _joined(paragraphs, above, (place,))
    first = _joined(paragraphs, (*above, place), (place + 1,))
    if _speaks_for_itself(paragraphs[place + 1], chapeau):
        yield chapeau
        for begin, stop in _families(paragraphs, place + 1, end):
            yield from _of_one(paragraphs, begin, stop, ())
    elif _goes_on_below(first, chapeau):
        for count, (begin, stop) in enumerate(_families(paragraphs, place + 1, end)):
            if count < MOST_BELOW:
                yield from _of_one(paragraphs, begin, stop, (*above, place))
    else:
        yield _joined(paragraphs, above, range(place, end))


# A sub-paragraph begins with a capital where the sentence of its chapeau goes on: "To convene", "Que convoque".
_GOES_ON = re.compile(r"\s*(?:D['’]|Qu['’]|(?:To|That|De|Du|À|A|Au|Que|[А-ЯЁ][а-яё]+(?:ть|ти|чь)(?:ся|сь)?)(?!\w))")
_OPEN = re.compile(r"(?:\bto|\bthat|\bde|\bd['’]|\bà|\bque|чтобы)\s*$")
_BEHIND_A_CHAPEAU = " \t\n\r\u00a0\u202f\u3000:：;,،，–—-"


def _joined(paragraphs: Sequence[OperativeText], above: Sequence[int], own: Sequence[int]) -> Part:
    """Chapeaux and what goes on from them as one text, in which every sign can be traced to its paragraph."""
    text, pieces = "", []
    for place in above:
        words = paragraphs[place].text[:LONGEST_CHAPEAU].rstrip(_BEHIND_A_CHAPEAU)
        pieces.append(Piece(place, words, len(text)))
        words = _as_it_goes_on(words, text) if text else words
        # "Requests the Secretariat, within existing resources:" goes on as "..., to convene".
        text += f"{words}, " if "," in words and not _OPEN.search(words[-12:]) else f"{words} "
    begin = len(text)
    for place in own[: MOST_BELOW + 1]:
        if len(text) > begin + MOST_LETTERS:
            break
        if place != own[0]:
            text += f" {paragraphs[place].number} "
        words = paragraphs[place].text
        pieces.append(Piece(place, words, len(text)))
        text += _as_it_goes_on(words, text) if place == own[0] and above else words
    place = own[0]
    return Part(text, tuple(pieces), begin, place, _label(paragraphs, above, place), paragraphs[place].language)


def _label(paragraphs: Sequence[OperativeText], above: Sequence[int], place: int) -> str:
    if paragraphs[place].label:
        return paragraphs[place].label
    over = _label(paragraphs, above[:-1], above[-1]) if above else ""
    return f"{over} {paragraphs[place].number}".strip()


def _as_it_goes_on(words: str, before: str) -> str:
    """A sub-paragraph with the small letter that it would have in the sentence of its chapeau."""
    at = len(words) - len(words.lstrip())
    if (
        not words[at:]
        or not (_GOES_ON.match(words) or _OPEN.search(before[-12:]))
        or re.match(r"[A-ZÀ-ÞА-ЯЁ]{2}", words[at:])
    ):
        return words
    small = words[at].lower()
    return words[:at] + small + words[at + 1 :] if len(small) == 1 else words


def _speaks_for_itself(below: OperativeText, chapeau: Part) -> bool:
    """Whether a sub-paragraph has a verb of its own, rather than going on from its chapeau."""
    language = below.language if below.language in LANGUAGES else read_paragraph(below.text).language
    verbs = find_verbs(below.text[:400], language)
    begins = len(below.text) - len(below.text.lstrip())
    if not verbs or verbs[0].start > begins + 1 or verbs[0].tense == "b":
        return False
    if language == "zh":
        # Chinese verbs have no forms: what stands below a verb that asks somebody goes on from it.
        above = find_verbs(chapeau.text[:LONGEST_CHAPEAU], language)
        return not any(KIND_OF[verb.verb] == "directive" for verb in above[-1:])
    return True


# What may stand between the addressee and the list without being what is asked: "inter alia", "in consultation with".
_FILLER = re.compile(
    r"(?:to|that|inter alia|in particular|as follows|de|d'|à|que|a que|notamment|entre autres|en particulier|"
    r"ce qui suit|lo siguiente|entre otras cosas|в частности|среди прочего|следующее|чтобы|أن|ما يلي|بما يلي|على ما يلي|"
    r"ضمن جملة أمور|除其他外|如下|酌情)?\s*"
)
_ADVERBIAL = re.compile(
    r"(?:in|within|with|subject|as|where|when|upon|through|under|pursuant|taking|bearing|together|at|by|no later|not later|"
    r"en|dans|conformément|sous|avec|compte|selon|au|à|lorsque|s'il|agissant|"
    r"dentro|de conformidad|con|según|cuando|mediante|por|sin|a más|"
    r"в|во|с|на|по|при|к|до|совместно|через|не позднее|принимая)\s.{3,200}|"
    r"(?:في|بالتشاور|بالتعاون|بالتنسيق|وفقا|حسب|رهنا|مع|عند|قبل|من خلال|على).{3,200}|(?:在|与|按照|根据|经|通过|视|酌情|同).{2,100}"
)


def _asks_nothing(words: str) -> bool:
    """Whether words behind an addressee only say how or when, and leave what is asked to the list below."""
    parts = re.split(r"\s*[,:;،；：，]\s*", words.strip())
    return all(_FILLER.fullmatch(part) or _ADVERBIAL.fullmatch(part) for part in parts)


_FOLLOWING = re.compile(
    r"\bfollowing\b[^.;:]{0,80}$|\bsuivant(?:e?s|e)?\b[^.;:]{0,60}$|\bsiguientes?\b[^.;:]{0,60}$|\bследующ\w+[^.;:]{0,60}$|"
    r"(?:التالية|الآتية|يلي)[^.;:]{0,40}$|(?:以下|下列)[^。；：]{0,30}$"
)


def _goes_on_below(part: Part, chapeau: Part) -> bool:
    """Whether what is asked stands in the sub-paragraphs, so that each of them is asked by itself."""
    end = part.own
    asking = [mandate for mandate in read_paragraph(part.text, part.language).mandates if mandate.verb.start < end]
    if not asking or asking[-1].kind not in ("directive", "deciding"):
        return False
    last = asking[-1]
    behind = part.text[min(last.action.start, end) : end]
    return _asks_nothing(behind) or bool(last.addressee and len(behind) < 90 and _FOLLOWING.search(behind))


# ---------------------------------------------------------------- where the words stand


AnyQuote = TypeVar("AnyQuote", bound=Quote)


def placed(part: Part, quote: AnyQuote) -> AnyQuote:
    """A quote of the text that was read as one of the paragraph it comes from, in that paragraph's own words."""
    piece = next((piece for piece in reversed(part.pieces) if piece.at <= quote.start), part.pieces[0])
    start = min(max(0, quote.start - piece.at), len(piece.words))
    end = min(len(piece.words), max(start, quote.end - piece.at))
    # A pronoun's words are those of whom it stands for.
    stands_for_itself = len(quote.words) == quote.end - quote.start and not getattr(quote, "pronoun", "")
    words = piece.words[start:end] if stands_for_itself else quote.words
    return replace(quote, words=words, start=start, end=end, paragraph=piece.paragraph)


def quotes_of(part: Part, start: int, end: int) -> tuple[Quote, ...]:
    """The words between two places, a quote for each paragraph that they stand in."""
    quotes = []
    for piece in part.pieces:
        first, last = max(0, start - piece.at), min(end - piece.at, len(piece.words))
        if first < last:
            quotes.append(Quote(piece.words[first:last], first, last, paragraph=piece.paragraph))
    return tuple(quotes)
