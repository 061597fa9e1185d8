"""Addresses in mails: absolute, and one that stops the mails without signing in."""

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.models import User

SALT = "untoc_review.digest.stop"
# A mail may be read long after it was sent. The link stops mails and does nothing else.
GOOD_FOR = timedelta(days=400)


class WrongLink(Exception):
    """The link is none of ours, or too old; the message says which, for the person who pressed it."""


def absolute(address: str) -> str:
    """An address of this site as a mail must give it."""
    return f"{settings.SITE_ADDRESS}{address}"


def stop_link(user: User) -> str:
    """The address that stops a person's digest for whoever holds it: it is in their mail alone."""
    return absolute(reverse("stop_digest", args=[signing.dumps(user.pk, salt=SALT)]))


def person_of(token: str) -> User:
    """Whose digest a link stops. Raises WrongLink."""
    try:
        key = signing.loads(token, salt=SALT, max_age=GOOD_FOR)
        return User.objects.get(pk=key)
    except signing.SignatureExpired:
        raise WrongLink("This link is too old to be used. Sign in and turn the mails off in your account.") from None
    except (signing.BadSignature, User.DoesNotExist, ValueError, TypeError):
        raise WrongLink(
            "This link is not complete, or not one of this site. Open it from the mail once more, or sign in and turn the "
            "mails off in your account."
        ) from None
