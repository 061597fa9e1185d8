"""Behind an operative verb: who is addressed, and where begins what is asked. One function for each language.

The grammar of United Nations drafting: en "Requests X to V", fr "Prie X de V", "Invite X à V", es "Pide a X que V",
"Exhorta a X a que V", ru "просит X" and an infinitive, ar "تطلب إلى X أن", "تدعو X إلى", zh "请X" and a verb.
Clauses between commas ("in consultation with ...") may stand before and behind the addressee.
"""

import re
from typing import NamedTuple

from documents.reading.operative.addressees import CHINESE_HEADS, MOST_LETTERS, PREDICATES, head_is_known, names_a_thing
from documents.reading.operative.lexicon import Verb


class Clause(NamedTuple):
    """Place of the addressee (start = end for none) and of the beginning of what is asked."""

    start: int
    end: int
    action: int
    sure: bool = True


def clause_behind(text: str, language: str, verb: Verb, limit: int) -> Clause | None:
    """Addressee and action of a verb that addresses somebody, within `limit`. None when nobody is addressed."""
    return _CLAUSES[language](text, verb, limit)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in " ,،:\n\t\u00ad\u200b":
        start += 1
    while end > start and text[end - 1] in " ,،:;\n\t\u00ad\u200b":
        end -= 1
    return start, end


def _after_parenthesis(text: str, start: int, limit: int, comma: str = ",") -> int:
    """Behind a clause between commas that stands right behind the verb: "Requests, in this regard, the Secretariat"."""
    if text[start : start + 1] == comma:
        closing = text.find(comma, start + 1, min(limit, start + 250))
        if closing > 0:
            return closing + 1
    return start


_EVALUATIVE = {"commend", "congratulate", "thank", "express"}

# ---------------------------------------------------------------- English

_EN_TO = re.compile(
    r"(?<![\w])(?:,\s)?to\s+(?:,\s)?(\(|[a-z][\w-]*)|:\s*\(?[ai]\)|:\s|\sthat\s(?=(?:it|they|he|she)\s)"
)
_EN_NO_VERB = frozenset(
    "the a an its this that these those their all any each every which whom whose "
    "other such his her our both some no one two three "
    "four five six many most whatever what states parties governments countries women "
    "children youth persons people victims "
    "date zero human civil private public article articles paragraph paragraphs resolution decision unodc "
    "the-date item items section chapter annex international national regional local technical financial "
    "developing developed least member relevant non-members non-governmental".split()
)
_EN_VERBS_IN_S = frozenset(
    (
        "address assess discuss focus express process access press stress harness witness progress bypass "
        "canvass encompass suppress redress pass possess dismiss guess cross compress profess repress"
    ).split()
)
_EN_VERBS_LIKE_NOUNS = frozenset(
    "implement supplement complement document mention function commission position "
    "station question augment "
    "experiment comment mention condition sanction caution vision evidence reference "
    "influence finance balance advance "
    "enhance audience distance announce commence experience convince".split()
)
_EN_AT_ONCE = re.compile(r"\s*,?\s*(?:to|upon|on|for)?\s*")
_EN_BASE = re.compile(
    r"\s(?:should|shall|must|may|will|would|be|not|(?:also|fully|further|urgently|"
    r"continue|consider|take|make|adopt|provide|submit|report|prepare|convene|ensure|"
    r"hold|"
    r"establish|develop|include|give|become|ratify|accede|cooperate|comply|refrain|"
    r"cease|withdraw|pay|contribute|keep|transmit|inform|undertake|carry|review|"
    r"support|assist|promote|strengthen|increase|implement|organize|conduct|request|"
    r"invite|encourage|elect|appoint|decide|approve|extend|allocate|release|respect|"
    r"facilitate|participate|bring|set|use|apply|endeavour|seek|enter|act|put|do|have|"
    r"remain|begin|start|work|address|appropriate))\s"
)
_EN_EVALUATIVE_END = re.compile(r"\s(?:for|in|on|upon|that|and (?:requests?|invites?|encourages?))\s|,|;|$")


