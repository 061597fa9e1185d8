"""A page of the register of mandates as it stood."""

from dataclasses import dataclass, field

from django.db import connection

from accounts.access import Audience
from documents.models import Act
from mandates.as_it_stood.mandates import mandates_of
from mandates.as_it_stood.past import Past, as_of
from mandates.models import Addressee, Mandate, Review
from mandates.standing import RegisterRow
from meetings.models import Body, Meeting, MeetingBody

# How many mandates of each act stood, in the order of the register: the Conference before other bodies, its newest session
# first. One pass over the history of the mandates, in the order of the index “mandate_as_it_stood”, which holds all it asks.
# What the reader may see now is put together first: the database can't guess how many stood, and would look up each by itself.
ACTS = """
    {visible_now}
    SELECT act.pgh_obj_id, counted.number
    FROM (
        SELECT stood.act_id, count(*) AS number
        FROM (
            SELECT DISTINCT ON (pgh_obj_id) pgh_obj_id, act_id, review, deliverable, pgh_label
            FROM mandates_mandateevent WHERE pgh_created_at < %s ORDER BY pgh_obj_id, pgh_id DESC
        ) stood
        WHERE stood.pgh_label <> 'delete' {conditions}
        GROUP BY stood.act_id
    ) counted
    JOIN ({acts}) act ON act.pgh_obj_id = counted.act_id
    LEFT JOIN ({bodies}) body ON body.pgh_obj_id = act.body_id
    LEFT JOIN ({meetings}) session ON session.pgh_obj_id = act.session_id
    ORDER BY coalesce(body.is_external, true), session.start DESC NULLS LAST, act.kind DESC, act.number_sort_key COLLATE "C",
             act.pgh_obj_id
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
    narrowed = {name: value for name, value in (("deliverable", deliverable), ("addressee", addressee)) if value}
    acts = _acts(past, session, narrowed)
    count = sum(number for _act, number in acts)
    keys = _page(past, acts, narrowed, start, length)
    return RegisterAsItStood(count, [RegisterRow(mandate) for mandate in mandates_of(past, keys)] if keys else [])


def _acts(past, session, narrowed):
    """The acts whose mandates stood, in order, as (key, how many of its mandates answer to the filters). One query."""
    conditions, given, visible_now = [], [past.moment], ""
    if past.audience < Audience.SECRETARIAT:
        sql, parameters = Mandate.objects.visible_to(past.audience).order_by().values("pk").query.sql_with_params()
        visible_now = f"WITH visible (id) AS MATERIALIZED ({sql})"
        conditions.append("AND stood.review = %s AND stood.pgh_obj_id IN (SELECT id FROM visible)")
        given = [*parameters, past.moment, Review.CONFIRMED.value]
    if "deliverable" in narrowed:
        conditions.append("AND stood.deliverable = %s")
        given.append(narrowed["deliverable"])
    if "addressee" in narrowed:
        sql, parameters = _addressed(past, narrowed["addressee"]).query.sql_with_params()
        conditions.append(f"AND stood.pgh_obj_id IN ({sql})")
        given += parameters
    pieces = {
        "acts": _acts_of(past, session).values("pgh_obj_id", "body_id", "session_id", "kind", "number_sort_key"),
        "bodies": as_of(Body, past.moment).values("pgh_obj_id", "is_external"),
        "meetings": as_of(Meeting, past.moment).values("pgh_obj_id", "start"),
    }
    written = {name: queryset.order_by().query.sql_with_params() for name, queryset in pieces.items()}
    given += [value for _sql, parameters in written.values() for value in parameters]
    joined = {name: sql for name, (sql, _parameters) in written.items()}
    with connection.cursor() as cursor:
        cursor.execute(ACTS.format(visible_now=visible_now, conditions=" ".join(conditions), **joined), given)
        return cursor.fetchall()


def _acts_of(past, session):
    """The acts that the reader may see: all, those adopted at a session, or those of bodies outside the Conference."""
    acts = past.events(Act)
    if not session:
        return acts
    outside = as_of(Body, past.moment).filter(is_external=True).values("pgh_obj_id")
    if session == "external":
        return acts.filter(body_id__in=outside)
    seats = as_of(MeetingBody, past.moment).filter(ordinal=session).values("meeting_id")
    return acts.exclude(body_id__in=outside).filter(session_id__in=seats)


def _addressed(past, words):
    """The keys of the mandates that were addressed to somebody, in the words of the source."""
    return as_of(Addressee, past.moment).filter(words=words).order_by().values("mandate_id")


def _page(past, acts, narrowed, start, length):
    """The keys of the mandates of one page, in order: asked for the acts that stand on it alone. One query."""
    skipped, wanted, room = 0, [], start + length
    for act, number in acts:
        if start >= number and not wanted:
            start -= number
            skipped += number
            continue
        if skipped >= room:
            break
        wanted.append(act)
        skipped += number
    if not wanted:
        return []
    mandates = past.events(Mandate).filter(act_id__in=wanted)
    if "deliverable" in narrowed:
        mandates = mandates.filter(deliverable=narrowed["deliverable"])
    if "addressee" in narrowed:
        mandates = mandates.filter(pgh_obj_id__in=_addressed(past, narrowed["addressee"]))
    place = {act: at for at, act in enumerate(wanted)}
    found = mandates.values_list("act_id", "number", "pgh_obj_id")
    in_order = sorted((place[act], number, key) for act, number, key in found)
    return [key for _place, _number, key in in_order[start : start + length]]
