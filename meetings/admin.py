from django.contrib import admin
from django.db import models

from meetings.models import AgendaItem, Body, BodyName, Meeting, MeetingBody
from provenance.history import HistoryAdmin


class BodyNameInline(admin.TabularInline):
    model = BodyName
    extra = 0


@admin.register(Body)
class BodyAdmin(HistoryAdmin):
    list_display = ("name", "series", "kind", "parent", "is_external")
    list_filter = ("is_external", "kind")
    list_select_related = ("parent",)
    search_fields = ("name", "short_name", "series", "slug", "names__name")
    autocomplete_fields = ("parent",)
    inlines = [BodyNameInline]


class MeetingBodyInline(admin.TabularInline):
    model = MeetingBody
    extra = 0
    min_num = 1
    autocomplete_fields = ("body",)


class AgendaItemInline(admin.TabularInline):
    model = AgendaItem
    extra = 0
    fields = ("number", "title")


@admin.register(Meeting)
class MeetingAdmin(HistoryAdmin):
    list_display = ("__str__", "kind", "place", "dates", "status")
    list_filter = ("kind", "status", "bodies")
    date_hierarchy = "start"
    search_fields = (
        "topic",
        "place",
        "bodies__name",
        "bodies__short_name",
        "bodies__series",
        "=seats__ordinal",
        "note",
    )
    search_help_text = "Body, topic, place, or an ordinal such as 8."
    autocomplete_fields = ("during_session", "held_after")
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    inlines = [MeetingBodyInline, AgendaItemInline]
    fieldsets = (
        (None, {"fields": ("kind", "topic", "status", "audience")}),
        ("When and where", {"fields": (("start", "end", "date_precision"), "is_tentative", "place", "format")}),
        ("Beside other meetings", {"fields": ("during_session", "held_after")}),
        ("More", {"fields": ("president", "attendance", "web_page", "contact", "note"), "classes": ("collapse",)}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).with_bodies()


@admin.register(AgendaItem)
class AgendaItemAdmin(HistoryAdmin):
    list_display = ("number", "title", "meeting")
    search_fields = ("number", "title", "meeting__bodies__name", "=meeting__seats__ordinal")
    autocomplete_fields = ("meeting",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("meeting").prefetch_related("meeting__seats__body")
