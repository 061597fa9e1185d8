"""Delivery: what one person or one command brought at once. Refusal: what of it was not taken in, and why."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone


class Delivery(models.Model):
    """What came at once: sixty files dropped on a page, an archive, a folder. Its receptions and refusals tell of each."""

    key = models.UUIDField(
        unique=True, default=uuid.uuid4, editable=False, help_text="By which files sent one by one are told to belong."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    way = models.CharField(max_length=40, help_text="How it came: administration, folder import, watched folder.")
    name = models.CharField(max_length=400, blank=True, help_text="What it is called: a folder, an archive.")

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "deliveries"
        indexes = [models.Index(fields=["-at", "-id"], name="delivery_newest_first")]

    def __str__(self):
        return f"{self.name or 'Files'}, {timezone.localtime(self.at):%-d %B %Y, %H:%M}"


class Refusal(models.Model):
    """Something of a delivery that was not taken in: an empty file, one over the limit, a damaged member of an archive."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="refusals")
    name = models.CharField(max_length=400)
    at = models.DateTimeField(default=timezone.now)
    reason = models.TextField(help_text="Why it was not taken in and what to do, in words.")

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.name}: {self.reason}"
