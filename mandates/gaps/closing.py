"""What people do with a finding: close it with a reason, or open it again."""

from django.db import transaction
from django.utils import timezone

from accounts.actions import NotPossible
from mandates.models import Finding


@transaction.atomic
def close(finding: Finding, *, because: str, by) -> Finding:
    """Close a finding: it stays closed until its causes change. Raises NotPossible without a reason, and for one that
    is closed or gone already."""
    finding = _locked(finding)
    because = " ".join(because.replace("\0", " ").split())
    if finding.cleared_at:
        raise NotPossible("This gap is gone: there is nothing left to close.")
    if finding.closed_at:
        raise NotPossible("This finding is closed already.")
    if not because:
        raise NotPossible("Say why it is closed: others will read it, and it stays until the causes change.")
    finding.closed_at, finding.closed_by, finding.closed_because = timezone.now(), by, because
    finding.save(update_fields=["closed_at", "closed_by", "closed_because"])
    return finding


@transaction.atomic
def reopen(finding: Finding, *, by) -> Finding:
    """Open a closed finding again; the reason for which it was closed stays beside it. Raises NotPossible for one that
    is not closed."""
    finding = _locked(finding)
    if not finding.closed_at:
        raise NotPossible("This finding is not closed.")
    finding.closed_at = finding.closed_by = None
    finding.reopened_at, finding.reopened_by = timezone.now(), by
    finding.save(update_fields=["closed_at", "closed_by", "reopened_at", "reopened_by"])
    return finding


def _locked(finding):
    try:
        return Finding.objects.select_for_update().get(pk=finding.pk)
    except Finding.DoesNotExist:
        raise NotPossible("What this finding was about is no longer in the record.") from None
