"""What stands in the database, as entries of the index: one for each circle of readers that sees something else."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

import tantivy
from django.db.models import F

from accounts.access import Audience
from documents.models import (
    Act,
    ActTitle,
    Document,
    DocumentAgendaItem,
    DocumentBody,
    DocumentMeeting,
    DocumentSymbol,
    DocumentTitle,
    DocumentType,
    File,
    LanguageVersion,
    OtherIdentifier,
    Page,
    Paragraph,
)
from documents.search import fields
from documents.search.words import LANGUAGES
from meetings.models import AgendaItem, Body, BodyName, Meeting

# A document with no more pages than this is looked through where it stands; a longer one has its pages in the index.
FEW_PAGES = 6
BATCH = 500  # records read at a time
# Own documents stand above those of other bodies where nothing else orders them.
OWN_FIRST = 10_000_000


def document_record(pk):
    """By what all entries of a document are known in the index."""
    return f"d{pk}"


def act_record(pk):
    """By what all entries of an act are known in the index."""
    return f"a{pk}"


def keys_in_batches(model):
    """The primary keys of all records of a model, in lists of BATCH."""
    last = 0
    while keys := list(model.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        yield keys
        last = keys[-1]


@dataclass
class Content:
    """What one circle (or several that see the same) sees of a document or act; all that the index takes in."""

    record: str
    pk: int
    seen: list[str]
    titles: list = field(default_factory=list)  # (language, text)
    texts: list = field(default_factory=list)  # (language, text)
    head: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    symbol_keys: list[str] = field(default_factory=list)
    facets: dict[str, list] = field(default_factory=dict)
    tied: list[str] = field(default_factory=list)
    day: int = 0
    is_own: bool = True
    order: str = ""

    def digest(self):
        """A fingerprint of all that is taken in: two indexes are equal when their fingerprints are."""
        facts = (
            self.record,
            self.seen,
            self.head,
            self.names,
            self.symbol_keys,
            sorted(self.facets.items()),
            sorted(self.tied),
        )
        digest = hashlib.blake2b(repr((*facts, self.day, self.is_own, self.order)).encode(), digest_size=16)
        for language, text in (*self.titles, *self.texts):
            digest.update(f"\0{language}\0".encode())
            digest.update(text.encode(errors="surrogatepass"))
        return digest.hexdigest()

    def entry(self):
        """The entry for the index (a tantivy.Document)."""
        entry = tantivy.Document()
        entry.add_text("record", self.record)
        entry.add_text("stored", self.digest())
        entry.add_unsigned("pk", self.pk)
        entry.add_boolean("is_act", self.record == act_record(self.pk))
        for circle in fields.CIRCLES:
            entry.add_text("seen" if circle in self.seen else "unseen", circle)
        for tie in self.tied:
            entry.add_text("tied", tie)
        for key in self.symbol_keys:
            entry.add_text("symbol", f"{fields.START} {key} {fields.END}")
            entry.add_text("whole_symbol", key.replace(" ", ""))
        for words in self.head:
            fields.add_words(entry, "head", words)
        for words in self.names:
            fields.add_words(entry, "names", words)
        for language, words in self.titles:
            fields.add_words(entry, f"title_{language}", words, language)
        for language, words in self.texts:
            fields.add_words(entry, f"text_{language}", words, language)
        for name, number in fields.facet_numbers(self.facets):
            entry.add_unsigned(name, number)
        entry.add_integer("recent", self.day + (OWN_FIRST if self.is_own else 0))
        entry.add_float("fresh", self.day * fields.FRESHNESS_OF_A_DAY)
        entry.add_text("order", self.order)
        return entry


def known_language(language):
    """The language whose fields a text goes into: its own, or English where the index has none for it."""
    return language if language in LANGUAGES else "en"


def _grouped(rows):
    """Rows of (owner, value ...) as owner → list of what follows it (a tuple, or a single value)."""
    found = defaultdict(list)
    for owner, *rest in rows:
        found[owner].append(rest[0] if len(rest) == 1 else tuple(rest))
    return found


def _in_tiers(audiences):
    """Circles that see the same, together: what is seen → the circles."""
    found = defaultdict(list)
    for audience, sight in audiences.items():
        if sight is not None:
            found[sight].append(audience)
    return found


# ---------------------------------------------------------------- documents


class DocumentContents:
    """The contents of some documents (primary keys), read in a fixed number of queries."""

    def __init__(self, keys, *, in_a_row=False):
        """in_a_row: ``keys`` are all that there are between the first and the last, which is quicker to ask for."""
        self.keys = list(keys)
        self._in_a_row = in_a_row and len(self.keys) > 1
        self.documents = {
            row["pk"]: row for row in self._of(Document, "pk").values("pk", "type", "date", "author_line")
        }
        self._read_facts()
        self._read_places()
        self._read_texts()

    def _of(self, model, owner="document"):
        return model.objects.filter(**self._these(owner))

    def _these(self, owner):
        """The condition that ``owner`` is one of the documents."""
        if self._in_a_row:
            return {f"{owner}__gte": self.keys[0], f"{owner}__lte": self.keys[-1]}
        return {f"{owner}__in": self.keys}

    def _read_facts(self):
        symbols = self._of(DocumentSymbol).order_by("position", "pk")
        self.symbols = _grouped(symbols.values_list("document", "canonical", "search_key", "sort_key"))
        self.titles = _grouped(self._of(DocumentTitle).order_by("language").values_list("document", "language", "text"))
        self.identifiers = _grouped(self._of(OtherIdentifier).order_by("pk").values_list("document", "scheme", "value"))
        bodies = self._of(DocumentBody).order_by("body")
        self.bodies = _grouped(bodies.values_list("document", "body", "body__is_external"))
        known = {body for several in self.bodies.values() for body, _external in several}
        self.body_names = defaultdict(list)
        for pk, *names in Body.objects.filter(pk__in=known).values_list("pk", "name", "short_name"):
            self.body_names[pk] += [name for name in names if name]
        others = BodyName.objects.filter(body__in=known).order_by("pk")
        self.other_body_names = _grouped(others.values_list("body", "name"))

    def _read_places(self):
        """Meetings, agenda items and mandates; who may see each is asked of its own model."""
        self.places = _grouped(self._of(DocumentMeeting).order_by("meeting").values_list("document", "pk", "meeting"))
        meetings = {meeting for several in self.places.values() for _pk, meeting in several}
        self.meeting_names = {
            meeting.pk: str(meeting) for meeting in Meeting.objects.filter(pk__in=meetings).with_bodies()
        }
        items = self._of(DocumentAgendaItem).order_by("agenda_item")
        self.items = _grouped(items.values_list("document", "agenda_item", "agenda_item__title"))
        self.mandates = self._mandates(Audience.SECRETARIAT)

    def _mandates(self, audience):
        """Of each document, what a reader sees of the mandates that it answers or tells of: (mandate, response or None)."""
        answers, mandates = (Document._meta.get_field(name).related_model for name in ("responses", "mandates"))
        seen = mandates.objects.visible_to(audience)
        answered = answers.objects.visible_to(audience).filter(**self._these("document"), mandate__in=seen)
        told = seen.filter(**self._these("documents"))
        rows = list(answered.order_by("mandate", "pk").values_list("document", "mandate", "pk"))
        rows += [(document, mandate, None) for mandate, document in told.values_list("pk", "documents").order_by("pk")]
        return _grouped(row for row in rows if row[0] in self.documents)

    def _read_texts(self):
        versions = self._of(LanguageVersion).order_by("language")
        self.versions = _grouped(versions.values_list("document", "pk", "language", "job_number"))
        files = self._of(File, "version__document").filter(is_current=True).order_by("version__language", "pk")
        rows = list(files.values_list("version__document", "pk", "version__language", "page_count"))
        self.files = _grouped((document, pk, language) for document, pk, language, _count in rows)
        self.page_counts = {pk: count for _document, pk, _language, count in rows}
        self.pages = _grouped(
            Page.objects.filter(file__in=list(self.page_counts))
            .order_by("file", "number")
            .values_list("file", "number", "text")
        )
        self.texts = {pk: "\n".join(text for _number, text in pages) for pk, pages in self.pages.items()}

    def _sights(self, audience):
        """What a circle sees, document by document: (files, places, items, mandates, versions), or None; and as a set."""
        visible = set(Document.objects.visible_to(audience).filter(**self._these("pk")).values_list("pk", flat=True))
        if not visible:  # of what nobody of the circle sees nothing more need be asked: drafts come in by the thousand
            yield from ((key, None) for key in self.documents)
            return
        # What the documents have none of need not be asked for.
        files = self._seen(File, "version__document", audience) if self.files else ()
        places = self._seen(DocumentMeeting, "document", audience) if self.places else ()
        versions = self._seen(LanguageVersion, "document", audience) if self.versions else ()
        wanted = {item for several in self.items.values() for item, _title in several}
        items = set(AgendaItem.objects.visible_to(audience).filter(pk__in=wanted).values_list("pk", flat=True))
        mandates = self._mandates(audience) if self.mandates else self.mandates
        for key in self.documents:
            if key not in visible:
                yield key, None
                continue
            yield (
                key,
                (
                    tuple(pk for pk, _language in self.files[key] if pk in files),
                    tuple(pk for pk, _meeting in self.places[key] if pk in places),
                    tuple(item for item, _title in self.items[key] if item in items),
                    tuple(mandates[key]),
                    tuple(pk for pk, _language, _number in self.versions[key] if pk in versions),
                ),
            )

    def _seen(self, model, owner, audience):
        known = model.objects.visible_to(audience).filter(**self._these(owner))
        return set(known.values_list("pk", flat=True))

    def contents(self):
        """The Contents of the documents, one for each circle that sees something else."""
        sights = defaultdict(dict)
        for audience in Audience:
            for key, sight in self._sights(audience):
                sights[key][audience] = sight
        for key, audiences in sights.items():
            for sight, circle in _in_tiers(audiences).items():
                yield self._content(key, sight, circle)

    def _content(self, key, sight, circle):
        files, places, items, mandates, versions = sight
        document = self.documents[key]
        languages = [language for pk, language in self.files[key] if pk in files]
        meetings = [meeting for pk, meeting in self.places[key] if pk in places]
        bodies = [body for body, _external in self.bodies[key]]
        day = document["date"].toordinal() if document["date"] else 0
        is_own = not all(external for _body, external in self.bodies[key]) if bodies else False
        return Content(
            record=document_record(key),
            pk=key,
            seen=[f"d{audience.value}" for audience in circle],
            titles=[(known_language(language), text) for language, text in self.titles[key]],
            texts=[
                (known_language(language), self.texts.get(pk, "")) for pk, language in self.files[key] if pk in files
            ],
            head=self._head(key, document, meetings, items, versions),
            names=[name for body in bodies for name in self.other_body_names[body]],
            symbol_keys=[search_key.strip() for _canonical, search_key, _sort_key in self.symbols[key]],
            facets={
                "body": bodies,
                "meeting": list(dict.fromkeys(meetings)),
                "item": list(items),
                "mandate": list(dict.fromkeys(mandate for mandate, _response in mandates)),
                "year": [document["date"].year] if document["date"] else [],
                "type": [document["type"]] if document["type"] else [],
                "language": list(dict.fromkeys(languages)),
            },
            tied=self._ties(key),
            day=day,
            is_own=is_own,
            order=f"{'0' if is_own else '1'} {min((sort for *_rest, sort in self.symbols[key]), default='~')}",
        )

    def _head(self, key, document, meetings, items, versions):
        """The words of the masthead: symbols and numbers, what it is, whose it is, and where it was taken up."""
        return [
            *(canonical for canonical, _search_key, _sort_key in self.symbols[key]),
            *(f"{scheme} {value}" for scheme, value in self.identifiers[key]),
            *([DocumentType(document["type"]).label] if document["type"] else []),
            *([document["author_line"]] if document["author_line"] else []),
            *(number for pk, _language, number in self.versions[key] if number and pk in versions),
            *(name for body, _external in self.bodies[key] for name in self.body_names[body]),
            *(self.meeting_names[meeting] for meeting in dict.fromkeys(meetings)),
            *(title for item, title in self.items[key] if item in items and title),
        ]

    def _ties(self, key):
        """What the entries depend on beside the document itself: when one of these changes they are made anew."""
        return [
            *(f"file {pk}" for pk, _language in self.files[key]),
            *(f"body {body}" for body, _external in self.bodies[key]),
            *(f"meeting {meeting}" for _pk, meeting in self.places[key]),
            *(f"item {item}" for item, _title in self.items[key]),
            *(f"mandate {mandate}" for mandate, _response in self.mandates[key]),
            *(f"response {response}" for _mandate, response in self.mandates[key] if response),
        ]

    def pages_to_index(self):
        """The pages of the longer ones among the documents: (document, file, language, number, text)."""
        for key, files in self.files.items():
            # As many as the files say, or as there are: the search goes by what the files say (``places``).
            if sum(max(len(self.pages[pk]), self.page_counts[pk] or 1) for pk, _language in files) <= FEW_PAGES:
                continue
            for pk, language in files:
                for number, text in self.pages[pk]:
                    yield key, pk, language, number, text

    def entries_of_pages(self):
        """The pages of the longer ones among the documents, as entries for the index of pages."""
        for key, pk, language, number, text in self.pages_to_index():
            entry = tantivy.Document()
            entry.add_text("record", document_record(key))
            entry.add_unsigned("file", pk)
            entry.add_unsigned("number", number)
            entry.add_unsigned("digest", digest_of_page(language, text))
            language = known_language(language)
            fields.add_words(entry, f"text_{language}", text, language)
            yield entry


def digest_of_page(language, text):
    """A fingerprint of one page, as a number."""
    words = f"{known_language(language)}\0{text}".encode(errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(words, digest_size=8).digest())


# ---------------------------------------------------------------- acts


class ActContents:
    """The contents of some acts (primary keys), read in a fixed number of queries."""

    def __init__(self, keys):
        self.keys = list(keys)
        acts = Act.objects.filter(pk__in=self.keys)
        columns = ("pk", "kind", "number", "number_sort_key", "symbol", "adopted", "body")
        self.acts = {
            row["pk"]: row
            for row in acts.values(
                *columns, body_name=F("body__name"), short=F("body__short_name"), is_external=F("body__is_external")
            )
        }
        self.titles = _grouped(
            ActTitle.objects.filter(act__in=self.keys).order_by("language").values_list("act", "language", "text")
        )

    def contents(self):
        """The Contents of the acts, one for each circle that sees something else."""
        sights = defaultdict(dict)
        texts = {}
        for audience in Audience:
            visible = set(Act.objects.visible_to(audience).filter(pk__in=self.keys).values_list("pk", flat=True))
            paragraphs = Paragraph.objects.visible_to(audience).filter(act__in=self.keys)
            rows = _grouped(
                paragraphs.order_by("act", "language", "position").values_list("act", "pk", "language", "text")
            )
            for key in self.acts:
                seen = tuple(pk for pk, _language, _text in rows[key])
                sights[key][audience] = seen if key in visible else None
                texts[key, seen] = _grouped((language, text) for _pk, language, text in rows[key])
        for key, audiences in sights.items():
            for sight, circle in _in_tiers(audiences).items():
                yield self._content(key, texts[key, sight], circle)

    def _content(self, key, texts, circle):
        act = self.acts[key]
        return Content(
            record=act_record(key),
            pk=key,
            seen=[f"a{audience.value}" for audience in circle],
            titles=[(known_language(language), text) for language, text in self.titles[key]],
            texts=[(known_language(language), "\n".join(paragraphs)) for language, paragraphs in texts.items()],
            head=[
                words
                for words in (f"{act['kind']} {act['number']}", act["symbol"], act["body_name"], act["short"])
                if words
            ],
            tied=[f"body {act['body']}"],
            day=act["adopted"].toordinal() if act["adopted"] else 0,
            is_own=not act["is_external"],
            order=f"{'1' if act['is_external'] else '0'} {act['kind']} {act['number_sort_key']}",
        )
