"""The follower of the change table: acts whose text changed are read, those alone."""

from documents.models import Act
from mandates.models import Mandate, Review
from mandates.proposing.renewals import acts_that_carry_on
from mandates.proposing.writing import propose_for


def see(changes) -> None:
    """Take changes (a queryset of ``provenance.Change``) in: propose anew for the acts that they touch.

    An act is touched by its text and, through mandates that people or the register enter, by what is there already; by
    acts that its text carries on; and, where a deadline or an addressee could not be tied yet, by new sessions and bodies.
    """
    keys = _keys(changes, "documents.act")
    entered = Mandate.objects.filter(pk__in=_keys(changes, "mandates.mandate"), proposal="")
    keys |= set(entered.values_list("act", flat=True).distinct())
    keys |= acts_that_carry_on(list(keys))
    if _keys(changes, "meetings.meeting"):
        open_due = Mandate.objects.filter(review=Review.PROPOSED, due_session=None).exclude(due_words="")
        keys |= set(open_due.values_list("act", flat=True).distinct())
    if _keys(changes, "meetings.body"):
        nobody = Mandate.objects.filter(review=Review.PROPOSED, addressees__body=None, addressees__isnull=False)
        keys |= set(nobody.values_list("act", flat=True).distinct())
    # Acts without a text, and of which nothing was ever proposed, have nothing to read.
    with_text = Act.objects.filter(pk__in=keys, paragraphs__isnull=False).values_list("pk", flat=True)
    proposed = Mandate.objects.filter(act__in=keys).exclude(proposal="").values_list("act", flat=True)
    propose_for({*with_text.distinct(), *proposed.distinct()})


def _keys(changes, subject):
    return set(changes.filter(subject=subject).exclude(kind="delete").values_list("subject_id", flat=True).distinct())
