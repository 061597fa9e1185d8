"""French and Spanish: "Prie X de V", "Invite X à V"; "Pide a X que V", "Exhorta a X a que V"."""

import re

from documents.reading.lexicon import Verb
from documents.reading.operative.addressees import LONGEST_PHRASE, head_is_known, is_pronoun
from documents.reading.operative.clauses.shared import EVALUATIVE, Clause, after_parenthesis, phrase_end, trimmed

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
    rf",?\s(?:de|d'|à)\s?,\s|\s?:\s|(?<!ainsi)(?<!même)(?<!tels)(?<!États)(?<!ceux)(?<!celles)(?<!Parties)(?<!pays)\squ(?:e\s|"
    rf"')(?=(?:elle|il|ils|elles|l'|le\s|la\s|les\s)\b)"
)
_FR_LEAD = re.compile(
    r"\s*(?:faite?s?\s)?(?:(?:à|auprès\sde|pour|contre)\s(?=l[a'e ]|tou|chac|ses|son|sa|leurs?|d'autres|"
    r"ceux|celles|[A-ZÉ]|cette|cet|ce)|aux?\s|à\s)?"
)
_FR_THAT = re.compile(r"\s*qu(?:e\s|')")
_FR_THANKS_END = re.compile(
    r"\s(?:pour|d'avoir|de\sl'avoir|de\sleur|de\sson|de\ssa|des\s|du\s(?:soutien|concours)|et\slui|et\sleur)\s?|,|;|$"
)


def french_clause(text: str, verb: Verb, limit: int) -> Clause | None:
    """Addressee and action behind a French verb; None when nobody is addressed."""
    start = after_parenthesis(text, verb.complement, limit)
    reach = min(limit, start + LONGEST_PHRASE)
    if verb.verb in EVALUATIVE:
        return _thanks(text, verb, start, reach, "fr", r"\s+(?:à\s|aux?\s)", _FR_THANKS_END)
    if verb.pronoun:
        mark = _FR_MARK.search(text, start - 1, reach) if start else None
        return Clause(verb.start, verb.start, mark.end() if mark else start, True)
    if match := _FR_THAT.match(text, start, reach):
        return _that(text, verb, match.end(), reach, "fr")
    if verb.verb == "decide":
        return None
    start = _FR_LEAD.match(text, start, reach).end()
    if verb.verb == "remind":
        return _reminded(text, start, reach, "fr")
    return _latin_phrase(text, start, reach, _FR_MARK, "fr")


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
_ES_LEAD = re.compile(r"\s*(?:al\s|a\s(?!que\b)|en\s)?")
_ES_THAT = re.compile(r"\s*que\s")
_ES_THANKS_END = re.compile(
    r"\s(?:por|que\s(?=hay|hub)|su\s|sus\s|el\s|los\s(?:esfuerzos|progresos)|la\s(?:labor))\s?|"
    r",|;|$"
)


def spanish_clause(text: str, verb: Verb, limit: int) -> Clause | None:
    """Addressee and action behind a Spanish verb; None when nobody is addressed."""
    start = after_parenthesis(text, verb.complement, limit)
    reach = min(limit, start + LONGEST_PHRASE)
    if verb.verb in EVALUATIVE:
        return _thanks(text, verb, start, reach, "es", r"\s+(?:al?\s)", _ES_THANKS_END)
    if verb.pronoun:
        mark = _ES_MARK.search(text, start, reach)
        return Clause(verb.start, verb.start, mark.end() if mark else start, True)
    if match := _ES_THAT.match(text, start, reach):
        return _that(text, verb, match.end(), reach, "es")
    if verb.verb == "decide":
        return None
    if match := re.compile(r"\s+a\s(?=" + _ES_INFINITIVE + ")").match(text, start, reach):
        return None
    start = _ES_LEAD.match(text, start, reach).end()
    if verb.verb == "remind":
        return _reminded(text, start, reach, "es")
    return _latin_phrase(text, start, reach, _ES_MARK, "es")


# ---------------------------------------------------------------- both


_OF_WHAT = {
    "fr": re.compile(r"\s(?:que\s|qu'|leurs?\s|ses\s|sa\s|son\s|l'|la\s|les\s|de\s|d')|,|;|$"),
    "es": re.compile(r"\s(?:que|sus?|la|las|los|el|de)\s|,|;|$"),
}


def _reminded(text: str, start: int, reach: int, language: str) -> Clause | None:
    """ "Rappelle aux États leurs obligations", "Recuerda a los Estados que"."""
    article = re.compile(r"(?:l[aeo]s?\s|l'|el\s|tou\w+\s(?:l[ae]s?\s)?|tod\w+\s(?:los\s|las\s)?)").match(
        text, start, reach
    )
    stop = _OF_WHAT[language].search(text, article.end() if article else start, reach)
    begin, end = trimmed(text, start, stop.start() if stop else reach)
    return Clause(begin, end, end) if head_is_known(text[begin:end], language) else None


def _latin_phrase(text: str, start: int, reach: int, mark: re.Pattern, language: str) -> Clause | None:
    match = mark.search(text, start, reach)
    if not match:
        return None
    begin, end = trimmed(text, start, match.start())
    end = phrase_end(text, begin, end, language)
    words = text[begin:end]
    if not words:
        return None
    if head_is_known(words, language) or is_pronoun(words, language):
        return Clause(begin, end, match.end())
    # A name ("la MINUSTAH", "Israël"), never a thing ("l'application de").
    named = re.match(r"(?:l[ae]s?\s|l'|el\s|los\s)?[A-ZÁÉÎ]", words)
    return Clause(begin, end, match.end(), False) if named else None


_MODAL = {
    "fr": re.compile(r"\s(?:ne\s)?(?:\w+(?:ra|ront)|doi(?:t|vent))\s"),
    "es": re.compile(r"\s(?:no\s)?(?:\w+(?:rá|rán)|deben?)\s"),
}
_SUBJUNCTIVE = {
    "fr": re.compile(
        r"\s(?!général|économi|social|exécuti|spécial|subsidiaire|consulti|consultati|compétent|nationa|internationa|"
        r"intéressé|autre|de\s|que\s|le\s|armé|chargé|présent|mixte|préparatoire|scientifi|techni|politi|mondiale|centrale)"
        r"(?:ne\s)?(?:\w{3,}(?:e|ent)|soi(?:t|ent)|ait|aient)\s"
    ),
    "es": re.compile(
        r"\s(?!consultiva|ejecutiva|especial|intergubernamental|competente|pertinente|"
        r"permanente|armad|que\s|de\s|la\s)(?:no\s)?(?:\w+(?:en|e|an|a))\s(?=\w)"
    ),
}


def _that(text: str, verb: Verb, start: int, reach: int, language: str) -> Clause | None:
    """ "Décide que tous les États cesseront", "Recomienda que la Asamblea apruebe"."""
    if verb.verb == "decide":
        match = _MODAL[language].search(text, start, reach)
    else:
        # The finite verb stands behind the whole phrase; its first noun is enough to tell who is meant.
        match = re.compile(r",|\s(?:se|ne|no|lui|leur)\s").search(text, start + 3, reach) or _SUBJUNCTIVE[
            language
        ].search(text, start + 3, reach)
    if not match:
        return None
    begin, end = trimmed(text, start, match.start())
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
    begin, end = trimmed(text, start, stop.start() if stop else reach)
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
