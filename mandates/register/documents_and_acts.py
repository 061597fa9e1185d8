"""Where the facts about documents, related documents of other bodies, and acts stand."""

import re
from datetime import date

from documents.models import (
    Act,
    ActDocument,
    ActTitle,
    Document,
    DocumentMeeting,
    DocumentNote,
    DocumentRole,
    DocumentSymbol,
    DocumentTitle,
    Language,
    LanguageVersion,
    MeetingRole,
    NoteKind,
    OtherIdentifier,
    Reference,
    ReferenceOrigin,
    TitleOrigin,
    VersionStatus,
)
from documents.models.act import act_key
from documents.symbols import SymbolError, parse, parse_joint
from mandates.register.bodies_and_meetings import PLACE_IN_MEETING, place_in
from mandates.register.ledger import Kept, Place
from mandates.register.lines import BadRecord
from mandates.register.places import (
    Choice,
    Foreign,
    Identity,
    Link,
    ManyLink,
    PartialDate,
    RowLink,
    Text,
    Tied,
    YesNo,
    words_of,
)
from meetings.models import AgendaItem, MeetingKind
from provenance.models import Origin

NCJ = "NCJ"
JOB_LINE = re.compile(r"(?P<number>[A-Z]{1,2}\.\d{2}-\d{4,6})(?: \((?P<letter>[ACEFRSG])\))?")
MOST_VERSIONS = len(Language)


def symbols_of(line) -> list:
    """All symbols of a document, as ``documents.symbols.Symbol``: its own, and those that it shares a joint document with.

    Raises BadRecord for what is no symbol.
    """
    written = [line.text("symbol"), *line.texts("joint_symbols")]
    symbols = {}
    for text in filter(None, written):
        for symbol in read_symbols(text):
            symbols.setdefault(symbol.canonical, symbol)
    return list(symbols.values())


def read_symbols(text):
    """One or several symbols printed together. Raises BadRecord, with the reader's own sentence."""
    try:
        return parse_joint(text)
    except SymbolError as problem:
        raise BadRecord(str(problem)) from problem


class Symbols(Place):
    """The symbols of the document, in order."""

    several = True

    def __init__(self):
        super().__init__("symbol", ("symbol", "joint_symbols"), "DocumentSymbol")

    def check(self, line):
        symbols_of(line)

    def stated(self, line, records):
        own = len(read_symbols(line.text("symbol"))) if line.text("symbol") else 0
        return [
            self.says(line, "symbol" if place < own else "joint_symbols", symbol.canonical, symbol)
            for place, symbol in enumerate(symbols_of(line))
        ]

    def standing(self, subject):
        return {symbol.canonical: symbol for symbol in subject.symbols.all()}

    def put(self, subject, value):
        held = DocumentSymbol.objects.filter(canonical=value.text).exclude(document=subject).first()
        if held:
            raise BadRecord(f"{value.text} is the symbol of another document in the record: “{held.document.title}”.")
        return DocumentSymbol.objects.create(
            document=subject, as_printed=value.data.printed, position=subject.symbols.count()
        )

    def remove(self, subject, text, row):
        row.delete()


class MastheadSymbol(Place):
    """The symbol as the masthead prints it, with the asterisk of a re-issue."""

    def __init__(self):
        super().__init__("symbol as printed", "masthead_symbol", "DocumentSymbol.as_printed")

    def check(self, line):
        text = line.text("masthead_symbol")
        if text and [symbol.canonical for symbol in read_symbols(text)] != [
            symbol.canonical for symbol in symbols_of(line)
        ]:
            raise BadRecord(f"The masthead's {text} and {line.text('symbol')} are not the same symbol.")

    def stated(self, line, records):
        text = line.text("masthead_symbol")
        return [self.says(line, "masthead_symbol", text)] if text else []

    def standing(self, subject):
        return {symbol.as_printed: symbol for symbol in subject.symbols.all() if symbol.as_printed != symbol.canonical}

    def put(self, subject, value):
        symbol = subject.symbols.get(canonical=parse(value.text).canonical)
        symbol.as_printed = value.text
        symbol.save()
        return symbol

    def remove(self, subject, text, row):
        row.as_printed = row.canonical
        row.save()


