"""Makes the templates that come with the site: Word files in the layout of United Nations documents.

    python -m mandates.drafting.make_templates

A developer's script: the site never imports it, it takes the files that lie in ``templates/``. Staff change a template in Word
and put it in place on the site; these stay what they are. The wording is our own.
"""

import io
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

HERE = Path(__file__).resolve().parent / "templates"
TIME = (2000, 1, 1, 0, 0, 0)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
NAMESPACES = f'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="{OFFICE}"'
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Twentieths of a point. The page is that of the documents service: letter paper, and words that stand in from both sides.
MARGINS = (
    '<w:pgMar w:top="680" w:right="1200" w:bottom="1152" w:left="1200" w:header="432" w:footer="504" w:gutter="0"/>'
)
PAGE = f'<w:pgSz w:w="12240" w:h="15840"/>{MARGINS}'
WIDE = f'<w:pgSz w:w="15840" w:h="12240" w:orient="landscape"/>{MARGINS}'
WIDTH, WIDE_WIDTH = 9840, 13440
INDENT = 1267


# Parts of paragraphs


def run(words, *properties):
    """Words with the properties of their run, given as elements."""
    inner = "".join(f"<w:{each}/>" for each in properties)
    return f'<w:r>{f"<w:rPr>{inner}</w:rPr>" if inner else ""}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def size(half_points):
    return f'sz w:val="{half_points}"'


TAB = "<w:r><w:tab/></w:r>"


def note(number, mark=""):
    """The mark that calls a footnote: a number, or a mark of its own."""
    own = ' w:customMarkFollows="1"' if mark else ""
    words = f"<w:t>{mark}</w:t>" if mark else ""
    # A mark of its own stands on the line, as the asterisk of the agenda does.
    style = "" if mark else '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    return f'<w:r>{style}<w:footnoteReference{own} w:id="{number}"/>{words}</w:r>'


def paragraph(style, *runs):
    """A paragraph of a style. Plain words count as a run."""
    inner = "".join(each if each.startswith("<w:") else run(each) for each in runs)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{inner}</w:p>'


def mark(words):
    """A mark of the template's language, alone in its paragraph."""
    return paragraph("Normal", f"{{{{ {words} }}}}")


# Tables


def cell(width, *blocks, borders="", valign="bottom", span=1):
    inner = "".join(blocks) or "<w:p/>"
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    lines = f"<w:tcBorders>{borders}</w:tcBorders>" if borders else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}{lines}<w:vAlign w:val="{valign}"/></w:tcPr>{inner}</w:tc>'


def row(*cells, height=0, exact=False, head=False):
    rule = "exact" if exact else "atLeast"
    tall = f'<w:trHeight w:val="{height}" w:hRule="{rule}"/>' if height else ""
    head = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{tall}{head}</w:trPr>{''.join(cells)}</w:tr>"


def table(widths, *rows, borders="", margins=False):
    room = (
        '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/>'
        '<w:right w:w="115" w:type="dxa"/></w:tblCellMar>'
        if margins
        else '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar>'
    )
    lines = f"<w:tblBorders>{borders}</w:tblBorders>" if borders else ""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{lines}<w:tblLayout w:type="fixed"/>{room}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def line(side, weight):
    return f'<w:{side} w:val="single" w:sz="{weight}" w:space="0" w:color="auto"/>'


def mark_row(words, widths):
    """A mark of the template's language, alone in its row."""
    return row(cell(sum(widths), mark(words), span=len(widths)))


def ruled(widths, heads, *rows):
    """A table as documents have it: a thin rule above the heads, a thick one below them and at the end."""
    top, bottom = line("top", 4), line("bottom", 12)
    headed = [
        cell(w, paragraph("TableHead", head), borders=top + bottom) for w, head in zip(widths, heads, strict=True)
    ]
    return table(widths, row(*headed, head=True), *rows, borders=line("bottom", 12), margins=True)


def told_row(widths, *cells):
    """A row of such a table, a thin rule below it. cells: the paragraphs of each."""
    thin = line("bottom", 2)
    return row(*(cell(w, *each, valign="top", borders=thin) for w, each in zip(widths, cells, strict=True)))


def said(name):
    """The paragraph of a cell that holds what is called so."""
    return (paragraph("TableText", f"{{{{ {name} }}}}"),)


def lines(name):
    """The paragraphs of a cell that holds several lines."""
    return (mark(f"each {name}"), *said("line"), mark("end"))


# What every document begins with


