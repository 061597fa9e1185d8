"""The characters of symbols: what print and extraction make of them, and the key that a search box gives."""

import re
import unicodedata


class _PlainCharacters(dict):
    """A translation table that answers one plain character, or none, for each character.

    One for one, so that places in a running text stay right; invisible marks (soft hyphens, marks of direction)
    go. Raised digits stay as they are, because they are footnote marks: "A/70/95²" is A/70/95.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        plain = character
        category = unicodedata.category(character)
        if category == "Cf":
            plain = ""
        elif category == "Pd" or character in "−‑":
            plain = "-"
        elif category == "Nd":
            plain = str(unicodedata.decimal(character))
        elif character in "∕⁄／":
            plain = "/"
        elif character in "∗⁎＊":
            plain = "*"
        elif character != "\n" and character.isspace():
            plain = "\n" if character in "\r\x0b\x0c\x85\u2028\u2029" else " "
        elif unicodedata.decomposition(character).startswith(("<wide>", "<narrow>", "<font>")):
            wide = unicodedata.normalize("NFKC", character)
            plain = wide if len(wide) == 1 else character
        self[code] = plain
        return plain


PLAIN_CHARACTERS = _PlainCharacters()

# Russian texts often hold capitals of their own script that look like the Latin ones of a symbol.
LOOK_ALIKES = str.maketrans("АВЕКМНОРСТХ", "ABEKMHOPCTX")

LETTERS_OR_DIGITS = re.compile(r"[^\W\d_]+|\d+")


def key_of(words: str) -> str:
    """What a person typed in a search box, in the form of `Symbol.search_key`: "wg.8/2016/2" -> "WG 8 2016 2".

    Never raises; "" when no letter and no digit is left. Matched on whole parts, "WG 8" does not find "WG 18".
    """
    plain = unicodedata.normalize("NFC", words.translate(PLAIN_CHARACTERS)).upper()
    return " ".join(LETTERS_OR_DIGITS.findall(plain))
