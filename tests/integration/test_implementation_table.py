"""The table *Resolution | Para | Summary of action | Implementation | Resources*, each cell with the records it is from."""

import pytest

from accounts.access import Audience
from mandates import implementation
from mandates.models import LinkKind, Mandate, MandateLink, Review
from tests import factories as make

pytestmark = pytest.mark.django_db
PUBLIC, SECRETARIAT = Audience.PUBLIC, Audience.SECRETARIAT


@pytest.fixture
def asked():
    """A mandate with a meeting, a report that went to the eighth session, and one known by its symbol alone."""
    mandate = make.mandate(
        make.act("7/1"), "convene at least one meeting", paragraph_as_printed="5", deliverable="meeting", least_number=1
    )
    mandate.resources = "within existing resources"
    mandate.due_session = make.session(8)
    mandate.save()
    make.response(mandate, make.meeting(make.body("wg8"), ordinal=1, start="2015-09-28", end="2015-09-30"))
    make.response(mandate, make.document("CTOC/COP/WG.8/2015/3", "Report"), to=mandate.due_session)
    make.response(mandate, "CTOC/COP/WG.8/2016/2")
    return mandate


def rows(audience=PUBLIC, **wanted):
    return implementation.rows(audience, Mandate.objects.filter(**wanted).in_order())


def test_a_row_says_what_was_asked_and_what_came_of_it(asked):
    (row,) = rows()
    assert row.resolution.text == "Resolution 7/1"
    assert row.paragraph.text == "5"
    assert row.action.text == "Requested UNODC to convene at least one meeting\nDue: the eighth session"
    assert row.resources.text == "within existing resources"
    _status, meeting, report, waiting = row.implementation.lines
    assert meeting.text == "Working group wg8: First meeting, Vienna, 28–30 September 2015"
    assert report.text == "CTOC/COP/WG.8/2015/3, Report, made available to the eighth session"
    assert waiting.text == "CTOC/COP/WG.8/2016/2 (not held here)"


def test_every_cell_names_the_records_it_comes_from(asked):
    (row,) = rows()
    assert [source.kind for source in row.implementation.sources] == [
        "mandates.mandate",
        "meetings.meeting",
        "documents.document",
        "meetings.meeting",
        "mandates.response",
    ]
    assert all(cell.sources for cell in row.cells)
    assert all(source.url.startswith("/en/") for cell in row.cells for source in cell.sources)


def test_what_goes_on_in_a_later_act_is_told(asked):
    MandateLink.objects.create(mandate=asked, kind=LinkKind.FOLLOWED_BY, to_act=make.act("8/2"))
    MandateLink.objects.create(mandate=asked, kind=LinkKind.ENDED_BY, to_act=make.act("9/1"), is_confirmed=False)
    lines = [line.text for line in rows(SECRETARIAT)[0].implementation.lines]
    assert "Carried on by resolution 8/2" in lines
    assert not any("9/1" in line for line in lines)


def test_nothing_unconfirmed_and_nothing_hidden_stands_in_it(asked):
    make.mandate(asked.act, "do what a machine read", review=Review.PROPOSED)
    secret = make.document("CTOC/COP/2020/9", "Kryptonite", audience=SECRETARIAT)
    make.response(asked, secret)
    make.response(asked, "CTOC/COP/2020/10", confirmed=False)
    (public,) = rows()
    (staff,) = rows(SECRETARIAT)
    assert "2020/9" not in public.implementation.text
    assert "2020/9" in staff.implementation.text
    assert "2020/10" not in staff.implementation.text


def test_many_rows_cost_no_more_queries_than_one(asked, django_assert_max_num_queries):
    for number in range(30):
        mandate = make.mandate(asked.act, f"do thing {number}")
        make.response(mandate, make.document(f"CTOC/COP/2016/{number + 10}", "Paper"), to=asked.due_session)
        make.response(mandate, make.meeting(make.body(f"body-{number}"), start="2016-01-01"))
    with django_assert_max_num_queries(12):
        assert len(rows()) == 31


def test_a_long_table_is_read_in_pieces_in_the_order_asked_for(asked, monkeypatch):
    monkeypatch.setattr(implementation, "ROWS_AT_A_TIME", 2)
    keys = [asked.pk, *(make.mandate(asked.act, f"do thing {number}").pk for number in range(4))][::-1]
    assert [row.mandate for row in implementation.rows_by_key(PUBLIC, keys)] == keys
