"""Issuing by language: expected, in translation, held, issued, withdrawn; now or at a set time; by a named person.

Which status may follow which stands in ``documents.models.vocabulary.FOLLOWS``; every refusal is a ``NotPossible`` with a
sentence. Whoever issues locks the document first, then its versions, so that two who act at once come one after the other.
"""

import logging
from datetime import date, datetime, timedelta

import pghistory
from django.db import InterfaceError, OperationalError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.access import Audience
from accounts.actions import NotPossible
from documents.models import Document, DocumentNote, File, Language, LanguageVersion, NoteKind, VersionStatus
from provenance.models import Evidence, Origin

logger = logging.getLogger(__name__)
PERMISSION = "documents.issue_languageversion"
LONGEST_AHEAD = timedelta(days=731)

# What a person wants to do that leads to a status, and what hinders it.
_REFUSALS = {
    VersionStatus.EXPECTED: "{version} is {status}, so it can't be expected.",
    VersionStatus.IN_TRANSLATION: "{version} is {status}, so it can't be sent to translation.",
    VersionStatus.HELD: "{version} is {status}, so it can't be held back.",
    VersionStatus.ISSUED: "{version} is {status}, so it can't be issued.",
    VersionStatus.WITHDRAWN: "{version} is not issued, so it can't be withdrawn.",
}


def _locked(version):
    """The version as it is now, and nobody else's until this transaction ends."""
    Document.objects.select_for_update(no_key=True).get(pk=version.document_id)
    return LanguageVersion.objects.select_for_update(of=("self",)).select_related("document").get(pk=version.pk)


def _refuse_unless_it_may_follow(version, status):
    if not status.may_follow(version.status):
        raise NotPossible(_REFUSALS[status].format(version=version, status=version.get_status_display()))


# ---------------------------------------------------------------- before the issue


@transaction.atomic
def expect(document: Document, *, language: str, by) -> LanguageVersion:
    """Say that a language of a document is expected. Raises NotPossible when a text of it is held already."""
    version, is_new = LanguageVersion.objects.get_or_create(document=document, language=Language(language))
    if is_new or version.status == VersionStatus.EXPECTED:
        return version
    version = _locked(version)
    _refuse_unless_it_may_follow(version, VersionStatus.EXPECTED)
    if version.current_file:
        raise NotPossible(f"There is a file of {version}, so it is not merely expected. Hold it instead.")
    version.status, version.due_on = VersionStatus.EXPECTED, None
    version.save()
    return version


@transaction.atomic
def send_to_translation(
    document: Document, *, language: str, due_on: date | None = None, job_number: str = "", by
) -> LanguageVersion:
    """Say that a language of a document is being made, and by when. One that is in translation gets the new date.

    A time set for its issue is called off: what will be issued is not there yet. Whoever set it, where that is another
    person, finds a note. Raises NotPossible.
    """
    version, is_new = LanguageVersion.objects.get_or_create(document=document, language=Language(language))
    version = _locked(version)
    if not is_new and version.status != VersionStatus.IN_TRANSLATION:
        _refuse_unless_it_may_follow(version, VersionStatus.IN_TRANSLATION)
    if version.issue_at and version.issue_by != by:
        _not_issued(version, f"{by.shown_name} sent it to translation.")
    elif version.issue_at:
        _call_off(version)
    _take_back_marks(version)
    version.status, version.due_on = VersionStatus.IN_TRANSLATION, due_on
    if job_number:
        version.job_number = job_number
    version.save()
    return version


@transaction.atomic
def hold(version: LanguageVersion, *, by) -> LanguageVersion:
    """Say that the text of a version is ready but not for readers: back from translation, or withdrawn to be mended.

    Raises NotPossible when there is no file to hold.
    """
    version = _locked(version)
    _refuse_unless_it_may_follow(version, VersionStatus.HELD)
    if version.current_file is None:
        raise NotPossible(f"There is no file of {version}. Add the file first.")
    _take_back_marks(version)
    version.status, version.due_on = VersionStatus.HELD, None
    version.save()
    return version


def _take_back_marks(version):
    """A version that is no longer withdrawn says so no more; its history does."""
    version.withdrawn_at = version.withdrawn_by = None
    version.withdrawn_reason = ""


# ---------------------------------------------------------------- issuing


