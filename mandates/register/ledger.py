"""The ledger: what a record states goes to its place, is kept as evidence, and never overwrites a person.

A *place* says where one kind of fact stands in the record (a column, a title, a tie between two records). The ledger
compares three things for each place: what the line states, what stands there now, and what the register itself wrote
there before (its own evidence). It writes only where what stands is its own word, or nothing ever stood; otherwise the
new statement is kept beside it, not chosen, for a person to see.
"""

from dataclasses import dataclass, field

from accounts.access import Audience
from mandates.register.lines import BadRecord, Line
from provenance.models import Evidence, Origin, label_of

RECORD = "record"
THE_WHOLE = "the record as a whole"


@dataclass(frozen=True)
class Stated:
    """One value that a record states for a place.

    text: as evidence shows it; data: what the place writes; stands: False for a value that the source itself withdraws
    (tentative dates), which is kept beside the one that counts.
    """

    text: str
    data: object
    origin: Origin
    source: str
    stands: bool = True


class Place:
    """Where one kind of fact stands. ``field``: its name in evidence; ``reads``: the facts that it takes;
    ``tie``: the tie that names the records meant; ``where``: its place in words, for people and for the test of
    completeness; ``several``: whether more than one value may stand there."""

    several = False
    # Whether the register may write here at all after the subject was made.
    rewritten = True
    # Whether nothing but the evidence itself holds the fact.
    kept_only = False
    tie = ""
    # What evidence about the row that was written calls it; "" where the subject itself holds the fact.
    row_field = ""

    def __init__(self, field, reads, where):
        self.field, self.where = field, where
        self.reads = (reads,) if isinstance(reads, str) else tuple(reads)

    def check(self, line: Line):
        """Raise BadRecord, without a look at the database, for what could never be written here."""
        raise NotImplementedError

    def stated(self, line: Line, records) -> list[Stated]:
        """What the line states for this place. Raises BadRecord, for a tie to a record that was not loaded too."""
        raise NotImplementedError

    def standing(self, subject) -> dict:
        """What stands there now: text → the row, or list of rows, that holds it (None where the subject itself does)."""
        raise NotImplementedError

    def put(self, subject, value: Stated):
        """Write a value; returns the row, or list of rows, that holds it, or None where the subject itself does."""
        raise NotImplementedError

    def remove(self, subject, text, row):
        """Take away a value that the register wrote and no longer states. Not called where one value replaces another."""
        raise NotImplementedError

    def says(self, line, name, text, data=None, **more):
        """A Stated value with the origin and source that the line gives for a fact."""
        return Stated(text, text if data is None else data, line.origin(name), line.source(name), **more)


class Kept(Place):
    """A fact that no column is for: it stands as evidence on the subject, and nowhere else."""

    several = True
    kept_only = True

    def __init__(self, field, reads, words=None):
        super().__init__(field, reads, f"Evidence, “{field}”")
        self.words = words or str

    def check(self, line):
        for name in self.reads:
            value = line.value(name)
            if value is not None and not isinstance(value, (str, int, dict, list)):
                raise BadRecord(f"{name} can't be put in words.")
            self._words(value)

    def _words(self, value):
        """One text for each thing stated: a dict gives one for each of its keys."""
        if value is None or value is False:
            return []
        if value is True:
            return ["yes"]
        if isinstance(value, dict):
            return [f"{name.replace('_', ' ')}: {each}" for name, each in value.items()]
        if isinstance(value, list):
            return [self.words(each) for each in value]
        return [self.words(value)]

    def stated(self, line, records):
        return [self.says(line, name, text) for name in self.reads for text in self._words(line.value(name))]

    def standing(self, subject):
        return {}

    def put(self, subject, value):
        return None

    def remove(self, subject, text, row):
        """Its evidence goes with it."""


@dataclass
class Settled:
    """What became of one line in one pass: the evidence wanted, whether something was written, and what was not."""

    evidence: list = field(default_factory=list)
    written: bool = False
    kept_beside: list = field(default_factory=list)


