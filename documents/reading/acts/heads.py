"""What stands above the text of an act: its kind, whether it is a draft, its number and title.

"Resolution 7/1" or "Draft decision II" above a title; "59/112. Title" and "2015/23. Title" in one; "1/CP.21", "IV/2",
"2772 (2025)", "43 (1948). Resolution of 1 April 1948"; "Draft resolution submitted by ..."; the sentence of a report
that ends "... the adoption of the following draft resolution:".
"""

import re
from typing import NamedTuple

from documents.reading.acts.forms import ANNEX, CLOSING, WORDS
from documents.reading.acts.lines import Line
from documents.reading.words import plain


class Head(NamedTuple):
    """What the lines above an opening say. `first` is the place of the first line that belongs to the act."""

    first: int
    kind: str  # "resolution", "decision", "" where nothing says it
    is_draft: bool
    number: str
    title: str
    quote: str
    named: bool  # whether a line gives the name or number


_NUMBER = (
    r"(?:[A-Z]{1,4}-?)?\d{1,4}/[A-Z]{2,5}\.?\s?\d{1,3}|(?:[A-Z]{1,4}-)?\d{1,4}/\d{1,4}(?:\s[A-Z](?=\W|$))?(?![/\d])"
    r"|[IVX]{1,6}/\d{1,3}(?:\s[A-Z](?=\W|$))?|[A-Z]\s?\(\d{1,3}\)|\d{1,4}\s?(?:[A-Z]\s?)?\((?:\d{4}|(?:E?S-)?[IVXLC]{1,8})\)"
)
_RESOLUTION, _DECISION, _DRAFT = (f"(?:{WORDS[name]})" for name in ("resolution", "decision", "draft"))
_KIND = rf"(?P<resolution>{_RESOLUTION})|(?P<decision>{_DECISION})"
_NAMED = re.compile(
    rf"(?:(?!draft)[A-Z][a-z]{{3,18}} )?(?P<draft>(?:{_DRAFT})\s?)?(?:{_KIND})\s*(?:No\.?\s?|n[°º]\s?|№\s?|第)?"
    rf"(?P<number>{_NUMBER}|(?:[IVXLC]{{1,6}}|[A-Z]|\d{{1,3}})(?=[\s.:*,]|$)|[一二三四五六七八九十]{{1,3}}(?=\W|$)|(?:ال)?(?:أول|ثاني|ثالث|رابع|خامس)(?:ى|ة)?(?=\W|$))"
    r"(?:号(?:决议|决定))?\s?[*.:：]{0,4}\s*(?P<title>.{0,400})",
    re.IGNORECASE,
)
_NUMBERED = re.compile(rf"(?P<number>{_NUMBER})\s?[*.:]{{0,4}}\s*(?P<title>.{{0,400}})")
_NUMBERED_CHINESE = re.compile(
    rf"第?\s?(?P<number>{_NUMBER})\s?号?(?:(?P<resolution>决议)|(?P<decision>决定))\W{{0,3}}(?P<title>.{{0,400}})"
)
# "Ruritania and Atlantis: draft resolution"
_OF_SPONSORS = re.compile(rf".{{0,400}}[:：]\s?(?:\w+ )?(?P<draft>{_DRAFT})\s?(?:{_KIND})\W{{0,4}}", re.IGNORECASE)
# "主席提交的决定草案": the draft decision that the Chair submitted
_SUBMITTED_CHINESE = re.compile(
    r"[^。；]{1,80}(?P<draft>提交|提出|提议|编写)的(?:(?P<resolution>决议)|(?P<decision>决定))草案\W{0,3}"
)
_SUBMITTED = re.compile(WORDS["submitted"], re.IGNORECASE)
_SPOKEN = re.compile(
    rf"(?:(?:revised|amended|oral|projet|proyecto)\s)?(?P<draft>(?:{_DRAFT})\s?)?(?:{_KIND})(?:\s(?:révisé|revisado))?"
    r"(?:\*{1,4}|(?:\s|,).{0,200})?",
    re.IGNORECASE,
)
_FOLLOWING = re.compile(
    rf"(?:{WORDS['following']})[^.;]{{0,60}}?(?:{_RESOLUTION}|{_DECISION})|(?:{_DRAFT}\s?)?(?:{_RESOLUTION}|{_DECISION})"
    rf"[^.;]{{0,80}}?(?:{WORDS['following']})",
    re.IGNORECASE,
)
_RESOLUTION_WORD = re.compile(_RESOLUTION, re.IGNORECASE)
_DRAFT_WORD = re.compile(_DRAFT, re.IGNORECASE)
# What costs little to ask before the whole form is tried.
_ANY_KIND = re.compile(r"esol|ecis|ésol|écis|езол|ешен|决|قرار|مقرر")
_PART = re.compile(r"[A-Z]|[IVX]{1,5}")
_SAID_OTHERWISE = re.compile(
    r"\[|\*|\(|distr\.|original:|agenda item|item \d|point \d|tema \d|пункт|项目|البند|(?:\S+ ){0,3}session\b|page \d|rapporteur",
    re.IGNORECASE,
)
_DATE_OF_ACT = re.compile(
    r"(?:resolution )?(?:of|on|du|de|от) \d{1,2}(?:er)? (?:de )?\w+ (?:de )?\d{4}(?: года)?"
    r"|\[S/[\d/, IV]+\]",
    re.IGNORECASE,
)
_MOST_LINES = 14
_MOST_ON_FIRST_PAGE = 45


