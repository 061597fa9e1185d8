"""Atom feeds of any room: entries with stable ids, marked languages, and the moment of the last change that readers can see.

Feeds are read by programs that have not signed in: a feed shows what everybody may see, whoever asks. A room gives ``entries``;
see ``documents.feeds`` for an example.
"""

import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Max
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import conditional_page, require_safe

from accounts.access import Audience

EVERYBODY = Audience.PUBLIC
MOST_ENTRIES = 50
# A record may change several times (a document is listed, and issued in six languages): so many changes hold fifty records.
MOST_EVENTS = 8 * MOST_ENTRIES
# When nothing has happened yet, that has not changed since.
NEVER = datetime(2026, 1, 1, tzinfo=UTC)
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """One record in a feed. subject and key: what it is, as evidence names it; language: that of the title."""

    subject: str
    key: int
    title: str
    url: str
    updated: datetime
    summary: str = ""
    language: str = "en"


class Atom(Atom1Feed):
    """Django's Atom feed, with languages, plain texts, and a moment that stands still while nothing happens.

    Signs that no XML may hold are left out of the texts: a title may have been read from any file, a search typed by anybody.
    """

    def __init__(self, title, link, description, *, subtitle=None, **given):
        super().__init__(_as_xml(title), link, _as_xml(description), subtitle=_as_xml(subtitle), **given)

    def add_item(self, title, link, description, **given):
        super().add_item(_as_xml(title), link, _as_xml(description), **given)

    def item_attributes(self, item):
        return {"xml:lang": item["language"]} if item["language"] != self.feed["language"] else {}

    def add_item_elements(self, handler, item):
        summary = item["description"]
        super().add_item_elements(handler, {**item, "description": None})
        if summary:
            handler.addQuickElement("summary", summary)

    def latest_post_date(self):
        return super().latest_post_date() if self.items else NEVER


class EntriesFeed(Feed, ABC):
    """A feed of ``entries(asked)``, newest first; ``asked`` is what ``get_object`` made of the address."""

    feed_type = Atom
    language = "en"
    author_name = "UNTOC documents"

    @abstractmethod
    def entries(self, asked) -> list[Entry]:
        """What the feed tells of, in any order. Of more than ``MOST_ENTRIES`` the newest are shown."""

    def items(self, asked):
        return sorted(self.entries(asked), key=lambda entry: (entry.updated, entry.key), reverse=True)[:MOST_ENTRIES]

    def item_title(self, entry):
        return entry.title

    def item_description(self, entry):
        return entry.summary

    def item_link(self, entry):
        return entry.url

    def item_guid(self, entry):
        """As RFC 4151 has it; the same for a record in every feed, and when its address or symbol changes."""
        return f"tag:{_host()},2026:{entry.subject}/{entry.key}"

    def item_updateddate(self, entry):
        return entry.updated

    def item_extra_kwargs(self, entry):
        return {"language": entry.language or "en"}


def feed_view(feed: EntriesFeed):
    """The view of a feed: read only, and a 304 for whoever has it as it stands (ETag, Last-Modified)."""
    return require_safe(conditional_page(feed))


def last_events(model, key="pgh_obj_id", **condition) -> dict:
    """When records last changed, from their history, which unlike the change table is never trimmed: key → moment.

    key: the history's column to count by, such as ``document_id`` for a part. condition: which of the changes count, as
    filters of the history: those that readers can see.
    """
    history = model.pgh_event_model.objects.filter(**condition).order_by()
    return dict(history.values_list(key).annotate(Max("pgh_created_at")))


def last_changed(model, key="pgh_obj_id", *, most=MOST_EVENTS, **condition) -> list:
    """The keys of the records that changed last, by the newest ``most`` of their changes, newest first. One query.

    key, condition: as ``last_events`` takes them.
    """
    history = model.pgh_event_model.objects.filter(**condition).order_by("-pgh_id")
    return list(dict.fromkeys(history.values_list(key, flat=True)[:most]))


def latest_of(*moments: dict) -> dict:
    """Of several dicts of key → moment the latest of each key."""
    found = {}
    for several in moments:
        for key, at in several.items():
            if at is not None and (key not in found or at > found[key]):
                found[key] = at
    return found


def newest(updated: dict) -> list:
    """Of a dict of key → moment the keys that a feed shows, newest first."""
    return sorted(updated, key=lambda key: (updated[key], key), reverse=True)[:MOST_ENTRIES]


def _as_xml(text):
    return text and NOT_XML.sub("", str(text))


def _host():
    return urlsplit(settings.SITE_ADDRESS).hostname
