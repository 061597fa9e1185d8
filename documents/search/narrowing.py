"""What narrows a search: body, meeting, year, type, language, mandate and agenda item, several values of each; and its order.

The address holds the whole state. Values that mean nothing, and those of which the reader may not know, are passed over.
"""

from dataclasses import dataclass, field

from django.db.models import Q
from django.http import QueryDict

from documents.models import Document, DocumentType, Language
from meetings.models import AgendaItem, Body, Meeting

FACET_LABELS = {
    "body": "Body",
    "meeting": "Meeting",
    "year": "Year",
    "type": "Type",
    "language": "Text in",
    "mandate": "Mandate",
    "item": "Agenda item",
}
SORTS = {"relevance": "Relevance", "date": "Date, newest first", "symbol": "Symbol"}
IN_THE_INDEX = {"relevance": "", "date": "recent", "symbol": "order"}
MOST_VALUES = 30
TYPES, LANGUAGE_CODES = frozenset(DocumentType.values), frozenset(Language.values)


@dataclass
class Narrowed:
    """values: facet → what the index holds of it (primary keys, years, codes); shown: the same as the address writes it.

    first and last: years that bound the date. sort: one of SORTS, or "" for what suits the question.
    """

    values: dict[str, list] = field(default_factory=dict)
    shown: dict[str, list[str]] = field(default_factory=dict)
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    first: int | None = None
    last: int | None = None
    sort: str = ""

    def __bool__(self):
        return bool(self.values) or self.first is not None or self.last is not None

    def for_index(self):
        """As ``engine.Questions.answer`` takes it."""
        return {**self.values, "from": self.first, "to": self.last}


def narrowed_by(asked: QueryDict, audience) -> Narrowed:
    """Read an address's query. At most one database query for each of body, meeting, mandate and item that is named."""
    narrowed = Narrowed(sort=asked.get("sort", "") if asked.get("sort") in SORTS else "")
    narrowed.first, narrowed.last = _year(asked.get("from", "")), _year(asked.get("to", ""))
    for name in FACET_LABELS:
        typed = list(dict.fromkeys(value for value in asked.getlist(name) if value and "\0" not in value))[:MOST_VALUES]
        known = _known(name, typed, audience) if typed else []
        if known:
            narrowed.values[name] = [value for value, _shown, _label in known]
            narrowed.shown[name] = [shown for _value, shown, _label in known]
            narrowed.labels[name] = {shown: label for _value, shown, label in known}
    return narrowed


def _year(text):
    return int(text) if text.isascii() and text.isdecimal() and 0 < int(text[:5]) < 10_000 else None


def _known(name, typed, audience):
    """Of typed values those that mean something: (value in the index, as the address writes it, label)."""
    if name == "body":
        bodies = Body.objects.filter(Q(slug__in=typed) | Q(name__in=typed) | Q(short_name__in=typed))
        return [(body.pk, body.slug, str(body)) for body in bodies.order_by("pk")]
    if name == "year":
        return [(year, str(year), str(year)) for year in map(_year, typed) if year is not None]
    if name == "type":
        return [(value, value, _capital(DocumentType(value).label)) for value in typed if value in DocumentType.values]
    if name == "language":
        return [(value, value, Language(value).label) for value in typed if value in Language.values]
    keys = [int(value) for value in typed if value.isascii() and value.isdecimal() and len(value) < 18]
    labels = labels_of(name, keys, audience)
    return [(key, str(key), labels[key]) for key in keys if key in labels]


def labels_of(name, keys, audience) -> dict:
    """What the values of a facet are called: value in the index → label, as far as the reader may know of them."""
    keys = list(keys)
    if not keys:
        return {}
    if name == "meeting":
        meetings = Meeting.objects.visible_to(audience).filter(pk__in=keys).with_bodies()
        return {meeting.pk: str(meeting) for meeting in meetings}
    if name == "item":
        items = AgendaItem.objects.visible_to(audience).filter(pk__in=keys).select_related("meeting")
        items = items.prefetch_related("meeting__seats__body")
        return {item.pk: f"{item.meeting}, item {item}" for item in items}
    if name == "mandate":
        mandates = Document._meta.get_field("mandates").related_model.objects.visible_to(audience)
        return {mandate.pk: str(mandate) for mandate in mandates.filter(pk__in=keys).select_related("act__body")}
    if name == "type":
        return {key: _capital(DocumentType(key).label) for key in keys if key in TYPES}
    if name == "language":
        return {key: Language(key).label for key in keys if key in LANGUAGE_CODES}
    return {key: str(key) for key in keys}


def bodies_named(keys, audience) -> dict:
    """Bodies by primary key: (how addresses write it, its name)."""
    bodies = Body.objects.visible_to(audience).filter(pk__in=list(keys)).order_by()
    rows = bodies.values_list("pk", "slug", "short_name", "name") if keys else ()
    return {pk: (slug, short_name or name) for pk, slug, short_name, name in rows}


def _capital(label):
    return label[:1].upper() + label[1:]
