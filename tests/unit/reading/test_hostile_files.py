"""Files that repeat one thing without end: the time to read them grows with their length, not with its square."""

import contextlib
import gc
import time

import pytest

from documents.reading import html, opendocument, word
from documents.reading.catalogue import CatalogueError, read_catalogue
from tests.files import docx, odt, paragraph

_MANY = 5_000
_NUMBERED = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{0}"/></w:numPr></w:pPr><w:r><w:t>x</w:t></w:r></w:p>'
)
_LIST = (
    '<w:abstractNum w:abstractNumId="{0}"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    "</w:abstractNum>"
)
_NUMBER = (
    '<w:num w:numId="{0}"><w:abstractNumId w:val="{0}"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)


def _many_lists(many):
    numbering = "".join(_LIST.format(each) for each in range(many)) + "".join(
        _NUMBER.format(each) for each in range(many)
    )
    body = "".join(_NUMBERED.format(each) for each in range(many))
    return docx(body=body, parts={"numbering": f"<w:ROOT>{numbering}</w:ROOT>"})


@pytest.mark.parametrize(
    ("read", "made"),
    [
        (html.read, lambda many: b"<html><table><tr><td>" + b"<p>x" * many),
        (html.read, lambda many: b"<html>x<table><tr><td>" + b"<p> </p>" * many),
        (html.read, lambda many: b"<html>x<ul><li>" + b"<div> </div>" * many),
        (opendocument.read, lambda many: odt("<text:p><text:soft-page-break/></text:p>" * many + "<text:p>x</text:p>")),
        (word.read, lambda many: docx(body="<w:p><w:r><w:br w:type='page'/></w:r></w:p>" * many + paragraph("x"))),
        (word.read, _many_lists),
        (read_catalogue, lambda many: b"=LDR  00\n" + b"=245  10$aTitle\n" * many),
        (read_catalogue, lambda many: b"<collection>" + b"<!-- <![CDATA[ " * many),
        (read_catalogue, lambda many: b"symbol,title\nA/70/95," + b" /" * many + b"x\n"),
    ],
    ids=["paragraphs of a cell", "empty ones", "empty item", "page breaks of ODT", "page breaks of Word", "lists of Word",
         "fields of a record", "comments without end", "punctuation of ISBD"],
)  # fmt: skip
def test_the_time_grows_with_the_length(read, made, without_collector):
    def seconds(many):
        content = made(many)
        began = time.process_time()
        with contextlib.suppress(CatalogueError):
            read(content)
        return time.process_time() - began

    def least(many):
        return min(seconds(many) for _ in range(3))

    seconds(10)
    assert least(4 * _MANY) < 10 * least(_MANY) + 0.3


@pytest.fixture
def without_collector():
    """A collection walks over all that the tests before this one left, which is no time of the reader's."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def test_a_section_of_data_is_text_and_a_comment_is_not():
    record = b"<record><datafield tag='245'><subfield code='a'>%s</subfield></datafield></record>"
    catalogue = read_catalogue(record % b"<!-- a <![CDATA[ b -->One <![CDATA[< two <!-- -->]]> three")
    assert [each.title for each in catalogue] == ["One < two <!-- --> three"]
