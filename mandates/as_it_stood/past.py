"""The record as it stood at a moment, rebuilt from the events that the database's triggers keep of every write.

A record stood at a moment if the last event of it before then is not its removal. What a reader is shown stood open to them
then, and is open to them now: what was closed since is not shown through its history, and what was not public then is not
shown as though it had been. What has been removed since is shown to the secretariat alone.

Ties between two such records (an answer, a link, a place in a meeting) are shown as they stood, also those undone since:
both their ends are open to the reader.
"""

from django.db.models import Exists, OuterRef, Q

from accounts.access import Audience
from documents.models import Act, Document, LanguageVersion, VersionStatus
from mandates.models import Mandate, Review
from meetings.models import Body, Meeting, MeetingBody


def as_of(model, moment):
    """The last events before ``moment`` of all records of a model that stood then, as a queryset of its event model.

    Of two events of one record the later written is the later, whatever their transactions' beginnings say.
    """
    events = model.pgh_event_model.objects
    later = events.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__gt=OuterRef("pgh_id"), pgh_created_at__lt=moment)
    return events.filter(~Exists(later), pgh_created_at__lt=moment).exclude(pgh_label="delete")


def instance_of(model, event):
    """The record that an event tells of, as an unsaved instance with the values and the key that it had."""
    kept = {field.attname for field in type(event)._meta.concrete_fields}
    columns = [field.attname for field in model._meta.concrete_fields if field.attname in kept and not field.generated]
    found = model(**{name: getattr(event, name) for name in columns})
    found.pk = event.pgh_obj_id
    found._state.adding = False
    return found


class Past:
    """The record as it stood at ``moment``, as far as a reader of ``audience`` may see it."""

    def __init__(self, moment, audience):
        self.moment, self.audience = moment, Audience(audience)

    def events(self, model):
        """The events that tell how the records of a model stood which the reader may see, as a queryset."""
        found = as_of(model, self.moment)
        then, now = SEEN.get(model, (None, None))
        if then is None or self.audience >= Audience.SECRETARIAT:
            return found
        return found.filter(then(self), pgh_obj_id__in=now(self.audience).values("pk"))

    def keys(self, model):
        """The keys of the records of a model that the reader may see, as a subquery."""
        return self.events(model).values("pgh_obj_id")

    def records(self, model, keys) -> dict:
        """Of the records with these keys those that the reader may see, as key → instance. One query, or none."""
        keys = {key for key in keys if key}
        if not keys:
            return {}
        return {event.pgh_obj_id: instance_of(model, event) for event in self.events(model).filter(pgh_obj_id__in=keys)}

    def parts(self, model, **of) -> list:
        """The parts of records as they stood (titles, symbols, seats, answers), by their column: ``mandate_id__in=keys``.

        In the order of their keys. One query. Whether the reader may see the whole is asked by the caller.
        """
        return [instance_of(model, event) for event in as_of(model, self.moment).filter(**of).order_by("pgh_obj_id")]

    def bodies(self, keys) -> dict:
        """Bodies by key. One query, or none."""
        return self.records(Body, keys)

    def meetings(self, keys) -> dict:
        """The meetings that the reader may see, by key, each with its bodies at hand. Three queries, or none."""
        meetings = self.records(Meeting, keys)
        seats = self.parts(MeetingBody, meeting_id__in=meetings) if meetings else []
        bodies = self.bodies({seat.body_id for seat in seats})
        for meeting in meetings.values():
            its = [seat for seat in seats if seat.meeting_id == meeting.pk and seat.body_id in bodies]
            keep(meeting, "seats", its)
        for seat in seats:
            seat.body = bodies.get(seat.body_id)
        return meetings


def keep(record, name, several):
    """Let a record answer ``record.name.all()`` with these, as though they had been fetched along."""
    queryset = getattr(record, name).get_queryset()
    queryset._result_cache, queryset._prefetch_done = list(several), True
    record._prefetched_objects_cache = getattr(record, "_prefetched_objects_cache", {}) | {name: queryset}


def _open_act(past):
    return Q(audience__lte=past.audience)


def _open_document(past):
    issued = as_of(LanguageVersion, past.moment).filter(status=VersionStatus.ISSUED).values("document_id")
    return Q(audience__lte=past.audience) & (Q(is_publicly_listed=True) | Q(pgh_obj_id__in=issued))


def _open_mandate(past):
    return Q(review=Review.CONFIRMED, act_id__in=past.keys(Act))


# Whom a record stood open to then, as a condition on its events; and whom it stands open to now, as a queryset.
SEEN = {
    Act: (_open_act, lambda audience: Act.objects.visible_to(audience)),
    Meeting: (_open_act, lambda audience: Meeting.objects.visible_to(audience)),
    Document: (_open_document, lambda audience: Document.objects.visible_to(audience)),
    Mandate: (_open_mandate, lambda audience: Mandate.objects.visible_to(audience)),
}
