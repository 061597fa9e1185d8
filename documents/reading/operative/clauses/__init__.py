"""Behind an operative verb: who is addressed, and where begins what is asked. One module for each grammar.

Clauses between commas ("in consultation with ...") may stand before and behind the addressee in all of them.
"""

from documents.reading.lexicon import Verb
from documents.reading.operative.clauses.arabic import arabic_clause
from documents.reading.operative.clauses.chinese import chinese_clause
from documents.reading.operative.clauses.english import english_clause
from documents.reading.operative.clauses.french_spanish import french_clause, spanish_clause
from documents.reading.operative.clauses.joint import joint_clause, says_nothing
from documents.reading.operative.clauses.nested import nested_verb
from documents.reading.operative.clauses.passive import subject_before
from documents.reading.operative.clauses.russian import russian_clause
from documents.reading.operative.clauses.shared import Clause

_CLAUSES = {
    "en": english_clause,
    "fr": french_clause,
    "es": spanish_clause,
    "ru": russian_clause,
    "ar": arabic_clause,
    "zh": chinese_clause,
}

__all__ = ["Clause", "clause_behind", "joint_clause", "nested_verb", "says_nothing", "subject_before"]


def clause_behind(text: str, language: str, verb: Verb, limit: int) -> Clause | None:
    """Addressee and action of a verb that addresses somebody, within `limit`. None when nobody is addressed."""
    return _CLAUSES[language](text, verb, limit)