def _infinitive(text: str, match: re.Match) -> bool:
    word = match[1]
    if not word or word == "(":
        return True
    if word in _EN_NO_VERB:
        return False
    if word.endswith("s") and word not in _EN_VERBS_IN_S and not word.endswith("ss"):
        return False
    if re.search(r"(?:tion|sion|ment|ance|ence|ity|ness|ing|ism)$", word) and word not in _EN_VERBS_LIKE_NOUNS:
        return False
    return not word.endswith("ly") or not re.match(r"(?:family|supply|apply|reply|comply|rely|multiply|ally)?$", word)


def _english(text: str, verb: Verb, limit: int) -> Clause | None:
    start = _after_parenthesis(text, verb.complement, limit)
    reach = min(limit, start + MOST_LETTERS)
    if verb.verb in _EVALUATIVE:
        return _english_thanks(text, verb, start, reach)
    lead = _EN_AT_ONCE.match(text, start, reach)
    start = lead.end()
    if text.startswith("that ", start):
        return _english_that(text, verb, start + 5, reach)
    # The sentence goes on at the first infinitive: "to report", not "to the Convention".
    for match in _EN_TO.finditer(text, start, reach):
        if match.start() == start and "to" not in lead[0]:
            return None
        if _infinitive(text, match):
            begin, end = _trimmed(text, start, match.start())
            sure = True
            end, _ = _english_phrase_end(text, begin, end)
            words = text[begin:end]
            if not words or not _addressable(words):
                return None
            action = match.start(1) if match[1] else match.end()
            return Clause(begin, end, action, sure)
    # "Recommends to the Council the adoption of", "Reminds States of their obligation"
    if verb.verb in ("recommend", "remind", "entrust", "suggest", "propose", "authorize", "caution", "advise") and (
        "to" in lead[0] or verb.verb in ("remind", "caution")
    ):
        stop = re.compile(r"\s(?:of|that|the adoption|the approval|for|about|against)\s|,").search(
            text, start + 4, reach
        )
        if stop and head_is_known(text[start : stop.start()], "en"):
            # "the Conference of the Parties": "of" belongs to a name that begins with a capital.
            begin, end = _trimmed(text, start, stop.start())
            return Clause(begin, end, stop.end(), False)
    return None


def _addressable(words: str) -> bool:
    if head_is_known(words, "en"):
        return True
    return not names_a_thing(words, "en") and (words[:1].isupper() or words in ("him", "her", "it", "them"))


_EN_ITEM = re.compile(
    r",\s(?:and\s|or\s|as well as\s)?(?!in |including|especially|particularly|notably|"
    r"acting|as |where|when|upon|within|through|by |with|together|such|if|while|"
    r"on |at |under|taking|bearing|subject|pursuant|for |from|inter alia|among|whether|"
    r"consistent|according|directly|after|before|once|until|not |and in |and where|"
    r"also |to |that |who|which|should|working|based|given|having|without|President|Chair\b|Chairperson|Head)(?=\S)"
)


def _english_phrase_end(text: str, start: int, end: int) -> tuple[int, bool]:
    """The end of the phrase that names the addressees: at the first comma that opens no further addressee."""
    at = start
    while (comma := text.find(",", at, end)) > 0:
        item = _EN_ITEM.match(text, comma, end)
        following = text.find(",", comma + 1, end)
        part = text[item.end() : following if following > 0 else end] if item else ""
        if not item or not head_is_known(part, "en"):
            return comma, True
        at = comma + 1
    return end, False


def _english_that(text: str, verb: Verb, start: int, reach: int) -> Clause | None:
    """ "Recommends that the Assembly adopt", "Decides that all States shall"."""
    at = _after_parenthesis(text, start - 1, reach) if text[start - 1] == "," else start
    match = (re.compile(r"\s(?:shall|must)\s") if verb.verb == "decide" else _EN_BASE).search(text, at, reach)
    if not match:
        return None
    begin, end = _trimmed(text, at, match.start())
    end, _ = _english_phrase_end(text, begin, end)
    words = text[begin:end]
    if not words or not head_is_known(words, "en") or len(words) > 300:
        return None
    # A thing that is to be done is no addressee: "that the report of the Committee be issued".
    return None if _NO_ACTORS["en"].match(words) else Clause(begin, end, match.end(), False)


_NO_ACTORS = {
    "en": re.compile(
        r"(?:the |its |an? |all |any |each )?(?:[\w-]+ ){0,4}?(?:report|sessions?|meetings?|"
        r"mandate|item|period|membership|term|budget|costs?|expenses|measures|fund|question|"
        r"matter|provisions|dates?|process|documents?|documentation|agenda|Fund|Programme)\b"
    ),
}


