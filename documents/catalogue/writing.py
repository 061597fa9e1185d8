"""Plans are written: what is new and what fills an empty field, each with its evidence, many records at a time."""

from dataclasses import dataclass

from accounts.access import Audience
from documents import linking
from documents.catalogue.planning import Plan
from documents.catalogue.stated import LIBRARY, Fact
from documents.models import (
    Distribution,
    Document,
    DocumentAgendaItem,
    DocumentBody,
    DocumentMeeting,
    DocumentNote,
    DocumentSymbol,
    DocumentTitle,
    LanguageVersion,
    MeetingRole,
    NoteKind,
    OtherIdentifier,
    Reference,
    VersionStatus,
)
from provenance.models import Evidence, Origin, label_of


@dataclass(frozen=True)
class Source:
    """Where the records come from: the name and hash of the file, and whether they are public."""

    name: str
    sha256: str
    are_public: bool

    @property
    def audience(self) -> Audience:
        """Who may read what is quoted from the file."""
        return Audience.PUBLIC if self.are_public else Audience.SECRETARIAT


def write(plans: list[Plan], source: Source) -> None:
    """Write some plans within the caller's transaction. Documents that stand are completed, never overwritten."""
    usable = [plan for plan in plans if plan.holding and (plan.adds or plan.differences)]
    _documents(usable, source)
    _versions(usable)
    _parts(usable, source)
    _evidence(usable, source)


def _documents(plans: list[Plan], source: Source) -> None:
    new, changed = {}, {}
    for plan in plans:
        holding = plan.holding
        if holding.document is None:
            holding.document = Document(is_publicly_listed=source.are_public)
            new[id(holding)] = holding.document
        for fact in plan.adds:
            if fact.field == "date":
                holding.document.date, holding.document.date_precision = fact.data
            elif fact.field in ("type", "distribution"):
                setattr(holding.document, fact.field, fact.value)
            else:
                continue
            if id(holding) not in new:
                changed[holding.document.pk] = holding.document
    for document in new.values():
        document.audience = _audience(document.distribution, source)
    Document.objects.bulk_create(new.values())
    Document.objects.bulk_update(changed.values(), ["date", "date_precision", "type", "distribution"])


def _audience(distribution: str, source: Source) -> Audience:
    """What a public catalogue names is for everybody, unless it says restricted itself; else the distribution decides."""
    if distribution == Distribution.RESTRICTED:
        return Audience.SECRETARIAT
    if source.are_public or distribution == Distribution.GENERAL:
        return Audience.PUBLIC
    return Audience.DELEGATES


def _versions(plans: list[Plan]) -> None:
    """New language versions are only listed: they exist, and no file of them is held here."""
    new, changed = [], {}
    for plan in plans:
        versions = plan.holding.versions
        for fact in plan.adds:
            if fact.field == "language version" and fact.language not in versions:
                versions[fact.language] = LanguageVersion(
                    document=plan.holding.document, language=fact.language, status=VersionStatus.LISTED
                )
                new.append(versions[fact.language])
        for fact in plan.adds:
            if fact.field.startswith("job number") and fact.language in versions:
                versions[fact.language].job_number = fact.value
                if versions[fact.language].pk:
                    changed[versions[fact.language].pk] = versions[fact.language]
    LanguageVersion.objects.bulk_create(new)
    LanguageVersion.objects.bulk_update(changed.values(), ["job_number"])


def _parts(plans: list[Plan], source: Source) -> None:
    rows: dict[type, list] = {}
    for plan in plans:
        for fact in plan.adds:
            row = _part(plan, fact, source)
            if row is not None:
                rows.setdefault(type(row), []).append(row)
    for model, made in rows.items():
        model.objects.bulk_create(made)
    symbols = [symbol.canonical for symbol in rows.get(DocumentSymbol, ())]
    if symbols:
        linking.resolve(Reference.objects.filter(symbol__in=symbols))


def _part(plan: Plan, fact: Fact, source: Source):
    """The row that holds a fact; None where the document or a version holds it itself."""
    document = plan.holding.document
    if fact.field.startswith("title"):
        return DocumentTitle(document=document, language=fact.language, text=fact.value)
    match fact.field:
        case "symbol":
            printed = fact.data.printed if len(fact.data.printed) <= 200 else fact.value
            symbol = DocumentSymbol(document=document, as_printed=printed, position=plan.holding.symbol_count)
            symbol.derive()
            plan.holding.symbol_count += 1
            return symbol
        case "body":
            return DocumentBody(document=document, body_id=fact.data)
        case "meeting":
            return DocumentMeeting(document=document, meeting_id=fact.data, role=MeetingRole.BEFORE, is_confirmed=False)
        case "agenda item":
            return DocumentAgendaItem(document=document, agenda_item_id=fact.data)
        case "identifier":
            return OtherIdentifier(document=document, scheme=LIBRARY, value=fact.data)
        case "note":
            return DocumentNote(document=document, kind=NoteKind.REMARK, text=fact.value, audience=source.audience)
    return None


def _evidence(plans: list[Plan], source: Source) -> None:
    kept = []
    for plan in plans:
        stated = [(fact, True) for fact in plan.adds]
        stated += [(difference.fact, False) for difference in plan.differences if not difference.is_kept]
        for fact, chosen in stated:
            subject, name = plan.holding.document, fact.field
            if name.startswith("job number"):
                subject, name = plan.holding.versions[fact.language], "job number"
            kept.append(
                Evidence(
                    subject=label_of(subject),
                    subject_id=subject.pk,
                    field=name,
                    value=fact.value,
                    chosen=chosen,
                    origin=Origin.SEEN,
                    source=f"{source.name}, {plan.stated.where}",
                    record=f"catalogue/{source.sha256[:12]}/{plan.stated.place}",
                    audience=source.audience,
                )
            )
    Evidence.objects.bulk_create(kept)
