"""What the pages show, each asked once and at a known cost."""

from dataclasses import dataclass, field

from django.db.models import Count, Prefetch, Q
from django.urls import reverse

from accounts.access import Audience
from documents.models import (
    Act,
    Document,
    DocumentMeeting,
    DocumentSymbol,
    File,
    LanguageVersion,
    Page,
    Reference,
)
from documents.models.rows import Place, path_of, rows_of
from documents.symbols import SymbolError, explain, parse
from meetings.models import Meeting
from provenance.models import Evidence


@dataclass
class Cited:
    """One thing cited, or one document that cites: its label, its address, and where the words stand."""

    label: str
    url: str
    title: str = ""
    as_written: str = ""
    malformed: str = ""
    is_held: bool = True
    places: list = field(default_factory=list)


@dataclass
class DocumentPage:
    """All that the page of a document shows."""

    document: Document
    places: list[Place]
    versions: list
    meetings: list
    proposed: list
    cites: list[Cited]
    cited_by: list[Cited]
    family: list
    replaced_by: tuple
    acts: list
    why: dict
    explained: str


def statements(records, audience):
    """What is known about some records and how: a dict of (label, key, field) → list of Evidence. One query."""
    known = Evidence.objects.visible_to(audience).by_subject(*records)
    for several in known.values():
        for statement in several:
            if statement.file_sha256 and statement.page:
                statement.page_url = reverse("page_of_file", args=[statement.file_sha256, statement.page])
    return known


def why_of(record, known):
    """The statements about one record, field by field, for its page: a dict of field → list."""
    label = record._meta.label_lower
    return {
        field.replace(" ", "_"): several
        for (subject, key, field), several in known.items()
        if subject == label and key == record.pk
    }


def document_page(document: Document, audience: Audience) -> DocumentPage:
    """Everything about one document that a reader of ``audience`` may know. At most ten queries."""
    document = (
        Document.objects.filter(pk=document.pk)
        .prefetch_related(
            "symbols",
            "titles",
            "notes",
            "identifiers",
            "agenda_items",
            Prefetch(
                "versions", LanguageVersion.objects.visible_to(audience).select_related("issued_by").with_current_file()
            ),
        )
        .get()
    )
    placed = list(
        DocumentMeeting.objects.filter(document=document)
        .visible_to(audience)
        .select_related("meeting")
        .prefetch_related("meeting__seats__body")
        .order_by("meeting__start")
    )
    family = family_of(document, audience)
    own = next((row for row in family if row.pk == document.pk), None)
    known = statements([document], audience)
    return DocumentPage(
        document=document,
        places=own.places if own else [],
        versions=list(document.versions.all()),
        meetings=[place for place in placed if place.is_confirmed],
        proposed=[place for place in placed if not place.is_confirmed],
        cites=cites_of(document, audience),
        cited_by=cited_by(Q(document=document), audience),
        family=[row for row in family if row.pk != document.pk],
        replaced_by=own.replaced_by if own else (),
        acts=list(document.act_roles.select_related("act__body").filter(act__audience__lte=audience)),
        why=why_of(document, known),
        explained=explained(document.symbol),
    )


def explained(symbol):
    """A symbol in words; empty when there is none or no rule fits."""
    try:
        return explain(parse(symbol)) if symbol else ""
    except SymbolError:
        return ""


def family_of(document, audience):
    """The document and its relatives (original, Rev., Add., Corr.), as rows in natural order; itself alone without symbol."""
    roots = [symbol.root for symbol in document.symbols.all()]
    if roots:
        pks = DocumentSymbol.objects.filter(root__in=roots).values("document")
        relatives = Document.objects.visible_to(audience).filter(pk__in=pks)
    else:
        relatives = Document.objects.filter(pk=document.pk)
    return rows_of(relatives.in_order(), audience)


def cites_of(document, audience):
    """What the document cites, each target once, in the order of first mention; held or not."""
    return _cited(Reference.objects.visible_to(audience).filter(citing=document), audience)


def cites_of_file(file, audience):
    """What one file cites, whether it is filed yet or not."""
    return _cited(Reference.objects.visible_to(audience).filter(file=file), audience)


