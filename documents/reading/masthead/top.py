"""The top of a masthead: organisation, symbol, organ, distribution, date, original language, in one or two columns.

Print sets two columns; extraction gives them one after the other, or line by line interleaved. So every line is asked
what of the right column it holds, and what is left of it belongs to the name of the organ.
"""

import re

from documents.reading.language import JOB_NUMBER
from documents.reading.masthead.bodies import begins_a_body, names_in, the_most_specific
from documents.reading.masthead.lines import Line
from documents.reading.masthead.organisation import (
    FIRST_LINES,
    TOP_LINES,
    beside_the_organisation,
    is_label,
    states_a_label,
)
from documents.reading.masthead.patterns import (
    ANY_ORGAN,
    BAR_CODE,
    BARE_JOB_NUMBER,
    PLACE_AND_DATES_LINE,
    VERSION,
    WORDS,
    connects,
    name_of_organ,
    starting,
    whole,
)
from documents.reading.masthead.symbols import mended, symbols_in, symbols_of
from documents.reading.masthead.values import (
    AFTER_ITS_LABEL,
    BODY_OF_THE_MASTHEAD,
    DATE_BESIDE_OTHER_WORDS,
    DATE_IN_ITS_PLACE,
    ON_ITS_OWN,
    ONE_OF_SEVERAL,
    Value,
)
from documents.reading.masthead.wording import is_typed
from documents.reading.sessions import meeting_in, session_in
from documents.reading.words import dates_in

_BESIDE = 4  # lines of the right column round one of its labels
_VERSION_BEHIND = re.compile(rf"(?<=\w)\s(?:{WORDS['version']})$", re.IGNORECASE)
_NEAR = 12  # lines between a symbol and the labels of its masthead
_LONGEST_PLACE = 130
_MOST_PENDING = 8  # lines of the name of a conference
_DISTRIBUTION_LABEL = re.compile(rf"(?<!\w)(?:{WORDS['distribution_label']})\s?\.?\s?[:：]?\s?", re.IGNORECASE)
_DISTRIBUTIONS = {value: starting(rf"(?:{words})(?!\w)") for value, words in WORDS["distribution"].items()}
_ORIGINAL_LABEL = re.compile(rf"(?<!\w)(?:{WORDS['original_label']})\s?[:：;]\s?", re.IGNORECASE)
_ORIGINAL_ALONE = whole(WORDS["original_label"])
_ORIGINALS = {code: starting(rf"(?:{words})(?!\w)") for code, words in WORDS["original"].items()}
_DISTRIBUTION_ALONE = whole("|".join(WORDS["distribution"].values()))
_NEXT_LANGUAGE = re.compile(r"\s?(?:/|,|;|-|and|et|y|и|و|和)\s?", re.IGNORECASE)
_ONE_LANGUAGE_ONLY = whole(rf"\[?(?:{WORDS['english_only']})\]?")
# "General Assembly Official Records": one line where extraction joins the columns.
_OFFICIAL_RECORDS = re.compile(rf" (?:{WORDS['official_records']})$", re.IGNORECASE)
_UNRESTRICTED = whole(WORDS["unrestricted"])
REMARK = whole(WORDS["remarks"])
# Beside a date: a place, a range or a day of the week make it that of a meeting.
_OF_A_MEETING = re.compile(r"[\d,،，]|[-–—]\s*$")


