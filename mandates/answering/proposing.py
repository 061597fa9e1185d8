"""Proposing what answers mandates, each step with its evidence. Nothing is a fact until a person confirms it."""

from collections import defaultdict

from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts.access import Audience
from documents.models import DocumentSymbol
from mandates.answering.grounds import FLOOR, Ground, Proposal, together
from mandates.answering.meetings import grounds_of_meetings, said_of_meetings
from mandates.answering.reports import Papers, grounds_of_reports
from mandates.answering.scene import Scene
from mandates.answering.sessions import session_of_report
from mandates.answering.texts import Texts
from mandates.models import Mandate, Response
from provenance.models import Evidence

READER = "answering 1"
SESSION = "made available to"
WORDS = {"meeting": "meeting", "document": "report", "symbol": "report"}
# A paper that answers a mandate, for the meeting that it was before.
BEFORE_IT = 0.5
# So many mandates are looked at in one transaction.
AT_ONCE = 200


def propose_for(mandates) -> int:
    """Bring what is proposed as answers of some mandates (a queryset, or rows) up to date. Returns how many rows changed.

    What a person confirmed or dismissed is left alone; a proposal whose grounds are gone is withdrawn.
    """
    keys = sorted(mandate.pk for mandate in mandates) if not hasattr(mandates, "values_list") else None
    keys = sorted(mandates.order_by().values_list("pk", flat=True)) if keys is None else keys
    return sum(_propose(keys[at : at + AT_ONCE]) for at in range(0, len(keys), AT_ONCE))