def _english_thanks(text: str, verb: Verb, start: int, reach: int) -> Clause | None:
    """ "Congratulates Parties that", "Expresses its gratitude to the Government of X for"."""
    match = re.compile(r"\s+to\s+(?=[A-Za-z])").match(text, start, reach)
    if verb.verb == "express" and not match:
        return None
    start = match.end() if match else start
    stop = _EN_EVALUATIVE_END.search(text, start + 1, reach)
    while stop and stop[0].strip() in ("in", "on", "that") and stop.end() < reach:
        # "the Office on Drugs", "Parties that have ratified": the phrase goes on.
        stop = _EN_EVALUATIVE_END.search(text, stop.end(), reach)
    begin, end = _trimmed(text, start, stop.start() if stop else reach)
    end = min(end, begin + 250)
    words = text[begin:end]
    if not head_is_known(words, "en") or _WORK.match(words):
        return None
    return Clause(begin, end, end, False)


_WORK = re.compile(
    r"(?:the|its|their|all) (?:[\w-]+ ){0,3}?(?:work|efforts?|report|role|contributions?|"
    r"initiatives?|leadership|progress|commitment|activities|cooperation|support|measures|"
    r"steps)\b"
)

# ---------------------------------------------------------------- French

_FR_IN_RE = (
    "faire rendre mettre prendre permettre transmettre soumettre remettre promettre "
    "poursuivre suivre inclure conclure introduire "
    "produire réduire conduire traduire écrire inscrire souscrire dire lire élire "
    "répondre étendre entendre attendre défendre "
    "suspendre tendre vendre descendre comprendre entreprendre apprendre reprendre "
    "rompre interrompre convaincre vivre satisfaire "
    "extraire soustraire connaître reconnaître paraître apparaître disparaître naître "
    "accroître joindre rejoindre atteindre "
    "restreindre contraindre résoudre dissoudre battre combattre débattre admettre "
    "commettre émettre omettre compromettre nuire "
    "détruire construire reconstruire instruire exclure proscrire prescrire décrire "
    "contredire interdire défaire refaire fondre "
    "confondre correspondre perdre rendre-compte être maintenir surprendre redoubler"
).split()
_FR_NOT_INFINITIVE = (
    "dossier|janvier|février|premier|dernier|financier|métier|chantier|particulier|foyer|calendrier|papier|atelier|"
    "policier|pénitentiaire|courrier|quartier|avenir|désir|plaisir|mer|fer|fier|cher|hier|Niger|Alger"
)
_FR_INFINITIVE = (
    r"(?:(?:ne\s(?:pas|plus|jamais)\s)|(?:lui|leur|leurs|y|en|le|la|les|se)\s|[ls]'|"
    r"(?:mieux|bien|davantage|plus|pleinement|dûment|"
    r"rapidement|activement|également|aussi|en\soutre|notamment|encore|toujours|tous?|tout|\w+ment)\s){0,4}"
    rf"(?!(?:{_FR_NOT_INFINITIVE})\b)(?:[a-zéèêàâîôûçïë]+(?:er|ir|oir)|{'|'.join(_FR_IN_RE)})\b"
)
_FR_MARK = re.compile(
    rf"(?:,?\s(?:de\s|d'|à\s))(?={_FR_INFINITIVE})|,?\s(?:à\sce\squ(?:e\s|')|pour\squ(?:e\s|')|afin\squ(?:e\s|'))|"
    rf",?\s(?:de|d'|à)\s?,\s|\s?:\s|(?<!États)(?<!ceux)(?<!celles)(?<!Parties)(?<!pays)\squ(?:e\s|"
    rf"')(?=(?:elle|il|ils|elles|l'|le\s|la\s|les\s)\b)"
)
_FR_LEAD = re.compile(
    r"\s*(?:(?:à|auprès\sde|pour|contre)\s(?=l[a'e ]|tou|chac|ses|son|sa|leurs?|d'autres|"
    r"ceux|celles|[A-ZÉ]|cette|cet|ce)|aux?\s|à\s)?"
)
_FR_THAT = re.compile(r"\s*qu(?:e\s|')")
_FR_THANKS_END = re.compile(
    r"\s(?:pour|d'avoir|de\sl'avoir|de\sleur|de\sson|de\ssa|des\s|du\s(?:soutien|concours)|et\slui|et\sleur)\s?|,|;|$"
)


