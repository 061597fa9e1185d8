"""Where an act stands inside a document: its paragraphs go into the record, each with its address."""

import pytest

from accounts.access import Audience
from documents import actions, paragraphs
from documents.ingest import ladder
from documents.ingest.intake import receive
from documents.models import File, Paragraph, Stage
from tests import factories as make

pytestmark = pytest.mark.django_db

REPORT = """\
United Nations CTOC/COP/2018/13
Conference of the Parties to the United Nations
Convention against Transnational Organized Crime
Distr.: General
1 November 2018

Original: English

Report of the Conference of the Parties to the United Nations Convention against Transnational Organized Crime on its
ninth session, held in Vienna from 15 to 19 October 2018

I. Resolutions and decisions adopted by the Conference

A. Resolutions

1. At its ninth session, the Conference adopted the following resolutions:

Resolution 9/1

Sample review of the work of the Conference

The Conference of the Parties to the United Nations Convention against Transnational Organized Crime,

Recalling its resolution 8/2 of 21 October 2016,

1. Decides to begin the sample review;

2. Requests the Secretariat:

(a) To convene at least one meeting;

(b) To report to the Conference at its tenth session.
\fCTOC/COP/2018/13
Resolution 9/2

Sample support for the work of the Conference

The Conference of the Parties to the United Nations Convention against Transnational Organized Crime,

1. Invites States parties to give support;

2. Takes note of the report of the Secretariat.
"""


def climbed(text=REPORT, name="report.txt"):
    file = receive(text.encode(), name=name, by=None, way="test").file
    ladder.climb(file.pk)
    file.refresh_from_db()
    assert (file.stage, file.problem) == (Stage.LINKED, "")
    return file


def test_the_paragraphs_of_each_act_get_their_addresses():
    first, second = make.act("9/1"), make.act("9/2")
    file = climbed()
    operative = first.paragraphs.filter(kind="operative")
    assert [p.label for p in operative] == ["1", "2", "2 (a)", "2 (b)"]
    assert operative[3].get_absolute_url().endswith("/acts/ctoc-cop/resolution/9/1#p2b")
    assert {(p.file, p.page) for p in operative} == {(file, 1)}
    assert [p.verb for p in second.paragraphs.filter(kind="operative")] == ["Invites", "Takes note"]
    paragraph = second.paragraphs.filter(kind="operative").first()
    assert paragraph.page == 2
    page = file.pages.get(number=2).text
    assert page[paragraph.start :].lstrip("1. ").startswith("Invites States parties")


def test_which_acts_stand_in_a_file_is_kept_as_evidence_with_its_words():
    from provenance.models import Evidence

    file = climbed()
    found = Evidence.objects.about(file).filter(field=paragraphs.ACT_FOUND).order_by("value")
    assert [statement.value for statement in found] == ["CTOC/COP resolution 9/1", "CTOC/COP resolution 9/2"]
    assert "9/1" in found[0].quote
    assert [statement.page for statement in found] == [1, 2]


def test_an_act_that_comes_later_finds_its_text(client, person):
    climbed()
    act = make.act("9/1")
    assert not act.paragraphs.exists()
    assert paragraphs.look_for_text(act)
    assert act.paragraphs.filter(kind="operative").count() == 4


def test_what_a_person_pasted_is_not_overwritten(editor):
    act = make.act("9/1")
    actions.enter_text(act, text="1. Requests a report.", by=editor)
    climbed()
    assert [p.text for p in act.paragraphs.all()] == ["Requests a report."]


def test_reading_again_keeps_the_paragraphs_on_which_mandates_stand():
    act = make.act("9/1")
    file = climbed()
    paragraph = act.paragraphs.get(label="2 (a)")
    mandate = make.mandate(act, paragraph=paragraph)
    Paragraph.objects.filter(pk=paragraph.pk).update(text="read wrongly once")
    ladder.read_again(file)
    ladder.climb(file.pk)
    mandate.refresh_from_db()
    assert mandate.paragraph == act.paragraphs.get(label="2 (a)")
    assert mandate.paragraph.text.startswith("To convene")
    positions = list(act.paragraphs.values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1))


def test_what_a_new_reading_no_longer_finds_is_taken_back_and_another_file_takes_its_place():
    act = make.act("9/1")
    first = climbed()
    climbed(REPORT.replace("CTOC/COP/2018/13", "CTOC/COP/2020/1").replace("sample review;", "copied review;"))
    mandate = make.mandate(act, paragraph=act.paragraphs.get(label="2 (b)"))
    assert act.paragraphs.get(label="1").file == first
    for page in first.pages.all():
        page.text = page.text.replace("Resolution 9/1", "Draft resolution I").replace(
            "Resolution 9/2", "Draft resolution II"
        )
        page.save()
    File.objects.filter(pk=first.pk).update(stage=Stage.RECOGNISED)
    ladder.climb(first.pk)
    assert "copied review" in act.paragraphs.get(label="1").text
    mandate.refresh_from_db()
    assert mandate.paragraph == act.paragraphs.get(label="2 (b)")


