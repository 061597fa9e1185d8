"""A file's way from the door to its document, on good days and bad ones."""

import pytest
from django.db import OperationalError

from documents import actions, filing, in_tray, queues, tasks
from documents.ingest import intake, ladder
from documents.ingest.failures import is_outage
from documents.ingest.intake import Refused, receive
from documents.models import Document, File, LanguageVersion, Page, Reference, Stage, VersionStatus
from documents.tasks import ring, sweep_stalled
from provenance.models import Evidence
from tests import factories as make
from tests.notes import NOTE_WITH_MASTHEAD, NOTE_WITHOUT_MASTHEAD, SEED_TITLE

pytestmark = pytest.mark.django_db


def taken_in(text, name="note.txt", by=None):
    content = text.encode() if isinstance(text, str) else text
    return receive(content, name=name, by=by, way="test").file


def climbed(text, **fields):
    file = taken_in(text, **fields)
    ladder.climb(file.pk)
    file.refresh_from_db()
    return file


@pytest.fixture
def eighth_session():
    session = make.session(8)
    agenda = make.document("CTOC/COP/2016/1", "Provisional agenda", body=make.conference())
    make.place_in(session, agenda, "agenda of")
    return session


# ------------------------------------------------------------------ the door


def test_a_file_is_stored_under_its_hash_before_anything_is_read(editor):
    file = taken_in(NOTE_WITH_MASTHEAD, by=editor)
    assert file.stage == Stage.RECEIVED
    assert file.content.name.endswith(file.sha256)
    with file.content.open() as stream:
        assert stream.read() == NOTE_WITH_MASTHEAD.encode()
    assert file.received_by == editor


def test_the_same_bytes_twice_are_one_file_with_two_arrivals(editor):
    first = receive(b"the same", name="one.txt", by=editor, way="test")
    second = receive(b"the same", name="two.txt", by=editor, way="test")
    assert (first.is_new, second.is_new) == (True, False)
    assert first.file == second.file
    assert "already held" in second.outcome
    assert sorted(first.file.receptions.values_list("name", flat=True)) == ["one.txt", "two.txt"]


def test_an_empty_file_is_refused_and_leaves_no_row():
    with pytest.raises(Refused, match=r"“empty.pdf” is empty"):
        taken_in(b"", name="empty.pdf")
    assert not File.objects.exists()


def test_a_file_over_the_limit_is_refused_and_leaves_no_row(settings):
    settings.UPLOAD_LIMIT_MEGABYTES = 1
    with pytest.raises(Refused, match="the limit is 1 MB"):
        taken_in(b"x" * (1024 * 1024 + 1))
    assert not File.objects.exists()


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 500 + ".pdf", "nul\0.pdf", "..\\..\\evil.exe", ""])
def test_a_hostile_name_is_only_a_name(name):
    file = taken_in(b"words", name=name)
    assert "/" not in file.name
    assert "\\" not in file.name
    assert 0 < len(file.name) <= 255


def test_a_row_that_can_not_be_written_leaves_nothing_half_made(monkeypatch):
    def fail(*args, **kwargs):
        raise OperationalError("the disk is full")

    monkeypatch.setattr(intake.Reception.objects, "bulk_create", fail)
    with pytest.raises(OperationalError):
        taken_in(b"words")
    assert not File.objects.exists()


# ---------------------------------------------------------------- the ladder


def test_a_note_with_its_masthead_is_filed_by_itself_and_not_issued(eighth_session):
    file = climbed(NOTE_WITH_MASTHEAD)
    assert (file.stage, file.problem, file.waiting_for) == (Stage.LINKED, "", "")
    document = Document.objects.with_symbol("CTOC/COP/2016/7").get()
    assert file.document == document
    assert document.title == "Sample note on the work of the secretariat"
    assert str(document.date) == "2016-08-08"
    assert document.versions.get().status == VersionStatus.HELD
    assert document.versions.get().job_number == "V.16-01234"
    assert make.conference() in document.bodies.all()


def test_the_time_of_each_stage_is_kept(eighth_session):
    file = climbed(NOTE_WITH_MASTHEAD)
    assert set(file.stages_at) == {Stage.READ, Stage.RECOGNISED, Stage.FILED, Stage.LINKED}


