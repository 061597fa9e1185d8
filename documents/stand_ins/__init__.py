"""Stand-ins: a dozen documents in UN layout, with text of our own, so that a newcomer sees reading and languages at work.

They go through the real ingestion and are issued by a named person; they give no evidence and no mandates, and leave
with one command. See README.md beside this file.
"""

import json
import time
from pathlib import Path

from django.db import transaction

from documents import actions
from documents.ingest import ladder
from documents.ingest.intake import receive
from documents.models import AWAITS_ITS_FILE, File, LanguageVersion, Stage, VersionStatus
from documents.tasks import ring

FOLDER = Path(__file__).parent
WAY = "demonstration"


def manifest():
    """The stand-ins, as dicts of file, symbol, language and sha256."""
    lines = (FOLDER / "manifest.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def were_removed():
    """Whether somebody has sent the stand-ins away; the history remembers."""
    history = File._meta.get_field("events").related_model
    return history.objects.filter(is_stand_in=True, pgh_label="delete").exists()


def send(*, by):
    """Send every stand-in that is not here into the ingestion. Returns how many were new."""
    new = 0
    for entry in manifest():
        content = (FOLDER / "files" / entry["file"]).read_bytes()
        with transaction.atomic():
            receipt = receive(content, name=entry["file"], by=by, way=WAY, is_stand_in=True)
            if receipt.is_new:
                ring(receipt.file)
                new += 1
    return new


def wait(*, seconds, progress=lambda done, total: None):
    """Wait until the workers have read the stand-ins; after ``seconds`` read the rest here. progress gets (done, total)."""
    until = time.monotonic() + seconds
    total = File.objects.stand_ins().count()
    while (left := _moving().count()) and time.monotonic() < until:
        progress(total - left, total)
        time.sleep(0.5)
    for file in _moving():
        ladder.climb(file.pk)
    progress(total, total)


def _moving():
    return File.objects.stand_ins().filter(problem="").exclude(stage=Stage.LINKED)


def issue_all(*, by):
    """Have ``by`` file what the reader was not sure of, and issue every stand-in. Returns how many were issued."""
    entries = {entry["sha256"]: entry for entry in manifest()}
    issued = 0
    for file in File.objects.stand_ins().filter(problem="").select_related("version"):
        entry = entries.get(file.sha256)
        if entry is None:
            continue
        try:
            if file.version is None:
                actions.enter_symbol(file, symbol=entry["symbol"], language=entry["language"], by=by)
                file.refresh_from_db()
            if file.is_current and file.version.status == VersionStatus.HELD:
                actions.issue(file.version, by=by)
                issued += 1
        except actions.NotPossible:
            # A real file is held in its place already: the stand-in stays aside.
            continue
    return issued


@transaction.atomic
def remove():
    """Take every stand-in away: file, text, references. A version that stood in the register before goes back to what it
    was; one that was made for the stand-in goes with it. Returns how many files went."""
    files = list(File.objects.stand_ins().select_related("version"))
    stored = [(file.content.storage, file.content.name) for file in files]
    history = LanguageVersion._meta.get_field("events").related_model
    for file in files:
        version = file.version
        file.delete()
        if version is None or version.files.filter(is_current=True).exists():
            continue
        first = history.objects.filter(pgh_obj_id=version.pk, pgh_label="insert").order_by("pgh_id").first()
        if first and first.status in AWAITS_ITS_FILE:
            version.status, version.issued_at, version.issued_by = first.status, None, None
            version.withdrawn_at = version.withdrawn_by = version.reissued_at = version.reissued_by = None
            version.issue_at = version.issue_by = version.issue_to = None
            version.withdrawn_reason = ""
            version.save()
        elif not version.files.exists():
            version.delete()
    transaction.on_commit(lambda: [storage.delete(name) for storage, name in stored])
    return len(files)
