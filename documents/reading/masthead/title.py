"""Title and author line, out of the blocks of lines that are neither body, session, place nor item.

A title stands alone in a block of its own, its author line under it ("Note by the Secretariat"). Drafts have their
sponsors above the title, circulars a label before it, acts a number.
"""

import re
from dataclasses import dataclass

from documents.reading.masthead.bodies import is_organization
from documents.reading.masthead.lines import Line, joined, without_marks
from documents.reading.masthead.patterns import (
    ANY_ORGAN,
    GOING_ON,
    WORDS,
    connects,
    starting,
    whole,
)
from documents.reading.masthead.values import (
    AUTHOR_ABOVE_THE_TITLE,
    AUTHOR_UNDER_THE_TITLE,
    TITLE_ABOVE_ITS_AUTHOR,
    TITLE_AS_A_BLOCK,
    TITLE_BY_ITS_FORM,
    TITLE_FROM_THE_ITEM,
    TITLE_WITHOUT_GAPS,
    Value,
)
from documents.reading.masthead.wording import (
    ACT_NUMBER,
    ASIDE,
    CORRIGENDUM,
    LETTER,
    OF_NO_TYPE,
    RESOLUTION,
    is_author_line,
    names_sponsors,
    type_announced,
    type_by_author,
    type_by_title,
)

_LONGEST_TITLE = 1200
_LONGEST_AUTHOR_LINE = 320
_RUNNING = 150  # characters from which a block that ends like a sentence is text
_MOST_CANDIDATES = 8
_TAKEN, _ENOUGH = "taken", "enough"

_SUBJECT = re.compile(rf"(?:{WORDS['subject']['label']})\s?[:：]\s?(.*)", re.IGNORECASE)
_OTHER_LABELS = whole(WORDS["subject"]["others"])
_ADDENDUM = starting("addend|additif|adición|добавление|增编|إضافة")
_YEAR_WITH_MARK = re.compile(r"((?<!\d)(?:19|20)\d{2})[1-9]$")  # "2025" and the raised 1 behind it
_WITH_SUBJECT = re.compile(
    r" (?:on|concerning|regarding|relative à|sur|sobre|relativo a|о|об|по|عن|بشأن|حول) ", re.IGNORECASE
)
_RUBRIC = starting(WORDS["aside"]["rubric"])


@dataclass
class Heading:
    """The title, the author line, and what stands above or within them that tells the type."""

    title: Value | None = None
    author_line: Value | None = None
    author_type: str = ""
    announced: Value | None = None  # the type, from a line above the title
    announcement: str = ""  # that line
    is_corrigendum: bool = False
    number: str = ""  # of an act, in front of its title: "73/6."


def read_heading(
    blocks: list[list[Line]], page: int, *, has_gaps: bool, items_alone: int, item_title: list[Line], paragraphs: bool
) -> Heading:
    """Choose title and author line out of the blocks under session and item.

    `items_alone` items stood on lines of their own; `paragraphs` says that a block is a paragraph of its file.
    """
    chooser = _Chooser(_merged(blocks), page, has_gaps=has_gaps, items_alone=items_alone, paragraphs=paragraphs)
    heading = chooser.choose()
    if heading.title is None and item_title:
        heading.title = _title(item_title, page, TITLE_FROM_THE_ITEM)
    return heading


