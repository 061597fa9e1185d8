"""The page of the queues: what waits where, who works on it, what stopped; and ringing again for what stands still."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone

from documents import queues, tasks
from documents.in_tray import UNREADABLE
from documents.models import File
from documents.standing import standing

MOST_AT_ONCE = 1000  # files with a problem that are tried again at one click
AWAY = "The queue’s server is away: nobody could be asked. What waits will be read when it is back; nothing is lost."


class QueuePage:
    """Mixed into the ModelAdmin of files: ``queues/`` and ``queues/try-again/``."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("queues/", wrap(self.queues), name="documents_file_queues"),
            path("queues/try-again/", wrap(self.try_again), name="documents_file_try_again"),
            *super().get_urls(),
        ]

    def queues(self, request):
        """How the work stands; with POST, ring for everything that stands still."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method == "POST":
            if not self.has_change_permission(request):
                raise PermissionDenied
            self._ring_again(request)
            return redirect("admin:documents_file_queues")
        context = {
            **self.admin_site.each_context(request),
            "title": "Queues",
            "opts": self.opts,
            "standing": standing(),
            "may_change": self.has_change_permission(request),
        }
        answer = TemplateResponse(request, "admin/documents/file/queues.html", context)
        answer["Cache-Control"] = "no-store"
        return answer

    def try_again(self, request):
        """Ask whether every file with a problem is to be tried again; with POST, do it, the oldest first."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        count = File.objects.filter(UNREADABLE).count()
        if request.method == "POST":
            self._try_all_again(request)
            return redirect("admin:documents_file_queues")
        context = {
            **self.admin_site.each_context(request),
            "title": "Try all unreadable files again?",
            "opts": self.opts,
            "count": count,
            "at_once": min(count, MOST_AT_ONCE),
        }
        return TemplateResponse(request, "admin/documents/file/try_again.html", context)

    def _ring_again(self, request):
        if queues.lengths() is None:
            self.message_user(request, AWAY, messages.WARNING)
            return
        rung = tasks.sweep_stalled()
        if rung:
            self.message_user(request, f"Rung again for {_files(rung)} that stood still.", messages.SUCCESS)
        else:
            self.message_user(
                request,
                "Nothing had to be rung for: no file stands still whose queue is empty. What waits, waits for its turn.",
                messages.INFO,
            )

    def _try_all_again(self, request):
        """Put files with a problem up the ladder again, whole or not at all, and ring for them."""
        files = list(File.objects.filter(UNREADABLE).order_by("moved_at", "pk")[:MOST_AT_ONCE])
        if not files:
            self.message_user(request, "No file stands with a problem any more.", messages.INFO)
            return
        keys = [file.pk for file in files]
        File.objects.filter(UNREADABLE, pk__in=keys).update(problem="", tries=0, moved_at=timezone.now())
        left = File.objects.filter(UNREADABLE).count()
        more = f" {_files(left)} more stand with a problem: do it once more for them." if left else ""
        if tasks.ring_now(files):
            self.message_user(request, f"{_files(len(files))} will be tried again.{more}", messages.SUCCESS)
        else:
            self.message_user(
                request,
                f"The queue is away: {_files(len(files))} will be tried again when it is back.{more}",
                messages.WARNING,
            )


def _files(count):
    return f"{count:,} file" if count == 1 else f"{count:,} files"