class JointSymbol(Kept):
    """How a joint document prints its symbols. They stand as DocumentSymbol rows, in order."""

    def __init__(self):
        super().__init__("joint symbol", "printed_symbol")
        self.where = "DocumentSymbol in order; Evidence, “joint symbol”"

    def check(self, line):
        text = line.text("printed_symbol")
        if text and {symbol.canonical for symbol in read_symbols(text)} != {
            symbol.canonical for symbol in symbols_of(line)
        }:
            raise BadRecord(f"{text} does not name the symbols that the record gives the document.")


class Title(Place):
    """The title in one language, of a document or an act."""

    def __init__(self, language, model, reads):
        field = "title" if language == Language.ENGLISH else f"title in {language.label}"
        super().__init__(field, reads, model.__name__)
        self.language, self.model = language, model

    def check(self, line):
        line.text(self.reads[0])

    def stated(self, line, records):
        text = line.text(self.reads[0])
        if not text:
            return []
        value = self.says(line, self.reads[0], text)
        data = (TitleOrigin.OFFICIAL, TitleOrigin.DESCRIBED)[value.origin == Origin.INFERRED]
        if value.origin == Origin.INFERRED and "translated" in line.text("note"):
            data = TitleOrigin.TRANSLATED
        return [type(value)(text, data, value.origin, value.source)]

    def standing(self, subject):
        return {title.text: title for title in subject.titles.filter(language=self.language)}

    def put(self, subject, value):
        more = {"origin": value.data} if self.model is DocumentTitle else {}
        title, _made = self.model.objects.update_or_create(
            **{self.model._meta.model_name.removesuffix("title"): subject},
            language=self.language,
            defaults={"text": value.text, **more},
        )
        return title

    def remove(self, subject, text, row):
        row.delete()


def titles_of(model):
    """The places of the title in every language: ``title`` in English, ``title_es`` and so on in the others."""
    return [
        Title(language, model, "title" if language == Language.ENGLISH else f"title_{language.value}")
        for language in Language
    ]


class Listed(YesNo):
    """That the register names the document is what makes it publicly listed."""

    def __init__(self):
        super().__init__("publicly listed", (), Document, "is_publicly_listed")

    def read(self, line):
        return True

    def stated(self, line, records):
        return [self.says(line, "", "yes", True)]


class Identifier(Place):
    """The document's number in the library of the National Criminal Justice Reference Service."""

    def __init__(self):
        super().__init__("identifier", "ncj", "OtherIdentifier, NCJ")

    def check(self, line):
        if len(line.text("ncj")) > 120:
            raise BadRecord("The number in another catalogue has at most 120 letters.")

    def stated(self, line, records):
        number = line.text("ncj")
        return [self.says(line, "ncj", f"{NCJ} {number}", number)] if number else []

    def standing(self, subject):
        return {str(number): number for number in subject.identifiers.filter(scheme=NCJ)}

    def put(self, subject, value):
        subject.identifiers.filter(scheme=NCJ).delete()
        return OtherIdentifier.objects.create(document=subject, scheme=NCJ, value=value.data)

    def remove(self, subject, text, row):
        row.delete()


