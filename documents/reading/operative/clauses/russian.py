"""Russian: "просит X" and an infinitive; adverbs and clauses stand between."""

import re

from documents.reading.lexicon import Verb
from documents.reading.operative.addressees import LONGEST_PHRASE, head_is_known
from documents.reading.operative.clauses.shared import EVALUATIVE, Clause, after_parenthesis, phrase_end, trimmed

_RU_INFINITIVE = re.compile(
    r"(?<![\w-])(?!(?:\w*(?:ость|есть|асть|ласть|знь|овь|ечь|вещь|ости)|"
    r"власти|области|части|страсти|сети|печати|трети|смерти|памяти|пути|дети|нефти|почти|сеть|печать|треть|"
    r"путь|память|часть|площадь|кровать|пять|десять|девять|"
    r"шесть|семь|восемь|двадцать|тридцать|власть|область|мать|нефть|смерть|сталь|цель|"
    r"роль|связь|жизнь|помощь|речь|ночь|дочь)\b)"
    r"[а-яё-]{2,30}(?:ть|ти|чь)(?:ся|сь)?\b|(?<![\w-])чтобы\b|:\s"
)
_RU_APPEALED = re.compile(r"\s(?:к|ко)\s([^;]{3,200}?)\sс\s(?:\w+\s)?(?:призывом|просьбой)\s")
_RU_OF_WHAT = re.compile(r"\s(?:об?|обо|про)\s|,\sчто\s|;|$")
_RU_THAT = re.compile(r",?\s*(?:с\sтем,?\s)?(?:что|чтобы)\s")
_RU_LEAD = re.compile(r"\s*(?:к\s|ко\s|на\s)?")
_RU_NOT_YET = re.compile(r"(?:,\sкотор\w+|,\sеще\sне|,\sне\s)")
_RU_THANKS_END = re.compile(r"\s(?:за|в\sсвязи|по\sслучаю|с\sего|с\sее)\s|,|;|$")


def russian_clause(text: str, verb: Verb, limit: int) -> Clause | None:
    """Addressee and action behind a Russian verb; None when nobody is addressed."""
    start = after_parenthesis(text, verb.complement, limit)
    reach = min(limit, start + LONGEST_PHRASE)
    if verb.verb in EVALUATIVE:
        start = _RU_LEAD.match(text, start, reach).end()
        stop = _RU_THANKS_END.search(text, start + 1, reach)
        begin, end = trimmed(text, start, stop.start() if stop else reach)
        words = text[begin:end]
        if not stop or stop[0].strip() != "за" or not head_is_known(words, "ru"):
            return None
        return Clause(begin, end, end, False)
    if match := _RU_THAT.match(text, start, reach):
        return _russian_that(text, verb, match.end(), reach)
    if verb.verb == "decide":
        return None
    if verb.verb == "appeal" and (appealed := _RU_APPEALED.match(text, start, reach)):
        # "обращается к правительствам с призывом вносить"
        return Clause(appealed.start(1), appealed.end(1), appealed.end())
    start = _RU_LEAD.match(text, start, reach).end()
    if verb.verb == "remind":
        stop = _RU_OF_WHAT.search(text, start, reach)
        begin, end = trimmed(text, start, stop.start() if stop else reach)
        return Clause(begin, end, stop.start() if stop else end) if head_is_known(text[begin:end], "ru") else None
    for match in _RU_INFINITIVE.finditer(text, start, reach):
        begin, end = trimmed(text, start, match.start())
        if not text[begin:end]:
            return None
        end = phrase_end(text, begin, end, "ru")
        # A relative clause belongs to its noun: "государства, которые еще не сделали этого,".
        if relative := _RU_NOT_YET.match(text, end, match.start()):
            closing = text.find(",", relative.end(), match.start())
            if closing < 0:
                continue
            end = closing
        words = text[begin:end]
        if pronoun := _RU_PRONOUN.match(words):
            # "просит его и далее оказывать"
            return Clause(begin, begin + pronoun.end(), match.start(), False)
        if head_is_known(words, "ru"):
            return Clause(begin, _without_adverbials(words, begin), match.start())
        return Clause(begin, end, match.start(), False) if words[:1].isupper() else None
    return None


_RU_PRONOUN = re.compile(r"(?:его|ее|её|их|ему|ей|им)(?=$|\s(?:и\s(?:далее|впредь)|также|вновь|в\s|по-прежнему))")
_RU_ADVERBIAL = re.compile(
    r"\s(?:в\s(?:сво(?:их|ем|ём|ей)|его|ее|её|их|консультации|сотрудничестве|координации|надлежащ\w+|соответствии|"
    r"рамках|первоочередн\w+|срочном|полной|полном|этой|случае|тесн\w+|пределах|будущем|"
    r"\d{4})|"
    r"с\s(?:учетом|учётом|целью)|на\s(?:основе|ее|её|его|их|постоянной|регулярной|"
    r"периодической|ежегодной|добровольной|своей|\w+\sсессии)|по\s(?:мере|просьбе|"
    r"линии|согласованию)|"
    r"при\s(?:необходимости|условии|наличии)|и\s(?:далее|впредь)|не\sпозднее|как\sможно|"
    r"через\s|ежегодно|незамедлительно|немедленно|регулярно|продолжать|активно|полностью|"
    r"настоятельно|"
    r"оперативно|(?<!\sа\s)также|к\s\d|до\s|совместно|надлежащим|в\sприоритетном|без\sпромедления|"
    r"безотлагательно|более|всесторонне|добросовестно|строго|самостоятельно|индивидуально)\b"
)


def _without_adverbials(words: str, begin: int) -> int:
    """Adverbs stand between the addressee and the infinitive in Russian."""
    match = _RU_ADVERBIAL.search(words, 3)
    return begin + (match.start() if match else len(words))


_RU_MODAL = re.compile(r"\s(?:буд(?:ет|ут)|долж(?:ен|на|но|ны)|обязан\w*|следует)\s")
_RU_THINGS = re.compile(
    r"(?:\w+(?:ая|ий|ый|ой|ее|ое|ые|ие)\s|ее\s|её\s|его\s|все\s){0,3}(?:доклад|сесси|совещани|мандат|вопрос|"
    r"пункт|период|бюджет|расход|мер|фонд|дат|документ|специальн\w+ сесси)\w*",
    re.IGNORECASE,
)


def _russian_that(text: str, verb: Verb, start: int, reach: int) -> Clause | None:
    pattern = (
        _RU_MODAL if verb.verb == "decide" else re.compile(r"\s\w+(?:л|ла|ло|ли)(?:сь|ся)?\s|" + _RU_MODAL.pattern)
    )
    match = pattern.search(text, start, reach)
    if not match:
        return None
    begin, end = trimmed(text, start, match.start())
    words = text[begin:end]
    if len(words) > 200 or not head_is_known(words, "ru") or _RU_THINGS.match(words):
        return None
    return Clause(begin, end, match.start() + 1, False)
