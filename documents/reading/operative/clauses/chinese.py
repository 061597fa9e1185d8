"""Chinese: "请X" and a verb; nothing marks the end of X but the words with which a predicate begins."""

import re

from documents.reading.lexicon import Verb
from documents.reading.operative.addressees import CHINESE_HEADS, PREDICATES
from documents.reading.operative.clauses.shared import EVALUATIVE, Clause

# With which the predicate begins: prepositions, adverbs, and verbs that organs ask of others.
_ZH_STARTS = "|".join(sorted(map(re.escape, dict.fromkeys(PREDICATES)), key=len, reverse=True))
# "秘书长特别代表" is one; elsewhere 特别 begins a predicate ("请会员国特别注意").
_ZH_STARTS = re.sub(r"\|以(?=\||$)", "|以(?!及)", _ZH_STARTS).replace(
    "|特别|", "|特别(?!代表|报告员|顾问|程序|协调员|委员会|特使|使节|助理|方案|基金|法庭|调解人)|"
)
_ZH_PRONOUN = re.compile(r"其(?!他|它|余|中)|它们?|他们?|她们?")


_ZH_PHRASE_END = re.compile(rf"(?:{CHINESE_HEADS})(?:们)?(?=\s?(?:{_ZH_STARTS}|[，；。：（(]|$))")


# "感谢秘书长提交报告", "表示满意秘书长对": the person stands before what the thanks are for.
_ZH_THANKED = re.compile(rf"(?:{CHINESE_HEADS})(?:们)?(?=\s?(?:{_ZH_STARTS}|[对就在为的，；。]|$))")
# "其主席" is the body's own Chair.
_ZH_OWN = re.compile(CHINESE_HEADS)
# "决定所有国家应": bodies and meetings that are only said to take place are no addressees.
_ZH_BOUND = re.compile(rf"(?:{CHINESE_HEADS})(?=(?:均|都)?(?:应|须|必须)(?!在|于|由))")
_ZH_EVENTS = re.compile(r"(?:会议|届会|机制|基金|方案|系统|中心|论坛|会)$")


def chinese_clause(text: str, verb: Verb, limit: int) -> Clause | None:
    """Addressee and action behind a Chinese verb; None when nobody is addressed."""
    start = verb.complement
    if text[start : start + 1] == "，":
        # "请，在这方面，秘书处": a clause between commas.
        closing = text.find("，", start + 1, min(limit, start + 40))
        if closing < 0:
            return None
        start = closing + 1
    reach = min(limit, start + 300)
    if (match := _ZH_PRONOUN.match(text, start, reach)) and not _ZH_OWN.match(text, match.end(), reach):
        return Clause(start, match.end(), match.end())
    stop = re.compile("[；。：]").search(text, start, reach)
    reach = stop.end() if stop else reach
    comma = text.find("，", start, reach)
    upto = comma if comma >= 0 else reach
    if verb.verb == "decide":
        match = _ZH_BOUND.search(text, start, min(upto, start + 60))
        if not match or _ZH_EVENTS.search(text, start, match.end()):
            return None
        return Clause(start, match.end(), match.end(), False)
    if verb.verb in EVALUATIVE:
        return _chinese_thanks(text, verb, start, upto)
    for match in _ZH_PHRASE_END.finditer(text, start, upto):
        words = text[start : match.end()]
        if words.startswith(_NOT_SOMEBODY):
            return None
        if len(words) > 1:
            return Clause(start, match.end(), match.end())
    return None


# A predicate right behind the verb addresses nobody: "鼓励在工作中使用".
_NOT_SOMEBODY = (
    "将",
    "在",
    "对",
    "为",
    "就",
    "通过",
    "以",
    "使用",
    "采取",
    "采用",
    "继续",
    "进一步",
    "加强",
    "促进",
    "于",
    "开展",
)


# "感谢向基金捐款的国家"
_ZH_GIVER = re.compile(rf"[向为在对][^，；。]{{2,40}}?的(?:所有)?(?:{CHINESE_HEADS})(?=[，；。]|$)")
_ZH_WORKS = re.compile("的(?:努力|工作|贡献|作用|领导|成就|进展|举措|报告)")


def _chinese_thanks(text: str, verb: Verb, start: int, upto: int) -> Clause | None:
    if (giver := _ZH_GIVER.match(text, start, upto)) and verb.verb in ("thank", "congratulate"):
        return Clause(start, giver.end(), giver.end(), False)
    if text[start : start + 1] in "对就在的向为":
        return None
    match = _ZH_THANKED.search(text, start, min(upto, start + 60))
    if not match:
        return None
    behind = text[match.end() : match.end() + 1]
    thanks = verb.verb in ("thank", "congratulate") or "感谢" in text[verb.start : verb.end]
    # "赞扬秘书长的努力", "赞扬政府作出的努力" praise what was done.
    if not thanks and (behind == "的" or _ZH_WORKS.search(text, match.end(), min(upto, match.end() + 16))):
        return None
    return Clause(start, match.end(), match.end(), False)
