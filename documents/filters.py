"""The filters of the list of documents. The address holds their whole state."""

from dataclasses import dataclass, field

from django.db.models.functions import ExtractYear
from django.http import QueryDict

from documents.models import Document, DocumentType, Language, VersionStatus
from meetings.models import Body


@dataclass
class Choice:
    value: str
    label: str
    selected: bool = False


@dataclass
class Filter:
    """One drop-down: its name in the address, its label, its choices."""

    name: str
    label: str
    choices: list = field(default_factory=list)


@dataclass
class Chip:
    """A filter in force, and the address without it."""

    label: str
    remove_url: str


class DocumentFilters:
    """Reads body, type, year and language from the address; values that mean nothing are passed over."""

    def __init__(self, asked: QueryDict, audience):
        self.documents = Document.objects.visible_to(audience).in_order()
        bodies = [(body.slug, str(body)) for body in Body.objects.all()]
        years = [
            (str(year), str(year))
            for year in Document.objects.visible_to(audience)
            .exclude(date=None)
            .annotate(year=ExtractYear("date"))
            .values_list("year", flat=True)
            .order_by("-year")
            .distinct()
        ]
        languages = [choice for choice in Language.choices if choice[0] != Language.GERMAN]
        self.filters, self.chips, self._asked = [], [], asked
        for name, label, choices, narrow in (
            ("body", "Body", bodies, lambda value: {"bodies__slug": value}),
            ("type", "Type", DocumentType.choices, lambda value: {"type": value}),
            ("year", "Year", years, lambda value: {"date__year": value}),
            ("language", "Text in", languages, self._in_language),
        ):
            self._add(name, label, choices, narrow)

    def _in_language(self, value):
        return {"versions__language": value, "versions__status": VersionStatus.ISSUED}

    def _add(self, name, label, choices, narrow):
        chosen = self._asked.get(name, "")
        known = dict(choices)
        options = [Choice(str(value), text[:1].upper() + text[1:], str(value) == chosen) for value, text in choices]
        self.filters.append(Filter(name, label, options))
        if chosen in known:
            self.documents = self.documents.filter(**narrow(chosen))
            self.chips.append(Chip(f"{label}: {known[chosen]}", f"?{self._without(name)}"))

    def _without(self, name):
        rest = self._asked.copy()
        rest.pop(name, None)
        rest.pop("page", None)
        return rest.urlencode()

    @property
    def query(self):
        """The address's query without the page number, for the pager."""
        return self._without("page")
