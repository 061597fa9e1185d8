"""Marking the words that were found: in whatever form, accents or case they stand in a text; and the excerpt round them."""

import re
import unicodedata
from functools import cache

from django.utils.html import escape
from django.utils.safestring import mark_safe

from documents.search import arabic
from documents.search.query import Asked
from documents.search.words import is_chinese, is_stop_word, languages_of, plain, stems_of

EXCERPT = 300  # characters
BEFORE = 70
MOST_PLACES = 400
_ARABIC_WORD = re.compile("[\u0620-\u065f\u0640\u0670-\u06d3\u06f0-\u06f9]+")


@cache
def _letters():
    """Base letter → all letters that are searched as it, for a character class: "e" → "eéèêë…"."""
    found = {}
    for code in (*range(0x61, 0x7B), *range(0xC0, 0x250), *range(0x400, 0x460), *range(0x1E00, 0x1F00)):
        letter = chr(code).lower()
        base = {"ß": "s", "æ": "a", "œ": "o", "ø": "o", "ł": "l", "ё": "е"}.get(letter)
        base = base or unicodedata.normalize("NFD", letter)[0]
        found.setdefault(base, set()).update({letter, letter.upper()} if len(letter.upper()) == 1 else {letter})
    return {base: "".join(sorted(letters)) for base, letters in found.items()}


def _loosely(start):
    """A pattern for a beginning in base letters, whatever accents stand on them."""
    letters = _letters()
    return "".join(f"[{re.escape(letters[letter])}]" if letter in letters else re.escape(letter) for letter in start)


def _folded(word):
    decomposed = unicodedata.normalize("NFD", plain(word).casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


class Marker:
    """Finds the words asked for in texts of one language."""

    def __init__(self, asked: Asked, language: str):
        self.language = language
        self.stems = {}  # stem → number of the word
        self.starts = []  # (beginning, number of the word)
        patterns, runs = set(), set()
        words = [(word, term.is_prefix and word == term.words[-1]) for group in asked.wanted for term in group
                 for word in term.words]  # fmt: skip
        some = [each for each in words if not is_stop_word(each[0])] or words
        for number, (word, is_beginning) in enumerate(some):
            if is_chinese(word):
                runs.add(word)
            elif language in languages_of(word):
                if is_beginning:
                    self.starts.append((_folded(word), number))
                    patterns.add(_loosely(_folded(word)))
                for stem in stems_of(word, language):
                    self.stems.setdefault(stem, number)
                    if not arabic.LETTER.match(stem):
                        patterns.add(_loosely(stem[: max(1, len(stem) - 2)]))
        self.has_arabic = any(arabic.LETTER.match(stem) for stem in self.stems)
        parts = [rf"(?<!\w)(?:{'|'.join(sorted(patterns))})\w*"] if patterns else []
        self.runs = sorted(runs)
        parts += [re.escape(run) for run in sorted(runs, key=len, reverse=True)]
        self.pattern = re.compile("|".join(parts)) if parts else None

    def places(self, text: str, most=MOST_PLACES) -> list[tuple[int, int, int]]:
        """Where the words stand: (start, end, number of the word), in order, at most ``most`` of a script."""
        found = []
        if self.pattern is not None:
            for match in self.pattern.finditer(text):
                number = self._number(match[0])
                if number is not None:
                    found.append((match.start(), match.end(), number))
                    if len(found) >= most:
                        break
        if self.has_arabic:
            for match in _ARABIC_WORD.finditer(text):
                numbers = (self.stems[stem] for stem in stems_of(match[0], "ar") if stem in self.stems)
                if (number := next(numbers, None)) is not None:
                    found.append((match.start(), match.end(), number))
                    if len(found) >= 2 * most:
                        break
            found.sort()
        return found

    def _number(self, word):
        if is_chinese(word):
            return 1000 + self.runs.index(word) if word in self.runs else None
        number = next((self.stems[stem] for stem in stems_of(word, self.language) if stem in self.stems), None)
        if number is None and self.starts:
            folded = _folded(word)
            number = next((number for start, number in self.starts if folded.startswith(start)), None)
        return number

    def whole(self, text: str):
        """A whole text with every place of the words marked, escaped first. Safe for a template."""
        return _marked(text, self.places(text))


def best_window(places):
    """Of the places of words in a text, the stretch of EXCERPT characters with the most different words: (places, worth)."""
    best, worth = [], 0
    for first, (start, _end, _number) in enumerate(places):
        window = []
        for place in places[first:]:
            if place[1] > start + EXCERPT - BEFORE:
                break
            window.append(place)
        different = len({number for _start, _end, number in window})
        if different > worth:
            best, worth = window, different
    return best, worth


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