def why_not(version: LanguageVersion) -> str:
    """Why a version can't be issued now, as a sentence; "" when it can."""
    if version.status == VersionStatus.ISSUED:
        return f"{version} is issued already."
    current = version.current_file
    if current is None:
        return f"There is no file of {version}. Add the file first."
    if current.problem:
        return f"The file of {version} could not be read: {current.problem}"
    if not current.content.storage.exists(current.content.name):
        return f"The file of {version} is not in the store. Add it again."
    if not VersionStatus.ISSUED.may_follow(version.status):
        return _REFUSALS[VersionStatus.ISSUED].format(version=version, status=version.get_status_display())
    return ""


@transaction.atomic
def issue(version: LanguageVersion, *, by, to: Audience | None = None) -> LanguageVersion:
    """Make a language version public, to the document's audience or to ``to``. A named person does it, never the machine.

    Raises NotPossible when there is no file to issue, or it is issued already.
    """
    version = _locked(version)
    if refusal := why_not(version):
        raise NotPossible(refusal)
    _issue(version, by)
    _open(version.document, to)
    return version


@transaction.atomic
def issue_together(versions, *, by, to: Audience | None = None) -> list[LanguageVersion]:
    """Issue several languages of one document at the same moment, or none of them. Raises NotPossible, naming which can't."""
    versions = [_locked(version) for version in versions]
    if not versions:
        raise NotPossible("No language was chosen.")
    if len({version.document_id for version in versions}) > 1:
        raise NotPossible("Only languages of one document are issued together.")
    if refusals := [refusal for version in versions if (refusal := why_not(version))]:
        raise NotPossible(" ".join(["Nothing was issued.", *refusals]))
    moment = timezone.now()
    for version in versions:
        _issue(version, by, moment)
    _open(versions[0].document, to)
    return versions


def _issue(version, by, moment=None):
    version.status, version.issued_at, version.issued_by = VersionStatus.ISSUED, moment or timezone.now(), by
    version.reissued_at = version.reissued_by = version.due_on = None
    _take_back_marks(version)
    _call_off(version)
    version.save()


def _open(document, to):
    """Open the document to ``to`` where it is told, and its evidence to whom its files are open."""
    if to is not None and document.audience != to:
        document.audience = to
        document.save(update_fields=["audience"])
    show_evidence_of(document)


def show_evidence_of(document):
    """Evidence quotes its file, so it is for those who may read the file: issued, the document's audience; else staff."""
    files = File.objects.filter(version__document=document)
    shown = files.filter(version__status=VersionStatus.ISSUED, is_current=True).values("sha256")
    read = Evidence.objects.filter(file_sha256__in=files.values("sha256"), origin=Origin.READ)
    read.filter(file_sha256__in=shown).update(audience=document.audience)
    read.exclude(file_sha256__in=shown).update(audience=Audience.SECRETARIAT)


@transaction.atomic
def withdraw(version: LanguageVersion, *, reason: str, by) -> LanguageVersion:
    """Take an issued language version back, saying why. Its file and history are kept. Raises NotPossible."""
    version = _locked(version)
    _refuse_unless_it_may_follow(version, VersionStatus.WITHDRAWN)
    if not reason.strip():
        raise NotPossible("Say why the version is withdrawn.")
    version.status, version.withdrawn_at, version.withdrawn_by = VersionStatus.WITHDRAWN, timezone.now(), by
    version.withdrawn_reason = reason.strip()[:300]
    version.save()
    show_evidence_of(version.document)
    return version


@transaction.atomic
def issue_again(version: LanguageVersion, *, file: File, reason: str = "", by) -> LanguageVersion:
    """Put a new file in the place of that of an issued version (a re-issue). The old file is kept.

    The document says so as its masthead would: “re-issued for technical reasons on 12 August 2016 (Russian)”.
    Raises NotPossible when the version is not issued, or the file is not to be had or could not be read.
    """
    version = _locked(version)
    if version.status != VersionStatus.ISSUED:
        raise NotPossible(f"{version} is not issued, so it can't be issued again.")
    file = File.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if file.version_id and (file.version_id != version.pk or file.is_current):
        raise NotPossible(f"This file is already filed as {file.version}.")
    if file.problem:
        raise NotPossible(f"The new file could not be read: {file.problem}")
    put_in_place(file, version)
    version.reissued_at, version.reissued_by = timezone.now(), by
    version.save()
    said = f"{reason.strip().rstrip('.')} " if reason.strip() else ""
    day = date_format(timezone.localtime(version.reissued_at), "j F Y")
    DocumentNote.objects.create(
        document=version.document,
        kind=NoteKind.REISSUED,
        text=f"{said}on {day} ({version.get_language_display()})",
    )
    show_evidence_of(version.document)
    return version