class Note(Place):
    """A note of one kind: marked by a fact that is true, or told by a fact that is text, or both."""

    several = True

    def __init__(self, field, kind, mark="", words=""):
        super().__init__(field, tuple(filter(None, (mark, words))), f"DocumentNote, {kind}")
        self.kind, self.mark, self.fact = kind, mark, words

    def check(self, line):
        if self.mark:
            line.yes(self.mark)
        if self.fact:
            line.text(self.fact)

    def stated(self, line, records):
        text = line.text(self.fact) if self.fact else ""
        if not text and not (self.mark and line.yes(self.mark)):
            return []
        return [self.says(line, self.fact if text else self.mark, text or "yes", text)]

    def standing(self, subject):
        return {note.text or "yes": note for note in subject.notes.filter(kind=self.kind)}

    def put(self, subject, value):
        return DocumentNote.objects.create(document=subject, kind=self.kind, text=value.data)

    def remove(self, subject, text, row):
        row.delete()


class Versions(Place):
    """The language versions that are known to exist. That a file of one is held here is another's affair."""

    several = True

    def __init__(self):
        super().__init__("language version", "versions", "LanguageVersion")

    def check(self, line):
        versions_of(line)

    def stated(self, line, records):
        return [
            self.says(line, "versions", Language(version["lang"]).label, Language(version["lang"]))
            for version in versions_of(line)
        ]

    def standing(self, subject):
        return {version.get_language_display(): version for version in subject.versions.all()}

    def put(self, subject, value):
        return version_in(subject, value.data)

    def remove(self, subject, text, row):
        """A version that is more than listed has files or a history of its own, and stays."""
        if row.status == VersionStatus.LISTED and not row.files.exists():
            row.delete()


def version_in(document, language):
    """The document's version in a language: a new one is only listed, until a file of it is held."""
    return LanguageVersion.objects.get_or_create(
        document=document, language=language, defaults={"status": VersionStatus.LISTED}
    )[0]


def versions_of(line):
    """The versions that a line lists, as dicts, each checked. Raises BadRecord."""
    versions = line.value("versions") or []
    if not isinstance(versions, list) or len(versions) > MOST_VERSIONS:
        raise BadRecord(f"versions must be a list of at most {MOST_VERSIONS} languages.")
    seen = set()
    for version in versions:
        if not isinstance(version, dict) or not version.keys() <= {"lang", "job", "barcode", "produced", "only"}:
            raise BadRecord("A language version has lang, job, barcode, produced and only, and nothing else.")
        if version.get("lang") not in Language.values:
            raise BadRecord(f"“{version.get('lang')}” is no language of ours: they are {', '.join(Language.values)}.")
        if version["lang"] in seen:
            raise BadRecord(f"The version “{version['lang']}” is listed twice.")
        seen.add(version["lang"])
        job_number(version)
        production_dates(version)
        if not isinstance(version.get("barcode", ""), str) or len(version.get("barcode", "")) > 40:
            raise BadRecord("A bar code is a text of at most 40 digits.")
        if not isinstance(version.get("only", False), bool):
            raise BadRecord("only must be true or false.")
    return versions


def job_number(version) -> str:
    """``V.16-08439`` of ``V.16-08439 (S)``; the letter must be the language's. Raises BadRecord."""
    written = version.get("job", "")
    if written == "":
        return ""
    found = JOB_LINE.fullmatch(written) if isinstance(written, str) else None
    if found is None:
        raise BadRecord(f"“{written}” is no job number: it looks like V.16-08439 (S).")
    language = Language(version["lang"])
    if found["letter"] and found["letter"] != language.letter:
        raise BadRecord(f"The letter of the job number {written} is not that of {language.label}.")
    return found["number"]


def production_dates(version) -> list[date]:
    """The dates of the job line, day, month and year in two digits each: ``120106`` is 12 January 2006. Raises BadRecord."""
    written = version.get("produced", [])
    if not isinstance(written, list):
        raise BadRecord("produced must be a list of dates such as 120106, for 12 January 2006.")
    dates = []
    for digits in written:
        try:
            if not re.fullmatch(r"[0-9]{6}", digits):
                raise ValueError
            dates.append(date(2000 + int(digits[4:]), int(digits[2:4]), int(digits[:2])))
        except (TypeError, ValueError):
            raise BadRecord(f"“{digits}” is no production date: 120106 is 12 January 2006.") from None
    return dates


