"""What people do with proposals: confirm, correct, split, merge, dismiss, and take each back. Atomic, signed, in words.

Whoever works on an act's proposals does so one after the other (the act's row is locked): of two people who decide on the
same one at once the second is told who decided, and nothing of the first is lost.
"""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Max
from django.utils import timezone

from accounts.actions import NotPossible
from documents.models import Act, Paragraph
from mandates.models import Addressee, Mandate, MandateLink, Review
from mandates.proposing import renewals
from mandates.proposing.matching import Known, match
from mandates.proposing.naming import names_of_record
from mandates.proposing.reading import MANDATE, Proposed, proposals_in, text_to_read
from mandates.proposing.writing import MACHINES, apply, digest_of, lock, read_about
from mandates.standing import at_once
from provenance.models import Evidence, Origin

REVIEW = "review"
SPLIT, MERGED = "split", "merged"
MOST_PARTS = 20
# The fields that a person can say, by the name under which evidence tells of them.
FIELDS = {
    "paragraph_as_printed": "paragraph",
    "verb": "verb",
    "action": "action",
    "deliverable": "deliverable",
    "least_number": "least number",
    "due_session": "due session",
    "due_date": "due date",
    "due_words": "deadline",
    "is_recurring": "recurring",
    "resources": "resources",
    "purpose": "purpose",
    "participants": "participants",
    "services": "services",
    "creates_body": "creates body",
    "note": "note",
}
ADDRESSEE = "addressee"
# What no machine reads: it goes again with the word of the person who said it.
SAID_BY_NOBODY_ELSE = ("purpose", "participants", "services", "creates_body", "note")


def version_of(mandate: Mandate) -> str:
    """What a proposal says, as a short hash: a form carries it along, so that nobody decides on words they did not see."""
    return digest_of(mandate, [(each.words, each.body_id) for each in mandate.addressees.all()])[:16]


@at_once
def confirm(mandate: Mandate, *, by, seen: str = "") -> Mandate:
    """Confirm a proposal as it stands: from now on it is a fact of the record, and its evidence is signed.

    seen: ``version_of`` what the person looked at. Raises NotPossible where somebody else decided, or it reads otherwise now.
    """
    mandate = _waiting(mandate, seen)
    _confirm([mandate], by)
    return mandate


@at_once
def confirm_all(act: Act, *, by, among: Iterable[int] | None = None) -> list[Mandate]:
    """Confirm all proposals of an act that wait; with ``among``, those of them with these keys: what the person saw.

    Raises NotPossible when there is none left.
    """
    lock([act.pk]).get()
    waiting = act.mandates.filter(review=Review.PROPOSED).select_for_update().order_by("number")
    if among is not None:
        waiting = waiting.filter(pk__in=list(among))
    waiting = list(waiting)
    if not waiting:
        raise NotPossible(f"Nothing of {act} waits any more: somebody else was quicker.")
    _confirm(waiting, by)
    return waiting


@at_once
def correct(mandate: Mandate, *, by, seen: str = "", addressees: Sequence[tuple] | None = None, **values) -> Mandate:
    """Confirm a proposal with what a person says instead of what was read.

    values: fields of ``FIELDS``. addressees: (words, Body or None), in order; None leaves them as they are. What was read
    stays beside it as evidence. Raises NotPossible as ``confirm`` does, and for an empty action.
    """
    mandate = _waiting(mandate, seen)
    _say_fields(mandate, values, addressees, by)
    _confirm([mandate], by)
    return mandate


