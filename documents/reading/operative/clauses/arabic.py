"""Arabic: "تطلب إلى X أن", "تدعو X إلى", "تشجع X على", "تهيب بX أن"."""

import re

from documents.reading.lexicon import Verb
from documents.reading.operative.addressees import LONGEST_PHRASE, head_is_known
from documents.reading.operative.clauses.shared import EVALUATIVE, Clause, after_parenthesis, phrase_end, trimmed

_AR_LEAD = re.compile(r"\s*(?:(?:إلى|من|على|لدى)\s+)?")
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
    "authorize": _AR_BI,
}
_AR_RELATIVE = re.compile(r"\s(?:التي|الذي|الذين|اللذين)\s")
_AR_SUBJECT_BEHIND = re.compile(
    r"\s(?:المؤتمر|الجمعية(?:\sالعامة)?|المجلس|مجلس\s\w+(?:\s\w+)?|اللجنة|الفريق\sالعامل|الهيئة|مؤتمر\sالأطراف)(?:\sأيضا|\sكذلك)?"
    r"(?=\s(?:إلى|من|على)\s)"
)
_AR_THAT = re.compile(r"\s*(?:ب)?أ(?:ن|نه|نها)\s")
_AR_STOP = re.compile(
    r"\s(?:لما|على\sما|لقيام\w+|على\s|لجهود\w+|لدعم\w+|لتقديم\w*|لاستضاف\w+|لتنظيم\w+|بمناسبة|بشأن)|،|؛|$"
)
_AR_GIVER = re.compile(r"\s(?:الذي|التي)\s(?:ي|ت)(?:قدم|بذل|ضطلع|ؤدي|واصل|وفر)\w{0,3}\s")


def arabic_clause(text: str, verb: Verb, limit: int) -> Clause | None:
    """Addressee and action behind an Arabic verb; None when nobody is addressed."""
    start = after_parenthesis(text, verb.complement, limit, "،")
    reach = min(limit, start + LONGEST_PHRASE)
    if verb.verb in EVALUATIVE:
        return _arabic_thanks(text, verb, start, reach)
    if verb.verb == "decide":
        return None
    mark = _AR_MARKS.get(verb.verb, _AR_WITH_AN)
    if verb.pronoun:
        match = mark.search(text, start, reach) or _AR_WITH_AN.search(text, start, reach)
        return Clause(verb.start, verb.start, match.end() if match else start)
    if that := _AR_THAT.match(text, start, reach):
        return _arabic_that(text, that.end(), reach) if verb.verb in _WITH_SUBJECT else None
    # "طلب المؤتمر إلى الأمانة": in reports the subject stands behind its verb.
    if subject := _AR_SUBJECT_BEHIND.match(text, start, reach):
        start = subject.end()
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
    begin, end = trimmed(text, start, match.start())
    end = phrase_end(text, begin, end, "ar")
    words = text[begin:end]
    if not words or not head_is_known(words, "ar"):
        return None
    return Clause(begin, end, match.end())


_AR_WORKS = re.compile(
    r"[بل]?(?:ال)?(?:جهود|عمل|أعمال|تقرير|تقارير|دور|مساهم|إسهام|تقدم|دعم|مبادر|خطوات|قرار|نتائج|انعقاد|اعتماد)"
)


_WITH_SUBJECT = frozenset({"demand", "request", "urge"})
_AR_VERB = re.compile(r"(?:لا\s)?[يت]\w{2,9}\s")
# "all" and a noun, with the adjectives that agree with a plural: what else has the article may be the verb's object.
_AR_SUBJECT = re.compile(r"(?:جميع|كل|كافة|سائر)\sال\w+(?:\s(?:ال\w+ة|الأعضاء|الأطراف)(?!\w)){0,3}")


def _arabic_that(text: str, start: int, reach: int) -> Clause | None:
    """ "تطالب بأن تكف جميع الأطراف عن": behind "that" stands the verb, and its subject behind it: words with the article."""
    if not (verb := _AR_VERB.match(text, start, reach)):
        return None
    subject = _AR_SUBJECT.match(text, verb.end(), reach)
    if not subject or not head_is_known(subject[0], "ar"):
        return None
    return Clause(subject.start(), subject.end(), start, False)


def _arabic_thanks(text: str, verb: Verb, start: int, reach: int) -> Clause | None:
    """ "تعرب عن تقديرها لحكومة النمسا على", "يعرب عن ارتياحه للدعم الذي يقدمه الأمين العام"."""
    if giver := _AR_GIVER.search(text, start, min(reach, start + 80)):
        stop = re.compile(r"\s(?:إلى|من|في|على|ل\w|ب\w)|،|؛|$").search(text, giver.end() + 4, reach)
        begin, end = giver.end(), stop.start() if stop else reach
        return Clause(begin, end, end, False) if head_is_known(text[begin:end], "ar") else None
    match = re.compile(r"\s+(?:إلى\s|ل(?!ل)(?=\w{3})|(?=لل))?").match(text, start, reach)
    begin = match.end() if match else start
    stop = _AR_STOP.search(text, begin + 2, reach)
    begin, end = trimmed(text, begin, stop.start() if stop else reach)
    words = text[begin:end]
    if len(words) > 120 or not head_is_known(words, "ar") or _AR_WORKS.match(words):
        return None
    # What is thanked for stands behind "على"; without it only a person behind "ل" is told.
    given = text[match.start() : begin].strip() or words.startswith("لل")
    if not given and (verb.verb == "express" or not stop or not stop[0].strip(" ،؛")):
        return None
    return Clause(begin, end, end, False)
