"""What people do with documents: one verb each, atomic, signed. Every refusal is a ``NotPossible`` with a sentence."""

from django.db import transaction
from django.db.models import CASCADE, PROTECT
from django.utils import timezone

from accounts.actions import NotPossible
from documents import filing, issuing, linking, paragraphs, texts
from documents.models import (
    AWAITS_ITS_FILE,
    Act,
    Document,
    DocumentBody,
    DocumentMeeting,
    DocumentSymbol,
    File,
    Language,
    LanguageVersion,
    Paragraph,
    VersionStatus,
    Waits,
)
from documents.reading.acts import split_paragraphs
from documents.reading.masthead import Masthead
from documents.symbols import SymbolError
from provenance.models import Evidence


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
def replace(file: File, *, version: LanguageVersion, reason: str = "", by) -> LanguageVersion:
    """Make a waiting file the current one of a version that already has a file. The old file is kept.

    For an issued version that is a re-issue, which readers see at once, with its reason: only who may issue can do it.
    Raises NotPossible.
    """
    file = _waiting(file)
    version = LanguageVersion.objects.get(pk=version.pk)
    if version.status == VersionStatus.ISSUED:
        if not by.has_perm(issuing.PERMISSION):
            raise NotPossible(f"{version} is issued: putting another file before its readers is for publishers.")
        version = issuing.issue_again(version, file=file, reason=reason, by=by)
        file.refresh_from_db()
    else:
        issuing.put_in_place(file, version)
        if version.status in AWAITS_ITS_FILE:
            issuing.hold(version, by=by)
    _say(file, "document", str(version), by)
    linking.citing(file)
    paragraphs.keep_acts(file)
    return version


@transaction.atomic
def accept(file: File, *, by) -> LanguageVersion:
    """Accept all that was read of a file: it is filed under its symbol and language, and the meetings proposed are confirmed.

    Raises NotPossible, and changes nothing, where something is missing or another file is in its place.
    """
    if not file.version_id:
        if not file.symbol_read:
            raise NotPossible("No symbol was read. Enter it, or say which registered document this is.")
        enter_symbol(file, symbol=file.symbol_read, by=by)
        file = File.objects.select_related("version__document").get(pk=file.pk)
    for place in file.document.places.proposed().select_related("document", "meeting"):
        confirm_place(place, by=by)
    return file.version


@transaction.atomic
def untie(file: File, *, by) -> Document | None:
    """Take a file out of the document under which it was filed wrongly; it waits in the in-tray again.

    What the filing brought goes with it: values read from this file and touched by nobody, meetings proposed, a version
    that was not expected before, a document that was founded for this file and has nothing else. The file that it
    replaced is the current one again. Returns the document, or None where it is gone. Raises NotPossible while the version
    is issued.
    """
    file = File.objects.select_for_update(of=("self",)).select_related("version__document").get(pk=file.pk)
    if not file.version_id:
        raise NotPossible(f"{file} is not filed under any document.")
    version = LanguageVersion.objects.select_for_update(of=("self",)).get(pk=file.version_id)
    document = file.document
    if file.is_current and version.status == VersionStatus.ISSUED:
        raise NotPossible(f"{version} is issued. Withdraw it before its file is taken out of it.")
    if file.is_current and version.issue_at:
        raise NotPossible(
            f"A time is set for the issue of {version}. Call that off before its file is taken out of it."
        )
    name = str(document)
    proposed = filing.meetings_for(file, document)
    if not file.is_stand_in:
        filing.complete(document, file, Masthead())
        version.refresh_from_db()
    before = version.files.exclude(pk=file.pk).order_by("-received_at", "-pk").first() if file.is_current else None
    file.version, file.is_current = None, False
    reason = Waits.SYMBOL_UNSURE if file.symbol_read else Waits.NO_SYMBOL
    file.wait(
        reason, f"It was taken out of {name} by {by.shown_name}. Enter the symbol, or say which document this is."[:500]
    )
    file.save()
    if before:
        before.is_current = True
        before.save()
        paragraphs.keep_acts(before)
    else:
        _version_without_file(version)
    linking.citing(file)
    if file.pages.exists():
        linking.find_references(file)
    paragraphs.keep_acts(file)
    others = File.objects.filter(version__document=document, is_current=True)
    still = {meeting.pk for other in others for meeting in filing.meetings_for(other, document)}
    document.places.proposed().filter(meeting__in=proposed).exclude(meeting__in=still).delete()
    _say(file, filing.NOT_A_FILE_OF, name, by)
    if _was_founded_for(document, file) and _has_nothing(document):
        Evidence.objects.about(document).delete()
        document.delete()
        return None
    issuing.show_evidence_of(document)
    return document


def _version_without_file(version):
    """A version that lost its only file is what it was before the file came, by its history; else it goes."""
    if version.files.exists() or version.status != VersionStatus.HELD:
        return
    was = version.events.filter(status__in=AWAITS_ITS_FILE).order_by("-pgh_id").first()
    if was:
        listed = was.status == VersionStatus.LISTED
        version.status = VersionStatus.LISTED if listed else VersionStatus.EXPECTED
        version.save(update_fields=["status"])
    elif not version.issued_at and not version.job_number:
        Evidence.objects.about(version).delete()
        version.delete()
    else:
        version.status = VersionStatus.EXPECTED
        version.save(update_fields=["status"])


def _was_founded_for(document, file):
    """Whether the document was made in the transaction in which this file was filed: the history keeps the time of both."""
    made = document.events.filter(pgh_label="insert").values("pgh_created_at")
    return file.events.filter(version__isnull=False, pgh_created_at__in=made).exists()


def _has_nothing(document):
    """Whether nothing but its symbols, and the bodies in whose series they are, hangs on a document."""
    if document.is_publicly_listed or document.date or document.type or document.author_line:
        return False
    own = (DocumentSymbol, DocumentBody)
    return not any(
        each.related_model._base_manager.filter(**{each.field.name: document}).exists()
        for each in document._meta.related_objects
        if each.related_model not in own and each.on_delete in (CASCADE, PROTECT)
    )


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


# Issuing has a module of its own, and goes by these names here too.
issue, withdraw = issuing.issue, issuing.withdraw


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

    Raises NotPossible when no paragraph can be found, or when mandates already stand on the paragraphs. What a machine only
    proposed does not hinder it: it is proposed anew from the new text.
    """
    found = split_paragraphs(text)
    if not found:
        raise NotPossible("No paragraphs were found. Paste the text of the act, each paragraph on a line of its own.")
    present = act.paragraphs.filter(language=language)
    if present.stood_upon().exists():
        raise NotPossible(
            "Mandates stand on the paragraphs held now. Correct single paragraphs instead of replacing the text."
        )
    made = paragraphs.write(act, language, found)
    _say(act, "text", f"{len(made)} paragraphs in {Language(language).label}", by)
    return made


def _say(record, field, value, by):
    """Keep that a person said so: their word is evidence too, and stands above a machine's."""
    Evidence.word_of(by, record, field, value).save()
