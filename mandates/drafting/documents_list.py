"""The list of documents for a session, by agenda item; and what the provisional agenda takes from it."""

from dataclasses import dataclass

from django.db.models import F

from accounts.access import Audience
from documents.models import Document, MeetingRole
from documents.models.rows import Row
from mandates.drafting.first_page import agenda_symbol, document_of, head, item_fact
from mandates.drafting.phrases import Fact, Gap, Phrase, series
from mandates.drafting.sources import document_source, source
from mandates.drafting.wording import counted, upper_first
from meetings.models import AgendaItem, Meeting

NO_BREAK = "\u00a0"
EXISTS = {"issued", "listed"}


@dataclass
class Listed:
    """A document before a session, and the items under which it stands there."""

    row: Row
    items: list[AgendaItem]


def before_the_session(session: Meeting) -> tuple[list[AgendaItem], list[Listed]]:
    """The items of a session's agenda, and its documents in order of symbol; its own report is not one. Four queries."""
    items = list(session.agenda_items.order_by("sort_key"))
    for item in items:
        item.meeting = session  # with its bodies, by which it is named
    places = session.document_places.confirmed().exclude(role=MeetingRole.REPORT_OF)
    documents = Document.objects.visible_to(Audience.SECRETARIAT).filter(pk__in=places.values("document"))
    rows = documents.in_order().rows(Audience.SECRETARIAT)
    by_key = {item.pk: item for item in items}
    under = {}
    pairs = AgendaItem.documents.through.objects.filter(agenda_item__in=by_key, document__in=[row.pk for row in rows])
    for document, item in pairs.order_by(F("agenda_item__sort_key")).values_list("document", "agenda_item"):
        under.setdefault(document, []).append(by_key[item])
    return items, [Listed(row, under.get(row.pk, [])) for row in rows]


def values(session: Meeting) -> dict:
    """The values of the template of the list of documents. session: a Meeting with its bodies."""
    items, documents = before_the_session(session)
    groups = {item.pk: [] for item in items}
    others = []
    for listed in documents:
        (groups[listed.items[0].pk] if listed.items else others).append(listed)
    told = [
        {"heading": item_heading(item), "documents": [row_values(each, session) for each in groups[item.pk]]}
        for item in items
        if groups[item.pk]
    ]
    if others:
        heading = Phrase("Under no agenda item, as far as the record shows") if told else Phrase()
        told.append({"heading": heading, "documents": [row_values(each, session) for each in others]})
    number = counted(len(documents), "document stands", "documents stand")
    return {
        **head(
            body=session.body, session=session, own=document_of(session, MeetingRole.BEFORE, type="list of documents")
        ),
        "agenda_symbol": agenda_symbol(session),
        "documents_counted": Phrase(Fact.of(upper_first(number), source(session, "documents"))),
        "groups": told,
    }


def item_heading(item):
    """``Item 2 (a). Technical assistance``"""
    return Phrase(item_fact(f"Item {item.number}", item), ". ", item_title(item))


def item_title(item):
    return item_fact(item.title, item) or Phrase(Gap(f"title of item {item.number}"))


def row_values(listed, session):
    """What a row of the table says of a document."""
    row = listed.row
    return {
        "document_symbol": document_fact(row, row.symbol, "symbol") or Phrase(Gap("symbol")),
        "document_title": document_fact(row, row.title, "title") or Phrase(Gap("title")),
        "document_note": _note(row),
        "languages": _languages(row),
        "item": series([item_fact(item.number.replace(" ", NO_BREAK), item) for item in listed.items])
        or Phrase(Gap("agenda item")),
    }


def document_fact(row, text, field):
    """Words about a document of a list, as a fact; empty for none."""
    return Phrase(Fact.of(text, document_source(row.pk, row.symbol, row.title, field))) if text else Phrase()


def _languages(row):
    """``A C E F R S``, with a dash for each language in which no version is known to exist."""
    known = {place.letter for place in row.places if place.state in EXISTS}
    if not known:
        return Phrase(Gap("languages"))
    letters = NO_BREAK.join(letter if letter in known else "–" for letter in "ACEFRS")
    return document_fact(row, letters, "languages")


def _note(row):
    parts = []
    if row.replaced_by:
        parts.append(Phrase("Replaced by ", document_fact(row, row.replaced_by[0], "replaced by")))
    if row.corrected_by:
        corrected = series([document_fact(row, each.symbol, "corrected by") for each in row.corrected_by])
        parts.append(Phrase("Corrected by ", corrected))
    return Phrase(*(Phrase("; " if at else "", each) for at, each in enumerate(parts)))
