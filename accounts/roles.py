"""The five roles. A role is a group that the first migration makes; what it may do is said here, in code, and nowhere else.

So a new model or permission needs no data migration, and a role can't drift from one installation to the next.
An administrator may still give a person or another group single permissions in the usual way.
"""

from dataclasses import dataclass

from accounts.access import Audience

RECORD = frozenset({"documents", "meetings", "mandates", "provenance"})


@dataclass(frozen=True)
class Role:
    """name: the group's; audience: whose papers it reads; verbs by app: what Django permissions it brings."""

    name: str
    audience: Audience
    verbs: frozenset = frozenset()
    apps: frozenset = RECORD
    custom: frozenset = frozenset()

    def allows(self, app, codename):
        """True when the role brings the permission ``app.codename`` (Django's form: ``documents.change_act``)."""
        return (app in self.apps and codename.split("_")[0] in self.verbs) or codename in self.custom


EDIT = frozenset({"view", "add", "change"})
ROLES = {
    role.name: role
    for role in (
        Role("reader", Audience.PUBLIC),
        Role("delegate", Audience.DELEGATES),
        Role("editor", Audience.SECRETARIAT, EDIT),
        Role("publisher", Audience.SECRETARIAT, EDIT, custom=frozenset({"issue_languageversion"})),
        Role(
            "administrator",
            Audience.SECRETARIAT,
            EDIT | {"delete"},
            apps=RECORD | {"accounts", "auth"},
            custom=frozenset({"issue_languageversion"}),
        ),
    )
}
