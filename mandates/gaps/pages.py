"""What the pages of the radar show, each asked once and at a known cost."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, Func, OuterRef, Q, Subquery, Value
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import timezone

from documents.exports import csv_file
from documents.models import Completeness, Document, DocumentMeeting, DocumentSymbol, DocumentTitle, MeetingRole
from documents.models.document import DocumentBody
from documents.models.rows import path_of
from mandates.gaps.cells import Bodies
from mandates.models import Finding, FindingCause, FindingKind, FindingPart, Look, Mandate
from meetings.models import Body, Meeting, MeetingBody, MeetingKind, MeetingStatus

PAGE_LENGTH = 25
MOST_LISTED = 300
MOST_NUMBERS = 2000
CLOSED = "closed"
# The parts of the radar in addresses, and the findings that a person closed.
VIEWS = {
    "not-issued": FindingPart.NOT_ISSUED,
    "not-held": FindingPart.NOT_HELD,
    "contradictions": FindingPart.CONTRADICTION,
    CLOSED: None,
}
HEADINGS = ["Part", "Kind", "Finding", "Body", "Year", "Symbol", "Found on", "Closed because", "Causes", "Address"]


@dataclass(frozen=True)
class Asked:
    """What a page of the radar is asked for: one part, or the closed ones, and what narrows it."""

    view: str = "not-issued"
    kind: str = ""
    body: str = ""
    year: int | None = None
    as_list: bool = False

    def as_query(self, **other) -> dict:
        """As it stands in an address; what is not asked is left out."""
        given = {"part": self.view, "kind": self.kind, "body": self.body, "year": self.year}
        given |= {"list": "1"} if self.as_list else {}
        return {name: value for name, value in (given | other).items() if value}


def asked_of(given) -> Asked:
    """What an address asks for (a QueryDict). What means nothing is passed over."""
    year = given.get("year", "")
    body = given.get("body", "").replace("\0", "")[:60]
    return Asked(
        view=given.get("part") if given.get("part") in VIEWS else next(iter(VIEWS)),
        kind=given.get("kind") if given.get("kind") in FindingKind.values else "",
        body=body,
        year=int(year) if year.isdecimal() and len(year) <= 4 else None,
        as_list=bool(given.get("list")),
    )


@dataclass
class CauseLine:
    """A cause as a page shows it: what it is called, its address where it has one, and what it contributes."""

    label: str
    url: str
    words: str


@dataclass
class RadarPage:
    """All that a page of the radar shows. Counts are by view and never added up across parts."""

    asked: Asked
    counts: dict
    years: list
    bodies: list
    page: Page | None = None  # of findings
    groups: list = field(default_factory=list)
    last_look: datetime | None = None

    @property
    def total(self):
        return self.counts[self.asked.view]


def radar_page(audience, asked: Asked, number="1") -> RadarPage:
    """The findings of one part, or for “not held here” their counts by body and year until something narrows them.

    number: of the page, as an address has it; what means nothing gives the first, what is too high the last.
    """
    # The last look comes along with the bodies: one query less.
    bodies = list(Body.objects.annotate(last_look=Subquery(Look.objects.values("at")[:1])))
    body = next((each for each in bodies if each.slug == asked.body), None)
    narrowed = _narrowed(Finding.objects.visible_to(audience), asked, body)
    counts, years = _counted(audience, asked, body)
    shown = RadarPage(asked, counts, years, bodies, last_look=bodies[0].last_look if bodies else None)
    grouped = asked.view == "not-held" and not (asked.as_list or body or asked.year)
    if grouped:
        shown.groups = _grouped(narrowed.standing().filter(part=FindingPart.NOT_HELD), bodies)
        return shown
    # How many there are is known: the pages are counted without asking again.
    place = Paginator(range(shown.total), PAGE_LENGTH).get_page(number)
    start = (place.number - 1) * PAGE_LENGTH
    listed = _of_view(narrowed, asked).in_order().select_related("body", "act__body", "closed_by", "reopened_by")
    shown.page = Page(list(listed[start : start + PAGE_LENGTH]), place.number, place.paginator)
    _bring_causes(shown.page.object_list)
    return shown


def counts_of_parts(audience) -> dict:
    """How many findings stand in each part, by its name with underscores. One query."""
    counted = Finding.objects.visible_to(audience).standing().order_by().values_list("part").annotate(Count("pk"))
    known = dict(counted)
    return {part.replace(" ", "_"): known.get(part, 0) for part in FindingPart.values}


def _of_view(findings, asked):
    part = VIEWS[asked.view]
    return findings.standing().filter(part=part) if part else findings.closed()


def _narrowed(findings, asked, body):
    if asked.kind:
        findings = findings.filter(kind=asked.kind)
    if asked.body:
        findings = findings.filter(body=body) if body else findings.none()
    return findings.filter(year=asked.year) if asked.year else findings


def _counted(audience, asked, body):
    """How many findings each view has, and the years that can be chosen. Two queries."""
    of_any_year = _narrowed(Finding.objects.visible_to(audience), replace(asked, year=None), body)
    counts, names = dict.fromkeys(VIEWS, 0), {part: view for view, part in VIEWS.items()}
    years = {asked.year} - {None}
    for part, year, count in of_any_year.standing().order_by().values_list("part", "year").annotate(Count("pk")):
        years |= {year} - {None}
        if not asked.year or asked.year == year:
            counts[names[part]] += count
    counts[CLOSED] = _narrowed(of_any_year, asked, body).closed().count()
    return counts, sorted(years, reverse=True)


@dataclass
class Group:
    """A body's findings of one part, by year: (year or None, how many, the kinds with their counts in words)."""

    body: Body | None
    count: int
    years: list


