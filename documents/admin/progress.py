"""Where files are on their way, as JSON: what ``static/js/progress.js`` asks for while somebody looks on."""

import re

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path, reverse

from documents.fates import fate_of
from documents.models import File, Stage

MOST_FILES = 500
RUNGS = list(Stage)


class ProgressPages:
    """Mixed into the ModelAdmin of files: ``progress.json?files=1,2,3``."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [path("progress.json", wrap(self.progress), name="documents_file_progress"), *super().get_urls()]

    def progress(self, request):
        """Where each of the files asked for is, in words; keys that no file has are left out. Three queries.

        Answers ``{"files": [...], "all_final": bool}``, each file as ``progress_of`` says it.
        """
        if not self.has_view_permission(request):
            raise PermissionDenied
        keys = [int(key) for key in re.findall(r"\b\d{1,12}\b", request.GET.get("files", "")[:8000])][:MOST_FILES]
        files = File.objects.filter(pk__in=keys).select_related("version__document")
        found = {
            file.pk: file for file in files.prefetch_related("version__document__symbols", "version__document__titles")
        }
        said = [progress_of(found[key]) for key in dict.fromkeys(keys) if key in found]
        answer = JsonResponse({"files": said, "all_final": all(each["is_final"] for each in said)})
        answer["Cache-Control"] = "no-store"
        return answer


def progress_of(file: File) -> dict:
    """What is said of one file: its fate in words, whether that is final, the rungs it has climbed, and where its desk is."""
    fate = fate_of(file)
    return {
        "file": file.pk,
        "name": file.name,
        "fate": str(fate),
        "outcome": fate.outcome.value,
        "is_final": fate.is_final,
        "needs_a_person": fate.needs_a_person,
        "stage": file.get_stage_display(),
        "climbed": RUNGS.index(file.stage) + 1,
        "rungs": len(RUNGS),
        "url": reverse("admin:documents_file_change", args=[file.pk]),
    }
