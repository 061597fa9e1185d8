"""What the operative paragraphs of one act ask, one thing after another, lists below a chapeau included.

Lists are parted as `chapeaux` says: what a chapeau leaves to its sub-paragraphs is asked by each of them.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from documents.reading.operative.chapeaux import Part, parts_of, placed, quotes_of
from documents.reading.operative.model import Asked, Mandate, OperativeText, Quote
from documents.reading.operative.occasions import agenda_session, repeated_in, repeats, takes_place_in
from documents.reading.operative.paragraph import read_paragraph

# Factor for what is told by a chapeau and a sub-paragraph together.
UNDER_A_CHAPEAU = 0.95

_ASKING = frozenset(("request", "invite", "encourage", "urge", "call upon", "appeal", "instruct", "demand", "call for"))
# These ask only where somebody is addressed: "Recommends that States adopt", "Authorizes the Secretariat to".
_ASKING_SOMEBODY = frozenset(("recommend", "advise", "suggest", "propose", "authorize", "entrust", "assign"))
# With these something is decided that is still to be held, made or set up.
_DECIDING = frozenset(("decide", "agree", "establish", "extend", "undertake", "renew"))


def asked_in(paragraphs: Sequence[OperativeText]) -> tuple[Asked, ...]:
    """What the operative paragraphs of one act ask, in their order. Never raises.

    One value for each request, invitation or decision that asks for something of somebody, or decides that something
    shall be held, made or set up. What is noted, welcomed, recalled, stressed or reaffirmed gives none.
    """
    return tuple(asked for part in parts_of(paragraphs) for asked in _asked(part))


def _asked(part: Part) -> Iterator[Asked]:
    reading = read_paragraph(part.text, part.language)
    before = None
    for mandate in reading.mandates:
        # "Invites and encourages all States to" asks one thing.
        twice = before and (before.addressee, before.action) == (mandate.addressee, mandate.action)
        before = mandate
        # What a chapeau asks by itself is given once, and not with each of its sub-paragraphs.
        if mandate.action.end > part.own and not twice and _asks(mandate, reading.language):
            yield _one(part, mandate, reading.language)


# Decisions that are done with the words, or ask for nothing: "Decides to remain seized", "Decides to adopt".
_DONE = {
    "en": re.compile(
        r"(?:to )?(?:not to )?(?:(?:remain|be) (?:actively )?seized|(?:adopt|approve|accept|endorse|note|take note|grant|elect|"
        r"appoint|confirm|admit|accord|confer|proclaim|declare|designate|recognize|welcome|reaffirm)\b)"
    ),
    "fr": re.compile(
        r"(?:de |d['’])?(?:(?:rester|demeurer) (?:activement )?saisie?|(?:adopter|approuver|accepter|faire sien\w*|prendre note|"
        r"élire|nommer|accorder|proclamer|déclarer|désigner)\b)"
    ),
    "es": re.compile(
        r"(?:seguir|continuar) ocupándose|(?:aprobar|adoptar|aceptar|hacer suy\w+|tomar nota|elegir|nombrar|conceder|"
        r"proclamar|declarar|designar)\b"
    ),
    "ru": re.compile(
        r"(?:продолжать|продолжить) (?:активно )?заниматься|оставаться|(?:принять|утвердить|одобрить|избрать|назначить|"
        r"провозгласить|объявить)\b"
    ),
    "ar": re.compile(r"(?:أن )?(?:[يت]بقي|إبقاء)|(?:أن )?(?:[يت]عتمد|[يت]وافق|[يت]نتخب|[يت]قر|[يت]علن)\b"),
    "zh": re.compile(r"继续(?:积极)?处理|通过|核可|批准|认可|选举|任命|接受|宣布"),
}


def _asks(mandate: Mandate, language: str) -> bool:
    """Whether a mandate asks for something, or decides that something be done, rather than saying what is."""
    if mandate.normalised in _ASKING:
        return True
    if mandate.normalised in _ASKING_SOMEBODY:
        return mandate.addressee is not None
    if mandate.normalised not in _DECIDING:
        return False
    return mandate.addressee is not None or not _DONE[language].match(mandate.action.words)


_GIVERS = frozenset(("States", "donors", "organizations", "stakeholders"))
# "support the Office, including through voluntary contributions" asks for support, and tells a way.
_BY_WAY_OF = re.compile(
    r"(?:through|by|via|using|including|au moyen|par|grâce|mediante|por|путем|"
    r"за счет|من خلال|عن طريق|通过|利用)"
)


def _is_about_means(mandate: Mandate) -> bool:
    """Whether means themselves are asked for: "invites States and other donors to provide voluntary contributions"."""
    means = [clause for clause in mandate.resources if clause.kind == "voluntary"]
    if mandate.kind != "directive" or not means or not any(one.kind in _GIVERS for one in mandate.addressees):
        return False
    before = mandate.action.words[: max(0, means[0].start - mandate.action.start)]
    return len(before) < 60 and "includ" not in before and not _BY_WAY_OF.match(means[0].words)


# What only joins an action to its verb: "to convene", "de convoquer", "que convoque".
_LED = re.compile(r"(?:(?:to|that|de|à|que|a que|чтобы|أن|بأن)\s+|d['’]|qu['’])(?=\S)", re.IGNORECASE)


# A later verb may have taken in the end of what stands before it: "as appropriate, and invites".
_AND = re.compile(r"^.*(?:\band|\bet|\by|\bи)\s(?=\S)")


def _without_and(verb: Quote) -> Quote:
    cut = _AND.match(verb.words)
    return Quote(verb.words[cut.end() :], verb.start + cut.end(), verb.end) if cut else verb


def _one(part: Part, mandate: Mandate, language: str) -> Asked:
    begin, end = mandate.verb.start, max(mandate.action.end, mandate.verb.end)
    told = [replace(due, kind="recurring") if repeats(due) else due for due in mandate.deadlines]
    again = [due for due in told if due.kind == "recurring"]
    again += repeated_in(part.text, language, mandate.action.start, end, again)
    dues = [due for due in told if due.kind != "recurring"]
    occasions = takes_place_in(part.text, language, begin, end, mandate.deadlines) if mandate.kind == "deciding" else []
    action = mandate.action.words.lstrip(" :：,，،")
    return Asked(
        label=part.label,
        paragraphs=tuple(piece.paragraph for piece in part.pieces),
        verb=placed(part, _without_and(mandate.verb)),
        normalised=mandate.normalised,
        kind=mandate.kind,
        addressee=placed(part, mandate.addressee) if mandate.addressee else None,
        addressees=tuple(placed(part, one) for one in mandate.addressees),
        action=action[_LED.match(action).end() :] if _LED.match(action) else action,
        deliverable="agenda item" if agenda_session(part.text, language, begin, end) else mandate.deliverable,
        least=mandate.least,
        deadlines=tuple(placed(part, due) for due in dues),
        recurrence=tuple(placed(part, due) for due in again),
        takes_place=tuple(placed(part, due) for due in occasions),
        resources=tuple(placed(part, clause) for clause in mandate.resources),
        about_means=_is_about_means(mandate),
        quotes=quotes_of(part, begin, end),
        language=language,
        confidence=round(mandate.confidence * UNDER_A_CHAPEAU, 3) if part.own else mandate.confidence,
    )
