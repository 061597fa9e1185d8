"""What people do about a status: say how a mandate stands, with the reason, and take that back."""

from django.db import transaction
from django.utils import timezone

from accounts.actions import NotPossible
from mandates.models import Mandate, MandateStatus, Review
from mandates.standing.keeping import refresh
from provenance.models import Evidence, Origin

FIELD = "status"
LONGEST_REASON = 2_000


@transaction.atomic
def state(mandate: Mandate, *, status: str, because: str, by) -> Mandate:
    """Say how a mandate stands; that counts from now on, whatever the evidence shows. Readers see the reason.

    status: one of MandateStatus, not empty. Raises NotPossible, in words.
    """
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    because = " ".join(because.replace("\0", "").split())
    if not status or status not in MandateStatus.values:
        raise NotPossible("Choose how the mandate stands: open, under way, done, superseded or ended.")
    if not because:
        raise NotPossible("Say why the mandate stands so: readers are shown the reason.")
    if len(because) > LONGEST_REASON:
        raise NotPossible(f"The reason is longer than {LONGEST_REASON:,} letters: say it in fewer.")
    if mandate.review != Review.CONFIRMED:
        raise NotPossible("This mandate is not confirmed. Confirm it first; then say how it stands.")
    if (mandate.status, mandate.status_because, mandate.status_by_id) == (status, because, by.pk):
        return mandate
    mandate.status, mandate.status_because = status, because
    mandate.status_by, mandate.status_at = by, timezone.now()
    mandate.save()
    _statements(mandate).filter(chosen=True).update(chosen=False)
    Evidence.word_of(by, mandate, FIELD, status, quote=because).save()
    refresh([mandate.pk])
    return mandate


@transaction.atomic
def take_back(mandate: Mandate, *, by) -> Mandate:
    """Take a person's status back: the evidence decides again, or what the register's source states. Raises NotPossible.

    by: the person; the history keeps who had said it before.
    """
    mandate = Mandate.objects.select_for_update().get(pk=mandate.pk)
    if mandate.status_by_id is None:
        raise NotPossible("Nobody has stated a status for this mandate, so there is nothing to take back.")
    _statements(mandate).filter(origin=Origin.ENTERED, chosen=True).update(chosen=False)
    of_the_source = _statements(mandate).exclude(origin=Origin.ENTERED).order_by("pk").last()
    if of_the_source is not None:
        of_the_source.chosen = True
        of_the_source.save()
    mandate.status = of_the_source.value if of_the_source is not None else ""
    mandate.status_because, mandate.status_by, mandate.status_at = "", None, None
    mandate.save()
    refresh([mandate.pk])
    return mandate


def _statements(mandate):
    return Evidence.objects.about(mandate).filter(field=FIELD)
