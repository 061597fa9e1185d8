"""What a file's name says of the document: its symbol and language, as libraries and offices write them into names.

The UN's digital library names its files ``CTOC_COP_WG.8_2016_2-EN.pdf``; offices write ``CTOC-COP-WG.8-2016-2 E.docx`` or
``A_RES_68_186 (French).pdf``. Names lie: whoever asks compares with the masthead, which comes first.
"""

import re
from dataclasses import dataclass

from documents.symbols import Symbol, SymbolError, parse_joint

_LANGUAGES = {
    **{"a": "ar", "c": "zh", "e": "en", "f": "fr", "r": "ru", "s": "es", "g": "de"},
    **{
        "ar": "ar",
        "zh": "zh",
        "ch": "zh",
        "cn": "zh",
        "en": "en",
        "fr": "fr",
        "ru": "ru",
        "es": "es",
        "sp": "es",
        "de": "de",
    },
    **{"ara": "ar", "chi": "zh", "zho": "zh", "eng": "en", "fre": "fr", "fra": "fr", "rus": "ru", "spa": "es"},
    **{
        "arabic": "ar",
        "chinese": "zh",
        "english": "en",
        "french": "fr",
        "russian": "ru",
        "spanish": "es",
        "german": "de",
    },
    **{"anglais": "en", "français": "fr", "francais": "fr", "español": "es", "espanol": "es"},
}
_ENDING = re.compile(r"\.[A-Za-z]{2,5}\d?$")
# What systems add to a name that is taken: "name (1)", "name - Copy".
_COPY = re.compile(r"\s*(?:\(\d{1,3}\)|-\s*copy(?:\s*\(\d+\))?|copy)$", re.IGNORECASE)
_LANGUAGE = re.compile(r"[-_ .(\[]+([^\W\d_]{1,8})[)\]]?$")
_LONGEST = 160


@dataclass(frozen=True)
class FileName:
    """symbols: those that the name states, none for most names. language: one of the two-letter codes, or ""."""

    symbols: tuple[Symbol, ...] = ()
    language: str = ""


def read_file_name(name: str) -> FileName:
    """What a file's name states; nothing where it is no symbol of a series that is known."""
    stem = _ENDING.sub("", name.strip())
    while len(shorter := _COPY.sub("", stem)) < len(stem):
        stem = shorter
    if not stem or len(stem) > _LONGEST:
        return FileName()
    # A letter at the end is a language where the rest is a symbol without it: E/2016/E is rare, 2016_2-E is not.
    found = _LANGUAGE.search(stem)
    language = _LANGUAGES.get(found[1].lower(), "") if found else ""
    if language and (symbols := _symbols(stem[: found.start()])):
        return FileName(symbols, language)
    return FileName(_symbols(stem), "")


def _symbols(stem: str) -> tuple[Symbol, ...]:
    stem = stem.strip(" _-.")
    for parted in ("_", " ", "-"):
        written = re.sub(rf"{re.escape(parted)}+", "/", stem)
        if written.count("/") < 2:
            continue
        try:
            symbols = parse_joint(written)
        except SymbolError:
            continue
        if symbols and all(
            symbol.series and not symbol.malformed and re.search(r"\d", symbol.canonical) for symbol in symbols
        ):
            return symbols
    return ()
