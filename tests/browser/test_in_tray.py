"""The in-tray in a real browser: from the keyboard, with the page beside what was read, and progress without a reload."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from documents.ingest import ladder
from documents.ingest.intake import receive
from documents.models import File, Waits
from tests import factories as make
from tests.files import pdf
from tests.notes import NOTE_WITH_MASTHEAD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
IN_TRAY = "/admin/documents/file/in-tray/"


def taken_in(content, name):
    return receive(content, name=name, by=None, way="test").file


def read(content, name):
    file = taken_in(content, name)
    ladder.climb(file.pk)
    file.refresh_from_db()
    return file


@pytest.fixture
def waiting():
    """Two papers without a symbol, and one whose symbol was read and is not certain."""
    make.conference()
    first = read(pdf(["The first paper, and nothing else is said here.", "Its second page."]), "first.pdf")
    second = read(pdf(["The second paper says as little as the first."]), "second.pdf")
    third = read(NOTE_WITH_MASTHEAD.replace("CTOC/COP/2016/7", "none").encode(), "third.txt")
    third.symbol_read, third.language = "CTOC/COP/2016/7", "en"
    third.wait(Waits.SYMBOL_UNSURE, "The symbol may be CTOC/COP/2016/7.")
    third.save()
    return first, second, third


def test_the_whole_in_tray_is_worked_off_from_the_keyboard(waiting, sign_in, editor):
    first, _second, third = waiting
    page = sign_in(editor, IN_TRAY)
    page.get_by_role("link", name="Begin with the oldest").click()
    expect(page.locator(".desk-place")).to_contain_text("1 of 3")
    picture = page.locator("img.page-picture")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 800
    page.keyboard.press(".")
    expect(page.get_by_role("heading", name="Page 2 of 2")).to_be_visible()
    page.keyboard.press("n")
    expect(page.locator(".desk-place")).to_contain_text("2 of 3")
    page.keyboard.press("k")
    expect(page.locator(".desk-place")).to_contain_text("1 of 3")
    page.keyboard.press("?")
    expect(page.locator(".desk-keys dl")).to_be_visible()
    page.keyboard.press("x")
    page.keyboard.type("a nap")  # the letters go into the field: nothing else happens
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("“first.pdf”: Set aside: a nap.")
    expect(page.locator(".desk-place")).to_contain_text("1 of 2")
    page.keyboard.press("s")
    page.keyboard.type("CTOC/COP/2016/9")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Filed as CTOC/COP/2016/9")
    page.keyboard.press("a")
    expect(page.locator("body")).to_contain_text("Nothing waits for a person")
    third.refresh_from_db()
    assert str(third.document) == "CTOC/COP/2016/7"
    first.refresh_from_db()
    assert first.set_aside_reason == "a nap"


def test_what_was_done_is_undone_with_one_key(waiting, sign_in, editor):
    first, *_ = waiting
    page = sign_in(editor, f"{reverse('admin:documents_file_change', args=[first.pk])}?waits=all")
    page.keyboard.press("x")
    page.keyboard.type("A mistake")
    page.keyboard.press("Enter")
    expect(page.locator(".just-done")).to_contain_text("first.pdf")
    page.keyboard.press("u")
    expect(page.locator(".messagelist")).to_contain_text("back in the in-tray")
    expect(page.locator(".desk-place")).to_contain_text("1 of 3")


def test_keys_can_be_turned_off_and_stay_off(waiting, sign_in, editor):
    first, *_ = waiting
    page = sign_in(editor, f"{reverse('admin:documents_file_change', args=[first.pk])}?waits=all")
    page.keyboard.press("?")
    page.get_by_role("button", name="Turn the keys off").click()
    page.reload()
    page.locator("h1").click()
    page.keyboard.press("n")
    page.wait_for_timeout(300)
    expect(page.locator(".desk-place")).to_contain_text("1 of 3")


def test_a_file_is_seen_to_come_on_without_a_reload(sign_in, editor):
    make.conference()
    file = taken_in(NOTE_WITH_MASTHEAD.encode(), "note.txt")
    page = sign_in(editor, reverse("admin:documents_file_change", args=[file.pk]))
    expect(page.locator("[data-fate]")).to_have_text("being read: received")
    page.evaluate("window.still = true")
    ladder.climb(file.pk)
    expect(page.locator("[data-progress-said]")).to_contain_text("stored", timeout=15_000)
    expect(page.locator("#desk")).to_contain_text("Filed as CTOC/COP/2016/7", timeout=10_000)
    assert page.evaluate("window.still"), "the page was loaded again"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_in_tray_and_desk_keep_within_the_width(waiting, sign_in, editor, width):
    first, *_ = waiting
    page = sign_in(editor, IN_TRAY, width=width, height=800)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(f"{page.url.split('/admin/')[0]}{reverse('admin:documents_file_change', args=[first.pk])}?waits=all")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_javascript_everything_works(waiting, sign_in, editor):
    first, *_ = waiting
    page = sign_in(editor, IN_TRAY, java_script_enabled=False)
    page.get_by_role("link", name="first.pdf").click()
    page.get_by_label("Reason").fill("Not ours")
    page.get_by_role("button", name="Set aside").click()
    expect(page.locator("body")).to_contain_text("Set aside: Not ours.")
    assert File.objects.get(pk=first.pk).set_aside_at
