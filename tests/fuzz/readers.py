"""What is fuzzed: each reader of ours, and the files that it begins with.

A reader may give what it reads or raise the error that it names for bad files; all else is a fault.
"""

import importlib.util
from collections.abc import Callable
from pathlib import Path

from documents.reading import UnreadableFile, read
from documents.reading.findings import as_dict, find_everything
from documents.reading.language import language_of
from documents.reading.operative import read_paragraph
from documents.reading.pages import PageText, Reading
from documents.symbols import SymbolError, parse_joint
from tests.files import docx, odt, paragraph, pdf, placed_pdf, scanned_pdf

_SYMBOLS = b"A/70/95-S/2031/4\nCTOC/COP/WG.2/2031/3/Add.1 and Corr.1\nA/RES/217(III)A\nA/80/6 (Sect. 29)/Rev.1*"
STAND_INS = Path(__file__).resolve().parents[2] / "documents" / "stand_ins" / "files"
_NUMBERED = (
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>Requests</w:t></w:r></w:p>'
)
_NUMBERING = (
    '<w:ROOT><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:ROOT>'
)
_WEB_PAGE = (
    "<!DOCTYPE html><html><meta charset=utf-8><body><h1>Report</h1><table><tr><td>A/70/95<td>Crime</tr></table>"
    "<ol start=3><li>Requests<li>Urges</ol><pre>a\n b</pre><p>Записка <sup>3</sup>联合国</body></html>"
)
_OPEN_DOCUMENT = (
    '<text:h text:outline-level="1">Report</text:h><text:list><text:list-item><text:p>Requests</text:p></text:list-item>'
    '</text:list><table:table table:name="a"><table:table-row><table:table-cell><text:p>A/70/95</text:p></table:table-cell>'
    '<table:table-cell table:number-columns-repeated="3"/></table:table-row></table:table><text:p>Crime<text:note '
    'text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>See <text:s text:c="4"/>'
    "A/70/96.</text:p></text:note-body></text:note><text:tab/>Записка 联合国</text:p>"
)
_RTF = rb"{\rtf1\ansi\ansicpg1251{\fonttbl{\f0\fcharset204 T;}}{\header h\par}\f0 \'c4\'ee{\footnote\chftn n}\cell\row\u1044?\par}"
_PARAGRAPHS = (
    "1. Requests the Secretary-General, within existing resources, to submit a report by the end of 2031;\n"
    "2. Prie le Secrétariat d'organiser au moins une réunion avant sa seizième session ;\n"
    "3. Pide a la Secretaría que, con sujeción a la disponibilidad de recursos, presente un informe cada dos años;\n"
    "4. просит Генерального секретаря представить доклад не позднее 1 мая 2031 года;\n"
    "5. 请秘书长在现有资源范围内至迟于2031年提交报告；\n6 - تطلب إلى الأمين العام أن يقدم تقريرا في دورتها السادسة عشرة؛\n"
)
_TEXT = (
    "United Nations CTOC/COP/WG.2/2031/3/Add.1\nDistr.: General\n4 May 2031\nOriginal: English\n\nSixteenth session\n"
    "Vienna, 5 and 6 June 2031\nItem 3 (b) of the provisional agenda*\n\nTitle of the report\n\nNote by the Secretariat\n\n"
    "The Conference,\n\nRecalling resolutions 7/1, 73/186 and 1970 (2011), and decision 4/2,\n\n1. Requests the Secretariat:\n"
    "(a) To report;\n\n* CTOC/COP/WG.2/2031/1.\n"
)


def from_file(content: bytes) -> None:
    """Read a file, and all that is read from its text."""
    try:
        reading = read(content)
    except UnreadableFile as error:
        if not str(error).endswith(".") or not error.code:
            raise AssertionError("a refusal without words") from error
        return
    for page in reading.pages:
        page.text.encode("utf-8")
    from_reading(reading)


def from_reading(reading: Reading) -> None:
    """All that is read from text."""
    as_dict(find_everything(reading))


def from_text(content: bytes) -> None:
    """Text that came from anywhere."""
    pages = tuple(
        PageText(number, text) for number, text in enumerate(content.decode("utf-8", "replace").split("\f"), 1)
    )
    from_reading(Reading("text/plain", pages, language_of(pages)))


def as_paragraphs(content: bytes) -> None:
    """Operative paragraphs, a line each, in any of the six languages."""
    for line in content.decode("utf-8", "replace").split("\n")[:200]:
        read_paragraph(line[:20_000])


def as_symbol(content: bytes) -> None:
    """A symbol as somebody typed it."""
    for line in content.decode("utf-8", "replace").split("\n")[:200]:
        try:
            parse_joint(line[:500])
        except SymbolError:
            continue


def as_catalogue(content: bytes) -> None:
    """A file of catalogue records."""
    from documents.reading import catalogue

    try:
        catalogue.read_catalogue(content)
    except (UnreadableFile, ValueError) as error:
        if not str(error):
            raise AssertionError("a refusal without words") from error


def _stand_ins(suffix: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(STAND_INS.glob(f"*{suffix}"))]


_CATALOGUE = [
    b"<collection xmlns='http://www.loc.gov/MARC21/slim'><record><datafield tag='191'><subfield code='a'>A/70/95"
    b"</subfield></datafield><datafield tag='245'><subfield code='a'>Title</subfield></datafield></record></collection>",
    b"=LDR  00000\n=191  \\\\$aA/70/95$bA/\n=245  10$aTitle\n\n=191  \\\\$aA/70/96\n",
    b'symbol,title,date\nA/70/95,Title,2031-05-04\n"A/70/96","Title, two",2031\n',
]


def readers() -> dict[str, tuple[Callable[[bytes], None], list[bytes]]]:
    """Each reader by name, with the files to spoil."""
    found = {
        "pdf": (from_file, [*_stand_ins(".pdf"), pdf(["One", "Two"]), placed_pdf([(60, 700, 10, "A/70/95")]), scanned_pdf(2)]),
        "word": (from_file, [*_stand_ins(".docx"), docx(body=paragraph("x") + _NUMBERED * 5, parts={"numbering": _NUMBERING})]),
        "opendocument": (from_file, [odt(_OPEN_DOCUMENT)]),
        "web page": (from_file, [_WEB_PAGE.encode(), _WEB_PAGE.encode("utf-16")]),
        "rtf": (from_file, [_RTF]),
        "plain text": (from_file, [_TEXT.encode(), _TEXT.encode("utf-16"), "Записка Секретариата".encode("koi8-r") * 9]),
        "text": (from_text, [_TEXT.encode()]),
        "symbols": (as_symbol, [_SYMBOLS]),
        "paragraphs": (as_paragraphs, [_PARAGRAPHS.encode()]),
    }  # fmt: skip
    if importlib.util.find_spec("documents.reading.catalogue"):
        found["catalogue"] = (as_catalogue, _CATALOGUE)
    return found