def _grouped(findings, bodies):
    """Findings by body, in the bodies' order, and year, newest first. One query."""
    counted = defaultdict(lambda: defaultdict(list))
    rows = findings.order_by().values_list("body", "year", "kind").annotate(count=Count("pk"))
    for body, year, kind, count in rows:
        counted[body][year].append((FindingKind(kind).label, count))
    groups = []
    for body in [*bodies, None]:
        by_year = counted.get(body.pk if body else None)
        if not by_year:
            continue
        years = []
        for year in sorted(by_year, key=lambda each: -(each or 0)):
            kinds = sorted(by_year[year])
            count = sum(number for _, number in kinds)
            years.append((year, count, ", ".join(f"{label}: {number}" for label, number in kinds)))
        groups.append(Group(body, sum(count for _, count, _ in years), years))
    return groups


# ---------------------------------------------------------------- causes and their addresses


def _bring_causes(findings):
    """Gives each finding ``lines``: its causes with what they are called and where they stand. Four queries at most."""
    keys = [finding.pk for finding in findings]
    causes = list(FindingCause.objects.filter(finding__in=keys).order_by("position", "pk"))
    by_label = defaultdict(set)
    for each in causes:
        by_label[each.subject].add(each.subject_id)
    found = {
        **_documents(by_label["documents.document"]),
        **_meetings(by_label["meetings.meeting"]),
        **_mandates(by_label["mandates.mandate"]),
    }
    by_finding = defaultdict(list)
    for each in causes:
        by_finding[each.finding_id].append(each)
    for finding in findings:
        finding.lines = [_line(finding, each, found) for each in by_finding[finding.pk]]
        first = next((line for line in finding.lines if line.url), None)
        finding.url = first.url if first else ""


def _line(finding, each, found):
    if (each.subject, each.subject_id) in found:
        label, url = found[each.subject, each.subject_id]
    elif each.subject == "documents.act" and finding.act:
        label, url = finding.act.heading, finding.act.get_absolute_url()
    elif each.subject == "meetings.body" and finding.body:
        label, url = str(finding.body), finding.body.get_absolute_url()
    elif each.subject == "documents.completeness":
        body = f"?body={finding.body.slug}&year={finding.year}" if finding.body else ""
        label, url = "Completeness", f"{reverse('completeness')}{body}"
    elif each.subject == "provenance.evidence":
        label, url = "Statement", reverse("admin:provenance_evidence_change", args=[each.subject_id])
    else:
        label, url = "", ""
    return CauseLine(label, url, each.words)


def _documents(keys):
    """What documents are called, and where they stand. One query."""
    if not keys:
        return {}
    symbols = DocumentSymbol.objects.filter(document=OuterRef("pk")).order_by("position", "pk").values("canonical")[:1]
    titles = DocumentTitle.objects.filter(document=OuterRef("pk")).order_by("pk")
    rows = Document.objects.filter(pk__in=keys).annotate(
        first_symbol=Subquery(symbols), first_title=Subquery(titles.values("text")[:1])
    )
    return {
        ("documents.document", pk): (
            symbol or title or "Document without symbol or title",
            reverse("document", args=[path_of(symbol) if symbol else f"id/{pk}"]),
        )
        for pk, symbol, title in rows.order_by().values_list("pk", "first_symbol", "first_title")
    }


def _meetings(keys):
    """What meetings are called, and where they stand. One query."""
    return {
        ("meetings.meeting", key): (str(meeting), meeting.get_absolute_url())
        for key, meeting in _meetings_of(keys).items()
    }


