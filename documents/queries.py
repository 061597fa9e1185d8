"""What the pages show, each asked once and at a known cost."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import pairwise

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Prefetch, Q
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import Audience
from documents.models import (
    OFFICIAL,
    Act,
    ActBody,
    ActDocument,
    ActTitle,
    BodyRole,
    Document,
    DocumentMeeting,
    DocumentRole,
    DocumentSymbol,
    File,
    Language,
    LanguageVersion,
    NoteKind,
    Page,
    PageSource,
    Reference,
    TitleOrigin,
    VersionStatus,
    languages_in_words,
)
from documents.models.rows import Row, of_the_document, path_of, rows_of
from documents.search.contents import known_language
from documents.search.marking import Marker
from documents.symbols import SymbolError, explain, parse
from meetings.models import Meeting, MeetingBody
from meetings.queries import by_field
from provenance.models import Evidence, sureness_in_words

MOST_REFERENCES = 3000
MOST_CITING = 200
MOST_LOOKED_THROUGH = 1500  # pages of one text in which a word is looked for, to mark them in the list of pages
CHINESE = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
SEATS = Prefetch("seats", MeetingBody.objects.select_related("body").order_by("position"))


@dataclass
class Cited:
    """One thing cited: its label, its address, its title where it is held, and where the words stand."""

    label: str
    url: str
    title: str = ""
    as_written: str = ""
    malformed: str = ""
    is_held: bool = True
    document: int | None = None
    confidence: float | None = None

    @property
    def sureness(self):
        """How sure the machine is that this is meant, in words; "" where a person said so."""
        return sureness_in_words(self.confidence)


@dataclass(frozen=True)
class Title:
    """A title in one language, and how we came by it (``TitleOrigin``)."""

    language: Language
    text: str
    origin: str

    @property
    def is_ours(self):
        """True for words that no document prints: described or translated here."""
        return self.origin != TitleOrigin.OFFICIAL

    @property
    def origin_words(self):
        return TitleOrigin(self.origin).label


@dataclass(frozen=True)
class Version:
    """One language of a document, as its page shows it. file_url and text_url are empty where a reader may not open it."""

    pk: int
    language: Language
    status: VersionStatus
    job_line: str
    issued_on: date | None
    withdrawn_on: date | None
    withdrawn_reason: str
    page_count: int | None
    is_only_language: bool
    is_stand_in: bool
    has_file: bool
    text_url: str = ""
    file_url: str = ""
    reissued_on: date | None = None
    corrected_by: tuple = ()


@dataclass
class DocumentPage:
    """All that the page of a document shows to one reader."""

    document: Document
    symbols: list[str]
    malformed_symbols: list[tuple]
    title: Title | None
    titles: list[Title]
    notes: list
    identifiers: list[str]
    bodies: list
    agenda_items: list
    versions: list[Version]
    own: Row | None
    state: tuple
    meetings: list
    proposed: list
    cites: list[Cited]
    cited_by: list[Row]
    family: list[Row]
    acts: list
    answers: list
    told_of_in: list
    why: dict
    explained: str

    @property
    def replaced_by(self):
        return self.own.replaced_by if self.own else ()

    @property
    def applies_to(self):
        """For a corrigendum of some languages only: which, in words."""
        return self.own.applies_to_in_words if self.own else ""

    @property
    def issued_in_turn(self):
        """Where languages were not issued on the same day: (day, languages in words), the first day first; else nothing."""
        days = {}
        for version in sorted((each for each in self.versions if each.issued_on), key=lambda each: each.issued_on):
            days.setdefault(version.issued_on, []).append(version.language.value)
        return [(day, languages_in_words(codes)) for day, codes in days.items()] if len(days) > 1 else []

    @property
    def organ(self):
        """The body in whose name it is printed, for the head of the page."""
        return " and ".join(body["name"] for body in self.bodies)

    @property
    def has_stand_in(self):
        return any(version.is_stand_in and version.text_url for version in self.versions)


def statements(records, audience):
    """What is known about some records and how: a dict of (label, key, field) → list of Evidence. One query."""
    known = Evidence.objects.visible_to(audience).by_subject(*records)
    for several in known.values():
        for statement in several:
            if statement.file_sha256 and statement.page:
                statement.page_url = reverse("page_of_file", args=[statement.file_sha256, statement.page])
            if statement.confirmed_by_id and audience < Audience.SECRETARIAT:
                # Who of the staff signed is the secretariat's own.
                statement.confirmed_words = "the secretariat"
    return known


def document_found(audience, *, symbol="", pk=None) -> Document | None:
    """The visible document that bears a canonical symbol, or has a number in the record; None if there is none. One query.

    It carries what hangs on it as lists of plain values (``has_symbols``, ``has_titles``, ...), for ``document_page``.
    """
    documents = Document.objects.visible_to(audience)
    documents = documents.with_symbol(symbol) if symbol else documents.filter(pk=pk)
    return documents.annotate(**_what_hangs_on_it(audience)).first()


HANGS_ON_A_DOCUMENT = {
    "has_symbols": """
        SELECT jsonb_agg(jsonb_build_object('canonical', canonical, 'printed', as_printed, 'root', root)
                         ORDER BY position, id)
        FROM documents_documentsymbol WHERE {its}""",
    "has_titles": """
        SELECT jsonb_agg(jsonb_build_object('language', language, 'text', text, 'origin', origin) ORDER BY language)
        FROM documents_documenttitle WHERE {its}""",
    "has_identifiers": """
        SELECT jsonb_agg(jsonb_build_object('scheme', scheme, 'value', value) ORDER BY scheme)
        FROM documents_otheridentifier WHERE {its}""",
    "has_bodies": """
        SELECT jsonb_agg(jsonb_build_object('slug', body.slug, 'full', body.name, 'short', body.short_name)
                         ORDER BY body.position)
        FROM documents_documentbody JOIN meetings_body body ON body.id = body_id WHERE {its}""",
    "has_notes": """
        SELECT jsonb_agg(jsonb_build_object('kind', kind, 'text', text) ORDER BY kind, id)
        FROM documents_documentnote WHERE {its} AND audience <= %s""",
    "has_versions": """
        SELECT jsonb_agg(jsonb_build_object(
            'pk', version.id, 'language', version.language, 'status', version.status, 'job_number', version.job_number,
            'issued_at', version.issued_at, 'reissued_at', version.reissued_at, 'withdrawn_at', version.withdrawn_at,
            'withdrawn_reason', version.withdrawn_reason, 'page_count', version.page_count,
            'is_only_language', version.is_only_language, 'file', file.id, 'stand_in', file.is_stand_in,
            'pages', file.page_count))
        FROM documents_languageversion version
        LEFT JOIN documents_file file ON file.version_id = version.id AND file.is_current
        WHERE {its} AND version.status <> %s""",
    "has_items": """
        SELECT jsonb_agg(jsonb_build_object('number', item.number, 'title', item.title, 'meeting', item.meeting_id)
                         ORDER BY item.sort_key)
        FROM documents_documentagendaitem JOIN meetings_agendaitem item ON item.id = agenda_item_id
        JOIN meetings_meeting meeting ON meeting.id = item.meeting_id WHERE {its} AND meeting.audience <= %s""",
}


@cache
def _what_hangs_on_it(audience):
    """What hangs on a document, as lists of plain values, for a reader of ``audience``; in SQL, as rows are (decision 7)."""
    hidden = "" if audience >= Audience.SECRETARIAT else VersionStatus.HELD.value
    parameters = {"has_notes": [audience], "has_versions": [hidden], "has_items": [audience]}
    return {name: of_the_document(sql, *parameters.get(name, ())) for name, sql in HANGS_ON_A_DOCUMENT.items()}


def path_of_found(document) -> str:
    """The part of the address of a document that ``document_found`` found, without a query."""
    return path_of(document.has_symbols[0]["canonical"]) if document.has_symbols else f"id/{document.pk}"


def document_page(document: Document, audience: Audience) -> DocumentPage:
    """Everything about one document (from ``document_found``) that a reader of ``audience`` may know. Eight queries."""
    symbols = [symbol["canonical"] for symbol in document.has_symbols]
    placed = list(
        DocumentMeeting.objects.filter(document=document)
        .visible_to(audience)
        .select_related("meeting")
        .prefetch_related(Prefetch("meeting__seats", SEATS.queryset))
        .order_by("meeting__start", "pk")
    )
    references = list(
        _with_targets(Reference.objects.visible_to(audience), audience)
        .filter(Q(citing=document) | Q(document=document))
        .order_by("file__version__language", "page", "start", "pk")[:MOST_REFERENCES]
    )
    cites = _cited([each for each in references if each.citing_id == document.pk], audience)
    citing = {each.citing_id for each in references if each.citing_id != document.pk}
    roots = {symbol["root"] for symbol in document.has_symbols}
    rows = _rows_around(document, roots, citing | {each.document for each in cites}, audience)
    for each in cites:
        if each.document in rows:
            each.title = rows[each.document].title
    family = [row for row in rows.values() if _roots_of(row) & roots]
    titles = [Title(Language(title["language"]), title["text"], title["origin"]) for title in document.has_titles]
    own = rows.get(document.pk)
    corrections = own.corrected_by if own else []
    versions = [_version(each, document, audience, corrections) for each in document.has_versions]
    versions.sort(key=lambda version: (version.language not in OFFICIAL, version.language.letter))
    mandates = _mandates_told(document, audience)
    known = statements([document, *placed], audience)
    for place in placed:
        place.why = [statement for several in by_field(known, place).values() for statement in several]
    return DocumentPage(
        document=document,
        symbols=symbols,
        malformed_symbols=[
            (symbol["printed"], symbol["canonical"])
            for symbol in document.has_symbols
            if "".join(symbol["printed"].split()).rstrip("*") != "".join(symbol["canonical"].split())
        ],
        title=next((title for title in titles if own and title.language == own.title_language), None),
        titles=titles,
        notes=[(NoteKind(note["kind"]).label, note["text"]) for note in document.has_notes],
        identifiers=[f"{each['scheme']} {each['value']}" for each in document.has_identifiers],
        bodies=[
            {"name": body["short"] or body["full"], "url": reverse("body", args=[body["slug"]])}
            for body in document.has_bodies
        ],
        agenda_items=document.has_items,
        versions=versions,
        own=own,
        state=_state(versions),
        meetings=[place for place in placed if place.is_confirmed],
        proposed=[place for place in placed if not place.is_confirmed],
        cites=cites,
        cited_by=[row for row in rows.values() if row.pk in citing][:MOST_CITING],
        family=[row for row in family if row.pk != document.pk],
        acts=list(document.act_roles.select_related("act__body").filter(act__audience__lte=audience)),
        answers=[mandate for mandate in mandates if mandate.is_answered],
        told_of_in=[mandate for mandate in mandates if not mandate.is_answered],
        why=by_field(known, document),
        explained=explained(symbols[0]) if symbols else "",
    )


def _rows_around(document, roots, further, audience):
    """The document, its family, and further documents (primary keys) as a dict of key → Row, in natural order."""
    relatives = DocumentSymbol.objects.filter(root__in=roots).values("document")
    wanted = Q(pk=document.pk) | Q(pk__in=relatives) | Q(pk__in=further - {None})
    return {row.pk: row for row in rows_of(Document.objects.visible_to(audience).filter(wanted).in_order(), audience)}


def _roots_of(row):
    """The roots of a row's symbols: what its family shares."""
    roots = set()
    for symbol in [row.symbol, *row.symbol.split("-")]:
        try:
            roots.add(parse(symbol).root)
        except SymbolError:
            roots.add(symbol)
    return roots - {""}


