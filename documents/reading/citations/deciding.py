"""Which body adopted an act that is cited: by the name beside it, by who speaks, by the form of its number."""

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property

from documents.reading.citations import patterns
from documents.reading.citations.bodies import CLASS_OF, FOREIGN, WORDS, Mentions
from documents.reading.citations.numbers import OPEN, Number, can_be, implied, with_year
from documents.reading.citations.plain import Plain

# Confidences, by the ground on which the body of an act was told; those of the number alone stand in numbers.py.
NAMED_AND_FITTING = 0.99  # a full name stands beside it, and the number alone tells the same body
NAMED = 0.96  # a full name stands beside it, and the body can number so
NAMED_UNFITTING = 0.5  # a full name stands beside it, but that body does not number so
SHORT_NAME_AT_HOME = 0.95  # "the Conference" in a document of the Conference
SHORT_NAME = 0.85  # "the Council", which the text named in full before
SUBJECT = 0.9  # "its", with the subject in the same sentence
SPEAKER = 0.88  # "its", in a text that begins with the name of the body that speaks
AGREEING = 0.95  # "its" or no name at all, and the number alone tells the same body
FOREIGN_NEAR = 0.6  # "its" after the name of a body outside the United Nations, but a number of the United Nations
HOME = 0.75  # no name: the body whose document it is
SAME = 0.6  # "the same resolution"

_BEFORE = 160  # characters in front of the word in which a body may be named
_BEHIND = 600  # characters behind the number in which the subject of the sentence may follow


@dataclass(frozen=True)
class ActCited:
    """One act named in a text; `text[start:end]` is `as_written`.

    `kind` is "resolution" or "decision". `body` is the symbol prefix of the body that adopted it ("CTOC/COP", "A",
    "S", "E", "CAC/COSP", "E/CN.7", "A/HRC", "ECLAC"), "" when it can't be told. `number` is "7/1", "1970 (2011)",
    "217 A (III)", "1/CP.21". `confidence` is 0 to 1, that of the body. What stands between the ends of a range has no
    place of its own: start equals end there, and `as_written` is empty.
    """

    start: int
    end: int
    as_written: str
    kind: str
    body: str
    number: str
    confidence: float


