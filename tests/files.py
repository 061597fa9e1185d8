"""Small files made by hand: a PDF, a DOCX. Enough for a reader, and no library to make them."""

import io
import zipfile
import zlib
from xml.sax.saxutils import escape

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def pdf(pages: list[str], *, size: int = 10) -> bytes:
    """A PDF with these texts (Latin letters), a page each; an empty line leaves a gap. `[]` has no pages."""
    streams = []
    for text in pages:
        lines = [line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") for line in text.split("\n")]
        rows = " ".join(f"({line}) Tj T*" for line in lines)
        streams.append(f"BT /F1 {size} Tf {size * 1.2} TL 60 800 Td {rows} ET")
    return _pdf(streams)


def _pdf(streams: list[str], *, more: str = "") -> bytes:
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for drawn in streams:
        stream = zlib.compress(drawn.encode("cp1252", "replace"))
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {more} /Contents {len(objects) + 2} 0 R "
                       "/Resources << /Font << /F1 3 0 R >> >> >>")  # fmt: skip
        kids.append(f"{len(objects)} 0 R")
        objects.append(
            f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n" + stream.decode("latin-1") + "\nendstream"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{each}\nendobj\n".encode("latin-1")
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    size_of_table = len(objects) + 1
    return (
        body
        + (
            f"xref\n0 {size_of_table}\n0000000000 65535 f \n{table}trailer\n<< /Size {size_of_table} /Root 1 0 R >>\n"
            f"startxref\n{len(body)}\n%%EOF\n"
        ).encode()
    )


def drawn_pdf(streams: list[str]) -> bytes:
    """A PDF whose pages hold these content streams, in which `/F1` is Helvetica."""
    return _pdf(streams)


def placed_pdf(*pages: list[tuple[float, float, float, str]]) -> bytes:
    """A PDF whose pages hold pieces of text at their places, in this order: (from the left, from the foot, size, text)."""

    def drawn(pieces):
        for left, foot, size, text in pieces:
            escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
            yield f"BT /F1 {size} Tf {left} {foot} Td ({escaped}) Tj ET"

    return _pdf(["\n".join(drawn(pieces)) for pieces in pages])


def sideways_pdf(pieces: list[tuple[float, float, float, str]], *, turned: int = 90) -> bytes:
    """A page whose text runs upwards, shown turned: as wide tables are set. The pieces are those of `placed_pdf`."""
    drawn = [f"BT /F1 {size} Tf 0 1 -1 0 {left} {foot} Tm ({text}) Tj ET" for left, foot, size, text in pieces]
    return _pdf(["\n".join(drawn)], more=f"/Rotate {turned}")


def scanned_pdf(pages: int = 1, *, stamp: str = "") -> bytes:
    """A PDF whose pages are grey pictures, with a stamp laid over each."""
    return _pdf(
        [f"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q BT /F1 8 Tf 40 20 Td ({stamp}) Tj ET"] * pages
    )


def paragraph(text: str) -> str:
    """A paragraph of WordprocessingML."""
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def docx(text: str = "", *, body: str = "", parts: dict[str, str] | None = None, prolog: str = "") -> bytes:
    """A DOCX: a paragraph a line of `text`, or `body` as WordprocessingML. `parts` are further ones: {"footnotes": xml}."""
    body = body or "".join(paragraph(line) for line in text.split("\n"))
    parts = parts or {}
    names = "".join(f' xmlns:{prefix}="{space}"' for prefix, space in (("w", WORD), ("r", _OFFICE)))
    names += ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    kinds = {name: name.rstrip("0123456789") for name in parts}
    links = "".join(
        f'<Relationship Id="r{place}" Type="{_OFFICE}/{kinds[name]}" Target="{name}.xml"/>'
        for place, name in enumerate(parts)
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r" Type="{_OFFICE}/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        archive.writestr("word/document.xml", f"{prolog}<w:document{names}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/_rels/document.xml.rels", f'<Relationships xmlns="{_RELATIONS}">{links}</Relationships>')
        for name, xml in parts.items():
            archive.writestr(
                f"word/{name}.xml",
                xml.replace("<w:ROOT", f"<w:{_root(kinds[name])}{names}").replace(
                    "</w:ROOT", f"</w:{_root(kinds[name])}"
                ),
            )
    return packed.getvalue()


def _root(kind: str) -> str:
    return {"header": "hdr", "footer": "ftr"}.get(kind, kind)


def odt(body: str, *, styles: str = "", automatic: str = "", prolog: str = "") -> bytes:
    """An OpenDocument text of this body; styles, automatic styles and a prolog are XML too."""
    names = {"draw": "drawing", "fo": "xsl-fo-compatible"}
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{names.get(name, name)}:1.0"'
        for name in ("office", "text", "table", "style", "draw", "fo")
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"{prolog}<office:document-content {spaces}><office:automatic-styles>{automatic}</office:automatic-styles>"
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        )
        archive.writestr("styles.xml", f"<office:document-styles {spaces}>{styles}</office:document-styles>")
    return packed.getvalue()