def _version(values, document, audience, corrections):
    """A Version from its values. Who may not read it gets no address of its text or file."""
    language, status = Language(values["language"]), VersionStatus(values["status"])
    readable = values["file"] and (status == VersionStatus.ISSUED or audience >= Audience.SECRETARIAT)
    path = path_of_found(document)
    return Version(
        pk=values["pk"],
        language=language,
        status=status,
        job_line=f"{values['job_number']} ({language.letter})" if values["job_number"] else "",
        issued_on=_day(values["issued_at"]) if status == VersionStatus.ISSUED else None,
        reissued_on=_day(values["reissued_at"]) if status == VersionStatus.ISSUED else None,
        corrected_by=tuple(correction for correction in corrections if correction.concerns(language.value)),
        withdrawn_on=_day(values["withdrawn_at"]),
        withdrawn_reason=values["withdrawn_reason"],
        page_count=values["page_count"] or (values["pages"] if readable else None),
        is_only_language=values["is_only_language"],
        is_stand_in=bool(readable and values["stand_in"]),
        has_file=bool(values["file"]),
        text_url=reverse("text", args=[language.value, path]) if readable else "",
        file_url=reverse("file", args=[values["file"], _file_name(document, language)]) if readable else "",
    )


def _file_name(document, language):
    """The end of a file's address: only for people to read, the file itself is found by its number."""
    stem = re.sub(r"[^A-Za-z0-9.-]+", "_", path_of_found(document))
    return f"{stem}-{language.value.upper()}"


