"""Plain functions that make records for tests: the least that is valid, unless a test says more.

Each takes what a test is likely to care about as named arguments, and any further field of the model by its name.
"""

import hashlib
from datetime import date

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.access import Audience
from accounts.models import User
from documents.models import (
    Act,
    ActDocument,
    ActTitle,
    Document,
    DocumentMeeting,
    DocumentSymbol,
    DocumentTitle,
    File,
    LanguageVersion,
    MeetingRole,
    Page,
    Paragraph,
    ParagraphKind,
    Reference,
    Stage,
    VersionStatus,
)
from documents.models.act import act_key
from mandates import standing
from mandates.models import Addressee, Mandate, PlannedDocument, Response, Review
from meetings.models import CONFERENCE, AgendaItem, Body, BodyKind, Meeting, MeetingBody, MeetingKind
from provenance.dates import parse_partial
from provenance.models import Evidence, Origin

THE_CONFERENCE = {
    "name": "Conference of the Parties to the United Nations Convention against Transnational Organized Crime",
    "short_name": "Conference of the Parties",
    "series": "CTOC/COP/",
    "kind": BodyKind.CONFERENCE,
}


def person(username="reader", *roles):
    """A User with the named roles (``accounts.roles``). The password is the username."""
    user = User.objects.create_user(username, password=username)
    user.groups.set([Group.objects.get_or_create(name=role)[0] for role in roles])
    return user


def conference():
    """The Conference, made once."""
    return Body.objects.get_or_create(slug=CONFERENCE, defaults=THE_CONFERENCE)[0]


def body(slug="wg8", name="", *, series="", **fields):
    """A Body; ``wg8`` has the series ``CTOC/COP/WG.8/`` unless told otherwise."""
    if not series and slug.startswith("wg") and slug[2:].isdecimal():
        series = f"CTOC/COP/WG.{slug[2:]}/"
    fields = {"kind": BodyKind.WORKING_GROUP} | fields
    return Body.objects.create(slug=slug, name=name or f"Working group {slug}", series=series, **fields)


def _dates(start, end):
    """Dates as a meeting keeps them, from ``date`` or from text such as ``2015-09-28`` or ``2022-05``."""
    precision = ""
    if start:
        start, precision = parse_partial(str(start))
    return {"start": start or None, "date_precision": precision, "end": date.fromisoformat(str(end)) if end else None}


def meeting(*bodies, ordinal=None, start=None, end=None, place="Vienna", **fields):
    """A Meeting of one or more bodies (of a new working group when none is given), each counting it as ``ordinal``."""
    made = Meeting.objects.create(place=place, **_dates(start, end), **fields)
    for position, each in enumerate(bodies or [body()]):
        MeetingBody.objects.create(meeting=made, body=each, ordinal=ordinal, position=position)
    return made


def session(ordinal=8, *, start="2016-10-17", end="2016-10-21", **fields):
    """A session of the Conference."""
    return meeting(conference(), ordinal=ordinal, start=start, end=end, kind=MeetingKind.SESSION, **fields)


def agenda_item(of, number="2 (a)", title=""):
    """An AgendaItem of a meeting."""
    return AgendaItem.objects.create(meeting=of, number=number, title=title)


def document(symbol="", title="", *, audience=Audience.PUBLIC, listed=True, body=None, **fields):
    """A Document; with ``listed=False`` only the secretariat knows of it until a version is issued.

    symbol: one, or several parted by a blank. date: a ``date``, or text such as ``2016-08-08`` or ``2010``.
    """
    if fields.get("date"):
        fields["date"], fields["date_precision"] = parse_partial(str(fields["date"]))
    made = Document.objects.create(audience=audience, is_publicly_listed=listed, **fields)
    for position, each in enumerate(symbol.split()):
        DocumentSymbol.objects.create(document=made, as_printed=each, position=position)
    if title:
        DocumentTitle.objects.create(document=made, text=title)
    if body:
        made.bodies.add(body)
    return made


def place_in(meeting, document, role=MeetingRole.BEFORE, *, confirmed=True, item=None):
    """A document's place in a meeting, under an agenda item (an AgendaItem) where one is given."""
    if item:
        document.agenda_items.add(item)
    return DocumentMeeting.objects.create(document=document, meeting=meeting, role=role, is_confirmed=confirmed)