def _mandates(keys):
    if not keys:
        return {}
    mandates = Mandate.objects.filter(pk__in=keys).select_related("act__body")
    return {("mandates.mandate", each.pk): (each.heading, each.get_absolute_url()) for each in mandates}


# ---------------------------------------------------------------- the table as a file


def radar_csv(audience, asked: Asked, site):
    """The findings of one view as a CSV file to download, whatever page is shown. site: how addresses begin."""
    body = Body.objects.filter(slug=asked.body).first() if asked.body else None
    findings = _of_view(_narrowed(Finding.objects.visible_to(audience), asked, body), asked).in_order()
    return csv_file(f"radar-{asked.view}.csv", HEADINGS, _cells(findings, site))


def _cells(findings, site):
    rows = findings.select_related("body", "act__body")
    for start in range(0, rows.count(), 500):
        some = list(rows[start : start + 500])
        _bring_causes(some)
        for finding in some:
            yield [
                finding.get_part_display(),
                finding.get_kind_display(),
                finding.sentence,
                str(finding.body or ""),
                finding.year or "",
                finding.symbol,
                timezone.localtime(finding.found_at).date().isoformat(),
                finding.closed_because,
                "; ".join(f"{line.label}: {line.words}" if line.label else line.words for line in finding.lines),
                f"{site}{finding.url}" if finding.url else "",
            ]


# ---------------------------------------------------------------- reports of meetings: missing, or only not held


@dataclass
class ReportsPage:
    """Which reports are missing and which are only not held: the answer for each meeting that was held."""

    held: int
    with_report: int
    missing: list
    not_held: list
    closed: list
    bodies: list
    body: Body | None
    more: dict
    absent: int

    @property
    def not_asked(self):
        """Of how many meetings the report is not asked for yet: too recent, without a date, or perhaps not yet tied."""
        return max(0, self.held - self.with_report - self.absent)


def reports_page(audience, slug="") -> ReportsPage:
    """The answer per meeting, of all bodies of the Conference or of one (its slug). Eight queries."""
    bodies = list(Body.objects.of_the_conference())
    body = next((each for each in bodies if each.slug == slug), None)
    meetings = Meeting.objects.filter(status=MeetingStatus.HELD).exclude(kind=MeetingKind.DIALOGUE)
    seats = MeetingBody.objects.filter(meeting=OuterRef("pk"), body__is_external=False)
    meetings = meetings.filter(Exists(seats.filter(body=body) if body else seats)).visible_to(audience)
    reported = DocumentMeeting.objects.confirmed().filter(meeting=OuterRef("pk"), role=MeetingRole.REPORT_OF)
    counted = meetings.aggregate(held=Count("pk"), reported=Count("pk", filter=Exists(reported)))
    findings = Finding.objects.visible_to(audience).filter(kind=FindingKind.REPORT)
    if body:
        findings = findings.filter(meeting__seats__body=body)
    standing = findings.standing().in_order()
    lists = {
        "missing": list(standing.filter(part=FindingPart.NOT_ISSUED)[: MOST_LISTED + 1]),
        "not_held": list(standing.filter(part=FindingPart.NOT_HELD)[: MOST_LISTED + 1]),
        "closed": list(findings.closed().in_order()[: MOST_LISTED + 1]),
    }
    more = {name: len(rows) > MOST_LISTED for name, rows in lists.items()}
    shown = {name: rows[:MOST_LISTED] for name, rows in lists.items()}
    known = _meetings_of(each.meeting_id for rows in shown.values() for each in rows)
    for rows in shown.values():
        for each in rows:
            each.of_meeting = known.get(each.meeting_id)
    return ReportsPage(
        held=counted["held"],
        with_report=counted["reported"],
        missing=shown["missing"],
        not_held=_by_body(shown["not_held"], bodies),
        closed=shown["closed"],
        bodies=bodies,
        body=body,
        more=more,
        absent=findings.filter(cleared_at=None).count(),
    )


def _meetings_of(keys):
    """The meetings with these keys that have a body, by key, each with its bodies at hand. One query, or none."""
    found, keys = {}, set(keys)
    if not keys:
        return {}
    seats = MeetingBody.objects.filter(meeting__in=keys).select_related("meeting", "body")
    by_meeting = defaultdict(list)
    for seat in seats.order_by("position", "pk"):
        by_meeting[seat.meeting_id].append(seat)
    for key, several in by_meeting.items():
        found[key] = several[0].meeting
        found[key]._prefetched_objects_cache = {"seats": several}
    return found


