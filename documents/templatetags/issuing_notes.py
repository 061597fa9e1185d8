"""What the first page of the administration says of issues that did not come about and translations that are late."""

from django import template
from django.utils import timezone

from documents.models import LanguageVersion

register = template.Library()


@register.simple_tag
def versions_to_be_seen_to():
    """How many versions were not issued in time, and how many translations are late: a dict of two counts."""
    return {
        "not_issued": LanguageVersion.objects.not_issued_in_time().count(),
        "late": LanguageVersion.objects.late(timezone.localdate()).count(),
    }
