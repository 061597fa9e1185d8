"""Under the top: subsidiary body, session, meeting, place and dates, agenda items. What is left may be the title."""

import re
from dataclasses import dataclass, field

from documents.reading.language import JOB_NUMBER
from documents.reading.masthead.bodies import (
    begins_a_body,
    is_a_name,
    is_organization,
    may_name_a_body,
    names_in,
    the_most_specific,
)
from documents.reading.masthead.items import item_numbers
from documents.reading.masthead.lines import Line, without_marks
from documents.reading.masthead.patterns import (
    BAR_CODE,
    BARE_JOB_NUMBER,
    GOING_ON,
    PLACE_AND_DATES_LINE,
    VERSION,
    WORDS,
    connects,
    starting,
    whole,
)
from documents.reading.masthead.top import REMARK
from documents.reading.masthead.values import (
    BODY_ABOVE_THE_SESSION,
    DATE_OF_THE_MEETING,
    ITEMS,
    MEETING_ON_ITS_LINE,
    PLACE_AND_DATES,
    SESSION_OF_A_NUMBERED_BODY,
    SESSION_ON_ITS_LINE,
    Value,
)
from documents.reading.masthead.wording import RECORDS, is_author_line, is_typed, type_by_title
from documents.reading.sessions import meeting_in, meeting_in_words, ordinal_at_the_start, session_in
from documents.reading.words import dates_in, has_month

_HEAD_LINES = 80
_LONGEST_NAME = 500
_LONGEST_LINE = 130  # of one that states a session or a place

_OPENING = re.compile(
    r"(?:1|I|A|一|１)\s?[.、．)]\s?\S|(?:I|1)\s?[-–—]\s?[^\W\d]|I{1,3} \S|[1一]\s?\.?$|"
    rf"(?:{WORDS['aside']['openings']})\W*$",
    re.IGNORECASE,
)
_SUMMARY = whole("(?:executive )?summary|résumé(?: analytique)?|resumen|резюме|摘要|内容提要|خلاصة|موجز تنفيذي")
_FIRST_WORDS = starting(rf"{WORDS['aside']['first_words']}(?!\w)")
_FORMULA = starting(WORDS["body"]["formula"])
_ITEM = re.compile(rf"\(?(?:{WORDS['item']['words']})\s?[:：]?\s?(?:n[°o]\s?)?(?=\(?\d)(.*)", re.IGNORECASE)
_ITEM_GOES_ON = re.compile(r"(?:,|\band|\bet|\by|и|和|و|\bto)$", re.IGNORECASE)
_ORDINAL_MEETING = re.compile(
    r"(?:first|second|third|\w+th|\w+-\w+) (?:\w+ )?meetings?\W*$|(?:première|(?:\w+ et )?[\w-]+ième) réunion\W*$|"
    r"(?:\w+ )?(?:primera|segunda|tercera|cuarta|quinta|sexta|séptima|octava|novena|décima|\w+ésima|\w+ima) reunión\W*$|"
    r"(?:\w+ )?\w+(?:ое|ье) совещание\W*$|第[一二三四五六七八九十]+次会议\W*$|الاجتماع (?:ال\w+)(?: \w+)?$",
    re.IGNORECASE,
)
_NUMBERED_BODY = re.compile(
    r"(?:meeting|conference|congress|review|assembly|réunion|conférence|congrès|reunión|conferencia|congreso|совещание|"
    r"конференция|конгресс|session)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\d\s?(?:a\.m|p\.m|heures|horas|ч\b|час)|\d{1,2}\s?[时時點点]|الساعة|\bnoon\b|\bmidi\b|"
    r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|"
    r"\b(?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b|"
    r"\b(?:понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье)\b|星期|"
    r"(?:الاثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد)",
    re.IGNORECASE,
)
# A city, or a city and its country, on a line of its own.
_PLACE = re.compile(r"[^\W\d_][^\d,:;.]{1,30}(?:, ?[^\W\d_][^\d,:;]{2,40})?")
_HELD_AT = starting(
    "held (?:at|in)|tenue? (?:au|à|aux)|celebrada (?:en|el)|состоявш\\w+|проходивш\\w+|举行|المعقود(?:ة)?"
)


