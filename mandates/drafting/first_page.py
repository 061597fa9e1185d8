"""What stands at the head of every draft: the masthead, the session, the agenda item."""

from documents.models import Document, DocumentMeeting, MeetingRole
from mandates.drafting.phrases import Fact, Gap, Phrase
from mandates.drafting.sources import fact, source
from mandates.drafting.wording import session_ordinal
from meetings.models import AgendaItem
from provenance.dates import in_words

ORIGINAL = Phrase("English")


def head(*, body, session=None, own=None) -> dict:
    """The values that every template has. body: the Body in whose name it is issued; session: the Meeting it is for.

    own: the Document that is being drafted, where the record holds it already: its symbol, date and distribution are used.
    """
    return {
        **_symbol(body, own),
        "body": fact(body.name, body, "name"),
        "distribution": _distribution(own),
        "date": fact(in_words(own.date, own.date_precision), own, "date")
        if own and own.date
        else _gap("date of submission"),
        "original": ORIGINAL,
        "job_number": _gap("job number"),
        "session_title": session_title(session) or _gap("session"),
        "session_name": session_name(session) or _gap("session"),
        "place_and_dates": place_and_dates(session),
    }


def _gap(words):
    return Phrase(Gap(words))


def _symbol(body, own):
    symbol = own.symbol if own else ""
    if symbol:
        organ, _, rest = symbol.partition("/")
        return {
            "symbol": fact(symbol, own, "symbol"),
            "symbol_organ": fact(organ, own, "symbol"),
            "symbol_rest": Phrase("/", fact(rest, own, "symbol")) if rest else Phrase(),
        }
    organ, _, rest = body.series.rstrip("/").partition("/")
    series = fact(body.series.rstrip("/"), body, "series")
    number = _gap("year/number")
    return {
        "symbol": Phrase(series, "/", number) if series else _gap("symbol"),
        "symbol_organ": fact(organ, body, "series") or _gap("symbol"),
        "symbol_rest": Phrase("/", fact(rest, body, "series"), "/" if rest else "", number) if organ else Phrase(),
    }


def _distribution(own):
    if own and own.distribution:
        return fact(own.get_distribution_display(), own, "distribution")
    return _gap("General or Limited")


def session_title(session):
    """``Eighth session``, as a fact; empty without a session."""
    return fact(session.title, session, "ordinal") if session else Phrase()


def session_name(session):
    """``eighth session`` or ``second meeting``, as it stands in a sentence after “the”."""
    return fact(session.title_in_a_sentence, session, "ordinal") if session else Phrase()


def session_counted(session):
    """``eighth``, as a fact; a gap for a session that is not counted."""
    counted = session_ordinal(session.ordinal)
    return fact(counted, session, "ordinal") or _gap("ordinal of the session")


def place_and_dates(session):
    """``Vienna, 17–21 October 2016``, with a gap for what is not known, and for dates that may still change."""
    if session is None:
        return _gap("place and dates")
    place = fact(session.place, session, "place") or _gap("place")
    dates = fact(in_words(session.start, session.date_precision, session.end), session, "dates") or _gap("dates")
    if session.is_tentative:
        dates += Gap("dates to be confirmed")
    return Phrase(place, ", ", dates)


def organ(body):
    """What a body is called once it has been named in full: ``Conference``; others by their name."""
    return "Conference" if body.is_conference else body.name


def agenda_symbol(session):
    """The symbol of the agenda of a session, as a fact; empty where the record has none. One query."""
    document = document_of(session, MeetingRole.AGENDA_OF)
    return fact(document.symbol, document, "symbol") if document else Phrase()


def document_of(session, role, **also):
    """The first document that has a role in a meeting and bears a symbol, with its symbols and titles; or None."""
    if session is None:
        return None
    places = DocumentMeeting.objects.confirmed().filter(meeting=session, role=role)
    documents = Document.objects.filter(pk__in=places.values("document"), symbols__isnull=False, **also)
    return documents.prefetch_related("symbols", "titles").in_order().first()


def item_values(session, item, agenda=None) -> dict:
    """The line of the agenda item. item: an AgendaItem or None; then what is missing is said."""
    if item is None:
        number, title = _gap("number of the agenda item"), _gap("title of the agenda item")
    else:
        number = item_fact(item.number, item)
        title = item_fact(item.title, item) or _gap(f"title of item {item.number}")
    return {
        "item_number": number,
        "item_title": title,
        "agenda_symbol": agenda_symbol(session) if agenda is None else agenda,
    }


def item_fact(text, item: AgendaItem):
    """Words about an agenda item, as a fact: the item has no page of its own, its session has."""
    if not text:
        return Phrase()
    named = source(
        item, "agenda item", label=f"Item {item.number}, {item.meeting}", url=item.meeting.get_absolute_url()
    )
    return Phrase(Fact.of(text, named))
