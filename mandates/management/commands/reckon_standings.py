"""``manage.py reckon_standings``: make the status of every mandate anew from the evidence."""

import time

from django.core.management.base import BaseCommand

from mandates.models import Mandate
from mandates.standing import refresh_all


class Command(BaseCommand):
    help = (
        "Reckon the status of every mandate anew from the evidence, for each circle of readers. Safe at any time: it is "
        "done by itself after every change, and needed only after a restore or when the rules have changed."
    )

    def handle(self, **options):
        began = time.monotonic()
        changed = refresh_all()
        self.stdout.write(
            f"{Mandate.objects.count():,} mandates reckoned in {time.monotonic() - began:.0f} s; "
            f"{changed:,} {'status was' if changed == 1 else 'statuses were'} other than kept."
        )
