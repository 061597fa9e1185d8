"""What can be followed, as it is called and where it stands. Only the roof knows all rooms.

What a reader may not see is not there: a thing is asked for by kind and key together with who is looking.
"""

from dataclasses import dataclass

from django.urls import reverse

from accounts.models import Follow
from documents.models import Act, Document
from documents.models.rows import rows_of
from mandates.models import Mandate
from meetings.models import Body, Meeting

# The kinds of records, as evidence and the change table name them.
DOCUMENT, ACT = "documents.document", "documents.act"
MEETING, BODY = "meetings.meeting", "meetings.body"
MANDATE, RESPONSE = "mandates.mandate", "mandates.response"


@dataclass(frozen=True)
class Thing:
    """A record as a list of what is followed names it. word: its kind; note: place and dates, or a title beside the name."""

    subject: str
    key: int
    word: str
    name: str
    url: str
    note: str = ""
    language: str = "en"


def _documents(keys, audience):
    for row in rows_of(Document.objects.visible_to(audience).filter(pk__in=keys), audience):
        yield row.pk, row.name, row.url, row.title if row.symbol else "", row.title_language or "en"


def _acts(keys, audience):
    for act in Act.objects.visible_to(audience).filter(pk__in=keys).select_related("body").prefetch_related("titles"):
        yield act.pk, act.heading, act.get_absolute_url(), act.title, act.title_language


def _mandates(keys, audience):
    for mandate in Mandate.objects.visible_to(audience).filter(pk__in=keys).select_related("act__body"):
        yield mandate.pk, mandate.heading, mandate.get_absolute_url(), mandate.action, "en"


def _meetings(keys, audience):
    for meeting in Meeting.objects.visible_to(audience).filter(pk__in=keys).with_bodies():
        yield meeting.pk, str(meeting), meeting.get_absolute_url(), meeting.place_and_dates, "en"


def _bodies(keys, audience):
    for body in Body.objects.visible_to(audience).filter(pk__in=keys):
        note = body.name if body.short_name else ""
        yield body.pk, str(body), body.get_absolute_url(), note, "en"


# kind of record → (its word, what names those of the keys that the reader may see)
KINDS = {
    MANDATE: ("mandate", _mandates),
    BODY: ("body", _bodies),
    MEETING: ("meeting", _meetings),
    DOCUMENT: ("document", _documents),
    ACT: ("resolution or decision", _acts),
}


def things_of(wanted, audience) -> dict:
    """The Things that a reader of ``audience`` may see among ``wanted`` ((kind, key) pairs), by those pairs.

    A few queries for each kind that occurs, however many are wanted. Kinds that can't be followed are passed over.
    """
    keys = {}
    for subject, key in wanted:
        if subject in KINDS:
            keys.setdefault(subject, set()).add(key)
    return {
        (subject, key): Thing(subject, key, KINDS[subject][0], name, url, note, language)
        for subject, several in keys.items()
        for key, name, url, note, language in KINDS[subject][1](several, audience)
    }


def thing_of(subject: str, key: int, audience) -> Thing | None:
    """The one Thing, or None when there is none or none for this reader."""
    return things_of([(subject, key)], audience).get((subject, key))


def search_url(follow: Follow) -> str:
    """Where a saved search is shown: always its list, never straight on to the one document that it names."""
    return f"{reverse('search')}?{follow.query}&list=1"
