"""The days by which documents are due, and what counts as late: pure reckoning."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.models import Standing
from mandates.models import PlannedKind, PlannedState
from mandates.planning.days import Days, days_by_rule, days_of, words_over
from mandates.planning.stands import Facts, Stand, delays_of, stand_of

OPENING = date(2026, 10, 19)
DAYS = Days(date(2026, 8, 10), date(2026, 9, 7))


def test_a_document_is_submitted_ten_weeks_and_issued_six_weeks_before_the_opening():
    assert days_by_rule("document", OPENING) == Days(date(2026, 8, 10), date(2026, 9, 7))


def test_the_provisional_agenda_of_a_session_is_out_sixty_days_before_it():
    days = days_by_rule("agenda", OPENING)
    assert days == Days(date(2026, 7, 23), date(2026, 8, 20))
    assert OPENING - days.issue_by == timedelta(days=60)
    assert days.issue_by - days.submit_by == timedelta(weeks=4)


def test_the_agenda_of_a_working_group_is_a_document_like_any_other():
    assert days_by_rule("agenda", OPENING, is_session=False) == days_by_rule("document", OPENING)


def test_a_conference_room_paper_goes_in_on_the_working_day_before_the_opening():
    assert days_by_rule("conference room paper", OPENING) == Days(date(2026, 10, 16), OPENING)


@pytest.mark.parametrize("kind", PlannedKind.values)
def test_without_an_opening_no_day_is_known(kind):
    assert days_by_rule(kind, None) == Days(None, None)


def test_a_day_set_by_hand_stands_over_the_rule_and_says_so():
    days = days_of("document", OPENING, submit_by=date(2026, 8, 1))
    assert days == Days(date(2026, 8, 1), date(2026, 9, 7), submit_by_hand=True)
    assert days_of("document", None, issue_by=OPENING) == Days(None, OPENING, issue_by_hand=True)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(PlannedKind.values), st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_a_session_that_moves_takes_its_days_along(kind, opening, moved):
    before, after = days_by_rule(kind, opening), days_by_rule(kind, opening + timedelta(days=moved))
    assert (after.issue_by - before.issue_by).days == moved
    assert before.submit_by <= before.issue_by <= opening


def test_words_over_the_limit_are_counted_but_not_for_conference_room_papers():
    assert words_over(8700, 8500, "document") == 200
    assert words_over(8500, 8500, "document") == words_over(None, 8500, "document") == 0
    assert words_over(90_000, 8500, "conference room paper") == 0


@pytest.mark.parametrize(
    ("facts", "stand"),
    [
        (Facts("planned"), Stand.PLANNED),
        (Facts("drafting"), Stand.DRAFTING),
        (Facts("submitted"), Stand.SUBMITTED),
        (Facts("planned", submitted_on=OPENING), Stand.SUBMITTED),
        (Facts("planned", Standing.HELD), Stand.SUBMITTED),
        (Facts("planned", Standing.EXPECTED), Stand.PLANNED),
        (Facts("drafting", Standing.IN_TRANSLATION), Stand.IN_TRANSLATION),
        (Facts("drafting", Standing.PARTLY_ISSUED), Stand.PARTLY_ISSUED),
        (Facts("drafting", Standing.ISSUED), Stand.ISSUED),
        (Facts("submitted", Standing.WITHDRAWN), Stand.WITHDRAWN),
        (Facts("planned", Standing.NOT_HELD, is_elsewhere=True), Stand.ISSUED),
        (Facts("dropped", Standing.ISSUED), Stand.DROPPED),
    ],
)
def test_what_the_document_shows_goes_before_what_staff_say(facts, stand):
    assert stand_of(facts) == stand


def words(facts, today, days=DAYS):
    return [delay.words for delay in delays_of(facts, days, today)]


def test_what_is_not_submitted_is_late_from_the_day_after():
    assert words(Facts("drafting"), date(2026, 8, 10)) == []
    assert words(Facts("drafting"), date(2026, 8, 11)) == ["not submitted, 1 day late"]
    assert words(Facts("drafting"), date(2026, 9, 9)) == [
        "not submitted, 30 days late",
        "not issued, 2 days late",
    ]


def test_what_came_late_stays_late_and_can_no_longer_be_mended():
    facts = Facts("submitted", Standing.ISSUED, submitted_on=date(2026, 8, 15), issued_on=date(2026, 9, 8))
    delays = delays_of(facts, DAYS, date(2027, 1, 1))
    assert [delay.words for delay in delays] == ["submitted 5 days late", "issued 1 day late"]
    assert not any(delay.is_open for delay in delays)


def test_languages_that_are_missing_after_the_day_are_late():
    assert words(Facts("submitted", Standing.PARTLY_ISSUED), date(2026, 9, 8)) == [
        "not issued in all languages, 1 day late"
    ]


def test_nothing_is_said_where_the_day_is_not_known_or_nothing_is_expected():
    assert words(Facts("planned"), date(2030, 1, 1), Days(None, None)) == []
    assert words(Facts(PlannedState.DROPPED), date(2030, 1, 1)) == []
    assert words(Facts("planned", Standing.NOT_HELD, is_elsewhere=True), date(2030, 1, 1)) == []