def test_a_document_that_the_record_says_contains_the_act_goes_before_another():
    act = make.act("9/1")
    climbed(REPORT.replace("CTOC/COP/2018/13", "CTOC/COP/2020/1").replace("sample review;", "copied review;"))
    assert "copied review" in act.paragraphs.get(label="1").text
    original = make.document("CTOC/COP/2018/13", body=make.conference())
    make.act_document(act, original, "contains")
    file = climbed()
    assert act.paragraphs.get(label="1").file == file
    climbed(REPORT.replace("CTOC/COP/2018/13", "CTOC/COP/2022/1").replace("sample review;", "another copy;"))
    assert act.paragraphs.get(label="1").file == file


def test_a_file_that_a_person_files_under_the_acts_document_goes_before_a_copy_that_came_first(editor):
    act = make.act("9/1")
    make.act_document(act, make.document("CTOC/COP/2018/13", body=make.conference()), "contains")
    climbed(REPORT.replace("CTOC/COP/2018/13", "CTOC/COP/2020/1").replace("sample review;", "copied review;"))
    waiting = climbed(
        REPORT.replace("United Nations CTOC/COP/2018/13", "United Nations").replace("\fCTOC/COP/2018/13", "\f")
    )
    assert "copied review" in act.paragraphs.get(label="1").text
    actions.enter_symbol(waiting, symbol="CTOC/COP/2018/13", by=editor)
    assert act.paragraphs.get(label="1").file == waiting


def test_a_re_issue_takes_the_place_of_the_file_that_it_replaces(publisher):
    act = make.act("9/1")
    first = climbed()
    second = climbed(REPORT.replace("sample review;", "corrected review;"))
    assert act.paragraphs.get(label="1").file == first
    actions.replace(second, version=first.version, by=publisher)
    assert "corrected review" in act.paragraphs.get(label="1").text


def test_what_stands_in_a_file_that_was_set_aside_is_taken_back_and_comes_again_with_it(editor):
    act = make.act("9/1")
    file = climbed(
        REPORT.replace("United Nations CTOC/COP/2018/13", "United Nations").replace("\fCTOC/COP/2018/13", "\f")
    )
    assert act.paragraphs.exists()
    actions.set_aside(file, reason="a forgery", by=editor)
    assert not act.paragraphs.exists()
    file.refresh_from_db()
    actions.take_up(file, by=editor)
    assert act.paragraphs.exists()


def test_a_draft_is_no_act():
    act = make.act("9/1")
    climbed(REPORT.replace("Resolution 9/1", "Draft resolution I").replace("Resolution 9/2", "Draft resolution II"))
    assert not act.paragraphs.exists()


def test_a_text_is_shown_only_to_those_who_may_open_its_file(publisher):
    act = make.act("9/1")
    file = climbed()
    assert not act.paragraphs.visible_to(Audience.PUBLIC).exists()
    assert act.paragraphs.visible_to(Audience.SECRETARIAT).exists()
    actions.issue(file.version, by=publisher)
    assert act.paragraphs.visible_to(Audience.PUBLIC).count() == act.paragraphs.count()


def test_the_page_of_the_act_says_where_its_text_was_read(client, publisher):
    act = make.act("9/1")
    file = climbed()
    shown = client.get(act.get_absolute_url()).content.decode()
    assert "The text is not held here" in shown
    assert "sample review" not in shown
    actions.issue(file.version, by=publisher)
    shown = client.get(act.get_absolute_url()).content.decode()
    assert "CTOC/COP/2018/13, page 1" in shown
    assert 'id="p2b"' in shown


def test_a_mandate_s_page_does_not_give_a_paragraph_away(client, publisher):
    act = make.act("9/1")
    file = climbed()
    mandate = make.mandate(act, paragraph=act.paragraphs.get(label="2 (a)"))
    assert "To convene at least one" not in client.get(mandate.get_absolute_url()).content.decode()
    actions.issue(file.version, by=publisher)
    assert "To convene at least one" in client.get(mandate.get_absolute_url()).content.decode()


def test_an_ordinary_note_has_no_acts():
    from tests.notes import NOTE_WITH_MASTHEAD

    file = climbed(NOTE_WITH_MASTHEAD)
    assert not File.objects.get(pk=file.pk).act_paragraphs.exists()
    assert paragraphs.acts_in(file) == ()
