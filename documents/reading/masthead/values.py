"""What a masthead states: values with their evidence, footnotes by their meaning, and how sure each ground is.

A confidence belongs to a ground, not to a field: two values read on the same ground are equally sure. From 0.99 on a
value is shown as certain; only forms that leave no other reading are that.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace

from documents.symbols import Symbol

TYPES = (
    "report of session",
    "report of meeting",
    "report of the Secretariat",
    "note by the Secretariat",
    "provisional agenda",
    "agenda",
    "background paper by the Secretariat",
    "background document",
    "conference room paper",
    "working paper",
    "information for participants",
    "information circular",
    "information document",
    "administrative instruction",
    "Secretary-General's bulletin",
    "verbatim record",
    "summary record",
    "draft resolution",
    "draft decision",
    "draft report",
    "draft terms of reference",
    "rules of procedure",
    "questionnaire",
    "list of participants",
    "list of documents",
    "list of speakers",
    "list of issues",
    "replies to list of issues",
    "concluding observations",
    "general comment",
    "views",
    "State party report",
    "resolution",
    "decision",
    "programme budget",
    "programme of work",
    "report",
    "note",
    "note verbale",
    "letter",
    "statement",
    "statement by the President",
    "communication",
    "memorandum",
    "amendments",
    "press release",
    "corrigendum",
)

# ---------------------------------------------------------------- grounds

# The symbol stands where a masthead has it, with distribution, date or languages under it, and the running heads agree.
SYMBOL_CONFIRMED = 0.995
# The same, but no later page bears a symbol to compare.
SYMBOL_IN_ITS_PLACE = 0.99
# Beside the organisation's name or first of all, with nothing of a masthead under it.
SYMBOL_ALONE = 0.85
# Out of its place: above or below the text, beside "Distr." or "ORIGINAL".
SYMBOL_ELSEWHERE = 0.9
# As printed it breaks the grammar, and was read in the likeliest way.
SYMBOL_MALFORMED = 0.8
# It follows from the body that adopted the act, and the act's number.
SYMBOL_OF_AN_ACT = 0.93
# The running heads say another one, or only they say one.
SYMBOL_DISPUTED = 0.6
# A scan misread it, and it was mended by the forms that symbols have.
SYMBOL_MISREAD = 0.5
# A web page may be about a document as well as be one: nothing on it is certain.
ON_A_WEB_PAGE = 0.9

AFTER_ITS_LABEL = 0.99  # "Distr.: General", "Original: English"
ON_ITS_OWN = 0.9  # a word of the masthead without its label: "LIMITED", "English only"
ONE_OF_SEVERAL = 0.8  # the file holds two mastheads; the one that fits the symbol was taken

DATE_IN_ITS_PLACE = 0.99  # a line of its own, or behind "Distr.", in the masthead
DATE_BESIDE_OTHER_WORDS = 0.85
DATE_OF_THE_MEETING = 0.97  # of a verbatim or summary record
DATE_OF_AN_ACT = 0.95  # in the heading of an act: "Resolution 338 (1973) of 22 October 1973"

LANGUAGE_STATED = 0.99
LANGUAGE_TOLD = 0.8  # by script and words

BODY_ABOVE_THE_SESSION = 0.95  # named between masthead and session, place or item
BODY_OF_THE_MASTHEAD = 0.9  # the organ beside "Distr."
BODY_OF_AN_ACT = 0.95  # the text begins "The Security Council,"
BODY_OF_THE_SERIES = 0.75  # not named; whose documents the series of the symbol holds

SESSION_ON_ITS_LINE = 0.99
SESSION_OF_A_NUMBERED_BODY = 0.9  # "Third Meeting of States Parties"
SESSION_IN_THE_TITLE = 0.85  # "Report of the Committee on its forty-ninth session"
MEETING_ON_ITS_LINE = 0.98
MEETING_OF_ADOPTION = 0.95

PLACE_AND_DATES = 0.95
ITEMS = 0.97
JOB_NUMBER_WITH_LETTER = 0.99  # "V.18-00932 (E)"
JOB_NUMBER_BARE = 0.85

AUTHOR_UNDER_THE_TITLE = 0.95
AUTHOR_ABOVE_THE_TITLE = 0.9
TITLE_ABOVE_ITS_AUTHOR = 0.95  # a block of its own, and the author line under it
TITLE_BY_ITS_FORM = 0.95  # "Letter dated ...", "64th plenary meeting", "73/6. ...", "Subject: ..."
TITLE_AS_A_BLOCK = 0.85  # the first block under session and item
TITLE_WITHOUT_GAPS = 0.6  # parted from its neighbours by the length of the lines only
TITLE_FROM_THE_ITEM = 0.5  # nothing stands under the item but its own title

TYPE_BY_SYMBOL = 0.95
TYPE_BY_AUTHOR_LINE = 0.95
TYPE_BY_TITLE = 0.9
TYPE_BY_ITS_OWN_WORDS = 0.75  # "The present report ..."
TYPE_BY_ONE_WORD = 0.7  # the title merely says "report" or "note"


# ---------------------------------------------------------------- values


@dataclass(frozen=True)
class Value:
    """One thing that the masthead states: the value, the words it was read from, their page, how sure (0 to 1)."""

    value: object
    quote: str
    page: int
    confidence: float


@dataclass(frozen=True)
class Note:
    """A footnote of the first page, by what its text says; the number of asterisks means nothing.

    `kind` is "agenda document", "reissued", "late", "unedited", "as received" or "other".
    """

    kind: str
    mark: str
    text: str


@dataclass(frozen=True)
class Masthead:
    """What the first page states; None for what it does not.

    Values: symbols tuple[Symbol, ...], distribution str, date datetime.date, original_language (several divided by a
    space) and language as codes, body as printed (two joined by "; "), session int, the year of a yearly session, or
    "S-32" / "ES-10" for a special one, meeting int, place_and_dates str, agenda_items tuple[str, ...], title str,
    author_line str, type (one of TYPES), job_number str.
    """

    symbols: Value | None = None
    distribution: Value | None = None
    date: Value | None = None
    original_language: Value | None = None
    language: Value | None = None
    body: Value | None = None
    session: Value | None = None
    meeting: Value | None = None
    place_and_dates: Value | None = None
    agenda_items: Value | None = None
    title: Value | None = None
    author_line: Value | None = None
    type: Value | None = None
    job_number: Value | None = None
    notes: tuple[Note, ...] = field(default=())
    agenda_document: Symbol | None = None

    def limited(self, most: Callable[[Value], float]) -> "Masthead":
        """The same with no value surer than `most` says of it."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return replace(
            self,
            **{
                name: replace(value, confidence=min(value.confidence, most(value)))
                for name, value in values.items()
                if isinstance(value, Value)
            },
        )
