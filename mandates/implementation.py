"""The table that secretariats keep: *Resolution | Para | Summary of action | Implementation | Resources*.

Each cell is made of lines, and each line names the records that it comes from, so that a page can link to them and a draft
can say in a comment which record a figure or symbol is from.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.db.models import prefetch_related_objects
from django.urls import reverse

from documents.models import Document
from documents.models.rows import path_of, rows_of
from mandates.models import Mandate, MandateLink, Response
from mandates.models.story import is_asking
from meetings.models import Meeting, MeetingStatus
from provenance.dates import in_words
from provenance.models import label_of

HEADINGS = ("Resolution", "Para", "Summary of action", "Implementation", "Resources")
ROWS_AT_A_TIME = 500


@dataclass(frozen=True)
class Source:
    """A record that a line comes from: its kind (``documents.document``) and key, what it is called, its address."""

    kind: str
    pk: int
    label: str
    url: str


@dataclass(frozen=True)
class Line:
    """One line of a cell, as plain text, and the records that it comes from."""

    text: str
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Cell:
    """A cell of the table. Empty where the record says nothing."""

    lines: tuple[Line, ...] = ()

    def __bool__(self):
        return bool(self.lines)

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The records of all its lines, each once, in their order."""
        return tuple(dict.fromkeys(source for line in self.lines for source in line.sources))