class Top:
    """What the lines between "United Nations" and the session state."""

    def __init__(self, lines: list[Line], page: int, *, is_there: bool) -> None:
        self.page = page
        self.is_there = is_there
        self.end = 0
        self.original_language: Value | None = None
        self.organ_lines: list[str] = []
        self.symbol_lines: list[str] = []
        self.symbols_elsewhere = False
        self.symbols_misread = False
        self.taken: set[int] = set()
        self.carried: list[Line] = []
        self.statements: list[list[Value | None]] = []  # of each "Distr.": distribution, date
        self._dates: list[Value] = []
        if is_there:
            self._read(lines)
            if not self.symbol_lines:
                self._read_elsewhere(lines)
            if not self.is_labelled:
                self._labels_elsewhere(lines)

    # ------------------------------------------------ results

    @property
    def is_labelled(self) -> bool:
        return bool(self.statements or self.original_language or self._dates)

    def distribution(self, expected: str) -> Value | None:
        """The distribution; of several, the one that fits the symbol (`expected`)."""
        stated = [distribution for distribution, _ in self.statements if distribution]
        return _one_of(stated, [value for value in stated if value.value == expected])

    def date(self, expected: str) -> Value | None:
        """The date of the masthead; of several mastheads, that of the one that fits the symbol."""
        fitting = [
            date for distribution, date in self.statements if date and distribution and distribution.value == expected
        ]
        return _one_of(self._dates, fitting) if len(self.statements) > 1 else next(iter(self._dates), None)

    @property
    def body(self) -> Value | None:
        """The organ that the masthead names; "; " joins the two of a joint document."""
        if not self.organ_lines:
            return None
        names = list(dict.fromkeys(names_in(self.organ_lines)))
        organs = [name for name in names if name_of_organ(name)]
        name = "; ".join(organs) if len(organs) == len(names) else the_most_specific(names)
        return Value(name, " ".join(self.organ_lines), self.page, BODY_OF_THE_MASTHEAD)

    # ------------------------------------------------ reading

    def _read(self, lines: list[Line]) -> None:
        pending: list[str] = []
        for place, line in enumerate(lines[:TOP_LINES]):
            following = lines[place + 1].plain if place + 1 < len(lines) else ""
            before = pending[-1] if pending else ""
            left, found = self._strip(line, following, before, place)
            # Official Records print the session right under the organ, above "Distr.".
            if left and not found and (place > 2 or (place and session_in(left))):
                if session_in(left) or meeting_in(left) or _is_place_and_dates(left):
                    if not states_a_label(lines[place + 1 : place + _NEAR]):
                        if place <= 2:
                            self.organ_lines += pending
                            self.end, pending = place, []
                        break
                    # Session and place stand to the left of "Distr.": they are read with what is below.
                    self.organ_lines += pending
                    pending = []
                    self.carried.append(line)
                    continue
                if _begins_the_document(left):
                    break
                if self.is_labelled and is_typed(left) and not begins_a_body(left):
                    break
                if name_of_organ(left) and self.organ_lines and self.is_labelled and not _goes_on(lines, place):
                    break  # the organ's name once more, above its session
            if found:
                self.organ_lines += pending
                pending = []
                self.end = place + 1
            left = _OFFICIAL_RECORDS.sub("", left)
            if left:
                if "'" in left and left == line.plain:
                    left = line.text  # with the apostrophe as it is printed
                if found:
                    self.organ_lines.append(left)
                else:
                    pending.append(left)
            if len(pending) > _MOST_PENDING:
                break
        if not self.organ_lines and pending and ANY_ORGAN.fullmatch(pending[0]):
            # "United Nations", "Security Council" and nothing of a right column.
            self.organ_lines = [pending[0]]
            self.end = max(self.end, 1)
            while self.end < len(lines) and lines[self.end].plain != pending[0]:
                self.end += 1
            self.end += 1

    def _read_elsewhere(self, lines: list[Line]) -> None:
        """A symbol that stands far from the top with "Distr." or "ORIGINAL" beside it, as where columns come last."""
        for place, line in enumerate(lines[self.end :], start=self.end):
            if "/" not in line.text or not (symbols_of(line.text) or mended(line.text)):
                continue
            first, last = max(0, place - _NEAR), place + _NEAR
            if not states_a_label(lines[first:last]):
                continue
            for at in range(max(self.end, first), min(last, len(lines))):
                following = lines[at + 1].plain if at + 1 < len(lines) else ""
                left, found = self._strip(lines[at], following, "", 0)
                if found and not left:
                    self.taken.add(at)
            if not self.symbol_lines:
                self.symbol_lines.append(mended(line.text))
                self.symbols_misread = True
            self.symbols_elsewhere = True
            return

    def _labels_elsewhere(self, lines: list[Line]) -> None:
        """The right column where it stands behind the text, away from the symbol."""
        for place, line in enumerate(lines[self.end :], start=self.end):
            if not is_label(line) or line.text.startswith(("[", "(")):
                continue
            for at in range(max(self.end, place - _BESIDE), min(place + _BESIDE, len(lines))):
                following = lines[at + 1].plain if at + 1 < len(lines) else ""
                left, found = self._strip(lines[at], following, "", at)
                if found and not left:
                    self.taken.add(at)
            return

    def _strip(self, line: Line, following: str, before: str, place: int) -> tuple[str, bool]:
        """Take what the right column states out of a line; gives what is left of it and whether anything was found."""
        text, found = line.plain, False
        if place == 0 and (rest := beside_the_organisation(text)) is not None:
            # "CTOC" alone is the beginning of a symbol where the next line goes on with it.
            text, found = (text.rpartition(" ")[2] if following.startswith("/") else rest), True
        elif self.is_labelled and beside_the_organisation(text) == "":
            return "", True  # the name under the right column
        if self.symbol_lines and text and self._ends_the_symbol(text):
            return "", True
        if ("/" in text or following.startswith("/")) and (
            taken := self._symbols(line, text, following, before, place)
        ) is not None:
            text, found = taken, True
        if self.is_labelled and not is_label(line) and (version := _VERSION_BEHIND.search(text)):
            text, found = text[: version.start()], True  # "contre la criminalité" and "Français" beside it
        text, labelled = self._distribution(text, following)
        found = found or labelled
        text, originals = self._original(text, following)
        found = found or originals
        text, dated = self._date(text, "" if line.column else before, found=found)
        found = found or dated
        if _ONE_LANGUAGE_ONLY.fullmatch(text):
            if self.original_language is None:
                for code, pattern in _ORIGINALS.items():
                    if pattern.search(text):
                        self.original_language = Value(code, text, self.page, ON_ITS_OWN)
                        break
            return "", True
        if (
            VERSION.fullmatch(text)
            or BAR_CODE.fullmatch(text)
            or JOB_NUMBER.match(text)
            or _UNRESTRICTED.fullmatch(text)
            or REMARK.fullmatch(text)
        ):
            return "", True
        if (job := BARE_JOB_NUMBER.match(text)) and len(text) < len(job[0]) + 12:
            return "", True
        if self._alone(text, following, before):
            return "", True
        return text.strip(), found

    def _symbols(self, line: Line, text: str, following: str, before: str, place: int) -> str | None:
        """Keep the symbols of a line; gives the rest of it, None where there are none."""
        if self.symbol_lines and not symbols_of(text):
            return None
        # Broken over a line: "CTOC" + "/COP/2010/CRP.5", "A/79/437/" + "Add.6".
        if (text.endswith("/") or following.startswith("/")) and symbols_of(text + following):
            self.symbol_lines.append(text + following)
            return ""
        stated = _DISTRIBUTION_LABEL.split(text)[0].strip()
        if symbols_of(stated):
            if place < 12 or not self.symbol_lines:
                self.symbol_lines.append(stated)
            return text[len(stated) :].strip() if text.startswith(stated) else ""
        if not self.symbol_lines and (written := mended(text)):
            self.symbol_lines.append(written)
            self.symbols_misread = True
            return ""
        if self.symbol_lines or place >= FIRST_LINES:
            return None
        if place == 0 and " " not in text.partition("/")[0] and text.isascii():
            return ""  # beside the name of the organisation, and no symbol that can be read
        for at, written in symbols_in(text):
            # The end of a line that begins with the name of the body, as where columns share their lines.
            if at + len(written) == len(text) and not text[:at].rstrip().endswith(("(", "[", "/")):
                self.symbol_lines.append(written)
                return text[:at].strip()
        return None

    def _ends_the_symbol(self, text: str) -> bool:
        """Whether a line is the second half of a symbol that was broken over two lines and joined."""
        whole_symbol = self.symbol_lines[-1]
        return (
            len(text) < len(whole_symbol) and whole_symbol.endswith(text) and "/" in text + whole_symbol[-len(text) - 1]
        )

    def _distribution(self, text: str, following: str) -> tuple[str, bool]:
        label = _DISTRIBUTION_LABEL.search(text)
        if not label:
            return text, False
        stated = text[label.end() :] or following
        value = None
        end = label.end()
        for name, pattern in _DISTRIBUTIONS.items():
            if match := pattern.match(stated):
                inline = bool(text[label.end() :])
                quote = f"{label[0]}{match[0]}" if inline else f"{label[0].strip()} {match[0]}"
                value = Value(name, quote.strip(), self.page, AFTER_ITS_LABEL)
                end += match.end() if inline else 0
                break
        else:
            if match := re.match(r"\w+", text[end:]):
                end += match.end()
        date = self.statements.pop()[1] if self.statements and self.statements[-1][0] is None else None
        self.statements.append([value, date])
        return (text[: label.start()] + " " + text[end:]).strip(), True

    def _original(self, text: str, following: str) -> tuple[str, bool]:
        label = _ORIGINAL_LABEL.search(text) or (_ORIGINAL_ALONE.fullmatch(text) if following else None)
        if not label:
            return text, False
        inline = text[label.end() :].strip()
        stated = inline or following.strip()
        codes: list[str] = []
        at = end = 0
        while at < len(stated) and len(codes) < 6:
            match = next(
                ((code, match) for code, pattern in _ORIGINALS.items() if (match := pattern.match(stated, at))), None
            )
            if not match:
                break
            codes.append(match[0])
            end = match[1].end()
            joint = _NEXT_LANGUAGE.match(stated, end)
            at = joint.end() if joint else len(stated)
        if codes and self.original_language is None:
            quote = (label[0] + stated[:end]).strip()
            self.original_language = Value(" ".join(dict.fromkeys(codes)), quote, self.page, AFTER_ITS_LABEL)
        behind = inline[end:] if codes and inline else ""
        return f"{text[: label.start()]} {behind}".strip(" []"), True

    def _date(self, text: str, before: str, *, found: bool) -> tuple[str, bool]:
        dates = dates_in(text)
        if not dates:
            return text, False
        start, end, date = dates[0]
        rest = (text[:start] + text[end:]).strip()
        for word in ("года", "г.", "م"):
            rest = rest.removesuffix(word)
        rest = rest.strip(" .,")
        # A date beside a place or a range is that of the meeting; one that a sentence leads to is the sentence's.
        if (not found and _OF_A_MEETING.search(rest)) or session_in(text) or (before and connects(before)):
            return text, False
        if not rest or found:
            value = Value(date, text[start:end], self.page, DATE_IN_ITS_PLACE)
        elif not self._dates:
            value = Value(date, text[start:end], self.page, DATE_BESIDE_OTHER_WORDS)
        else:
            return text, False
        if self._dates and not (self.statements and self.statements[-1][1] is None):
            return text, False  # a second date belongs to a second masthead or to the text
        self._dates.append(value)
        if self.statements:
            self.statements[-1][1] = value
        else:
            self.statements.append([None, value])
        return rest, True

    def _alone(self, text: str, following: str, before: str) -> bool:
        """ "GENERAL", "LIMITED" under "Distr.", or alone beside the symbol as in the 1950s."""
        if not _DISTRIBUTION_ALONE.fullmatch(text):
            return False
        if name_of_organ(f"{text} {following}") or name_of_organ(f"{before} {text}"):
            return False  # "GENERAL" + "ASSEMBLY", "ASAMBLEA" + "GENERAL"
        if not any(distribution for distribution, _ in self.statements):
            value = next(name for name, pattern in _DISTRIBUTIONS.items() if pattern.match(text))
            if self.statements:
                self.statements[-1][0] = Value(value, text, self.page, ON_ITS_OWN)
            else:
                self.statements.append([Value(value, text, self.page, ON_ITS_OWN), None])
        return True


def _is_place_and_dates(text: str) -> bool:
    return len(text) < _LONGEST_PLACE and bool(PLACE_AND_DATES_LINE.fullmatch(text))


def _one_of(stated: list[Value], fitting: list[Value]) -> Value | None:
    if len({value.value for value in stated}) < 2:
        return stated[0] if stated else None
    chosen = (fitting or stated)[-1]
    return Value(chosen.value, chosen.quote, chosen.page, ONE_OF_SEVERAL)


def _goes_on(lines: list[Line], place: int) -> bool:
    """Whether a label stands within the next lines, so that the masthead is not over."""
    return states_a_label(lines[place + 1 : place + 4])


_BEGINS = starting(rf"(?:{WORDS['item']['words']})\s?\d|(?:{WORDS['act']['heading']})|(?:1|I)\s?[.、]\s?\S")


def _begins_the_document(text: str) -> bool:
    return bool(_BEGINS.match(text))
