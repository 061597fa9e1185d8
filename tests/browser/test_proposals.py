"""The list of proposals in a real browser: worked off from the keyboard, with undo, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from mandates.models import Review
from mandates.proposing.writing import propose_for
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HERE = "/en/desk/proposals/ctoc-cop/resolution/8/4"


@pytest.fixture
def act():
    make.session(9, start="2018-10-15", end="2018-10-19")
    act = make.act("8/4", "Boats")
    asked = [
        "convene at least two meetings on boats and to report to the Conference at its ninth session",
        "publish an atlas of harbours",
        "translate the handbook on lighthouses",
        "keep a list of lighthouse keepers",
        "sing",
    ]
    for number, words in enumerate(asked, start=1):
        make.paragraph(act, str(number), f"Requests the Secretariat to {words};")
    propose_for([act])
    return act


def current(page):
    return page.locator("[data-card].current")


def test_all_is_decided_from_the_keyboard(act, sign_in, editor):
    page = sign_in(editor, "/en/desk/proposals/")
    page.get_by_role("link", name="Resolution 8/4").click()
    expect(current(page)).to_contain_text("convene at least two meetings")
    page.keyboard.press("j")
    expect(current(page)).to_contain_text("atlas of harbours")
    expect(current(page)).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("c")
    expect(page.locator(".messages")).to_contain_text("Confirmed: convene")
    expect(current(page)).to_contain_text("atlas of harbours")
    expect(current(page)).to_be_focused()
    page.keyboard.press("u")
    expect(page.locator(".messages")).to_contain_text("it waits again")
    expect(current(page)).to_contain_text("convene at least two meetings")
    page.keyboard.press("s")
    expect(page.get_by_label("What each part asks")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("convene two meetings\nreport to the Conference")
    page.get_by_role("button", name="Split it").press("Enter")
    expect(page.locator(".messages")).to_contain_text("Split into 2")
    expect(current(page)).to_contain_text("convene two meetings")
    page.keyboard.press("e")
    expect(page.get_by_label("What is asked")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("convene two meetings on boats")  # letters go into the field: no key is pressed
    page.get_by_role("button", name="Confirm with these values").press("Enter")
    expect(page.locator(".messages")).to_contain_text("Corrected and confirmed: convene two meetings on boats")
    page.keyboard.press("c")
    expect(current(page)).to_contain_text("atlas of harbours")
    page.keyboard.press("d")
    expect(page.get_by_label("Why is it dismissed?")).to_be_focused()
    page.keyboard.type("It asks for nothing.")
    page.keyboard.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Dismissed: publish an atlas")
    expect(current(page)).to_contain_text("handbook on lighthouses")
    page.keyboard.press("m")
    page.get_by_label("keep a list of lighthouse keepers").check()
    page.get_by_role("button", name="Merge").press("Enter")
    expect(page.locator(".messages")).to_contain_text("1 merged into 3.")
    page.keyboard.press("c")
    expect(current(page)).to_contain_text("sing")
    page.keyboard.press("c")
    expect(page.locator("main")).to_contain_text("All is decided here.")
    assert not act.mandates.filter(review=Review.PROPOSED).exists()
    assert act.mandates.filter(review=Review.CONFIRMED).count() == 4


def test_keys_can_be_turned_off_and_their_list_is_one_of_them(act, sign_in, editor):
    page = sign_in(editor, HERE)
    page.keyboard.press("?")
    expect(page.locator(".proposal-keys dl")).to_be_visible()
    page.get_by_role("button", name="Turn the keys off").click()
    page.locator("h1").click()
    page.keyboard.press("c")
    page.reload()
    page.keyboard.press("c")
    expect(page.locator(".messages")).to_have_count(0)
    assert act.mandates.filter(review=Review.PROPOSED).count() == 5


def test_it_works_without_javascript_and_on_a_phone(act, sign_in, editor):
    page = sign_in(editor, HERE, java_script_enabled=False, width=320)
    first = page.locator("article.proposal-card").first
    first.get_by_role("link", name="Dismiss").click()
    page.get_by_label("Why is it dismissed?").fill("It asks for nothing.")
    page.get_by_role("button", name="Dismiss it").click()
    expect(page.locator(".messages")).to_contain_text("Dismissed: convene")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".messages")).to_contain_text("it waits again")


def test_no_width_scrolls_sideways(act, sign_in, editor):
    page = sign_in(editor, HERE, width=320)
    for address in (HERE, f"{HERE}?do=correct", f"{HERE}?do=merge", f"{HERE}/text", "/en/desk/proposals/"):
        page.goto(page.url.split("/en/")[0] + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
