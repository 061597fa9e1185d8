"""What Word shows and does not write into its text: numbers, fields, hidden words, headers of the first page."""

import pytest

from documents.reading import read
from documents.reading.word.numbers import written
from tests.files import docx, paragraph


def lines_of(content: bytes, page: int = 0) -> list[str]:
    return [line for line in read(content).pages[page].text.split("\n") if line]


def numbered(text: str, level: int = 0, name: int = 1) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{name}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


NUMBERING = (
    '<w:ROOT><w:abstractNum w:abstractNumId="4">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="&#61623;"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="4"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="4"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    "</w:ROOT>"
)


def test_numbers_that_word_sets_by_itself_stand_in_the_text():
    body = "".join(
        [
            numbered("Requests the secretariat:"),
            numbered("To report;", 1),
            numbered("To meet;", 1),
            numbered("Invites donors;"),
            numbered("To give;", 1),
            numbered("And more", 2),
        ]
    )
    assert lines_of(docx(body=body, parts={"numbering": NUMBERING})) == [
        "1. Requests the secretariat:",
        "(a) To report;",
        "(b) To meet;",
        "2. Invites donors;",
        "(a) To give;",
        "• And more",
    ]


def test_a_list_may_start_later():
    assert lines_of(docx(body=numbered("Takes note", name=2), parts={"numbering": NUMBERING})) == ["7. Takes note"]


def test_the_style_of_a_paragraph_may_number_it():
    styles = (
        '<w:ROOT><w:style w:type="paragraph" w:styleId="Op"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="OpNarrow"><w:basedOn w:val="Op"/></w:style></w:ROOT>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="OpNarrow"/></w:pPr><w:r><w:t>Urges States</w:t></w:r></w:p>'
    assert lines_of(docx(body=body, parts={"numbering": NUMBERING, "styles": styles})) == ["1. Urges States"]


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [(3, "upperRoman", "III"), (28, "lowerLetter", "bb"), (4, "russianLower", "г"), (3, "arabicAlpha", "ت"),
     (3, "arabicAbjad", "ج"), (12, "chineseCounting", "十二"), (20, "chineseCountingThousand", "二十"),
     (7, "decimalZero", "07"), (5, "hindiNumbers", "٥"), (0, "lowerRoman", "0"), (9, "unheardOf", "9")],
)  # fmt: skip
def test_numbers_are_written_as_word_writes_them(count, form, text):
    assert written(count, form) == text


def test_of_a_field_only_the_result_is_text():
    def char(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> REF _Ref12 </w:instrText><w:t>never shown</w:t></w:r>"
    body = f"<w:p>{char('begin')}{code}{char('separate')}<w:r><w:t>paragraph 7</w:t></w:r>{char('end')}</w:p>"
    assert lines_of(docx(body=body)) == ["paragraph 7"]


def test_a_field_that_never_ends_hides_nothing_behind_its_paragraph():
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' + paragraph("All the rest")
    assert lines_of(docx(body=body)) == ["All the rest"]


def test_hidden_words_and_prompts_are_left_out():
    body = (
        "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        "<w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>shown</w:t></w:r></w:p>"
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('Click here')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('Filled in')}</w:sdtContent></w:sdt>"
    )
    assert lines_of(docx(body=body)) == ["shown", "Filled in"]


def test_signs_of_ornament_fonts_become_bullets_and_greek_stays_greek():
    body = (
        '<w:p><w:r><w:sym w:font="Wingdings" w:char="F0A7"/><w:t xml:space="preserve"> item </w:t>'
        '<w:sym w:font="Symbol" w:char="F062"/></w:r></w:p>'
    )
    assert lines_of(docx(body=body)) == ["• item β"]


def test_a_paragraph_whose_mark_was_deleted_runs_on():
    first = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t xml:space='preserve'>One </w:t></w:r></w:p>"
    assert lines_of(docx(body=first + paragraph("sentence"))) == ["One sentence"]


def test_moved_words_stand_where_they_were_moved_to():
    body = (
        "<w:p><w:moveFrom><w:r><w:t>there</w:t></w:r></w:moveFrom><w:r><w:t>here </w:t></w:r>"
        "<w:moveTo><w:r><w:t>moved</w:t></w:r></w:moveTo></w:p>"
    )
    assert lines_of(docx(body=body)) == ["here moved"]


def test_the_header_of_the_first_page_is_its_masthead_and_running_heads_stand_on_the_next():
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="r0"/><w:headerReference w:type="first" r:id="r1"/>'
        '<w:footerReference w:type="first" r:id="r2"/><w:titlePg/></w:sectPr>'
    )
    parts = {
        "header1": f"<w:ROOT>{paragraph('E/CN.15/2031/L.2')}</w:ROOT>",
        "header2": f"<w:ROOT>{paragraph('United Nations')}</w:ROOT>",
        "footer1": f"<w:ROOT>{paragraph('V.31-00417 (E)')}</w:ROOT>",
    }
    broken = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
    content = docx(body=paragraph("Title") + broken + paragraph("More") + section, parts=parts)
    assert lines_of(content) == ["United Nations", "Title", "V.31-00417 (E)"]
    assert lines_of(content, 1) == ["E/CN.15/2031/L.2", "More"]
