"""Writing down what was found: what is new, what is gone, and what a person closed whose causes have changed since."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils import timezone

from mandates.models import Finding, FindingCause

AT_A_TIME = 2000
TOLD = (
    "kind",
    "part",
    "sentence",
    "meeting_id",
    "agenda_item_id",
    "mandate_id",
    "act_id",
    "document_id",
    "symbol",
    "body_id",
    "year",
    "citations",
)
WRITTEN = [name.removesuffix("_id") for name in TOLD] + [
    "digest",
    "found_at",
    "cleared_at",
    "closed_at",
    "closed_by",
    "reopened_at",
    "reopened_by",
]
ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('mandates.gaps', 0))"


@dataclass
class Outcome:
    """How many findings were new or came back, went, and opened again by themselves."""

    opened: int = 0
    cleared: int = 0
    reopened: int = 0
    standing: int = 0

    def __add__(self, other):
        return Outcome(
            self.opened + other.opened,
            self.cleared + other.cleared,
            self.reopened + other.reopened,
            self.standing + other.standing,
        )


@transaction.atomic
def reconcile(rule, units=None) -> Outcome:
    """Let one rule look at some units, or at all (None), and write down what it finds there.

    One look at a time: what is read under the lock is the newest, so that no older look writes over a newer one.
    """
    with connection.cursor() as cursor:
        cursor.execute(ALONE)
    found = {each.key: each for each in rule.examine(units)}
    known = {each.key: each for each in rule.findings(units)}
    elsewhere = [key for key in found if key not in known]
    for start in range(0, len(elsewhere), AT_A_TIME):
        # Found before in another place: a meeting that moved to another year.
        for finding in Finding.objects.filter(key__in=elsewhere[start : start + AT_A_TIME]):
            known[finding.key] = finding
    return _write(found, known)


def _write(found, known):
    now, outcome = timezone.now(), Outcome(standing=len(found))
    new, changed, with_other_causes = [], [], []
    for key, each in found.items():
        finding = known.get(key)
        if finding is None:
            finding = Finding(key=key, found_at=now, digest=each.digest, **{name: getattr(each, name) for name in TOLD})
            new.append(finding)
            with_other_causes.append((finding, each))
            outcome.opened += 1
            continue
        before = [getattr(finding, name) for name in [*TOLD, "digest", "cleared_at", "closed_at"]]
        had_other_causes = finding.digest != each.digest
        if finding.cleared_at:
            finding.cleared_at, finding.found_at = None, now
            outcome.opened += 1
        if finding.closed_at and had_other_causes:
            # The reason stays beside it: it says why it was closed before.
            finding.closed_at = finding.closed_by = finding.reopened_by = None
            finding.reopened_at = now
            outcome.reopened += 1
        for name in TOLD:
            setattr(finding, name, getattr(each, name))
        finding.digest = each.digest
        if had_other_causes:
            with_other_causes.append((finding, each))
        if before != [getattr(finding, name) for name in [*TOLD, "digest", "cleared_at", "closed_at"]]:
            changed.append(finding)
    for key, finding in known.items():
        if key not in found and finding.cleared_at is None:
            finding.cleared_at = now
            changed.append(finding)
            outcome.cleared += 1
    Finding.objects.bulk_create(new, batch_size=AT_A_TIME)
    Finding.objects.bulk_update(changed, WRITTEN, batch_size=500)
    _write_causes(with_other_causes)
    return outcome


def _write_causes(pairs):
    for start in range(0, len(pairs), AT_A_TIME):
        some = pairs[start : start + AT_A_TIME]
        FindingCause.objects.filter(finding__in=[finding.pk for finding, _ in some]).delete()
        FindingCause.objects.bulk_create(
            FindingCause(
                finding=finding,
                subject=each.subject,
                subject_id=each.subject_id,
                words=each.words,
                position=position,
            )
            for finding, found in some
            for position, each in enumerate(dict.fromkeys(found.causes))
        )