def settle(line: Line, subject, places, records, *, fresh: bool, earlier: dict) -> Settled:
    """Bring what a line states to its places.

    fresh: the subject was made just now, so nothing stands there yet. earlier: what the line stated before
    (``stated_before``).

    Returns a Settled; the caller saves the subject if anything was written, and then keeps the evidence (``keep``).
    Raises BadRecord.
    """
    outcome = Settled()
    for place in places:
        values = place.stated(line, records)
        before = earlier.get(place.field, {})
        if fresh:
            decisions = [(value, value.stands, place.put(subject, value) if value.stands else None) for value in values]
            outcome.written |= any(value.stands for value in values)
        elif values or before:
            decisions = _decide(line, place, subject, values, before, outcome)
        else:
            continue
        for value, chosen, row in decisions:
            outcome.evidence.append((subject, place.field, value, chosen))
            if place.row_field:
                outcome.evidence += [(each, place.row_field, value, chosen) for each in _rows(row)]
            if value.stands and not chosen:
                outcome.kept_beside.append(f"{line.place}: {place.field} “{value.text}”")
    return outcome


def _decide(line, place, subject, values, before, outcome):
    """For each stated value: (value, whether it stands now, the row that holds it). Writes what may be written."""
    standing = place.standing(subject)
    mine = {text for text, chosen in before.items() if chosen}
    decisions = []
    for value in values:
        if place.kept_only:
            decisions.append((value, True, None))
        elif not value.stands:
            decisions.append((value, False, None))
        elif value.text in standing:
            decisions.append((value, True, standing[value.text]))
        elif _may_write(place, value, standing, mine):
            decisions.append((value, True, place.put(subject, value)))
            outcome.written = True
        else:
            decisions.append((value, False, None))
    stated = {value.text for value in values if value.stands}
    if place.several or not stated:
        for text in mine - stated:
            if text in standing and not (place.row_field and _stated_by_others(standing[text], line.id)):
                place.remove(subject, text, standing[text])
                outcome.written = True
    return decisions


def _may_write(place, value, standing, mine):
    """The rule of the house: the machine rewrites only what the machine wrote.

    Where several values stand side by side, one that the register wrote and that is gone was taken away by a person.
    Where one value stands, it must be the register's own; and if it is gone, a person cleared it.
    """
    if not place.rewritten:
        return False
    if place.several:
        return value.text not in mine
    return set(standing) <= mine if standing else not mine


def stated_before(line: Line, subject) -> dict:
    """What this line stated about the subject before: field → {text: whether it was written}."""
    found = {}
    for evidence in Evidence.objects.about(subject).filter(record=line.id):
        found.setdefault(evidence.field, {})[evidence.value] = evidence.chosen
    return found


def further_sources(line: Line, subject):
    """The other sources of a record back it as a whole: evidence of the field “record”."""
    return [
        (subject, RECORD, Stated(THE_WHOLE, None, line.origin(""), source), True)
        for source in dict.fromkeys(line.texts("sources"))
        if source != line.facts.get("source")
    ]


def keep(line: Line, evidence: list, *, within=None, fresh: bool):
    """Make the register's evidence of a line what it states now: add, correct, and take back what it states no more.

    evidence: (subject, field, Stated, chosen) tuples. within: a function of an Evidence that says whether this pass answers
    for it; None for all of the line's. What a person confirmed stays.
    """
    existing = {}
    if not fresh:
        for row in Evidence.objects.filter(record=line.id):
            if within is None or within(row):
                existing[_key(row)] = row
    new, changed, wanted = [], [], set()
    for subject, name, value, chosen in evidence:
        row = Evidence(
            subject=label_of(subject),
            subject_id=subject.pk,
            field=name,
            value=value.text,
            chosen=chosen,
            origin=value.origin,
            source=value.source,
            record=line.id,
            audience=Audience.PUBLIC,
        )
        key = _key(row)
        if key in wanted:
            continue
        wanted.add(key)
        if key not in existing:
            new.append(row)
        elif (existing[key].chosen, existing[key].origin) != (chosen, value.origin):
            existing[key].chosen, existing[key].origin = chosen, value.origin
            changed.append(existing[key])
    Evidence.objects.bulk_create(new)
    if changed:
        Evidence.objects.bulk_update(changed, ["chosen", "origin"])
    gone = [row.pk for key, row in existing.items() if key not in wanted and row.confirmed_by_id is None]
    if gone:
        Evidence.objects.filter(pk__in=gone).delete()


def _key(evidence):
    return (evidence.subject, evidence.subject_id, evidence.field, evidence.value, evidence.source)


def _rows(row):
    """The rows that hold a value: none, one or several."""
    return [] if row is None else row if isinstance(row, list) else [row]


def _stated_by_others(row, record: str) -> bool:
    """Whether another record of the register, or a person, states the same row: then it is not taken away."""
    return Evidence.objects.about(*_rows(row)).exclude(record=record).exists()