class OfVersion(Place):
    """One column of one language version: its job number, bar code, production dates, pages."""

    def __init__(self, language, name, fact, column, read, empty):
        super().__init__(f"{name} in {language.label}", fact, f"LanguageVersion.{column}")
        self.language, self.column, self.read, self.empty = language, column, read, empty

    def check(self, line):
        self._value(line)

    def _value(self, line):
        return self.read(line, self.language)

    def stated(self, line, records):
        value = self._value(line)
        return (
            [self.says(line, self.reads[0], column_words(value), value)] if value not in (None, "", [], False) else []
        )

    def standing(self, subject):
        version = subject.versions.filter(language=self.language).first()
        words = column_words(getattr(version, self.column)) if version else ""
        return {words: version} if words else {}

    def put(self, subject, value):
        version = version_in(subject, self.language)
        setattr(version, self.column, value.data)
        version.save()
        return version

    def remove(self, subject, text, row):
        setattr(row, self.column, self.empty)
        row.save()


def column_words(value):
    """A column of a version as evidence shows it; "" when empty."""
    if isinstance(value, list):
        return ", ".join(day.isoformat() for day in value)
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value) if value is not None else ""


def _from_version(read):
    """A reader of one column of a language's version, where the line lists that language."""

    def value(line, language):
        return next((read(version) for version in versions_of(line) if version["lang"] == language), None)

    return value


def _pages(line, language):
    return line.number_of(f"pages_{language.value}")


def version_columns(language):
    """The places of all that is known of one language version."""
    return [
        OfVersion(language, "job number", "versions", "job_number", _from_version(job_number), ""),
        OfVersion(
            language, "bar code", "versions", "bar_code", _from_version(lambda version: version.get("barcode", "")), ""
        ),
        OfVersion(language, "production dates", "versions", "production_dates", _from_version(production_dates), []),
        OfVersion(
            language,
            "only version",
            "versions",
            "is_only_language",
            _from_version(lambda version: version.get("only", False)),
            False,
        ),
        OfVersion(language, "pages", f"pages_{language.value}", "page_count", _pages, None),
    ]


class PlaceInMeeting(RowLink):
    """The document's place in a session or a meeting, from the document's side."""

    def __init__(self, field, reads, role=""):
        where = f"DocumentMeeting, {role or 'by the type of the document'}"
        kinds = ("session",) if "session" in reads else ("meeting",)
        super().__init__(field, reads, where, reads, kinds, PLACE_IN_MEETING)
        self.role = role

    def standing(self, subject):
        places = subject.places.confirmed().select_related("meeting").prefetch_related("meeting__seats__body")
        places = places.filter(role=self.role) if self.role else places.exclude(role=MeetingRole.MADE_AVAILABLE)
        sessions = "session" in self.kinds
        return {
            words_of(place.meeting): place
            for place in places
            if (place.meeting.kind == MeetingKind.SESSION) is sessions
        }

    def put(self, subject, value) -> DocumentMeeting:
        return place_in(value.data, subject, self.role)


class AgendaItems(Tied, Place):
    """The items of the agenda under which the document stood, by their numbers as printed."""

    several = True

    def __init__(self):
        super().__init__("agenda item", "agenda", "AgendaItem, Document.agenda_items")
        self.tie, self.kinds = "agenda_of", ("session", "meeting")

    def check(self, line):
        super().check(line)
        if any(len(number) > 20 for number in line.texts("agenda")):
            raise BadRecord("The number of an agenda item has at most 20 letters.")

    def stated(self, line, records):
        numbers = line.texts("agenda")
        if not numbers:
            return []
        meeting = records.get(line.tied("agenda_of")[0])
        return [self.says(line, "agenda", number, meeting) for number in numbers]

    def standing(self, subject):
        return {item.number: item for item in subject.agenda_items.all()}

    def put(self, subject, value):
        item, _made = AgendaItem.objects.get_or_create(meeting=value.data, number=value.text)
        subject.agenda_items.add(item)
        return item

    def remove(self, subject, text, row):
        subject.agenda_items.remove(row)


