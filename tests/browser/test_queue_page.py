"""The page of the queues in a real browser: it keeps itself up to date, and within the width."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from documents.ingest.intake import receive
from documents.models import File, Stage

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/admin/documents/file/queues/"


def on_the_way(name, stage=Stage.RECEIVED, *, is_bulk=False, ago=timedelta(0), **fields):
    file = receive(name.encode(), name=name, by=None, way="test", is_bulk=is_bulk).file
    File.objects.filter(pk=file.pk).update(stage=stage, moved_at=timezone.now() - ago, **fields)
    return file


def test_the_figures_keep_up_without_a_reload(sign_in, editor):
    on_the_way("first.pdf")
    page = sign_in(editor, PAGE)
    page.evaluate("window.still = true")
    expect(page.locator(".sums")).to_contain_text("1 file on the way")
    on_the_way("second.pdf")
    expect(page.locator(".sums")).to_contain_text("2 files on the way", timeout=20_000)
    assert page.evaluate("window.still"), "the page was loaded again"


@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_page_keeps_within_the_width(sign_in, editor, width):
    for number in range(6):
        on_the_way(f"CTOC_COP_WG.8_2016_{number}_and_a_very_long_name_without_a_blank_in_it-EN.pdf", is_bulk=number > 2)
    on_the_way("scan.pdf", Stage.READ, tries=1, ago=timedelta(hours=3))
    on_the_way("stopped.pdf", problem="The file is damaged: its list of objects ends too early. Send it again.")
    on_the_way("done.pdf", Stage.LINKED)
    page = sign_in(editor, PAGE, width=width, height=900)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="Try all unreadable files again").click()
    expect(page.locator("h1")).to_have_text("Try all unreadable files again?")
    page.get_by_role("button", name="Try again").click()
    expect(page.locator(".messagelist")).to_contain_text("1 file will be tried again.")
