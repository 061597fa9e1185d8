"""Chinese: "请X" and a verb; nothing marks the end of X but the words with which a predicate begins."""

import re

from documents.reading.lexicon import Verb
from documents.reading.operative.addressees import CHINESE_HEADS, PREDICATES
from documents.reading.operative.clauses.shared import EVALUATIVE, Clause

# With which the predicate begins: prepositions, adverbs, and verbs that organs ask of others.
_ZH_PREDICATE = PREDICATES
_ZH_STARTS = "|".join(sorted(map(re.escape, dict.fromkeys(_ZH_PREDICATE)), key=len, reverse=True))
_ZH_PRONOUN = re.compile(r"其(?!他|它|余|中)|它们?|他们?|她们?")


_ZH_PHRASE_END = re.compile(rf"(?:{CHINESE_HEADS})(?:们)?(?=\s?(?:{_ZH_STARTS}|[，；。：（(]|$))")


def chinese_clause(text: str, verb: Verb, limit: int) -> Clause | None:
    start = verb.complement
    if text[start : start + 1] == "，":
        return None
    reach = min(limit, start + 300)
    if match := _ZH_PRONOUN.match(text, start, reach):
        return Clause(start, match.end(), match.end())
    comma = re.compile("[，；。]").search(text, start, reach)
    upto = comma.start() if comma else reach
    for match in _ZH_PHRASE_END.finditer(text, start, reach):
        if match.end() > upto and verb.verb in EVALUATIVE:
            return None
        if match.end() > upto + 1 and not re.search("[、和及]", text[start:upto]):
            return None
        # "工作组和缔约国" goes on behind "and"; "办公室与会员国协商" does not.
        words = text[start : match.end()]
        if words.startswith(("将", "在", "对", "为", "就", "通过")) and verb.verb not in ("request",):
            return None
        if len(words) < 2:
            continue
        if verb.verb in EVALUATIVE and not re.match(r"[对就在为向提给的]", text[match.end() : match.end() + 1] or "的"):
            return None
        return Clause(start, match.end(), match.end())
    return None
