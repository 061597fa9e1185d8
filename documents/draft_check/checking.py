"""One draft, by everything that is looked at. Time grows with its length; nothing of it is kept."""

import operator
import re
from collections import defaultdict
from collections.abc import Callable
from datetime import date

from django.utils import timezone

from accounts.access import Audience
from documents.draft_check.acts import SURE, ActMention, adoption_differs, judge_acts, judge_misspelt, misspelt_acts
from documents.draft_check.documents import Mention, judge_documents, titles_in
from documents.draft_check.meetings import judge_sittings
from documents.draft_check.messages import Message, messages_of
from documents.draft_check.record import Record
from documents.draft_check.statements import dates_beside, names_this_conference, sittings_in
from documents.models import Language
from documents.reading import kinds
from documents.reading.citations import find_acts_on_pages
from documents.reading.faults import Fault
from documents.reading.faults.dates import date_faults, in_words
from documents.reading.faults.days import days_of
from documents.reading.faults.footnotes import footnote_faults
from documents.reading.faults.heads import head_faults
from documents.reading.faults.symbols import cited_symbols, symbol_faults
from documents.reading.faults.titles import difference, is_same_title, likeness, titles_of
from documents.reading.findings import CONFERENCE, home_of_all
from documents.reading.language import language_of
from documents.reading.masthead import read_masthead
from documents.reading.pages import DIGITS_RAISED, LONGEST_PAGE, RAISED, PageText, Reading, storable
from documents.reading.word import MISSING_NOTE, UNCALLED_NOTE

MOST_MESSAGES = 5_000
_DATED_OTHERWISE = ("RES", "DEC", "PRST", "PV", "SR")  # cited by the day of the meeting, not by that of the masthead
_ALIKE = 0.4  # words in common from which on a title is taken for the one that is registered, written otherwise


def check(
    draft: str | Reading,
    audience: Audience,
    *,
    record: Record | None = None,
    today: date | None = None,
) -> list[Message]:
    """What is wrong with a draft, in reading order.

    draft: its text (form feeds part the pages), or what was read from its file. audience: who asks; what that circle may not
    see is answered like what is not there. record: one to go on with, where many drafts are checked. Never raises.
    """
    reading = draft if isinstance(draft, Reading) else reading_of(draft)
    return _Check(reading, record or Record(audience), today or timezone.localdate()).messages()


def reading_of(text: str) -> Reading:
    """A pasted text as if it had been read from a file of plain text."""
    texts = [storable(page)[:LONGEST_PAGE] for page in text.split("\f")]
    pages = tuple(PageText(number, page) for number, page in enumerate(texts, start=1))
    return Reading(kinds.TEXT, pages, language_of(pages))


