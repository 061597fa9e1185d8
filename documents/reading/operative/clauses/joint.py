"""Two verbs that share what they ask: "Requests the Secretariat, and invites States, to", "Invites and encourages"."""

import re

from documents.reading.lexicon import Verb
from documents.reading.operative.addressees import LONGEST_PHRASE, head_is_known
from documents.reading.operative.clauses.shared import Clause, phrase_end, trimmed

_JOINT = re.compile(r"[\s,،，]*(?:\b(?:and|et|y|e|и|а также|as well as)|و|并|和|以及)?[\s,،，]*$")
_LONGEST_JOINT = 40
_LEAD = {
    "en": re.compile(r"\s*(?:to|upon|on)?\s*"),
    "fr": re.compile(r"\s*(?:à|aux?)?\s*(?=\S)|\s*"),
    "es": re.compile(r"\s*(?:al?)?\s+|\s*"),
    "ru": re.compile(r"\s*(?:к|ко)?\s+|\s*"),
    "ar": re.compile(r"\s*(?:إلى|من|على)?\s*"),
    "zh": re.compile(r""),
}


def says_nothing(text: str, clause: Clause, limit: int) -> bool:
    """Whether nothing is asked between an addressee and the verb that follows: "请秘书处并邀请"."""
    begin = min(clause.action, limit)
    return limit - begin <= _LONGEST_JOINT and bool(_JOINT.fullmatch(text, begin, limit))


def joint_clause(text: str, language: str, verb: Verb, behind: Verb, clause: Clause) -> Clause | None:
    """The clause of a verb whose action stands behind the verb that follows it; None where it has none.

    `behind` is the verb that follows, `clause` its clause. A verb right before another ("Invites and encourages")
    takes the addressee of that one.
    """
    stop = _JOINT.search(text, max(verb.complement, behind.start - 12), behind.start).start()
    start = min(_LEAD[language].match(text, verb.complement, stop).end(), stop)
    begin, end = trimmed(text, start, stop)
    if begin >= end:
        return clause
    if end - begin > LONGEST_PHRASE:
        return None
    if language in ("fr", "es", "ru", "ar"):
        end = phrase_end(text, begin, end, language)
    elif (comma := text.find(_PARENTHESIS[language], begin, end)) > 0 and not head_is_known(
        text[comma + 2 : end], language
    ):
        end = comma
    return Clause(begin, end, clause.action, clause.sure) if head_is_known(text[begin:end], language) else None


_PARENTHESIS = {"en": ", ", "zh": "，"}
