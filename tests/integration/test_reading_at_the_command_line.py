"""``manage.py read FILE``: the tool to show, to debug and to script. It needs no database, and writes nothing."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from documents.reading.pages import READER
from tests.files import pdf, scanned_pdf
from tests.notes import NOTE_WITH_MASTHEAD

ACT = """\
Resolution 15/1

Sample title

The Conference of the Parties to the United Nations Convention against Transnational Organized Crime,

Recalling its resolution 14/2,

1. Requests the Secretariat, within existing resources, to convene at least one meeting before its sixteenth session;

2. Takes note of the report.
"""


def read(path, *options):
    out, err = StringIO(), StringIO()
    call_command("read", str(path), *options, stdout=out, stderr=err)
    return out.getvalue()


@pytest.fixture
def note(tmp_path):
    path = tmp_path / "its name says nothing.bin"
    path.write_text(NOTE_WITH_MASTHEAD, encoding="utf-8")
    return path


def test_it_prints_each_value_with_how_sure_it_is_and_the_words_it_was_read_from(note):
    shown = read(note)
    assert "CTOC/COP/2016/7  [certain]  from “CTOC/COP/2016/7”, page 1" in shown
    assert "Sample note on the work of the secretariat" in shown
    assert "note: agenda document" in shown
    assert "CTOC/COP/WG.8/2016/2" in shown
    assert "CTOC/COP resolution 7/1" in shown
    assert READER in shown


def test_as_json_every_value_carries_its_evidence(note):
    told = json.loads(read(note, "--json"))
    date = told["masthead"]["date"]
    assert (date["value"], date["page"]) == ("2016-08-08", 1)
    assert date["quote"] in NOTE_WITH_MASTHEAD
    assert 0 < date["confidence"] <= 1
    assert told["reader"] == READER
    place = next(cited for cited in told["citations"] if cited.get("symbol") == "CTOC/COP/WG.8/2016/2")
    assert NOTE_WITH_MASTHEAD[place["start"] : place["end"]] == "CTOC/COP/WG.8/2016/2"


def test_what_an_act_asks_is_told_paragraph_by_paragraph(tmp_path):
    path = tmp_path / "act.txt"
    path.write_text(ACT, encoding="utf-8")
    (act,) = json.loads(read(path, "--json"))["acts"]
    assert (act["kind"], act["number"], act["is_draft"]) == ("resolution", "15/1", False)
    (asked,) = next(p for p in act["paragraphs"] if p["label"] == "1")["asks"]
    assert asked["verb"]["words"] == "Requests"
    assert [who["words"] for who in asked["addressees"]] == ["the Secretariat"]
    assert (asked["deliverable"], asked["least"]) == ("meeting", 1)
    assert asked["resources"][0]["words"] == "within existing resources"
    assert "sixteenth session" in asked["deadlines"][0]["words"]
    shown = read(path)
    assert "verb: Requests; addressees: the Secretariat; deliverable: meeting; least: 1" in shown


def test_the_text_can_be_had_page_by_page(tmp_path):
    path = tmp_path / "two.pdf"
    path.write_bytes(pdf(["The first page", "The second page"]))
    assert [page.strip() for page in json.loads(read(path, "--json", "--text"))["text"]] == [
        "The first page",
        "The second page",
    ]


def test_pages_that_are_pictures_are_named(tmp_path):
    path = tmp_path / "scan.pdf"
    path.write_bytes(scanned_pdf(2))
    assert json.loads(read(path, "--json"))["needs_ocr"] == [1, 2]


def test_a_file_that_can_not_be_read_ends_with_a_sentence_and_a_code_for_scripts(tmp_path):
    path = tmp_path / "picture.pdf"
    path.write_bytes(b"\xff\xd8\xff\xe0" + b"\0" * 200)
    out = StringIO()
    with pytest.raises(CommandError, match="JPEG") as refused:
        call_command("read", str(path), "--json", stdout=out)
    assert refused.value.returncode == 1
    assert json.loads(out.getvalue())["problem"] == "not-a-document"


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="can't be opened"):
        call_command("read", str(tmp_path / "nothing.pdf"))
