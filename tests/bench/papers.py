"""Files for the bench of the intake: PDFs of one to twelve pages in the layout of the United Nations, made, the same ones
every time. Each has a symbol of its own, a masthead, and pages of some 3,300 letters with a symbol or an act cited here and
there, as reports have them."""

import random

from tests.bench.texts import TOPICS, Vocabulary
from tests.files import drawn_pdf

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
        return drawn_pdf([_as_a_word_processor_writes(pieces, chance) for pieces in pages]), count

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


def _as_a_word_processor_writes(pieces, chance):
    """What stands on a page as Word puts it into a PDF: each line a marked run, its letters in short pieces with kerning
    between them; rules; and on the left a mark of many curves, as an emblem is drawn."""
    written = ["q 0.5 w 60 795 m 535 795 l S Q"]
    for place, (left, foot, size, text) in enumerate(pieces):
        written.append(
            f"/P <</MCID {place}>> BDC q BT /F1 {size} Tf 1 0 0 1 {left} {foot} Tm 0 g 0 G [{_kerned(text, chance)}] TJ ET Q EMC"
        )
    for curve in range(40):
        x, y = 62 + curve % 8 * 3, 806 + curve // 8 * 3
        written.append(
            f"{x} {y} m {x + 1} {y + 2} {x + 2} {y + 2} {x + 3} {y} c {x + 2} {y - 1} {x + 1} {y - 1} {x} {y} c f"
        )
    return "\n".join(written)


def _kerned(text, chance):
    parts, at = [], 0
    while at < len(text):
        length = chance.randint(1, 4)
        piece = text[at : at + length].replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        parts.append(f"({piece})")
        at += length
        if at < len(text):
            parts.append(str(chance.choice((-3, -2, -1, 1, 2, 3, 4))))
    return "".join(parts)
