"""Files for the bench of the intake: PDFs of one to twelve pages in the layout of the United Nations, made, the same ones
every time. Each has a symbol of its own, a masthead, and pages of some 3,300 letters with a symbol or an act cited here and
there, as reports have them."""

import random

from tests.bench.texts import TOPICS, Vocabulary
from tests.files import placed_pdf

SEED = 2003
LINES = 36
# Of a hundred lines so many cite something: two or three places on a page.
CITING = 0.07
CITED = ("CTOC/COP/2016/{}", "CTOC/COP/WG.2/2017/{}", "CTOC/COP/WG.4/2019/{}", "resolution {}/1", "decision {}/2")


class PaperMaker:
    """Makes papers by their number: two makers make the same paper of the same number."""

    def __init__(self):
        self._words = Vocabulary("en")

    def symbol(self, number):
        """The symbol of a paper: numbers of the Conference's own series, of years to come."""
        return f"CTOC/COP/{2040 + number % 50}/{number // 50 + 1}"

    def word(self, number):
        """A word that stands in this paper alone."""
        return f"quillwort{number}"

    def paper(self, number):
        """The PDF of a paper, as bytes, and how many pages it has."""
        chance = random.Random(f"{SEED} {number}")
        symbol, count = self.symbol(number), chance.randint(1, 12)
        pages = []
        for page in range(count):
            pieces = [(60, 800, 9, symbol), (60, 30, 9, f"{page + 1}/{count}"), (480, 30, 9, "V.31-00417")]
            top = 760
            lines = self._masthead(number, symbol, chance) if page == 0 else []
            for row, line in enumerate([*lines, *self._lines(chance, LINES - len(lines))]):
                top -= 20 if row % 6 == 0 else 13
                pieces.append((60, top, 9.5, line))
            pages.append(pieces)
        return placed_pdf(*pages), count

    def _masthead(self, number, symbol, chance):
        topic = chance.choice(TOPICS)
        return [
            f"United Nations {symbol}",
            "Conference of the Parties to the",
            "United Nations Convention against",
            "Transnational Organized Crime",
            "Distr.: General",
            f"{chance.randint(1, 28)} May {2040 + number % 50}",
            "Original: English",
            "",
            "Fifteenth session",
            f"Vienna, 12-16 October {2040 + number % 50}",
            "Item 4 (b) of the provisional agenda",
            "",
            f"Paper on {topic}, number {number}",
            "",
            "Note by the Secretariat",
            "",
            f"1. The word {self.word(number)} stands here alone.",
        ]

    def _lines(self, chance, count):
        for row in range(count):
            words = self._words.draw(chance, 14)
            if chance.random() < CITING:
                words.insert(5, f"({chance.choice(CITED).format(chance.randint(1, 9))})")
            line = " ".join(words)[:96]
            yield f"{row // 6 + 2}. {line.capitalize()}" if row % 6 == 0 else line