def _spoken(line: str) -> re.Match | None:
    """A line that says what kind of act follows, without a number; the line is plain."""
    return _SPOKEN.fullmatch(line) or _OF_SPONSORS.fullmatch(line) or _SUBMITTED_CHINESE.fullmatch(line)


def name_at(line: str) -> re.Match | None:
    """The name of an act with which a line begins: kind and number, or a number that only acts have."""
    if line[:1].islower() and line[:1].isascii():
        return None
    folded = line if line.isascii() else plain(line)
    match = _NAMED.match(folded) or _NUMBERED_CHINESE.match(folded) or _NUMBERED.match(folded)
    # "Resolution 7/1 of the Conference" goes on with a sentence.
    return None if match and re.match(r"[a-z(,;]", match["title"]) else match


def draft_at(line: str) -> bool:
    """Whether a line says that a draft decision follows: "Draft decision submitted by ...", without a number."""
    folded = line if line.isascii() else plain(line)
    match = None if line.endswith((".", ";")) or line[:1].islower() else _spoken(folded)
    return bool(match and match["draft"] and match["decision"])


def draft_follows(lines: list[Line], place: int) -> bool:
    """Whether a line ends the sentence of a report after which a decision stands: "the following draft decision:"."""
    said = _following(lines, place, 0) if lines[place].text.endswith((":", "：")) else None
    return bool(said and said[0] == "decision")


