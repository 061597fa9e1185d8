"""The parts of a Word package (Office Open XML), read within limits."""

import posixpath
import zipfile

from lxml import etree

from documents.reading.pages import UnreadableFile

MOST_UNPACKED = 200_000_000  # bytes of all parts together
LARGEST_PART = 60_000_000  # bytes of one part that is read
MOST_PARTS = 20_000
MOST_TAGS = 2_000_000  # of one part: each element takes a hundred bytes and more of memory

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT_W = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def damaged() -> UnreadableFile:
    return UnreadableFile(
        "damaged",
        "This Word document is damaged and can't be opened. Open it in Word, save it once more and upload it again.",
    )


def too_large() -> UnreadableFile:
    return UnreadableFile(
        "too-large",
        f"This Word document unpacks to more than {MOST_UNPACKED // 1_000_000} MB. "
        "Take its pictures out, or save it as PDF, and upload it again.",
    )


class Package:
    """The parts of the archive, read within limits."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        infos = archive.infolist()
        if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_UNPACKED:
            raise too_large()
        if any(info.flag_bits & 1 for info in infos):
            raise UnreadableFile(
                "encrypted",
                "This Word document is protected with a password. Save it without the password and upload it again.",
            )
        self._archive = archive
        self._names = set(archive.namelist())
        self.main = self._main_part()

    def _main_part(self) -> str:
        for kind, target, _ in self.relations(""):
            if kind == "officeDocument" and target in self._names:
                return target
        return "word/document.xml"

    def tree(self, name: str):
        """The root element of a part, or None when the archive has no such part."""
        if name not in self._names:
            return None
        info = self._archive.getinfo(name)
        if info.file_size > LARGEST_PART:
            raise too_large()
        with self._archive.open(info) as part:
            raw = part.read(LARGEST_PART + 1)  # what the archive says of sizes may be a lie
        if len(raw) > LARGEST_PART:
            raise too_large()
        if raw.count(b"<") > MOST_TAGS:
            raise too_large()
        # Names of the ISO's strict variant, said in the usual way.
        raw = raw.replace(_STRICT_W, W[1:-1].encode())
        parser = etree.XMLParser(
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        root = etree.fromstring(raw, parser)
        if root.getroottree().docinfo.doctype:
            raise UnreadableFile(
                "damaged",
                "This Word document holds declarations that Word never writes, and was not opened. "
                "Open it in Word, save it once more and upload it again.",
            )
        return root

    def relations(self, part: str) -> list[tuple[str, str, str]]:
        """What a part points to: the kind of relation, the name of the part, the identifier."""
        folder, name = posixpath.split(part)
        tree = self.tree(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = []
        for relation in tree.iter(_RELATION) if tree is not None else ():
            target = relation.get("Target") or ""
            target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append((posixpath.basename(relation.get("Type") or ""), target, relation.get("Id") or ""))
        return found
