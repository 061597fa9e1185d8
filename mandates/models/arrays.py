"""Whether a value is one of an array that stands in another column: Django has no lookup for it."""

from django.db.models import BooleanField, Func


class IsOneOf(Func):
    """Whether a value is one of those of an array: ``IsOneOf(value, array)``."""

    template = "(%(expressions)s))"
    arg_joiner = " = ANY ("
    output_field = BooleanField()


class IsNoneOf(IsOneOf):
    """Whether a value is none of those of an array: ``IsNoneOf(value, array)``."""

    arg_joiner = " <> ALL ("
