"""The history of a record in the administration: every change that the database's triggers kept, newest first."""

import pghistory.models
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse

from accounts.models import User

SHOWN_LENGTH = 400
MOST = 300


class HistoryAdmin(admin.ModelAdmin):
    """A ModelAdmin whose “History” shows what the triggers recorded: who, when, and each value before and after.

    Django's own log knows only what was done in the administration; this knows every write, bulk writes included.
    """

    def history_view(self, request, object_id, extra_context=None):
        record = self.get_object(request, object_id)
        if record is None:
            raise Http404
        if not self.has_view_permission(request, record):
            raise PermissionDenied
        events = pghistory.models.Events.objects.tracks(record).order_by("-pgh_created_at", "-pgh_id")[:MOST]
        context = {
            **self.admin_site.each_context(request),
            "title": f"History: {record}",
            "object": record,
            "opts": self.opts,
            "entries": _entries(list(events)),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/record_history.html", context)


def _entries(events):
    users = {event.pgh_context.get("user") for event in events if event.pgh_context}
    names = {user.pk: user.shown_name for user in User.objects.filter(pk__in=[key for key in users if key])}
    return [
        {
            "at": event.pgh_created_at,
            "what": {"insert": "entered", "update": "changed", "delete": "removed"}.get(
                event.pgh_label, event.pgh_label
            ),
            "by": _who(event.pgh_context or {}, names),
            "changes": [
                (field.replace("_", " "), _short(before), _short(after))
                for field, (before, after) in (event.pgh_diff or {}).items()
            ],
        }
        for event in events
    ]


def _who(context, names):
    return names.get(context.get("user")) or context.get("source") or "a process of the site"


def _short(value):
    text = "–" if value in (None, "") else str(value)
    return text if len(text) <= SHOWN_LENGTH else f"{text[:SHOWN_LENGTH]} …"
