"""Which record a fact comes from, and what its comment says: the record, the field, and how we know."""

from django.db.models import Q
from django.urls import reverse

from accounts.access import Audience
from documents.models import Document
from documents.models.rows import path_of
from mandates.drafting.filling import Told
from mandates.drafting.phrases import Fact, Phrase, Source, phrases_in
from mandates.drafting.wording import upper_first
from mandates.models import Mandate
from provenance.models import Evidence, label_of

MOST_STATEMENTS = 3  # of one fact: the rest stands on the record's page
LONGEST_QUOTE = 300
# Under which names the evidence speaks of a field that is called so here.
ALSO_STATED_AS = {
    "label": ("number",),
    "languages": ("language version",),
}
DOCUMENT = "documents.document"


def source(record, field="", *, label="", url=None):
    """The Source of a field of a record. What is public about a document is asked later, for all at once."""
    audience = getattr(record, "audience", Audience.PUBLIC)
    return Source(
        subject=label_of(record),
        pk=record.pk,
        label=label or _name(record),
        url=record.get_absolute_url() if url is None else url,
        field=field,
        is_public=audience == Audience.PUBLIC or label_of(record) == DOCUMENT,
    )


def _name(record):
    return f"{record.heading}, mandate {record.number}" if isinstance(record, Mandate) else str(record)


def fact(text, record, field="", *further):
    """A Phrase of one fact; empty where the record has no such words. further: more Sources that say the same."""
    return Phrase(Fact.of(str(text), source(record, field), *further)) if text else Phrase()


def document_source(pk, symbol, title, field="symbol"):
    """The Source of a document known by its key, its symbol and its title."""
    url = reverse("document", args=[path_of(symbol) if symbol else f"id/{pk}"])
    return Source(DOCUMENT, pk, symbol or title or f"document {pk}", url, field)


class Testimony:
    """What is told of the facts of one draft: evidence and publicity of all its records, asked in two queries."""

    def __init__(self, values, site=""):
        self._site = site
        sources = {each for phrase in phrases_in(values) for each in phrase.sources}
        self._evidence = _evidence(sources)
        documents = {each.pk for each in sources if each.subject == DOCUMENT}
        public = set()
        if documents:
            public = set(
                Document.objects.visible_to(Audience.PUBLIC).filter(pk__in=documents).values_list("pk", flat=True)
            )
        self._hidden_documents = documents - public
        hidden = {each.label: each for each in sources if not self.is_public(each)}
        self.not_public = sorted(hidden.values(), key=lambda each: each.label)

    def is_public(self, source):
        return source.is_public and not (source.subject == DOCUMENT and source.pk in self._hidden_documents)

    def tell(self, sources) -> Told:
        """The comment on a fact that comes from these sources."""
        lines = []
        for each in sources:
            lines.append(f"{upper_first(each.label)}{f': {each.field}' if each.field else ''}")
            lines += self._statements(each)
            if not self.is_public(each):
                lines.append("This record is not public.")
            if each.url:
                lines.append(f"{self._site}{each.url}")
        return Told(tuple(lines), sources[0].url if sources else "")

    def _statements(self, source):
        wanted = (source.field, *ALSO_STATED_AS.get(source.field, ()))
        known = self._evidence.get((source.subject, source.pk), {})
        found = [statement for name in wanted for statement in known.get(name, ())]
        if not found:
            return ["As it stands in the register; no further evidence is recorded of it."]
        return [_in_words(statement) for statement in found[:MOST_STATEMENTS]]


def _in_words(statement):
    parts = [f"“{statement.quote[:LONGEST_QUOTE]}”" if statement.quote else statement.value[:LONGEST_QUOTE]]
    if statement.source:
        parts.append(statement.source[:LONGEST_QUOTE])
    if statement.page:
        parts.append(f"page {statement.page}")
    parts += [statement.origin_words, statement.confidence_words]
    if statement.confirmed_by_id:
        parts.append("confirmed by a person")
    return " · ".join(part for part in parts if part)


def _evidence(sources):
    """What is stated of the fields that the draft shows: (subject, key) → field → list of Evidence. One query."""
    keys = {}
    for each in sources:
        keys.setdefault(each.subject, set()).add(each.pk)
    wanted = Q(pk__in=())
    for subject, several in keys.items():
        wanted |= Q(subject=subject, subject_id__in=several)
    known = Evidence.objects.visible_to(Audience.SECRETARIAT).filter(wanted, chosen=True).order_by("pk")
    found = {}
    for each in known:
        found.setdefault((each.subject, each.subject_id), {}).setdefault(each.field, []).append(each)
    return found
