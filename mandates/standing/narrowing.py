"""What narrows the register: body, session, addressee, deliverable, status, deadline, review and words, several values of each.

The address holds the whole state. Values that mean nothing are passed over. All of it is asked of MandateStanding alone.
"""

import re
from collections import Counter
from dataclasses import dataclass, field, fields
from hashlib import md5

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery
from django.core.cache import cache
from django.db.models import Case, Count, Q, Value, When
from django.http import QueryDict
from django.utils import timezone

from accounts.access import Audience
from mandates.models import UNFINISHED, Deliverable, Mandate, MandateStanding, Review, ShownStatus
from mandates.models.standing import parted
from mandates.queries import act_of_address
from mandates.standing import versions
from meetings.models import CONFERENCE, Body, Meeting, MeetingBody, MeetingKind

EXTERNAL = "external"
# Words for a deadline besides “due at session 8”, which is written session-8.
DUES = {"overdue": "Overdue", "year": "Due this year", "recurring": "Recurring", "none": "No date named"}
MOST_VALUES = 30
REMEMBERED = 600  # seconds
LONGEST_WORDS = 200
# Of addressees so many are offered, those of most mandates first; any other may be named in the address.
MOST_ADDRESSEES = 40
LABELS = {
    "status": "Status",
    "due": "Due",
    "session": "Session",
    "body": "Adopted by",
    "deliverable": "Asks for",
    "addressee": "Addressee",
    "addressed": "Body addressed",
    "review": "Review",
}
DELIVERABLES = {value: label[:1].upper() + label[1:] for value, label in Deliverable.choices}
REVIEWS = {each.value: each.label[:1].upper() + each.label[1:] for each in (Review.CONFIRMED, Review.PROPOSED)}
STATUSES = dict(ShownStatus.choices)
NUMBER = re.compile(r"[0-9]{1,4}/[0-9]{1,4}")


@dataclass(frozen=True)
class Asked:
    """What an address asks of the register; each but ``words`` is a tuple of values as the address writes them.

    body and addressed: slugs; session: ordinals of the Conference, or “external”; due: see DUES, or session-8; act: as the
    address of an act ends, ctoc-cop/resolution/7/1.
    """

    words: str = ""
    status: tuple = ()
    due: tuple = ()
    session: tuple = ()
    body: tuple = ()
    deliverable: tuple = ()
    addressee: tuple = ()
    addressed: tuple = ()
    review: tuple = ()
    act: tuple = ()

    def __bool__(self):
        return any(getattr(self, each.name) for each in fields(self))

    def without(self, name) -> "Asked":
        """The same question with one of its parts left out."""
        kept = {each.name: getattr(self, each.name) for each in fields(self)}
        return Asked(**kept | {name: "" if name == "words" else ()})

    @property
    def query(self) -> str:
        """The question as an address's query, in one order of its own."""
        given = QueryDict(mutable=True)
        if self.words:
            given["q"] = self.words
        for name in (*LABELS, "act"):
            given.setlist(name, getattr(self, name))
        return given.urlencode()


def asked_of(given: QueryDict, audience) -> Asked:
    """What an address asks of the register. ``outcome`` is what the status was called in older addresses."""

    def several(name, known):
        values = [value.replace("\0", "").strip() for value in given.getlist(name)]
        return tuple(dict.fromkeys(value for value in values if value and known(value)))[:MOST_VALUES]

    slug = re.compile(r"[\w-]{1,60}").fullmatch
    return Asked(
        words=" ".join(given.get("q", "").replace("\0", "").split())[:LONGEST_WORDS],
        status=several("status", STATUSES.__contains__) or _of_old(given),
        due=several("due", lambda value: value in DUES or re.fullmatch(r"session-[1-9][0-9]{0,2}", value)),
        session=several("session", lambda value: value == EXTERNAL or re.fullmatch(r"[1-9][0-9]{0,2}", value)),
        body=several("body", slug),
        deliverable=several("deliverable", DELIVERABLES.__contains__),
        addressee=several("addressee", lambda value: len(value) <= 300),
        addressed=several("addressed", slug),
        review=several("review", REVIEWS.__contains__) if audience >= Audience.SECRETARIAT else (),
        act=several("act", act_of_address),
    )


