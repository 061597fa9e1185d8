"""The templates in use: those that come with the site, and those that staff put in their place. Older ones are kept."""

from pathlib import Path

from django.db import transaction

from accounts.access import Audience
from accounts.actions import NotPossible
from accounts.models import User
from mandates.drafting.checking import check
from mandates.drafting.word_file import NotAWordFile
from mandates.models import DraftKind, DraftTemplate

DEFAULTS = Path(__file__).resolve().parent / "templates"
LONGEST_NAME = 200


def default(kind) -> bytes:
    """The template of a kind that comes with the site."""
    return (DEFAULTS / f"{DraftKind(kind).value}.docx").read_bytes()


def current(kind) -> tuple[DraftTemplate | None, bytes]:
    """The template in use for a kind: (the one that staff put in place, its bytes), or (None, the default's). One query."""
    own = DraftTemplate.objects.visible_to(Audience.SECRETARIAT).filter(kind=kind, is_current=True).first()
    return (own, bytes(own.content)) if own else (None, default(kind))


@transaction.atomic
def put_in_place(*, kind, name: str, content: bytes, by: User) -> DraftTemplate:
    """Use a Word file as the template of a kind from now on; the one before is kept.

    Raises NotPossible, with a sentence, when the file can't be used: it must be a Word file without macros and outside parts,
    of at most 5 MB, whose placeholders are all known, and filling it on trial must succeed.
    """
    if kind not in DraftKind.values:
        raise NotPossible("Choose which draft the template is for.")
    try:
        check(kind, content)
    except NotAWordFile as error:
        raise NotPossible(str(error)) from error
    _let_go(kind)
    name = " ".join(name.replace("\0", " ").split())[-LONGEST_NAME:] or "template.docx"
    return DraftTemplate.objects.create(kind=kind, name=name, content=content, by=by)


@transaction.atomic
def use_again(template: DraftTemplate, *, by: User) -> DraftTemplate:
    """Put an older template back in place. Raises NotPossible when it does not fit what drafts hold today."""
    template = DraftTemplate.objects.select_for_update().get(pk=template.pk)
    if template.is_current:
        return template
    try:
        check(template.kind, bytes(template.content))
    except NotAWordFile as error:
        raise NotPossible(f"This template can no longer be used. {error}") from error
    _let_go(template.kind)
    template.is_current = True
    template.save(update_fields=["is_current"])
    return template


@transaction.atomic
def back_to_default(*, kind, by: User):
    """Use the template that comes with the site again; the one before is kept. Doing so twice changes nothing."""
    if kind not in DraftKind.values:
        raise NotPossible("Choose which draft the template is for.")
    _let_go(kind)


def _let_go(kind):
    for template in DraftTemplate.objects.select_for_update().filter(kind=kind, is_current=True):
        template.is_current = False
        template.save(update_fields=["is_current"])
