"""Templates and how they are filled: the language of placeholders, facts, gaps, footnotes, and what staff must not break."""

import io
import itertools
import re
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from documents.reading import word
from mandates.drafting import filling, make_templates
from mandates.drafting.filling import TemplateFault, Told, fill, placeholders_in
from mandates.drafting.make_templates import note, paragraph, row, run, table
from mandates.drafting.phrases import Fact, Gap, Phrase, Source, series
from mandates.drafting.word_file import LARGEST_FILE, NotAWordFile, W, WordFile

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
SESSION = Source("meetings.meeting", 8, "Eighth session", "/en/sessions/8", "ordinal")
TOLD = Told(("Eighth session: ordinal",), "/en/sessions/8")


@pytest.fixture
def template(monkeypatch):
    """Makes a template of a body, with footnotes where they are given by number."""

    def make(*body, notes=None):
        monkeypatch.setitem(
            make_templates.DOCUMENTS, "note", (lambda: ("".join(body), notes or {}), make_templates.PAGE, 9840)
        )
        monkeypatch.setattr(make_templates, "running_head", lambda width, side: make_templates.first_head())
        monkeypatch.setattr(make_templates, "first_foot", make_templates.first_head)
        monkeypatch.setattr(make_templates, "foot", lambda width, side: make_templates.first_head())
        return make_templates.package("note")

    return make


def filled(content, **values):
    return fill(content, values, tell=lambda sources: TOLD, drafted_at=AT)


def words(content):
    pages, _ = word.read(content)
    return "\n".join(page.text for page in pages)


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def tree(content, name="word/document.xml"):
    return etree.fromstring(parts(content)[name])