def _of_old(given):
    statuses = {label: value for value, label in ShownStatus.choices}
    return tuple(statuses[value] for value in given.getlist("outcome") if value in statuses)


def standings_of(asked: Asked, audience):
    """The standings that answer to all of it, for one circle of readers, in no order."""
    return _narrowed(_in_plain(asked, audience), asked, audience)


def _in_plain(asked, audience):
    """Narrowed by what has no list of choices with counts in the same table row: words, an act, and who is addressed."""
    standings = MandateStanding.objects.visible_to(audience)
    if asked.words:
        standings = standings.filter(mandate__in=_with_words(asked.words))
    if asked.act:
        standings = standings.filter(mandate__in=_of_acts(asked.act))
    if asked.addressee:
        standings = standings.filter(addressees__overlap=list(asked.addressee))
    if asked.addressed:
        bodies = Body.objects.filter(slug__in=asked.addressed).values("pk")
        standings = standings.filter(addressed__overlap=ArraySubquery(bodies))
    return standings


def _of_acts(paths):
    """The keys of the mandates of acts, given by their parts of an address."""
    found = Q(pk__in=())
    for path in paths:
        body, kind, number = path.split("/", 2)
        number = re.sub(r"\s*\(", " (", number)
        found |= Q(act__body__slug=body, act__kind=kind, act__number=number)
    return Mandate.objects.filter(found).values("pk")


def _with_words(words):
    """The keys of the mandates in which every word stands, the last letters left to guess; of an act, by its number."""
    found = MandateStanding.objects.visible_to(Audience.SECRETARIAT)
    for number in NUMBER.findall(words):
        found = found.filter(mandate__act__number=number)
    plain = [word for word in re.findall(r"\w+", NUMBER.sub(" ", words)) if word.strip("_")]
    if plain:
        query = " & ".join(f"'{word}':*" for word in plain)
        found = found.filter(words__isnull=False, words=SearchQuery(query, config="english", search_type="raw"))
    return found.values("mandate") if plain or NUMBER.search(words) else found.none().values("mandate")


def _narrowed(standings, asked, audience):
    today = timezone.localdate()
    if asked.status:
        standings = standings.shown_as(asked.status, today)
    if asked.deliverable:
        standings = standings.filter(deliverable__in=asked.deliverable)
    if asked.body:
        standings = standings.filter(act_body__in=Body.objects.filter(slug__in=asked.body))
    if asked.session:
        standings = standings.filter(_in_sessions(asked.session, audience))
    if asked.due:
        standings = standings.filter(_due(asked.due, audience, today))
    return standings.filter(review__in=asked.review) if asked.review else standings


def _seats_of_sessions(audience):
    """The sessions of the Conference that the reader may know of, with their ordinals."""
    return MeetingBody.objects.filter(
        body__slug=CONFERENCE,
        ordinal__isnull=False,
        meeting__kind=MeetingKind.SESSION,
        meeting__in=Meeting.objects.visible_to(audience),
    )


def _numbered(audience, ordinals):
    return _seats_of_sessions(audience).filter(ordinal__in=ordinals).values("meeting")


def _in_sessions(values, audience):
    """Acts of the Conference by the session that adopted them; “external”: acts of other bodies."""
    found = Q(act_body__in=Body.objects.filter(is_external=True)) if EXTERNAL in values else Q(pk__in=())
    ordinals = [int(value) for value in values if value != EXTERNAL]
    if ordinals:
        found |= Q(session__in=_numbered(audience, ordinals))
    return found


