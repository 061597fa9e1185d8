from django.contrib import admin

from accounts.admin_site import ReadOnlyAdmin
from provenance.history import HistoryAdmin
from provenance.models import Change, Evidence


@admin.register(Evidence)
class EvidenceAdmin(HistoryAdmin):
    """Every statement, for looking up; a person enters evidence by correcting the record itself."""

    list_display = ("subject", "subject_id", "field", "short_value", "chosen", "origin", "short_source", "confirmed_by")
    list_filter = ("origin", "chosen", "subject")
    search_fields = ("value", "source", "record", "quote")
    list_select_related = ("confirmed_by",)
    show_full_result_count = False
    autocomplete_fields = ("confirmed_by",)

    def has_add_permission(self, request):
        return False

    @admin.display(description="value")
    def short_value(self, evidence):
        return evidence.value[:80]

    @admin.display(description="source")
    def short_source(self, evidence):
        return evidence.source[:60]


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin):
    """The change table, to look at."""

    list_display = ("at", "subject", "subject_id", "kind")
    list_filter = ("subject", "kind")
    show_full_result_count = False
    date_hierarchy = "at"
