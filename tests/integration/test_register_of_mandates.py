"""The register's page: what narrows it, the counts beside each choice, files to take away, JSON; who sees what of it."""

import csv
import io
from datetime import date

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from accounts.access import Audience
from mandates import standing
from mandates.models import Mandate, Review
from tests import factories as make

pytestmark = pytest.mark.django_db
PUBLIC, DELEGATES, SECRETARIAT = Audience


@pytest.fixture
def register():
    """Mandates of two sessions and of a body outside, of every status and deadline."""
    eighth, seventh = make.session(8), make.session(7, start="2014-10-06", end="2014-10-10")
    group = make.body("wg8")
    first = make.act("7/1", "Review of implementation", session=seventh)
    met = make.mandate(first, "convene a meeting", deliverable="meeting", least_number=1)
    make.response(met, make.meeting(group, start="2015-09-28"))
    late = make.mandate(
        first, "report on firearms", deliverable="report", due_session=eighth, addressee="Secretariat and UNODC"
    )
    second = make.act("8/2", "Firearms", session=eighth)
    asked = make.mandate(
        second, "study routes", deliverable="study", due_date=date(timezone.localdate().year, 12, 31), addressee="UNODC"
    )
    lasting = make.mandate(second, "serve as secretariat", is_recurring=True, addressee="Working Group")
    lasting.addressees.update(body=group)
    outside = make.body("ccpcj", "Commission", series="E/CN.15/", is_external=True)
    elsewhere = make.mandate(make.act("23/1", body=outside), "help", status="ended")
    standing.refresh_all()
    return {"met": met, "late": late, "asked": asked, "lasting": lasting, "elsewhere": elsewhere, "group": group}


def asked_of(query, audience=PUBLIC):
    return standing.asked_of(QueryDict(query), audience)


def found(query, audience=PUBLIC):
    """The actions of the mandates that answer to a query, in the register's order."""
    keys = standing.standings_of(asked_of(query, audience), audience).order_by("order_key")
    return [Mandate.objects.get(pk=key).action for key in keys.values_list("mandate", flat=True)]


def counts(query, name, audience=PUBLIC):
    """The choices of one filter: label → count."""
    choices = standing.counted(asked_of(query, audience), audience).choices.get(name, ())
    return {label: count for _value, label, count, _chosen in choices}


def test_the_newest_session_comes_first_and_other_bodies_last(register):
    assert found("") == ["study routes", "serve as secretariat", "convene a meeting", "report on firearms", "help"]


@pytest.mark.parametrize(
    ("query", "actions"),
    [
        ("status=overdue", ["report on firearms"]),
        ("status=delivered&status=overdue", ["convene a meeting", "report on firearms"]),
        ("status=open", ["study routes", "serve as secretariat"]),
        ("status=ended", ["help"]),
        ("due=overdue", ["report on firearms"]),
        ("due=session-8", ["report on firearms"]),
        ("due=session-9", []),
        ("due=year", ["study routes"]),
        ("due=recurring", ["serve as secretariat"]),
        ("due=none", ["convene a meeting", "help"]),
        ("due=year&due=recurring", ["study routes", "serve as secretariat"]),
        ("session=7", ["convene a meeting", "report on firearms"]),
        ("session=external", ["help"]),
        ("session=8&session=external", ["study routes", "serve as secretariat", "help"]),
        ("body=ccpcj", ["help"]),
        ("body=ctoc-cop&session=8", ["study routes", "serve as secretariat"]),
        ("deliverable=meeting&deliverable=study", ["study routes", "convene a meeting"]),
        ("addressee=Secretariat", ["report on firearms"]),
        ("addressed=wg8", ["serve as secretariat"]),
        ("act=ctoc-cop/resolution/7/1", ["convene a meeting", "report on firearms"]),
        ("q=firearms", ["study routes", "serve as secretariat", "report on firearms"]),
        ("q=firearm+reporting", ["report on firearms"]),
        ("q=8/2", ["study routes", "serve as secretariat"]),
        ("q=8/2+routes", ["study routes"]),
        ("q=unodc+conv", ["convene a meeting"]),
        ("q=' | %26 !:* )(", []),
        ("status=nonsense&due=nonsense&session=0&body=%00&deliverable=x&outcome=x", None),
    ],
)
def test_each_filter_finds_its_mandates(register, query, actions):
    assert found(query) == (found("") if actions is None else actions)