def _due(values, audience, today):
    found = Q(pk__in=())
    ordinals = [int(value.removeprefix("session-")) for value in values if value.startswith("session-")]
    if ordinals:
        found |= Q(due_session__in=_numbered(audience, ordinals))
    if "overdue" in values:
        found |= Q(status__in=UNFINISHED, due_on__lt=today, is_stated=False)
    if "year" in values:
        found |= Q(due_on__year=today.year)
    if "recurring" in values:
        found |= Q(is_recurring=True)
    if "none" in values:
        found |= Q(due_words="", is_recurring=False)
    return found


@dataclass
class Counts:
    """How many mandates answer to a question, and what else could be chosen.

    choices: name of a filter → list of (value, label, count, whether it is chosen). Beside a choice stands how many
    mandates there would be with it alone of its filter, all other filters as they are.
    """

    total: int = 0
    choices: dict = field(default_factory=dict)

    def label(self, name, value) -> str:
        """What a value is called."""
        return next((label for each, label, _count, _chosen in self.choices.get(name, ()) if each == value), value)


def counted(asked: Asked, audience) -> Counts:
    """Count the mandates that answer to a question, and the choices of every filter. At most seven queries.

    What was counted is remembered until any standing changes, or the day.
    """
    today = timezone.localdate()
    return _remembered("counts", asked, audience, today, lambda: _count(asked, audience, today))


def _remembered(name, asked, audience, today, count):
    version = versions.version()
    key = f"register:{name}:{version}:{today:%Y%m%d}:{int(audience)}:{md5(asked.query.encode()).hexdigest()}"
    counts = cache.get(key)
    if counts is None:
        counts = count()
        cache.set(key, counts, REMEMBERED)
    return counts


def _count(asked, audience, today):
    bodies = _names_of_bodies(Body.objects.all())
    sessions = dict(_seats_of_sessions(audience).values_list("meeting", "ordinal"))
    tally = _Tally(asked, bodies, sessions, audience)
    for facets, is_late, in_year, count in _groups(_in_plain(asked, audience), today):
        group = parted(facets) | {"in_year": in_year}
        is_late &= group["status"] in UNFINISHED and not group["is_stated"]
        group["shown"] = ShownStatus.OVERDUE.value if is_late else group["status"]
        tally.add(tally.values_of(group), count)
    # Those who are addressed are counted without the filter of their own.
    by_question = {}
    for name in ("addressee", "addressed"):
        by_question.setdefault(asked.without(name), []).append(name)
    for question, names in by_question.items():
        standings = standings_of(question, audience).order_by()
        tally.add_addressees(standings.values_list("addressees", "addressed").annotate(number=Count("pk")), names)
    return tally.counts()


def totalled(asked: Asked, audience) -> Counts:
    """How many mandates answer to a question, and the names of what was chosen; no other choices. Three queries at most."""
    return _remembered("total", asked, audience, timezone.localdate(), lambda: _total(asked, audience))


def _total(asked, audience):
    slugs = {*asked.body, *asked.addressed}
    bodies = _names_of_bodies(Body.objects.filter(slug__in=slugs)) if slugs else {}
    tally = _Tally(asked, bodies, {}, audience)
    return Counts(standings_of(asked, audience).count(), tally.counts().choices)


def _names_of_bodies(bodies):
    """Bodies by key, in their order: (slug, name, whether outside the Conference)."""
    rows = bodies.order_by("is_external", "position", "name").values_list(
        "pk", "slug", "short_name", "name", "is_external"
    )
    return {pk: (slug, short or name, external) for pk, slug, short, name, external in rows}


def _groups(standings, today):
    """Mandates that are alike: (facets, whether their day is gone, whether it is in this year, how many they are)."""
    grouped = standings.order_by().annotate(
        is_late=Case(When(due_on__lt=today, then=Value(True)), default=Value(False)),
        in_year=Case(When(due_on__year=today.year, then=Value(True)), default=Value(False)),
    )
    return grouped.values_list("facets", "is_late", "in_year").annotate(number=Count("pk"))


