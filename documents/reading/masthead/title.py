"""Title and author line, out of the blocks of lines that are neither body, session, place nor item.

A title stands alone in a block of its own, its author line under it ("Note by the Secretariat"). Drafts have their
sponsors above the title, circulars a label before it, acts a number.
"""

import re
from dataclasses import dataclass, field

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

_SUBJECT = re.compile(rf"(?:{WORDS['subject']['label']})\s?[:：]\s?(.*)", re.IGNORECASE)
_OTHER_LABELS = whole(WORDS["subject"]["others"])
_ADDENDUM = starting("addend|additif|adición|добавление|增编|إضافة")
_YEAR_WITH_MARK = re.compile(r"((?<!\d)(?:19|20)\d{2})[1-9]$")  # "2025" and the raised 1 behind it
_WITH_SUBJECT = re.compile(r" (?:on|concerning|regarding|relative à|sur|sobre|relativo a|о|об|по) ", re.IGNORECASE)


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
    asides: list[str] = field(default_factory=list)


def read_heading(
    blocks: list[list[Line]], page: int, *, has_gaps: bool, items_alone: int, item_title: list[Line], paragraphs: bool
) -> Heading:
    """Choose title and author line out of the blocks under session and item.

    `items_alone` items stood on lines of their own; `paragraphs` says that a block is a paragraph of its file.
    """
    heading = Heading()
    blocks = _merged(blocks)
    candidates: list[list[Line]] = []
    above: list[list[Line]] = []
    leading: tuple[list[Line], str] | None = None
    for place, block in enumerate(blocks):
        text = " ".join(line.plain for line in block)
        if subject := _subject(blocks, place):
            heading.title = Value(subject[0], subject[1], page, TITLE_BY_ITS_FORM)
            return _with_announced(heading)
        if _OTHER_LABELS.fullmatch(text):
            continue
        if CORRIGENDUM.fullmatch(text):
            heading.is_corrigendum = True
            if candidates:
                break
            continue
        if ASIDE.fullmatch(text):
            if candidates and _ADDENDUM.match(text):
                break
            continue
        if ACT_NUMBER.match(text):
            heading.number = text
            return _of_an_act(heading, blocks[place : place + 2], page)
        if (announced := type_announced(text)) and len(text) < 300:
            if heading.announced is None:
                heading.announced = Value(announced, _quoted(block), page, TITLE_BY_ITS_FORM)
                heading.announcement = text
            leading = leading or (block, "")
            continue
        if numbered := RESOLUTION.match(text):
            # "Resolution 2901 (2031)", adopted at ...: the number is all the title that such an act has.
            words = block[0].plain[: numbered.end()] if numbered.end() <= len(block[0].plain) else numbered[0]
            heading.title = Value(words, _quoted(block), page, TITLE_BY_ITS_FORM)
            return heading
        if LETTER.match(text):
            heading.title = _title(block, page, TITLE_BY_ITS_FORM)
            return heading
        kind = type_by_author(text) if len(text) < _LONGEST_AUTHOR_LINE else ""
        if kind and heading.author_line is None:
            if not candidates and leading and leading[1]:
                candidates, leading = [leading[0]], None  # two in a row: the first was the title
            if not kind.startswith("draft") and place + 1 < len(blocks) and _is_author_block(blocks[place + 1]):
                candidates.append(block)
                continue
            if candidates and not (kind.startswith("draft") and items_alone and len(candidates) <= items_alone):
                heading.author_line = Value(_joined(block), _quoted(block), page, AUTHOR_UNDER_THE_TITLE)
                heading.author_type = "" if kind == OF_NO_TYPE else kind
                break
            if kind.startswith("draft") or names_sponsors(text):
                heading.author_line = Value(_joined(block), _quoted(block), page, AUTHOR_ABOVE_THE_TITLE)
                heading.author_type = "" if kind == OF_NO_TYPE else kind
                above, candidates = candidates, []  # what stood above were titles of items
                items_alone = 0
                leading = leading or (block, "")
                continue
            if not _WITH_SUBJECT.search(text) and leading is None:
                leading = (block, kind)
                continue
        if _is_running_text(text):
            break
        if ANY_ORGAN.fullmatch(text) or is_organization(text):
            continue
        candidates.append(block)
        if (heading.author_line and not items_alone) or len(candidates) >= _MOST_CANDIDATES:
            break
    _choose(
        heading,
        candidates or above[-1:],
        leading,
        page,
        has_gaps=has_gaps,
        items_alone=items_alone,
        surely=not has_gaps or paragraphs,
    )
    if heading.title is None and item_title:
        heading.title = _title(item_title, page, TITLE_FROM_THE_ITEM)
    return heading


def _choose(heading, candidates, leading, page, *, has_gaps, items_alone, surely) -> None:
    if not candidates:
        if leading and heading.title is None:
            block, _ = leading
            heading.title = _title(block, page, TITLE_AS_A_BLOCK if has_gaps else TITLE_WITHOUT_GAPS)
            if heading.author_line and heading.author_line.quote == _quoted(block):
                heading.author_line = None if not heading.author_type.startswith("draft") else heading.author_line
        return
    if leading and leading[1] and heading.author_line is None:
        heading.author_line = Value(_joined(leading[0]), _quoted(leading[0]), page, AUTHOR_ABOVE_THE_TITLE)
        heading.author_type = "" if leading[1] == OF_NO_TYPE else leading[1]
    block = candidates[_after_the_titles_of_items(candidates, items_alone, heading, surely=surely)]
    if heading.author_line and heading.author_line.confidence == AUTHOR_UNDER_THE_TITLE:
        confidence = TITLE_ABOVE_ITS_AUTHOR
    else:
        confidence = TITLE_AS_A_BLOCK
    heading.title = _title(block, page, confidence if has_gaps else TITLE_WITHOUT_GAPS)


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


def _with_announced(heading: Heading) -> Heading:
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
            if (connects(last) and not last.endswith((":", "：")) and not is_author_line(first)) or (
                GOING_ON.match(first) and not first.startswith("(") and not ASIDE.fullmatch(first)
            ):
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
    text = without_marks(joined(without_marks(line.text) for line in block))
    return _YEAR_WITH_MARK.sub(r"\1", text)


def _quoted(block: list[Line]) -> str:
    return " ".join(line.text for line in block)
