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
_TYPES = {value: label[:1].upper() + label[1:] for value, label in DocumentType.choices}
_LANGUAGES = dict(Language.choices)


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
        """As ``questions.Questions.answer`` takes it."""
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
        return [(value, value, _TYPES[value]) for value in typed if value in _TYPES]
    if name == "language":
        return [(value, value, _LANGUAGES[value]) for value in typed if value in _LANGUAGES]
    keys = [int(value) for value in typed if value.isascii() and value.isdecimal() and len(value) < 18]
    names = names_of({name: keys}, audience)[name]
    return [(key, *names[key]) for key in keys if key in names]


def names_of(values, audience) -> dict[str, dict]:
    """How the values of facets are written in an address and what they are called, as far as the reader may know of them.

    values: facet → values. Returns facet → value in the index → (as the address writes it, label). At most five queries,
    whatever their number.
    """
    labels = {name: {key: str(key) for key in keys} for name, keys in values.items()}
    for name, words in (("type", _TYPES), ("language", _LANGUAGES)):
        if name in values:
            labels[name] = {key: words[key] for key in values[name] if key in words}
    if "mandate" in values:
        labels["mandate"] = _labels_of_mandates(values["mandate"], audience)
    items = _items(values.get("item", ()), audience)
    wanted = {*values.get("meeting", ()), *(meeting for meeting, _words in items.values())}
    meetings = _labels_of_meetings(wanted, audience)
    if "meeting" in values:
        labels["meeting"] = {pk: label for pk, label in meetings.items() if pk in values["meeting"]}
    if "item" in values:
        labels["item"] = {pk: f"{meetings[its]}, {words}" for pk, (its, words) in items.items() if its in meetings}
    names = {name: {key: (str(key), label) for key, label in each.items()} for name, each in labels.items()}
    if "body" in values:
        names["body"] = _names_of_bodies(values["body"], audience)
    return names


def _labels_of_mandates(keys, audience):
    if not keys:
        return {}
    mandates = Document._meta.get_field("mandates").related_model.objects.visible_to(audience)
    # Only staff see what is merely proposed, and they are told so.
    return {
        mandate.pk: str(mandate) + ("" if mandate.review == "confirmed" else " (proposed by machine)")
        for mandate in mandates.filter(pk__in=list(keys)).select_related("act__body")
    }


def _labels_of_meetings(keys, audience):
    if not keys:
        return {}
    meetings = Meeting.objects.visible_to(audience).filter(pk__in=list(keys)).with_bodies()
    return {meeting.pk: str(meeting) for meeting in meetings}


def _items(keys, audience):
    """Agenda items by primary key: (meeting, the item in words)."""
    if not keys:
        return {}
    items = AgendaItem.objects.visible_to(audience).filter(pk__in=list(keys))
    rows = items.values_list("pk", "meeting", "number", "title")
    return {pk: (meeting, f"item {number} {title}".strip()) for pk, meeting, number, title in rows}


def _names_of_bodies(keys, audience):
    """Bodies by primary key: (slug, name)."""
    bodies = Body.objects.visible_to(audience).filter(pk__in=list(keys)).order_by()
    rows = bodies.values_list("pk", "slug", "short_name", "name") if keys else ()
    return {pk: (slug, short_name or name) for pk, slug, short_name, name in rows}
