"""Answers Django's permission questions from the roles."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.models import Permission


class RoleBackend(BaseBackend):
    """Answers Django's permission questions from a user's roles; it never authenticates anybody."""

    def get_group_permissions(self, user_obj, obj=None):
        if not user_obj.is_active or user_obj.is_anonymous or obj is not None:
            return set()
        if not hasattr(user_obj, "_role_permissions"):
            roles = user_obj.roles
            known = Permission.objects.values_list("content_type__app_label", "codename") if roles else ()
            user_obj._role_permissions = {
                f"{app}.{codename}" for app, codename in known if any(role.allows(app, codename) for role in roles)
            }
        return user_obj._role_permissions

    def has_module_perms(self, user_obj, app_label):
        """Whether the roles bring any permission of an app: then the administration lists it."""
        return any(permission.startswith(f"{app_label}.") for permission in self.get_group_permissions(user_obj))
