"""A draft: the values of a kind set into the template in use, with a comment on every fact."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from documents.models import Act
from mandates.drafting import agenda, documents_list, implementation_table, note
from mandates.drafting.filling import Filled, fill
from mandates.drafting.keeping import current
from mandates.drafting.phrases import Fact, Phrase, Source
from mandates.drafting.sources import Testimony
from mandates.models import DraftKind, DraftTemplate, Mandate
from meetings.models import Meeting

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass
class Draft:
    """A draft as a Word file, with what is missing in it and the records of it that are not public."""

    kind: DraftKind
    title: str
    name: str
    filled: Filled
    not_public: list[Source]
    template: DraftTemplate | None

    @property
    def content(self):
        return self.filled.content

    @property
    def gaps(self):
        return self.filled.gaps


def note_on_reports(mandate: Mandate, session: Meeting | None = None, *, site="", at=None) -> Draft:
    """The note by the Secretariat on the reports of the meetings convened under a confirmed mandate.

    site: how addresses in comments begin, such as ``https://documents.example``. Raises TemplateFault when the template in
    use can't be filled.
    """
    act = mandate.act
    called = f"{act.get_kind_display()}-{act.number}-{mandate.number}"
    title = f"Note on the reports under {act.label}"
    return _draft(DraftKind.NOTE, title, called, note.values(mandate, session), site, at)


def list_of_documents(session: Meeting, *, site="", at=None) -> Draft:
    """The list of documents before a session or meeting, by agenda item. Otherwise as ``note_on_reports``."""
    title = f"List of documents, {session.title_in_a_sentence}"
    return _draft(DraftKind.DOCUMENTS, title, session.title, documents_list.values(session), site, at)


def table_of_implementation(acts: list[Act], session: Meeting | None = None, *, site="", at=None) -> Draft:
    """The implementation table of some acts, of which there must be one. Otherwise as ``note_on_reports``."""
    called = acts[0].label if len(acts) == 1 else f"{len(acts)}-acts-from-{acts[0].label}"
    title = "Implementation table"
    return _draft(DraftKind.IMPLEMENTATION, title, called, implementation_table.values(acts, session), site, at)


def provisional_agenda(session: Meeting, *, site="", at=None) -> Draft:
    """The provisional agenda of a session with its documents. Otherwise as ``note_on_reports``."""
    title = f"Provisional agenda, {session.title_in_a_sentence}"
    return _draft(DraftKind.AGENDA, title, session.title, agenda.values(session), site, at)


def _draft(kind, title, called, values, site, at: datetime | None):
    testimony = Testimony(values, site)
    values["not_public"] = [{"source_not_public": Phrase(Fact.of(each.label, each))} for each in testimony.not_public]
    template, content = current(kind)
    filled = fill(content, values, tell=testimony.tell, drafted_at=at or timezone.now())
    return Draft(kind, title, _file_name(kind, called), filled, testimony.not_public, template)


def _file_name(kind, called):
    """``draft-note-resolution-7-1-1.docx``"""
    plain = re.sub(r"[^a-z0-9]+", "-", called.lower()).strip("-")[:80]
    return f"draft-{kind.value}-{plain}.docx"
