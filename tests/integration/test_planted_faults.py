"""Forty faults planted in drafts of our own, in every kind of file: each is found once; the same drafts without them are clean."""

from dataclasses import dataclass, field
from datetime import date

import pytest

from accounts.access import Audience
from documents.draft_check import check
from documents.models import Completeness, Language
from documents.reading import read
from tests import factories as make
from tests.files import docx, paragraph, pdf

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 1)


@pytest.fixture(autouse=True)
def record():
    """A small record: what the drafts cite."""
    conference = make.conference()
    wg8 = make.body(
        "wg8", "Open-ended intergovernmental meeting to explore all options regarding an effective review mechanism"
    )
    firearms = make.body("wg6", "Working Group on Firearms")
    seventh = make.session(7, start="2014-10-06", end="2014-10-10")
    make.session(8)
    make.session(13, start="2028-10-16", end="2028-10-20")
    make.meeting(wg8, ordinal=1, start="2015-09-28", end="2015-09-30")
    make.meeting(wg8, ordinal=2, start="2016-06-06", end="2016-06-07")
    make.meeting(firearms, ordinal=2, start="2014-05-26", end="2014-05-28")
    make.act("7/1", "Strengthening the review of the Convention", session=seventh, adopted="2014-10-10")
    make.act("7/2", "Importance of the Protocols", session=seventh)
    make.act("4/2", "Extradition and mutual legal assistance", kind="decision")
    make.document("CTOC/COP/WG.8/2015/3", "Report on the first meeting on review", date="2015-10-05")
    make.document("CTOC/COP/WG.8/2016/2", "Report on the second meeting on review")
    make.document("CTOC/COP/2016/1", "Provisional agenda of the eighth session")
    make.document("CTOC/COP/2006/7", "Implementation of the Protocol")
    make.document("CTOC/COP/2006/7/Rev.1", "Implementation of the Protocol")
    make.document("CTOC/COP/2006/7/Rev.2", "Implementation of the Protocol")
    make.document("CTOC/COP/2012/11", "Digest of cases")
    make.document("CTOC/COP/2012/11/Corr.1", "Digest of cases")
    make.document("CTOC/COP/2012/12", "Estimates")
    french = make.document("CTOC/COP/2012/12/Corr.1", "Estimates")
    french.corrected_languages = [Language.FRENCH]
    french.save()
    withdrawn = make.document("CTOC/COP/2018/2", "Activities of the Office")
    make.version(withdrawn, status="withdrawn")
    clerk = make.person("declares")
    Completeness.objects.create(body=conference, year=2014, by=clerk)
    Completeness.objects.create(body=wg8, year=2016, by=clerk)


@dataclass(frozen=True)
class Planted:
    """A sentence with a fault, the same without it, the code and the words that are pointed at."""

    code: str
    wrong: str
    right: str
    words: str
    more: dict = field(default_factory=dict)


