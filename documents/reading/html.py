"""Web pages, by lxml: blocks become lines, tables are read row by row; scripts, styles and menus are left out.

Pages saved as one file (MHTML) are read too: their first part that is a web page.
"""

import email
import email.policy
import re

from lxml import etree

from documents.reading import plain
from documents.reading.pages import RAISED, PageText, UnreadableFile, paged
from documents.reading.word.numbers import written

MOST_TAGS = 2_000_000
_CHARSET = re.compile(rb"(?:charset|encoding)\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{2,30})", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_LEFT_OUT = frozenset(
    "script style nav noscript template svg math head iframe object embed applet audio video canvas button select "
    "datalist dialog menu".split()
)
# Blocks with space above and below in print; others merely begin a line.
_APART = frozenset(
    "p h1 h2 h3 h4 h5 h6 table ul ol dl blockquote pre section article hr figure form fieldset address".split()
)
_BLOCKS = _APART | frozenset(
    "div li dt dd tr caption thead tbody tfoot main aside header footer center details summary figcaption body html "
    "legend td th".split()
)
_LIST_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


def read(content: bytes) -> tuple[tuple[PageText, ...], tuple[str, ...]]:
    """The text of a web page, as one page, and remarks. Raises UnreadableFile when it is empty or too large."""
    remark = "this is a web page: its menus and notices may stand among the text"
    if is_saved_page(content):
        content = _page_within(content)
    if content.count(b"<") > MOST_TAGS:
        raise UnreadableFile("too-large", "This web page is too large to be read. Save it as PDF and upload it again.")
    text, guess = _decoded(content)
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise UnreadableFile(
            "damaged", "This web page is damaged and can't be read. Save it as PDF and upload it again."
        ) from error
    lines = _Lines()
    if root is not None:
        lines.gather(root)
    found = lines.text()
    if not found.strip():
        raise UnreadableFile("empty", "This web page holds no text. Check that the right file was chosen.")
    pages, remarks = paged([found])
    return pages, (*remarks, remark, *([guess] if guess else []))


def is_saved_page(content: bytes) -> bool:
    """Whether the bytes are a web page saved with its pictures as one file (MHTML)."""
    head = content[:4096].lower()
    return b"mime-version:" in head and b"multipart/related" in head


def _page_within(content: bytes) -> bytes:
    try:
        message = email.message_from_bytes(content, policy=email.policy.compat32)
        for part in message.walk():
            if part.get_content_type() in ("text/html", "application/xhtml+xml"):
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes):
                    return payload
    except Exception as error:  # the standard library raises many kinds on damaged messages
        raise UnreadableFile(
            "damaged", "This saved web page is damaged and can't be read. Save it as PDF and upload it again."
        ) from error
    raise UnreadableFile("empty", "This saved web page holds no text. Check that the right file was chosen.")


def _decoded(content: bytes) -> tuple[str, str]:
    """The text of the bytes: by their mark, by what the page states, else by the letters."""
    stated = _CHARSET.search(content[:4096])
    if stated and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        name = stated[1].decode("ascii", "replace").casefold()
        # Pages that state Latin-1 or ASCII are in Windows' superset of it, as browsers hold.
        name = {"iso-8859-1": "windows-1252", "us-ascii": "windows-1252", "gb2312": "gb18030", "gbk": "gb18030"}.get(
            name, name
        )
        try:
            return content.decode(name), ""
        except (LookupError, UnicodeError, ValueError):
            pass
    return plain.decoded(content)


