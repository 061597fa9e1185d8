"""What kind of thing is asked for, and at least how many. The words stand in deliverables.toml."""

import re
import tomllib
from pathlib import Path

_TOML = tomllib.loads((Path(__file__).parent / "deliverables.toml").read_text(encoding="utf-8"))
_NUMBERS = {
    language: {word: int(value) for word, value in (pair.split(":") for pair in pairs.split())}
    for language, pairs in _TOML.pop("numbers").items()
}
_KINDS: dict[str, list[str]] = {language: list(entries) for language, entries in _TOML.items()}


def _compiled() -> dict[str, re.Pattern]:
    patterns = {}
    for language, entries in _TOML.items():
        before = {"zh": "", "ar": r"(?<!\w)(?:[وبلف]?ال|[وبلف])?"}.get(language, r"\b")
        either = "|".join(f"(?P<k{at}>{words})" for at, words in enumerate(entries.values()))
        patterns[language] = re.compile(f"{before}(?:{either})")
    return patterns


_PATTERNS = _compiled()
# The first words of an action say little ("to continue to provide ..."): a kind is looked for in its beginning.
_LOOKED_AT = {"zh": 60}
_COUNTED = {
    "en": (
        r"(?:sessions?|meetings?|reports?|workshops?|seminars?|conferences?|consultations?|"
        r"briefings?|stud(?:y|ies)|times|missions?|visits?|dialogues?|discussions?|"
        r"experts?|events?|courses?|visiting)"
    ),
    "fr": (
        r"(?:sessions?|réunions?|rapports?|ateliers?|séminaires?|conférences?|consultations?|"
        r"exposés?|études?|fois|missions?|visites?|dialogues?)"
    ),
    "es": (
        r"(?:períodos?|reuni(?:ón|ones)|informes?|talleres|taller|seminarios?|conferencias?|"
        r"consultas?|estudios?|veces|vez|misiones|visitas?|diálogos?)"
    ),
    "ru": (
        r"(?:сесси\w+|совещани\w+|доклад\w*|семинар\w*|практикум\w*|конференци\w+|консультаци\w+|"
        r"исследовани\w+|раз\w?|мисси\w+|заседани\w+)"
    ),
}
_LEAST_WORDS = {
    "en": r"(?:at least|no(?:t)? (?:fewer|less) than|a minimum of|up to|not more than)",
    "fr": r"(?:au moins|au minimum|un minimum de|pas moins de|jusqu'à)",
    "es": r"(?:al menos|por lo menos|como mínimo|un mínimo de|no menos de)",
    "ru": r"(?:по меньшей мере|как минимум|не менее(?: чем)?|не реже|минимум)",
}


def _least() -> dict[str, re.Pattern]:
    patterns = {}
    for language, counted in _COUNTED.items():
        words = "|".join(sorted(map(re.escape, _NUMBERS[language]), key=len, reverse=True))
        # "at least one", "one or more", "two meetings", "una reunión" (a bare "a meeting" is one too).
        patterns[language] = re.compile(
            rf"{_LEAST_WORDS[language]}\s(?P<least>{words}|\d{{1,2}})(?!\w)|(?<![\w-])(?P<plain>{words}|"
            rf"\d{{1,2}})(?=\s(?:(?!(?:to|of|with|for|in|on|and|de|des|del|para|pour|con)\b)[\w-]+\s){{0,3}}?{counted}(?!\w))",
            re.IGNORECASE,
        )
    ar = "|".join(sorted(_NUMBERS["ar"], key=len, reverse=True))
    patterns["ar"] = re.compile(
        rf"(?P<two>(?:اجتماعين|دورتين|تقريرين|مرتين|حلقتي عمل|مؤتمرين|جلستين|ندوتين))|(?:ما "
        rf"لا يقل عن|على الأقل)\s(?P<least>{ar}|\d{{1,2}})(?!\w)|(?:اجتماعا?|دورة|تقريرا?|"
        rf"مرة|مؤتمرا?|حلقة عمل)\s(?P<plain>{ar}|\d{{1,2}})(?!\w)|(?<!\w)(?P<before>{ar}|"
        rf"\d{{1,2}})\s(?=اجتماعات|دورات|تقارير|مرات|حلقات|مؤتمرات)"
    )
    zh = "|".join(_NUMBERS["zh"])
    patterns["zh"] = re.compile(
        rf"(?:至少|不少于|最少|起码)(?:[^，；。]{{0,6}}?)(?P<least>{zh}|\d{{1,2}})(?=[次届份个场期])|(?<![第一二三四五六七八九十百零〇\d])(?P<plain>{zh}|"
        rf"\d{{1,2}})(?=[次份个场](?:[^，；。第]{{0,10}}?)(?:会议|报告|届会|讲习班|研讨会|磋商|对话))"
    )
    return patterns


_LEAST = _least()


# Verbs that hand something over: what they hand over tells the kind.
_HANDING_OVER = re.compile(
    r"submit|transmit|pr[eé]sent|soumettre|transmettre|представ|препровод|ي?ت?قدم|يحيل|يوافي|提交|转递|communi|communiqu"
)


def deliverable_of(text: str, language: str, start: int, end: int, taken: tuple[tuple[int, int], ...] = ()) -> str:
    """The kind of thing asked for by an action that stands between two places, "" for none known.

    `taken` are places that tell something else: a session that is a deadline is no meeting asked for.
    """
    handed_over = ""
    for match in _PATTERNS[language].finditer(text, start, min(end, start + _LOOKED_AT.get(language, 260))):
        at = match.start()
        if any(begin <= at < finish for begin, finish in taken):
            continue
        kind = _KINDS[language][int(match.lastgroup[1:])]
        if kind == "information" and _HANDING_OVER.search(match[0]):
            handed_over = kind
            continue
        return kind
    return handed_over


_COUNTABLE = frozenset({"meeting", "report", "study", "tool", "recommendations", "review", "body"})
_LEAST_CUE = re.compile(r"least|fewer|less than|minimum|moins|menos|mínimo|менее|меньшей|реже|أقل|至少|不少于|最少")


def least_number(action: str, language: str, deliverable: str) -> int | None:
    """The number asked for at least: 1 for "at least one meeting", 2 for "two reports"; None where none is told."""
    if deliverable not in _COUNTABLE and not _LEAST_CUE.search(action):
        return None
    for match in _LEAST[language].finditer(action[:400]):
        told = match.groupdict()
        if told.get("two"):
            return 2
        word = (told.get("least") or told.get("plain") or told.get("before")).lower()
        # "a report", "une réunion" tell a number only of what is met for or written.
        if (
            word in ("a", "an", "un", "une", "una")
            and not told.get("least")
            and deliverable not in ("meeting", "report", "study")
        ):
            continue
        value = _NUMBERS[language].get(word) or (int(word) if word.isdecimal() else None)
        if value:
            return value
    return None
