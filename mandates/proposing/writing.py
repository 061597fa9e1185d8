"""Proposals into the record: what the text of an act asks becomes mandates that wait for a person's word.

Safe to run again at any time, and at once: where nothing changed nothing is written. What a person confirmed, corrected,
split, merged or dismissed is never proposed again; a new reading rewrites only what nobody touched, and takes back what
is no longer read. What the register or a person entered for the same thing is not doubled.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from documents.models import Act, Paragraph
from mandates.models import Addressee, Mandate, MandateLink, Response, Review
from mandates.proposing import renewals
from mandates.proposing.matching import Known, covering, match
from mandates.proposing.naming import names_of_record
from mandates.proposing.reading import MANDATE, Proposed, evidence_of, proposals_in, text_to_read
from provenance.models import Evidence, Origin

# Acts that are read and written together.
AT_ONCE = 100
# What a reading writes; and all that a person may say of a proposal.
WRITTEN = (
    "paragraph_id",
    "paragraph_as_printed",
    "verb",
    "action",
    "deliverable",
    "least_number",
    "due_session_id",
    "due_date",
    "due_words",
    "is_recurring",
    "resources",
)
SAID_BY_PERSONS = (*WRITTEN[1:], "purpose", "participants", "services", "context", "note", "status", "creates_body_id")
MACHINES = (Origin.READ, Origin.INFERRED)


@dataclass
class Done:
    """What a run changed, counted."""

    proposed: int = 0
    rewritten: int = 0
    taken_back: int = 0
    links: int = 0

    def __bool__(self):
        return any((self.proposed, self.rewritten, self.taken_back, self.links))


def propose_for(acts: Iterable[Act | int]) -> Done:
    """Propose what the paragraphs of some acts (or keys of acts) ask, and what they do to mandates of earlier acts.

    A fixed number of queries for each hundred acts. Whoever works on the proposals of an act at that moment is waited for.
    """
    keys = sorted({act.pk if isinstance(act, Act) else act for act in acts})
    done = Done()
    for first in range(0, len(keys), AT_ONCE):
        _propose(keys[first : first + AT_ONCE], done)
    return done


@transaction.atomic
def _propose(keys, done):
    acts = {act.pk: act for act in lock(keys).select_related("body", "session")}
    if not acts:
        return
    texts = _texts(acts)
    names = names_of_record()
    read = {pk: proposals_in(act, texts[pk], names) for pk, act in acts.items()}
    plan = _Plan(done)
    known, held = _known(acts)
    for pk, act in acts.items():
        plan.take(act, read[pk], known.get(pk, []), held)
    plan.write()
    done.links += renewals.propose_links({act: texts[pk] for pk, act in acts.items()})


def lock(keys):
    """The acts with these keys, held until the transaction ends: whoever works on their mandates does so one after the other."""
    return Act.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk")


def _texts(acts):
    """Of each act, by its key, the paragraphs to read."""
    found = {pk: [] for pk in acts}
    for paragraph in Paragraph.objects.filter(act__in=acts).select_related("file__version__document"):
        found[paragraph.act_id].append(paragraph)
    return {pk: text_to_read(several) for pk, several in found.items()}


def _known(acts):
    """The mandates of the acts as they are compared, by act; and what a machine once said of those it proposed."""
    mandates = list(
        Mandate.objects.filter(act__in=acts)
        .select_related("paragraph")
        .prefetch_related("addressees")
        .annotate(
            is_answered=Exists(Response.objects.filter(mandate=OuterRef("pk"), is_confirmed=True)),
            is_linked=Exists(
                MandateLink.objects.filter(Q(mandate=OuterRef("pk")) | Q(to_mandate=OuterRef("pk")), is_confirmed=True)
            ),
            has_others_in_it=Exists(Mandate.objects.filter(merged_into=OuterRef("pk"))),
        )
        .order_by("act", "number")
    )
    held = {}
    proposed = [mandate.pk for mandate in mandates if mandate.proposal]
    for said in read_about(proposed):
        held.setdefault(said.subject_id, []).append(said)
    known = {}
    for mandate in mandates:
        read = next((each.value for each in held.get(mandate.pk, ()) if each.field == "action"), "")
        known.setdefault(mandate.act_id, []).append(Known.of(mandate, read))
    return known, held


def read_about(keys, subject=MANDATE):
    """What machines read about some records and keep anew with each reading, as a queryset of Evidence."""
    return Evidence.objects.filter(subject=subject, subject_id__in=keys, origin__in=MACHINES, record="")


def is_untouched(mandate: Mandate) -> bool:
    """Whether a proposal says what the machine wrote, and no person has said anything about it."""
    return (
        mandate.review == Review.PROPOSED
        and bool(mandate.proposal)
        and mandate.as_proposed == digest_of(mandate, [(each.words, each.body_id) for each in mandate.addressees.all()])
    )


def digest_of(mandate: Mandate, addressees) -> str:
    """A hash of all that a person can say of a mandate."""
    said = [repr(getattr(mandate, name)) for name in SAID_BY_PERSONS] + [repr(tuple(each)) for each in addressees]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()


def apply(mandate: Mandate, proposed: Proposed) -> list[Addressee]:
    """Give a mandate, unsaved, what was read; returns its addressees, unsaved too."""
    mandate.paragraph_id = proposed.paragraph.pk
    for name, value in proposed.values.items():
        setattr(mandate, name, value)
    mandate.as_proposed = digest_of(mandate, proposed.addressees)
    return [
        Addressee(mandate=mandate, words=words, body_id=body, position=position)
        for position, (words, body) in enumerate(proposed.addressees)
    ]


class _Plan:
    """What is to be written for several acts, gathered first and written in bulk."""

    def __init__(self, done):
        self.done = done
        self.new, self.changed, self.gone, self.renewed = [], [], [], []
        self.said_anew = []

    def take(self, act, read, known, held):
        """Compare what was read of one act with what the record has."""
        own = [each for each in known if each.mandate.proposal]
        entered = [each for each in known if not each.mandate.proposal and not each.mandate.split_from_id]
        entered = [each for each in entered if each.mandate.review == Review.CONFIRMED]
        found = match(read, own)
        number = max((each.mandate.number for each in known), default=0)
        still = set()
        for at, thing in enumerate(read):
            mandate = found[at].mandate if at in found else None
            if mandate is not None and not _is_free(mandate):
                continue
            if covering(thing, entered):
                continue
            if mandate is None:
                number += 1
                self._add(act, number, thing)
            else:
                still.add(mandate.pk)
                self._compare(act, mandate, thing, held.get(mandate.pk, []))
        self.gone += [each.mandate for each in own if _is_free(each.mandate) and each.mandate.pk not in still]

    def _add(self, act, number, thing):
        mandate = Mandate(act=act, number=number, review=Review.PROPOSED, proposal=thing.key)
        self.new.append((mandate, apply(mandate, thing), thing))

    def _compare(self, act, mandate, thing, held):
        before = {name: getattr(mandate, name) for name in WRITTEN}
        whom = [(each.words, each.body_id) for each in mandate.addressees.all()]
        addressees = apply(mandate, thing)
        changed = any(before[name] != getattr(mandate, name) for name in WRITTEN)
        if whom != list(thing.addressees):
            self.renewed.append((mandate, addressees))
            changed = True
        if changed:
            self.changed.append(mandate)
        said = [evidence_of(each, act, mandate.pk) for each in thing.said]
        if sorted(map(_told, held)) != sorted(map(_told, said)):
            self.said_anew.append((mandate, said))

    def write(self):
        self._take_back()
        self._rewrite()
        self._make()

    def _take_back(self):
        keys = [mandate.pk for mandate in self.gone]
        if keys:
            forget(keys)
            self.done.taken_back += len(keys)

    def _rewrite(self):
        if self.changed:
            Mandate.objects.bulk_update(self.changed, [*_FIELDS, "as_proposed"], batch_size=500)
        if self.renewed:
            Addressee.objects.filter(mandate__in=[mandate for mandate, _ in self.renewed]).delete()
            Addressee.objects.bulk_create([each for _, several in self.renewed for each in several], batch_size=500)
        if self.said_anew:
            read_about([mandate.pk for mandate, _ in self.said_anew]).delete()
            Evidence.objects.bulk_create([each for _, several in self.said_anew for each in several], batch_size=500)
        touched = {mandate.pk for mandate in self.changed} | {mandate.pk for mandate, _ in self.said_anew}
        self.done.rewritten += len(touched)

    def _make(self):
        if not self.new:
            return
        Mandate.objects.bulk_create([mandate for mandate, _, _ in self.new], batch_size=500)
        Addressee.objects.bulk_create([each for _, several, _ in self.new for each in several], batch_size=500)
        said = [evidence_of(each, mandate.act, mandate.pk) for mandate, _, thing in self.new for each in thing.said]
        Evidence.objects.bulk_create(said, batch_size=500)
        self.done.proposed += len(self.new)


_FIELDS = [name.removesuffix("_id") for name in WRITTEN]


def _is_free(mandate):
    """Whether a reading may rewrite the proposal, or take it back."""
    rests_on_it = mandate.is_answered or mandate.is_linked or mandate.has_others_in_it
    return is_untouched(mandate) and not rests_on_it


def forget(keys):
    """Delete mandates that only a machine stood behind, with what it said about them and their links."""
    links = MandateLink.objects.filter(Q(mandate__in=keys) | Q(to_mandate__in=keys)).values_list("pk", flat=True)
    read_about(list(links), renewals.LINK).delete()
    Evidence.objects.filter(subject=MANDATE, subject_id__in=keys).delete()
    Mandate.objects.filter(pk__in=keys).delete()


def _told(said):
    return (
        said.field,
        said.value,
        said.quote,
        said.file_sha256,
        said.page or 0,
        said.source,
        said.reader,
        said.confidence or 0.0,
        said.origin,
        int(said.audience),
    )
