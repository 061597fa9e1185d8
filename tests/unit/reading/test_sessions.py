"""Sessions and meetings in the words of mastheads: ordinals up to one hundred and ninety-nine, special and yearly ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.reading.sessions import meeting_in, meeting_in_words, ordinal_at_the_start, session_in
from documents.reading.words import plain


def value(line: str):
    session = session_in(plain(line))
    return session.value if session else None


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Seventy-ninth session", 79),
        ("Resumed tenth session", 10),
        ("Reconvened sixty-sixth session", 66),
        ("One hundred and twenty-first session", 121),
        ("140th session", 140),
        ("Fifty-ninth session, 16 June–8 July 2025", 59),
        ("the first part of its first session", 1),
        ("Eightieth year", 80),
        ("Première session", 1),
        ("Vingt et unième session", 21),
        ("Soixante et onzième session", 71),
        ("Soixante-dix-neuvième session", 79),
        ("Quatre-vingtième session", 80),
        ("Quatre-vingt-unième session", 81),
        ("Quatre-vingt-dix-septième session", 97),
        ("Cent quarante et unième session", 141),
        ("140e session", 140),
        ("Decimotercer período de sesiones", 13),
        ("Septuagésimo noveno período de sesiones", 79),
        ("Octavo período de sesiones sustantivo", 8),
        ("16º período de sesiones", 16),
        ("Семьдесят девятая сессия", 79),
        ("о работе ее девятой сессии, проведенной в Вене", 9),
        ("Сто сороковая сессия", 140),
        ("140-я сессия", 140),
        ("第七十九届会议", 79),
        ("第一四〇届会议", 140),
        ("第140届会议", 140),
        ("الدورة الثانية", 2),
        ("الدورة السادسة عشرة", 16),
        ("الدورة التاسعة والسبعون", 79),
        ("الدورة ١٤٠", 140),
    ],
)
def test_a_session_is_an_ordinal_in_words_or_figures(line, number):
    assert value(line) == number


@pytest.mark.parametrize(
    ("line", "year"),
    [
        ("2025 session", 2025),
        ("Annual session 2025", 2025),
        ("First regular session 2025", 2025),
        ("Organizational session for 2011", 2011),
        ("2024 substantive session", 2024),
        ("Session de 1980", 1980),
        ("Session de fond de 2010", 2010),
        ("Première session ordinaire de 2025", 2025),
        ("Período de sesiones anual de 2025", 2025),
        ("Primer período ordinario de sesiones de 2025", 2025),
        ("Основная сессия 2010 года", 2010),
        ("Первая очередная сессия 2025 года", 2025),
        ("2025年届会", 2025),
        ("2025年第一届常会", 2025),
        ("دورة عام 2025", 2025),
        ("الدورة العادية الأولى لعام 2025", 2025),
    ],
)
def test_a_yearly_session_is_its_year_whatever_ordinal_it_has_within_it(line, year):
    assert value(line) == year


@pytest.mark.parametrize(
    ("line", "special"),
    [
        ("Thirty-second special session", "S-32"),
        ("Tenth emergency special session", "ES-10"),
        ("Vingt et unième session extraordinaire", "S-21"),
        ("Dixième session extraordinaire d'urgence", "ES-10"),
        ("Vigésimo primer período extraordinario de sesiones", "S-21"),
        ("Décimo período extraordinario de sesiones de emergencia", "ES-10"),
        ("Тридцать вторая специальная сессия", "S-32"),
        ("Десятая чрезвычайная специальная сессия", "ES-10"),
        ("第三十二届特别会议", "S-32"),
        ("第十届紧急特别会议", "ES-10"),
        ("الدورة الاستثنائية الثانية والثلاثون", "S-32"),
        ("الدورة الاستثنائية الطارئة العاشرة", "ES-10"),
    ],
)
def test_special_sessions_have_numbers_of_their_own(line, special):
    assert value(line) == special


@pytest.mark.parametrize(
    "line",
    ["The session of the second committee", "A year ago", "Vienna, 15–19 October 2018", "in 2025 the session was"],
)
def test_a_line_that_only_speaks_of_sessions_names_none(line):
    assert value(line) is None


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("26th plenary meeting", 26),
        ("9956th meeting", 9956),
        ("3rd (closed) meeting", 3),
        ("64e séance plénière", 64),
        ("53 e séance plénière 21 juillet 2015", 53),
        ("9860ª sesión", 9860),
        ("2812a. sesión", 2812),
        ("64-е пленарное заседание", 64),
        ("на его 9860-м заседании", 9860),
        ("第64次全体会议", 64),
        ("الجلسة العامة 64", 64),
        ("في جلسته ٩٨٦٠", 9860),
    ],
)
def test_a_meeting_is_counted_in_figures(line, number):
    assert meeting_in(plain(line))[0] == number


def test_a_meeting_in_words_is_no_meeting_of_a_session_unless_a_record_names_it():
    assert meeting_in("Fifteenth meeting") is None
    assert meeting_in_words("Acta resumida de la séptima sesión")[0] == 7


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [
        ("Third Meeting of States Parties to the Treaty", 3),
        ("Fifteenth United Nations Congress on Crime Prevention", 15),
        ("Пятое Совещание государств", 5),
        ("2025 United Nations Conference", 0),
        ("Meeting of States Parties", 0),
    ],
)
def test_a_body_may_bear_the_number_of_its_meeting(text, ordinal):
    assert ordinal_at_the_start(text) == ordinal


@given(st.text(max_size=200))
def test_no_text_makes_it_fall_over(text):
    line = plain(text)
    session = session_in(line)
    assert session is None or line[session.start : session.end] == session.quote
    meeting_in(line)
    meeting_in_words(line)
    ordinal_at_the_start(line)


@given(st.integers(1, 199), st.sampled_from(["{}th session", "第{}届会议", "{}-я сессия", "{}e session", "الدورة {}"]))
def test_figures_are_read_as_they_stand(number, form):
    assert value(form.format(number)) == number


@pytest.mark.parametrize(
    "line",
    [
        "Session 21", "SESSION NO. 21", "Session n° 21", "Session no 21", "Período de sesiones núm. 21",
        "21.º período de sesiones", "Сессия № 21", "21 сессия", "الدورة 21", "الدورة رقم 21", "الدورة الـ 21",
        "Session 21, Kingston", "Session 21 (Part II)",
    ],
)  # fmt: skip
def test_figures_may_stand_behind_the_noun_or_bare_before_it(line):
    assert value(line) == 21


@pytest.mark.parametrize("line", ["Session 3: harvests", "Working session 3", "Session 12 paper", "Plenary session 2"])
def test_parts_of_a_programme_are_no_sessions_of_a_body(line):
    assert session_in(plain(line)) is None


def test_the_years_of_the_security_council_count_like_sessions():
    assert value("Fifty-seventh year") == value("第五十七年") == value("السنة السابعة والخمسون") == 57


def test_arabic_records_count_their_meetings_in_words():
    assert meeting_in_words("محضر موجز للجلسة التاسعة")[0] == 9
