"""Where the facts about bodies, sessions and meetings stand."""

from documents.models import (
    ActBody,
    BodyRole,
    Document,
    DocumentMeeting,
    DocumentNote,
    DocumentType,
    Language,
    MeetingRole,
    NoteKind,
)
from mandates.register.ledger import Kept, Place
from mandates.register.lines import BadRecord
from mandates.register.places import (
    Choice,
    Column,
    Foreign,
    Identity,
    Link,
    RowLink,
    Text,
    Tied,
    YesNo,
    read_date,
    words_of,
)
from meetings.models import AgendaItem, Body, BodyName, Meeting, MeetingBody, MeetingKind
from meetings.ordinals import ordinal
from provenance.dates import Precision, partial

PLACE_IN_MEETING = "place in a meeting"


class ShortName(Text):
    """``COP / Conference``: the last is the short name, the others are further names of the body."""

    def read(self, line):
        text = super().read(line)
        return text.split(" / ")[-1] if text else None


class FurtherShortNames(Place):
    """The short names beside the one that is shown."""

    several = True

    def __init__(self):
        super().__init__("further short name", "short", "BodyName")

    def check(self, line):
        line.text("short")

    def stated(self, line, records):
        return [self.says(line, "short", name) for name in line.text("short").split(" / ")[:-1]]

    def standing(self, subject):
        return {name.name: name for name in subject.names.filter(language=Language.ENGLISH, is_former=False)}

    def put(self, subject, value):
        return BodyName.objects.create(body=subject, language=Language.ENGLISH, name=value.text)

    def remove(self, subject, text, row):
        row.delete()


class NameIn(Place):
    """The body's name in one language."""

    def __init__(self, language):
        super().__init__(f"name in {language.label}", "names", "BodyName")
        self.language = language

    def check(self, line):
        names = line.value("names")
        if names is None:
            return
        if not isinstance(names, dict) or not all(isinstance(name, str) and name for name in names.values()):
            raise BadRecord("names must give a name for each language.")
        if unknown := names.keys() - set(Language.values):
            raise BadRecord(f"“{unknown.pop()[:10]}” is no language of ours: they are {', '.join(Language.values)}.")

    def stated(self, line, records):
        names = line.value("names") or {}
        if self.language not in names:
            return []
        sources = line.texts("names_sources")
        value = self.says(line, "names", names[self.language])
        if len(sources) != len(names):
            return [value]
        source = dict(zip(names, sources, strict=True))[self.language]
        return [type(value)(value.text, value.data, value.origin, source)]

    def standing(self, subject):
        return {name.name: name for name in subject.names.filter(language=self.language, is_former=False)}

    def put(self, subject, value):
        name, _made = BodyName.objects.update_or_create(
            body=subject, language=self.language, is_former=False, defaults={"name": value.text}
        )
        return name

    def remove(self, subject, text, row):
        row.delete()


class FormerNames(Place):
    """The names that the body bore before."""

    several = True

    def __init__(self):
        super().__init__("former name", "former_names", "BodyName, former")

    def check(self, line):
        line.texts("former_names")

    def stated(self, line, records):
        return [self.says(line, "former_names", name) for name in line.texts("former_names")]

    def standing(self, subject):
        return {name.name: name for name in subject.names.filter(is_former=True)}

    def put(self, subject, value):
        return BodyName.objects.create(body=subject, name=value.text, is_former=True)

    def remove(self, subject, text, row):
        row.delete()


class FoundingAct(RowLink):
    """The act that founded the body. The Convention itself, which is no act of ours, stays in words."""

    may_be_words = True

    def __init__(self):
        super().__init__("founding act", "established_by", "ActBody, established", "established_by", ("act",), "role")

    def standing(self, subject):
        roles = subject.act_roles.filter(role=BodyRole.ESTABLISHED).select_related("act__body")
        return {words_of(role.act): role for role in roles}

    def put(self, subject, value):
        return ActBody.objects.get_or_create(act=value.data, body=subject, role=BodyRole.ESTABLISHED)[0]


