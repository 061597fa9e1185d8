"""Reading again with a newer reader: what a machine wrote follows, what a person said stays."""

from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.access import Audience
from documents import actions, filing, texts
from documents.ingest import ladder, rungs
from documents.ingest.intake import receive
from documents.models import File, Page, ReferenceOrigin, Stage
from documents.reading.pages import READER, UnreadableFile
from provenance.models import Evidence
from tests import factories as make
from tests.notes import NOTE_WITH_MASTHEAD

pytestmark = pytest.mark.django_db


def climbed(text, name="note.txt"):
    file = receive(text.encode(), name=name, by=None, way="test").file
    ladder.climb(file.pk)
    file.refresh_from_db()
    return file


def refused(contents):
    return [UnreadableFile("damaged", "This file is damaged.") for _ in contents]


def read_by_an_older_reader(file, **values):
    """As if an older reader had read other values: on the document, with its evidence."""
    File.objects.filter(pk=file.pk).update(reader="reading 0")
    document = file.document
    for field, value in values.items():
        Evidence.objects.about(document).filter(field=field.replace("_", " ")).update(value=value, reader="reading 0")


def reread(*arguments, **options):
    out = StringIO()
    call_command("reread", *arguments, stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def file():
    return climbed(NOTE_WITH_MASTHEAD)


def test_only_what_an_older_reader_read_is_read_again(file):
    assert "Every file was read by" in reread()
    File.objects.update(reader="reading 0")
    assert "1 file: 1 read again" in reread()
    file.refresh_from_db()
    assert (file.reader, file.stage) == (READER, Stage.LINKED)


def test_what_an_older_reader_could_not_read_is_tried_again_by_the_new_one_once(monkeypatch):
    monkeypatch.setattr(rungs.child, "read_all_safely", refused)
    file = climbed("words of a kind that was refused")
    assert file.problem
    assert "Every file was read by" in reread()
    monkeypatch.undo()
    File.objects.update(reader="reading 0")
    assert "1 file: 1 read again" in reread()
    file.refresh_from_db()
    assert (file.problem, file.stage) == ("", Stage.LINKED)


def test_a_dry_run_says_how_many_and_reads_none(file):
    File.objects.update(reader="reading 0")
    assert "1 file would be read again" in reread(dry_run=True)
    assert File.objects.get().reader == "reading 0"


def test_a_value_that_the_older_reader_wrote_follows_the_new_reading(file):
    document = file.document
    document.author_line = "Not by the Secretariat"
    document.save()
    read_by_an_older_reader(file, author_line="Not by the Secretariat")
    document.titles.update(text="A title read wrongly")
    read_by_an_older_reader(file, title="A title read wrongly")
    reread()
    document.refresh_from_db()
    assert document.author_line == "Note by the Secretariat"
    assert document.titles.get().text == "Sample note on the work of the secretariat"
    assert Evidence.objects.about(document).get(field="author line").reader == READER


def test_a_value_that_a_person_changed_since_stays(file):
    document = file.document
    document.author_line = "Note by the Chair"
    document.date = "2016-08-09"
    document.save()
    document.titles.update(text="The title as a person put it right")
    File.objects.update(reader="reading 0")
    reread()
    document.refresh_from_db()
    assert document.author_line == "Note by the Chair"
    assert str(document.date) == "2016-08-09"
    assert document.titles.get().text == "The title as a person put it right"
    statement = Evidence.objects.about(document).get(field="date")
    assert (statement.value, statement.chosen) == ("2016-08-08", False)


def test_what_the_new_reader_no_longer_reads_is_taken_back_unless_another_file_says_it(file, monkeypatch):
    document = file.document
    assert document.author_line
    sharp = texts.read_masthead
    monkeypatch.setattr(texts, "read_masthead", lambda reading: replace(sharp(reading), author_line=None))
    reread("CTOC/COP/2016/7")
    document.refresh_from_db()
    assert document.author_line == ""
    assert not Evidence.objects.about(document).filter(field="author line").exists()


def test_what_a_person_confirmed_is_evidence_that_stays(file, editor):
    from django.utils import timezone

    statement = Evidence.objects.about(file.document).get(field="date")
    Evidence.objects.filter(pk=statement.pk).update(confirmed_by=editor, confirmed_at=timezone.now())
    File.objects.update(reader="reading 0")
    reread()
    assert Evidence.objects.get(pk=statement.pk).confirmed_by == editor
    assert Evidence.objects.about(file.document).filter(field="date").count() == 1


def test_whoever_may_read_an_issued_file_may_read_its_evidence_after_a_new_reading_too(file, publisher):
    actions.issue(file.version, by=publisher)

    def seen():
        about = Evidence.objects.about(file.document).visible_to(Audience.PUBLIC)
        return sorted(about.values_list("field", "value"))

    before = seen()
    assert ("date", "2016-08-08") in before
    reread("CTOC/COP/2016/7")
    assert seen() == before


def test_filling_the_record_asks_little_however_much_the_masthead_states(file, django_assert_max_num_queries):
    masthead = texts.masthead_of(file)
    with django_assert_max_num_queries(16):
        filing.complete(file.document, file, masthead)


def test_a_reference_that_a_person_entered_stays(file):
    entered = make.reference(
        file.document, symbol="A/RES/55/25", file=file, page=1, start=0, origin=ReferenceOrigin.ENTERED
    )
    before = file.references.count()
    reread("ctoc/cop/2016/7")
    assert file.references.filter(pk=entered.pk).exists()
    assert file.references.count() == before


def test_a_file_filed_by_a_person_stays_filed_though_its_masthead_says_otherwise(editor):
    file = climbed(NOTE_WITH_MASTHEAD.replace("United Nations CTOC/COP/2016/7", "United Nations"))
    document = actions.enter_symbol(file, symbol="CTOC/COP/2016/8", by=editor)
    Page.objects.filter(file=file).update(text=NOTE_WITH_MASTHEAD)
    File.objects.filter(pk=file.pk).update(stage=Stage.RECOGNISED)
    ladder.climb(file.pk)
    file.refresh_from_db()
    assert file.document == document
    assert "The masthead says CTOC/COP/2016/7" in file.remarks


def test_a_file_set_aside_is_not_read_again(editor):
    file = climbed("words alone")
    actions.set_aside(file, reason="not ours", by=editor)
    File.objects.update(reader="reading 0")
    assert "Every file" in reread()


def test_a_file_that_can_no_longer_be_read_keeps_its_text(file, monkeypatch):
    monkeypatch.setattr(rungs.child, "read_all_safely", refused)
    assert "1 unreadable" in reread("CTOC/COP/2016/7")
    file.refresh_from_db()
    assert file.problem == "This file is damaged."
    assert "Sample note" in file.pages.get().text


def test_what_is_no_symbol_is_refused_in_words():
    with pytest.raises(CommandError, match="symbol"):
        reread("the note")


def test_the_workers_can_be_asked_to_do_it(file, bell, django_capture_on_commit_callbacks):
    File.objects.update(reader="reading 0")
    with django_capture_on_commit_callbacks(execute=True):
        assert "1 handed to the workers" in reread(queue=True)
    assert bell == [file.pk]
    assert File.objects.get().stage == Stage.RECEIVED
