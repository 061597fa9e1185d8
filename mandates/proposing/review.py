"""What the pages of proposals show: which acts have something waiting, and one act's text beside what was proposed."""

import re
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from accounts.access import Audience
from documents.models import Act, ActKind, ActTitle, Paragraph
from documents.queries import statements
from mandates.models import Addressee, Mandate, MandateLink, Review
from mandates.proposing.actions import REVIEW, version_of
from mandates.proposing.reading import APART
from meetings.models import Meeting
from meetings.queries import by_field
from provenance.models import Origin

SHOWN = {
    "waiting": "With something to decide",
    "decided": "All decided",
    "no-text": "Text not held",
    "all": "All acts",
}


# ---------------------------------------------------------------- the list


def acts_for_review(*, show="waiting", session="", words=""):
    """Acts with what was proposed of them, counted, newest session first, as a queryset.

    show: a key of ``SHOWN``. session: the ordinal of a session of the Conference, "external", or "". words: a number such
    as 7/1, or words of the title.
    """
    acts = Act.objects.visible_to(Audience.SECRETARIAT)
    machine = Mandate.objects.filter(act=OuterRef("pk")).exclude(proposal="", split_from=None)
    links = MandateLink.objects.proposed().filter(to_act=OuterRef("pk"))
    if show == "waiting":
        acts = acts.filter(Exists(machine.filter(review=Review.PROPOSED)) | Exists(links))
    elif show == "decided":
        acts = acts.filter(Exists(machine), ~Exists(machine.filter(review=Review.PROPOSED)), ~Exists(links))
    elif show == "no-text":
        acts = acts.filter(~Exists(Paragraph.objects.filter(act=OuterRef("pk"))))
    if session == "external":
        acts = acts.filter(body__is_external=True)
    elif session:
        acts = acts.filter(body__is_external=False, session__seats__ordinal=session)
    if words:
        kind = next((kind for kind in ActKind.values if words.lower().startswith(kind)), "")
        number = words[len(kind) :].strip() if kind else words
        titled = Exists(ActTitle.objects.filter(act=OuterRef("pk"), text__icontains=words))
        wanted = Q(number=number) | Q(symbol__iexact=words) | Q(titled)
        acts = acts.filter(wanted, **({"kind": kind} if kind else {}))
    return acts.in_order()


def with_counts(acts):
    """The same acts with how much waits, was confirmed and was dismissed, and whether a text is held."""
    machine = Mandate.objects.filter(act=OuterRef("pk")).exclude(proposal="", split_from=None).order_by()
    links = MandateLink.objects.proposed().filter(to_act=OuterRef("pk")).order_by()
    return acts.for_list().annotate(
        waiting=_counted(machine.filter(review=Review.PROPOSED), "act"),
        confirmed=_counted(machine.filter(review=Review.CONFIRMED), "act"),
        dismissed=_counted(machine.filter(review=Review.DISMISSED, merged_into=None), "act"),
        links_waiting=_counted(links, "to_act"),
        has_text=Exists(Paragraph.objects.filter(act=OuterRef("pk"))),
    )


def _counted(queryset, by):
    return Coalesce(Subquery(queryset.values(by).annotate(number=Count("pk")).values("number")), 0)


def waiting_in_all() -> dict:
    """How much waits for a person: proposals, links, and in how many acts. Two queries."""
    found = Mandate.objects.proposed().aggregate(proposals=Count("pk"), acts=Count("act", distinct=True))
    return found | {"links": MandateLink.objects.proposed().filter(to_act__isnull=False).count()}


def next_act(act: Act) -> Act | None:
    """The act after this one in the list of those with something to decide; None where it is the last. One query."""
    return acts_for_review().exclude(pk=act.pk).select_related("body").first()


# ---------------------------------------------------------------- one act


@dataclass
class Fact:
    """A line of a card: what was read of one field, and how we know."""

    label: str
    value: str
    statements: list
    url: str = ""
    note: str = ""


@dataclass
class Card:
    """One mandate of the act: proposed, or decided on."""

    mandate: Mandate
    facts: list[Fact]
    why: dict
    version: str
    is_waiting: bool
    decided: str = ""
    sureness: str = ""

    @property
    def anchor(self):
        return f"proposal-{self.mandate.pk}"

    @property
    def is_machines(self):
        """Whether a machine proposed it, itself or what it is a part of."""
        return bool(self.mandate.proposal or self.mandate.split_from_id)


