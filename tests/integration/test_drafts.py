"""The drafting desk: what drafts say, read back with our own reader; their form; the templates; the pages."""

import io
import re
import subprocess
import zipfile
from datetime import UTC, datetime

import pytest
from django.urls import reverse

from accounts.actions import NotPossible
from documents.models import Document
from documents.reading import office, programs, read, word
from mandates.drafting import keeping, make_templates, writing
from mandates.drafting.placeholders import KNOWN
from mandates.models import DraftKind, DraftTemplate, PlannedDocument, Review
from meetings.models import Meeting
from tests import factories as make

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def text_of(draft):
    pages, _ = word.read(draft.content)
    return re.sub(r"[ \t\u00a0]+", " ", "\n".join(page.text for page in pages))


def parts_of(draft):
    with zipfile.ZipFile(io.BytesIO(draft.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def session(ordinal):
    return Meeting.objects.sessions().with_bodies().get(seats__ordinal=ordinal)


# Drafts of records made for the test.


@pytest.fixture
def two_meetings():
    """Resolution 7/1 with two meetings of a working group, one of them without a report."""
    made = make.session(8)
    act = make.act("7/1", "Water and crime", session=make.session(7, start="2014-10-06", end="2014-10-10"))
    group = make.body("wg8", "Working Group on Water")
    mandate = make.mandate(act, "convene at least one meeting", least_number=1)
    first = make.meeting(group, ordinal=1, start="2015-09-30", end="2015-10-01")
    second = make.meeting(group, ordinal=2, start="2016-06-06", end="2016-06-07", place="Doha")
    report = make.document("CTOC/COP/WG.8/2015/3", "Report", listed=False)
    make.place_in(first, report, "report of")
    make.response(mandate, first)
    make.response(mandate, second)
    make.response(mandate, report, to=made)
    return mandate


def test_a_meeting_without_report_leaves_a_gap_and_places_are_told_apart(two_meetings):
    text = text_of(writing.note_on_reports(two_meetings, at=AT))
    assert (
        "Two meetings of the Working Group on Water were held, the first in Vienna on 30 September and 1 October 2015"
        in text
    )
    assert "the second in Doha on 6 and 7 June 2016" in text
    assert "CTOC/COP/WG.8/2015/3 and [symbol of the report on the second meeting]" in text
    assert "Document CTOC/COP/WG.8/2015/3 is made available to the Conference at its eighth session" in text


def test_a_source_that_is_not_public_is_named_in_the_draft(two_meetings):
    draft = writing.note_on_reports(two_meetings, at=AT)
    assert [source.label for source in draft.not_public] == ["CTOC/COP/WG.8/2015/3"]
    assert "Before issue: these sources are not public.\n" in re.sub(r"\n+", "\n", text_of(draft))
    Document.objects.update(is_publicly_listed=True)
    assert "Before issue" not in text_of(writing.note_on_reports(two_meetings, at=AT))


def test_what_is_only_proposed_is_not_said(two_meetings):
    meeting = make.meeting(make.body("wg4", "Working Group on Air"), ordinal=1, start="2015-01-01", end="2015-01-02")
    make.response(two_meetings, meeting, confirmed=False)
    assert "Working Group on Air" not in text_of(writing.note_on_reports(two_meetings, at=AT))


def test_a_planned_document_gives_the_symbol_the_date_and_the_agenda_item(two_meetings):
    made = Meeting.objects.sessions().get(seats__ordinal=8)
    item = make.agenda_item(made, "2 (a)", "Review of water")
    own = make.document("CTOC/COP/2016/9", "Note", date="2016-08-08", distribution="general")
    PlannedDocument.objects.create(session=made, title="Note", document=own, agenda_item=item, mandate=two_meetings)
    draft = writing.note_on_reports(two_meetings, at=AT)
    text = text_of(draft)
    assert "CTOC/COP/2016/9" in text
    assert "Distr.: General\n8 August 2016" in re.sub(r"\n+", "\n", text)
    assert "Item 2 (a) of the provisional agenda" in text
    assert "Review of water" in text
    assert draft.gaps == [
        "wording of resolution 7/1: its text is not held here",
        "symbol of the report on the second meeting",
        "session to which it went is not recorded: eighth session, as chosen for this draft",
        "job number",
    ]


def test_the_list_of_documents_stands_under_its_agenda_items(django_assert_max_num_queries):
    made = make.session(8)
    item = make.agenda_item(made, "2 (a)", "Review of water")
    one = make.document("CTOC/COP/2016/2", "On water")
    make.version(one, "en")
    make.version(one, "fr", "listed")
    make.place_in(made, one, item=item)
    make.place_in(made, make.document("CTOC/COP/2016/3", "On air"))
    make.place_in(made, make.document("CTOC/COP/2016/10", "Report on the session"), "report of")
    make.place_in(made, make.document("CTOC/COP/2016/1", "Provisional agenda"), "agenda of")
    make.document("CTOC/COP/2016/2/Rev.1", "On water")
    with django_assert_max_num_queries(14):
        text = text_of(writing.list_of_documents(session(8), at=AT))
    assert text.index("Item 2 (a). Review of water") < text.index("On water") < text.index("Under no agenda item")
    assert text.index("Under no agenda item") < text.index("Provisional agenda") < text.index("On air")
    assert "– – E F – –" in text
    assert "Replaced by CTOC/COP/2016/2/Rev.1" in text
    assert "Report on the session" not in text
    assert "Three documents stand in the record for the eighth session. They stand below under the items" in text
    assert "Under no agenda item" in text


def test_a_list_without_documents_points_to_nothing_below():
    make.session(8)
    text = text_of(writing.list_of_documents(session(8), at=AT))
    assert "No documents stand in the record for the eighth session." in text
    assert "They stand below" not in text


def test_the_provisional_agenda_indents_its_sub_items_and_lists_documents():
    made = make.session(8)
    make.agenda_item(made, "1", "Opening of the session")
    make.agenda_item(made, "2", "Review")
    item = make.agenda_item(made, "2 (a)", "Review of water")
    make.agenda_item(made, "10")
    make.place_in(made, make.document("CTOC/COP/2016/2", "On water"), item=item)
    make.place_in(made, make.document("CTOC/COP/2016/1", "Provisional agenda"), "agenda of")
    draft = writing.provisional_agenda(session(8), at=AT)
    text = text_of(draft)
    assert re.search(
        r"1\. Opening of the session\s+2\. Review\s+\(a\) Review of water\s+10\. \[title of item 10\]", text
    )
    assert "On water (CTOC/COP/2016/2)" in text
    assert "documents under items 1, 2 and 10: none is recorded" in draft.gaps
    assert text.startswith("United Nations")
    assert "CTOC/COP/2016/1" in text.split("Eighth session")[0].replace("\n", ""), (
        "the agenda's own symbol stands above"
    )


def test_the_implementation_table_has_a_row_for_each_mandate(two_meetings):
    text = text_of(writing.table_of_implementation([two_meetings.act], at=AT))
    assert "Implementation of resolution 7/1" in text
    assert "Summary of action" in text
    assert "CTOC/COP/WG.8/2015/3" in text
    assert "[session]" in text


def test_five_hundred_documents_are_drafted_with_the_same_questions(django_assert_max_num_queries):
    made = make.session(8)
    item = make.agenda_item(made, "2", "Review")
    for number in range(500):
        make.place_in(made, make.document(f"CTOC/COP/2016/{number}", f"Paper {number}"), item=item)
    with django_assert_max_num_queries(14):
        draft = writing.list_of_documents(session(8), at=AT)
    assert "CTOC/COP/2016/499" in text_of(draft)


# Templates.


def test_the_templates_that_come_with_the_site_are_those_that_the_script_makes():
    for kind in DraftKind:
        assert keeping.default(kind) == make_templates.package(kind.value)


@pytest.mark.parametrize("kind", DraftKind)
def test_a_template_that_comes_with_the_site_can_be_sent_back_as_it_is(kind, person):
    template = keeping.put_in_place(kind=kind, name="mine.docx", content=keeping.default(kind), by=person("editor"))
    assert keeping.current(kind) == (template, keeping.default(kind))
    assert KNOWN[kind]


def changed(kind, old, new):
    """The template of a kind with other words in it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(keeping.default(kind))) as template, zipfile.ZipFile(stream, "w") as other:
        for name in template.namelist():
            other.writestr(name, template.read(name).replace(old.encode(), new.encode()))
    return stream.getvalue()


def test_a_changed_template_is_used_kept_and_given_back(two_meetings, person):
    editor = person("editor")
    mine = changed("note", "Note by the Secretariat", "Note by a very own Secretariat")
    first = keeping.put_in_place(kind="note", name="mine.docx", content=mine, by=editor)
    assert "Note by a very own Secretariat" in text_of(writing.note_on_reports(two_meetings, at=AT))
    second = keeping.put_in_place(kind="note", name="other.docx", content=keeping.default("note"), by=editor)
    assert keeping.current("note")[0] == second
    keeping.use_again(first, by=editor)
    assert keeping.current("note")[0] == first
    keeping.back_to_default(kind="note", by=editor)
    keeping.back_to_default(kind="note", by=editor)
    assert keeping.current("note") == (None, keeping.default("note"))
    assert DraftTemplate.objects.count() == 2, "older ones are kept"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"words", "no Word document"),
        (b"", "no Word document"),
        (changed("note", "{{ title }}", "{{ titel }}"), "Did you mean {{ title }}?"),
        (changed("note", "{{ title }}", "{{ document_symbol }}"), "not known"),
        (changed("note", "{{ title }}", "{{ title"), "not closed"),
        (changed("documents", "{{ each groups }}", "{{ end }}"), "nothing belongs"),
        (b"x" * (5 * 1024 * 1024 + 1), "larger than 5 MB"),
    ],
)
def test_a_template_that_can_not_be_used_is_refused_in_words(content, sentence, person):
    kind = "documents" if b"groups" in content else "note"
    with pytest.raises(NotPossible, match=re.escape(sentence)):
        keeping.put_in_place(kind=kind, name="mine.docx", content=content, by=person("editor"))
    assert not DraftTemplate.objects.exists()


# Pages.


@pytest.fixture
def editor(client, person):
    client.force_login(person("editor"))
    return client


def test_the_desk_leads_to_the_drafts_and_an_act_to_its_mandates(editor, two_meetings):
    assert reverse("drafts") in editor.get(reverse("desk")).text
    make.mandate(two_meetings.act, "submit a report", review=Review.PROPOSED)
    page = editor.get(reverse("drafts"), {"act": "resolution 7/1, 99/9"}).text
    assert f"{reverse('draft', args=['note'])}?mandate={two_meetings.pk}" in page
    assert "Not in the register: resolution 99/9" in page
    assert "only proposed" in page


def test_a_session_offers_the_notes_on_the_mandates_of_which_it_hears(editor, two_meetings):
    made = session(8)
    other = make.mandate(two_meetings.act, "plant trees")
    assert f"{reverse('drafts')}?session={made.pk}#note" in editor.get(reverse("session", args=[8])).text
    page = editor.get(reverse("drafts"), {"session": made.pk}).text
    assert f"?mandate={two_meetings.pk}&amp;session={made.pk}" in page
    assert f"?mandate={other.pk}" not in page
    none = editor.get(reverse("drafts"), {"session": session(7).pk}).text
    assert "no mandate of which the seventh session hears" in none


def test_a_draft_on_screen_links_its_facts_and_lists_what_is_missing(
    editor, two_meetings, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40):
        page = editor.get(reverse("draft", args=["note"]), {"mandate": two_meetings.pk}).text
    assert '<a class="draft-fact" href="/en/meetings/wg8/1"' in page
    assert "[symbol of the report on the second meeting]" in page
    assert '<mark class="draft-gap">[job number]</mark>' in page
    assert "<title>Note on the reports under resolution 7/1" in page
    assert "Not public" in page


def test_the_draft_is_downloaded_as_a_word_file(editor, two_meetings):
    answer = editor.get(reverse("draft", args=["note"]), {"mandate": two_meetings.pk, "format": "docx"})
    assert answer["Content-Type"] == writing.MEDIA_TYPE
    assert answer["Content-Disposition"] == 'attachment; filename="draft-note-resolution-7-1-1.docx"'
    assert "Note by the Secretariat" in word.read(answer.content)[0][0].text


@pytest.mark.parametrize("kind", ["documents", "agenda", "implementation"])
def test_each_kind_is_drafted_from_its_page(editor, two_meetings, kind):
    made = session(7)
    answer = editor.get(reverse("draft", args=[kind]), {"session": made.pk})
    assert answer.status_code == 200
    assert "Seventh session" in answer.text
    assert f"?session={made.pk}" in editor.get(reverse("session", args=[7])).text


@pytest.mark.parametrize(
    ("kind", "given", "sentence"),
    [
        ("note", {}, "Choose the mandate"),
        ("note", {"mandate": "99999999999999999999999"}, "Choose the mandate"),
        ("note", {"mandate": "²"}, "Choose the mandate"),
        ("documents", {}, "Choose the session"),
        ("documents", {"session": "abc\0"}, "not in the record"),
        ("implementation", {"acts": "99/9"}, "Not in the register"),
        ("implementation", {"acts": "\0"}, "Name at least one"),
        ("implementation", {"acts": ", and ;"}, "Name at least one"),
    ],
)
def test_what_can_not_be_drafted_is_said_in_words(editor, kind, given, sentence):
    answer = editor.get(reverse("draft", args=[kind]), given)
    assert answer.status_code == 400
    assert sentence in answer.text


def test_a_proposed_mandate_is_not_drafted(editor, two_meetings):
    proposed = make.mandate(two_meetings.act, "submit a report", review=Review.PROPOSED)
    answer = editor.get(reverse("draft", args=["note"]), {"mandate": proposed.pk})
    assert answer.status_code == 400
    assert "Confirm it first" in answer.text


@pytest.mark.parametrize("visitor", ["", "reader", "delegate"])
def test_drafts_are_not_there_for_others(client, person, two_meetings, visitor):
    if visitor:
        client.force_login(person(visitor))
    for address in (reverse("drafts"), reverse("draft", args=["note"]), reverse("draft_templates")):
        assert client.get(address, {"mandate": two_meetings.pk}).status_code == 404
    assert "Draft the note" not in client.get(two_meetings.get_absolute_url()).text


def test_a_template_is_sent_tried_used_and_taken_back_on_its_page(editor):
    page = editor.get(reverse("draft_templates")).text
    assert "{{ each groups }}" in page
    mine = io.BytesIO(changed("note", "Note by the Secretariat", "Own note"))
    mine.name = "mine.docx"
    answer = editor.post(reverse("put_draft_template", args=["note"]), {"file": mine}, follow=True)
    assert "This template is used from now on" in answer.text
    assert "In use: mine.docx" in answer.text
    assert editor.get(reverse("draft_template", args=["note"])).content == mine.getvalue()
    bad = io.BytesIO(b"words")
    bad.name = "bad.docx"
    answer = editor.post(reverse("put_draft_template", args=["note"]), {"file": bad}, follow=True)
    assert "no Word document" in answer.text
    assert "In use: mine.docx" in answer.text
    answer = editor.post(reverse("put_draft_template", args=["note"]), follow=True)
    assert "Choose a Word file first" in answer.text
    answer = editor.post(reverse("draft_template_back", args=["note"]), follow=True)
    assert "1 older template" in answer.text
    kept = DraftTemplate.objects.get()
    assert editor.get(reverse("kept_draft_template", args=[kept.pk])).content == mine.getvalue()
    answer = editor.post(reverse("draft_template_again", args=[kept.pk]), follow=True)
    assert "In use: mine.docx" in answer.text


# What other programs make of it.


# That the parts of a file hold together is tested without it, in test_drafts_of_the_register.py.
@pytest.mark.skipif(not office.is_available(), reason="LibreOffice is not installed: nothing else here prints a draft")
def test_libreoffice_opens_a_draft_and_prints_it(two_meetings, tmp_path):
    draft = writing.note_on_reports(two_meetings, at=AT)
    (tmp_path / "draft.docx").write_bytes(draft.content)
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    command = [programs.find("soffice", "libreoffice"), home, "--headless", "--convert-to", "pdf", "draft.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=240)
    pages = read((tmp_path / "draft.pdf").read_bytes()).pages
    printed = " ".join(" ".join(page.text for page in pages).split())
    assert "meetings of the Working Group on Water" in printed
    assert "CTOC/COP/WG.8/2015/3" in printed
    assert "[symbol of the report on the second meeting]" in printed