class Seats(Link):
    """The bodies that meet, in order."""

    def __init__(self):
        super().__init__("body", ("body", "joint_with"), "MeetingBody", "bodies", ("body",))

    def check(self, line):
        super().check(line)
        line.text("body")
        if len(line.tied("bodies")) != 1 + len(line.texts("joint_with")):
            raise BadRecord("Its ties must name one body for each body that its facts name.")

    def standing(self, subject):
        return {words_of(seat.body): seat for seat in subject.seats.select_related("body")}

    def put(self, subject, value):
        return MeetingBody.objects.create(meeting=subject, body=value.data, position=subject.seats.count())

    def remove(self, subject, text, row):
        row.delete()


class Ordinal(Place):
    """Which meeting of its bodies it is: each of them counts it with the same number."""

    def __init__(self, *reads):
        super().__init__("ordinal", reads, "MeetingBody.ordinal")

    def check(self, line):
        number = line.number_of(self.reads[0])
        for name in self.reads[1:]:
            if line.text(name) and (number is None or line.text(name) != ordinal(number)):
                raise BadRecord(f"Its number is {number}, but its {name} is “{line.text(name)}”.")

    def stated(self, line, records):
        number = line.number_of(self.reads[0])
        return [self.says(line, self.reads[0], str(number), number)] if number else []

    def standing(self, subject):
        return {str(seat.ordinal): seat for seat in subject.seats.all() if seat.ordinal}

    def put(self, subject, value):
        for seat in subject.seats.all():
            seat.ordinal = value.data
            seat.save()

    def remove(self, subject, text, row):
        for seat in subject.seats.all():
            seat.ordinal = None
            seat.save()


class Dates(Column):
    """First and last day, or the month or year where no more is known; tentative dates stand beside, not chosen."""

    def __init__(self):
        super().__init__("dates", ("start", "end", "month", "year", "tentative"), Meeting, "start")
        self.where = "Meeting.start, end, date_precision; tentative dates: Evidence, not chosen"

    def read(self, line):
        start, month = line.text("start"), line.text("month")
        year = line.value("year")
        if year is not None and (type(year) is not int or not 1900 <= year <= 2199):
            raise BadRecord("year must be a year, such as 2026.")
        return self._between(start or month or (str(year) if year else ""), line.text("end"))

    def _between(self, first, last):
        if not first:
            if last:
                raise BadRecord("It has a last day, but no first.")
            return None
        start, precision = read_date(first)
        end, end_precision = read_date(last) if last else (None, precision)
        if end and (precision != Precision.DAY or end_precision != Precision.DAY or end < start):
            raise BadRecord(f"It can't last from {first} to {last}.")
        return start, end, precision

    def check(self, line):
        super().check(line)
        tentative = line.value("tentative") or []
        if not isinstance(tentative, list):
            raise BadRecord("tentative must be a list of dates.")
        for dates in tentative:
            if not isinstance(dates, dict) or not dates.keys() <= {"start", "end", "source"}:
                raise BadRecord("Tentative dates have a start, an end and a source.")
            self._between(str(dates.get("start") or ""), str(dates.get("end") or ""))

    def words(self, value):
        start, end, precision = value
        return partial(start, precision) + (f" to {end}" if end and end != start else "")

    def stated(self, line, records):
        dates = self.read(line)
        fact = "start" if line.text("start") else "month" if line.text("month") else "year"
        values = [self.says(line, fact, self.words(dates), dates)] if dates else []
        for tentative in line.value("tentative") or []:
            other = self._between(tentative["start"], tentative.get("end") or "")
            value = self.says(line, "tentative", self.words(other), other, stands=False)
            values.append(
                type(value)(value.text, other, value.origin, tentative.get("source") or value.source, stands=False)
            )
        return values

    def standing(self, subject):
        words = self.words((subject.start, subject.end, subject.date_precision))
        return {words: None} if words else {}

    def put(self, subject, value):
        subject.start, subject.end, subject.date_precision = value.data

    def remove(self, subject, text, row):
        subject.start, subject.end, subject.date_precision = None, None, ""


class Attendance(Text):
    """Who came: in words, or as numbers by kind, which become words."""

    def read(self, line):
        value = line.value("attendance")
        if isinstance(value, dict):
            if not all(type(number) is int for number in value.values()):
                raise BadRecord("attendance must give a number for each kind of participant.")
            return ", ".join(f"{number:,} {named(kind)}" for kind, number in value.items())
        return super().read(line)


