"""Two facts that can't both be true: statements that disagree, and a report's masthead against the dates of its meeting."""

import re
from collections import defaultdict

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.text import capfirst

from documents.models import Act, Document, DocumentMeeting, DocumentType, File, MeetingRole
from documents.reading.words import dates_in
from mandates.gaps.cells import Bodies, home_of, last_day, told, year_of
from mandates.gaps.found import Found, cause
from mandates.models import Finding, FindingCause, FindingKind, FindingPart, Mandate
from meetings.models import Body, Meeting
from provenance.dates import Precision, day_in_words
from provenance.models import Evidence, Origin, label_of

NAME = "contradictions"
FILE = label_of(File)
DOCUMENT = label_of(Document)
# Of what a machine reads only this is held against the record: words it cuts out of a page (titles, author lines) differ
# by a line end from what is registered, and contradict nothing.
READ_FIELDS = ("date", "distribution", "original language", "job number")
SURE = 0.9
AT_A_TIME = 2000
# “tentative: https://...”: its own source says that the value may change.
TENTATIVE = re.compile(r"tentative\b", re.IGNORECASE)
# “28-30 September 2015”: the day before the dash is no date of its own.
DASH = re.compile(r"\s?[-–—]\s?")
REPORTS = (DocumentType.REPORT_OF_MEETING, DocumentType.REPORT_OF_SESSION)


def findings(records=None):
    """The findings that this rule has made for some records, given as (label, key), or for all."""
    mine = Finding.objects.filter(kind=FindingKind.CONTRADICTION)
    if records is None:
        return mine
    # The first cause is the record that contradicts itself.
    of_these = FindingCause.objects.filter(_any_of(records), finding__kind=FindingKind.CONTRADICTION, position=0)
    return mine.filter(pk__in=of_these.values("finding"))


def examine(records=None):
    """What contradicts itself about some records, given as (label, key), or about all."""
    yield from _statements(records)
    yield from _mastheads(records)


def _any_of(records):
    by_label = defaultdict(list)
    for label, key in records:
        by_label[label].append(key)
    wanted = Q(pk__in=())
    for label, keys in by_label.items():
        wanted |= Q(subject=label, subject_id__in=keys)
    return wanted


# ---------------------------------------------------------------- statements


def _statements(records):
    """Fields of which a source states what the record does not show, and no person has decided."""
    unchosen = Evidence.objects.filter(chosen=False).exclude(subject=FILE)
    unchosen = unchosen.filter(~Q(origin=Origin.READ) | Q(field__in=READ_FIELDS, confidence__gte=SURE))
    if records is not None:
        unchosen = unchosen.filter(_any_of(records))
    disputed = sorted(set(unchosen.values_list("subject", "subject_id", "field")))
    bodies = Bodies()
    for start in range(0, len(disputed), AT_A_TIME):
        some = disputed[start : start + AT_A_TIME]
        said = _said(some)
        known = _records({(label, key) for label, key, _ in some})
        for label, key, name in some:
            record = known.get((label, key))
            found = record and _disagreement(record, name, said, bodies)
            if found:
                yield found


def _said(disputed):
    about = Evidence.objects.filter(_any_of({(label, key) for label, key, _ in disputed})).order_by("pk")
    said = defaultdict(list)
    for evidence in about:
        said[evidence.subject, evidence.subject_id, evidence.field].append(evidence)
    return said


def _records(named):
    """The records named by label and key, of whatever kind, with what their names need."""
    by_label = defaultdict(list)
    for label, key in named:
        by_label[label].append(key)
    found = {}
    for label, keys in by_label.items():
        try:
            model = apps.get_model(label)
        except (LookupError, ValueError):
            continue
        several = model.objects.filter(pk__in=keys)
        if model is Meeting:
            several = several.with_bodies()
        elif model is Document:
            several = several.prefetch_related("symbols", "titles", "bodies")
        elif model in (Act, Mandate):
            several = several.select_related("body", "session") if model is Act else several.select_related("act__body")
        for record in several:
            found[label, record.pk] = record
    return found


def _disagreement(record, name, said, bodies):
    label = label_of(record)
    statements = said[label, record.pk, name]
    if any(each.confirmed_at or (each.origin == Origin.ENTERED and each.chosen) for each in statements):
        return None
    tentative = {_plain(each.value) for each in statements if TENTATIVE.match(each.source)}
    chosen = [each for each in statements if each.chosen]
    others = [
        each
        for each in statements
        if not each.chosen
        and _plain(each.value) not in tentative
        and not any(_agree(each.value, shown.value) for shown in chosen)
        and (each.origin != Origin.READ or (each.field in READ_FIELDS and (each.confidence or 0) >= SURE))
    ]
    if not others or (not chosen and len({_plain(each.value) for each in others}) < 2):
        return None
    values = list(dict.fromkeys(each.value for each in [*chosen, *others]))[:4]
    causes = [cause(record, f"sources state its {name} in more than one way")]
    causes += [cause(each, _words(each)) for each in [*chosen, *others]]
    causes += [cause(each, each.value) for each in said[label, record.pk, f"{name}, conflict"]]
    return Found(
        key=f"contradiction:{label}:{record.pk}:{name}"[:200],
        kind=FindingKind.CONTRADICTION,
        part=FindingPart.CONTRADICTION,
        sentence=f"{_called(record)}: sources disagree on its {name}: {' / '.join(f'“{value}”' for value in values)}.",
        causes=list(dict.fromkeys(causes)),
        **_about(record, bodies),
    )


