"""The words with which the paragraphs of acts begin: operative verb phrases and preambular participles, six languages.

An operative paragraph begins with its verb ("Also requests", "Prie en outre", "又请"), a preambular one with a
participle or adjective ("Recalling", "Rappelant", "إذ تشير"). The English verbs and all preambular words stand in
verbs.toml, the verbs of the other languages in the lexicon.
"""

import re

from documents.reading.lexicon import leading_phrase
from documents.reading.verbs_english import NONE, VerbPhrase, english_finite_verb, english_verb
from documents.reading.words import load

_WORDS = load("verbs")
_PREAMBULAR = {language: re.compile(rf"(?:{words})(?!\w)" if language not in ("zh", "ar") else words, re.IGNORECASE)
               for language, words in _WORDS["preambular"].items()}  # fmt: skip
# A word that only looks like a verb: Russian and Arabic verbs in the third person, present or past.
_LOOKS_LIKE = {language: re.compile(words, re.IGNORECASE) for language, words in _WORDS["looks_like"].items()}
_LATIN = ("en", "fr", "es")
_BRACKETS = '[“"«'  # of words that are not agreed, or quoted
# Words that only one of the three has.
_COMMONEST = {
    word: language
    for language, words in {
        "en": "the of and to by with that its for which on",
        "fr": "le les des et du au aux dans par pour qui sur une leur",
        "es": "el los las del y que al por con una su sus para",
    }.items()
    for word in words.split()
}


def leading_verb(text: str, language: str = "") -> str:
    """The operative verb phrase that a paragraph (without its number) begins with, as printed; "" for none.

    The script tells Russian, Arabic and Chinese; `language` parts en, fr and es, which are all tried without it.
    Never raises.
    """
    return leading_verb_phrase(text, language).phrase


def leading_verb_phrase(text: str, language: str = "") -> VerbPhrase:
    """The phrase, and whether its verb is one of those with which organs speak or only looks like one."""
    guess = NONE
    text = text.lstrip(_BRACKETS)
    for candidate in _candidates(text, language):
        found = english_verb(text) if candidate == "en" else _other_verb(text, candidate)
        if found.known:
            return found
        guess = guess if guess.phrase else found
    return guess


def finite_verb(text: str, language: str = "") -> str:
    """The verb phrase at the head of a text whose subject stands before it: "takes note", "decided"; no infinitive."""
    for candidate in _candidates(text, language):
        if candidate == "en":
            if found := english_finite_verb(text):
                return found
        elif found := leading_phrase(text, candidate):
            return found
    return ""


def _other_verb(text: str, language: str) -> VerbPhrase:
    if phrase := leading_phrase(text, language):
        return VerbPhrase(phrase, True)
    match = _LOOKS_LIKE[language].match(text) if language in _LOOKS_LIKE else None
    return VerbPhrase(match[0], False) if match else NONE


def begins_preamble(text: str, language: str = "") -> bool:
    """Whether a paragraph begins as preambular ones do, with a participle or an adjective. Never raises."""
    text = text.lstrip(_BRACKETS)
    if text[:1].islower() and text[:1].isascii() and language != "en":
        return False
    return any(_PREAMBULAR[candidate].match(text) for candidate in _candidates(text, language))


def latin_language_of(text: str) -> str:
    """Which of en, fr and es a text in Latin letters is written in, by its commonest words; "" where it can't be told."""
    counts = dict.fromkeys(_LATIN, 0)
    for word in text.lower().split():
        if language := _COMMONEST.get(word):
            counts[language] += 1
    best, second = sorted(counts.values(), reverse=True)[:2]
    return max(counts, key=counts.get) if best > 2 and best > 2 * second else ""


def script_of(text: str) -> str:
    """The script of a paragraph's first letter: "zh", "ar", "ru" or "latin"."""
    match = re.match(r"[\W\d_]{0,40}([^\W\d_])", text)
    first = match[1] if match else ""
    if "\u4e00" <= first <= "\u9fff":
        return "zh"
    if "\u0600" <= first <= "\u06ff":
        return "ar"
    return "ru" if "\u0400" <= first <= "\u04ff" else "latin"


def _candidates(text: str, language: str) -> tuple[str, ...]:
    script = "latin" if text[:1].isascii() and text[:1].isalpha() else script_of(text)
    # Names and quotations in another script do not begin a paragraph.
    if script != "latin":
        return (script,)
    return (language,) if language in _LATIN else _LATIN