def head_of(lines: list[Line], begin: int, taken: set[int]) -> list[Line]:
    """The lines from the end of the top to where the text of the document begins."""
    head: list[Line] = []
    for place, line in enumerate(lines[begin : begin + _HEAD_LINES], start=begin):
        text = line.plain
        if place in taken or BAR_CODE.fullmatch(text) or JOB_NUMBER.match(text) or VERSION.fullmatch(text):
            continue
        if (job := BARE_JOB_NUMBER.match(text)) and len(text) < len(job[0]) + 6:
            continue
        # "... addressed to" + "the Secretary-General": a line that another leads to opens nothing.
        if not (head and connects(head[-1].plain) and head[-1].block == line.block):
            following = lines[place + 1].plain if place + 1 < len(lines) else ""
            # "Executive summary" over "Note by the Secretariat" is a title.
            if _OPENING.match(text) and not (_SUMMARY.fullmatch(text) and is_author_line(following)):
                break
            # Not in capitals: "IN ACCORDANCE WITH ARTICLE 9 OF THE CONVENTION" goes on with a title.
            if head and _FIRST_WORDS.match(text) and not text.isupper():
                break
            if _FORMULA.match(text) and not is_typed(text):
                break
        head.append(line)
    return head


def formula_of(lines: list[Line], begin: int) -> str:
    """The line that opens an act ("The Security Council,"), "" when there is none."""
    for line in lines[begin : begin + _HEAD_LINES]:
        if _FORMULA.match(line.plain):
            return line.plain
    return ""


@dataclass
class Below:
    """What the head states, and the blocks of lines in which title and author line are."""

    page: int
    body: Value | None = None
    second_body: Value | None = None
    session: Value | None = None
    meeting: Value | None = None
    meeting_date: Value | None = None
    place_and_dates: Value | None = None
    agenda_items: Value | None = None
    meeting_line: Line | None = None  # the title of a record
    blocks: list[list[Line]] = field(default_factory=list)
    # How many items stood on lines of their own, so that their titles are among the blocks; and the item's own block.
    items_alone: int = 0
    item_title: list[Line] = field(default_factory=list)


def read_below(head: list[Line], page: int) -> Below:
    """Read session, meeting, place, dates and items line by line."""
    return _Reader(head, page).read()