def _by_body(findings, bodies):
    by_body = defaultdict(list)
    for each in findings:
        by_body[each.body_id].append(each)
    return [(body, by_body[body.pk]) for body in bodies if body.pk in by_body]


# ---------------------------------------------------------------- completeness


@dataclass(frozen=True)
class Cell:
    """A body and a year: how many documents are in the record, and the declaration where there is one."""

    year: int
    count: int
    declared: Completeness | None
    is_chosen: bool


@dataclass
class CompletenessPage:
    """The matrix of bodies and years, and what is chosen in it."""

    years: list
    rows: list
    body: Body | None
    year: int | None
    declared: list
    count: int = 0
    gaps: dict = field(default_factory=dict)
    numbers_absent: str = ""

    @property
    def of_the_year(self):
        """The declaration of the body and year that are chosen, or None."""
        return next((each for each in self.declared if each.year == self.year), None)


def completeness_page(slug="", year=None) -> CompletenessPage:
    """The matrix body × year with the documents in the record, and what is declared complete. Seven queries at most."""
    bodies = list(Body.objects.of_the_conference())
    counts = _documents_by_cell()
    declared = {(each.body_id, each.year): each for each in Completeness.objects.select_related("by")}
    met = set(Meeting.objects.exclude(start=None).annotate(year=ExtractYear("start")).values_list("year", flat=True))
    known = {cell[1] for cell in (*counts, *declared)} | met | {timezone.localdate().year}
    own = {body.pk for body in bodies}
    first = min((each for body, each in counts if body in own), default=timezone.localdate().year)
    years = sorted((each for each in known if each >= first), reverse=True)
    body = next((each for each in bodies if each.slug == slug), None)
    rows = []
    for each in bodies:
        cells = [
            Cell(of, counts.get((each.pk, of), 0), declared.get((each.pk, of)), each == body and of == year)
            for of in years
        ]
        rows.append((each, cells))
    page = CompletenessPage(years, rows, body, year, [])
    if body:
        page.declared = [
            each for (key, _), each in sorted(declared.items(), key=lambda pair: -pair[0][1]) if key == body.pk
        ]
        page.count = counts.get((body.pk, year), 0)
        if year:
            standing = Finding.objects.standing().filter(body=body, year=year).order_by()
            page.numbers_absent = _numbers_absent(body, year)
            page.gaps = dict(standing.values_list("part").annotate(Count("pk")))
    return page


def _numbers_absent(body, year) -> str:
    """The numbers of the run 1, 2, 3 ... that no document of the body's year bears, as “1–10, 12, 13”; "" for none.

    Numbers are given one after the other: one that is absent below the highest was given, and its document is not here.
    """
    if not body.series:
        return ""
    prefix = f"{body.series}{year}/"
    held = DocumentSymbol.objects.filter(canonical__startswith=prefix).values_list("root", flat=True)[:MOST_NUMBERS]
    numbers = {int(root[len(prefix) :]) for root in held if root[len(prefix) :].isdecimal()}
    absent = (number for number in range(1, max(numbers, default=0)) if number not in numbers)
    runs = []
    # No further than that: a number that was mistyped may be of any size.
    for number in islice(absent, MOST_NUMBERS):
        if runs and runs[-1][1] == number - 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in runs)


def _documents_by_cell():
    """How many documents the record has of each body and year: by their symbols, else by body and date. Two queries."""
    bodies = Bodies()
    of_series = dict(bodies.series)
    wanted = Q(pk__in=())
    for series in of_series:
        wanted |= Q(canonical__startswith=series)
    parts = {
        "of_series": Func(F("canonical"), Value(r"^(.*?/)\d{4}(?:/|$)"), function="substring"),
        "of_year": Func(F("canonical"), Value(r"^.*?/(\d{4})(?:/|$)"), function="substring"),
    }
    rows = DocumentSymbol.objects.filter(wanted).annotate(**parts).order_by()
    counts = defaultdict(int)
    for series, year, count in rows.values_list("of_series", "of_year").annotate(Count("document", distinct=True)):
        if series in of_series:
            counts[of_series[series], int(year)] += count
    without = DocumentBody.objects.filter(
        ~Exists(DocumentSymbol.objects.filter(document=OuterRef("document"))),
        body__in=bodies.known,
        document__date__isnull=False,
    )
    by_date = without.annotate(year=ExtractYear("document__date")).order_by()
    for body, year, count in by_date.values_list("body", "year").annotate(Count("pk")):
        counts[body, year] += count
    return dict(counts)