def masthead(width=WIDTH):
    """The masthead: organ, symbol, distribution, date and original language; the emblem's place is left free."""
    left, right = 1267, 3346
    middle = width - left - right
    name = 3000
    first = row(
        cell(left, borders=line("bottom", 4)),
        cell(name, paragraph("Masthead", run("United Nations", size(28))), borders=line("bottom", 4)),
        cell(
            width - left - name,
            paragraph("SymbolLine", run("{{ symbol_organ }}", size(40)), run("{{ symbol_rest }}", size(20))),
            borders=line("bottom", 4),
        ),
        height=864,
    )
    second = row(
        cell(left, valign="top", borders=line("bottom", 12)),
        cell(middle, paragraph("BodyName", "{{ body }}"), valign="top", borders=line("bottom", 12)),
        cell(
            right,
            paragraph("Masthead", "Distr.: {{ distribution }}"),
            paragraph("Masthead", "{{ date }}"),
            paragraph("Masthead", " "),
            paragraph("Masthead", "Original: {{ original }}"),
            valign="top",
            borders=line("bottom", 12),
        ),
        height=2400,
    )
    return table([left, name, width - left - name], first) + table([left, middle, right], second)


def session_lines(item=True):
    lines = [
        paragraph("SessionLine", run("{{ session_title }}", "b")),
        paragraph("SessionLine", "{{ place_and_dates }}"),
    ]
    if item:
        lines += [
            paragraph(
                "SessionLine",
                "Item {{ item_number }} of the provisional agenda{{ if agenda_symbol }}",
                note(2, "*"),
                "{{ end }}",
            ),
            paragraph("SessionLine", run("{{ item_title }}", "b")),
        ]
    return "".join(lines)


def not_public():
    """What must be looked at before issue; staff take it out with the brackets."""
    return (
        mark("if not_public")
        + paragraph("BeforeIssue", "Before issue: these sources are not public.")
        + mark("each not_public")
        + paragraph("BeforeIssue", "{{ source_not_public }}")
        + mark("end")
        + mark("end")
    )


END_LINE = paragraph("EndLine", "____________")
AGENDA_NOTE = {2: "* {{ agenda_symbol }}."}


# The four documents


def note_by_the_secretariat():
    return (
        masthead()
        + session_lines()
        + paragraph("Title", "{{ title }}")
        + paragraph("Author", "Note by the Secretariat")
        + not_public()
        + paragraph(
            "Numbered",
            "At its {{ act_session }}, the {{ conference }} adopted {{ act }}{{ if act_document }}",
            note(3),
            "{{ end }}, entitled “{{ act_title }}”. {{ if context }}In adopting it, {{ context }}. {{ end }}{{ no_text }}",
        )
        + paragraph(
            "Numbered",
            "In {{ if paragraph }}{{ paragraph }} of {{ end }}{{ act_again }}, the {{ organ }} {{ request }}{{ means }}. "
            "{{ if least_number }}The least number asked for was {{ least_number }}. {{ end }}"
            "{{ if services }}Services were to include {{ services }}. {{ end }}"
            "{{ if participants }}Those taking part were to be {{ participants }}. {{ end }}"
            "{{ if purpose }}The aim was that of {{ purpose }}.{{ end }}",
        )
        + paragraph(
            "Numbered",
            "{{ meetings_held }}. {{ reports_told }}{{ if meetings_to_come }} {{ meetings_to_come }}.{{ end }}",
        )
        + END_LINE,
        AGENDA_NOTE | {3: " See {{ act_document }}."},
    )


def list_of_documents():
    widths = [2450, 4940, 1300, 1150]
    title = (
        paragraph("TableText", "{{ document_title }}"),
        mark("if document_note"),
        paragraph("TableText", run("{{ document_note }}", "i")),
        mark("end"),
    )
    documents = told_row(widths, said("document_symbol"), title, said("languages"), said("item"))
    heading = row(
        cell(sum(widths), paragraph("TableGroup", "{{ heading }}"), span=4, borders=line("bottom", 4)), head=False
    )
    return (
        masthead()
        + session_lines(item=False)
        + paragraph("Title", "List of documents before the {{ session_name }}")
        + paragraph("Author", "Note by the Secretariat")
        + not_public()
        + paragraph(
            "Numbered",
            "{{ documents_counted }} in the record for the {{ session_name }}.{{ if groups }} They stand below under the items "
            "of the provisional agenda{{ if agenda_symbol }} ({{ agenda_symbol }}){{ end }}.{{ end }}",
        )
        + mark("if groups")
        + paragraph(
            "Numbered",
            "Languages are shown by their letters: Arabic (A), Chinese (C), English (E), French (F), Russian (R) and Spanish "
            "(S). A dash stands for a language in which no version is known to exist.",
        )
        + ruled(
            widths,
            ["Symbol", "Title", "Languages", "Agenda item"],
            mark_row("each groups", widths),
            mark_row("if heading", widths),
            heading,
            mark_row("end", widths),
            mark_row("each documents", widths),
            documents,
            mark_row("end", widths),
            mark_row("end", widths),
        )
        + mark("end")
        + END_LINE,
        {},
    )