@transaction.atomic
def _propose(keys):
    # Two runs over the same mandates take turns.
    list(Mandate.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk").values_list("pk"))
    held = defaultdict(dict)
    responses = Response.objects.filter(mandate__in=keys).select_related("meeting")
    for response in responses.prefetch_related("meeting__seats__body"):
        held[response.mandate_id][_key(response)] = response
    return _write(keys, held, wanted_for(keys, held))


def wanted_for(keys, held) -> dict:
    """(mandate, kind, key) → Proposal for everything that is sure enough, whether or not it stands already.

    held: mandate → (kind, key) → Response. A fixed number of queries.
    """
    scene = Scene(keys)
    answered = {response.meeting for several in held.values() for response in several.values() if response.meeting_id}
    documents = {key for several in held.values() for kind, key in several if kind == "document"}
    symbols = {key for several in held.values() for kind, key in several if kind == "symbol"}
    texts = Texts({mandate.act_id for mandate in scene.mandates}, documents, symbols)
    papers = Papers(scene, texts, answered)
    to_meet = defaultdict(int)
    for asked in scene.asked:
        to_meet[asked.mandate.act_id] += asked.asks_to_meet
    wanted = {}
    for asked in scene.asked:
        for proposal in _for_one(scene, papers, texts, asked, held[asked.mandate.pk], to_meet[asked.mandate.act_id]):
            wanted[proposal.mandate, proposal.kind, proposal.key] = proposal
    texts.ask_for(key for _mandate, kind, key in wanted if kind == "document")
    _add_sessions(scene, papers, texts, wanted, held)
    return wanted


def _for_one(scene, papers, texts, asked, held, to_meet):
    found = grounds_of_meetings(scene, asked)
    for meeting, grounds in said_of_meetings(papers, texts, asked, to_meet).items():
        found.setdefault(meeting, []).extend(grounds)
    sure = {meeting: together(grounds) for meeting, grounds in found.items()}
    # A meeting is told by what was before it too: “inform the Working Group”, and the paper that informs it.
    reports = grounds_of_reports(scene, papers, texts, asked, _answering(held, found, sure))
    reports = {key: grounds for key, grounds in reports.items() if together(grounds) >= FLOOR}
    for meeting, grounds in found.items():
        papers_there = [key for key, _role in papers.by_meeting[meeting.pk] if key in reports]
        if papers_there and not asked.asks_to_meet:
            grounds.append(_paper_there(papers, papers_there[0], meeting))
        if together(grounds) >= FLOOR:
            yield Proposal(asked.mandate.pk, "meeting", meeting.pk, str(meeting), grounds)
    for key, grounds in reports.items():
        yield Proposal(asked.mandate.pk, "document", key, papers.name(key), grounds)


def _answering(held, found, sure):
    """Meetings that answer a mandate: confirmed ones for certain, those that may, as far as they are sure; never dismissed ones."""
    meetings = {
        meeting: share
        for meeting, share in sure.items()
        if not (("meeting", meeting.pk) in held and held["meeting", meeting.pk].is_dismissed)
    }
    return meetings | {each.meeting: 1.0 for each in held.values() if each.meeting_id and each.is_confirmed}


def _paper_there(papers, key, meeting):
    from_there = papers.name(key)
    return Ground(
        f"{from_there}, which says what was asked, was before it.",
        BEFORE_IT,
        audience=max(meeting.audience, papers.audience(key)),
    )


def _add_sessions(scene, papers, texts, wanted, held):
    """The session of each report that is proposed, or stands without one."""
    asked_of = {asked.mandate.pk: asked for asked in scene.asked}
    for mandate, several in held.items():
        for (kind, key), response in several.items():
            if (
                kind != "meeting"
                and response.is_confirmed
                and response.made_available_to_id is None
                and mandate in asked_of
            ):
                wanted.setdefault((mandate, kind, key), Proposal(mandate, kind, key, str(key)))
    for (mandate, kind, key), proposal in wanted.items():
        response = held[mandate].get((kind, key))
        if kind != "meeting" and (response is None or response.made_available_to_id is None):
            dismissed = response.sessions_dismissed if response else ()
            session, grounds = session_of_report(scene, papers, texts, asked_of[mandate], key, dismissed)
            if session:
                proposal.session, proposal.session_words, proposal.session_grounds = session.pk, session.title, grounds


def _key(response):
    """(kind, key) of the thing that answers."""
    if response.meeting_id:
        return "meeting", response.meeting_id
    return ("document", response.document_id) if response.document_id else ("symbol", response.symbol)


def _write(keys, held, wanted):
    """Write what differs from what stands. What a person decided is never touched."""
    changed = 0
    evidence = _evidence_of([each for mandate in keys for each in held[mandate].values()])
    for (mandate, kind, key), proposal in wanted.items():
        response = held[mandate].get((kind, key))
        if response is None:
            response = held[mandate][kind, key] = _new(proposal, len(held[mandate]))
            changed += 1
        elif response.is_dismissed:
            continue
        elif response.is_confirmed:
            changed += _renew(response, session_proposed_id=proposal.session)
        elif response.confidence is not None:
            changed += _renew(response, confidence=proposal.confidence, session_proposed_id=proposal.session)
        _keep_evidence(response, proposal, evidence.get(response.pk, []))
    for mandate in keys:
        for (kind, key), response in held[mandate].items():
            if (mandate, kind, key) not in wanted:
                changed += _withdraw(response)
    return changed


def _evidence_of(responses):
    """What a machine said of responses and no person has confirmed, by the response's key. One query."""
    found = defaultdict(list)
    if responses:
        for row in Evidence.objects.about(*responses).filter(reader=READER, confirmed_at=None):
            found[row.subject_id].append(row)
    return found


def _new(proposal, position):
    name = {"meeting": "meeting_id", "document": "document_id", "symbol": "symbol"}[proposal.kind]
    return Response.objects.create(
        mandate_id=proposal.mandate,
        **{name: proposal.key},
        is_confirmed=False,
        confidence=proposal.confidence,
        session_proposed_id=proposal.session,
        position=position,
    )


def _renew(response, **values):
    different = {name: value for name, value in values.items() if getattr(response, name) != value}
    for name, value in different.items():
        setattr(response, name, value)
    if different:
        response.save(update_fields=[name.removesuffix("_id") for name in different])
    return bool(different)


def _withdraw(response):
    """A proposal without grounds goes, with its evidence; what a person decided stays as it is."""
    if not response.is_confirmed and not response.is_dismissed and response.confidence is not None:
        Evidence.objects.about(response).filter(reader=READER).delete()
        response.delete()
        return 1
    if response.session_proposed_id:
        Evidence.objects.about(response).filter(reader=READER, confirmed_at=None, field=SESSION).delete()
        return _renew(response, session_proposed_id=None)
    return 0


def _keep_evidence(response, proposal, evidence):
    """The machine's evidence of a step is what the grounds are now. Of a confirmed step only that of its session moves."""
    wanted = evidence_grounds(proposal, with_step=not response.is_confirmed)
    stands = {(e.field, e.value, e.source, e.quote, e.file_sha256, e.page, e.confidence): e for e in evidence}
    gone = [row.pk for said, row in stands.items() if said not in wanted]
    if gone:
        Evidence.objects.filter(pk__in=gone).delete()
    new = [
        Evidence(
            subject="mandates.response",
            subject_id=response.pk,
            field=said[0],
            value=said[1],
            source=said[2],
            quote=said[3],
            file_sha256=said[4],
            page=said[5],
            confidence=said[6],
            origin=each.origin,
            reader=READER,
            audience=Audience.SECRETARIAT,
        )
        for said, each in wanted.items()
        if said not in stands
    ]
    if new:
        Evidence.objects.bulk_create(new)


def evidence_grounds(proposal, *, with_step=True) -> dict:
    """What evidence says of each ground → the ground: of the step, and of its session."""
    grounds = [(WORDS[proposal.kind], proposal.words, each) for each in proposal.grounds] if with_step else []
    grounds += [(SESSION, proposal.session_words, each) for each in proposal.session_grounds]
    return {_said(name, value, each): each for name, value, each in grounds}


def evidence_said(proposal) -> dict:
    """What evidence says of each ground → who may know of what it names and quotes."""
    return {said: ground.audience for said, ground in evidence_grounds(proposal).items()}


def _said(name, value, ground):
    return name, value, ground.why, ground.quote, ground.sha256, ground.page, ground.weight


def tie_waiting() -> int:
    """Tie responses that wait for a document under its symbol to the document, once it is held. Returns how many."""
    known = DocumentSymbol.objects.filter(canonical=OuterRef("symbol"))
    tied = 0
    for response in Response.objects.waiting().filter(Exists(known)).order_by("pk"):
        tied += _tie(response)
    return tied


@transaction.atomic
def _tie(response):
    """One of two rows stays where the document answers the mandate already: the one that a person stands behind."""
    response = Response.objects.select_for_update(of=("self",)).get(pk=response.pk)
    document = DocumentSymbol.objects.get(canonical=response.symbol).document_id
    other = Response.objects.filter(mandate=response.mandate_id, document=document).exclude(pk=response.pk).first()
    if other is None:
        response.document_id = document
        response.save(update_fields=["document"])
        return 1
    if not other.is_confirmed and not other.is_dismissed:
        Evidence.objects.about(other).delete()
        other.delete()
        response.document_id = document
        response.save(update_fields=["document"])
        return 1
    if response.is_confirmed and other.is_confirmed:
        Evidence.objects.about(response).update(subject_id=other.pk)
        session = other.made_available_to_id or response.made_available_to_id
        symbol, note = response.symbol, other.note or response.note
        response.delete()
        other.symbol, other.note, other.made_available_to_id = other.symbol or symbol, note, session
        other.save()
        return 1
    if not response.is_confirmed and not response.is_dismissed:
        Evidence.objects.about(response).delete()
        response.delete()
        return 1
    return 0
