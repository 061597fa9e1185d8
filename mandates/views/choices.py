"""The drop-downs and chips of the secretariat's lists, as ``components/_filters.html`` takes them."""

from django.utils.http import urlencode

from documents.queries import session_choices


def sessions_of_acts(audience):
    """The choices of a list of acts or mandates by the session of the act."""
    return [("", "Any session"), *session_choices(audience), ("external", "Outside the Conference")]


def filters_and_chips(offered, asked, *, default=None):
    """(the drop-downs, the chips) of a list.

    offered: name in the address → (label, choices as (value, words)), in their order. asked: name → what the address asks,
    of words too, which have no drop-down. default: name → value that narrows nothing, where that is not "".
    """
    given = {name: value for name, value in asked.items() if value and value != (default or {}).get(name)}
    filters, chips = [], []
    for name, (label, choices) in offered.items():
        options = [(value, words, None, value == asked[name]) for value, words in choices]
        filters.append({"name": name, "label": label, "choices": options})
    for name, value in given.items():
        words = dict(offered[name][1]).get(value, value) if name in offered else value
        chips.append((words, f"?{urlencode({other: each for other, each in given.items() if other != name})}"))
    return filters, chips