def implementation_table():
    widths = [1500, 1000, 4240, 4700, 2000]
    told = told_row(
        widths, said("resolution"), said("paragraph"), lines("action"), lines("implementation"), said("resources")
    )
    return (
        masthead(WIDE_WIDTH)
        + session_lines(item=False)
        + paragraph("TitleWide", "Implementation of {{ acts }}")
        + paragraph("AuthorWide", "Note by the Secretariat")
        + not_public()
        + ruled(
            widths,
            ["Resolution", "Para", "Summary of action", "Implementation", "Resources"],
            mark_row("each rows", widths),
            told,
            mark_row("end", widths),
        )
        + mark("if no_rows")
        + paragraph("TableText", "{{ no_rows }}")
        + mark("end")
        + END_LINE,
        {},
    )


def provisional_agenda():
    return (
        masthead()
        + session_lines(item=False)
        + paragraph("Title", "Provisional agenda")
        + not_public()
        + mark("each items")
        + mark("if is_sub_item")
        + paragraph("SubItem", "{{ item_number }}", TAB, "{{ item_title }}")
        + mark("else")
        + paragraph("Item", "{{ item_number }}", TAB, "{{ item_title }}")
        + mark("end")
        + mark("else")
        + paragraph("Item", "{{ no_items }}")
        + mark("end")
        + paragraph("Heading", "Documentation")
        + mark("each documented_items")
        + paragraph("ItemHeading", "{{ item_number }}", TAB, "{{ item_title }}")
        + mark("each documents")
        + paragraph("Documentation", "{{ document_title }} ({{ document_symbol }})")
        + mark("end")
        + mark("end")
        + mark("if no_documents")
        + paragraph("Documentation", "{{ no_documents }}")
        + mark("end")
        + mark("if other_documents")
        + paragraph("ItemHeading", "Documents under no item of the agenda")
        + mark("each other_documents")
        + paragraph("Documentation", "{{ document_title }} ({{ document_symbol }})")
        + mark("end")
        + mark("end")
        + END_LINE,
        {},
    )


DOCUMENTS = {
    "note": (note_by_the_secretariat, PAGE, WIDTH),
    "documents": (list_of_documents, PAGE, WIDTH),
    "implementation": (implementation_table, WIDE, WIDE_WIDTH),
    "agenda": (provisional_agenda, PAGE, WIDTH),
}


# The package


TEXT = '<w:spacing w:val="4"/><w:w w:val="103"/><w:kern w:val="14"/>'


def style(name, title, paragraph_properties="", run_properties="", based="Normal", kind="paragraph", extra=""):
    based = f'<w:basedOn w:val="{based}"/>' if based else ""
    spacing = f"<w:pPr>{paragraph_properties}</w:pPr>" if paragraph_properties else ""
    letters = f"<w:rPr>{run_properties}</w:rPr>" if run_properties else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{name}"{extra}><w:name w:val="{title}"/>{based}<w:qFormat/>{spacing}{letters}'
        "</w:style>"
    )


def gaps(before=0, after=0, exact=240):
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{exact}" w:lineRule="exact"/>'


def inset(left=INDENT, right=INDENT, first=0, hanging=0):
    step = f' w:firstLine="{first}"' if first else f' w:hanging="{hanging}"' if hanging else ""
    return f'<w:ind w:left="{left}" w:right="{right}"{step}/>'


def tab(*places):
    stops = "".join(f'<w:tab w:val="left" w:pos="{place}"/>' for place in places)
    return f"<w:tabs>{stops}</w:tabs>"


