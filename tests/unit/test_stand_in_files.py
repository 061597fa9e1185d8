"""The stand-ins that the project carries: each file is what the manifest says, and says of itself what it is."""

import datetime
import hashlib
import io
import json
import re
import unicodedata
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.stand_ins import make

MANIFEST = [json.loads(line) for line in make.MANIFEST.read_text("utf-8").splitlines()]
STAND_INS = {stand_in.file_name: stand_in for stand_in in make.read_stand_ins()}
PDFS = sorted(name for name in STAND_INS if name.endswith(".pdf"))
WORD_FILES = sorted(name for name in STAND_INS if name.endswith(".docx"))
KILOBYTE = 1024
# A hyphen at the end of a line comes out of a PDF as a sign of its own, U+FFFE or U+0002.
SPACES_AND_HYPHENS = re.compile("[\\s\\-\\u2010\\u2011\\ufffe\\u0002]+")


def squeezed(text):
    """The text without spaces, hyphens and shapes of letters: where lines break is not what these tests are about."""
    return SPACES_AND_HYPHENS.sub("", unicodedata.normalize("NFKC", text))


def page_texts(name):
    with pypdfium2.PdfDocument(make.FILES / name) as pdf:
        return [page.get_textpage().get_text_range() for page in pdf]


def parts_of(name):
    """The parts of a Word file, parsed."""
    with zipfile.ZipFile(make.FILES / name) as package:
        return {part: ElementTree.fromstring(package.read(part)) for part in package.namelist()}


def text_of(part):
    return "".join(part.itertext())


def a_stand_in(**changes):
    """A small stand-in to lay out, with what a test wants to be different."""
    said = {
        "symbol": "CTOC/COP/2016/1",
        "language": "en",
        "format": "docx",
        "words": {"united_nations": "United Nations", "conference": "Conference", "notice": "Stand-in", "letter": "E"},
        "title": "Provisional agenda",
        "blocks": make.blocks_of("One paragraph.", "en"),
        "masthead": ("Original: English",),
    }
    return make.StandIn(**said | changes)


class TestTheManifest:
    def test_names_every_file_of_the_folder_and_no_other(self):
        assert sorted(line["file"] for line in MANIFEST) == sorted(path.name for path in make.FILES.iterdir())

    @pytest.mark.parametrize("line", MANIFEST, ids=lambda line: line["file"])
    def test_gives_the_hash_of_each_file(self, line):
        assert hashlib.sha256((make.FILES / line["file"]).read_bytes()).hexdigest() == line["sha256"]

    def test_agrees_with_the_texts(self):
        told = {line["file"]: (line["symbol"], line["language"]) for line in MANIFEST}
        assert told == {name: (stand_in.symbol, stand_in.language) for name, stand_in in STAND_INS.items()}

    def test_covers_twelve_documents_and_all_six_languages(self):
        assert len({line["symbol"] for line in MANIFEST}) == 12
        assert {line["language"] for line in MANIFEST} == set(make.LANGUAGES)

    def test_carries_the_provisional_agenda_of_the_eighth_session_in_every_language(self):
        assert {line["language"] for line in MANIFEST if line["symbol"] == "CTOC/COP/2016/1"} == set(make.LANGUAGES)


class TestEveryFile:
    @pytest.mark.parametrize("name", sorted(STAND_INS))
    def test_is_small(self, name):
        assert (make.FILES / name).stat().st_size < 200 * KILOBYTE

    def test_and_all_of_them_together_are_small(self):
        assert sum(path.stat().st_size for path in make.FILES.iterdir()) < 1.5 * KILOBYTE * KILOBYTE

    @pytest.mark.parametrize("name", sorted(STAND_INS))
    def test_names_no_folder_of_the_machine_it_was_made_on(self, name):
        content = (make.FILES / name).read_bytes()
        if name.endswith(".docx"):
            with zipfile.ZipFile(make.FILES / name) as package:
                content += b"".join(package.read(part) for part in package.namelist())
        for trace in (b"file:/", b"/tmp/", b"/home/", str(Path(make.__file__).parent).encode()):
            assert trace not in content


class TestEveryPdf:
    @pytest.mark.parametrize("name", PDFS)
    def test_says_at_head_and_foot_of_each_page_that_it_is_a_stand_in(self, name):
        notice = squeezed(STAND_INS[name].words["notice"])
        for text in page_texts(name):
            assert squeezed(text).startswith(notice)
            assert squeezed(text).endswith(notice)

    @pytest.mark.parametrize("name", PDFS)
    def test_bears_its_symbol_and_its_title_on_page_1(self, name):
        opening = page_texts(name)[0]
        assert STAND_INS[name].symbol in opening
        assert squeezed(STAND_INS[name].title) in squeezed(opening)

    @pytest.mark.parametrize("name", PDFS)
    def test_repeats_its_symbol_from_page_2_on(self, name):
        for text in page_texts(name)[1:]:
            assert STAND_INS[name].symbol in text

    @pytest.mark.parametrize("name", PDFS)
    def test_has_one_to_four_pages(self, name):
        assert 1 <= len(page_texts(name)) <= 4

    @pytest.mark.parametrize("name", [name for name in PDFS if STAND_INS[name].language != "ar"])
    def test_holds_every_paragraph_whole(self, name):
        # Right-to-left pages are left out: there a reader sets brackets and full stops beside numbers in an order of its own.
        content = squeezed("".join(page_texts(name)))
        for block in STAND_INS[name].blocks:
            for sentence in re.split(make.NOTE, block.text):
                assert squeezed(sentence) in content

    def test_keeps_the_words_of_arabic_in_their_order(self):
        text = squeezed("".join(page_texts("CTOC_COP_2016_1-AR.pdf")))
        for block in STAND_INS["CTOC_COP_2016_1-AR.pdf"].blocks:
            for words in re.findall(r"[\u0620-\u064a ]{12,}", re.sub(make.NOTE, "", block.text)):
                for word in words.split()[1:-1]:
                    assert word in text

    @pytest.mark.parametrize("name", [name for name in PDFS if STAND_INS[name].job])
    def test_bears_job_line_and_bar_code_where_the_register_knows_the_job_number(self, name):
        opening = page_texts(name)[0]
        assert STAND_INS[name].bar_code in opening
        assert squeezed(STAND_INS[name].job_line) in squeezed(opening)


