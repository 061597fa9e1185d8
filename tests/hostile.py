"""Files made to do harm: bombs, lies, endless streams, files that are two things at once. Made here, never stored."""

import io
import struct
import zipfile
import zlib

from tests.files import WORD, docx, odt, pdf

_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
LAUGHS = f'<!DOCTYPE x [<!ENTITY l0 "ha">{_LAUGHS}]>'
QUADRATIC = f'<!DOCTYPE x [<!ENTITY l9 "{"a" * 100_000}">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>'
PROLOGS = {"billion laughs": LAUGHS, "quadratic blow-up": QUADRATIC, "external entity": OUTSIDE}


def docx_with(prolog):
    """A DOCX whose document begins with declarations, and uses what they declare."""
    return docx(body=f"<w:p><w:r><w:t>{'&l9;' * 2000}</w:t></w:r></w:p>", prolog=prolog)


def odt_with(prolog):
    return odt(f"<text:p>{'&l9;' * 2000}</text:p>", prolog=prolog)


def word_xml_with(prolog):
    return (
        f'<?xml version="1.0"?>{prolog}<?mso-application progid="Word.Document"?>'
        f'<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"><w:body><w:p><w:r><w:t>'
        f"{'&l9;' * 2000}</w:t></w:r></w:p></w:body></w:wordDocument>"
    ).encode()


def zip_bomb(megabytes=300):
    """A DOCX whose text unpacks a thousandfold."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as part,
    ):
        part.write(f'<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>'.encode())
        for _ in range(megabytes):
            part.write(b"a" * 1_000_000)
    return packed.getvalue()


def docx_claiming(size):
    """A DOCX of which the headers say that a part has ``size`` bytes."""
    content = bytearray(docx("Some words."))
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, size)
    return bytes(content)


def docx_that_lies(megabytes=100):
    """A DOCX that claims to be small and unpacks to much more."""
    content = bytearray(zip_bomb(megabytes))
    at = content.index(b"PK\x01\x02")
    struct.pack_into("<I", content, at + 24, 1000)
    struct.pack_into("<I", content, 22, 1000)
    return bytes(content)


def pdf_claiming(size):
    """A PDF with a stream that claims a length."""
    return pdf(["Some words."]).replace(b"<< /Length ", f"<< /Length {size} %".encode(), 1)


def pdf_of_many_objects(count=1_000_000):
    body = b"".join(b"%d 0 obj\n1\nendobj\n" % number for number in range(10, 10 + count))
    return pdf(["Some words."]).replace(b"xref\n", body + b"xref\n", 1)


def nested_pdf(depth=200_000):
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R /X " + b"[" * depth + b"]" * depth + b" >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
    )


def pdf_with_an_endless_stream(megabytes=1500):
    """A page whose content unpacks to more than any page holds."""
    packer = zlib.compressobj(9)
    block = b"BT ET " * 160_000
    stream = b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
        b"\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Length "
        + str(len(stream)).encode()
        + b" /Filter /FlateDecode >>\nstream\n"
        + stream
        + b"\nendstream\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
    )


def pdf_and_zip():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("evil.html", "<script>alert(1)</script>")
    return pdf(["Some words."]) + packed.getvalue()


SCRIPTED = (
    b"<!DOCTYPE html><html><head><title>A paper</title><script>alert(document.cookie)</script></head>"
    b"<body onload='alert(2)'><p>Words of a paper.</p><img src=x onerror=alert(3)><iframe src='javascript:alert(4)'>"
    b"</iframe></body></html>"
)


def html_and_pdf():
    return SCRIPTED + b"\n" + pdf(["Some words."])


def hostile_files():
    """Every one by name, as functions: some are large."""
    made = {
        "zip bomb": zip_bomb,
        "docx that claims 2 GB": lambda: docx_claiming(2_000_000_000),
        "docx that lies about its size": docx_that_lies,
        "pdf that claims 2 GB": lambda: pdf_claiming(2_000_000_000),
        "pdf of a million objects": pdf_of_many_objects,
        "nested pdf": nested_pdf,
        "pdf with an endless stream": pdf_with_an_endless_stream,
        "pdf and zip": pdf_and_zip,
        "html and pdf": html_and_pdf,
        "html with scripts": lambda: SCRIPTED,
        "one byte": lambda: b"x",
        "only NUL bytes": lambda: b"\0" * 5000,
        "NUL and controls in a text": lambda: b"Words\0 and \x1b[31m more\x07 words\n" * 50,
        "marks of direction in a text": lambda: "Symbol \u202e7/6102/POC/COTC\u202c and words\u2066\n".encode() * 50,
        "nested html": lambda: b"<html><body>" + b"<div>" * 300_000,
        "nested rtf": lambda: b"{\\rtf1" + b"{" * 500_000,
    }
    for kind, prolog in PROLOGS.items():
        for form, maker in (("docx", docx_with), ("odt", odt_with), ("xml of Word", word_xml_with)):
            made[f"{kind} in {form}"] = lambda maker=maker, prolog=prolog: maker(prolog)
    return made
