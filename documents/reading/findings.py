"""All that one file says, found in one go: masthead, symbols and acts cited, the acts that stand in it and what they ask.

Each finding carries its place: the page, the words, how sure. `as_dict` puts all of it in the form of JSON.
"""

import dataclasses
import datetime
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from documents.reading.acts import ActText, ParagraphText, find_act_texts, own_acts
from documents.reading.citations import ActCited, find_acts_on_pages, home_of
from documents.reading.masthead import Masthead, read_masthead
from documents.reading.operative import MOST_LETTERS, ParagraphReading, read_paragraph
from documents.reading.pages import READER, PageText, Reading
from documents.symbols import Found, Symbol, explain, find_all

CONFERENCE = "CTOC/COP"
MOST_BELOW = 500  # sub-paragraphs that are read with their paragraph


@dataclass(frozen=True)
class OnPage:
    """A citation and the page on which it stands; its own places count from the beginning of that page's text."""

    page: int
    cited: Found | ActCited


@dataclass(frozen=True)
class Findings:
    """What was read from one file."""

    reading: Reading
    masthead: Masthead
    home: str
    citations: tuple[OnPage, ...]
    acts: tuple[ActText, ...]

    @property
    def own_symbols(self) -> frozenset[str]:
        """The canonical symbols that the document itself bears."""
        return (
            frozenset(symbol.canonical for symbol in self.masthead.symbols.value)
            if self.masthead.symbols
            else frozenset()
        )


def find_everything(reading: Reading) -> Findings:
    """Find all that a file says. Never raises."""
    masthead = read_masthead(reading)
    own = {symbol.canonical for symbol in masthead.symbols.value} if masthead.symbols else set()
    home = home_of_all(own)
    citations = find_citations(reading.pages, home=home, own=own)
    acts = own_acts(find_act_texts(reading, home=home), sorted(own))
    return Findings(reading, masthead, home, tuple(citations), tuple(acts))


def home_of_all(symbols: Iterable[str]) -> str:
    """The body whose acts a document means when it names none, by all its own symbols; "" where they tell nothing.

    The Conference comes first: a joint document of its working groups speaks of its acts.
    """
    homes = [home for home in map(home_of, sorted(symbols)) if home]
    return CONFERENCE if CONFERENCE in homes else next(iter(homes), "")


def find_citations(pages: Sequence[PageText], *, home: str, own: Collection[str] = ()) -> list[OnPage]:
    """Every symbol and act cited, page by page; the document's own symbols (its running heads) are no citations."""
    acts = find_acts_on_pages([page.text for page in pages], home=home)
    found: list[OnPage] = []
    for page, acts_here in zip(pages, acts, strict=True):
        found += [OnPage(page.number, place) for place in find_all(page.text) if place.symbol.canonical not in own]
        found += [OnPage(page.number, act) for act in acts_here]
    return found


def asked(act: ActText, language: str) -> Iterator[tuple[ParagraphText, ParagraphReading | None]]:
    """Each paragraph of an act with what it asks, the sub-paragraphs below it read with it; None but for operative ones."""
    paragraphs = act.paragraphs
    for place, paragraph in enumerate(paragraphs):
        if paragraph.kind != "operative" or paragraph.depth:
            yield paragraph, None
            continue
        parts, length = [paragraph.text], len(paragraph.text)
        for below in paragraphs[place + 1 : place + 1 + MOST_BELOW]:
            if below.depth <= paragraph.depth or length > MOST_LETTERS:
                break
            parts.append(f"{below.number} {below.text}")
            length += len(parts[-1])
        yield paragraph, read_paragraph(" ".join(parts), language)


# ---------------------------------------------------------------- as JSON


def as_dict(findings: Findings) -> dict:
    """The findings in plain values, for JSON. Places are characters from the beginning of their page's text."""
    reading, masthead = findings.reading, findings.masthead
    language = masthead.language.value if masthead.language else reading.language
    return {
        "reader": READER,
        "media_type": reading.media_type,
        "language": language,
        "pages": len(reading.pages),
        "needs_ocr": list(reading.needs_ocr),
        "remarks": list(reading.remarks),
        "masthead": {
            field.name: _plain(getattr(masthead, field.name))
            for field in dataclasses.fields(masthead)
            if getattr(masthead, field.name)
        },
        "citations": [_citation(each) for each in findings.citations],
        "acts": [_act(act, language) for act in findings.acts],
    }


def _citation(place: OnPage) -> dict:
    cited = place.cited
    common = {
        "page": place.page,
        "start": cited.start,
        "end": cited.end,
        "as_written": cited.as_written,
        "confidence": cited.confidence,
    }
    if isinstance(cited, Found):
        symbol = cited.symbol
        return {"symbol": symbol.canonical, "malformed": symbol.malformed, "in_words": explain(symbol), **common}
    return {
        "act": f"{cited.body} {cited.kind} {cited.number}".strip(),
        "body": cited.body,
        "kind": cited.kind,
        "number": cited.number,
        **common,
    }


def _act(act: ActText, language: str) -> dict:
    plain = {
        field.name: _plain(getattr(act, field.name)) for field in dataclasses.fields(act) if field.name != "paragraphs"
    }
    plain["paragraphs"] = []
    for paragraph, reading in asked(act, language):
        plain["paragraphs"].append(
            {**_plain(paragraph), "asks": [_plain(mandate) for mandate in reading.mandates] if reading else []}
        )
    return plain


def _plain(value):
    """A value of ours in plain ones."""
    if isinstance(value, Symbol):
        return value.canonical
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, tuple | list | frozenset):
        return [_plain(each) for each in value]
    if dataclasses.is_dataclass(value):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    return value
