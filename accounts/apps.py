from django.apps import AppConfig
from django.contrib.admin.apps import SimpleAdminConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = "Users and roles"


class ConferenceAdminConfig(SimpleAdminConfig):
    """Django's admin, opened to the secretariat's roles. Its parts are found where the addresses are (``untoc_review.urls``)."""

    default_site = "accounts.admin_site.ConferenceAdminSite"