@at_once
def split(mandate: Mandate, *, into: Sequence[Mapping], by, seen: str = "") -> list[Mandate]:
    """Make several proposals of one. They wait for a person's word like any other; the one that was split is set aside.

    into: for each part its fields, as ``correct`` takes them, with ``addressees`` among them where they differ; what a part
    does not say it has from the whole. Raises NotPossible for fewer than two parts, or an empty or repeated action.
    """
    mandate = _waiting(mandate, seen)
    actions = [" ".join(str(part.get("action", "")).split()) for part in into]
    if len(actions) < 2 or not all(actions):
        raise NotPossible("Write what each part asks: there must be at least two parts.")
    if len(actions) > MOST_PARTS:
        raise NotPossible(f"Split it into at most {MOST_PARTS} parts.")
    if len(set(actions)) < len(actions):
        raise NotPossible("Two parts ask the same. Write each thing once.")
    number = mandate.act.mandates.aggregate(last=Max("number"))["last"]
    parts = []
    for at, given in enumerate(into, start=1):
        part = Mandate.objects.get(pk=mandate.pk)
        part.pk, part._state.adding = None, True
        part.number, part.proposal, part.as_proposed, part.split_from = number + at, "", "", mandate
        part.save()
        Addressee.objects.bulk_create(
            Addressee(mandate=part, words=each.words, body_id=each.body_id, position=each.position)
            for each in mandate.addressees.all()
        )
        _copy_evidence(mandate, part)
        given = dict(given)
        _say_fields(part, given, given.pop("addressees", None), by)
        parts.append(part)
    _set_aside(mandate, f"Split into {len(parts)}.", by, SPLIT)
    return parts


@at_once
def merge(mandates: Sequence[Mandate], *, into: Mandate, by, action: str = "", seen: Mapping[int, str] | None = None):
    """Say that several proposals of an act are one thing: that of ``into``, a proposal or a mandate of the same act.

    mandates: the proposals that are merged into it. action: what it asks, in a person's words; a mandate that is confirmed
    keeps its own. Addressees are brought together. Returns the mandate that stays. Raises NotPossible across acts, for
    itself, and where something was decided meanwhile.
    """
    others = [each for each in mandates if each.pk != into.pk]
    if not others:
        raise NotPossible("Choose at least one other proposal to merge with it.")
    if any(each.act_id != into.act_id for each in others):
        raise NotPossible("Only proposals of one act can be merged.")
    lock([into.act_id]).get()
    seen = seen or {}
    kept = _locked(into)
    if kept.review == Review.DISMISSED:
        raise NotPossible(f"{_told(kept)} Choose one that stands.")
    others = [_waiting(each, seen.get(each.pk, "")) for each in others]
    _bring_paragraph(kept, others, by)
    if kept.review == Review.PROPOSED:
        _refuse_unless_seen(kept, seen.get(kept.pk, ""))
        whom = {each.words: each.body for each in kept.addressees.all()}
        for other in others:
            for each in other.addressees.all():
                whom.setdefault(each.words, each.body)
        _say_fields(kept, {"action": action} if action.strip() else {}, list(whom.items()), by)
    for other in others:
        _copy_evidence(other, kept, chosen=False)
        _set_aside(other, f"Merged into {kept.number}.", by, MERGED, merged_into=kept)
    return kept


@at_once
def dismiss(mandate: Mandate, *, because: str, by, seen: str = "") -> Mandate:
    """Say that a proposal is none, and why. It is not proposed again, and can be taken up again. Raises NotPossible."""
    because = " ".join(because.split())
    if not because:
        raise NotPossible("Say why it is dismissed.")
    mandate = _waiting(mandate, seen)
    _set_aside(mandate, because[:500], by, "dismissed")
    return mandate


@at_once
def restore_all(mandates: Sequence[Mandate], *, by) -> list[Mandate]:
    """Take back what was decided on several proposals of one act, as ``restore`` does for each: all of them, or none."""
    text = _Text(mandates[0].act)
    return [restore(mandate, by=by, text=text) for mandate in mandates]


@at_once
def restore(mandate: Mandate, *, by, text: "_Text | None" = None) -> Mandate:
    """Take back what was decided on a proposal: it waits again, saying what is read in the text now.

    One that was split takes the place of its parts, one that was merged stands for itself. What a person had said is kept
    as evidence that is not used. Raises NotPossible where it waits already, or rests on what was decided since.
    """
    lock([mandate.act_id]).get()
    mandate = _locked(mandate)
    if mandate.review == Review.PROPOSED:
        raise NotPossible("It waits for a person already: there is nothing to undo.")
    if not mandate.proposal and not mandate.split_from_id:
        raise NotPossible("It was entered, not proposed. Change it in the administration.")
    if mandate.split_from_id and mandate.split_from.review != Review.DISMISSED:
        raise NotPossible("It is part of a proposal that stands whole again.")
    if mandate.review == Review.CONFIRMED:
        _refuse_where_something_rests_on_it(mandate)
    text = text or _Text(mandate.act)
    _take_parts_back(mandate)
    _part_from(mandate, text)
    mandate.review, mandate.dismissed_because, mandate.merged_into = Review.PROPOSED, "", None
    mandate.save()
    _unsay(mandate, text)
    _say(mandate, REVIEW, "taken back", by, chosen=False)
    return mandate


