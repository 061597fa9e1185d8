"""Where the facts about mandates stand, and the two values of a conflict."""

from django.db.models import Q

from documents.models import Document
from documents.symbols import SymbolError, parse
from mandates.models import Addressee, LinkKind, Mandate, MandateLink, Response, Review
from mandates.register.ledger import Place, Stated
from mandates.register.lines import BadRecord
from mandates.register.places import (
    Choice,
    Foreign,
    Identity,
    ManyLink,
    Number,
    RowLink,
    Text,
    Tied,
    YesNo,
    words_of,
)
from provenance.models import Origin

RESPONSE = "response"
MADE_AVAILABLE_TO = "made available to"


class ActOfMandate(Tied, Identity):
    """The act that asks."""

    def __init__(self):
        super().__init__("act", "act", "Mandate.act", lambda mandate: [mandate.act.symbol or mandate.act.label])
        self.tie, self.kinds = "act", ("act",)

    def check(self, line):
        super().check(line)
        if len(line.tied("act")) != 1:
            raise BadRecord("It must name the act that asks, in its facts and in its ties.")


class Addressees(Place):
    """Who is asked; two where two bodies are meant."""

    several = True
    tie = "addressees"

    def __init__(self):
        super().__init__("addressee", "addressee", "Addressee")

    def check(self, line):
        written = line.text("addressee")
        for addressee in self._tied(line):
            if not isinstance(addressee, dict) or not addressee.keys() <= {"words", "body"}:
                raise BadRecord("An addressee has words, and a body where it is known.")
            words, body = addressee.get("words"), addressee.get("body")
            if not isinstance(words, str) or not words or words not in written or len(words) > 300:
                raise BadRecord(f"The addressee “{words}” does not stand in the words of the record.")
            if body is not None and not (isinstance(body, str) and body.startswith("body/")):
                raise BadRecord(f"The addressee “{words}” must be tied to a body.")
        if written and not self._tied(line):
            raise BadRecord("It says who is asked, but its ties name no addressees.")

    def _tied(self, line):
        value = line.ties.get("addressees", [])
        if not isinstance(value, list):
            raise BadRecord("The tie addressees must be a list.")
        return value

    def stated(self, line, records):
        return [
            self.says(line, "addressee", each["words"], (records.get(each["body"]) if each.get("body") else None,))
            for each in self._tied(line)
        ]

    def standing(self, subject):
        return {addressee.words: addressee for addressee in subject.addressees.all()}

    def put(self, subject, value):
        (body,) = value.data
        return Addressee.objects.create(
            mandate=subject, words=value.text, body=body, position=subject.addressees.count()
        )

    def remove(self, subject, text, row):
        row.delete()


class Onwards(RowLink):
    """How the mandate goes on: the mandate or act that renews, follows or endorses it."""

    def __init__(self, kind, reads):
        super().__init__(kind.label, reads, f"MandateLink, {kind}", reads, ("mandate", "act"), "link")
        self.kind = kind

    def standing(self, subject):
        links = subject.links.filter(kind=self.kind).select_related("to_act__body", "to_mandate__act__body")
        return {words_of(link.to_mandate or link.to_act): link for link in links}

    def put(self, subject, value):
        target = "to_mandate" if isinstance(value.data, Mandate) else "to_act"
        return MandateLink.objects.get_or_create(mandate=subject, kind=self.kind, **{target: value.data})[0]


class Answer(RowLink):
    """What answered the mandate. Whether the answer belongs to it may be less sure than the mandate itself."""

    def says(self, line, name, text, data=None, **more):
        value = super().says(line, name, text, data, **more)
        origin = Origin.INFERRED if line.facts.get("link_confidence") == "inferred" else value.origin
        return Stated(value.text, value.data, origin, value.source, value.stands)


