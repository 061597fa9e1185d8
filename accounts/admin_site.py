"""The administration: a place for the secretariat, whichever of its roles a person has."""

from django.contrib import admin
from django.contrib.auth.forms import AuthenticationForm

from accounts.access import Audience, audience_of


class ReadOnlyAdmin(admin.ModelAdmin):
    """For records that are only looked at: nobody adds, changes or deletes one here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ConferenceAdminSite(admin.AdminSite):
    site_title = "UNTOC documents"
    site_header = "UNTOC documents: administration"
    index_title = "What stands in the record"
    site_url = "/en/"
    # Django's own form asks for “staff status” too.
    login_form = AuthenticationForm

    def has_permission(self, request):
        """A role is enough: nobody has to remember Django's separate “staff status” box."""
        return request.user.is_active and audience_of(request.user) >= Audience.SECRETARIAT
