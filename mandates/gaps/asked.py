"""Mandates without the meeting that they ask for, with fewer than “at least n”, and without the report that was due."""

from collections import defaultdict
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from mandates.gaps.cells import Bodies, Complete, last_day
from mandates.gaps.found import Found, cause
from mandates.gaps.sessions import Sessions, closing_words, with_untied_papers
from mandates.models import (
    Deliverable,
    Finding,
    FindingKind,
    FindingPart,
    LinkKind,
    Mandate,
    MandateLink,
    MandateStatus,
    Response,
    Review,
)
from meetings.models import Meeting, MeetingBody, MeetingStatus
from provenance.dates import day_in_words

NAME = "asked"
REPORTED = (Deliverable.REPORT, Deliverable.STUDY)
ASKED_FOR = (Deliverable.MEETING, *REPORTED)
# A person or a source says that nothing is to be waited for.
SETTLED = (MandateStatus.DONE, MandateStatus.SUPERSEDED, MandateStatus.ENDED)


def findings(mandates=None):
    """The findings that this rule has made for some mandates (keys), or for all."""
    mine = Finding.objects.filter(
        Q(kind__in=[FindingKind.MEETING, FindingKind.TOO_FEW]) | Q(kind=FindingKind.TRANSMISSION, document=None)
    )
    return mine if mandates is None else mine.filter(mandate__in=mandates)


def examine(mandates=None):
    """What some mandates (keys), or all, still lack although their time has come."""
    record = _Record(mandates)
    for mandate in record.mandates:
        found = record.look_at(mandate)
        if found:
            yield found


