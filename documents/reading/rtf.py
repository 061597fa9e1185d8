"""RTF, read directly: words, tables, notes, heads and feet; pictures, codes of fields and tracked deletions are left out.

One pass over the tokens of the file, with a stack of groups and no recursion.
"""

import codecs
import re
from dataclasses import dataclass, replace

from documents.reading.pages import NOTES_RULE, PAGE_NUMBER, RAISED, PageText, UnreadableFile, paged

_DEEPEST = 2_000
_MOST_BYTES = 100_000_000

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|([^\\{}\r\n]+)|[\r\n]+|\\"
)
_SIGNS = {
    "tab": "\t",
    "line": "\n",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
_ESCAPED = {"~": " ", "_": "-", "-": "", "\\": "\\", "{": "{", "}": "}", "\n": "\n", "\r": "\n"}
_SKIPPED = frozenset(
    "fonttbl colortbl stylesheet info pict objdata fldinst themedata colorschememapping datastore nonshppict "
    "listtable listoverridetable revtbl rsidtbl generator pn pnseclvl filetbl annotation atnid atnauthor xe tc "
    "formfield bkmkstart bkmkend sp template".split()
)
_HEADS = frozenset("header headerf headerl headerr".split())
_FEET = frozenset("footer footerf footerl footerr".split())
# Groups that call themselves optional and yet hold text.
_OPTIONAL_TEXT = frozenset("shpinst shptxt footnote".split())
_CHARSETS = {
    0: "windows-1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "big5hkscs", 161: "cp1253",
    162: "cp1254", 177: "cp1255", 178: "windows-1256", 186: "cp1257", 204: "windows-1251", 238: "windows-1250",
}  # fmt: skip
_ENDS_OF_ROWS = re.compile(r"\t{1,50}(?=\n)")


@dataclass(frozen=True)
class _State:
    """What holds within a group: where text goes ("" for nowhere), and how bytes and signs are read."""

    target: str = "body"
    encoding: str = "windows-1252"
    skipped_behind_unicode: int = 1
    hidden: bool = False
    raised: bool = False
    number: bool = False  # within the number that Word set before a paragraph


def read(content: bytes) -> tuple[tuple[PageText, ...], tuple[str, ...]]:
    """The pages of an RTF text and remarks. Raises UnreadableFile when it is damaged, empty or too large."""
    if len(content) > _MOST_BYTES:
        raise UnreadableFile("too-large", "This RTF text is too large to be read. Save it as PDF and upload it again.")
    reader = _Reader(content.decode("latin-1"))
    reader.run()
    texts = reader.pages()
    if not any(text.strip() for text in texts):
        raise UnreadableFile("empty", "This RTF text holds no words. Check that the right file was chosen.")
    return paged(texts)


class _Reader:
    def __init__(self, source: str) -> None:
        self._source = source
        self._state = _State()
        self._stack: list[_State] = []
        self._out: dict[str, list[str]] = {"body": [], "head": [], "foot": [], "note": []}
        self._notes: list[str] = []
        self._count = 0
        self._bytes = bytearray()
        self._skip = 0
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._default = "windows-1252"
        self._in_table = False
        self._several = False  # whether the cell that is being read holds several lines

    def run(self) -> None:
        """Read every token."""
        at, end = 0, len(self._source)
        while at < end:
            match = _TOKEN.match(self._source, at)
            if match is None:
                at += 1
                continue
            at = match.end()
            word, number, code, escaped, brace, text = match.groups()
            if code:
                if self._skip:
                    self._skip -= 1
                else:
                    self._bytes.append(int(code, 16))
                continue
            if text is not None:
                skipped = min(self._skip, len(text))
                self._skip -= skipped
                self._say_text(text[skipped:])
                continue
            self._flush()
            if brace:
                self._skip = 0
                self._open() if brace == "{" else self._close()
            elif escaped == "*":
                self._optional(at)
            elif escaped is not None:
                self._say(_ESCAPED.get(escaped, ""))
                if escaped in "\r\n":
                    self._say("\n")
            elif word == "bin":
                at += max(0, int(number or 0))
            elif word:
                self._word(word, int(number) if number else None)
        self._flush()

    def pages(self) -> list[str]:
        """The pages; heads above the first, feet below it."""
        pages = [
            re.sub(r"\n{3,}", "\n\n", _ENDS_OF_ROWS.sub("", page)).strip("\n")
            for page in "".join(self._out["body"]).split("\f")
        ]
        pages = [page for page in pages if page.strip()] or [""]
        if self._notes:
            pages[-1] += "\n".join(["", NOTES_RULE, *self._notes])
        pages[0] = "\n".join(part for part in (self._once("head"), pages[0], self._once("foot")) if part)
        return pages

    def _once(self, target: str) -> str:
        lines = "".join(self._out[target]).replace("\f", "\n").split("\n")
        return "\n".join(
            dict.fromkeys(line.strip() for line in lines if line.strip() and not PAGE_NUMBER.fullmatch(line))
        )

    def _open(self) -> None:
        if len(self._stack) >= _DEEPEST:
            raise UnreadableFile(
                "damaged",
                "This RTF text is damaged and can't be read. Open it in Word, save it once more and upload it again.",
            )
        self._stack.append(self._state)

    def _close(self) -> None:
        if not self._stack:
            return
        before, self._state = self._state, self._stack.pop()
        if before.target == "note" != self._state.target:
            text = re.sub(r"\s+", " ", "".join(self._out["note"])).strip()
            self._out["note"] = []
            if text:
                self._notes.append(text)
        if before.number and not self._state.number and self._state.target:
            kept = self._out[self._state.target]
            while kept and kept[-1].strip() == "":
                kept.pop()
            kept.append(" ")

    def _optional(self, at: int) -> None:
        following = re.compile(r"\s{0,9}\\([a-zA-Z]{1,32})").match(self._source, at)
        if following is None or following[1] not in _OPTIONAL_TEXT:
            self._state = replace(self._state, target="fonts" if following and following[1] == "fonttbl" else "")

    def _word(self, word: str, number: int | None) -> None:
        state = self._state
        if word == "u":
            value = (number or 0) % 65536
            self._say(chr(value) if not 0xD800 <= value <= 0xDFFF else self._surrogate(value))
            self._skip = state.skipped_behind_unicode
        elif word == "uc":
            self._state = replace(state, skipped_behind_unicode=max(0, min(number or 0, 20)))
        elif word == "fonttbl":
            self._state = replace(state, target="fonts")
        elif state.target == "fonts":
            if word == "f":
                self._font = number or 0
            elif word == "fcharset" and (number or 0) in _CHARSETS:
                self._fonts[self._font] = _CHARSETS[number or 0]
        elif word == "ansicpg":
            self._default = _codepage(number)
            self._state = replace(state, encoding=self._default)
        elif word in ("mac", "pc", "pca"):
            self._default = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
            self._state = replace(state, encoding=self._default)
        elif word == "f":
            # Fonts of the charset 0 say nothing where the file names its code page.
            named = self._fonts.get(number or 0, self._default)
            self._state = replace(state, encoding=self._default if named == "windows-1252" else named)
        elif word in _SKIPPED:
            self._state = replace(state, target="")
        elif word in _HEADS or word in _FEET:
            self._state = replace(state, target="head" if word in _HEADS else "foot")
        elif word == "footnote" and state.target:
            self._state = replace(state, target="note")
        elif word == "chftn" and state.target:
            if state.target != "note":
                self._count += 1
            mark = str(max(1, self._count))
            if state.target == "note":
                self._out["note"].append(f"{mark} ")
            else:
                self._say(mark.translate(RAISED))
        elif word in ("v", "deleted"):
            self._state = replace(state, hidden=number != 0)
        elif word in ("super", "up"):
            self._state = replace(state, raised=number != 0)
        elif word == "nosupersub":
            self._state = replace(state, raised=False)
        elif word == "plain":
            self._state = replace(state, hidden=False, raised=False, encoding=self._default)
        elif word in ("listtext", "pntext"):
            self._state = replace(state, number=True)
        else:
            self._set(word)

    def _set(self, word: str) -> None:
        """Words that stand for signs, and those that end paragraphs, cells, rows and pages."""
        if word in _SIGNS:
            self._say(_SIGNS[word])
        elif word == "pard":
            self._in_table = False
        elif word == "intbl":
            self._in_table = True
        elif word == "par":
            self._say("\n" if self._in_table else "\n\n")
            self._several |= self._in_table
        elif word in ("cell", "nestcell"):
            # A cell of several lines stands by itself, as in the other readers.
            self._say("\n" if self._several else "\t")
            self._several = False
        elif word in ("row", "nestrow"):
            self._say("\n")
            self._several = False
        elif word in ("page", "pagebb", "sect"):
            self._say("\f" if word != "sect" else "\n")

    def _surrogate(self, value: int) -> str:
        """Signs beyond the first plane come in two halves."""
        kept = self._out.get(self._state.target)
        if value >= 0xDC00 and kept and kept[-1][-1:] == "\ue000" and self._high:
            kept[-1] = kept[-1][:-1]
            return chr(0x10000 + ((self._high - 0xD800) << 10) + (value - 0xDC00))
        self._high = value if value < 0xDC00 else 0
        return "\ue000" if self._high else ""

    _high = 0

    def _flush(self) -> None:
        """Bytes above ASCII wait until the next token: two of them may be one Chinese character."""
        if self._bytes:
            raw, self._bytes = bytes(self._bytes), bytearray()
            self._say(raw.decode(self._state.encoding, "replace"))

    def _say_text(self, text: str) -> None:
        if not text:
            return
        if not text.isascii() or self._bytes:
            # Raw bytes above ASCII are against the rules, and common; an ASCII byte may end a Chinese character.
            self._bytes += text.encode("latin-1")
            self._flush()
        else:
            self._say(text)

    def _begins_line(self) -> bool:
        kept = self._out[self._state.target]
        return not kept or kept[-1][-1:] in "\n\f\t"

    def _say(self, text: str) -> None:
        state = self._state
        if not text or state.hidden or state.target not in self._out:
            return
        if state.number:
            text = text.replace("\t", " ").lstrip(" ") if self._begins_line() else text.replace("\t", " ")
        elif state.raised and text.strip().isdigit() and (state.target != "note" or self._out["note"]):
            text = text.strip().translate(RAISED)
        self._out[state.target].append(text)


def _codepage(number: int | None) -> str:
    name = {936: "gb18030", 950: "big5hkscs", 10000: "mac_roman", 65001: "utf-8"}.get(number or 0, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "windows-1252"
    return name
