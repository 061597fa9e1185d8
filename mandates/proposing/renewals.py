"""What later acts do to mandates of earlier ones: renew, extend, carry on, supersede or end them, as links to be confirmed."""

from collections.abc import Mapping, Sequence

from documents.models import Act, Paragraph
from documents.models.act import act_key
from documents.reading.operative import Renewal, renewals_in
from mandates.models import LinkKind, Mandate, MandateLink, Review
from mandates.proposing.reading import Said, evidence, operative_texts
from mandates.proposing.words import words_of
from provenance.models import Evidence, Origin

LINK, ACT = "mandates.mandatelink", "documents.act"
# That the text of an act speaks of an earlier one so, whether or not that one is in the record yet.
CARRIES_ON = "carries on"
KINDS = {
    "renewed": LinkKind.RENEWED_BY,
    "extended": LinkKind.EXTENDED_BY,
    "followed": LinkKind.FOLLOWED_BY,
    "superseded": LinkKind.SUPERSEDED_BY,
    "ended": LinkKind.ENDED_BY,
}
# So many words a mandate must share with the paragraph, where the paragraph names no paragraph of the earlier act.
SHARED_WORDS = 2


def propose_links(texts: Mapping[Act, Sequence[Paragraph]]) -> int:
    """Propose the links that the texts of some acts tell of, and take back those that they no longer tell of.

    Where a text names an act without a paragraph, the mandate is meant that has most words in common with it. Returns how
    many links were made or taken back. A fixed number of queries.
    """
    told = {act: _told(act, paragraphs) for act, paragraphs in texts.items()}
    _remember(told)
    targets = _mandates_of({key for several in told.values() for _, key in several})
    wanted = {}
    for act, several in told.items():
        for renewal, key in several:
            paragraph = texts[act][renewal.paragraph]
            for mandate in _meant(renewal, paragraph, targets.get(key, [])):
                kind = KINDS[renewal.kind]
                wanted.setdefault((mandate.pk, str(kind), act.pk), (act, renewal, paragraph, mandate))
    return _write(list(texts), wanted)


def acts_that_carry_on(keys: Sequence[int]) -> set[int]:
    """The keys of acts whose texts carry on some acts (given by their keys): their links are to be looked at again."""
    named = Act.objects.filter(pk__in=keys).values("key")
    said = Evidence.objects.filter(subject=ACT, field=CARRIES_ON, value__in=named)
    return set(said.values_list("subject_id", flat=True))


def _told(act, paragraphs) -> list[tuple[Renewal, str]]:
    """What the text says of earlier acts, each with the key of the act that it names."""
    if not paragraphs:
        return []
    home = act.body.series.rstrip("/")
    found = []
    for renewal in renewals_in(operative_texts(paragraphs), home):
        key = act_key(renewal.act_body or home or act.body.slug, renewal.act_kind, renewal.act_number)
        if renewal.kind in KINDS and key != act.key:
            found.append((renewal, key))
    return found


def _remember(told):
    """Keep which acts a text carries on: one of them may come into the record, or get its mandates, later."""
    held = {}
    for said in Evidence.objects.filter(subject=ACT, subject_id__in=[act.pk for act in told], field=CARRIES_ON):
        held.setdefault(said.subject_id, set()).add(said.value)
    changed = {act: sorted({key for _, key in several}) for act, several in told.items()}
    changed = {act: keys for act, keys in changed.items() if set(keys) != held.get(act.pk, set())}
    if not changed:
        return
    Evidence.objects.filter(subject=ACT, subject_id__in=[act.pk for act in changed], field=CARRIES_ON).delete()
    Evidence.objects.bulk_create(
        Evidence(subject=ACT, subject_id=act.pk, field=CARRIES_ON, value=key, origin=Origin.READ, source=act.label)
        for act, keys in changed.items()
        for key in keys
    )


def _mandates_of(keys):
    """The mandates of acts known by their keys, dismissed ones apart, by the act's key."""
    found = {}
    if keys:
        mandates = Mandate.objects.filter(act__key__in=keys).exclude(review=Review.DISMISSED)
        for mandate in mandates.select_related("act__body", "paragraph").order_by("act", "number"):
            found.setdefault(mandate.act.key, []).append(mandate)
    return found


def _meant(renewal, paragraph, mandates):
    """Which of an act's mandates are meant."""
    if renewal.act_paragraph:
        named = _letters(renewal.act_paragraph)
        return [each for each in mandates if _letters(each.paragraph_as_printed) == named]
    if len(mandates) == 1:
        return mandates
    # The words of the citation are those of the act, not of what it asks.
    said = words_of(paragraph.text.replace(renewal.cited.words, " "))
    shared = [(len(said & words_of(each.action)), -each.number, each) for each in mandates]
    shared = sorted((each for each in shared if each[0] >= SHARED_WORDS), key=lambda each: each[:2], reverse=True)
    return [shared[0][2]] if shared else []


def _letters(label):
    return "".join(letter for letter in label.casefold() if letter.isalnum())


def _write(acts, wanted):
    held = {}
    for link in MandateLink.objects.filter(to_act__in=acts, to_mandate=None):
        held[(link.mandate_id, link.kind, link.to_act_id)] = link
    waiting = [link.pk for link in held.values() if not link.is_confirmed and not link.is_dismissed]
    machines = set(Evidence.objects.filter(subject=LINK, subject_id__in=waiting).values_list("subject_id", flat=True))
    gone = [link.pk for place, link in held.items() if link.pk in machines and place not in wanted]
    if gone:
        Evidence.objects.filter(subject=LINK, subject_id__in=gone).delete()
        MandateLink.objects.filter(pk__in=gone).delete()
    new = [
        (MandateLink(mandate_id=mandate, kind=kind, to_act_id=act, is_confirmed=False), wanted[mandate, kind, act])
        for mandate, kind, act in wanted
        if (mandate, kind, act) not in held
    ]
    MandateLink.objects.bulk_create([link for link, _ in new])
    Evidence.objects.bulk_create([_evidence(link, *told) for link, told in new])
    return len(new) + len(gone)


def _evidence(link, act, renewal, paragraph, mandate):
    value = f"{mandate.citation} {LinkKind(link.kind).label} {act.label}"
    said = Said("link", value, renewal.quote.words, paragraph, renewal.confidence)
    return evidence(LINK, link.pk, "link", said, act)