class Deciding:
    """A text that cites acts, and what in it tells whose they are."""

    def __init__(self, text: str, home: str) -> None:
        self._original = text
        self._plain = Plain(text)
        self._text, self._low = self._plain.text, self._plain.low
        self._home = home
        self._found: list[ActCited] = []
        self._speakers: list[tuple[int, str]] | None = None
        self._titles: list[tuple[int, int]] = []  # where titles stand that a list has passed over
        self._done = 0

    @cached_property
    def mentions(self) -> Mentions:
        return Mentions(self._low)

    def _take(self, group: list, kind: str, named: str, start: int, end: int, *, beside: bool) -> None:
        """Put the acts of one list into what was found, each with its body."""
        subject = ""
        if not named:
            named, beside, subject = self._named(start, end)
        for begin, stop, number in group:
            body, confidence = self._body(number, kind, named, subject, beside, start)
            number = with_year(number) if body == "S" else number
            self._add(begin, stop, kind, body, number.text, confidence)

    def _add(self, start: int, end: int, kind: str, body: str, number: str, confidence: float) -> None:
        first = self._plain.place(start)
        last = max(first, self._plain.end(end)) if end > start else first
        if self._found and first < self._found[-1].end:
            return
        self._found.append(ActCited(first, last, self._original[first:last], kind, body, number, confidence))
        self._done = max(self._done, end)

    def _right_before(self, start: int) -> str:
        """The body named right in front of the word: "General Assembly resolution", "Assembly's resolution"."""
        for _, stop, body in reversed(self.mentions.within(max(0, start - 90), start)):
            between = self._low[stop:start].strip()
            return body if patterns.NAME_TO_WORD.fullmatch(between) else ""
        return ""

    def _named(self, start: int, end: int) -> tuple[str, bool, str]:
        """The body named beside the word, or the subject of the sentence where "its" stands before it.

        Gives the name (a prefix or a class of short names), whether it stands right beside, and "its" or "".
        """
        low = self._low
        if right := self._right_before(start):
            return right, True, ""
        front = max(0, start - _BEFORE)
        for stop in patterns.SENTENCE_END.finditer(low, front, start):
            front = stop.end()
        names = self.mentions.within(front, start)
        nearest = names[-1] if names else None
        its = bool(patterns.ITS_RELATED.search(low, front, start))
        own = its or bool(nearest and patterns.ITS.search(low, nearest[1], start))
        arabic_own = low[start:end].find("ه") >= 0 and bool(re.match(r"\w*(?:ه|ها)(?!\w)", low[start:end]))
        if nearest and patterns.IN_ITS.fullmatch(low, nearest[1], start):
            return nearest[2], False, "subject"
        if own or arabic_own:
            if patterns.PREAMBULAR.search(low[max(0, front - 2) : start]) and (speaker := self._speaker(start)):
                return speaker, False, "speaker"
            if nearest:
                return nearest[2], False, "subject"
            # "In its resolution 7/1, entitled ..., the Conference of the Parties ...": the subject follows.
            stop = patterns.SENTENCE_END.search(low, end, end + _BEHIND)
            for begin, _, body in self.mentions.within(end, stop.start() if stop else min(len(low), end + _BEHIND)):
                if patterns.SUBJECT_BEFORE.search(low, max(end, begin - 8), begin):
                    return body, False, "subject"
            if speaker := self._speaker(start):
                return speaker, False, "speaker"
            return self._home, False, "home"
        return "", False, ""

    def _speaker(self, before: int) -> str:
        """The body whose text this is: the one that a line begins with, a comma behind ("The General Assembly,")."""
        if self._speakers is None:
            low = self._low
            self._speakers = [
                (begin, body)
                for begin, stop, body in self.mentions.places
                if low[stop : stop + 1] in (",", "،", "，") and patterns.SPEAKER.search(low, max(0, begin - 16), begin)
            ]
        place = bisect_left(self._speakers, (before,)) - 1
        return self._speakers[place][1] if place >= 0 else self._home

    def _body(
        self, number: Number, kind: str, named: str, relation: str, beside: bool, start: int
    ) -> tuple[str, float]:
        """Which body adopted an act of this number, and how sure that is."""
        alone, confidence = implied(number, kind)
        if named == FOREIGN:
            # Beside the word it is the foreign body's act; farther off in the sentence it may not concern the act at all.
            return ("", OPEN) if beside or confidence < 0.8 else (alone, min(confidence, FOREIGN_NEAR))
        if named in WORDS["classes"]:
            return self._short_name(named, number, kind, alone, confidence, start, beside)
        if named and beside:
            if can_be(named, number, kind):
                return named, _both(NAMED_AND_FITTING, confidence) if named == alone else NAMED
            return (alone, confidence) if confidence >= 0.97 else (named if named != "S" else "", NAMED_UNFITTING)
        if named and can_be(named, number, kind):
            told = {"subject": SUBJECT, "speaker": SPEAKER, "home": HOME}.get(relation, HOME)
            return named, _both(AGREEING, confidence) if named == alone else told
        if confidence >= 0.97:
            return alone, confidence
        return self._at_home(number, kind, alone, confidence, start)

    def _at_home(self, number: Number, kind: str, alone: str, confidence: float, start: int) -> tuple[str, float]:
        """The body of an act that nothing names: the one that speaks, else that of the usual form."""
        for body in (self._joined(start), self._speaker(start), self._home):
            if body and body != FOREIGN and body not in WORDS["classes"] and can_be(body, number, kind):
                return body, _both(AGREEING, confidence) if body == alone else HOME
        return alone, confidence

    def _joined(self, start: int) -> str:
        """The body of the act before, where "and resolution 5/2" goes on from it in the same sentence."""
        last = self._found[-1] if self._found else None
        if last is None or last.body in ("", self._home):
            return ""
        between = self._original[last.end : self._plain.place(start)]
        return (
            last.body
            if len(between) < 200 and not patterns.SENTENCE_END.search(between) and patterns.AND.search(between)
            else ""
        )

    def _short_name(
        self, name: str, number: Number, kind: str, alone: str, confidence: float, start: int, beside: bool
    ) -> tuple[str, float]:
        """ "the Council", "the Commission": at home the body itself, else the one named in full before."""
        if CLASS_OF.get(self._home) == name and can_be(self._home, number, kind):
            return self._home, SHORT_NAME_AT_HOME
        earlier = self.mentions.last_of(name, start)
        if earlier and can_be(earlier, number, kind):
            return earlier, _both(AGREEING, confidence) if earlier == alone else SHORT_NAME
        if CLASS_OF.get(alone) == name:
            return alone, _both(AGREEING, confidence)
        possible = [body for body, of in CLASS_OF.items() if of == name and can_be(body, number, kind)]
        if name == "COMMISSION" and self._home == "A/HRC" and "E/CN.4" in possible:
            return "E/CN.4", SHORT_NAME  # the Council's predecessor
        if name == "COUNCIL" and possible == ["A/HRC"]:
            return "A/HRC", 0.8  # of the councils only this one counts by session
        return (alone, confidence) if not beside and confidence >= 0.8 else ("", OPEN)


def _both(ground: float, alone: float) -> float:
    """How sure a name and a number are that agree; a number that never was in its year stays doubtful."""
    return max(ground, alone) if alone >= 0.7 else alone