def test_what_was_read_carries_its_evidence(eighth_session):
    file = climbed(NOTE_WITH_MASTHEAD)
    statement = Evidence.objects.about(file.document).get(field="date")
    assert statement.value == "2016-08-08"
    assert statement.quote in NOTE_WITH_MASTHEAD
    assert statement.page == 1
    assert statement.file_sha256 == file.sha256
    assert statement.reader


def test_the_session_is_proposed_for_a_person_to_confirm(eighth_session, editor):
    file = climbed(NOTE_WITH_MASTHEAD)
    (place,) = file.document.places.all()
    assert (place.meeting, place.is_confirmed) == (eighth_session, False)
    actions.confirm_place(place, by=editor)
    assert file.document.places.get().is_confirmed


def test_the_session_never_comes_from_the_year_in_the_symbol():
    """A symbol of 2006 on a document for the session of 2008."""
    third = make.session(3, start="2006-10-09", end="2006-10-18")
    fourth = make.session(4, start="2008-10-08", end="2008-10-17")
    agenda = make.document("CTOC/COP/2008/1", body=make.conference())
    make.place_in(fourth, agenda, "agenda of")
    text = NOTE_WITH_MASTHEAD.replace("CTOC/COP/2016/7", "CTOC/COP/2006/7/Rev.1").replace(
        "CTOC/COP/2016/1", "CTOC/COP/2008/1"
    )
    text = text.replace("Eighth session", "Fourth session").replace("8 August 2016", "18 August 2008")
    file = climbed(text)
    assert [place.meeting for place in file.document.places.all()] == [fourth]
    assert third not in file.document.meetings.all()


def test_a_struck_out_session_is_not_proposed_again(eighth_session, editor):
    file = climbed(NOTE_WITH_MASTHEAD)
    actions.dismiss_place(file.document.places.get(), by=editor)
    File.objects.update(stage=Stage.RECEIVED)
    ladder.climb(file.pk)
    assert not file.document.places.exists()


def test_climbing_twice_leaves_the_same(eighth_session):
    file = climbed(NOTE_WITH_MASTHEAD)

    def held():
        return [model.objects.count() for model in (File, Page, Reference, Document, LanguageVersion, Evidence)]

    before = held()
    for stage in (Stage.RECEIVED, Stage.READ, Stage.RECOGNISED, Stage.FILED):
        File.objects.update(stage=stage)
        assert ladder.climb(file.pk) == Stage.LINKED
    assert held() == before


def test_an_unreadable_file_says_why_and_is_not_tried_again():
    file = climbed(b"\xff\xd8\xff\xe0" + b"\0" * 200, name="scan.pdf")
    assert "JPEG" in file.problem
    assert file.stage == Stage.RECEIVED
    assert not Page.objects.exists()
    assert file in in_tray.waiting()
    assert file not in File.objects.standing_still(-1)


def test_an_outage_is_raised_and_leaves_the_file_where_it_stood(monkeypatch):
    file = taken_in(NOTE_WITH_MASTHEAD)

    def away(files, hand):
        raise ConnectionResetError("storage away")

    monkeypatch.setitem(ladder.RUNGS, Stage.RECEIVED, ladder.Rung(away, Stage.READ, ladder.READING))
    with pytest.raises(ConnectionResetError):
        ladder.climb(file.pk)
    file.refresh_from_db()
    assert (file.stage, file.problem) == (Stage.RECEIVED, "")


def test_a_fault_of_ours_is_written_on_the_file_and_does_not_block_the_queue(monkeypatch):
    file = taken_in(NOTE_WITH_MASTHEAD)

    def fault(files, hand):
        raise ZeroDivisionError

    sound = ladder.RUNGS[Stage.RECOGNISED]
    monkeypatch.setitem(ladder.RUNGS, Stage.RECOGNISED, ladder.Rung(fault, Stage.FILED, ladder.READING))
    assert ladder.climb(file.pk) == Stage.RECOGNISED
    file.refresh_from_db()
    assert "ZeroDivisionError" in file.problem
    monkeypatch.setitem(ladder.RUNGS, Stage.RECOGNISED, sound)
    ladder.retry(file)
    assert ladder.climb(file.pk) == Stage.LINKED