def styles():
    keep = "<w:keepNext/><w:keepLines/>"
    return (
        f"{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman" w:eastAsia="Times New Roman"/>'
        f'{TEXT}<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="en-GB"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
        + style("Normal", "Normal", "<w:suppressAutoHyphens/>" + gaps(), based="", extra=' w:default="1"')
        + style("Masthead", "Masthead", gaps(exact=280))
        + style("SymbolLine", "Symbol line", '<w:spacing w:line="480" w:lineRule="exact"/><w:jc w:val="right"/>')
        + style(
            "BodyName",
            "Body name",
            gaps(before=160, exact=330) + '<w:ind w:right="300"/>',
            '<w:b/><w:spacing w:val="-2"/><w:sz w:val="29"/>',
        )
        + style("SessionLine", "Session line", gaps(exact=250) + '<w:ind w:right="3000"/>')
        + style(
            "Title",
            "Title",
            keep + gaps(before=480, after=240, exact=310) + inset(),
            '<w:b/><w:spacing w:val="-2"/><w:w w:val="100"/><w:sz w:val="28"/>',
        )
        + style(
            "TitleWide",
            "Title, wide page",
            gaps(before=480, after=240, exact=310) + inset(0, 0),
            based="Title",
        )
        + style(
            "Author",
            "Author line",
            keep + gaps(before=0, after=240, exact=270) + inset(),
            '<w:b/><w:spacing w:val="2"/><w:w w:val="101"/><w:sz w:val="24"/>',
        )
        + style("AuthorWide", "Author line, wide page", inset(0, 0), based="Author")
        + style(
            "Heading",
            "Heading",
            keep + gaps(before=360, after=180, exact=270) + inset(),
            '<w:b/><w:spacing w:val="2"/><w:w w:val="101"/><w:sz w:val="24"/>',
        )
        + style(
            "Numbered",
            "Numbered paragraph",
            '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
            + tab(1742)
            + gaps(after=120)
            + inset()
            + '<w:jc w:val="both"/>',
        )
        + style("Item", "Item", tab(1867) + gaps(after=120) + inset(1867, INDENT, hanging=600))
        + style("SubItem", "Sub-item", tab(2343) + gaps(after=120) + inset(2343, INDENT, hanging=476))
        + style(
            "ItemHeading",
            "Item heading",
            keep + tab(1867) + gaps(before=180, after=120) + inset(1867, INDENT, hanging=600),
            "<w:b/>",
        )
        + style("Documentation", "Documentation", gaps(after=120) + inset(1867))
        + style(
            "BeforeIssue",
            "Before issue",
            gaps(after=60) + inset(),
            '<w:i/><w:shd w:val="clear" w:color="auto" w:fill="FFFF00"/>',
        )
        + style("TableHead", "Table head", gaps(before=60, after=60, exact=180), '<w:i/><w:sz w:val="14"/>')
        + style("TableText", "Table text", gaps(before=20, after=40, exact=210), '<w:sz w:val="17"/>')
        + style("TableGroup", "Table group", keep + gaps(before=120, after=40, exact=220), '<w:b/><w:sz w:val="17"/>')
        + style("EndLine", "End line", gaps(before=360) + '<w:jc w:val="center"/>')
        + style("Header", "header", gaps(exact=220), '<w:sz w:val="17"/>')
        + style("Footer", "footer", gaps(exact=220), '<w:sz w:val="17"/>')
        + style(
            "FootnoteText",
            "footnote text",
            tab(1742) + gaps(exact=210) + inset(1742, INDENT, hanging=475),
            '<w:sz w:val="17"/>',
        )
        + style(
            "FootnoteReference",
            "footnote reference",
            run_properties='<w:vertAlign w:val="superscript"/>',
            based="",
            kind="character",
        )
        + "</w:styles>"
    )


NUMBERING = (
    f'{DECLARATION}<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:suff w:val="tab"/><w:lvlText w:val="%1."/>'
    f'<w:lvlJc w:val="left"/><w:pPr>{tab(1742)}<w:ind w:left="{INDENT}" w:firstLine="0"/></w:pPr></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
)
SETTINGS = (
    f"{DECLARATION}<w:settings {NAMESPACES}><w:evenAndOddHeaders/>"
    '<w:footnotePr><w:footnote w:id="0"/><w:footnote w:id="1"/></w:footnotePr>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    "</w:compat></w:settings>"
)


