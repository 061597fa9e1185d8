"""What is known of mandates, gathered for one circle of readers: the facts of the rules, and what the register narrows by."""

from calendar import monthrange
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.contrib.auth import get_user_model
from django.utils.timezone import localtime

from accounts.access import Audience
from documents.models import Act, ActTitle
from mandates.models import Addressee, LinkKind, Mandate, MandateLink, Response
from mandates.models.response import places_in_sessions
from mandates.standing.rules import Facts
from meetings.models import Body, Meeting, MeetingStatus
from provenance.dates import Precision, in_words

PUTS_OFF = (LinkKind.RENEWED_BY, LinkKind.EXTENDED_BY)
LATEST = "99999999"
COLUMNS = (
    "pk", "act", "act__body", "act__body__is_external", "act__kind",
    "act__number_sort_key", "act__session", "number", "verb", "action", "purpose", "participants", "resources", "context",
    "deliverable", "least_number", "is_recurring", "due_session", "due_date", "due_words", "creates_body", "status",
    "status_because", "status_by", "status_at", "review",
)  # fmt: skip


class Later(NamedTuple):
    """What a later act did to a mandate: how, the key of that act, the act or mandate in words, and the session (its key),
    date and words of the deadline that it names."""

    kind: LinkKind
    act: int
    words: str
    due: tuple[int | None, date | None, str]


@dataclass(frozen=True)
class Known:
    """A mandate as one circle knows it: the facts, and the columns of its MandateStanding that are no reckoning."""

    mandate: int
    facts: Facts
    columns: dict = field(default_factory=dict)


