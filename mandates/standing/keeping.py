"""Keeping the MandateStandings: made anew for what changed, at once by whoever changes it, and by the follower for the rest."""

import json
from contextvars import ContextVar
from functools import cache, wraps
from itertools import islice

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, transaction
from django.db.models import BigIntegerField, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from accounts.access import Audience
from mandates.models import Mandate, MandateLink, MandateStanding, Response
from mandates.models.standing import joined
from mandates.standing import versions
from mandates.standing.facts import Gathering
from mandates.standing.rules import reckon
from provenance.models import Change

AT_A_TIME = 10_000
MOST_NEW = 2_000  # so many are reckoned before a page lists them; the follower does the others
# More records of a kind than this are not asked for one by one: all mandates are reckoned anew.
MOST_CHANGES = 20_000
KEY = ("mandate_id", "audience")
# Whether what is done is part of an action that reckons at its end (``at_once``).
IN_AN_ACTION = ContextVar("in_an_action", default=False)
OWN_TRANSACTION = "pg_current_xact_id()::text::bigint"


def refresh(mandates) -> int:
    """Reckon the standing of some mandates anew (records, keys, or a queryset), in the caller's transaction if there is one.

    Called by everything that changes what a status rests on. Returns how many standings became other than they were.
    """
    if hasattr(mandates, "values_list"):
        mandates = mandates.order_by().values_list("pk", flat=True)
    keys = iter(sorted({getattr(each, "pk", each) for each in mandates}))
    changed = 0
    while some := list(islice(keys, AT_A_TIME)):
        # Nobody waits for the whole: each lot is written by itself.
        with transaction.atomic():
            changed += _write(some)
    return changed


def refresh_all() -> int:
    """Reckon every mandate anew. Returns how many standings became other than they were."""
    return refresh(Mandate.objects.all())


def catch_up():
    """Reckon mandates that were entered a moment ago by a way that does not do so itself, before a page lists mandates.

    The newest keys alone are looked at, by an index: one short query where there is nothing to do.
    """
    last = MandateStanding.objects.order_by("-mandate").values("mandate")[:1]
    known = Mandate.objects.visible_to(Audience.SECRETARIAT)
    new = known.filter(pk__gt=Coalesce(Subquery(last), 0)).order_by("pk").values_list("pk", flat=True)[:MOST_NEW]
    if keys := list(new):
        refresh(keys)


def follow(changes):
    """Reckon anew what some changes (a queryset of provenance's Change) touched; all, where nothing was ever reckoned."""
    if MandateStanding.objects.exists():
        _refresh_touched(changes)
    else:
        refresh_all()


def at_once(action):
    """For what people do with mandates: in one transaction, at the end of which every status that it changed is reckoned.

    What was touched is read from the change table, as the follower does it later for everything else. An action made of
    several such actions reckons once, at its own end.
    """

    @wraps(action)
    def done(*arguments, **named):
        is_part, token = IN_AN_ACTION.get(), IN_AN_ACTION.set(True)
        try:
            with transaction.atomic():
                result = action(*arguments, **named)
                if not is_part:
                    _refresh_touched(Change.objects.filter(transaction=RawSQL(OWN_TRANSACTION, [], BigIntegerField())))
        finally:
            IN_AN_ACTION.reset(token)
        return result

    return done


def _refresh_touched(changes):
    touched = set()
    for subject, keys in _by_subject(changes).items():
        if len(keys) > MOST_CHANGES:
            refresh_all()
            return
        # Several short questions, each by an index; one with all of them together would read every mandate.
        for mandates in TOUCHED[subject](keys):
            touched.update(mandates)
    refresh(touched)


def _by_subject(changes):
    """The keys of the records that changed, by their kind, as far as a standing may rest on them."""
    found = {}
    for subject, key in changes.filter(subject__in=TOUCHED).order_by().values_list("subject", "subject_id").distinct():
        found.setdefault(subject, set()).add(key)
    return found


def _by_mandates(keys):
    """Mandates themselves, and those that they renewed, ended or came after: these name them and take over their day."""
    yield keys
    yield _with(MandateLink, to_mandate__in=keys)


def _by_responses(keys):
    """Also those of answers that were deleted, or moved to another mandate: the history knows."""
    yield _with(Response, pk__in=keys)
    yield Response.pgh_event_model.objects.filter(pgh_obj_id__in=keys).values_list("mandate_id", flat=True)


def _by_documents(keys):
    yield _with(Response, document__in=keys)


