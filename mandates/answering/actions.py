"""What people do with the steps of a thread: one verb each, atomic, signed; statuses follow at once.

Every refusal is a ``NotPossible`` with a sentence.
"""

from collections import defaultdict

from django.utils import timezone

from accounts.access import Audience
from accounts.actions import NotPossible
from documents.models import Document
from documents.symbols import SymbolError, parse
from mandates.answering.proposing import READER, SESSION, WORDS, evidence_said, wanted_for
from mandates.models import Mandate, Response, Review
from mandates.standing import at_once
from meetings.models import Meeting
from provenance.models import Evidence, Origin

LONGEST_REASON = 500


@at_once
def confirm(response: Response, *, by) -> Response:
    """Confirm a proposed step, with the session proposed for it. Raises NotPossible for one that was dismissed."""
    response = _locked(response)
    if response.is_dismissed:
        raise NotPossible("This was dismissed. Restore it first.")
    if response.mandate.review != Review.CONFIRMED:
        raise NotPossible("The mandate itself is not confirmed. Confirm it first.")
    if response.is_confirmed:
        return response
    _stand_behind(response, (WORDS[kind_of(response)], SESSION), by)
    response.is_confirmed = True
    if response.session_proposed_id:
        response.made_available_to_id, response.session_proposed = response.session_proposed_id, None
    response.save()
    _say(response, WORDS[kind_of(response)], str(response), by)
    return response


@at_once
def take_back(response: Response, *, by) -> Response:
    """Take the confirmation of a proposed step back: it is proposed again, and so is its session."""
    response = _locked(response)
    if response.confidence is None or not response.is_confirmed:
        raise NotPossible("This step was not proposed by machine. Dismiss it if it is wrong.")
    response.is_confirmed = False
    response.session_proposed_id, response.made_available_to = response.made_available_to_id, None
    response.save()
    ours = Evidence.objects.about(response)
    ours.filter(reader=READER).update(confirmed_by=None, confirmed_at=None, audience=Audience.SECRETARIAT)
    ours.filter(origin=Origin.ENTERED, field__in=(WORDS[kind_of(response)], SESSION)).update(chosen=False)
    _say(response, "confirmed", "taken back", by)
    return response


@at_once
def dismiss(response: Response, *, reason: str, by) -> Response:
    """Strike a step out, saying why: it answers nothing, and is not proposed again. Raises NotPossible without a reason."""
    reason = _words(reason)
    if not reason:
        raise NotPossible("Say why this is no answer.")
    response = _locked(response)
    if response.is_dismissed:
        return response
    response.is_confirmed, response.is_dismissed, response.dismissed_because = False, True, reason
    response.session_proposed = None
    response.save()
    Evidence.objects.about(response).update(audience=Audience.SECRETARIAT)
    _say(response, "dismissed", reason, by)
    return response


@at_once
def restore(response: Response, *, by) -> Response:
    """Take a dismissal back: what a machine had proposed is proposed again, what a person had entered stands again."""
    response = _locked(response)
    if not response.is_dismissed:
        raise NotPossible("This was not dismissed.")
    response.is_dismissed, response.dismissed_because = False, ""
    response.is_confirmed = response.confidence is None
    response.save()
    _say(response, "dismissed", "taken back", by)
    return response


@at_once
def add(
    mandate: Mandate,
    *,
    meeting: Meeting | None = None,
    document: Document | None = None,
    symbol: str = "",
    session: Meeting | None = None,
    note: str = "",
    by,
) -> Response:
    """Enter what answers a mandate: a meeting, a document, or the symbol of one that may not be held yet.

    session: to which the document was made available. What was proposed or dismissed before is confirmed by it. Raises
    NotPossible.
    """
    Mandate.objects.select_for_update(of=("self",)).get(pk=mandate.pk)
    if symbol.strip() and not document:
        symbol, document = _document_of(symbol)
    if sum(map(bool, (meeting, document, symbol))) != 1 and not (document and symbol):
        raise NotPossible("Give a meeting, or the symbol of a document: one of them.")
    if meeting and session:
        raise NotPossible("Only documents are made available to a session; a meeting is not.")
    what = {"meeting": meeting} if meeting else {"document": document} if document else {"symbol": symbol}
    response = Response.objects.select_for_update(of=("self",)).filter(mandate=mandate, **what).first()
    if response and response.is_confirmed:
        raise NotPossible(f"{response} is in this thread already.")
    response = response or Response(mandate=mandate, position=mandate.responses.count(), **what)
    response.is_confirmed, response.is_dismissed, response.dismissed_because = True, False, ""
    response.made_available_to, response.note = session or response.made_available_to, _words(note) or response.note
    response.save()
    _say(response, WORDS[kind_of(response)], str(response), by)
    if session:
        _say(response, SESSION, session.title, by)
    return response