class Gathering:
    """Gathers what is known of some mandates (by key), for one circle after the other.

    What is the same for all circles is asked once. A handful of queries, however many mandates: some thousands at a time.
    """

    def __init__(self, keys):
        self._keys = list(keys)
        self._addressees = defaultdict(list)
        for mandate, words, body in (
            Addressee.objects.filter(mandate__in=self._keys)
            .order_by("position", "pk")
            .values_list("mandate", "words", "body")
        ):
            self._addressees[mandate].append((words, body))
        self._meetings, self._people, self._bodies, self._titles = {}, {}, {}, None
        self._called, self._last_days = {}, {}

    def known_to(self, audience) -> list[Known]:
        """What a circle of readers knows of those of the mandates that it may know of, in the order of their keys."""
        mandates = Mandate.objects.visible_to(audience).filter(pk__in=self._keys).order_by("pk")
        rows = list(mandates.values(*COLUMNS))
        answers, went = self._answers(audience)
        links = self._links(audience)
        self._look_up(rows, went, links)
        return [self._known(row, answers[row["pk"]], went[row["pk"]], links[row["pk"]], audience) for row in rows]

    def _answers(self, audience):
        """By mandate: how many meetings were held and are to come and how many reports there are; and the session of each
        report, as its key, as far as it is known."""
        counts, went, papers = defaultdict(Counter), defaultdict(list), defaultdict(list)
        answers = Response.objects.visible_to(audience).filter(mandate__in=self._keys, is_confirmed=True).order_by()
        for mandate, meeting, status, document, session, session_audience, struck_out in answers.values_list(
            "mandate",
            "meeting",
            "meeting__status",
            "document",
            "made_available_to",
            "made_available_to__audience",
            "sessions_dismissed",
        ):
            if meeting is not None:
                counts[mandate][status] += 1
                continue
            counts[mandate]["reports"] += 1
            if session is not None:
                if session_audience <= audience:
                    went[mandate].append(session)
            elif document is not None:
                papers[document].append((mandate, struck_out))
        for mandate, session in self._placed(papers, audience):
            went[mandate].append(session)
        return counts, went

    def _placed(self, papers, audience):
        """(mandate, session) for papers that went there by their own place, as ``ResponseQuerySet.with_session`` tells it of
        a few. papers: document → (mandate, sessions that a person has struck out)."""
        if not papers:
            return
        sessions = defaultdict(list)
        places = places_in_sessions(audience).filter(document__in=list(papers))
        for document, session in places.values_list("document", "meeting"):
            sessions[document].append(session)
        for document, several in papers.items():
            for mandate, struck_out in several:
                first = next((session for session in sessions[document] if session not in struck_out), None)
                if first is not None:
                    yield mandate, first

    def _links(self, audience):
        """By mandate: what later acts did to it."""
        found = defaultdict(list)
        links = (
            MandateLink.objects.visible_to(audience)
            .filter(mandate__in=self._keys, is_confirmed=True)
            .exclude(kind=LinkKind.FOLLOWS)
            .select_related("to_act__body", "to_mandate__act__body")
            .order_by("pk")
        )
        for link in links:
            later = link.to_mandate
            words = later.citation if later else link.to_act.label
            due = (later.due_session_id, later.due_date, later.due_words) if later else (None, None, "")
            act = later.act_id if later else link.to_act_id
            found[link.mandate_id].append(Later(LinkKind(link.kind), act, words, due))
        return found

    def _look_up(self, rows, went, links):
        """The meetings, bodies and people that are spoken of, each once for all circles."""
        wanted = {row["due_session"] for row in rows} | {row["act__session"] for row in rows}
        wanted |= {session for several in went.values() for session in several}
        wanted |= {later.due[0] for several in links.values() for later in several}
        wanted -= {None, *self._meetings}
        if wanted:
            for meeting in Meeting.objects.with_bodies().filter(pk__in=wanted):
                self._meetings[meeting.pk] = meeting
                self._called[meeting.pk] = meeting.title_in_a_sentence
                self._last_days[meeting.pk] = last_day_of(meeting)
        people = {row["status_by"] for row in rows} - {None, *self._people}
        if people:
            self._people |= {each.pk: each.shown_name for each in get_user_model().objects.filter(pk__in=people)}
        bodies = {row["creates_body"] for row in rows} - {None, *self._bodies}
        if bodies:
            self._bodies |= {each.pk: str(each) for each in Body.objects.filter(pk__in=bodies)}

    def _meeting(self, key, audience):
        """A meeting by its key, as far as the circle may know of it."""
        meeting = self._meetings.get(key)
        return meeting if meeting is not None and meeting.audience <= audience else None

    def _known(self, row, counts, went, links, audience):
        due = self._due(row["due_session"], row["due_date"], row["due_words"], audience)
        for later in links:
            if later.kind in PUTS_OFF:
                due = self._due(*later.due, audience)
        sessions = sorted(
            (self._meetings[key] for key in set(went)), key=lambda each: (each.start or date.max, each.pk)
        )
        facts = Facts(
            deliverable=row["deliverable"],
            least_number=row["least_number"],
            is_recurring=row["is_recurring"],
            meetings_held=counts[MeetingStatus.HELD],
            meetings_to_come=counts[MeetingStatus.PLANNED] + counts[MeetingStatus.ANNOUNCED],
            reports=counts["reports"],
            sessions=tuple((self._called[each.pk], went.count(each.pk)) for each in sessions),
            founded=self._bodies.get(row["creates_body"], "") if row["deliverable"] == "body" else "",
            later=tuple((each.kind, each.words) for each in links),
            due_on=due.on,
            due_words=due.words,
            due_at_session=due.session is not None,
            stated=row["status"],
            **self._said(row, audience),
        )
        named = {
            "names_meetings": sorted({*went, due.session} - {None}),
            "names_acts": sorted({each.act for each in links}),
        }
        return Known(row["pk"], facts, self._columns(row, facts, due, audience) | named)

    def _said(self, row, audience):
        """Who states the status and why; readers are told that the secretariat does, and not who."""
        if row["status_by"] is None:
            return {}
        by = "the secretariat"
        if audience >= Audience.SECRETARIAT:
            by = f"{self._people[row['status_by']]}, {in_words(localtime(row['status_at']).date(), 'day')}"
        return {"said_by": by, "said_because": row["status_because"]}

    def _due(self, session, day, words, audience):
        """The deadline as the circle may know it: a date that the text names, else the last day of the session."""
        meeting = self._meeting(session, audience)
        if meeting is not None:
            return Due(meeting.pk, day or self._last_days[meeting.pk], f"the {self._called[meeting.pk]}")
        return Due(None, day, in_words(day, "day") or words)

    def _columns(self, row, facts, due, audience):
        session = self._meeting(row["act__session"], audience)
        columns = {
            "due_words": due.words,
            "meetings_held": facts.meetings_held,
            "reports": facts.reports,
            "was_transmitted": bool(facts.sessions),
            "order_key": _order_key(row, session),
            "act_body_id": row["act__body"],
            "session_id": session.pk if session else None,
            "due_session_id": due.session,
            "deliverable": row["deliverable"],
            "is_recurring": row["is_recurring"],
            "review": row["review"],
            "addressees": [words for words, _body in self._addressees[row["pk"]]],
            "addressed": sorted({body for _words, body in self._addressees[row["pk"]] if body}),
            "words": None,
        }
        if audience >= Audience.SECRETARIAT:
            columns["words"] = self._words(row)
        return columns

    def _words(self, row):
        """The words by which it is searched for: what is asked, of whom, and the titles of the act."""
        if self._titles is None:
            acts = Act.objects.filter(mandates__in=self._keys)
            self._titles = defaultdict(list)
            for act, text in ActTitle.objects.filter(act__in=acts).values_list("act", "text"):
                self._titles[act].append(text)
        said = (row[name] for name in ("verb", "action", "purpose", "participants", "resources", "context"))
        asked = (words for words, _body in self._addressees[row["pk"]])
        return " \n".join(part for part in (*said, *asked, row["act__kind"], *self._titles[row["act"]]) if part)


@dataclass(frozen=True)
class Due:
    """A deadline: the session (its key), the last day, and the words."""

    session: int | None
    on: date | None
    words: str


def last_day_of(meeting) -> date | None:
    """The last day that a meeting can have had; None where no date is known, or it was cancelled."""
    if meeting.start is None or meeting.status == MeetingStatus.CANCELLED:
        return None
    if meeting.end:
        return meeting.end
    if meeting.date_precision == Precision.YEAR:
        return meeting.start.replace(month=12, day=31)
    if meeting.date_precision == Precision.MONTH:
        return meeting.start.replace(day=monthrange(meeting.start.year, meeting.start.month)[1])
    return meeting.start


def _order_key(row, session):
    """Its place in the register: the Conference before others, newest session first, resolutions before decisions."""
    newest = LATEST
    if session is not None and session.start:
        newest = str(int(LATEST) - int(session.start.strftime("%Y%m%d"))).zfill(8)
    kind = "0" if row["act__kind"] == "resolution" else "1"
    where = f"{int(row['act__body__is_external'])}{newest}{kind}"
    return f"{where}{row['act__number_sort_key']} {row['act']:010} {row['number']:06}"
