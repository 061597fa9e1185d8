"""Judgements on the documents that a draft cites, by the record: unknown, superseded, corrected, withdrawn; titles and dates."""

from collections.abc import Iterator
from dataclasses import dataclass

from documents.draft_check.record import Held, Record
from documents.models import Language
from documents.models.vocabulary import languages_in_words
from documents.reading.faults import Fault, Severity
from documents.reading.faults.dates import in_words
from documents.symbols import Symbol

_MOST_NEAR = 20
_NEAR = 160  # characters behind a symbol in which its revision or corrigendum is cited with it


@dataclass(frozen=True)
class Mention:
    """One place where a document is cited."""

    page: int
    start: int
    end: int
    symbol: Symbol


def judge_documents(mentions: list[Mention], record: Record, language: str) -> Iterator[Fault]:
    """What the record knows against the documents that a draft cites: one message a symbol, at its first place.

    mentions: in reading order. language: of the draft, "" where it could not be told.
    """
    places: dict[str, list[int]] = {}
    for at, mention in enumerate(mentions):
        places.setdefault(mention.symbol.canonical, []).append(at)
    for found in places.values():
        cited = [mentions[at] for at in found]
        first = cited[0]
        held = record.document(first.symbol.canonical)
        with_it = _cited_with(found[0], mentions)
        successor = record.successor_of(first.symbol)
        if successor and successor.canonical not in with_it:
            words = f"{first.symbol.canonical} is superseded by {successor.canonical}"
            yield _fault("S05", cited, words, successor.canonical)
        elif held is None:
            yield from _unknown(cited, record)
        if held is None:
            continue
        if held.is_withdrawn:
            yield _fault("S07", cited, f"{first.symbol.canonical} was withdrawn")
        for corrigendum, languages in record.corrigenda_of(first.symbol):
            concerns = not languages or not language or language in languages
            if concerns and corrigendum.canonical not in with_it:
                only = f" ({languages_in_words(languages)} only)" if languages else ""
                words = f"{first.symbol.canonical} is corrected by {corrigendum.canonical}{only}"
                yield _fault("S06", cited, words, corrigendum.canonical)
        if (held.reissued or held.notes) and not held.is_withdrawn:
            on = f" on {in_words(held.reissued.date())}" if held.reissued else ""
            yield _fault(
                "S08", cited, f"{first.symbol.canonical} was re-issued{on}: see that what is quoted still stands there"
            )


def _cited_with(at: int, mentions: list[Mention]) -> set[str]:
    """What is cited close behind a symbol: "X and Rev.1" names the revision itself."""
    first = mentions[at]
    near = {first.symbol.canonical}
    for each in mentions[at + 1 : at + 1 + _MOST_NEAR]:
        if each.page != first.page or each.start - first.end > _NEAR:
            break
        near.add(each.symbol.canonical)
    return near


def _unknown(cited: list[Mention], record: Record) -> Iterator[Fault]:
    symbol = cited[0].symbol
    series, year = f"{symbol.body_path}/", symbol.session
    if year.isdecimal() and record.is_complete(series, int(year)):
        # To a reader who does not see all, what is hidden must look like what is not there.
        whole = f"{series} of {year} is declared complete"
        words = f"There is no {symbol.canonical}: {whole}"
        if not record.sees_all:
            words = f"No document that you may read bears {symbol.canonical}, and {whole}"
        yield _fault("S03", cited, words, gravity=None if record.sees_all else Severity.WARNING)
    elif series in record.own_series or symbol.canonical.startswith("CTOC/COP/"):
        yield _fault("S04", cited, f"{symbol.canonical} is not held here; it may have been issued all the same")


def _fault(code: str, cited: list[Mention], words: str, suggestion: str = "", gravity: Severity | None = None) -> Fault:
    first = cited[0]
    times = f" (cited {len(cited)} times)" if len(cited) > 1 else ""
    return Fault(code, first.start, first.end, f"{words}{times}.", suggestion, first.page, gravity)


def titles_in(held: Held, language: str) -> list[str]:
    """The registered titles with which one in a draft of this language can be compared."""
    wanted = language or Language.ENGLISH
    return [text for code, text in held.titles if code == wanted]
