"""The words of masthead.toml as compiled patterns, and the few forms that are the same in every language."""

import re

from documents.reading.words import load

_ACCENTS = {"é": "e", "è": "e", "ê": "e", "à": "a", "â": "a", "ç": "c", "ô": "o", "î": "i", "û": "u", "ë": "e"} | {
    "á": "a", "í": "i", "ó": "o", "ú": "u", "ñ": "n"
}  # fmt: skip


def without_accents_too(words: object) -> object:
    """The patterns of a TOML table so that they match capitals without accents, as French and Spanish set them of old."""
    if isinstance(words, dict):
        return {key: without_accents_too(value) for key, value in words.items()}
    if isinstance(words, list):
        return [without_accents_too(value) for value in words]
    result, in_class = [], False
    for place, character in enumerate(str(words)):
        if character in "[]" and words[place - 1 : place] != "\\":
            in_class = character == "["
        plain = _ACCENTS.get(character)
        result.append(f"[{character}{plain}]" if plain and not in_class else character)
    return "".join(result)


WORDS = without_accents_too(load("masthead"))


def starting(words: str) -> re.Pattern:
    return re.compile(f"(?:{words})", re.IGNORECASE)


def alternatives(words: str) -> list[str]:
    """The alternatives of a pattern that stand beside each other at its top."""
    parts, depth, start = [], 0, 0
    for place, character in enumerate(words):
        escaped = place and words[place - 1] == "\\"
        if not escaped and character in "()":
            depth += 1 if character == "(" else -1
        elif character == "|" and not depth:
            parts.append(words[start:place])
            start = place + 1
    return [*parts, words[start:]]


def whole(words: str) -> re.Pattern:
    """A whole line, with the footnote marks and the stop that may stand behind it; for fullmatch."""
    return re.compile(rf"(?:{words})[\s*†‡:.]*", re.IGNORECASE)


BAR_CODE = re.compile(r"\*?\s?\d{7,9}\s?\*?")
RULE = re.compile(r"[_\u2014\u2500-]{6,}")
NOTE_KINDS = {kind: starting(words) for kind, words in WORDS["notes"].items()}
# "25-10019" and "GE.94-12345" without the letter of a language behind them.
# Vienna "V.18-00932", Geneva "GE.09-17123", New York "18-17962", Bangkok "B15-00322", Nairobi "K1402364".
BARE_JOB_NUMBER = re.compile(r"(?<![\w/.-])((?:[A-Z]{1,3}\.\s?|[BK])?\d{2}-\d{5,6}|K\d{7})(?:[A-Z]\b)?(?![\w-])")
VERSION = whole(WORDS["version"])
ORGANS = [(entry["name"], entry["code"], starting(entry["words"])) for entry in WORDS["organ"]]
ANY_ORGAN = whole("|".join(entry["words"] for entry in WORDS["organ"]))
# Titles and names break after such words, never before a new one.
_CONNECTING = frozenset(
    "of the and to in on for by with from at a an or de des du la le les et à au aux en sur pour par dans d' l' del los las el y "
    "al a por para con sobre contra против о об и в во на по с со к за из от для при من في على إلى عن بشأن و against its their "
    "concerning regarding under between including".split()
)


def connects(text: str) -> bool:
    """Whether a plain text ends with a word or sign that something must follow."""
    if not text:
        return False
    return text[-1] in ",:،，：、/–—-" or text[text.rfind(" ") + 1 :].casefold() in _CONNECTING


# A line that goes on: it begins small, or with such a word in capitals.
GOING_ON = re.compile(
    r"[a-zà-ÿа-яё(&]|(?:OF|TO|IN|ON|FOR|BY|AND|WITH|FROM|AT|UNDER|DE|DES|DU|LA|LES|ET|AUX?|SUR|POUR|PAR|DANS|DEL|LOS|LAS|Y|"
    r"POR|PARA|CON|SOBRE|И|В|ПО|О|ОБ|НА|С|ДЛЯ|ПРОТИВ)\s[^\W\d_a-zà-ÿа-яё]{2}"
)

PLACE_AND_DATES_LINE = re.compile(
    # "Vienna, 2 and 3 May 2018"
    r"(?:[^\d,،，]{2,60}[,،，]\s?){0,4}[(（]?(?:from |du |del |с )?\d{1,2}\D.{0,70}\d{4}\W{0,3}(?:\w+\W{0,3})?"
    r"|(?:[^\d,،，]{2,60}[,،，]\s?){1,4}[^\d,،，]{3,40} \d{4}\W{0,3}(?:года)?"  # "Vienna, November 2015"
    r"|\d{1,2}\D.{0,40}\d{4}(?:[,،，]\s?[^\d,،，]{2,40}){1,3}"  # "2 to 5 June 2025, New York"
    r"|(?:[^\d,،，]{2,30}[,،，])?\s?\d{4}\s?年.{3,60}",
    re.IGNORECASE,
)


def name_of_organ(text: str) -> tuple[str, str] | None:
    """Name in English and code of the principal organ that a plain text names and nothing else; None for any other."""
    for name, code, pattern in ORGANS:
        if (match := pattern.match(text)) and not text[match.end() :].strip(" *.,"):
            return name, code
    return None