def _by_meetings(keys):
    yield _with(Response, meeting__in=keys)
    yield _with(Response, made_available_to__in=keys)
    yield _with(Response, document__places__meeting__in=keys)
    yield _with(MandateLink, to_mandate__due_session__in=keys)
    yield Mandate.objects.filter(due_session__in=keys).values_list("pk", flat=True)
    yield Mandate.objects.filter(act__session__in=keys).values_list("pk", flat=True)


def _by_acts(keys):
    yield Mandate.objects.filter(act__in=keys).values_list("pk", flat=True)
    yield _with(MandateLink, to_act__in=keys)
    yield _with(MandateLink, to_mandate__act__in=keys)


def _by_bodies(keys):
    yield Mandate.objects.filter(act__body__in=keys).values_list("pk", flat=True)
    yield Mandate.objects.filter(creates_body__in=keys).values_list("pk", flat=True)
    yield _with(MandateLink, to_act__body__in=keys)
    yield _with(MandateLink, to_mandate__act__body__in=keys)


def _with(model, **wanted):
    """The keys of the mandates that have an answer or a link like this."""
    return model.objects.filter(**wanted).order_by().values_list("mandate", flat=True)


# What may change a standing, and the mandates that it touches. Addressees and links are parts of a mandate, language
# versions and places in meetings parts of a document, seats parts of a meeting, titles parts of an act.
TOUCHED = {
    "mandates.mandate": _by_mandates,
    "mandates.response": _by_responses,
    "documents.document": _by_documents,
    "meetings.meeting": _by_meetings,
    "documents.act": _by_acts,
    "meetings.body": _by_bodies,
}


def _write(keys) -> int:
    """Write the standings of some mandates, and take away those of circles that may no longer know of them."""
    gathering = Gathering(keys)
    rows = [_row(known, audience) for audience in Audience for known in gathering.known_to(audience)]
    rows.sort(key=lambda row: (row["mandate_id"], row["audience"]))
    with connection.cursor() as cursor:
        cursor.execute(_upsert(), [json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False)])
        changed = cursor.rowcount
        cursor.execute(TAKE_AWAY, [keys, [row["mandate_id"] for row in rows], [row["audience"] for row in rows]])
        changed += cursor.rowcount
    if changed:
        versions.next_version()
    return changed


def _row(known, audience):
    """A standing as columns and values."""
    reckoned = reckon(known.facts)
    told = {
        "mandate_id": known.mandate,
        "audience": int(audience),
        "status": str(reckoned.status),
        "reason": reckoned.reason,
        "is_stated": reckoned.is_stated,
        "due_on": reckoned.due_on,
    }
    columns = known.columns
    told["facets"] = joined(
        status=told["status"],
        is_stated=told["is_stated"],
        deliverable=columns["deliverable"],
        act_body=columns["act_body_id"],
        session=columns["session_id"],
        due_session=columns["due_session_id"],
        is_recurring=columns["is_recurring"],
        has_due=bool(columns["due_words"]),
        review=columns["review"],
    )
    return columns | told


@cache
def _upsert():
    """Rows as one JSON value become rows of the table; a row that is as it was is not written again."""
    fields = [each for each in MandateStanding._meta.concrete_fields if not each.primary_key]
    columns = [each.column for each in fields]
    values = ", ".join("to_tsvector('english', new.words)" if each == "words" else f"new.{each}" for each in columns)
    types = ", ".join(
        f"{each.column} {'text' if each.column == 'words' else each.db_type(connection)}" for each in fields
    )
    told = [each for each in columns if each not in KEY]
    table = MandateStanding._meta.db_table
    return (
        f"INSERT INTO {table} AS held ({', '.join(columns)}) SELECT {values} "
        f"FROM jsonb_to_recordset(%s::jsonb) AS new ({types}) "
        f"ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET ({', '.join(told)}) = "
        f"ROW({', '.join(f'EXCLUDED.{each}' for each in told)}) "
        f"WHERE ROW({', '.join(f'held.{each}' for each in told)}) "
        f"IS DISTINCT FROM ROW({', '.join(f'EXCLUDED.{each}' for each in told)})"
    )


TAKE_AWAY = """
    DELETE FROM mandates_mandatestanding held WHERE held.mandate_id = ANY(%s) AND NOT EXISTS (
        SELECT 1 FROM unnest(%s::bigint[], %s::int[]) AS kept (mandate, audience)
        WHERE kept.mandate = held.mandate_id AND kept.audience = held.audience
    )
"""
