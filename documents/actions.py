"""What people do with documents: one verb each, atomic, signed. Every refusal is a ``NotPossible`` with a sentence."""

from django.db import transaction
from django.utils import timezone

from accounts.access import Audience
from accounts.actions import NotPossible
from documents import filing, issuing, linking, paragraphs, texts
from documents.models import (
    AWAITS_ITS_FILE,
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
    """Make a waiting file the current one of a version that already has a file. The old file is kept.

    For an issued version that is a re-issue, which readers see at once: only who may issue can do it. Raises NotPossible.
    """
    file = _waiting(file)
    version = LanguageVersion.objects.get(pk=version.pk)
    if version.status == VersionStatus.ISSUED:
        if not by.has_perm(issuing.PERMISSION):
            raise NotPossible(f"{version} is issued: putting another file before its readers is for publishers.")
        version = issuing.issue_again(version, file=file, by=by)
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
