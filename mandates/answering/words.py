"""What words say about an answer: “in accordance with resolution 7/1”, titles alike, “at its eighth session”. No Django."""

import re
import tomllib
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from documents.reading.sessions import session_in

# So far before the citation may the words stand that say why it is cited.
NEAR = 110
LONGEST_QUOTE = 420
ENDS = re.compile(r"(?<=[.;!?。；！？؟])\s+|\n\s*\n")
WORD = re.compile(r"[^\W\d_]{3,}")
LETTERS = re.compile(r"[^\W_]+")
# What every title of this Conference has in it, and what carries no meaning: shared by accident.
COMMON = frozenset(
    """
    the and for its with from that this other any all upon into under their they which have has been are was were not his
    her thereto supplementing supplement against transnational organized crime convention conference parties party states
    state member members united nations protocol protocols implementation implement report reports note secretariat
    session sessions meeting meetings group working open ended intergovernmental request requested continue prepare submit
    present provide including regarding regard concerning relating related relevant basis use make made establish decide
    promote support activities
    """.split()
)


@dataclass(frozen=True)
class Said:
    """A sentence that cites an act, and what it speaks of: the document itself, a meeting, or neither."""

    quote: str
    of_the_document: bool
    of_a_meeting: bool


def _any_of(section):
    words = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))[section]
    return re.compile("|".join(f"(?:{each})" for each in chain.from_iterable(words.values())), re.IGNORECASE)


IN_ACCORDANCE = _any_of("in_accordance")
THE_DOCUMENT = _any_of("the_document")
THE_MEETING = _any_of("the_meeting")
MADE_AVAILABLE = _any_of("made_available")


def said_of_act(text: str, at: int) -> Said | None:
    """What the sentence says that cites an act at ``at``: None unless it cites it as the ground of something."""
    begin, end = sentence_around(text, at)
    before = _unfolded(text[max(begin, at - NEAR) : at])
    if not IN_ACCORDANCE.search(before):
        return None
    sentence = _unfolded(text[begin:end])
    return Said(sentence[:LONGEST_QUOTE], bool(THE_DOCUMENT.search(sentence)), bool(THE_MEETING.search(sentence)))


def session_told(text: str, at: int) -> tuple[int, str] | None:
    """The number of the session to which a text says that what it cites at ``at`` is made available, and the sentence.

    The sentence itself is asked, and the next one: “They are available to the Conference at its eighth session.”
    """
    begin, end = sentence_around(text, at)
    end = sentence_around(text, min(end + 1, len(text)))[1]
    words = _unfolded(text[begin:end])
    if not MADE_AVAILABLE.search(words):
        return None
    session = session_in(words)
    return (session.value, words[:LONGEST_QUOTE]) if session and isinstance(session.value, int) else None


def sentence_around(text: str, at: int) -> tuple[int, int]:
    """Where the sentence round a place begins and ends. A symbol's dots end nothing: no blank follows them."""
    begin, end = 0, len(text)
    for found in ENDS.finditer(text):
        if found.end() <= at:
            begin = found.end()
        elif found.start() >= at:
            end = found.start()
            break
    return begin, end


def content_words(text: str) -> frozenset[str]:
    """The words of a title or an action that say what it is about, in small letters and without the plural's s."""
    words = {word.casefold() for word in WORD.findall(text)}
    return frozenset(word.removesuffix("s") for word in words - COMMON)


def likeness(action: str, title: str) -> tuple[float, tuple[str, ...]]:
    """How much of the shorter of two texts stands in the other, from 0 to 1, and the words that they share."""
    one, other = content_words(action), content_words(title)
    shared = one & other
    least = min(len(one), len(other))
    return (len(shared) / least if least else 0.0), tuple(sorted(shared))


def plain(text: str) -> str:
    """The words of a text in small letters, parted and enclosed by one blank: what ``names_body`` compares."""
    return f" {' '.join(LETTERS.findall(text.casefold()))} "


def names_body(text: str, name: str) -> bool:
    """Whether a text names a body in full, both made ``plain``; a name of one or two words names nothing for certain."""
    return name.count(" ") > 3 and name in text


def _unfolded(text):
    return " ".join(text.split())
