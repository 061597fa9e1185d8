"""Names of bodies: which lines are one, where the next begins, and which of several says most."""

import re

from documents.reading.masthead.lines import joined, without_marks
from documents.reading.masthead.patterns import GOING_ON, WORDS, connects, name_of_organ, starting, whole
from documents.reading.words import plain

_LONGEST_NAME = 200
_BODY = starting(WORDS["body"]["words"])
_HEAD = starting(WORDS["body"]["heads"])
_ENDS_WITH_A_HEAD = re.compile(
    r"\b(?:Commission|Committee|Council|Board|Assembly|Conference|Group|Forum)$", re.IGNORECASE
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_CHINESE_HEAD = re.compile(r"(?:会议|大会|工作组|委员会|理事会|执行局|专家组|基金|公约)$")
_SESSION = starting(r"(?:session|período de sesiones|сессия)\b")
_GENERAL_NAME = whole(WORDS["body"]["general_names"])
_ORGANIZATION = whole(WORDS["body"]["organizations"])


def begins_a_body(text: str) -> bool:
    """Whether a plain text begins with the name of a body."""
    return bool(_BODY.match(text)) or name_of_organ(text) is not None


def may_name_a_body(text: str) -> bool:
    """Whether a plain text is the name of a body where one is expected: by its beginning or by its last word."""
    return begins_a_body(text) or (len(text) < _LONGEST_NAME and bool(_ENDS_WITH_A_HEAD.search(text)))


def is_a_name(text: str) -> bool:
    """Whether a plain text is the name of a body and nothing more."""
    return begins_a_body(text) and bool(_ENDS_WITH_A_HEAD.search(text))


def is_organization(text: str) -> bool:
    """Whether a text is the name of a fund or programme alone, as stands above the titles of its papers."""
    return bool(_ORGANIZATION.fullmatch(text))


def _begins_the_next(text: str, name: str) -> bool:
    if name_of_organ(text) is not None:
        return True
    if _CHINESE.search(text):
        return bool(_CHINESE_HEAD.search(name))  # a Chinese name ends with what the body is
    if _HEAD.match(text):
        return True
    # "Trade and Development Board" / "Investment, Enterprise and Development Commission"
    return bool(_ENDS_WITH_A_HEAD.search(name) and _ENDS_WITH_A_HEAD.search(text))


def names_in(lines: list[str]) -> list[str]:
    """The names of bodies in lines, the widest first: a line that goes on belongs to the one above."""
    names: list[str] = []
    for text in lines:
        if names and _SESSION.match(text):
            continue  # a session line that could not be read
        if names and (
            connects(names[-1])
            or GOING_ON.match(text)
            or len(names[-1]) > _LONGEST_NAME
            or not _begins_the_next(plain(text), names[-1])
        ):
            names[-1] = joined((names[-1], text))
        else:
            names.append(text)
    return [without_marks(joined((name,))).strip(" ,;") for name in names]


def the_most_specific(names: list[str], above: str = "") -> str:
    """The last and narrowest of several names; one that says little ("Executive Board") with whose it is."""
    name = names[-1]
    owner = names[-2] if len(names) > 1 else above
    return f"{owner}, {name}" if owner and _GENERAL_NAME.fullmatch(name) else name
