"""Sign-ins for a demonstration: one person for each role, with random passwords."""

import secrets

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from accounts.roles import ROLES

PEOPLE = {
    "delegate": ("demo-delegate", "Dana", "Delegate"),
    "editor": ("demo-editor", "Edda", "Editor"),
    "publisher": ("demo-publisher", "Pavel", "Publisher"),
    "administrator": ("demo-administrator", "Ada", "Administrator"),
}


class Command(BaseCommand):
    help = (
        "Make one sign-in for each role with a random password, and print them. Only in demonstration mode (DEMO=yes)."
    )

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Demonstration sign-ins are made only when DEMO is yes.")
        for role, (username, first, last) in PEOPLE.items():
            user, _ = User.objects.get_or_create(
                username=username, defaults={"first_name": first, "last_name": f"{last} (demonstration)"}
            )
            password = "-".join(secrets.token_hex(2) for _ in range(3))
            user.set_password(password)
            user.save()
            user.groups.set(Group.objects.filter(name=role, name__in=ROLES))
            self.stdout.write(f"{username}  {password}  ({role})")
