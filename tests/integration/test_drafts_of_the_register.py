"""Drafts of the register's own records: the facts that they state, their comments and gaps, and the form of the file."""

import io
import re
import zipfile
from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from lxml import etree

from documents.reading import read, word
from documents.reading.findings import find_everything
from mandates.drafting import writing
from mandates.drafting.word_file import R, W
from mandates.models import DraftKind, Mandate, PlannedDocument
from mandates.register import load
from meetings.models import Meeting
from tests import factories as make

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def register(django_db_setup, django_db_blocker):
    """The whole register, loaded once for this module into a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


def text_of(draft):
    pages, _ = word.read(draft.content)
    return re.sub(r"[ \t\u00a0]+", " ", "\n".join(page.text for page in pages))


def parts_of(draft):
    with zipfile.ZipFile(io.BytesIO(draft.content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def mandate_of(number, at=1):
    mandates = Mandate.objects.select_related("act__body", "act__session")
    return mandates.prefetch_related("addressees").get(
        act__number=number, act__kind="resolution", act__body__is_external=False, number=at
    )


def session(ordinal):
    return Meeting.objects.sessions().with_bodies().get(seats__ordinal=ordinal)


@pytest.fixture
def note(register):
    return writing.note_on_reports(mandate_of("7/1"), site="https://documents.example", at=AT)


# The note on the reports of the meetings under resolution 7/1, from the register.


def test_the_note_has_the_title_dates_and_symbols_of_the_register(note):
    text = text_of(note)
    assert (
        "Reports emanating from the open-ended intergovernmental meetings to explore all options regarding an appropriate and "
        "effective review mechanism for the United Nations Convention against Transnational Organized Crime and the Protocols "
        "thereto, held in Vienna from 28 to 30 September 2015 and on 6 and 7 June 2016"
    ) in text
    assert "Note by the Secretariat" in text
    assert "the first from 28 to 30 September 2015 and the second on 6 and 7 June 2016" in text
    assert "CTOC/COP/WG.8/2015/3 and CTOC/COP/WG.8/2016/2, which are made available to the Conference" in text
    assert "at its eighth session" in text
    assert "Eighth session\nVienna, 17–21 October 2016" in re.sub(r"\n+", "\n", text)


def test_the_note_says_of_the_mandate_what_its_record_says(note):
    text = text_of(note)
    assert (
        "In the same resolution, the Conference requested the United Nations Office on Drugs and Crime to convene"
        in text
    )
    assert "at least one open-ended intergovernmental meeting, with interpretation" in text
    assert (
        "within existing resources from the regular budget and without prejudice to other mandated activities" in text
    )
    assert "government officials with practical expertise" in text
    assert "analysing options and submissions by States parties" in text
    assert (
        "“Strengthening the implementation of the United Nations Convention against Transnational Organized Crime"
        in text
    )
    assert "the Conference underlined that review of implementation is an ongoing and gradual process" in text


def test_what_the_register_does_not_hold_stands_in_brackets_and_is_listed(note):
    text = text_of(note)
    assert "[wording of resolution 7/1: its text is not held here]" in text
    assert note.gaps[0] == "year/number"
    for gap in note.gaps:
        assert f"[{gap}]" in text, gap
    assert len(re.findall(r"\[[^\]]+\]", text)) >= len(note.gaps)


def test_our_own_reader_finds_the_same_symbols_acts_and_title(note):
    found = find_everything(read(note.content))
    cited = {place.cited.symbol.canonical for place in found.citations if hasattr(place.cited, "symbol")}
    assert cited == {"CTOC/COP/WG.8/2015/3", "CTOC/COP/WG.8/2016/2", "CTOC/COP/2016/1"}
    acts = {(place.cited.kind, place.cited.number) for place in found.citations if not hasattr(place.cited, "symbol")}
    assert acts == {("resolution", "7/1")}


def test_our_own_reader_finds_the_masthead_of_a_document_that_has_its_symbol(register):
    eighth = session(8)
    own = make.document("CTOC/COP/2016/9", "Note", date="2016-08-08", distribution="general")
    item = eighth.agenda_items.first() or make.agenda_item(eighth, "2 (a)", "Review")
    PlannedDocument.objects.create(
        session=eighth, title="Note", document=own, agenda_item=item, mandate=mandate_of("7/1")
    )
    masthead = find_everything(read(writing.note_on_reports(mandate_of("7/1"), at=AT).content)).masthead
    assert [symbol.canonical for symbol in masthead.symbols.value] == ["CTOC/COP/2016/9"]
    assert masthead.date.value == date(2016, 8, 8)
    assert masthead.distribution.value == "general"


def test_every_figure_date_and_symbol_has_a_comment_that_names_its_record(note):
    document = etree.fromstring(parts_of(note)["word/document.xml"])
    comments = etree.fromstring(parts_of(note)["word/comments.xml"])
    told = {comment.get(f"{W}id"): "\n".join("".join(line.itertext()) for line in comment) for comment in comments}
    commented = {}
    for start in document.iter(f"{W}commentRangeStart"):
        words, at = "", start.getnext()
        while at.tag != f"{W}commentRangeEnd":
            words += "".join(at.itertext())
            at = at.getnext()
        commented.setdefault(words, told[start.get(f"{W}id")])
    assert "https://documents.example/en/meetings/wg8/1" in commented["from 28 to 30 September 2015"]
    assert "dates" in commented["on 6 and 7 June 2016"]
    assert "seen in the source named" in commented["CTOC/COP/WG.8/2016/2"]
    assert "made available to" in commented["eighth"]
    assert "resources" in commented[next(words for words in commented if "within existing resources" in words)]
    outside = _without_comments(document)
    assert not re.search(r"\d", re.sub(r"\[[^\]]*\]|Distr|\* *|/", "", outside)), outside


def _without_comments(document):
    """The words of the body that are neither facts nor gaps."""
    words, inside = [], 0
    for element in document.find(f"{W}body").iter():
        inside += (element.tag == f"{W}commentRangeStart") - (element.tag == f"{W}commentRangeEnd")
        if element.tag == f"{W}t" and not inside:
            words.append(element.text or "")
    return "".join(words)


@pytest.mark.parametrize("kind", DraftKind)
def test_a_draft_is_a_whole_word_file(register, kind):
    draft = {
        DraftKind.NOTE: lambda: writing.note_on_reports(mandate_of("7/1"), at=AT),
        DraftKind.DOCUMENTS: lambda: writing.list_of_documents(session(8), at=AT),
        DraftKind.IMPLEMENTATION: lambda: writing.table_of_implementation([mandate_of("7/1").act], session(8), at=AT),
        DraftKind.AGENDA: lambda: writing.provisional_agenda(session(4), at=AT),
    }[kind]()
    parts = parts_of(draft)
    trees = {name: etree.fromstring(content) for name, content in parts.items()}
    types = {each.get("PartName") for each in trees["[Content_Types].xml"] if each.get("PartName")}
    assert types == {f"/{name}" for name in parts if not name.endswith(".rels") and name != "[Content_Types].xml"}
    for name in (name for name in parts if name.endswith(".rels") and name != "_rels/.rels"):
        for relation in trees[name]:
            assert f"word/{relation.get('Target')}" in parts
    document = trees["word/document.xml"]
    related = [each.get("Id") for each in trees["word/_rels/document.xml.rels"]]
    assert len(related) == len(set(related))
    furniture = [each.get(f"{R}id") for each in document.iter(f"{W}headerReference", f"{W}footerReference")]
    assert furniture
    assert set(furniture) <= set(related)
    styles = {each.get(f"{W}styleId") for each in trees["word/styles.xml"].iter(f"{W}style")}
    used = {
        each.get(f"{W}val")
        for tree in trees.values()
        for name in ("pStyle", "rStyle")
        for each in tree.iter(f"{W}{name}")
    }
    assert used <= styles
    called = {each.get(f"{W}id") for each in document.iter(f"{W}footnoteReference")}
    notes = trees["word/footnotes.xml"]
    assert called == {each.get(f"{W}id") for each in notes if each.get(f"{W}type") is None}
    assert {each.get(f"{W}type") for each in notes} >= {"separator", "continuationSeparator"}
    starts, ends, marks = (
        [each.get(f"{W}id") for each in document.iter(f"{W}{name}")]
        for name in ("commentRangeStart", "commentRangeEnd", "commentReference")
    )
    assert starts == ends == marks
    assert sorted(starts) == sorted(each.get(f"{W}id") for each in trees["word/comments.xml"])
    assert b"DRAFT" in parts["word/header1.xml"]
    assert b"PAGE" in parts["word/footer2.xml"]
    assert b"{{" not in b"".join(parts.values())


def test_the_same_record_gives_the_same_bytes(register):
    assert (
        writing.note_on_reports(mandate_of("7/1"), at=AT).content
        == writing.note_on_reports(mandate_of("7/1"), at=AT).content
    )


def test_every_mandate_of_the_register_can_be_drafted(register, django_assert_max_num_queries):
    for mandate in Mandate.objects.select_related("act__body", "act__session").order_by("pk"):
        with django_assert_max_num_queries(32):
            text = text_of(writing.note_on_reports(mandate, at=AT))
        assert mandate.act.number in text
        assert "{{" not in text


def test_other_mandates_need_no_other_code(register):
    firearms = text_of(writing.note_on_reports(mandate_of("6/2", 2), at=AT))
    assert (
        "Report emanating from the meeting of the Working Group on Firearms, held in Vienna from 26 to 28 May 2014"
        in (firearms)
    )
    assert "decided that the Working Group on Firearms should hold at least one intersessional meeting" in firearms
    assert "[symbol of the report on the second meeting]" in firearms
    joint = text_of(writing.note_on_reports(mandate_of("5/7"), at=AT))
    assert (
        "joint meeting of the Working Group of Government Experts on Technical Assistance and the Working Group on"
        in joint
    )
