"""A text in plain characters, with the way back to its own places."""

from documents.symbols.characters import PLAIN_CHARACTERS


class Plain:
    """`text`: dashes, digits and spaces of all kinds in one form each, marks of direction left out. `place` leads back."""

    def __init__(self, original: str) -> None:
        self.original = original
        self._places: list[int] | None = None
        if original.isascii():
            self.text = original
            return
        self.text = original.translate(PLAIN_CHARACTERS)
        if len(self.text) != len(original):
            kept = [place for place, sign in enumerate(original) if PLAIN_CHARACTERS[ord(sign)]]
            self._places = [*kept, len(original)]

    def place(self, place: int) -> int:
        """Where the character at this place of `text` stands in the original."""
        return place if self._places is None else self._places[place]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of `text` stands in the original."""
        if end <= start:
            return self.place(start), self.place(start)
        return self.place(start), self.place(end - 1) + 1
