"""What waits for a person, by reason, oldest first: the questions that the in-tray and its desk ask."""

from dataclasses import dataclass

from django.db.models import Count, Q

from documents.models import DocumentMeeting, File, Stage, Waits

UNFILED = Q(version=None, problem="", set_aside_at=None)
UNREADABLE = ~Q(problem="") & Q(set_aside_at=None)
FOR_OCR = Q(stage=Stage.READ, problem="", set_aside_at=None)
_SAYS_NOTHING = Q(waits_because="", stage__in=[Stage.FILED, Stage.LINKED])


@dataclass(frozen=True)
class Reason:
    """slug: in addresses. label: in words. condition: the files. needs_a_person: whether they stand under “everything”."""

    slug: str
    label: str
    condition: Q
    needs_a_person: bool = True

    def __str__(self):
        return self.label


def _because(waits):
    unsaid = _SAYS_NOTHING if waits is Waits.NO_SYMBOL else Q(pk__in=())
    return Reason(waits.value.replace(" ", "-"), waits.label, UNFILED & (Q(waits_because=waits) | unsaid))


def _with_a_meeting_proposed():
    proposed = DocumentMeeting.objects.proposed().values("document")
    return Q(is_current=True, problem="", set_aside_at=None, version__document__in=proposed)


ALL = "all"
REASONS = (
    *(_because(waits) for waits in Waits),
    Reason("unreadable", "unreadable", UNREADABLE),
    Reason("meeting", "meeting proposed", _with_a_meeting_proposed()),
    Reason("ocr", "waiting for OCR", FOR_OCR, needs_a_person=False),
    Reason("set-aside", "set aside", ~Q(set_aside_at=None), needs_a_person=False),
)
BY_SLUG = {reason.slug: reason for reason in REASONS}


def is_reason(slug: str) -> bool:
    return slug == ALL or slug in BY_SLUG


def waiting(slug: str = ALL, words: str = ""):
    """The files that wait for one reason, or for a person at all, oldest first; narrowed by words of name, symbol or title."""
    if slug == ALL:
        condition = Q(pk__in=())
        for reason in REASONS:
            if reason.needs_a_person:
                condition |= reason.condition
    else:
        condition = BY_SLUG[slug].condition
    found = File.objects.filter(condition)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(symbol_read__icontains=word) | Q(title_read__icontains=word))
    return found.order_by("received_at", "pk")


def counts() -> dict[str, int]:
    """How many files wait for each reason, by its slug, and for a person at all (``all``). Two queries."""
    on_the_file = [reason for reason in REASONS if reason.slug != "meeting"]
    found = File.objects.filter(Q(version=None) | UNREADABLE | FOR_OCR | ~Q(set_aside_at=None)).aggregate(
        **{reason.slug.replace("-", "_"): Count("pk", filter=reason.condition) for reason in on_the_file}
    )
    number = {slug.replace("_", "-"): count for slug, count in found.items()}
    number["meeting"] = waiting("meeting").count()
    number[ALL] = sum(number[reason.slug] for reason in REASONS if reason.needs_a_person)
    return {ALL: number[ALL]} | {reason.slug: number[reason.slug] for reason in REASONS}


@dataclass(frozen=True)
class Place:
    """Where a file stands among those that wait: its place (0 when it waits no more), how many there are, its neighbours."""

    number: int
    total: int
    previous: int | None
    next: int | None


def place_of(file: File, slug: str, words: str = "") -> Place:
    """Where a file stands among what waits for a reason. One that waits no more has neighbours all the same. Four queries."""
    files = waiting(slug, words)
    earlier = Q(received_at__lt=file.received_at) | Q(received_at=file.received_at, pk__lt=file.pk)
    before = files.filter(earlier)
    after = files.exclude(earlier).exclude(pk=file.pk)
    number = files.aggregate(
        total=Count("pk"), before=Count("pk", filter=earlier), here=Count("pk", filter=Q(pk=file.pk))
    )
    return Place(
        number["before"] + 1 if number["here"] else 0,
        number["total"],
        before.reverse().values_list("pk", flat=True).first(),
        after.values_list("pk", flat=True).first(),
    )
