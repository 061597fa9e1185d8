"""A Word file as parts that can be read and changed, within limits: what a stranger sent is never trusted."""

import io
import posixpath
import zipfile

from lxml import etree

LARGEST_FILE = 5 * 1024 * 1024
MOST_UNPACKED = 40 * 1024 * 1024
MOST_PARTS = 500
MOST_TAGS = 300_000  # of one part

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
WORD_PART = "application/vnd.openxmlformats-officedocument.wordprocessingml."
MAIN = f"{WORD_PART}document.main+xml"
# Every part says the same time, so that the same draft is the same bytes.
TIME = (2000, 1, 1, 0, 0, 0)


class NotAWordFile(Exception):
    """The bytes can't be used as a Word file; the message says why, and what to do instead."""


DAMAGED = "This is no Word document that can be opened. Save it in Word as “Word document (.docx)” and send it again."


class WordFile:
    """The parts of a DOCX. Raises NotAWordFile, in words, for anything that is none, or that is dangerous to open."""

    def __init__(self, content: bytes):
        if len(content) > LARGEST_FILE:
            raise NotAWordFile(f"This file is larger than {LARGEST_FILE // 1024 // 1024} MB. Take its pictures out.")
        self._trees = {}
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self.parts = _parts(archive)
        except NotAWordFile:
            raise
        except Exception as error:
            # zipfile and zlib raise a dozen kinds of error on hostile archives; all mean the same to a person.
            raise NotAWordFile(DAMAGED) from error
        self.main = next((target for kind, target, _ in self.relations("") if kind == "officeDocument"), "")
        self._refuse_what_is_dangerous()

    def _refuse_what_is_dangerous(self):
        if self.main not in self.parts or self._type_of(self.main) != MAIN:
            raise NotAWordFile(DAMAGED)
        if any(name.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for name in self.parts):
            raise NotAWordFile("This document holds macros. Save it without them, as “Word document (.docx)”.")
        for name in self.parts:
            if not name.endswith(".rels"):
                continue
            for relation in self.tree(name).iter(RELATION):
                outside = relation.get("TargetMode") == "External"
                if outside and not (relation.get("Type") or "").endswith("/hyperlink"):
                    raise NotAWordFile(
                        "This document fetches a part of itself from another place (a linked picture, template or object). "
                        "Put the part into the document, or take the link out."
                    )
        # Every part that is read later must be readable now.
        for name in [self.main, *self.named("header"), *self.named("footer"), *self.named("footnotes")]:
            self.tree(name)

    def _type_of(self, name):
        for override in self.tree("[Content_Types].xml").iter(f"{TYPES}Override"):
            if override.get("PartName") == f"/{name}":
                return override.get("ContentType")
        return ""

    def tree(self, name):
        """The root element of a part, to be read and changed; None when there is no such part."""
        if name not in self._trees:
            if name not in self.parts:
                return None
            self._trees[name] = _parsed(self.parts[name])
        return self._trees[name]

    def relations(self, part):
        """What a part points to inside the file: (kind, name of the part, identifier)."""
        tree = self.tree(_relations_of(part))
        found = []
        for relation in tree.iter(RELATION) if tree is not None else ():
            target = relation.get("Target") or ""
            folder = posixpath.dirname(part)
            target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found.append((posixpath.basename(relation.get("Type") or ""), target, relation.get("Id") or ""))
        return found

    def named(self, kind):
        """The names of the parts that the document points to under a kind of relation, such as ``header``."""
        return [
            target for relation, target, _ in self.relations(self.main) if relation == kind and target in self.parts
        ]

    def add(self, kind, name, tree):
        """Add a part beside the document, of a kind such as ``comments``; gives the identifier of the relation."""
        name = posixpath.join(posixpath.dirname(self.main), name)
        self.parts[name], self._trees[name] = b"", tree
        types = self.tree("[Content_Types].xml")
        etree.SubElement(types, f"{TYPES}Override", PartName=f"/{name}", ContentType=f"{WORD_PART}{kind}+xml")
        relations = self.tree(_relations_of(self.main))
        if relations is None:
            path = _relations_of(self.main)
            relations = etree.Element(RELATION[: RELATION.index("}") + 1] + "Relationships")
            self.parts[path], self._trees[path] = b"", relations
        taken = {relation.get("Id") for relation in relations}
        identifier = next(f"rIdDraft{at}" for at in range(1, 10_000) if f"rIdDraft{at}" not in taken)
        target = posixpath.relpath(name, posixpath.dirname(self.main))
        etree.SubElement(relations, RELATION, Id=identifier, Type=OFFICE + kind, Target=target)
        return identifier

    def drop(self, beginning):
        """Take away the parts that the document points to under kinds that begin so, such as ``comments``."""
        relations = self.tree(_relations_of(self.main))
        gone = set()
        for relation in list(relations if relations is not None else ()):
            if posixpath.basename(relation.get("Type") or "").startswith(beginning):
                target = posixpath.normpath(posixpath.join(posixpath.dirname(self.main), relation.get("Target") or ""))
                gone.add(target)
                relations.remove(relation)
        for name in gone:
            self.parts.pop(name, None)
            self._trees.pop(name, None)
            self.parts.pop(_relations_of(name), None)
            self._trees.pop(_relations_of(name), None)
        types = self.tree("[Content_Types].xml")
        for override in list(types):
            if (override.get("PartName") or "")[1:] in gone:
                types.remove(override)

    def content(self) -> bytes:
        """The file as bytes; the same parts give the same bytes."""
        stream = io.BytesIO()
        first = ["[Content_Types].xml", "_rels/.rels"]
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in [*first, *(name for name in self.parts if name not in first)]:
                written = self.parts[name]
                if name in self._trees:
                    written = etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
                info = zipfile.ZipInfo(name, TIME)
                info.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(info, written)
        return stream.getvalue()


def _relations_of(part):
    folder, name = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _parts(archive):
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if any(info.flag_bits & 1 for info in infos):
        raise NotAWordFile("This document is protected with a password. Save it without the password.")
    too_much = NotAWordFile("This document unpacks to more than can be handled here. Take its pictures out.")
    if len(infos) > MOST_PARTS or len({info.filename for info in infos}) < len(infos):
        raise too_much
    parts, room = {}, MOST_UNPACKED
    for info in infos:
        with archive.open(info) as part:
            content = part.read(room + 1)  # what the archive says of sizes may be a lie
        room -= len(content)
        if room < 0:
            raise too_much
        parts[info.filename] = content
    return parts


def _parsed(content):
    if content.count(b"<") > MOST_TAGS:
        raise NotAWordFile("A part of this document is too large to be handled here.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise NotAWordFile(DAMAGED) from error
    if root.getroottree().docinfo.doctype:
        raise NotAWordFile(DAMAGED)
    return root