def changed(content, document):
    """A Word file with another main part: ``document="..."``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, written in parts(content).items():
            archive.writestr(name, document if name == "word/document.xml" else written)
    return stream.getvalue()


# The language of templates.


def test_words_stand_where_their_name_stood(template):
    made = filled(template(paragraph("Normal", "To the {{ who }}, with thanks")), who=Phrase("Chair"))
    assert words(made.content) == "To the Chair, with thanks"


def test_a_placeholder_that_word_cut_into_runs_is_found(template):
    cut = "".join(
        run(piece, *properties)
        for piece, properties in (("To {", ()), ("{ wh", ("b",)), ("o }", ()), ("} and {{who}}", ()))
    )
    made = filled(template(paragraph("Normal", cut)), who=Phrase("Chair"))
    assert words(made.content) == "To Chair and Chair"


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 21), max_size=5))
def test_however_it_is_cut_the_words_are_the_same(cuts):
    line = "To {{ who }}, {{ who }}!"
    edges = sorted({0, *cuts, len(line)})
    pieces = [run(line[start:end]) for start, end in itertools.pairwise(edges)]
    content = _plain(paragraph("Normal", *pieces))
    made = filled(content, who=Phrase("Chair"), symbol=Phrase(), job_number=Phrase())
    assert words(made.content).split("\n")[0] == "To Chair, Chair!"


def _plain(body):
    package = make_templates.package("agenda")
    document = parts(package)["word/document.xml"].decode()
    return changed(
        package, document=re.sub(r"<w:body>.*</w:body>", f"<w:body>{body}</w:body>", document, flags=re.DOTALL)
    )


def test_what_is_there_only_sometimes(template):
    content = template(paragraph("Normal", "A{{ if b }} and {{ b }}{{ else }} alone{{ end }}."))
    assert words(filled(content, b=Phrase("B")).content) == "A and B."
    assert words(filled(content, b=Phrase()).content) == "A alone."


def test_paragraphs_and_rows_are_repeated_with_names_of_their_own(template):
    content = template(
        make_templates.mark("each items"),
        paragraph("Normal", "{{ name }} of {{ whole }}"),
        make_templates.mark("else"),
        paragraph("Normal", "None"),
        make_templates.mark("end"),
        table(
            [4000],
            make_templates.mark_row("each items", [4000]),
            row(make_templates.cell(4000, paragraph("Normal", "row {{ name }}"))),
            make_templates.mark_row("end", [4000]),
        ),
    )
    items = [{"name": Phrase("one")}, {"name": Phrase("two")}]
    told = words(filled(content, items=items, whole=Phrase("two")).content)
    assert re.sub(r"\s+", " ", told) == "one of two two of two row one row two"
    empty = filled(content, items=[], whole=Phrase())
    assert words(empty.content) == "None"
    assert tree(empty.content).find(f".//{W}tbl") is None, "a table without rows is damaged in the eyes of Word"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("{{ tilte }}", "Did you mean {{ title }}?"),
        ("{{ if title }}", "never ends"),
        ("{{ each items }}", "never ends"),
        ("{{ end }}", "to which nothing belongs"),
        ("{{ else }}", "to which nothing belongs"),
        ("{{ title", "not closed"),
        ("title }}", "not closed"),
        ("{{ title.__class__ }}", "is no placeholder"),
        ("{{ 'a' * 1000 }}", "is no placeholder"),
        ("{{ items }}", "is repeated"),
        ("{{ each title }}x{{ end }}", "is not repeated"),
    ],
)
def test_a_fault_of_a_template_is_said_in_words(template, body, sentence):
    with pytest.raises(TemplateFault, match=re.escape(sentence)):
        filled(template(paragraph("Normal", body)), title=Phrase("A"), items=[])


def test_repetitions_within_repetitions_do_not_grow_without_end(template, monkeypatch):
    monkeypatch.setattr(filling, "MOST_MADE", 2000)
    deep = "{{ each items }}" * 9 + "x" + "{{ end }}" * 9
    items = [{"name": Phrase(str(at))} for at in range(9)]
    with pytest.raises(TemplateFault, match="too large"):
        filled(template(paragraph("Normal", deep)), items=items)


def test_placeholders_are_listed_with_what_repeats_around_them(template):
    content = template(paragraph("Normal", "{{ a }}{{ each items }}{{ if b }}{{ c }}{{ end }}{{ end }}"))
    assert placeholders_in(content) == [
        ("name", "a", ""),
        ("each", "items", ""),
        ("if", "b", "items"),
        ("name", "c", "items"),
    ]


# Facts and gaps.


def test_a_fact_has_a_comment_that_names_its_record(template):
    made = filled(
        template(paragraph("Normal", "At the {{ session }}")),
        session=Phrase("great ", Fact.of("eighth session", SESSION)),
    )
    assert made.comments == [TOLD]
    comments = tree(made.content, "word/comments.xml")
    assert ["".join(comment.itertext()) for comment in comments] == ["Eighth session: ordinal"]
    document = tree(made.content)
    start = document.find(f".//{W}commentRangeStart")
    assert "".join(start.getnext().itertext()) == "eighth session", (
        "the comment stands on the fact, not on the words around"
    )
    assert start.get(f"{W}id") == document.find(f".//{W}commentReference").get(f"{W}id") == comments[0].get(f"{W}id")


def test_a_gap_stands_in_brackets_and_is_marked(template):
    made = filled(
        template(paragraph("Normal", run("{{ a }} {{ b }}", "b"))), a=Phrase(Gap("date")), b=Phrase("B", Gap("date"))
    )
    assert words(made.content) == "[date] B[date]"
    assert made.gaps == ["date"]
    marked = [
        mark.getparent().getparent()
        for mark in tree(made.content).iter(f"{W}highlight")
        if mark.get(f"{W}val") == "yellow"
    ]
    assert ["".join(each.itertext()) for each in marked] == ["[date]", "[date]"]
    assert all(each.find(f"{W}rPr/{W}b") is not None for each in marked), "it keeps the letters of the placeholder"


def test_a_footnote_that_is_not_called_goes_and_facts_in_one_have_their_comment_at_its_mark(template):
    content = template(
        paragraph("Normal", "Item 2{{ if agenda }}", note(2, "*"), "{{ end }}"),
        paragraph("Normal", "As it says", note(3)),
        notes={2: "* {{ agenda }}.", 3: " See {{ report }}."},
    )
    report = Phrase(Fact.of("CTOC/COP/2014/13", SESSION))
    with_both = filled(content, agenda=Phrase(Fact.of("CTOC/COP/2016/1", SESSION)), report=report)
    assert "* CTOC/COP/2016/1." in re.sub(r"\s+", " ", words(with_both.content))
    assert len(with_both.comments) == 2
    without = filled(content, agenda=Phrase(), report=report)
    notes = tree(without.content, "word/footnotes.xml")
    called = {each.get(f"{W}id") for each in tree(without.content).iter(f"{W}footnoteReference")}
    held = {each.get(f"{W}id") for each in notes if each.get(f"{W}type") is None}
    assert called == held == {"3"}


def test_a_footnote_within_a_repetition_is_refused_in_words(template):
    content = template(paragraph("Normal", "{{ each items }}", note(2, "*"), "{{ end }}"), notes={2: "* {{ agenda }}."})
    with pytest.raises(TemplateFault, match="footnote"):
        filled(content, items=[{}, {}], agenda=Phrase("A"))


def test_comments_of_those_who_write_templates_do_not_reach_the_draft(template):
    first = filled(template(paragraph("Normal", "{{ a }}")), a=Phrase(Fact.of("A", SESSION)))
    again = filled(first.content, a=Phrase("B"))
    assert "word/comments.xml" not in parts(again.content)
    assert tree(again.content).find(f".//{W}commentReference") is None


def test_every_page_of_a_draft_is_watermarked_whatever_headers_the_template_has(template):
    bare = re.sub(
        rb"<w:headerReference[^>]*/>", b"", parts(template(paragraph("Normal", "{{ a }}")))["word/document.xml"]
    )
    made = filled(changed(template(paragraph("Normal", "{{ a }}")), bare), a=Phrase("A"))
    section = tree(made.content).find(f".//{W}sectPr")
    assert {each.get(f"{W}type") for each in section.iter(f"{W}headerReference")} == {"default", "first", "even"}
    drawn = [content for name, content in parts(made.content).items() if name.startswith("word/header")]
    assert len(drawn) >= 3
    assert all(b'string="DRAFT"' in each for each in drawn)


@settings(max_examples=30, deadline=None)
@given(st.text())
def test_whatever_a_record_holds_the_file_stays_whole(text):
    content = make_templates.package("agenda")
    document = parts(content)["word/document.xml"].decode()
    body = f"<w:body>{paragraph('Normal', 'x{{ a }}')}</w:body>"
    plain = changed(content, re.sub(r"<w:body>.*</w:body>", lambda _: body, document, flags=re.DOTALL))
    values = {"a": Phrase(Fact.of(text, SESSION), Gap(text)), "symbol": Phrase(text), "job_number": Phrase()}
    made = fill(plain, values, tell=lambda sources: Told((text,), ""), drafted_at=AT)
    for name, written in parts(made.content).items():
        etree.fromstring(written), name


# Word files that strangers send.


@pytest.mark.parametrize("content", [b"", b"PK", b"%PDF-1.7", b"words", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_word_file_is_refused_in_words(content):
    with pytest.raises(NotAWordFile, match="no Word document"):
        WordFile(content)


def test_a_file_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(template):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, written in parts(template()).items():
            archive.writestr(name, written)
        archive.writestr("word/media/bomb.bin", b"\0" * 200_000_000)
    assert len(stream.getvalue()) < LARGEST_FILE
    with pytest.raises(NotAWordFile, match="unpacks to more"):
        WordFile(stream.getvalue())


def test_macros_outside_parts_and_declarations_are_refused(template):
    content = template(paragraph("Normal", "{{ a }}"))
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    with pytest.raises(NotAWordFile, match="macros"):
        WordFile(stream.getvalue())
    outside = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
        'Target="https://elsewhere.example/t.dotm" TargetMode="External"/></Relationships>'
    )
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream, "a") as archive:
        archive.writestr("word/_rels/settings.xml.rels", outside)
    with pytest.raises(NotAWordFile, match="another place"):
        WordFile(stream.getvalue())
    declared = parts(content)["word/document.xml"].replace(
        b"<w:document", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document', 1
    )
    with pytest.raises(NotAWordFile):
        WordFile(changed(content, declared))


def test_phrases_join_as_in_a_sentence():
    facts = [Phrase(Fact.of(name, SESSION)) for name in ("A/1", "A/2", "A/3")]
    assert str(series(facts)) == "A/1, A/2 and A/3"
    assert not Phrase("", Phrase())
