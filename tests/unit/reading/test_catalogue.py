"""Catalogues come as MARCXML, MARC lines, ISO 2709, CSV and TSV, well made and damaged; all give the same records."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.reading.catalogue import AgendaItem, CatalogueError, read_catalogue
from documents.reading.catalogue.records import mend
from documents.reading.catalogue.values import agenda_item, date_in, languages_in, session_of, symbols_in

FIELDS = [
    ("029", "a", "JN", "b", "V2100123 F"),
    ("041", "a", "engfre"),
    ("091", "a", "LTD"),
    ("191", "a", "A/90/876", "c", "90"),
    ("191", "a", "S/2035/230"),
    ("245", "a", "Wells &amp; rivers :", "b", "draft resolution /", "c", "Chad"),
    ("269", "a", "20350612"),
    ("981", "a", "General Assembly", "b", "2nd Committee"),
    ("991", "a", "A/90/251", "b", "18c[4]", "c", "Water."),
    ("993", "a", "A/RES/90/12"),
    ("989", "a", "Documents", "b", "Drafts"),
]


def record_xml(prefix: str = "") -> str:
    fields = [f'<{prefix}controlfield tag="001">77</{prefix}controlfield>']
    for tag, *parts in FIELDS:
        subfields = "".join(
            f'<{prefix}subfield code="{code}">{value}</{prefix}subfield>'
            for code, value in zip(parts[::2], parts[1::2], strict=True)
        )
        fields.append(f'<{prefix}datafield tag="{tag}" ind1=" " ind2=" ">{subfields}</{prefix}datafield>')
    return f"<{prefix}record>" + "\n".join(fields) + f"</{prefix}record>"


def marcxml(prefix: str = "", records: int = 1) -> str:
    return "<collection>" + record_xml(prefix) * records + "</collection>"


@pytest.mark.parametrize("prefix", ["", "ns0:", "marc:"])
def test_marcxml_gives_what_a_record_says_under_any_prefix(prefix):
    (record,) = read_catalogue(marcxml(prefix).encode())

    assert record.record_id == "77"
    assert record.symbols == ("A/90/876", "S/2035/230")
    assert record.title == "Wells & rivers : draft resolution"
    assert record.responsibility == "Chad"
    assert (record.date, record.session, record.distribution) == ("2035-06-12", "90", "limited")
    assert record.languages == ("en", "fr")
    assert record.job_numbers == ("V2100123",)
    assert record.body == "General Assembly, 2nd Committee"
    assert record.agenda == (AgendaItem("A/90/251", "18 (c)", "Water."),)
    assert record.related_symbols == ("A/RES/90/12",)
    assert record.type == "Documents / Drafts"
    assert ("029 $b", "V2100123 F") in record.raw


def test_a_byte_order_mark_and_utf_16_are_no_hindrance():
    for encoding in ("utf-8-sig", "utf-16"):
        assert len(read_catalogue(marcxml().encode(encoding))) == 1


def test_a_file_cut_off_gives_what_stands_before_the_cut_and_says_so():
    text = marcxml(records=2)

    catalogue = read_catalogue(text[: text.rindex('<datafield tag="991"')].encode())

    assert [record.symbols for record in catalogue] == [("A/90/876", "S/2035/230")] * 2
    assert catalogue.records[1].agenda == ()
    assert catalogue.remarks == ("The file ends within record 2; what stands there was read.",)


def test_a_broken_tag_costs_one_value_and_is_named():
    catalogue = read_catalogue(marcxml().replace("S/2035/230</subfield>", "S/2035/230</subf").encode())

    assert catalogue.records[0].symbols == ("A/90/876", "S/2035/230")
    assert catalogue.records[0].date == "2035-06-12"
    assert any("Record 1 is damaged" in remark for remark in catalogue.remarks)


def test_a_dtd_is_ignored_and_entities_are_refused():
    dtd = "<!DOCTYPE collection [ <!ELEMENT collection (record*)> ]>"
    bomb = '<!DOCTYPE c [ <!ENTITY a "ha"> <!ENTITY b "&a;&a;&a;&a;"> ]>'

    assert read_catalogue((dtd + marcxml()).encode()).remarks == ("The file has a DTD; it was ignored.",)
    with pytest.raises(CatalogueError, match="entities"):
        read_catalogue((bomb + marcxml().replace("Chad", "&b;")).encode())


def test_an_unknown_entity_stays_as_it_is_printed():
    assert read_catalogue(marcxml().replace("Chad", "&ouml; &#233;").encode()).records[0].responsibility == "&ouml; é"


def test_records_wrapped_in_records_are_read_once():
    harvested = "<OAI><record><header/><metadata>" + record_xml("marc:") + "</metadata></record></OAI>"

    assert len(read_catalogue(harvested.encode())) == 1


def test_mnemonic_and_invenio_lines_give_the_same_record():
    mnemonic = "=LDR  00000nam\n=001  5\n=191  \\\\$aE/2031/9$c2031\n=245  10$aCost in {dollar}$bshort note /$cGhana\n\n=001  6\n"
    invenio = "001__ 5\n191__ $$aE/2031/9$$c2031\n24510 $$aCost in $$bshort note /$$cGhana\n\n001__ 6\n"

    first, second = read_catalogue(mnemonic.encode()), read_catalogue(invenio.encode())

    assert [record.record_id for record in first] == [record.record_id for record in second] == ["5", "6"]
    assert first.records[0].symbols == second.records[0].symbols == ("E/2031/9",)
    assert first.records[0].title == "Cost in $ : short note"


def iso2709(*fields: tuple[str, str]) -> bytes:
    directory, body = "", b""
    for name, value in fields:
        data = value.encode() + b"\x1e"
        directory += f"{name}{len(data):04}{len(body):05}"
        body += data
    base = 24 + len(directory) + 1
    leader = f"{base + len(body) + 1:05}nam a22{base:05}   4500"
    return leader.encode() + directory.encode() + b"\x1e" + body + b"\x1d"


def test_iso_2709_is_read_and_a_wrong_directory_is_named():
    good = iso2709(("001", "9"), ("191", "  \x1faE/2031/9"), ("245", "10\x1faÉtat des puits :\x1fbnote"))

    catalogue = read_catalogue(good + good.replace(b"245", b"", 1))

    assert catalogue.records[0].title == "État des puits : note"
    assert catalogue.records[0].symbols == ("E/2031/9",)
    assert any("Record 2" in remark for remark in catalogue.remarks)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_tables_are_read_in_any_dialect_and_encoding(delimiter, encoding):
    rows = [["Symbol", "Titre", "Date de publication"], ["E/2031/9", '"Été, hiver"', "3 mai 2031"]]
    text = "\r\n".join(delimiter.join(row) for row in rows)

    (record,) = read_catalogue(text.encode(encoding))

    assert (record.symbols, record.title, record.date) == (("E/2031/9",), "Été, hiver", "2031-05-03")


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("Signatura;Título;Fecha", "cp1252"),
        ("Условное обозначение;Название;Дата", "cp1251"),
        ("文号;标题;日期", "gb18030"),
        ("الرمز;العنوان;التاريخ", "utf-8"),
        ("documentSymbol;docTitle;pubDate".replace("docTitle", "Document title"), "utf-8"),
    ],
)
def test_head_cells_are_understood_in_six_languages(head, encoding):
    (record,) = read_catalogue(f"{head}\nCAC/COSP/2031/4;Report;2031-02-01\n".encode(encoding))

    assert (record.symbols, record.title, record.date) == (("CAC/COSP/2031/4",), "Report", "2031-02-01")


def test_marc_tags_as_head_cells_and_several_values_in_a_cell():
    text = '191__a,65007a,245__,269__\nE/CN.7/9||E/88,OPIUM||WATER,"$a Peru :$b Laws",1959-01-01 0:00:00\n'

    (record,) = read_catalogue(text.encode())

    assert record.symbols == ("E/CN.7/9", "E/88")
    assert record.subjects == ("OPIUM", "WATER")
    assert (record.title, record.date) == ("Peru : Laws", "1959-01-01")


def test_an_open_quotation_mark_costs_its_line_only():
    lines = ["Symbol,Title"] + [f"E/2031/{n},Title {n}" for n in range(200)]
    lines[50] = 'E/2031/49,"Title 49'

    catalogue = read_catalogue("\n".join(lines).encode())

    assert [record.symbols for record in catalogue] == [(f"E/2031/{n}",) for n in range(200)]
    assert catalogue.remarks == ("Line 51 is damaged: a quotation mark is not closed; the line was read without it.",)


def test_rows_of_a_wrong_length_are_named_and_read():
    catalogue = read_catalogue(b"Symbol,Title\nE/2031/1\nE/2031/2,Two,three\n")

    assert [record.symbols for record in catalogue] == [("E/2031/1",), ("E/2031/2",)]
    assert len(catalogue.remarks) == 2


def test_unknown_columns_are_kept_and_named():
    catalogue = read_catalogue(b"Symbol,Shelf\nE/2031/1,B4\n")

    assert ("Shelf", "B4") in catalogue.records[0].raw
    assert catalogue.remarks == ("Columns not understood, kept as they are: Shelf.",)


def test_a_table_without_a_head_row_is_told_by_its_symbols():
    catalogue = read_catalogue(b"first,E/2031/1\nsecond,E/2031/2\nthird,E/2031/3\n")

    assert [record.symbols for record in catalogue] == [("E/2031/1",), ("E/2031/2",), ("E/2031/3",)]


def test_slashed_dates_take_their_order_from_the_column_or_keep_the_year():
    told = read_catalogue(b"Symbol,Date\nE/1,03/04/2031\nE/2,25/04/2031\n")
    open_ = read_catalogue(b"Symbol,Date\nE/1,03/04/2031\n")

    assert [record.date for record in told] == ["2031-04-03", "2031-04-25"]
    assert open_.records[0].date == "2031"


@pytest.mark.parametrize(
    "content", [b"", b" \n", b"PK\x03\x04xx", b"%PDF-1.7", b'{"a": 1}', b"<html><p>x</p></html>", bytes(range(32)) * 90]
)
def test_what_is_no_catalogue_is_refused_in_a_sentence(content):
    with pytest.raises(CatalogueError, match=r"\.$"):
        read_catalogue(content)


def test_text_encoded_twice_is_mended_and_other_text_is_not():
    for text in ("Côte d'Ivoire", "Русский", "中文", "العربية", "l’été – œuvre"):
        assert mend(text.encode().decode("latin-1")) == text
        assert mend(text) == text
    assert mend("CAFÉ»") == "CAFÉ»"
    assert mend("Œuvre: l’Été".encode().decode("cp1252")) == "Œuvre: l’Été"


@pytest.mark.parametrize(
    ("printed", "iso"),
    [("[1979]", "1979"), ("c1979.", "1979"), ("199311", "1993-11"), ("19931103", "1993-11-03"), ("8 Nov. 2023", "2023-11-08"),
     ("Nov. 2023", "2023-11"), ("November 8, 2023", "2023-11-08"), ("2014-03-12T00:00:00Z", "2014-03-12"),
     ("31.12.2020", "2020-12-31"),
     ("1959-1960", ""), ("2020-13-40", "2020"), ("soon", ""), ("2008年6月6日", "2008-06-06"), ("9 июня 2016 года", "2016-06-09")],
)  # fmt: skip
def test_dates_keep_the_precision_they_have(printed, iso):
    assert date_in(printed) == iso


def test_values_of_cells_take_the_form_of_the_house():
    assert symbols_in("A/70/95-S/2015/446; E/NL.1995/39-41") == ["A/70/95", "S/2015/446", "E/NL.1995/39-41"]
    assert symbols_in("1373") == []
    assert (session_of("10th emergency special sess."), session_of("59th sess."), session_of("2031")) == (
        "ES-10",
        "59",
        "2031",
    )
    assert languages_in("A C E F R S") == ["ar", "zh", "en", "fr", "ru", "es"]
    assert languages_in("English; Français") == ["en", "fr"]
    assert [agenda_item(item) for item in ("71b[20]", "71(b)", "8", "2 (a) (ii)")] == [
        "71 (b)",
        "71 (b)",
        "8",
        "2 (a) (ii)",
    ]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400) | st.text(alphabet='<record>/= $"\n,;|\t245a&;', max_size=300).map(str.encode))
def test_arbitrary_bytes_give_a_catalogue_or_a_sentence(content):
    with contextlib.suppress(CatalogueError):
        assert len(read_catalogue(content)) >= 0


@pytest.mark.parametrize(
    "content",
    [b"Symbol,Title\n" + b'E/1,"x\n' * 20_000, b"<record>" * 60_000, b"<" * 500_000, b"=245  " + b"$a" * 200_000],
)
def test_hostile_files_end_soon(content):
    start = time.monotonic()
    with contextlib.suppress(CatalogueError):
        read_catalogue(content)
    assert time.monotonic() - start < 3
