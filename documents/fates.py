"""What became of a file that came in, in words: the same in the administration, in tables and on the command line."""

from dataclasses import dataclass

from documents.models import File, Outcome, Waits

_OF_WAITING = {
    Waits.NO_SYMBOL: Outcome.NO_SYMBOL,
    Waits.SYMBOL_UNSURE: Outcome.SYMBOL_UNSURE,
    Waits.NAME_DISAGREES: Outcome.NAME_DISAGREES,
    Waits.SEVERAL_DOCUMENTS: Outcome.SEVERAL_DOCUMENTS,
    Waits.NO_LANGUAGE: Outcome.NO_LANGUAGE,
    Waits.LANGUAGE_HELD: Outcome.LANGUAGE_HELD,
}


@dataclass(frozen=True)
class Fate:
    """outcome: in one word or two. detail: a sentence that says more, or "". file: None where nothing was taken in."""

    outcome: Outcome
    detail: str = ""
    file: File | None = None

    @property
    def is_final(self):
        """Whether nothing more will happen by itself."""
        return self.outcome not in (Outcome.BEING_READ, Outcome.WAITING_FOR_OCR, Outcome.WAITS_FOR_QUEUE)

    @property
    def needs_a_person(self):
        """Whether somebody must look at it."""
        return self.outcome in {*_OF_WAITING.values(), Outcome.UNREADABLE, Outcome.NOT_TAKEN_IN}

    def __str__(self):
        return f"{self.outcome.label}: {self.detail}" if self.detail else self.outcome.label


def fate_of(file: File) -> Fate:
    """What has become of a stored file by now."""
    if file.set_aside_at:
        return Fate(Outcome.SET_ASIDE, file.set_aside_reason, file)
    if file.problem:
        return Fate(Outcome.UNREADABLE, file.problem, file)
    if file.waits_for_recognition:
        pages = f"{len(file.unread_pages)} of {file.page_count} pages hold a picture"
        return Fate(Outcome.WAITING_FOR_OCR, pages, file)
    if file.version_id and not file.is_current and not file.is_moving:
        return Fate(Outcome.REPLACED, f"by another file of {file.version}", file)
    if file.is_moving and not file.waits_because:
        return Fate(Outcome.BEING_READ, file.get_stage_display(), file)
    if file.version_id:
        return Fate(Outcome.STORED, f"as {file.version}", file)
    return Fate(_OF_WAITING.get(Waits(file.waits_because or Waits.NO_SYMBOL)), file.waiting_for, file)


def fate_of_arrival(file: File, *, is_new: bool, was_restored: bool = False) -> Fate:
    """What became of an arrival: of the same bytes once more, that they are held; else as ``fate_of``.

    was_restored: whether the stored copy was damaged or missing, and the bytes that came replaced it.
    """
    if is_new:
        return fate_of(file)
    held_as = f"as {file.version}" if file.version_id else "and wait in the in-tray"
    if file.set_aside_at:
        held_as = f"and were set aside: {file.set_aside_reason}"
    restored = "; its damaged copy was restored" if was_restored else ""
    return Fate(Outcome.ALREADY_HELD, f"the same bytes are held {held_as}{restored}", file)
