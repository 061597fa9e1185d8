"""Feeds of documents and acts: the latest of all, of a body, of a meeting; and of any list, such as the result of a search."""

from collections.abc import Iterable

from django.db.models import Max, QuerySet
from django.db.models.functions import Greatest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from documents.models import (
    Act,
    ActTitle,
    Document,
    DocumentMeeting,
    DocumentSymbol,
    DocumentTitle,
    LanguageVersion,
    VersionStatus,
)
from documents.models.rows import Row, rows_of
from documents.search.find import matching
from documents.search.narrowing import narrowed_by
from meetings.models import Body, Meeting
from provenance.atom import (
    EVERYBODY,
    MOST_ENTRIES,
    MOST_EVENTS,
    EntriesFeed,
    Entry,
    feed_view,
    last_changed,
    last_events,
    latest_of,
    newest,
)


class DocumentsFeed(EntriesFeed):
    """Documents as entries. A subclass gives ``documents(asked)``: a queryset, or keys or Rows in any order.

    Whatever it gives, only what everybody may see is shown, and nothing that is here only as a stand-in.
    """

    title = "Latest documents"
    subtitle = "Documents of the Conference and its bodies, listed or issued"

    def documents(self, asked) -> QuerySet | Iterable[int | Row]:
        return latest(_public())

    def entries(self, asked):
        return entries_of(self.documents(asked))

    def link(self, asked):
        return reverse("documents")


def entries_of(documents: QuerySet | Iterable[int | Row]) -> list[Entry]:
    """Documents as entries of a feed, those that changed last. documents: a queryset of them, their keys, or Rows of a list.

    Nine queries.
    """
    if isinstance(documents, QuerySet):
        keys = list(documents.values_list("pk", flat=True)[:MOST_EVENTS])
    else:
        keys = [each.pk if isinstance(each, Row) else each for each in documents][:MOST_EVENTS]
    updated = _updated(list(_public().filter(pk__in=keys).values_list("pk", flat=True)))
    return [_entry(row, updated[row.pk]) for row in rows_of(_public().filter(pk__in=newest(updated)), EVERYBODY)]


def latest(documents: QuerySet) -> list[int]:
    """The keys of those of ``documents`` that were listed, changed or issued last. Two queries."""
    among = documents.order_by().values("pk")
    listed = last_changed(Document, is_publicly_listed=True, pgh_obj_id__in=among)
    issued = last_changed(LanguageVersion, "document_id", status=VersionStatus.ISSUED, document_id__in=among)
    return list(dict.fromkeys(listed + issued))


def _public():
    return Document.objects.visible_to(EVERYBODY).without_stand_ins()


def _updated(keys):
    """The last change of each document that everybody can see: a text that is held and not issued moves nothing."""
    issued = LanguageVersion.objects.filter(document__in=keys, status=VersionStatus.ISSUED)
    withdrawn = LanguageVersion.objects.filter(document__in=keys, status=VersionStatus.WITHDRAWN)
    return latest_of(
        last_events(Document, pgh_obj_id__in=keys),
        last_events(DocumentTitle, "document_id", document_id__in=keys),
        last_events(DocumentSymbol, "document_id", document_id__in=keys),
        dict(issued.order_by().values_list("document").annotate(last=Greatest(Max("issued_at"), Max("reissued_at")))),
        dict(withdrawn.order_by().values_list("document").annotate(Max("withdrawn_at"))),
    )


def _entry(row, updated):
    issued = [place.name for place in row.places if place.state == VersionStatus.ISSUED and not place.stand_in]
    facts = [row.type[:1].upper() + row.type[1:], row.date_words]
    facts += [f"Issued in {', '.join(issued)}"] if issued else []
    facts += [f"Applies to {row.applies_to_in_words} only"] if row.applies_to else []
    facts += [f"Corrected by {', '.join(each.symbol for each in row.corrected_by)}"] if row.corrected_by else []
    facts += [f"Replaced by {row.replaced_by[0]}"] if row.replaced_by else []
    title = ": ".join(part for part in (row.symbol, row.title) if part) or row.name
    return Entry(
        "documents.document",
        row.pk,
        title,
        row.url,
        updated,
        " · ".join(fact for fact in facts if fact),
        row.title_language or "en",
    )


class BodyFeed(DocumentsFeed):
    """The latest documents of one body."""

    def get_object(self, request, body):
        return get_object_or_404(Body.objects.visible_to(EVERYBODY), slug=body)

    def title(self, asked):
        return f"Documents: {asked}"

    def link(self, asked):
        return asked.get_absolute_url()

    def documents(self, asked):
        return latest(_public().filter(bodies=asked))


class MeetingFeed(DocumentsFeed):
    """The latest documents of one session or meeting."""

    def get_object(self, request, key):
        return get_object_or_404(Meeting.objects.visible_to(EVERYBODY).with_bodies(), pk=key)

    def title(self, asked):
        return f"Documents: {asked}"

    def subtitle(self, asked):
        return asked.place_and_dates

    def link(self, asked):
        return asked.get_absolute_url()

    def documents(self, asked):
        places = DocumentMeeting.objects.visible_to(EVERYBODY).confirmed().filter(meeting=asked)
        return latest(_public().filter(pk__in=places.values("document")))


class SearchFeed(DocumentsFeed):
    """What a search finds, the newest documents first; the address is that of the search's own page."""

    title = "What a search finds"

    def get_object(self, request):
        return request.path, request.GET

    def subtitle(self, asked):
        _path, query = asked
        return ", ".join(f"{name}: {value}" for name, value in query.items() if name != "format" and value)[:300]

    def link(self, asked):
        path, query = asked
        rest = query.copy()
        rest.pop("format", None)
        return f"{path}?{rest.urlencode()}"

    def documents(self, asked):
        _path, query = asked
        narrowed = narrowed_by(query, EVERYBODY)
        narrowed.sort = "date"
        return matching(query.get("q", ""), EVERYBODY, narrowed, most=MOST_ENTRIES)


class ActsFeed(EntriesFeed):
    """Resolutions and decisions, those entered or corrected last."""

    title = "Resolutions and decisions"
    subtitle = "Acts of the Conference, and those its papers name"

    def link(self, asked):
        return reverse("acts")

    def entries(self, asked):
        visible = Act.objects.visible_to(EVERYBODY)
        keys = last_changed(Act, audience__lte=EVERYBODY, pgh_obj_id__in=visible.order_by().values("pk"))
        updated = latest_of(
            last_events(Act, pgh_obj_id__in=keys, audience__lte=EVERYBODY),
            last_events(ActTitle, "act_id", act_id__in=keys),
        )
        acts = visible.filter(pk__in=newest(updated)).select_related("body").prefetch_related("titles")
        return [_act_entry(act, updated[act.pk]) for act in acts]


def _act_entry(act, updated):
    title = ": ".join(part for part in (act.heading, act.title) if part)
    summary = f"Adopted {act.adopted_words}" if act.adopted else ""
    return Entry("documents.act", act.pk, title, act.get_absolute_url(), updated, summary, act.title_language)


documents_feed = feed_view(DocumentsFeed())
body_feed = feed_view(BodyFeed())
meeting_feed = feed_view(MeetingFeed())
acts_feed = feed_view(ActsFeed())
search_feed = feed_view(SearchFeed())
