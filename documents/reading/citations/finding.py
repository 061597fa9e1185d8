"""Resolutions and decisions cited in running text: "resolution 7/1", "General Assembly resolution 73/8".

The acts of the Conference have no symbol of their own, and other bodies use the same numbers: which body adopted an
act is told by the body named beside it, by the form of its number, by the body that speaks; else it is left open.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from documents.reading.citations.bodies import (
    CLASS_OF,
    FOREIGN,
    WORDS,
    Mentions,
    any_of,
    home_of,
)
from documents.reading.citations.numbers import (
    BARE,
    ENDS_A_LETTER,
    LETTER,
    NUMBER,
    OPEN,
    WITH_YEAR,
    Number,
    can_be,
    implied,
    read_number,
    with_year,
)
from documents.reading.citations.plain import Plain

# Confidences, by the ground on which the body of an act was told; those of the number alone stand in numbers.py.
NAMED_AND_FITTING = 0.99  # a full name stands beside it, and the number alone tells the same body
NAMED = 0.96  # a full name stands beside it, and the body can number so
NAMED_UNFITTING = 0.5  # a full name stands beside it, but that body does not number so
SHORT_NAME_AT_HOME = 0.95  # "the Conference" in a document of the Conference
SHORT_NAME = 0.85  # "the Council", which the text named in full before
SUBJECT = 0.9  # "its", with the subject in the same sentence
SPEAKER = 0.88  # "its", in a text that begins with the name of the body that speaks
AGREEING = 0.95  # "its" or no name at all, and the number alone tells the same body
HOME = 0.75  # no name: the body whose document it is
SAME = 0.6  # "the same resolution"

LONGEST_RANGE = 50
MOST_IN_A_LIST = 200
_BEFORE = 160  # characters in front of the word in which a body may be named
_BEHIND = 600  # characters behind the number in which the subject of the sentence may follow


@dataclass(frozen=True)
class ActCited:
    """One act named in a text; `text[start:end]` is `as_written`.

    `kind` is "resolution" or "decision". `body` is the symbol prefix of the body that adopted it ("CTOC/COP", "A",
    "S", "E", "CAC/COSP", "E/CN.7", "A/HRC", "ECLAC"), "" when it can't be told. `number` is "7/1", "1970 (2011)",
    "217 A (III)", "1/CP.21". `confidence` is 0 to 1, that of the body. What stands between the ends of a range has no
    place of its own: start equals end there, and `as_written` is empty.
    """

    start: int
    end: int
    as_written: str
    kind: str
    body: str
    number: str
    confidence: float


# ---------------------------------------------------------------- patterns, all bounded, on small letters

_STEMS = ("UNSCR", "esolu", "ésolu", "ecisi", "écisi", " res.", " Res.")
_HIDDEN = re.compile("[\u00ad\u200b-\u200d\u0640\u064b-\u0652\u0670]|РЕЗОЛЮЦ|РЕШЕНИ")
_OTHER_STEMS = ("езолюци", "ешени", "决议", "决定", "قرار", "مقرر")
# Each alternative begins with a plain letter: the search leaps from letter to letter.
_KIND = re.compile(
    r"r(?<![^\W\d_]r)(?:[eé]solu(?:tions?|ci[oó]n(?:es)?)(?!\w)|(?<![^\s(]r)es\.(?=\s?\d))"
    r"|u(?<![^\W\d_]u)nscr(?=\s?\d)"
    r"|d(?<![^\W\d_]d)[eé]cisi(?:ons?|[oó]n(?:es)?)(?!\w)"
    r"|р(?<!\wр)езолюци[а-я]{1,3}(?!\w)|р(?<!\wр)ешени[а-я]{1,3}(?!\w)"
    r"|قرار(?:ات|ين|ان|ي|ا)?(?:ه|ها|هما|هم|نا)?(?!\w)|مقرر(?:ات|ين|ان|ي|ا)?(?:ه|ها|هما|هم|نا)?(?!\w)"
    r"|决议(?!草案)|决定(?!草案)"
)
_ARABIC_PREFIX = re.compile(r"(?<!\w)[وف]?(?:[بك]?(?:ال)?|لل?)\Z")
_PLURAL = re.compile(r"s\Z|es\Z|ям?и?х?\Z|й\Z|ات|ين|ان|ي\Z")
_DRAFT_BEFORE = re.compile(r"(?:drafts?|projets? de|proyectos? de|проект\w{0,3}|مشاريع|مشروع\w?)\s{0,3}\Z")
_DRAFT_BEHIND = re.compile(r"\s?(?:草案|draft)")

# A stem of each word, and how many letters stand before it.
_LATIN_STEMS = (("esolu", 1), ("ecisi", 1), ("res.", 0), ("unscr", 0))
_ALL_STEMS = (*_LATIN_STEMS, ("ésolu", 1), ("écisi", 1), ("езолюци", 1), ("ешени", 1))
_ALL_STEMS += (("قرار", 0), ("مقرر", 0), ("决议", 0), ("决定", 0))
_DIGIT_AHEAD = re.compile(r"\d")
_SIGN = r"(?:第|رقم|№|no\.|nos\.|n°|nº|nos?|núms?\.|n\.º)?\s{0,2}"
_FIRST = re.compile(rf"\s{{0,3}}(?i:{_SIGN})({NUMBER})")
_BARE = re.compile(rf"\s{{1,3}}({BARE})")
_NEXT = re.compile(rf"(?i:{_SIGN})({NUMBER})")
_NEXT_BARE = re.compile(rf"({BARE})")
_SEPARATOR = re.compile(
    r"(?:号)?(?:\s{0,2}[,;،؛、]\s{0,3}(?:(?:and|et|y|e|и|or|ou|o|или|as well as|ainsi que|así como|а также|وكذلك)\s{1,3}|و\s{0,2})?"
    r"|\s{1,3}(?:and|et|y|e|и|or|ou|o|или|as well as|ainsi que|así como|а также|&)\s{1,3}|\s?(?:和|及|以及|与)\s?|\s{1,3}و\s{0,3}"
    r"|(?P<range>\s{1,3}(?:to|through|à|a|al|au|по|إلى)\s{1,3}|\s?(?:至|到)\s?|\s?-\s?))"
)
_LETTER_NEXT = re.compile(
    rf"(?:\s?,\s?|\s(?:and|et|y|e|и|&)\s|\s?(?:和|、|及)\s?|\s{{1,3}}و\s?|(?P<range>\s(?:to|à|a|по|إلى)\s|\s?-\s?|\s?至\s?))"
    rf"({LETTER}){ENDS_A_LETTER}"
)
_DAY = r"(?:\d{1,2}|1er|1\s?[º°])"
_DATE = re.compile(
    rf"(?:,?\s{{1,3}}(?:of|dated|du|en date du|de|del|fecha|от|المؤرخ(?:ة|ين|تين)?"
    rf"|(?:adopted|adoptée?|adoptées|aprobada)\s{{1,3}}(?:on|le|el))\s{{1,3}}"
    rf"(?:el\s|le\s)?|,\s{{1,3}}){_DAY}(?:\s?(?:,|-|and|et|y|и|و)\s?{_DAY}){{0,3}}[^,;()\d]{{2,40}}?\d{{4}}(?!\d)(?:\s?(?:года|годов|г\.))?"
)
_TITLE = re.compile(
    r",?\s{1,3}(?:entitled|titled|intitulée?s?|titulada?s?|озаглавленн\w{2,3}|المعنون(?:ة|ه)?)\s{0,3}[\"“«„'‘][^\"”»“]{1,300}[\"”»“'’]"
)
_PARAGRAPHS = re.compile(
    r"\s?,?\s{0,3}(?:(?:operative\s)?para(?:graph)?s?\b\.?|paragraphes?|párrs?\.|párrafos?|пункт\w{0,3}|пп?\.|annex(?:es|e)?|anexo|anexe"
    r"|приложени\w|sect(?:ion)?s?\b\.?|sección|раздел\w?|الفقرات|الفقرتين|الفقرة|المرفق)"
    r"(?:\s{0,3}(?:,|-|and|to|et|y|и|a|à|of)?\s{0,3}(?:\d{1,3}(?:\s?\([a-z]{1,3}\)|\s?[a-z]\))?|[ivx]{1,5}|[a-d])(?![\w/(])){0,12}"
)
_PARENTHESIS = re.compile(r"\s{0,2}\([^()\d][^()]{1,80}\)")
_ADOPTED_BY = re.compile(rf"\s{{0,3}}(?:{any_of(WORDS['adopted_by'])})?\s{{0,3}}")
# "resolutions concerning a country, in particular 1591 (2005)", "... and 2620 (2022), supplemented by 2664 (2022)": numbers
# with a year are so plainly those of the Security Council that words may stand between.
_FARTHER = re.compile(rf"[^.;:()\d]{{0,70}}?(?<!\w)({WITH_YEAR})(?![\w/])")
_TOPIC = re.compile(
    rf"[^.;:()\d]{{1,140}}?(?:,\s{{0,3}}(?:and|et|y|и)?|\s(?:and|et|y|и)|\s(?:{any_of(WORDS['examples'])}):?|، و|\sو)"
    rf"\s{{0,3}}(?i:{_SIGN})({NUMBER})"
)
# An item that has a date of its own belongs to the list, whatever was said of the item before it.
_DATED_ITEM = re.compile(
    rf"[^.;]{{1,240}}?(?:,\s{{0,3}}(?:and|et|y|и)?|\s(?:and|et|y|и)|،?\sو)\s{{0,3}}(?i:{_SIGN})({NUMBER})(?={_DATE.pattern})"
)
_EXAMPLES = re.compile(rf"[^.;()\d]{{0,140}}?(?:{any_of(WORDS['examples'])}|:)[\s,:]{{0,3}}(?i:{_SIGN})({NUMBER})")
_CHINESE_NUMBER = rf"第?\s?({NUMBER})\s?(?:号)?"
_CHINESE_LETTERS = rf"(?:\s?(?:和|、|至|-)\s?{LETTER}(?![A-Za-z]))*"
_CHINESE_RUN = re.compile(
    rf"第\s?{NUMBER}{_CHINESE_LETTERS}\s?号?(?:\s?(?:、|和|及|以及|与|至|到|，|,)\s?第?\s?{NUMBER}{_CHINESE_LETTERS}\s?号?){{0,60}}\s?(?=决议|决定)"
)
_SAME_BEFORE = re.compile(
    rf"(?<![^\W\d_])(?:(?:in|by|of|under|en|dans)\s)?(?:{any_of(WORDS['same_before'])})\s{{0,2}}\Z"
)
_SAME_BEHIND = re.compile(rf"\s{{1,2}}(?:{any_of(WORDS['same_behind'])})(?!\w)")
_ITS = re.compile(rf"(?<!\w)(?:{any_of(WORDS['its'])})(?!\w)")
_ITS_RELATED = re.compile(rf"(?:(?<!\w)(?:{any_of(WORDS['its'])}))\s{{0,3}}(?:[^\W\d]{{1,20}}\s{{1,3}}){{0,4}}\Z")
# "the General Assembly, in its resolution": the name right before "its" is its subject, whatever begins the sentence.
_IN_ITS = re.compile(
    r"\s?,?\s{0,3}(?:(?:in|by|through|under|with|pursuant to|dans|par|en|mediante|por|в|во|согласно"
    r"|في|بموجب|وفقا ل|在|通过|以)\s{0,3}"
    rf"(?:(?:{any_of(WORDS['its'])})\s{{0,3}}(?:[^\W\d]{{1,20}}\s{{1,3}}){{0,3}})?"
    rf"|(?:{any_of(WORDS['its'])})\s{{0,3}}|(?:{any_of(WORDS['examples'])})\s{{0,3}}(?:(?:{any_of(WORDS['its'])}|the|les|las|las)\s{{0,3}})?"
    rf"|(?:{any_of(WORDS['adopts'])})\s{{0,3}}(?:(?:{any_of(WORDS['its'])}|the|la|les|las)\s{{0,3}})?)"
)
_SUBJECT_BEFORE = re.compile(r"[,،，]\s{0,3}(?:(?:the|la|le|el)\s{1,3}|l['’])?\Z")
_SENTENCE_END = re.compile(r"[.;。；](?:\s|$)(?![a-zà-ÿа-я])|\n\s?\n")
# What may stand between a name and the word: "Assembly's resolution", "大会2000年11月15日题为“……”的第55/25号决议".
_NAME_TO_WORD = re.compile(
    r"(?:['’]s)?|(?:在|于|在其|其)?(?:\d{4}年\d{1,2}月\d{1,2}日)?(?:通过)?的?"
    r"(?:题为[“《「][^”》」]{1,80}[”》」])?的?"
)
_AND = re.compile(r"(?:\b(?:and|et|y|и)\s{1,3}(?:its\s)?(?:la\s|le\s|les\s|las\s|the\s)?|و|和|及)\s{0,3}\Z")
_PREAMBULAR = re.compile(rf"(?:\A|[.;,:；，、،؛。]\s|\n)\W{{0,12}}(?:{any_of(WORDS['preambular'])})(?![a-zà-ÿа-я])")
_TITLE_BELOW = re.compile(r"[^\S\n]{0,3}\n\s{0,20}[^\W\d_a-zà-ÿа-я]")
_SPEAKER = re.compile(r"(?:\A|\n)[^\S\n]{0,12}(?:the\s|la\s|el\s|l['’])?\Z")
_ROW = re.compile(
    rf"[^\S\n]{{0,12}}(?:(?P<kind>[Rr][eé]solu\w{{3,5}}|[Dd][eé]cis\w{{2,4}}|[Рр]езолюци\w|[Рр]ешение)\s)?(?P<one>{NUMBER})"
    rf"(?:[;,][^\S\n]?(?P<two>{NUMBER}))?[^\S\n]{{1,12}}[^\W\d_]"
)
_HEADING_ENDS = re.compile(r"(?:\s(?:and|et|y|и)\s[^\W\d]{7,12})?[^\S\n]{0,3}:?[^\S\n]{0,3}\n\s{0,20}")
_OF_CONTENTS = re.compile(r"[^\n]{0,200}(?:\n[^\n]{0,90}){0,2}?(?:\t|\.{3,}|(?:\s\.){3,})\s?\d{1,4}(?:\n|\Z)")


# ---------------------------------------------------------------- finding


def find_acts(text: str, *, home: str = "CTOC/COP") -> list[ActCited]:
    """The acts that a running text cites, in order and not overlapping. Never raises.

    `home` is the body whose document this is, by its symbol prefix, by any symbol of its documents or by its name, ""
    for an unknown one: "the Conference", "its resolution" and a bare "resolution 7/1" are its own.
    """
    if _names_no_act(text):
        return []
    return _Search(text, home_of(home) if home else "").acts()


def find_acts_on_pages(pages: Sequence[str], *, home: str = "CTOC/COP") -> list[list[ActCited]]:
    """The acts that each page of a document cites. As `find_acts`, but what a page says helps to read the next one.

    A list or table may go on over the page, and the body that speaks is named on the first page only. Places count in
    the text of the page on which a citation begins; what runs over its end is cut there.
    """
    found: list[list[ActCited]] = [[] for _ in pages]
    if not pages:
        return found
    starts, length = [], 0
    for page in pages:
        starts.append(length)
        length += len(page) + 1
    for act in find_acts("\n".join(pages), home=home):
        number = bisect_right(starts, act.start) - 1
        start, stop = act.start - starts[number], min(act.end - starts[number], len(pages[number]))
        start = min(start, stop)
        found[number].append(replace(act, start=start, end=stop, as_written=pages[number][start:stop]))
    return found


def _names_no_act(text: str) -> bool:
    """Whether nothing in a text can be the word "resolution" or "decision": told without making it plain."""
    if any(stem in text for stem in _STEMS) or "RESOL" in text or "DECIS" in text or "RÉSOL" in text or "DÉCIS" in text:
        return False
    if text.isascii():
        return "-\n" not in text
    # Kashida, vowels and soft hyphens may stand inside a stem.
    return not (any(stem in text for stem in _OTHER_STEMS) or "-\n" in text or _HIDDEN.search(text))


def _words(low: str) -> list[re.Match]:
    """The words "resolution" and "decision" in all their forms, in order. Plain search for a stem is the quickest."""
    words = []
    for stem, before in _LATIN_STEMS if low.isascii() else _ALL_STEMS:
        place = low.find(stem)
        while place >= 0:
            if place >= before and (word := _KIND.match(low, place - before)):
                words.append(word)
            place = low.find(stem, place + 1)
    return sorted(words, key=re.Match.start)


class _Search:
    """One search through one text."""

    def __init__(self, text: str, home: str) -> None:
        self._original = text
        self._plain = Plain(text)
        self._text, self._low = self._plain.text, self._plain.low
        self._home = home
        self._found: list[ActCited] = []
        self._speakers: list[tuple[int, str]] | None = None
        self._done = 0

    @cached_property
    def mentions(self) -> Mentions:
        return Mentions(self._low)

    def acts(self) -> list[ActCited]:
        low = self._low
        runs = self._chinese_runs()
        for word in _words(low):
            start, end = word.span()
            if start < self._done:
                continue
            first = low[start]
            if first in "قم":
                prefix = _ARABIC_PREFIX.search(low, max(0, start - 6), start)
                if not prefix:
                    continue
                start = prefix.start()
            kind = "resolution" if first in "ruقр决" and word[0][:3] not in ("реш", "决定") else "decision"
            if start in runs:
                self._run(*runs[start], kind)
            elif not _DIGIT_AHEAD.search(low, end, end + 180):
                self._same(start, end, kind)
            elif not (_DRAFT_BEFORE.search(low, max(0, start - 14), start) or _DRAFT_BEHIND.match(low, end)):
                self._table(start, end, kind) or self._listed(start, end, kind) or self._same(start, end, kind)
        return self._found

    # ------------------------------------------------------------ lists

    def _listed(self, start: int, end: int, kind: str) -> bool:
        """The acts of "resolutions 5/1, 5/4 of 22 October 2010 and 5/5"."""
        text, low = self._text, self._low
        named, at = "", end
        if between := self._body_at(end):  # "resolutions of the Assembly 46/182"; in Arabic and Russian the usual order
            named, at = between
        number = _FIRST.match(text, at) or (named and _FIRST.match(text, end)) or None
        may_be_bare = False
        if (not number or self._home == "S") and kind == "resolution":
            may_be_bare = "S" in (self._home, named, self._right_before(start))
        if not number and kind == "resolution":
            number = _BARE.match(text, at)
            if number and not may_be_bare:  # "resolution 2254 of the Security Council"
                behind = self._body_at(number.end())
                number = number if behind and behind[0] == "S" else None
        if not number and (kind == "resolution" or low[end - 1] == "s"):
            number = _EXAMPLES.match(text, end)
            if not number and kind == "resolution":
                number = _FARTHER.match(text, end)
        if not number or self._is_title(start, number):
            return False
        group: list[tuple[int, int, Number]] = []
        several = bool(_PLURAL.search(low, start, end))
        first = True
        while number and len(group) < MOST_IN_A_LIST:
            begin = start if first else number.start(1)
            value = read_number(number[1])
            group.append((begin, number.end(1), value))
            first = False
            at = self._letters(group, number.end(1))
            dated = bool(several and _DATE.match(low, at))
            at, behind = self._attached(at)
            if behind:
                self._take(group, kind, behind, start, at, beside=True)
                group = []
            number = self._following(group or None, at, several, value.form, may_be_bare, dated)
        if group:
            self._take(group, kind, named, start, at, beside=bool(named))
        return True

    def _is_title(self, start: int, number: re.Match) -> bool:
        """Whether the words are the heading of the act itself: "Resolution 7/1" on a line of its own, a title below."""
        text = self._text
        if not text[start].isupper() or text[start : number.end(1)].isupper():
            return False
        beginning, stop = self._line_start(start), number.end(1)
        return not text[beginning:start].strip() and bool(_TITLE_BELOW.match(text, stop))

    def _following(
        self, group: list | None, at: int, several: bool, form: str, bare: bool, dated: bool
    ) -> re.Match | None:
        """The next number of a list; a range puts what it implies into the group."""
        separator = _SEPARATOR.match(self._low, at)
        number = None
        if separator:
            number = _NEXT.match(self._text, separator.end())
            if not number and bare and form == "bare":
                number = _NEXT_BARE.match(self._text, separator.end())
            if number and separator["range"]:
                value = read_number(number[1])
                if not group or not _climbs(group[-1][2], value):
                    return None if separator["range"].strip() == "-" else number
                for between in _between(group[-1][2], value):
                    group.append((number.start(1), number.start(1), between))
        if not number and form == "year behind":
            number = _FARTHER.match(self._text, at)
        if not number and several:
            number = _TOPIC.match(self._text, at) or (dated and _DATED_ITEM.match(self._text, at)) or None
            if number and not self._same_list(at, number):
                number = None
        return number

    def _same_list(self, at: int, number: re.Match) -> bool:
        """Whether a number that stands farther on still belongs to the list: no other word of its own between."""
        return not _KIND.search(self._low, at, number.start(1)) and "a/res" not in self._low[at : number.start(1)]

    def _letters(self, group: list, at: int) -> int:
        """ "66/137 A and B", "43/222 A to E": one act for each letter."""
        while group[-1][2].letter and (found := _LETTER_NEXT.match(self._text, at)):
            last = group[-1][2]
            stem = last.text.rpartition(" ")[0]
            letter = read_number(f"1/1 {found[2]}").letter
            if last.form not in ("session", "year") or not letter > last.letter:
                break
            if found["range"]:
                for code in range(ord(last.letter) + 1, ord(letter)):
                    group.append((found.start(2), found.start(2), read_number(f"{stem} {chr(code)}")))
            group.append((found.start(2), found.end(2), read_number(f"{stem} {letter}")))
            at = found.end(2)
        return at

    def _attached(self, at: int) -> tuple[int, str]:
        """Past the date, title, paragraphs and remarks behind a number; and the body that is named there."""
        low = self._low
        named = ""
        for _ in range(5):
            found = _DATE.match(low, at) or _TITLE.match(low, at) or _PARAGRAPHS.match(low, at)
            if found:
                at = found.end()
            elif not named and (body := self._body_at(at)):
                named, at = body
            elif found := _PARENTHESIS.match(low, at):
                at = found.end()
            else:
                break
        return at, named

    def _body_at(self, at: int) -> tuple[str, int] | None:
        """The body named right here, behind white space and words such as "of the"."""
        place = _ADOPTED_BY.match(self._low, at).end()
        return self.mentions.at(place) if self._low[place : place + 1].isalpha() else None

    # ------------------------------------------------------------ Chinese, tables, "the same"

    def _chinese_runs(self) -> dict[int, tuple[int, int]]:
        """The runs of numbers before a Chinese word for the kind: where the word begins -> where the run stands."""
        if "第" not in self._low or ("决议" not in self._low and "决定" not in self._low):
            return {}
        return {found.end(): found.span() for found in _CHINESE_RUN.finditer(self._text)}

    def _run(self, start: int, end: int, kind: str) -> None:
        if _DRAFT_BEHIND.match(self._low, end + 2):
            return
        group: list[tuple[int, int, Number]] = []
        at = start
        while number := re.compile(_CHINESE_NUMBER).search(self._text, at, end + 1):
            value = read_number(number[1])
            joined = self._text[at : number.start()].strip()
            if group and joined in ("至", "到") and _climbs(group[-1][2], value):
                group += [(number.start(1), number.start(1), between) for between in _between(group[-1][2], value)]
            group.append((number.start() if not group else number.start(1), number.end(1), value))
            at = max(self._letters(group, number.end(1)), number.end(1))
            if self._text[at : at + 1] == "号":
                at += 1
        if group:
            first, _, value = group[0]
            last = group[-1]
            group[-1] = (last[0], end + 2, last[2])
            group[0] = (first, group[0][1], value)
            self._take(group, kind, "", start, end + 2, beside=False)

    def _table(self, start: int, end: int, kind: str) -> bool:
        """ "General Assembly resolutions" as a heading, then a line for each: "73/8<tab>its title"."""
        low, text = self._low, self._text
        named, at = self._body_at(end) or ("", end)
        ending = _HEADING_ENDS.match(low, at)
        if not ending:
            return False
        beginning, line = self._line_start(start), self._line_start(ending.end())
        row = _ROW.match(text, line)
        before = self.mentions.within(beginning, start)
        alone = not low[beginning:start].strip() or (
            before and not low[beginning : before[0][0]].strip(" \t\n0123456789.ivx")
        )
        if not row or start - beginning > 120 or not alone or _OF_CONTENTS.match(text, row.start()):
            return bool(row and alone and not named and not before)
        named = named or (before[-1][2] if before else "")
        without = rows = 0
        while line < len(text) and without < 5 and rows < 400:
            stop = text.find("\n", line)
            stop = len(text) if stop < 0 else stop
            if row := _ROW.match(text, line):
                without, rows = 0, rows + 1
                of = (
                    kind
                    if not row["kind"]
                    else "decision"
                    if row["kind"][:1] in "DdРр" and "ез" not in row["kind"]
                    else "resolution"
                )
                numbers = [
                    (row.start(each), row.end(each), read_number(row[each])) for each in ("one", "two") if row[each]
                ]
                self._take(numbers, of, named, start, end, beside=True)
            elif text[line:stop].strip():
                without += 1
                if _KIND.search(low, max(line, stop - 30), stop) or _KIND.match(low, line):
                    break
            line = stop + 1
        return True

    def _line_start(self, place: int) -> int:
        return self._low.rfind("\n", 0, place) + 1

    def _same(self, start: int, end: int, kind: str) -> bool:
        """ "In the same resolution": the one named last."""
        last = self._found[-1] if self._found else None
        if last is None or last.kind != kind or _PLURAL.search(self._low, start, end):
            return False
        before = _SAME_BEFORE.search(self._low, max(0, start - 40), start)
        behind = _SAME_BEHIND.match(self._low, end)
        if not (before or behind):
            return False
        begin, stop = before.start() if before else start, behind.end() if behind else end
        self._add(begin, stop, kind, last.body, last.number, min(SAME, last.confidence))
        return True

    # ------------------------------------------------------------ which body

    def _take(self, group: list, kind: str, named: str, start: int, end: int, *, beside: bool) -> None:
        """Put the acts of one list into what was found, each with its body."""
        subject = ""
        if not named:
            named, beside, subject = self._named(start, end)
        for begin, stop, number in group:
            body, confidence = self._body(number, kind, named, subject, beside, start)
            number = with_year(number) if body == "S" else number
            self._add(begin, stop, kind, body, number.text, confidence)

    def _add(self, start: int, end: int, kind: str, body: str, number: str, confidence: float) -> None:
        first = self._plain.place(start)
        last = max(first, self._plain.end(end)) if end > start else first
        if self._found and first < self._found[-1].end:
            return
        self._found.append(ActCited(first, last, self._original[first:last], kind, body, number, confidence))
        self._done = max(self._done, end)

    def _right_before(self, start: int) -> str:
        """The body named right in front of the word: "General Assembly resolution", "Assembly's resolution"."""
        for _, stop, body in reversed(self.mentions.within(max(0, start - 90), start)):
            between = self._low[stop:start].strip()
            return body if _NAME_TO_WORD.fullmatch(between) else ""
        return ""

    def _named(self, start: int, end: int) -> tuple[str, bool, str]:
        """The body named beside the word, or the subject of the sentence where "its" stands before it.

        Gives the name (a prefix or a class of short names), whether it stands right beside, and "its" or "".
        """
        low = self._low
        if right := self._right_before(start):
            return right, True, ""
        front = max(0, start - _BEFORE)
        for stop in _SENTENCE_END.finditer(low, front, start):
            front = stop.end()
        names = self.mentions.within(front, start)
        nearest = names[-1] if names else None
        its = bool(_ITS_RELATED.search(low, front, start))
        own = its or bool(nearest and _ITS.search(low, nearest[1], start))
        arabic_own = low[start:end].find("ه") >= 0 and bool(re.match(r"\w*(?:ه|ها)(?!\w)", low[start:end]))
        if nearest and _IN_ITS.fullmatch(low, nearest[1], start):
            return nearest[2], False, "subject"
        if own or arabic_own:
            if _PREAMBULAR.search(low[max(0, front - 2) : start]) and (speaker := self._speaker(start)):
                return speaker, False, "speaker"
            if nearest:
                return nearest[2], False, "subject"
            # "In its resolution 7/1, entitled ..., the Conference of the Parties ...": the subject follows.
            stop = _SENTENCE_END.search(low, end, end + _BEHIND)
            for begin, _, body in self.mentions.within(end, stop.start() if stop else min(len(low), end + _BEHIND)):
                if _SUBJECT_BEFORE.search(low, max(end, begin - 8), begin):
                    return body, False, "subject"
            if speaker := self._speaker(start):
                return speaker, False, "speaker"
            return self._home, False, "home"
        return "", False, ""

    def _speaker(self, before: int) -> str:
        """The body whose text this is: the one that a line begins with, a comma behind ("The General Assembly,")."""
        if self._speakers is None:
            low = self._low
            self._speakers = [
                (begin, body)
                for begin, stop, body in self.mentions.places
                if low[stop : stop + 1] in (",", "،", "，") and _SPEAKER.search(low, max(0, begin - 16), begin)
            ]
        place = bisect_left(self._speakers, (before,)) - 1
        return self._speakers[place][1] if place >= 0 else self._home

    def _body(
        self, number: Number, kind: str, named: str, relation: str, beside: bool, start: int
    ) -> tuple[str, float]:
        """Which body adopted an act of this number, and how sure that is."""
        alone, confidence = implied(number, kind)
        if named == FOREIGN:
            return "", OPEN
        if named in WORDS["classes"]:
            return self._short_name(named, number, kind, alone, confidence, start, beside)
        if named and beside:
            if can_be(named, number, kind):
                return named, _both(NAMED_AND_FITTING, confidence) if named == alone else NAMED
            return (alone, confidence) if confidence >= 0.97 else (named if named != "S" else "", NAMED_UNFITTING)
        if named and can_be(named, number, kind):
            told = {"subject": SUBJECT, "speaker": SPEAKER, "home": HOME}.get(relation, HOME)
            return named, _both(AGREEING, confidence) if named == alone else told
        if confidence >= 0.97:
            return alone, confidence
        return self._at_home(number, kind, alone, confidence, start)

    def _at_home(self, number: Number, kind: str, alone: str, confidence: float, start: int) -> tuple[str, float]:
        """The body of an act that nothing names: the one that speaks, else that of the usual form."""
        for body in (self._joined(start), self._speaker(start), self._home):
            if body and body != FOREIGN and body not in WORDS["classes"] and can_be(body, number, kind):
                return body, _both(AGREEING, confidence) if body == alone else HOME
        return alone, confidence

    def _joined(self, start: int) -> str:
        """The body of the act before, where "and resolution 5/2" goes on from it in the same sentence."""
        last = self._found[-1] if self._found else None
        if last is None or last.body in ("", self._home):
            return ""
        between = self._original[last.end : self._plain.place(start)]
        return last.body if len(between) < 200 and not _SENTENCE_END.search(between) and _AND.search(between) else ""

    def _short_name(
        self, name: str, number: Number, kind: str, alone: str, confidence: float, start: int, beside: bool
    ) -> tuple[str, float]:
        """ "the Council", "the Commission": at home the body itself, else the one named in full before."""
        if CLASS_OF.get(self._home) == name and can_be(self._home, number, kind):
            return self._home, SHORT_NAME_AT_HOME
        earlier = self.mentions.last_of(name, start)
        if earlier and can_be(earlier, number, kind):
            return earlier, max(SHORT_NAME, confidence) if earlier == alone else SHORT_NAME
        if CLASS_OF.get(alone) == name:
            return alone, max(SHORT_NAME, confidence)
        possible = [body for body, of in CLASS_OF.items() if of == name and can_be(body, number, kind)]
        if name == "COUNCIL" and possible == ["A/HRC"]:
            return "A/HRC", 0.8  # of the councils only this one counts by session
        return (alone, confidence) if not beside and confidence >= 0.8 else ("", OPEN)


def _both(ground: float, alone: float) -> float:
    """How sure a name and a number are that agree; a number that never was in its year stays doubtful."""
    return max(ground, alone) if alone >= 0.7 else alone


def _climbs(first: Number, last: Number) -> bool:
    """Whether two numbers are the ends of a range."""
    counts_through = first.form in ("year behind", "bare", "roman")
    same = first.form == last.form and (first.session == last.session or counts_through) and first.body == last.body
    return same and first.serial < last.serial


def _between(first: Number, last: Number) -> Iterator[Number]:
    """The numbers that a range implies, where they can be told."""
    if first.form not in _RANGES or last.serial - first.serial > LONGEST_RANGE:
        return
    before, slash, behind = first.text.partition("/")
    for serial in range(first.serial + 1, last.serial):
        yield read_number(f"{serial}/{behind}" if behind[:1].isalpha() else f"{before}{slash}{serial}")


_RANGES = ("session", "year", "special", "emergency", "roman session", "named")
