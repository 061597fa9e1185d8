"""Complete years, with their history; they are declared on the desk's page, and may be entered here too."""

from django.contrib import admin

from documents.models import Completeness
from provenance.history import HistoryAdmin


@admin.register(Completeness)
class CompletenessAdmin(HistoryAdmin):
    list_display = ("body", "year", "by", "at", "note")
    list_filter = ("body",)
    search_fields = ("=year", "body__name", "note")
    list_select_related = ("body", "by")
    autocomplete_fields = ("body",)
    fields = ("body", "year", "note")

    def save_model(self, request, obj, form, change):
        """Whoever enters it declares it."""
        if not change:
            obj.by = request.user
        super().save_model(request, obj, form, change)