@at_once
def confirm_link(link: MandateLink, *, by) -> MandateLink:
    """Confirm that a later act carries a mandate on, renews, extends, supersedes or ends it. Raises NotPossible."""
    link = _waiting_link(link)
    if link.mandate.review != Review.CONFIRMED:
        raise NotPossible(f"{link.mandate.heading} is only proposed. Confirm the mandate first.")
    link.is_confirmed = True
    link.save(update_fields=["is_confirmed"])
    _about_link(link).update(confirmed_by=by, confirmed_at=timezone.now())
    _say(link, REVIEW, "confirmed", by)
    return link


@at_once
def dismiss_link(link: MandateLink, *, because: str, by) -> MandateLink:
    """Say that a proposed link is none, and why. It is not proposed again. Raises NotPossible."""
    because = " ".join(because.split())
    if not because:
        raise NotPossible("Say why it is dismissed.")
    link = _waiting_link(link)
    link.is_dismissed, link.dismissed_because = True, because[:500]
    link.save(update_fields=["is_dismissed", "dismissed_because"])
    _say(link, REVIEW, f"dismissed: {link.dismissed_because}", by)
    return link


@at_once
def restore_link(link: MandateLink, *, by) -> MandateLink:
    """Take back what was decided on a proposed link: it waits again. Raises NotPossible where it waits already."""
    link = _locked_link(link)
    if not link.is_confirmed and not link.is_dismissed:
        raise NotPossible("It waits for a person already: there is nothing to undo.")
    link.is_confirmed, link.is_dismissed, link.dismissed_because = False, False, ""
    link.save(update_fields=["is_confirmed", "is_dismissed", "dismissed_because"])
    _about_link(link).update(confirmed_by=None, confirmed_at=None)
    _say(link, REVIEW, "taken back", by, chosen=False)
    return link


# ---------------------------------------------------------------- who was quicker


def _locked(mandate):
    return (
        Mandate.objects.select_for_update(of=("self",))
        .select_related("act__body", "paragraph", "split_from", "merged_into")
        .get(pk=mandate.pk)
    )


def _waiting(mandate, seen=""):
    """The proposal, held; refused where somebody decided on it, or it says something else than was seen."""
    lock([mandate.act_id]).get()
    try:
        mandate = _locked(mandate)
    except Mandate.DoesNotExist:
        raise NotPossible("This proposal is gone: the text was read again, and it asks something else now.") from None
    if mandate.review != Review.PROPOSED:
        raise NotPossible(_told(mandate))
    _refuse_unless_seen(mandate, seen)
    return mandate


def _refuse_unless_seen(mandate, seen):
    if seen and seen != version_of(mandate):
        raise NotPossible(f"Proposal {mandate.number} reads otherwise now than when you opened it. Look at it again.")


def _told(mandate):
    """Who decided on it, and when: ``Ada Editor confirmed proposal 3 on 4 May 2026, 10:12.``"""
    said, who = _last_word(mandate)
    verb = "confirmed" if mandate.review == Review.CONFIRMED else "dismissed"
    if mandate.merged_into_id:
        verb = "merged"
    elif said and said.value.startswith(SPLIT):
        verb = SPLIT
    at = f" on {timezone.localtime(said.recorded_at):%-d %B %Y, %H:%M}" if said else ""
    return f"{who} {verb} proposal {mandate.number}{at}. It waits no more; nothing was changed."