def _french(text: str, verb: Verb, limit: int) -> Clause | None:
    start = _after_parenthesis(text, verb.complement, limit)
    reach = min(limit, start + MOST_LETTERS)
    if verb.verb in _EVALUATIVE:
        return _thanks(text, verb, start, reach, "fr", r"\s+(?:à\s|aux?\s)", _FR_THANKS_END)
    if verb.pronoun:
        mark = _FR_MARK.search(text, start - 1, reach) if start else None
        return Clause(verb.start, verb.start, mark.end() if mark else start, True)
    if match := _FR_THAT.match(text, start, reach):
        return _that(text, verb, match.end(), reach, "fr")
    start = _FR_LEAD.match(text, start, reach).end()
    return _latin_phrase(text, start, reach, _FR_MARK, "fr", verb)


# ---------------------------------------------------------------- Spanish

_ES_INFINITIVE = (
    r"(?:no\s|ni\s|también\s|seguir\s|\w+mente\s){0,3}[a-záéíóúñ]+(?:ar|er|ir|ír)(?:l[aeo]s?|"
    r"se|les?)?\b(?<!lugar)(?<!mujer)(?<!poder)(?<!par)(?<!mar)"
)
_ES_MARK = re.compile(
    rf",?\sa\sque,?\s|,?\spara\sque,?\s|,?\sa\s(?={_ES_INFINITIVE})|\s?:\s|,?\s(?:que)(?:,\s|"
    rf"\s(?!(?:aún|todavía|no\slo\sha|no\sha|ha|lo\sha|sean|son|tengan|"
    r"estén|están|participan|poseen|figuran|corresponda|se\sencuentran|hayan|cuentan|"
    r"trabajan|integran|forman|deseen|puedan|prestan)\w*\s))"
)
_ES_QUE_AFTER_RELATIVE = re.compile(r",?\sque,?\s")
_ES_LEAD = re.compile(r"\s*(?:al\s|a\s(?!que\b)|en\s)?")
_ES_THAT = re.compile(r"\s*que\s")
_ES_THANKS_END = re.compile(r"\s(?:por|que\s|su\s|sus\s|el\s|los\s(?:esfuerzos|progresos)|la\s(?:labor))\s?|,|;|$")


def _spanish(text: str, verb: Verb, limit: int) -> Clause | None:
    start = _after_parenthesis(text, verb.complement, limit)
    reach = min(limit, start + MOST_LETTERS)
    if verb.verb in _EVALUATIVE:
        return _thanks(text, verb, start, reach, "es", r"\s+(?:al?\s)", _ES_THANKS_END)
    if verb.pronoun:
        mark = _ES_MARK.search(text, start, reach)
        return Clause(verb.start, verb.start, mark.end() if mark else start, True)
    if match := _ES_THAT.match(text, start, reach):
        return _that(text, verb, match.end(), reach, "es")
    if match := re.compile(r"\s+a\s(?=" + _ES_INFINITIVE + ")").match(text, start, reach):
        return None
    start = _ES_LEAD.match(text, start, reach).end()
    return _latin_phrase(text, start, reach, _ES_MARK, "es", verb)


# ---------------------------------------------------------------- both


def _latin_phrase(text: str, start: int, reach: int, mark: re.Pattern, language: str, verb: Verb) -> Clause | None:
    match = mark.search(text, start, reach)
    if not match:
        return None
    begin, end = _trimmed(text, start, match.start())
    end = _phrase_end(text, begin, end, language)
    words = text[begin:end]
    if not words:
        return None
    if head_is_known(words, language):
        return Clause(begin, end, match.end())
    # A name ("la MINUSTAH", "Israël"), never a thing ("l'application de").
    named = re.match(r"(?:l[ae]s?\s|l'|el\s|los\s)?[A-ZÁÉÎ]", words)
    return Clause(begin, end, match.end(), False) if named else None


