"""The provisional agenda of a session, with the documents before each item."""

from documents.models import MeetingRole
from mandates.drafting.documents_list import before_the_session, document_fact, item_title
from mandates.drafting.first_page import document_of, head, item_fact
from mandates.drafting.phrases import Gap, Phrase
from mandates.drafting.wording import listed
from meetings.models import Meeting


def values(session: Meeting) -> dict:
    """The values of the template of the provisional agenda. session: a Meeting with its bodies."""
    items, documents = before_the_session(session)
    own = document_of(session, MeetingRole.AGENDA_OF)
    # The agenda is not listed among the documents before its own items.
    documents = [each for each in documents if own is None or each.row.pk != own.pk]
    under = {item.pk: [] for item in items}
    for document in documents:
        for item in document.items:
            under[item.pk].append(_document(document.row))
    numbers = {item.number for item in items}
    told = [_item(item, numbers, under[item.pk]) for item in items]
    return {
        **head(body=session.body, session=session, own=own),
        "items": told,
        "no_items": Phrase(Gap("items of the agenda: none is recorded")),
        "documented_items": [
            each | {"item_number": item_fact(item.number, item)}
            for each, item in zip(told, items, strict=True)
            if under[item.pk]
        ],
        "no_documents": _without(item.number for item in items if not under[item.pk]),
        "other_documents": [_document(each.row) for each in documents if not each.items],
    }


def _without(numbers):
    """A gap for the items before which no document is known; empty where there are none."""
    numbers = list(numbers)
    if not numbers:
        return Phrase()
    return Phrase(
        Gap(f"documents under {'item' if len(numbers) == 1 else 'items'} {listed(numbers)}: none is recorded")
    )


def _item(item, numbers, documents):
    """An item; one whose number continues another's, such as 2 (a) where there is a 2, is indented under it."""
    above, _, letter = item.number.partition(" ")
    is_sub_item = bool(letter) and above in numbers
    number = letter if is_sub_item else item.number if letter else f"{item.number}."
    return {
        "item_number": item_fact(number, item),
        "item_title": item_title(item),
        "is_sub_item": Phrase("yes") if is_sub_item else Phrase(),
        "documents": documents,
    }


def _document(row):
    return {
        "document_title": document_fact(row, row.title, "title") or Phrase(Gap("title")),
        "document_symbol": document_fact(row, row.symbol, "symbol") or Phrase(Gap("symbol")),
    }