def footnotes(notes):
    """The part of the footnotes, with the rules that part them from the text."""
    parts = [
        '<w:footnote w:type="separator" w:id="0"><w:p><w:pPr><w:spacing w:after="60" w:line="240" w:lineRule="auto"/>'
        '<w:ind w:left="1267"/></w:pPr><w:r><w:separator/></w:r></w:p></w:footnote>',
        '<w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr>'
        "<w:r><w:continuationSeparator/></w:r></w:p></w:footnote>",
    ]
    for number, words in notes.items():
        raised = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        mark = f"{raised}{'<w:t>*</w:t>' if words.startswith('*') else '<w:footnoteRef/>'}</w:r>"
        inner = paragraph("FootnoteText", mark, TAB, words.lstrip("* "))
        parts.append(f'<w:footnote w:id="{number}">{inner}</w:footnote>')
    return f"{DECLARATION}<w:footnotes {NAMESPACES}>{''.join(parts)}</w:footnotes>"


def field(code):
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def running_head(width, side):
    """The symbol at the outer edge, with a rule below it."""
    place = f'<w:jc w:val="{side}"/>'
    words = f'<w:p><w:pPr><w:pStyle w:val="Header"/><w:pBdr>{line("bottom", 4)}</w:pBdr>{place}</w:pPr>{run("{{ symbol }}")}</w:p>'
    return f'{DECLARATION}<w:hdr {NAMESPACES}>{words}<w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr></w:p></w:hdr>'


def foot(width, side):
    """The number of the page at the outer edge, the job number at the other."""
    pages = field("PAGE") + run("/", "b") + field("NUMPAGES")
    job = run("{{ job_number }}")
    left, right = (pages, job) if side == "left" else (job, pages)
    words = (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs><w:tab w:val="right" w:pos="{width}"/></w:tabs></w:pPr>'
        f"{left}{TAB}{right}</w:p>"
    )
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{words}</w:ftr>"


def first_foot():
    return f"{DECLARATION}<w:ftr {NAMESPACES}>{paragraph('Footer', '{{ job_number }}')}</w:ftr>"


def first_head():
    return f"{DECLARATION}<w:hdr {NAMESPACES}>{paragraph('Header')}</w:hdr>"


def package(kind):
    """The bytes of a template."""
    make, page, width = DOCUMENTS[kind]
    body, notes = make()
    furniture = {
        "header1.xml": ("header", "first", first_head()),
        "header2.xml": ("header", "default", running_head(width, "right")),
        "header3.xml": ("header", "even", running_head(width, "left")),
        "footer1.xml": ("footer", "first", first_foot()),
        "footer2.xml": ("footer", "default", foot(width, "right")),
        "footer3.xml": ("footer", "even", foot(width, "left")),
    }
    references = "".join(
        f'<w:{part}Reference w:type="{use}" r:id="rId{at}"/>'
        for at, (part, use, _) in enumerate(furniture.values(), start=10)
    )
    document = (
        f"{DECLARATION}<w:document {NAMESPACES}><w:body>{body}<w:sectPr>{references}{page}<w:titlePg/></w:sectPr></w:body>"
        "</w:document>"
    )
    others = {
        "styles.xml": ("styles", styles()),
        "numbering.xml": ("numbering", NUMBERING),
        "settings.xml": ("settings", SETTINGS),
        "footnotes.xml": ("footnotes", footnotes(notes)),
    }
    related = [(name, part) for name, (part, _) in others.items()]
    identifiers = {name: f"rId{at}" for at, (name, _) in enumerate(related, start=1)}
    identifiers |= {name: f"rId{at}" for at, name in enumerate(furniture, start=10)}
    kinds = dict(related) | {name: part for name, (part, _, _) in furniture.items()}
    relations = "".join(
        f'<Relationship Id="{identifiers[name]}" Type="{OFFICE}/{part}" Target="{name}"/>'
        for name, part in kinds.items()
    )
    types = "".join(
        f'<Override PartName="/word/{name}" ContentType="{W_TYPE}.{part}+xml"/>' for name, part in kinds.items()
    )
    schema = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="{schema}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{W_TYPE}.document.main+xml"/>{types}</Types>',
        "_rels/.rels": f'{DECLARATION}<Relationships xmlns="{schema}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/document.xml": document,
        "word/_rels/document.xml.rels": f'{DECLARATION}<Relationships xmlns="{schema}/relationships">{relations}'
        "</Relationships>",
    }
    parts |= {f"word/{name}": content for name, (_, content) in others.items()}
    parts |= {f"word/{name}": content for name, (_, _, content) in furniture.items()}
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, TIME)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content.encode())
    return stream.getvalue()


def main():
    HERE.mkdir(exist_ok=True)
    for kind in DOCUMENTS:
        (HERE / f"{kind}.docx").write_bytes(package(kind))


if __name__ == "__main__":
    main()
