"""What the clauses of all languages share: the place of an addressee, lists at commas, clauses between commas."""

import re
from typing import NamedTuple

from documents.reading.operative.addressees import head_is_known


class Clause(NamedTuple):
    """Place of the addressee (start = end for none) and of the beginning of what is asked."""

    start: int
    end: int
    action: int
    sure: bool = True


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of the text without the spaces and commas at both its ends."""
    while start < end and text[start] in " ,،:\n\t\u00ad\u200b":
        start += 1
    while end > start and text[end - 1] in " ,،:;\n\t\u00ad\u200b":
        end -= 1
    return start, end


def after_parenthesis(text: str, start: int, limit: int, comma: str = ",") -> int:
    """Behind a clause between commas that stands right behind the verb: "Requests, in this regard, the Secretariat"."""
    if text[start : start + 1] == comma:
        closing = text.find(comma, start + 1, min(limit, start + 250))
        if closing > 0:
            return closing + 1
    return start


EVALUATIVE = {"commend", "congratulate", "thank", "express"}


ITEM = {
    "fr": re.compile(
        r",\s(?:et\s|ainsi\squ(?:e\s|')|de\smême\squ(?:e\s|')|ou\s)?(?:aux\s(?=\w)|(?:à\s|au\s)?)(?=(?<=aux\s)|"
        r"l[ae]s?\s|l'|d'autres|tou|ses|leurs|autres|société|[A-ZÉ])(?!la\smesure)"
    ),
    "es": re.compile(
        r",\s(?:y\s|así\scomo\s|e\s|o\s)?(?:a\s|al\s)?(?=l[ao]s?\s|el\s|otr|tod|sus|demás|"
        r"[A-ZÉ])(?!el\scaso)"
    ),
    "ru": re.compile(
        r",\s(?:и\s|а\sтакже\s)?(?=\w)(?!в\s|на\s|с\s|при\s|по\s|которы|включая|особенно|"
        r"действ|исходя|если|когда|где)"
    ),
    "ar": re.compile(
        r"،\s?(?:إضافة\sإلى\s|بالإضافة\sإلى\s|فضلا\sعن\s)|،\s?و(?=\w)(?!ذلك|بالتشاور|بالتعاون|حسب|عند|وفق|رهنا|لا سيما|خاصة)"
    ),
}
_AS_WELL_AS = re.compile(r"[,،]\s?(?:а\sтакже|ainsi\squ|así\scomo|de\smême\squ|إضافة\sإلى|بالإضافة\sإلى|وكذلك)")
COMMA = {"fr": ",", "es": ",", "ru": ",", "ar": "،"}


def phrase_end(text: str, start: int, end: int, language: str) -> int:
    """The end of the addressees: at the first comma that opens no further addressee."""
    comma_sign, at = COMMA[language], start
    while (comma := text.find(comma_sign, at, end)) > 0:
        item = ITEM[language].match(text, comma, end)
        following = text.find(comma_sign, comma + 1, end)
        part = text[item.end() : following if following > 0 else end] if item else ""
        if not item or not head_is_known(part, language):
            # "as well as international, regional and subregional organizations": adjectives, and the noun behind them.
            whole = _AS_WELL_AS.match(text, comma, end) if item and following > 0 else None
            if not whole or not head_is_known(text[item.end() : end].replace(comma_sign, ""), language):
                return comma
            return end
        at = comma + 1
    return end