@dataclass
class Row:
    """A paragraph of the act with the words quoted from it, and the cards that stand on it."""

    paragraph: Paragraph | None
    pieces: list = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)


@dataclass
class LinkCard:
    """A link that a text tells of, and how we know."""

    link: MandateLink
    why: list
    is_waiting: bool


@dataclass
class ReviewPage:
    """All that the page of one act's proposals shows."""

    act: Act
    rows: list[Row]
    preamble: list[Row]
    language: str
    loose: list[Card]
    links: list[LinkCard]
    other_languages: list[str]

    @property
    def cards(self) -> list[Card]:
        return [card for row in (*self.rows, *self.preamble) for card in row.cards] + self.loose

    @property
    def waiting(self) -> list[Card]:
        return [card for card in self.cards if card.is_waiting]

    @property
    def counts(self) -> dict:
        """How many proposals of the machine wait, were confirmed, dismissed."""
        machines = [card.mandate for card in self.cards if card.is_machines]
        return {
            review.value: sum(mandate.review == review and not mandate.merged_into_id for mandate in machines)
            for review in Review
        }


def review_page(act: Act) -> ReviewPage:
    """The text of an act beside its mandates, each with its evidence. Nine queries, whatever the act asks."""
    paragraphs = list(act.paragraphs.select_related("file__version__document").order_by("language", "position"))
    languages = sorted({each.language for each in paragraphs}, key=lambda code: (code != "en", code))
    shown = [each for each in paragraphs if each.language == (languages[0] if languages else "")]
    mandates = list(
        act.mandates.select_related("paragraph", "creates_body", "merged_into")
        .prefetch_related(
            Prefetch("addressees", Addressee.objects.select_related("body")),
            Prefetch("due_session", Meeting.objects.with_bodies()),
        )
        .order_by("number")
    )
    for mandate in mandates:
        mandate.act = act
    links = list(
        MandateLink.objects.filter(Q(to_act=act) | Q(mandate__act=act), to_mandate=None)
        .select_related("mandate__act__body", "to_act__body")
        .order_by("is_confirmed", "pk")
    )
    known = statements([*mandates, *links], Audience.SECRETARIAT)
    cards = [_card(mandate, by_field(known, mandate)) for mandate in mandates]
    rows, loose = _rows(shown, cards)
    operative = [row for row in rows if row.cards or row.paragraph.kind not in ("heading", "preambular")]
    return ReviewPage(
        act=act,
        rows=operative,
        preamble=[row for row in rows if row not in operative],
        language=languages[0] if languages else "",
        loose=loose,
        links=[_link_card(link, by_field(known, link)) for link in links],
        other_languages=languages[1:],
    )


def _card(mandate, why):
    waiting = mandate.review == Review.PROPOSED
    read = next((each for each in why.get("action", ()) if each.origin != Origin.ENTERED), None)
    return Card(
        mandate,
        _facts(mandate, why),
        why,
        version_of(mandate),
        waiting,
        "" if waiting else _decided(mandate, why),
        read.confidence_words if read and waiting else "",
    )


def _facts(mandate, why):
    facts = [
        Fact("Addressee", mandate.addressee_words, why.get("addressee", []), note=_tied(mandate)),
        Fact("Asks for", mandate.get_deliverable_display(), why.get("deliverable", [])),
        Fact("At least", mandate.least_number or "", why.get("least_number", [])),
        Fact("Deadline", mandate.due_words, why.get("deadline", [])),
        Fact("Due at", mandate.due_session.title if mandate.due_session else "", why.get("due_session", [])),
        Fact("Due on", mandate.due_date.isoformat() if mandate.due_date else "", why.get("due_date", [])),
        Fact("Recurring", "yes" if mandate.is_recurring else "", why.get("recurring", [])),
        Fact("Resources", mandate.resources, why.get("resources", [])),
        Fact("Purpose", mandate.purpose, why.get("purpose", [])),
        Fact("Participants", mandate.participants, why.get("participants", [])),
        Fact("Services", mandate.services, why.get("services", [])),
        Fact("Founds", str(mandate.creates_body or ""), why.get("creates_body", [])),
        Fact("Note", mandate.note, why.get("note", [])),
    ]
    return [fact for fact in facts if fact.value or fact.statements]


