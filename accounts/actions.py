"""What people do about what they follow: one verb each, atomic. Every refusal is a ``NotPossible`` with a sentence."""

from urllib.parse import parse_qsl, urlencode

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import LONGEST_NAME, LONGEST_QUERY, Digest, Follow, NewsSettings, User

MOST_FOLLOWS = 500
# Each is a search of its own when its news is gathered.
MOST_SEARCHES = 50
# How a page is shown, not what is searched for.
NOT_ASKED = {"page", "format", "list", "sort", "csrfmiddlewaretoken"}


class NotPossible(ValidationError):
    """What was asked can't be done; the message says why and what to do instead."""

    def __str__(self):
        return " ".join(self.messages)


@transaction.atomic
def follow(*, subject: str, subject_id: int, by: User) -> Follow:
    """Follow a record, named as evidence names it. Doing so twice changes nothing. Raises NotPossible beyond the limit.

    Whether there is such a record, and whether the person may see it, is asked by the caller: the rooms above know.
    """
    _queue_up(by)
    known = by.follows.about(subject, subject_id).first()
    if known:
        return known
    _leave_room(by)
    return Follow.objects.create(user=by, subject=subject, subject_id=subject_id)


@transaction.atomic
def follow_search(*, query: str, name: str = "", by: User) -> Follow:
    """Save a search: its query string (canonical or not) under a name. One that is saved already keeps its name.

    Raises NotPossible when nothing is asked, when it is too long, and beyond the limits.
    """
    # What is shown to a reader is never so long; and nothing is read of what is.
    query = canonical(query) if len(query) <= 5 * LONGEST_QUERY else query
    if not query:
        raise NotPossible("There is nothing to follow in an empty search: type words or choose a filter first.")
    if len(query) > LONGEST_QUERY:
        raise NotPossible("This search is too long to be saved. Take words or filters away.")
    _queue_up(by)
    known = by.follows.filter(query=query).first()
    if known:
        return known
    _leave_room(by)
    if by.follows.searches().count() >= MOST_SEARCHES:
        raise NotPossible(f"You follow {MOST_SEARCHES} searches, the most there can be. Unfollow one first.")
    return Follow.objects.create(user=by, subject=Follow.SEARCH, query=query, name=_name(name) or _told(query))


def canonical(query: str) -> str:
    """A query string in the one form by which a search is known: q first, then by name; without what only turns pages."""
    asked = [(_plain(name), _plain(value)) for name, value in parse_qsl(query.lstrip("?"))]
    kept = {(name, value) for name, value in asked if name and value and name not in NOT_ASKED}
    return urlencode(sorted(kept, key=lambda pair: (pair[0] != "q", pair)))


@transaction.atomic
def unfollow(follow: Follow, *, by: User):
    """Stop following. Only one's own. Raises NotPossible for another's."""
    _own(follow, by)
    follow.delete()


@transaction.atomic
def rename(follow: Follow, *, name: str, by: User) -> Follow:
    """Give a saved search another name. Raises NotPossible for a record, which has its own, and for an empty name."""
    _own(follow, by)
    if not follow.is_search:
        raise NotPossible("Only a saved search can be renamed.")
    if not _name(name):
        raise NotPossible("Give the search a name.")
    follow.name = _name(name)
    follow.save(update_fields=["name"])
    return follow


@transaction.atomic
def mark_read(*, until, by: User) -> NewsSettings:
    """Count all news up to ``until`` (the moment for which it was shown) as read.

    The mark never moves back, nor to where news counts as read anyway.
    """
    settings = _settings(by)
    until = min(until, timezone.now())
    if until > settings.since:
        settings.read_until_before, settings.read_until, settings.can_undo = settings.read_until, until, True
        settings.save(update_fields=["read_until_before", "read_until", "can_undo"])
    return settings


@transaction.atomic
def undo_mark(*, by: User) -> NewsSettings:
    """Take the last “Mark all as read” back. Raises NotPossible when there is none, or it was taken back already."""
    settings = _settings(by)
    if not settings.can_undo:
        raise NotPossible("There is nothing to undo.")
    settings.read_until, settings.can_undo = settings.read_until_before, False
    settings.save(update_fields=["read_until", "can_undo"])
    return settings


@transaction.atomic
def choose_digest(*, digest: str, done_for, by: User) -> NewsSettings:
    """Choose how often news is mailed. It begins now: what happened before is on the page of news.

    done_for: the day or Monday that counts as done, so that the first mail comes with the next. Raises NotPossible for a
    choice that is none, and for mail to a person without an address.
    """
    if digest not in Digest.values:
        raise NotPossible("Choose one of the answers offered.")
    if digest != Digest.OFF and not by.email:
        raise NotPossible("No mail address is known of you. An administrator can enter it.")
    settings = _settings(by)
    if digest != Digest.OFF and settings.digest == Digest.OFF:
        settings.mailed_until = timezone.now()
    if digest != settings.digest:
        settings.mailed_for = done_for
    settings.digest, settings.problem = digest, ""
    settings.save()
    return settings


@transaction.atomic
def stop_digest(user: User) -> NewsSettings:
    """No more digests, as the link in every one of them promises. Doing so twice changes nothing."""
    settings = _settings(user)
    settings.digest = Digest.OFF
    settings.save(update_fields=["digest"])
    return settings


def _settings(user):
    NewsSettings.objects.get_or_create(user=user)
    return NewsSettings.objects.select_for_update().get(user=user)


def _queue_up(user):
    """One person's clicks are answered one after the other: two at once can't pass the limit or meet a constraint."""
    User.objects.select_for_update().only("pk").get(pk=user.pk)


def _leave_room(user):
    if user.follows.count() >= MOST_FOLLOWS:
        raise NotPossible(f"You follow {MOST_FOLLOWS} things, the most there can be. Unfollow something first.")


def _own(follow, by):
    if follow.user_id != by.pk:
        raise NotPossible("This is not yours to change.")


def _name(words):
    return _plain(words)[:LONGEST_NAME]


def _plain(words):
    return " ".join(words.replace("\0", " ").split())


def _told(query):
    """A search without a name is called by its words, else by its filters."""
    asked = parse_qsl(query)
    return _name(dict(asked).get("q", "") or ", ".join(f"{name}: {value}" for name, value in asked))