def test_a_file_that_kills_its_reader_is_given_up_after_some_tries(monkeypatch):
    file = taken_in(NOTE_WITH_MASTHEAD)

    class Killed(BaseException):
        """As if the process had been killed: nothing is caught, nothing is written."""

    def die(files, hand):
        raise Killed

    monkeypatch.setitem(ladder.RUNGS, Stage.RECEIVED, ladder.Rung(die, Stage.READ, ladder.READING))
    for _ in range(ladder.MOST_TRIES):
        with pytest.raises(Killed):
            ladder.climb(file.pk)
    ladder.climb(file.pk)
    file.refresh_from_db()
    assert "stopped 5 times" in file.problem


@pytest.mark.parametrize(
    ("code", "outage"),
    [("08006", True), ("57P01", True), (None, True), ("53100", False), ("57014", False), ("40P01", False)],
)
def test_not_every_operational_error_is_an_outage(code, outage):
    class FromTheServer(Exception):
        pgcode = code

    error = OperationalError()
    error.__cause__ = FromTheServer()
    assert is_outage(error) is outage


# ------------------------------------------------------------------ the bell


def test_the_bell_rings_only_after_the_commit(bell, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=False) as waiting:
        file = taken_in(b"words")
        ring(file)
    assert bell == []
    for callback in waiting:
        callback()
    assert bell == [file.pk]


def test_a_queue_that_is_away_is_no_error_and_the_sweeper_finds_the_file(
    queue_away, django_capture_on_commit_callbacks, monkeypatch
):
    with django_capture_on_commit_callbacks(execute=True):
        file = taken_in(b"words")
        ring(file)
    File.objects.update(moved_at="2020-01-01T00:00Z")
    assert queue_away == [[file.pk]]
    monkeypatch.undo()
    tasks.silence.until = 0.0
    assert sweep_stalled() == 1
    assert queues.lengths()[queues.queue_for(ladder.READING, is_bulk=False)] == 1


def test_the_sweeper_lets_finished_set_aside_and_unreadable_files_rest(bell, editor):
    done = climbed(NOTE_WITHOUT_MASTHEAD)
    aside = taken_in(b"aside")
    actions.set_aside(aside, reason="not ours", by=editor)
    climbed(b"\xff\xd8\xff\xe0" + b"\0" * 200)
    File.objects.update(moved_at="2020-01-01T00:00Z")
    assert sweep_stalled() == 0
    assert done.stage == Stage.LINKED


# -------------------------------------------------------- a note without symbol


@pytest.fixture
def registered(eighth_session):
    """The note as the register knows it: without a symbol, on the list of the session."""
    document = make.document("", SEED_TITLE, type="note by the Secretariat", body=make.conference())
    make.document("CTOC/COP/WG.8/2015/3", "Report on the first meeting")
    make.document("CTOC/COP/WG.8/2016/2", "Report on the second meeting")
    make.act("7/1")
    return document


def test_its_text_is_readable_and_its_citations_are_found_while_it_waits(registered):
    file = climbed(NOTE_WITHOUT_MASTHEAD)
    assert file.version is None
    assert "No symbol found" in file.waiting_for
    assert file in in_tray.waiting()
    assert "eighth session" in file.pages.get().text
    cited = {reference.symbol or reference.act_key: reference for reference in file.references.all()}
    assert set(cited) == {
        "CTOC/COP/2016/1",
        "CTOC/COP/WG.8/2015/3",
        "CTOC/COP/WG.8/2016/2",
        "CTOC/COP resolution 7/1",
    }
    assert all(reference.document or reference.act for reference in cited.values())


def test_a_malformed_symbol_is_kept_as_printed_and_tied_to_the_right_document(registered):
    file = climbed(NOTE_WITHOUT_MASTHEAD)
    reference = file.references.get(symbol="CTOC/COP/2016/1")
    assert reference.as_written == "CTOC/COP//2016/1"
    assert "doubled slash" in reference.malformed
    assert reference.document.symbol == "CTOC/COP/2016/1"


def test_the_registered_document_is_offered_and_never_tied_by_likeness_alone(registered):
    file = climbed(NOTE_WITHOUT_MASTHEAD)
    assert filing.candidates(file) == [registered]
    assert file.document is None


def test_its_session_is_proposed_from_the_agenda_document(registered, eighth_session):
    assert filing.meetings_for(climbed(NOTE_WITHOUT_MASTHEAD)) == [eighth_session]


