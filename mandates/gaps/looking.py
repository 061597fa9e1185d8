"""Looking: at what changed, or everywhere."""

from dataclasses import dataclass, field

from django.utils import timezone

from mandates.gaps import asked, contradictions, items, languages, reports, transmission
from mandates.gaps.reconciling import Outcome, reconcile
from mandates.models import Finding, Look

# Each rule looks at units of its own: cells (a body and a year), mandates, documents, agenda items, records.
RULES = {rule.NAME: rule for rule in (reports, asked, transmission, languages, items, contradictions)}
# From so many units on, looking everywhere is quicker.
MANY = {"reports": 60, "asked": 5000, "transmission": 5000, "languages": 5000, "items": 5000, "contradictions": 5000}


@dataclass
class Scope:
    """What is to be looked at: the units of each rule, or all of them (None)."""

    units: dict = field(default_factory=lambda: {name: set() for name in RULES})

    def add(self, rule, units):
        """Look at these units too; of a rule that looks everywhere already, nothing more is needed."""
        if self.units[rule.NAME] is not None:
            self.units[rule.NAME] |= set(units)

    def add_all(self, rule):
        self.units[rule.NAME] = None


def look_at(scope: Scope) -> Outcome:
    """Let each rule look at its units and write down what it finds; each in a transaction of its own."""
    outcome = Outcome()
    for name, units in scope.units.items():
        if units is None or units:
            too_many = units is not None and len(units) > MANY[name]
            outcome += reconcile(RULES[name], None if too_many else units)
    return outcome


def look_everywhere() -> Outcome:
    """Look through the whole record, and remember that it was done."""
    outcome = look_at(Scope(dict.fromkeys(RULES)))
    Look.objects.create(found=Finding.objects.filter(cleared_at=None).count())
    return outcome


def looked_today() -> bool:
    """Whether the whole record was looked through on this day (of Vienna)."""
    last = Look.objects.first()
    return last is not None and timezone.localtime(last.at).date() == timezone.localdate()
