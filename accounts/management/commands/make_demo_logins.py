"""Sign-ins for a demonstration: one person for each role, with random passwords."""

import json
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
        "Make one sign-in for each role with a random password, and print them; the same ones as long as nobody changes "
        "them. Only in demonstration mode (DEMO=yes)."
    )

    def handle(self, **options):
        if not settings.DEMO:
            raise CommandError("Demonstration sign-ins are made only when DEMO is yes.")
        kept = self._kept()
        for role, (username, first, last) in PEOPLE.items():
            user, _ = User.objects.get_or_create(
                username=username, defaults={"first_name": first, "last_name": f"{last} (demonstration)"}
            )
            password, stored = kept.get(username, ("", ""))
            if not password or stored != user.password:
                password = "-".join(secrets.token_hex(2) for _ in range(3))
                user.set_password(password)
                user.save()
            user.groups.set(Group.objects.filter(name=role, name__in=ROLES))
            kept[username] = (password, user.password)
            self.stdout.write(f"{username}  {password}  ({role})")
        self._keep(kept)

    def _kept(self):
        """What was printed last time: name → (password, what the database then held of it). Empty when there is nothing."""
        try:
            return json.loads(settings.DEMO_LOGINS.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}

    def _keep(self, logins):
        """For this machine's user alone, as the other secrets beside it."""
        settings.DEMO_LOGINS.parent.mkdir(parents=True, exist_ok=True)
        settings.DEMO_LOGINS.touch(mode=0o600)
        settings.DEMO_LOGINS.write_text(json.dumps(logins), encoding="utf-8")
