"""The rules by which a mandate's status follows from the evidence: each branch, and what can never be."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mandates.models import Deliverable, LinkKind, MandateStanding, MandateStatus, StandingStatus
from mandates.standing.rules import Facts, reckon

EIGHTH, NINTH = "eighth session", "ninth session"
OPEN, UNDER_WAY, DELIVERED = StandingStatus.OPEN, StandingStatus.UNDER_WAY, StandingStatus.DELIVERED


def told(**facts):
    """The status and the reason of a mandate with these facts."""
    reckoned = reckon(Facts(**facts))
    return reckoned.status, reckoned.reason


@pytest.mark.parametrize(
    ("facts", "status", "reason"),
    [
        # Meetings.
        ({}, OPEN, "no meeting known"),
        ({"least_number": 2}, OPEN, "0 of at least 2 meetings held"),
        ({"meetings_to_come": 1}, UNDER_WAY, "no meeting known; 1 meeting to come"),
        ({"least_number": 2, "meetings_held": 1}, UNDER_WAY, "1 of at least 2 meetings held"),
        ({"least_number": 1, "meetings_held": 1}, DELIVERED, "1 of at least 1 meeting held"),
        ({"least_number": 1, "meetings_held": 2}, DELIVERED, "2 of at least 1 meetings held"),
        ({"meetings_held": 1}, DELIVERED, "1 meeting held"),
        ({"reports": 1}, UNDER_WAY, "no meeting known; 1 report known"),
        (
            {"least_number": 1, "meetings_held": 2, "reports": 2, "sessions": ((EIGHTH, 2),)},
            DELIVERED,
            "2 of at least 1 meetings held; both reports went to the eighth session",
        ),
    ],
)
def test_a_meeting_is_delivered_when_as_many_were_held_as_were_asked_for(facts, status, reason):
    assert told(deliverable=Deliverable.MEETING, **facts) == (status, reason)


@pytest.mark.parametrize("deliverable", [Deliverable.REPORT, Deliverable.STUDY])
@pytest.mark.parametrize(
    ("facts", "status", "reason"),
    [
        ({}, OPEN, "no report known"),
        ({"least_number": 1}, OPEN, "no report known"),
        ({"least_number": 2}, OPEN, "none of at least 2 reports known"),
        ({"meetings_held": 1}, UNDER_WAY, "1 meeting held; no report known"),
        ({"reports": 1}, DELIVERED, "1 report known"),
        ({"least_number": 3, "reports": 2}, UNDER_WAY, "2 of at least 3 reports known"),
        (
            {"least_number": 3, "reports": 2, "sessions": ((EIGHTH, 2),)},
            UNDER_WAY,
            "2 of at least 3 reports known; both reports went to the eighth session",
        ),
        ({"reports": 1, "sessions": ((EIGHTH, 1),)}, DELIVERED, "the report went to the eighth session"),
        (
            {"reports": 1, "due_at_session": True},
            UNDER_WAY,
            "1 report known, not known to have gone to a session",
        ),
        (
            {"reports": 1, "due_at_session": True, "sessions": ((NINTH, 1),)},
            DELIVERED,
            "the report went to the ninth session",
        ),
        (
            {"reports": 4, "sessions": ((EIGHTH, 2), (NINTH, 1))},
            DELIVERED,
            "of 4 reports 2 went to the eighth session and 1 to the ninth session",
        ),
        ({"reports": 3, "sessions": ((EIGHTH, 3),)}, DELIVERED, "all 3 reports went to the eighth session"),
    ],
)
def test_a_report_is_delivered_when_it_went_to_a_session_where_one_was_named(deliverable, facts, status, reason):
    assert told(deliverable=deliverable, **facts) == (status, reason)


@pytest.mark.parametrize(
    ("facts", "status", "reason"),
    [
        ({}, OPEN, "no answer known"),
        ({"founded": "Working Group on Firearms"}, DELIVERED, "established: Working Group on Firearms"),
        ({"meetings_held": 1}, DELIVERED, "1 meeting held"),
        ({"reports": 1}, UNDER_WAY, "1 report known"),
    ],
)
def test_a_body_is_delivered_when_it_is_there_or_has_met(facts, status, reason):
    assert told(deliverable=Deliverable.BODY, **facts) == (status, reason)


@pytest.mark.parametrize("deliverable", ["", Deliverable.TOOL, Deliverable.ASSISTANCE, Deliverable.INFORMATION])
def test_anything_else_is_delivered_by_as_many_answers_as_were_asked_for(deliverable):
    assert told(deliverable=deliverable) == (OPEN, "no answer known")
    assert told(deliverable=deliverable, reports=1)[0] == DELIVERED
    assert told(deliverable=deliverable, meetings_held=1)[0] == DELIVERED
    assert told(deliverable=deliverable, meetings_held=1, reports=1, least_number=3)[0] == UNDER_WAY


@pytest.mark.parametrize("lasting", [{"is_recurring": True}, {"deliverable": Deliverable.TASK}])
def test_what_is_to_be_done_again_and_again_is_never_delivered(lasting):
    assert told(**lasting)[0] == OPEN
    assert told(meetings_held=6, reports=6, sessions=((EIGHTH, 6),), **lasting)[0] == UNDER_WAY


def test_what_recurs_is_not_late_once_it_was_answered():
    asked = Facts(is_recurring=True, due_on=date(2016, 10, 21), due_words="the eighth session", due_at_session=True)
    assert reckon(asked).due_on == date(2016, 10, 21)
    assert reckon(replace(asked, reports=1)).due_on is None


@pytest.mark.parametrize(
    ("kind", "status"),
    [(LinkKind.ENDED_BY, StandingStatus.ENDED), (LinkKind.SUPERSEDED_BY, StandingStatus.SUPERSEDED)],
)
def test_a_later_act_that_ends_it_or_takes_its_place_comes_before_what_came_of_it(kind, status):
    later = ((kind, "resolution 9/1, paragraph 3"),)
    assert told(later=later) == (status, f"{kind.label} resolution 9/1, paragraph 3")
    assert told(later=later, reports=1, sessions=((EIGHTH, 1),)) == (
        status,
        f"{kind.label} resolution 9/1, paragraph 3; the report went to the eighth session",
    )


def test_what_was_ended_and_superseded_is_ended():
    later = ((LinkKind.SUPERSEDED_BY, "resolution 8/1"), (LinkKind.ENDED_BY, "resolution 9/1"))
    assert told(later=later)[0] == StandingStatus.ENDED


@pytest.mark.parametrize(
    "kind", [LinkKind.FOLLOWED_BY, LinkKind.ENDORSED_BY, LinkKind.RENEWED_BY, LinkKind.EXTENDED_BY]
)
def test_what_a_later_act_carries_on_is_under_way(kind):
    later = ((kind, "resolution 10/1"),)
    assert told(later=later) == (UNDER_WAY, f"no answer known; {kind.label} resolution 10/1")


def test_several_later_acts_are_listed_and_each_once():
    later = tuple(
        (LinkKind.FOLLOWED_BY, act) for act in ("decision 8/1", "decision 9/1", "decision 9/1", "decision 10/1")
    )
    assert told(later=later)[1].endswith("carried on by decision 8/1, decision 9/1 and decision 10/1")


@pytest.mark.parametrize("status", [each for each in MandateStatus if each])
def test_what_a_person_states_counts_before_everything_with_the_reason(status):
    facts = Facts(
        stated=status,
        said_by="Anna Clerk, 1 December 2026",
        said_because="The funds were returned.",
        later=((LinkKind.ENDED_BY, "resolution 9/1"),),
        reports=1,
    )
    reckoned = reckon(facts)
    assert reckoned.status == ("delivered" if status == "done" else status)
    assert reckoned.reason == "The funds were returned (stated by Anna Clerk, 1 December 2026)"
    assert reckoned.is_stated


def test_what_the_register_states_counts_where_the_evidence_shows_another_status():
    stated = reckon(Facts(stated=MandateStatus.DONE, deliverable=Deliverable.REPORT))
    assert (stated.status, stated.is_stated) == (DELIVERED, True)
    assert stated.reason == "done, as the source of the register states; no report known"
    shown = reckon(Facts(stated=MandateStatus.DONE, deliverable=Deliverable.REPORT, reports=1))
    assert (shown.status, shown.is_stated, shown.reason) == (DELIVERED, False, "1 report known")


AFTER = date(2016, 10, 22)


@pytest.mark.parametrize(
    ("status", "is_stated", "day", "word", "sentence"),
    [
        (
            "open",
            False,
            AFTER,
            "Overdue",
            "due at the eighth session, which closed on 21 October 2016; no report known",
        ),
        (
            "open",
            False,
            date(2016, 10, 21),
            "Open",
            "due at the eighth session, which closes on 21 October 2016; no report known",
        ),
        (
            "under way",
            True,
            AFTER,
            "Under way",
            "due at the eighth session, which closed on 21 October 2016; no report known",
        ),
        ("delivered", False, AFTER, "Delivered", "no report known"),
        ("ended", False, AFTER, "Ended", "no report known"),
    ],
)
def test_only_what_is_unfinished_and_not_stated_is_overdue_after_its_day(status, is_stated, day, word, sentence):
    kept = MandateStanding(
        status=status,
        is_stated=is_stated,
        due_on=date(2016, 10, 21),
        due_session_id=8,
        due_words="the eighth session",
        reason="no report known",
    )
    shown = kept.shown(day)
    assert (shown.word, shown.sentence) == (word, sentence)


@pytest.mark.parametrize(
    ("due_on", "session", "words", "said"),
    [
        (None, 13, "the thirteenth session", "due at the thirteenth session; no report known"),
        (date(2027, 1, 1), None, "1 January 2027", "due: 1 January 2027; no report known"),
        (None, None, "as soon as possible", "due: as soon as possible; no report known"),
        (None, None, "", "no report known"),
    ],
)
def test_a_deadline_still_to_be_met_is_said_as_far_as_it_is_known(due_on, session, words, said):
    kept = MandateStanding(
        status="open", due_on=due_on, due_session_id=session, due_words=words, reason="no report known"
    )
    assert kept.shown(AFTER).sentence == said


ANYTHING = some.builds(
    Facts,
    deliverable=some.sampled_from(["", *Deliverable.values]),
    least_number=some.none() | some.integers(1, 4),
    is_recurring=some.booleans(),
    meetings_held=some.integers(0, 5),
    meetings_to_come=some.integers(0, 2),
    reports=some.integers(0, 5),
    sessions=some.just(()),
    founded=some.sampled_from(["", "Working Group on Firearms"]),
    later=some.lists(
        some.tuples(some.sampled_from([each for each in LinkKind if each != "follows"]), some.just("resolution 9/1"))
    ).map(tuple),
    due_at_session=some.booleans(),
    stated=some.sampled_from(MandateStatus.values),
)


@given(ANYTHING)
def test_there_is_always_a_status_and_a_reason(facts):
    reckoned = reckon(facts)
    assert reckoned.status in StandingStatus
    assert reckoned.reason
    assert reckoned == reckon(facts)


@given(ANYTHING)
def test_one_meeting_more_never_makes_less_of_a_mandate(facts):
    order = [OPEN, UNDER_WAY, DELIVERED]
    facts = replace(facts, stated="", later=())
    before = reckon(facts).status
    after = reckon(replace(facts, meetings_held=facts.meetings_held + 1)).status
    assert order.index(after) >= order.index(before)
