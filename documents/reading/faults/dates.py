"""Days that do not exist, weekdays that do not fit, ranges that end before they begin.

The calendar is the Gregorian one; weekdays are judged from 1925 on, when all who write in the six languages kept it.
"""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta

from documents.reading.faults.days import Day, DaysOfText, Span, days_of, find_swapped, find_years
from documents.reading.faults.fault import Fault

FIRST_YEAR = 1925
_FROM = ("from", "between", "du", "entre", "del", "desde", "с", "со", "من", "بين", "الفترة")
_ON = ("on", "les", "los", "le", "el", "يومي")
_TURN_OF_THE_YEAR = 45  # days: a range from December to January may leave the first year out


def date_faults(text: str, days: DaysOfText | None = None) -> list[Fault]:
    """What is wrong with the dates of a text, in order. days: its dates, where they were found already. Never raises."""
    days = days or days_of(text)
    plain = days.plain
    found = [fault for span in days.spans for fault in _of_span(span)]
    found += [
        Fault(
            "D05",
            start,
            end,
            f"“{_short(plain.text[start:end])}” has a weekday where the month stands, or the reverse.",
        )
        for start, end in find_swapped(plain)
    ]
    found += [
        Fault("D04", start, end, f"The years run backwards, from {first} to {last}.")
        for start, end, first, last in find_years(plain)
        if last < first
    ]
    placed = [Fault(each.code, *plain.span(each.start, each.end), each.sentence, each.suggestion) for each in found]
    return sorted(placed, key=lambda fault: (fault.start, fault.code))


def day_of(day: Day) -> date | None:
    """The day of the calendar that is meant; None where it is not stated in full, or does not exist."""
    if day.year is None or day.month is None:
        return None
    try:
        return date(day.year, day.month, day.day)
    except ValueError:
        return None


def _of_span(span: Span) -> Iterator[Fault]:
    impossible = [fault for day in span.days if (fault := _impossible(day, span))]
    yield from impossible
    for day in span.days:
        if day.names and day.names[0] != day.names[1]:
            one, other = (calendar.month_name[number] for number in day.names)
            yield Fault("D06", day.start, day.end, f"The month has two names that disagree: {one} and {other}.")
    if impossible:
        return
    if fault := _order(span):
        yield fault
    for day in span.days:
        stated = day_of(day)
        if day.weekday is None or stated is None or stated.year < FIRST_YEAR or stated.weekday() == day.weekday:
            continue
        if not day.has_year and day.month > span.last.month:
            continue  # "Monday, 5 December, and 6 January 2017": its year is the one before
        named, right = calendar.day_name[day.weekday], calendar.day_name[stated.weekday()]
        yield Fault("D02", day.start, day.end, f"{in_words(stated)} is a {right}, not a {named}.", right)


def _impossible(day: Day, span: Span) -> Fault | None:
    """The fault of a day that no month has, or this month does not have."""
    if not 1 <= day.month <= 12:
        return Fault("D01", day.start, day.end, f"There is no month {day.month}.")
    if not day.alone and span.join == "and":
        return None  # "paragraphs 31 and 30 June" are no days together
    leap = day.year is None or calendar.isleap(day.year)
    longest = 29 if day.month == 2 and leap else calendar.monthrange(2015, day.month)[1]
    if 1 <= day.day <= longest:
        return None
    if not 1 <= day.day <= 31 and not (span.introduced or day.weekday is not None or len(span.days) > 1):
        return None  # "Issue 45 June 2016"
    month = calendar.month_name[day.month]
    which = f"{month} {day.year}" if day.month == 2 and day.year else month
    if day.day == 0 or day.day > 31:
        return Fault("D01", day.start, day.end, f"There is no day {day.day} in {which}.")
    return Fault("D01", day.start, day.end, f"{which} has {longest} days: there is no {day.day} {month}.")


def _order(span: Span) -> Fault | None:
    """The fault of a range or list that does not climb."""
    if span.join == "" or len(span.days) < 2:
        return None
    first, last = span.first, span.last
    key = (first.month, first.day) >= (last.month, last.day)
    if first.year is not None and last.year is not None:
        key = (first.year, first.month, first.day) >= (last.year, last.month, last.day)
    if not key:
        return None
    place = span.start, span.end
    same = (first.month, first.day, first.year) == (last.month, last.day, last.year)
    if span.join == "and":
        if span.introduced in _ON and not first.alone and first.day > last.day:
            return Fault("D04", *place, f"The days do not stand in order: {first.day} before {last.day}.")
        return None
    if same:
        return (
            Fault("D04", *place, "The range ends on the day on which it begins.")
            if first.alone or _sure(span)
            else None
        )
    if first.alone and first.month != last.month and not (first.has_year and first.year):
        return _over_the_year(span)
    ends = "The range ends before it begins"
    words = f"{ends}: {_day_in_words(last)} comes before {_day_in_words(first)}."
    return Fault("D03" if _sure(span) else "D04", *place, words)


def _over_the_year(span: Span) -> Fault | None:
    """ "from 28 December to 3 January 2016" leaves the first year out; "from 5 October to 30 September 2015" is a fault."""
    first, last = span.first, span.last
    year = last.year or 2015
    try:
        begins, ends = date(year - 1, first.month, first.day), date(year, last.month, last.day)
    except ValueError:
        return None
    whole_year = ends - begins >= timedelta(days=364)
    if (ends - begins).days <= _TURN_OF_THE_YEAR or whole_year:
        return None
    words = f"{_day_in_words(last)} comes before {_day_in_words(first)}"
    if first.year and (begins.month - ends.month) in (1, 2):
        return Fault("D03", span.start, span.end, f"The range ends before it begins: {words}.")
    return Fault("D04", span.start, span.end, f"{words}: is another year meant?")


def _sure(span: Span) -> bool:
    """Whether the words leave no doubt that a range of days is meant, and not a number and a date."""
    return bool(span.introduced in _FROM or span.join == "dash" or span.first.alone or span.first.weekday is not None)


def in_words(day: date) -> str:
    """ "6 June 2016"."""
    return f"{day.day} {calendar.month_name[day.month]} {day.year}"


def _day_in_words(day: Day) -> str:
    return " ".join(str(part) for part in (day.day, calendar.month_name[day.month], day.year) if part)


def _short(text: str) -> str:
    return " ".join(text.split())
