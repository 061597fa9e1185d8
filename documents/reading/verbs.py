"""The words with which the paragraphs of acts begin: operative verb phrases and preambular participles, six languages.

An operative paragraph begins with its verb ("Also requests", "Prie en outre", "又请"), a preambular one with a
participle or adjective ("Recalling", "Rappelant", "إذ تشير"). The words themselves stand in verbs.toml.
"""

import re

from documents.reading.words import load

_WORDS = load("verbs")
_PREAMBULAR = {language: re.compile(rf"(?:{words})(?!\w)" if language not in ("zh", "ar") else words, re.IGNORECASE)
               for language, words in _WORDS["preambular"].items()}  # fmt: skip
_OPERATIVE = {language: re.compile(rf"(?:{words})", re.IGNORECASE) for language, words in _WORDS["operative"].items()}
_LATIN = ("en", "fr", "es")


def leading_verb(text: str, language: str = "") -> str:
    """The operative verb phrase that a paragraph (without its number) begins with, as printed; "" for none.

    `language` is one of en fr es ru zh ar; without it the script tells, and English, French, Spanish are all tried.
    Never raises.
    """
    for candidate in _candidates(text, language):
        match = _OPERATIVE[candidate].match(text)
        if match and (candidate != "en" or _is_english_verb(match[0])):
            return match[0].strip()
    return ""


def begins_preamble(text: str, language: str = "") -> bool:
    """Whether a paragraph begins as preambular ones do, with a participle or an adjective. Never raises."""
    if not language and not text[:1].isupper() and script_of(text) == "latin":
        return False
    return any(_PREAMBULAR[candidate].match(text) for candidate in _candidates(text, language))


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
    if language in _OPERATIVE:
        return (language,)
    script = script_of(text)
    return _LATIN if script == "latin" else (script,)


_NO_VERBS = {
    "states", "parties", "members", "this", "these", "those", "its", "also", "various", "measures", "activities", "was",
    "has", "is", "as", "does", "states parties", "countries", "persons", "must", "most", "list", "report", "development",
    "support", "treatment", "agreement", "present", "current", "recent", "government", "president", "part", "subject",
    "draft", "adopted", "based", "united", "need", "exploitations", "efforts", "programmes", "resources", "others",
}  # fmt: skip
_VERBS_IN_T = {"request", "invite", "accept", "adopt", "elect", "appoint", "insist", "admit"}


def _is_english_verb(phrase: str) -> bool:
    """Whether a phrase that looks like a verb is one: "Requests", "Also noted", but not "States parties"."""
    word = phrase.casefold().split()
    if not phrase[:1].isupper() and len(word) < 1:
        return False
    core = [part.strip(",") for part in word if part.strip(",") not in {"also", "further", "again", "once", "strongly"}]
    if not core or core[0] in _NO_VERBS or core[0].endswith("ss"):
        return False
    return not core[-1].endswith("t") or core[-1] in _VERBS_IN_T or len(core) > 1
