"""What a reader does, in a real browser."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PAGES = [
    "/en/",
    "/en/sessions/",
    "/en/sessions/8",
    "/en/meetings/",
    "/en/meetings/wg8/1",
    "/en/bodies/",
    "/en/bodies/wg8",
    "/en/documents/",
    "/en/documents/CTOC/COP/WG.8/2016/2",
    "/en/documents/CTOC/COP/2014/99",
    "/en/acts/",
    "/en/acts/ctoc-cop/resolution/7/1",
    "/en/mandates/",
    "/en/mandates/table/",
    "/en/mandates/ctoc-cop/resolution/7/1/1",
    "/en/search/?q=trafficking",
    "/en/account/sign-in/",
    "/en/components/",
]


# Cells of a table in which words run down letter by letter.
NARROW = """[...document.querySelectorAll("main td, main th")].filter(cell => cell.clientWidth < 40
    && cell.offsetHeight > 5 * parseFloat(getComputedStyle(cell).lineHeight)).map(cell => cell.innerText)"""


@pytest.fixture
def register(transactional_db):
    call_command("load_register", verbosity=0)


def test_from_home_in_three_clicks_the_thread_of_resolution_7_1(register, open_page):
    page = open_page("/en/")
    page.get_by_role("link", name="Mandates", exact=True).click()
    page.get_by_role("link", name="convene at least one open-ended intergovernmental meeting").first.click()
    thread = page.locator("ol.thread")
    expect(thread).to_contain_text("28–30 September 2015")
    expect(thread).to_contain_text("6–7 June 2016")
    expect(thread.get_by_role("link", name="CTOC/COP/WG.8/2015/3")).to_be_visible()
    expect(thread.get_by_role("link", name="CTOC/COP/WG.8/2016/2")).to_be_visible()
    expect(thread).to_contain_text("Eighth session")
    whys = thread.locator("details.why")
    assert whys.count() >= 5, "each step says how we know"
    whys.first.locator("summary").click()
    expect(whys.first).to_contain_text("Note by the Secretariat")


@pytest.mark.parametrize("typed", ["ctoc cop wg.8 2016 2", "WG.8/2016/2", "CTOC/COP/WG.8/2016/2"])
def test_a_symbol_typed_opens_its_document(register, open_page, typed):
    page = open_page("/en/")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/en/documents/CTOC/COP/WG\.8/2016/2$"))


@pytest.mark.parametrize("typed", ["7/1", "resolution 7/1"])
def test_a_number_typed_opens_its_act(register, open_page, typed):
    page = open_page("/en/sessions/")
    page.keyboard.press("/")
    page.keyboard.type(typed)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Strengthening the implementation")


def test_a_number_of_two_acts_offers_both(register, open_page):
    page = open_page("/en/search/?q=9/1")
    main = page.locator("main")
    expect(main.get_by_role("link", name="Resolution 9/1").first).to_be_visible()
    expect(main.get_by_role("link", name="Decision 9/1").first).to_be_visible()


def test_no_page_scrolls_sideways_on_a_phone_and_none_fails(register, open_page):
    page = open_page("/en/", width=320, height=640)
    for path in PAGES:
        page.goto(page.url.split("/en/")[0] + path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, f"{path} is {width} pixels wide"
        assert page.evaluate(NARROW) == [], f"{path} writes words letter by letter"
        assert page.locator("h1").count() >= 1, f"{path} has a heading of the first rank"
        assert page.title().endswith("UNTOC documents"), path


def test_the_site_works_without_javascript(register, open_page):
    page = open_page("/en/", java_script_enabled=False)
    page.locator("input[name=q]").first.fill("7/1")
    page.locator("input[name=q]").first.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Strengthening the implementation")


def test_nothing_is_asked_of_another_site(register, open_page):
    page = open_page("/en/")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for path in PAGES[:8]:
        page.goto(page.url.split("/en/")[0] + path)
    here = page.url.split("/en/")[0]
    assert asked
    assert not [url for url in asked if not url.startswith((here, "data:"))]
