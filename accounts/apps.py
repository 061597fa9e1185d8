from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Users and roles"


class ConferenceAdminConfig(AdminConfig):
    """Django's admin, opened to the secretariat's roles."""

    default_site = "accounts.admin_site.ConferenceAdminSite"
