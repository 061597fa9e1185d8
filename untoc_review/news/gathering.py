"""Putting the news together: by the thing that is followed, newest first, with a link, a place and a time for each."""

from dataclasses import dataclass, field
from datetime import datetime

from django.urls import reverse

from accounts.access import Audience, audience_of
from accounts.models import Follow, NewsSettings, User
from documents.models import DocumentMeeting
from documents.models.rows import path_of
from mandates.models import Response
from provenance.followers import settled_until
from provenance.models import Change
from untoc_review.news.acts import act_news, mandate_news
from untoc_review.news.documents import document_news
from untoc_review.news.history import Window
from untoc_review.news.meetings import meeting_news
from untoc_review.news.searches import search_news
from untoc_review.things import DOCUMENT, MEETING, RESPONSE, Thing, search_url, things_of

MOST_ENTRIES = 50


@dataclass
class Entry:
    """One record in the news of one followed thing: what it is, where, and what happened to it ((when, words), newest first).

    is_itself: the record is the followed thing.
    """

    thing: Thing
    where: str
    happenings: list
    is_itself: bool = False

    @property
    def at(self) -> datetime:
        return self.happenings[0][0]


@dataclass
class Group:
    """The news of one followed thing. word: its kind; for a saved search “search”, and the name is the person's own."""

    name: str
    word: str
    url: str
    entries: list[Entry]
    note: str = ""
    language: str = "en"

    @property
    def at(self) -> datetime:
        return self.entries[0].at

    @property
    def shown(self):
        return self.entries[:MOST_ENTRIES]

    @property
    def further(self) -> int:
        """How many more there are than are shown."""
        return max(0, len(self.entries) - MOST_ENTRIES)


@dataclass
class News:
    """All news from ``since`` up to ``until``, by thing. follows: how many things are followed at all."""

    since: datetime
    until: datetime
    groups: list[Group] = field(default_factory=list)
    follows: int = 0

    @property
    def count(self) -> int:
        """How many records there is news of; one that is told for several reasons counts once."""
        return len(self.newest)

    @property
    def newest(self):
        """The newest entries of all things, as (Group, Entry), each record once."""
        entries = sorted(
            ((group, entry) for group in self.groups for entry in group.entries),
            key=lambda pair: pair[1].at,
            reverse=True,
        )
        seen = {}
        for group, entry in entries:
            seen.setdefault((entry.thing.subject, entry.thing.key), (group, entry))
        return list(seen.values())


def news_for(user: User) -> News:
    """The news that a person has not read, as far as they may see it now. At most 50 queries, and three for each search."""
    return news_of(user, since=NewsSettings.objects.of(user).since)


def news_of(user: User, *, since: datetime, until: datetime | None = None) -> News:
    """The news for a person from ``since`` up to ``until`` (else to now): of each thing, only since they follow it."""
    follows = list(Follow.objects.of(user))
    if not follows:
        return News(since, until or since)
    until = until or settled_until()
    news = News(since, until, follows=len(follows))
    # What a person follows later has no news from before; so nothing is looked up further back than need be.
    earliest = max(since, min(follow.since for follow in follows))
    if not _anything_since(earliest):
        return news
    audience = Audience(audience_of(user))
    told = _told(follows, _window(follows, audience, earliest, until))
    by_follow = {follow.pk: _by_record(told[follow.pk], max(since, follow.since)) for follow in follows}
    records = {record for entries in by_follow.values() for record in entries}
    if not records:
        return news
    things = things_of(records | {follow.thing for follow in follows if by_follow[follow.pk]}, audience)
    things |= _symbols_alone(records, audience)
    where = _where(records, audience, things)
    for follow in follows:
        entries = [
            Entry(things[record], where.get(record, ""), happenings, record == follow.thing)
            for record, happenings in by_follow[follow.pk].items()
            if record in things
        ]
        entries.sort(key=lambda entry: entry.at, reverse=True)
        if entries and (group := _group(follow, things, entries)):
            news.groups.append(group)
    news.groups.sort(key=lambda group: group.at, reverse=True)
    return news


def _anything_since(moment):
    """Whether anything at all changed since: the last rows of the change table say so, without a search through it.

    Rows are numbered as they are written; a few are looked at because two writers may be numbered the other way round.
    """
    return any(at >= moment for at in Change.objects.order_by("-pk").values_list("at", flat=True)[:50])


def _window(follows, audience, since, until):
    window = Window(audience, since, until, searches=any(follow.is_search for follow in follows))
    for follow in follows:
        if not follow.is_search:
            window.followed.setdefault(follow.subject, set()).add(follow.subject_id)
    return window


def _told(follows, window):
    """All that happened, by the key of the Follow that it is told to."""
    happenings, appeared = document_news(window)
    if window.followed:
        happenings += meeting_news(window) + act_news(window) + mandate_news(window)
    by_thing = {}
    for happening in happenings:
        by_thing.setdefault(happening.thing, []).append(happening)
    return {
        follow.pk: search_news(follow.query, window.audience, appeared)
        if follow.is_search
        else by_thing.get(follow.thing, [])
        for follow in follows
    }


def _by_record(happenings, since):
    """What happened to each record since then: record → [(when, words)], newest first, nothing twice."""
    found = {}
    for happening in happenings:
        if happening.at >= since:
            found.setdefault(happening.record, set()).add((happening.at, happening.words))
    return {record: sorted(several, reverse=True) for record, several in found.items()}


def _group(follow, things, entries):
    """The group of a followed thing; None when the thing itself is not visible to its follower any more."""
    if follow.is_search:
        return Group(follow.name, "search", search_url(follow), entries)
    thing = things.get(follow.thing)
    return Group(thing.name, thing.word, thing.url, entries, thing.note, thing.language) if thing else None


def _symbols_alone(records, audience):
    """Reports of which only the symbol is known, as things: their page tells what cites them."""
    keys = [key for subject, key in records if subject == RESPONSE]
    answers = Response.objects.visible_to(audience).filter(pk__in=keys) if keys else ()
    return {
        (RESPONSE, answer.pk): Thing(
            RESPONSE, answer.pk, "report", answer.symbol, reverse("document", args=[path_of(answer.symbol)])
        )
        for answer in answers
    }


def _where(records, audience, things):
    """The place and dates of each record: a meeting's own; for a document those of its last meeting."""
    where = {record: things[record].note for record in records if record[0] == MEETING and record in things}
    documents = [key for subject, key in records if subject == DOCUMENT]
    if documents:
        places = DocumentMeeting.objects.visible_to(audience).confirmed().filter(document__in=documents)
        for place in places.with_meetings().order_by("meeting__start", "pk"):
            where[DOCUMENT, place.document_id] = f"{place.meeting}, {place.meeting.place_and_dates}"
    return where