class MeetingsHeld(Answer):
    """The meetings that answered it."""

    def __init__(self):
        super().__init__("meeting", "meetings", "Response.meeting", "meetings", ("meeting", "session"), RESPONSE)

    def check(self, line):
        super().check(line)
        if len(line.value("meetings") or []) != len(line.tied("meetings")):
            raise BadRecord("Its ties must name one meeting for each that its facts name.")

    def standing(self, subject):
        held = subject.responses.filter(meeting__isnull=False, is_confirmed=True)
        return {words_of(each.meeting): each for each in held.prefetch_related("meeting__seats__body")}

    def put(self, subject, value):
        return _respond(subject, meeting=value.data)


class Reports(Answer):
    """The reports that answered it; one that is not held waits under its symbol."""

    def __init__(self):
        super().__init__(
            "report", "reports", "Response.document, Response.symbol", "reports", ("document", "related"), RESPONSE
        )

    def check(self, line):
        super().check(line)
        reports = line.texts("reports")
        if len(reports) != len(line.tied("reports")):
            raise BadRecord("Its ties must name one document, or null, for each of its reports.")
        for symbol in reports:
            _canonical(symbol)

    def stated(self, line, records):
        to = next((records.get(id) for id in line.tied("made_available_to_session")), None)
        values = []
        for written, id in zip(line.texts("reports"), line.tied("reports"), strict=True):
            canonical = _canonical(written)
            document = records.get(id) if id else Document.objects.with_symbol(canonical).first()
            values.append(self.says(line, "reports", canonical, (document or canonical, to)))
        return values

    def standing(self, subject):
        answers = subject.responses.filter(meeting=None, is_confirmed=True).prefetch_related("document__symbols")
        found = {}
        for answer in answers:
            symbols = [symbol.canonical for symbol in answer.document.symbols.all()] if answer.document else []
            for text in symbols or [answer.symbol or words_of(answer.document)]:
                found[text] = answer
        return found

    def put(self, subject, value):
        report, to = value.data
        what = {"symbol": report} if isinstance(report, str) else {"document": report}
        return _respond(subject, made_available_to=to, **what)


def _canonical(symbol):
    try:
        return parse(symbol).canonical
    except SymbolError as problem:
        raise BadRecord(str(problem)) from problem


def _respond(mandate, made_available_to=None, **what):
    """The mandate's Response of this meeting, document or symbol: the one proposed before, confirmed now, or a new one."""
    response, made = Response.objects.get_or_create(
        mandate=mandate,
        **what,
        defaults={"position": mandate.responses.count(), "made_available_to": made_available_to},
    )
    # What a person struck out stays struck out.
    if not made and not response.is_confirmed and not response.is_dismissed:
        response.is_confirmed = True
        response.save()
    return response


class MadeAvailableTo(Tied, Place):
    """The session to which its reports were made available."""

    row_field = MADE_AVAILABLE_TO

    def __init__(self):
        super().__init__(MADE_AVAILABLE_TO, "made_available_to_session", "Response.made_available_to of its reports")
        self.tie, self.kinds = "made_available_to_session", ("session",)

    def check(self, line):
        super().check(line)
        if line.tied(self.tie) and not line.tied("reports"):
            raise BadRecord("It says to which session its reports were made available, but names no reports.")

    def stated(self, line, records):
        return [
            self.says(line, "made_available_to_session", records.words(id), records.get(id))
            for id in line.tied(self.tie)
        ]

    def standing(self, subject):
        found = {}
        for report in (
            self._reports(subject).filter(made_available_to__isnull=False).select_related("made_available_to")
        ):
            found.setdefault(words_of(report.made_available_to), []).append(report)
        return found

    def _reports(self, subject):
        return subject.responses.filter(meeting=None)

    def put(self, subject, value):
        reports = list(self._reports(subject))
        for response in reports:
            if response.made_available_to_id != value.data.pk:
                response.made_available_to = value.data
                response.save()
        return reports

    def remove(self, subject, text, row):
        for response in self._reports(subject):
            response.made_available_to = None
            response.save()