class _Chooser:
    """Goes through the blocks from the top until the title is sure, or an author line says that it stood above."""

    def __init__(self, blocks, page, *, has_gaps: bool, items_alone: int, paragraphs: bool) -> None:
        self.blocks: list[list[Line]] = blocks
        self.page = page
        self.has_gaps = has_gaps
        self.items_alone = items_alone
        self.surely = not has_gaps or paragraphs  # whether the titles of items are blocks of their own
        self.heading = Heading()
        self.candidates: list[list[Line]] = []
        self.above: list[list[Line]] = []  # candidates over the sponsors of a draft
        self.leading: tuple[list[Line], str] | None = None  # an author line with nothing over it, and its type

    def choose(self) -> Heading:
        for place, block in enumerate(self.blocks):
            text = " ".join(line.plain for line in block)
            if self._by_its_form(place, text):
                return self.heading
            if _OTHER_LABELS.fullmatch(text):
                continue
            if CORRIGENDUM.fullmatch(text) or ASIDE.fullmatch(text):
                self.heading.is_corrigendum |= bool(CORRIGENDUM.fullmatch(text))
                # What follows "Corrigendum" or "Addendum" is no longer the title.
                if self.candidates and (CORRIGENDUM.fullmatch(text) or _ADDENDUM.match(text)):
                    break
                continue
            if (announced := type_announced(text)) and len(text) < _LONGEST_AUTHOR_LINE:
                self._announce(announced, block, text)
                continue
            taken = self._author(place, text)
            if taken == _ENOUGH:
                break
            if taken or ANY_ORGAN.fullmatch(text) or is_organization(text):
                continue
            if _is_running_text(text):
                break
            self.candidates.append(block)
            if (self.heading.author_line and not self.items_alone) or len(self.candidates) >= _MOST_CANDIDATES:
                break
        self._conclude()
        return self.heading

    def _by_its_form(self, place: int, text: str) -> bool:
        """Whether a block is the title by its form, whatever stands round it."""
        block = self.blocks[place]
        if subject := _subject(self.blocks, place):
            self.heading.title = Value(subject[0], subject[1], self.page, TITLE_BY_ITS_FORM)
        elif ACT_NUMBER.match(text):
            self.heading.number = text
            _of_an_act(self.heading, self.blocks[place : place + 2], self.page)
        elif numbered := RESOLUTION.match(text):
            # "Resolution 2901 (2031)", adopted at ...: the number is all the title that such an act has.
            self.heading.title = Value(numbered[0], _quoted(block), self.page, TITLE_BY_ITS_FORM)
        elif LETTER.match(text):
            self.heading.title = _title(block, self.page, TITLE_BY_ITS_FORM)
        else:
            return False
        return True

    def _announce(self, kind: str, block: list[Line], text: str) -> None:
        if self.heading.announced is None:
            self.heading.announced = Value(kind, _quoted(block), self.page, TITLE_BY_ITS_FORM)
            self.heading.announcement = text
        self.leading = self.leading or (block, "")

    def _author(self, place: int, text: str) -> str:
        """Take a block that is an author line; gives whether it was taken, and whether nothing more is looked for."""
        kind = type_by_author(text) if len(text) < _LONGEST_AUTHOR_LINE or names_sponsors(text) else ""
        if not kind or self.heading.author_line is not None:
            return ""
        block = self.blocks[place]
        if not self.candidates and self.leading and self.leading[1]:
            self.candidates, self.leading = [self.leading[0]], None  # two in a row: the first was the title
        is_draft = kind.startswith("draft")
        if not is_draft and place + 1 < len(self.blocks) and _is_author_block(self.blocks[place + 1]):
            self.candidates.append(block)
            return _TAKEN
        if self.candidates and not (is_draft and len(self.candidates) <= self.items_alone):
            self._sign(block, kind, AUTHOR_UNDER_THE_TITLE)
            return _ENOUGH
        if is_draft or names_sponsors(text):
            self._sign(block, kind, AUTHOR_ABOVE_THE_TITLE)
            self.above, self.candidates = self.candidates, []  # what stood above were titles of items
            self.items_alone = 0
            self.leading = self.leading or (block, "")
            return _TAKEN
        if not _WITH_SUBJECT.search(text) and self.leading is None:
            self.leading = (block, kind)
            return _TAKEN
        return ""

    def _sign(self, block: list[Line], kind: str, confidence: float) -> None:
        self.heading.author_line = Value(_joined(block), _quoted(block), self.page, confidence)
        self.heading.author_type = "" if kind == OF_NO_TYPE else kind

    def _conclude(self) -> None:
        heading, candidates = self.heading, self.candidates or self.above[-1:]
        if not candidates:
            if self.leading:
                self._title_is_the_author_line(self.leading[0])
            return
        if len(candidates) > 1 and _RUBRIC.match(candidates[0][0].plain):
            candidates = candidates[1:]
        if self.leading and self.leading[1] and heading.author_line is None:
            self._sign(*self.leading, AUTHOR_ABOVE_THE_TITLE)
        block = candidates[_after_the_titles_of_items(candidates, self.items_alone, heading, surely=self.surely)]
        signed = heading.author_line and heading.author_line.confidence == AUTHOR_UNDER_THE_TITLE
        self._entitle(block, TITLE_ABOVE_ITS_AUTHOR if signed else TITLE_AS_A_BLOCK)

    def _title_is_the_author_line(self, block: list[Line]) -> None:
        """ "Note by the President of the Security Council" with no title: it is the title itself."""
        self._entitle(block, TITLE_AS_A_BLOCK)
        heading = self.heading
        same = heading.author_line and heading.author_line.quote == _quoted(block)
        if same and not heading.author_type.startswith("draft"):
            heading.author_line = None

    def _entitle(self, block: list[Line], confidence: float) -> None:
        self.heading.title = _title(block, self.page, confidence if self.has_gaps else TITLE_WITHOUT_GAPS)


