"""The filters of the result page and of the list of documents, as their templates take them: counts, chips, order, addresses."""

from dataclasses import dataclass, field

from django.http import QueryDict
from django.utils.http import urlencode

from documents.search.narrowing import FACET_LABELS, SORTS, Narrowed, names_of

NOT_KEPT = ("page", "format", "list")
# Choices stand by their counts, but for these, which have an order of their own.
ORDERED_BY_VALUE = ("year",)


@dataclass
class Filter:
    """One choice list: its name in the address, its label, its choices as (value, label, count, selected)."""

    name: str
    label: str
    choices: list = field(default_factory=list)
    several: bool = True


@dataclass
class Order:
    """One way to order the results: its label, its address, and whether it is the present one."""

    label: str
    url: str
    selected: bool


class Filters:
    """What an address narrows to, and what else it could: ``filters``, ``chips`` (label, address without it), ``orders``.

    facets: facet → value → count, as the search gives them; labels are asked for in at most five database queries.
    """

    def __init__(self, asked: QueryDict, narrowed: Narrowed, facets, audience, *, sort, default_sort):
        self._asked, self._narrowed = asked, narrowed
        names = names_of(facets, audience)
        self.filters = [
            Filter(name, label, choices)
            for name, label in FACET_LABELS.items()
            if (choices := self._choices(name, facets.get(name, {}), names.get(name, {})))
        ]
        self.chips = list(self._chips())
        self.orders = [
            Order(label, self._address(sort=name if name != default_sort else None), name == sort)
            for name, label in SORTS.items()
            if name != "relevance" or default_sort == "relevance"
        ]
        self.kept = [(name, asked[name]) for name in ("q", "from", "to", "sort") if asked.get(name)]

    def _choices(self, name, counts, names):
        """The values that were counted, and those that were chosen though nothing has them."""
        chosen = self._narrowed.shown.get(name, [])
        choices = [(written, label, counts[value], written in chosen) for value, (written, label) in names.items()]
        listed = {written for written, *_rest in choices}
        choices += [(value, self._narrowed.labels[name][value], 0, True) for value in chosen if value not in listed]
        if name in ORDERED_BY_VALUE:
            return sorted(choices, key=lambda choice: choice[0], reverse=True)
        return sorted(choices, key=lambda choice: (-choice[2], choice[1]))

    def _chips(self):
        for name, label in FACET_LABELS.items():
            for value in self._narrowed.shown.get(name, []):
                yield f"{label}: {self._narrowed.labels[name][value]}", self._address(without=(name, value))
        if self._narrowed.first is not None:
            yield f"From {self._narrowed.first}", self._address(**{"from": None})
        if self._narrowed.last is not None:
            yield f"Until {self._narrowed.last}", self._address(to=None)

    def _address(self, without=None, **changes):
        """The present address with some values changed (None: left out) and one value of a facet left out."""
        rest = self._asked.copy()
        for name in (*NOT_KEPT, *changes):
            rest.pop(name, None)
        for name, value in changes.items():
            if value is not None:
                rest[name] = value
        if without:
            name, value = without
            label = self._narrowed.labels[name][value]
            # A body may have been named by its name.
            rest.setlist(name, [each for each in rest.getlist(name) if each not in (value, label)])
            if name == "body" and rest.getlist(name) == self._asked.getlist(name):
                rest.setlist(name, [each for each in self._narrowed.shown[name] if each != value])
        empty = [name for name, values in rest.lists() if not any(values)]
        for name in empty:
            rest.pop(name)
        return f"?{rest.urlencode()}" if rest else "?"

    @property
    def query(self):
        """The address's query without the page number, for the pager and for following the search."""
        return self._address()[1:]

    @property
    def clear_url(self):
        """The address with the words alone."""
        rest = QueryDict(mutable=True)
        if self._asked.get("q"):
            rest["q"] = self._asked["q"]
        return f"?{rest.urlencode()}"


def drop_downs(offered: dict, asked: dict, given: dict):
    """The filters of a list of which one value each may be chosen, and their chips, as ``components/_filters.html`` takes them.

    offered: name → (label, words for “any”, choices as (value, words)). asked: name → the value chosen, empty for none.
    given: what the address holds in all, of which each chip leads to the rest.
    """
    filters, chips = [], []
    for name, (label, any_of_them, choices) in offered.items():
        chosen = asked[name]
        options = [(value, words, None, value == chosen) for value, words in choices]
        filters.append(Filter(name, label, [("", any_of_them, None, not chosen), *options], several=False))
        if chosen:
            chips.append((f"{label}: {dict(choices).get(chosen, chosen)}", without(given, name)))
    return filters, chips


def without(given: dict, name) -> str:
    """The address of the same page without one of the things that it asks."""
    return f"?{urlencode({key: value for key, value in given.items() if key != name})}"
