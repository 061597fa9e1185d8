"""The words of a text as the search knows them: by the language of the text, whatever the accents, in six languages and German.

Every language has fields of its own in the index, with that language's stemmer: “resoluciones” finds “resolución”. Chinese,
written without blanks, is cut into pairs of characters; Arabic has a stemmer of its own (``documents.search.arabic``).
"""

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

import tantivy

from documents.search import arabic

LONGEST_WORD = 60  # bytes; what is longer is no word that anybody types

# Texts in other scripts hold Latin words too (UNODC, Convention): these are stemmed as English.
_STEMMERS = {
    "en": ("english",),
    "fr": ("french",),
    "es": ("spanish",),
    "de": ("german",),
    "ru": ("russian", "english"),
    "ar": ("english",),
    "zh": ("english",),
}
LANGUAGES = tuple(_STEMMERS)


def _analyzer(stemmers):
    chain = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    for step in (tantivy.Filter.remove_long(LONGEST_WORD), tantivy.Filter.lowercase()):
        chain = chain.filter(step)
    for language in stemmers:
        chain = chain.filter(tantivy.Filter.stemmer(language))
    # Accents go last: the stemmers need them.
    return chain.filter(tantivy.Filter.ascii_fold()).build()


ANALYZERS = {language: _analyzer(stemmers) for language, stemmers in _STEMMERS.items()}

_CHINESE_RUN = re.compile("[\u3400-\u9fff\uf900-\ufaff]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_WORD = re.compile(r"\w+")


class _Plain(dict):
    """A translation table: digits of any script as 0–9, wide letters as narrow ones, ё as е, invisible marks away."""

    def __missing__(self, code):
        character = chr(code)
        plain = character
        if character in "ёЁ":
            plain = "е"
        elif 0xFF01 <= code <= 0xFF5E:
            plain = chr(code - 0xFEE0)
        elif character.isdecimal():
            plain = str(unicodedata.decimal(character))
        elif unicodedata.category(character) == "Cf":
            plain = ""
        self[code] = plain
        return plain


_PLAIN = _Plain()
# A look first: most texts hold nothing that must be translated, and translating is slow.
_NOT_PLAIN = re.compile(
    "[\u00ad\u0600-\u0605\u061c\u0660-\u0669\u06f0-\u06f9\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\uff01-\uff5eёЁ]"
)
_OTHER_SCRIPTS = re.compile("[\u0620-\u06d3\u3400-\u9fff\uf900-\ufaff]")


def plain(text: str) -> str:
    """A text in the characters by which it is searched; as long as it was where nothing invisible stood in it."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    return text.translate(_PLAIN) if _NOT_PLAIN.search(text) else text


def _load_stop_words():
    data = tomllib.loads((Path(__file__).parent / "stop_words.toml").read_text(encoding="utf-8"))
    return frozenset(word for words in data.values() for word in words.split())


STOP_WORDS = _load_stop_words()


def is_stop_word(word: str) -> bool:
    """Whether a word stands in nearly every text of one of the languages."""
    return word.casefold() in STOP_WORDS


def in_pairs(text: str) -> str:
    """A text whose Chinese runs are cut into pairs of characters: 审议机制 is “审议 议机 机制 制”.

    The last character stands alone as well, so that every single one can be looked for by the beginning of a word.
    """
    return _CHINESE_RUN.sub(_pairs, text)


def _pairs(run):
    characters = run[0]
    pairs = [characters[place : place + 2] for place in range(len(characters))]
    return f" {' '.join(pairs)} "


def prepared(text: str, language: str):
    """A text as the index takes it into the fields of ``language``: a str, or tokens for Arabic."""
    if text.isascii():
        return text
    text = plain(text)
    other = _OTHER_SCRIPTS.search(text)
    if other is None:
        return text
    if language == "ar" or arabic.LETTER.match(other[0]):
        return _arabic_tokens(in_pairs(text), language)
    return in_pairs(text)


def _arabic_tokens(text, language):
    """Tokens, two in one place where a word may be read in two ways. Words in other letters as in ``language``."""
    text = arabic.spelt_plainly(text)
    tokens = []
    for position, word in enumerate(_WORD.finditer(text)):
        for stem in stems_of(word[0], language)[:2]:
            tokens.append(tantivy.Token(stem, position, word.start(), word.end()))
    return tantivy.PreTokenizedString(text, tokens)


@lru_cache(maxsize=200_000)
def stems_of(word: str, language: str) -> tuple[str, ...]:
    """The stems of one word in a text of ``language``: mostly one, two where an Arabic word may be read in two ways.

    A Chinese run gives its pairs, in order; what is no word gives none.
    """
    word = plain(word)
    if arabic.LETTER.search(word):
        return tuple(stem for part in _WORD.findall(arabic.spelt_plainly(word)) for stem in arabic.stems(part))
    if run := _CHINESE_RUN.search(word):
        pairs = in_pairs(run[0]).split()
        return tuple(pairs[:-1] if len(pairs) > 1 else pairs)
    return tuple(ANALYZERS[language].analyze(word))


@lru_cache(maxsize=20_000)
def languages_of(word: str) -> tuple[str, ...]:
    """The languages in whose texts a typed word is to be looked for, by its letters."""
    if arabic.LETTER.search(word):
        return LANGUAGES
    if _CHINESE_RUN.search(word):
        return ("zh",)
    if _CYRILLIC.search(word):
        return ("ru",)
    return LANGUAGES


def is_chinese(word: str) -> bool:
    """Whether a word is written in Chinese characters, all or in part."""
    return bool(_CHINESE_RUN.search(word))