def _tied(mandate):
    bodies = [each.body for each in mandate.addressees.all() if each.body]
    return "tied to " + ", ".join(str(body) for body in bodies) if bodies else ""


def _decided(mandate, why):
    """Who decided, and what became of it."""
    said = [each for each in why.get(REVIEW, ()) if each.chosen and each.origin == Origin.ENTERED]
    who = said[-1].confirmed_by.shown_name if said and said[-1].confirmed_by else ""
    if mandate.merged_into_id:
        words = f"merged into {mandate.merged_into.number}"
    elif mandate.review == Review.DISMISSED:
        words = f"dismissed: {mandate.dismissed_because}" if mandate.dismissed_because else "dismissed"
    else:
        words = "confirmed" if said else "in the register"
    return f"{words}, by {who}" if who else words


def _link_card(link, why):
    return LinkCard(link, why.get("link", []), not link.is_confirmed and not link.is_dismissed)


def _rows(paragraphs, cards):
    """Each paragraph with its cards; and the cards of which no paragraph is shown."""
    by_key = {paragraph.pk: Row(paragraph) for paragraph in paragraphs}
    by_label = {}
    for paragraph in paragraphs:
        if paragraph.label:
            by_label.setdefault(_letters(paragraph.label), by_key[paragraph.pk])
    loose = []
    for card in cards:
        row = by_key.get(card.mandate.paragraph_id) or by_label.get(_letters(card.mandate.paragraph_as_printed))
        (row.cards if row else loose).append(card)
    above = []
    for row in by_key.values():
        if row.paragraph.depth == 0:
            above = row.cards
        # A list below a paragraph belongs to what the paragraph asks.
        fields = MARKED if row.cards else MARKED_BELOW
        row.pieces = pieces_of(row.paragraph.text, row.cards or above, fields)
    return list(by_key.values()), loose


def _letters(label):
    return "".join(letter for letter in label.casefold() if letter.isalnum())


# ---------------------------------------------------------------- the words quoted

# Fields whose quoted words are marked in the text; the later one is on top.
MARKED = ("action", "addressee", "deadline", "recurring", "resources", "verb")
MARKED_BELOW = ("action", "deadline", "recurring", "resources")
_ONE_FOR_ONE = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\u2011": "-", "\u2010": "-"})
_BLANKS = re.compile(r"\s")


def pieces_of(text: str, cards: list[Card], fields=MARKED) -> list[tuple[str, str]]:
    """A paragraph's text in pieces, in order: (words, the field that they are quoted for, or "")."""
    plain = _BLANKS.sub(" ", text.translate(_ONE_FOR_ONE))
    marks = [""] * len(text)
    after = 0
    for card in cards:
        if not card.is_waiting:
            continue
        begin = after
        for name in fields:
            for statement in card.why.get(name, ()):
                for quote in statement.quote.split(APART) if statement.origin != Origin.ENTERED else ():
                    place = _place(plain, quote, begin)
                    if place < 0:
                        continue
                    if name == "action":
                        after = max(after, place + 1)
                    marks[place : place + len(quote)] = [name] * len(quote)
    return _joined(text, marks)


def _place(plain, quote, begin):
    quote = _BLANKS.sub(" ", quote.translate(_ONE_FOR_ONE))
    if not quote:
        return -1
    place = plain.find(quote, begin)
    return place if place >= 0 else plain.find(quote)


def _joined(text, marks):
    pieces, first = [], 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marks[at] != marks[first]:
            pieces.append((text[first:at], marks[first]))
            first = at
    return pieces


def proposals_of(acts):
    """What waits in some acts (a queryset), in the order of the list, ready to be written as a table."""
    order = (
        "act__body__is_external",
        F("act__session__start").desc(nulls_last=True),
        "-act__kind",
        "act__number_sort_key",
        "number",
    )
    waiting = Mandate.objects.proposed().filter(act__in=acts.order_by().values("pk"))
    waiting = waiting.select_related("act__body").prefetch_related(
        "addressees", Prefetch("due_session", Meeting.objects.with_bodies())
    )
    return waiting.order_by(*order)