def _day(moment):
    """The day of a moment that came as ISO text; None without one."""
    return timezone.localtime(datetime.fromisoformat(moment)).date() if moment else None


def _state(versions):
    """What the language versions amount to, as a reader sees them: (word, tone)."""
    issued = [version for version in versions if version.status == VersionStatus.ISSUED]
    if issued:
        if len(issued) == 1:
            return f"Issued in {issued[0].language.label}", "done"
        return f"Issued in {len(issued)} languages", "done"
    for status, words in (
        (VersionStatus.HELD, ("Held, not issued", "due")),
        (VersionStatus.WITHDRAWN, ("Withdrawn", "gap")),
        (VersionStatus.IN_TRANSLATION, ("In translation", "due")),
        (VersionStatus.EXPECTED, ("Expected", "due")),
    ):
        if any(version.status == status for version in versions):
            return words
    return "Text not held here", "plain"


def _mandates_told(document, audience):
    """The mandates that the document answers (``is_answered``) or tells of. One query, asked by the reverse names."""
    # The reader has the document before them, so what answers by it may be seen.
    answers = document.responses.filter(is_confirmed=True)
    mandates = document.mandates.model.objects.visible_to(audience)
    return list(
        mandates.annotate(is_answered=Exists(answers.filter(mandate=OuterRef("pk"))))
        .filter(Q(is_answered=True) | Q(pk__in=document.mandates.values("pk")))
        .select_related("act__body")
        .order_by("act__number_sort_key", "number")
    )


def explained(symbol):
    """A symbol in words; empty when there is none or no rule fits."""
    try:
        return explain(parse(symbol)) if symbol else ""
    except SymbolError:
        return ""


def cites_of_file(file, audience):
    """What one file cites, each target once, in the order of first mention; whether the file is filed yet or not."""
    references = _with_targets(Reference.objects.visible_to(audience).filter(file=file), audience)
    return _cited(references.order_by("page", "start", "pk")[:MOST_REFERENCES], audience)


def _with_targets(references, audience):
    """References with what they name, and whether the reader may see the document named (``target_is_visible``)."""
    target = Document.objects.visible_to(audience).filter(pk=OuterRef("document"))
    wanted = ("symbol", "act_key", "as_written", "malformed", "confidence", "citing_id", "document_id", "file_id")
    named = ("act__kind", "act__number", "act__audience", "act__body__slug", "act__body__name", "act__body__short_name")
    references = references.annotate(target_is_visible=Exists(target)).select_related("act__body")
    return references.only(*wanted, *named, "act__body__is_external")


def _cited(references, audience):
    cited = {}
    for reference in references:
        key = reference.symbol or reference.act_key
        if key not in cited:
            cited[key] = _target(reference, audience)
        entry = cited[key]
        if reference.confidence is not None:
            entry.confidence = max(reference.confidence, entry.confidence or 0)
        if reference.malformed and not entry.malformed:
            entry.as_written, entry.malformed = reference.as_written, reference.malformed
    return list(cited.values())


