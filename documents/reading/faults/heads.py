"""Running heads that bear another symbol than the masthead: a draft's symbol that was left in."""

from itertools import combinations

from documents.reading.faults.fault import Fault
from documents.reading.kinds import DOCX
from documents.reading.masthead import Masthead
from documents.reading.masthead.symbols import running_heads, symbols_of
from documents.reading.pages import Reading
from documents.symbols import Symbol, find_all

_EDGE_LINES = 4
_OF_DRAFTS = ("L", "CRP")


def head_faults(reading: Reading, masthead: Masthead) -> list[Fault]:
    """The first place of each running head that bears a symbol which the masthead does not."""
    if not masthead.symbols or masthead.symbols.page != 1 or not reading.pages:
        return []
    own: tuple[Symbol, ...] = masthead.symbols.value
    if not any(found.symbol.canonical in {each.canonical for each in own} for found in find_all(reading.pages[0].text)):
        return []  # the masthead states none: it was taken from the running heads
    if fault := _two_of_one_body(reading, own):
        return [fault]
    heads = running_heads(reading)
    most = max(heads.values(), default=0)
    faults = []
    for canonical, count in heads.items():
        if canonical in {each.canonical for each in own} or not _is_of_the_same(canonical, own, count == most):
            continue
        if fault := _first_place(reading, canonical, own):
            # Without distribution and date it may be another symbol that was taken for the document's own.
            faults.append(fault if masthead.distribution or masthead.date else fault.softened())
    if not heads and reading.media_type == DOCX:
        faults += _below_the_only_page(reading, own)
    return faults


def _two_of_one_body(reading: Reading, own: tuple[Symbol, ...]) -> Fault | None:
    """Two symbols of one body on the first page: a joint document has symbols of several, so one is a draft's."""
    for one, other in combinations(own, 2):
        if not one.body_path or one.body_path != other.body_path or one.root == other.root:
            continue
        drafts = [symbol for symbol in (one, other) if symbol.nature in _OF_DRAFTS]
        if len(drafts) != 1 or reading.is_web_page:
            continue
        left_in, kept = (one, other) if drafts[0] is one else (other, one)
        for found in find_all(reading.pages[0].text):
            beside = (
                reading.pages[0].text[max(0, found.start - 1) : found.start]
                + reading.pages[0].text[found.end : found.end + 1]
            )
            if found.symbol.canonical == left_in.canonical and "-" not in beside:
                return _fault(found.start, found.end, left_in.canonical, (kept,))
    return None


def _is_of_the_same(canonical: str, own: tuple[Symbol, ...], is_the_usual: bool) -> bool:
    """Whether a running head is one of this document, and not of another one that is bound in with it."""
    return any(canonical.startswith(f"{each.body_path}/") for each in own if each.body_path) and is_the_usual


def _first_place(reading: Reading, canonical: str, own: tuple[Symbol, ...]) -> Fault | None:
    for page in reading.pages[1:]:
        for found in find_all(page.text):
            line_start = page.text.rfind("\n", 0, found.start) + 1
            line_end = page.text.find("\n", found.end)
            line = page.text[line_start : line_end if line_end >= 0 else None]
            # A note may be nothing but a symbol, "4 CTOC/COP/2012/14."; no head ends with a full stop.
            alone = len(line.strip()) < len(found.as_written) + 24 and not line.rstrip().endswith((".", "。"))
            if found.symbol.canonical == canonical and alone:
                return _fault(found.start, found.end, canonical, own).on(page.number)
    return None


def _below_the_only_page(reading: Reading, own: tuple[Symbol, ...]) -> list[Fault]:
    """The head of the later pages of a Word document that is not parted into pages: it was set below the text."""
    page = reading.pages[0]
    end = len(page.text)
    for line in reversed(page.text.split("\n")[-_EDGE_LINES:]):
        start = end - len(line)
        symbols = symbols_of(line)
        if symbols and not {each.canonical for each in symbols} & {each.canonical for each in own}:
            return [_fault(start, end, symbols[0].canonical, own)]
        end = start - 1
    return []


def _fault(start: int, end: int, canonical: str, own: tuple[Symbol, ...]) -> Fault:
    right = "-".join(each.canonical for each in own)
    return Fault("S09", start, end, f"The running head says {canonical}, the masthead {right}.", right)
