"""What came of a mandate is read off the record, never guessed."""

import pytest

from accounts.access import Audience
from mandates.models import Mandate
from tests import factories as make

pytestmark = pytest.mark.django_db


def outcome(mandate, audience=Audience.PUBLIC):
    return Mandate.objects.with_outcome(audience).get(pk=mandate.pk).outcome


@pytest.fixture
def asked():
    """At least two meetings were asked for."""
    return make.mandate(deliverable="meeting", least_number=2)


def test_a_meeting_asked_for_and_not_held_is_not_met(asked):
    assert outcome(asked).word == "Not met yet"
    assert outcome(asked).sentence == "0 meetings held (at least 2 asked)"


def test_fewer_meetings_than_asked_for_meet_it_in_part(asked):
    make.response(asked, make.meeting(make.body("wg8"), start="2015-09-28"))
    assert outcome(asked).word == "Partly met"


def test_a_meeting_that_is_only_announced_was_not_held(asked):
    for slug in ("wg8", "wg7"):
        make.response(asked, make.meeting(make.body(slug), start="2027-09-28", status="announced"))
    assert outcome(asked).word == "Not met yet"


def test_meetings_held_and_reports_made_available_deliver_it(asked):
    for slug in ("wg8", "wg7"):
        make.response(asked, make.meeting(make.body(slug), start="2015-09-28"))
    assert outcome(asked).word == "Answered"
    make.response(asked, make.document("CTOC/COP/WG.8/2015/3"), to=make.session(8))
    assert outcome(asked).word == "Delivered"
    assert outcome(asked).sentence == "2 meetings held (at least 2 asked) · 1 report"


def test_a_proposed_answer_counts_for_nothing(asked):
    make.response(asked, make.meeting(make.body("wg8"), start="2015-09-28"), confirmed=False)
    assert outcome(asked).word == "Not met yet"


def test_a_body_that_was_founded_is_the_answer_to_a_mandate_that_founds_it():
    mandate = make.mandate(deliverable="body", creates_body=make.body("wg6"))
    assert outcome(mandate).word == "Body established"


def test_a_report_that_the_reader_may_not_see_is_not_counted():
    mandate = make.mandate()
    make.response(mandate, make.document("CTOC/COP/2020/9", audience=Audience.SECRETARIAT))
    assert outcome(mandate).word == "No answer recorded"
    assert outcome(mandate, Audience.SECRETARIAT).word == "Answered"


def test_a_report_known_by_its_symbol_alone_is_counted_and_shown_as_awaited(client):
    mandate = make.mandate(deliverable="report")
    make.response(mandate, "CTOC/COP/2020/9")
    page = client.get(mandate.get_absolute_url()).content.decode()
    assert "CTOC/COP/2020/9" in page
    assert outcome(mandate).sentence == "1 report"
