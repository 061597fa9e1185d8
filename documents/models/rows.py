"""A document as a row of a list: ready strings, from one query for the rows and one for what replaced them.

A list of fifty model objects with their symbols, titles, versions and files would be six queries and a slow template.
"""

from dataclasses import dataclass, field
from functools import cache
from urllib.parse import quote

from django.apps import apps
from django.db.models import JSONField
from django.db.models.expressions import RawSQL
from django.urls import reverse

from accounts.access import Audience
from documents.models.vocabulary import NAMELESS, OFFICIAL, DocumentType, Language, VersionStatus, languages_in_words
from documents.symbols import SymbolError, parse
from provenance.dates import in_words


@dataclass(frozen=True)
class Place:
    """One of the six places of a document's languages: A C E F R S."""

    language: Language
    state: str
    url: str = ""
    stand_in: bool = False

    @property
    def letter(self):
        return self.language.letter

    @property
    def name(self):
        return self.language.label


@dataclass(frozen=True)
class Correction:
    """A corrigendum of a document: its symbol and address, and the codes of the languages it corrects; empty means all."""

    symbol: str
    url: str
    languages: tuple = ()

    def concerns(self, language):
        """Whether the text in a language is corrected by it."""
        return not self.languages or language in self.languages

    @property
    def languages_in_words(self):
        """``French and Spanish``; "" for all."""
        return languages_in_words(self.languages)


@dataclass
class Row:
    """What a list shows of a document.

    replaced_by is a (symbol, address) pair, or empty; corrected_by the Corrections that the reader may know of; applies_to
    the codes of the languages that the document itself corrects, where it is a corrigendum of some only.
    """

    pk: int
    symbol: str
    url: str
    title: str
    title_language: str
    type: str
    date_words: str
    places: list
    agenda_items: list = field(default_factory=list)
    replaced_by: tuple = ()
    note: str = ""
    corrected_by: list = field(default_factory=list)
    applies_to: tuple = ()

    @property
    def name(self):
        """What the document is called: by its symbol, else by its title."""
        return self.symbol or self.title or NAMELESS

    @property
    def obsolete(self):
        return bool(self.replaced_by)

    @property
    def applies_to_in_words(self):
        """``French and Spanish``; "" where it corrects all languages, or nothing."""
        return languages_in_words(self.applies_to)

    @property
    def direction(self):
        return Language(self.title_language).direction if self.title_language else "ltr"


PLAIN_COLUMNS = ("pk", "type", "date", "date_precision", "original_language", "corrected_languages")


def rows_of(documents, audience, *, language="en"):
    """The Rows of a queryset of documents, in its order, for a reader of ``audience``."""
    columns = _columns(audience)
    values = list(documents.annotate(**columns).values(*PLAIN_COLUMNS, *columns))
    addresses = Addresses()
    rows = [_row(each, audience, language, addresses) for each in values]
    # Few documents have revisions and corrigenda: who may see these is asked only where there are some.
    family = {canonical: document for each in values for canonical, document in each["row_family"]}
    if family:
        _mark_family(rows, family, audience, addresses)
    return rows


@cache
def _columns(audience):
    """What hangs on a document, as lists of JSON objects, for a reader of ``audience``.

    Written as SQL: Django takes ten times as long to put the same subqueries together as PostgreSQL to answer them, and
    rows stand on nearly every page.
    """
    symbols = "SELECT jsonb_agg(canonical ORDER BY position, id) FROM documents_documentsymbol WHERE {its}"
    titles = (
        "SELECT jsonb_agg(jsonb_build_object('language', language, 'text', text) ORDER BY language) "
        "FROM documents_documenttitle WHERE {its}"
    )
    versions = (
        "SELECT jsonb_agg(jsonb_build_object('language', version.language, 'status', version.status, "
        "'held', file.id IS NOT NULL, 'stand_in', coalesce(file.is_stand_in, false))) "
        "FROM documents_languageversion version "
        "LEFT JOIN documents_file file ON file.version_id = version.id AND file.is_current WHERE {its}"
    )
    items = (
        "SELECT jsonb_agg(item.number ORDER BY item.sort_key) FROM documents_documentagendaitem "
        "JOIN meetings_agendaitem item ON item.id = agenda_item_id "
        "JOIN meetings_meeting meeting ON meeting.id = item.meeting_id AND meeting.audience <= %s WHERE {its}"
    )
    family = (
        "SELECT jsonb_agg(jsonb_build_array(kin.canonical, kin.document_id)) FROM documents_documentsymbol own "
        "JOIN documents_documentsymbol kin ON kin.root = own.root AND kin.canonical <> kin.root WHERE own.{its}"
    )
    return {
        "row_family": of_the_document(family),
        "row_symbols": of_the_document(symbols),
        "row_titles": of_the_document(titles),
        "row_versions": of_the_document(versions),
        "row_items": of_the_document(items, audience),
    }