def _last_word(record):
    """(what a person said last of whether it stands, or None; who that was)."""
    said = Evidence.objects.about(record).filter(field=REVIEW, origin=Origin.ENTERED, chosen=True)
    said = said.select_related("confirmed_by").order_by("-pk").first()
    return said, said.confirmed_by.shown_name if said and said.confirmed_by else "Somebody"


def _waiting_link(link):
    link = _locked_link(link)
    if link.is_confirmed or link.is_dismissed:
        _said, who = _last_word(link)
        raise NotPossible(f"{who} {'confirmed' if link.is_confirmed else 'dismissed'} it already. Nothing was changed.")
    return link


def _locked_link(link):
    try:
        found = MandateLink.objects.select_for_update(of=("self",)).select_related("mandate__act__body", "to_act__body")
        return found.get(pk=link.pk)
    except MandateLink.DoesNotExist:
        raise NotPossible("This link is gone: the text was read again, and does not tell of it now.") from None


def _refuse_where_something_rests_on_it(mandate):
    merged = mandate.merged_from.count()
    if merged:
        raise NotPossible("Other proposals were merged into it. Take those back first.")
    if mandate.responses.filter(is_confirmed=True).exists():
        raise NotPossible("Meetings or reports are confirmed as its answers. Take those back first.")
    links = MandateLink.objects.filter(is_confirmed=True)
    if links.filter(mandate=mandate).exists() or links.filter(to_mandate=mandate).exists():
        raise NotPossible("A link to another mandate or act is confirmed. Take that back first.")


# ---------------------------------------------------------------- saying so


def _confirm(mandates, by):
    keys = [mandate.pk for mandate in mandates]
    for mandate in mandates:
        mandate.review = Review.CONFIRMED
    Mandate.objects.filter(pk__in=keys).update(review=Review.CONFIRMED)
    read_about(keys).filter(chosen=True).update(confirmed_by=by, confirmed_at=timezone.now())
    Evidence.objects.bulk_create(Evidence.word_of(by, mandate, REVIEW, "confirmed") for mandate in mandates)


def _set_aside(mandate, because, by, how, merged_into=None):
    mandate.review, mandate.dismissed_because, mandate.merged_into = Review.DISMISSED, because, merged_into
    mandate.save(update_fields=["review", "dismissed_because", "merged_into"])
    _say(mandate, REVIEW, f"{how}: {because}", by)


def _say_fields(mandate, values, addressees, by):
    """Put a person's values in place of what was read, which stays beside them as evidence that is not used."""
    unknown = values.keys() - FIELDS.keys()
    if unknown:
        raise TypeError(f"no such field of a proposal: {', '.join(sorted(unknown))}")
    changed = {name: value for name, value in values.items() if getattr(mandate, name) != value}
    if "action" in changed and not str(changed["action"]).strip():
        raise NotPossible("Say what is asked: the action must not be empty.")
    for name, value in changed.items():
        setattr(mandate, name, value)
        _overrule(mandate, FIELDS[name])
        _say(mandate, FIELDS[name], _in_words(mandate, name), by)
    if changed:
        mandate.save()
    present = [(each.words, each.body) for each in mandate.addressees.select_related("body")]
    if addressees is not None and list(addressees) != present:
        mandate.addressees.all().delete()
        Addressee.objects.bulk_create(
            Addressee(mandate=mandate, words=words, body=body, position=position)
            for position, (words, body) in enumerate(dict(addressees).items())
        )
        mandate._prefetched_objects_cache = {}
        _overrule(mandate, ADDRESSEE)
        for words, _body in addressees:
            _say(mandate, ADDRESSEE, words, by)
    return mandate


def _in_words(mandate, name):
    value = getattr(mandate, name)
    if name == "deliverable":
        return mandate.get_deliverable_display()
    if name == "is_recurring":
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _overrule(mandate, field):
    Evidence.objects.about(mandate).filter(field=field).update(chosen=False)


def _say(about, field, value, by, /, **more):
    Evidence.word_of(by, about, field, value, **more).save()


