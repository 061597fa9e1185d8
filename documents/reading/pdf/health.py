"""Whether the text that a PDF page holds is the text that is printed on it.

Fonts without a table of their letters leave signs of the private area, shifted letters or letters of another script;
such a page must be read from its picture (documents/reading/ocr.py).
"""

import re
import unicodedata

_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_SYMBOL_FONT = re.compile(r"[\uf020-\uf0ff]")
_UNREAD = re.compile(r"[\ue000-\uf8ff\ufffd\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_STRANGE = re.compile(r"[\ue000-\uf8ff\ufffd\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufb00-\ufb06]")
# One look for all that needs a second look: signs that no text holds, Arabic (from the right), Chinese (without spaces).
_UNUSUAL = re.compile(r"[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u0600-\u06ff\u0750-\u077f\u4e00-\u9fff\ue000-\ufffd]")
_LIGATURES = {chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
_BULLETS = dict.fromkeys("\uf0b7\uf0a7\uf0d8\uf076\uf0fc\uf0a8\uf06c\uf06e\uf075", "•")
_COMMON_WORD = re.compile(r"\b(?:the|of|and|to|in|de|la|les|des|et|el|los|que|en)\b")
_COMMON_RUSSIAN_WORD = re.compile(r"\b(?:и|на|по|от|для|что|или)\b")
_MOVED = 29
_WORD = re.compile(r"[^\W\d_]{4,}")
_VOWEL = re.compile(r"[aeiouyàâäáãåæéèêëíìîïóòôöõøœúùûüýÿαεηιουωаеёиоуыэюяіїє]", re.IGNORECASE)
_ACCENTED = re.compile(r"[À-ÿ]{4,}")
_CYRILLIC_WORD = re.compile(r"[а-яё]{3,}")
_REPEATED = re.compile(r"([\u0621-\u063f\u0641-\u064a])\1\1")  # no Arabic word has one letter three times running
_ARABIC_WORD = re.compile(r"[\u0620-\u064a]{2,}")


_HAN = r"[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]"
_COUNTED = "年月日号届次段条项章节页"
# Chinese is written without spaces; pdfium sets them where print leaves a little air, round numbers and in wide lines.
_AIR = re.compile(
    rf"(?<={_HAN}) (?={_HAN})|(?<={_HAN}) (?=\d{{1,4}} ?[{_COUNTED}])|(?<=\d) (?=[{_COUNTED}])|(?<=第) (?=\d)"
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def is_plain(text: str) -> bool:
    """Whether a page is what nearly all pages are: words of a language with an alphabet, and nothing unusual in them.

    Such a page needs no mending, and is not broken.
    """
    beginning = text[:2000]
    # The commonest letter of the language is at least one in twenty-five; letters that were taken for others are not.
    if _COMMON_WORD.search(beginning):
        common = text.count("e")
    elif _COMMON_RUSSIAN_WORD.search(beginning):
        common = text.count("о")
    else:
        return False
    return common * 25 > len(text) and not _UNUSUAL.search(text)


def mended(text: str) -> str:
    """The text with what can be told for certain set right: ligatures, bullets, letters behind a fixed distance."""
    if not _COMMON_WORD.search(text[:2000]):
        text = _moved_back(text)
        if len(_ACCENTED.findall(text)) > 4:
            text = _cyrillic_again(text)
    if _STRANGE.search(text):
        for sign, letters in _LIGATURES.items():
            if sign in text:
                text = text.replace(sign, letters)
        if _PRIVATE.search(text):
            # Fonts of the kind "symbol" keep their letters at a fixed distance from ASCII.
            ascii_text = _SYMBOL_FONT.sub(lambda match: chr(ord(match[0]) - 0xF000), text)
            if _private(text) > 12 and _has_words(ascii_text):
                text = ascii_text
            for sign, bullet in _BULLETS.items():
                text = text.replace(sign, bullet)
    return _AIR.sub("", text) if _CHINESE.search(text) else text


def _private(text: str) -> int:
    return len(_PRIVATE.findall(text))


def _has_words(text: str) -> bool:
    words = _WORD.findall(text)
    return len(words) > 2 and sum(bool(_VOWEL.search(word)) for word in words) > 0.9 * len(words)


def _moved_back(text: str) -> str:
    """Letters given by their places in the font ("7KH" for "The"): in most fonts they stand 29 before their code."""
    moved = "".join(chr(ord(sign) + _MOVED) if "\x03" <= sign <= "a" and sign not in "\n\t " else sign for sign in text)
    found = len(_COMMON_WORD.findall(moved))
    return moved if found >= 4 and found > 0.04 * len(moved.split()) else text


def _cyrillic_again(text: str) -> str:
    """Russian of the encoding windows-1251 that was taken for Western letters ("Äîêëàä") is Russian again."""

    def again(match):
        return match[0].encode("windows-1252", "ignore").decode("windows-1251", "ignore")

    turned = re.sub(r"[À-ÿ¸¨]+", again, text)
    words = _CYRILLIC_WORD.findall(turned)
    with_vowels = sum(bool(_VOWEL.search(word)) for word in words)
    # Real French or Spanish has its accents one by one.
    return (
        turned
        if len(words) > 5 and with_vowels > 0.85 * len(words) and len(words) > len(_WORD.findall(text)) // 2
        else text
    )


def is_broken(text: str) -> bool:
    """Whether a page's text is not what print shows. Short texts and tables of numbers are left alone."""
    if is_plain(text):
        return False
    signs = len(re.findall(r"\S", text))
    if signs < 40:
        return False
    if len(_UNREAD.findall(text)) > 0.08 * signs:
        return True
    arabic = _ARABIC_WORD.findall(text)
    if len(arabic) > 20:
        return len(_REPEATED.findall(text)) > 0.02 * len(arabic)
    words = _WORD.findall(text)
    latin = [word for word in words if word[0] < "\u0530"]
    if len(latin) < 15 or len(latin) < 0.5 * len(words):
        return False
    # Two letters in five of any of these languages are vowels; abbreviations have fewer, but not whole pages of them.
    letters = "".join(word for word in latin if not word.isupper()) or "".join(latin)
    return len(_VOWEL.findall(letters)) < 0.28 * len(letters)
