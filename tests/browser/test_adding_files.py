"""Sixty files are dropped at once, in a real browser: a real worker reads them and each is seen to its end."""

import base64
import os
import re

import pytest
from playwright.sync_api import expect

from documents.admin import adding
from documents.models import Delivery, File
from tests.files import docx, pdf
from tests.notes import NOTE_WITH_MASTHEAD

ADDRESS = "/admin/documents/file/add/"
PICTURES = os.environ.get("PICTURES", "")
pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

# Drops files upon the page as a person does: the browser makes the event from bytes that are given to it.
DROP = """files => {
  const transfer = new DataTransfer();
  for (const [name, bytes] of files) {
    transfer.items.add(new File([Uint8Array.from(atob(bytes), sign => sign.charCodeAt(0))], name));
  }
  const zone = document.querySelector("[data-drop]");
  for (const type of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
  }
}"""


def sixty_files():
    """Fifty-five notes with mastheads, two without, a picture, an empty one, and one that comes twice."""
    files = []
    for number in range(55):
        text = NOTE_WITH_MASTHEAD.replace("CTOC/COP/2016/7", f"CTOC/COP/2016/{number + 20}")
        is_word = number % 11 == 0
        files.append((f"note-{number}.{'docx' if is_word else 'pdf'}", docx(text) if is_word else pdf([text])))
    files += [("letter-1.txt", b"Some words without a masthead."), ("letter-2.txt", b"Other words without one.")]
    files += [("scan.pdf", b"\xff\xd8\xff\xe0" + b"\0" * 500), ("empty.pdf", b""), ("again.pdf", files[1][1])]
    return files


def drop(page, files):
    page.evaluate(DROP, [[name, base64.b64encode(content).decode()] for name, content in files])


def take_picture(page, name):
    """Keeps pictures of the page where a folder for them is named (PICTURES)."""
    if PICTURES:
        page.screenshot(path=f"{PICTURES}/{name}.png")


def rows(page, group):
    return page.locator(f'[data-rows] tr[data-group="{group}"]')


def test_sixty_files_are_dropped_and_each_is_seen_to_its_end(worker, sign_in, editor):
    page = sign_in(editor, ADDRESS)
    take_picture(page, "before")
    drop(page, sixty_files())
    expect(page.locator("[data-rows] tr")).to_have_count(60)
    expect(rows(page, "filed").first).to_be_visible(timeout=60_000)
    take_picture(page, "middle")
    expect(page.locator("[data-summary]")).to_have_text(
        re.compile("^60 files · 55 filed · 2 wait for a person · 1 unreadable · 1 not taken in · 1 already held$"),
        timeout=60_000,
    )
    assert not page.locator('[data-rows] tr:not([data-final="yes"])').count()
    expect(rows(page, "unreadable")).to_contain_text("JPEG")
    expect(rows(page, "refused")).to_contain_text("is empty")
    take_picture(page, "end")
    assert File.objects.count() == 58
    assert page.url.endswith(f"/admin/documents/delivery/{Delivery.objects.get().pk}/change/")
    page.reload()
    expect(page.locator("[data-summary]")).to_contain_text("60 files · 55 filed · 2 wait for a person")
    take_picture(page, "tomorrow")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    take_picture(page, "tomorrow-390")
    page.get_by_role("link", name="note-0.docx").click()
    expect(page.locator("#content-main")).to_contain_text("CTOC/COP/2016/20")


def test_with_the_queue_away_each_file_says_that_it_will_be_read_later(sign_in, editor, monkeypatch):
    monkeypatch.setattr(adding, "ring_now", lambda files: False)
    page = sign_in(editor, ADDRESS, width=390, height=844)
    drop(page, sixty_files()[:12])
    summary = page.locator("[data-summary]")
    expect(summary).to_have_text("12 files · 12 being read", timeout=20_000)
    page.wait_for_timeout(2500)  # the page has asked how they come on by then, and still says so
    expect(page.get_by_text("will be read when the queue is back")).to_have_count(12)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    take_picture(page, "queue-away-390")


def test_what_failed_on_the_way_is_sent_again_with_a_button(sign_in, editor, bell, monkeypatch):
    def no_room(*args, **kwargs):
        raise OSError(28, "No space left on device")

    whole = adding.receive
    monkeypatch.setattr(adding, "receive", no_room)
    page = sign_in(editor, ADDRESS)
    page.locator("input[type=file]").set_input_files(
        [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"%d" % n} for n in range(3)]
    )
    expect(page.get_by_text("no room left")).to_have_count(3)
    expect(page.locator("[data-summary]")).to_contain_text("3 failed to be sent")
    take_picture(page, "failures")
    monkeypatch.setattr(adding, "receive", whole)
    page.get_by_role("button", name="Retry all that failed").click()
    expect(page.locator("[data-summary]")).to_have_text("3 files · 3 being read")
    assert File.objects.count() == 3


def test_without_a_script_the_form_sends_them_all(sign_in, editor, bell):
    page = sign_in(editor, ADDRESS, java_script_enabled=False)
    page.locator("input[type=file]").set_input_files(
        [{"name": f"{n}.txt", "mimeType": "text/plain", "buffer": b"%d" % n} for n in range(3)]
    )
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("[data-rows] tr")).to_have_count(3)
    expect(page.locator("[data-summary]")).to_contain_text("3 being read")