def test_beside_each_choice_stands_how_many_there_would_be(register):
    assert counts("", "status") == {"Overdue": 1, "Open": 2, "Delivered": 1, "Ended": 1}
    assert counts("", "due") == {
        "Overdue": 1,
        "Due this year": 1,
        "Recurring": 1,
        "At session 8": 1,
        "No date named": 2,
    }
    assert counts("", "session") == {"Session 8": 2, "Session 7": 2, "Outside the Conference": 1}
    assert counts("", "body") == {"Conference of the Parties": 4, "Commission": 1}
    assert counts("", "addressee") == {"UNODC": 4, "Secretariat": 1, "Working Group": 1}
    assert counts("", "addressed") == {"Working group wg8": 1}
    # A filter's own choice does not narrow its other choices; the choices of the others do.
    assert counts("session=7", "session") == {"Session 8": 2, "Session 7": 2, "Outside the Conference": 1}
    assert counts("session=7", "status") == {"Overdue": 1, "Delivered": 1}
    assert counts("addressee=Secretariat", "addressee") == {"UNODC": 4, "Secretariat": 1, "Working Group": 1}
    assert counts("addressee=Secretariat", "status") == {"Overdue": 1}
    assert counts("q=firearms&status=open", "session") == {"Session 8": 2}


@pytest.mark.parametrize("audience", Audience)
@pytest.mark.parametrize(
    "name", ["status", "due", "session", "body", "deliverable", "addressee", "addressed", "review"]
)
def test_every_count_is_the_number_of_those_that_the_choice_finds(register, audience, name):
    make.mandate(Mandate.objects.first().act, "be proposed", review=Review.PROPOSED)
    make.mandate(Mandate.objects.first().act, "be dismissed", review=Review.DISMISSED)
    for query in ("", "session=7", "status=open", "q=firearms"):
        for value, _label, count, _chosen in standing.counted(asked_of(query, audience), audience).choices.get(
            name, ()
        ):
            asked = QueryDict(query, mutable=True)
            asked[name] = value
            assert len(found(asked.urlencode(), audience)) == count, (query, name, value)


def test_the_total_is_the_number_of_those_found(register):
    for query in ("", "session=7", "status=open&due=year", "due=session-99", "addressee=UNODC&status=overdue"):
        assert standing.counted(asked_of(query), PUBLIC).total == len(found(query)), query


def test_readers_count_and_find_nothing_that_is_hidden_from_them(register):
    secret = make.act("9/9", "Kryptonite", audience=SECRETARIAT)
    make.mandate(secret, "hide", addressee="Nobody Else", deliverable="tool")
    make.mandate(register["met"].act, "be proposed", addressee="A Machine", review=Review.PROPOSED)
    for audience in (PUBLIC, DELEGATES):
        assert standing.counted(asked_of("", audience), audience).total == 5
        assert not {"Nobody Else", "A Machine"} & set(counts("", "addressee", audience))
        assert found("q=hide", audience) == found("addressee=Nobody+Else", audience) == []
        assert counts("", "review", audience) == {}
        # What only the secretariat may ask is passed over.
        assert len(found("review=proposed", audience)) == 5
    assert standing.counted(asked_of("", SECRETARIAT), SECRETARIAT).total == 7
    assert found("review=proposed", SECRETARIAT) == ["be proposed"]


def test_what_was_dismissed_is_in_no_list(register):
    make.mandate(register["met"].act, "be dismissed", review=Review.DISMISSED)
    for audience in Audience:
        assert "be dismissed" not in found("", audience)
        assert found("review=dismissed", audience) == found("", audience)
    assert counts("", "review", SECRETARIAT) == {"Confirmed": 5}


def test_the_page_shows_counts_chips_and_ways_on(register, client):
    page = client.get(f"{reverse('mandates')}?status=overdue&session=7").content.decode()
    assert "Status: Overdue" in page
    assert "Session: Session 7" in page
    assert "Report on firearms" in page
    assert "Convene a meeting" not in page
    assert 'href="?session=7"' in page
    assert "status=overdue&amp;session=7&amp;format=xlsx" in page


def test_what_matches_nothing_says_so(register, client):
    page = client.get(f"{reverse('mandates')}?status=ended&session=7").content.decode()
    assert "No mandate answers to all of this." in page
    assert (
        "No mandate answers to all of this."
        in client.get(f"{reverse('mandates_table')}?act=ctoc-cop/resolution/99/1").content.decode()
    )


