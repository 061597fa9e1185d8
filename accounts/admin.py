from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin

from accounts.models import NewsSettings, User


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    list_display = ("username", "shown_name", "email", "role_names", "is_active", "last_login")
    list_filter = ("groups", "is_active")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description="roles")
    def role_names(self, user):
        return ", ".join(group.name for group in user.groups.all()) or "–"


@admin.register(NewsSettings)
class NewsSettingsAdmin(admin.ModelAdmin):
    """Whose digest is due, sent or in trouble: to look at. What a person follows is their own affair and is not shown."""

    list_display = ("user", "digest", "mailed_for", "sent_at", "problem")
    list_filter = ("digest",)
    list_select_related = ("user",)
    search_fields = ("user__username", "user__email")

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
