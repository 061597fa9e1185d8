"""The rows of the register, read from the standings: only those that stand on a page are read whole."""

from dataclasses import dataclass

from django.db.models import F

from mandates.models import Deliverable, Mandate, MandateStanding, Review

# Order keys of the Conference's own acts begin with this; those of others come after.
OWN = "0"


@dataclass(frozen=True)
class RegisterRow:
    """A mandate in a list: what ``components/_mandate_row.html`` and the table of the register show."""

    mandate: Mandate

    @property
    def outcome(self):
        return self.mandate.outcome

    @property
    def url(self):
        return self.mandate.get_absolute_url()

    @property
    def act_label(self):
        return self.mandate.act.heading

    @property
    def action(self):
        return self.mandate.action

    @property
    def state_word(self):
        return self.outcome.word

    @property
    def state_tone(self):
        return self.outcome.tone

    @property
    def meetings_held(self):
        return self.mandate.standing.meetings_held if self.mandate.standing else 0

    @property
    def least_number(self):
        return self.mandate.least_number if self.mandate.deliverable == Deliverable.MEETING else None

    @property
    def reports_count(self):
        return self.mandate.standing.reports if self.mandate.standing else 0

    @property
    def addressee_words(self):
        return " and ".join(self.mandate.standing.addressees) if self.mandate.standing else ""

    @property
    def due(self):
        """The deadline in words, as far as the reader may know it."""
        return self.mandate.standing.due_words if self.mandate.standing else ""


def rows_of_mandates(audience, keys) -> list[RegisterRow]:
    """Mandates, given by their keys, as rows in that order; who may no longer see one is not shown it. One query."""
    mandates = (
        Mandate.objects.visible_to(audience).filter(pk__in=keys).with_outcome(audience).select_related("act__body")
    )
    found = {mandate.pk: mandate for mandate in mandates}
    return [RegisterRow(found[key]) for key in keys if key in found]


def told_first(audience, most) -> list[RegisterRow]:
    """The mandates of the Conference with most to tell, for the first page. Two queries."""
    standings = MandateStanding.objects.visible_to(audience).filter(
        order_key__lt=chr(ord(OWN) + 1), review=Review.CONFIRMED
    )
    most_told = standings.order_by(
        F("was_transmitted").desc(), (F("meetings_held") + F("reports")).desc(), "order_key"
    ).values_list("mandate", flat=True)
    return rows_of_mandates(audience, list(most_told[:most]))
