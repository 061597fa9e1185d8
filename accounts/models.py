"""People: who signs in, and through their roles what they may see and do; and what they follow."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from accounts.roles import ROLES

# What is older than this counts as read, whether or not its reader came by.
NEWS_KEPT = timedelta(days=60)
LONGEST_QUERY = 2000
LONGEST_NAME = 200


class User(AbstractUser):
    """A person. The roles are groups: reader, delegate, editor, publisher, administrator (``accounts.roles``)."""

    @cached_property
    def roles(self):
        """The person's roles, as a list of ``accounts.roles.Role``; one query, then remembered."""
        return [ROLES[name] for name in self.groups.values_list("name", flat=True) if name in ROLES]

    @property
    def shown_name(self):
        """The name to sign an act with: full name where there is one."""
        return self.get_full_name() or self.username


class FollowQuerySet(models.QuerySet):
    def of(self, user):
        """What a person follows, in the order in which they began."""
        return self.filter(user=user).order_by("pk")

    def about(self, subject, subject_id):
        """Follows of one record, named as evidence names it: ``documents.document`` and its key."""
        return self.filter(subject=subject, subject_id=subject_id)

    def searches(self):
        return self.filter(subject=Follow.SEARCH)

    def records(self):
        return self.exclude(subject=Follow.SEARCH)


class Follow(models.Model):
    """One thing that a person follows: a record of any room, or a saved search.

    The record is named, not pointed to, as in ``provenance.Evidence``: this room knows nothing of the rooms above. What it
    is called, where it stands and whether the person may see it is asked from above (``untoc_review.things``).
    """

    SEARCH = "search"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="follows")
    subject = models.CharField(max_length=80, help_text="The kind of record, such as documents.document; or search.")
    subject_id = models.BigIntegerField(null=True, blank=True, help_text="The record's key; empty for a search.")
    query = models.CharField(
        max_length=LONGEST_QUERY, blank=True, help_text="What is searched for, as part of an address."
    )
    name = models.CharField(max_length=LONGEST_NAME, blank=True, help_text="What the person calls the search.")
    since = models.DateTimeField(default=timezone.now, help_text="News begins here.")

    objects = FollowQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject="search", subject_id__isnull=True) & ~Q(query="") & ~Q(name="")
                | ~Q(subject__in=["search", ""]) & Q(subject_id__isnull=False, query="", name=""),
                name="follow_a_record_or_a_search",
                violation_error_message="Follow a record by its key, or a search by its words and a name.",
            ),
            models.UniqueConstraint(
                fields=["user", "subject", "subject_id"],
                condition=Q(subject_id__isnull=False),
                name="follow_a_record_once",
                violation_error_message="You follow this already.",
            ),
            models.UniqueConstraint(
                fields=["user", "query"],
                condition=~Q(query=""),
                name="follow_a_search_once",
                violation_error_message="You follow this search already.",
            ),
        ]

    def __str__(self):
        return self.name or f"{self.subject} {self.subject_id}"

    @property
    def is_search(self):
        return self.subject == self.SEARCH

    @property
    def thing(self):
        """The pair by which the rooms above know the record: kind and key."""
        return self.subject, self.subject_id


class Digest(models.TextChoices):
    OFF = "off", "No mail"
    DAILY = "daily", "Every morning when there is news"
    WEEKLY = "weekly", "On Monday morning when there is news"


class NewsSettingsQuerySet(models.QuerySet):
    def of(self, user):
        """A person's settings; where they have none yet, those to begin with, not saved."""
        return self.filter(user=user).first() or NewsSettings(user=user)


class NewsSettings(models.Model):
    """How a person wants their news, up to where they have read it, and up to where it was mailed.

    The marks are moments; “before” keeps the one that “Mark all as read” replaced, so that it can be undone.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="news_settings")
    read_until = models.DateTimeField(null=True, blank=True)
    read_until_before = models.DateTimeField(null=True, blank=True)
    can_undo = models.BooleanField(default=False)
    digest = models.CharField(max_length=6, choices=Digest, default=Digest.OFF)
    mailed_until = models.DateTimeField(
        null=True, blank=True, help_text="News up to here was mailed, or had no reader."
    )
    mailed_for = models.DateField(null=True, blank=True, help_text="The day or the Monday whose digest is done.")
    sent_at = models.DateTimeField("last sent", null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True, help_text="Why the last digest could not be delivered.")

    objects = NewsSettingsQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "news settings"
        constraints = [
            models.CheckConstraint(condition=Q(digest__in=Digest.values), name="news_settings_known_digest"),
            models.CheckConstraint(
                condition=Q(digest=Digest.OFF) | Q(mailed_until__isnull=False, mailed_for__isnull=False),
                name="news_settings_digest_begins_somewhere",
            ),
        ]

    def __str__(self):
        return f"News for {self.user_id}: {self.get_digest_display()}"

    @property
    def since(self):
        """The moment after which news is new: the mark, but never longer ago than news is kept."""
        oldest = timezone.now() - NEWS_KEPT
        return max(self.read_until or oldest, oldest)
