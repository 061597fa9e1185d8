"""A text made plain for matching, with the way back to its own places."""

import re
from bisect import bisect_right

from documents.symbols.characters import PLAIN_CHARACTERS

# One character for one: dashes, digits of other scripts, wide forms, spaces of other kinds.
_OTHER_FORMS = re.compile(
    "[\u00a0\u2000-\u200a\u202f\u205f\u3000\u2010-\u2015\u2212\u2044\u2215\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\uff01-\uff5e]"
)
# Marks that no word has: soft hyphens, marks of direction, the kashida and the vowels of Arabic.
_MARKS = "\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u0640\u064b-\u0652\u0670"
_MARK = re.compile(f"[{_MARKS}]")
_MARK_OR_HYPHEN = re.compile(f"[{_MARKS}-]")
# A word that is broken over two lines, from its hyphen on.
_BROKEN = re.compile(r"(?<=[^\W\d_])-\s?\n\s{0,3}(?=[a-zà-ÿа-я])")


class Plain:
    """`text` in plain characters, `low` the same in small letters, and `place` back to the original."""

    def __init__(self, original: str) -> None:
        text = original
        if not original.isascii():
            text = _OTHER_FORMS.sub(lambda found: PLAIN_CHARACTERS[ord(found[0])] or found[0], original)
        self._kept: list[int] = []  # where each kept stretch begins in `text` ...
        self._shifts: list[int] = []  # ... and how many characters were dropped before it
        is_broken = "-\n" in original or "- \n" in original
        if is_broken or (not original.isascii() and _MARK.search(text)):
            text = self._drop(text, _MARK_OR_HYPHEN if is_broken else _MARK)
        self.text = text
        # The one letter whose small form is two characters; places must stay.
        self.low = (text.replace("İ", "I") if "İ" in text else text).lower()

    def _drop(self, text: str, marks: re.Pattern) -> str:
        pieces, begin, dropped = [], 0, 0
        for mark in marks.finditer(text):
            # One class of single characters is sought far quicker than this alternative.
            found = _BROKEN.match(text, mark.start()) if mark[0] == "-" else mark
            if not found:
                continue
            pieces.append(text[begin : found.start()])
            begin = found.end()
            dropped += len(found[0])
            self._kept.append(begin - dropped)
            self._shifts.append(dropped)
        return "".join(pieces) + text[begin:] if pieces else text

    def place(self, place: int) -> int:
        """Where the character at this place of `text` stood in the original."""
        if not self._kept:
            return place
        found = bisect_right(self._kept, place) - 1
        return place + self._shifts[found] if found >= 0 else place

    def end(self, place: int) -> int:
        """Where a stretch that ends at this place of `text` ended in the original."""
        return self.place(place - 1) + 1 if place else 0