def version(document, language="en", status=VersionStatus.ISSUED, *, by=None, reason="", **fields):
    """A LanguageVersion, signed by ``by`` (else by a person named clerk) when it is issued or withdrawn."""
    if status in (VersionStatus.ISSUED, VersionStatus.WITHDRAWN):
        by = by or User.objects.get_or_create(username="clerk")[0]
        fields |= {"issued_at": timezone.now(), "issued_by": by}
    if status == VersionStatus.WITHDRAWN:
        fields |= {"withdrawn_at": timezone.now(), "withdrawn_by": by, "withdrawn_reason": reason or "Sent in error."}
    return LanguageVersion.objects.create(document=document, language=language, status=status, **fields)


def file(version=None, *pages, name="paper.pdf", stand_in=False, media_type="application/pdf", **fields):
    """A File that was read to the end, current when it has a version. pages: the text of each page, first to last."""
    content = fields.pop("content", "\f".join(pages) or name).encode()
    digest = hashlib.sha256(content + f"{version and version.pk} {name}".encode()).hexdigest()
    made = File(
        version=version,
        is_current=version is not None,
        sha256=digest,
        name=name,
        size=len(content),
        media_type=media_type,
        is_stand_in=stand_in,
        stage=Stage.LINKED,
        language=version.language if version else "",
        page_count=len(pages) or None,
        **fields,
    )
    made.content.save(name, ContentFile(content), save=False)
    made.save()
    Page.objects.bulk_create([Page(file=made, number=at, text=text) for at, text in enumerate(pages, start=1)])
    return made


def act(number="7/1", title="", *, kind="resolution", body=None, session=None, **fields):
    """An Act of the Conference, unless ``body`` is another."""
    if fields.get("adopted"):
        fields["adopted"], fields["adopted_precision"] = parse_partial(str(fields["adopted"]))
    made = Act.objects.create(body=body or conference(), kind=kind, number=number, session=session, **fields)
    if title:
        ActTitle.objects.create(act=made, text=title)
    return made


def paragraph(act, number="", text="", *, kind=ParagraphKind.OPERATIVE, **fields):
    """A Paragraph of an act, after those that it has."""
    fields = {"label": number, "position": act.paragraphs.count() + 1} | fields
    return Paragraph.objects.create(act=act, number=number, text=text or "Requests a report.", kind=kind, **fields)


def act_document(act, document, role="contains"):
    """A document's role towards an act."""
    return ActDocument.objects.create(act=act, document=document, role=role)


def reference(citing, *, symbol="", act=None, as_written="", **fields):
    """A citation in the record of ``citing``: of a symbol, held or not, or of an Act."""
    if act is not None:
        fields |= {"act": act, "act_key": act_key(act.body.series, act.kind, act.number)}
    return Reference.objects.create(citing=citing, symbol=symbol, as_written=as_written or symbol or str(act), **fields)


def mandate(act=None, action="convene a meeting", *, addressee="UNODC", review=Review.CONFIRMED, **fields):
    """A confirmed Mandate of an act (of resolution 7/1 when none is given), after those that it has."""
    act = act or Act.objects.filter(number="7/1").first() or globals()["act"]()
    fields = {"number": act.mandates.count() + 1, "verb": "requested"} | fields
    made = Mandate.objects.create(act=act, action=action, review=review, **fields)
    for position, words in enumerate(addressee.split(" and ") if addressee else []):
        Addressee.objects.create(mandate=made, words=words, position=position)
    standing.refresh([made])
    return made


def response(mandate, answer, *, to=None, confirmed=True, **fields):
    """What answers a mandate: a Meeting, a Document, or the symbol of one that is not held; ``to`` a session."""
    name = {Meeting: "meeting", Document: "document"}.get(type(answer), "symbol")
    fields = {name: answer, "made_available_to": to, "is_confirmed": confirmed} | fields
    made = Response.objects.create(mandate=mandate, **fields)
    standing.refresh([mandate])
    return made


def planned_document(session, title="Note by the Secretariat", **fields):
    """A PlannedDocument of a session or meeting."""
    return PlannedDocument.objects.create(session=session, title=title, **fields)


def evidence(subject, field, value="", *, origin=Origin.SEEN, audience=Audience.PUBLIC, **fields):
    """What a source says of one field of a record."""
    return Evidence.objects.create(
        subject=subject._meta.label_lower,
        subject_id=subject.pk,
        field=field,
        value=value,
        origin=origin,
        audience=audience,
        **fields,
    )
