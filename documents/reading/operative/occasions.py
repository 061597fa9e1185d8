"""How often something is asked for, where no deadline says so, and when something that is decided takes place.

"An annual report", "report regularly", "at each of its sessions" recur. "Shall be held at its ninth session" and "the
provisional agenda of its ninth session" are no deadlines for anybody, and tell when the thing is due all the same.
The words stand in occasions.toml.
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from documents.reading.operative import deadlines
from documents.reading.operative.model import Deadline
from documents.reading.sessions import session_in
from documents.reading.words import plain

_TOML = tomllib.loads((Path(__file__).parent / "occasions.toml").read_text(encoding="utf-8"))
_BOUNDS = {"zh": ("", ""), "ar": (r"(?<!\w)و?", r"(?!\w)")}


def _pattern(language: str, words: str) -> re.Pattern:
    before, behind = _BOUNDS.get(language, (r"(?<![\w-])", r"(?!\w)"))
    return re.compile(f"{before}(?:{words}){behind}", re.IGNORECASE)


_REPEATED = {language: _pattern(language, entries["repeated"]) for language, entries in _TOML.items()}
_AGENDA = {
    language: re.compile(f"(?:{entries['agenda']})(?P<session>{entries['of_session']})", re.IGNORECASE)
    for language, entries in _TOML.items()
}


_EACH = re.compile(r"\b(?:each|every|chac\w+|chaque|cada|todos sus|кажд\w+)\b|(?<!\w)كل(?!\w)|每")


def repeats(deadline: Deadline) -> bool:
    """Whether a deadline comes back: "annually", "at each of its sessions"."""
    return deadline.kind == "recurring" or (deadline.kind == "session" and bool(_EACH.search(deadline.words)))


def repeated_in(text: str, language: str, start: int, end: int, taken: Sequence[Deadline] = ()) -> list[Deadline]:
    """The words of an action, between two places, by which it recurs; those that are told already are `taken`."""
    found = []
    for match in _REPEATED[language].finditer(text, start, end):
        group = "how" if match.groupdict().get("how") else "then" if match.groupdict().get("then") else 0
        begin, stop = match.span(group)
        if not any(begin < one.end and one.start < stop for one in taken):
            found.append(Deadline(text[begin:stop], begin, stop, "recurring"))
    return found


def agenda_session(text: str, language: str, start: int, end: int) -> Deadline | None:
    """The session on whose agenda an item is put."""
    match = _AGENDA[language].search(text, start, end)
    if not match:
        return None
    begin, stop = match.span("session")
    told = session_in(plain(match["session"]))
    number = told[0] if told and isinstance(told[0], int) else None
    return Deadline(match["session"], begin, stop, "session", number)


def takes_place_in(text: str, language: str, start: int, end: int, taken: Sequence[Deadline] = ()) -> list[Deadline]:
    """When something decided takes place, told by words that are no deadline: "shall be held at its ninth session"."""
    dues = [
        due
        for due in deadlines.find_deadlines(text, language, start)
        if due.kind in ("session", "date")
        and due.end <= end
        and not deadlines.is_of_the_past(text, language, due)
        and not any(due.start < one.end and one.start < due.end for one in taken)
    ]
    agenda = agenda_session(text, language, start, end)
    if agenda and not any(due.start < agenda.end and agenda.start < due.end for due in [*dues, *taken]):
        dues.append(agenda)
    return sorted(dues, key=lambda due: due.start)
