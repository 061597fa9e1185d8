"""The pages of the gap radar: its parts never mixed, what people do there, and nobody else sees any of it."""

import csv
import io

import pytest
from django.urls import reverse

from documents.models import Completeness, MeetingRole
from mandates.gaps import closing, completeness, pages
from mandates.gaps.looking import look_everywhere
from mandates.models import Finding, FindingPart
from tests import factories as make

pytestmark = pytest.mark.django_db
RADAR, REPORTS, COMPLETE = "/en/desk/radar/", "/en/desk/radar/reports/", "/en/desk/completeness/"


@pytest.fixture
def staff(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def gaps(editor):
    """One report that was not issued as far as we can know, one that is only not held, and one contradiction."""
    wg8, wg4 = make.body("wg8"), make.body("wg4")
    missing = make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    not_held = make.meeting(wg4, ordinal=5, start="2013-11-06", end="2013-11-08")
    reported = make.meeting(wg4, ordinal=2, start="2010-01-27", end="2010-01-29")
    report = make.document("CTOC/COP/WG.4/2010/6", body=wg4)
    make.place_in(reported, report, MeetingRole.REPORT_OF)
    make.evidence(report, "date", "2010-02-17")
    make.evidence(report, "date", "2010-02-16", chosen=False)
    completeness.declare(body=wg8, first=2016, last=2016, note="The list of documents.", by=editor)
    look_everywhere()
    return {"missing": missing, "not held": not_held, "reported": reported, "report": report}


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_two_parts_stand_apart_with_their_own_counts_and_contradictions_by_themselves(staff, gaps):
    first = page(staff, RADAR)
    assert "was not issued, as far as we can know" in first
    assert "Fifth meeting" not in first
    assert "fifth meeting" not in first
    assert 'Not held here<span class="count">1</span>' in first
    assert 'Contradictions<span class="count">1</span>' in first
    listed = page(staff, f"{RADAR}?part=not-held&list=1")
    assert "its report is not held here" in listed
    assert "as far as we can know." not in listed
    assert "sources disagree on its date" in page(staff, f"{RADAR}?part=contradictions")


def test_what_is_not_held_is_grouped_by_body_and_year_until_one_is_chosen(staff, gaps):
    grouped = page(staff, f"{RADAR}?part=not-held")
    assert "its report is not held here" not in grouped
    assert "?part=not-held&amp;body=wg4&amp;year=2013" in grouped
    chosen = page(staff, f"{RADAR}?part=not-held&body=wg4&year=2013")
    assert "its report is not held here" in chosen


def test_each_finding_says_why_with_links_to_its_causes(staff, gaps):
    shown = page(staff, RADAR)
    assert gaps["missing"].get_absolute_url() in shown
    assert "2016 is declared complete for Working group wg8" in shown


@pytest.mark.parametrize("narrowed", ["kind=report", "body=wg8", "year=2016", "kind=report&body=wg8&year=2016"])
def test_filters_that_fit_keep_it(staff, gaps, narrowed):
    assert "was not issued, as far as we can know" in page(staff, f"{RADAR}?{narrowed}")


@pytest.mark.parametrize("narrowed", ["kind=cited", "body=wg4", "year=2013", "body=nobody"])
def test_filters_that_do_not_fit_leave_an_empty_place_with_a_way_out(staff, gaps, narrowed):
    shown = page(staff, f"{RADAR}?{narrowed}")
    assert "Nothing here answers to all of this." in shown


@pytest.mark.parametrize(
    "hostile",
    ["part=x&kind=y&year=zz&page=-1", "page=99999", "body=%00", "year=99999999999", "page=%F0%9F%98%80", "kind=%27"],
)
def test_nonsense_in_the_address_is_passed_over(staff, gaps, hostile):
    assert staff.get(f"{RADAR}?{hostile}").status_code == 200


def test_an_empty_radar_says_what_would_fill_it(staff):
    shown = page(staff, RADAR)
    assert "Nothing is known to be missing." in shown
    assert COMPLETE in shown
    assert "has not been looked through yet" in shown


def test_closing_with_a_reason_and_opening_again(staff, gaps, editor):
    finding = Finding.objects.get(part=FindingPart.NOT_ISSUED)
    answer = staff.post(
        reverse("radar_close", args=[finding.pk]),
        {"because": "The meeting adopted none.", "next": f"{RADAR}?part=not-issued"},
        follow=True,
    )
    assert "It stays closed until its causes change." in answer.content.decode()
    assert "Nothing is known to be missing." in answer.content.decode()
    closed = page(staff, f"{RADAR}?part=closed")
    assert "“The meeting adopted none.”" in closed
    staff.post(reverse("radar_reopen", args=[finding.pk]))
    shown = page(staff, RADAR)
    assert "Opened again by" in shown
    assert "“The meeting adopted none.”" in shown


def test_one_that_opened_by_itself_says_so(staff, gaps, editor):
    finding = Finding.objects.get(part=FindingPart.NOT_ISSUED)
    closing.close(finding, because="None was adopted.", by=editor)
    make.reference(gaps["report"], symbol="CTOC/COP/WG.8/2016/2")
    look_everywhere()
    assert "its causes have changed since it was closed" in page(staff, RADAR)


def test_without_a_reason_nothing_is_closed_and_the_page_says_why(staff, gaps):
    finding = Finding.objects.get(part=FindingPart.NOT_ISSUED)
    answer = staff.post(reverse("radar_close", args=[finding.pk]), {"because": "  "}, follow=True)
    assert "Say why it is closed" in answer.content.decode()
    assert Finding.objects.standing().filter(pk=finding.pk).exists()


def test_a_form_never_leads_to_another_site(staff, gaps):
    finding = Finding.objects.get(part=FindingPart.NOT_ISSUED)
    answer = staff.post(
        reverse("radar_close", args=[finding.pk]), {"because": "None.", "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == RADAR


def test_the_table_as_csv_holds_one_part(staff, gaps):
    answer = staff.get(f"{RADAR}?part=not-held&format=csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0][:4] == ["Part", "Kind", "Finding", "Body"]
    assert [row[0] for row in rows[1:]] == ["not held here"]
    assert rows[1][-1].endswith(gaps["not held"].get_absolute_url())


def test_which_reports_are_missing_and_which_are_only_not_held_stands_on_one_page(staff, gaps):
    shown = page(staff, REPORTS)
    missing, not_held = shown.split("Only not held here")
    assert "Second meeting" in missing
    assert "Fifth meeting" in not_held
    assert "1 report in the record" in missing
    assert "3 sessions and meetings held" in missing
    assert "Fifth meeting" not in page(staff, f"{REPORTS}?body=wg8")


def test_the_page_of_a_meeting_and_of_a_mandate_tell_staff_quietly(staff, client_of, person, gaps):
    mandate = make.mandate(deliverable="meeting", due_session=make.session(8))
    look_everywhere()
    address = gaps["missing"].get_absolute_url()
    assert "The radar:" in page(staff, address)
    assert "The radar:" in page(staff, mandate.get_absolute_url())
    delegate = client_of(person("delegate"))
    for each in (address, mandate.get_absolute_url()):
        assert "The radar:" not in page(delegate, each)


def test_the_desk_counts_each_part(staff, gaps):
    assert "not issued, as far as we can know: 1 · not held here: 1 · contradictions: 1" in page(staff, "/en/desk/")


@pytest.mark.parametrize("role", [None, "reader", "delegate"])
def test_for_everybody_else_none_of_it_is_there(client, person, gaps, role):
    if role:
        client.force_login(person(role))
    finding = Finding.objects.first()
    for address in (RADAR, f"{RADAR}?format=csv", REPORTS, COMPLETE):
        assert client.get(address).status_code == 404
    for name, keys in (("radar_close", [finding.pk]), ("radar_reopen", [finding.pk]), ("declare_complete", [])):
        assert client.post(reverse(name, args=keys), {"because": "x", "body": "wg8"}).status_code == 404
    assert not Finding.objects.exclude(closed_at=None).exists()


def test_declaring_a_year_and_taking_it_back_in_clicks(staff, gaps, editor):
    shown = page(staff, f"{COMPLETE}?body=wg4&year=2013")
    assert "not declared complete" in shown
    form = {"body": "wg4", "first": "2012", "last": "2013", "note": "The library’s catalogue.", "do": "declare"}
    answer = staff.post(reverse("declare_complete"), form, follow=True)
    assert "2 years. The radar has looked anew." in answer.content.decode()
    assert "The library’s catalogue." in answer.content.decode()
    assert Finding.objects.standing().filter(part=FindingPart.NOT_ISSUED).count() == 2
    answer = staff.post(reverse("declare_complete"), form | {"do": "take back"}, follow=True)
    assert "Taken back for 2 years" in answer.content.decode()
    assert Completeness.objects.count() == 1


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [("", "2013", "in four figures"), ("20x3", "2013", "in four figures"), ("2014", "2013", "turn them round")],
)
def test_years_that_mean_nothing_are_refused_in_words(staff, gaps, first, last, says):
    answer = staff.post(reverse("declare_complete"), {"body": "wg4", "first": first, "last": last}, follow=True)
    assert says in answer.content.decode()


def test_the_matrix_counts_documents_by_the_year_of_their_symbol_else_by_their_date(staff, gaps):
    make.document("", "Report without symbol", body=make.Body.objects.get(slug="wg4"), date="2010-03-01")
    cell = '<a href="?body=wg4&amp;year=2010#chosen" class="">2</a>'
    assert cell in page(staff, COMPLETE)


def test_a_number_that_was_mistyped_does_not_make_the_page_of_complete_years_endless(staff, gaps):
    make.document("CTOC/COP/WG.4/2010/999999999999", "Mistyped")
    assert "Numbers of this year that no document here bears: 1" in page(staff, f"{COMPLETE}?body=wg4&year=2010")


def test_a_long_list_has_pages_of_which_the_last_is_shown_for_what_lies_beyond(staff, monkeypatch):
    make.conference()
    for at in range(1, 4):
        make.reference(make.document(f"CTOC/COP/2010/{at}"), symbol=f"CTOC/COP/2011/{at}")
    look_everywhere()
    monkeypatch.setattr(pages, "PAGE_LENGTH", 2)
    address = f"{RADAR}?part=not-held&kind=cited&list=1"
    assert "CTOC/COP/2011/2 is" in page(staff, address)
    for beyond in ("2", "7"):
        shown = page(staff, f"{address}&page={beyond}")
        assert "CTOC/COP/2011/3 is" in shown
        assert "CTOC/COP/2011/2 is" not in shown
        assert "3–3 of 3 · page 2 of 2" in shown


@pytest.mark.parametrize(
    "address", [RADAR, f"{RADAR}?part=not-held", f"{RADAR}?part=contradictions", REPORTS, COMPLETE]
)
def test_the_number_of_queries_is_bounded(staff, gaps, django_assert_max_num_queries, address):
    mandate = make.mandate(deliverable="meeting", due_session=make.session(8))
    make.response(mandate, gaps["missing"])
    make.reference(gaps["report"], symbol="CTOC/COP/WG.8/2016/2")
    look_everywhere()
    with django_assert_max_num_queries(12):
        page(staff, address)