class _Lines:
    """The lines of a page, gathered without recursion: pages of strangers nest as deep as they like."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._has_words = False  # whether anything but spaces stands on the line
        self._preformatted = 0
        self._lists: list[list] = []  # of each open list: the form of its numbers ("" for bullets), the last number
        self._rows: list[int] = []  # of each open row: how many cells were begun
        self._raised = 0
        self._fresh = ""  # the mark of a list's item, until words follow it

    def gather(self, root) -> None:
        """Read an element and all that is in it."""
        stack: list[tuple[str, object]] = [("open", root)]
        while stack:
            step, element = stack.pop()
            if step == "text":
                self._say(element)
            elif step == "close":
                self._close(element.tag)
            elif not isinstance(element.tag, str) or _is_left_out(element):
                continue
            else:
                self._open(element)
                stack.append(("close", element))
                for child in reversed(element):
                    if child.tail:
                        stack.append(("text", child.tail))
                    stack.append(("open", child))
                if element.text:
                    stack.append(("text", element.text))

    def text(self) -> str:
        """The lines gathered so far."""
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip("\n")

    def _say(self, text: str) -> None:
        if self._preformatted:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._add(first)
            for line in rest:
                self._end_line(keep=True)
                self._add(line)
            return
        text = _SPACES.sub(" ", text)
        if self._raised and text.strip().isdigit():
            text = text.strip().translate(RAISED)
        self._add(text)

    def _add(self, text: str) -> None:
        self._line.append(text)
        self._has_words = self._has_words or bool(text.strip(" "))

    def _end_line(self, *, keep: bool = False) -> None:
        line = "".join(self._line)
        if self._fresh and line.strip() == self._fresh:
            self._line = [re.sub(r" {2,}", " ", line)]
            return  # the paragraph of an item stands beside its mark
        self._fresh = ""
        if not self._preformatted:
            line = re.sub(r" {2,}", " ", line).replace(" \t", "\t").replace("\t ", "\t").strip(" \t")
        self._line, self._has_words = [], False
        if line.strip() or keep:
            self._lines.append(line)

    def _open(self, element) -> None:
        tag = element.tag
        if tag in ("td", "th") and self._rows:
            self._rows[-1] += 1
            if self._rows[-1] > 1:
                self._add("\t")
            return
        if tag in _BLOCKS and not (self._rows and tag != "tr" and tag != "table"):
            self._end_line()
            if tag in _APART and not self._fresh:
                self._lines.append("")
        elif tag in _BLOCKS and self._has_words and self._line[-1] != "\t":
            self._add(" ")  # paragraphs of one cell stand on its row
        if tag == "br":
            self._add(" ") if self._rows else self._end_line(keep=bool(self._line))
        elif tag == "tr":
            self._rows.append(0)
        elif tag == "pre":
            self._preformatted += 1
        elif tag in ("ul", "ol"):
            form = "" if tag == "ul" else _LIST_FORMS.get(element.get("type") or "1", "decimal")
            self._lists.append([form, _whole(element.get("start"), 1) - 1])
        elif tag == "li":
            mark = self._mark(element)
            self._add(mark)
            self._fresh = mark.strip()
        elif tag == "sup":
            self._raised += 1

    def _mark(self, item) -> str:
        if not self._lists or not self._lists[-1][0]:
            return "• " if self._lists else ""
        self._lists[-1][1] = _whole(item.get("value"), self._lists[-1][1] + 1)
        form, number = self._lists[-1]
        text = written(number, form)
        return f"{text}. " if form in ("decimal", "upperRoman", "upperLetter") else f"({text}) "

    def _close(self, tag: str) -> None:
        if tag == "tr" and self._rows:
            self._rows.pop()
            self._end_line()
        elif tag == "sup":
            self._raised -= 1
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag == "li":
            self._fresh = ""
        if tag in _BLOCKS and tag not in ("td", "th") and not self._rows:
            self._end_line()
            if tag in _APART:
                self._lines.append("")
        if tag == "pre":
            self._preformatted -= 1


def _is_left_out(element) -> bool:
    return (
        element.tag in _LEFT_OUT
        or element.get("hidden") is not None
        or bool(_HIDDEN.search(element.get("style") or ""))
        or element.get("role") == "navigation"
    )


def _whole(text: str | None, otherwise: int) -> int:
    text = (text or "").strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