def named(kind):
    """``states_parties`` as people write it."""
    return {"states": "States", "states_parties": "States parties", "ngos": "non-governmental organizations"}.get(
        kind, kind.replace("_", " ")
    )


class Agenda(Place):
    """The items of the session's agenda, with their titles."""

    several = True

    def __init__(self):
        super().__init__("agenda item", "agenda", "AgendaItem")

    def check(self, line):
        agenda = line.value("agenda") or []
        if not isinstance(agenda, list) or not all(
            isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item) and item[0]
            for item in agenda
        ):
            raise BadRecord("agenda must be a list of pairs: the number of an item, and its title.")
        if any(len(number) > 20 for number, _title in agenda):
            raise BadRecord("The number of an agenda item has at most 20 letters.")

    def stated(self, line, records):
        return [
            self.says(line, "agenda", f"{number} {title}".strip(), (number, title))
            for number, title in line.value("agenda") or []
        ]

    def standing(self, subject):
        return {str(item): item for item in subject.agenda_items.all()}

    def put(self, subject, value):
        number, title = value.data
        item, made = AgendaItem.objects.get_or_create(meeting=subject, number=number, defaults={"title": title})
        if not made and not item.title:
            item.title = title
            item.save()
        return item

    def remove(self, subject, text, row):
        """An item under which documents stand keeps its number, and loses the title only."""
        if row.documents.exists():
            row.title = ""
            row.save()
        else:
            row.delete()


# What a document is to the session or meeting at which a record names it.
ROLES = {
    DocumentType.REPORT_OF_SESSION: MeetingRole.REPORT_OF,
    DocumentType.REPORT_OF_MEETING: MeetingRole.REPORT_OF,
    DocumentType.PROVISIONAL_AGENDA: MeetingRole.AGENDA_OF,
}


def place_in(meeting: Meeting, document: Document, role: str = "") -> DocumentMeeting:
    """The document's place in the meeting: the one that stands, confirmed now, or a new one of the role its type gives."""
    standing = document.places.filter(meeting=meeting)
    standing = standing.filter(role=role) if role else standing.exclude(role=MeetingRole.MADE_AVAILABLE)
    found = standing.order_by("-is_confirmed").first()
    if found is None:
        role = role or ROLES.get(document.type, MeetingRole.BEFORE)
        return DocumentMeeting.objects.create(document=document, meeting=meeting, role=role)
    if not found.is_confirmed:
        found.is_confirmed = True
        found.save()
    return found


class DocumentOf(RowLink):
    """A document of the meeting, from the meeting's side: its report, its agenda, or one that was before it."""

    def __init__(self, field, reads, role=""):
        where = f"DocumentMeeting, {role or 'by its type'}"
        super().__init__(field, reads, where, reads, ("document", "related"), PLACE_IN_MEETING)
        self.role = role

    def check(self, line):
        super().check(line)
        value = line.value(self.reads[0])
        named = line.texts(self.reads[0]) if isinstance(value, list) else [line.text(self.reads[0])]
        if value and len(named) != len(line.tied(self.tie)):
            raise BadRecord(f"Its ties must name one document for each of its {self.reads[0]}.")

    def standing(self, subject):
        places = subject.document_places.confirmed().prefetch_related("document__symbols", "document__titles")
        places = places.filter(role=self.role) if self.role else places.exclude(role=MeetingRole.MADE_AVAILABLE)
        return {words_of(place.document): place for place in places}

    def put(self, subject, value):
        return place_in(subject, value.data, self.role)


class ReportReissued(Tied, Place):
    """That the session's report was re-issued: a note on the report."""

    def __init__(self):
        super().__init__("report re-issued", "report_reissued", "DocumentNote, reissued, of the report")
        self.tie, self.kinds = "report", ("document",)

    def check(self, line):
        if line.yes("report_reissued") and not line.tied("report"):
            raise BadRecord("It says that its report was re-issued, but not which report is meant.")

    def stated(self, line, records):
        if not line.yes("report_reissued"):
            return []
        return [self.says(line, "report_reissued", "yes", records.get(line.tied("report")[0]))]

    def standing(self, subject):
        notes = DocumentNote.objects.filter(
            document__places__meeting=subject, document__places__role=MeetingRole.REPORT_OF, kind=NoteKind.REISSUED
        )
        return {"yes": list(notes)} if notes else {}

    def put(self, subject, value):
        note = value.data.notes.filter(kind=NoteKind.REISSUED).first()
        return note or DocumentNote.objects.create(document=value.data, kind=NoteKind.REISSUED)

    def remove(self, subject, text, row):
        """The report's own record says whether its note goes."""


