"""The thread of a mandate in words and cards, as ``components/_thread_step.html`` takes it: asked, met, reported, received."""

from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join

from mandates.models import Deliverable
from mandates.models.story import is_asking
from mandates.queries import MandatePage
from meetings.models import MeetingStatus
from provenance.dates import in_words

PROPOSED = "Proposed, to be confirmed"
REPORTING = {Deliverable.REPORT, Deliverable.STUDY}


@dataclass(frozen=True)
class Waiting:
    """A step, or the session of one, that waits for a person: the response's key, and what it is called."""

    pk: int
    name: str
    session: bool = False


@dataclass
class Card:
    """A meeting or a report in the thread."""

    heading: str = ""
    symbol: str = ""
    url: str = ""
    title: str = ""
    title_language: str = "en"
    when: str = ""
    state_word: str = ""
    state_tone: str = "plain"
    places: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    note: str = ""
    hollow: bool = False
    anchor: str = ""
    waiting: object = None
    said_of_session: str = ""
    session_statements: list = field(default_factory=list)


@dataclass
class Step:
    """One step: a heading, words, cards; open where something that was asked for is not there."""

    heading: str
    when: str = ""
    said: str = ""
    said_language: str = "en"
    body: str = ""
    cards: list = field(default_factory=list)
    statements: list = field(default_factory=list)
    state_word: str = ""
    anchor: str = ""
    open: bool = False
    end: bool = False


def thread_of(page: MandatePage) -> list[Step]:
    """The steps of a mandate's thread, in the order in which things happen.

    A step is open (dashed) where something is missing that was asked for: fewer meetings than the least number, a
    report that was asked for, or a meeting of which no report is known, or reports that no session is known to have had.
    """
    mandate = page.mandate
    steps = [*[_link_step(link) for link in page.links if not link.is_onward], _asked(page)]
    told_before = len(steps)
    held = sum(step.is_confirmed and step.meeting.status == MeetingStatus.HELD for step in page.meetings)
    if page.meetings:
        heading = "Meeting" if len(page.meetings) == 1 else "Meetings"
        steps.append(Step(heading, cards=[_meeting_card(step) for step in page.meetings]))
    asks_to_meet = mandate.deliverable == Deliverable.MEETING
    if asks_to_meet and held < (mandate.least_number or 1):
        steps.append(_missing_meetings(held, mandate.least_number or 1))
    if page.reports:
        heading = "Report" if len(page.reports) == 1 else "Reports"
        steps.append(Step(heading, cards=[_report_card(step) for step in page.reports]))
    elif mandate.deliverable in REPORTING or (asks_to_meet and held):
        steps.append(Step("No report known here", body="No report that answers this is in the record.", open=True))
    steps += [_received(step, all_went=len(step.reports) == len(page.reports)) for step in page.sessions]
    if page.reports and not page.sessions and not mandate.act.body.is_external:
        which = "it" if len(page.reports) == 1 else "they"
        words = f"The record does not show to which session {which} went."
        steps.append(Step("Made available to", body=words, open=True))
    if len(steps) == told_before:
        steps.append(
            Step(
                "No answer in the record",
                body="No meeting and no report is known here as an answer to this.",
                open=True,
            )
        )
    steps += [_link_step(link) for link in page.links if link.is_onward]
    steps[-1].end = not steps[-1].open
    return steps


def sources_of(page: MandatePage) -> list[str]:
    """The sources of all that the page states, each once, for print, where nothing can be opened to ask why.

    What is only proposed has none here.
    """
    steps = [*page.meetings, *page.reports, *page.links]
    said = [*[each for several in page.why.values() for each in several]]
    said += [each for step in steps if step.is_confirmed for each in step.why]
    found = []
    for each in said:
        is_waiting = each.reader and not each.confirmed_at and each.subject == "mandates.response"
        if each.source and not is_waiting:
            found.append(f"{each.source}, page {each.page}" if each.page else each.source)
    return list(dict.fromkeys(found))


def _link_step(link):
    """How it goes on, or what it goes back to; the label leads there."""
    label = link.label[:1].upper() + link.label[1:]
    body = format_html('<a href="{}">{}</a>', link.url, label)
    if link.review_url:
        body = format_html('{} · <a href="{}">Decide on the link</a>', body, link.review_url)
    return Step(
        link.word[:1].upper() + link.word[1:],
        body=body,
        state_word="" if link.is_confirmed else PROPOSED,
        statements=link.why,
        anchor=f"link-{link.pk}" if link.pk else "",
    )


