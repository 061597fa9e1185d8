"""What a person entered is never overwritten, and a bad line is named while the rest still loads."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from documents.models import (
    Act,
    ActKind,
    Document,
    DocumentMeeting,
    DocumentSymbol,
    DocumentTitle,
    MeetingRole,
    Reference,
    ReferenceOrigin,
)
from mandates.models import Mandate, RegisterEntry, Response
from mandates.register import KINDS, RegisterUnreadable, load
from mandates.register.lines import BadRecord, read_line
from meetings.models import Body, Meeting
from provenance.models import Evidence

SEEN = {"source": "https://example.org/list", "confidence": "seen"}


def line(record, kind, ties=None, /, **facts):
    return {"id": record, "kind": kind, "facts": {**SEEN, **facts}, "ties": ties or {}}


def conference(**more):
    facts = {
        "id": "cop",
        "name": "Conference of the Parties",
        "series": "CTOC/COP/",
        "kind": "conference of parties",
        **more,
    }
    return line("body/cop", "body", {"slug": "ctoc-cop"}, **facts)


def session(number=8, start="2016-10-17", **more):
    ties = {"bodies": ["body/cop"], **more.pop("ties", {})}
    return line(f"session/{number}", "session", ties, body="cop", number=number, start=start, **more)


def agenda(**more):
    ties = {"bodies": ["body/cop"], **more.pop("ties", {})}
    facts = {
        "symbol": "CTOC/COP/2016/1",
        "title": "Provisional agenda",
        "type": "provisional agenda",
        "body": "cop",
        **more,
    }
    return line("document/agenda", "document", ties, **facts)


def resolution(number="7/1", **more):
    return line(
        f"act/resolution-{number.replace('/', '-')}",
        "act",
        {"body": "body/cop"},
        kind="resolution",
        number=number,
        **more,
    )


def mandate(**more):
    ties = {"act": "act/resolution-7-1", "addressees": [{"words": "UNODC"}], **more.pop("ties", {})}
    facts = {"act": "resolution 7/1", "verb": "requested", "addressee": "UNODC", "action": "convene a meeting", **more}
    return line("mandate/m", "mandate", ties, id="m", **facts)


@pytest.fixture
def write(tmp_path):
    """Writes a register and gives its path; a text stands in it as it is."""

    def to(*lines):
        path = tmp_path / "register.jsonl"
        written = [each if isinstance(each, str) else json.dumps(each) for each in lines]
        path.write_text("\n".join(written), encoding="utf-8")
        return path

    return to


@pytest.fixture
def loading(write, db):
    """Loads lines, and gives the report."""
    return lambda *lines: load(write(*lines))


def the_document():
    return Document.objects.with_symbol("CTOC/COP/2016/1").get()


def statements(subject, field):
    return {(each.value, each.chosen) for each in Evidence.objects.about(subject).filter(field=field)}


# A changed line.


def test_a_changed_line_changes_what_the_register_wrote(loading):
    loading(conference(), agenda(date="2016-08-01"))
    report = loading(conference(), agenda(date="2016-08-02", title="Provisional agenda and annotations"))
    assert report.changed == ["document/agenda"]
    assert str(the_document().date) == "2016-08-02"
    assert the_document().title == "Provisional agenda and annotations"
    assert statements(the_document(), "date") == {("2016-08-02", True)}


def test_a_persons_correction_survives_a_changed_line(loading):
    loading(conference(), agenda(date="2016-08-01"))
    corrected = the_document()
    corrected.date = "2016-09-09"
    corrected.save()
    DocumentTitle.objects.filter(document=corrected).update(text="Agenda, as a person knows it")

    report = loading(conference(), agenda(date="2016-08-02", title="Another title", note="seen again"))

    assert str(the_document().date) == "2016-09-09"
    assert the_document().title == "Agenda, as a person knows it"
    assert statements(the_document(), "date") == {("2016-08-02", False)}
    assert statements(the_document(), "title") == {("Another title", False)}
    assert statements(the_document(), "note") == {("seen again", True)}
    assert len(report.kept_beside) == 2
    assert "left as it is" in " ".join(report.sentences())


def test_what_a_person_cleared_stays_empty(loading):
    loading(conference(), session(place="Vienna"))
    Meeting.objects.update(place="")
    loading(conference(), session(place="Vienna", note="looked at again"))
    assert Meeting.objects.get().place == ""
    assert statements(Meeting.objects.get(), "place") == {("Vienna", False)}


def test_a_place_in_a_meeting_that_a_person_removed_is_not_made_again(loading):
    there = {"ties": {"session": "session/8"}, "session": 8}
    loading(conference(), session(), agenda(**there))
    DocumentMeeting.objects.all().delete()
    loading(conference(), session(), agenda(note="again", **there))
    assert not DocumentMeeting.objects.exists()


def test_a_tie_that_the_register_no_longer_states_is_taken_back(loading):
    loading(conference(), session(), session(9, "2018-10-15"), agenda(ties={"session": "session/8"}, session=8))
    loading(conference(), session(), session(9, "2018-10-15"), agenda(ties={"session": "session/9"}, session=9))
    assert [place.meeting.ordinal for place in the_document().places.all()] == [9]
    assert not Evidence.objects.filter(subject="documents.documentmeeting").exclude(
        subject_id=DocumentMeeting.objects.get().pk
    )


def test_a_tie_that_another_record_still_states_stays(loading):
    named = session(ties={"provisional_agenda": "document/agenda"}, provisional_agenda="CTOC/COP/2016/1")
    loading(conference(), named, agenda(ties={"session": "session/8"}, session=8))
    loading(conference(), named, agenda())
    assert the_document().places.get().role == MeetingRole.AGENDA_OF


def test_a_fact_that_is_withdrawn_goes_unless_a_person_changed_it(loading):
    loading(conference(frequency="every two years", secretariat="UNODC"))
    Body.objects.update(secretariat="UNODC, Vienna")
    loading(conference())
    assert Body.objects.get().frequency == ""
    assert Body.objects.get().secretariat == "UNODC, Vienna"


def test_a_statement_that_a_person_confirmed_is_not_taken_back(loading, editor):
    loading(conference(frequency="every two years"))
    Evidence.objects.filter(field="frequency").update(confirmed_by=editor, confirmed_at=timezone.now())
    loading(conference())
    assert Evidence.objects.filter(field="frequency").exists()


def test_what_a_person_deleted_is_not_made_again(loading):
    loading(conference(), agenda(), resolution())
    Act.objects.get().delete()
    report = loading(conference(), agenda(), resolution(title="Strengthening the implementation"))
    assert report.gone == ["act/resolution-7-1"]
    assert not Act.objects.exists()
    assert "Deleted by a person, and not made again: act/resolution-7-1." in report.sentences()


# What was there before the register.


def test_a_document_that_a_person_registered_before_is_adopted_and_keeps_its_title(loading):
    before = Document.objects.create(date="2016-07-07", date_precision="day")
    DocumentSymbol.objects.create(document=before, as_printed="CTOC/COP/2016/1")
    DocumentTitle.objects.create(document=before, text="The agenda")
    report = loading(conference(), agenda(date="2016-08-01"))
    assert the_document() == before
    assert the_document().title == "The agenda"
    assert str(the_document().date) == "2016-07-07"
    assert the_document().type == "provisional agenda"
    assert statements(before, "date") == {("2016-08-01", False)}
    assert report.adopted["document"] == 1


def test_a_body_an_act_a_session_and_a_mandate_entered_before_are_not_doubled(loading):
    body = Body.objects.create(slug="ctoc-cop", name="The Conference", series="CTOC/COP/", kind="conference of parties")
    eighth = Meeting.objects.create(kind="session", start="2016-10-17", date_precision="day")
    eighth.seats.create(body=body, ordinal=8)
    act = Act.objects.create(body=body, kind=ActKind.RESOLUTION, number="7/1")
    Mandate.objects.create(act=act, number=1, action="convene a meeting", verb="requested")
    loading(conference(), session(), resolution(), mandate())
    assert Body.objects.get().name == "The Conference"
    assert Meeting.objects.get() == eighth
    assert Act.objects.get() == act
    assert Mandate.objects.get().review == "proposed"


def test_a_paper_without_a_symbol_is_adopted_by_its_title(loading):
    before = Document.objects.create()
    DocumentTitle.objects.create(document=before, text="Rules of procedure")
    loading(conference(), agenda(symbol=None, title="Rules of procedure", type="rules of procedure"))
    assert Document.objects.get() == before


def test_references_that_waited_for_a_document_of_the_register_are_tied(loading):
    citing = Document.objects.create()
    Reference.objects.create(
        citing=citing, as_written="CTOC/COP/2016/1", symbol="CTOC/COP/2016/1", origin=ReferenceOrigin.ENTERED
    )
    loading(conference(), agenda())
    assert Reference.objects.get().document == the_document()


def test_a_report_that_is_not_held_waits_and_is_answered_when_it_was_entered_by_hand(loading):
    reports = {"ties": {"reports": [None]}, "reports": ["CTOC/COP/2016/2"]}
    loading(conference(), resolution(), mandate(**reports))
    assert Response.objects.get().symbol == "CTOC/COP/2016/2"


# Bad lines.


def test_a_bad_line_is_named_with_its_number_and_the_rest_still_loads(loading):
    report = loading(conference(), agenda(date="2016-13-01"), resolution())
    assert report.problems == ["line 2, document/agenda: “2016-13-01” is no date: write 2022, 2022-05 or 2022-05-06."]
    assert Act.objects.exists()
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("bad", "words"),
    [
        ('{"id": "body/x", "kind":', "line 2: This is no JSON object"),
        ("[1, 2]", "line 2: A record must be a JSON object"),
        ('{"id": "a", "id": "b"}', "names id twice"),
        ("[" * 100_000, "no JSON object"),
        ("9" * 10_000, "no JSON object"),
        ('{"id": "x' + "a" * 300_000 + '"}', "at most 200,000"),
        ({"id": "x", "kind": "body", "facts": {}}, "no facts"),
        ({"id": "", "kind": "body", "facts": SEEN}, "no usable id"),
        ({"id": "x", "kind": ["body"], "facts": SEEN}, "no usable kind"),
        ({"id": "x", "kind": "body", "facts": SEEN, "remarks": 1}, "has no part “remarks”"),
        ({"id": "x", "kind": "body", "facts": {"name": "x", "confidence": "seen"}}, "names no source"),
        (line("x", "treaty"), "“treaty” is no kind of record"),
        (conference(confidence="certain") | {"id": "body/x"}, "must be “seen” or “inferred”"),
        (conference(colour="blue") | {"id": "body/x"}, "has no fact “colour”"),
        (conference() | {"id": "body/x", "ties": {"uncle": "body/cop"}}, "has no tie “uncle”"),
        (conference(name=None) | {"id": "body/x"}, "It has no name, and can't be without."),
        (conference(frequency="x" * 100) | {"id": "body/x"}, "there is room for 80"),
        (conference(kind="club") | {"id": "body/x"}, "“club” is no kind known here"),
        (conference(name="a\x00b") | {"id": "body/x"}, "zero byte"),
        (conference(name="\ud800") | {"id": "body/x"}, "a broken letter"),
        (conference(names={"tlh": "DIvI'"}) | {"id": "body/x"}, "“tlh” is no language of ours"),
        (conference(parent="cop") | {"id": "body/x"}, "do not say which record is meant"),
        (session(ties={"bodies": ["body/none"]}), "It speaks of body/none, which is not in the register."),
        (session(ties={"bodies": ["session/8"]}), "Its bodies must be a body, and is session/8."),
        (session(start="yesterday"), "“yesterday” is no date"),
        (session(start="2016-10-17", end="2016-10-01"), "can't last from 2016-10-17 to 2016-10-01"),
        (session(ordinal="ninth"), "Its number is 8, but its ordinal is “ninth”."),
        (session(number=0), "whole number from 1"),
        (session(number=True), "whole number from 1"),
        (session(agenda=[["1"]]), "a list of pairs"),
        (agenda(symbol="no symbol at all"), "line 2, document/agenda"),
        (agenda(type="poem"), "“poem” is no type known here"),
        (agenda(versions=[{"lang": "en", "pages": 3}]), "A language version has lang"),
        (agenda(versions=[{"lang": "xx"}]), "is no language of ours"),
        (agenda(versions=[{"lang": "en"}, {"lang": "en"}]), "listed twice"),
        (agenda(versions=[{"lang": "ru", "job": "V.05-90524 (S)"}]), "is not that of Russian"),
        (agenda(versions=[{"lang": "en", "job": "about five"}]), "is no job number"),
        (agenda(versions=[{"lang": "en", "produced": ["310206"]}]), "is no production date"),
        (agenda(masthead_symbol="CTOC/COP/2016/2*"), "are not the same symbol"),
        (agenda(reissued="yes"), "must be true or false"),
        (resolution("7/2", adopted="2014-02-30"), "“2014-02-30” is no date"),
    ],
)
def test_each_kind_of_bad_line_is_refused_in_words(loading, bad, words):
    report = loading(conference(), bad, resolution())
    assert len(report.problems) == 1
    assert words in report.problems[0]
    assert report.problems[0].startswith("line 2")
    assert Act.objects.filter(number="7/1").exists()


def test_a_record_named_twice_is_loaded_once(loading):
    report = loading(conference(), conference(name="Another"))
    assert report.problems == ["line 2, body/cop: body/cop stands in line 1 already."]


def test_a_tie_to_a_record_that_failed_is_said_and_the_record_itself_loads(loading):
    report = loading(
        conference(), session(start="never"), agenda(ties={"session": "session/8"}, session=8, note="seen")
    )
    assert "line 3, document/agenda: It speaks of session/8, which was not loaded." in report.problems
    assert the_document().title == "Provisional agenda"

    mended = loading(conference(), session(), agenda(ties={"session": "session/8"}, session=8, note="seen"))
    assert mended.problems == []
    assert the_document().places.get().meeting.ordinal == 8


def test_a_record_that_can_not_be_without_another_waits_for_it(loading):
    report = loading(conference(name=None), resolution())
    assert report.problems[1] == "line 2, act/resolution-7-1: It speaks of body/cop, which was not loaded."
    assert not Act.objects.exists()


def test_what_the_database_refuses_is_a_problem_of_that_line_alone(loading):
    again = conference() | {"id": "body/again"}
    again["facts"] = {**again["facts"], "id": "again", "series": "CTOC/COP"}
    again["ties"] = {}
    report = loading(conference(), again, resolution())
    assert len(report.problems) == 1
    assert "line 2, body/again: The database does not take it" in report.problems[0]
    assert Act.objects.exists()


def test_two_documents_can_not_be_joined_by_a_register_that_names_both_symbols(loading):
    for symbol in ("CTOC/COP/2016/1", "CTOC/COP/2016/2"):
        DocumentSymbol.objects.create(document=Document.objects.create(), as_printed=symbol)
    report = loading(conference(), agenda(joint_symbols=["CTOC/COP/2016/2"]))
    assert "CTOC/COP/2016/2 is the symbol of another document" in report.problems[0]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\x80abc"])
def test_a_file_that_is_no_text_is_refused_in_words(tmp_path, content, db):
    path = tmp_path / "register.jsonl"
    path.write_bytes(content)
    with pytest.raises(RegisterUnreadable, match="not written in UTF-8"):
        load(path)


def test_lines_of_another_system_and_a_mark_at_the_beginning_are_read(tmp_path, db):
    path = tmp_path / "register.jsonl"
    path.write_bytes(
        "\ufeff".encode() + json.dumps(conference()).encode() + b"\r\n\r\n" + json.dumps(resolution()).encode()
    )
    report = load(path)
    assert report.problems == []
    assert load(path).unchanged == 2


@given(
    st.text(max_size=200) | st.dictionaries(st.text(max_size=9), st.integers() | st.text(max_size=9)).map(json.dumps)
)
def test_no_line_whatever_its_letters_breaks_the_reader(written):
    try:
        read_line(1, written)
    except BadRecord as problem:
        said = str(problem)
    else:
        said = "It can be loaded."
    assert said.strip()


@given(
    st.sampled_from([conference(), session(), agenda(), resolution(), mandate()]),
    st.data(),
)
def test_no_value_of_a_fact_breaks_the_judging_of_a_line(record, data):
    fact = data.draw(st.sampled_from(sorted({f for place in KINDS[record["kind"]].places for f in place.reads})))
    value = data.draw(
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
            max_leaves=6,
        )
    )
    written = json.dumps({**record, "facts": {**record["facts"], fact: value}})
    try:
        KINDS[record["kind"]].check(read_line(1, written))
    except BadRecord as problem:
        said = str(problem)
    else:
        said = "It can be loaded."
    assert said.strip()


# The command.


def test_the_command_says_what_it_did_and_the_second_time_that_there_was_nothing_to_do(write, db, capsys):
    path = write(conference(), agenda())
    call_command("load_register", path)
    assert "Loaded 1 body, 1 document" in capsys.readouterr().out
    call_command("load_register", path)
    said = capsys.readouterr()
    assert said.out.strip() == "Nothing to change: all 2 records are as the register states them."
    assert said.err == ""


def test_the_command_fails_after_loading_the_rest_when_a_line_was_bad(write, db, capsys):
    with pytest.raises(CommandError, match="1 problem was found"):
        call_command("load_register", write(conference(), agenda(type="poem")))
    assert "line 2, document/agenda" in capsys.readouterr().err
    assert Body.objects.exists()


def test_a_check_writes_nothing(write, db, capsys):
    call_command("load_register", write(conference(), agenda()), "--check")
    assert "Checked 2 records: 2 can be loaded. Nothing was written." in capsys.readouterr().out
    assert not Body.objects.exists()
    assert not RegisterEntry.objects.exists()


def test_a_register_that_is_not_there_is_said_in_words(tmp_path, db):
    with pytest.raises(CommandError, match=r"none\.jsonl can't be read"):
        call_command("load_register", tmp_path / "none.jsonl")


def test_the_progress_is_told_to_the_end(write, db):
    told = []
    load(write(conference(), agenda()), progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 4), (2, 4), (3, 4), (4, 4), (4, 4)]
