"""Where a masthead begins: the name of the organisation, alone or with the symbol beside it, and the labels near it."""

import re

from documents.reading.masthead.lines import Line, without_doubled_words
from documents.reading.masthead.patterns import ORGANS, WORDS, starting, whole
from documents.reading.masthead.symbols import symbols_in, symbols_of

TOP_LINES = 40
FIRST_LINES = 6  # within these a symbol may stand without a label near it
_DOUBLED_LINES = 25
_SEARCHED = 150  # lines in which the masthead is looked for

_UNITED_NATIONS = re.compile(rf"(?:{WORDS['united_nations']})(?![\w'-])", re.IGNORECASE)
_NAMED = re.compile(r"nations|naciones|организац|联合国|المتحدة", re.IGNORECASE)
_HALF = whole(WORDS["half_of_the_name"])
# The letters set large beside the name: "A", "S", "E", "EP" (Environment Programme), "CRC".
_HALF_BEGINS = starting(WORDS["half_of_the_name"])
_LARGE_LETTERS = re.compile(r"[A-Z]{1,5}(?:/[A-Z]{1,4})?")
# Letters without which no line is a label: looked for first, because most lines are none.
_MAY_BE_A_LABEL = re.compile(
    "(?i:s\\s?[tc]r|rigin|only|seul|unique|solament|únic|sólo|solo|restri|restre)|распростр|ригинал|одлинн|олько"
    "|分发|原文|原件|仅|التوزيع|الأصل|فقط"
)
_LABELS = starting(
    "|".join(rf"(?<!\w)(?:{WORDS[name]})" for name in ("distribution_label", "english_only", "unrestricted"))
    + rf"|(?<!\w)(?:{WORDS['original_label']})\s?[:：;]"
)


def beside_the_organisation(text: str) -> str | None:
    """What stands beside the name "United Nations" in a plain line, "" for nothing; None where the line is no such one."""
    named = _UNITED_NATIONS.match(text)
    if named:
        rest = text[named.end() :].strip(" |.").lstrip("*")
        while again := _UNITED_NATIONS.match(rest):  # the name in a second language
            rest = rest[again.end() :].strip(" |.").lstrip("*")
    else:
        # In Arabic files the symbol may come first.
        named = next((match for match in _UNITED_NATIONS.finditer(text) if match.end() == len(text)), None)
        if named is None or "/" not in text[: named.start()]:
            return None
        rest = text[: named.start()].strip()
    if _LARGE_LETTERS.fullmatch(rest):
        return ""
    letters, _, behind = rest.partition(" ")
    if _LARGE_LETTERS.fullmatch(letters) and "/" in behind.partition(" ")[0]:
        rest = behind
    if not rest or symbols_in(rest) or rest.startswith("/") or _LABELS.match(rest):
        return rest
    if "/" in rest and rest.isascii():
        return rest
    if any(pattern.match(rest) for _, _, pattern in ORGANS):
        return rest
    return None


def states_a_label(lines: list[Line]) -> bool:
    """Whether any of these lines says "Distr.", "Original:" or "English only"."""
    return any(is_label(line) for line in lines)


def is_label(line: Line) -> bool:
    """Whether a line says "Distr.", "Original:" or "English only"."""
    if line.labelled is None:
        line.labelled = bool(_MAY_BE_A_LABEL.search(line.plain) and _LABELS.search(line.plain))
    return line.labelled


def with_whole_names(lines: list[Line]) -> list[Line]:
    """Join "UNITED" + "NATIONS A" to one line and undouble the words of the first lines."""
    joined: list[Line] = []
    pending: Line | None = None
    for place, line in enumerate(lines[:_SEARCHED]):
        text = line.text
        if place < _DOUBLED_LINES and len(text) < 60 and (single := without_doubled_words(text)) != text:
            text = single
            line = Line(text, line.block, indented=line.indented)
        if pending is not None:
            both = Line(f"{pending.text} {text}", line.block)
            if _UNITED_NATIONS.match(both.plain):
                line, text = both, both.text
            else:
                joined.append(pending)
            pending = None
        if len(text) < 40 and _HALF_BEGINS.match(text) and not _UNITED_NATIONS.match(line.plain):
            head, _, letters = text.rpartition(" ")
            if _HALF.fullmatch(text):
                pending = line
                continue
            if head and _HALF.fullmatch(head) and _LARGE_LETTERS.fullmatch(letters):
                pending = Line(head, line.block)  # "UNITED A" + "NATIONS": the large letter goes
                continue
        joined.append(line)
    return joined + ([pending] if pending else []) + lines[_SEARCHED:]


def from_the_top(lines: list[Line]) -> tuple[list[Line], bool]:
    """Lines in order from the masthead on; what a file holds before it goes behind. Gives whether there is a masthead."""
    for place, line in enumerate(lines[:_SEARCHED]):
        text = line.text
        if place >= 3 and not _NAMED.search(text):
            continue
        rest = beside_the_organisation(line.plain)
        if rest is None:
            continue
        if place < 3 or symbols_of(rest) or states_a_label(lines[max(0, place - 3) : place + 16]):
            if not rest and place < FIRST_LINES and any(symbols_of(above.text) for above in lines[:place]):
                return lines, True  # the symbol stands over the name, as on the cover of a supplement
            return _rotated(lines, place), True
    for place, line in enumerate(lines[:TOP_LINES]):
        if "/" not in line.text or not symbols_of(line.text):
            continue
        if states_a_label(lines[max(0, place - 3) : place + 16]):
            first = next((at for at in range(max(0, place - 4), place) if is_label(lines[at])), place)
            return _rotated(lines, first), True
        if place == 0:
            return lines, True
    return lines, states_a_label(lines[:25])


def _rotated(lines: list[Line], place: int) -> list[Line]:
    if not place:
        return lines
    # Blocks stay apart where the last line of the page meets the first.
    return lines[place:] + [Line(line.text, line.block + 10_000, indented=line.indented) for line in lines[:place]]
