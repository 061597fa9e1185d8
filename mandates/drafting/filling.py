"""A template filled: placeholders in double braces become words, facts with comments, and gaps in brackets.

The language of templates is small on purpose, so that nothing in a template can run or read anything:

    {{ name }}                              the words of that name
    {{ if name }} … {{ else }} … {{ end }}  only where there is such a thing
    {{ each name }} … {{ end }}             once for each of several, whose own names hold inside

A mark that stands alone in its paragraph, or alone in its row of a table, rules paragraphs or rows; otherwise words.
"""

import copy
import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from mandates.drafting.phrases import Fact, Gap, Phrase, Source
from mandates.drafting.word_file import NotAWordFile, R, W, WordFile

TAG = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
NAME = re.compile(r"[a-z][a-z0-9_]*")
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Between two halves of a placeholder Word leaves marks of its own, which say nothing.
PASSED_OVER = {W + name for name in ("proofErr", "bookmarkStart", "bookmarkEnd", "lastRenderedPageBreak")}
COMMENT_MARKS = {W + name for name in ("commentRangeStart", "commentRangeEnd")}
# What comes after the highlight in the order in which Word wants the properties of a run.
AFTER_HIGHLIGHT = {
    W + name for name in "u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath".split()
}
MOST_MADE = 250_000  # elements of one draft: repetitions within repetitions must not grow without end
WATERMARK = "DRAFT"
AUTHOR, INITIALS = "Register", "R"
NAMESPACES = {"w": W[1:-1], "r": R[1:-1]}


class TemplateFault(NotAWordFile):
    """The template can't be filled; the message says what is wrong in it, and where."""


@dataclass(frozen=True)
class Told:
    """A comment: what it says of a fact, as lines, and the address of the record for people."""

    lines: tuple
    url: str


@dataclass
class Filled:
    """A draft: the Word file, what is missing in it (in reading order, each once), and its comments by their number."""

    content: bytes
    gaps: list[str]
    comments: list[Told]


@dataclass
class _Work:
    """What gathers while a template is filled."""

    tell: Callable[[tuple[Source, ...]], Told]
    drafted_at: datetime
    gaps: dict = field(default_factory=dict)
    comments: list = field(default_factory=list)
    in_notes: list | None = None  # facts of the footnote that is being filled
    may_comment: bool = True
    made: int = 0

    def count(self, several):
        self.made += several
        if self.made > MOST_MADE:
            raise TemplateFault("This template repeats so much that the draft would be too large.")


def fill(template: bytes, values: dict, *, tell: Callable[[tuple[Source, ...]], Told], drafted_at: datetime) -> Filled:
    """Fill a template (a DOCX) with values: name → Phrase, or name → list of such dicts for what is repeated.

    tell: what the comment on a fact says, from its sources. Raises TemplateFault, with a sentence for staff, when the template
    asks for what is not there or its marks don't pair, and NotAWordFile when it is no Word file at all.
    """
    file = WordFile(template)
    work = _Work(tell, drafted_at)
    _forget_comments(file)
    body = file.tree(file.main)
    for part in [file.main, *file.named("header"), *file.named("footer"), *file.named("footnotes")]:
        _isolate_tags(file.tree(part))
    root = body.find(W + "body")
    if root is None:
        raise TemplateFault("The template has no body.")
    work.may_comment = True
    _expand_children(root, [values], work)
    _fill_notes(file, body, values, work)
    work.may_comment = False
    for part in [*file.named("header"), *file.named("footer")]:
        _expand_children(file.tree(part), [values], work)
    _watermark(file, body)
    _add_comments(file, work)
    return Filled(file.content(), list(work.gaps), work.comments)


def placeholders_in(template: bytes) -> list[tuple[str, str, str]]:
    """The marks of a template in reading order, as (kind, name, what repeats around it): kind is name, if, each.

    Raises TemplateFault or NotAWordFile as ``fill`` does.
    """
    file, found = WordFile(template), []
    for part in [file.main, *file.named("footnotes"), *file.named("header"), *file.named("footer")]:
        root = file.tree(part)
        _isolate_tags(root)
        around = []
        for text in root.iter(W + "t"):
            tag = TAG.fullmatch(text.text or "")
            if tag is None:
                continue
            kind, name = _mark(tag[1])
            inside = next((each for kind_around, each in reversed(around) if kind_around == "each"), "")
            if kind == "end":
                if not around:
                    raise TemplateFault("The template has an {{ end }} to which nothing belongs.")
                around.pop()
            elif kind != "else":
                found.append((kind, name, inside))
            if kind in ("if", "each"):
                around.append((kind, name))
        if around:
            raise TemplateFault(
                f"The template never ends {{{{ {around[-1][0]} {around[-1][1]} }}}}: add {{{{ end }}}}."
            )
    return found