_ITEM = {
    "fr": re.compile(
        r",\s(?:et\s|ainsi\sque\s|de\smême\sque\s|ou\s)?(?:à\s|aux?\s)?(?=l[ae]s?\s|l'|"
        r"d'autres|tou|ses|leurs|autres|société|[A-ZÉ])(?!la\smesure)"
    ),
    "es": re.compile(
        r",\s(?:y\s|así\scomo\s|e\s|o\s)?(?:a\s|al\s)?(?=l[ao]s?\s|el\s|otr|tod|sus|demás|"
        r"[A-ZÉ])(?!el\scaso)"
    ),
    "ru": re.compile(
        r",\s(?:и\s|а\sтакже\s)?(?=\w)(?!в\s|на\s|с\s|при\s|по\s|которы|включая|особенно|"
        r"действ|исходя|если|когда|где)"
    ),
    "ar": re.compile(r"،\s?و(?=\w)(?!ذلك|بالتشاور|بالتعاون|حسب|عند|وفق|رهنا|لا سيما|خاصة)"),
}
_COMMA = {"fr": ",", "es": ",", "ru": ",", "ar": "،"}


def _phrase_end(text: str, start: int, end: int, language: str) -> int:
    """The end of the addressees: at the first comma that opens no further addressee."""
    comma_sign, at = _COMMA[language], start
    while (comma := text.find(comma_sign, at, end)) > 0:
        item = _ITEM[language].match(text, comma, end)
        following = text.find(comma_sign, comma + 1, end)
        part = text[item.end() : following if following > 0 else end] if item else ""
        if not item or not head_is_known(part, language):
            return comma
        at = comma + 1
    return end


_MODAL = {
    "fr": re.compile(r"\s(?:ne\s)?(?:\w+(?:ra|ront)|doi(?:t|vent))\s"),
    "es": re.compile(r"\s(?:no\s)?(?:\w+(?:rá|rán)|deben?)\s"),
}
_SUBJUNCTIVE = {
    "fr": re.compile(r"\s(?:ne\s)?(?:\w+(?:ent|te|ne|de|ge|se|que|re|ie|ue|le)|soi(?:t|ent)|ait|aient|fasse)\s"),
    "es": re.compile(r"\s(?:no\s)?(?:\w+(?:en|e|an|a))\s(?=\w)"),
}


def _that(text: str, verb: Verb, start: int, reach: int, language: str) -> Clause | None:
    """ "Décide que tous les États cesseront", "Recomienda que la Asamblea apruebe"."""
    if verb.verb == "decide":
        match = _MODAL[language].search(text, start, reach)
    else:
        # The finite verb stands behind the whole phrase; its first noun is enough to tell who is meant.
        match = re.compile(r",|\s(?:se|ne|no)\s").search(text, start + 3, reach) or _SUBJUNCTIVE[language].search(
            text, start + 3, reach
        )
    if not match:
        return None
    begin, end = _trimmed(text, start, match.start())
    words = text[begin:end]
    if len(words) > 200 or not head_is_known(words, language) or _THINGS[language].match(words):
        return None
    return Clause(begin, end, match.end(), False)


_THINGS = {
    "fr": re.compile(
        r"(?:l[ae]s?\s|l'|son\s|ses\s|sa\s|une?\s|tou\w+\s)*(?:rapports?|sessions?|réunions?|"
        r"mandats?|points?|périodes?|budgets?|dépenses|mesures|fonds|questions?|dates?|"
        r"documents?|documentation|ordres?\sdu\sjour|Fonds)\b"
    ),
    "es": re.compile(
        r"(?:l[ao]s?\s|el\s|sus?\s|una?\s|tod\w+\s)*(?:informes?|período|períodos|sesi\w+|"
        r"reuni\w+|mandatos?|temas?|presupuestos?|gastos|medidas|fondos?|cuesti\w+|fechas?|"
        r"documentos?|documentación|programa|Fondo)\b"
    ),
}


def _thanks(text: str, verb: Verb, start: int, reach: int, language: str, to: str, ends: re.Pattern) -> Clause | None:
    if verb.pronoun:
        return None
    match = re.compile(to).match(text, start, reach)
    if verb.verb == "express" and not match:
        return None
    start = match.end() if match else start
    stop = ends.search(text, start + 1, reach)
    begin, end = _trimmed(text, start, stop.start() if stop else reach)
    words = text[begin : min(end, begin + 250)]
    if not words or not head_is_known(words, language) or _WORKS[language].match(words):
        return None
    return Clause(begin, begin + len(words), end, False)


