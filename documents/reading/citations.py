"""Resolutions and decisions cited in running text: "resolution 7/1", "General Assembly resolution 73/8".

The acts of the Conference have no symbol of their own, and other Conferences use the same numbers: which body adopted
an act is told by the body named beside it, else by the form of its number, else left open.
"""

import bisect
import re
from dataclasses import dataclass

from documents.reading.words import load
from documents.symbols.numerals import roman_numeral


@dataclass(frozen=True)
class ActCited:
    """One act named in a text; `text[start:end]` is `as_written`.

    `kind` is "resolution" or "decision". `body` is the symbol prefix of the body that adopted it ("CTOC/COP", "A",
    "S", "E", "CAC/COSP", "E/CN.7", "E/CN.15", "A/HRC"), "" when it can't be told. `number` is "7/1", "1970 (2011)",
    "217 (III)". `confidence` is 0 to 1.
    """

    start: int
    end: int
    as_written: str
    kind: str
    body: str
    number: str
    confidence: float


_CITATIONS = load("citations")
_RESOLUTION = _CITATIONS["resolution"]
_DECISION = _CITATIONS["decision"]
_KIND = re.compile(rf"(?P<resolution>{_RESOLUTION})|(?P<decision>{_DECISION})", re.IGNORECASE)

_ROMAN = r"(?:E?S-)?[IVXLC]+"
_WITH_YEAR = r"\d{1,4}\s{0,3}\((?:19[4-9]\d|20\d\d)\)"  # 1970 (2011)
_NUMBER = (
    rf"\d{{1,4}}\s?[A-Z]?\s{{0,3}}\({_ROMAN}\)"  # 217 (III), 2453 A (XXIII)
    r"|\d{1,4}\s?\(د\s?-\s?\d{1,2}\)"  # the same in Arabic: 973 (د-10) is 973 (X)
    rf"|{_WITH_YEAR}"
    r"|E?S-\d{1,2}/\d{1,3}"  # S-20/2
    r"|\d{1,4}/\d{1,4}(?:\s?[A-Z](?![\w/]))?"  # 7/1, 2012/19, 75/290 A
)
_FIRST = re.compile(rf"\s{{0,3}}(?:第|رقم|№|No\.|n°|núm\.)?\s{{0,2}}({_NUMBER})(?![\w/]|\s?年)")
_NEXT = re.compile(rf"(?:{_CITATIONS['separator']})\s{{0,3}}({_NUMBER})(?![\w/])", re.IGNORECASE)
# Numbers with a year are so plainly those of the Security Council that words may stand between:
# "resolutions concerning a country, in particular 1591 (2005)", "... and 2620 (2022), supplemented by 2664 (2022)".
_FARTHER = re.compile(rf"[^.;:()\d]{{0,70}}?(?<!\w)({_WITH_YEAR})")
# "7/1 of 10 October 2014, 7/2 and 7/3": what may stand between two numbers of a list.
_DATED = re.compile(
    rf"(?:,?\s{{1,3}}(?:{_CITATIONS['of']})\s{{1,3}}[^,;()\n]{{3,30}}?\d{{4}}(?!\d)(?:\s?(?:года|г\.))?)?号?",
    re.IGNORECASE,
)
_CHINESE = re.compile(rf"第\s?({_NUMBER})\s?号\s?(决议|决定)")
_SAME = re.compile(rf"(?:{_CITATIONS['same_resolution']})|(?P<decision>{_CITATIONS['same_decision']})", re.IGNORECASE)
_DRAFT_BEFORE = re.compile(r"(?:draft|projets? de|proyectos? de|проекта?\s|مشروع)\s*$", re.IGNORECASE)
_BODIES = [(body, re.compile(words, re.IGNORECASE)) for body, words in _CITATIONS["bodies"].items()]
_AFTER = re.compile(rf"\s{{1,3}}(?:{_CITATIONS['adopted_by']})?\s{{0,3}}", re.IGNORECASE)
_BEFORE = 140  # characters in front of the word in which a body may be named
_SUBJECT_BEFORE = re.compile(r"[,،，]\s{1,3}(?:(?:the|la|le|el)\s{1,3}|l['’])?\Z|，\Z", re.IGNORECASE)
_ITS = re.compile(_CITATIONS["its"], re.IGNORECASE)
_ITS_RESOLUTION = re.compile(rf"(?:{_CITATIONS['its']})\s*\Z", re.IGNORECASE)
_SENTENCE_END = re.compile(r"[.;。；](?:\s|$)(?![a-z])")