# Marks


def _mark(words):
    """What stands between the braces, as (kind, name)."""
    words = words.split()
    if words in (["end"], ["else"]):
        return words[0], ""
    if len(words) == 2 and words[0] in ("if", "each") and NAME.fullmatch(words[1]):
        return words[0], words[1]
    if len(words) == 1 and NAME.fullmatch(words[0]):
        return "name", words[0]
    raise TemplateFault(
        f"“{{{{ {' '.join(words)[:60]} }}}}” is no placeholder. Write {{{{ name }}}}, {{{{ if name }}}}, {{{{ else }}}}, "
        "{{ each name }} or {{ end }}."
    )


def _isolate_tags(root):
    """Let every placeholder stand in a run of its own, however Word has cut it up."""
    for paragraph in list(root.iter(W + "p")):
        words = "".join(text.text or "" for text in paragraph.iter(W + "t"))
        if "{{" not in words and "}}" not in words:
            continue
        for holder in [paragraph, *paragraph.iter(W + "hyperlink", W + "ins", W + "smartTag")]:
            _isolate_in(holder)
        for text in paragraph.iter(W + "t"):
            left = TAG.sub("", text.text or "")
            if "{{" in left or "}}" in left:
                raise TemplateFault(f"A placeholder is not closed, or cut in two: “{(text.text or '').strip()[:80]}”.")


def _isolate_in(holder):
    pieces = []  # (element, text or None): one for each run of one child
    for child in list(holder):
        if child.tag in PASSED_OVER:
            holder.remove(child)
        elif child.tag == W + "r":
            pieces += _single(child)
            holder.remove(child)
        else:
            pieces.append((child, None))
            holder.remove(child)
    line = "".join("\ufffc" if text is None else text for _, text in pieces)
    places, at = [], 0
    for element, text in pieces:
        places.append((at, element, text))
        at += 1 if text is None else len(text)
    tags = [(found.start(), found.end()) for found in TAG.finditer(line)]
    for start, element, text in places:
        if text is None:
            holder.append(element)
            continue
        end, cut = start + len(text), start
        for tag_start, tag_end in tags:
            if tag_end <= start or tag_start >= end:
                continue
            if tag_start > cut:
                holder.append(_run_like(element, line[cut:tag_start]))
            if tag_start >= start:
                holder.append(_run_like(element, line[tag_start:tag_end]))
            cut = min(max(cut, tag_end), end)
        if cut < end:
            holder.append(_run_like(element, line[cut:end]))


def _single(run):
    """A run as runs of one child each, with the words of those that hold words.

    A run that calls a footnote stays whole: the mark of its own stands in it.
    """
    if run.find(W + "footnoteReference") is not None:
        return [(run, None)]
    properties = run.find(W + "rPr")
    found = []
    for child in run:
        if child.tag == W + "rPr" or child.tag in PASSED_OVER:
            continue
        single = etree.Element(W + "r", nsmap=run.nsmap)
        if properties is not None:
            single.append(copy.deepcopy(properties))
        single.append(copy.deepcopy(child))
        if child.tag == W + "t":
            if child.text:
                found.append((single, child.text))
        else:
            found.append((single, None))
    return found


def _run_like(run, words, *, highlight=False):
    made = etree.Element(W + "r", nsmap=run.nsmap)
    properties = run.find(W + "rPr")
    if properties is not None:
        made.append(copy.deepcopy(properties))
    if highlight:
        _highlight(made)
    text = etree.SubElement(made, W + "t")
    text.text = NOT_IN_XML.sub("", words)
    text.set(XML_SPACE, "preserve")
    return made


def _highlight(run):
    properties = run.find(W + "rPr")
    if properties is None:
        properties = etree.Element(W + "rPr")
        run.insert(0, properties)
    for old in properties.findall(W + "highlight"):
        properties.remove(old)
    mark = etree.Element(W + "highlight")
    mark.set(W + "val", "yellow")
    place = next((at for at, child in enumerate(properties) if child.tag in AFTER_HIGHLIGHT), len(properties))
    properties.insert(place, mark)


def _control(element):
    """The mark that an element is, as (kind, name): a run, or a paragraph or a row that holds nothing else. Or None."""
    if element.tag not in (W + "r", W + "p", W + "tr"):
        return None
    if element.tag != W + "r" and any(True for _ in element.iter(W + "drawing", W + "pict", W + "footnoteReference")):
        return None
    words = "".join(text.text or "" for text in element.iter(W + "t")).strip()
    tag = TAG.fullmatch(words)
    if tag is None:
        return None
    kind, name = _mark(tag[1])
    if element.tag != W + "r" and kind == "name":
        return None
    return kind, name


# Filling


def _expand_children(parent, scopes, work):
    children = list(parent)
    for child in children:
        parent.remove(child)
    for made in _expand(children, scopes, work):
        parent.append(made)
    _keep_valid(parent)


