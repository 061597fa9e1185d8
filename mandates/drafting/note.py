"""The note by the Secretariat on the reports emanating from the meetings convened under a mandate."""

from dataclasses import dataclass, field

from django.db.models import Prefetch

from accounts.access import Audience
from documents.models import Document, DocumentMeeting, DocumentRole, MeetingRole
from documents.queries import SEATS
from mandates.drafting import wording
from mandates.drafting.first_page import head, item_values, organ, session_counted
from mandates.drafting.phrases import Fact, Gap, Phrase, series
from mandates.drafting.sources import fact, source
from mandates.models import Mandate, PlannedDocument, PlannedState, Response
from meetings.models import CONFERENCE, AgendaItem, Body, BodyKind, Meeting, MeetingKind, MeetingStatus

MADE_AVAILABLE = "made available to"
MEETS_AS_ITSELF = {BodyKind.INTERGOVERNMENTAL_MEETING, BodyKind.DIALOGUE}


@dataclass
class Told:
    """A meeting and its report, as the note tells of them."""

    meeting: Meeting
    response: Response
    report: Document | None = None
    answer: Response | None = None  # the report as an answer to the mandate, with the session to which it went

    @property
    def called(self):
        """``second meeting``, ``dialogue held on 6 May 2022``: for a gap that speaks of it."""
        meeting = self.meeting
        when = wording.held(meeting.start, meeting.end, meeting.date_precision)
        if meeting.ordinal or not when:
            return meeting.title_in_a_sentence
        return f"{_noun(meeting)} held {when}"


@dataclass
class Record:
    """All that the note is written from."""

    mandate: Mandate
    conference: Body
    session: Meeting | None
    planned: PlannedDocument | None
    held: list[Told] = field(default_factory=list)
    to_come: list[Told] = field(default_factory=list)
    further: list[Response] = field(default_factory=list)
    item: AgendaItem | None = None


def values(mandate: Mandate, session: Meeting | None = None) -> dict:
    """The values of the template of the note. session: the one it is for; else the one to which the reports went.

    mandate: with its act and the act's body and session. Fifteen queries, however many meetings there were.
    """
    record = _record(mandate, session)
    act = mandate.act
    citations = wording.Citations()
    label = f"{act.get_kind_display()} {act.number}"
    own = record.planned.document if record.planned else None
    text = document_of_act(act)
    return {
        **head(body=act.body if not act.body.is_external else record.conference, session=record.session, own=own),
        **item_values(record.session, record.item),
        "title": _title(record),
        "conference": fact(act.body.name, act.body, "name"),
        "organ": fact(organ(act.body), act.body, "name"),
        "act": fact(citations.cite(act.kind, label), act, "label"),
        "act_again": fact(citations.cite(act.kind, label), act, "label"),
        "act_kind": Phrase(act.get_kind_display()),
        "act_title": fact(act.title, act, "title") or Phrase(Gap(f"title of {label}")),
        "act_session": _act_session(act),
        "adopted": fact(wording.held(act.adopted, None, act.adopted_precision), act, "adopted"),
        "act_document": fact(text.symbol, text, "symbol") if text else Phrase(),
        "context": _of_the_mandate(mandate, "context"),
        "no_text": Phrase()
        if act.paragraphs.exists()
        else Phrase(Gap(f"wording of {label}: its text is not held here")),
        "paragraph": fact(wording.paragraph_cited(mandate.paragraph_as_printed), mandate, "paragraph"),
        "request": _request(mandate),
        "means": _means(mandate),
        "least_number": _least(mandate),
        "services": _services(mandate),
        "participants": _of_the_mandate(mandate, "participants"),
        "purpose": _of_the_mandate(mandate, "purpose"),
        "meetings_held": _held(record, label),
        "meetings_to_come": _to_come(record),
        "reports_told": _reports(record),
    }


# The record


