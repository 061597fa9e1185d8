"""What was written: works, their language versions and files, pages, references, and the acts of the bodies."""

from documents.models.act import (
    Act,
    ActBody,
    ActDocument,
    ActKind,
    ActTitle,
    BodyRole,
    DocumentRole,
    Paragraph,
    ParagraphKind,
)
from documents.models.document import (
    Document,
    DocumentAgendaItem,
    DocumentBody,
    DocumentMeeting,
    DocumentNote,
    DocumentSymbol,
    DocumentTitle,
    OtherIdentifier,
)
from documents.models.page import Page
from documents.models.reference import Reference, ReferenceOrigin
from documents.models.version import File, LanguageVersion, Reception
from documents.models.vocabulary import (
    OFFICIAL,
    Distribution,
    DocumentType,
    Language,
    MeetingRole,
    NoteKind,
    Stage,
    Standing,
    TitleOrigin,
    VersionStatus,
)

__all__ = [
    "OFFICIAL",
    "Act",
    "ActBody",
    "ActDocument",
    "ActKind",
    "ActTitle",
    "BodyRole",
    "Distribution",
    "Document",
    "DocumentAgendaItem",
    "DocumentBody",
    "DocumentMeeting",
    "DocumentNote",
    "DocumentRole",
    "DocumentSymbol",
    "DocumentTitle",
    "DocumentType",
    "File",
    "Language",
    "LanguageVersion",
    "MeetingRole",
    "NoteKind",
    "OtherIdentifier",
    "Page",
    "Paragraph",
    "ParagraphKind",
    "Reception",
    "Reference",
    "ReferenceOrigin",
    "Stage",
    "Standing",
    "TitleOrigin",
    "VersionStatus",
]
