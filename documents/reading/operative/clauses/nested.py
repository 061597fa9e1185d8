"""What a body decides to ask: "Decides to request the Secretariat to", "Décide d'inviter les États à"."""

import re

from documents.reading.lexicon import Verb

_LEADING = {
    "en": r"\s{0,3},?\s{0,3}(?:[^,;:.]{2,80},\s)?to\s+(?:also\s+|further\s+|again\s+|once again\s+)?",
    "fr": r"\s{0,3},?\s{0,3}(?:[^,;:.]{2,80},\s)?(?:de\s+|d')(?:nouveau\s+)?",
    "es": r"\s{0,3},?\s{0,3}(?:[^,;:.]{2,80},\s)?(?:también\s+)?",
    "ru": r"\s{0,3}(?:также\s+|вновь\s+)?",
    "ar": r"\s{0,3}(?:أن\s+)?(?:أيضا\s+)?",
    "zh": r"\s{0,3}(?:还|又|也)?",
}
_ASKED = {
    "en": "request=request|ask=request|invite=invite|encourage=encourage|urge=urge|call upon=call upon|call on=call upon|"
    "recommend=recommend|instruct=instruct|direct=instruct|mandate=instruct|task=instruct|authorize=authorize|entrust=entrust",
    "fr": "prier=request|demander=request|inviter=invite|encourager=encourage|exhorter=urge|engager=call upon|"
    "charger=instruct|recommander=recommend|autoriser=authorize|confier=entrust",
    "es": "pedir=request|solicitar=request|invitar=invite|alentar=encourage|exhortar=call upon|instar=urge|encargar=instruct|"
    "encomendar=instruct|recomendar=recommend|autorizar=authorize",
    "ru": "просить=request|предложить=invite|пригласить=invite|призвать=call upon|поручить=instruct|рекомендовать=recommend|"
    "уполномочить=authorize|настоятельно призвать=urge",
    "ar": "يطلب=request|تطلب=request|الطلب=request|يدعو=invite|تدعو=invite|دعوة=invite|يشجع=encourage|تشجع=encourage|"
    "يكلف=instruct|تكلف=instruct|يأذن=authorize|تأذن=authorize|يوصي=recommend|توصي=recommend",
    "zh": "请=request|要求=request|邀请=invite|鼓励=encourage|敦促=urge|吁请=call upon|呼吁=call upon|"
    "授权=authorize|委托=entrust|责成=instruct",
}
_BOUND = {"zh": ""}
_VERBS = {language: dict(pair.split("=") for pair in pairs.split("|")) for language, pairs in _ASKED.items()}
_PATTERNS = {
    language: re.compile(_LEADING[language] + f"({'|'.join(map(re.escape, verbs))})" + _BOUND.get(language, r"(?!\w)"))
    for language, verbs in ((language, sorted(forms, key=len, reverse=True)) for language, forms in _VERBS.items())
}


def nested_verb(text: str, language: str, verb: Verb, limit: int) -> Verb | None:
    """The verb with which somebody is asked right behind a verb of deciding; its phrase stays that of the decision."""
    match = _PATTERNS[language].match(text, verb.complement, limit)
    if not match:
        return None
    end = match.end()
    if language == "ar" and (particle := re.compile(r"\s+إلى(?=\s)").match(text, end, limit)):
        end = particle.end()
    return verb._replace(complement=end, verb=_VERBS[language][match[1]])
