"""What a draft can be made of: acts named by a person, mandates, sessions and meetings."""

import re
from dataclasses import dataclass

from django.db.models import Q

from accounts.access import Audience
from documents.models import Act
from mandates.models import Mandate, PlannedDocument, Response, Review
from meetings.models import Meeting, MeetingKind

MOST_ACTS = 60
MOST_MEETINGS = 80
LONGEST = 2000
SECRETARIAT = Audience.SECRETARIAT
ACT_KINDS = ("resolution", "decision")
NAMED = re.compile(r"(?:(?P<kind>resolutions?|decisions?)\s+)?(?P<number>.+)", re.IGNORECASE)


@dataclass
class Named:
    """Acts that a person named, in the order in which they stand in the register, and the words that name none."""

    acts: list[Act]
    unknown: list[str]


def acts_named(words: str) -> Named:
    """The acts in ``7/1, decision 4/4; A/RES/68/186``; a number that is both a resolution and a decision names both.

    The words of a kind hold for the numbers after them, as in ``resolutions 7/1 and 7/2``. At most MOST_ACTS. One query.
    """
    asked, kind = [], ""
    for part in re.split(r"[,;\n]|\band\b", words.replace("\0", " ")[:LONGEST]):
        found = NAMED.fullmatch(" ".join(part.split()))
        if found is None:
            continue
        kind = (found["kind"] or kind).lower().rstrip("s")
        asked.append((kind, found["number"]))
    asked = list(dict.fromkeys(asked))[:MOST_ACTS]
    wanted = Q(pk__in=())
    for kind, number in asked:
        named = Q(number=number) | Q(symbol=number.upper())
        wanted |= named & Q(kind=kind) if kind else named
    acts = list(_acts().filter(wanted)[:MOST_ACTS])
    known = {(act.kind, name) for act in acts for name in (act.number, act.symbol)}
    unknown = [
        f"{kind} {number}".strip()
        for kind, number in asked
        if not any(
            (each, name) in known for each in ([kind] if kind else ACT_KINDS) for name in (number, number.upper())
        )
    ]
    return Named(acts, unknown)


def _acts():
    acts = Act.objects.visible_to(SECRETARIAT).select_related("body", "session").prefetch_related("titles")
    return acts.order_by("body__is_external", "session__start", "-kind", "number_sort_key")


def acts_of_session(session: Meeting) -> list[Act]:
    """The acts adopted at a session."""
    return list(_acts().filter(session=session)[:MOST_ACTS])


def mandates_of(acts: list[Act]) -> list[Mandate]:
    """The mandates of some acts, also those that are only proposed, each with what tells it apart."""
    mandates = Mandate.objects.visible_to(SECRETARIAT).filter(act__in=acts).exclude(review=Review.DISMISSED)
    return list(mandates.select_related("act__body").prefetch_related("addressees").in_order())


def mandates_told_to(session: Meeting) -> list[Mandate]:
    """The confirmed mandates of which a session hears: reports went to it, it is the day they are due, or a document is planned."""
    mandates = Mandate.objects.visible_to(SECRETARIAT).filter(review=Review.CONFIRMED)
    went = Response.objects.visible_to(SECRETARIAT).filter(is_confirmed=True, made_available_to=session)
    planned = PlannedDocument.objects.visible_to(SECRETARIAT).filter(session=session)
    heard = Q(pk__in=went.values("mandate")) | Q(due_session=session) | Q(pk__in=planned.values("mandate"))
    found = mandates.filter(heard).select_related("act__body").prefetch_related("addressees").in_order()
    return list(found[:MOST_ACTS])


def mandate_to_draft(pk: str) -> Mandate | None:
    """The mandate with this key, with what a note says of it; None if there is none, or it was dismissed."""
    mandates = Mandate.objects.visible_to(SECRETARIAT).exclude(review=Review.DISMISSED)
    mandates = mandates.select_related("act__body", "act__session", "paragraph")
    return (
        mandates.prefetch_related("addressees", "act__titles", "act__session__seats__body").filter(pk=_key(pk)).first()
    )


def meeting_to_draft(pk: str) -> Meeting | None:
    """The session or meeting with this key, with its bodies; None if there is none."""
    return Meeting.objects.visible_to(SECRETARIAT).with_bodies().filter(pk=_key(pk)).first()


def sessions_and_meetings() -> list[tuple[str, list[Meeting]]]:
    """The sessions of the Conference and the latest other meetings, newest first, each group under its name. Four queries."""
    sessions = Meeting.objects.visible_to(SECRETARIAT).sessions().with_bodies()
    others = Meeting.objects.visible_to(SECRETARIAT).exclude(kind=MeetingKind.SESSION).filter(seats__isnull=False)
    return [
        ("Sessions of the Conference", list(reversed(sessions))),
        ("Other meetings", list(others.distinct().with_bodies()[:MOST_MEETINGS])),
    ]


def _key(pk):
    """A key in an address; one that can be none matches nothing."""
    return int(pk) if pk.isascii() and pk.isdecimal() and len(pk) < 19 else -1
