"""The button “Follow” of any page: ``{% follow_button "documents.document" document.pk %}``."""

from django import template

from accounts.actions import canonical
from accounts.models import Follow

register = template.Library()


@register.inclusion_tag("components/_follow.html", takes_context=True)
def follow_button(context, subject, key):
    """The button to follow or unfollow a record. One query for a person who is signed in, none for others."""
    request = context.get("request")
    user = getattr(request, "user", None)
    known = bool(user and user.is_authenticated)
    return {
        "signed_in": known,
        "is_followed": known and Follow.objects.of(user).about(subject, key).exists(),
        "subject": subject,
        "key": key,
        "path": request.path if request else "",
    }


@register.inclusion_tag("components/_follow_search.html", takes_context=True)
def follow_search_button(context, query, name=""):
    """The button to follow a search: ``query`` is its query string (``q=trafficking&body=wg8``), ``name`` what to call it.

    Nothing is shown for an empty search. One query for a person who is signed in, none for others.
    """
    request = context.get("request")
    user = getattr(request, "user", None)
    known, asked = bool(user and user.is_authenticated), canonical(query)
    follow = Follow.objects.of(user).filter(query=asked).first() if known and asked else None
    return {
        "signed_in": known,
        "follow": follow,
        "query": asked,
        "name": name,
        "path": f"{request.path}?{asked}" if request else "",
    }