def _target(reference, audience):
    """What a reference names. A target that the reader may not see is told like one that is not held."""
    if reference.symbol:
        url = reverse("document", args=[path_of(reference.symbol)])
        held = reference.target_is_visible
        return Cited(reference.symbol, url, is_held=held, document=reference.document_id if held else None)
    if reference.act_id and reference.act.audience <= audience:
        return Cited(reference.act.heading, reference.act.get_absolute_url())
    words = reference.act_key.removeprefix("? ").removeprefix("CTOC/COP ")
    return Cited(words[:1].upper() + words[1:], "", is_held=False)


def cited_by(target: Q, audience, most=MOST_CITING) -> list[Row]:
    """The documents that cite a target (a condition on references), as far as the reader may see them citing it."""
    citing = Reference.objects.visible_to(audience).filter(target).exclude(citing=None).values("citing")
    return rows_of(Document.objects.visible_to(audience).filter(pk__in=citing).in_order()[:most], audience)


def not_here_yet(symbol, audience):
    """For a well-formed symbol that the reader can't have: what cites it, and its relatives that are here.

    The same for a document that is not held and for one that is hidden: nothing here looks at whether it exists.
    """
    relatives = Document.objects.visible_to(audience).filter(
        pk__in=DocumentSymbol.objects.filter(root=symbol.root).exclude(canonical=symbol.canonical).values("document")
    )
    return {
        "symbol": symbol,
        "explained": explained(symbol.canonical),
        "cited_by": cited_by(Q(symbol=symbol.canonical), audience),
        "family": rows_of(relatives.in_order(), audience),
    }


_FROM_A_PICTURE = _("The text of this page was recognised from a picture: compare it with the file.")
PAGE_NOTICES = {
    PageSource.SCAN: _FROM_A_PICTURE,
    PageSource.RECOGNISED: _FROM_A_PICTURE,
    PageSource.PICTURE: _("This page is a picture, and its words could not be read. They stand in the file."),
    PageSource.BROKEN: _("The letters of this page are not those that print shows. Read it in the file."),
}


@dataclass
class Sheet:
    """One page of one language's text, as ``components/_reading.html`` takes it."""

    version: LanguageVersion
    file: File
    number: int
    pages: list
    paragraphs: list
    previous_url: str = ""
    next_url: str = ""
    notice: str = ""
    corrected_by: tuple = ()

    @property
    def language(self):
        return self.version.language

    @property
    def language_name(self):
        return self.version.get_language_display()

    @property
    def direction(self):
        return Language(self.version.language).direction

    @property
    def stand_in(self):
        return self.file.is_stand_in


@dataclass
class TextPage:
    """A page of a document's text to read, another language beside it where asked for, and the languages there are."""

    row: Row
    sheet: Sheet
    beside: Sheet | None


def text_page(audience, *, symbol="", pk=None, language, number, beside="", asked=None, query="") -> TextPage | None:
    """One page of a document's text in one language, or None when the reader may not open it or it is not held.

    number: the page wanted; the nearest there is will be shown. beside: another language, or "". asked: the words to mark
    (``documents.search.query.Asked``), or None. query: what the addresses of the other pages carry along. Six queries.
    """
    versions = LanguageVersion.objects.readable_by(audience)
    versions = versions.filter(document__symbols__canonical=symbol) if symbol else versions.filter(document=pk)
    found = {
        version.language: version
        for version in versions.filter(language__in=[language, beside]).select_related("document").with_current_file()
    }
    if language not in found:
        return None
    rows = rows_of(Document.objects.filter(pk=found[language].document_id), audience)
    files = [version.current_file for version in found.values()]
    pages = Page.objects.filter(file__in=files)
    markers = {}
    if asked is not None and asked.words:
        for version in found.values():
            markers[version.current_file.pk] = Marker(asked, known_language(version.language))
    known = _pages_known(pages, markers)
    nearest = {
        file: min((at for at, _hit in several), key=lambda at: abs(at - number)) for file, several in known.items()
    }
    wanted = Q(pk__in=[])
    for file, at in nearest.items():
        wanted |= Q(file=file, number=at)
    texts = {file: (text, source) for file, text, source in pages.filter(wanted).values_list("file", "text", "source")}
    sheets = {
        code: _sheet(version, known, nearest, texts, markers, query, rows[0].corrected_by)
        for code, version in found.items()
        if version.current_file
    }
    return TextPage(rows[0], sheets[language], sheets.get(beside) if beside != language else None)