_WORKS = {
    "fr": re.compile(
        r"(?:l[ae]s?\s|l'|des?\s|du\s)?(?:travaux|travail|efforts?|rapports?|rôle|contributions?|"
        r"initiatives?|action|progrès|concours|appui|mesures)\b"
    ),
    "es": re.compile(
        r"(?:l[ao]s?\s|el\s)?(?:labor|trabajo|esfuerzos?|informes?|función|contribuci\w+|"
        r"iniciativas?|progresos|apoyo|medidas|papel)\b"
    ),
}

# ---------------------------------------------------------------- Russian

_RU_INFINITIVE = re.compile(
    r"(?<![\w-])(?!(?:\w*(?:ость|есть|асть|ласть|знь|овь|ечь|вещь)|сеть|печать|треть|"
    r"путь|память|часть|площадь|кровать|пять|десять|девять|"
    r"шесть|семь|восемь|двадцать|тридцать|власть|область|мать|нефть|смерть|сталь|цель|"
    r"роль|связь|жизнь|помощь|речь|ночь|дочь)\b)"
    r"[а-яё-]{2,30}(?:ть|ти|чь)(?:ся|сь)?\b|(?<![\w-])чтобы\b|:\s"
)
_RU_THAT = re.compile(r",?\s*(?:с\sтем,?\s)?(?:что|чтобы)\s")
_RU_LEAD = re.compile(r"\s*(?:к\s|ко\s|на\s)?")
_RU_NOT_YET = re.compile(r"(?:,\sкотор\w+|,\sеще\sне|,\sне\s)")
_RU_SKIPPED = re.compile(r"(?:также|далее|вновь|не|в\sприоритетном\sпорядке|и\sвпредь|по-прежнему|продолжать)\s")
_RU_THANKS_END = re.compile(r"\s(?:за|в\sсвязи|по\sслучаю|с\sего|с\sее)\s|,|;|$")


def _russian(text: str, verb: Verb, limit: int) -> Clause | None:
    start = _after_parenthesis(text, verb.complement, limit)
    reach = min(limit, start + MOST_LETTERS)
    if verb.verb in _EVALUATIVE:
        start = _RU_LEAD.match(text, start, reach).end()
        stop = _RU_THANKS_END.search(text, start + 1, reach)
        begin, end = _trimmed(text, start, stop.start() if stop else reach)
        words = text[begin:end]
        if not stop or stop[0].strip() != "за" or not head_is_known(words, "ru"):
            return None
        return Clause(begin, end, end, False)
    if match := _RU_THAT.match(text, start, reach):
        return _russian_that(text, verb, match.end(), reach)
    start = _RU_LEAD.match(text, start, reach).end()
    for match in _RU_INFINITIVE.finditer(text, start, reach):
        begin, end = _trimmed(text, start, match.start())
        if not text[begin:end]:
            return None
        end = _phrase_end(text, begin, end, "ru")
        # A relative clause belongs to its noun: "государства, которые еще не сделали этого,".
        if relative := _RU_NOT_YET.match(text, end, match.start()):
            closing = text.find(",", relative.end(), match.start())
            if closing < 0:
                continue
            end = closing
        words = text[begin:end]
        if head_is_known(words, "ru"):
            return Clause(begin, _without_adverbials(words, begin), match.start())
        return (
            Clause(begin, end, match.start(), False)
            if words[:1].isupper() or words in ("его", "ее", "её", "их", "ему", "ей", "им")
            else None
        )
    return None


_RU_ADVERBIAL = re.compile(
    r"\s(?:в\s(?:консультации|сотрудничестве|координации|надлежащ\w+|соответствии|"
    r"рамках|первоочередн\w+|срочном|полной|полном|этой|случае|тесн\w+|пределах|будущем|"
    r"\d{4})|"
    r"с\s(?:учетом|учётом|целью)|на\s(?:основе|ее|её|его|их|постоянной|регулярной|"
    r"периодической|ежегодной|добровольной|своей|\w+\sсессии)|по\s(?:мере|просьбе|"
    r"линии|согласованию)|"
    r"при\s(?:необходимости|условии|наличии)|и\s(?:далее|впредь)|не\sпозднее|как\sможно|"
    r"через\s|ежегодно|незамедлительно|немедленно|регулярно|продолжать|активно|полностью|"
    r"настоятельно|"
    r"оперативно|также|к\s\d|до\s|совместно|надлежащим|в\sприоритетном|без\sпромедления|"
    r"безотлагательно|более|всесторонне|добросовестно|строго|самостоятельно|индивидуально)\b"
)