class _Reader:
    def __init__(self, head: list[Line], page: int) -> None:
        self.head = head
        self.below = Below(page)
        self.rest: list[list[Line]] = []
        self.began = False  # session, place or item was seen: what follows is no body
        self.item_block: int | None = None
        self.closed = False  # the line before was whole: what follows in its block is something else

    def read(self) -> Below:
        below = self.below
        place = 0
        while place < len(self.head):
            line = self.head[place]
            place += 1
            text = line.plain
            first_of_block = place < 2 or self.head[place - 2].block != line.block
            if line.block == self.item_block:
                if self._goes_on_with_the_item(line, place) and not session_in(text):
                    below.item_title.append(line)
                    continue
                self.item_block = None
            if REMARK.fullmatch(text):
                continue
            if len(text) < _LONGEST_LINE:
                if self._place_above_its_dates(line, place):
                    place += 1
                    continue
                if self._session(line) or self._meeting(line):
                    continue
                if self._date_of_meeting(line) or self._place_and_dates(line, first_of_block):
                    continue
                if taken := self._items(line, place):
                    place += taken - 1
                    continue
            if (
                self.rest
                and not self.closed
                and self.rest[-1][-1].block == line.block
                and not self._begins_anew(self.rest[-1], line)
            ):
                self.rest[-1].append(line)
            else:
                self.rest.append([line])
            self.closed = False
        # Without a session line, only what begins as a body's name is one: a title may end in "Committee".
        if not self.began and below.body is None and len(self.rest) > 1 and self._begins_with_a_body():
            self._name_body(self.rest.pop(0))
            while len(self.rest) > 1 and self._begins_with_a_body():
                self._name_body(self.rest.pop(0))
        elif self.began and self._begins_with_a_committee():
            self._consume_one(self.rest.pop(0))
        below.blocks = self.rest
        self._session_of_a_numbered_body()
        return below

    def _goes_on_with_the_item(self, line: Line, place: int) -> bool:
        """Whether a line under an item belongs to the item's title, as "Annual report of the High Commissioner" may.

        It does where the document's own author line follows in another block.
        """
        if not is_author_line(line.plain):
            return True
        return any(later.block != line.block and is_author_line(later.plain) for later in self.head[place:])

    def _begins_with_a_body(self) -> bool:
        return begins_a_body(self.rest[0][0].plain) and self._is_body(self.rest[0])

    def _begins_with_a_committee(self) -> bool:
        """Whether "Sixth Committee" stands under the session of the Assembly, above title and author."""
        if len(self.rest) < 2 or len(self.rest[0]) > 1:
            return False
        text = self.rest[0][0].plain
        return is_a_name(text) and not is_typed(text) and not is_author_line(self.rest[1][0].plain)

    def _value(self, value: object, quote: str, confidence: float) -> Value:
        return Value(value, quote, self.below.page, confidence)

    # ------------------------------------------------ session, meeting, place

    def _session(self, line: Line) -> bool:
        text = line.plain
        session = session_in(text)
        if session is None or not self._title_has_not_begun(line):
            return self._meeting_in_words(line)
        rest = (text[: session.start] + text[session.end :]).strip(" ,;.*()")
        begins = session.start < 12 or len(session.quote) > 0.4 * len(text)
        if not begins or (len(rest) > 25 and not (has_month(rest) or "(" in text[session.end :] or session.start == 0)):
            return False
        if is_typed(text) and not meeting_in(text):
            return False
        self._consume_body()
        self.began = True
        if self.below.session is None:
            self.below.session = self._value(session.value, line.text, SESSION_ON_ITS_LINE)
        if self.below.place_and_dates is None and has_month(rest) and PLACE_AND_DATES_LINE.fullmatch(rest):
            self.below.place_and_dates = self._value(rest, line.text, PLACE_AND_DATES)
        return True

    def _meeting_in_words(self, line: Line) -> bool:
        """ "Fifteenth meeting": bodies that meet for themselves count in words, as others count their sessions."""
        text = line.plain
        if not _ORDINAL_MEETING.match(text) or not self._title_has_not_begun(line):
            return False
        value = ordinal_at_the_start(text) or ordinal_at_the_start(text.partition(" ")[2])
        if not value or value > 100:
            return False
        self._consume_body()
        self.began = True
        if self.below.session is None:
            self.below.session = self._value(value, line.text, SESSION_OF_A_NUMBERED_BODY)
        return True

    def _meeting(self, line: Line) -> bool:
        """ "64th plenary meeting"; "Summary record of the 5th meeting" states it too, and is the title as well."""
        text = line.plain
        meeting = meeting_in(text) or (meeting_in_words(text) if type_by_title(text) in RECORDS else None)
        if meeting is None or self.below.meeting is not None:
            return False
        alone = len(meeting[1]) > 0.5 * len(text)
        if not alone and not is_typed(text):
            return False
        self._consume_body()
        self.began = True
        self.below.meeting = self._value(meeting[0], line.text, MEETING_ON_ITS_LINE)
        self.below.meeting_line = line
        self.closed = True
        return True

    def _date_of_meeting(self, line: Line) -> bool:
        """ "Wednesday, 16 April 2025, 10 a.m.", under the number of the meeting."""
        text = line.plain
        dates = dates_in(text)
        if not dates or self.below.meeting is None or self.below.meeting_date is not None:
            return False
        if not _TIME.search(text) and not _HELD_AT.match(text):
            return False
        date = dates[0][2]
        self.below.meeting_date = self._value(date, text[dates[0][0] : dates[0][1]], DATE_OF_THE_MEETING)
        if self.below.place_and_dates is None:
            self.below.place_and_dates = self._value(line.text, line.text, PLACE_AND_DATES)
        self.closed = True
        return True

    def _place_and_dates(self, line: Line, first_of_block: bool) -> bool:
        text = line.plain.rstrip(" *")
        if not has_month(text):
            return False
        if self.below.place_and_dates is not None:  # that of the second body
            again = self.began and self._title_has_not_begun(line) and not is_typed(text)
            return again and bool(PLACE_AND_DATES_LINE.fullmatch(text))
        bracketed = text.startswith(("(", "（"))
        body_before = bool(self.rest) and self._is_body(self.rest[-1][:1])
        if not (self.began or first_of_block or body_before or bracketed):
            return False
        if not PLACE_AND_DATES_LINE.fullmatch(text) or _is_a_date(text) or is_typed(text):
            return False
        if not self._title_has_not_begun(line) and not bracketed:
            return False
        self.below.place_and_dates = self._value(line.text.strip("()（）"), line.text, PLACE_AND_DATES)
        # Under a title it is part of the title's page; above, a body stands over it.
        if bracketed or (self.rest and not self._is_body(self.rest[0])):
            return True
        self._consume_body()
        self.began = True
        return True

    def _place_above_its_dates(self, line: Line, place: int) -> bool:
        """ "Kingston, Jamaica" and, on the next line of the block, "13-24 July 2015"."""
        if not self.began or self.below.place_and_dates is not None or place >= len(self.head):
            return False
        text, following = line.plain, self.head[place]
        if following.block != line.block or not following.plain[:1].isdecimal() or not has_month(following.plain):
            return False
        if not _PLACE.fullmatch(text) or is_typed(text) or begins_a_body(text) or session_in(text):
            return False
        both = f"{text}, {following.plain}"
        if not self._title_has_not_begun(line) or not PLACE_AND_DATES_LINE.fullmatch(both.rstrip(" *")):
            return False
        quote = f"{line.text} {following.text}"
        self.below.place_and_dates = self._value(f"{line.text}, {following.text}", quote, PLACE_AND_DATES)
        return True

    def _title_has_not_begun(self, line: Line) -> bool:
        """A session named within the lines of a title ("its ninth session") is not that of a session line."""
        if not self.rest or self.rest[-1][-1].block != line.block:
            return not (self.rest and self.began and is_typed(self.rest[-1][0].plain))
        if line.plain[:1].islower() or connects(self.rest[-1][-1].plain):
            return False
        return not is_typed(self.rest[-1][0].plain)

    # ------------------------------------------------ items

    def _items(self, line: Line, place: int) -> int:
        """Read the agenda items of a line; gives how many lines they took, 0 for none."""
        item = _ITEM.match(line.plain)
        if not item or (self.below.agenda_items is not None and line.plain.startswith("(")):
            return 0
        if self.rest and not self.began and is_typed(self.rest[0][0].plain) and not line.plain.startswith("("):
            return 0
        numbers, quote, taken = item[1], line.text, 1
        following = self.head[place].plain if place < len(self.head) else ""
        if _ITEM_GOES_ON.search(numbers) and re.match(r"\(?[\da-z]", following):
            numbers, quote, taken = f"{numbers} {following}", f"{quote} {self.head[place].text}", 2
        items = item_numbers(numbers)
        if not items:
            return 0
        if self.below.agenda_items is None:
            self.below.agenda_items = self._value(items, quote, ITEMS)
        if not line.plain.startswith("("):
            self._consume_body()
            self.began = True
            self.item_block = line.block
            alone = place + taken - 1 >= len(self.head) or self.head[place + taken - 1].block != line.block
            if alone:
                self.below.items_alone += len({number.split(" ")[0] for number in items})
        return taken

    # ------------------------------------------------ bodies

    def _begins_anew(self, block: list[Line], line: Line) -> bool:
        """Whether a line begins an author line, or a title under the name of a body, although no gap parts them."""
        text = line.plain
        if connects(block[-1].plain) or GOING_ON.match(text):
            return False
        if is_author_line(text) and len(text) < 120:
            return True
        return is_typed(text) and self._is_body(block) and not is_typed(block[0].plain)

    def _is_body(self, block: list[Line]) -> bool:
        text = " ".join(line.plain for line in block)
        return len(text) < _LONGEST_NAME and may_name_a_body(text) and not is_typed(text)

    def _consume_body(self) -> None:
        """What stands between the top and the session is the name of the body that meets."""
        blocks, self.rest = self.rest, []
        if self.began and self.below.body is not None:
            # "Third Committee", between session and item; or the second body of a joint document.
            for block in blocks:
                if not self._is_body(block):
                    self.rest.append(block)
                else:
                    self._consume_one(block)
            return
        for block in blocks:
            if self._is_body(block):
                self._name_body(block)
            elif is_typed(block[0].plain) or self.began:
                self.rest.append(block)  # a title above its session
            elif self.below.body is None and len(" ".join(line.text for line in block)) < _LONGEST_NAME:
                self._name_body(block)

    def _consume_one(self, block: list[Line]) -> None:
        if self.below.second_body is None:
            text = " ".join(line.text for line in block)
            self.below.second_body = self._value(without_marks(text), text, BODY_ABOVE_THE_SESSION)

    def _name_body(self, block: list[Line]) -> None:
        names = names_in([line.text for line in block])
        if not names or (self.below.body is not None and is_organization(names[-1])):
            return
        name = the_most_specific(names, str(self.below.body.value) if self.below.body else "")
        quote = " ".join(line.text for line in block)
        self.below.body = self._value(name, quote, BODY_ABOVE_THE_SESSION)

    def _session_of_a_numbered_body(self) -> None:
        if self.below.session is None and self.below.body is not None:
            self.below.session = session_of_a_numbered_body(self.below.body)


def session_of_a_numbered_body(body: Value) -> Value | None:
    """ "Third Meeting of States Parties", "Tenth Review Conference": the body's own number is that of its session."""
    name = str(body.value)
    ordinal = ordinal_at_the_start(name)
    if ordinal and _NUMBERED_BODY.search(name[:80]):
        return Value(ordinal, body.quote, body.page, SESSION_OF_A_NUMBERED_BODY)
    return None


def _is_a_date(text: str) -> bool:
    found = dates_in(text)
    return bool(found) and found[0][0] == 0 and len(text) - found[0][1] < 3
