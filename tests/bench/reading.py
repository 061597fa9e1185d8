"""How fast documents are read: ``script/bench reading``.

Prints two figures. The first: the time of `documents.reading.read` for PDFs of one column, made here, against that of
pypdfium2 alone (open, text of each page), measured turn by turn in one run. The second: pages a second, on one core, for
text that is already there: masthead, symbols, acts cited and paragraphs together.
"""

import gc
import sys
import time

import pypdfium2

from documents.reading import Reading, read
from documents.reading.findings import find_everything
from documents.reading.pages import PageText
from tests.files import placed_pdf

PAGES = 40
TURNS = 9
MOST_RATIO = 1.5
LEAST_PAGES = 1_000

_SENTENCES = (
    "The Conference at its ninth session requested the secretariat to submit a report on technical assistance,",
    "recalling General Assembly resolution 73/186 of 17 December 2018 and Conference resolution 7/1, and taking",
    "note of the report of the Working Group (CTOC/COP/WG.2/2017/4), which contains recommendations adopted by",
    "its members; it also invited States parties and other donors to provide extrabudgetary resources for these",
    "purposes in accordance with the rules and procedures of the United Nations, and decided to remain seized.",
    "The Secretariat circulated a questionnaire among States (see CTOC/COP/2016/CRP.4 and Corr.1) and received",
    "forty-one replies, of which twenty-six described legislation and fifteen described practice in the courts.",
)
_MASTHEAD = (
    "United Nations CTOC/COP/2031/9",
    "Conference of the Parties to the\nUnited Nations Convention against\nTransnational Organized Crime",
    "Distr.: General\n14 May 2031\nOriginal: English",
    "Fifteenth session\nVienna, 12-16 October 2031\nItem 4 (b) of the provisional agenda*",
    "Technical assistance provided to States parties in the\nimplementation of the Convention",
    "Report of the Secretariat",
)


def page_lines(number: int) -> list[str]:
    """The lines of one page of a report, about three thousand letters."""
    lines = []
    for row in range(36):
        sentence = _SENTENCES[(row + number) % len(_SENTENCES)]
        lines.append(f"{number * 6 + row // 6 + 1}. {sentence}" if row % 6 == 0 else sentence)
    return lines


def made_pdf() -> bytes:
    """A report as Word writes it: heads and feet come first in each page."""
    pages = []
    for number in range(PAGES):
        pieces = [(60, 800, 9, "CTOC/COP/2031/9"), (60, 30, 9, f"{number + 1}/{PAGES}"), (480, 30, 9, "V.31-00417")]
        top = 760
        for row, line in enumerate(page_lines(number)):
            top -= 20 if row % 6 == 0 else 13
            pieces.append((60, top, 9.5, line))
        pages.append(pieces)
    return placed_pdf(*pages)


def with_pdfium_alone(content: bytes) -> None:
    """What no reader can do without: open the file, take the text of each page."""
    document = pypdfium2.PdfDocument(content)
    for page in document:
        words = page.get_textpage()
        words.get_text_range()
        words.close()
        page.close()
    document.close()


def made_texts() -> list[Reading]:
    """Documents of ten pages of text each."""
    documents = []
    for number in range(20):
        first = "\n\n".join((*_MASTHEAD, "\n".join(page_lines(number)[:20])))
        pages = [first, *("\n".join(page_lines(number + place)) for place in range(1, 10))]
        documents.append(
            Reading("application/pdf", tuple(PageText(place, text) for place, text in enumerate(pages, 1)), "en")
        )
    return documents


def read_texts(documents: list[Reading]) -> None:
    """All that is read from text that is there."""
    for reading in documents:
        find_everything(reading)


def seconds(work, *given) -> float:
    """The time of this process that one call takes: what others do on the machine does not count."""
    began = time.process_time()
    work(*given)
    return time.process_time() - began


def main() -> int:
    """Measure and print; 1 when a bar is missed."""
    content = made_pdf()
    read(content)
    gc.disable()
    alone, ours = zip(
        *((seconds(with_pdfium_alone, content), seconds(read, content)) for _ in range(TURNS)), strict=True
    )
    ratio = min(ours) / min(alone)
    print(f"PDF, one column: pypdfium2 alone {1000 * min(alone) / PAGES:.2f} ms a page, read {1000 * min(ours) / PAGES:.2f} ms:"
          f" {ratio:.2f} times (at most {MOST_RATIO})")  # fmt: skip
    documents = made_texts()
    count = sum(len(reading.pages) for reading in documents)
    read_texts(documents)
    speed = count / min(seconds(read_texts, documents) for _ in range(5))
    letters = sum(len(page.text) for reading in documents for page in reading.pages) // count
    print(f"Text: {speed:,.0f} pages of {letters:,} letters a second (at least {LEAST_PAGES:,})")
    return int(ratio > MOST_RATIO or speed < LEAST_PAGES)


if __name__ == "__main__":
    sys.exit(main())