class RoleTowardsAct(RowLink):
    """What a document is to an act, from the document's side."""

    def __init__(self, field, reads, role):
        super().__init__(field, reads, f"ActDocument, {role}", reads, ("act",), "role")
        self.role = role

    def standing(self, subject):
        return {
            words_of(role.act): role for role in subject.act_roles.filter(role=self.role).select_related("act__body")
        }

    def put(self, subject, value):
        return ActDocument.objects.get_or_create(act=value.data, document=subject, role=self.role)[0]


class ContainedIn(RowLink):
    """The document in which the act stands, from the act's side."""

    def __init__(self):
        super().__init__(
            "document", "in_document", "ActDocument, contains", "in_document", ("document", "related"), "role"
        )

    def standing(self, subject):
        roles = subject.document_roles.filter(role=DocumentRole.CONTAINS).prefetch_related("document__symbols")
        return {words_of(role.document): role for role in roles}

    def put(self, subject, value):
        return ActDocument.objects.get_or_create(act=subject, document=value.data, role=DocumentRole.CONTAINS)[0]


class CitedActs(Link):
    """The resolutions of the Conference that the document cites."""

    def __init__(self):
        super().__init__(
            "cited resolution", "cites_cop_resolutions", "Reference to an act", "cites_cop_resolutions", ("act",)
        )

    def check(self, line):
        super().check(line)
        if len(line.texts("cites_cop_resolutions")) != len(line.tied(self.tie)):
            raise BadRecord("Its ties must name one act for each resolution that it cites.")

    def standing(self, subject):
        cited = subject.references.to_acts().filter(origin=ReferenceOrigin.REGISTER)
        return {reference.as_written: reference for reference in cited}

    def put(self, subject, value):
        act = value.data
        return Reference.objects.create(
            citing=subject,
            as_written=value.text,
            act_key=act_key(act.body.series or act.body.slug, act.kind, act.number),
            act=act,
            origin=ReferenceOrigin.REGISTER,
        )

    def remove(self, subject, text, row):
        row.delete()


class CitedDocuments(Link):
    """The documents that the document refers to."""

    def __init__(self):
        super().__init__("refers to", "refers_to", "Reference to a document", "refers_to", ("document", "related"))

    def check(self, line):
        super().check(line)
        if len(line.texts("refers_to")) != len(line.tied(self.tie)):
            raise BadRecord("Its ties must name one record for each document that it refers to.")

    def standing(self, subject):
        cited = subject.references.to_documents().filter(origin=ReferenceOrigin.REGISTER)
        return {reference.as_written: reference for reference in cited}

    def put(self, subject, value):
        return Reference.objects.create(
            citing=subject,
            as_written=value.text,
            symbol=value.data.symbol,
            document=value.data,
            origin=ReferenceOrigin.REGISTER,
        )

    def remove(self, subject, text, row):
        row.delete()


DOCUMENT_PLACES = [
    Choice("type", "type", Document, "type"),
    PartialDate("date", "date", Document, "date", "date_precision"),
    Choice("distribution", "distribution", Document, "distribution"),
    Text("author line", "author_line", Document, "author_line"),
    Listed(),
]
DOCUMENT_PARTS = [
    Symbols(),
    MastheadSymbol(),
    JointSymbol(),
    *titles_of(DocumentTitle),
    Identifier(),
    Note("re-issued", NoteKind.REISSUED, mark="reissued", words="reissue_note"),
    Note("late submission", NoteKind.LATE, mark="late_submission_note"),
    Note("as received", NoteKind.AS_RECEIVED, mark="as_received"),
    Note("note", NoteKind.REMARK, words="note"),
    Versions(),
    *[place for language in Language for place in version_columns(language)],
    ManyLink("body", ("body", "joint_bodies"), Document, "bodies", "bodies", ("body",)),
    Kept("mentions the Conference", "mentions_conference"),
]
DOCUMENT_TIES = [
    PlaceInMeeting("session", "session"),
    PlaceInMeeting("meeting", "meeting"),
    PlaceInMeeting("made available to", "transmitted_to_session", MeetingRole.MADE_AVAILABLE),
    AgendaItems(),
    RoleTowardsAct("adopted by", "adopted_by", DocumentRole.ADOPTED_BY),
    RoleTowardsAct("became", "became", DocumentRole.BECAME),
    RoleTowardsAct("related act", "related_act", DocumentRole.RELATED),
    CitedDocuments(),
    CitedActs(),
]


