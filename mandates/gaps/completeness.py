"""Declaring a body's years complete, and taking it back: what is absent from a complete year was not issued."""

from django.db import transaction

from accounts.actions import NotPossible
from documents.models import Completeness
from mandates.gaps.following import scope_of
from mandates.gaps.looking import look_at
from meetings.models import Body

FIRST_YEAR = 1945
MOST_YEARS = 100


@transaction.atomic
def declare(*, body: Body, first: int, last: int, note: str = "", by) -> list[Completeness]:
    """Declare the years ``first`` to ``last`` of a body complete; the radar looks anew at once.

    Years that are declared already stay as they are. Raises NotPossible where there is nothing to declare.
    """
    if body.is_external:
        raise NotPossible(f"{body} is not of this Conference: its documents are not kept completely here.")
    if first > last:
        raise NotPossible("The first year comes after the last: turn them round.")
    if first < FIRST_YEAR or last - first >= MOST_YEARS:
        raise NotPossible(f"Give years from {FIRST_YEAR} on, and no more than {MOST_YEARS} at once.")
    known = set(Completeness.objects.filter(body=body).values_list("year", flat=True))
    years = [year for year in range(first, last + 1) if year not in known]
    if not years:
        raise NotPossible("These years are declared complete already.")
    note = " ".join(note.replace("\0", " ").split())
    made = Completeness.objects.bulk_create(Completeness(body=body, year=year, by=by, note=note) for year in years)
    look_at(scope_of({"documents.completeness": {each.pk for each in made}}))
    return made


@transaction.atomic
def take_back(*, body: Body, first: int, last: int, by) -> int:
    """Take back that years of a body are complete; returns how many. Who did it, the history keeps.

    Raises NotPossible where none of them is declared.
    """
    declared = Completeness.objects.filter(body=body, year__gte=first, year__lte=last)
    keys = set(declared.values_list("pk", flat=True))
    if not keys:
        raise NotPossible("None of these years is declared complete.")
    declared.delete()
    look_at(scope_of({"documents.completeness": keys}))
    return len(keys)
