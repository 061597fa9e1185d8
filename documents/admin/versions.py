"""Language versions: their files, and issuing and withdrawing them."""

from itertools import groupby

from django.contrib import admin, messages
from django.utils import timezone
from django.utils.formats import date_format

from documents import actions, issuing
from documents.admin.issuing import VersionSteps, language_rows, moment_in_words
from documents.admin.search import SymbolSearch
from documents.models import File, LanguageVersion
from provenance.history import HistoryAdmin


class FileInline(admin.TabularInline):
    """The version's files, the current one and those it replaced. They are added with “Add files”."""

    model = File
    extra = 0
    fields = readonly_fields = ("name", "is_current", "size", "media_type", "page_count", "stage", "problem")
    show_change_link = True
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


class ToBeSeenTo(admin.SimpleListFilter):
    """What the clock or a due date has come to: what a person should look at, or will have issued."""

    title = "issue and translation"
    parameter_name = "seen_to"

    def lookups(self, request, model_admin):
        return [
            ("not-issued", "not issued in time"),
            ("time-set", "a time is set for the issue"),
            ("late", "translation is late"),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "not-issued":
                return queryset.not_issued_in_time()
            case "time-set":
                return queryset.exclude(issue_at=None)
            case "late":
                return queryset.late(timezone.localdate())
        return queryset


@admin.register(LanguageVersion)
class LanguageVersionAdmin(SymbolSearch, VersionSteps, HistoryAdmin):
    list_display = ("document", "language", "status", "when_and_why", "job_line", "issued_at", "issued_by")
    list_filter = (ToBeSeenTo, "status", "language")
    search_fields = ("job_number",)
    document_lookup = "document"
    autocomplete_fields = ("document",)
    readonly_fields = (
        "status",
        "issue_at",
        "issue_by",
        "issue_to",
        "not_issued_because",
        "reissued_at",
        "reissued_by",
        "issued_at",
        "issued_by",
        "withdrawn_at",
        "withdrawn_by",
        "withdrawn_reason",
    )
    inlines = [FileInline]
    actions = ["issue_selected", "seen_selected"]
    change_form_template = "admin/documents/languageversion/change_form.html"
    show_full_result_count = False

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("document", "issued_by")
            .prefetch_related("document__symbols", "document__titles")
        )

    def has_issue_permission(self, request):
        return request.user.has_perm("documents.issue_languageversion")

    @admin.display(description="to be seen to")
    def when_and_why(self, version):
        """What is to come of it, or did not come: the time set, why it was not issued, when it is due."""
        if version.not_issued_because:
            return version.not_issued_because
        if version.issue_at:
            return f"to be issued on {moment_in_words(version.issue_at)}"
        if version.due_on:
            late = " (late)" if version.is_late else ""
            return f"due on {date_format(version.due_on, 'j F Y')}{late}"
        return ""

    @admin.action(description="Issue the selected language versions", permissions=["issue"])
    def issue_selected(self, request, queryset):
        """The languages of each document at the same moment, or none of them."""
        issued = 0
        chosen = queryset.order_by("document", "language")
        for _document, versions in groupby(chosen, key=lambda version: version.document_id):
            try:
                issued += len(issuing.issue_together(list(versions), by=request.user))
            except actions.NotPossible as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        if issued:
            self.message_user(request, f"{issued} {'version' if issued == 1 else 'versions'} issued.", messages.SUCCESS)

    @admin.action(description="Seen: take the selected out of “not issued in time”", permissions=["issue"])
    def seen_selected(self, request, queryset):
        """The notes of the selected versions were seen."""
        seen = [issuing.note_was_seen(version, by=request.user) for version in queryset.not_issued_in_time()]
        notes = "note was" if len(seen) == 1 else "notes were"
        self.message_user(request, f"{len(seen)} {notes} seen.", messages.SUCCESS)

    def render_change_form(self, request, context, *args, obj=None, **kwargs):
        """The record, and above it its status with what can be done."""
        context["languages"] = language_rows(obj.document, request.user, only=obj) if obj else []
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)