def _words(evidence):
    shown = "shown" if evidence.chosen else "not shown"
    return f"“{evidence.value or 'not stated'}” ({shown}), {evidence.source or evidence.get_origin_display()}"


def _plain(value):
    return "".join(letter for letter in value.casefold() if letter.isalnum())


def _agree(one, other):
    """Whether two values say the same, the one perhaps less exactly: a year and its day, a title cut short."""
    one, other = _plain(one), _plain(other)
    return one == other or (bool(one and other) and (one.startswith(other) or other.startswith(one)))


# ---------------------------------------------------------------- mastheads of reports


def _mastheads(records):
    """Reports whose masthead names other days than those of their meeting, or a date before it began."""
    places = DocumentMeeting.objects.confirmed().filter(
        role=MeetingRole.REPORT_OF, meeting__start__isnull=False, document__type__in=REPORTS
    )
    if records is not None:
        places = places.filter(document__in=[key for label, key in records if label == DOCUMENT])
    stated = Evidence.objects.filter(subject=FILE, field="place and dates")
    of_the_report = stated.filter(subject_id=OuterRef("pk"))
    files = File.objects.filter(Exists(of_the_report), is_current=True, is_stand_in=False)
    bodies = Bodies()
    by_document = defaultdict(list)
    for place in places.select_related("meeting").order_by("pk"):
        by_document[place.document_id].append(place.meeting)
    keys = sorted(by_document)
    for start in range(0, len(keys), AT_A_TIME):
        some = keys[start : start + AT_A_TIME]
        known = Document.objects.filter(pk__in=some).prefetch_related("symbols", "titles", "bodies").order_by("pk")
        of_files = dict(files.filter(version__document__in=some).values_list("pk", "version__document"))
        said = defaultdict(list)
        for evidence in stated.filter(subject_id__in=of_files).order_by("pk"):
            said[of_files[evidence.subject_id]].append(evidence)
        for document in known:
            meetings = by_document[document.pk]
            found = _masthead_disagrees(document, meetings, said[document.pk], bodies)
            if found:
                yield found


def _masthead_disagrees(document, meetings, stated, bodies):
    causes = []
    for evidence in stated:
        days = [day for _, _, day in dates_in(DASH.sub(" ", evidence.value))]
        if days and not evidence.confirmed_at and not any(_sits(meeting, day) for meeting in meetings for day in days):
            causes.append(cause(evidence, f"the masthead of its report has “{evidence.value}”"))
    exact = document.date if document.date_precision == Precision.DAY else None
    if exact and all(exact < meeting.start for meeting in meetings):
        causes.append(cause(document, f"the report is dated {day_in_words(exact)}, before the meeting began"))
    if not causes:
        return None
    meeting = meetings[0]
    causes.insert(0, cause(document, "is the report of the meeting"))
    causes.insert(1, cause(meeting, f"was held on {meeting.dates}"))
    return Found(
        key=f"contradiction:{DOCUMENT}:{document.pk}:dates of its meeting",
        kind=FindingKind.CONTRADICTION,
        part=FindingPart.CONTRADICTION,
        sentence=f"{_called(document)} and {told(meeting)}, whose report it is, disagree on the dates.",
        causes=causes,
        **(_about(document, bodies) | {"meeting_id": meeting.pk}),
    )


def _sits(meeting, day):
    return meeting.start <= day <= last_day(meeting)


# ---------------------------------------------------------------- what a record is called, and where it belongs


def _called(record):
    if isinstance(record, Meeting):
        words = told(record)
    elif isinstance(record, Document):
        words = record.symbol or record.title or "A document without symbol or title"
    elif isinstance(record, Act | Mandate):
        words = record.heading
    else:
        words = str(record)
    return capfirst(words)


def _about(record, bodies):
    """The columns of a finding about a record."""
    if isinstance(record, Meeting):
        cell = home_of(record) or (None, record.start.year if record.start else None)
        return {"meeting_id": record.pk, "body_id": cell[0], "year": cell[1]}
    if isinstance(record, Document):
        cell = bodies.cell_of(record.symbol)
        body = cell[0] if cell else next((body.pk for body in record.bodies.all()), None)
        return {"document_id": record.pk, "body_id": body, "year": year_of(record, bodies)}
    if isinstance(record, Act):
        day = record.adopted or (record.session.start if record.session_id else None)
        return {"act_id": record.pk, "body_id": record.body_id, "year": day.year if day else None}
    if isinstance(record, Mandate):
        return {"mandate_id": record.pk, "act_id": record.act_id, "body_id": record.act.body_id}
    return {"body_id": record.pk} if isinstance(record, Body) else {}