IN_TEXT = [
    Planted("S01", "See CTOC/COP//2016/1 for it.", "See CTOC/COP/2016/1 for it.", "CTOC/COP//2016/1"),
    Planted("S01", "See CTOC/COP/WG8/2016/2 for it.", "See CTOC/COP/WG.8/2016/2 for it.", "CTOC/COP/WG8/2016/2"),
    Planted("S01", "See CTOC/COP/2016/l for it.", "See CTOC/COP/2016/1 for it.", "CTOC/COP/2016/l"),
    Planted("S01", "See CTOC/COP2016/1 for it.", "See CTOC/COP/\n2016/1 for it.", "CTOC/COP2016/1"),
    Planted("S01", "See ctoc/cop/2016/1 for it.", "See CTOC/COP/2016/1 for it.", "ctoc/cop/2016/1"),
    Planted("S01", "See CTOC/COP/2006/7/Rev2 now.", "See CTOC/COP/2006/7/Rev.2 now.", "CTOC/COP/2006/7/Rev2"),
    Planted("S01", "See CTOC/COP/2016–1 for it.", "See CTOC/COP/2016/1 for it.", "CTOC/COP/2016–1"),
    Planted("S01", "See CTCO/COP/2016/1 for it.", "See CTOC/COP/2016/1 for it.", "CTCO/COP/2016/1"),
    Planted("S02", "See CTOC/COP/2006/7/rev.2 now.", "See CTOC/COP/2006/7/Rev.2 now.", "CTOC/COP/2006/7/rev.2"),
    Planted("S02", "See CTOC/COP/2016 /1 for it.", "See CTOC/COP/2016/\n1 for it.", "CTOC/COP/2016 /1"),
    Planted("S02", "It is in A/70/95–S/2015/446 too.", "It is in A/70/95-S/2015/446 too.", "A/70/95–S/2015/446"),
    Planted("S11", "See CTOC/COP/2106/1 for it.", "See CTOC/COP/2016/1 for it.", "CTOC/COP/2106/1"),
    Planted("S03", "See CTOC/COP/WG.8/2016/9 for it.", "See CTOC/COP/WG.8/2016/2.", "CTOC/COP/WG.8/2016/9"),
    Planted("S05", "See CTOC/COP/2006/7 for it.", "See CTOC/COP/2006/7/Rev.2 for it.", "CTOC/COP/2006/7"),
    Planted("S05", "See CTOC/COP/2006/7/Rev.1 for it.", "See CTOC/COP/2006/7 and Rev.1 and Rev.2.", "CTOC/COP/2006/7/Rev.1"),
    Planted("S06", "See CTOC/COP/2012/11 for it.", "See CTOC/COP/2012/11 and Corr.1; CTOC/COP/2012/12.", "CTOC/COP/2012/11"),
    Planted("S07", "See CTOC/COP/2018/2 for it.", "See CTOC/COP/2016/1 for it.", "CTOC/COP/2018/2"),
    Planted(
        "T01",
        "See “Report on the second session on review” (CTOC/COP/WG.8/2016/2).",
        "See “Report on the Second Meeting on Review” (CTOC/COP/WG.8/2016/2).",
        "Report on the second session on review",
    ),
    Planted(
        "T01",
        "In resolution 7/1, entitled “Strengthening the reviews of the Convention”, it asked for more.",
        "In resolution 7/1, entitled “Strengthening the review of the Convention”, it asked for more.",
        "Strengthening the reviews of the Convention",
    ),
    Planted(
        "T02",
        "See “A first list of all points” (A/CONF.222/7) and “A second list of all points” (A/CONF.222/7).",
        "See “A first list of all points” (A/CONF.222/7) and “A first list of all points” (A/CONF.222/7).",
        "A second list of all points",
    ),
    Planted("D01", "It will meet on 31 June 2027 again.", "It will meet on 30 June 2027 again.", "31 June 2027"),
    Planted("D01", "It met on 29 February 2015 again.", "It met on 29 February 2016 again.", "29 February 2015"),
    Planted("D02", "It opened on Tuesday, 6 June 2016, late.", "It opened on Monday, 6 June 2016.", "Tuesday, 6 June 2016"),
    Planted(
        "D02",
        "It sat from Monday, 28, to Thursday, 30 September 2015.",
        "It sat from Monday, 28, to Wednesday, 30 September 2015.",
        "Thursday, 30 September 2015",
    ),
    Planted("D03", "It sat from 30 to 28 September 2015.", "It sat from 28 to 30 September 2015.", "30 to 28 September 2015"),
    Planted("D05", "It sat on June, 6 Monday 2016.", "It sat on Monday, 6 June 2016.", "June, 6 Monday"),
    Planted(
        "D07",
        "The eighth session of the Conference of the Parties to the United Nations Convention against Transnational Organized "
        "Crime was held in Vienna from 18 to 21 October 2016.",
        "The eighth session of the Conference of the Parties to the United Nations Convention against Transnational Organized "
        "Crime was held in Vienna from 17 to 21 October 2016.",
        "18 to 21 October 2016",
    ),
    Planted(
        "D07",
        "The Working Group on Firearms held its second meeting in Vienna from 26 to 29 May 2014.",
        "The Working Group on Firearms held its second meeting in Vienna from 26 to 28 May 2014.",
        "26 to 29 May 2014",
    ),
    Planted("D08", "By resolution 7/1 of 11 October 2014 it went on.", "By resolution 7/1 of 10 October 2014.", "11 October 2014"),
    Planted("D08", "By resolution 7/2 of 3 October 2014 it went on.", "By resolution 7/2 of 8 October 2014.", "3 October 2014"),
    Planted(
        "D09",
        "Resolution 5/9 of the Council said so; see A/C.3/70/L.10 of 3 May 2015, and A/C.3/70/L.10 of 4 May 2015.",
        "See A/C.3/70/L.10 of 3 May 2015, and A/C.3/70/L.10 of 3 May 2015.",
        "4 May 2015",
    ),
    Planted("A01", "By resolution 7/99 it went on.", "By resolution 7/1 it went on.", "resolution 7/99"),
    Planted("A02", "By resolution 4/2 it went on.", "By decision 4/2 it went on.", "resolution 4/2"),
    Planted("A02", "By resolution 13/1 it went on.", "By resolution 7/1 it went on.", "resolution 13/1"),
    Planted("A04", "By General Assembly resolution 7/1 it went on.", "By its resolution 7/1.", "resolution 7/1"),
]  # fmt: skip