def put_in_place(file: File, version: LanguageVersion):
    """Make ``file`` the current one of ``version``; the one it replaces is kept.

    A time set for the issue was set for the other file: it is called off, and the version says so.
    """
    version.files.filter(is_current=True).update(is_current=False)
    file.version, file.is_current = version, True
    file.wait_no_more()
    file.save()
    if version.issue_at:
        _not_issued(version, "another file took the place of the one that was seen when the time was set.")


# ---------------------------------------------------------------- at a set time


@transaction.atomic
def issue_later(versions, *, at: datetime, by, to: Audience | None = None) -> list[LanguageVersion]:
    """Set, or change, the time at which languages of a document are issued, all at once and in the name of ``by``.

    Raises NotPossible where one of them could not be issued now, or was withdrawn, or the time is past or far away.
    """
    versions = [_locked(version) for version in versions]
    if not versions:
        raise NotPossible("No language was chosen.")
    if at <= timezone.now():
        raise NotPossible("That time has passed. Issue it now, or set a time to come.")
    if at > timezone.now() + LONGEST_AHEAD:
        raise NotPossible("That time is more than two years away. Is the year right?")
    refusals = [refusal for version in versions if (refusal := _why_not_at_a_time(version))]
    if refusals:
        raise NotPossible(" ".join(["No time was set.", *refusals]))
    for version in versions:
        version.issue_at, version.issue_by, version.issue_to, version.not_issued_because = at, by, to, ""
        version.save()
    return versions


def _why_not_at_a_time(version):
    """A withdrawn version is never issued by the clock: a person takes it up again first."""
    if version.status == VersionStatus.WITHDRAWN:
        return f"{version} was withdrawn: {version.withdrawn_reason.rstrip('.')}. Hold it first, or issue it now."
    return why_not(version)


@transaction.atomic
def do_not_issue_later(version: LanguageVersion, *, by) -> LanguageVersion:
    """Take back the time set for an issue. Raises NotPossible when there is none."""
    version = _locked(version)
    if version.issue_at is None:
        raise NotPossible(f"No time is set for the issue of {version}.")
    _call_off(version)
    version.save()
    return version


@transaction.atomic
def note_was_seen(version: LanguageVersion, *, by) -> LanguageVersion:
    """A person has seen why a version was not issued at its time: the note goes, its history stays."""
    version = _locked(version)
    version.not_issued_because = ""
    version.save()
    return version


def _call_off(version):
    """No time is set any more; the caller saves."""
    version.issue_at = version.issue_by = version.issue_to = None
    version.not_issued_because = ""


def issue_due() -> int:
    """Issue what is due, each document's languages at one moment, in the name of whoever set the time. For the clock.

    Run as often as one likes, by several clocks at once, and after the clock was away: what is due is issued once. What
    can't be issued says why, and is not tried again. Returns how many versions were issued.
    """
    issued = 0
    due = LanguageVersion.objects.due(timezone.now()).order_by("document").values_list("document", flat=True)
    for document in list(due.distinct()):
        try:
            issued += _issue_due_of(document)
        except (InterfaceError, OperationalError):
            raise
        except Exception:
            # One document must not hold up the others; it is tried again at the next round.
            logger.exception("What is due of document %s could not be issued.", document)
    return issued


@transaction.atomic
def _issue_due_of(document):
    # Another clock that is at this document just now will have issued it.
    if not Document.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=document).exists():
        return 0
    moment = timezone.now()
    due = LanguageVersion.objects.select_for_update(of=("self",)).filter(document=document).due(moment)
    issued = 0
    for version in due.select_related("document", "issue_by").order_by("issue_at", "language"):
        by, to = version.issue_by, version.issue_to
        with pghistory.context(source=f"the clock, at the time set by {by.shown_name}"):
            refusal = _why_not_by(by) or _why_not_at_a_time(version)
            if refusal:
                _not_issued(version, refusal)
                continue
            _issue(version, by, moment)
            _open(version.document, None if to is None else Audience(to))
            issued += 1
    return issued


def _why_not_by(person):
    if person.has_perm(PERMISSION):
        return ""
    return f"{person.shown_name} may not issue any more. Somebody who may must do it."


def _not_issued(version, because):
    """Keep in words what was to be and why it was not, for the person who set the time and for whoever mends it."""
    at = date_format(timezone.localtime(version.issue_at), "j F Y, H:i")
    words = f"It was to be issued on {at} by {version.issue_by.shown_name}, and was not: {because}"
    _call_off(version)
    version.not_issued_because = words
    version.save()
