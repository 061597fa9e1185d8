"""``manage.py find_gaps``: let the radar look through the whole record now."""

from django.core.management.base import BaseCommand
from django.db.models import Count
from django.utils.text import capfirst

from mandates.gaps.looking import look_everywhere
from mandates.models import Finding, FindingKind, FindingPart


class Command(BaseCommand):
    help = (
        "Look through the whole record for gaps: what is missing, and what contradicts itself. The site does so by itself "
        "once a day, and looks at what changes every few seconds; safe to repeat."
    )

    def handle(self, **options):
        outcome = look_everywhere()
        counts = Finding.objects.standing().values_list("part", "kind").annotate(Count("pk")).order_by("part", "kind")
        for part in FindingPart:
            of_this = [(kind, count) for each, kind, count in counts if each == part]
            self.stdout.write(f"{capfirst(part.label)}: {sum(count for _, count in of_this)}")
            for kind, count in of_this:
                self.stdout.write(f"  {FindingKind(kind).label}: {count}")
        self.stdout.write(
            f"{outcome.opened} opened, {outcome.cleared} cleared, {outcome.reopened} opened again because their causes "
            "had changed."
        )
