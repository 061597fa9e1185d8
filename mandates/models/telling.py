"""What a mandate's sentence tells of: asked of the database as plain values in the mandate's own query, and read from them."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf
from django.urls import reverse

from documents.models import DocumentSymbol, DocumentTitle
from documents.models.rows import path_of
from documents.models.vocabulary import NAMELESS
from mandates.models.story import MeetingTold, ReportTold, Told
from meetings.models import CONFERENCE, Meeting, MeetingBody, MeetingKind
from meetings.ordinals import ordinal
from provenance.dates import in_words

# How a mandate goes on, where its kind is called otherwise.
WORDS = {"followed by": "carried on by"}


def story_columns(answers, links, addressees, audience) -> dict:
    """The annotations that ``told_of`` reads. The querysets hold what is told of the mandate ``OuterRef("pk")``."""
    meetings = Meeting.objects.visible_to(audience)
    title = DocumentTitle.objects.filter(document=OuterRef("document"), language="en")
    symbol = DocumentSymbol.objects.filter(document=OuterRef("document")).order_by("position", "pk")
    response = JSONObject(
        meeting=Subquery(meetings.filter(pk=OuterRef("meeting")).values(told=_meeting())[:1]),
        symbol=Coalesce(NullIf("symbol", Value("")), Subquery(symbol.values("canonical")[:1])),
        title=Subquery(title.values("text")[:1]),
        document="document",
        session=Subquery(meetings.filter(pk=OuterRef("went_to")).values(told=_meeting())[:1]),
    )
    link = JSONObject(
        kind="kind",
        act=Coalesce("to_act__kind", "to_mandate__act__kind"),
        number=Coalesce("to_act__number", "to_mandate__act__number"),
        slug=Coalesce("to_act__body__slug", "to_mandate__act__body__slug"),
        elsewhere=Coalesce("to_act__body__is_external", "to_mandate__act__body__is_external"),
        body=Coalesce("to_act__body__short_name", "to_mandate__act__body__short_name"),
        body_in_full=Coalesce("to_act__body__name", "to_mandate__act__body__name"),
        mandate="to_mandate__number",
    )
    due = meetings.filter(pk=OuterRef("due_session")).values(told=_meeting())
    answers = answers.with_session(audience).order_by("meeting__start", "position", "pk")
    return {
        "answers_told": ArraySubquery(answers.values(told=response)),
        "links_told": ArraySubquery(links.order_by("pk").values(told=link)),
        "addressees_told": ArraySubquery(
            addressees.order_by("position", "pk").values(told=JSONObject(words="words", body="body__slug"))
        ),
        "due_session_told": Subquery(due[:1]),
    }


def _meeting():
    """A meeting as plain values, with the ordinal that its first body gives it."""
    seats = MeetingBody.objects.filter(meeting=OuterRef("pk")).order_by("position", "pk")
    return JSONObject(
        ordinal=Subquery(seats.values("ordinal")[:1]),
        body=Subquery(seats.values("body__slug")[:1]),
        kind="kind",
        status="status",
        start="start",
        precision="date_precision",
        end="end",
    )


def told_of(mandate) -> Told:
    """What the sentence about a mandate (``MandateQuerySet.with_story``) tells of."""
    answers = mandate.answers_told
    return Told(
        citation=mandate.heading,
        verb=mandate.verb,
        addressees=[each["words"] for each in mandate.addressees_told],
        addresses_the_conference=any(each["body"] == CONFERENCE for each in mandate.addressees_told),
        action=mandate.action,
        deliverable=mandate.deliverable,
        least=mandate.least_number,
        due=_due(mandate),
        founds=bool(mandate.creates_body_id),
        is_external=mandate.act.body.is_external,
        is_stated_done=mandate.status == "done",
        meetings=[_meeting_told(each["meeting"]) for each in answers if each["meeting"]],
        reports=[_report_told(each) for each in answers if not each["meeting"]],
        onward=[_link_told(each) for each in mandate.links_told],
    )


def _due(mandate):
    session = mandate.due_session_told
    if session:
        return f"at the {_title(session)}"
    if mandate.due_date:
        return f"on {in_words(mandate.due_date, 'day')}"
    return f"as it says: {mandate.due_words}" if mandate.due_words else ""


def _day(text):
    return date.fromisoformat(text) if text else None


def _dates(meeting):
    return in_words(_day(meeting["start"]), meeting["precision"], _day(meeting["end"]))


def _meeting_told(meeting):
    return MeetingTold(meeting["status"], _dates(meeting), _day(meeting["start"]))


def _title(meeting):
    """``eighth session``, as a meeting is called within a sentence."""
    if meeting["ordinal"]:
        return f"{ordinal(meeting['ordinal'])} {meeting['kind']}"
    return f"{meeting['kind']} of {_dates(meeting)}" if meeting["start"] else meeting["kind"]


def _report_told(answer):
    symbol, session = answer["symbol"], answer["session"]
    place = path_of(symbol) if symbol else f"id/{answer['document']}"
    is_session = session and session["kind"] == MeetingKind.SESSION and session["body"] == CONFERENCE
    return ReportTold(
        name=symbol or answer["title"] or NAMELESS,
        url=reverse("document", args=[place]),
        is_symbol=bool(symbol),
        session=_title(session) if session else "",
        session_url=reverse("session", args=[session["ordinal"]]) if is_session and session["ordinal"] else "",
        is_held=answer["document"] is not None,
    )


def _link_told(link):
    whose = f"{link['body'] or link['body_in_full']} " if link["elsewhere"] else ""
    path = f"{link['slug']}/{link['act']}/{link['number'].replace(' ', '')}"
    url = reverse("mandate", args=[path, link["mandate"]]) if link["mandate"] else reverse("act", args=[path])
    return WORDS.get(link["kind"], link["kind"]), f"{whose}{link['act']} {link['number']}", url
