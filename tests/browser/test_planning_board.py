"""The planning board in a real browser: worked from the keyboard alone, within every width, on paper without its forms."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from mandates.models import PlannedDocument
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
BOARD = "/en/desk/planning/13"


@pytest.fixture
def session():
    session = make.session(13, start="2030-10-14", end="2030-10-18", status="planned")
    make.mandate(make.act("12/1"), "report on firearms", deliverable="report", due_session=session)
    make.planned_document(
        session, "A note with a rather long title on the protection of witnesses and of victims", words=9000
    )
    return session


def test_a_document_is_expected_set_and_dropped_from_the_keyboard_alone(sign_in, editor, session):
    page = sign_in(editor, BOARD)
    page.get_by_role("button", name="Expect a document for resolution 12/1").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Expected: Report (resolution 12/1)")
    plan = PlannedDocument.objects.get(mandate__isnull=False)
    page.get_by_label("State of Report").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#document-{plan.pk} .state").first).to_have_text("being drafted")
    page.locator(f"#document-{plan.pk} a").first.focus()
    page.keyboard.press("Enter")
    page.get_by_label("Why it is no longer expected").fill("It was given orally.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("No longer expected")
    plan.refresh_from_db()
    assert (plan.state, plan.note) == ("dropped", "It was given orally.")


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_board_keeps_within_the_width(sign_in, editor, session, width):
    page = sign_in(editor, BOARD, width=width)
    for address in (BOARD, "/en/desk/planning/", f"/en/desk/planning/documents/{PlannedDocument.objects.get().pk}"):
        page.goto(page.url.split("/en/")[0] + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


def test_on_paper_the_board_and_its_days_are_left_without_forms(sign_in, editor, session):
    page = sign_in(editor, BOARD)
    page.emulate_media(media="print")
    expect(page.locator(".timeline")).to_be_visible()
    expect(page.locator("table.planning")).to_be_visible()
    expect(page.locator(".quick").first).to_be_hidden()
    expect(page.locator(".filters")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 1280])
def test_pages_of_a_day_gone_by_keep_within_the_width_and_print_their_date(open_page, session, width):
    page = open_page("/en/", width=width)
    site = page.url.split("/en/")[0]
    today = timezone.localdate().isoformat()
    for address in ("/en/mandates/", "/en/mandates/ctoc-cop/resolution/12/1/1", "/en/sessions/13"):
        page.goto(f"{site}{address}?on={today}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        page.emulate_media(media="print")
        expect(page.locator(".as-it-stood-banner")).to_contain_text("As it stood on")
        page.emulate_media(media="screen")
    page.goto(f"{site}/en/mandates/")
    page.get_by_label("As it stood on").fill(today)
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".as-it-stood-banner")).to_be_visible()