BODY_PLACES = [
    Identity("id", "id", "Body.slug, RegisterEntry.record"),
    Text("name", "name", Body, "name", needed=True),
    ShortName("short name", "short", Body, "short_name"),
    Text("series", "series", Body, "series"),
    Choice("kind", "kind", Body, "kind", needed=True),
    Foreign("parent", "parent", Body, "parent", ("body",)),
    YesNo("outside the Conference", "external", Body, "is_external"),
    Text("established by", "established_by", Body, "established_by"),
    Text("frequency", "frequency", Body, "frequency"),
    Text("secretariat", "secretariat", Body, "secretariat"),
    Text("note", "note", Body, "note"),
]
BODY_PARTS = [FurtherShortNames(), *[NameIn(language) for language in Language], FormerNames()]
BODY_TIES = [FoundingAct()]

_OF_ANY_MEETING = [
    Text("place", "place", Meeting, "place"),
    Dates(),
    Choice("status", "status", Meeting, "status"),
    Text("format", "format", Meeting, "format"),
    Text("note", "note", Meeting, "note"),
]
SESSION_PLACES = [
    *_OF_ANY_MEETING,
    Text("president", "president", Meeting, "president"),
    Text("web page", "web_page", Meeting, "web_page"),
    Attendance("attendance", "attendance", Meeting, "attendance"),
]
SESSION_PARTS = [
    Seats(),
    Ordinal("number", "ordinal"),
    Agenda(),
    Kept("resolutions discussed", "resolutions_discussed"),
    Kept("resolutions adopted", "resolutions_adopted"),
]
SESSION_TIES = [
    DocumentOf("report", "report", MeetingRole.REPORT_OF),
    DocumentOf("provisional agenda", "provisional_agenda", MeetingRole.AGENDA_OF),
    ReportReissued(),
]
MEETING_PLACES = [
    *_OF_ANY_MEETING,
    Text("topic", "topic", Meeting, "topic"),
    Text("contact", "contact", Meeting, "contact"),
    Foreign("during session", "during_session", Meeting, "during_session", ("session",)),
    Foreign("held after", "after", Meeting, "held_after", ("meeting",)),
]
MEETING_PARTS = [Seats(), Ordinal("ordinal"), Kept("held after, in words", "after")]
MEETING_TIES = [DocumentOf("document", "documents")]


def find_body(line, records):
    """The body of the same slug or series, or None."""
    found = Body.objects.filter(slug=slug_of(line)).first()
    series = line.text("series")
    return found or (Body.objects.filter(series=series).first() if series else None)


def make_body(line, records):
    return Body(slug=slug_of(line), position=Body.objects.count())


def slug_of(line):
    """The body's part of an address: the Conference's is ``ctoc-cop``."""
    return line.ties.get("slug") or line.text("id")


def find_meeting(line, records):
    """The meeting of the first body with the same ordinal; without an ordinal, the one with the same first day."""
    first = line.tied("bodies")[0]
    if not records.has(first):
        return None
    meetings = Meeting.objects.filter(seats__body=records.get(first))
    number = line.number_of("number" if line.kind == "session" else "ordinal")
    if number:
        return meetings.filter(seats__body=records.get(first), seats__ordinal=number).first()
    first_day = line.text("start") or line.text("month")
    if not first_day:
        return None
    start, precision = read_date(first_day)
    return meetings.filter(start=start, date_precision=precision, seats__ordinal=None).first()


def make_meeting(line, records):
    body = records.get(line.tied("bodies")[0])
    if line.kind == "session":
        kind = MeetingKind.SESSION
    else:
        kind = MeetingKind.DIALOGUE if body.kind == "dialogue" else MeetingKind.MEETING
    return Meeting(kind=kind)
