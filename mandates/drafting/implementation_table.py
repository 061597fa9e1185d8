"""The implementation table of a set of resolutions and decisions, as a draft."""

from accounts.access import Audience
from documents.models import Act
from mandates import implementation
from mandates.drafting.first_page import head
from mandates.drafting.phrases import Fact, Gap, Phrase, Source, series
from mandates.drafting.sources import fact
from mandates.models import Mandate
from meetings.models import Meeting

MOST_NAMED = 12


def values(acts: list[Act], session: Meeting | None = None) -> dict:
    """The values of the template of the table. acts: with their bodies, in their order. session: the one it is for."""
    mandates = Mandate.objects.filter(act__in=acts).in_order()
    acts = sorted(acts, key=lambda act: (act.body.is_external, act.number_sort_key, act.kind))
    rows = implementation.rows(Audience.SECRETARIAT, mandates)
    return {
        **head(body=session.body if session and session.body else acts[0].body, session=session),
        "acts": _named(acts),
        "rows": [_row(row) for row in rows],
        "no_rows": Phrase() if rows else Phrase(Gap("mandates of these acts: none is confirmed in the register")),
    }


def _named(acts):
    """``resolutions 7/1 and 7/2 and decision 9/1``; of many only how many they are."""
    if len(acts) > MOST_NAMED:
        return Phrase(f"{len(acts)} resolutions and decisions")
    groups = {}
    for act in acts:
        groups.setdefault((act.body_id, act.kind), []).append(act)
    named = []
    for several in groups.values():
        act = several[0]
        body = Phrase(fact(act.body.name, act.body, "name"), " ") if act.body.is_external else Phrase()
        noun = act.get_kind_display() + ("s" if len(several) > 1 else "")
        named.append(Phrase(body, f"{noun} ", series([fact(each.number, each, "number") for each in several])))
    return series(named)


def _row(row):
    return {
        "resolution": _joined(row.resolution),
        "paragraph": _joined(row.paragraph),
        "action": _lines(row.action),
        "implementation": _lines(row.implementation),
        "resources": _joined(row.resources),
    }


def _line(line):
    sources = tuple(Source(each.kind, each.pk, each.label, each.url) for each in line.sources)
    return Phrase(Fact(line.text, sources) if sources else line.text)


def _lines(cell):
    return [{"line": _line(line)} for line in cell.lines]


def _joined(cell):
    return Phrase(*(Phrase("; " if at else "", _line(line)) for at, line in enumerate(cell.lines)))