def _after_the_titles_of_items(candidates: list[list[Line]], items: int, heading: Heading, *, surely: bool) -> int:
    """Where items stand on lines of their own, their titles come first, then the document's; gives its place.

    Word's files indent titles of documents, and not those of items.
    """
    if not items or len(candidates) < 2:
        return 0
    if any(block[0].indented for block in candidates):
        return next(place for place, block in enumerate(candidates) if block[0].indented)
    # Where gaps show, the title of an item stands in the item's block: one that stands alone may have none.
    if (
        not surely
        and heading.author_line is None
        and not any(type_by_title(block[0].plain) for block in candidates[1:])
    ):
        return 0
    return min(items, len(candidates) - 1)


def _of_an_act(heading: Heading, blocks: list[list[Line]], page: int) -> Heading:
    """ "73/6. Title of the resolution"; the number may stand on a line of its own."""
    joined = _joined(blocks[0])
    title = ACT_NUMBER.sub("", joined, count=1)
    quote = _quoted(blocks[0])
    if not title and len(blocks) > 1:
        title, quote = _joined(blocks[1]), f"{quote} {_quoted(blocks[1])}"
    if title:
        heading.title = Value(title[:_LONGEST_TITLE], quote, page, TITLE_BY_ITS_FORM)
    return heading


def _subject(blocks: list[list[Line]], place: int) -> tuple[str, str] | None:
    """What follows "Subject:" in a block, on its line or the next; up to the next label."""
    block = blocks[place]
    for at, line in enumerate(block):
        if not (label := _SUBJECT.match(line.plain)):
            continue
        lines = [label[1]] if label[1] else []
        for later in block[at + 1 :]:
            if _OTHER_LABELS.fullmatch(later.plain):
                break
            lines.append(later.text)
        if not lines and place + 1 < len(blocks):
            lines = [each.text for each in blocks[place + 1]]
        if lines:
            return without_marks(" ".join(lines)), " ".join([line.text, *lines[1:]])
    return None


def _is_author_block(block: list[Line]) -> bool:
    text = " ".join(line.plain for line in block)
    if len(text) >= _LONGEST_AUTHOR_LINE or _WITH_SUBJECT.search(text):
        return False
    return type_by_author(text) not in ("", OF_NO_TYPE)


def _is_running_text(text: str) -> bool:
    if len(text) > _RUNNING and text[-1:] in ".;。；":
        return True
    return len(text) > _LONGEST_TITLE


def _merged(blocks: list[list[Line]]) -> list[list[Line]]:
    """Blocks parted within a phrase, as by a larger gap between the lines of a title, are one."""
    merged: list[list[Line]] = []
    for block in blocks:
        if merged and len(merged[-1]) < 14:
            last, first = merged[-1][-1].plain, block[0].plain
            if (
                connects(last)
                and not ASIDE.fullmatch(first)
                and not last.endswith((":", "："))
                and not is_author_line(first)
            ) or (GOING_ON.match(first) and not first.startswith("(") and not ASIDE.fullmatch(first)):
                merged[-1] = merged[-1] + block
                continue
        merged.append(block)
    return merged


def title_of_line(line: Line, page: int) -> Value | None:
    """The title that a single line is."""
    return _title([line], page, TITLE_BY_ITS_FORM)


def _title(block: list[Line], page: int, confidence: float) -> Value | None:
    title = _joined(block)
    if not title or len(title) > _LONGEST_TITLE:
        return None
    return Value(title, _quoted(block), page, confidence)


def _joined(block: list[Line]) -> str:
    text = without_marks(joined(without_marks(line.text) for line in block)).rstrip(" ,،，")
    return _YEAR_WITH_MARK.sub(r"\1", text)


def _quoted(block: list[Line]) -> str:
    return " ".join(line.text for line in block)