TOP = "Distr.: General\n3 August 2016\n\nOriginal: English\n\nCTOC/COP/2016/9\n\nThe Conference of the Parties\n\n"


def found(draft, *, language="en"):
    return check(draft, Audience.SECRETARIAT, today=TODAY)


def loud(messages):
    """The messages but for the notes on what is not held here."""
    return [message for message in messages if message.code not in ("S04", "A03")]


@pytest.mark.parametrize("planted", IN_TEXT, ids=lambda planted: f"{planted.code} {planted.words}")
@pytest.mark.parametrize("form", ["pasted", "text", "docx", "html", "pdf"])
def test_a_planted_fault_is_found_once_and_its_twin_is_clean(planted, form):
    def made(sentence):
        whole = f"1. The Secretariat has the honour to report.\n\n2. {sentence}\n\n3. That is all."
        if form == "pasted":
            return whole
        if form == "html":
            lines = "".join(f"<p>{line}</p>" for line in whole.replace("/\n", "/").split("\n\n"))
            return read(f"<!doctype html><html><head><meta charset='utf-8'></head><body>{lines}</body></html>".encode())
        if form == "docx":
            return read(docx(body="".join(paragraph(line.replace("\n", "")) for line in whole.split("\n\n"))))
        return read(whole.encode() if form == "text" else pdf([whole]))

    (message,) = loud(found(made(planted.wrong)))
    assert message.code == planted.code
    assert message.quote == planted.words
    assert message.page == 1
    assert loud(found(made(planted.right))) == []


# ---------------------------------------------------------------- footnotes and running heads

NOTE = '<w:footnote w:id="{}"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote>'
CALL = '<w:r><w:footnoteReference w:id="{}"/></w:r>'


def with_notes(calls, notes):
    body = "".join(
        f'<w:p><w:r><w:t xml:space="preserve">A sentence of the draft</w:t></w:r>{CALL.format(number)}</w:p>'
        for number in calls
    )
    written = "".join(NOTE.format(number, words) for number, words in notes.items())
    return read(docx(body=body, parts={"footnotes": f"<w:ROOT>{written}</w:ROOT>"}))


def test_a_mark_of_a_word_document_that_calls_no_footnote():
    (message,) = found(with_notes([1, 2], {1: "See above."}))
    assert (message.code, message.severity, message.quote) == ("N01", "error", "²")


def test_a_footnote_of_a_word_document_that_nothing_calls():
    (message,) = found(with_notes([1], {1: "See above.", 2: "See below."}))
    assert (message.code, message.severity) == ("N02", "error")
    assert "See below." in message.sentence


def test_footnotes_of_a_word_document_that_fit_are_no_fault():
    assert found(with_notes([1, 2], {1: "See above.", 2: "See below."})) == []


def test_a_footnote_without_words():
    (message,) = found(with_notes([1, 2], {1: "See above.", 2: ""}))
    assert message.code == "N04"


NUMBERED = "One thing[1] and another[2] and a third[3].\n\n[1] See above.\n[2] See below.\n[3] See beside.\n"


