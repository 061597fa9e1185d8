"""A page of the register of mandates as it stood."""

from dataclasses import dataclass, field

from django.db import connection

from documents.models import Act
from mandates.as_it_stood.mandates import mandates_of
from mandates.as_it_stood.past import Past, as_of
from mandates.models import Addressee, Mandate
from mandates.standing import RegisterRow
from meetings.models import Body, Meeting, MeetingBody

# The order of the register: the Conference before other bodies, its newest session first.
ORDERED = """
    SELECT mandate.pgh_obj_id
    FROM ({mandates}) mandate
    JOIN ({acts}) act ON act.pgh_obj_id = mandate.act_id
    LEFT JOIN ({bodies}) body ON body.pgh_obj_id = act.body_id
    LEFT JOIN ({meetings}) session ON session.pgh_obj_id = act.session_id
    ORDER BY coalesce(body.is_external, true), session.start DESC NULLS LAST, act.kind DESC, act.number_sort_key COLLATE "C",
             act.pgh_obj_id, mandate.number, mandate.pgh_obj_id
    LIMIT %s OFFSET %s
"""


@dataclass
class RegisterAsItStood:
    """The register as it stood: how many mandates there are in all, and the rows of one page."""

    count: int
    rows: list = field(default_factory=list)


def register_as_it_stood(
    past: Past, *, start=0, length=100, session="", deliverable="", addressee=""
) -> RegisterAsItStood:
    """The rows from ``start`` on, with the filters of the register. Nineteen queries at most, however many mandates there are.

    session: the ordinal of the session at which the act was adopted, or ``external``. deliverable: a Deliverable.
    addressee: who is asked, in the words of the source.
    """
    mandates = _narrowed(past, session, deliverable, addressee)
    count = mandates.count()
    if not count:
        return RegisterAsItStood(0)
    keys = _page(past, mandates, start, length)
    return RegisterAsItStood(count, [RegisterRow(mandate) for mandate in mandates_of(past, keys)])


def _narrowed(past, session, deliverable, addressee):
    mandates = past.events(Mandate)
    if deliverable:
        mandates = mandates.filter(deliverable=deliverable)
    if addressee:
        mandates = mandates.filter(
            pgh_obj_id__in=as_of(Addressee, past.moment).filter(words=addressee).values("mandate_id")
        )
    if session:
        outside = as_of(Body, past.moment).filter(is_external=True).values("pgh_obj_id")
        acts = as_of(Act, past.moment)
        if session == "external":
            acts = acts.filter(body_id__in=outside)
        else:
            seats = as_of(MeetingBody, past.moment).filter(ordinal=session).values("meeting_id")
            acts = acts.exclude(body_id__in=outside).filter(session_id__in=seats)
        mandates = mandates.filter(act_id__in=acts.values("pgh_obj_id"))
    return mandates


def _page(past, mandates, start, length):
    """The keys of the mandates of one page, in order."""
    pieces = {
        "mandates": mandates.values("pgh_obj_id", "act_id", "number"),
        "acts": as_of(Act, past.moment).values("pgh_obj_id", "body_id", "session_id", "kind", "number_sort_key"),
        "bodies": as_of(Body, past.moment).values("pgh_obj_id", "is_external"),
        "meetings": as_of(Meeting, past.moment).values("pgh_obj_id", "start"),
    }
    written = {name: queryset.order_by().query.sql_with_params() for name, queryset in pieces.items()}
    parameters = [value for _sql, given in written.values() for value in given]
    with connection.cursor() as cursor:
        cursor.execute(
            ORDERED.format(**{name: sql for name, (sql, _given) in written.items()}), [*parameters, length, start]
        )
        return [key for (key,) in cursor.fetchall()]