MANDATE_PLACES = [
    Identity("record id", "id", "RegisterEntry.record"),
    ActOfMandate(),
    Text("paragraph", "paragraph", Mandate, "paragraph_as_printed"),
    Text("verb", "verb", Mandate, "verb", needed=True),
    Text("action", "action", Mandate, "action", needed=True),
    Choice("deliverable", "deliverable", Mandate, "deliverable"),
    Number("least number", "least_number", Mandate, "least_number"),
    Text("purpose", "purpose", Mandate, "purpose"),
    Text("participants", "participants", Mandate, "participants"),
    Text("services", "services", Mandate, "services"),
    Text("resources", "resources", Mandate, "resources"),
    Text("context", "context", Mandate, "context"),
    Foreign("due session", "due_session", Mandate, "due_session", ("session",)),
    Text("deadline", "deadline", Mandate, "due_words"),
    YesNo("recurring", "recurring", Mandate, "is_recurring"),
    Foreign("creates body", "creates_body", Mandate, "creates_body", ("body",)),
    Choice("status", "status", Mandate, "status"),
    Text("note", "note", Mandate, "note"),
]
MANDATE_PARTS = [Addressees()]
MANDATE_TIES = [
    ManyLink("document", "documents", Mandate, "documents", "documents", ("document", "related")),
    MeetingsHeld(),
    Reports(),
    MadeAvailableTo(),
    Onwards(LinkKind.FOLLOWED_BY, "followed_by"),
    Onwards(LinkKind.FOLLOWS, "follows"),
    Onwards(LinkKind.ENDORSED_BY, "endorsed_by"),
]


def find_mandate(line, records):
    """The mandate of the same act that asks for the same thing in the same words, or None. What a machine only proposed is none."""
    act = line.tied("act")[0]
    if not records.has(act):
        return None
    same = Mandate.objects.filter(act=records.get(act), action=line.text("action"))
    return same.exclude(review=Review.DISMISSED).exclude(Q(review=Review.PROPOSED) & ~Q(proposal="")).first()


def make_mandate(line, records):
    """A mandate that the register stands behind, with the next free number of its act."""
    act = records.get(line.tied("act")[0])
    last = act.mandates.order_by("-number").values_list("number", flat=True).first()
    return Mandate(act=act, number=(last or 0) + 1, review=Review.CONFIRMED)


class Conflict(Tied, Place):
    """Two values for one field of another record, side by side; the register chooses one, or neither."""

    several = True

    def __init__(self):
        super().__init__(
            "conflict", ("what", "values", "sources", "use"), "Evidence of the field in conflict, side by side"
        )
        self.tie, self.kinds = "subject", ("body", "session", "meeting", "document", "act")

    def check(self, line):
        super().check(line)
        self._statements(line)
        line.text("what")
        line.texts("values")
        if len(line.tied("subject")) != 1:
            raise BadRecord("A conflict must name the one record that it is about.")

    def _statements(self, line):
        field, statements = line.ties.get("field"), line.ties.get("statements")
        if not isinstance(field, str) or not 0 < len(field) <= 60 or not isinstance(statements, list) or not statements:
            raise BadRecord("A conflict must name the field in conflict, and what is stated.")
        for statement in statements:
            if (
                not isinstance(statement, dict)
                or statement.keys() != {"value", "remark", "source", "chosen"}
                or not all(isinstance(statement[part], str) for part in ("value", "remark", "source"))
                or not isinstance(statement["chosen"], bool)
            ):
                raise BadRecord("A statement in a conflict has a value, a remark, a source and whether it is chosen.")
        if len({each["value"] for each in statements if each["chosen"]}) > 1:
            raise BadRecord("Of two values in conflict, only one can be chosen.")
        return field, statements

    def evidence(self, line, subject):
        """(subject, field, Stated, chosen) tuples: each value with its remark and source, and the conflict in whole."""
        field, statements = self._statements(line)
        for each in statements:
            source = ": ".join(part for part in (each["remark"], each["source"]) if part)
            yield subject, field, Stated(each["value"], None, Origin.SEEN, source), each["chosen"]
        words = f"{line.text('what')}: {' / '.join(line.texts('values'))}. Used: {line.text('use')}"
        yield subject, f"{field}, conflict", Stated(words, None, Origin.SEEN, "; ".join(line.texts("sources"))), True


CONFLICT = Conflict()