def test_tied_to_its_document_it_is_not_doubled(registered, editor, eighth_session):
    file = climbed(NOTE_WITHOUT_MASTHEAD)
    count = Document.objects.count()
    version = actions.tie(file, document=registered, by=editor)
    assert Document.objects.count() == count
    assert (version.document, version.language, version.status) == (registered, "en", VersionStatus.HELD)
    file.refresh_from_db()
    assert file.is_current
    assert set(file.references.values_list("citing", flat=True)) == {registered.pk}
    assert file in in_tray.waiting("meeting")
    place = registered.places.proposed().get()
    assert place.meeting == eighth_session
    actions.confirm_place(place, by=editor)
    assert file not in in_tray.waiting()


def test_given_a_symbol_by_a_person_it_founds_a_document(registered, editor):
    file = climbed(NOTE_WITHOUT_MASTHEAD)
    document = actions.enter_symbol(file, symbol="ctoc/cop/2016/9", by=editor)
    assert document.symbol == "CTOC/COP/2016/9"
    assert document != registered
    assert make.conference() in document.bodies.all()


@pytest.mark.parametrize("words", ["", "7/1", "the note", "12/05/2016", "https://example.org/A/RES/70/1"])
def test_what_is_no_symbol_is_refused_in_words(registered, editor, words):
    file = climbed(NOTE_WITHOUT_MASTHEAD)
    with pytest.raises(actions.NotPossible) as refusal:
        actions.enter_symbol(file, symbol=words, by=editor)
    assert len(str(refusal.value)) > 20
    file.refresh_from_db()
    assert file.version is None


def test_a_language_that_could_not_be_read_must_be_chosen(registered, editor):
    file = climbed(b"12345 67890")
    with pytest.raises(actions.NotPossible, match="Choose it"):
        actions.tie(file, document=registered, by=editor)
    assert actions.tie(file, document=registered, language="fr", by=editor).language == "fr"


# ------------------------------------------------------------ what is held already


def test_a_second_file_for_a_language_waits_for_a_person(eighth_session, editor):
    first = climbed(NOTE_WITH_MASTHEAD)
    second = climbed(NOTE_WITH_MASTHEAD + "\n2. A second paragraph.\n", name="again.txt")
    assert second.version is None
    assert "already held in English" in second.waiting_for
    version = actions.replace(second, version=first.version, by=editor)
    first.refresh_from_db()
    assert version.files.count() == 2
    assert version.current_file == second
    assert not first.is_current


def test_a_person_s_word_is_not_overwritten_and_the_other_value_stands_beside_it(eighth_session):
    document = make.document("CTOC/COP/2016/7", date="2016-08-01")
    file = climbed(NOTE_WITH_MASTHEAD)
    document.refresh_from_db()
    assert file.document == document
    assert str(document.date) == "2016-08-01"
    statement = Evidence.objects.about(document).get(field="date")
    assert (statement.value, statement.chosen) == ("2016-08-08", False)


def test_citations_that_waited_are_tied_when_the_document_comes(eighth_session):
    citing = make.document("CTOC/COP/2016/99")
    waiting = make.reference(citing, symbol="CTOC/COP/2016/7")
    file = climbed(NOTE_WITH_MASTHEAD)
    waiting.refresh_from_db()
    assert waiting.document == file.document
    assert waiting.as_written == "CTOC/COP/2016/7"


def test_a_document_does_not_cite_itself_in_its_running_heads(eighth_session):
    file = climbed(NOTE_WITH_MASTHEAD + "\f2 CTOC/COP/2016/7\nThe second page.\n")
    assert not file.references.filter(symbol="CTOC/COP/2016/7").exists()


def test_a_bare_number_in_a_text_of_another_body_is_not_taken_for_this_conference_s(eighth_session):
    text = NOTE_WITH_MASTHEAD.replace("CTOC/COP/2016/7", "A/71/99").replace(
        "Conference resolution 7/1", "resolution 7/1"
    )
    file = climbed(text)
    assert file.document.symbol == "A/71/99"
    assert not file.references.filter(act_key="CTOC/COP resolution 7/1").exists()


def test_a_reference_says_how_sure_the_machine_is(registered):
    file = climbed(NOTE_WITHOUT_MASTHEAD)
    sureness = {reference.symbol or reference.act_key: reference.confidence for reference in file.references.all()}
    assert sureness["CTOC/COP/WG.8/2015/3"] >= 0.99
    assert 0 < sureness["CTOC/COP resolution 7/1"] < 1
