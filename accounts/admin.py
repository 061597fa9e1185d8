from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin

from accounts.admin_site import ReadOnlyAdmin
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

    def get_deleted_objects(self, users, request):
        """How a person wants their news goes with the person, though nobody may delete it alone."""
        deleted, counts, refused, protected = super().get_deleted_objects(users, request)
        return deleted, counts, refused - {NewsSettings._meta.verbose_name}, protected


@admin.register(NewsSettings)
class NewsSettingsAdmin(ReadOnlyAdmin):
    """Whose digest is due, sent or in trouble: to look at. What a person follows is their own affair and is not shown."""

    list_display = ("user", "digest", "mailed_for", "sent_at", "problem")
    list_filter = ("digest",)
    list_select_related = ("user",)
    search_fields = ("user__username", "user__email")
