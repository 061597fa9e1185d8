"""Archives of a stranger: every file comes out or is named with its reason, within limits of size, time and memory."""

import io
import stat
import struct
import time
import tracemalloc
import zipfile

import pytest

from documents.ingest.archives import MOST_MEMBERS, is_archive, members
from documents.ingest.intake import Refused
from tests.files import docx, odt, pdf


def packed(*files, method=zipfile.ZIP_DEFLATED):
    """A ZIP of (name or ZipInfo, content)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return stream


def opened(stream):
    return list(members(stream, name="papers.zip"))


def refusals(stream):
    return {member.name: member.refusal for member in opened(stream) if member.refusal}


def test_the_files_of_an_archive_come_out_one_by_one_with_their_folders():
    archive = packed(("eighth/", ""), ("eighth/report.pdf", b"one"), ("note.txt", b"two"))
    assert [(member.name, member.content) for member in opened(archive)] == [
        ("eighth/report.pdf", b"one"),
        ("note.txt", b"two"),
    ]


def test_what_programs_leave_behind_is_left_out():
    names = ["__MACOSX/._a.pdf", "Thumbs.db", "folder/.DS_Store", "desktop.ini", "~$note.docx", "._b.pdf"]
    archive = packed(*((name, b"x") for name in names), ("a.pdf", b"words"))
    assert [member.name for member in opened(archive)] == ["a.pdf"]


@pytest.mark.parametrize(
    "document",
    [
        docx("words"),
        odt("<text:p>words</text:p>"),
        packed(("[Content_Types].xml", "x"), ("xl/workbook.xml", "x")).getvalue(),
    ],
    ids=["docx", "odt", "xlsx"],
)
def test_a_document_of_an_office_program_is_no_archive_of_files(document):
    assert not is_archive(io.BytesIO(document))
    assert [member.refusal for member in opened(packed(("document", document)))] == [""]


def test_a_pdf_is_no_archive_even_with_one_behind_it():
    assert not is_archive(io.BytesIO(pdf(["words"]) + packed(("a", b"x")).getvalue()))


def test_an_archive_inside_an_archive_is_not_opened_whatever_it_is_called():
    inner = packed(("a.pdf", b"words")).getvalue()
    assert "inside an archive" in refusals(packed(("inner.pdf", inner)))["inner.pdf"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../../etc/passwd", "leads out"),
        ("/etc/passwd", "leads out"),
        ("C:\\windows\\a.pdf", "leads out"),
        ("a\\..\\..\\b.pdf", "leads out"),
        ("report\u202efdp.exe", "direction of writing"),
    ],
)
def test_a_name_that_deceives_is_refused_and_its_neighbour_is_not(name, words):
    archive = packed((name, b"x"), ("good.pdf", b"words"))
    bad, good = opened(archive)
    assert words in bad.refusal
    assert bad.content is None
    assert "\u202e" not in bad.name
    assert good.content == b"words"


def test_a_name_with_a_nul_byte_is_refused():
    archive = packed(("report.pdfXexe", b"x"))
    stream = io.BytesIO(archive.getvalue().replace(b"report.pdfXexe", b"report.pdf\0exe"))
    ((name, refusal),) = refusals(stream).items()
    assert "NUL" in refusal
    assert name == "report.pdfexe"


def test_a_link_is_refused():
    link = zipfile.ZipInfo("link.pdf")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    assert "link" in refusals(packed((link, "/etc/passwd")))["link.pdf"]


def test_a_member_with_a_password_and_one_packed_oddly_are_refused_in_words():
    content = bytearray(packed(("secret.pdf", b"x")).getvalue())
    place = content.index(b"PK\x01\x02")
    content[place + 8] |= 1
    content[6] |= 1
    assert "password" in refusals(io.BytesIO(bytes(content)))["secret.pdf"]
    assert "not read here" in refusals(packed(("a.pdf", b"x" * 99), method=zipfile.ZIP_LZMA))["a.pdf"]


def test_a_damaged_member_is_named_and_the_others_come_out():
    content = packed(("bad.pdf", b"AAAAAAAAAA"), ("good.pdf", b"words"), method=zipfile.ZIP_STORED).getvalue()
    bad, good = opened(io.BytesIO(content.replace(b"AAAAAAAAAA", b"AAAAABAAAA")))
    assert "damaged" in bad.refusal
    assert good.content == b"words"


def test_names_in_utf_8_are_read_though_the_archive_does_not_say_so_and_old_ones_as_they_are():
    archive = packed(("rxxport.pdf", b"x"), ("sxssion.pdf", b"y"))
    content = archive.getvalue().replace(b"rxxport", "r\u00e9_por".encode())
    content = content.replace(b"sxssion", b"s\x82ssion")
    assert [member.name for member in opened(io.BytesIO(content))] == ["ré_por.pdf", "séssion.pdf"]


def test_arabic_and_chinese_names_stay_as_they_are():
    names = ["تقرير\u200f.pdf", "报告.pdf"]
    assert [member.name for member in opened(packed(*((name, b"x") for name in names)))] == names


@pytest.mark.parametrize("content", [b"PK\x03\x04" + b"\0" * 200, b"PK\x05\x06", b"PK\x03\x04"])
def test_a_damaged_archive_is_refused_in_words(content):
    with pytest.raises(Refused, match="damaged"):
        opened(io.BytesIO(content))


def test_an_archive_without_files_is_refused():
    with pytest.raises(Refused, match="without a file"):
        opened(packed(("folder/", "")))


def test_too_many_members_are_refused_before_any_is_read():
    with pytest.raises(Refused, match="may hold 1,000"):
        opened(packed(*((f"{number}.txt", b"x") for number in range(MOST_MEMBERS + 1))))


def test_a_list_of_members_longer_than_any_honest_one_is_not_even_read():
    content = bytearray(packed(("a", b"x")).getvalue())
    place = content.index(b"PK\x05\x06")
    struct.pack_into("<L", content, place + 12, 2_000_000_000)
    with pytest.raises(Refused, match="damaged"):
        opened(io.BytesIO(bytes(content)))


def test_a_member_over_the_limit_is_refused_and_its_neighbour_is_not(settings):
    settings.UPLOAD_LIMIT_MEGABYTES = 1
    archive = packed(("big.bin", bytes(range(256)) * 4097), ("good.pdf", b"words"), method=zipfile.ZIP_STORED)
    big, good = opened(archive)
    assert "the limit is 1 MB" in big.refusal
    assert good.content == b"words"


def test_an_archive_over_the_limit_is_refused_whole(settings):
    settings.ARCHIVE_LIMIT_MEGABYTES = 1
    with pytest.raises(Refused, match="more than 1 MB"):
        opened(packed(("a.bin", bytes(700_000)), ("b.bin", bytes(700_000)), method=zipfile.ZIP_STORED))


def lying(content, size):
    """The same archive, whose headers claim that its one member has this size."""
    content = bytearray(content)
    struct.pack_into("<L", content, 22, size)
    struct.pack_into("<L", content, content.index(b"PK\x01\x02") + 24, size)
    return io.BytesIO(bytes(content))


BOMB = packed(("bomb.txt", bytes(60_000_000))).getvalue()


@pytest.mark.parametrize(
    "bomb",
    [
        io.BytesIO(BOMB),
        lying(BOMB, 2_000_000_000),
        packed(*((f"{n}.txt", bytes(9_000_000)) for n in range(40))),
    ],
    ids=["as it says", "claims two gigabytes", "many small ones"],
)
def test_a_bomb_is_refused_within_a_second_and_little_memory(bomb):
    tracemalloc.start()
    begun = time.perf_counter()
    with pytest.raises(Refused, match=r"not opened|more than 500 MB"):
        opened(bomb)
    took = time.perf_counter() - begun
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert took < 1
    assert peak < 20_000_000


def test_a_bomb_that_claims_to_be_little_comes_to_nothing():
    """The standard library stops at the size that is claimed, and the sum of its bytes is then wrong."""
    (member,) = opened(lying(BOMB, 1000))
    assert "damaged" in member.refusal


def test_members_that_lie_over_one_another_are_counted_each_time():
    """One swollen member listed many times: each entry alone is within its ratio, all together are not."""
    single = packed(("a.txt", (bytes(range(256)) * 8 + bytes(300_000)))).getvalue()
    place, end = single.index(b"PK\x01\x02"), single.index(b"PK\x05\x06")
    entry = single[place:end]
    tail = bytearray(single[end:])
    struct.pack_into("<HHL", tail, 8, 900, 900, len(entry) * 900)
    with pytest.raises(Refused, match="not opened"):
        opened(io.BytesIO(single[:place] + entry * 900 + bytes(tail)))