class _Tally:
    """Counts the choices of every filter from groups of mandates that are alike."""

    def __init__(self, asked, bodies, sessions, audience):
        self._asked, self._bodies, self._sessions = asked, bodies, sessions
        self._by_slug = {slug: label for slug, label, _external in bodies.values()}
        self._is_staff = audience >= Audience.SECRETARIAT
        self._counts = {name: Counter() for name in LABELS}
        self._total = 0

    def values_of(self, group) -> dict:
        """A group as the addresses' values: name of a filter → those that it has."""
        slug, _label, external = self._bodies.get(group["act_body"], ("", "", False))
        due = []
        if group["shown"] == ShownStatus.OVERDUE:
            due.append("overdue")
        if group["in_year"]:
            due.append("year")
        if group["is_recurring"]:
            due.append("recurring")
        if group["due_session"] in self._sessions:
            due.append(f"session-{self._sessions[group['due_session']]}")
        if not group["has_due"] and not group["is_recurring"]:
            due.append("none")
        session = EXTERNAL if external else str(self._sessions.get(group["session"], ""))
        return {
            "status": (group["shown"],),
            "due": tuple(due),
            "session": (session,) if session else (),
            "body": (slug,),
            "deliverable": (group["deliverable"],),
            "review": (group["review"],),
        }

    def add(self, values, count):
        """Count a group under every filter whose fellows it passes."""
        failed = [name for name, has in values.items() if not self._passes(name, has)]
        if not failed:
            self._total += count
        for name, has in values.items():
            if not failed or failed == [name]:
                for value in has:
                    self._counts[name][value] += count

    def _passes(self, name, has):
        chosen = getattr(self._asked, name)
        return not chosen or not set(chosen).isdisjoint(has)

    def add_addressees(self, groups, names):
        """Count who is addressed. groups: (words, bodies, how many mandates name these); names: the filters to count for."""
        for words, bodies, count in groups:
            slugs = [self._bodies[each][0] for each in bodies if each in self._bodies]
            for name, values in (("addressee", words), ("addressed", slugs)):
                if name in names:
                    for each in set(values):
                        self._counts[name][each] += count

    def counts(self) -> Counts:
        choices = {name: self._choices(name) for name in LABELS if name != "review" or self._is_staff}
        return Counts(self._total, {name: several for name, several in choices.items() if several})

    def _choices(self, name):
        chosen, counts = getattr(self._asked, name), self._counts[name]
        values = [value for value in self._in_order(name, counts) if value]
        values += [value for value in chosen if value not in values]
        return [(value, self._label(name, value), counts[value], value in chosen) for value in values]

    def _in_order(self, name, counts):
        """The values that some mandate has, in the order of the filter."""
        if name in ("status", "deliverable", "review"):
            fixed = {"status": STATUSES, "deliverable": DELIVERABLES, "review": REVIEWS}[name]
            return [value for value in fixed if counts[value]]
        if name in ("body", "addressed"):
            return [slug for slug in self._by_slug if counts[slug]]
        if name == "session":
            return sorted(counts, key=lambda value: (value == EXTERNAL, -int(value) if value.isdecimal() else 0))
        if name == "due":
            sessions = [value for value in counts if value not in DUES]
            named = [value for value in DUES if counts[value]]
            newest = sorted(sessions, key=lambda value: -int(value.removeprefix("session-")))
            return [*(each for each in named if each != "none"), *newest, *(each for each in named if each == "none")]
        return [value for value, _count in sorted(counts.items(), key=lambda each: (-each[1], each[0]))][
            :MOST_ADDRESSEES
        ]

    def _label(self, name, value):
        if name in ("body", "addressed"):
            return self._by_slug.get(value, value)
        if name == "session":
            return "Outside the Conference" if value == EXTERNAL else f"Session {value}"
        if name == "due":
            return DUES.get(value) or f"At session {value.removeprefix('session-')}"
        return {"status": STATUSES, "deliverable": DELIVERABLES, "review": REVIEWS}.get(name, {}).get(value, value)
