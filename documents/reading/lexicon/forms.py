"""The words of the lexicon as tables: every form of every verb, adverbs, nouns of attitude; see lexicon.toml."""

import re
import tomllib
from itertools import product
from pathlib import Path
from typing import NamedTuple

TOML = tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))
LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
KIND_OF: dict[str, str] = {verb: kind for kind, verbs in TOML["kinds"].items() for verb in verbs}
# Verbs after which somebody is addressed.
ADDRESSING = frozenset(TOML["use"]["addressing"])
# Verbs that stand for themselves inside a paragraph; the rest are too common in subordinate clauses.
LATER = ADDRESSING | frozenset(TOML["use"]["later"])
CONJUNCTIONS = {language: set(words.split()) for language, words in TOML["conjunctions"].items()}
# Pronouns that stand before the verb in French and Spanish: "lui demande de", "les invita a que".
CLITICS = {language: set(words.split()) for language, words in TOML["clitics"].items()}
NO_SUBJECT = {language: set(words.split()) for language, words in TOML["no_subject"].items()}
# What a condition begins with: what is decided in it is not decided here.
CONDITIONS = {language: set(words.split()) for language, words in TOML["conditions"].items()}
STOPS = {language: set(words.split()) for language, words in TOML["stops"].items()}
# How declarations name who speaks.
WE = set(TOML["use"]["we"].split())
SUBJECTS = {language: set(words.split()) for language, words in TOML["subjects"].items()}
INTENSE = set(TOML["use"]["intense"].split())
# Marks of vowels and kashida stand within Arabic words.
ARABIC_MARKS = re.compile(r"[\u064b-\u0652\u0640]")


class Form(NamedTuple):
    """The words behind the first of a form, its verb, its tense ("3", "b", "p"; see Verb)."""

    rest: tuple[str, ...]
    verb: str
    tense: str


def _expanded(template: str) -> list[str]:
    parts = re.split(r"(\{[^}]*\}|\[[^\]]*\])", template)
    choices = [
        part[1:-1].split(",") if part[:1] == "{" else list(part[1:-1]) if part[:1] == "[" else [part] for part in parts
    ]
    return ["".join(choice) for choice in product(*choices)]


_DOUBLED = {"admit", "commit", "submit", "transmit", "permit", "refer", "defer", "regret", "recommit"}


def _english(base: str) -> list[tuple[str, str]]:
    word, _, rest = base.partition(" ")
    word, _, past = word.partition(":")
    rest = f" {rest}" if rest else ""
    if not past:
        stem = word + word[-1] if word in _DOUBLED else word[:-1] if word.endswith("e") else word
        past = word[:-1] + "ied" if re.search(r"[^aeiou]y$", word) else stem + "ed"
    third = (
        word[:-1] + "ies"
        if re.search(r"[^aeiou]y$", word)
        else word + ("es" if re.search(r"(?:s|sh|ch|x|z)$", word) else "s")
    )
    return [(third + rest, "3"), (word + rest, "b"), (past + rest, "p")]


def _french(template: str) -> list[tuple[str, str]]:
    word, _, rest = template[1:].partition(" ")
    word, _, present = word.partition("=")
    rest = f" {rest}" if rest else ""
    stem = word[:-2]
    present = present or stem + "e"
    forms = [(present + rest, "3"), (present + "nt" + rest, "b")]
    return forms + [(f"{auxiliary} {stem}é{rest}", "p") for auxiliary in ("a", "ont", "avait", "avaient")]


_PAST = {
    "fr": re.compile(r"(?:a|ont|est|s'est|sont|se sont|en a|avait|avaient)\s"),
    "es": re.compile(
        r"(?:se )?\w+(?:ó|aron|ieron|eron|vino|vinieron|hizo|puso|dio|tuvo|vio|puso)\b(?<!dio "
        r"de)|(?:hizo|hicieron|puso|pusieron|dio|tuvo|vio|propuso|propusieron|convino|"
        r"convinieron)\b"
    ),
    "ru": re.compile(r"(?:\w+ )*?\w+(?:л|ла|ло|ли|лся|лась|лись|рг)\b"),
    "ar": re.compile(r"(?![تين])"),
}


_STATES = ("est conscient", "est d'avis", "est convaincu")


def _forms(language: str) -> dict[str, list[Form]]:
    table: dict[str, list[Form]] = {}
    for verb, templates in TOML[language].items():
        for template in templates:
            if language == "en":
                forms = _english(template)
            elif template.startswith("~"):
                forms = _french(template)
            else:
                forms = [(form, _tense(form, language)) for form in _expanded(template)]
            for form, tense in forms:
                first, *rest = form.split()
                table.setdefault(first, []).append(Form(tuple(rest), verb, tense))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry.rest))
    return table


def _tense(form: str, language: str) -> str:
    if language == "zh":
        return ""
    # "est conscient", "est d'avis" state what is, as a present does.
    return "p" if _PAST[language].match(form) and not form.startswith(_STATES) else "3"


def _phrases(words: list[str]) -> dict[str, list[tuple[str, ...]]]:
    table: dict[str, list[tuple[str, ...]]] = {}
    for phrase in words:
        first, *rest = ARABIC_MARKS.sub("", phrase).split()
        table.setdefault(first, []).append(tuple(rest))
    for entries in table.values():
        entries.sort(key=lambda entry: -len(entry))
    return table


FORMS = {language: _forms(language) for language in LANGUAGES if language != "zh"}


def _by_next_word(forms: list[Form]) -> dict[str, list[Form]]:
    """The forms of one first word by the word that must follow it, "" for none; each list holds those of "" too."""
    following = {form.rest[0].removeprefix("+") if form.rest else "" for form in forms}
    return {
        word: [form for form in forms if not form.rest or form.rest[0].removeprefix("+") == word]
        for word in following | {""}
    }


# "a" begins sixty French forms ("a prié", "a pris note"); the word behind it leaves one or two.
FORMS_BY_NEXT_WORD = {
    language: {first: _by_next_word(forms) for first, forms in table.items()} for language, table in FORMS.items()
}
ADVERBS = {language: _phrases(TOML["adverbs"][language]) for language in LANGUAGES if language != "zh"}
ATTITUDES = {language: set(TOML["attitudes"][language].split()) for language in LANGUAGES}
REQUESTS = {
    language: {noun: verb for verb, nouns in entries.items() for noun in nouns.split()}
    for language, entries in TOML["requests"].items()
}
# "Notes with concern", "Observa con preocupación": the manner belongs to the phrase.
WITH = {"en": "with", "fr": "avec", "es": "con", "ru": "с", "ar": "مع"}
WITH_MANNER = {"note", "observe", "recall", "stress", "recognize"}
COMPLETED = {
    "express",
    "be concerned",
    "reiterate",
    "reaffirm",
    "affirm",
    "renew",
    "declare",
    "extend",
    "offer",
    "confirm",
    "transmit",
}
