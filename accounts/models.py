"""People: who signs in, and through their roles what they may see and do."""

from django.contrib.auth.models import AbstractUser
from django.utils.functional import cached_property

from accounts.roles import ROLES


class User(AbstractUser):
    """A person. The roles are groups: reader, delegate, editor, publisher, administrator (``accounts.roles``)."""

    @cached_property
    def roles(self):
        """The person's roles, as a list of ``accounts.roles.Role``; one query, then remembered."""
        return [ROLES[name] for name in self.groups.values_list("name", flat=True) if name in ROLES]

    @property
    def shown_name(self):
        """The name to sign an act with: full name where there is one."""
        return self.get_full_name() or self.username
