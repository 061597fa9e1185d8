"""What the text of an act asks, as values of mandates with the words that say so. Nothing is written here."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from accounts.access import Audience
from documents.models import Act, Paragraph, ParagraphKind, VersionStatus
from documents.reading.operative import Asked, OperativeText, asked_in
from documents.reading.pages import READER
from documents.reading.words import dates_in, plain
from mandates.models import Deliverable
from mandates.proposing.naming import Names
from mandates.proposing.words import words_of
from provenance.models import Evidence, Origin

ASKING_KINDS = (ParagraphKind.OPERATIVE, ParagraphKind.ANNEX)
MANDATE = "mandates.mandate"
# Between quotations of one statement that stand apart in the text.
APART = " […] "
# Kinds of the reader that have no name of their own here.
DELIVERABLES = {"review": Deliverable.DECISION} | {value: value for value in Deliverable.values}
DESCRIBED = {"deliverable": dict(Deliverable.choices)}


@dataclass(frozen=True)
class Said:
    """One statement about one field of a proposal: the value in words, and the words of the text that say so."""

    field: str
    value: str
    quote: str
    paragraph: Paragraph
    confidence: float
    origin: str = Origin.READ


@dataclass(frozen=True)
class Proposed:
    """One thing that an act asks, as a machine reads it.

    values: fields of Mandate by name. addressees: (words, key of the body or None), in order. words: those by which it is
    known again. order: which it is among those that stand under the same label, from 0.
    """

    label: str
    normalised: str
    language: str
    order: int
    paragraph: Paragraph
    values: dict
    addressees: tuple[tuple[str, int | None], ...]
    said: tuple[Said, ...]
    words: frozenset = field(repr=False)

    @property
    def key(self) -> str:
        """By what it is known for ever, whatever becomes of it: the paragraph, the verb and the words, as a hash."""
        parts = (self.label, self.normalised, str(self.order), " ".join(sorted(self.words)))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def text_to_read(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """Of the paragraphs that an act has, those that can ask, in one language: English, else the first that is held."""
    language = min({each.language for each in paragraphs}, key=lambda code: (code != "en", code), default="")
    several = [each for each in paragraphs if each.language == language and each.kind in ASKING_KINDS]
    return sorted(several, key=lambda each: each.position)


def operative_texts(paragraphs: Sequence[Paragraph]) -> list[OperativeText]:
    """Paragraphs of the record as the reader of operative texts takes them."""
    return [OperativeText(each.label, each.number, each.text, each.depth, each.language) for each in paragraphs]


def proposals_in(act: Act, paragraphs: Sequence[Paragraph], names: Names) -> list[Proposed]:
    """What the text of an act asks, in its order. paragraphs: as ``text_to_read`` gives them, saved or not."""
    asked = asked_in(operative_texts(paragraphs))
    means = [each for each in asked if each.about_means]
    found, orders = [], {}
    for each in asked:
        if each.about_means:
            continue
        order = orders[each.label] = orders.get(each.label, -1) + 1
        found.append(_Reading(act, each, paragraphs, names, means).proposed(order))
    return found


class _Reading:
    """One thing asked, on its way from the reader's quotations to the fields of a mandate."""

    def __init__(self, act: Act, asked: Asked, paragraphs, names, means):
        self.act, self.asked, self.paragraphs, self.names, self.means = act, asked, paragraphs, names, means
        self.paragraph = paragraphs[asked.paragraphs[0]]
        self.said = []

    def proposed(self, order) -> Proposed:
        asked = self.asked
        self._say("paragraph", asked.label, "", self.paragraph, asked.confidence)
        values = {
            "paragraph_as_printed": asked.label[:60],
            "verb": self._verb(),
            "action": self._action(),
            "deliverable": self._deliverable(),
            "least_number": self._least_number(),
            "is_recurring": self._recurrence(),
            "resources": self._resources(),
            **self._deadline(),
        }
        addressees = self._addressees()
        words = words_of(f"{asked.normalised} {asked.action}")
        label = asked.label or f"#{self.paragraph.position}"
        return Proposed(
            label,
            asked.normalised,
            self.paragraph.language,
            order,
            self.paragraph,
            values,
            addressees,
            tuple(self.said),
            words,
        )

    def _say(self, name, value, quote, paragraph, confidence, origin=Origin.READ):
        self.said.append(Said(name, str(value), quote, paragraph, confidence, origin))

    def _quoted(self, quote):
        """The paragraph in which a quotation stands."""
        return self.paragraphs[quote.paragraph]

    def _verb(self):
        verb = self.asked.verb
        self._say("verb", verb.words, verb.words, self._quoted(verb), self.asked.confidence)
        return verb.words[:120]

    def _action(self):
        asked = self.asked
        quotes = APART.join(quote.words for quote in asked.quotes) or asked.action
        self._say("action", asked.action, quotes, self.paragraph, asked.confidence)
        return asked.action or asked.verb.words

    def _deliverable(self):
        read = self.asked.deliverable
        if not read:
            return ""
        value = DELIVERABLES.get(read, Deliverable.OTHER)
        self._say("deliverable", Deliverable(value).label, self.asked.action, self.paragraph, self.asked.confidence)
        return str(value)

    def _least_number(self):
        least = self.asked.least
        if not least or least > 1_000_000:
            return None
        self._say("least number", least, self.asked.action, self.paragraph, self.asked.confidence)
        return least

    def _recurrence(self):
        for quote in self.asked.recurrence:
            self._say("recurring", f"yes: {quote.words}", quote.words, self._quoted(quote), quote.confidence)
        return bool(self.asked.recurrence)

    def _resources(self):
        """The clause of its own; else what the act says of the means for all that it asks of others than States."""
        clauses, origin = self.asked.resources, Origin.READ
        if not clauses and self.asked.addressees and not self._asks_of_states():
            clauses, origin = tuple(clause for each in self.means for clause in each.resources)[:1], Origin.INFERRED
        for quote in clauses:
            self._say("resources", quote.words, quote.words, self._quoted(quote), quote.confidence, origin)
        return "; ".join(dict.fromkeys(quote.words for quote in clauses))

    def _asks_of_states(self):
        return all(each.kind == "States" for each in self.asked.addressees)

    def _addressees(self):
        found = {}
        for each in self.asked.addressees:
            words = _without_article(each.words)[:300]
            if words and words not in found:
                found[words] = self.names.body(words, self.act)
                quote = each.pronoun or each.words
                self._say("addressee", words, quote, self._quoted(each), self.asked.confidence)
        return tuple(found.items())

    def _deadline(self):
        """Session, date and words. Recurring ones that name no day stand in words too.

        What is decided to be held or taken up at a session is due there, where no deadline says otherwise.
        """
        said = [*self.asked.deadlines, *self.asked.recurrence, *self.asked.takes_place]
        words = list(dict.fromkeys(quote.words for quote in said))
        session = day = None
        for quote in said:
            paragraph = self._quoted(quote)
            self._say("deadline", quote.words, quote.words, paragraph, quote.confidence)
            if quote.kind == "session" and session is None:
                session, origin = self.names.session(quote, paragraph.text, self.act)
                if session is not None:
                    value = session.title
                    self._say("due session", value, quote.words, paragraph, quote.confidence, origin)
            if quote.kind == "date" and day is None:
                day = next((each[2] for each in dates_in(plain(quote.words))), None)
                if day is not None:
                    self._say("due date", day.isoformat(), quote.words, paragraph, quote.confidence)
        joined = "; ".join(words)
        return {
            "due_session_id": session.pk if session else None,
            "due_date": day,
            "due_words": joined if len(joined) <= 200 else f"{joined[:199]}…",
        }


