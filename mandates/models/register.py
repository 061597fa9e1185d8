"""Which record of the register became which record here."""

from django.db import models


class RegisterEntry(models.Model):
    """Which record of the register became which record here, and the hash of its line: a second run skips what is the same."""

    record = models.CharField(max_length=120, primary_key=True)
    subject = models.CharField(max_length=80, blank=True)
    subject_id = models.BigIntegerField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "register entries"

    def __str__(self):
        return self.record
