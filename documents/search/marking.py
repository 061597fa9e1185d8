"""Marking the words that were found: in whatever form, accents or case they stand in a text; and the excerpt round them."""

import re
import unicodedata
from collections import Counter
from html import escape
from itertools import islice

from django.utils.safestring import mark_safe

from documents.search import arabic
from documents.search.accents import stems_of_typed
from documents.search.query import Asked
from documents.search.words import folded, is_chinese, is_stop_word, languages_of, stems_of

EXCERPT = 300  # characters
BEFORE = 70
MOST_PLACES = 400
_ARABIC_WORD = re.compile("[\u0620-\u065f\u0640\u0670-\u06d3\u06f0-\u06f9]+")


class _Base(dict):
    """A translation table: each letter, small, without its accents; one letter for one, so that places stay right."""

    def __missing__(self, code):
        letter = chr(code).lower()
        base = {"ß": "s", "æ": "a", "œ": "o", "ø": "o", "ł": "l", "ё": "е"}.get(letter)
        base = base or unicodedata.normalize("NFD", letter)[0]
        self[code] = base
        return base


_BASE = _Base()
_ACCENTED = re.compile("[\u00c0-\u024f\u1e00-\u1eff\u0401\u0451]")
_REST_OF_WORD = re.compile(r"\w*")


class Marker:
    """Finds the words asked for in texts of one language."""

    def __init__(self, asked: Asked, language: str):
        self.language = language
        self.stems = {}  # stem → number of the word
        self.beginnings = {}  # a beginning asked for → number of the word
        self.runs = {}  # a run of Chinese characters → number
        self._known = {}  # a word of a text → the number of the word asked for that it is a form of, or None
        words = [
            (word, term.is_prefix and place == len(term.words) - 1)
            for group in asked.wanted
            for term in group
            for place, word in enumerate(term.words)
        ]
        some = [each for each in words if not is_stop_word(each[0])] or words
        for number, (word, is_beginning) in enumerate(some):
            if is_chinese(word):
                self.runs.setdefault(word, number)
            elif language in languages_of(word):
                if is_beginning:
                    self.beginnings.setdefault(folded(word), number)
                for stem in stems_of_typed(word, language):
                    self.stems.setdefault(stem, number)
        # How many different words there are to be found in a text of this language.
        self.count = len({*self.stems.values(), *self.beginnings.values(), *self.runs.values()})
        self.has_arabic = any(arabic.LETTER.match(stem) for stem in self.stems)
        # A word of the text is a form of one asked for only if it begins so: a stem may have changed its last letters.
        self._starts = {stem[: max(1, len(stem) - 2)] for stem in self.stems if not arabic.LETTER.match(stem)}
        self._starts |= set(self.beginnings)

    @property
    def can_match(self):
        """Whether a text of this language can hold any of the words."""
        return self.count > 0

    def places(self, text: str, most=MOST_PLACES) -> list[tuple[int, int, int]]:
        """Where the words stand: (start, end, number of the word), in order, at most ``most`` of one form."""
        base = text.translate(_BASE) if _ACCENTED.search(text) else text.lower()
        if len(base) != len(text):
            base = text.translate(_BASE)
        found = set()
        for start in self._starts:
            found.update(self._beginning_so(text, base, start, most))
        for run, number in self.runs.items():
            found.update(
                (match.start(), match.end(), number) for match in islice(re.finditer(re.escape(run), text), most)
            )
        if self.has_arabic:
            found.update(islice(self._in_arabic(text), most))
        return sorted(found)

    def _beginning_so(self, text, base, start, most):
        """The forms of words asked for that begin with ``start``."""
        at, found = base.find(start), 0
        while at >= 0 and found < most:
            end = at + len(start)
            if at == 0 or not base[at - 1].isalnum():
                end = _REST_OF_WORD.match(text, end).end()
                number = self._number(text[at:end])
                if number is not None:
                    found += 1
                    yield at, end, number
            at = base.find(start, end)

    def _in_arabic(self, text):
        for match in _ARABIC_WORD.finditer(text):
            number = next((self.stems[stem] for stem in stems_of(match[0], "ar") if stem in self.stems), None)
            if number is not None:
                yield match.start(), match.end(), number

    def _number(self, word):
        """The number of the word asked for of which ``word`` is a form, or None."""
        if word not in self._known:
            number = next((self.stems[stem] for stem in stems_of(word, self.language) if stem in self.stems), None)
            if number is None and self.beginnings:
                small = folded(word)
                number = next((each for start, each in self.beginnings.items() if small.startswith(start)), None)
            self._known[word] = number
        return self._known[word]

    def whole(self, text: str):
        """A whole text with every place of the words marked, escaped first. Safe for a template."""
        return _marked(text, self.places(text))


def best_window(places):
    """Of the places of words in a text, the stretch of EXCERPT characters with the most different words: (places, worth)."""
    best, worth, numbers, first = (0, 0), 0, Counter(), 0
    for last, (_start, end, number) in enumerate(places):
        numbers[number] += 1
        while end - places[first][0] > EXCERPT - BEFORE and first < last:
            numbers[places[first][2]] -= 1
            first += 1
        different = sum(count > 0 for count in numbers.values())
        if different > worth:
            best, worth = (first, last + 1), different
    return places[slice(*best)], worth


def excerpt(text: str, places) -> str:
    """The words round the best window of ``places``, marked; escaped first, marked after. Empty without places."""
    window, _worth = best_window(places)
    if not window:
        return ""
    start = max(0, window[0][0] - BEFORE)
    if start:
        blank = text.find(" ", start, window[0][0])
        start = blank + 1 if blank >= 0 else start
    end = min(len(text), max(start + EXCERPT, window[-1][1]))
    if end < len(text):
        blank = text.rfind(" ", window[-1][1], end)
        end = blank if blank > 0 else end
    inside = [(first - start, last - start, number) for first, last, number in places if start <= first and last <= end]
    marked = _marked(text[start:end], inside)
    return mark_safe(f"{'… ' if start else ''}{marked}{' …' if end < len(text) else ''}")


def _marked(text, places):
    pieces, last = [], 0
    for start, end, _number in places:
        if start >= last:
            pieces += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
            last = end
    pieces.append(escape(text[last:]))
    return mark_safe("".join(pieces))  # escaped piece by piece
