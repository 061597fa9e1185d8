"""Which body of the record an addressee names, and which session of the Conference a deadline means."""

import re
from dataclasses import dataclass

from accounts.access import Audience
from documents.models import Act
from documents.reading.operative import Deadline
from meetings.models import CONFERENCE, Body, BodyName, Meeting, MeetingKind
from provenance.models import Origin

_WORD = re.compile(r"[^\W_]+")
# What a body may be called beside its name: "open-ended", "the meetings of", "of the Conference", "established by ...".
_BEFORE = re.compile(
    r"^(?:the|its|this|open-ended|intergovernmental|interim|standing|members of|meetings? of|la|le|les|el|los)\s+"
)
_BEHIND = re.compile(r"\s*(?:,.*|\bestablished\b.*|\bof the conference(?: of the parties)?)$")
# "the Conference at its next session": one after the session at which the act was adopted.
_NEXT = re.compile(
    r"\b(?:next|following|forthcoming|subsequent|prochaine|suivante|próximo|siguiente|следующей|очередной)\b"
    r"|المقبلة|القادمة|التالية|下届|下一届",
    re.IGNORECASE,
)
# The Conference under the names that acts of its own use.
_ITSELF = re.compile(
    r"^(?:conference(?: of the parties)?|conférence(?: des parties)?|conferencia(?: de las partes)?|itself)$",
    re.IGNORECASE,
)
# How far before a deadline the body is looked for whose session is meant: "to report to the Commission ... at its".
_REACH = 220
# "the ninth session of the Commission": it stands right behind.
_OF = re.compile(r"\s+(?:of\s+the\s+|de\s+la\s+|de\s+l['’]\s?|du\s+|del\s+)")


def _folded(words):
    return " ".join(word.casefold() for word in _WORD.findall(words))


def _shortened(words):
    """A name without what stands round it: "Open-ended Intergovernmental Working Group on X" → "working group on x"."""
    words = " ".join(words.casefold().split())
    before = None
    while before != words:
        before, words = words, _BEHIND.sub("", _BEFORE.sub("", words)).strip()
    return _folded(words)


@dataclass(frozen=True)
class Names:
    """Names of bodies and ordinals of sessions, read once for many acts."""

    bodies: dict
    conference: int | None
    sessions: dict

    def body(self, words: str, act: Act) -> int | None:
        """The key of the body that these words name; None for others. A name that two bodies share names neither.

        In acts of the Conference and its bodies “the Conference” is the body that speaks; elsewhere it may be any.
        """
        if _ITSELF.match(" ".join(words.split())):
            return None if act.body.is_external else act.body_id
        return self.bodies.get(_folded(words)) or self.bodies.get(_shortened(words))

    def session(self, deadline: Deadline, text: str, act: Act) -> tuple[Meeting | None, str]:
        """The session of the Conference that a deadline means, and how that is known; None where it is another body's.

        The body whose session it is said to be is the one that meets, else the one named last before the deadline; where
        none is, it is that of the act.
        """
        if self.conference is None or self._who_meets(text, deadline, act) != self.conference:
            return None, Origin.READ
        if deadline.session:
            return self.sessions.get(deadline.session), Origin.READ
        adopted_at = act.session
        if adopted_at is None or not _NEXT.search(deadline.words):
            return None, Origin.READ
        ordinal = next((number for number, each in self.sessions.items() if each.pk == adopted_at.pk), None)
        return (self.sessions.get(ordinal + 1) if ordinal else None), Origin.INFERRED

    def _who_meets(self, text, deadline, act):
        if of := _OF.match(text, deadline.end):
            behind = f"{_folded(text[of.end() : of.end() + _REACH])} "
            if named := max((name for name in self.bodies if behind.startswith(f"{name} ")), key=len, default=""):
                return self.bodies[named]
            if text[of.end() : of.end() + 1].isupper():
                return None  # a body that the record does not know
        before = f" {_folded(text[max(0, deadline.start - _REACH) : deadline.start])} "
        last, who = -1, act.body_id
        for name, body in self.bodies.items():
            place = before.rfind(f" {name} ")
            # Of two names that end at one place the longer one is meant: it begins earlier.
            if place >= 0 and place + len(name) > last:
                last, who = place + len(name), body
        return who


def names_of_record() -> Names:
    """The names by which bodies are known and the Conference's sessions by their ordinals. Four queries."""
    found = {}
    bodies = list(Body.objects.order_by("pk"))
    for body in bodies:
        for name in (body.name, body.short_name):
            _keep(found, name, body.pk)
    for body, name in BodyName.objects.values_list("body", "name"):
        _keep(found, name, body)
    conference = next((body.pk for body in bodies if body.slug == CONFERENCE), None)
    if conference is not None:
        for name in ("conference", "conference of the parties"):
            found[name] = conference
    sessions = {}
    seen = Meeting.objects.filter(kind=MeetingKind.SESSION, seats__body=conference, audience=Audience.PUBLIC)
    for session in seen.with_bodies():
        if session.ordinal:
            sessions[session.ordinal] = session
    return Names({name: body for name, body in found.items() if body}, conference, sessions)


def _keep(found, name, body):
    for form in {_folded(name), _shortened(name)}:
        if form:
            # Two bodies under one name: it names neither.
            found[form] = body if found.get(form, body) == body else None
