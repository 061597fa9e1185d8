"""Days that cannot be, in six languages."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from documents.reading.faults.dates import date_faults
from documents.reading.faults.days import find_days
from documents.reading.faults.plain import Plain

FAULTS = [
    # no such day
    ("31 June 2016", "D01"),
    ("29 February 2015", "D01"),
    ("30 February", "D01"),
    ("on 32 June 2016", "D01"),
    ("June 31, 2016", "D01"),
    ("le 31 juin 2016", "D01"),
    ("31 de junio de 2016", "D01"),
    ("31 июня 2016 года", "D01"),
    ("2016年6月31日", "D01"),
    ("二〇一六年六月三十一日", "D01"),
    ("2016年13月6日", "D01"),
    ("31 حزيران/يونيه 2016", "D01"),
    ("2016-06-31", "D01"),
    ("31.06.2016", "D01"),
    ("from 28 to 31 June 2016", "D01"),
    # weekdays
    ("Tuesday, 6 June 2016", "D02"),
    ("Tuesday, June 6, 2016", "D02"),
    ("6 June 2016 (Tuesday)", "D02"),
    ("from Monday, 28, to Thursday, 30 September 2015", "D02"),
    ("Monday to Thursday, 6 to 10 June 2016", "D02"),
    ("du mardi 6 au mercredi 8 juin 2016", "D02"),
    ("martes 6 de junio de 2016", "D02"),
    ("во вторник, 6 июня 2016 года", "D02"),
    ("2016年6月6日星期二", "D02"),
    ("الثلاثاء، 6 حزيران/يونيه 2016", "D02"),
    # ranges
    ("from 30 to 28 September 2015", "D03"),
    ("30–28 September 2015", "D03"),
    ("from 30 September to 28 September 2015", "D03"),
    ("from 30 September 2015 to 28 September 2015", "D03"),
    ("from 28 to 2 October 2015", "D03"),
    ("du 30 au 28 septembre 2015", "D03"),
    ("del 30 al 28 de septiembre de 2015", "D03"),
    ("с 30 по 28 сентября 2015 года", "D03"),
    ("2015年9月30日至28日", "D03"),
    ("من 30 إلى 28 أيلول/سبتمبر 2015", "D03"),
    ("from 2018 to 2015", "D04"),
    ("on 7 and 6 June 2016", "D04"),
    # names
    ("June, 6 Monday 2016", "D05"),
    ("6 Monday June 2016", "D05"),
    ("6 حزيران/يوليه 2016", "D06"),
]
RIGHT = [
    "Monday, 6 June 2016",
    "from 28 to 30 September 2015 and on 6 and 7 June 2016",
    "from Monday, 28, to Wednesday, 30 September 2015",
    "Monday to Friday, 6 to 10 June 2016",
    "du lundi 6 au mercredi 8 juin 2016",
    "les 6 et 7 juin 2016, puis le 1er juillet 2016",
    "del lunes 6 al miércoles 8 de junio de 2016",
    "с 28 по 30 сентября 2015 года",
    "Среда, 8 июня 2016 года",
    "2016年6月6日和7日",
    "2015年9月28日至30日",
    "2016年6月6日星期一",
    "من 28 إلى 30 أيلول/سبتمبر 2015",
    "يومي 6 و7 حزيران/يونيه 2016",
    "June 6, 2016",
    "29 February 2016",
    "from 28 December to 3 January 2016",
    "from 1 October to 30 September 2015",
    "28 September–2 October 2015",
    "paragraph 34 may be read, and 31 people march on",
    "Page 45\nMay 2016",
    "Issue 45 June 2016",
    "resolution 7/1 and 6 June 2016",
    "from 17 October 2016 to 21 October 2018",
]


@pytest.mark.parametrize(("words", "code"), FAULTS)
def test_a_day_that_cannot_be_is_found_once(words, code):
    text = f"The meeting was held {words}, in Vienna."
    (fault,) = date_faults(text)
    assert fault.code == code
    assert text[fault.start : fault.end] in words


@pytest.mark.parametrize("words", RIGHT)
def test_days_that_can_be_are_no_fault(words):
    assert date_faults(f"The meeting was held {words}, in Vienna.") == []


def test_a_date_that_goes_over_the_line_is_one_date():
    assert date_faults("held in Vienna from 28 to  \n30 September 2015 and on\n6 and 7 June 2016") == []


def test_the_weekday_that_fits_is_the_suggestion():
    assert date_faults("Tuesday, 6 June 2016")[0].suggestion == "Monday"


@given(some.dates(date(1930, 1, 1), date(2099, 12, 31)))
def test_every_day_of_the_calendar_is_right_with_its_own_weekday_and_wrong_with_the_next(day):
    def written(weekday):
        return f"{weekday:%A}, {day.day} {day:%B} {day.year}"

    assert date_faults(f"It was on {written(day)}.") == []
    assert [fault.code for fault in date_faults(f"It was on {written(day + timedelta(days=1))}.")] == ["D02"]


@given(some.dates(date(1930, 1, 1), date(2099, 12, 31)), some.integers(1, 200))
def test_a_range_of_days_is_right_forwards_and_wrong_backwards(first, length):
    last = first + timedelta(days=length)

    def written(one, other):
        return f"from {one.day} {one:%B} {one.year} to {other.day} {other:%B} {other.year}"

    assert date_faults(written(first, last)) == []
    assert [fault.code for fault in date_faults(written(last, first))] == ["D03"]


@given(some.text(alphabet="0123456789 ,.-–/年月日to\nJune juin июня Monday", max_size=300))
def test_no_text_is_too_odd(text):
    for fault in date_faults(text):
        assert 0 <= fault.start <= fault.end <= len(text)
    find_days(Plain(text))