def _without_adverbials(words: str, begin: int) -> int:
    """Adverbs stand between the addressee and the infinitive in Russian."""
    match = _RU_ADVERBIAL.search(words, 3)
    return begin + (match.start() if match else len(words))


_RU_MODAL = re.compile(r"\s(?:буд(?:ет|ут)|долж(?:ен|на|но|ны)|обязан\w*|следует)\s")
_RU_THINGS = re.compile(
    (
        r"(?:настоящ\w+\s|ее\s|её\s|его\s|все\s)?(?:доклад|сесси|совещани|мандат|вопрос|"
        r"пункт|период|бюджет|расход|мер|фонд|дат|документ|специальн\w+ сесси)\w*"
    ),
    re.IGNORECASE,
)


def _russian_that(text: str, verb: Verb, start: int, reach: int) -> Clause | None:
    pattern = (
        _RU_MODAL if verb.verb == "decide" else re.compile(r"\s\w+(?:л|ла|ло|ли)(?:сь|ся)?\s|" + _RU_MODAL.pattern)
    )
    match = pattern.search(text, start, reach)
    if not match:
        return None
    begin, end = _trimmed(text, start, match.start())
    words = text[begin:end]
    if len(words) > 200 or not head_is_known(words, "ru") or _RU_THINGS.match(words):
        return None
    return Clause(begin, end, match.start() + 1, False)


# ---------------------------------------------------------------- Arabic

_AR_LEAD = re.compile(r"\s*(?:إلى|من|على|لدى)?\s*")
_AR_WITH_AN = re.compile(r"\s(?:ب|ل)?أ(?:ن|لا|لّا)\s|:\s")
_AR_ILA = re.compile(r"\sإلى\s(?:أن\s)?|\sل(?=\w{3,}\s)|:\s")
_AR_ALA = re.compile(r"\sعلى\s(?:أن\s)?|:\s")
_AR_BI = re.compile(r"\sبأن\s|\sأن\s|\sب(?=\w{3,})|:\s")
_AR_MARKS = {
    "request": _AR_WITH_AN,
    "call upon": _AR_WITH_AN,
    "invite": _AR_ILA,
    "encourage": _AR_ALA,
    "urge": _AR_ALA,
    "instruct": _AR_BI,
    "recommend": _AR_BI,
    "entrust": _AR_BI,
    "demand": _AR_BI,
    "remind": _AR_BI,
    "authorize": _AR_ILA,
}
_AR_RELATIVE = re.compile(r"\s(?:التي|الذي|الذين|اللذين)\s")
_AR_THAT = re.compile(r"\s*(?:ب)?أ(?:ن|نه|نها)\s")
_AR_STOP = re.compile(
    r"\s(?:لما|على\sما|لقيام\w+|على\s|لجهود\w+|لدعم\w+|لتقديم\w*|لاستضاف\w+|لتنظيم\w+|بمناسبة|بشأن)|،|؛|$"
)
_AR_GIVER = re.compile(r"\s(?:الذي|التي)\s(?:ي|ت)(?:قدم|بذل|ضطلع|ؤدي|واصل|وفر)\w{0,3}\s")


