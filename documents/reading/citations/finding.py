"""Resolutions and decisions cited in running text: "resolution 7/1", "General Assembly resolution 73/8".

The acts of the Conference have no symbol of their own, and other bodies use the same numbers: which body adopted an
act is told by the body named beside it, by the form of its number, by the body that speaks; else it is left open.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from documents.reading.citations import patterns
from documents.reading.citations.bodies import home_of
from documents.reading.citations.deciding import SAME, ActCited, Deciding
from documents.reading.citations.numbers import CERTAIN_FORM, Number, implied, read_number

LONGEST_RANGE = 50
MOST_IN_A_LIST = 200
_NOTHING_BEHIND = (".", ";", ":", ")", "]", "")  # neither dates nor titles, paragraphs or bodies begin so


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
        written = pages[number][start:stop]
        found[number].append(ActCited(start, stop, written, act.kind, act.body, act.number, act.confidence))
    return found


def _names_no_act(text: str) -> bool:
    """Whether nothing in a text can be the word "resolution" or "decision": told without making it plain."""
    if any(stem in text for stem in (*patterns.STEMS, "RESOL", "DECIS", "RÉSOL", "DÉCIS")):
        return False
    if text.isascii():
        return "-\n" not in text
    # Kashida, vowels and soft hyphens may stand inside a stem.
    return not (any(stem in text for stem in patterns.OTHER_STEMS) or "-\n" in text or patterns.HIDDEN.search(text))


def _words(low: str) -> list[re.Match]:
    """The words "resolution" and "decision" in all their forms, in order. Plain search for a stem is the quickest."""
    words = []
    for stem, before in patterns.LATIN_STEMS if low.isascii() else patterns.ALL_STEMS:
        place = low.find(stem)
        while place >= 0:
            if place >= before and (word := patterns.KIND.match(low, place - before)):
                words.append(word)
            place = low.find(stem, place + 1)
    return sorted(words, key=re.Match.start)


class _Search(Deciding):
    """One search through one text: where acts are cited; `Deciding` tells whose they are."""

    def acts(self) -> list[ActCited]:
        low = self._low
        runs = self._chinese_runs()
        for word in _words(low):
            start, end = word.span()
            if start < self._done:
                continue
            first = low[start]
            if first in "قم":
                prefix = patterns.ARABIC_PREFIX.search(low, max(0, start - 6), start)
                if not prefix:
                    continue
                start = prefix.start()
            kind = _kind_of(word[0])
            if start in runs:
                self._run(*runs[start], kind)
            elif not patterns.DIGIT_AHEAD.search(low, end, end + 180):
                self._same(start, end, kind)
            elif not (
                patterns.DRAFT_BEFORE.search(low, max(0, start - 14), start) or patterns.DRAFT_BEHIND.match(low, end)
            ):
                self._table(start, end, kind) or self._listed(start, end, kind) or self._same(start, end, kind)
        return sorted([*self._found, *self._in_titles()], key=lambda act: act.start) if self._titles else self._found

    def _in_titles(self) -> Iterator[ActCited]:
        """The acts that the title of another cites: “Implementation of General Assembly resolution 46/152”."""
        for start, end in self._titles:
            first = self._plain.place(start)
            for act in find_acts(self._original[first : self._plain.end(end)], home=self._home):
                yield replace(act, start=first + act.start, end=first + act.end)

    # ------------------------------------------------------------ lists

    def _listed(self, start: int, end: int, kind: str) -> bool:
        """The acts of "resolutions 5/1, 5/4 of 22 October 2010 and 5/5"."""
        text, low = self._text, self._low
        named, at = "", end
        if between := self._body_at(end):  # "resolutions of the Assembly 46/182"; in Arabic and Russian the usual order
            named, at = between
        number = patterns.FIRST.match(text, at) or (named and patterns.FIRST.match(text, end)) or None
        may_be_bare = False
        if (not number or self._home == "S") and kind == "resolution":
            may_be_bare = "S" in (self._home, named, self._right_before(start))
        if not number and kind == "resolution":
            number = patterns.BARE_NUMBER.match(text, at)
            if number and not may_be_bare:  # "resolution 2254 of the Security Council"
                behind = self._body_at(number.end())
                number = number if behind and behind[0] == "S" else None
        if not number and (kind == "resolution" or low[end - 1] == "s"):
            number = patterns.EXAMPLES.match(text, end)
            if not number and kind == "resolution":
                number = self._farther(end)
        if not number or self._is_title(start, number):
            return False
        group: list[tuple[int, int, Number]] = []
        several = bool(patterns.PLURAL.search(low, start, end))
        first = True
        while number and len(group) < MOST_IN_A_LIST:
            begin = start if first else number.start(1)
            value = read_number(number[1])
            group.append((begin, number.end(1), value))
            first = False
            at = self._letters(group, number.end(1))
            dated = bool(several and patterns.DATE.match(low, at))
            at, behind = self._attached(at)
            if behind:
                self._take(group, kind, behind, start, at, beside=True)
                group = []
            number = self._following(group or None, at, several, value.form, may_be_bare, dated)
        if group:
            self._take(group, kind, named, start, at, beside=bool(named))
        # A title behind the last number is still to be read; those between two numbers have been passed over.
        while self._titles and self._titles[-1][1] > self._done:
            self._titles.pop()
        return True

    def _is_title(self, start: int, number: re.Match) -> bool:
        """Whether the words are the heading of the act itself: "Resolution 7/1" on a line of its own, a title below."""
        text = self._text
        if not text[start].isupper() or text[start : number.end(1)].isupper():
            return False
        # The line below first: a line without end would be sought back to its beginning for each act.
        if not patterns.TITLE_BELOW.match(text, number.end(1)):
            return False
        return not text[self._line_start(start) : start].strip()

    def _following(
        self, group: list | None, at: int, several: bool, form: str, bare: bool, dated: bool
    ) -> re.Match | None:
        """The next number of a list; a range puts what it implies into the group."""
        separator = patterns.SEPARATOR.match(self._low, at)
        number = None
        if separator:
            number = patterns.NEXT.match(self._text, separator.end())
            if not number and bare and form == "bare":
                number = patterns.NEXT_BARE.match(self._text, separator.end())
            if number and separator["range"]:
                value = read_number(number[1])
                if not group or not _climbs(group[-1][2], value):
                    return None if separator["range"].strip() == "-" else number
                for between in _between(group[-1][2], value):
                    group.append((number.start(1), number.start(1), between))
        if not number and form == "year behind":
            number = self._farther(at)
        if not number and several:
            number = (
                patterns.TOPIC.match(self._text, at) or (dated and patterns.DATED_ITEM.match(self._text, at)) or None
            )
            if number and not self._same_list(at, number):
                number = None
        return number

    def _farther(self, at: int) -> re.Match | None:
        """A number of the Security Council farther on in the sentence: one that it has in that very year."""
        number = patterns.FARTHER.match(self._text, at)
        if not number or not self._same_list(at, number):
            return None
        return number if implied(read_number(number[1]), "resolution")[1] >= CERTAIN_FORM else None

    def _same_list(self, at: int, number: re.Match) -> bool:
        """Whether a number that stands farther on still belongs to the list: no other word of its own between."""
        return (
            not patterns.KIND.search(self._low, at, number.start(1)) and "a/res" not in self._low[at : number.start(1)]
        )

    def _letters(self, group: list, at: int) -> int:
        """ "66/137 A and B", "43/222 A to E": one act for each letter."""
        while group[-1][2].letter and (found := patterns.LETTER_NEXT.match(self._text, at)):
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
            if low[at : at + 1] in _NOTHING_BEHIND:
                break
            found = patterns.DATE.match(low, at) or patterns.PARAGRAPHS.match(low, at)
            if not found and (found := patterns.TITLE.match(low, at)):
                self._titles.append(found.span())
            if found:
                at = found.end()
            elif not named and (body := self._body_at(at)):
                named, at = body
            elif found := patterns.PARENTHESIS.match(low, at):
                at = found.end()
            else:
                break
        return at, named

    def _body_at(self, at: int) -> tuple[str, int] | None:
        """The body named right here, behind white space and words such as "of the"."""
        place = patterns.ADOPTED_BY.match(self._low, at).end()
        return self.mentions.at(place) if self._low[place : place + 1].isalpha() else None

    # ------------------------------------------------------------ Chinese, tables, "the same"

    def _chinese_runs(self) -> dict[int, tuple[int, int]]:
        """The runs of numbers before a Chinese word for the kind: where the word begins -> where the run stands."""
        if ("第" not in self._low and "号" not in self._low) or ("决议" not in self._low and "决定" not in self._low):
            return {}
        return {found.end(): found.span() for found in patterns.CHINESE_RUN.finditer(self._text)}

    def _run(self, start: int, end: int, kind: str) -> None:
        if patterns.DRAFT_BEHIND.match(self._low, end + 2):
            return
        group: list[tuple[int, int, Number]] = []
        at = start
        while number := patterns.CHINESE_NUMBER.search(self._text, at, end + 1):
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
        ending = patterns.HEADING_ENDS.match(low, at)
        if not ending:
            return False
        beginning, line = self._line_start(start), self._line_start(ending.end())
        row = patterns.ROW.match(text, line)
        before = self.mentions.within(beginning, start)
        alone = not low[beginning:start].strip() or (
            before and not low[beginning : before[0][0]].strip(" \t\n0123456789.ivx")
        )
        if not row or start - beginning > 120 or not alone or patterns.OF_CONTENTS.match(text, row.start()):
            return bool(row and alone and not named and not before)
        named = named or (before[-1][2] if before else "")
        without = rows = 0
        while line < len(text) and without < 5 and rows < 400:
            stop = text.find("\n", line)
            stop = len(text) if stop < 0 else stop
            if row := patterns.ROW.match(text, line):
                without, rows = 0, rows + 1
                of = _kind_of(row["kind"]) if row["kind"] else kind
                each = patterns.EACH_NUMBER.finditer(text, *row.span("numbers"))
                numbers = [(*number.span(), read_number(number[0])) for number in each]
                stop = max(stop, text.find("\n", row.end("numbers")))
                self._take(numbers, of, named, start, end, beside=True)
                for word in patterns.KIND.finditer(low, row.end("numbers"), stop):  # acts that a title cites
                    self._listed(*word.span(), _kind_of(word[0]))
            elif text[line:stop].strip():
                without += 1
                word = patterns.KIND.search(low, max(line, stop - 30), stop)
                if (word and not re.search(r"\w", low[word.end() : stop])) or patterns.KIND.match(low, line):
                    break
            line = stop + 1
        return True

    def _line_start(self, place: int) -> int:
        return self._low.rfind("\n", 0, place) + 1

    def _same(self, start: int, end: int, kind: str) -> bool:
        """ "In the same resolution": the one named last."""
        last = self._found[-1] if self._found else None
        if last is None or last.kind != kind or patterns.PLURAL.search(self._low, start, end):
            return False
        before = patterns.SAME_BEFORE.search(self._low, max(0, start - 40), start)
        behind = patterns.SAME_BEHIND.match(self._low, end)
        if not (before or behind):
            return False
        begin, stop = before.start() if before else start, behind.end() if behind else end
        self._add(begin, stop, kind, last.body, last.number, min(SAME, last.confidence))
        return True


def _kind_of(word: str) -> str:
    """ "resolution" or "decision", from either word in any of its forms and languages."""
    word = word.lower()
    return "resolution" if word[0] in "ruق" or (word[:2] in ("ре", "决议") and word[:3] != "реш") else "decision"


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