def _pages_known(pages, markers):
    """File → its pages as (number, whether the words looked for stand there); only so many are looked through."""
    known = {}
    if not markers:
        for file, at in pages.order_by("number").values_list("file", "number"):
            known.setdefault(file, []).append((at, False))
        return known
    for file, at, text in pages.order_by("number").values_list("file", "number", "text").iterator():
        several = known.setdefault(file, [])
        several.append((at, len(several) < MOST_LOOKED_THROUGH and bool(markers[file].places(text, most=1))))
    return known


def _sheet(version, known, nearest, texts, markers, query, corrections):
    file = version.current_file
    number = nearest.get(file.pk, 1)
    numbers = [at for at, _has_words in known.get(file.pk, [])]

    def url(at):
        return f"?page={at}{'&' if query else ''}{query}"

    place = numbers.index(number) if number in numbers else 0
    text, source = texts.get(file.pk, ("", ""))
    return Sheet(
        version=version,
        file=file,
        number=number,
        pages=[(at, url(at), has_words) for at, has_words in known.get(file.pk, [])],
        paragraphs=paragraphs_of(text, markers.get(file.pk)),
        notice=PAGE_NOTICES.get(source, ""),
        corrected_by=tuple(correction for correction in corrections if correction.concerns(version.language)),
        previous_url=url(numbers[place - 1]) if place > 0 else "",
        next_url=url(numbers[place + 1]) if place + 1 < len(numbers) else "",
    )


def paragraphs_of(text, marker=None):
    """A page's text as paragraphs, parted at empty lines, with the words looked for marked by a Marker."""
    blocks = [_unfolded(block.strip("\n")) for block in re.split(r"\n[ \t]*\n", text) if block.strip()]
    return [marker.whole(block) for block in blocks] if marker else blocks


def _unfolded(block):
    """A block without the line breaks of the printed column: a line that nearly fills it goes on in the next.

    The lines of a masthead or a list are short, and stay.
    """
    lines = block.split("\n")
    longest = max(map(len, lines))
    unfolded = lines[0]
    for before, line in pairwise(lines):
        chinese = bool(CHINESE.search(before[-1:]))
        goes_on = longest >= (20 if chinese else 45) and len(before) >= 0.7 * longest
        unfolded += ("" if chinese else " ") + line.lstrip() if goes_on else "\n" + line
    return unfolded


@dataclass
class ParagraphShown:
    """A paragraph of an act as ``components/_paragraph.html`` takes it."""

    anchor: str
    number: str
    depth: int
    verb: str
    rest: str
    kind: str
    mandates: list = field(default_factory=list)


@dataclass
class ActPage:
    """All that the page of an act shows to one reader."""

    act: Act
    title: Title | None
    titles: list[Title]
    language: Language | None
    paragraphs: list[ParagraphShown]
    text_from: tuple[str, str] | None
    mandates: list
    documents: list
    stands_in: list
    bodies: list
    cited_by: list[Row]
    why: dict


def act_found(audience, *, body, kind, number) -> Act | None:
    """The visible act of a body (its slug), kind and number; None if there is none. Two queries.

    It carries its titles, its documents' roles and the bodies that it founded as lists of plain values, for ``act_page``.
    """
    titles = ActTitle.objects.filter(act=OuterRef("pk")).order_by("language")
    roles = ActDocument.objects.filter(act=OuterRef("pk")).order_by("role", "pk")
    bodies = ActBody.objects.filter(act=OuterRef("pk")).order_by("pk")
    acts = Act.objects.visible_to(audience).filter(body__slug=body, kind=kind, number=number)
    return (
        acts.select_related("body", "session")
        .prefetch_related(Prefetch("session__seats", SEATS.queryset))
        .annotate(
            has_titles=ArraySubquery(titles.values(json=JSONObject(language="language", text="text"))),
            has_roles=ArraySubquery(roles.values(json=JSONObject(document="document", role="role"))),
            has_bodies=ArraySubquery(
                bodies.values(
                    json=JSONObject(role="role", slug="body__slug", full="body__name", short="body__short_name")
                )
            ),
        )
        .first()
    )


