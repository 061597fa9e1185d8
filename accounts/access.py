"""Who is looking. Everything that is shown passes through ``visible_to(audience)`` of the queryset that holds it."""

from functools import wraps

from django.db import models
from django.http import Http404


class Audience(models.IntegerChoices):
    """The three circles of readers, each seeing all that the smaller number sees."""

    PUBLIC = 0, "everybody"
    DELEGATES = 1, "delegates"
    SECRETARIAT = 2, "the secretariat"

    @property
    def is_secretariat(self):
        return self is Audience.SECRETARIAT


def audience_of(user):
    """The widest Audience whose papers ``user`` (a User or AnonymousUser) may read; asked of the database once a request."""
    if not user.is_authenticated or not user.is_active:
        return Audience.PUBLIC
    if user.is_superuser:
        return Audience.SECRETARIAT
    return max((role.audience for role in user.roles), default=Audience.PUBLIC)


class AudienceMiddleware:
    """Gives every request its ``audience``."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.audience = audience_of(request.user)
        return self.get_response(request)


def for_the_secretariat(view):
    """A page of the secretariat's own: for everybody else it is not there."""

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.audience.is_secretariat:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded
