"""One operative paragraph: its number, its verbs, and what each of them asks of whom, by when, with what means."""

import re
from dataclasses import replace
from typing import NamedTuple

from documents.reading.language import told_by_words
from documents.reading.lexicon import ADDRESSING, KIND_OF, LANGUAGES, Verb, find_verbs
from documents.reading.operative import addressees, deadlines, deliverables, resources
from documents.reading.operative.clauses import (
    Clause,
    clause_behind,
    joint_clause,
    nested_verb,
    says_nothing,
    subject_before,
)
from documents.reading.operative.model import (
    GUESSED_VERB,
    LATER_VERB,
    VERB_AND_ADDRESSEE,
    VERB_AND_KNOWN_ADDRESSEE,
    VERB_WITH_THING,
    VERB_WITHOUT_ADDRESSEE,
    Addressee,
    Deadline,
    Mandate,
    ParagraphReading,
    Quote,
)
from documents.reading.verbs import leading_verb, script_of

# Longer than any paragraph with its sub-paragraphs; the rest is not read.
MOST_LETTERS = 20_000

_NUMBER = re.compile(
    r"[\s\ufeff\u200b-\u200f\u202a-\u202e]*(?:(?:OP|op|PP)\s?)?(?:(\d{1,3}(?:\s?(?:bis|"
    r"ter|quater))?(?:\.\d{1,2})?)\s?(?:[.．。、)）]|[-–—]|\s?:)\s*(?=\D)|"
    r"(\(\s?(?:[a-zа-яأ-ي]{1,3}|[ivxl]{1,6}|[一二三四五六七八九十]{1,3}|\d{1,3})\s?\))\s*|([a-z]|"
    r"[ivx]{1,5}|[а-я])\)\s+|([a-z])\.\s+(?=[A-Z]))?"
)
_LATIN = ("en", "fr", "es")
# Kinds of space, apostrophe and hyphen become one; every sign keeps its place.
_ONE_FOR_ONE = str.maketrans(
    dict.fromkeys("\u00a0\u2002\u2003\u2007\u2009\u200a\u202f\u3000\n\r\t\f\v", " ")
    | {"’": "'", "‘": "'", "\u2011": "-", "\u2010": "-"}
)
_TRAILING = re.compile(
    r"[\s,;:.،؛。；，]*(?:(?:\b(?:and|et|y|и|а также|but)|(?<=[،\s])و|并|又|还)\s*)?[\s,;:.،؛。；，]*$"
)


def read_paragraph(text: str, language: str = "") -> ParagraphReading:
    """Read ONE operative paragraph, with or without its number, sub-paragraphs included.

    `language` is one of en fr es ru zh ar; without it script and words tell. Every verb with which the paragraph
    speaks gives a mandate, in order, so that "Takes note of ..., and requests the Secretariat to ..." gives two.
    Quotes keep the places of the text given; kinds of space, apostrophe and hyphen in them are made one.
    Reports are read too ("the Conference requested the Secretariat to ..."). Never raises.
    """
    text = text[:MOST_LETTERS].translate(_ONE_FOR_ONE)
    match = _NUMBER.match(text)
    start = match.end()
    number = next((group for group in match.groups() if group), "")
    number = "".join(number.split()) if number[:1] == "(" else number.strip()
    if number.isdecimal():
        number = str(int(number))
    if language not in LANGUAGES:
        language, verbs = _told(text, start)
    else:
        verbs = find_verbs(text, language, start)
    if not verbs:
        return _without_verb(text, number, language, start)
    mandates = _mandates(text, language, verbs, start)
    lead = mandates[0].verb.words if mandates else text[verbs[0].start : verbs[0].end]
    return ParagraphReading(number, lead, language, mandates)


def _told(text: str, start: int) -> tuple[str, list[Verb]]:
    """The language of a paragraph and its verbs: by script; among English, French and Spanish by the leading verb."""
    script = script_of(text[start : start + 60])
    if script != "latin":
        return script, find_verbs(text, script, start)
    found = {language: find_verbs(text, language, start) for language in _LATIN}
    leading = [language for language, verbs in found.items() if verbs and verbs[0].start <= start + 1]
    # "Decide" is Spanish for one organ before it is English for several.
    if len(leading) > 1 and found["en"] and found["en"][0].tense == "b":
        leading.remove("en")
    if len(leading) == 1:
        return leading[0], found[leading[0]]
    told = told_by_words(text[start : start + 2000])
    language = told if told in _LATIN else (leading or ["en"])[0]
    return language, found[language]


def _without_verb(text: str, number: str, language: str, start: int) -> ParagraphReading:
    """A paragraph whose first word may look like a verb that no list knows."""
    verb = leading_verb(text[start : start + 200], language)
    if not verb:
        return ParagraphReading(number, "", language, ())
    start = max(start, text.find(verb, start))
    end = start + len(verb)
    stop = len(text) - len(_TRAILING.search(text, max(end, len(text) - 60))[0])
    action = Quote(text[end:stop].strip(), end, max(end, stop))
    mandate = Mandate(
        Quote(verb, start, end),
        verb.lower(),
        "",
        None,
        (),
        action,
        deliverables.deliverable_of(text, language, action.start, action.end),
        None,
        (),
        (),
        GUESSED_VERB,
    )
    return ParagraphReading(number, verb, language, (mandate,))


def _mandates(text: str, language: str, verbs: list[Verb], start: int) -> tuple[Mandate, ...]:
    dues = deadlines.find_deadlines(text, language, start)
    means = resources.find_resources(text, language, start)
    kept: list[_Spoken] = []
    for verb, clause, limit in _spoken(text, language, verbs, start):
        # A later verb that should address somebody and does not is a noun or belongs to a subordinate clause.
        if kept and clause is None and KIND_OF[verb.verb] == "directive" and not _stands_alone(text, language, verb):
            continue
        kept.append(_Spoken(verb, clause, limit))
    mandates: list[Mandate] = []
    for at, (verb, clause, limit) in enumerate(kept):
        # What a verb that was not kept says belongs to the one before it.
        limit = max(limit, kept[at + 1].verb.start if at + 1 < len(kept) else len(text))
        mandates.append(_mandate(text, language, verb, clause, limit, mandates, dues, means, first=at == 0))
    return tuple(mandates)


class _Spoken(NamedTuple):
    """A verb, whom it addresses with what, and where its action ends at the latest."""

    verb: Verb
    clause: Clause | None
    limit: int


def _spoken(text: str, language: str, verbs: list[Verb], start: int) -> list[_Spoken]:
    spoken: list[_Spoken] = []
    for at in range(len(verbs) - 1, -1, -1):
        verb, behind = verbs[at], spoken[-1] if spoken else None
        limit = behind.verb.start if behind else len(text)
        clause = None
        if verb.passive:
            clause = subject_before(text, language, verb, start, limit)
        elif verb.verb in ADDRESSING or verb.verb in ("decide", "agree", "call for"):
            clause = clause_behind(text, language, verb, limit)
        if clause is None and verb.verb in ("decide", "agree") and (asking := nested_verb(text, language, verb, limit)):
            clause = clause_behind(text, language, asking, limit)
            verb = asking if clause else verb
        if (
            (clause is None or says_nothing(text, clause, limit))
            and behind
            and behind.clause
            and KIND_OF[verb.verb] == KIND_OF[behind.verb.verb] == "directive"
            and not (verb.passive or behind.verb.passive)
            and (joint := joint_clause(text, language, verb, behind.verb, behind.clause))
        ):
            clause, limit = joint, behind.limit
        spoken.append(_Spoken(verb, clause, limit))
    return spoken[::-1]


# "Calls for the release of", "encourages the use of": a thing follows, in a clause of the paragraph's own subject.
_THING_FOLLOWS = {
    "en": re.compile(
        r"\s(?:that|the|a|an|all|its|their|full|further|greater|continued|respect|cooperation|"
        r"dialogue|\w+ing|\w+tion)\s"
    ),
    "fr": re.compile(r"\s(?:que|qu'|l[ae]s?|à\sl|un|une|toute?s?)\s?|\sl'|\squ'"),
    "es": re.compile(r"\s(?:que|l[ao]s?|el|un|una|a\sque|a)\s"),
    "ru": re.compile(r",\sчтобы|\s(?:к|на)\s|\s\w"),
    "ar": re.compile(r"\s"),
    "zh": re.compile(r"(?=.)"),
}


def _stands_alone(text: str, language: str, verb: Verb) -> bool:
    return bool(_THING_FOLLOWS[language].match(text, verb.complement))


def _mandate(text, language, verb, clause, limit, before, dues, means, *, first) -> Mandate:
    kind = KIND_OF[verb.verb]
    whom, each = _addressed(text, language, verb, clause, before)
    begin = clause.action if clause else verb.complement
    end = limit - len(_TRAILING.search(text, max(begin, limit - 40), limit)[0]) if limit > begin else begin
    while begin < end and text[begin] in " ,،:\n\t":
        begin += 1
    action = Quote(text[begin:end], begin, end)
    addressed = whom is not None
    own_dues = tuple(
        _behind_the_addressee(due, text, begin)
        for due in dues
        if verb.start <= due.start < limit
        and deadlines.counts(due, text, language, verb.verb, kind, verb.start, limit, addressed=addressed)
    )
    own_means = tuple(
        clause_
        for clause_ in means
        if verb.start <= clause_.start < limit
        and resources.applies(clause_, text, kind, verb.start, addressed=addressed)
    )
    deliverable, least, asks = "", None, kind in ("directive", "deciding")
    if asks:
        taken = tuple((one.start, one.end) for one in (*dues, *means) if begin <= one.start < end)
        deliverable = deliverables.deliverable_of(text, language, begin, end, taken)
        words = _without(text, begin, end, taken)
        least = deliverables.least_number(words, language, deliverable)
    if addressed:
        known = all(one.kind for one in each) and clause is not None and clause.sure
        confidence = VERB_AND_KNOWN_ADDRESSEE if known else VERB_AND_ADDRESSEE
    else:
        confidence = VERB_WITH_THING if kind == "directive" else VERB_WITHOUT_ADDRESSEE
    if not first:
        confidence = round(confidence * LATER_VERB, 3)
    return Mandate(
        Quote(text[verb.start : verb.end], verb.start, verb.end),
        verb.verb,
        kind,
        whom,
        each,
        action,
        deliverable,
        least,
        own_dues,
        own_means,
        confidence,
    )


def _behind_the_addressee(due: Deadline, text: str, begin: int) -> Deadline:
    """Chinese parts no words: "请秘书处会前60天" would begin with the verb, so its deadline begins where the action does."""
    if not due.start < begin < due.end:
        return due
    return replace(due, words=text[begin : due.end], start=begin)


def _without(text: str, begin: int, end: int, taken: tuple[tuple[int, int], ...]) -> str:
    """An action with its deadlines and means blanked: "within 15 days" asks for no fifteen things."""
    words = text[begin:end]
    for start, stop in taken:
        start, stop = start - begin, min(stop, end) - begin
        words = words[:start] + " " * (stop - start) + words[stop:]
    return words


def _addressed(
    text: str, language: str, verb: Verb, clause: Clause | None, before: list[Mandate]
) -> tuple[Quote | None, tuple[Addressee, ...]]:
    """The addressees as printed and one by one; a pronoun is that of the mandate before it."""
    if clause is None:
        return None, ()
    words = text[clause.start : clause.end]
    if language == "ar" and words.startswith("لل"):
        # The article hides in "للبعثة".
        words = "ا" + words[1:] if words[2:3] != "ل" else words
    pronoun = verb.pronoun or (words if addressees.is_pronoun(words, language) else "")
    if not pronoun:
        if not words:
            return None, ()
        quote = Quote(words, clause.start, clause.end)
        return quote, addressees.one_by_one(quote, language)
    place = (verb.start, verb.start + len(pronoun)) if verb.pronoun else (clause.start, clause.end)
    earlier = next((mandate for mandate in reversed(before) if mandate.addressee), None)
    if earlier is None:
        return _founded(language, pronoun, place, before)
    quote = Quote(earlier.addressee.words, *place)
    each = tuple(Addressee(one.words, *place, one.kind, pronoun) for one in earlier.addressees)
    return quote, each


_SETS_UP = re.compile(
    r"^(?:to |de |d['’])?(?:establish|create|set up|convene|appoint|constitute|form|créer|établir|instituer|constituer|"
    r"convoquer|establecer|crear|constituir|convocar|учредить|создать|созвать|إنشاء|[ينت]نشئ|设立|成立|建立)\s?(?=\S)"
)


def _founded(
    language: str, pronoun: str, place: tuple[int, int], before: list[Mandate]
) -> tuple[Quote | None, tuple[Addressee, ...]]:
    """A pronoun for what the verb before it founds or names: "Establishes a working group ..., and requests it to".

    The pronoun itself where that isn't told.
    """
    made = before[-1] if before else None
    if made and made.normalised in ("establish", "appoint", "elect", "designate", "decide"):
        head = _SETS_UP.sub("", made.action.words[:120])[:90]
        stop = re.search(
            r"\s(?:to|for|which|that|with|consisting|composed|chargé\w*|pour|qui|para|que|для|котор\w+)\s|,|،|，|$",
            head,
        )
        words = head[: stop.start()]
        if words and addressees.head_is_known(words, language):
            return Quote(words, *place), (Addressee(words, *place, addressees.kind_of(words, language), pronoun),)
    # "Takes note of the report of the Secretary-General, and requests him to"
    if made and (meant := addressees.meant_by(pronoun, language, made.action.words[:400])):
        words = made.action.words[meant[0] : meant[1]]
        return Quote(words, *place), (Addressee(words, *place, meant[2], pronoun),)
    return Quote(pronoun, *place), (Addressee(pronoun, *place, "", pronoun),)
