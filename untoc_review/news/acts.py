"""What happened to acts and mandates: adopted, text entered, mandates confirmed, answers confirmed, states changed."""

from django.db.models import Q
from django.utils.timezone import localdate

from accounts.access import Audience
from documents.models import Act, Language, Paragraph
from mandates.models import Mandate, MandateStatus, Response, Review
from untoc_review.news.history import MOST_RECORDS, Happening, Window, in_words
from untoc_review.things import ACT, BODY, DOCUMENT, MANDATE, MEETING, RESPONSE

ACT_FACTS = {"adopted": "date of adoption", "session_id": "session", "symbol": "symbol", "number": "number"}
MANDATE_FACTS = {
    "action": "what is asked",
    "deliverable": "deliverable",
    "least_number": "least number",
    "due_session_id": "deadline",
    "due_date": "deadline",
    "due_words": "deadline",
    "paragraph_as_printed": "paragraph",
}


def act_news(window: Window) -> list[Happening]:
    """What happened to acts that are followed, or are of a body or session that is. Three queries."""
    acts, bodies, meetings = window.keys(ACT), window.keys(BODY), window.keys(MEETING)
    wanted = Q(pk__in=acts) | Q(body__in=bodies) | Q(session__in=meetings)
    changed = Act.objects.visible_to(window.audience).filter(wanted, pk__in=window.changed(ACT)).order_by("-pk")
    ties = {key: (body, session) for key, body, session in changed.values_list("pk", "body", "session")[:MOST_RECORDS]}
    found = []
    for event in window.events(Act, Q(pgh_obj_id__in=ties), "audience", "adopted", "session_id", "symbol", "number"):
        record, (body, session) = (ACT, event.key), ties[event.key]
        if event.before is None or event.opened(window.audience):
            words = "Entered in the record" if event.before is None else "Opened to you"
            things = [(BODY, body)] * (body in bodies) + [(MEETING, session)] * (session in meetings)
            things += [record] * (event.key in acts)
            found += [Happening(thing, record, event.at, words) for thing in things]
        elif event.key in acts and event.before["audience"] <= window.audience:
            facts = [word for name, word in ACT_FACTS.items() if event.changed(name)]
            found += [Happening(record, record, event.at, f"Corrected: {in_words(facts)}")] if facts else []
    return found + _texts(window, acts & set(ties))


def _texts(window, acts):
    """The text of the followed acts, as far as the reader may read it now: one line a day for each language."""
    readable = Paragraph.objects.visible_to(window.audience).filter(act__in=acts)
    written = {}
    for event in window.events(Paragraph, Q(pgh_obj_id__in=readable.values("pk")), "act_id", "language", "text"):
        if event.before is None or event.changed("text"):
            written.setdefault((event.after["act_id"], event.after["language"], localdate(event.at)), event.at)
    return [
        Happening((ACT, act), (ACT, act), at, f"Text entered or changed in {Language(language).label}")
        for (act, language, _day), at in written.items()
    ]


def mandate_news(window: Window) -> list[Happening]:
    """What happened to mandates that are followed or stand in an act that is. Five queries."""
    acts, mandates = window.keys(ACT), window.keys(MANDATE)
    changed = Mandate.objects.visible_to(window.audience).filter(pk__in=window.changed(MANDATE))
    keys = list(
        changed.filter(Q(pk__in=mandates) | Q(act__in=acts)).order_by("-pk").values_list("pk", flat=True)[:MOST_RECORDS]
    )
    found = []
    fields = ("act_id", "review", "status", *MANDATE_FACTS)
    for event in window.events(Mandate, Q(pgh_obj_id__in=keys), *fields):
        record, act = (MANDATE, event.key), event.after["act_id"]
        words = _told_of(window, event)
        if words and event.key in mandates:
            found.append(Happening(record, record, event.at, words))
        if words.startswith("Mandate") and act in acts:
            found.append(Happening((ACT, act), record, event.at, words))
    return found + _answers(window, mandates)


def _told_of(window, event):
    """What one change of a mandate says to the reader, in words; empty when nothing. Nothing of before its confirmation."""
    staff = window.audience >= Audience.SECRETARIAT
    if event.became("review", Review.CONFIRMED):
        return "Mandate confirmed"
    if event.before is None:
        return "Mandate proposed by machine" if staff else ""
    if not staff and event.before["review"] != Review.CONFIRMED:
        return ""
    said = []
    if event.changed("review"):
        said.append(f"Review: {Review(event.after['review']).label}")
    if event.changed("status"):
        said.append(f"Stated status: {MandateStatus(event.after['status']).label}")
    if facts := [word for name, word in MANDATE_FACTS.items() if event.changed(name)]:
        said.append(f"Corrected: {in_words(facts)}")
    return "; ".join(said)


def _answers(window, mandates):
    """Answers of the followed mandates that were confirmed, as far as the reader may see meeting, report and session."""
    answers = {
        answer.pk: answer
        for answer in Response.objects.visible_to(window.audience)
        .filter(mandate__in=mandates, pk__in=window.changed(RESPONSE))
        .select_related("made_available_to")
        .prefetch_related("made_available_to__seats__body")
        .order_by("-pk")[:MOST_RECORDS]
    }
    found = []
    fields = ("mandate_id", "is_confirmed", "made_available_to_id", "document_id")
    for event in window.events(Response, Q(pgh_obj_id__in=answers), *fields):
        answer = answers[event.key]
        words = _answered(window, event, answer)
        if words:
            found.append(Happening((MANDATE, answer.mandate_id), record_of(answer), event.at, words))
    return found


def record_of(answer):
    """What an answer is: a meeting, a document, or itself, when only the symbol of a report is known."""
    if answer.meeting_id:
        return MEETING, answer.meeting_id
    return (DOCUMENT, answer.document_id) if answer.document_id else (RESPONSE, answer.pk)


def _answered(window, event, answer):
    noun = "meeting" if answer.meeting_id else "report"
    session = answer.made_available_to
    if session is not None and session.audience > window.audience:
        session = None
    if not event.after["is_confirmed"]:
        staff = window.audience >= Audience.SECRETARIAT
        return f"Proposed as a {noun} that answers it" if event.before is None and staff else ""
    if event.became("is_confirmed", True):
        sent = f", made available to the {session.title_in_a_sentence}" if session else ""
        return f"Confirmed: a {noun} that answers it{sent}"
    if event.changed("made_available_to_id") and session and event.after["made_available_to_id"] == session.pk:
        return f"Made available to the {session.title_in_a_sentence}"
    if event.changed("document_id") and event.after["document_id"]:
        return "The report is held now"
    return ""
