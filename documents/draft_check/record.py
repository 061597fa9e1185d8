"""What the record holds of that which a draft cites, as one circle of readers may see it.

Each question passes `visible_to`, so that what a reader may not see is answered like what is not there.
"""

from collections.abc import Iterable
from functools import cached_property

from django.db.models import Prefetch

from accounts.access import Audience
from documents.models import (
    Act,
    Completeness,
    Document,
    DocumentNote,
    DocumentSymbol,
    LanguageVersion,
    NoteKind,
    TitleOrigin,
    VersionStatus,
)
from documents.models.act import act_key
from documents.symbols import Symbol, SymbolError, parse
from meetings.models import CONFERENCE, Body, Meeting
from provenance.dates import Precision

_MOST_AT_ONCE = 5_000  # symbols or acts of one draft that are looked up


class Held:
    """A document of the record, as far as the check asks for it."""

    def __init__(self, document: Document) -> None:
        self.day = document.date if document.date_precision == Precision.DAY else None
        self.corrected_languages = tuple(document.corrected_languages)
        # Two values of a date or title may stand side by side; the one chosen is the record's.
        self.titles = [
            (title.language, title.text) for title in document.titles.all() if title.origin == TitleOrigin.OFFICIAL
        ]
        versions = list(document.versions.all())
        statuses = {version.status for version in versions}
        self.is_issued = document.is_publicly_listed or VersionStatus.ISSUED in statuses
        self.is_withdrawn = VersionStatus.WITHDRAWN in statuses and VersionStatus.ISSUED not in statuses
        self.reissued = max((version.reissued_at for version in versions if version.reissued_at), default=None)
        self.notes = [note for note in document.notes.all() if note.kind == NoteKind.REISSUED]


class Record:
    """The record for readers of one audience. What was asked about one draft is forgotten with the next `look_up`."""

    def __init__(self, audience: Audience) -> None:
        self.audience = Audience(audience)
        self._documents: dict[str, Held] = {}
        self._family: dict[str, list[Symbol]] = {}
        self._acts: dict[str, Act] = {}

    @property
    def sees_all(self) -> bool:
        return self.audience >= Audience.SECRETARIAT

    def look_up(self, symbols: Iterable[Symbol], acts: Iterable[tuple[str, str, str]]) -> None:
        """Ask for all that a draft cites at once: symbols, and acts as (body's series, kind, number). Six queries."""
        self._look_up_documents(list(symbols)[:_MOST_AT_ONCE])
        self._look_up_acts(list(acts)[:_MOST_AT_ONCE])

    def _look_up_documents(self, symbols: list[Symbol]) -> None:
        self._documents, self._family = {}, {}
        roots = {symbol.root for symbol in symbols}
        if not roots:
            return
        visible = Document.objects.visible_to(self.audience)
        bearers = dict(
            DocumentSymbol.objects.filter(root__in=roots, document__in=visible).values_list("canonical", "document_id")
        )
        versions = LanguageVersion.objects.visible_to(self.audience)
        notes = DocumentNote.objects.filter(audience__lte=self.audience)
        found = Document.objects.filter(pk__in=set(bearers.values())).prefetch_related(
            "titles", Prefetch("versions", versions), Prefetch("notes", notes)
        )
        held = {document.pk: Held(document) for document in found}
        for canonical, key in bearers.items():
            self._documents[canonical] = held[key]
            try:
                symbol = parse(canonical)
            except SymbolError:
                continue
            self._family.setdefault(symbol.root, []).append(symbol)

    def _look_up_acts(self, acts: list[tuple[str, str, str]]) -> None:
        keys = {act_key(body, kind, number) for body, _, number in acts for kind in ("resolution", "decision")}
        self._acts = {}
        if keys:
            found = Act.objects.visible_to(self.audience).filter(key__in=keys)
            self._acts = {act.key: act for act in found.select_related("body", "session").prefetch_related("titles")}

    # ------------------------------------------------------------ documents

    def document(self, canonical: str) -> Held | None:
        return self._documents.get(canonical)

    def successor_of(self, symbol: Symbol) -> Symbol | None:
        """The last revision of the same document that readers have, where it is a later one; None for none."""
        base = symbol.base if symbol.relation == "replaces" else symbol.canonical
        revisions = [
            kin
            for kin in self._family.get(symbol.root, ())
            if kin.relation == "replaces" and kin.base == base and self._counts(kin)
        ]
        latest = max(revisions, key=lambda kin: kin.sort_key, default=None)
        return latest if latest and latest.sort_key > symbol.sort_key else None

    def corrigenda_of(self, symbol: Symbol) -> list[tuple[Symbol, tuple[str, ...]]]:
        """The corrigenda of a document and the languages each corrects, () for all."""
        kin = sorted(self._family.get(symbol.root, ()), key=lambda each: each.sort_key)
        return [
            (each, self._documents[each.canonical].corrected_languages)
            for each in kin
            if each.relation == "corrects" and each.base == symbol.canonical and self._counts(each)
        ]

    def _counts(self, symbol: Symbol) -> bool:
        """Whether readers have a document: what is only being prepared replaces and corrects nothing yet."""
        held = self._documents[symbol.canonical]
        return held.is_issued and not held.is_withdrawn

    # ------------------------------------------------------------ completeness, bodies, sessions

    @cached_property
    def _complete(self) -> set[tuple[str, int]]:
        declared = Completeness.objects.visible_to(self.audience).values_list("body__series", "year")
        return {(series, year) for series, year in declared if series}

    def is_complete(self, series: str, year: int) -> bool:
        """Whether staff declared that every document of a series (with its slash) and year is known."""
        return (series, year) in self._complete

    @cached_property
    def bodies(self) -> list[Body]:
        return list(Body.objects.visible_to(self.audience).prefetch_related("names"))

    @cached_property
    def own_series(self) -> set[str]:
        """How the symbols of the Conference's own bodies begin, with their slash."""
        return {body.series for body in self.bodies if body.series and not body.is_external}

    @cached_property
    def sessions(self) -> dict[int, Meeting]:
        """The sessions of the Conference by their ordinals."""
        known = Meeting.objects.visible_to(self.audience).sessions().values_list("seats__ordinal", "pk")
        meetings = Meeting.objects.in_bulk([key for _, key in known])
        return {ordinal: meetings[key] for ordinal, key in known if ordinal}

    def meetings_of(self, bodies: Iterable[Body]) -> list[tuple[int, int | None, Meeting]]:
        """The meetings of bodies that are known to the day: the body's key, its ordinal there, the meeting. One query."""
        found = Meeting.objects.visible_to(self.audience).filter(
            seats__body__in=[body.pk for body in bodies], start__isnull=False, date_precision=Precision.DAY
        )
        found = found.filter(is_tentative=False).values_list("seats__body", "seats__ordinal", "pk")
        rows = list(found)
        meetings = Meeting.objects.in_bulk({key for _, _, key in rows})
        return [(body, ordinal, meetings[key]) for body, ordinal, key in rows]

    # ------------------------------------------------------------ acts

    def act(self, body: str, kind: str, number: str) -> Act | None:
        return self._acts.get(act_key(body, kind, number))

    @cached_property
    def highest_serial(self) -> int:
        """The highest number that an act of any session of the Conference bears, by the record; 0 for none."""
        known = Act.objects.visible_to(self.audience).filter(body__slug=CONFERENCE)
        serials = (number.partition("/")[2] for number in known.values_list("number", flat=True))
        return max((int(serial) for serial in serials if serial.isdecimal()), default=0)
