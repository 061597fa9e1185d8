"""Paragraphs of acts: from a person's paste or from a document that holds the act, into the record, each with its address.

What a person entered stays. What a machine read from a file is replaced only by the same file read again, or by a file
whose document is nearer to the act: its own document before one that the record says contains it, before any other.
"""

import dataclasses
from collections.abc import Mapping, Sequence

from django.db.models import F, QuerySet

from documents.linking import home_of_file, own_symbols
from documents.models import Act, DocumentRole, File, Paragraph
from documents.models.act import act_key
from documents.reading.acts import ActText, ParagraphText, find_act_texts, own_acts
from documents.reading.pages import CERTAIN
from documents.statements import FILE, read_about, statement
from documents.texts import FileText, text_of
from provenance.models import Evidence

ACT_FOUND = "act in the text"
_POSITIONS_ASIDE = 1_000_000


def acts_in(file: File, text: FileText | None = None) -> tuple[ActText, ...]:
    """The acts whose text stands in a file, drafts too, by its stored pages (``text`` where they are in hand)."""
    text = text or text_of(file)
    found = own_acts(find_act_texts(text.reading, home=home_of_file(file)), sorted(own_symbols(file)))
    if not text.pictures:
        return tuple(found)
    return tuple(dataclasses.replace(act, confidence=min(act.confidence, text.sureness(act))) for act in found)


def keep_acts(file: File) -> list[Act]:
    """Keep which acts stand in a file, as evidence about it, and give those in the record their paragraphs.

    Drafts are no acts yet, and what is not certain is only kept for a person to look at. An act that is not in the record
    waits until it comes: `look_for_text`. Returns the acts whose text was taken from this file.
    """
    return keep_all_acts([file], {})[file.pk]


def keep_all_acts(files: Sequence[File], texts: Mapping[int, FileText]) -> dict[int, list[Act]]:
    """Keep which acts stand in several files, each as ``keep_acts`` does. ``texts``: those in hand. A fixed number of
    queries, and some for each act whose text is taken or given back."""
    read_about(*files, fields=[ACT_FOUND]).delete()
    adopted = {}
    for file in files:
        if not file.is_stand_in:
            found = () if file.set_aside_at else acts_in(file, texts.get(file.pk))
            adopted[file] = [act for act in found if not act.is_draft and act.body and act.number]
    Evidence.objects.bulk_create(
        [
            statement(file, ACT_FOUND, _key(act), act.quote, act.page, act.confidence)
            for file, found in adopted.items()
            for act in found
        ],
        batch_size=500,
    )
    certain = {
        file: {_key(text): text for text in found if text.confidence >= CERTAIN} for file, found in adopted.items()
    }
    acts = {act.key: act for act in Act.objects.filter(key__in={key for found in certain.values() for key in found})}
    gave_before = set(
        Paragraph.objects.filter(file__in=list(adopted)).order_by().values_list("file", flat=True).distinct()
    )
    taken = {file.pk: [] for file in files}
    for file, found in certain.items():
        taken[file.pk] = [acts[key] for key, text in found.items() if key in acts and _take(acts[key], file, text)]
        if file.pk in gave_before:
            _take_back(file, taken[file.pk])
    return taken


def _take_back(file: File, taken: list[Act]) -> None:
    """Remove what an earlier reading took from this file and the present one does not find in it."""
    stale = Paragraph.objects.filter(file=file).exclude(act__in=taken, language=file.language)
    orphaned = list(Act.objects.filter(paragraphs__in=stale).distinct())
    stale.exclude(pk__in=stale.stood_upon().values("pk")).delete()
    for act in orphaned:
        look_for_text(act)


def _key(text: ActText) -> str:
    return act_key(text.body, text.kind, text.number)


def files_with(act: Act) -> QuerySet[File]:
    """The files in whose text this act was found."""
    statements = Evidence.objects.filter(subject=FILE, field=ACT_FOUND, value=act.key)
    return File.objects.filter(pk__in=statements.values("subject_id")).order_by("pk")


def look_for_text(act: Act) -> bool:
    """Give an act that came into the record its paragraphs, where they stand in a file held already.

    Returns whether a text was found.
    """
    taken = False
    for file in files_with(act):
        taken |= any(
            _take(act, file, text)
            for text in acts_in(file)
            if not text.is_draft and text.confidence >= CERTAIN and _key(text) == act.key
        )
    return taken


def _take(act: Act, file: File, text: ActText) -> bool:
    """Make the paragraphs of ``text`` those of the act in the file's language. False where a better text is held."""
    if not file.language or not text.paragraphs:
        return False
    present = act.paragraphs.filter(language=file.language)
    if present.entered().exists():
        return False
    held = present.exclude(file=file).filter(file__in=files_with(act)).select_related("file").first()
    if held is not None and _nearness(act, held.file) >= _nearness(act, file):
        return False
    write(act, file.language, text.paragraphs, file=file)
    return True


def _nearness(act: Act, file: File) -> int:
    """How near a file is to an act, from a file that was replaced (0) to that of the act's own document (4)."""
    document = file.document
    if document is None:
        return 1
    if not file.is_current:
        return 0
    if act.symbol and document.symbols.filter(canonical=act.symbol).exists():
        return 4
    return 3 if act.document_roles.filter(document=document, role=DocumentRole.CONTAINS).exists() else 2


def write(act: Act, language: str, found: Sequence[ParagraphText], *, file: File | None = None) -> list[Paragraph]:
    """Put paragraphs in place of those that the act has in this language.

    A paragraph with the same label keeps its row, so that mandates stay where they stand; one on which a mandate stands
    and which the new text does not have is kept behind the others.
    """
    present = {(p.kind, p.label): p for p in act.paragraphs.filter(language=language) if p.label}
    made, kept = [], set()
    for position, read in enumerate(found, start=1):
        values = {
            "position": position,
            "number": read.number[:40],
            "text": read.text,
            "depth": read.depth,
            "verb": read.verb[:120],
            "file": file,
            "page": read.page if file else None,
            "start": read.start if file else None,
        }
        label = read.label[:80]
        row = present.pop((read.kind, label), None) if label else None
        if row is None:
            row = Paragraph(act=act, language=language, kind=read.kind, label=label)
        else:
            kept.add(row.pk)
        for name, value in values.items():
            setattr(row, name, value)
        made.append(row)
    left = act.paragraphs.filter(language=language).exclude(pk__in=kept)
    stood_upon = list(left.stood_upon().order_by("position"))
    left.exclude(pk__in=[row.pk for row in stood_upon]).delete()
    for position, row in enumerate(stood_upon, start=len(made) + 1):
        row.position = position
    again = [row for row in made if row.pk in kept] + stood_upon
    # No two paragraphs share a place, not even on the way there: first all go aside.
    act.paragraphs.filter(language=language).update(position=F("position") + _POSITIONS_ASIDE)
    Paragraph.objects.bulk_update(
        again, ["position", "number", "text", "depth", "verb", "file", "page", "start"], batch_size=500
    )
    Paragraph.objects.bulk_create([row for row in made if row.pk not in kept], batch_size=500)
    return made
