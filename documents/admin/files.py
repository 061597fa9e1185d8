"""Files: adding them, and the in-tray, where what the machine could not decide waits for a person."""

from django.contrib import admin, messages

from documents import in_tray
from documents.admin.adding import AddingPages
from documents.admin.desk import DeskPages
from documents.admin.in_tray import InTrayPages
from documents.admin.page_images import PageImages
from documents.admin.progress import ProgressPages
from documents.admin.queue_page import QueuePage
from documents.admin.search import SymbolSearch
from documents.ingest import ladder
from documents.models import File
from documents.tasks import ring
from provenance.history import HistoryAdmin


class WaitingFilter(admin.SimpleListFilter):
    title = "in-tray"
    parameter_name = "waiting"

    def lookups(self, request, model_admin):
        return [("yes", "waits for a person"), ("aside", "set aside"), ("moving", "being processed")]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return queryset.filter(pk__in=in_tray.waiting().values("pk"))
            case "aside":
                return queryset.exclude(set_aside_at=None)
            case "moving":
                return queryset.filter(problem="").exclude(stage="linked")
        return queryset


@admin.register(File)
class FileAdmin(AddingPages, InTrayPages, DeskPages, PageImages, ProgressPages, QueuePage, SymbolSearch, HistoryAdmin):
    list_display = ("name", "what_it_is", "language", "stage_words", "what_it_needs", "received_at")
    list_filter = (WaitingFilter, "stage", "language", "is_stand_in")
    list_select_related = ("version__document", "received_by")
    search_fields = ("name", "symbol_read", "title_read", "sha256")
    document_lookup = "version__document"
    change_list_template = "admin/documents/file/change_list.html"
    actions = ["retry_selected"]
    show_full_result_count = False

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("version__document__symbols", "version__document__titles")

    def has_delete_permission(self, request, obj=None):
        """Nothing that a person gave is thrown away here: a file is set aside, with a reason."""
        return False

    @admin.display(description="document")
    def what_it_is(self, file):
        return str(file.version) if file.version_id else file.symbol_read or file.title_read[:80] or "not known yet"

    @admin.display(description="stage")
    def stage_words(self, file):
        if file.problem:
            return "problem"
        return "waiting for OCR" if file.waits_for_recognition else file.get_stage_display()

    @admin.display(description="what it needs")
    def what_it_needs(self, file):
        if file.set_aside_at:
            return f"set aside: {file.set_aside_reason}"
        return file.problem or ("" if file.version_id else file.waiting_for)

    @admin.action(description="Try the selected files again", permissions=["change"])
    def retry_selected(self, request, queryset):
        for file in queryset:
            ladder.retry(file)
            ring(file)
        self.message_user(request, f"{queryset.count()} files are being read again.", messages.SUCCESS)
