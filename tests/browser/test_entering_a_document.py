"""What the secretariat does with a new file, in a real browser, with a real worker on the real queue."""

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from documents.models import Document, File
from tests.notes import NOTE_WITHOUT_MASTHEAD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def register(transactional_db):
    call_command("load_register", verbosity=0)


def upload(page, tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    page.goto(page.url.split("/en/")[0].split("/admin/")[0] + "/admin/documents/file/add/")
    page.locator("input[type=file]").set_input_files(path)
    expect(page.locator("[data-rows] tr")).to_have_count(1)
    if content:
        page.get_by_role("link", name=name).click()


def test_a_note_without_masthead_is_read_tied_confirmed_issued_and_stands_on_its_session_once(
    register, worker, sign_in, publisher, tmp_path
):
    registered = Document.objects.get(
        titles__text__startswith="Reports emanating from the open-ended intergovernmental meetings"
    )
    # The register has the real note; this is one like it, with the same title.
    title = registered.title
    text = title + "\n\n  Note by the Secretariat\n\n" + NOTE_WITHOUT_MASTHEAD.split("Note by the Secretariat", 1)[1]
    page = sign_in(publisher)
    upload(page, tmp_path, "note.txt", text.encode())
    expect(page.get_by_text("Waits for a person")).to_be_visible(timeout=60_000)
    main = page.locator("#content-main")
    expect(main).to_contain_text("CTOC/COP/WG.8/2015/3")
    expect(main).to_contain_text("CTOC/COP/WG.8/2016/2")
    expect(main).to_contain_text("printed as CTOC/COP//2016/1: malformed")
    expect(main).to_contain_text("Resolution 7/1")
    page.get_by_role("button", name="It is this one").first.click()
    expect(main).to_contain_text("Filed as")
    if page.get_by_role("button", name="Confirm").count():
        page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Issue ").click()
    expect(main).to_contain_text("issued")
    site = page.url.split("/admin/")[0]
    page.goto(f"{site}/en/sessions/8")
    assert page.get_by_text(title, exact=True).count() == 1
    page.get_by_text(title, exact=True).click()
    page.goto(f"{site}/en/texts/en/id/{registered.pk}")
    expect(page.locator("main")).to_contain_text("at least one meeting be held")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.pdf", b"", "is empty"),
        ("scan.pdf", b"\xff\xd8\xff\xe0" + b"\0" * 500, "JPEG"),
    ],
)
def test_what_can_not_be_read_ends_with_a_clear_message(worker, sign_in, editor, tmp_path, name, content, words):
    page = sign_in(editor)
    upload(page, tmp_path, name, content)
    expect(page.locator("body")).to_contain_text(words, timeout=60_000)
    assert File.objects.count() == (1 if content else 0)


def test_the_desk_keeps_within_the_width_of_a_phone(worker, sign_in, editor, tmp_path):
    page = sign_in(editor, width=320, height=640)
    upload(page, tmp_path, "note.txt", NOTE_WITHOUT_MASTHEAD.encode())
    expect(page.get_by_text("Waits for a person")).to_be_visible(timeout=60_000)
    expect(page.locator(".statements")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
