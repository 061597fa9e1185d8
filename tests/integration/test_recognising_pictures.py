"""Pages that hold only a picture: recognised on a rung and in a queue of their own, and never taken for certain."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from documents import actions, queues
from documents.ingest import ladder, rungs
from documents.ingest.intake import receive
from documents.models import File, Page, Stage
from documents.reading import child, ocr
from documents.reading.pages import PICTURE, PageText, Reading
from documents.tasks import ingest_file, recognise_pictures, sweep_stalled
from provenance.models import CERTAIN, Evidence
from tests.notes import NOTE_WITH_MASTHEAD

pytestmark = pytest.mark.django_db

PAGES = 20


@pytest.fixture
def scan(monkeypatch):
    """A scanned file of twenty pages: the reader finds a picture on each."""
    pages = tuple(PageText(number, "", PICTURE) for number in range(1, PAGES + 1))
    remarks = (
        "no page of this file holds text that could be read",
        "pages 1-20 hold only pictures: their text could not be read here",
    )
    reading = Reading("application/pdf", pages, "", remarks)
    monkeypatch.setattr(child, "read_all_safely", lambda contents: [reading for _ in contents])
    return receive(b"%PDF-1.4 a scan", name="scan.pdf", by=None, way="test").file


@pytest.fixture
def tesseract(monkeypatch):
    """A Tesseract that recognises the note on the first page and nothing on the last; notes what it was asked for."""
    asked = []

    def recognise(content, numbers):
        asked.append(list(numbers))
        texts = {1: NOTE_WITH_MASTHEAD, PAGES: ""}
        return [ocr.Recognised(number, texts.get(number, f"Words of page {number}."), 0.97) for number in numbers]

    monkeypatch.setattr(ocr, "is_available", lambda: True)
    monkeypatch.setattr(ocr, "read_pages", recognise)
    return asked


def waiting():
    """The queues in which something waits."""
    return {name: length for name, length in queues.lengths().items() if length}


def test_a_scan_waits_before_the_slow_rung_and_its_own_queue_is_rung(scan, settings):
    ingest_file(scan.pk)
    scan.refresh_from_db()
    assert scan.stage == Stage.READ
    assert scan.waits_for_recognition
    assert waiting() == {settings.OCR_QUEUE: 1}


def test_the_sweeper_rings_the_right_bell_and_only_once(scan, settings):
    ladder.climb(scan.pk, kinds={ladder.READING, ladder.LINKING})
    File.objects.update(moved_at="2020-01-01T00:00Z")
    assert sweep_stalled() == 1
    assert waiting() == {settings.OCR_QUEUE: 1}
    assert sweep_stalled() == 0  # it waits for its turn
    assert waiting() == {settings.OCR_QUEUE: 1}


def test_pages_are_recognised_some_at_a_time_and_nothing_done_is_lost(scan, tesseract, settings, monkeypatch):
    ladder.climb(scan.pk, kinds={ladder.READING, ladder.LINKING})
    recognise = ocr.read_pages

    def stopped_after_the_first_part(content, numbers):
        if tesseract:
            raise ConnectionResetError("the worker was stopped")
        return recognise(content, numbers)

    monkeypatch.setattr(ocr, "read_pages", stopped_after_the_first_part)
    with pytest.raises(ConnectionResetError):
        ladder.climb(scan.pk)
    scan.refresh_from_db()
    assert Page.objects.exclude(recognised=None).count() == rungs.PAGES_AT_ONCE
    assert len(scan.unread_pages) == PAGES - rungs.PAGES_AT_ONCE
    monkeypatch.setattr(ocr, "read_pages", recognise)
    recognise_pictures(scan.pk)
    scan.refresh_from_db()
    assert scan.stage == Stage.RECOGNISED
    assert waiting() == {settings.CELERY_TASK_DEFAULT_QUEUE: 1}
    assert [number for part in tesseract for number in part] == list(range(1, PAGES + 1))


def test_what_was_recognised_is_never_certain_and_waits_for_a_person(scan, tesseract):
    ladder.climb(scan.pk)
    scan.refresh_from_db()
    assert scan.language == "en"
    assert scan.symbol_read == "CTOC/COP/2016/7"
    assert scan.version is None
    assert "not read for certain" in scan.waiting_for
    assert "recognised from a picture" in scan.remarks
    assert "could be read" not in scan.remarks.replace("Nothing could be recognised", "")
    assert f"Nothing could be recognised on page {PAGES}" in scan.remarks
    assert scan.references.filter(symbol="CTOC/COP/WG.8/2016/2").exists()


def test_without_tesseract_the_file_goes_on_and_says_so(scan, monkeypatch):
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    assert ladder.climb(scan.pk) == Stage.LINKED
    scan.refresh_from_db()
    assert ocr.NOT_INSTALLED in scan.remarks
    assert len(scan.unread_pages) == PAGES
    assert "No symbol found" in scan.waiting_for


def test_once_tesseract_is_there_the_pictures_can_be_read(scan, tesseract, monkeypatch):
    monkeypatch.setattr(ocr, "is_available", lambda: False)
    ladder.climb(scan.pk)
    with pytest.raises(CommandError):
        call_command("reread", pictures=True)
    monkeypatch.setattr(ocr, "is_available", lambda: True)
    out = StringIO()
    call_command("reread", pictures=True, stdout=out)
    assert "1 read again" in out.getvalue()
    scan.refresh_from_db()
    assert scan.symbol_read == "CTOC/COP/2016/7"
    assert scan.unread_pages == []


def test_a_reader_of_a_recognised_page_is_told_so(scan, tesseract, client, publisher):
    ladder.climb(scan.pk)
    scan.refresh_from_db()
    document = actions.enter_symbol(scan, symbol="CTOC/COP/2016/7", by=publisher)
    client.force_login(publisher)
    page = client.get(document.versions.get().get_absolute_url()).content.decode()
    assert "recognised from a picture" in page


def test_a_bell_that_rings_often_for_a_file_that_waits_is_no_reader_that_died(scan):
    for _ in range(3 * ladder.MOST_TRIES):
        assert ladder.climb(scan.pk, kinds={ladder.READING, ladder.LINKING}) == Stage.READ
    scan.refresh_from_db()
    assert (scan.problem, scan.tries) == ("", 0)


def test_what_a_person_files_from_a_picture_fills_the_record_and_is_still_not_certain(scan, tesseract, editor):
    ladder.climb(scan.pk)
    scan.refresh_from_db()
    document = actions.enter_symbol(scan, symbol="CTOC/COP/2016/7", by=editor)
    statement = Evidence.objects.about(document).get(field="date")
    assert (statement.value, statement.chosen) == ("2016-08-08", True)
    assert statement.confidence < CERTAIN