def test_the_register_is_read_page_by_page(register, client, monkeypatch):
    monkeypatch.setattr("mandates.views.register.PAGE_LENGTH", 2)
    pages = [client.get(f"{reverse('mandates')}?page={number}").content.decode() for number in (1, 2, 3, 99)]
    assert "Study routes" in pages[0]
    assert "Convene a meeting" in pages[1]
    assert "Help" in pages[2]
    assert "Help" in pages[3]
    assert "1–2 of 5" in pages[0]


def read_csv(answer):
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def read_xlsx(answer):
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0).to_python()
    )


def test_the_register_is_taken_away_whole_with_its_filters(register, client):
    rows = read_csv(client.get(f"{reverse('mandates')}?session=7&format=csv"))
    assert [row["Summary of action"] for row in rows] == ["convene a meeting", "report on firearms"]
    assert rows[1]["Status"] == "Overdue"
    assert rows[1]["Due"] == "the eighth session"
    assert rows[1]["Address"].startswith("http://testserver/en/mandates/")
    heads, *cells = read_xlsx(client.get(f"{reverse('mandates')}?session=7&format=xlsx"))
    assert heads[0] == "Resolution or decision"
    assert [row[4] for row in cells] == ["convene a meeting", "report on firearms"]


def test_the_table_of_implementation_is_a_page_and_two_files(register, client):
    page = client.get(f"{reverse('mandates_table')}?act=ctoc-cop/resolution/7/1").content.decode()
    assert "Table of implementation" in page
    assert "Requested UNODC to convene a meeting" in page
    assert "Study routes" not in page
    rows = read_csv(client.get(f"{reverse('mandates_table')}?session=7&format=csv"))
    assert list(rows[0]) == ["Resolution", "Para", "Summary of action", "Implementation", "Resources", "Address"]
    assert "28 September 2015" in rows[0]["Implementation"]
    heads, *cells = read_xlsx(client.get(f"{reverse('mandates_table')}?session=7&format=xlsx"))
    assert heads[:5] == ["Resolution", "Para", "Summary of action", "Implementation", "Resources"]
    assert len(cells) == 2


def test_no_spreadsheet_runs_what_a_cell_says(register, client):
    make.mandate(register["met"].act, "=HYPERLINK(1)", resources="@SUM(1)")
    for name in ("mandates", "mandates_table"):
        text = b"".join(client.get(f"{reverse(name)}?format=csv").streaming_content).decode()
        assert ",=" not in text
        assert ",@" not in text


def test_nothing_hidden_and_nothing_unconfirmed_is_taken_away(register, client):
    make.mandate(make.act("9/9", audience=SECRETARIAT), "kryptonite")
    make.mandate(register["met"].act, "be proposed", review=Review.PROPOSED)
    for name in ("mandates", "mandates_table"):
        text = b"".join(client.get(f"{reverse(name)}?format=csv").streaming_content).decode()
        assert "kryptonite" not in text
        assert "be proposed" not in text


def test_the_table_shows_what_is_confirmed_alone_to_staff_too(register, editor, client_of):
    make.mandate(register["met"].act, "be proposed", review=Review.PROPOSED)
    page = client_of(editor).get(reverse("mandates_table")).content.decode()
    assert "be proposed" not in page


def test_machines_get_the_same_answer_as_json(register, client):
    told = client.get(f"{reverse('mandates_api')}?session=7&length=1").json()
    assert told["total"] == 2
    (one,) = told["results"]
    assert (one["act"], one["action"], one["status"], one["reason"]) == (
        "resolution 7/1",
        "convene a meeting",
        "delivered",
        "1 of at least 1 meeting held",
    )
    assert {"value": "7", "label": "Session 7", "count": 2} in told["facets"]["session"]
    (second,) = client.get(told["next"]).json()["results"]
    assert (second["action"], second["status"], second["due_on"]) == ("report on firearms", "overdue", "2016-10-21")


@pytest.mark.parametrize("role", [None, "editor"])
@pytest.mark.parametrize(
    "query", ["", "status=overdue&session=7&body=ctoc-cop&addressee=UNODC&addressed=wg8&due=none&q=a"]
)
def test_the_pages_cost_few_queries(register, client, person, role, query, django_assert_max_num_queries):
    for number in range(60):
        make.mandate(register["met"].act, f"do thing {number}")
    if role:
        client.force_login(person(role))
    for name, most in (("mandates", 12), ("mandates_table", 12), ("mandates_api", 12)):
        with django_assert_max_num_queries(most + (3 if role else 0)):
            client.get(f"{reverse(name)}?{query}")
