"""Which of the six official languages a text is written in.

The masthead outranks the words: Russian, Chinese and Arabic mastheads keep "Distr.: General", the date and
"Original: English" in English, so that English words on the first page prove nothing.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from documents.reading.pages import PageText

LETTERS = {"A": "ar", "C": "zh", "E": "en", "F": "fr", "R": "ru", "S": "es"}

_VERSIONS = {
    "english": "en", "english only": "en", "french": "fr", "français": "fr", "francais": "fr", "spanish": "es",
    "español": "es", "espanol": "es", "russian": "ru", "русский": "ru", "chinese": "zh", "中文": "zh", "arabic": "ar",
    "عربي": "ar", "français seulement": "fr", "español solamente": "es", "anglais seulement": "en",
    "inglés solamente": "en", "solo inglés": "en", "français uniquement": "fr", "french only": "fr",
    "spanish only": "es", "russian only": "ru", "arabic only": "ar", "chinese only": "zh",
}  # fmt: skip
# "V.18-00932 (E) 020318", "24-22844 (E)", "GE.25-11154 (E)", "25-08039X (E)"
JOB_NUMBER = re.compile(r"(?<![\w/.-])((?:[A-Z]{1,3}\.\s?)?\d{2}-\d{5,6})[A-Z]?\s{0,2}\(([ACEFGRS])\)")

_COMMON = {
    "en": "the of and to in for on by with that is at its from this was which be are as".split(),
    "fr": "le la les des et du en dans pour par sur que est une au aux il qui ce sont".split(),
    "es": "el la los las de y en del para por con que se una al su sobre es como sus".split(),
}
_SHARED = set.intersection(*map(set, _COMMON.values()))
_TELLING = {language: tuple(set(words) - _SHARED) for language, words in _COMMON.items()}
_WORD = re.compile(r"[a-zà-ÿ]+")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ARABIC = re.compile(r"[\u0620-\u064a\ufb50-\ufdff\ufe70-\ufefc]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-zÀ-ÿ]+")
_SAMPLE = 8_000
_MASTHEAD_LINES = 60


class Stated(NamedTuple):
    """What the masthead says of its language: the code, the words it was read from, the page."""

    language: str
    quote: str
    page: int


def language_of(pages: Sequence[PageText]) -> str:
    """One of en fr es ru zh ar, or "" when it can't be told."""
    stated = stated_language(pages)
    if stated:
        # An annex may be in another language; a first page wholly in another script makes the statement a slip.
        told = told_by_words(pages[0].text[:_SAMPLE])
        return told if told and _script(told) != _script(stated.language) else stated.language
    return told_by_words("\n".join(page.text for page in pages[:5])[:_SAMPLE])


def stated_language(pages: Sequence[PageText]) -> Stated | None:
    """The version line ("Français", "Russian", "English only") or else the letter of the job number."""
    for page in pages[:1]:
        for line in page.text.split("\n")[:_MASTHEAD_LINES]:
            for cell in re.split(r"\t+| {2,}", line.strip()):
                if language := _VERSIONS.get(cell.strip(" *.").casefold()):
                    return Stated(language, cell.strip(), page.number)
    for page in [*pages[:1], *pages[-1:]]:
        if (job := JOB_NUMBER.search(page.text)) and job[2] in LETTERS:
            return Stated(LETTERS[job[2]], job[0], page.number)
    return None


def told_by_words(text: str) -> str:
    """The language by script and common words alone; "" for a text too short or in none of the six."""
    if text.isascii():
        chinese = arabic = cyrillic = 0
    else:
        chinese = len(_CHINESE.findall(text))
        arabic = len(_ARABIC.findall(text))
        cyrillic = len(_CYRILLIC.findall(text))
    latin = sum(map(len, _LATIN.findall(text)))
    # A Chinese character says as much as three letters.
    weights = {"zh": 3 * chinese, "ar": arabic, "ru": cyrillic, "latin": latin}
    likeliest = max(weights, key=weights.get)
    if weights[likeliest] < 12:
        return ""
    # Mastheads and names leave much Latin in short texts of other scripts.
    for other in ("zh", "ar", "ru"):
        if weights[other] > 0.5 * latin and weights[other] == max(weights["zh"], weights["ar"], weights["ru"]):
            return other
    if likeliest != "latin":
        return likeliest
    found = Counter(_WORD.findall(text.casefold()))
    counts = {language: sum(found[word] for word in words) for language, words in _TELLING.items()}
    best, second = sorted(counts.values(), reverse=True)[:2]
    if best < 3 or best < 1.2 * second:
        return ""
    return max(counts, key=counts.get)


def _script(language: str) -> str:
    return language if language in ("zh", "ar", "ru") else "latin"
