"""What must be true, said to the database in one line each."""

from django.db.models import CheckConstraint, Q


def together(*fields, name):
    """All of ``fields`` are set, or none is (an act and the person who did it, a place and its page)."""
    none, every = Q(), Q()
    for field in fields:
        none &= Q(**{f"{field}__isnull": True})
        every &= Q(**{f"{field}__isnull": False})
    words = " and ".join(field.replace("_", " ") for field in fields)
    return CheckConstraint(
        condition=none | every, name=name, violation_error_message=f"Set {words} together, or leave them all empty."
    )


def one_of(field, choices, name, blank=False):
    """``field`` holds one of a TextChoices' or IntegerChoices' values (and may be empty text when ``blank``)."""
    values = [*choices.values, ""] if blank else list(choices.values)
    return CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


def filled(field, name):
    """A text field that is never empty."""
    return CheckConstraint(condition=~Q(**{field: ""}), name=name)


def dated(start, precision, name):
    """A date and its precision agree: no date without a precision, no precision without a date."""
    neither = Q(**{f"{start}__isnull": True, precision: ""})
    both = Q(**{f"{start}__isnull": False}) & ~Q(**{precision: ""})
    return CheckConstraint(
        condition=neither | both,
        name=name,
        violation_error_message="Give a date together with how exactly it is known (day, month or year), or neither.",
    )
