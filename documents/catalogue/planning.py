"""What becomes of a catalogue record: compared with what the record holds, without writing anything."""

from dataclasses import dataclass, field

from documents.catalogue.holdings import Holding, Holdings, Rooms
from documents.catalogue.stated import Fact, Stated, same_value
from documents.models import CatalogueFate


@dataclass(frozen=True)
class Difference:
    """A field in which a catalogue record says something else than what stands; `is_kept`: that was noted before."""

    fact: Fact
    held: str
    is_kept: bool


@dataclass
class Plan:
    """The fate of one record: what it would add, where it differs, and what is remarked on."""

    stated: Stated
    fate: CatalogueFate
    detail: str = ""
    holding: Holding | None = None
    adds: list[Fact] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def document_words(self) -> str:
        """Which document it is, in words."""
        return self.holding.words if self.holding else ""


def plan(stated: Stated, holdings: Holdings, rooms: Rooms) -> Plan:
    """The fate of one record. The holding is brought to what it will be, so that the next records of the file see it."""
    if stated.problem:
        return Plan(stated, CatalogueFate.NOT_USABLE, stated.problem)
    candidates = holdings.of(stated)
    if len(candidates) > 1:
        names = ", ".join(holding.words for holding in candidates[:5])
        return Plan(
            stated, CatalogueFate.SEVERAL, f"Its symbols belong to {len(candidates)} different documents: {names}."
        )
    if stated.malformed:
        return Plan(
            stated, CatalogueFate.MALFORMED, f"{stated.malformed} Correct it in the file and import the file again."
        )
    if not candidates and not stated.symbols:
        return Plan(
            stated,
            CatalogueFate.NOT_USABLE,
            f"It names no symbol, and no document here has the number {stated.identifier} of the library.",
        )
    holding = candidates[0] if candidates else holdings.add(stated)
    made = Plan(stated, CatalogueFate.NOTHING_NEW, holding=holding, remarks=list(stated.remarks))
    for fact in [*stated.facts, *_places(stated, rooms, made.remarks)]:
        _compare(fact, made)
    if made.adds:
        holding.is_changed = True
        holdings.point_to(holding, stated)
    if not candidates:
        made.fate = CatalogueFate.NEW
    elif made.differences:
        made.fate = CatalogueFate.DIFFERS
    elif made.adds:
        made.fate = CatalogueFate.COMPLETES
    return made


def _compare(fact: Fact, made: Plan) -> None:
    holding = made.holding
    key = str(fact.data) if fact.field in ("body", "meeting", "agenda item") else fact.value
    if fact.several:
        standing = holding.several.setdefault(fact.field, set())
        if key in standing:
            return
    else:
        held = holding.single.get(fact.field, "")
        if held:
            if not same_value(fact, held):
                made.differences.append(Difference(fact, held, (fact.field, fact.value) in holding.said))
                holding.said.add((fact.field, fact.value))
                holding.is_changed = True
            return
    if (fact.field, fact.value) in holding.written or (fact.field == "meeting" and fact.value in holding.struck_out):
        made.remarks.append(
            f"{fact.field} “{fact.value[:100]}” was taken away here by a person, and is not added again."
        )
        return
    if fact.several:
        standing.add(key)
    else:
        holding.single[fact.field] = fact.value
    holding.said.add((fact.field, fact.value))
    made.adds.append(fact)


def _places(stated: Stated, rooms: Rooms, remarks: list[str]) -> list[Fact]:
    """The bodies, meetings and agenda items that are in the record; what is named and is not there is remarked on."""
    bodies = rooms.bodies_of(stated)
    if stated.body and not bodies:
        remarks.append(f"The body “{stated.body[:120]}” is not in the record.")
    meetings = rooms.meetings_of(stated, bodies)
    facts = [Fact("body", str(body), True, data=body.pk) for body in bodies]
    facts += [Fact("meeting", str(meeting), True, data=meeting.pk) for meeting in meetings]
    if stated.session and not meetings:
        remarks.append(f"The session “{stated.session[:40]}” is not in the record.")
    for place in stated.agenda:
        item = rooms.item(meetings, place.item)
        if item:
            facts.append(Fact("agenda item", str(item), True, data=item.pk))
        elif place.item:
            of = f" of {place.document[:60]}" if place.document else ""
            remarks.append(f"Agenda item {place.item[:60]}{of} is not in the record.")
    return facts
