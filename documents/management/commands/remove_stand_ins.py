"""Send the stand-ins away."""

from django.core.management.base import BaseCommand

from documents import stand_ins


class Command(BaseCommand):
    help = "Remove every stand-in document with its text and references. The facts of the register stay."

    def handle(self, **options):
        count = stand_ins.remove()
        self.stdout.write(self.style.SUCCESS(f"{count} stand-ins removed.") if count else "There are no stand-ins.")