@dataclass(frozen=True)
class ImplementationRow:
    """One mandate in the table. mandate: its key; word, tone and reason: its status, as everywhere on the site."""

    mandate: int
    url: str
    word: str
    tone: str
    reason: str
    resolution: Cell
    paragraph: Cell
    action: Cell
    implementation: Cell
    resources: Cell

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The five cells in the order of HEADINGS."""
        return self.resolution, self.paragraph, self.action, self.implementation, self.resources


def rows(audience, mandates) -> list[ImplementationRow]:
    """The rows of some mandates (a queryset, in its order), as a reader of ``audience`` may know them. Nine queries at most.

    Only what is confirmed stands in the table; what is proposed does not, whoever looks. Meant for some hundreds; for a
    long table, or an order of its own, see ``rows_by_key``.
    """
    found = list(mandates.visible_to(audience).confirmed().with_outcome(audience).select_related("act__body"))
    if any(mandate.standing is None for mandate in found):
        prefetch_related_objects(found, "addressees")
    answers, links, papers = _answers(audience, found), _links(audience, found), {}
    given = [each for several in answers.values() for each in several]
    if wanted := {each.document_id for each in given if each.document_id}:
        papers = {row.pk: row for row in rows_of(Document.objects.visible_to(audience).filter(pk__in=wanted), audience)}
    keys = {key for each in given for key in (each.meeting_id, each.went_to)}
    keys |= {each.due_session_id for each in found}
    seen = Meeting.objects.visible_to(audience).filter(pk__in=keys - {None}).with_bodies()
    meetings = {meeting.pk: meeting for meeting in seen}
    for several in answers.values():
        several.sort(key=lambda each: _when(meetings.get(each.meeting_id), each))
    return [_row(each, answers.get(each.pk, ()), links.get(each.pk, ()), papers, meetings) for each in found]


def _when(meeting, answer):
    """Meetings in the order of their dates, reports in the order in which they were entered."""
    return (meeting.start if meeting and meeting.start else date.max, answer.position, answer.pk)


def rows_by_key(audience, keys: Iterable[int]) -> Iterator[ImplementationRow]:
    """The rows of many mandates, given by their keys, in that order: read some hundreds at a time."""
    keys = iter(keys)
    while some := list(islice(keys, ROWS_AT_A_TIME)):
        made = {row.mandate: row for row in rows(audience, Mandate.objects.filter(pk__in=some))}
        yield from (made[key] for key in some if key in made)


def _answers(audience, mandates):
    """The confirmed answers by mandate."""
    found = {}
    answers = Response.objects.visible_to(audience).filter(mandate__in=mandates, is_confirmed=True)
    for answer in answers.with_session(audience).order_by():
        found.setdefault(answer.mandate_id, []).append(answer)
    return found


def _links(audience, mandates):
    """How mandates go on, by mandate: confirmed links alone."""
    links = (
        MandateLink.objects.visible_to(audience)
        .filter(mandate__in=mandates, is_confirmed=True)
        .select_related("to_act__body", "to_mandate__act__body")
        .order_by("pk")
    )
    found = {}
    for link in links:
        found.setdefault(link.mandate_id, []).append(link)
    return found


def _row(mandate, answers, links, papers, meetings):
    act, outcome = mandate.act, mandate.outcome
    own = _source(mandate, mandate.heading, mandate.get_absolute_url())
    of_the_act = _source(act, act.heading, act.get_absolute_url())
    told = ": ".join(part for part in (outcome.word, outcome.sentence) if part)
    asked = [Line(asked_in_words(mandate), (own,))]
    session = meetings.get(mandate.due_session_id)
    due = f"the {session.title_in_a_sentence}" if session else in_words(mandate.due_date, "day") or mandate.due_words
    if due:
        asked.append(Line(f"Due: {due}", (own, *([_meeting_source(session)] if session else []))))
    return ImplementationRow(
        mandate=mandate.pk,
        url=own.url,
        word=outcome.word,
        tone=outcome.tone,
        reason=outcome.sentence,
        resolution=Cell((Line(act.heading, (of_the_act,)),)),
        paragraph=_cell(mandate.paragraph_as_printed, own),
        action=Cell(tuple(asked)),
        implementation=Cell((Line(f"{told}.", (own,)), *_lines(answers, papers, meetings), *_onwards(links))),
        resources=_cell(mandate.resources, own),
    )


def _cell(text, source):
    return Cell((Line(text, (source,)),)) if text else Cell()


def asked_in_words(mandate) -> str:
    """``Requested UNODC to convene at least one meeting``: verb, addressee and action in the words of the source."""
    verb = mandate.verb[:1].upper() + mandate.verb[1:]
    who = " and ".join(mandate.standing.addressees) if mandate.standing else mandate.addressee_words
    if who and is_asking(mandate.verb):
        return f"{verb} {who} to {mandate.action}"
    asked = f"{verb}: {mandate.action}" if verb else mandate.action
    return f"{asked} ({who})" if who else asked


def _lines(answers, papers, meetings):
    """A line for each meeting and for each report."""
    for answer in answers:
        if answer.meeting_id:
            meeting = meetings[answer.meeting_id]
            state = "" if meeting.status == MeetingStatus.HELD else f" ({meeting.get_status_display()})"
            where = ", ".join(part for part in (meeting.place, meeting.dates) if part)
            yield Line(f"{meeting}{', ' if where else ''}{where}{state}", (_meeting_source(meeting),))
    for answer in answers:
        if answer.meeting_id or (answer.document_id and answer.document_id not in papers):
            continue
        yield _report_line(answer, papers.get(answer.document_id), meetings.get(answer.went_to))


def _report_line(answer, paper, session):
    if paper is not None:
        name = f"{paper.symbol}, {paper.title}" if paper.symbol and paper.title else paper.name
        sources = [Source(label_of(Document), paper.pk, paper.name, paper.url)]
    else:
        name = f"{answer.symbol} (not held here)"
        url = reverse("document", args=[path_of(answer.symbol)])
        sources = [Source(label_of(answer), answer.pk, answer.symbol, url)]
    if session is None:
        return Line(name, tuple(sources))
    return Line(f"{name}, made available to the {session.title_in_a_sentence}", (*sources, _meeting_source(session)))


def _onwards(links):
    for link in links:
        record = link.to_act or link.to_mandate
        words = link.to_act.label if link.to_act else link.to_mandate.citation
        told = f"{link.get_kind_display()} {words}"
        yield Line(told[:1].upper() + told[1:], (_source(record, words, record.get_absolute_url()),))


def _source(record, label, url):
    return Source(label_of(record), record.pk, label, url)


def _meeting_source(meeting):
    return _source(meeting, str(meeting), meeting.get_absolute_url())
