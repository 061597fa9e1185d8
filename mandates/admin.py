from django.contrib import admin

from mandates.models import Addressee, Mandate, MandateDocument, MandateLink, PlannedDocument, RegisterEntry, Response
from provenance.history import HistoryAdmin


class AddresseeInline(admin.TabularInline):
    model = Addressee
    extra = 0
    fields = ("words", "body", "position")
    autocomplete_fields = ("body",)


class ResponseInline(admin.TabularInline):
    model = Response
    extra = 0
    fields = ("meeting", "document", "symbol", "made_available_to", "is_confirmed", "position")
    autocomplete_fields = ("meeting", "document", "made_available_to")


class DocumentInline(admin.TabularInline):
    model = MandateDocument
    extra = 0
    autocomplete_fields = ("document",)


class LinkInline(admin.TabularInline):
    model = MandateLink
    fk_name = "mandate"
    extra = 0
    autocomplete_fields = ("to_mandate", "to_act")


@admin.register(Mandate)
class MandateAdmin(HistoryAdmin):
    list_display = ("citation", "verb", "addressee_words", "action", "deliverable", "review")
    list_display_links = ("citation", "action")
    list_filter = ("review", "deliverable", "is_recurring", "act__kind")
    search_fields = ("action", "=act__number", "addressees__words", "paragraph_as_printed", "act__titles__text")
    search_help_text = "Words of the action or addressee, or an act's number such as 7/1."
    autocomplete_fields = ("act", "paragraph", "due_session", "creates_body")
    inlines = [AddresseeInline, ResponseInline, DocumentInline, LinkInline]
    fieldsets = (
        (None, {"fields": (("act", "number"), ("paragraph", "paragraph_as_printed"), "verb", "action", "deliverable")}),
        ("Terms", {"fields": ("least_number", "participants", "purpose", "services", "resources", "context")}),
        ("Deadline", {"fields": ("due_session", "due_date", "due_words", "is_recurring")}),
        ("Standing", {"fields": ("review", "status", "creates_body", "note")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("act__body").prefetch_related("addressees")


@admin.register(Response)
class ResponseAdmin(HistoryAdmin):
    list_display = ("__str__", "mandate", "made_available_to", "is_confirmed")
    list_filter = ("is_confirmed",)
    search_fields = ("symbol", "document__symbols__search_key", "mandate__action")
    autocomplete_fields = ("mandate", "meeting", "document", "made_available_to")

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("mandate__act__body", "meeting", "document", "made_available_to")
            .prefetch_related(
                "meeting__seats__body", "document__symbols", "document__titles", "made_available_to__seats__body"
            )
        )


@admin.register(RegisterEntry)
class RegisterEntryAdmin(admin.ModelAdmin):
    """Which record of the register is which record here, to look at."""

    list_display = ("record", "subject", "subject_id", "loaded_at")
    search_fields = ("record",)

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(PlannedDocument)
class PlannedDocumentAdmin(HistoryAdmin):
    """Who changed what; the work itself is done on the planning board."""

    list_display = ("title", "session", "kind", "state", "owner")
    list_filter = ("state", "kind")
    search_fields = ("title", "document__symbols__search_key")
    autocomplete_fields = ("session", "document", "agenda_item", "mandate", "owner")

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("owner").prefetch_related("session__seats__body")
