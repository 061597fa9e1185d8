"""Old Word documents (DOC, and Word's XML in one file), through LibreOffice where it is installed: it makes a DOCX of them.

LibreOffice runs by itself with a profile of its own, without macros and without following links, and within limits.
"""

import tempfile
from pathlib import Path

from documents.reading import programs, word
from documents.reading.pages import PageText, UnreadableFile

MOST_SECONDS = 60
MOST_MEMORY = 3_000_000_000  # bytes of address space; LibreOffice maps much and uses little
MOST_BYTES = 100_000_000
REMARK = "this file was converted by LibreOffice before it was read"

# Files of this kind (compound file binary, MS-CFB 2.2) state their byte order near the beginning.
_ORDER_AT, _BYTE_ORDER = 28, b"\xfe\xff"

_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def is_available() -> bool:
    """Whether LibreOffice is installed on this machine."""
    return bool(programs.find("soffice", "libreoffice"))


def read(content: bytes, suffix: str = "doc") -> tuple[tuple[PageText, ...], tuple[str, ...]]:
    """The pages of an old Word document and remarks.

    `suffix` says which kind LibreOffice shall take it for. Raises UnreadableFile: "not-a-document" where LibreOffice is
    not installed, "damaged" where it can't open the file, "too-large".
    """
    if not is_available():
        raise UnreadableFile(
            "not-a-document",
            "This is a Word document of an old kind (DOC), which can't be read here: LibreOffice is not installed. "
            "Save it as PDF or DOCX and upload it again.",
        )
    if len(content) > MOST_BYTES:
        raise UnreadableFile(
            "too-large",
            f"This document is larger than {MOST_BYTES // 1_000_000} MB. Save it as PDF or DOCX and upload it again.",
        )
    if suffix == "doc" and content[_ORDER_AT : _ORDER_AT + 2] != _BYTE_ORDER:
        raise _damaged()  # LibreOffice would take it for a long text
    pages, remarks = word.read(converted(content, suffix))
    return pages, (*remarks, REMARK)


def read_xml(content: bytes) -> tuple[tuple[PageText, ...], tuple[str, ...]]:
    """The same for Word's XML in one file."""
    return read(content, "xml")


def converted(content: bytes, suffix: str) -> bytes:
    """The document as a DOCX. Raises UnreadableFile."""
    with tempfile.TemporaryDirectory(prefix="office-") as folder:
        place = Path(folder)
        profile = place / "profile" / "user"
        profile.mkdir(parents=True)
        (profile / "registrymodifications.xcu").write_text(_PROFILE, encoding="utf-8")
        (place / f"document.{suffix}").write_bytes(content)
        command = [
            programs.find("soffice", "libreoffice"),
            f"-env:UserInstallation={(place / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            "--nolockcheck",
            "--nodefault",
            "--convert-to",
            "docx:MS Word 2007 XML",
            "--outdir",
            str(place / "out"),
            str(place / f"document.{suffix}"),
        ]
        try:
            programs.run(command, folder=folder, seconds=MOST_SECONDS, memory=MOST_MEMORY)
            made = place / "out" / "document.docx"
            if made.is_symlink() or not made.is_file():
                raise programs.ProgramFailed("nothing was made")
            return made.read_bytes()
        except (programs.ProgramFailed, OSError) as error:
            raise _damaged() from error


def _damaged() -> UnreadableFile:
    return UnreadableFile(
        "damaged",
        "This Word document of an old kind (DOC) is damaged, protected or too large, and could not be converted. "
        "Open it in Word, save it as DOCX and upload it again.",
    )
