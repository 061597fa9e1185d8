"""With what means: resource clauses of a paragraph in six languages. The words stand in resources.toml."""

import re
import tomllib
from pathlib import Path

from documents.reading.operative.model import ResourceClause

_TOML = tomllib.loads((Path(__file__).parent / "resources.toml").read_text(encoding="utf-8"))
_NAMES = {
    "existing": "existing",
    "available": "available",
    "voluntary": "voluntary",
    "regular": "regular budget",
    "none": "none added",
    "needed": "needed",
}
_CUES = {language: tuple(entries["cues"].split("|")) for language, entries in _TOML.items()}
_ORDER = ("available", "existing", "none", "regular", "voluntary", "needed")


def _compiled() -> dict[str, re.Pattern]:
    patterns = {}
    for language, entries in _TOML.items():
        before, after = ("", "") if language == "zh" else (r"(?<!\w)", r"(?!\w)")
        if language == "ar":
            before = r"(?<!\w)و?"
        either = "|".join(f"(?P<{kind}>{entries[kind]})" for kind in _ORDER)
        patterns[language] = re.compile(f"{before}(?:{either}){after}")
    return patterns


_PATTERNS = _compiled()
# A fund's own name holds the words: "the United Nations Voluntary Fund", "Fonds de contributions volontaires".
_NAMED = {
    "fr": re.compile(r"Fonds (?:des? |d')?$|[Ff]onds d'affectation[\w' ]{0,30}$"),
    "es": re.compile(r"Fondo (?:\w+ )?(?:de )?$"),
    "ru": re.compile(r"[Фф]онд\w* $"),
    "ar": re.compile(r"صندوق(?: الأمم المتحدة)? (?:الاستئماني )?(?:لل)?$"),
    "zh": re.compile(r"$^"),
}


def find_resources(text: str, language: str, start: int = 0) -> list[ResourceClause]:
    """All words of a paragraph that may be a resource clause, in order."""
    if not any(cue in text for cue in _CUES[language]):
        return []
    found = []
    for match in _PATTERNS[language].finditer(text, start):
        kind = match.lastgroup
        begin, end = match.start(kind), match.end(kind)
        while end > begin and text[end - 1] in " \n\t,،，":
            end -= 1
        words = text[begin:end]
        if kind == "voluntary":
            if language == "en" and (words[:1].isupper() or "Voluntary" in words):
                continue
            if language != "en" and _NAMED[language].search(text[max(0, begin - 40) : begin]):
                continue
        found.append(ResourceClause(words, begin, end, _NAMES[kind]))
    return found


# What is thanked for, considered or noted is no clause: "the voluntary contributions made by", "the sufficiency of".
_OF_OTHERS = re.compile(
    r"(?:sufficiency|adequacy|availability|lack|state|status|level|use|report|review|"
    r"gratitude|appreciation|thank\w*|welcom\w*|need for|importance of|shortage|shortfall)(?: "
    r"\w+){0,6} $|"
    r"(?:état|montant|insuffisance|manque|importance|utilisation) (?:de |des |du |"
    r"d')$|(?:estado|falta|importancia|uso|insuficiencia) de (?:las? |los )?$"
)


def applies(clause: ResourceClause, text: str, kind: str, begin: int, *, addressed: bool) -> bool:
    """Whether words that look like a resource clause are one for a mandate that begins at an offset."""
    if clause.kind in ("existing", "available", "none added"):
        return kind not in ("observing", "evaluative") or addressed
    if kind not in ("directive", "deciding") and not addressed:
        return False
    return not _OF_OTHERS.search(text[max(begin, clause.start - 60) : clause.start])