@at_once
def set_session(response: Response, *, session: Meeting | None, by) -> Response:
    """Say to which session a document was made available, or, with None, that it is not known. Raises NotPossible."""
    response = _locked(response)
    if response.meeting_id:
        raise NotPossible("Only documents are made available to a session; a meeting is not.")
    proposed = response.session_proposed_id
    if session and session.pk == proposed:
        _stand_behind(response, (SESSION,), by)
    elif proposed:
        response.sessions_dismissed = [*response.sessions_dismissed, proposed]
        Evidence.objects.about(response).filter(reader=READER, field=SESSION, confirmed_at=None).delete()
    response.made_available_to, response.session_proposed = session, None
    if session:
        response.sessions_dismissed = [key for key in response.sessions_dismissed if key != session.pk]
    response.save()
    _say(response, SESSION, session.title if session else "not known", by)
    return response


@at_once
def confirm_session(response: Response, *, by) -> Response:
    """Confirm the session that is proposed for a step. Raises NotPossible where none is."""
    session = Response.objects.select_related("session_proposed").get(pk=response.pk).session_proposed
    if session is None:
        raise NotPossible("No session is proposed for it any more.")
    return set_session(response, session=session, by=by)


@at_once
def dismiss_session(response: Response, *, by) -> Response:
    """Strike the proposed session out; it is not proposed again for this step. Raises NotPossible where none is."""
    response = _locked(response)
    session = response.session_proposed
    if session is None:
        raise NotPossible("No session is proposed for it any more.")
    response.sessions_dismissed, response.session_proposed = [*response.sessions_dismissed, session.pk], None
    response.save()
    Evidence.objects.about(response).filter(reader=READER, field=SESSION, confirmed_at=None).delete()
    _say(response, f"not {SESSION}", session.title, by)
    return response


@at_once
def confirm_all(mandate: Mandate, *, by) -> list[Response]:
    """Confirm everything that is proposed for a mandate, steps and sessions. Raises NotPossible where nothing is."""
    confirmed = []
    for response in Response.objects.proposed().filter(mandate=mandate).order_by("position", "pk"):
        confirmed.append(confirm_session(response, by=by) if response.is_confirmed else confirm(response, by=by))
    if not confirmed:
        raise NotPossible("Nothing is proposed for this mandate any more.")
    return confirmed


def kind_of(response: Response) -> str:
    """``meeting``, ``document`` or ``symbol``: what it is that answers."""
    return "meeting" if response.meeting_id else "document" if response.document_id else "symbol"


def _locked(response):
    found = Response.objects.select_for_update(of=("self",)).filter(pk=response.pk)
    response = found.select_related("mandate", "session_proposed").first()
    if response is None:
        raise NotPossible("This step is no longer proposed: its grounds are gone.")
    return response


def _stand_behind(response, fields, by):
    """The machine's evidence is confirmed, and open to whoever may know of all that it names and read what it quotes."""
    held = defaultdict(dict)
    kind = kind_of(response)
    key = response.meeting_id or response.document_id or response.symbol
    held[response.mandate_id][kind, key] = response
    proposal = wanted_for([response.mandate_id], held).get((response.mandate_id, kind, key))
    open_to = evidence_said(proposal) if proposal else {}
    for row in Evidence.objects.about(response).filter(reader=READER, field__in=fields, confirmed_at=None):
        said = (row.field, row.value, row.source, row.quote, row.file_sha256, row.page, row.confidence)
        row.audience = open_to.get(said, Audience.SECRETARIAT)
        row.confirmed_by, row.confirmed_at = by, timezone.now()
        row.save()


def _document_of(symbol):
    """(a symbol in its canonical form, or "" where its document is held; that document). Raises NotPossible."""
    words = _words(symbol)
    if len(words) > 200:
        raise NotPossible("This is too long for a symbol.")
    try:
        canonical = parse(words).canonical
    except SymbolError as problem:
        raise NotPossible(str(problem)) from problem
    document = Document.objects.with_symbol(canonical).first()
    return ("" if document else canonical), document


def _words(text):
    return " ".join(text.replace("\0", " ").split())[:LONGEST_REASON]


def _say(record, field, value, by):
    """A person's word is evidence too, and stands above a machine's."""
    Evidence.word_of(by, record, field, value).save()
