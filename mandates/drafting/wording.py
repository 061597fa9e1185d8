"""The wording of drafts: dates, numbers, names and citations as documents of the United Nations write them. Knows no record."""

import re
from datetime import date, timedelta

from meetings.ordinals import ordinal
from provenance.dates import MONTHS, Precision, day_in_words, in_words

NUMBERS = "no one two three four five six seven eight nine ten".split()
# Short forms that a document spells out.
SPELT_OUT = {"UNODC": "United Nations Office on Drugs and Crime", "COP": "Conference of the Parties"}
# Names that stand without an article.
WITHOUT_ARTICLE = re.compile(
    r"(the|States?|Member States|Parties|parties|donors|signatories|all|each)\b", re.IGNORECASE
)
# Verbs after which the one who is asked stands, and then the deed: “requested the Secretariat to report”.
ASKING = {
    "request": "requested",
    "invit": "invited",
    "urg": "urged",
    "encourag": "encouraged",
    "call": "called upon",
    "ask": "asked",
    "direct": "directed",
    "instruct": "instructed",
    "mandat": "mandated",
}
DECIDING = {"decid": "decided", "resolv": "resolved"}
MEANS = re.compile(r"(within|subject|from|upon|through|using|drawing|without|if|where|in)\b", re.IGNORECASE)


def number_in_words(number: int) -> str:
    """``two``; in figures above ten, as the United Nations writes numbers."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"


def counted(number: int, noun: str, plural: str = "") -> str:
    """``two meetings``, ``one meeting``, ``12 meetings``. plural: where it does not end in s."""
    return f"{number_in_words(number)} {noun if number == 1 else plural or noun + 's'}"


def in_series(parts):
    """What stands between parts: ``a, b and c`` gives the pairs ("", a), (", ", b), (" and ", c)."""
    last = len(parts) - 1
    return [("" if at == 0 else " and " if at == last else ", ", part) for at, part in enumerate(parts)]


def listed(parts: list[str]) -> str:
    """``a, b and c``"""
    return "".join(mark + part for mark, part in in_series(parts))


def held(start: date | None, end: date | None = None, precision: str = Precision.DAY) -> str:
    """When something was held, with its preposition; empty when nothing is known.

    ``from 28 to 30 September 2015``; two days that follow one another are named both: ``on 6 and 7 June 2016``,
    ``on 30 September and 1 October 2015``; ``on 5 May 2022``, ``in May 2022``, ``in 2010``. Across years each day has its
    year: ``from 30 December 2015 to 2 January 2016``.
    """
    if start is None:
        return ""
    if precision in (Precision.YEAR, Precision.MONTH):
        return f"in {in_words(start, precision)}"
    if end is None or end <= start:
        return f"on {day_in_words(start)}"
    if start.year != end.year:
        first = day_in_words(start)
    else:
        first = f"{start.day}" if start.month == end.month else f"{start.day} {MONTHS[start.month - 1]}"
    if end - start == timedelta(days=1):
        return f"on {first} and {day_in_words(end)}"
    return f"from {first} to {day_in_words(end)}"


def session_ordinal(number: int | None) -> str:
    """``eighth``; empty for a session that is not counted."""
    return ordinal(number) if number else ""


def upper_first(words: str) -> str:
    """The words with a capital at the beginning; what is in small letters elsewhere stays so."""
    return words[:1].upper() + words[1:]


def lower_first(words: str) -> str:
    """The words as they go on in a sentence. Short forms and proper names keep their capitals."""
    second = words[1:2]
    return words if second.isupper() or not second.isalpha() else words[:1].lower() + words[1:]


def spelt_out(words: str) -> str:
    """Short forms written out: ``UNODC`` as the ``United Nations Office on Drugs and Crime``."""
    return re.sub(r"\b[A-Z]{3,}\b", lambda found: SPELT_OUT.get(found[0], found[0]), words)


def with_article(name: str) -> str:
    """``the Secretariat``; ``States parties`` as they are."""
    return name if WITHOUT_ARTICLE.match(name) else f"the {name}"


def convention_of(conference: str) -> str:
    """The full name of the convention in the name of its Conference; empty where it names none."""
    found = re.search(r"\bto the ((?:.* )?Convention\b.*)$", conference)
    return found[1] if found else ""


def convention_in_full(words: str, convention: str) -> str:
    """The first “the Convention” in the words, where nothing follows that names it, written with its full name."""
    if not convention or convention in words:
        return words
    return re.sub(r"\bthe Convention\b(?! (?:against|on|for)\b)", f"the {convention}", words, count=1)


def meetings_of(name: str, *, number: int, noun: str = "meeting", meets_as_itself: bool = False) -> str:
    """What the meetings of a body are called: ``meetings of the Working Group on Firearms``.

    noun: meeting, session or dialogue. meets_as_itself: the body is called so, as an open-ended intergovernmental meeting to
    explore something: then its own name is put in the plural.
    """
    several = noun if number == 1 else f"{noun}s"
    own = re.match(rf"(.*?)\b{noun}s?\b(.*)$", name, re.IGNORECASE | re.DOTALL) if meets_as_itself else None
    if own is None:
        return f"{several} of {with_article(name)}"
    return lower_first(own[1]) + several + own[2]


def past_tense(verb: str) -> tuple[str, str]:
    """A verb of an act as a document reports it, and what follows it: ("requested", "to"), ("decided", "that") or ("", "").

    ``took note ... and requested`` is reported by the verb that asks. What is no verb of these gives two empty strings.
    """
    for stems, joins in ((ASKING, "to"), (DECIDING, "that")):
        for stem, past in stems.items():
            if re.search(rf"\b{stem}", verb, re.IGNORECASE):
                adverb = re.match(r"\s*(also|further|strongly)\b", verb, re.IGNORECASE)
                return f"{adverb[1].lower()} {past}" if adverb else past, joins
    return "", ""


def means(clause: str) -> str:
    """A resource clause as it goes on in a sentence, with what joins it; empty for none."""
    if not clause:
        return ""
    return f", {lower_first(clause)}" if MEANS.match(clause) else f" (resources: {clause})"


def paragraph_cited(printed: str) -> str:
    """``paragraph 7``, ``paragraph 53 of the annex``; empty for none."""
    annex = re.fullmatch(r"annex,\s*(.+)", printed)
    if annex:
        return f"paragraph {annex[1]} of the annex"
    if not printed:
        return ""
    return f"paragraph {printed}" if printed[0] in "(0123456789" else printed


class Citations:
    """How acts are cited one after the other: in full at first, then as ``the same resolution`` while no other came between."""

    def __init__(self):
        self._last = None

    def cite(self, kind: str, label: str) -> str:
        """kind: ``resolution`` or ``decision``; label: ``resolution 7/1``."""
        again, self._last = self._last == label, label
        return f"the same {kind}" if again else label