class _Record:
    """The mandates that are looked at, and what answered them, in a fixed number of queries."""

    def __init__(self, keys):
        self.today = timezone.localdate()
        self.sessions, self.complete, self.bodies = Sessions(), Complete(), Bodies()
        ended = MandateLink.objects.filter(
            mandate=OuterRef("pk"), kind__in=[LinkKind.ENDED_BY, LinkKind.SUPERSEDED_BY], is_confirmed=True
        )
        asking = Mandate.objects.filter(review=Review.CONFIRMED, deliverable__in=ASKED_FOR)
        asking = asking.exclude(status__in=SETTLED).exclude(Exists(ended))
        if keys is not None:
            asking = asking.filter(pk__in=keys)
        asking = asking.select_related("act__body", "act__session", "creates_body", "due_session")
        self.mandates = list(asking.prefetch_related("addressees__body").order_by("pk"))
        self.with_untied_papers = with_untied_papers({mandate.due_session_id for mandate in self.mandates} - {None})
        self._find_answers()
        self._find_meetings_of_bodies()

    def _find_answers(self):
        self.held, self.reports, self.to_come = defaultdict(set), defaultdict(set), defaultdict(set)
        self.proposed = set()
        of_these = Response.objects.filter(mandate__in=[mandate.pk for mandate in self.mandates], is_dismissed=False)
        rows = of_these.values_list("mandate", "meeting", "meeting__status", "meeting__start", "is_confirmed", "pk")
        for mandate, meeting, status, start, is_confirmed, key in rows:
            if not is_confirmed:
                self.proposed.add(mandate)
            elif meeting is None:
                self.reports[mandate].add(key)
            elif status == MeetingStatus.HELD and (start is None or start <= self.today):
                self.held[mandate].add(meeting)
            elif status != MeetingStatus.CANCELLED:
                self.to_come[mandate].add(meeting)

    def _find_meetings_of_bodies(self):
        """Meetings held of the bodies that mandates found or address: one that is not yet tied may be what was asked for."""
        wanted = {body for mandate in self.mandates for body in bodies_meant(mandate)}
        seats = MeetingBody.objects.filter(
            body__in=wanted, meeting__status=MeetingStatus.HELD, meeting__start__lte=self.today
        ).exclude(meeting__kind="session")
        self.of_body = defaultdict(list)
        for body, meeting, start in seats.values_list("body", "meeting", "meeting__start"):
            self.of_body[body].append((start, meeting))

    def look_at(self, mandate):
        due = self._due(mandate)
        if due is None:
            return None
        day, cause_of_ripeness, in_words = due
        if mandate.deliverable == Deliverable.MEETING:
            return self._too_few(mandate, day, cause_of_ripeness, in_words)
        return self._no_report(mandate, cause_of_ripeness, in_words) if mandate.due_session_id else None

    def _due(self, mandate):
        """Since when it should have been done: (day, cause, words); None while that can't be said.

        The session it is due at has closed, or its day is past; of a mandate that names neither, the Conference has
        met again since it was given.
        """
        if mandate.due_session_id:
            session = self.sessions.closed(mandate.due_session_id)
            if session is None:
                return None
            return (
                last_day(session),
                cause(session, f"it was due at this session, which {closing_words(session)}"),
                f"due at the {session.title_in_a_sentence}",
            )
        if mandate.due_date:
            if mandate.due_date >= self.today:
                return None
            words = f"due on {day_in_words(mandate.due_date)}"
            return mandate.due_date, cause(mandate, f"it was {words}"), words
        session = self.sessions.next_closed(given_on(mandate)) if mandate.act.body.is_conference else None
        if session is None or self.to_come[mandate.pk]:
            return None
        return (
            last_day(session),
            cause(session, f"the Conference met again since; the session {closing_words(session)}"),
            f"no date named; the {session.title_in_a_sentence} has closed since",
        )

    def _too_few(self, mandate, day, why, in_words):
        least = mandate.least_number or 1
        held = len(self.held[mandate.pk])
        untied = self._untied(mandate, day)
        if held + len(untied) >= least:
            return None
        body = next(iter(bodies_meant(mandate)), mandate.act.body_id)
        began = given_on(mandate)
        cells = [(body, year) for year in range(began.year if began else day.year, day.year + 1)]
        part, declared = self.complete.judge(*cells, in_doubt=mandate.pk in self.proposed)
        asked = "a meeting" if least == 1 else f"at least {least} meetings"
        how_many = f"{held} of {least}" if held else "none"
        if part == FindingPart.NOT_ISSUED:
            shown = f"{how_many} {'were' if held > 1 else 'was'} held, as far as we can know"
        else:
            shown = f"{how_many} {'are' if held > 1 else 'is'} in the record"
        causes = [cause(mandate, f"asks for {asked}"), why, *self._held_as_causes(mandate), *self._proposed(mandate)]
        return Found(
            key=f"meetings:mandate:{mandate.pk}",
            kind=FindingKind.TOO_FEW if held else FindingKind.MEETING,
            part=part,
            sentence=f"{mandate.heading} asks for {asked} ({in_words}): {shown}.",
            causes=[*causes, *declared],
            mandate_id=mandate.pk,
            act_id=mandate.act_id,
            body_id=body,
            year=day.year,
        )

    def _no_report(self, mandate, why, in_words):
        """A report or study due at a session that is over, of which not even a symbol is known."""
        if self.reports[mandate.pk]:
            return None
        session = mandate.due_session
        cell = self.sessions.cell(self.sessions.by_key[session.pk])
        # A study may come out as a publication, which is in no series of documents; and a paper that lay before the
        # session and is tied to no mandate may be what was asked for.
        in_doubt = (
            mandate.deliverable != Deliverable.REPORT
            or mandate.pk in self.proposed
            or session.pk in self.with_untied_papers
        )
        part, declared = self.complete.judge(cell, in_doubt=in_doubt)
        what = f"a {mandate.get_deliverable_display()}"
        shown = (
            "was made available to it, as far as we can know" if part == FindingPart.NOT_ISSUED else "is in the record"
        )
        return Found(
            key=f"transmission:mandate:{mandate.pk}",
            kind=FindingKind.TRANSMISSION,
            part=part,
            sentence=f"{mandate.heading} asks for {what} ({in_words}): none that answers it {shown}.",
            causes=[cause(mandate, f"asks for {what}"), why, *self._proposed(mandate), *declared],
            mandate_id=mandate.pk,
            act_id=mandate.act_id,
            meeting_id=session.pk,
            body_id=cell[0],
            year=cell[1],
        )

    def _proposed(self, mandate):
        is_proposed = mandate.pk in self.proposed
        return [cause(mandate, "an answer is proposed and waits to be confirmed")] if is_proposed else []

    def _untied(self, mandate, day):
        """Meetings of the body meant, held between the mandate and its day, that nobody has tied to it yet."""
        began = given_on(mandate) or date.min
        near = {
            meeting
            for body in bodies_meant(mandate)
            for start, meeting in self.of_body[body]
            if began <= start <= max(day, self.today)
        }
        return near - self.held[mandate.pk]

    def _held_as_causes(self, mandate):
        meetings = Meeting.objects.filter(pk__in=self.held[mandate.pk]).order_by("start", "pk")
        return [cause(meeting, "was held") for meeting in meetings] if self.held[mandate.pk] else []


def given_on(mandate) -> date | None:
    """The day from which a mandate runs: its act's adoption, else the last day of the session that adopted it."""
    act = mandate.act
    if act.adopted:
        return act.adopted
    return last_day(act.session) if act.session_id else None


def bodies_meant(mandate) -> list[int]:
    """The bodies that should meet: the one that the mandate founds, else those addressed; the Conference itself is no answer."""
    if mandate.creates_body_id:
        return [mandate.creates_body_id]
    addressed = [each.body for each in mandate.addressees.all() if each.body_id]
    return [body.pk for body in addressed if not body.is_conference and not body.is_external]