def _expand(elements, scopes, work):
    """The elements with their marks carried out. scopes: the values, those of the innermost repetition last."""
    made, at = [], 0
    while at < len(elements):
        element = elements[at]
        mark = _control(element)
        if mark is None:
            _expand_children(element, scopes, work)
            made.append(element)
        elif mark[0] == "name":
            made += _words(element, _value(mark[1], scopes, Phrase), work)
        elif mark[0] in ("if", "each"):
            end, middle = _end_of(elements, at, mark)
            inside = elements[at + 1 : middle or end]
            if mark[0] == "if":
                if not _value(mark[1], scopes, None):
                    inside = elements[middle + 1 : end] if middle else []
                made += _expand(inside, scopes, work)
            else:
                several = _value(mark[1], scopes, list)
                size = sum(1 for one in inside for _ in one.iter())
                for each in several:
                    work.count(size)
                    made += _expand([copy.deepcopy(one) for one in inside], [*scopes, each], work)
                if not several and middle:
                    made += _expand(elements[middle + 1 : end], scopes, work)
            at = end
        else:
            raise TemplateFault(f"The template has an {{{{ {mark[0]} }}}} to which nothing belongs.")
        at += 1
    return made


def _end_of(elements, start, mark):
    """Where the mark at ``start`` ends, and where its else stands (or None)."""
    depth, middle = 0, None
    for at in range(start + 1, len(elements)):
        kind = (_control(elements[at]) or ("",))[0]
        if kind in ("if", "each"):
            depth += 1
        elif kind == "else" and depth == 0 and middle is None:
            middle = at
        elif kind == "end":
            if depth == 0:
                return at, middle
            depth -= 1
    raise TemplateFault(
        f"The template never ends {{{{ {mark[0]} {mark[1]} }}}}: put {{{{ end }}}} in the same place, alone in its paragraph "
        "or row where the other stands alone, or else within the same paragraph."
    )


def _value(name, scopes, kind):
    for scope in reversed(scopes):
        if name in scope:
            value = scope[name]
            if kind is not None and not isinstance(value, kind):
                wanted = "each" if isinstance(value, list) else "name"
                raise TemplateFault(
                    f"“{name}” is repeated: write {{{{ each {name} }}}} … {{{{ end }}}}."
                    if wanted == "each"
                    else f"“{name}” is not repeated: write {{{{ {name} }}}}."
                )
            return value
    known = {each for scope in scopes for each in scope}
    raise unknown(name, known)


def unknown(name, known) -> TemplateFault:
    """What to say of a placeholder that is not known, with the nearest that is."""
    near = difflib.get_close_matches(name, sorted(known), n=1)
    hint = f" Did you mean {{{{ {near[0]} }}}}?" if near else ""
    return TemplateFault(f"The template asks for {{{{ {name} }}}}, which is not known here.{hint}")


def _words(run, phrase, work):
    """The runs of a phrase, formed like the placeholder's run."""
    made = []
    for piece in phrase.pieces:
        if isinstance(piece, Gap):
            work.gaps.setdefault(piece.text)
            made.append(_run_like(run, f"[{piece.text}]", highlight=True))
        elif isinstance(piece, Fact):
            made += _fact(run, piece, work)
        else:
            made.append(_run_like(run, piece))
    return made


def _fact(run, fact, work):
    words = _run_like(run, fact.text)
    if work.in_notes is not None:
        work.in_notes.append(fact)
        return [words]
    if not work.may_comment:
        return [words]
    return _commented([words], fact, work, run.nsmap)


def _commented(runs, fact, work, nsmap):
    number = str(len(work.comments))
    work.comments.append(work.tell(fact.sources))
    start, end = (etree.Element(W + name, nsmap=nsmap) for name in ("commentRangeStart", "commentRangeEnd"))
    mark = etree.Element(W + "r", nsmap=nsmap)
    reference = etree.SubElement(mark, W + "commentReference")
    for each in (start, end, reference):
        each.set(W + "id", number)
    return [start, *runs, end, mark]


def _keep_valid(parent):
    """A cell ends with a paragraph, and a table has rows: without them Word calls the file damaged."""
    if parent.tag == W + "tc" and (len(parent) == 0 or parent[-1].tag != W + "p"):
        etree.SubElement(parent, W + "p")
    if parent.tag == W + "tr" and parent.find(W + "tc") is None and parent.find(W + "sdt") is None:
        etree.SubElement(etree.SubElement(parent, W + "tc"), W + "p")
    for child in list(parent):
        if child.tag == W + "tbl" and child.find(W + "tr") is None and child.find(W + "sdt") is None:
            parent.remove(child)
    if parent.tag in (W + "hdr", W + "ftr", W + "footnote") and parent.find(W + "p") is None:
        etree.SubElement(parent, W + "p")