def _cited(references, audience):
    references = references.select_related("act__body", "file__version").order_by(
        "file__version__language", "page", "start", "pk"
    )[:2000]
    visible = _visible_targets(references, audience)
    cited = {}
    for reference in references:
        key = reference.symbol or reference.act_key
        if key not in cited:
            cited[key] = _target(reference, visible)
        entry = cited[key]
        if reference.malformed and not entry.malformed:
            entry.as_written, entry.malformed = reference.as_written, reference.malformed
        if reference.file_id and reference.file.version_id:
            entry.places.append(reference)
    return list(cited.values())


def _visible_targets(references, audience):
    wanted = {reference.document_id for reference in references} - {None}
    return (
        set(Document.objects.visible_to(audience).filter(pk__in=wanted).values_list("pk", flat=True))
        if wanted
        else set()
    )


def _target(reference, visible):
    if reference.symbol:
        url = reverse("document", args=[path_of(reference.symbol)])
        return Cited(reference.symbol, url, is_held=reference.document_id in visible)
    if reference.act_id:
        return Cited(reference.act.heading, reference.act.get_absolute_url())
    words = reference.act_key.removeprefix("? ")
    return Cited(words[:1].upper() + words[1:], "", is_held=False)


def cited_by(target: Q, audience, most=200):
    """The documents that cite a target (a condition on references), as far as the reader may see them citing it."""
    citing = Reference.objects.visible_to(audience).filter(target).exclude(citing=None).values("citing")
    rows = rows_of(Document.objects.visible_to(audience).filter(pk__in=citing).in_order()[:most], audience)
    return rows


def not_here_yet(symbol, audience):
    """For a well-formed symbol that the reader can't have: what cites it, and its relatives that are here.

    The same for a document that is not held and for one that is hidden: nothing here looks at whether it exists.
    """
    relatives = Document.objects.visible_to(audience).filter(
        pk__in=DocumentSymbol.objects.filter(root=symbol.root).exclude(canonical=symbol.canonical).values("document")
    )
    return {
        "symbol": symbol,
        "explained": explain(symbol),
        "cited_by": cited_by(Q(symbol=symbol.canonical), audience),
        "family": rows_of(relatives.in_order(), audience),
    }


@dataclass
class TextPage:
    """One language of a document, to read: its pages, and which other languages there are."""

    version: LanguageVersion
    file: File
    pages: list[Page]
    places: list[Place]


def text_page(document, language, audience):
    """The text of a document in one language, or None when the reader may not open it or it is not held."""
    version = (
        LanguageVersion.objects.readable_by(audience)
        .filter(document=document, language=language)
        .select_related("document", "issued_by")
        .with_current_file()
        .first()
    )
    if version is None or version.current_file is None:
        return None
    file = version.current_file
    row = rows_of(Document.objects.filter(pk=document.pk), audience)[0]
    return TextPage(version, file, list(Page.objects.filter(file=file).order_by("number")), row.places)


def act_page(act, audience):
    """All that the page of an act shows, as a dict for its template."""
    paragraphs = list(act.paragraphs.all())
    mandates = act.mandates.visible_to(audience).for_list().order_by("number")
    known = statements([act], audience)
    languages = sorted({paragraph.language for paragraph in paragraphs}, key=lambda code: (code != "en", code))
    shown = languages[0] if languages else ""
    documents = Document.objects.visible_to(audience)
    roles = list(
        act.document_roles.filter(document__in=documents).prefetch_related("document__symbols", "document__titles")
    )
    return {
        "act": act,
        "paragraphs": [paragraph for paragraph in paragraphs if paragraph.language == shown],
        "mandates": mandates,
        "document_roles": roles,
        "bodies": act.body_roles.select_related("body"),
        "cited_by": cited_by(Q(act=act), audience),
        "why": why_of(act, known),
    }


def acts_list(audience, *, kind="", session=""):
    """Acts for the list, newest session first, with how many mandates each gave."""
    acts = Act.objects.visible_to(audience).for_list().in_order()
    if kind:
        acts = acts.filter(kind=kind)
    if session == "external":
        acts = acts.filter(body__is_external=True)
    elif session:
        acts = acts.filter(body__is_external=False, session__seats__ordinal=session)
    return acts.annotate(mandate_count=Count("mandates", filter=Q(mandates__review="confirmed"), distinct=True))


def session_choices():
    """The sessions of the Conference as (ordinal, title), newest first, for filters. Two queries."""
    return [(str(session.ordinal), session.title) for session in reversed(Meeting.objects.sessions().with_bodies())]