def _record(mandate, session):
    responses = list(
        Response.objects.visible_to(Audience.SECRETARIAT)
        .filter(mandate=mandate, is_confirmed=True)
        .select_related("meeting", "made_available_to", "document")
        .prefetch_related(
            Prefetch("meeting__seats", SEATS.queryset),
            Prefetch("made_available_to__seats", SEATS.queryset),
            "document__symbols",
            "document__titles",
        )
        .order_by("meeting__start", "position", "pk")
    )
    reports = [each for each in responses if not each.meeting_id]
    session = session or next((each.made_available_to for each in reports if each.made_available_to), None)
    record = Record(mandate, Body.objects.get(slug=CONFERENCE), session, _planned(mandate, session))
    told = [Told(each.meeting, each) for each in responses if each.meeting_id]
    record.further = _give_reports(told, reports)
    for each in told:
        if each.meeting.status == MeetingStatus.HELD:
            record.held.append(each)
        elif each.meeting.status != MeetingStatus.CANCELLED:
            record.to_come.append(each)
    record.item = _item(record)
    return record


def _give_reports(told, reports):
    """Give each meeting its report, as the documents themselves say; gives the answers that report on none of them."""
    by_meeting = {}
    places = DocumentMeeting.objects.confirmed().filter(
        meeting__in=[each.meeting for each in told], role=MeetingRole.REPORT_OF
    )
    places = places.select_related("document").prefetch_related("document__symbols", "document__titles").order_by("pk")
    for place in places:
        by_meeting.setdefault(place.meeting_id, []).append(place.document)
    answers = {each.document_id: each for each in reports if each.document_id}
    used = set()
    for each in told:
        documents = by_meeting.get(each.meeting.pk, [])
        # One that answers the mandate goes before another of the same meeting; else any that the record ties to it.
        documents.sort(key=lambda document: document.pk not in answers)
        if documents:
            each.report = documents[0]
            each.answer = answers.get(each.report.pk)
            used.add(each.report.pk)
    return [each for each in reports if each.document_id not in used]


def _planned(mandate, session):
    if session is None:
        return None
    plans = PlannedDocument.objects.visible_to(Audience.SECRETARIAT).filter(mandate=mandate, session=session)
    plans = plans.exclude(state=PlannedState.DROPPED).select_related("agenda_item__meeting", "document")
    return plans.prefetch_related("document__symbols", "agenda_item__meeting__seats__body").order_by("pk").first()


def _item(record):
    """The agenda item: as planned, or the one under which all the reports stand in that session."""
    if record.planned and record.planned.agenda_item:
        return record.planned.agenda_item
    reports = [each.report.pk for each in record.held if each.report]
    if not reports or record.session is None:
        return None
    items = AgendaItem.objects.filter(meeting=record.session, documents__in=reports).distinct()
    found = list(items.select_related("meeting").prefetch_related("meeting__seats__body")[:2])
    return found[0] if len(found) == 1 else None


def document_of_act(act):
    """The document in which an act's text stands, with its symbols; None where the record names none with a symbol."""
    documents = Document.objects.filter(act_roles__act=act, act_roles__role=DocumentRole.CONTAINS)
    return documents.filter(symbols__isnull=False).prefetch_related("symbols").order_by("pk").first()


# Title and act


def _title(record):
    if not record.held:
        label = f"{record.mandate.act.get_kind_display()} {record.mandate.act.number}"
        return Phrase("Reports emanating from ", Gap(f"the meetings convened under {label}"))
    report = "Report" if len(record.held) == 1 else "Reports"
    groups = [
        Phrase("the ", _called(group, record.conference), ", held ", _when(group)) for group in _groups(record.held)
    ]
    return Phrase(f"{report} emanating from ", series(groups))


def _act_session(act):
    if act.session is None:
        return Phrase(Gap("session at which it was adopted"))
    return Phrase(session_counted(act.session), " session")


def _of_the_mandate(mandate, name):
    return fact(getattr(mandate, name).strip().rstrip("."), mandate, name)


