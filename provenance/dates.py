"""Dates that are known to the day, to the month or only to the year."""

from datetime import date

from django.db import models

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class Precision(models.TextChoices):
    DAY = "day", "to the day"
    MONTH = "month", "to the month"
    YEAR = "year", "to the year"


def parse_partial(text):
    """``2022``, ``2022-05`` or ``2022-05-06`` as (date of the first day meant, Precision).

    Raises ValueError, with a sentence, for anything else.
    """
    parts = text.split("-")
    try:
        numbers = [int(part) for part in parts]
        first = date(*numbers, *[1] * (3 - len(numbers)))
    except (ValueError, TypeError):
        raise ValueError(f"“{text}” is no date: write 2022, 2022-05 or 2022-05-06.") from None
    return first, [Precision.YEAR, Precision.MONTH, Precision.DAY][len(numbers) - 1]


def day_in_words(day):
    """A date as people write it: ``6 May 2022``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def in_words(day, precision, until=None):
    """A partial date as people write it: ``6 May 2022``, ``May 2022``, ``28–30 September 2015``; empty without a date."""
    if day is None:
        return ""
    if precision == Precision.YEAR:
        return f"{day.year}"
    if precision == Precision.MONTH:
        return f"{MONTHS[day.month - 1]} {day.year}"
    end = day_in_words(until or day)
    if until is None or until == day:
        return end
    if (day.year, day.month) == (until.year, until.month):
        return f"{day.day}–{end}"
    if day.year == until.year:
        return f"{day.day} {MONTHS[day.month - 1]} – {end}"
    return f"{day_in_words(day)} – {end}"


def partial(day, precision):
    """The date as ISO text, as far as it is known: the inverse of ``parse_partial``; empty without a date."""
    if day is None:
        return ""
    return day.isoformat()[: {Precision.YEAR: 4, Precision.MONTH: 7}.get(precision, 10)]
