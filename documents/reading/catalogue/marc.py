"""MARC fields as the libraries of the United Nations use them, turned into a record of ours.

191 symbol, 029 job number, 041 languages, 091 distribution, 245/239/246/249 titles, 260/269/992 dates, 5xx notes,
6xx subjects, 710 bodies, 856 and FFT files, 981 body, 989 type, 991 agenda, 993 related documents (domain of the
UN Digital Library; other MARC libraries keep a document's symbol in 086).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from documents.reading.catalogue.records import AgendaItem, CatalogueFile, CatalogueRecord, mend, unique
from documents.reading.catalogue.values import (
    agenda_item,
    clean,
    date_in,
    distribution_of,
    job_numbers_in,
    jobs_in,
    language_of_name,
    languages_in,
    session_of,
    symbols_in,
)
from documents.reading.language import told_by_words


@dataclass
class MarcField:
    """One field: its three-sign name, two indicators, and pairs of subfield code and value ("" in control fields)."""

    name: str
    indicators: str
    subfields: list[tuple[str, str]]

    def all(self, code: str) -> list[str]:
        """The values of one subfield, mended and without ISBD punctuation at their end."""
        return [value for key, printed in self.subfields if key == code and (value := clean(mend(printed)))]

    def first(self, code: str) -> str:
        """The first value of one subfield, "" for none."""
        return next(iter(self.all(code)), "")


@dataclass
class MarcRecord:
    """The fields of one record; `place` counts from 1."""

    place: int
    fields: list[MarcField] = field(default_factory=list)


_SUBJECTS = ("600", "610", "611", "630", "650", "651", "653", "655", "690")
_NOTES = ("500", "502", "504", "505", "515", "520", "530", "546", "591", "593", "596", "597", "598")


def record_of(marc: MarcRecord) -> CatalogueRecord:
    """The record that MARC fields describe."""
    by_name: dict[str, list[MarcField]] = {}
    for one in marc.fields:
        by_name.setdefault(one.name, []).append(one)

    def fields(*names: str) -> Iterable[MarcField]:
        return (one for name in names for one in by_name.get(name, ()))

    def values(code: str, *names: str) -> list[str]:
        return [value for one in fields(*names) for value in one.all(code)]

    # 791 and 191 are the symbol in records of documents and of speeches; 086 in other libraries.
    symbols = values("a", "191", "791") or values("a", "086")
    titles = [title for one in fields("245", "239", "240", "246", "249", "247") if (title := title_of(one))]
    subject_values = [
        "--".join(value for code in "axyzv" for value in one.all(code))
        for name in by_name
        if name in _SUBJECTS or name[:2] == "65"
        for one in by_name[name]
    ]
    bodies = [", ".join((*one.all("a"), *one.all("b"))) for one in fields("981")]
    types = [" / ".join(one.all("a")[:1] + one.all("b")[:1] + one.all("c")[:1]) for one in fields("989")]
    dates = values("a", "269") + values("a", "992") + values("c", "260", "264")
    sessions = [session for value in values("c", "191", "791") if (session := session_of(value))]
    return CatalogueRecord(
        place=marc.place,
        raw=tuple(
            (f"{one.name} ${code}" if code else one.name, printed)
            for one in marc.fields
            for code, printed in one.subfields
        ),
        record_id=next((value for one in fields("001") for _, value in one.subfields), ""),
        symbols=unique(symbol for value in symbols for symbol in symbols_in(value)),
        title=titles[0] if titles else "",
        titles=tuple((told_by_words(title), title) for title in dict.fromkeys(titles)),
        responsibility=next(iter(values("c", "245")), ""),
        date=next((date for value in dates if (date := date_in(value))), ""),
        languages=unique(language for value in values("a", "041") for language in languages_in(value)),
        distribution=next((d for value in values("a", "091") if (d := distribution_of(value))), ""),
        session=next(iter(sessions), ""),
        body=next(iter(bodies), "") or next(iter(values("a", "710", "711", "110")), ""),
        job_numbers=unique(number for value in values("b", "029") for number in job_numbers_in(value)),
        jobs=unique(job for value in values("b", "029") for job in jobs_in(value)),
        agenda=_agenda(fields("991")),
        related_symbols=unique(symbol for value in values("a", "993") for symbol in symbols_in(value)),
        subjects=unique(subject_values),
        type=next(iter(types), ""),
        notes=unique(value for name in _NOTES for value in values("a", name)),
        files=tuple(
            CatalogueFile(language_of_name(one.first(said)), one.first(address))
            for name, said, address in (("856", "y", "u"), ("FFT", "d", "a"))
            for one in fields(name)
            if one.first(address)
        ),
    )


def title_of(one: MarcField) -> str:
    """A title with its rest and parts: "$a Digital technologies :$b draft resolution" keeps " : "."""
    title = ""
    for code, printed in one.subfields:
        value = clean(mend(printed))
        if code in ("a", "b", "n", "p") and value:
            mark = "" if not title else " : " if code == "b" else ". "
            title += mark + value
    return title


def _agenda(fields: Iterable[MarcField]) -> tuple[AgendaItem, ...]:
    """One entry for each item: 991 repeats with every subject under which the item is indexed."""
    entries: dict[tuple[str, str], AgendaItem] = {}
    for one in fields:
        document, item = one.first("a"), agenda_item(one.first("b"))
        held = entries.get((document, item))
        if (document or item) and (held is None or not held.title):
            entries[document, item] = AgendaItem(document, item, one.first("c"))
    return tuple(entries.values())
