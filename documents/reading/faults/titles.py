"""Titles in quotation marks beside a symbol or an act, and whether two titles are the same."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

_QUOTED = re.compile(
    r"“(?P<a>[^“”]{12,700})”|«(?P<b>[^«»]{12,700})»|„(?P<c>[^„“”]{12,700})[“”]|《(?P<d>[^《》]{4,300})》|\"(?P<e>[^\"]{12,700})\""
)
# What may stand between what is cited and its title behind it, and between a title and what is cited behind it.
_ENTITLED = (
    r"(?:entitled|titled|called|on the theme|intitulée?s?|titulad[ao]s?|озаглавленн\w{2,4}|под названием|题为"
    r"|المعنونة?|بعنوان)"
)
_BEHIND = re.compile(
    rf"\s{{0,3}}\)?\s{{0,3}}[,:–—-]?\s{{0,3}}(?:\([^()]{{0,60}}\)\s{{0,3}},?\s{{0,3}})?"
    rf"(?:,?\s{{0,3}}(?:of|dated|adopted on|du|de|del|от)\s[^.;“”\"«»]{{4,40}}?,?\s{{0,3}})?"
    rf"(?:{_ENTITLED}\s{{0,3}}[,:]?\s{{0,3}})?\(?\Z",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"[.,]?\s{0,3}(?:,\s{0,3})?(?:\(\s{0,3})?"
    r"(?:(?:see|contained in|in|document|resolution|decision|voir|véase|см\.)\s{1,3}){0,3}\Z",
    re.IGNORECASE,
)
_FARTHEST = 120


@dataclass(frozen=True)
class Titled:
    """A title as quoted, its place, and which of the things cited it belongs to, by its index."""

    start: int
    end: int
    title: str
    of: int


def titles_of(text: str, cited: Sequence[tuple[int, int]]) -> list[Titled]:
    """The titles that stand in quotation marks beside what a text cites, given by its places in order."""
    if not cited:
        return []
    starts, ends = [start for start, _ in cited], [end for _, end in cited]
    found = []
    for quoted in _QUOTED.finditer(text):
        title = next(group for group in quoted.groupdict().values() if group)
        if "\n\n" in title or not _is_a_title(title):
            continue
        before = bisect_right(ends, quoted.start()) - 1
        behind = bisect_left(starts, quoted.end())
        if (
            before >= 0
            and quoted.start() - ends[before] <= _FARTHEST
            and _BEHIND.match(text[ends[before] : quoted.start()])
        ):
            found.append(Titled(quoted.start() + 1, quoted.end() - 1, title, before))
        elif (
            behind < len(cited)
            and starts[behind] - quoted.end() <= 40
            and _BEFORE.match(text[quoted.end() : starts[behind]])
        ):
            found.append(Titled(quoted.start() + 1, quoted.end() - 1, title, behind))
    return found


def _is_a_title(title: str) -> bool:
    """Whether the words are long enough for a title, and no sentence that is quoted."""
    return len(words_of(title)) >= 3 or not title.isascii()


def words_of(title: str) -> list[str]:
    """The words of a title in small letters, without punctuation, accents and breaks of lines."""
    joined = re.sub(r"-\s*\n\s*", "", title)
    plain = unicodedata.normalize("NFKD", joined).casefold()
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.findall(r"[^\W_]+", plain)


def is_same_title(quoted: str, registered: str) -> bool:
    """Whether two titles are the same but for case, punctuation and spaces, or one is the other cut short."""
    mine, its = words_of(quoted), words_of(registered)
    one, other = "".join(mine), "".join(its)
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) >= 20 and min(len(mine), len(its)) >= 4 and longer.startswith(shorter)


def likeness(quoted: str, registered: str) -> float:
    """The share of words that two titles have in common, 0 to 1; of the longer one only as much as the quoted one has."""
    words = words_of(quoted)
    mine, its = set(words), set(words_of(registered)[: len(words) + 3])
    return 2 * len(mine & its) / (len(mine) + len(its)) if mine or its else 0.0


def difference(quoted: str, registered: str) -> str:
    """The first words in which a title differs from the registered one: "“actions” for “action”"; "" where they are many."""
    mine, its = words_of(quoted), words_of(registered)
    start = 0
    while start < min(len(mine), len(its)) and mine[start] == its[start]:
        start += 1
    end = 0
    while end < min(len(mine), len(its)) - start and mine[-1 - end] == its[-1 - end]:
        end += 1
    wrong, right = mine[start : len(mine) - end], its[start : len(its) - end]
    if max(len(wrong), len(right)) > 4:
        return ""
    if not wrong:
        return f"“{' '.join(right)}” is left out"
    return f"“{' '.join(wrong)}” for “{' '.join(right)}”" if right else f"“{' '.join(wrong)}” is too much"