@pytest.mark.parametrize(
    ("left_out", "code", "words"),
    [("[2] See below.\n", "N01", "[2]"), ("another[2]", "N02", "[2] See below.")],
)
def test_numbered_notes_of_a_text(left_out, code, words):
    assert found(NUMBERED) == []
    (message,) = found(NUMBERED.replace(left_out, "another" if "another" in left_out else ""))
    assert (message.code, message.quote) == (code, words)


def test_numbers_of_footnotes_that_skip():
    draft = "One¹ two² four⁴ five⁵.\n\n__________________\n1 A.\n2 B.\n4 D.\n5 E.\n"
    (message,) = found(draft)
    assert (message.code, message.quote) == ("N03", "⁴")


def test_a_running_head_with_the_symbol_of_the_draft():
    def made(head):
        return f"{TOP}A note.\f{head}\n\nThe second page.\f{head}\n\nThe third page."

    (message,) = loud(found(made("CTOC/COP/2016/L.4")))
    assert (message.code, message.page, message.quote) == ("S09", 2, "CTOC/COP/2016/L.4")
    assert loud(found(made("CTOC/COP/2016/9"))) == []


@pytest.mark.parametrize("pages", [1, 2])
def test_a_running_head_of_a_word_document_with_the_symbol_of_the_draft(pages):
    def made(head):
        lines = [*TOP.replace("CTOC/COP/2016/9\n\n", "").strip().split("\n"), "A note."]
        further = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>' + paragraph("Another page.")
        heads = '<w:headerReference w:type="first" r:id="r0"/><w:headerReference w:type="default" r:id="r1"/>'
        body = "".join(map(paragraph, lines)) + further * (pages - 1) + f"<w:sectPr>{heads}<w:titlePg/></w:sectPr>"
        parts = {
            "header1": f"<w:ROOT>{paragraph('CTOC/COP/2016/9')}</w:ROOT>",
            "header2": f"<w:ROOT>{paragraph(head)}</w:ROOT>",
        }
        return read(docx(body=body, parts=parts))

    (message,) = loud(found(made("CTOC/COP/2016/L.4")))
    assert (message.code, message.page, message.quote) == ("S09", pages, "CTOC/COP/2016/L.4")
    assert loud(found(made("CTOC/COP/2016/9"))) == []


def test_a_footnote_that_is_misnumbered_is_one_fault():
    (message,) = found("One¹ two² end.\n\n__________________\n1 A.\n3 B.\n")
    assert (message.code, message.quote) == ("N03", "²")


def test_a_session_named_by_the_short_name_of_the_conference():
    draft = TOP + "At its eighth session, held in Vienna from {} to 21 October 2016, the Conference took note of it."
    (message,) = loud(found(draft.format(18)))
    assert (message.code, message.quote) == ("D07", "18 to 21 October 2016")
    assert loud(found(draft.format(17))) == []


def test_the_second_meeting_of_a_sentence_is_not_taken_for_the_first():
    draft = (
        "The first open-ended intergovernmental meeting to explore all options regarding an effective review mechanism was held "
        "from 28 to 30 September 2015, and the second meeting was held on 6 and {} June 2016."
    )
    assert found(draft.format(7)) == []


def test_a_meeting_in_a_sentence_about_the_conference_is_not_taken_for_a_session():
    make.meeting(make.conference(), ordinal=2, start="2005-10-10", end="2005-10-21", kind="session")
    draft = "held from 28 to 30 September 2015, and the second meeting was held on 6 and 7 June 2016, before the Conference of "
    assert found(f"{TOP}It was {draft}the Parties sat.") == []


def test_a_corrigendum_of_some_languages_is_told_in_those():
    (message,) = found(
        "Voir le document de la Conférence qui porte la cote CTOC/COP/2012/12 pour les détails de la question."
    )
    assert (message.code, message.suggestion) == ("S06", "CTOC/COP/2012/12/Corr.1")


def test_all_that_is_planted_is_more_than_forty_faults():
    assert len(IN_TEXT) + 8 >= 40


def test_messages_stand_in_reading_order():
    draft = "On 31 June 2016 it read CTOC/COP//2016/1.\f\nOn Tuesday, 6 June 2016, it read CTOC/COP/2006/7."
    assert [(each.page, each.code) for each in found(draft)] == [(1, "D01"), (1, "S01"), (2, "D02"), (2, "S05")]
