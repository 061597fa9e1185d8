"""The passive of reports and decisions: "Member States were encouraged to", "Le Secrétariat est prié de"."""

import re

from documents.reading.lexicon import Verb
from documents.reading.operative.addressees import head_is_known, names_a_thing
from documents.reading.operative.clauses.shared import Clause, trimmed

_TO = {
    "en": re.compile(r"\s*,?\s*(?:(?:in|as|where|within|with|subject|after|upon)\s[^,;]{2,120},\s)?to\s"),
    "fr": re.compile(r"\s*(?:de\s|d'|à\s)"),
    "es": re.compile(r"\s*(?:a\sque\s|que\s|a\s)"),
    "ru": re.compile(r"\s*"),
}
_OPENING = re.compile(r"^(?:In|At|Under|By|Pursuant|Dans|Par|Conformément|En|De conformidad|В|На)\b.{0,200}?,\s(?=\w)")


def subject_before(text: str, language: str, verb: Verb, start: int, limit: int) -> Clause | None:
    """The addressee that stands as the subject before a passive verb; None for a thing ("the report was requested")."""
    behind = _TO[language].match(text, verb.complement, limit)
    if not behind:
        return None
    begin = max(start, verb.start - 300, *(text.rfind(mark, start, verb.start) + 1 for mark in ".;:"))
    begin, end = trimmed(text, begin, verb.start)
    if opening := _OPENING.match(text[begin:end]):
        begin += opening.end()
    comma = text.rfind(", ", begin, end)
    if comma > 0 and not head_is_known(text[begin:comma], language):
        begin = comma + 2
    begin, end = trimmed(text, begin, end)
    words = text[begin:end]
    if not words or not head_is_known(words, language) or names_a_thing(words, language):
        return None
    return Clause(begin, end, behind.end(), False)
