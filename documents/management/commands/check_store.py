"""Compare what the database says with what the store holds."""

import hashlib

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError

from documents.models import File


class Command(BaseCommand):
    help = "Compare every file's row with its bytes: there, of the right length, with the right hash? It only reports."

    def handle(self, **options):
        faults = []
        total = 0
        for file in File.objects.order_by("pk").iterator():
            total += 1
            fault = self._fault(file)
            if fault:
                faults.append(f"file {file.pk} ({file.name}): {fault}")
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"{len(faults)} of {total} files are not as their rows say. Restore them from a backup.")
        self.stdout.write(self.style.SUCCESS(f"All {total} files are as their rows say."))

    def _fault(self, file):
        if not default_storage.exists(file.content.name):
            return "the bytes are missing"
        digest = hashlib.sha256()
        with file.content.open("rb") as stream:
            for block in iter(lambda: stream.read(1 << 20), b""):
                digest.update(block)
        return "" if digest.hexdigest() == file.sha256 else "the bytes are not those that were received"
