"""What people do with documents: one verb each, atomic, signed. Every refusal is a ``NotPossible`` with a sentence."""

from django.db import transaction
from django.utils import timezone

from accounts.access import Audience
from accounts.actions import NotPossible
from documents import filing, linking, paragraphs, texts
from documents.models import (
    Act,
    Document,
    DocumentMeeting,
    File,
    Language,
    LanguageVersion,
    Paragraph,
    VersionStatus,
)
from documents.reading.acts import split_paragraphs
from documents.symbols import SymbolError
from provenance.models import Evidence, Origin


@transaction.atomic
def enter_symbol(file: File, *, symbol: str, language: str = "", by) -> Document:
    """Give a waiting file its symbol, typed by a person: it joins the document that bears it, or founds one.

    symbol: one symbol or a joint one. language: needed only where the reading found none. Raises NotPossible.
    """
    file = _waiting(file)
    try:
        symbols = filing.symbols_entered(symbol)
    except SymbolError as problem:
        raise NotPossible(str(problem)) from problem
    documents = list(Document.objects.filter(symbols__canonical__in=[each.canonical for each in symbols]).distinct())
    if len(documents) > 1:
        raise NotPossible("These symbols belong to different documents in the record. Choose the document instead.")
    document = documents[0] if documents else filing.new_document(symbols)
    _file_under(file, document, language, by)
    if not documents:
        _say(document, "symbol", symbol, by)
    return document


@transaction.atomic
def tie(file: File, *, document: Document, language: str = "", by) -> LanguageVersion:
    """Say which document in the record a waiting file is, with or without a symbol. Raises NotPossible."""
    file = _waiting(file)
    return _file_under(file, document, language, by)


def _waiting(file):
    file = File.objects.select_for_update(of=("self",)).get(pk=file.pk)
    if file.version_id:
        raise NotPossible(f"This file is already filed as {file.version}.")
    return file


def _file_under(file, document, language, by):
    language = language or file.language
    if language not in Language.values:
        raise NotPossible("The language of this file could not be read. Choose it.")
    problem = filing.attach(file, document, language)
    if problem:
        raise NotPossible(problem)
    _say(file, "document", str(document), by)
    linking.citing(file)
    linking.resolve_waiting(document)
    if file.pages.exists():
        filing.complete(document, file, texts.masthead_of(file))
        paragraphs.keep_acts(file)
    return file.version


@transaction.atomic
def replace(file: File, *, version: LanguageVersion, by) -> LanguageVersion:
    """Make a waiting file the current one of a version that already has a file (a re-issue). The old file is kept."""
    file = _waiting(file)
    version.files.filter(is_current=True).update(is_current=False)
    file.version, file.is_current = version, True
    file.wait_no_more()
    file.save()
    _say(file, "document", str(version), by)
    linking.citing(file)
    paragraphs.keep_acts(file)
    return version


@transaction.atomic
def set_aside(file: File, *, reason: str, by) -> File:
    """Take a file out of the in-tray without filing it, saying why. It is kept, and can be taken up again."""
    if not reason.strip():
        raise NotPossible("Say why the file is set aside.")
    file = _waiting(file)
    file.set_aside_at, file.set_aside_by, file.set_aside_reason = timezone.now(), by, reason.strip()[:300]
    file.save()
    paragraphs.keep_acts(file)
    return file


@transaction.atomic
def take_up(file: File, *, by) -> File:
    """Put a file that was set aside back into the in-tray."""
    file.set_aside_at = file.set_aside_by = None
    file.set_aside_reason = ""
    file.save()
    paragraphs.keep_acts(file)
    return file


@transaction.atomic
def issue(version: LanguageVersion, *, by, to: Audience | None = None) -> LanguageVersion:
    """Make a language version public, to the document's audience or to ``to``. A named person does it, never the machine.

    Raises NotPossible when there is no file to issue, or it is issued already.
    """
    version = LanguageVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.status == VersionStatus.ISSUED:
        raise NotPossible(f"{version} is issued already.")
    current = version.files.filter(is_current=True).first()
    if current is None:
        raise NotPossible(f"There is no file of {version}. Add the file first.")
    if current.problem:
        raise NotPossible(f"The file of {version} could not be read: {current.problem}")
    version.status, version.issued_at, version.issued_by = VersionStatus.ISSUED, timezone.now(), by
    version.withdrawn_at = version.withdrawn_by = None
    version.withdrawn_reason = ""
    version.save()
    document = version.document
    if to is not None and document.audience != to:
        document.audience = to
        document.save(update_fields=["audience"])
    _show_evidence_of(document)
    return version


@transaction.atomic
def withdraw(version: LanguageVersion, *, reason: str, by) -> LanguageVersion:
    """Take an issued language version back, saying why. Its file and history are kept. Raises NotPossible."""
    version = LanguageVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if version.status != VersionStatus.ISSUED:
        raise NotPossible(f"{version} is not issued, so it can't be withdrawn.")
    if not reason.strip():
        raise NotPossible("Say why the version is withdrawn.")
    version.status, version.withdrawn_at, version.withdrawn_by = VersionStatus.WITHDRAWN, timezone.now(), by
    version.withdrawn_reason = reason.strip()[:300]
    version.save()
    _show_evidence_of(version.document)
    return version


def _show_evidence_of(document):
    """Evidence quotes its file, so it is for those who may read the file: issued, the document's audience; else staff."""
    files = File.objects.filter(version__document=document)
    shown = files.filter(version__status=VersionStatus.ISSUED, is_current=True).values("sha256")
    read = Evidence.objects.filter(file_sha256__in=files.values("sha256"), origin=Origin.READ)
    read.filter(file_sha256__in=shown).update(audience=document.audience)
    read.exclude(file_sha256__in=shown).update(audience=Audience.SECRETARIAT)


@transaction.atomic
def confirm_place(place: DocumentMeeting, *, by) -> DocumentMeeting:
    """Confirm a proposed place of a document in a meeting."""
    place.is_confirmed = True
    place.save(update_fields=["is_confirmed"])
    _say(place.document, "meeting", str(place.meeting), by)
    return place


@transaction.atomic
def dismiss_place(place: DocumentMeeting, *, by):
    """Strike a proposed place out. That a person did so is kept; the machine does not propose it again for this file."""
    _say(place.document, filing.NOT_A_MEETING, str(place.meeting), by)
    place.delete()


@transaction.atomic
def enter_text(act: Act, *, text: str, language: str = Language.ENGLISH, by) -> list[Paragraph]:
    """Turn the pasted text of an act into its paragraphs in one language, in place of what stood there before.

    Raises NotPossible when no paragraph can be found, or when mandates already stand on the paragraphs.
    """
    found = split_paragraphs(text)
    if not found:
        raise NotPossible("No paragraphs were found. Paste the text of the act, each paragraph on a line of its own.")
    present = act.paragraphs.filter(language=language)
    if present.filter(mandates__isnull=False).exists():
        raise NotPossible(
            "Mandates stand on the paragraphs held now. Correct single paragraphs instead of replacing the text."
        )
    made = paragraphs.write(act, language, found)
    _say(act, "text", f"{len(made)} paragraphs in {Language(language).label}", by)
    return made


def _say(record, field, value, by):
    """Keep that a person said so: their word is evidence too, and stands above a machine's."""
    Evidence.objects.create(
        subject=record._meta.label_lower,
        subject_id=record.pk,
        field=field,
        value=value,
        origin=Origin.ENTERED,
        source=f"{by.shown_name}, in this record" if by else "in this record",
        confirmed_by=by,
        confirmed_at=timezone.now() if by else None,
        audience=Audience.SECRETARIAT,
    )