def _arabic(text: str, verb: Verb, limit: int) -> Clause | None:
    start = _after_parenthesis(text, verb.complement, limit, "،")
    reach = min(limit, start + MOST_LETTERS)
    if verb.verb in _EVALUATIVE:
        return _arabic_thanks(text, verb, start, reach)
    mark = _AR_MARKS.get(verb.verb, _AR_WITH_AN)
    if verb.pronoun:
        match = mark.search(text, start, reach) or _AR_WITH_AN.search(text, start, reach)
        return Clause(verb.start, verb.start, match.end() if match else start)
    if _AR_THAT.match(text, start, reach):
        return None
    lead = _AR_LEAD.match(text, start, reach)
    start = lead.end()
    if pronoun := re.compile(r"(?:إلي|من)(?:ه|ها|هم|هما)(?=\s)").match(text, start, reach):
        match = mark.search(text, pronoun.end(), reach)
        return Clause(start, pronoun.end(), match.end() if match else pronoun.end())
    # "تهيب بالدول": the preposition is written with the noun; "للدول" hides the article.
    if (
        verb.verb in ("call upon", "entrust", "request", "remind")
        and text[start : start + 1] == "ب"
        and not lead[0].strip()
    ):
        start += 1
    match = mark.search(text, start, reach)
    # "على" and "إلى" may stand within a relative clause; "أن" behind it then tells the action.
    if match and mark in (_AR_ILA, _AR_ALA) and _AR_RELATIVE.search(text, start, match.start()):
        later = list(mark.finditer(text, match.end(), reach))
        match = next((one for one in later if "أن" in one[0]), later[0] if later else match)
    if not match and mark is not _AR_WITH_AN:
        match = _AR_WITH_AN.search(text, start, reach)
    if not match:
        return None
    begin, end = _trimmed(text, start, match.start())
    end = _phrase_end(text, begin, end, "ar")
    words = text[begin:end]
    if not words or not head_is_known(words, "ar"):
        return None
    return Clause(begin, end, match.end())


def _arabic_thanks(text: str, verb: Verb, start: int, reach: int) -> Clause | None:
    """ "تعرب عن تقديرها لحكومة النمسا على", "يعرب عن ارتياحه للدعم الذي يقدمه الأمين العام"."""
    if giver := _AR_GIVER.search(text, start, min(reach, start + 80)):
        stop = re.compile(r"\s(?:إلى|من|في|على|ل\w|ب\w)|،|؛|$").search(text, giver.end() + 4, reach)
        begin, end = giver.end(), stop.start() if stop else reach
        return Clause(begin, end, end, False) if head_is_known(text[begin:end], "ar") else None
    match = re.compile(r"\s+(?:إلى\s|ل(?=\w{3}))?").match(text, start, reach)
    begin = match.end() if match else start
    stop = _AR_STOP.search(text, begin + 2, reach)
    begin, end = _trimmed(text, begin, stop.start() if stop else reach)
    words = text[begin:end]
    if not stop or not stop[0].strip(" ،؛") or len(words) > 120 or not head_is_known(words, "ar"):
        return None
    if verb.verb == "express" and not match[0].strip():
        return None
    return Clause(begin, end, end, False)


# ---------------------------------------------------------------- Chinese

# With which the predicate begins: prepositions, adverbs, and verbs that organs ask of others.
_ZH_PREDICATE = PREDICATES
_ZH_STARTS = "|".join(sorted(map(re.escape, dict.fromkeys(_ZH_PREDICATE)), key=len, reverse=True))
_ZH_PRONOUN = re.compile(r"其(?!他|它|余|中)|它们?|他们?|她们?")


_ZH_PHRASE_END = re.compile(rf"(?:{CHINESE_HEADS})(?:们)?(?=\s?(?:{_ZH_STARTS}|[，；。：（(]|$))")


def _chinese(text: str, verb: Verb, limit: int) -> Clause | None:
    start = verb.complement
    if text[start : start + 1] == "，":
        return None
    reach = min(limit, start + 300)
    if match := _ZH_PRONOUN.match(text, start, reach):
        return Clause(start, match.end(), match.end())
    comma = re.compile("[，；。]").search(text, start, reach)
    upto = comma.start() if comma else reach
    for match in _ZH_PHRASE_END.finditer(text, start, reach):
        if match.end() > upto and verb.verb in _EVALUATIVE:
            return None
        if match.end() > upto + 1 and not re.search("[、和及]", text[start:upto]):
            return None
        # "工作组和缔约国" goes on behind "and"; "办公室与会员国协商" does not.
        words = text[start : match.end()]
        if words.startswith(("将", "在", "对", "为", "就", "通过")) and verb.verb not in ("request",):
            return None
        if len(words) < 2:
            continue
        if verb.verb in _EVALUATIVE and not re.match(
            r"[对就在为向提给的]", text[match.end() : match.end() + 1] or "的"
        ):
            return None
        return Clause(start, match.end(), match.end())
    return None


_CLAUSES = {"en": _english, "fr": _french, "es": _spanish, "ru": _russian, "ar": _arabic, "zh": _chinese}
