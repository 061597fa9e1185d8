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


@lru_cache(maxsize=10_000)
def _plainly(character):
    """Digits of any script as 0–9, wide letters as narrow ones, ё as е, invisible marks away."""
    if character in "ёЁ":
        return "е"
    if "\uff01" <= character <= "\uff5e":
        return chr(ord(character) - 0xFEE0)
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    # Half a character (Cs) can come out of a broken encoding.
    return "" if unicodedata.category(character) in ("Cf", "Cs") else character


# The characters that are written otherwise, all told: most texts hold few of them. Beyond the first 65,536 any may be one.
_WRITTEN_OTHERWISE = [each for each in map(chr, range(0x80, 0x10000)) if _plainly(each) != each]
_NOT_PLAIN = re.compile(f"[{re.escape(''.join(_WRITTEN_OTHERWISE))}\U00010000-\U0010ffff]")
_OTHER_SCRIPTS = re.compile("[\u0620-\u06d3\u3400-\u9fff\uf900-\ufaff]")


def plain(text: str) -> str:
    """A text in the characters by which it is searched; as long as it was where nothing invisible stood in it."""
    if text.isascii():
        return text
    text, replaced = _NOT_PLAIN.subn(lambda found: _plainly(found[0]), unicodedata.normalize("NFC", text))
    # An accent may have stood behind an invisible mark: without it the two are one letter.
    return plain(text) if replaced and not unicodedata.is_normalized("NFC", text) else text


def folded(word: str) -> str:
    """A word in small letters without accents, as the index writes what stemming leaves of it."""
    letters = unicodedata.normalize("NFD", plain(word).casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


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
    """A text as the index takes it into the fields of ``language``: a str, or tokens where Arabic stands in it."""
    if text.isascii():
        return text
    text = plain(text)
    if _OTHER_SCRIPTS.search(text) is None:
        return text
    text = in_pairs(text)
    return _arabic_tokens(text, language) if arabic.LETTER.search(text) else text


def _arabic_tokens(text, language):
    """Tokens, two in one place where a word may be read in two ways. Words in other letters as in ``language``."""
    words = _WORD.findall(arabic.without_signs(text))
    token = tantivy.Token
    # Where in the text they stand is asked by nobody: texts are marked in the rows of the database.
    tokens = [
        token(stem, position, 0, 0) for position, word in enumerate(words) for stem in stems_of(word, language)[:2]
    ]
    return tantivy.PreTokenizedString("", tokens)


@lru_cache(maxsize=200_000)
def stems_of(word: str, language: str) -> tuple[str, ...]:
    """The stems of one word in a text of ``language``: mostly one, two where an Arabic word may be read in two ways.

    A Chinese run gives its pairs, in order; what is no word gives none.
    """
    word = plain(word)
    if arabic.LETTER.search(word):
        parts = _WORD.findall(arabic.spelt_plainly(word))
        return tuple(stem for part in parts for stem in arabic.stems(part) if len(stem) <= LONGEST_WORD // 2)
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