def _copy_evidence(source, target, *, chosen=True):
    """What was read of one proposal stands beside another too: of its part, or of what it was merged into."""
    # A record states a value of a field once.
    said = {(each.field, each.value, each.source): each for each in read_about([source.pk])}.values()
    for each in said:
        each.pk, each.subject_id = None, target.pk
        each.chosen = each.chosen and chosen
        # By this it is known where it comes from, and goes again when that is taken back.
        each.record = "" if chosen else _from(source)
    Evidence.objects.bulk_create(said)


def _from(source):
    return f"proposal {source.pk}"


def _about_link(link):
    return Evidence.objects.filter(subject=renewals.LINK, subject_id=link.pk, origin__in=MACHINES)


# ---------------------------------------------------------------- taking back


def _bring_paragraph(kept, others, by):
    """A mandate whose paragraph was not known stands where the proposals stand that it is found to be."""
    first = next((other for other in others if other.paragraph_id), None)
    if kept.paragraph_id is None and first is not None:
        kept.paragraph = first.paragraph
        kept.save(update_fields=["paragraph"])
        _say(kept, "paragraph", first.paragraph_as_printed, by, record=_from(first))


def _take_parts_back(mandate):
    parts = list(mandate.parts.select_for_update())
    if any(part.review == Review.CONFIRMED for part in parts):
        raise NotPossible("A part of it was confirmed. Take that back first.")
    keys = [part.pk for part in parts]
    if Mandate.objects.filter(merged_into__in=keys).exists() or Mandate.objects.filter(split_from__in=keys).exists():
        raise NotPossible("A part of it was merged or split. Take that back first.")
    Evidence.objects.filter(subject=MANDATE, subject_id__in=keys).delete()
    Mandate.objects.filter(pk__in=keys).delete()


def _part_from(mandate, text):
    """One that was merged leaves what it was merged into, which says again what is read of it, where that waits still."""
    kept = mandate.merged_into
    if kept is None:
        return
    brought = Evidence.objects.about(kept).filter(record=_from(mandate))
    if brought.filter(field="paragraph", origin=Origin.ENTERED).exists():
        Mandate.objects.filter(pk=kept.pk).update(paragraph=None)
    brought.delete()
    if kept.review == Review.PROPOSED and not kept.merged_from.exclude(pk=mandate.pk).exists():
        _unsay(_locked(kept), text)


def _unsay(mandate, text):
    """What persons said of a proposal is kept, not used; it says again what the text does."""
    about = Evidence.objects.about(mandate).filter(origin=Origin.ENTERED, chosen=True)
    read_about([mandate.pk]).update(confirmed_by=None, confirmed_at=None)
    read = text.of(mandate)
    if read is None:
        about.filter(field=REVIEW).update(chosen=False)
        return
    said = set(about.values_list("field", flat=True))
    about.update(chosen=False)
    read_about([mandate.pk]).update(chosen=True)
    for name in SAID_BY_NOBODY_ELSE:
        if FIELDS[name] in said:
            setattr(mandate, name, Mandate._meta.get_field(name).get_default())
    addressees = apply(mandate, read)
    mandate.save()
    mandate.addressees.all().delete()
    mandate._prefetched_objects_cache = {}
    Addressee.objects.bulk_create(addressees)


class _Text:
    """What is read in the text of an act now, read once and only when it is asked for."""

    def __init__(self, act):
        self.act, self.read = act, None

    def of(self, mandate) -> Proposed | None:
        """What is read of a proposal; None where it is a part, or stands there no more."""
        if not mandate.proposal:
            return None
        if self.read is None:
            self.read = self._by_mandate()
        return self.read.get(mandate.pk)

    def _by_mandate(self):
        paragraphs = Paragraph.objects.filter(act=self.act).select_related("file__version__document")
        read = proposals_in(self.act, text_to_read(list(paragraphs)), names_of_record())
        proposed = list(self.act.mandates.exclude(proposal="").select_related("paragraph"))
        said = read_about([each.pk for each in proposed]).filter(field="action").order_by("-pk")
        actions = dict(said.values_list("subject_id", "value"))
        found = match(read, [Known.of(each, actions.get(each.pk, "")) for each in proposed])
        return {known.mandate.pk: read[at] for at, known in found.items()}