class TestEveryWordFile:
    @pytest.mark.parametrize("name", WORD_FILES)
    def test_says_in_every_header_and_footer_that_it_is_a_stand_in(self, name):
        parts = parts_of(name)
        for part in ("header1", "header2", "footer1", "footer2"):
            assert STAND_INS[name].words["notice"] in text_of(parts[f"word/{part}.xml"])

    @pytest.mark.parametrize("name", WORD_FILES)
    def test_bears_its_symbol_in_masthead_and_running_head(self, name):
        stand_in, parts = STAND_INS[name], parts_of(name)
        masthead = parts["word/header1.xml" if stand_in.symbol_in_header else "word/document.xml"]
        assert stand_in.symbol in text_of(masthead)
        assert stand_in.symbol in text_of(parts["word/header2.xml"])

    @pytest.mark.parametrize("name", WORD_FILES)
    def test_holds_its_title_and_every_paragraph(self, name):
        content = text_of(parts_of(name)["word/document.xml"])
        assert STAND_INS[name].title in content
        for block in STAND_INS[name].blocks:
            assert make.NOTE.sub("", block.text) in content

    @pytest.mark.parametrize("name", WORD_FILES)
    def test_is_made_again_to_the_byte(self, name):
        assert make.word_file(STAND_INS[name]) == (make.FILES / name).read_bytes()

    @pytest.mark.parametrize("name", WORD_FILES)
    def test_refers_only_to_parts_and_footnotes_that_it_holds(self, name):
        parts = parts_of(name)
        targets = {relation.get("Target") for relation in parts["word/_rels/document.xml.rels"]}
        assert {f"word/{target}" for target in targets} <= set(parts)
        word = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
        marks = [mark.get(f"{word}id") for mark in parts["word/document.xml"].iter(f"{word}footnoteReference")]
        notes = [note.get(f"{word}id") for note in parts["word/footnotes.xml"] if note.get(f"{word}type") is None]
        assert sorted(marks) == sorted(notes)

    def test_one_has_its_symbol_in_a_table_of_its_header(self):
        name = "CTOC_COP_WG.8_2015_3-EN.docx"
        assert "CTOC/COP/WG.8/2015/3" in text_of(parts_of(name)["word/header1.xml"])
        assert "Original: English" not in text_of(parts_of(name)["word/document.xml"])

    def test_one_has_footnotes_and_a_text_box(self):
        parts = parts_of("CTOC_COP_WG.7_2015_CRP.2-EN.docx")
        assert "* CTOC/COP/WG.7/2015/1." in text_of(parts["word/footnotes.xml"])
        assert any(element.tag.endswith("}txbxContent") for element in parts["word/document.xml"].iter())


class TestTheMaker:
    @pytest.mark.parametrize(
        ("language", "date"),
        [
            ("en", "1 November 2018"),
            ("fr", "1er novembre 2018"),
            ("es", "1 de noviembre de 2018"),
            ("ru", "1 November 2018"),
            ("ar", "1 November 2018"),
            ("zh", "1 November 2018"),
        ],
    )
    def test_writes_the_date_of_a_masthead_as_each_language_does(self, language, date):
        assert make.masthead_date(datetime.date(2018, 11, 1), language) == date

    def test_numbers_paragraphs_through_and_letters_anew(self):
        blocks = make.blocks_of("# I. Head\n\nOne:\n\n- a\n- b\n\nTwo:\n\n- a\n\n> Plain", "fr")
        assert [block.label for block in blocks] == ["", "1.", "a)", "b)", "2.", "a)", ""]

    def test_leaves_the_job_line_out_where_the_register_has_no_job_number(self):
        assert a_stand_in().job_line == ""
        assert a_stand_in(job="V.18-00932", produced=("020318",)).job_line == "V.18-00932 (E)    020318"
        assert a_stand_in(job="V.18-00932").bar_code == "*1800932*"

    @given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1))
    def test_no_text_breaks_out_of_the_markup(self, text):
        hostile = a_stand_in(title=text, blocks=(make.Block("numbered", text.replace("[^", "["), "1."),))
        package = zipfile.ZipFile(io.BytesIO(make.word_file(hostile)))
        assert text in text_of(ElementTree.fromstring(package.read("word/document.xml")))
        assert "<" not in re.sub(r"</?span[^<>]*>", "", make.inline_html(text))

    def test_says_so_when_there_is_no_chromium(self, monkeypatch, capsys):
        monkeypatch.setattr(make.shutil, "which", lambda name: None)
        before = make.MANIFEST.read_bytes()
        assert make.main([]) == 1
        assert "No Chromium was found" in capsys.readouterr().err
        assert make.MANIFEST.read_bytes() == before

    @pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"%PDF-1.4\nstartxref\n0\n%%EOF\n"])
    def test_refuses_to_repack_a_pdf_of_another_make(self, content):
        with pytest.raises(make.StandInError, match="must be taught its form"):
            make.repacked(content)