def _request(mandate):
    """What was asked of whom, in one clause: ``requested the Secretariat to report``."""
    verb, joins = wording.past_tense(mandate.verb)
    action = fact(wording.lower_first(mandate.action.strip().rstrip(".")), mandate, "action")
    addressed = list(mandate.addressees.all())
    who = series(
        [fact(wording.with_article(wording.spelt_out(each.words)), mandate, "addressee") for each in addressed]
    )
    if not verb:
        to = Phrase(" to ", who) if who else Phrase()
        return Phrase("addressed the following", to, ": ", action)
    said = fact(verb, mandate, "verb")
    if joins == "to":
        return Phrase(said, " ", who or Gap("addressee"), " to ", action)
    itself = {organ(mandate.act.body), mandate.act.body.name, str(mandate.act.body)}
    if not addressed or all(each.words in itself for each in addressed):
        return Phrase(said, " to ", action)
    return Phrase(said, " that ", who, " should ", action)


def _means(mandate):
    clause = wording.means(mandate.resources.strip().rstrip("."))
    return fact(clause, mandate, "resources")


def _least(mandate):
    """The least number, where the words of the action do not say it."""
    number = mandate.least_number
    if not number or f"at least {wording.number_in_words(number)}" in mandate.action:
        return Phrase()
    return fact(wording.number_in_words(number), mandate, "least number")


def _services(mandate):
    services = mandate.services.strip().rstrip(".")
    return Phrase() if services and services in mandate.action else fact(services, mandate, "services")


# Meetings and reports


def _groups(told):
    """Meetings of the same bodies together, in their order."""
    groups = {}
    for each in told:
        groups.setdefault(tuple(seat.body_id for seat in each.meeting.seats.all()), []).append(each)
    return list(groups.values())


def _noun(meeting):
    return MeetingKind(meeting.kind).label


def _called(group, conference):
    """What the meetings of a group are called: ``meetings of the Working Group on Firearms``."""
    meeting = group[0].meeting
    bodies = [seat.body for seat in meeting.seats.all()]
    number = len(group)
    if not bodies:
        return Phrase("meeting" if number == 1 else "meetings")
    noun = _noun(meeting)
    if len(bodies) > 1:
        names = series([fact(wording.with_article(body.name), body, "name") for body in bodies])
        return Phrase(f"joint {noun if number == 1 else f'{noun}s'} of ", names)
    body = bodies[0]
    convention = wording.convention_of(conference.name)
    name = wording.convention_in_full(body.name, convention)
    further = [source(conference, "name")] if name != body.name else []
    itself = body.kind in MEETS_AS_ITSELF
    return fact(wording.meetings_of(name, noun=noun, meets_as_itself=itself, number=number), body, "name", *further)


def _day(told):
    meeting = told.meeting
    when = wording.held(meeting.start, meeting.end, meeting.date_precision)
    return fact(when, meeting, "dates") or Phrase(Gap(f"dates of the {told.called}"))


def _place(told):
    return fact(told.meeting.place, told.meeting, "place") or Phrase(Gap(f"place of the {told.called}"))


def _one_place(group):
    return len({each.meeting.place for each in group}) == 1 and bool(group[0].meeting.place)


def _when(group):
    """``in Vienna from 28 to 30 September 2015 and on 6 and 7 June 2016``"""
    if _one_place(group):
        return Phrase("in ", _place(group[0]), " ", series([_day(each) for each in group]))
    return series([Phrase("in ", _place(each), " ", _day(each)) for each in group])


def _held(record, label):
    """The sentences that say which meetings were held, without the last full stop."""
    if not record.held:
        return Phrase(Gap(f"meetings convened under {label}: none is recorded as held"))
    sentences = [_sentence(group, record) for group in _groups(record.held)]
    first, *others = sentences
    return Phrase(first, *(Phrase(". ", each) for each in others))


def _sentence(group, record):
    called = _called(group, record.conference)
    if len(group) == 1:
        counted = _ordinal(group[0])
        opening = Phrase("The ", counted, " ") if counted else Phrase("One ")
        return Phrase(opening, called, " was held ", _when(group))
    sources = [source(each.meeting, "dates") for each in group]
    parted = "," if "," in str(called) else ""
    number = Phrase(Fact.of(wording.upper_first(wording.number_in_words(len(group))), *sources))
    same_place = _one_place(group)
    place = Phrase(" in ", _place(group[0])) if same_place else Phrase()
    counted = all(_ordinal(each) for each in group)
    told = series(
        [
            Phrase(
                *(("the ", _ordinal(each), " ") if counted else ()),
                *(() if same_place else ("in ", _place(each), " ")),
                _day(each),
            )
            for each in group
        ]
    )
    joined = ", " if counted or not same_place else " "
    return Phrase(number, " ", called, f"{parted} were held", place, joined, told)


