from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from accounts.access import Audience
from mandates import standing
from mandates.models import (
    Addressee,
    Finding,
    Mandate,
    MandateDocument,
    MandateLink,
    PlannedDocument,
    RegisterEntry,
    Response,
)
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
        ("Standing", {"fields": ("review", "how_it_stands", "creates_body", "note")}),
    )
    readonly_fields = ("how_it_stands",)

    @admin.display(description="status")
    def how_it_stands(self, mandate):
        """The status by the evidence, or as stated; with the way to the form in which a person states it."""
        if mandate.pk is None:
            return "reckoned when the mandate is saved"
        shown = Mandate.objects.with_outcome(Audience.SECRETARIAT).get(pk=mandate.pk).outcome
        address = reverse("state_status", args=[mandate.pk])
        return format_html('{}: {} (<a href="{}">state it by hand</a>)', shown.word, shown.sentence, address)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        standing.refresh([form.instance.pk])

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("act__body").prefetch_related("addressees")


@admin.register(Response)
class ResponseAdmin(HistoryAdmin):
    list_display = ("__str__", "mandate", "made_available_to", "is_confirmed")
    list_filter = ("is_confirmed",)
    search_fields = ("symbol", "document__symbols__search_key", "mandate__action")
    autocomplete_fields = ("mandate", "meeting", "document", "made_available_to")

    def save_model(self, request, obj, form, change):
        before = Response.objects.filter(pk=obj.pk).values_list("mandate", flat=True)
        touched = {*before, obj.mandate_id}
        super().save_model(request, obj, form, change)
        standing.refresh(touched)

    def delete_model(self, request, obj):
        mandate = obj.mandate_id
        super().delete_model(request, obj)
        standing.refresh([mandate])

    def delete_queryset(self, request, queryset):
        mandates = list(queryset.values_list("mandate", flat=True))
        super().delete_queryset(request, queryset)
        standing.refresh(mandates)

    def get_queryset(self, request):
        return (
            super()
            .get_queryset(request)
            .select_related("mandate__act__body", "meeting", "document", "made_available_to")
            .prefetch_related(
                "meeting__seats__body", "document__symbols", "document__titles", "made_available_to__seats__body"
            )
        )


@admin.register(Finding)
class FindingAdmin(HistoryAdmin):
    """What the gap radar found, with its history, to look at; it is closed on the radar's page."""

    list_display = ("sentence", "part", "kind", "body", "year", "found_at", "closed_at", "cleared_at")
    list_filter = ("part", "kind", "body")
    search_fields = ("sentence", "symbol", "key")
    list_select_related = ("body",)
    show_full_result_count = False

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


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
