"""The feed of meetings and sessions: new ones, and those whose dates or place changed."""

from django.urls import reverse

from meetings.models import Meeting
from provenance.atom import EVERYBODY, MOST_ENTRIES, EntriesFeed, Entry, feed_view, last_changed, last_events, newest


class MeetingsFeed(EntriesFeed):
    """Meetings; with ``body`` in the address those of one body."""

    title = "Meetings"
    subtitle = "Sessions and meetings, entered or changed"

    def get_object(self, request):
        return request.GET.get("body", "").replace("\0", "")[:60]

    def link(self, asked):
        return reverse("meetings")

    def feed_url(self, asked):
        return reverse("meetings_feed") + (f"?body={asked}" if asked.replace("-", "").isalnum() else "")

    def entries(self, asked):
        visible = Meeting.objects.visible_to(EVERYBODY)
        if asked:
            visible = visible.filter(seats__body__slug=asked)
        public = {"audience__lte": EVERYBODY}
        among = visible.order_by().values("pk")
        keys = last_changed(Meeting, most=4 * MOST_ENTRIES, pgh_obj_id__in=among, **public)
        updated = last_events(Meeting, pgh_obj_id__in=keys, **public)
        return [
            Entry(
                "meetings.meeting",
                meeting.pk,
                str(meeting),
                meeting.get_absolute_url(),
                updated[meeting.pk],
                meeting.place_and_dates,
            )
            for meeting in Meeting.objects.visible_to(EVERYBODY).filter(pk__in=newest(updated)).with_bodies()
        ]


meetings_feed = feed_view(MeetingsFeed())