class ActSymbol(Text):
    """The act's own symbol, in canonical form."""

    def read(self, line):
        text = super().read(line)
        if text is None:
            return None
        try:
            return parse(text).canonical
        except SymbolError as problem:
            raise BadRecord(str(problem)) from problem


class KnownBy(Identity):
    """Kind and number, by which an act is known in its body."""

    def __init__(self, name):
        super().__init__(name, name, f"Act.{name}", lambda act: [getattr(act, name)])
        self.column = (Choice if name == "kind" else Text)(name, name, Act, name, needed=True)

    def check(self, line):
        self.column.check(line)


class ActBodyTie(Tied, Identity):
    """The body that adopted it: a part of what the act is known by."""

    def __init__(self):
        super().__init__("body", (), "Act.body", lambda act: [words_of(act.body)])
        self.tie, self.kinds = "body", ("body",)

    def check(self, line):
        super().check(line)
        if len(line.tied("body")) != 1:
            raise BadRecord("Its ties must name the body that adopted it.")

    def stated(self, line, records):
        return [self.says(line, "body", records.words(id), records.get(id)) for id in line.tied("body")]


ACT_PLACES = [
    KnownBy("kind"),
    KnownBy("number"),
    ActBodyTie(),
    Foreign("session", "session", Act, "session", ("session",)),
    PartialDate("adopted", "adopted", Act, "adopted", "adopted_precision"),
    ActSymbol("symbol", "symbol", Act, "symbol"),
    YesNo("has an annex", "has_annex", Act, "has_annex"),
    Text("note", "note", Act, "note"),
]
ACT_PARTS = [*titles_of(ActTitle), Kept("label", "label"), Kept("outside the Conference", "external")]
ACT_TIES = [ContainedIn()]


def find_document(line, records):
    """The document of the same symbol; without a symbol, the one of the same number elsewhere, or of the same title."""
    if same := line.tied("same_as"):
        return records.get(same[0])
    symbols = [symbol.canonical for symbol in symbols_of(line)]
    if symbols:
        bearers = dict(DocumentSymbol.objects.filter(canonical__in=symbols).values_list("canonical", "document"))
        first = next((bearers[symbol] for symbol in symbols if symbol in bearers), None)
        return first and Document.objects.get(pk=first)
    unnamed = Document.objects.filter(symbols=None)
    if line.text("ncj"):
        found = unnamed.filter(identifiers__scheme=NCJ, identifiers__value=line.text("ncj")).first()
        if found:
            return found
    titled = unnamed.filter(titles__text=line.text("title"), titles__language=Language.ENGLISH)
    same_title = list(titled[:2]) if line.text("title") else []
    return same_title[0] if len(same_title) == 1 else None


def make_document(line, records):
    return Document()


def find_act(line, records):
    """The act of the same body, kind and number, or None."""
    body = line.tied("body")[0]
    if not records.has(body):
        return None
    return Act.objects.filter(body=records.get(body), kind=line.text("kind"), number=line.text("number")).first()


def make_act(line, records):
    return Act(body=records.get(line.tied("body")[0]), kind=line.text("kind"), number=line.text("number"))
