"""Feeds of mandates: the register with its filters, and the thread of one."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode

from documents.feeds import entries_of
from documents.models import Document
from documents.models.rows import path_of
from mandates import queries
from mandates.models import Mandate, Response, Review
from provenance.atom import EVERYBODY, EntriesFeed, Entry, feed_view, last_events, latest_of


def _updated(keys):
    """The last change of each mandate that everybody can see: its own since it was confirmed, and of confirmed answers."""
    answers = Response.objects.visible_to(EVERYBODY).filter(mandate__in=keys)
    return latest_of(
        last_events(Mandate, pgh_obj_id__in=keys, review=Review.CONFIRMED),
        last_events(Response, "mandate_id", pgh_obj_id__in=answers.values("pk"), is_confirmed=True),
    )


def _heading(mandate):
    citation = mandate.citation
    return f"{citation[:1].upper()}{citation[1:]}: {mandate.action}"


class RegisterFeed(EntriesFeed):
    """The register of mandates, with the filters of its page in the address."""

    title = "Mandates"
    subtitle = "What was asked, and what came of it"

    def get_object(self, request):
        return queries.asked_of(request.GET)

    def link(self, asked):
        return _with_filters("mandates", asked)

    def feed_url(self, asked):
        return _with_filters("mandates_feed", asked)

    def entries(self, asked):
        rows = queries.register(EVERYBODY, **asked)
        updated = _updated([row.mandate.pk for row in rows])
        return [
            Entry(
                "mandates.mandate",
                row.mandate.pk,
                _heading(row.mandate),
                row.url,
                updated[row.mandate.pk],
                " · ".join(part for part in (row.outcome.word, row.outcome.sentence) if part),
            )
            for row in rows
            if row.mandate.pk in updated
        ]


def _with_filters(name, asked):
    given = urlencode({key: value for key, value in asked.items() if value})
    return reverse(name) + (f"?{given}" if given else "")


class ThreadFeed(EntriesFeed):
    """The thread of one mandate: the mandate itself, and each meeting and report that answers it."""

    def get_object(self, request, act, number):
        wanted = queries.act_of_address(act)
        if wanted is None:
            raise Http404
        visible = Mandate.objects.visible_to(EVERYBODY).filter(review=Review.CONFIRMED).with_outcome(EVERYBODY)
        return get_object_or_404(
            visible.select_related("act__body"),
            act__body__slug=wanted["body"],
            act__kind=wanted["kind"],
            act__number=wanted["act_number"],
            number=int(number),
        )

    def title(self, asked):
        return _heading(asked)

    def link(self, asked):
        return asked.get_absolute_url()

    def entries(self, asked):
        outcome = asked.outcome
        asked_for = Entry(
            "mandates.mandate",
            asked.pk,
            _heading(asked),
            asked.get_absolute_url(),
            _updated([asked.pk])[asked.pk],
            " · ".join(part for part in (outcome.word, outcome.sentence) if part),
        )
        answers = (
            Response.objects.visible_to(EVERYBODY)
            .filter(mandate=asked, is_confirmed=True)
            .filter(Q(document=None) | Q(document__in=Document.objects.visible_to(EVERYBODY).without_stand_ins()))
            .select_related("meeting", "made_available_to")
            .prefetch_related("meeting__seats__body", "made_available_to__seats__body")
        )
        answers = list(answers)
        confirmed = last_events(Response, pgh_obj_id__in=[answer.pk for answer in answers], is_confirmed=True)
        documents = {
            entry.key: entry for entry in entries_of(answer.document_id for answer in answers if answer.document_id)
        }
        found = [asked_for]
        for answer in answers:
            title, url, summary, language = _told(answer, documents.get(answer.document_id))
            updated = confirmed.get(answer.pk, asked_for.updated)
            found.append(Entry("mandates.response", answer.pk, title, url, updated, summary, language))
        return found


def _told(answer, document):
    """What an answer says of itself: title, address, summary, language."""
    if answer.meeting_id:
        meeting = answer.meeting
        return f"Meeting: {meeting}", meeting.get_absolute_url(), meeting.place_and_dates, "en"
    session = answer.made_available_to
    sent = f"Made available to the {session.title[:1].lower()}{session.title[1:]}" if session else ""
    if session is not None and session.audience > EVERYBODY:
        sent = ""
    if document is not None:
        return f"Report: {document.title}", document.url, sent or document.summary, document.language
    return f"Report: {answer.symbol}", reverse("document", args=[path_of(answer.symbol)]), sent or "Not held here", "en"


mandates_feed = feed_view(RegisterFeed())
mandate_feed = feed_view(ThreadFeed())