def act_page(act, audience) -> ActPage:
    """All that the page of an act (from ``act_found``) shows. Six queries."""
    mandates = list(
        act.mandates.visible_to(audience).with_outcome(audience).with_story(audience).prefetch_related("addressees")
    )
    mandates.sort(key=lambda mandate: mandate.number)
    for mandate in mandates:
        mandate.act = act
    paragraphs = list(act.paragraphs.visible_to(audience).select_related("file__version__document"))
    # English where it is held; else the first language that is.
    shown = min({paragraph.language for paragraph in paragraphs}, key=lambda code: (code != "en", code), default="")
    citing = set(
        Reference.objects.visible_to(audience).filter(act=act).exclude(citing=None).values_list("citing", flat=True)
    )
    with_role = {role["document"] for role in act.has_roles}
    documents = Document.objects.visible_to(audience).filter(pk__in=citing | with_role)
    rows = {row.pk: row for row in rows_of(documents.in_order(), audience)}
    titles = [Title(Language(title["language"]), title["text"], TitleOrigin.OFFICIAL) for title in act.has_titles]
    told = [(role["role"], rows[role["document"]]) for role in act.has_roles if role["document"] in rows]
    return ActPage(
        act=act,
        title=next((title for title in titles if title.language == Language.ENGLISH), next(iter(titles), None)),
        titles=titles,
        language=Language(shown) if shown else None,
        paragraphs=[_paragraph(each, mandates) for each in paragraphs if each.language == shown],
        text_from=_read_from([each for each in paragraphs if each.language == shown]),
        mandates=mandates,
        documents=[(DocumentRole(role).label, row) for role, row in told],
        stands_in=[row for role, row in told if role == DocumentRole.CONTAINS],
        bodies=[
            (BodyRole(body["role"]).label, body["short"] or body["full"], reverse("body", args=[body["slug"]]))
            for body in act.has_bodies
        ],
        cited_by=[row for row in rows.values() if row.pk in citing][:MOST_CITING],
        why=by_field(statements([act], audience), act),
    )


def _read_from(paragraphs):
    """Where a text that a machine read stands, as words and address; None for one that a person entered."""
    first = next((each for each in paragraphs if each.file_id and each.file.version_id), None)
    if first is None:
        return None
    page = first.page or 1
    version = first.file.version
    return f"{version.document}, page {page}", f"{version.get_absolute_url()}?page={page}"


def _paragraph(paragraph, mandates):
    """A paragraph with its leading verb set apart, and the mandates that stand on it."""
    verb = paragraph.verb if paragraph.verb and paragraph.text.startswith(paragraph.verb) else ""
    return ParagraphShown(
        anchor=paragraph.anchor,
        number=paragraph.number,
        depth=min(paragraph.depth, 3),
        verb=verb,
        rest=paragraph.text[len(verb) :].lstrip() if verb else paragraph.text,
        kind=paragraph.kind,
        mandates=[
            {
                "url": mandate.get_absolute_url(),
                "word": f"{mandate.get_deliverable_display() or 'mandate'}: {mandate.outcome.word}".capitalize(),
                "tone": mandate.outcome.tone,
            }
            for mandate in mandates
            if mandate.paragraph_id == paragraph.pk
        ],
    )


def acts_list(audience, *, kind="", session=""):
    """Acts for the list, newest session first, with how many mandates each gave."""
    acts = Act.objects.visible_to(audience).in_order().select_related("body")
    acts = acts.prefetch_related("titles", "session", Prefetch("session__seats", SEATS.queryset))
    if kind:
        acts = acts.filter(kind=kind)
    if session == "external":
        acts = acts.filter(body__is_external=True)
    elif session:
        acts = acts.filter(body__is_external=False, session__seats__ordinal=session)
    return acts.annotate(mandate_count=Count("mandates", filter=Q(mandates__review="confirmed"), distinct=True))


def session_choices(audience):
    """The sessions of the Conference as (ordinal, title), newest first, for filters. Two queries."""
    sessions = Meeting.objects.visible_to(audience).sessions().with_bodies()
    return [(str(session.ordinal), session.title) for session in reversed(sessions)]