def head_above(lines: list[Line], opening: int, floor: int) -> Head:
    """What the lines above an opening say of the act; none of them stands before the place `floor`."""
    kind, is_draft, number, quote, named = "", False, "", "", False
    title: list[str] = []
    first, part = opening, ""
    open_title = True
    place = opening - 1
    lowest = max(floor, opening - _MOST_LINES)
    while place >= lowest:
        text = lines[place].text
        folded = text if text.isascii() else plain(text)
        if ANNEX.fullmatch(folded):
            break
        if CLOSING.fullmatch(folded):
            # "Adopted by the Security Council at its 9876th meeting" may stand between the name and the text.
            if opening - place > 3 or not _name_above(lines, place, lowest):
                break
            place -= 1
            continue
        match = _NAMED.match(folded) or _NUMBERED_CHINESE.match(folded)
        # "resolution 7/1 of the Conference," is no name but the middle of a sentence.
        if match and (text[0].islower() and text[0].isascii()):
            break
        spoken = None if match or text.endswith(".") else _spoken(folded)
        if not match and not spoken:
            match = _NUMBERED.match(folded)
        if match:
            groups = match.groupdict()
            kind = _kind_of(groups) or kind
            is_draft = bool(groups.get("draft")) if _kind_of(groups) else is_draft
            number, quote, named, first = match["number"], text, True, place
            said = match["title"].strip(" .*-–—")
            title.insert(0, said if not _DATE_OF_ACT.fullmatch(said) else "")
            break
        if spoken:
            kind, is_draft = kind or _kind_of(spoken.groupdict()), is_draft or bool(spoken["draft"])
            quote, first = quote or text, place
            if open_title and not title and _is_title(spoken, folded):
                title.insert(0, text)
            # Who submitted a draft may be said between title and text.
            open_title = open_title and not title
        elif text.endswith((":", "：")) and (said := _following(lines, place, floor)):
            kind, is_draft, quote = kind or said[0], is_draft or said[1], quote or said[2]
            break
        elif text.endswith((".", ";", "。", "؛")) and not text.startswith("["):
            break
        elif _PART.fullmatch(text) and not part:
            part, first = text, place
        elif _DATE_OF_ACT.fullmatch(folded):
            pass
        elif open_title and not _SAID_OTHERWISE.match(folded):
            title.insert(0, text)
            first = place
            open_title = not (lines[place].gap and len(title) > 0)
        elif _SAID_OTHERWISE.match(folded):
            open_title = False
        place -= 1
    while title and title[0][:1].islower():
        # The end of the line that says who submitted the draft.
        title.pop(0)
    if not kind or not quote:
        above = _spoken_on_page(lines, opening, floor)
        if above:
            kind, is_draft, quote = kind or above[0], is_draft or (above[1] and not named), quote or above[2]
    if part and len(part) == 1 and number and not number.endswith(part):
        number = f"{number} {part}"
    return Head(first, kind, is_draft, number or part, " ".join(part for part in title if part), quote, named)


def _is_title(spoken: re.Match, line: str) -> bool:
    """Whether a line that says "draft resolution" is the title itself: "Draft resolution on boats"."""
    behind = line[max(spoken.end("resolution"), spoken.end("decision")) :].strip(" *")
    return bool(behind) and not _SUBMITTED.match(behind)


def _name_above(lines: list[Line], place: int, lowest: int) -> bool:
    return any(name_at(lines[above].text) for above in range(max(lowest, place - 3), place))


def _kind_of(groups: dict) -> str:
    return "resolution" if groups.get("resolution") else "decision" if groups.get("decision") else ""


def _following(lines: list[Line], place: int, floor: int) -> tuple[str, bool, str] | None:
    """Kind, draft and words of a sentence like "recommends the adoption of the following draft resolution:"."""
    sentence = " ".join(line.text for line in lines[max(floor, place - 5) : place + 1])
    if not _ANY_KIND.search(sentence):
        return None
    matches = [match[0] for match in _FOLLOWING.finditer(sentence[-500:])]
    if not matches:
        return None
    words = matches[-1]
    return ("resolution" if _RESOLUTION_WORD.search(words) else "decision"), bool(_DRAFT_WORD.search(words)), words


def _spoken_on_page(lines: list[Line], opening: int, floor: int) -> tuple[str, bool, str] | None:
    """The kind that the masthead of the first page says: "Draft resolution submitted by ..."."""
    first_page = lines[opening].page == lines[0].page
    for place in range(opening - 1, max(floor, opening - _MOST_ON_FIRST_PAGE) - 1, -1):
        text = lines[place].text
        if text.endswith((":", "：")) and (said := _following(lines, place, floor)):
            return said
        folded = text if text.isascii() else plain(text)
        if first_page and len(folded) < 250 and (spoken := _spoken(folded)) and spoken[0][0].isupper():
            return _kind_of(spoken.groupdict()), bool(spoken["draft"]), text
    return None


def same_number(symbol: str, number: str) -> bool:
    """Whether an act's own symbol ("A/RES/46/108", "S/RES/338 (1973)") ends in its number ("46/108", "338 (1973)")."""
    bare = re.sub(r"\s", "", number).casefold()
    return bool(bare) and re.sub(r"\s", "", symbol).casefold().endswith("/" + bare)