def find_acts(text: str, *, home: str = "CTOC/COP") -> list[ActCited]:
    """The acts that a running text cites, in order and not overlapping. Never raises.

    `home` is the symbol prefix of the body whose document this is: "the Conference" and a bare "resolution 7/1" are
    its own.
    """
    found: list[ActCited] = []
    last: ActCited | None = None
    done = 0
    marks = _marks(text)
    mentions = _Mentions(text if marks else "")
    for match in marks:
        if match.start() < done or _DRAFT_BEFORE.search(text, max(0, match.start() - 12), match.start()):
            continue
        if match.re is _SAME:
            kind = "decision" if match["decision"] else "resolution"
            if last is not None and last.kind == kind:
                found.append(
                    ActCited(
                        match.start(), match.end(), match[0], kind, last.body, last.number, min(0.6, last.confidence)
                    )
                )
                done = match.end()
            continue
        acts = _chinese(text, mentions, match, home) if match.re is _CHINESE else _listed(text, mentions, match, home)
        if acts:
            found += acts
            last, done = acts[-1], acts[-1].end
    return found


def _marks(text: str) -> list[re.Match]:
    """Every place where a citation may begin, in order."""
    marks = [*_KIND.finditer(text), *_SAME.finditer(text), *_CHINESE.finditer(text)]
    return sorted(marks, key=lambda match: (match.start(), match.re is not _SAME))


def _listed(text: str, mentions: "_Mentions", word: re.Match, home: str) -> list[ActCited]:
    """The acts of "resolutions 5/1, 5/4 of 22 October 2010 and 5/5", whose word for the kind is given."""
    kind = word.lastgroup
    numbers = []
    between = mentions.soon(word.end())  # in Arabic the body stands between the word and the number
    farther = _FARTHER if kind == "resolution" else None
    number = _FIRST.match(text, between[1] if between else word.end()) or (farther and farther.match(text, word.end()))
    while number and len(numbers) < 200:
        numbers.append(number)
        at = _DATED.match(text, number.end()).end()
        number = _NEXT.match(text, at) or (
            farther.match(text, at) if farther and re.fullmatch(_WITH_YEAR, number[1]) else None
        )
    if not numbers:
        return []
    named = (
        between[0]
        if between
        else _named_body(text, mentions, word.start(), _DATED.match(text, numbers[-1].end()).end())
    )
    acts = []
    for place, match in enumerate(numbers):
        start = word.start() if place == 0 else match.start(1)
        acts.append(_act(text, start, match.end(1), kind, match[1], named, home))
    return acts


def _chinese(text: str, mentions: "_Mentions", match: re.Match, home: str) -> list[ActCited]:
    kind = "resolution" if match[2] == "决议" else "decision"
    named = _named_body(text, mentions, match.start(), match.end())
    return [_act(text, match.start(), match.end(), kind, match[1], named, home)]


def _act(text: str, start: int, end: int, kind: str, written: str, named: str, home: str) -> ActCited:
    number = re.sub(r"\s+", " ", written).strip()
    number = re.sub(r"\(د ?- ?(\d+)\)", lambda session: f"({roman_numeral(int(session[1]))})", number)
    number = re.sub(r"(?<=[\dA-Z])\s?\(", " (", number)
    body, confidence = _body(number, named, home)
    return ActCited(start, end, text[start:end], kind, body, number, confidence)