def of_the_document(sql, *parameters):
    """A subquery of the document at hand, which ``{its}`` stands for, as an expression that gives a JSON list.

    Only for queries whose first table is that of the documents.
    """
    sql = sql.format(its="document_id = documents_document.id")
    return RawSQL(f"coalesce(({sql}), '[]'::jsonb)", parameters, output_field=JSONField())


def _all(name):
    """All records of a model by its name: the models' own module imports this one."""
    return apps.get_model("documents", name).objects


def _row(values, audience, language, addresses):
    symbols = values["row_symbols"]
    titles = {title["language"]: title["text"] for title in values["row_titles"]}
    wanted = [language, "en", values["original_language"], *titles]
    shown = next((code for code in wanted if code in titles), "")
    path = path_of(symbols[0]) if symbols else f"id/{values['pk']}"
    return Row(
        pk=values["pk"],
        symbol="-".join(symbols),
        url=addresses.document(path),
        title=titles.get(shown, ""),
        title_language=shown,
        type=DocumentType(values["type"]).label if values["type"] else "",
        date_words=in_words(values["date"], values["date_precision"]),
        places=language_places(values["row_versions"], path, audience, addresses),
        agenda_items=values["row_items"],
        applies_to=tuple(values["corrected_languages"]),
    )


def path_of(canonical):
    """A symbol's part of an address; a symbol that no rule fits is its own."""
    try:
        return parse(canonical).path
    except SymbolError:
        return canonical


class Addresses:
    """The addresses of documents and texts, many at a time: asking for each by ``reverse`` took a fifth of a list's time."""

    # What an address may hold as it is, besides letters and digits; the same as ``reverse`` leaves.
    SAFE = "!$&'()*+,;=/~:@"

    def __init__(self):
        self._documents = reverse("document", args=["-"]).removesuffix("-")
        self._texts = reverse("text", args=["en", "-"]).removesuffix("en/-")

    def document(self, path):
        return f"{self._documents}{quote(path, safe=self.SAFE)}"

    def text(self, language, path):
        return f"{self._texts}{language}/{quote(path, safe=self.SAFE)}"


def language_places(versions, path, audience, addresses=None):
    """The places A C E F R S (and G where there is a German version) as a reader of ``audience`` sees them.

    versions: dicts of language, status, held (whether a file is there), stand_in. path: the document's part of an address.
    """
    by_language = {version["language"]: version for version in versions}
    shown = OFFICIAL + [language for language in Language if language not in OFFICIAL and language in by_language]
    addresses = addresses or Addresses()
    return [_place(Language(language), by_language.get(language), path, audience, addresses) for language in shown]


def _place(language, version, path, audience, addresses):
    if version is None:
        return Place(language, "none")
    status, staff = version["status"], audience >= Audience.SECRETARIAT
    if status == VersionStatus.HELD and not staff:
        return Place(language, "none")
    readable = version["held"] and (status == VersionStatus.ISSUED or staff)
    url = addresses.text(language.value, path) if readable else ""
    return Place(language, status, url, bool(version["stand_in"] and readable))


def _mark_family(rows, family, audience, addresses):
    """Name the successor of every row that a later revision, visible to the reader, replaces, and its corrigenda. One query.

    family: the symbols with suffixes that share a root with one of the rows → the documents that bear them.
    """
    symbols = {symbol: row for row in rows for symbol in row.symbol.split("-") if symbol}
    parsed = {}
    for symbol in symbols:
        try:
            parsed[symbol] = parse(symbol)
        except SymbolError:
            continue
    known = _all("Document").visible_to(audience).filter(pk__in=set(family.values()))
    visible = dict(known.values_list("pk", "corrected_languages"))
    relatives = [(parse(canonical), document) for canonical, document in family.items() if document in visible]
    successors, corrections, told = {}, {}, set()
    for relative, document in sorted(relatives, key=lambda each: each[0].sort_key):
        if relative.relation == "replaces":
            successors[relative.base] = relative
        elif relative.relation == "corrects":
            # A joint document has a joint corrigendum, which is told once.
            corrections.setdefault(relative.base, {})[document] = relative
    for canonical, symbol in parsed.items():
        base = symbol.base if symbol.relation == "replaces" else canonical
        successor = successors.get(base)
        if successor and successor.canonical != canonical:
            symbols[canonical].replaced_by = (successor.canonical, addresses.document(successor.path))
        for document, relative in corrections.get(canonical, {}).items():
            correction = Correction(relative.canonical, addresses.document(relative.path), tuple(visible[document]))
            if (symbols[canonical].pk, document) not in told:
                symbols[canonical].corrected_by.append(correction)
                told.add((symbols[canonical].pk, document))
