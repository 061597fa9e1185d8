"""What one operative paragraph asks: mandates, addressees, deadlines, resource clauses, each with its place."""

from dataclasses import dataclass, field

# Grounds on which a mandate was told, and how far each is trusted.
VERB_AND_KNOWN_ADDRESSEE = 0.97  # a verb of the list, an addressee of a known kind, and the mark of what is asked
VERB_AND_ADDRESSEE = 0.85  # the same with an addressee that the lists don't name
VERB_WITHOUT_ADDRESSEE = 0.9  # "Decides to", "Takes note of": nobody is addressed
VERB_WITH_THING = 0.75  # a verb that addresses someone, followed by a thing: "Encourages the use of"
LATER_VERB = 0.9  # factor for a verb that isn't the paragraph's first
GUESSED_VERB = 0.5  # the first word only looks like a verb
WORDS_OF_A_DEADLINE_ALONE = 0.97  # "no later than", "by the end of"
WORDS_OF_MANY_USES = 0.9  # "at its sixteenth session", "annually": mostly a deadline, where something is asked
WORDS_OF_A_RESOURCE_CLAUSE = 0.97


@dataclass(frozen=True, slots=True)
class Quote:
    """Words as printed and their place in the paragraph's text.

    Where several paragraphs were given together, `paragraph` is the place of theirs among them; 0 for one alone.
    """

    words: str
    start: int
    end: int
    paragraph: int = field(default=0, kw_only=True)


@dataclass(frozen=True, slots=True)
class Addressee(Quote):
    """Who is asked. `kind` is one of the kinds in addressees.toml ("States", "Secretary-General", ...), "" for others.

    A pronoun keeps its place; its words are those of whom it stands for, and `pronoun` is what is printed.
    """

    kind: str = ""
    pronoun: str = ""


@dataclass(frozen=True, slots=True)
class Deadline(Quote):
    """By when. `kind`: "session", "date", "relative" (within six months), "recurring", or "open" (as soon as possible).

    `session` is the ordinal, None where it isn't told; a date has one too when it is told by a session ("before the end
    of the ninth session"). `explicit` for words that only a deadline has (no later than).
    """

    kind: str = ""
    session: int | None = None
    explicit: bool = False
    confidence: float = WORDS_OF_MANY_USES


@dataclass(frozen=True, slots=True)
class ResourceClause(Quote):
    """With what means. `kind`: "existing", "available", "voluntary", "regular budget", "none added", "needed"."""

    kind: str = ""
    confidence: float = WORDS_OF_A_RESOURCE_CLAUSE


@dataclass(frozen=True, slots=True)
class Mandate:
    """One thing that the paragraph does: asks, decides, notes.

    `verb` is the phrase as printed, `normalised` the English verb that it stands for, `kind` one of directive,
    deciding, observing, reinforcing, evaluative, "" for an unknown verb. `addressee` quotes all addressees together
    as printed, `addressees` takes them one by one. `action` is what is asked, in the words of the text.
    `deliverable` is a kind of deliverables.toml or "", `least` the number asked for at least, None when not told.
    """

    verb: Quote
    normalised: str
    kind: str
    addressee: Quote | None
    addressees: tuple[Addressee, ...]
    action: Quote
    deliverable: str
    least: int | None
    deadlines: tuple[Deadline, ...]
    resources: tuple[ResourceClause, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class ParagraphReading:
    """One operative paragraph. Offsets count in the text that was given. Empty values where nothing is stated."""

    number: str
    verb: str
    language: str
    mandates: tuple[Mandate, ...]

    @property
    def addressee(self) -> str:
        """Whom the paragraph addresses, as printed.

        That is whom its first verb addresses; a paragraph that decides or reaffirms first takes the addressee of the
        verb that follows. What is welcomed or noted first stays without.
        """
        for mandate in self.mandates:
            if any(one.kind or not one.pronoun for one in mandate.addressees):
                return mandate.addressee.words
            if mandate.kind not in ("deciding", "reinforcing"):
                break
        return ""

    @property
    def deadline(self) -> str:
        """The first deadline, as printed; one with a date, session or span before a mere "as soon as possible"."""
        deadlines = [deadline for mandate in self.mandates for deadline in mandate.deadlines]
        return next((each.words for each in sorted(deadlines, key=lambda each: each.kind == "open")), "")

    @property
    def resource_clause(self) -> str:
        """The first resource clause, as printed."""
        return next((clause.words for mandate in self.mandates for clause in mandate.resources), "")


# ---------------------------------------------------------------- acts


@dataclass(frozen=True, slots=True)
class OperativeText:
    """One operative paragraph or sub-paragraph of an act, in its order.

    `label` is how it is cited ("7 (a)"), `number` as printed ("7", "(a)", "" for none), `depth` 0 for a paragraph and
    1 or more for what stands below it; `language` one of en fr es ru zh ar, "" to be told from the words.
    """

    label: str
    number: str
    text: str
    depth: int = 0
    language: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that an act asks for, or decides shall be held, made or set up.

    `label` cites where it stands ("7", "7 (a)"; with a list that belongs to it, the paragraph above the list) and
    `paragraphs` are the places, among the paragraphs given, of all that it was read from: chapeau first. Each quote
    says by `paragraph` in which of them its offsets count. `verb` is as printed, `normalised` the English verb that it
    stands for, `kind` "directive" (asks somebody) or "deciding". `action` is what is asked, in the words of the text,
    a list that belongs to it included; `quotes` are all words that it was read from, in order. `deadlines` has every
    "by when" but recurrences, which stand in `recurrence` ("annually", "at each of its sessions"). `deliverable` is a
    kind of deliverables.toml or "", `least` the number asked for at least, None when not told. `takes_place` says when
    something that is decided is held or taken up ("at its ninth session", "the provisional agenda of its ninth
    session"), where that is no deadline.

    `about_means` tells a paragraph that asks for means for the act as a whole ("invites States parties and other donors
    to provide extrabudgetary resources for the purposes of the present resolution"): its `resources` are a clause on
    what the other paragraphs ask, rather than a task of its own. `confidence` is 0 to 1.
    """

    label: str
    paragraphs: tuple[int, ...]
    verb: Quote
    normalised: str
    kind: str
    addressee: Quote | None
    addressees: tuple[Addressee, ...]
    action: str
    deliverable: str
    least: int | None
    deadlines: tuple[Deadline, ...]
    recurrence: tuple[Deadline, ...]
    takes_place: tuple[Deadline, ...]
    resources: tuple[ResourceClause, ...]
    about_means: bool
    quotes: tuple[Quote, ...]
    language: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a paragraph does to a mandate that an earlier act gave.

    `kind` is "renewed", "extended", "ended", "superseded" or "followed" (carried on in accordance with it). `act_kind`,
    `act_body` and `act_number` name the earlier act as citations do ("resolution", "CTOC/COP", "7/1"; the body "" where
    it is left open), `act_paragraph` its paragraph where one is named ("2 (c)"), else "". `quote` holds the words that
    say so, `cited` the citation. `label` and `paragraph` say where in the later act. `confidence` is 0 to 1.
    """

    label: str
    paragraph: int
    kind: str
    act_kind: str
    act_body: str
    act_number: str
    act_paragraph: str
    quote: Quote
    cited: Quote
    confidence: float