def _asked(page):
    mandate = page.mandate
    act, session = mandate.act, mandate.act.session
    where = format_html('<a href="{}">{}</a>', act.get_absolute_url(), mandate.heading)
    if act.adopted:
        where = format_html("{}, adopted {}", where, in_words(act.adopted, act.adopted_precision))
    if session:
        where = format_html(
            '{} at the <a href="{}">{}</a>',
            where,
            session.get_absolute_url(),
            session.title_in_a_sentence,
        )
    paragraph = mandate.paragraph if mandate.may_quote else None
    return Step(
        "What was asked",
        when=where,
        said=paragraph.text if paragraph else "",
        said_language=paragraph.language if paragraph else "en",
        body=_asked_in_words(page),
        statements=page.why.get("action", []),
    )


def _asked_in_words(page):
    """Verb, addressee and action as one sentence, in the words of the source."""
    mandate = page.mandate
    who = format_html_join(
        " and ",
        "{}",
        (
            (format_html('<a href="{}">{}</a>', each.body.get_absolute_url(), each.words) if each.body else each.words,)
            for each in page.addressees
        ),
    )
    verb = format_html('<em class="verb">{}</em>', mandate.verb[:1].upper() + mandate.verb[1:]) if mandate.verb else ""
    if who and is_asking(mandate.verb):
        return format_html("{} {} to {}", verb, who, mandate.action)
    if who and verb:
        return format_html("{}: {} ({})", verb, mandate.action, who)
    return format_html("{}: {}", verb, mandate.action) if verb else mandate.action


def _meeting_card(step):
    meeting = step.meeting
    of_whom = "" if not meeting.body or meeting.body.is_conference else " and ".join(meeting.body_names)
    coming = meeting.status != MeetingStatus.HELD
    return Card(
        heading=meeting.title,
        url=meeting.get_absolute_url(),
        title=of_whom,
        when=", ".join(part for part in (meeting.place, meeting.dates or "date not known") if part),
        state_word="" if step.is_confirmed and not coming else _standing(step, meeting),
        state_tone="due",
        statements=step.why,
        note=step.note,
        hollow=coming or not step.is_confirmed,
        anchor=f"response-{step.pk}" if step.pk else "",
        waiting=None if step.is_confirmed else Waiting(step.pk, str(meeting)),
    )


def _standing(step, meeting):
    return PROPOSED if not step.is_confirmed else meeting.get_status_display().capitalize()


def _report_card(step):
    row, proposed = step.row, step.session_proposed
    of_session = [statement for statement in step.why if statement.field == "made available to"]
    card = Card(
        statements=[statement for statement in step.why if statement not in of_session],
        note=step.note,
        state_word="" if step.is_confirmed else PROPOSED,
        state_tone="due",
        hollow=row is None or not step.is_confirmed,
        anchor=f"response-{step.pk}" if step.pk else "",
    )
    if row is None:
        card.symbol, card.url, card.title = step.symbol, step.url, "Known by its symbol only; not held here yet"
    else:
        card.heading, card.symbol, card.url = "" if row.symbol else row.name, row.symbol, row.url
        card.title, card.title_language = row.title if row.symbol else "", row.title_language or "en"
        card.when, card.places = " · ".join(part for part in (row.type, row.date_words) if part), row.places
    name = step.symbol or (row.name if row else "")
    if proposed:
        of_which = " (proposed, to be confirmed)" if step.is_confirmed else ""
        card.said_of_session = f"Made available to the {proposed.title_in_a_sentence}{of_which}"
        card.session_statements = of_session
    if not step.is_confirmed or proposed:
        card.waiting = Waiting(step.pk, name, session=step.is_confirmed)
    return card


def _missing_meetings(held, least):
    if not held:
        return Step("Meeting not held yet", body="The record shows no meeting held as an answer to this.", open=True)
    told = f"{held} of at least {least} meetings {'is' if held == 1 else 'are'} known to have been held."
    return Step("Fewer meetings than asked", body=told, open=True)


def _received(step, all_went):
    session = step.session
    words = format_html(
        '<a href="{}">{}</a>, {}',
        session.get_absolute_url(),
        session.title,
        session.place_and_dates,
    )
    if step.agenda:
        words = format_html("{} · agenda document {}", words, _symbols(step.agenda))
    if not all_went:
        which = _symbols((report.symbol, report.url) for report in step.reports if report.symbol)
        words = format_html("{} · {}", words, which) if which else words
    return Step("Made available to", body=words, statements=step.why)


def _symbols(documents):
    """Symbols that lead to their documents. documents: (symbol, address) of each."""
    links = ((url, symbol) for symbol, url in documents)
    return format_html_join(", ", '<a class="symbol" href="{}"><bdi dir="ltr">{}</bdi></a>', links)
