"""Dates in running text, in six languages: single days, lists and ranges, with the weekdays beside them.

"from 28 to 30 September 2015", "du lundi 6 au mercredi 8 juin 2016", "с 28 по 30 сентября 2015 года", "2016年6月6日和7日",
"من 28 إلى 30 أيلول/سبتمبر 2015", "June 6, 2016". What is found is what is written: whether there is such a day is another
question (dates.py). Time grows with the length of the text.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from documents.reading.faults.plain import Plain
from documents.reading.words import WORDS, number_of

_WORDS = tomllib.loads(Path(__file__).with_name("dates.toml").read_text(encoding="utf-8"))
_IN_ORDER = {language: names.split() for language, names in WORDS["months"].items()}
_BEFORE = 90  # characters in which what leads up to a day is looked for
_MOST_DAYS = 12  # of one list


@dataclass(frozen=True)
class Day:
    """One day as written: `month` and `year` are None where they are not stated (nor, in a range, behind it).

    `weekday` counts from Monday, 0; None where none is written. `start` and `end` are the place of the day itself with its
    weekday. `names` are the two numbers of an Arabic month that is written under two names. `alone` tells that the month
    stands right behind this day, not behind a later one of the list; `has_year` the same of the year.
    """

    start: int
    end: int
    day: int
    month: int | None = None
    year: int | None = None
    weekday: int | None = None
    names: tuple[int, int] = ()
    alone: bool = True
    has_year: bool = True


@dataclass(frozen=True)
class Span:
    """Days that are named together. `join` is "" for one day, "to" for a range, "dash" for one with a dash, "and" for a list.

    `introduced` is the word in front, in small letters ("from", "du", "on"), "" where there is none that counts.
    """

    days: tuple[Day, ...]
    join: str
    introduced: str

    @property
    def start(self) -> int:
        return self.days[0].start

    @property
    def end(self) -> int:
        return self.days[-1].end

    @property
    def first(self) -> Day:
        return self.days[0]

    @property
    def last(self) -> Day:
        return self.days[-1]


@dataclass(frozen=True)
class DaysOfText:
    """The dates of one text: their places count in `plain.text`, which has the way back to the text itself."""

    plain: Plain
    spans: list[Span]


# ---------------------------------------------------------------- words


def _numbered(names: list[str], first: int) -> dict[str, int]:
    return {
        " ".join(name.split()): number
        for number, alternatives in enumerate(names, start=first)
        for name in alternatives.split("|")
    }


_SHORTENED = _numbered(_WORDS["months"]["short"], 1)
_ENGLISH = _numbered(_IN_ORDER["en"], 1) | _SHORTENED
_OTHERS = {
    name: at
    for language in ("fr", "es", "spanish_other", "ru")
    for name, at in _numbered(_IN_ORDER[language], 1).items()
}
_LEVANTINE = _numbered(_WORDS["months"]["levantine"], 1)
_WESTERN = _numbered(_IN_ORDER["ar"], 1) | _WORDS["western_too"]
_WEEKDAYS = {name: at for names in _WORDS["weekdays"].values() for name, at in _numbered(names, 0).items()}
_MONTHS = _WESTERN | _LEVANTINE | _OTHERS | _ENGLISH


def _any_of(names) -> str:
    ordered = sorted(names, key=lambda name: (-len(name), name))
    return "|".join(name.replace(" ", r"\s{1,3}") for name in ordered)


# "paragraph 34 may be" is no date: months and weekdays of English stand in capitals.
_IN_CAPITALS = "|".join(
    rf"(?:{name.capitalize()}|{name.upper()})" + (r"(?!\w)\.?" if name in _SHORTENED else "")
    for name in sorted(_ENGLISH, key=lambda name: (-len(name), name))
)
_EAST, _WEST = _any_of(_LEVANTINE), _any_of(_WESTERN)
_ARABIC = rf"(?:{_EAST})(?:\s?/\s?(?:{_WEST}))?|(?:{_WEST})(?:\s?/\s?(?:{_EAST}))?"
_MONTH = rf"(?:{_IN_CAPITALS}|(?i:{_any_of(_OTHERS)})|{_ARABIC})(?!\w)"
_ZH_WEEKDAY = _any_of(_numbered(_WORDS["weekdays"]["zh"], 0))
_WEEKDAY = rf"(?<!\w)(?i:{_any_of(name for name in _WEEKDAYS if name[0] not in '星周')})(?!\w)"

_ORDINAL = r"(?:\s?(?:st|nd|rd|th|er|re|º|°)(?!\w)|-(?:е|го|ое)(?!\w))?"
_OF = r"(?:de\s{1,3}|of\s{1,3}|d['’]\s?)?"
_ARTICLE = r"(?:(?:the|le|el|los|les|de|du|on)\s{1,3})?"
_YEAR = r"(?:\s{0,3},\s{0,3}|\s{1,4})(?:de\s{1,3}|del\s{1,3}|عام\s{1,3})?(?P<year>(?:1[89]|20)[0-9]{2})(?![0-9])"
_CORE = re.compile(
    rf"(?<![0-9/.])(?<![0-9],)(?P<day>[0-9]{{1,2}}){_ORDINAL}(?P<gap>\s{{1,4}}){_OF}(?P<month>{_MONTH})(?:{_YEAR})?"
)
_TO = r"to|until|till|through|au|à|jusqu'au|al|a|hasta|по|до|إلى|الى"
_AND = r"and|et|y|e|и|or|ou|o|или|أو"
_JOIN = (
    rf"(?:(?P<dash>\s{{0,2}}-)|\s{{0,3}},?\s{{0,3}}(?:(?P<to>{_TO})|(?P<and>{_AND}))\s|\s{{0,3}},?\s{{0,3}}(?P<waw>و)"
    r"|(?P<comma>\s{0,2}[,،、]))"
)
_PART = re.compile(
    rf"(?:(?P<weekday>{_WEEKDAY})\s{{0,3}}[,،]?\s{{1,3}}{_ARTICLE})?"
    rf"(?P<number>(?<![0-9/.-])(?<![0-9],)(?P<day>[0-9]{{1,2}}))"
    rf"{_ORDINAL}(?:\s{{1,4}}{_OF}(?P<month>{_MONTH})(?:{_YEAR})?(?:\s{{1,3}}(?:года|г\.))?)?(?:\s?\({_WEEKDAY}\))?"
    rf"{_JOIN}\s{{0,4}}{_ARTICLE}\Z"
)
_WEEKDAY_BEFORE = re.compile(rf"(?P<weekday>{_WEEKDAY})\s{{0,3}}[,،]?\s{{1,3}}{_ARTICLE}\Z")
_WEEKDAYS_BEFORE = re.compile(
    rf"(?P<weekday>{_WEEKDAY})(?:\s{{0,2}}-\s{{0,2}}|\s{{0,3}},?\s{{1,3}}(?:{_TO}|{_AND})\s{{1,3}}|\s?,\s?){_ARTICLE}\Z"
)
_WEEKDAY_BEHIND = re.compile(rf"(?:\s{{1,3}}(?:года|г\.))?\s?\((?P<weekday>{_WEEKDAY})\)")
_INTRODUCED = re.compile(
    r"(?<!\w)(from|between|on|of|by|to|until|since|dated|before|after|du|le|les|au|entre|del|el|los|al|desde|с|со|от|до|по|к|من|في|يوم|يومي|بين|الفترة)"
    r"\s{1,4}\Z",
    re.IGNORECASE,
)

_AMERICAN = re.compile(
    rf"(?<!\w)(?P<month>{_IN_CAPITALS})\s{{1,3}}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?"
    r"(?:\s{0,2}(?P<join>-|to|and)\s{0,2}(?P<last>[0-9]{1,2})(?:st|nd|rd|th)?)?\s{0,2},?\s{1,3}(?P<year>(?:19|20)[0-9]{2})(?![0-9])"
)
_ZH_NUMBER = "[0-9]{1,2}|[〇零一二三四五六七八九十]{1,3}"
_ZH_YEAR = "[0-9]{4}|[〇零一二三四五六七八九]{4}"
_CHINESE = re.compile(
    rf"(?:(?P<year>{_ZH_YEAR})\s?年\s?)?(?P<month>{_ZH_NUMBER})\s?月\s?(?P<day>{_ZH_NUMBER})\s?"
    rf"(?:日?\s?(?:[(]?(?P<weekday>{_ZH_WEEKDAY})[)]?)?\s?(?P<join>至|到|-|和|及|、)\s?"
    rf"(?:(?P<last_year>{_ZH_YEAR})\s?年\s?)?(?:(?P<last_month>{_ZH_NUMBER})\s?月\s?)?(?P<last>{_ZH_NUMBER})\s?)?日"
    rf"(?:\s?[(]?(?P<behind>{_ZH_WEEKDAY})[)]?)?"
)
_NUMERIC = re.compile(
    r"(?<![\w.,/-])(?:(?P<year>(?:19|20)[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![\w-])"
    r"|(?P<d>[0-9]{1,2})(?P<sign>[./])(?P<m>[0-9]{1,2})(?P=sign)(?P<y>(?:19|20)[0-9]{2})(?![\w/]|[.-][0-9]))"
)


# ---------------------------------------------------------------- finding


def days_of(text: str) -> DaysOfText:
    """Every date of a text, to be judged in several ways: finding them costs as much as all that is asked of them."""
    plain = Plain(text)
    return DaysOfText(plain, find_days(plain))


def find_days(plain: Plain) -> list[Span]:
    """Every date, list and range of dates, in order. Places count in `plain.text`. Never raises."""
    text = plain.text
    found = [*_written_out(text), *_american(text), *_numeric(text)]
    if "月" in text:
        found += _chinese(text)
    return sorted(found, key=lambda span: (span.start, span.end))


def _weekday(words: str | None) -> int | None:
    return _WEEKDAYS.get(" ".join(words.lower().split())) if words else None


def _month(words: str) -> tuple[int, tuple[int, int]]:
    """The number of a month, and both numbers where it is written under two names."""
    names = [" ".join(name.lower().rstrip(".").split()) for name in words.split("/")]
    if len(names) == 1:
        return _MONTHS[names[0]], ()
    first, second = names
    # "نيسان" stands in both calendars.
    if first in _LEVANTINE and second in _WESTERN:
        both = _LEVANTINE[first], _WESTERN[second]
    else:
        both = _WESTERN[first], _LEVANTINE[second]
    return both[0], both


def _written_out(text: str) -> list[Span]:
    spans: list[Span] = []
    for core in _CORE.finditer(text):
        if not _is_one_date(text, core):
            continue
        floor = _floor(spans)
        days, join = _led_up_to(text, _core_day(text, core, floor), floor)
        days = _with_weekdays_of_the_range(text, days, floor)
        if spans and days[0].start < spans[-1].end:
            spans.pop()  # a day that stood alone so far begins this range
        introduced = _INTRODUCED.search(text[max(_floor(spans), days[0].start - 20) : days[0].start])
        spans.append(Span(tuple(days), join, introduced[1].lower() if introduced else ""))
    return spans


def _floor(spans: list[Span]) -> int:
    """How far back the next date may reach: a single day before it may be its beginning, a range may not."""
    if not spans:
        return 0
    if len(spans[-1].days) == 1:
        return spans[-2].end if len(spans) > 1 else 0
    return spans[-1].end


def _core_day(text: str, core: re.Match, floor: int) -> Day:
    month, names = _month(core["month"])
    year = int(core["year"]) if core["year"] else None
    day = Day(core.start("day"), core.end(), int(core["day"]), month, year, names=names)
    if behind := _WEEKDAY_BEHIND.match(text, core.end()):
        return replace(day, weekday=_weekday(behind["weekday"]), end=behind.end())
    if before := _WEEKDAY_BEFORE.search(text[max(floor, core.start() - 40) : core.start()]):
        return replace(day, weekday=_weekday(before["weekday"]), start=core.start() - len(before[0]))
    return day


def _led_up_to(text: str, last: Day, floor: int) -> tuple[list[Day], str]:
    """The days that lead up to the last one of a range or list, and how they are joined."""
    days, join = [last], ""
    while len(days) < _MOST_DAYS:
        start = days[0].start
        base = max(floor, start - _BEFORE)
        part = _PART.search(text[base:start])
        if not part:
            break
        this = "to" if part["to"] else "dash" if part["dash"] else "and"
        if join and (this != "and" or join != "and"):
            break  # the end of one range is not the beginning of another
        if (this == "and" and part["year"]) or (int(part["day"]) > 31 and not part["month"]):
            break
        join = join or this
        days.insert(0, _led_by(part, base, days[0]))
    return days, join


def _is_one_date(text: str, core: re.Match) -> bool:
    """Whether the number and the month belong together: a page number alone on its line does not belong to the next line."""
    if "\t" in core["gap"]:
        return False
    if "\n" not in core["gap"]:
        return True
    line = text[text.rfind("\n", 0, core.start()) + 1 : core.start()]
    return bool(line.strip()) and core["gap"].count("\n") == 1


def _led_by(part: re.Match, begin: int, following: Day) -> Day:
    """The day that leads up to `following`: it has the month and year of that one, unless it has its own.

    `begin` is where the stretch begins in which `part` was found."""
    alone = bool(part["month"])
    month, names = _month(part["month"]) if alone else (following.month, ())
    year = int(part["year"]) if part["year"] else following.year
    end = begin + (part.end("year") if part["year"] else part.end("month") if alone else part.end("number"))
    start = begin + part.start("weekday" if part["weekday"] else "number")
    return Day(start, end, int(part["day"]), month, year, _weekday(part["weekday"]), names, alone, bool(part["year"]))


def _with_weekdays_of_the_range(text: str, days: list[Day], floor: int) -> list[Day]:
    """ "Monday to Friday, 6 to 10 June 2016": the weekdays stand together before the days."""
    first = days[0]
    if first.weekday is None:
        return days
    before = _WEEKDAYS_BEFORE.search(text[max(floor, first.start - 40) : first.start])
    if not before:
        return days
    start = first.start - len(before[0])
    if len(days) == 2 and days[1].weekday is None:
        return [
            replace(first, weekday=_weekday(before["weekday"]), start=start),
            replace(days[1], weekday=first.weekday),
        ]
    return [replace(day, weekday=None) for day in days]


def _american(text: str) -> Iterator[Span]:
    """ "June 6, 2016", "June 6-8, 2016"."""
    for found in _AMERICAN.finditer(text):
        if re.search(r"[0-9]\s{1,3}\Z", text[max(0, found.start() - 4) : found.start()]):
            continue  # "10 June 15 2016" is none
        month, year = _ENGLISH[found["month"].lower().rstrip(".")], int(found["year"])
        start, weekday = found.start(), None
        if before := _WEEKDAY_BEFORE.search(text[max(0, start - 40) : start]):
            start, weekday = start - len(before[0]), _weekday(before["weekday"])
        if not found["join"]:
            yield Span((Day(start, found.end(), int(found["day"]), month, year, weekday),), "", "")
            continue
        first = Day(start, found.end("day"), int(found["day"]), month, year, weekday)
        last = Day(found.start("last"), found.end(), int(found["last"]), month, year)
        yield Span((first, last), {"-": "dash", "to": "to", "and": "and"}[found["join"]], "")


def _chinese(text: str) -> Iterator[Span]:
    for found in _CHINESE.finditer(text):
        year = number_of(found["year"]) if found["year"] else None
        month = number_of(found["month"])
        if not found["join"]:
            day = Day(*found.span(), number_of(found["day"]), month, year, _weekday(found["behind"]))
            yield Span((day,), "", "")
            continue
        last_year = number_of(found["last_year"]) if found["last_year"] else year
        last_month = number_of(found["last_month"]) if found["last_month"] else month
        weekday = _weekday(found["weekday"])
        first = Day(found.start(), found.end("day"), number_of(found["day"]), month, year, weekday)
        last = Day(
            found.start("last"),
            found.end(),
            number_of(found["last"]),
            last_month,
            last_year,
            _weekday(found["behind"]),
        )
        yield Span((first, last), "to" if found["join"] in "至到-" else "and", "from")


def _numeric(text: str) -> Iterator[Span]:
    """ "2016-06-06", "06.06.2016", "6/6/2016": only where the month can be one, for some put it first."""
    for found in _NUMERIC.finditer(text):
        year, month, day = (
            int(found[name] or found[other]) for name, other in (("year", "y"), ("month", "m"), ("day", "d"))
        )
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield Span((Day(*found.span(), day, month, year),), "", "")


# ---------------------------------------------------------------- names out of their places

_SWAPPED = re.compile(
    rf"(?<!\w)(?:{_MONTH}\s{{0,3}},?\s{{1,3}}(?P<one>[0-9]{{1,2}})\s{{1,3}}{_OF}{_WEEKDAY}"
    rf"|(?P<other>[0-9]{{1,2}})\s{{1,3}}{_WEEKDAY}\s{{1,3}}{_OF}{_MONTH})"
)


def find_swapped(plain: Plain) -> list[tuple[int, int]]:
    """Where a weekday stands in the place of a month: "June, 6 Monday 2016", "6 Monday June 2016"."""
    return [found.span() for found in _SWAPPED.finditer(plain.text)]


_YEARS = re.compile(
    r"(?<!\w)(?:from|between|entre|de|desde|с)\s{1,3}(?P<first>(?:19|20)[0-9]{2})\s{1,3}(?:to|and|et|à|a|y|по|до)\s{1,3}"
    r"(?P<last>(?:19|20)[0-9]{2})(?![\w/-])",
    re.IGNORECASE,
)


def find_years(plain: Plain) -> list[tuple[int, int, int, int]]:
    """Ranges of years: where they stand, the first and the last."""
    return [(*found.span(), int(found["first"]), int(found["last"])) for found in _YEARS.finditer(plain.text)]
