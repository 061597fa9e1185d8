"""Feeds of mandates: the register with its filters, and the thread of one."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from documents.feeds import entries_of
from documents.models import Document
from documents.models.rows import path_of
from mandates import queries
from mandates.models import Mandate, Response, Review
from mandates.standing import asked_of, catch_up, rows_of_mandates, standings_of
from meetings.models import Meeting
from provenance.atom import EVERYBODY, EntriesFeed, Entry, feed_view, last_changed, last_events, latest_of, newest


def _updated(keys):
    """The last change of each mandate that everybody can see: its own since it was confirmed, and of confirmed answers."""
    answers = Response.objects.visible_to(EVERYBODY).filter(mandate__in=keys)
    return latest_of(
        last_events(Mandate, pgh_obj_id__in=keys, review=Review.CONFIRMED),
        last_events(Response, "mandate_id", pgh_obj_id__in=answers.values("pk"), is_confirmed=True),
    )


def _changed_last(mandates):
    """The keys of those of ``mandates`` (a queryset) of which something that everybody can see changed last. Two queries."""
    answers = Response.objects.visible_to(EVERYBODY).filter(mandate__in=mandates.values("pk"))
    keys = last_changed(Mandate, pgh_obj_id__in=mandates.values("pk"), review=Review.CONFIRMED)
    return keys + last_changed(Response, "mandate_id", pgh_obj_id__in=answers.values("pk"), is_confirmed=True)


def _entry(mandate, updated):
    outcome = mandate.outcome
    return Entry(
        "mandates.mandate",
        mandate.pk,
        _title(mandate),
        mandate.get_absolute_url(),
        updated,
        " · ".join(part for part in (outcome.word, outcome.sentence) if part),
    )


def _title(mandate):
    return f"{mandate.heading}: {mandate.action}"


class RegisterFeed(EntriesFeed):
    """The register of mandates, with the filters of its page in the address: those of which something changed last."""

    title = "Mandates"
    subtitle = "What was asked, and what came of it"

    def get_object(self, request):
        return asked_of(request.GET, EVERYBODY)

    def link(self, asked):
        return _with_filters("mandates", asked)

    def feed_url(self, asked):
        return _with_filters("mandates_feed", asked)

    def entries(self, asked):
        catch_up()
        matching = Mandate.objects.filter(pk__in=standings_of(asked, EVERYBODY).values("mandate"))
        updated = _updated(_changed_last(matching))
        return [_entry(row.mandate, updated[row.mandate.pk]) for row in rows_of_mandates(EVERYBODY, newest(updated))]


def _with_filters(name, asked):
    return reverse(name) + (f"?{asked.query}" if asked else "")


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
        return _title(asked)

    def link(self, asked):
        return asked.get_absolute_url()

    def entries(self, asked):
        answers = (
            Response.objects.visible_to(EVERYBODY)
            .filter(mandate=asked, is_confirmed=True)
            .filter(Q(document=None) | Q(document__in=Document.objects.visible_to(EVERYBODY).without_stand_ins()))
            .with_session(EVERYBODY)
            .select_related("meeting")
            .prefetch_related("meeting__seats__body")
        )
        confirmed = last_events(Response, pgh_obj_id__in=answers.values("pk"), is_confirmed=True)
        answers = list(answers.filter(pk__in=newest(confirmed)))
        documents = {
            entry.key: entry for entry in entries_of(answer.document_id for answer in answers if answer.document_id)
        }
        sessions = Meeting.objects.with_bodies().in_bulk({answer.went_to for answer in answers} - {None})
        found = [_entry(asked, _updated([asked.pk])[asked.pk])]
        for answer in answers:
            title, url, summary, language = _told(
                answer, documents.get(answer.document_id), sessions.get(answer.went_to)
            )
            found.append(Entry("mandates.response", answer.pk, title, url, confirmed[answer.pk], summary, language))
        return found


def _told(answer, document, session):
    """What an answer says of itself: title, address, summary, language."""
    if answer.meeting_id:
        meeting = answer.meeting
        return f"Meeting: {meeting}", meeting.get_absolute_url(), meeting.place_and_dates, "en"
    sent = f"Made available to the {session.title_in_a_sentence}" if session else ""
    if document is not None:
        return f"Report: {document.title}", document.url, sent or document.summary, document.language
    return f"Report: {answer.symbol}", reverse("document", args=[path_of(answer.symbol)]), sent or "Not held here", "en"


mandates_feed = feed_view(RegisterFeed())
mandate_feed = feed_view(ThreadFeed())
