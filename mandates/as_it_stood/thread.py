"""The thread of one mandate as it stood."""

from django.urls import reverse

from documents.models import Act, Paragraph
from documents.models.rows import path_of
from mandates.as_it_stood.documents import rows_as_they_stood
from mandates.as_it_stood.mandates import acts_of, mandates_of
from mandates.as_it_stood.past import Past, as_of
from mandates.models import LinkKind, Mandate, MandateDocument, MandateLink
from mandates.queries import LinkStep, MandatePage, MeetingStep, ReportStep, SessionStep
from meetings.models import Body


def key_at(past: Past, *, body: str, kind: str, act_number: str, number: int) -> int | None:
    """The key of the mandate at an address: today's, where the reader may see it, else the one that stood there; or None."""
    today = Mandate.objects.visible_to(past.audience).filter(
        act__body__slug=body, act__kind=kind, act__number=act_number, number=number
    )
    found = today.values_list("pk", flat=True).first()
    if found:
        return found
    bodies = as_of(Body, past.moment).filter(slug=body).values("pgh_obj_id")
    acts = past.events(Act).filter(kind=kind, number=act_number, body_id__in=bodies).values("pgh_obj_id")
    then = past.events(Mandate).filter(act_id__in=acts, number=number)
    return then.values_list("pgh_obj_id", flat=True).first()


def mandate_as_it_stood(past: Past, key: int) -> MandatePage | None:
    """All that the page of a mandate showed; None if it did not stand, or may not be seen. Thirty queries at most."""
    found = mandates_of(past, [key])
    if not found:
        return None
    mandate = found[0]
    _quote(past, mandate)
    page = MandatePage(mandate, addressees=list(mandate.addressees.all()))
    bodies = past.bodies({addressee.body_id for addressee in page.addressees} | {mandate.creates_body_id})
    for addressee in page.addressees:
        addressee.body = bodies.get(addressee.body_id)
    mandate.creates_body = bodies.get(mandate.creates_body_id)
    answers = mandate.answers
    told = {part.document_id for part in past.parts(MandateDocument, mandate_id=key)}
    answering = {response.document_id for response in answers.of(mandate) if response.document_id}
    rows = {row.pk: row for row in rows_as_they_stood(past, told | answering)}
    for response in answers.of(mandate):
        if response.meeting_id:
            page.meetings.append(MeetingStep(answers.meetings[response.meeting_id], [], note=response.note))
        elif response.document_id in rows or response.symbol:
            page.reports.append(_report(response, rows, answers))
    page.meetings.sort(key=lambda step: (step.meeting.start is None, step.meeting.start or 0, step.meeting.pk))
    page.sessions = _sessions(page.reports)
    page.documents = [row for pk, row in rows.items() if pk in told and pk not in answering]
    page.links = _links(past, mandate)
    return page


def _quote(past, mandate):
    """Its paragraph as it stood, where the reader may read the paragraph now."""
    paragraphs = past.parts(Paragraph, pgh_obj_id=mandate.paragraph_id) if mandate.paragraph_id else []
    mandate.paragraph = paragraphs[0] if paragraphs else None
    may_read = Paragraph.objects.visible_to(past.audience).filter(pk=mandate.paragraph_id)
    mandate.may_quote = bool(paragraphs) and may_read.exists()


def _report(response, rows, answers):
    row = rows.get(response.document_id)
    symbol = row.symbol if row else response.symbol
    url = row.url if row else reverse("document", args=[path_of(response.symbol)])
    return ReportStep(symbol, url, row, answers.meetings.get(response.made_available_to_id), [], note=response.note)


def _sessions(reports):
    """The sessions that the reports went to, each once, in the order of their dates."""
    went = {report.session.pk: report.session for report in reports if report.session}
    steps = [
        SessionStep(session, [], [report for report in reports if report.session and report.session.pk == key], [])
        for key, session in went.items()
    ]
    return sorted(steps, key=lambda step: (step.session.start is None, step.session.start or 0))


def _links(past, mandate):
    """How it went on, and what it carried on, to what the reader may see."""
    links = past.parts(MandateLink, mandate_id=mandate.pk, is_confirmed=True, is_dismissed=False)
    if not links:
        return []
    mandates = past.records(Mandate, {link.to_mandate_id for link in links})
    acts = acts_of(past, {link.to_act_id for link in links} | {each.act_id for each in mandates.values()})
    mandates = {key: each for key, each in mandates.items() if each.act_id in acts}
    for each in mandates.values():
        each.act = acts[each.act_id]
    shown = []
    for link in links:
        target = mandates.get(link.to_mandate_id) or acts.get(link.to_act_id)
        if target is not None:
            words = target.citation if isinstance(target, Mandate) else target.label
            onward = link.kind != LinkKind.FOLLOWS
            shown.append(LinkStep(0, link.get_kind_display(), words, target.get_absolute_url(), onward, True, link))
    return shown