def _ordinal(told):
    return fact(wording.session_ordinal(told.meeting.ordinal), told.meeting, "ordinal")


def _to_come(record):
    """What is planned or announced, as one sentence without its full stop."""
    if not record.to_come:
        return Phrase()
    told = []
    for group in _groups(record.to_come):
        counted = Phrase(_ordinal(group[0]), " ") if len(group) == 1 and _ordinal(group[0]) else Phrase()
        told.append(Phrase("the ", counted, _called(group, record.conference), " ", _when(group)))
    return Phrase("Still to be held: ", series(told))


def _reports(record):
    """Where the reports are, to which session they go, and what else answers the mandate."""
    sentences = []
    if record.held:
        sentences += _contained(record)
    if record.further:
        sentences += _further(record)
    return Phrase(*(Phrase(" " if at else "", each) for at, each in enumerate(sentences)))


def _contained(record):
    """The reports of the meetings: one sentence where all went to one session, else one more for each session."""
    told = record.held
    one = len(told) == 1
    symbols = [_report_symbol(each, one) for each in told]
    opening = "Its report is contained in document " if one else "Their reports are contained in documents "
    groups = _by_session([(each.answer, symbol) for each, symbol in zip(told, symbols, strict=True)])
    if len(groups) == 1:
        which = ", which is" if one else ", which are"
        return [Phrase(opening, series(symbols), which, _made_available(groups[0][0], record), ".")]
    further = [_sent(answers, several, "", record) for answers, several in groups]
    return [Phrase(opening, series(symbols), "."), *further]


def _further(record):
    groups = _by_session([(each, _symbol_of(each)) for each in record.further])
    return [
        _sent(answers, symbols, ", which also answers the mandate," if len(symbols) == 1 else ALSO, record)
        for answers, symbols in groups
    ]


ALSO = ", which also answer the mandate,"


def _sent(answers, symbols, aside, record):
    """``Documents A and B are made available to …``"""
    noun, verb = ("Document", "is") if len(symbols) == 1 else ("Documents", "are")
    return Phrase(f"{noun} ", series(symbols), f"{aside} {verb}", _made_available(answers, record), ".")


def _by_session(pairs):
    """Pairs of an answer (or None) and a symbol, by the session to which it went: lists of answers and of symbols."""
    groups = {}
    for answer, symbol in pairs:
        session = answer.made_available_to_id if answer else None
        answers, symbols = groups.setdefault(session, ([], []))
        symbols.append(symbol)
        if session:
            answers.append(answer)
    return list(groups.values())


def _made_available(answers, record):
    if not answers:
        chosen = f": {record.session.title_in_a_sentence}, as chosen for this draft" if record.session else ""
        return Phrase(" made available to ", Gap(f"session to which it went is not recorded{chosen}"))
    session = answers[0].made_available_to
    body = session.body
    name = fact(f"the {organ(body)}", body, "name") if body else Phrase(Gap("body"))
    told = [
        source(
            each, MADE_AVAILABLE, label=f"Answer to {record.mandate.citation}: {each}", url=session.get_absolute_url()
        )
        for each in answers
    ]
    counted = fact(wording.session_ordinal(session.ordinal), session, "ordinal", *told)
    return Phrase(
        " made available to ", name, " at its ", counted or Gap("ordinal of the session"), f" {_noun(session)}"
    )


def _report_symbol(told, alone):
    if told.report is None or not told.report.symbol:
        which = "the meeting" if alone and not told.meeting.ordinal else f"the {told.called}"
        return Phrase(Gap(f"symbol of the report on {which}"))
    return fact(told.report.printed_symbol, told.report, "symbol")


def _symbol_of(response):
    if response.document_id:
        document = response.document
        return fact(document.printed_symbol, document, "symbol") or Phrase(Gap(f"symbol of “{document.title}”"))
    named = source(response, "symbol", label=f"Report {response.symbol}, not held here", url="")
    return Phrase(Fact.of(response.symbol, named))