def _without_article(words):
    """``the Secretariat`` → ``Secretariat``: as the register writes addressees."""
    words = " ".join(words.split())
    return words[4:] if words.lower().startswith("the ") else words


def evidence_of(said: Said, act: Act, subject_id: int) -> Evidence:
    """A statement as evidence about the mandate with this key, not saved."""
    return evidence(MANDATE, subject_id, said.field, said, act)


def evidence(subject: str, subject_id: int, field: str, said: Said, act: Act) -> Evidence:
    """What was read in a paragraph of an act, as evidence about any record: for those who may read the paragraph."""
    paragraph, file = said.paragraph, said.paragraph.file
    return Evidence(
        subject=subject,
        subject_id=subject_id,
        field=field,
        value=said.value,
        origin=said.origin,
        quote=said.quote,
        file_sha256=file.sha256 if file else "",
        page=paragraph.page if file else None,
        source=place_in_words(act, paragraph),
        reader=READER,
        confidence=said.confidence,
        audience=_audience_of_quotes(act, file),
    )


def place_in_words(act: Act, paragraph: Paragraph) -> str:
    """``resolution 7/1, paragraph 2 (a)``"""
    label = paragraph.label
    if not label:
        return f"{act.label}, text"
    return f"{act.label}, {'paragraph ' if label[0] in '(0123456789' else ''}{label}"


def _audience_of_quotes(act, file):
    """Who may read the act; of a text read from a file, who may open the file."""
    if file is None:
        return act.audience
    if file.is_current and file.version_id and file.version.status == VersionStatus.ISSUED:
        return Audience(max(act.audience, file.version.document.audience))
    return Audience.SECRETARIAT
