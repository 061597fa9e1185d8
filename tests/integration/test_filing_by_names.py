"""The masthead comes first and the file's name second: where they disagree a person is asked, and nothing is guessed."""

import pytest

from documents import actions, filing
from documents.fates import fate_of
from documents.ingest import ladder
from documents.ingest.intake import receive
from documents.models import Outcome, Waits
from tests import factories as make
from tests.notes import NOTE_WITH_MASTHEAD, NOTE_WITHOUT_MASTHEAD, SEED_TITLE

pytestmark = pytest.mark.django_db


def climbed(text, name):
    file = receive(text.encode(), name=name, by=None, way="test").file
    ladder.climb(file.pk)
    file.refresh_from_db()
    return file


def test_a_name_that_agrees_changes_nothing():
    file = climbed(NOTE_WITH_MASTHEAD, "CTOC_COP_2016_7-EN.txt")
    assert file.document.symbol == "CTOC/COP/2016/7"
    assert file.remarks == ""


def test_a_name_that_says_another_symbol_is_shown_and_not_guessed_at():
    file = climbed(NOTE_WITH_MASTHEAD, "CTOC_COP_2016_8-EN.txt")
    assert (file.version, file.waits_because) == (None, Waits.NAME_DISAGREES)
    assert "CTOC/COP/2016/7" in file.waiting_for
    assert "CTOC/COP/2016/8" in file.waiting_for
    assert fate_of(file).outcome is Outcome.NAME_DISAGREES


def test_a_name_that_says_another_language_is_remarked_on():
    file = climbed(NOTE_WITH_MASTHEAD, "CTOC_COP_2016_7-FR.txt")
    assert file.version.language == "en"
    assert "The file name says French, and the text is English" in file.remarks


def test_without_a_symbol_in_the_text_the_name_files_what_the_record_expects():
    document = make.document("CTOC/COP/2016/9", SEED_TITLE)
    file = climbed(NOTE_WITHOUT_MASTHEAD, "CTOC_COP_2016_9-EN.txt")
    assert file.document == document
    assert "filed by its name" in file.remarks


def test_a_name_founds_no_document_and_is_proposed_to_a_person():
    file = climbed(NOTE_WITHOUT_MASTHEAD, "CTOC_COP_2016_9-EN.txt")
    assert (file.version, file.waits_because) == (None, Waits.NO_SYMBOL)
    assert "The file name says CTOC/COP/2016/9" in file.waiting_for
    assert filing.symbol_proposed(file) == "CTOC/COP/2016/9"


def test_a_name_does_not_file_a_text_of_another_title():
    make.document("CTOC/COP/2016/9", "Budget for the coming years")
    assert climbed(NOTE_WITHOUT_MASTHEAD, "CTOC_COP_2016_9-EN.txt").version is None


def test_a_name_replaces_nothing():
    document = make.document("CTOC/COP/2016/9", SEED_TITLE)
    make.file(make.version(document, "en"), "The text held.")
    assert climbed(NOTE_WITHOUT_MASTHEAD, "CTOC_COP_2016_9-EN.txt").version is None


def test_what_a_person_took_out_of_a_document_is_not_filed_there_again(editor):
    file = climbed(NOTE_WITH_MASTHEAD, "note.txt")
    actions.untie(file, by=editor)
    ladder.read_again(file)
    ladder.climb(file.pk)
    file.refresh_from_db()
    assert file.version is None
    assert "taken out of that document by a person" in file.waiting_for


def test_two_languages_of_one_document_in_one_batch_found_it_once():
    files = [
        receive(NOTE_WITH_MASTHEAD.encode(), name="one.txt", by=None, way="test", is_bulk=True).file,
        receive((NOTE_WITH_MASTHEAD + "\nMore.").encode(), name="two.txt", by=None, way="test", is_bulk=True).file,
    ]
    ladder.climb_all([file.pk for file in files])
    for file in files:
        file.refresh_from_db()
    assert files[0].document.symbol == "CTOC/COP/2016/7"
    assert files[1].waits_because == Waits.LANGUAGE_HELD


def test_a_file_that_fails_in_a_batch_takes_no_other_with_it(monkeypatch):
    files = [
        receive(NOTE_WITH_MASTHEAD.replace("2016/7", f"2016/{number}").encode(), name="n.txt", by=None, way="test").file
        for number in (7, 8, 9)
    ]
    sound = filing._place

    def fail(file, *given):
        if file.pk == files[1].pk:
            raise ZeroDivisionError
        return sound(file, *given)

    monkeypatch.setattr(filing, "_place", fail)
    ladder.climb_all([file.pk for file in files])
    for file in files:
        file.refresh_from_db()
    assert [bool(file.version_id) for file in files] == [True, False, True]
    assert "ZeroDivisionError" in files[1].problem