class _Mentions:
    """Every place in a text where a body is named, looked up by place."""

    def __init__(self, text: str) -> None:
        self._text = text
        found = [(match.start(), -match.end(), body) for body, pattern in _BODIES for match in pattern.finditer(text)]
        self._places = sorted(found)  # of two names at one place the longer comes first
        self._starts = [start for start, _, _ in self._places]

    def at(self, place: int) -> tuple[str, int] | None:
        """The body whose name begins here, and where the name ends."""
        found = bisect.bisect_left(self._starts, place)
        if found < len(self._places) and self._starts[found] == place:
            _, end, body = self._places[found]
            return body, -end
        return None

    def soon(self, place: int) -> tuple[str, int] | None:
        """The body whose name begins here or behind some white space."""
        ahead = self._text[place : place + 4]
        return self.at(place + len(ahead) - len(ahead.lstrip()))

    def within(self, start: int, end: int) -> list[tuple[int, int, str]]:
        """The names that lie between two places: start, end, body."""
        first, last = bisect.bisect_left(self._starts, start), bisect.bisect_left(self._starts, end)
        return [(begin, -stop, body) for begin, stop, body in self._places[first:last] if -stop <= end]


def _named_body(text: str, mentions: _Mentions, start: int, end: int) -> str:
    """The body named right before the word ("General Assembly resolution") or right behind the number.

    "its" points to the body named last in the same sentence, or to the subject that follows. "" when none is named.
    """
    after = _AFTER.match(text, end)
    if after and (behind := mentions.at(after.end())):
        return behind[0]
    front = max(0, start - _BEFORE)
    for stop in _SENTENCE_END.finditer(text, front, start):
        front = stop.end()
    nearest = max(((stop, -begin, body) for begin, stop, body in mentions.within(front, start)), default=None)
    if nearest and (not text[nearest[0] : start].strip() or _ITS.search(text, nearest[0], start)):
        return nearest[2]
    if _ITS_RESOLUTION.search(text, front, start):
        # "In its resolution 7/1, entitled ..., the Conference of the Parties ...": the subject follows.
        stop = _SENTENCE_END.search(text, end, end + 600)
        for begin, _, body in mentions.within(end, stop.start() if stop else min(len(text), end + 600)):
            if _SUBJECT_BEFORE.search(text, max(end, begin - 8), begin):
                return body
    return ""


def _body(number: str, named: str, home: str) -> tuple[str, float]:
    """Which body a number belongs to, and how sure that is. Forms of numbers: see the Dag Hammarskjöld Library's guide."""
    session = number.partition("/")[0]
    if re.search(r"\((?:19|20)\d\d\)$", number):
        return "S", 0.97
    if number.endswith("(L)"):
        return "E", 0.7  # the fiftieth session of the Council; the Assembly left Roman numerals with its thirtieth
    if number.endswith(")") or re.match(r"E?S-", number):
        if named in ("E", "COUNCIL"):
            return "E", 0.9  # its resolutions too had the session in Roman numerals until 1977
        return ("", 0.4) if named == "COMMISSION" else ("A", 0.9)
    year = len(session) == 4
    if named == "HOME":
        named = home if home in ("CTOC/COP", "CAC/COSP") else "?"
    elif named == "ASSEMBLY":
        named = "A"
    elif named == "COUNCIL":
        named = "E" if year else "A/HRC" if home == "A/HRC" else "?"
    elif named == "COMMISSION":
        named = home if home in ("E/CN.7", "E/CN.15") else "?"
    elif named == "S":
        named = ""  # its numbers always carry a year: the name belongs to something else in the sentence
    if named == "?":
        return "", 0.4  # a short name that several bodies share
    if named:
        return named, 0.95
    if year:
        return "E", 0.85
    if not session.isdecimal():
        return "", 0.4
    if int(session) >= 31:
        return "A", 0.8
    return (home, 0.75) if home in ("CTOC/COP", "CAC/COSP") else ("", 0.4)
