"""Marks without footnotes, footnotes without marks, numbers that skip.

A mark is a raised figure behind a word, a number in square brackets, or asterisks; a footnote is a line that begins with it, below
the rule at the foot of a page, or anywhere when the figure is raised or bracketed. What a page shows as raised is not always
raised in its text: of a PDF only warnings come, and of marks that are plain figures too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from documents.reading.faults.codes import Severity
from documents.reading.faults.fault import Fault
from documents.reading.pages import DIGITS_RAISED, RAISED, PageText

_PLAIN = str.maketrans(DIGITS_RAISED, "0123456789")
_RULE = re.compile(r"^[ \t]*(?:_{8,}|-{12,}|─{8,})[ \t]*$", re.MULTILINE)
_MARK = re.compile(rf"(?<![\s{DIGITS_RAISED}])(?:[{DIGITS_RAISED}]{{1,3}}(?:,\s?(?=[{DIGITS_RAISED}]))?){{1,6}}")
_EACH_MARK = re.compile(rf"[{DIGITS_RAISED}]{{1,3}}")
_UNIT = re.compile(r"(?:(?<![A-Za-z])(?:[kcdm]?m|km|ha|R|CO|x|s|E)|(?<![0-9])10|[=×])\Z")
_NOTE_IN_ZONE = re.compile(
    rf"^[ \t]{{0,8}}(?:(?P<raised>[{DIGITS_RAISED}]{{1,3}})[ \t]*|(?P<plain>[0-9]{{1,3}})(?:[.)]?[ \t]+|$))(?P<words>.*)$",
    re.MULTILINE,
)
_NOTE_ANYWHERE = re.compile(rf"^[ \t]{{0,8}}(?P<raised>[{DIGITS_RAISED}]{{1,3}})[ \t]*(?P<words>\S.*)$", re.MULTILINE)
_BRACKET_NOTE = re.compile(r"^[ \t]{0,8}\[(?P<number>[0-9]{1,3})\][ \t]+(?P<words>\S.*)?$", re.MULTILINE)
_BRACKET_MARK = re.compile(r"(?<=[\w.,;:”\"’)])[ \t]?\[(?P<number>[0-9]{1,3})\]")
_GLUED_MARK = re.compile(
    r"(?<=[^\W\d_][.,;:”\"’)])(?P<number>[0-9]{1,3})(?=[\s,.;:)]|\Z)"
    r"|(?<=[a-zà-ÿа-я]{3})(?P<bare>[0-9]{1,3})(?=[\s,.;:)]|\Z)"
)
_STARS = re.compile(r"(?<=[\w)”\"’.])(?P<stars>\*{1,4})(?=[\s,.;:)]|\Z)")
_BARCODE = re.compile(r"\*[0-9]{6,9}\*\Z")  # the job number between stars at the foot of the first page: "*1800932*"
_STAR_NOTE = re.compile(r"^[ \t]{0,8}(?P<stars>\*{1,4})[ \t]{0,3}(?P<words>[^\s*].*)$", re.MULTILINE)


@dataclass(frozen=True)
class _Place:
    page: int
    start: int
    end: int


@dataclass
class _Notes:
    """The marks and the footnotes of one kind, each by its number at its first place."""

    marks: dict[int, _Place] = field(default_factory=dict)
    notes: dict[int, _Place] = field(default_factory=dict)
    empty: list[_Place] = field(default_factory=list)


def footnote_faults(
    pages: Sequence[PageText], *, is_printed: bool, has_masthead: bool = True, raised_are_known: bool = False
) -> list[Fault]:
    """What is wrong with the footnotes of a document. `is_printed` tells that the text was taken from print (PDF).

    `raised_are_known` tells that the reader itself compared raised marks and their notes, as that of Word documents does.

    Asterisks are judged on the first page only, and where that has its masthead: without it their marks may be lost.
    """
    raised, bracketed, plain = _gathered(pages)
    found = _of_empty(raised.empty)
    if not raised_are_known:
        found += _of_figures(raised, plain, softened=is_printed)
    if bracketed.notes:
        found += _compared(bracketed, softened=is_printed)
    if has_masthead and pages and not pages[0].source:
        found += _of_asterisks(pages[0])
    texts = {page.number: page.text for page in pages}
    return [fault for fault in found if not (fault.code == "N02" and _may_be_called(fault, texts[fault.page]))]


def _of_figures(raised: _Notes, plain: _Notes, *, softened: bool) -> list[Fault]:
    """By the raised marks; where a text has none, by those that may have been raised, of which nothing is certain."""
    if raised.marks or not plain.marks:
        return _compared(raised, softened=softened)
    return _compared(_Notes(plain.marks, raised.notes), softened=True)


def _may_be_called(fault: Fault, text: str) -> bool:
    """Whether a mark that is no longer raised may stand on the page: "the Group. 3 Delegations". Then nothing is certain."""
    if fault.severity is Severity.ERROR:
        return False
    number = text[fault.start : fault.end].lstrip()
    number = re.match(rf"[0-9{DIGITS_RAISED}]{{0,3}}", number)[0].translate(_PLAIN)
    rule = _RULE.search(text)
    body = text[: rule.start()] if rule else text[: fault.start]
    raised = number.translate(RAISED)
    return bool(number) and bool(re.search(rf"{raised}|[\w.,;:)”’\"][ \t]{{0,2}}(?<![0-9/.-]){number}(?![\w/.])", body))


def _gathered(pages: Sequence[PageText]) -> tuple[_Notes, _Notes, _Notes]:
    raised, bracketed, plain = _Notes(), _Notes(), _Notes()
    last = 0
    for page in pages:
        rule = _RULE.search(page.text)
        foot = rule.start() if rule else len(page.text)
        taken: list[tuple[int, int]] = []
        for note in _NOTE_IN_ZONE.finditer(page.text, foot):
            number = int(note["raised"].translate(_PLAIN)) if note["raised"] else int(note["plain"])
            if note["plain"] and number not in (1, last + 1, last + 2):
                continue
            if (
                note["plain"]
                and number != last + 1
                and not re.match(r"\W*[A-ZÀ-ÖØ-ÞА-Я]|[^\x00-\u02ff]", note["words"])
            ):
                continue
            last = number
            mark = "raised" if note["raised"] else "plain"
            place = _Place(page.number, note.start(mark), note.end("words"))
            raised.notes.setdefault(number, place)
            taken.append(note.span(mark))
            if not note["words"].strip():
                raised.empty.append(place)
        for note in _NOTE_ANYWHERE.finditer(page.text, 0, foot):
            place = _Place(page.number, note.start("raised"), note.end())
            raised.notes.setdefault(int(note["raised"].translate(_PLAIN)), place)
        for group in _MARK.finditer(page.text, 0, foot):
            if _UNIT.search(page.text[max(0, group.start() - 4) : group.start()]):
                continue
            for mark in _EACH_MARK.finditer(page.text, *group.span()):
                raised.marks.setdefault(int(mark[0].translate(_PLAIN)), _Place(page.number, *mark.span()))
        for kind, pattern in ((bracketed.notes, _BRACKET_NOTE), (bracketed.marks, _BRACKET_MARK)):
            for found in pattern.finditer(page.text):
                kind.setdefault(int(found["number"]), _Place(page.number, found.start(), found.end()))
        for found in _GLUED_MARK.finditer(page.text, 0, foot):
            number = int(found["number"] or found["bare"])
            plain.marks.setdefault(number, _Place(page.number, *found.span("number" if found["number"] else "bare")))
    return raised, bracketed, plain


def _compared(kept: _Notes, *, softened: bool) -> list[Fault]:
    """The faults of marks and footnotes of one kind."""
    marks, notes = kept.marks, kept.notes
    if not notes:
        # Marks alone: the footnotes may stand where they were not read. One that was typed is a mark for certain.
        return [] if softened else [_without_note(number, place, softened=True) for number, place in marks.items()]
    both = marks.keys() & notes.keys()
    found = []
    alone, uncalled = sorted(marks.keys() - notes.keys()), sorted(notes.keys() - marks.keys())
    if len(alone) == len(uncalled) == 1 and abs(alone[0] - uncalled[0]) == 1 and both:
        place = marks[alone[0]]
        words = (
            f"The mark {alone[0]} has no footnote, and footnote {uncalled[0]} has no mark: one of them is misnumbered."
        )
        return [Fault("N03", place.start, place.end, words, page=place.page)]
    highest = max(notes)
    for number, place in marks.items():
        if number not in notes and 0 < number <= highest + 1 and (len(both) or not softened):
            found.append(_without_note(number, place, softened=softened))
    if 2 * len(both) >= len(notes) - 1 and (both or len(marks)):
        for number, place in notes.items():
            if number not in marks:
                words = f"Footnote {number} stands below, and no mark calls it."
                found.append(_graded(Fault("N02", place.start, place.end, words, page=place.page), softened))
    for number in sorted(both):
        if number + 1 not in marks and number + 1 not in notes and number + 2 in both:
            place = marks[number + 2]
            words = f"The numbers of the footnotes skip from {number} to {number + 2}."
            found.append(Fault("N03", place.start, place.end, words, page=place.page))
    return found


def _without_note(number: int, place: _Place, *, softened: bool) -> Fault:
    words = f"The mark {number} calls a footnote that is not there."
    return _graded(Fault("N01", place.start, place.end, words, page=place.page), softened)


def _graded(fault: Fault, softened: bool) -> Fault:
    return fault.softened() if softened else fault


def _of_empty(places: list[_Place]) -> list[Fault]:
    return [Fault("N04", each.start, each.end, "The footnote has no words.", page=each.page) for each in places]


def _of_asterisks(page: PageText) -> list[Fault]:
    marks: dict[str, re.Match] = {}
    for found in _STARS.finditer(page.text):
        if not _BARCODE.search(page.text, max(0, found.start() - 11), found.end()):
            marks.setdefault(found["stars"], found)
    notes: dict[str, re.Match] = {}
    for found in _STAR_NOTE.finditer(page.text):
        notes.setdefault(found["stars"], found)
    faults = []
    for stars, mark in marks.items():
        if stars not in notes:
            words = f"The mark {stars} calls a footnote that is not there."
            faults.append(Fault("N01", *mark.span(), words, page=page.number).softened())
    for stars, note in notes.items():
        if stars not in marks:
            words = f"The footnote {stars} stands below, and no mark calls it."
            faults.append(Fault("N02", *note.span("stars"), words, page=page.number).softened())
    return faults