# Footnotes


def _fill_notes(file, body, values, work):
    """Fill the footnotes that are called, and take the others out. A fact in one has its comment at the mark that calls it."""
    called = {}
    for reference in body.iter(W + "footnoteReference"):
        number = reference.get(W + "id")
        if number in called:
            raise TemplateFault("A footnote stands within a part that is repeated. Put it outside of {{ each }}.")
        called[number] = reference
    for name in file.named("footnotes"):
        notes = file.tree(name)
        for note in list(notes):
            if note.get(W + "type") in ("separator", "continuationSeparator", "continuationNotice"):
                continue
            reference = called.get(note.get(W + "id"))
            if reference is None:
                notes.remove(note)
                continue
            work.in_notes = []
            _expand_children(note, [values], work)
            _comment_at(reference.getparent(), work)
            work.in_notes = None


def _comment_at(run, work):
    facts, work.in_notes = work.in_notes, None
    parent = run.getparent()
    for fact in facts:
        place = parent.index(run)
        parent.remove(run)
        for offset, each in enumerate(_commented([run], fact, work, run.nsmap)):
            parent.insert(place + offset, each)


# Comments


def _forget_comments(file):
    """Comments that stand in the template are for those who write templates, not for its drafts."""
    root = file.tree(file.main)
    for element in list(root.iter(*COMMENT_MARKS, W + "commentReference")):
        parent = element.getparent()
        if element.tag == W + "commentReference" and parent.tag == W + "r" and parent.getparent() is not None:
            parent.getparent().remove(parent)
        else:
            parent.remove(element)
    file.drop("comments")


def _add_comments(file, work):
    if not work.comments:
        return
    root = etree.Element(W + "comments", nsmap={"w": W[1:-1]})
    for number, told in enumerate(work.comments):
        comment = etree.SubElement(root, W + "comment")
        for name, value in (
            ("id", str(number)),
            ("author", AUTHOR),
            ("date", work.drafted_at.strftime("%Y-%m-%dT%H:%M:%SZ")),
            ("initials", INITIALS),
        ):
            comment.set(W + name, value)
        for line in told.lines:
            text = etree.SubElement(etree.SubElement(etree.SubElement(comment, W + "p"), W + "r"), W + "t")
            text.text = NOT_IN_XML.sub("", line)
            text.set(XML_SPACE, "preserve")
    file.add("comments", "comments.xml", root)


# The watermark

SHAPE = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"
     xmlns:o="urn:schemas-microsoft-com:office:office"><w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" path="m@7,l@8,m@5,21600l@6,21600e">
<v:formulas><v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/>
<v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>
<v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
        o:connectangles="270,180,90,0"/>
<v:textpath on="t" fitshape="t"/><v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{spid}" type="#_x0000_t136"
 style="position:absolute;margin-left:0;margin-top:0;width:440pt;height:165pt;rotation:315;z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;mso-position-vertical:center;mso-position-vertical-relative:margin"
 o:allowincell="f" fillcolor="#d4d4d4" stroked="f"><v:fill opacity=".5"/>
<v:textpath style="font-family:&quot;Times New Roman&quot;;font-size:1pt" string="{words}"/></v:shape></w:pict></w:r>
"""


def _watermark(file, body):
    """Set the word DRAFT behind every page, whatever the template's headers are: a draft must not be taken for the document."""
    sections = list(body.iter(W + "sectPr"))
    if not sections:
        sections = [etree.SubElement(body.find(W + "body"), W + "sectPr")]
    settings = next((file.tree(name) for name in file.named("settings")), None)
    kinds = ["default"]
    if any(section.find(W + "titlePg") is not None for section in sections):
        kinds.append("first")
    if settings is not None and settings.find(W + "evenAndOddHeaders") is not None:
        kinds.append("even")
    held = {reference.get(W + "type") for reference in sections[0].iter(W + "headerReference")}
    for kind in kinds:
        if kind not in held:
            header = etree.Element(W + "hdr", nsmap=NAMESPACES)
            etree.SubElement(header, W + "p")
            identifier = file.add("header", f"headerDraft{kind}.xml", header)
            reference = etree.Element(W + "headerReference")
            reference.set(W + "type", kind)
            reference.set(R + "id", identifier)
            sections[0].insert(0, reference)
    for number, name in enumerate(file.named("header"), start=1):
        paragraph = next(file.tree(name).iter(W + "p"), None)
        if paragraph is None:
            paragraph = etree.SubElement(file.tree(name), W + "p")
        drawn = SHAPE.format(number=number, spid=2048 + number, words=WATERMARK)
        place = 1 if paragraph.find(W + "pPr") is not None else 0
        paragraph.insert(place, etree.fromstring(drawn))
