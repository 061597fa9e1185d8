"""The filters of the list of documents. The address holds their whole state."""

from dataclasses import dataclass, field

from django.db.models.functions import ExtractYear
from django.http import QueryDict

from documents.models import OFFICIAL, Document, DocumentType, VersionStatus
from meetings.models import Body


@dataclass
class Filter:
    """One drop-down: its name in the address, its label, its choices as (value, label, count or None, selected)."""

    name: str
    label: str
    choices: list = field(default_factory=list)


class DocumentFilters:
    """Reads body, type, year and language from the address; values that mean nothing are passed over.

    documents: what remains; filters: the drop-downs; chips: (label, address without it) of each filter in force.
    """

    def __init__(self, asked: QueryDict, audience):
        visible = Document.objects.visible_to(audience)
        self.documents = visible
        bodies = [(body.slug, str(body)) for body in Body.objects.filter(documents__in=visible).distinct()]
        dated = visible.exclude(date=None).annotate(year=ExtractYear("date")).order_by("-year")
        years = [(str(year), str(year)) for year in dated.values_list("year", flat=True).distinct()]
        held = set(visible.order_by().values_list("type", flat=True).distinct())
        types = [(value, label[:1].upper() + label[1:]) for value, label in DocumentType.choices if value in held]
        languages = [(language.value, language.label) for language in OFFICIAL]
        self.filters, self.chips, self._asked = [], [], asked
        self._add("body", "Body", "Any body", bodies, lambda value: {"bodies__slug": value})
        self._add("type", "Type", "Any type", types, lambda value: {"type": value})
        self._add("year", "Year", "Any year", years, lambda value: {"date__year": value})
        self._add("language", "Text in", "Any language", languages, self._in_language)
        self.documents = self.documents.own_first()

    def _in_language(self, value):
        return {"versions__language": value, "versions__status": VersionStatus.ISSUED}

    def _add(self, name, label, any_of_them, choices, narrow):
        chosen = self._asked.get(name, "")
        known = dict(choices)
        options = [(value, text, None, value == chosen) for value, text in choices]
        self.filters.append(Filter(name, label, [("", any_of_them, None, chosen not in known), *options]))
        if chosen in known:
            self.documents = self.documents.filter(**narrow(chosen))
            self.chips.append((f"{label}: {known[chosen]}", f"?{self._without(name)}"))

    def _without(self, *names):
        rest = self._asked.copy()
        for name in (*names, "page", "format"):
            rest.pop(name, None)
        return rest.urlencode()

    @property
    def query(self):
        """The address's query without the page number, for the pager."""
        return self._without()