class _Check:
    """The check of one draft."""

    def __init__(self, reading: Reading, record: Record, today: date) -> None:
        self.reading, self.record, self.today = reading, record, today
        self.masthead = read_masthead(reading)
        self.texts = {page.number: page.text for page in reading.pages}
        symbols = self.masthead.symbols.value if self.masthead.symbols else ()
        self.own = {symbol.canonical for symbol in symbols}
        self.home = home_of_all(self.own) if self.own else CONFERENCE
        self.cited = {page.number: cited_symbols(page.text, this_year=today.year) for page in reading.pages}
        self.days = {page.number: days_of(page.text) for page in reading.pages}
        self.language = reading.language if reading.language in Language.values else ""

    def messages(self) -> list[Message]:
        faults = self._by_itself()
        # What is written wrong is told; that it is not held here besides would be one message too many.
        written_wrong = {(fault.page, fault.start) for fault in faults}
        faults += [
            fault
            for fault in self._by_the_record()
            if fault.code != "S04" or (fault.page, fault.start) not in written_wrong
        ]
        recognised = {page.number for page in self.reading.pages if page.source}
        faults = [fault.softened() if fault.page in recognised else fault for fault in faults]
        return messages_of(faults, self.texts)[:MOST_MESSAGES]

    # ------------------------------------------------------------ by itself

    def _by_itself(self) -> list[Fault]:
        faults: list[Fault] = []
        told: set[tuple[str, str]] = set()
        for page in self.reading.pages:
            for fault in symbol_faults(page.text, this_year=self.today.year, cited=self.cited[page.number]):
                # A running head bears its fault on every page: once is enough.
                words = page.text[fault.start : fault.end]
                if fault.suggestion in self.own and (fault.code, words) in told:
                    continue
                told.add((fault.code, words))
                faults.append(fault.on(page.number))
            faults += [fault.on(page.number) for fault in date_faults(page.text, self.days[page.number])]
        faults += self._footnotes()
        faults += head_faults(self.reading, self.masthead)
        return faults

    def _footnotes(self) -> list[Fault]:
        """By the marks in the text; of a Word document its reader tells, which sees the notes themselves."""
        is_printed = self.reading.media_type == kinds.PDF
        has_masthead = self.masthead.symbols is not None and not self.reading.is_web_page
        found = footnote_faults(
            self.reading.pages,
            is_printed=is_printed,
            has_masthead=has_masthead,
            raised_are_known=self.reading.media_type == kinds.DOCX,
        )
        faults = [fault.softened() for fault in found]  # a text shows marks and notes, but not which belong together
        last = self.reading.pages[-1] if self.reading.pages else None
        for remark in self.reading.remarks:
            if last and remark.startswith(UNCALLED_NOTE):
                words = f"A footnote stands in the file, and no mark calls it: {remark.removeprefix(UNCALLED_NOTE)}"
                faults.append(Fault("N02", len(last.text), len(last.text), words, page=last.number))
            elif remark.startswith(MISSING_NOTE):
                faults.append(self._without_its_note(remark.removeprefix(MISSING_NOTE)))
        return faults

    def _without_its_note(self, number: str) -> Fault:
        words = f"The mark {number} calls a footnote that is not there."
        raised = number.translate(RAISED)
        mark = re.compile(rf"(?<![{DIGITS_RAISED}]){raised}(?![{DIGITS_RAISED}])")
        for page in self.reading.pages:
            if found := mark.search(page.text):
                return Fault("N01", *found.span(), words, page=page.number)
        return Fault("N01", 0, 0, words)

    # ------------------------------------------------------------ by the record

    def _by_the_record(self) -> list[Fault]:
        mentions, acts = self._mentions(), self._acts()
        at_home = self.home == CONFERENCE and (bool(self.own) or self._names_the_conference())
        misspelt = (
            [each for page in self.reading.pages for each in misspelt_acts(page.number, page.text)] if at_home else []
        )
        sure = [act.key for act in acts if act.cited.body and act.cited.confidence >= SURE]
        self.record.look_up([mention.symbol for mention in mentions], [*sure, *(each.key for each in misspelt)])
        faults = [*judge_documents(mentions, self.record, self.language)]
        faults += judge_acts(acts, self.texts, self.record, self.today)
        faults += judge_misspelt(misspelt, self.record)
        sittings = [
            (page.number, sitting)
            for page in self.reading.pages
            for sitting in sittings_in(page.text, self.days[page.number])
        ]
        faults += judge_sittings(sittings, self.record, at_home=at_home)
        faults += self._titles_and_dates(mentions, acts)
        return faults

    def _names_the_conference(self) -> bool:
        """Whether a draft without a symbol of its own is about this Conference at all."""
        return any("CTOC/" in text or names_this_conference(text) for text in self.texts.values())

    def _mentions(self) -> list[Mention]:
        """The documents cited; the document's own symbols, its running heads, are no citations."""
        return [
            Mention(page.number, cited.start, cited.end, cited.symbol)
            for page in self.reading.pages
            for cited in self.cited[page.number]
            if cited.symbol.canonical not in self.own
            and cited.symbol.series
            and not any(fault.code in ("S01", "S11") and not fault.suggestion for fault in cited.faults)
        ]

    def _acts(self) -> list[ActMention]:
        pages = self.reading.pages
        by_page = find_acts_on_pages([page.text for page in pages], home=self.home)
        return [
            ActMention(page.number, act)
            for page, acts in zip(pages, by_page, strict=True)
            for act in acts
            if act.as_written
        ]

    def _titles_and_dates(self, mentions: list[Mention], acts: list[ActMention]) -> list[Fault]:
        faults: list[Fault] = []
        titles, days = _Agreement(), _Agreement()
        documents_on, acts_on = defaultdict(list), defaultdict(list)
        for each in mentions:
            documents_on[each.page].append(each)
        for each in acts:
            if each.cited.body:
                acts_on[each.page].append(each)
        for page in self.reading.pages:
            here, acts_here = documents_on[page.number], acts_on[page.number]
            cited: list[Mention | ActMention] = sorted([*here, *acts_here], key=_start)
            for titled in titles_of(page.text, [_place(each) for each in cited]):
                faults += self._title(cited[titled.of], titled, page.number, titles)
            for kind in (here, acts_here):
                places = [_place(each) for each in kind]
                for dated in dates_beside(page.text, self.days[page.number], places, documents=kind is here):
                    faults += self._day(kind[dated.of], dated, page.number, days)
        return faults

    def _title(self, cited, titled, page: int, seen: "_Agreement") -> list[Fault]:
        registered = self._registered_titles(cited)
        place = titled.start, titled.end
        if not registered:
            first = seen.differs(_name(cited), titled.title, page, _is_no_other_title)
            if not first:
                return []
            words = f"{_name(cited)} is cited under another title on page {first[1]}: “{_short(first[0])}”."
            return [Fault("T02", *place, words, page=page)]
        if any(is_same_title(titled.title, each) for each in registered):
            return []
        nearest = max(registered, key=lambda each: likeness(titled.title, each))
        if likeness(titled.title, nearest) < _ALIKE:
            return []
        how = difference(titled.title, nearest)
        words = f"The title of {_name(cited)} is registered as “{_short(nearest)}”" + (f" ({how})" if how else "")
        return [Fault("T01", *place, f"{words}.", nearest, page)]

    def _registered_titles(self, cited) -> list[str]:
        if isinstance(cited, Mention):
            held = self.record.document(cited.symbol.canonical)
            return titles_in(held, self.language) if held else []
        act = self.record.act(*cited.key) if cited.cited.confidence >= SURE else None
        wanted = self.language or Language.ENGLISH
        return [title.text for title in act.titles.all() if title.language == wanted] if act else []

    def _day(self, cited, dated, page: int, seen: "_Agreement") -> list[Fault]:
        place = dated.start, dated.end
        differs, is_known = "", False
        if isinstance(cited, Mention):
            if cited.symbol.nature in _DATED_OTHERWISE:
                return []
            held = self.record.document(cited.symbol.canonical)
            if held and held.day:
                is_known = True
                differs = f"the record dates it {in_words(held.day)}" if held.day != dated.day else ""
        elif act := (self.record.act(*cited.key) if cited.cited.confidence >= SURE else None):
            differs = adoption_differs(act, dated.day)
            is_known = bool(differs or act.adopted)
        if differs:
            return [Fault("D08", *place, f"{_name(cited)} is dated {in_words(dated.day)} here; {differs}.", page=page)]
        if is_known:
            return []
        first = seen.differs(_name(cited), dated.day, page, operator.eq)
        if not first:
            return []
        words = f"{_name(cited)} is dated {in_words(first[0])} on page {first[1]}."
        return [Fault("D09", *place, words, page=page)]


class _Agreement:
    """What a draft said first of each thing, and whether it says another thing later."""

    def __init__(self) -> None:
        self._first: dict[str, tuple[object, int]] = {}

    def differs(self, name: str, value, page: int, is_same: Callable) -> tuple | None:
        """What was said first and its page, where that is another thing; None where it agrees, or nothing was said so far."""
        first = self._first.setdefault(name, (value, page))
        return None if is_same(first[0], value) else first


def _place(cited) -> tuple[int, int]:
    return (cited.start, cited.end) if isinstance(cited, Mention) else (cited.cited.start, cited.cited.end)


def _start(cited) -> int:
    return _place(cited)[0]


def _name(cited) -> str:
    if isinstance(cited, Mention):
        return cited.symbol.canonical
    return f"{cited.cited.kind} {cited.cited.number}"


def _is_no_other_title(one: str, other: str) -> bool:
    """Whether what is quoted may be the same title, or is something else that is no title of it."""
    return is_same_title(one, other) or likeness(one, other) < _ALIKE


def _short(title: str) -> str:
    return title if len(title) <= 160 else f"{title[:157]}..."
